"""Flows: what customers brought and cost in the last year, by segment, an occasion and a day.

What comes with a purchase (its margin, returns, touches and failures that purchases set off) counts
by occasion that somebody stayed for; all else by day as a customer. Agents' work counts at what the
activity costs: the time worked at the full cost of an agent, training included, who works four fifths
of it; the rest of the pay is fixed. What comes once, at joining or on a date, is not part of what goes on.
"""

from __future__ import annotations

from math import fsum
from typing import Any, NamedTuple

import numpy as np

from journeysim.engine.log import Array
from journeysim.events import KINDS, EventType, Refers, holding
from journeysim.metrics.exact_sums import exact_sum
from journeysim.metrics.records import STARTED, Records
from journeysim.metrics.steps import integral
from journeysim.model.care import AFTER_JOINING, AFTER_PURCHASE, NTH_PURCHASE, ON_DATE
from journeysim.model.leaving import PERIOD
from journeysim.scenario.world import not_counted

BUSY = 0.8
"""The part of paid time that agents work, in the cost of an activity."""

LEAST = 200
"""Occasions from which the time since the last change of levers tells enough; else it is a year."""

MONEY = tuple(kind.kind for kind in KINDS if kind.money.refers.unit == "money")
"""Kinds of events that bring or cost money at once."""

_WORK = holding("value", Refers.HANDLING, Refers.WORK)
_OF_OCCASIONS = holding("number", Refers.OCCASION)
_OF_PROBLEMS = holding("slot", Refers.PROBLEM)
_OF_TOUCHES = holding("slot", Refers.TOUCH)


class Window(NamedTuple):
    """The time that tells what goes on: the last year, or since levers or world were last changed for
    good."""

    start: float
    end: float

    @property
    def years(self) -> float:
        """How long it is."""
        return (self.end - self.start) / PERIOD


class Flows(NamedTuple):
    """Money of an occasion stayed for, and of a day as a customer, by segment."""

    occasion: Array
    day: Array


class Joining(NamedTuple):
    """What joins in a year: newcomers by segment, prospects (expected) and referred friends; money
    that comes once, first purchases and the cost of winning them; and pay and programmes without
    what activities cost."""

    prospects: list[float]
    referred: list[float]
    money: float
    fixed: float


class Amounts(NamedTuple):
    """The rows of one kind with the money of each; those that go on, and those that come with
    occasions."""

    rows: Array
    money: Array
    work: Array
    goes_on: Array
    by_occasion: Array


def flows(records: Records) -> Flows:
    """What goes on in a run."""
    window = window_of(records)
    count = len(records.outcome.encoded.names.segments)
    by_occasion, by_day = np.zeros(count), np.zeros(count)
    for each in amounts(records, window):
        segments, net = records.segments[each.rows["customer"]], each.money - each.work
        for total, wanted in (
            (by_occasion, each.goes_on & each.by_occasion),
            (by_day, each.goes_on & ~each.by_occasion),
        ):
            total += np.bincount(segments[wanted], net[wanted], count)
    each_day = _each(by_day, _days(records, window)) - float(phase_at_end(records).customer_cost)
    return Flows(_each(by_occasion, _occasions(records, window)), each_day)


def joining(records: Records) -> Joining:
    """What joins in a year, and what is fixed."""
    window, outcome = window_of(records), records.outcome
    prospects, referred = _joined(records, window)
    lost = len(records.between(EventType.LOST_PROSPECT, *window))
    won = fsum(prospects)
    expected = float(outcome.world.population.prospects) * PERIOD
    share = won / (won + lost) if won + lost else 0.0
    scale = expected * share / won if won else 0.0
    once, worked = [], []
    for each in amounts(records, window):
        once.append(exact_sum((each.money - each.work)[~each.goes_on]))
        worked.append(exact_sum(each.work))
    kept_for = records.outcome.world.population.customers * window.years * PERIOD
    worked.append(float(phase_at_end(records).customer_cost) * kept_for)
    paid = fsum(
        integral(rows["time"], rows["value"], *window)
        for kind in (EventType.STAFFED, EventType.PROGRAMME)
        for rows in _lines(records.of(kind))
    )
    again = scale * window.years if won else 1.0
    return Joining(
        [scale * count for count in prospects],
        [count / window.years for count in referred],
        again * fsum(once) / window.years,
        (paid - fsum(worked)) / window.years,
    )


def _lines(rows: Array) -> list[Array]:
    return [rows.compress(rows["slot"] == slot) for slot in np.unique(rows["slot"])]


def _joined(records: Records, window: Window) -> tuple[list[float], list[float]]:
    """Prospects and friends who joined, by segment."""
    rows = records.between(EventType.JOINED, *window)
    count = len(records.outcome.encoded.names.segments)
    prospects, referred = (
        np.bincount(rows["slot"][rows["number"] == origin], minlength=count).astype(float).tolist()
        for origin in (STARTED + 1, STARTED + 2)
    )
    return prospects, referred


