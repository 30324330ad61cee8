"""Former: a file of the language before is refused with its lines to change, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journeysim.errors import ScenarioError
from journeysim.scenario import former
from journeysim.scenario.scenario import load

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def one_key_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own key, so that it stands whatever the language gives up."""
    monkeypatch.setattr(former, "REPLACED", {"service.channels.*.mood": "set warmth"})


def faults(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(str(path))
    return str(caught.value).split("\n")


def test_a_file_of_the_language_before_is_told_every_line_to_change(write: Write) -> None:
    text = (
        "schema = 1\n[service.channels.desk]\nmood = 1\nagents = 2\n"
        "[policies.kind.service.channels.desk]\nmood = 2\n"
        '[[policies.kind.changes]]\nat = "9 d"\nservice.channels.desk.mood = 3\n'
    )
    version, *lines = faults(write(text))
    assert version.endswith(
        "firm.toml:1: schema: is 1, the language of 0.1; "
        "write 'schema = 2' and change the lines below"
    )
    assert [line[line.index("firm.toml") :] for line in lines] == [
        "firm.toml:3: service.channels.desk.mood: is gone: set warmth",
        "firm.toml:6: policies.kind.service.channels.desk.mood: is gone: set warmth",
        "firm.toml:9: policies.kind.changes.0.service.channels.desk.mood: is gone: set warmth",
    ]


def test_where_nothing_is_gone_the_first_line_is_all_there_is_to_change(write: Write) -> None:
    (only,) = faults(write('schema = 1\ntitle = "firm"\n'))
    assert only.endswith("write 'schema = 2', the rest stands")


def test_a_parent_of_the_language_before_is_refused_under_its_own_name(write: Write) -> None:
    write("schema = 1\n[service.channels.desk]\nmood = 1\n", "base.toml")
    found = faults(write('schema = 2\nextends = "base.toml"\n'))
    assert ["base.toml:1" in found[0], "base.toml:3" in found[1], len(found)] == [True, True, 2]


def test_a_key_that_is_gone_says_what_took_its_place(write: Write) -> None:
    (only,) = faults(write("schema = 2\n[service.channels.desk]\nmood = 1\n"))
    assert only.endswith("firm.toml:3: service.channels.desk.mood: is gone: set warmth")
