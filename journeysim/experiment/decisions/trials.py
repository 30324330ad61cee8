"""Trials: what a field test with two arms would show, before it is run: right, wrong, or nothing.

How far the arms differ is measured on the same people with the same luck in the tried and in the
untried firm, which takes few runs; how far chance carries a test of so many people follows from how
people differ. Who is treated changes how long everybody waits: with each share of customers that is
treated the difference is another one, and none of them need be what treating everybody brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, sqrt
from typing import NamedTuple

import numpy as np

from journeysim import metrics
from journeysim.distributions.quantiles import normal_quantile
from journeysim.engine.choice import SIMPY, Jobs
from journeysim.engine.log import Array
from journeysim.events import EventType
from journeysim.experiment.decisions.arms import Arms
from journeysim.experiment.estimate import Estimate, estimate
from journeysim.experiment.replicate import Progress, carry_out, of_the_whole
from journeysim.metrics.answers import normal_share
from journeysim.metrics.records import Records
from journeysim.scenario.in_small import small_firm
from journeysim.scenario.scenario import Scenario

ERROR = 0.05
"""How often a test of nothing says that there is something."""

SHARES = (0.2, 0.5)
"""Shares of customers that are treated in the firms that are lived; between them it goes in a line."""

INDICATORS = ("retention", "purchases")
"""What a test may go by: who is still there, or what each has bought."""


class TrialTask(NamedTuple):
    """One run of which the customers of day 0 are wanted, one by one, and the money by a day."""

    scenario: Scenario
    policy: str
    replication: int
    engine: str
    days: tuple[float, ...]
    money: str


class LivedPeople(NamedTuple):
    """The customers of day 0 of a run. segment: (n,); outcomes: (indicators, days, n); money: profit of
    the whole firm, whose customers each of these may stand for (`scenario.in_small`)."""

    segment: Array
    outcomes: Array
    money: float


def lived_people(task: TrialTask, stop: Array | None = None) -> LivedPeople:
    """Run one task. A pure function; stop: see `running.run`."""
    from journeysim.engine.running import run

    firm = small_firm(task.scenario)
    outcome = run(firm.scenario, task.policy, task.replication, task.engine, stop)
    records = Records(outcome)
    customers = records.customers
    there = np.sort(customers.row[customers.started])
    left = np.full(len(outcome.people), np.inf)
    left[customers.row] = customers.left
    bought = records.of(EventType.PURCHASE)
    outcomes = np.empty((len(INDICATORS), len(task.days), len(there)))
    for place, day in enumerate(task.days):
        outcomes[0, place] = left[there] >= day
        by_then = bought["customer"][(bought["time"] >= 0.0) & (bought["time"] < day)]
        outcomes[1, place] = np.bincount(by_then, minlength=len(left))[there]
    rate = task.scenario.tables.money.discount_rate
    request = metrics.find(task.money)
    money = metrics.evaluate(outcome, [request], discount_rate=rate)[request.name]
    money = of_the_whole(firm, request, money)
    return LivedPeople(outcome.people["segment"][there], outcomes, money)


class ArmFigures(NamedTuple):
    """One replication at one share of treated customers; each (indicators, days).

    shown: how much more the treated show than those held back, chance of who is who taken out; spill:
    what those held back lose by it; means, variances: of one person in either arm, (2, ...); money.
    """

    shown: Array
    spill: Array
    means: Array
    variances: Array
    money: float


@dataclass(frozen=True)
class Trials:
    """Everything that was lived: figures[share][replication], and what treating all brings.

    rolled_out: (replications, indicators, days); people: customers of day 0, in the mean.
    """

    days: tuple[float, ...]
    shares: tuple[float, ...]
    figures: tuple[tuple[ArmFigures, ...], ...]
    rolled_out: Array
    people: float

    def at(self, share: float, name: str) -> Array:
        """A figure at a share of treated customers: (replications, ...), in a line between shares."""
        seen = [
            np.array([getattr(each, name) for each in replications])
            for replications in self.figures
        ]
        within = min(max(share, self.shares[0]), self.shares[-1])
        for place, (low, high) in enumerate(pairwise(self.shares)):
            if within <= high:
                part = (within - low) / (high - low)
                line: Array = (1.0 - part) * seen[place] + part * seen[place + 1]
                return line
        return seen[0]

    def share(self, arm: int) -> float:
        """The share of customers that so many in one arm are."""
        return arm / self.people

    def estimate(self, arm: int, name: str, indicator: int, day: int) -> Estimate:
        """`shown` or `spill` of a test with so many in either arm."""
        return estimate(self.at(self.share(arm), name)[:, indicator, day].tolist())

    def brought(self, indicator: int, day: int) -> Estimate:
        """What treating everybody brings."""
        return estimate(self.rolled_out[:, indicator, day].tolist())

    def cost(self, arm: int) -> Estimate:
        """What the firm earns less until the test is over."""
        return estimate((-self.at(self.share(arm), "money")).tolist())


def trials(
    scenario: Scenario,
    both: Sequence[Arms],
    policies: tuple[str, str],
    shares: Sequence[float],
    days: tuple[float, ...],
    replications: int,
    *,
    engine: str = SIMPY,
    jobs: Jobs = None,
    progress: Progress | None = None,
) -> Trials:
    """Live each firm with two arms, the firm without, and the firm where all are treated.

    both: the arms, one a share of customers treated, upwards; policies: the one tried, the baseline.
    """
    policy, baseline = policies
    money = f"profit@{days[-1]:.0f}d"
    whole = both[-1].scenario
    firms = [(each.scenario, each.policy) for each in both]
    firms += [(whole, policy), (whole, baseline)]
    tasks = [
        TrialTask(firm, name, number, engine, days, money)
        for number in range(replications)
        for firm, name in firms
    ]
    lived = carry_out(tasks, lived_people, jobs, progress)
    rows = [lived[start : start + len(firms)] for start in range(0, len(lived), len(firms))]
    figures = tuple(
        tuple(_figures(row[place], row[-1], held) for row in rows)
        for place, held in enumerate(_positions(each) for each in both)
    )
    rolled_out = [row[-2].outcomes.mean(axis=2) - row[-1].outcomes.mean(axis=2) for row in rows]
    each_for = scenario.tables.run.one_in
    people = each_for * fsum(float(len(row[-1].segment)) for row in rows) / len(rows)
    return Trials(days, tuple(shares), figures, np.array(rolled_out), people)


def _positions(both: Arms) -> Array:
    names = list(both.scenario.tables.segments)
    return np.array([names.index(name) for name in both.held])


def _figures(tried: LivedPeople, untried: LivedPeople, held: Array) -> ArmFigures:
    control = np.isin(tried.segment, held)
    apart = tried.outcomes - untried.outcomes
    treated_moved, control_moved = (apart[..., who].mean(axis=2) for who in (~control, control))
    arms = [tried.outcomes[..., who] for who in (~control, control)]
    return ArmFigures(
        treated_moved - control_moved,
        control_moved,
        np.array([arm.mean(axis=2) for arm in arms]),
        np.array([_variance(arm) for arm in arms]),
        tried.money - untried.money,
    )


def _variance(arm: Array) -> Array:
    """How people of an arm differ; what is counted is whole, so that its sums are exact."""
    people = arm.shape[2]
    spread: Array = ((arm * arm).sum(axis=2) - arm.sum(axis=2) ** 2 / people) / people
    return spread


class Chances(NamedTuple):
    """How often a test ends so; `right` is the direction of what treating everybody brings."""

    right: float
    wrong: float
    none: float


def chances(shown: float, variances: Sequence[float], arm: int, is_better: bool) -> Chances:
    """How a test with so many people in either arm ends, both sides tested at 5 %.

    shown: the difference that it shows on average; variances: of one person in either arm; is_better:
    does treating everybody bring more? Source: the normal approximation of the two-sample test;
    Chow, Shao & Wang, Sample Size Calculations in Clinical Research, 4.2.
    """
    error = sqrt(fsum(variances) / arm)
    reach = normal_quantile(1.0 - ERROR / 2.0)
    ahead = shown / error if error > 0.0 else float("inf") if shown > 0.0 else 0.0
    above, below = normal_share(np.array([ahead - reach, -ahead - reach])).tolist()
    right, wrong = (above, below) if is_better else (below, above)
    return Chances(right, wrong, max(0.0, 1.0 - right - wrong))


@dataclass(frozen=True)
class SizedTest:
    """How a test of so many in either arm ends on a day; low, high: of the chance of a right verdict,
    as few runs tell the difference."""

    arm: int
    day: float
    chances: Chances
    low: float
    high: float


def size_of_test(seen: Trials, arm: int, indicator: int, day: int, is_better: bool) -> SizedTest:
    """The chances of one size on one day."""
    shown = seen.estimate(arm, "shown", indicator, day)
    each_run = seen.at(seen.share(arm), "variances")[:, :, indicator, day]
    spread = [fsum(each_run[:, side].tolist()) / len(each_run) for side in range(2)]
    each = [chances(end, spread, arm, is_better) for end in (shown.mean, shown.low, shown.high)]
    ends = sorted(one.right for one in each[1:])
    return SizedTest(arm, seen.days[day], each[0], ends[0], ends[1])


def smallest_test(
    seen: Trials, indicator: int, day: int, is_better: bool, power: float
) -> int | None:
    """The fewest in either arm with whom the chance of a right verdict is as wanted; None where not
    even all customers, half and half, are enough."""
    most = int(seen.people // 2)
    low, high = 1, most
    if most < 2 or size_of_test(seen, most, indicator, day, is_better).chances.right < power:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        enough = size_of_test(seen, middle, indicator, day, is_better).chances.right >= power
        low, high = (low, middle) if enough else (middle, high)
    return high
