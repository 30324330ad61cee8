"""`explain` at the command line: parts that add up to what `compare` says, clear refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import fsum
from typing import Any

import pytest

SMALL = ("--customers", "60", "--replications", "2", "--days", "60", "-q", "--jobs", "1")
BOTH = (
    "--set", "policies.caring.service.channels.phone.agents=2",
    "--set", "service.channels.phone.handling.mean=40 min",
)  # fmt: skip


def test_the_parts_add_up_to_what_compare_finds(journeysim: Callable[..., Any]) -> None:
    done = journeysim("explain", "firm.toml", "plain", "caring", *SMALL, *BOTH, "--json")
    assert done.code == 0, done.err
    (entry,) = json.loads(done.out)["scenarios"]
    assert entry["groups"] == [
        "care.touches.check_in", "care.touches.reminder", "service.channels.phone",
    ]  # fmt: skip
    assert (entry["exact"], entry["orders"], entry["hybrids"]) == (True, 6, 8)
    done = journeysim("compare", "firm.toml", *SMALL, *BOTH, "--json")
    differences = json.loads(done.out)["scenarios"][0]["differences"]
    found = {each["metric"]: each for each in differences if each["policy"] == "caring"}
    assert [each["metric"] for each in entry["explanations"]] == ["retention", "profit"]
    for each in entry["explanations"]:
        whole = each["whole"]
        assert {name: whole[name] for name in ("mean", "low", "high", "n")} == {
            name: found[each["metric"]][name] for name in ("mean", "low", "high", "n")
        }
        assert fsum(part["mean"] for part in each["parts"]) == pytest.approx(whole["mean"])
        assert any(part["mean"] for part in each["parts"])


def test_the_screen_draws_a_waterfall(journeysim: Callable[..., Any]) -> None:
    done = journeysim(
        "explain", "firm.toml", "plain", "caring", *SMALL, *BOTH, "--metric", "touches"
    )
    assert done.code == 0, done.err
    assert "touch reminder" in done.out
    assert "█" in done.out
    assert "all orders in which 3 groups can be turned" in done.out


def test_nothing_to_explain(journeysim: Callable[..., Any]) -> None:
    done = journeysim("explain", "firm.toml", "plain", "baseline", *SMALL)
    assert done.code == 0
    assert "both set the same levers" in done.out


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("plain", "nobody"), "no policy 'nobody'"),
        (("plain", "caring", "--metric", "retentoin"), "did you mean 'retention'"),
        (("plain", "caring", "--policy", "plain"), "No such option '--policy'"),
        (("plain", "caring", "--by", "segment"), "--by"),
        (("plain", "caring", "--metric", "wait_mean.fax"), "no channel 'fax'"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    journeysim: Callable[..., Any], arguments: tuple[str, ...], what: str
) -> None:
    done = journeysim("explain", "firm.toml", *arguments, *SMALL)
    assert done.code == 2
    assert done.out == ""
    assert what in done.err
