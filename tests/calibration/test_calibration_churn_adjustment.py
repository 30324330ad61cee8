"""Leaving that a scenario's problems cause is not counted twice."""

from __future__ import annotations

from math import fsum

import pytest
from engines import QUICK
from worlds import changed

from journeysim.calibration import churn_adjustment, fitting, sbg
from journeysim.calibration.fitting import Calibration
from journeysim.errors import UsageError
from journeysim.experiment.compare import measure
from journeysim.scenario.scenario import Scenario

SURVIVORS = [[1000.0, 900.0, 840.0, 800.0]]
HALF_YEAR = 182.0


def newcomers_kept(scenario: Scenario) -> float:
    """The share of newcomers there after two renewals, in a year."""
    fresh = (
        "population.start=fresh",
        "population.customers=2000",
        "run.days=366 d",
        "run.warmup=0 d",
    )
    found = measure(
        changed(scenario, *fresh), ("plain",), ("retention@365d",), replications=4, jobs=1
    )
    return fsum(found.observations["plain"]["retention@365d"]) / 4


def test_newcomers_stay_as_fitted_though_problems_make_some_leave(firm: Scenario) -> None:
    quiet = changed(
        firm,
        "population.customers=250",
        "service.channels.phone.agents=3",
        "problems.breakdown.rate=0.2 per year",
        "problems.question.rate=0.5 per year",
        "talk.referral=0",
    )
    model = sbg.fit(sbg.from_survivors(SURVIVORS), HALF_YEAR)
    plain = fitting.with_sbg(Calibration(quiet), model)
    mended, found = churn_adjustment.net(plain, model, engine=QUICK)
    fitted = (model.b / (model.a + model.b)) * ((model.b + 1) / (model.a + model.b + 1))
    before = newcomers_kept(quiet.with_values(plain.values, "calibrate"))
    after = newcomers_kept(quiet.with_values(mended.values, "calibrate"))
    assert before < fitted - 0.01
    assert after == pytest.approx(fitted, abs=0.01)
    assert found[0].target.value == pytest.approx(fitted)
    assert mended.values["purchase"] == plain.values["purchase"]
    assert "population" not in mended.values
    assert any("net of what" in note for note in mended.notes)
    assert not any("comes on top" in note for note in mended.notes)


def test_problems_that_cost_more_than_the_data_show_are_refused(firm: Scenario) -> None:
    rough = changed(
        firm,
        "population.customers=30",
        "problems.breakdown.rate=30 per year",
        "leaving.grievance_scale=20",
    )
    model = sbg.fit(sbg.from_survivors(SURVIVORS), HALF_YEAR)
    plain = fitting.with_sbg(Calibration(rough), model)
    with pytest.raises(UsageError, match="problems and service do not allow that"):
        churn_adjustment.net(plain, model, engine=QUICK)
