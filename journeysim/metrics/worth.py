"""Worth: money as it counts on day 0, and what the firm's customers are worth beyond the run.

Later money counts less, by the scenario's yearly rate. Customer equity is the worth of those who
are there at the end (`equity`); who joins after the end is not in it: `future_value` says what they
would add, with the fixed pay they need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import fsum, isfinite
from typing import Any, NamedTuple

import numpy as np

from journeysim.distributions import EncodedDistribution, quantile
from journeysim.engine.log import Array
from journeysim.events import EventType
from journeysim.metrics import flows
from journeysim.metrics.bases import bases, standing
from journeysim.metrics.discounting import exp_of
from journeysim.metrics.equity import CustomerBase, SegmentBasis, Stay, stay, worth_of
from journeysim.metrics.exact_sums import exact_sum
from journeysim.metrics.metric import NAN, Metric
from journeysim.metrics.observed import YEAR, Observed
from journeysim.model.leaving import base_hazard
from journeysim.portable import exp, log1p

_GRID = 24
"""Points of each law of a newcomer's traits."""


def _daily_rate(observed: Observed) -> float:
    """The rate of discount per day, for continuous time."""
    return log1p(observed.discount_rate) / YEAR


def discounted_profit(observed: Observed) -> float:
    """Profit with each amount discounted to day 0."""
    if observed.until <= observed.warmup:
        return NAN
    span = ("discounted", observed.until, observed.discount_rate)
    return observed.records.once(span, lambda: _discounted(observed, _daily_rate(observed)))


def _discounted(observed: Observed, rate: float) -> float:
    parts = [_amounts_on_day_0(rows, rate) for rows in map(observed.rows, flows.MONEY)]
    staffed, programme = map(observed.whole_run, (EventType.STAFFED, EventType.PROGRAMME))
    lines = [staffed.compress(staffed["slot"] == slot) for slot in observed.channels]
    spent = [_discounted_integral(line, observed, rate) for line in (*lines, programme)]
    return fsum(parts) - fsum(spent)


def _amounts_on_day_0(rows: Array, rate: float) -> float:
    """What these rows' amounts come to, discounted to day 0; most rows of many kinds have none."""
    money = rows["money"]
    there = money != 0.0
    return exact_sum(money[there] * exp_of(-rate * rows["time"][there]))


def _discounted_integral(rows: Array, observed: Observed, rate: float) -> float:
    """What a running cost amounts to, discounted to day 0."""
    ends = np.append(rows["time"][1:], np.inf)
    start = np.clip(rows["time"], observed.warmup, observed.until)
    end = np.clip(ends, observed.warmup, observed.until)
    if rate == 0.0:
        return exact_sum(rows["value"] * (end - start))
    return exact_sum(rows["value"] * (exp_of(-rate * start) - exp_of(-rate * end))) / rate


def equity(observed: Observed) -> float:
    """What those who are customers at the horizon are worth beyond it, discounted to day 0."""
    kept = ("equity", observed.discount_rate)
    return observed.records.once(kept, lambda: _equity(observed, _daily_rate(observed)))


def _equity(observed: Observed, rate: float) -> float:
    values = (_money(basis, there) for basis, there in _of_the_active(observed, rate))
    return _finite(fsum(exact_sum(each) for each in values)) * exp(-rate * observed.horizon)


def _money(basis: SegmentBasis, there: Stay) -> Array:
    """What each of them is worth if occasions and days bring and cost what they did."""
    return worth_of(there, basis.occasion, basis.day)


def _days(basis: SegmentBasis, there: Stay) -> Array:
    """How many days each of them will be a customer, later ones discounted."""
    return worth_of(there, 0.0, 1.0)


Worth = Callable[[SegmentBasis, Stay], Array]
"""What it is that customers' stay is worth, by `_money` or `_days`."""


def _of_the_active(observed: Observed, rate: float) -> list[tuple[SegmentBasis, Stay]]:
    """Each segment's basis, and how long those will stay who are there. Reckoned once and kept."""
    return observed.records.once(("stay", rate), lambda: list(_staying(observed, rate)))


def _staying(observed: Observed, rate: float) -> Iterator[tuple[SegmentBasis, Stay]]:
    people = observed.active_people
    for place, basis in enumerate(bases(observed.records)):
        here = people.compress(people["segment"] == place)
        if len(here):
            yield basis, stay(standing(observed.records, here), basis, observed.world, rate)


def total_value(observed: Observed) -> float:
    """Discounted profit and customer equity together."""
    return discounted_profit(observed) + equity(observed)


