"""A claim about a number that its metric can never reach is refused before anything runs."""

from __future__ import annotations

import pytest

from journeysim.experiment.resolved_claims import out_of_range
from journeysim.scenario.claims import claim

REFUSED = {
    "abandonment <= 5": "5 is out of range: abandonment lies between 0 % and 100 %; did you mean 5 %?",
    "retention <= 80": "80 is out of range: retention lies between 0 % and 100 %; did you mean 80 %?",
    "retention >= 101 %": "101 % is out of range: retention lies between 0 % and 100 %",
    "retention >= -1 %": "-1 % is out of range",
    "retention vs plain >= 5": "a difference of retention lies between -100 pp and 100 pp; did you mean 5 pp?",
    "retention vs plain >= -200 pp": "-200 pp is out of range: a difference of retention",
    "silent_problems within 3 of plain": "did you mean 3 pp?",
    "nps >= 101": "101 is out of range: nps lies between -100 and 100",
    "nps vs plain <= -201": "lies between -200 and 200",
    "trust >= 1.5": "trust lies between -1 and 1",
    "satisfaction >= 4.2": "satisfaction lies between 0 and 1",
    "churned >= -1": "-1 is out of range: churned is at least 0",
    "wait_mean <= -1 s": "-1 s is out of range: wait_mean is at least 0",
    "service_cost >= -5": "service_cost is at least 0",
    "occupancy <= 85": "85 is 8500 %; did you mean 85 %?",
}

ALLOWED = (
    "abandonment <= 5 %",
    "retention >= 0",
    "retention <= 100 %",
    "retention vs plain >= -100 pp",
    "retention within 100 pp of plain",
    "occupancy <= 130 %",
    "nps >= -100",
    "profit >= -1_000_000",
    "profit vs plain >= -1e9",
    "churned vs plain <= -5",
    "wait_mean <= 4 h",
    "reputation >= 1.2",
)


@pytest.mark.parametrize(("text", "words"), REFUSED.items())
def test_a_number_out_of_reach_is_refused_with_what_was_meant(text: str, words: str) -> None:
    assert words in out_of_range(claim(text))


@pytest.mark.parametrize("text", ALLOWED)
def test_a_number_within_reach_is_taken(text: str) -> None:
    assert out_of_range(claim(text)) == ""
