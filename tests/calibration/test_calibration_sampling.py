"""Searches are bounded: a great firm is looked at in a sample, its lines nearly in full size."""

from __future__ import annotations

from math import fsum

import pytest
from engines import QUICK
from worlds import changed

from journeysim.calibration import sampling, targets
from journeysim.calibration.fitting import Calibration
from journeysim.engine.choice import rows_expected
from journeysim.experiment.compare import measure
from journeysim.scenario.scenario import Scenario


def on_shift(scenario: Scenario) -> float:
    channel = scenario.tables.service.channels["phone"]
    return channel.agents * (1.0 - channel.shrinkage)


@pytest.mark.parametrize("customers", [300_000, 5_000_000])
def test_a_sample_costs_no_more_than_it_may_and_keeps_staff_in_proportion(
    firm: Scenario, customers: int
) -> None:
    great = changed(firm, f"population.customers={customers}", "service.channels.phone.agents=900")
    small, share = sampling.sampled(great, sampling.A_TRY)
    assert rows_expected(small) <= 1.02 * sampling.A_TRY
    assert small.tables.population.customers == round(share * customers)
    assert on_shift(small) == pytest.approx(share * 900, rel=1e-6)
    rows = sampling.replications(small) * rows_expected(small)
    assert rows <= 1.02 * sampling.A_TRY
    line = sampling.line(great)
    assert rows_expected(line) <= 1.02 * sampling.A_LINE
    assert line.tables.run.days <= 28.0
    assert on_shift(line) > on_shift(small)


def test_a_small_firm_is_looked_at_as_it_is(firm: Scenario) -> None:
    assert sampling.sampled(firm, sampling.A_TRY) == (firm, 1.0)
    assert sampling.replications(firm) == sampling.REPLICATIONS


def test_a_great_firm_shows_its_figures_in_full_size(
    firm: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found in a sample of a third, and the line's over four weeks, the figures hold for the whole firm."""
    firm = changed(firm, "population.customers=120", "run.days=120 d")
    monkeypatch.setattr(sampling, "A_TRY", rows_expected(firm) / 3.0)
    aims = [targets.target("retention=45%"), targets.target("abandonment=20 %")]
    found, fits = targets.fit_targets(Calibration(firm), aims, engine=QUICK)
    assert all(not each.rest for each in fits)
    monkeypatch.undo()
    whole = firm.with_values(found.values, "calibrate")
    names = ("retention", "abandonment")
    for each, days, wanted in zip(names, (120, 28), (0.45, 0.20), strict=True):
        over = changed(whole, f"run.days={days} d")
        seen = measure(over, (firm.baseline,), (each,), replications=4, jobs=1)
        shown = fsum(seen.observations[firm.baseline][each]) / 4
        assert shown == pytest.approx(wanted, abs=0.06)


def test_a_hopeless_search_ends_after_so_many_tries(
    firm: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    hopeless = changed(
        firm,
        "population.customers=10",
        "population.prospects=0 per d",
        "leaving.grievance_scale=50",
        "problems.breakdown.rate=90 per year",
    )
    aims = [targets.target("retention=99%"), targets.target("abandonment=0.01%")]
    targets.fit_targets(
        Calibration(hopeless), aims, engine=QUICK, progress=lambda done, whole: seen.append(done)
    )
    assert max(seen) <= 16 * len(aims) + 6
