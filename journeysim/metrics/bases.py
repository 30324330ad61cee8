"""Bases: what the last year of a run tells about each segment, for what customers are worth."""

from __future__ import annotations

from math import ceil, fsum
from typing import Any

import numpy as np

from journeysim.engine.log import Array
from journeysim.metrics.equity import CustomerBase, SegmentBasis, carried, own_gaps
from journeysim.metrics.exact_sums import exact_sum
from journeysim.metrics.flows import basis_at_end, flows, phase_at_end
from journeysim.metrics.gaps import gap_law, mean_delay
from journeysim.metrics.records import Records
from journeysim.metrics.surprise import decisions_of_surprise
from journeysim.model import problems
from journeysim.model.leaving import PERIOD
from journeysim.model.leaving import period as period_of
from journeysim.portable import log, power

LEAST = 200.0
"""Decisions from which those of the last year, under the levers of the end, tell enough."""

PRIOR = 200.0
"""So many decisions weigh as much as the guess that only failures that come with time, and not those
that come with purchases, are the more the longer the gap."""

SETTLED = 730.0
"""Days after which newcomers, who begin without a grievance, have about as many as anybody."""

_ALIKE = 1e-9
"""Gaps that vary by less than this, squared and relatively, are all the same."""

_COUNTS = ("decisions", "aggrieved_leaving", "multiplied")


def bases(records: Records) -> list[SegmentBasis]:
    """The basis of each segment, from all customers of a run. Reckoned once and kept."""
    whole = records.root
    return whole.once("bases", lambda: _bases(whole))


def standing(records: Records, people: Array) -> CustomerBase:
    """Customers, rows of the table of people of one segment, as they stand at the horizon."""
    price, outcome = phase_at_end(records).price, records.outcome
    surprise = decisions_of_surprise(people, price, outcome.world, outcome.horizon)
    return _used_to_prices(records, people)._replace(surprise=surprise)


def _used_to_prices(records: Records, people: Array) -> CustomerBase:
    """The same, of customers whom no price surprises."""
    outcome = records.outcome
    due = people["due"] - outcome.horizon
    if len(people):
        law = outcome.world.segments[int(people["segment"][0])].gap
        if gap_law(law, outcome.world).memoryless:
            due = np.full(len(people), np.nan)
    return CustomerBase(
        hazard=people["base_hazard"],
        frequency=people["frequency"],
        grievances=people["grievances"],
        due=due,
        free=people["occasions"] < people["decides_from"],
        surprise=np.zeros(len(people)),
    )


def _bases(records: Records) -> list[SegmentBasis]:
    world = records.outcome.world
    seen = flows(records)
    weights = _counted(records)
    people = records.outcome.people
    result = []
    for place, segment in enumerate(world.segments):
        here = people["segment"] == place
        basis = _without_decisions(world, segment)._replace(
            occasion=float(seen.occasion[place]), day=float(seen.day[place])
        )
        long = people["joined_at"] < records.outcome.horizon - SETTLED
        settled = here & (records.started | long)
        if exact_sum(weights[0][settled]) < LEAST:
            settled = here
        theirs = people.compress(settled)
        basis = _with_decisions(world, basis, theirs, weights.compress(settled, axis=1))
        result.append(_with_grievances(records, basis, theirs))
    return result


def _without_decisions(world: Any, segment: Any) -> SegmentBasis:
    """What the world alone says of a segment."""
    kinds = [each for each in world.problems if not problems.is_request(each)]
    failures = fsum(each.rate * problems.factor(each, segment) for each in kinds)
    bring = [each.per_purchase * problems.factor(each, segment) for each in kinds]
    here = 1.0 - float(world.purchase.elsewhere)
    quiet = here
    for chance in bring:
        quiet *= max(0.0, 1.0 - chance)
    in_time, by_purchase = failures * float(segment.gap_days), fsum(bring) * here
    exponent = float(world.leaving.grievance_power)
    return SegmentBasis(
        law=gap_law(segment.gap, world),
        gap=float(segment.gap_days),
        delay=mean_delay(world.shop),
        occasion=0.0,
        day=0.0,
        multiplied=1.0,
        leaving=0.0,
        typical=0.0,
        slope=in_time / (in_time + by_purchase) if in_time + by_purchase > 0.0 else 1.0,
        usual=1.0,
        failures=float(failures),
        quiet=quiet,
        fading=exponent * log(2.0) / float(world.experience.half_life_bad),
        forgiven=1.0 - power(1.0 - float(world.experience.forgiven), exponent),
    )


def _with_decisions(world: Any, basis: SegmentBasis, people: Array, counted: Array) -> SegmentBasis:
    """What the decisions of the last year add to it.

    counted: a column a person, as `_COUNTS`.
    """
    came = counted[0] > 0.0
    number, chances, multiplied = counted.compress(came, axis=1)
    decisions = exact_sum(number)
    if decisions == 0.0:
        return basis
    gaps = own_gaps(people["frequency"][came], basis)
    typical = exact_sum(number * gaps) / decisions
    leaving = exact_sum(chances) / decisions
    beyond = gaps - typical
    spread = exact_sum(number * beyond * beyond)
    slope = basis.slope
    if spread > _ALIKE * decisions * typical * typical and leaving > 0.0:
        seen = exact_sum(chances * beyond) / spread * typical / leaving
        slope = min(1.0, max(0.0, (seen * decisions + slope * PRIOR) / (decisions + PRIOR)))
    return basis._replace(
        multiplied=exact_sum(multiplied) / decisions,
        leaving=leaving,
        typical=typical,
        slope=slope,
    )


def _with_grievances(records: Records, basis: SegmentBasis, people: Array) -> SegmentBasis:
    """What the grievances that stand at the end usually make of the chance to stay."""
    there = _used_to_prices(records, people.compress(~np.isnan(people["grievances"])))
    gaps = own_gaps(there.frequency, basis)
    comes = np.isfinite(gaps)
    if not comes.any():
        return basis
    factors = carried(there, basis, records.outcome.world, np.where(comes, gaps, 1.0))
    return basis._replace(usual=exact_sum(factors[comes]) / int(np.count_nonzero(comes)))


def _counted(records: Records) -> Array:
    """Everybody's decisions of the last year, one column each: see `_COUNTS`.

    Sums are kept by years since levers or world were last changed for good, so the year before counts in
    proportion. Where they are few, all that people last decided counts.
    """
    outcome, people = records.outcome, records.outcome.people
    phase, begun = basis_at_end(records)
    years = max(1, ceil((outcome.horizon - begun) / PERIOD))
    part = (outcome.horizon - begun) / PERIOD - (years - 1)
    current = period_of(phase, begun, begun + (years - 0.5) * PERIOD)
    now = np.where(people["period"] == current, 1.0, 0.0)
    before = np.where(people["period"] == current - 1, 1.0 - part, 0.0)
    latest = np.stack([people[name] for name in _COUNTS])
    earlier = np.stack([people[f"{name}_before"] for name in _COUNTS])
    counted: Array = latest * (now + before) + earlier * (now * (1.0 - part))
    if exact_sum(counted[0]) < LEAST:
        return np.asarray(latest + earlier)
    return counted
