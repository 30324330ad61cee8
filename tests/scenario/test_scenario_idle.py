"""Idle: policies that do the same, levers that cost nothing, touches that nothing comes of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journeysim.experiment.compare import measure
from journeysim.report.idleness import idle_lines
from journeysim.scenario.idle import idle
from journeysim.scenario.scenario import load

Write = Callable[..., Path]

FIRM = """
schema = 2
[run]
days = "30 d"
[population]
customers = 20
[service.channels.phone]
agents = 1
[care.touches.call]
trigger = "date"
on = "1 d"
reach = 0
staff = "4 min"
[policies.today]
[policies.renamed]
label = "quite another thing"
[policies.calling]
care.touches.call.reach = 1
"""


def said(write: Write, text: str) -> list[str]:
    return [f"{fault.key} {fault.what}" for fault in idle(load(str(write(text))))]


def test_a_policy_under_another_name_is_said(write: Write) -> None:
    assert said(write, FIRM) == [
        "policies.renamed does exactly what today does: no lever differs, whatever it is called"
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("agents = 1", 'agents = 1\npay = "0 per h"', "more people there cost nothing"),
        ('staff = "4 min"', 'staff = "0 min"', "nothing comes of it"),
    ],
)
def test_what_costs_nothing_is_said_once(write: Write, old: str, new: str, what: str) -> None:
    sentences = said(
        write,
        FIRM.replace(old, new).replace('[policies.renamed]\nlabel = "quite another thing"\n', ""),
    )
    assert len(sentences) == 1
    assert what in sentences[0]


def test_compare_says_who_was_not_reached(write: Write) -> None:
    """The day of the touch lies after the end."""
    late = load(str(write(FIRM.replace('on = "1 d"', 'on = "200 d"'))))
    for scenario, reached in ((load(str(write(FIRM, "early.toml"))), True), (late, False)):
        found = measure(scenario, ["today", "renamed", "calling"], ["touches"], replications=1)
        lines = list(idle_lines(found))
        assert lines[0] == "Quite another thing is today under another name: no lever differs."
        assert ("Calling: call reached nobody." in lines) is not reached