def future_value(observed: Observed) -> float:
    """What those would bring who join after the end, for ever as in the last year: their lifetime
    value and what joining itself brings and costs, less the pay that no activity accounts for.

    That pay goes on as it is, or as long as there is somebody to be paid for: where fewer join than
    leave, it grows less as those do who are there.
    """
    kept = ("future", observed.discount_rate)
    return observed.records.once(kept, lambda: _future(observed, _daily_rate(observed)))


def _future(observed: Observed, rate: float) -> float:
    if rate == 0.0:
        return NAN
    seen = flows.joining(observed.records)
    newcomers = list(_newcomers(observed, seen, rate))
    lifetime, days = (_of_newcomers(newcomers, each) for each in (_money, _days))
    there = len(observed.active_people)
    served = days / YEAR + rate * fsum(
        exact_sum(_days(*each)) for each in _of_the_active(observed, rate)
    )
    goes_on = min(1.0, served / there) if there else float(days > 0.0)
    yearly = lifetime + seen.money - seen.fixed * goes_on
    return _finite(yearly / (YEAR * rate)) * exp(-rate * observed.horizon)


class Newcomers(NamedTuple):
    """How many join in a year of one kind, and how long each point of their traits will stay."""

    joins: float
    basis: SegmentBasis
    there: Stay


def _of_newcomers(newcomers: Sequence[Newcomers], worth: Worth) -> float:
    """What those bring in their lives who join in a year: the mean of each kind's, times their number."""
    return fsum(
        exact_sum(worth(each.basis, each.there)) / len(each.there.comes) * each.joins
        for each in newcomers
    )


def whole_value(observed: Observed) -> float:
    """What the firm as a whole is worth: now, with those there at the end, and with who joins later."""
    return total_value(observed) + future_value(observed)


def _newcomers(observed: Observed, seen: flows.Joining, rate: float) -> Iterator[Newcomers]:
    """Those of each segment, prospects and then referred friends, after their first purchase."""
    world: Any = observed.world
    for place, basis in enumerate(bases(observed.records)):
        segment = world.segments[place]
        chances, often = _points(segment.chance, world), _points(segment.frequency, world)
        for referred, joins in enumerate((seen.prospects[place], seen.referred[place])):
            hazards = [base_hazard(world.leaving, chance, referred) for chance in chances]
            people = _at_joining(world, hazards, often)
            yield Newcomers(joins, basis, stay(people, basis, world, rate))


def _at_joining(world: Any, hazards: Sequence[float], often: Sequence[float]) -> CustomerBase:
    """Customers of every such base hazard with every such frequency, as newcomers stand."""
    count = len(hazards) * len(often)
    return CustomerBase(
        hazard=np.repeat(hazards, len(often)),
        frequency=np.tile(often, len(hazards)),
        grievances=np.zeros(count),
        due=np.full(count, np.nan),
        free=np.full(count, world.leaving.first_decision > 1),
        surprise=np.zeros(count),
    )


def _points(law: EncodedDistribution, world: Any) -> list[float]:
    """Evenly spaced quantiles of a law."""
    return [quantile(law, world.table, (point + 0.5) / _GRID) for point in range(_GRID)]


def _finite(value: float) -> float:
    """A worth, or NaN where nobody ever leaves and later money counts as much: it has no end."""
    return value if isfinite(value) else NAN


METRICS = (
    Metric(
        "discounted_profit",
        "money",
        "higher",
        "profit with each amount discounted to day 0",
        "",
        discounted_profit,
        by_segment=False,
    ),
    Metric(
        "equity",
        "money",
        "higher",
        "customer equity: what those still there at the end are worth beyond it, discounted to day 0",
        "end to what they bring",
        equity,
    ),
    Metric(
        "total_value",
        "money",
        "higher",
        "discounted profit and customer equity together, by which policies are judged",
        "end to what they bring",
        total_value,
        by_segment=False,
    ),
    Metric(
        "future_value",
        "money",
        "higher",
        "what those would bring who join after the end, less the fixed pay kept for them, discounted to "
        "day 0; told as a difference, where price or acquisition differ",
        "end to what they bring",
        future_value,
        by_segment=False,
    ),
    Metric(
        "whole_value",
        "money",
        "higher",
        "total value and future value together: what the firm as a whole is worth, with all pay and "
        "programmes that go on; for judging how many people to employ",
        "end to what they bring",
        whole_value,
        by_segment=False,
    ),
)
"""The metrics of this family."""