def window_of(records: Records) -> Window:
    """The time that tells what goes on."""
    outcome = records.outcome
    end, begun = outcome.horizon, basis_at_end(records)[1]
    year = max(outcome.warmup, end - PERIOD)
    since = Window(max(year, begun), end)
    if since.start > year and _occasions(records, since).sum() < LEAST:
        return Window(year, end)
    return since


def amounts(records: Records, window: Window) -> list[Amounts]:
    """The money of all that customers and prospects did, kind by kind. Reckoned once and kept."""
    return records.once(("amounts", window), lambda: _amounts(records, window))


def _amounts(records: Records, window: Window) -> list[Amounts]:
    place = last_phase(records)
    channels = records.outcome.world.channels[place]
    cost = np.array([float(each.activity_cost) for each in channels])
    result = []
    for kind in sorted({*MONEY, *_WORK} - {EventType.SET_UP}):
        rows = records.between(kind, *window)
        if len(rows) == 0:
            continue
        work = rows["value"] * cost[rows["place"]] / BUSY if kind in _WORK else np.zeros(len(rows))
        goes_on, by_occasion = _recurring(records, rows), _with_occasions(records, rows)
        result.append(Amounts(rows, rows["money"], work, goes_on, by_occasion))
    return result


def _recurring(records: Records, rows: Array) -> Array:
    """Which rows, of one kind, are of customers, and neither at joining nor on a date."""
    kind = int(rows["kind"][0])
    if kind in (EventType.JOINED, EventType.LOST_PROSPECT):
        return np.zeros(len(rows), dtype=bool)
    since = records.once("since", lambda: _since(records))
    goes_on: Array = rows["time"] >= since[rows["customer"]]
    if kind in _OF_OCCASIONS:
        goes_on &= rows["number"] != 0
    if kind in _OF_TOUCHES:
        goes_on &= ~np.isin(_triggers(records)[rows["slot"]], (AFTER_JOINING, ON_DATE))
    return goes_on


def _since(records: Records) -> Array:
    """From when on each of the roster is a customer, infinite for those who never are."""
    since = np.full(len(records.outcome.people), np.inf)
    since[records.customers.row] = records.customers.since
    return since


def _with_occasions(records: Records, rows: Array) -> Array:
    """Which rows, of one kind, come with occasions and not with time."""
    kind = int(rows["kind"][0])
    if kind in _OF_PROBLEMS:
        world = records.outcome.world
        comes = np.array([each.per_purchase > 0.0 and each.rate == 0.0 for each in world.problems])
        return comes[rows["slot"]]  # type: ignore[no-any-return]
    if kind in _OF_TOUCHES:
        return np.isin(_triggers(records)[rows["slot"]], (AFTER_PURCHASE, NTH_PURCHASE))
    return np.full(len(rows), kind in _OF_OCCASIONS)


def _occasions(records: Records, window: Window) -> Array:
    """Occasions that somebody stayed for, by segment; newcomers' first purchases are none."""
    total = np.zeros(len(records.outcome.encoded.names.segments))
    for kind in (EventType.PURCHASE, EventType.ELSEWHERE):
        rows = records.between(kind, *window)
        segments = records.segments[rows["customer"][rows["number"] != 0]]
        total += np.bincount(segments, minlength=len(total))
    return total


def _days(records: Records, window: Window) -> Array:
    """Days as a customer within the window, by segment."""
    customers = records.customers
    stay = np.minimum(customers.left, window.end) - np.maximum(customers.joined, window.start)
    segments = records.segments[customers.row]
    count = len(records.outcome.encoded.names.segments)
    return np.bincount(segments, np.maximum(stay, 0.0), count)


def _each(total: Array, count: Array) -> Array:
    return np.divide(total, count, out=np.zeros(len(total)), where=count > 0.0)


def _triggers(records: Records) -> Array:
    """What sets each touch off, as it stands at the end."""
    touches = records.outcome.world.touches[last_phase(records)]
    return np.array([int(touch.trigger) for touch in touches], dtype=np.int64)


def phase_at_end(records: Records) -> Any:
    """The phase in force at the end."""
    return records.outcome.world.phases[last_phase(records)]


def basis_at_end(records: Records) -> tuple[int, float]:
    """The phase from which on all tells of the world at the end, and when it began."""
    basis = int(phase_at_end(records).basis)
    basis = basis if basis >= 0 else not_counted(basis)
    return basis, float(records.outcome.world.phases[basis].day)


def last_phase(records: Records) -> int:
    """Its position."""
    outcome = records.outcome
    begun = [phase.day < outcome.horizon for phase in outcome.world.phases]
    return max(0, begun.count(True) - 1)
