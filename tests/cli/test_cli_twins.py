"""`twins` at the command line: sentences that add up, documents that stay the same, clear refusals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from journeysim.cli import twins
from journeysim.experiment.twins import DIVISIONS

SMALL = ("--customers", "60", "--replications", "2", "--days", "90", "-q")

FEWEST = (*SMALL, "--set", "service.channels.phone.handling.mean=40 min")
"""A line so long that some are saved by a second agent."""


_MEASURED: dict[tuple[str, ...], str] = {}


def document(journeysim: Callable[..., Any], *arguments: str) -> Any:
    """The document of a command line, asked for once."""
    if arguments not in _MEASURED:
        done = journeysim("twins", "firm.toml", *arguments, "--json")
        assert done.code == 0, done.err
        _MEASURED[arguments] = done.out
    return json.loads(_MEASURED[arguments])


def test_the_document_adds_up(journeysim: Callable[..., Any]) -> None:
    (entry,) = document(journeysim, "plain", "staffed", *FEWEST)["scenarios"]
    assert (entry["before"], entry["after"]) == ("plain", "staffed")
    assert entry["replications"] == {"wanted": 2, "done": 2}
    people = entry["twins"]["people"]
    assert people["saved"]["mean"] > 0
    assert people["net"]["mean"] == people["saved"]["mean"] - people["lost"]["mean"]
    assert people["net"]["n"] == 2
    assert len(entry["saved_and_lost"]) == 2 * (people["saved"]["mean"] + people["lost"]["mean"])
    for name in ("sides", "ways", "reasons"):
        net = sum(each["net"]["mean"] for each in entry["twins"][name])
        assert net == pytest.approx(people["net"]["mean"])
    for each in entry["saved_and_lost"]:
        assert each["fate"] in ("saved", "lost")
        assert (each["left_before"] is None) == (each["fate"] == "lost")
        assert (each["left_after"] is None) == (each["fate"] == "saved")


def test_the_document_agrees_with_compare(journeysim: Callable[..., Any]) -> None:
    (entry,) = document(journeysim, "plain", "staffed", *FEWEST)["scenarios"]
    done = journeysim("compare", "firm.toml", "--policy", "staffed", *FEWEST, "--json")
    differences = json.loads(done.out)["scenarios"][0]["differences"]
    found = {each["metric"]: each["mean"] for each in differences}
    people, firm = entry["twins"]["people"], entry["twins"]["firm"]
    assert people["net"]["mean"] / 60 == pytest.approx(found["retention"])
    assert firm["profit"]["difference"]["mean"] == pytest.approx(found["profit"])


def test_jobs_change_nothing(journeysim: Callable[..., Any]) -> None:
    first = document(journeysim, "plain", "caring", *SMALL, "--jobs", "1")
    assert first == document(journeysim, "plain", "caring", *SMALL, "--jobs", "2")


def test_the_screen_says_what_the_document_counts(journeysim: Callable[..., Any]) -> None:
    (entry,) = document(journeysim, "plain", "staffed", *FEWEST)["scenarios"]
    done = journeysim("twins", "firm.toml", "plain", "staffed", *FEWEST, "--by", "risk")
    assert done.code == 0
    people = entry["twins"]["people"]
    said = re.search(
        r"staffed against plain: ([\d.]+) kept by it, ([\d.]+) driven away by it", done.out
    )
    assert said is not None
    assert float(said[1]) == people["saved"]["mean"]
    assert float(said[2]) == people["lost"]["mean"]
    assert "reaching them through others" in done.out
    assert "lowest quarter" in done.out


def test_a_policy_against_itself_is_said_to_be_the_same(journeysim: Callable[..., Any]) -> None:
    done = journeysim("twins", "firm.toml", "caring", "caring", *SMALL)
    assert "it keeps nobody and drives nobody away" in " ".join(done.out.split())
    assert "Not one life differs in a single event." in done.out


def test_one_life_side_by_side(journeysim: Callable[..., Any]) -> None:
    (entry,) = document(journeysim, "plain", "staffed", *FEWEST)["scenarios"]
    saved = next(each for each in entry["saved_and_lost"] if each["fate"] == "saved")
    key = f"r{saved['replication']}-{saved['key']}"
    done = journeysim("twins", "firm.toml", "plain", "staffed", *FEWEST, "--customer", key)
    assert done.code == 0, done.err
    before, after = re.split("here they part", done.out)
    assert f"Customer {saved['key']} (" in before
    assert "left for good" in after
    (lives,) = document(journeysim, "plain", "staffed", *FEWEST, "--customer", key)["scenarios"]
    life = lives["customer"]
    assert life["parting"] == saved["parting"]
    assert life["before"][-1]["kind"] in ("cause", "left")
    assert life["after"][0] != life["before"][0]
    assert life["shared"][0]["text"] == "is a customer"
    days = [each["day"] for each in (*life["shared"], *life["before"])]
    assert days == sorted(days)


def test_a_telling_example(journeysim: Callable[..., Any]) -> None:
    (lives,) = document(journeysim, "plain", "staffed", *FEWEST, "--pick", "saved")["scenarios"]
    assert lives["customer"]["fate"] == "saved"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("plain", "nobody"), "no policy 'nobody'"),
        (("plain", "caring", "--customer", "x7"), "is no KEY"),
        (("plain", "caring", "--customer", "61.1.9"), "no customer '61.1.9'"),
        (("plain", "caring", "--customer", "1", "--pick", "saved"), "give one of them"),
        (("plain", "caring", "--customer", "1", "--by", "risk"), "divides the ledger"),
        (("plain", "plain", "--pick", "lost"), "nobody is lost"),
        (("plain", "caring", "--policy", "plain"), "No such option '--policy'"),
        (("plain", "caring", "--assumptions"), "No such option '--assumptions'"),
        (("plain", "caring", "--by", "weather"), "segment"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    journeysim: Callable[..., Any], arguments: tuple[str, ...], what: str
) -> None:
    done = journeysim("twins", "firm.toml", *arguments, *SMALL)
    assert done.code == 2
    assert done.out == ""
    assert what in done.err


def test_by_takes_whatever_divides_a_ledger() -> None:
    assert twins.DIVISIONS == DIVISIONS
