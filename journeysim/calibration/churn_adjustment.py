"""Churn adjustment: the leaving that a scenario's problems and service cause, taken out of the fitted chance.

Data show that somebody left, never why. A fitted chance holds all leaving; put into a scenario whose
problems make people leave too, it would count those twice. The scenario's customers are simulated as
if they had all just come, with the lines as busy as they are, and their chances are moved until as
many stay for a year as the fit says.
"""

from __future__ import annotations

from math import floor, fsum

from journeysim.calibration import targets
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.checking import bare_world
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.sbg import Sbg
from journeysim.calibration.search import Target
from journeysim.calibration.search_directions import classes_with_odds
from journeysim.calibration.targets import TargetFit
from journeysim.engine import choice
from journeysim.errors import UsageError
from journeysim.experiment.compare import measure
from journeysim.experiment.replicate import Progress
from journeysim.experiment.verify.formulas import contract_survival
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import BASELINE

YEAR = 365


def net(
    calibration: Calibration,
    model: BgNbd | Sbg,
    *,
    engine: str = choice.AUTO,
    progress: Progress | None = None,
) -> tuple[Calibration, list[TargetFit]]:
    """The calibration with chances moved. Raises UsageError where problems alone cost more people."""
    day, share = _kept(model, engine)
    fresh = {
        "population": {"start": "fresh", "tenure": "0 d", "classes": []},
        "run": {"days": f"{day + 1} d", "warmup": "0 d", "run_in": "0 d"},
    }
    scenario = calibration.scenario.with_values(merged(calibration.values, fresh), "calibrate")
    aim = Target(f"retention@{day}d", share, f"{100 * share:.1f} %")
    moved, fits = targets.fit_targets(
        Calibration(scenario), [aim], engine=engine, progress=progress
    )
    if fits[0].rest:
        raise UsageError(
            f"--net: of newcomers {aim.text} stay for {day} days by the data, and the scenario's "
            f"problems and service do not allow that ({fits[0].rest}); fit its problems too (--cases), "
            "or leave --net out"
        )
    note = (
        f"chances are net of what the scenario's problems and service cause: of newcomers {aim.text} "
        f"stay for {day} days, as fitted"
    )
    kept = tuple(each for each in calibration.notes if "comes on top" not in each)
    base = Calibration(calibration.scenario, calibration.fitted, calibration.values, kept)
    values = merged(moved.values, _known_classes(calibration, moved))
    return base.with_more(moved.fitted, values, [note]), fits


def _known_classes(calibration: Calibration, moved: Calibration) -> Table:
    """The classes of the customers of day 0, their odds of leaving moved as those of newcomers were."""
    before = calibration.scenario.with_values(calibration.values, "calibrate")
    after = moved.scenario.with_values(moved.values, "calibrate")
    if not before.tables.population.classes:
        return {}
    factor = _odds(after) / max(1e-12, _odds(before))
    return {"population": {"classes": classes_with_odds(before, factor)}}


def _odds(scenario: Scenario) -> float:
    mean = scenario.tables.leaving.chance.distribution().mean()
    return mean / (1.0 - mean)


def _kept(model: BgNbd | Sbg, engine: str) -> tuple[int, float]:
    """A day about a year away, and the share of newcomers still there by the fit alone."""
    if isinstance(model, Sbg):
        renewals = max(1, floor(YEAR / model.period))
        return floor(renewals * model.period) + 1, contract_survival(model.a, model.b, renewals)
    world = bare_world(model, YEAR + 1)
    metric = f"retention@{YEAR}d"
    chosen = choice.chosen(engine, [world], targets.REPLICATIONS, 1)
    seen = measure(
        world, (BASELINE,), (metric,), replications=targets.REPLICATIONS, jobs=1, engine=chosen
    ).observations[BASELINE][metric]
    return YEAR, fsum(seen) / len(seen)
