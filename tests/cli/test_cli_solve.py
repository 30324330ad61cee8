"""`solve` as a command: exit codes, the document that programs rely on, the sentence to forward."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from engines import QUICK

Command = Callable[..., tuple[int, str, str]]

FRAME = ("--customers", "400", "--days", "120", "--replications", "4", "--engine", QUICK)
AGENTS = ("--find", "service.channels.phone.agents", "--from", "1", "--to", "8")


def solved(journeysim: Command, *words: str) -> tuple[int, Any]:
    code, out, _ = journeysim("solve", "firm.toml", *FRAME, *words, "--json", "--jobs", "1")
    return code, json.loads(out)


def test_the_document_holds_what_the_contract_says(journeysim: Command) -> None:
    code, found = solved(journeysim, *AGENTS, "--for", "abandonment <= 20 %")
    assert (code, found["exit_code"]) == (0, 0)
    solve = found["solve"]
    assert list(solve) == [
        "find", "for", "status", "side", "value", "unit", "estimate", "low", "high", "n", "metric",
        "metric_unit", "neighbours", "nearest", "monotone", "crossing", "evaluations",
    ]  # fmt: skip
    assert (solve["find"], solve["status"], solve["unit"]) == (AGENTS[1], "found", "count")
    assert solve["low"] <= solve["estimate"] <= solve["high"] <= 0.2
    assert solve["monotone"] is True
    assert solve["nearest"] is None
    values = [each["value"] for each in solve["evaluations"]]
    assert values == sorted(set(values))
    assert solve["value"] in values
    for beside in solve["neighbours"]:
        assert list(beside) == ["value", "verdict", "estimate", "low", "high", "n"]
        assert beside["value"] == solve["value"] - 1
        assert (beside["verdict"], beside["low"] > 0.2) == ("fail", True)


def test_what_cannot_be_reached_ends_with_1_and_names_the_nearest(journeysim: Command) -> None:
    code, found = solved(journeysim, *AGENTS, "--for", "retention >= 99.9 %")
    assert (code, found["solve"]["status"], found["solve"]["value"]) == (1, "impossible", None)
    assert found["solve"]["nearest"]["verdict"] == "fail"


def test_one_run_tells_nothing_and_ends_with_3(journeysim: Command) -> None:
    words = (*AGENTS, "--for", "abandonment <= 20 %", "--replications", "1")
    code, found = solved(journeysim, *words)
    assert (code, found["solve"]["status"]) == (3, "undecided")


@pytest.mark.parametrize("jobs", ["2", "3"])
def test_how_many_work_changes_no_byte(journeysim: Command, jobs: str) -> None:
    words = ("solve", "firm.toml", *FRAME, *AGENTS, "--for", "abandonment <= 20 %", "--json")
    _, alone, _ = journeysim(*words, "--jobs", "1")
    _, together, _ = journeysim(*words, "--jobs", jobs)
    assert together == alone


def test_the_first_line_can_be_forwarded(journeysim: Command) -> None:
    words = ("solve", "firm.toml", *FRAME, *AGENTS, "--for", "abandonment <= 20 %")
    code, out, err = journeysim(*words)
    first = out.replace("\n", " ").split(". ")[0]
    assert code == 0
    assert first.startswith("For abandonment <= 20 %, service.channels.phone.agents has to be at")
    assert "next: journeysim run firm.toml" in err
    assert "assumed figures not counted" in out.replace("\n", " ")


def test_shifts_are_hours_to_paste(journeysim: Command) -> None:
    words = ("--shifts", "--for", "abandonment <= 20 %", "--channel", "phone")
    code, found = solved(journeysim, *words)
    assert code == 0
    shifts = found["shifts"]
    assert len(shifts["agents"]) == len(shifts["erlang_a"]) == len(shifts["today"]) == 168
    assert found["solve"]["unit"] == "agent-hours per week"
    assert found["solve"]["value"] == shifts["agent_hours"]["fewest"]
    _, out, _ = journeysim("solve", "firm.toml", *FRAME, *words)
    pasted = [line.strip() for line in out.splitlines() if line.startswith("service.channels.")]
    settings = [word for line in pasted for word in ("--set", line.replace(" = ", "=", 1))]
    code, _, err = journeysim("show", "firm.toml", *settings)
    assert code == 0, err


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), "--find KNOB --for CLAIM, or --shifts"),
        (("--find", "service.channels.phone.agents"), "--find KNOB --for CLAIM"),
        (("--shifts", "--find", "service.channels.phone.agents"), "--shifts finds hours"),
        ((*AGENTS, "--for", "abandonment <= 5 %", "--smallest", "--largest"), "not both"),
        ((*AGENTS, "--for", "abandonment <= 5 %", "--policy", "plain", "--policy", "caring"), "one policy"),
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused(
    journeysim: Command, words: tuple[str, ...], what: str
) -> None:
    code, _, err = journeysim("solve", "firm.toml", *FRAME, *words)
    assert code == 2
    assert what in err.replace("\n", " ")


def test_work_that_is_bounded_ends_undecided_or_is_refused(journeysim: Command) -> None:
    """Few repetitions do not tell, and too few for anything are none."""
    words = ("solve", "firm.toml", *FRAME, *AGENTS, "--for", "abandonment <= 20 %", "--jobs", "1")
    code, out, err = journeysim(*words, "--max-events", "20000")
    assert (code, out) == (4, "")
    assert "--max-events allows 20,000" in err
    code, out, err = journeysim(*words, "--max-events", "130000", "--json")
    found = json.loads(out)["solve"]
    assert "--max-events allows 1 of 4 replications" in err
    assert (code, found["status"], found["n"]) == (3, "undecided", 1)
    code, out, _ = journeysim(*words, "--max-events", "100000000", "--json")
    assert (code, json.loads(out)["solve"]["n"]) == (0, 4)


def test_what_goes_up_and_down_is_looked_at_as_finely_as_is_allowed(journeysim: Command) -> None:
    """A figure with a turn in its middle, and work for a few values more."""
    turns = ("--find", "leaving.ease", "--from", "0.5", "--to", "1.5", "--step", "0.01",
             "--for", "retention within 5 pp of plain", "--policy", "caring")  # fmt: skip
    counts = []
    for bound in ("1500000", "100000000"):
        _, out, _ = journeysim(
            "solve",
            "firm.toml",
            *FRAME,
            *turns,
            "--smallest",
            "--max-events",
            bound,
            "--json",
            "--jobs",
            "1",
        )
        counts.append(len(json.loads(out)["solve"]["evaluations"]))
    assert 5 <= counts[0] < counts[1]
