"""--assumptions: how far a result depends on what nobody has measured, end to end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from journeysim.study import measure as measuring

Command = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("remembered")
ARGUMENTS = (
    "compare", "firm.toml", "--customers", "40", "--days", "40", "--replications", "2",
    "--policy", "caring", "--assumptions",
)  # fmt: skip
FEW = 4


@pytest.fixture(autouse=True)
def few_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "WORLDS", FEW)


@pytest.fixture
def document(journeysim: Command) -> Any:
    code, out, _ = journeysim(*ARGUMENTS, "--json", "--jobs", "1")
    assert code == 0
    return json.loads(out)


def test_every_figure_has_its_plausible_range(document: Any) -> None:
    (found,) = document["scenarios"]
    for policy in found["policies"].values():
        for name, metric in policy["metrics"].items():
            assert set(metric["assumptions"]) == {"low", "high", "better_in"}, name
    for each in found["differences"]:
        assert set(each["assumptions"]) == {"low", "high", "better_in"}


def test_a_difference_says_in_how_many_worlds_the_policy_is_better(document: Any) -> None:
    (found,) = document["scenarios"]
    shares = [each["assumptions"]["better_in"] for each in found["differences"]]
    assert {share for share in shares if share is not None} <= {n / FEW for n in range(FEW + 1)}
    by_metric = {each["metric"]: each["assumptions"] for each in found["differences"]}
    assert by_metric["retention"]["better_in"] is not None
    assert by_metric["contacts"]["better_in"] is None


def test_a_plain_figure_is_better_than_nothing_else(document: Any) -> None:
    metrics = document["scenarios"][0]["policies"]["plain"]["metrics"]
    assert all(metric["assumptions"]["better_in"] is None for metric in metrics.values())


def test_a_range_is_one_and_what_does_not_exist_is_null(document: Any) -> None:
    metrics = document["scenarios"][0]["policies"]["plain"]["metrics"]
    assert metrics["fatigue_share"]["assumptions"]["low"] is None
    for metric in metrics.values():
        low, high = metric["assumptions"]["low"], metric["assumptions"]["high"]
        assert (low is None and high is None) or low <= high


def test_without_the_option_nothing_is_said_of_it(journeysim: Command) -> None:
    _, out, _ = journeysim(*ARGUMENTS[:-1], "--json", "--jobs", "1")
    assert "assumptions" not in out


def test_people_are_told_in_a_sentence_and_warned_of_the_work(journeysim: Command) -> None:
    code, out, err = journeysim(*ARGUMENTS, "--jobs", "1")
    assert code == 0
    assert f"Over {FEW} plausible worlds, caring against plain: better in " in out
    assert "(chance taken out)" in out
    assert f"journeysim: assumptions: {FEW} plausible worlds x 2 replications" in err
