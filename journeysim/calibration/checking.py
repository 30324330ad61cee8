"""Checking: does the fitted world buy as the real customers did, in and out of the sample?

The model is fitted to the first part of the data, simulated as an ordinary world, and its repeat
purchases are added up over the very days on which the real customers first bought.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration import bgnbd
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.histories import Purchases, histories
from journeysim.engine import choice
from journeysim.engine.running import run
from journeysim.errors import UsageError
from journeysim.events import EventType
from journeysim.scenario import shipped
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

Array = npt.NDArray[Any]

PART = 0.5
"""The part of the data's span that the model is fitted to."""

OFF, FAR_OFF = 0.10, 0.25
"""Relative errors of the forecast that are warned of, and that fail."""

CUSTOMERS = 4000
REPLICATIONS = 5
POINTS = 12


class Point(NamedTuple):
    """Repeat purchases up to a day: those that were, and those of the simulated world."""

    day: int
    actual: float
    simulated: float


class Check(NamedTuple):
    """How the fit fares. model: fitted up to `split`; points: over the whole span, in order."""

    model: BgNbd
    split: int
    cohort: int
    points: tuple[Point, ...]

    @property
    def inside(self) -> float:
        """Simulated over actual repeat purchases up to the split, minus one."""
        here = [point for point in self.points if point.day <= self.split][-1]
        return here.simulated / here.actual - 1.0 if here.actual else float("nan")

    @property
    def outside(self) -> float:
        """The same for those after the split, which the fit has not seen."""
        here = [point for point in self.points if point.day <= self.split][-1]
        last = self.points[-1]
        actual = last.actual - here.actual
        return (last.simulated - here.simulated) / actual - 1.0 if actual else float("nan")


def bare_world(model: BgNbd, days: int, customers: int = CUSTOMERS) -> Scenario:
    """The fitted model as an ordinary world of newcomers, in which nothing else happens."""
    settings = (
        f"run.days={days} d",
        f"population.customers={customers}",
        f"purchase.gap.mean={model.mean_gap!r} d",
        f"purchase.frequency.shape={max(0.01, model.r)!r}",
        f"leaving.chance.a={model.a!r}",
        f"leaving.chance.b={model.b!r}",
    )
    return load(f"{shipped.KNOWN_ANSWERS}/cdnow", settings=settings)


def repeats_by_age(model: BgNbd, days: int, engine: str = choice.AUTO) -> Array:
    """Mean repeat purchases of a newcomer within 0, 1, 2 ... days; several on a day count once."""
    world = bare_world(model, days)
    chosen = choice.chosen(engine, [world], REPLICATIONS, 1)
    total = np.zeros(days + 1)
    for number in range(REPLICATIONS):
        bought = run(world, BASELINE, number, chosen).log.of(EventType.PURCHASE)
        day = np.floor(bought["time"]).astype(np.int64)
        once = np.unique(bought["customer"].astype(np.int64) * (days + 2) + day) % (days + 2)
        total += np.bincount(once[once > 0], minlength=days + 2)[: days + 1]
    return np.asarray(np.cumsum(total) / (REPLICATIONS * CUSTOMERS))


def check(purchases: Purchases, engine: str = choice.AUTO) -> Check:
    """Fit the first part, simulate the whole. Raises UsageError where the span is too short."""
    span = purchases.last_day - purchases.first_day
    if span < 2 * POINTS:
        raise UsageError(f"--check needs at least {2 * POINTS} days of data")
    split = purchases.first_day + round(PART * span)
    known = histories(purchases, split)
    model = bgnbd.fit(known, whole_days=True)
    curve = repeats_by_age(model, span, engine)
    first = np.full(purchases.customers, np.iinfo(np.int64).max)
    np.minimum.at(first, purchases.who, purchases.day)
    cohort = first <= split
    repeat = cohort[purchases.who] & (purchases.day > first[purchases.who])
    days = np.unique(
        np.concatenate(
            (np.linspace(purchases.first_day, purchases.last_day, POINTS + 1)[1:].round(), [split])
        )
    ).astype(int)
    points = []
    for day in days.tolist():
        ages = day - first[cohort]
        simulated = float(curve[ages[ages > 0]].sum())
        points.append(Point(day, float((repeat & (purchases.day <= day)).sum()), simulated))
    return Check(model, split, int(cohort.sum()), tuple(points))
