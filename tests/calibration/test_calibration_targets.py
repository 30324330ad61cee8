"""Figures a firm knows are shown by the simulated baseline, or refused with what can be."""

from __future__ import annotations

from math import fsum

import pytest
from engines import QUICK
from worlds import changed

from journeysim.calibration import targets
from journeysim.calibration.fitting import Calibration
from journeysim.errors import UsageError
from journeysim.experiment.compare import measure
from journeysim.scenario.scenario import Scenario


def test_two_figures_are_shown_at_once(firm: Scenario) -> None:
    aims = [targets.target("retention=45%"), targets.target("abandonment=20 %")]
    found, moved = targets.fit_targets(Calibration(firm), aims, engine=QUICK)
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
        Calibration(firm), [targets.target(f"retention={value}")], engine=QUICK
    )
    assert found.values == {}
    assert moved[0].moved == ()
    assert moved[0].now == moved[0].before == value


def test_what_cannot_be_reached_is_set_as_near_as_it_can_be_and_named(firm: Scenario) -> None:
    worse = changed(firm, "leaving.grievance_scale=50", "problems.breakdown.rate=40 per year")
    _, (found,) = targets.fit_targets(
        Calibration(worse), [targets.target("retention=99%")], engine=QUICK
    )
    assert found.before <= found.now < 0.99
    assert "points of churn come from problems and service" in found.rest
    assert "lower problems.breakdown.rate or its severity" in found.rest


def test_patience_is_not_bent_to_show_what_staffing_does_not_allow(firm: Scenario) -> None:
    """Nobody waits for hours: mean patience stays within half a minute and half an hour."""
    aims = [targets.target("abandonment=0.01%")]
    short = changed(firm, "service.channels.phone.agents=1", "problems.question.rate=60 per year")
    found, (fit,) = targets.fit_targets(Calibration(short), aims, engine=QUICK)
    spread = found.values["service"]["channels"]["phone"]["patience"]
    assert spread["mean"] == "30 min"
    assert "patience at the end of what is plausible" in fit.rest
    assert "of staffed time is busy" in fit.rest


def test_a_service_level_moves_people_and_leaves_the_talk_alone(firm: Scenario) -> None:
    _, (fit,) = targets.fit_targets(
        Calibration(firm), [targets.target("service_level=90%")], engine=QUICK
    )
    moved = {key.rpartition(".")[2] for key, _, _ in fit.moved}
    assert moved <= {"agents", "shrinkage"}
    assert moved
    assert abs(fit.now - 0.9) < abs(fit.before - 0.9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("retention", "is not METRIC=VALUE"),
        ("retention=", "is no number"),
        ("retention=120%", "out of range; allowed: more than 0 %, less than 100 %"),
        ("wait_mean=-1", "out of range; allowed: at least 0"),
        ("profit=3", "cannot be aimed at; known: retention"),
        ("retentoin=80%", "unknown metric"),
        ("retention=nan", "is no number"),
        ("retention=٨٢%", "is no number"),
        ("contacts_per_customer=1,234", "can be 1.234 or 1234"),
    ],
)
def test_a_target_is_understood_or_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        targets.target(text)


def test_one_knob_cannot_serve_two_figures(firm: Scenario) -> None:
    aims = [targets.target("retention=45%"), targets.target("churn=30%")]
    with pytest.raises(UsageError, match="would move the same knob"):
        targets.fit_targets(Calibration(firm), aims, engine=QUICK)


def test_a_decimal_comma_is_read() -> None:
    assert targets.target("retention=82,5 %").value == pytest.approx(0.825)


@pytest.mark.parametrize("name", sorted(targets.DIRECTIONS))
def test_every_direction_turns_knobs_that_are_there(firm: Scenario, name: str) -> None:
    firm = changed(
        firm,
        "problems.contact_by_phone.kind=request",
        "problems.contact_by_phone.rate=1 per year",
    )
    for way in targets.DIRECTIONS[name]:
        direction = way(None)
        table = direction.knobs(firm, 1.5)
        assert table
        assert firm.with_values(table, "calibrate").sha256 != firm.sha256
        low, high = direction.limits(firm)
        assert low <= 0.0 <= high
