"""Explain: which lever did it: the difference between two policies shared over their levers.

The levers that differ are turned over in groups. A group's part is what it adds, averaged over the
orders in which the groups could be turned (its Shapley value): exact over all subsets up to six
groups, beyond that over some orders and their reverses. In every replication the parts add up to
the whole. Source: Shapley 1953; Owen 2014 for sums of effects of this kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial, fsum

from journeysim.engine.choice import SIMPY, Jobs
from journeysim.experiment.coalitions import LeverGroup, coalitions, groups
from journeysim.experiment.compare import Experiment, measure
from journeysim.experiment.estimate import Estimate, estimate
from journeysim.experiment.family import ALONE, IntervalFamily, paired_difference
from journeysim.experiment.replicate import Progress
from journeysim.scenario.scenario import Scenario
from journeysim.streams import Purpose, child_key, root_key, uniform

MOST_EXACT = 6
"""Up to this many groups all subsets are run, 64 at most."""

MOST_BETWEEN = 96
"""About how many coalitions are run where there are more groups than that."""

DEFAULT_METRICS = ("retention", "profit")
"""What is explained unless something else is asked for."""

Taken = frozenset[LeverGroup]
"""The groups taken from the second policy."""


@dataclass(frozen=True)
class Contribution:
    """What one group adds.

    estimate: its part of the whole; alone: what it adds when nothing else is turned; last: what it
    adds when everything else is; least, most: the smallest and largest mean of what it adds, over
    the orders considered. All in the metric's unit.
    """

    group: LeverGroup
    estimate: Estimate
    alone: Estimate
    last: Estimate
    least: float
    most: float
    by_replication: tuple[float, ...]


@dataclass(frozen=True)
class Explanation:
    """One metric under two policies, and what each group of levers adds on the way.

    parts: the greatest first.
    """

    metric: str
    before: Estimate
    after: Estimate
    whole: Estimate
    parts: tuple[Contribution, ...]


@dataclass(frozen=True)
class Explained:
    """Two policies explained: every metric, over the same runs.

    exact: over all orders of the groups; else over `orders` of them. coalitions: how many policies
    were run. events: rows of all logs. family: see `explain`.
    """

    scenario: Scenario
    before: str
    after: str
    groups: tuple[LeverGroup, ...]
    exact: bool
    orders: int
    replications: int
    coalitions: int
    events: int
    family: IntervalFamily
    explanations: tuple[Explanation, ...]


def explain(
    scenario: Scenario,
    before: str,
    after: str,
    metrics: Sequence[str] = DEFAULT_METRICS,
    *,
    replications: int | None = None,
    jobs: Jobs = None,
    progress: Progress | None = None,
    engine: str = SIMPY,
    max_events: int | None = None,
    family: IntervalFamily = ALONE,
) -> Explained:
    """Share the difference between two policies over their levers. Raises UsageError.

    max_events: no run may have more. family: what every interval holds together with.
    """
    before, after = scenario.policy(before), scenario.policy(after)
    lever_groups = groups(scenario, before, after)
    orders = orders_of(lever_groups, scenario.tables.run.seed)
    wanted = coalitions_needed(lever_groups, orders)
    made = coalitions(scenario, before, after, lever_groups, wanted)
    names = tuple(dict.fromkeys(metrics))
    experiment = measure(
        made.scenario, list(made.names.values()), names, replications=replications, jobs=jobs,
        progress=progress, engine=engine, max_events=max_events,
    )  # fmt: skip
    return Explained(
        scenario=scenario,
        before=before,
        after=after,
        groups=lever_groups,
        exact=orders is None,
        orders=factorial(len(lever_groups)) if orders is None else len(orders),
        replications=experiment.replications,
        coalitions=len(made.names),
        events=experiment.events,
        family=family,
        explanations=tuple(
            explanation(
                metric, lever_groups, orders, _worths(experiment, made.names, metric), family
            )
            for metric in names
        ),
    )


def orders_of(among: Sequence[LeverGroup], seed: int) -> list[tuple[LeverGroup, ...]] | None:
    """The orders to turn groups in: None for all of them, else some and their reverses."""
    if len(among) <= MOST_EXACT:
        return None
    root = child_key(root_key(seed, 0), 0)
    orders: list[tuple[LeverGroup, ...]] = []
    for number in range(max(1, MOST_BETWEEN // 2 // (len(among) - 1))):
        luck = {
            group: uniform(root, Purpose.WORLD, place, number) for place, group in enumerate(among)
        }
        order = tuple(sorted(among, key=luck.__getitem__))
        orders += [order, order[::-1]]
    return orders


def coalitions_needed(
    among: Sequence[LeverGroup], orders: Sequence[Sequence[LeverGroup]] | None
) -> list[Taken]:
    """Every set of groups that is run, the empty one first and all of them last."""
    if orders is None:
        return [frozenset(chosen) for size in range(len(among) + 1)
                for chosen in combinations(among, size)]  # fmt: skip
    ends = [frozenset[LeverGroup](), frozenset(among)]
    alone = [frozenset({group}) for group in among]
    last = [frozenset(among) - {group} for group in among]
    between = [frozenset(order[:size]) for order in orders for size in range(1, len(order))]
    return list(dict.fromkeys([ends[0], *alone, *between, *last, ends[1]]))


def shares(among: Sequence[LeverGroup], orders: Sequence[Sequence[LeverGroup]] | None) -> Weights:
    """For each group the steps that count, as (without it, weight); the weights add up to one."""
    count = len(among)
    if orders is not None:
        return {
            group: [(frozenset(order[: order.index(group)]), 1.0 / len(orders)) for order in orders]
            for group in among
        }
    return {
        group: [
            (frozenset(without), 1.0 / (count * _choose(count - 1, size)))
            for size in range(count)
            for without in combinations([each for each in among if each != group], size)
        ]
        for group in among
    }


Weights = Mapping[LeverGroup, Sequence[tuple[Taken, float]]]
"""The steps over which each group's part is averaged."""


