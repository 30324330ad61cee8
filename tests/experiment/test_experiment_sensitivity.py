"""Which assumed number would turn a verdict: worlds in which the answer is known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from pathlib import Path

import pytest
from worlds import changed

from journeysim.errors import UsageError
from journeysim.experiment.contrast import Contrast
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.sensitivity.global_sensitivity import Method, effects
from journeysim.experiment.sensitivity.tornado import (
    Knob,
    TornadoBar,
    knobs,
    tornado,
)
from journeysim.report.sensitivity import document, sentences
from journeysim.scenario.scenario import Scenario, load

SELLING = """
schema = 2
[run]
days = "200 d"
replications = 2
[population]
customers = 120
[purchase]
gap = "20 d"
cross_sell_value = 10
margin = 0.5
[leaving]
chance = 0.01
credit_effect = 0
[care.touches.offer]
trigger = "period"
every = "30 d"
reach = 0
cost = 1
cross_sell = 1
burden = 0
[sales]
extra_accepted = 0.5
extra_memory = "1 d"
extra_pause = "0 d"
extra_debit = 0
[policies.without]
[policies.offering]
care.touches.offer = { reach = 1 }
"""
"""A touch that costs 1 and sells, half the time, something with a margin of half its value: it pays
for itself above a value of 4."""


@pytest.fixture
def selling(write: Callable[..., Path]) -> Contrast:
    return Contrast(load(str(write(SELLING))), "offering", "without", "profit", jobs=1)


VALUE = Knob(("purchase", "cross_sell_value"), 0.0, 10.0, 100.0)
TRUST = Knob(("leaving", "trust_effect"), 0.0, 0.5, 1.0)


def test_the_value_at_which_a_verdict_turns_is_found(selling: Contrast) -> None:
    found = tornado(selling, [TRUST, VALUE], most=2, replications=2)
    strongest, weakest = found.bars
    assert strongest.knob == VALUE
    assert strongest.break_even is not None
    assert strongest.break_even.at == pytest.approx(4.0, rel=0.15)
    low, high = strongest.break_even.low, strongest.break_even.high
    assert low is not None
    assert high is not None
    assert low < 4.0 < high
    assert strongest.at_low.mean < 0.0 < found.base.mean < strongest.at_high.mean
    assert weakest.break_even is None
    assert weakest.reach(found.base.mean) == 0.0, "nothing here builds trust"
    (first, second) = sentences(found)
    assert first.startswith("offering against without in profit: +")
    assert second.startswith("offering stays better as long as purchase.cross_sell_value is above ")


def test_only_the_strongest_are_measured(selling: Contrast) -> None:
    found = tornado(selling, [TRUST, VALUE], most=1, replications=2)
    assert [bar.knob for bar in found.bars] == [VALUE]
    assert found.screened == 2
    told = document(found, [], "tornado")
    assert told["knobs"][0]["break_even"] == pytest.approx(4.0, rel=0.15)
    assert told["difference"]["n"] == 2


def test_nothing_turns_what_does_nothing(firm: Scenario) -> None:
    same = Contrast(changed(firm, "run.days=30 d"), "plain", "baseline", "retention", jobs=1)
    found = tornado(same, knobs(firm)[:3], most=3, replications=2)
    assert found.base.mean == 0.0
    assert all(bar.reach(0.0) == 0.0 and bar.break_even is None for bar in found.bars)
    assert sentences(found)[1] == "None of the 3 assumed numbers turns it by itself within its plausible range."  # fmt: skip


def test_a_verdict_turns_when_it_is_settled_no_more() -> None:
    base, open_, other = Estimate(2, 1, 3, 9), Estimate(1, -1, 3, 9), Estimate(-2, -3, -1, 9)
    assert TornadoBar(VALUE, base, open_).turns(base)
    assert TornadoBar(VALUE, other, base).turns(base)
    assert not TornadoBar(VALUE, base, base).turns(base)
    assert TornadoBar(VALUE, Estimate(nan, nan, nan, 0), base).reach(2.0) == 0.0


def test_knobs_a_firm_can_look_up_are_taken_when_asked_for(firm: Scenario) -> None:
    keys = {knob.key for knob in knobs(firm)}
    assert "problems.breakdown.severity" in keys
    assert "problems.breakdown.rate" not in keys
    more = {knob.key for knob in knobs(firm, ("problems.breakdown.rate",))}
    assert more - keys == {"problems.breakdown.rate"}


@pytest.mark.parametrize("key", ["nothing.there", "title", "purchase.gap", "run.seed"])
def test_what_has_no_plausible_range_is_refused(firm: Scenario, key: str) -> None:
    with pytest.raises(UsageError, match="no number with a plausible range"):
        knobs(firm, (key,))


def test_values_are_shown_as_people_write_them() -> None:
    rate = Knob(("problems", "x", "rate"), 0.0, 0.04 / 365, 1.0)
    assert rate.shown(0.04 / 365) == "0.04 per year"
    assert Knob(("problems", "x", "severity"), 0.0, 0.2, 1.0).shown(0.2) == "20 %"
    assert Knob(("experience", "tolerance"), 0.0, 0.01, 1.0).shown(5 / 1440) == "5 min"


@pytest.mark.parametrize("method", ["morris", pytest.param("sobol", marks=pytest.mark.slow)])
def test_all_at_once_finds_the_knob_that_matters(selling: Contrast, method: Method) -> None:
    pytest.importorskip("SALib")
    strongest, weakest = effects(selling, [TRUST, VALUE], method)
    assert strongest.knob == VALUE
    assert strongest.alone > 0.0
    assert abs(weakest.alone) < 1e-9
    if method == "sobol":
        assert strongest.with_others == pytest.approx(1.0, abs=0.3)
