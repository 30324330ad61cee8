"""`pilot` as a command: exit codes, the document that programs rely on, the sentence to forward."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from engines import QUICK

Command = Callable[..., tuple[int, str, str]]

FRAME = ("--customers", "200", "--days", "120", "--replications", "4", "--engine", QUICK)
PILOT = ("pilot", "firm.toml", "caring", "--baseline", "plain", *FRAME)


@pytest.fixture
def switching_all_the_time() -> Iterator[None]:
    """Let Python change from one thread to another as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def piloted(journeysim: Command, *words: str) -> tuple[int, Any]:
    code, out, _ = journeysim(*PILOT, *words, "--json", "--jobs", "1")
    return code, json.loads(out)


def test_the_document_holds_what_programs_need(journeysim: Command) -> None:
    code, found = piloted(journeysim, "--arm", "60", "--lasts", "90 d")
    assert code == found["exit_code"]
    assert (found["policy"], found["baseline"], found["information"]) == ("caring", "plain", None)
    test = found["pilot"]
    assert list(test) == [
        "metric", "power", "smallest", "test", "brought", "shown", "bias", "spill", "cost", "common",
        "sizes", "days",
    ]  # fmt: skip
    assert list(test["test"]) == ["arm", "day", "right", "wrong", "none", "low", "high"]
    assert (test["test"]["arm"], test["test"]["day"]) == (60, 90.0)
    for size in test["sizes"]:
        assert size["right"] + size["wrong"] + size["none"] == pytest.approx(1.0)
    assert [each["retention"]["day"] for each in test["days"]] == [15, 30, 45, 60, 75, 90]


def test_knowing_is_asked_for_with_assumptions(journeysim: Command) -> None:
    _, found = piloted(journeysim, "--assumptions", "--draws", "40")
    worth = found["information"]
    assert worth["draws"] == 40
    assert worth["evpi"] >= 0.0
    assert 0 <= worth["better_in"] <= 40
    keys = [each["key"] for each in worth["evppi"]]
    assert "experience.touch_effect" in keys
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("jobs", ["2", "3"])
def test_how_many_work_changes_no_byte(journeysim: Command, jobs: str) -> None:
    words = (*PILOT, "--assumptions", "--draws", "40", "--json")
    alone = journeysim(*words, "--jobs", "1")
    together = journeysim(*words, "--jobs", jobs)
    assert together[0] == alone[0], f"{alone[2]}\n{together[2]}"
    assert together[1] == alone[1]


@pytest.mark.slow
def test_whoever_is_interrupted_where_changes_no_byte(
    journeysim: Command, switching_all_the_time: None
) -> None:
    """Threads that take turns at every moment: what they share is never half made."""
    words = (*PILOT, "--assumptions", "--draws", "40", "--json")
    alone = journeysim(*words, "--jobs", "1")
    for turn in range(12):
        together = journeysim(*words, "--jobs", str(2 + turn % 3))
        assert together[:2] == alone[:2], together[2]


def test_the_exit_code_says_whether_a_test_tells(journeysim: Command) -> None:
    code, found = piloted(journeysim, "--lasts", "5 d")
    assert (code, found["pilot"]["smallest"]) in ((1, None), (3, None))
    code, _ = piloted(journeysim, "--arm", "100", "--power", "5.1 %")
    assert code in (0, 3)


def test_the_first_line_can_be_forwarded(journeysim: Command) -> None:
    _, out, err = journeysim(*PILOT)
    first = out.replace("\n", " ").split(". ")[0]
    assert "100 customers in each of two groups for 120 days" in first
    assert "█" in out
    assert "next: journeysim sensitivity firm.toml --baseline plain --policy caring" in err


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--power", "2"), "a share is a number from 0 to 1"),
        (("--power", "3 %"), "out of range"),
        (("--lasts", "soon"), "--lasts soon"),
        (("--arm", "101"), "out of range"),
        (("--metric", "joy"), "joy"),
    ],
)
def test_what_is_no_test_is_refused(journeysim: Command, words: tuple[str, ...], what: str) -> None:
    code, _, err = journeysim(*PILOT, *words)
    assert code == 2
    assert what in err.replace("\n", " ")


def test_the_power_is_drawn(journeysim: Command, folder: Path) -> None:
    journeysim(*PILOT, "--svg", "power.svg")
    root = ElementTree.parse(folder / "power.svg").getroot()
    texts = "".join(root.itertext())
    assert "customers in each group" in texts
    assert "right" in texts


def test_work_that_is_bounded_is_made_with_fewer_runs_or_refused(journeysim: Command) -> None:
    code, out, err = journeysim(*PILOT, "--max-events", "12000")
    assert (code, out) == (4, "")
    assert "--max-events allows 12,000" in err
    code, found = piloted(journeysim, "--max-events", "60000")
    _, whole = piloted(journeysim)
    widths = [
        each["pilot"]["shown"]["high"] - each["pilot"]["shown"]["low"] for each in (found, whole)
    ]
    assert code in (1, 3)
    assert widths[0] > widths[1], "fewer runs tell less"
    code, _, err = journeysim(*PILOT, "--assumptions", "--draws", "40", "--max-events", "100000")
    assert (code, "--max-events allows 100,000" in err) == (4, True)