def _choose(count: int, size: int) -> int:
    return factorial(count) // (factorial(size) * factorial(count - size))


Worths = Mapping[Taken, Sequence[float]]
"""A metric for each set of groups taken, one number a replication."""


def _worths(experiment: Experiment, names: Mapping[Taken, str], metric: str) -> Worths:
    return {taken: experiment.observations[name][metric] for taken, name in names.items()}


def explanation(
    metric: str,
    among: Sequence[LeverGroup],
    orders: Sequence[Sequence[LeverGroup]] | None,
    worths: Worths,
    family: IntervalFamily = ALONE,
) -> Explanation:
    """What each group adds to a metric.

    orders: those that count, None for all; worths: of every set in `coalitions_needed`.
    """
    none, every = frozenset[LeverGroup](), frozenset(among)
    parts = [
        _contribution(group, steps, every, worths, metric, family)
        for group, steps in shares(among, orders).items()
    ]
    parts.sort(key=lambda part: -abs(part.estimate.mean))
    return Explanation(
        metric,
        estimate(worths[none]),
        estimate(worths[every]),
        paired_difference(worths[every], worths[none], metric, family),
        tuple(parts),
    )


def _contribution(
    group: LeverGroup,
    steps: Sequence[tuple[Taken, float]],
    every: Taken,
    worths: Worths,
    metric: str,
    family: IntervalFamily,
) -> Contribution:
    """What one group adds, averaged over the steps at which it is turned."""
    added = [
        (weight, [with_it - without for with_it, without in
                  zip(worths[taken | {group}], worths[taken], strict=True)])
        for taken, weight in steps
    ]  # fmt: skip
    replications = range(len(worths[every]))
    own = tuple(fsum(weight * gain[number] for weight, gain in added) for number in replications)
    means = [estimate(gain).mean for _, gain in added]
    nothing = [0.0 for _ in replications]
    return Contribution(
        group=group,
        estimate=paired_difference(own, nothing, metric, family),
        alone=paired_difference(worths[frozenset({group})], worths[frozenset()], metric, family),
        last=paired_difference(worths[every], worths[every - {group}], metric, family),
        least=min(means),
        most=max(means),
        by_replication=own,
    )
