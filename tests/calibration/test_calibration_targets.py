"""Figures a firm knows are shown by the simulated baseline, or refused with what can be."""

from __future__ import annotations

from math import fsum

import pytest
from worlds import changed

from journeysim.calibration import targets
from journeysim.calibration.fitting import Calibration
from journeysim.engine.choice import SIMPY
from journeysim.errors import UsageError
from journeysim.experiment.compare import measure
from journeysim.scenario.scenario import Scenario


def test_two_figures_are_shown_at_once(firm: Scenario) -> None:
    aims = [targets.target("retention=45%"), targets.target("abandonment=20 %")]
    found, moved = targets.fit_targets(Calibration(firm), aims, engine=SIMPY)
    scenario = firm.with_values(found.values, "calibrate")
    names = ("retention", "abandonment")
    seen = measure(scenario, (firm.baseline,), names, replications=targets.REPLICATIONS, jobs=1)
    shown = {
        name: fsum(seen.observations[firm.baseline][name]) / targets.REPLICATIONS for name in names
    }
    assert shown["retention"] == pytest.approx(0.45, abs=0.003)
    assert shown["abandonment"] == pytest.approx(0.20, abs=0.002)
    assert [each.now for each in moved] == pytest.approx(list(shown.values()))
    assert {key for key, _, _ in moved[1].moved} == {"service.channels.phone.patience.mean"}
    assert all("leaving.chance" in key or ".chance." in key for key, _, _ in moved[0].moved)


def test_a_figure_that_fits_already_moves_nothing(firm: Scenario) -> None:
    seen = measure(
        firm, (firm.baseline,), ("retention",), replications=targets.REPLICATIONS, jobs=1
    )
    value = fsum(seen.observations[firm.baseline]["retention"]) / targets.REPLICATIONS
    found, moved = targets.fit_targets(
        Calibration(firm), [targets.target(f"retention={value}")], engine=SIMPY
    )
    assert found.values == {}
    assert moved[0].moved == ()
    assert moved[0].now == moved[0].before == value


def test_what_cannot_be_reached_is_refused_with_what_can(firm: Scenario) -> None:
    worse = changed(firm, "leaving.grievance_scale=50", "problems.breakdown.rate=40 per year")
    with pytest.raises(
        UsageError,
        match=r"retention=99%: cannot be reached by moving .*: only 0\.\d+ to 0\.\d+ can",
    ):
        targets.fit_targets(Calibration(worse), [targets.target("retention=99%")], engine=SIMPY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("retention", "is not METRIC=VALUE"),
        ("retention=", "is no number"),
        ("retention=120%", "out of range; allowed: more than 0 %, less than 100 %"),
        ("wait_mean=-1", "out of range; allowed: at least 0"),
        ("profit=3", "cannot be aimed at; known: retention"),
        ("retentoin=80%", "unknown metric"),
        ("retention=nan", "out of range"),
    ],
)
def test_a_target_is_understood_or_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        targets.target(text)


def test_one_knob_cannot_serve_two_figures(firm: Scenario) -> None:
    aims = [targets.target("retention=45%"), targets.target("churn=30%")]
    with pytest.raises(UsageError, match="would move the same knob"):
        targets.fit_targets(Calibration(firm), aims, engine=SIMPY)


@pytest.mark.parametrize("name", sorted(targets.DIRECTIONS))
def test_every_move_turns_knobs_that_are_there(firm: Scenario, name: str) -> None:
    table = targets.DIRECTIONS[name].knobs(firm, 1.5)
    assert table
    moved = firm.with_values(table, "calibrate")
    assert moved.sha256 != firm.sha256
