"""Checking: does the fitted world buy as the real customers did, in and out of the sample?

The model is fitted to the first part of the data. In the sample it is simulated as a world of newcomers,
whose repeat purchases are added up over the very days on which the real customers first bought. What
comes after is a forecast: a firm that starts where that part ends, each customer as their own purchases
leave them, held against what they bought, beside what the model itself expects of them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration import bgnbd, posteriors
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.histories import Purchases, histories
from journeysim.calibration.posteriors import Posteriors
from journeysim.engine import choice
from journeysim.engine.running import run
from journeysim.errors import UsageError
from journeysim.events import EventType
from journeysim.scenario import shipped
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

Array = npt.NDArray[Any]

PART = 0.5
"""The part of the data's span that the model is fitted to."""

OFF, FAR_OFF = 0.10, 0.25
"""Relative errors of the forecast that are warned of, and that fail."""

CUSTOMERS = 4000
STANDING = 40_000
"""Customers of a simulated firm that starts at the split: most of them buy seldom."""

REPLICATIONS = 5
POINTS = 12


class Point(NamedTuple):
    """Repeat purchases up to a day: those that were, and those of the simulated world."""

    day: int
    actual: float
    simulated: float


class Check(NamedTuple):
    """How the fit fares. model: fitted up to `split`; points: over the whole span, in order; expected:
    what the model itself expects of these customers after the split, by its closed form."""

    model: BgNbd
    split: int
    cohort: int
    points: tuple[Point, ...]
    expected: float

    @property
    def inside(self) -> float:
        """Simulated over actual repeat purchases up to the split, minus one."""
        here = self._here
        return here.simulated / here.actual - 1.0 if here.actual else float("nan")

    @property
    def outside(self) -> float:
        """The same for those after the split, which the fit has not seen: the forecast."""
        actual = self.points[-1].actual - self._here.actual
        forecast = self.points[-1].simulated - self._here.simulated
        return forecast / actual - 1.0 if actual else float("nan")

    @property
    def closed(self) -> float:
        """The same of what the model itself expects, without a simulation."""
        actual = self.points[-1].actual - self._here.actual
        return self.expected / actual - 1.0 if actual else float("nan")

    @property
    def _here(self) -> Point:
        return [point for point in self.points if point.day <= self.split][-1]


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


def standing_world(model: BgNbd, known: Posteriors, days: int, customers: int) -> Scenario:
    """The fitted model as a firm that starts with customers of whom something is known."""
    start: Table = {"start": "staggered", "classes": posteriors.classes(known)}
    return bare_world(model, days, customers).with_values({"population": start}, "check")


def repeats_by_age(model: BgNbd, days: int, engine: str = choice.AUTO) -> Array:
    """Mean repeat purchases of a newcomer within 0, 1, 2 ... days; several on a day count once."""
    return _by_day(bare_world(model, days), days, engine)[1]


def repeats_from_now(
    model: BgNbd, known: Posteriors, days: int, engine: str = choice.AUTO
) -> Array:
    """Purchases of all who are known within 0, 1, 2 ... days from now on; several on a day count once."""
    if not round(known.customers):
        return np.zeros(days + 1)
    world = standing_world(model, known, days, STANDING)
    first, later = _by_day(world, days, engine)
    return known.customers * np.concatenate(([0.0], first + later[:-1]))


def _by_day(world: Scenario, days: int, engine: str) -> tuple[float, Array]:
    """Mean purchases of a customer of day 0: those of the first day, and of 0, 1, 2 ... days after it."""
    customers = world.tables.population.customers
    chosen = choice.chosen(engine, [world], REPLICATIONS, 1)
    total = np.zeros(days + 1)
    for number in range(REPLICATIONS):
        bought = run(world, BASELINE, number, chosen).log.of(EventType.PURCHASE)
        day = np.floor(bought["time"]).astype(np.int64)
        once = np.unique(bought["customer"].astype(np.int64) * (days + 2) + day) % (days + 2)
        total += np.bincount(once, minlength=days + 2)[: days + 1]
    first, total[0] = float(total[0]), 0.0
    each = REPLICATIONS * customers
    return first / each, np.cumsum(total) / each


def check(purchases: Purchases, engine: str = choice.AUTO) -> Check:
    """Fit the first part, simulate it and what comes after. Raises UsageError where the span is too short."""
    span = purchases.last_day - purchases.first_day
    if span < 2 * POINTS:
        raise UsageError(f"--check needs at least {2 * POINTS} days of data")
    split = purchases.first_day + round(PART * span)
    known = histories(purchases, split)
    model = bgnbd.fit(known, whole_days=True)
    seen = bgnbd.visible(known)
    curve = repeats_by_age(model, split - purchases.first_day, engine)
    ahead = repeats_from_now(
        model, posteriors.of_buyers(model, seen), purchases.last_day - split, engine
    )
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
        ages = min(day, split) - first[cohort]
        simulated = float(curve[ages[ages > 0]].sum())
        if day > split:
            simulated += float(ahead[day - split])
        points.append(Point(day, float((repeat & (purchases.day <= day)).sum()), simulated))
    expected = bgnbd.expected(model, seen, purchases.last_day - split, whole_days=True)
    return Check(model, split, int(cohort.sum()), tuple(points), float(expected.sum()))
