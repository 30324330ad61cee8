"""An inherited policy that a changed base turns into its opposite is told of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.scenario.reversals import reversals
from journeysim.scenario.scenario import load

Write = Callable[..., Path]
KEY = "policies.staffed.service.channels.phone.agents"


def warned(write: Write, own: str, world: str = WORLD, policy: str = "") -> list[str]:
    """The warnings of a file that extends the small firm and sets its agents."""
    write(world, "base.toml")
    text = f'schema = 2\nextends = "base.toml"\n\n[service.channels.phone]\nagents = {own}\n'
    path = write(text + policy)
    return [str(each).replace(f"{path.parent}/", "") for each in reversals(load(str(path)))]


def test_one_more_than_two_is_fewer_than_twelve(write: Write) -> None:
    line = WORLD[: WORLD.index("agents = 2")].count("\n") + 1
    assert warned(write, "12") == [
        f"base.toml:{line}: {KEY}: warning: sets 2, which was more than the 1 it was written for "
        "and is less than the 12 of this scenario; as a change it is '+1'"
    ]


def test_a_base_that_comes_to_the_policy_s_value_leaves_it_nothing_to_do(write: Write) -> None:
    (found,) = warned(write, "2")
    assert "which was more than the 1 it was written for and is as much as the 2" in found


@pytest.mark.parametrize("own", ["0", "1"])
def test_what_stays_on_its_side_is_not_told_of(write: Write, own: str) -> None:
    assert warned(write, own) == []


def test_a_change_cannot_be_reversed(write: Write) -> None:
    assert warned(write, "12", WORLD.replace("agents = 2,", 'agents = "+1",')) == []


def test_a_policy_of_the_file_itself_is_meant_as_it_stands(write: Write) -> None:
    own = "\n[policies.cut]\nservice.channels.phone = { agents = 3 }\n"
    found = warned(write, "12", WORLD.replace("agents = 2, ", ""), own)
    assert found == []


def test_a_setting_changes_the_base_too(write: Write) -> None:
    path = str(write())
    assert reversals(load(path)) == []
    (found,) = reversals(load(path, settings=["service.channels.phone.agents=12"]))
    assert found.key == KEY


def test_a_share_is_told_of_in_points(write: Write) -> None:
    generous = WORLD.replace("agents = 2, talk_time", "agents = 2, escalation = 0.15, talk_time")
    path = str(write(generous))
    (found,) = reversals(load(path, settings=["service.channels.phone.escalation=0.25"]))
    assert "sets 0.15, which was more than the 0" in found.what
    assert found.what.endswith("as a change it is '+15 pp'")


def test_worlds_do_not_count_as_a_changed_base(write: Write) -> None:
    assert reversals(load(str(write()), world="patient")) == []
