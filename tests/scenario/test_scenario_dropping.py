"""A file takes parts out of the one it extends, and says so when there is nothing to take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.errors import ScenarioError
from journeysim.scenario.scenario import Scenario, load

Write = Callable[..., Path]
EXPECT = '\n[[expect]]\nclaim = "retention >= 1 %"\npolicy = "caring"\n'


@pytest.fixture
def extending(write: Write) -> Callable[..., Path]:
    """Write a file that extends the small firm and drops parts of it."""
    write(WORLD + EXPECT, "base.toml")

    def writer(drop: str, more: str = "") -> Path:
        return write(f'schema = 2\nextends = "base.toml"\ndrop = {drop}\n{more}', "child.toml")

    return writer


def child(path: Path) -> Scenario:
    return load(str(path))


def refusal(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(str(path))
    return str(caught.value).replace(f"{path.parent}/", "")


def test_all_policies_go_and_own_ones_come(extending: Callable[..., Path]) -> None:
    own = "\n[policies.mine]\nservice.knowledge = 0.5\n"
    scenario = child(extending('["policies.*", "expect", "dials"]', own))
    assert scenario.policies == ("mine",)
    assert not scenario.tables.expect
    assert not scenario.tables.dials


def test_one_part_goes_and_the_others_stay(extending: Callable[..., Path]) -> None:
    scenario = child(extending('["policies.staffed"]'))
    assert scenario.policies == ("plain", "caring")


def test_a_part_of_the_same_name_starts_anew(extending: Callable[..., Path]) -> None:
    own = "\n[policies.staffed]\nservice.knowledge = 0.5\n"
    levers = child(extending('["policies.staffed"]', own)).phases("staffed")[0].levers
    assert levers.service.knowledge == 0.5
    assert levers.service.channels["phone"].agents == 1


def test_a_star_stands_for_every_name_on_the_way(extending: Callable[..., Path]) -> None:
    scenario = child(extending('["policies.*.care", "care.touches.check_in"]'))
    assert list(scenario.tables.care.touches) == ["reminder"]
    assert not scenario.tables.policies["caring"].care


def test_a_knob_goes_back_to_its_default(extending: Callable[..., Path]) -> None:
    scenario = child(extending('["service.channels.phone.hours"]'))
    assert scenario.tables.service.channels["phone"].hours == "mon-fri 08:00-18:00"
    assert ("service", "channels", "phone", "hours") not in scenario.document.origins


def test_what_hangs_on_a_dropped_part_is_told(extending: Callable[..., Path]) -> None:
    found = refusal(extending('["policies.caring"]'))
    assert "base.toml:" in found
    assert "expect.0.policy: no policy 'caring'; known: plain, staffed" in found


@pytest.mark.parametrize(
    ("drop", "words"),
    [
        ('["policies.stafed"]', "is called 'policies.stafed'; did you mean 'policies.staffed'?"),
        ('["polices.*"]', "is called 'polices.*'; did you mean 'policies.*'?"),
        ('["lessons"]', "nothing inherited is called 'lessons'"),
        ('["segments.zebra"]', "'segments.zebra'; there are regular, loyal"),
        ('["expect.0"]', "nothing inherited is called 'expect.0'"),
        ('"expect"', 'must be a list of paths, such as ["policies.*", "expect"]'),
        ("[1]", 'must be a list of paths, such as ["policies.*", "expect"]'),
        ('[""]', 'must be a list of paths, such as ["policies.*", "expect"]'),
    ],
)
def test_what_is_not_inherited_cannot_be_dropped(
    extending: Callable[..., Path], drop: str, words: str
) -> None:
    found = refusal(extending(drop))
    assert found.startswith("child.toml:3: drop: ")
    assert words in found


def test_everything_wrong_is_told_at_once(extending: Callable[..., Path]) -> None:
    assert len(refusal(extending('["zebra", "policies.yak"]')).splitlines()) == 2


def test_a_file_that_extends_none_has_nothing_to_drop(write: Write) -> None:
    assert "firm.toml:1: drop: takes parts out of a file that this one extends" in refusal(
        write(f'drop = ["expect"]\n{WORLD}')
    )


def test_each_file_of_a_chain_drops_of_those_above_it(write: Write) -> None:
    write(WORLD, "top.toml")
    write('schema = 2\nextends = "top.toml"\ndrop = ["policies.plain"]\n', "base.toml")
    path = write('schema = 2\nextends = "base.toml"\ndrop = ["policies.caring"]\n')
    assert child(path).policies == ("staffed",)
