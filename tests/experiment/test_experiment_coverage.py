"""Coverage: how often intervals hold the truth, and true claims fail, metric by metric.

A frozen workshop of 150 customers runs thousands of times; what all runs say is the truth, and
experiments drawn from them by named luck are judged as `check` judges. `pytest -m slow -s` on this
file prints the table of docs/method.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum, isnan
from typing import NamedTuple

import pytest
from worlds import world

from journeysim import metrics
from journeysim.engine.choice import COMPILED
from journeysim.experiment.compare import Experiment, default_metrics, measure
from journeysim.experiment.estimate import ENOUGH, Estimate, estimate, half_width, shared
from journeysim.experiment.sequential import planned
from journeysim.experiment.verdicts import Verdict, verdict_of
from journeysim.streams import Purpose, root_key, uniform

RUNS, EXPERIMENTS, FIRST, MOST = 1500, 300, 8, 64
LOOKS = planned(FIRST, MOST)
CONFIDENCE = shared(0.95, len(LOOKS))

RARE = 0.05
"""What is other than usual in fewer runs than this is not judged here."""


class Kind(NamedTuple):
    """One metric of one policy, or one paired difference: every run's value."""

    policy: str
    metric: str
    compared: bool
    values: tuple[float, ...]

    @property
    def within(self) -> tuple[float, float]:
        low, high = metrics.find(self.metric).metric.range
        return (low - high, high - low) if self.compared else (low, high)


@pytest.fixture(scope="module")
def bank() -> Experiment:
    """Every default metric in all runs."""
    pytest.importorskip("numba", reason="the compiled engine needs numba")
    workshop = world("workshop", "population.customers=150", "run.days=240 d")
    names = [name for name in default_metrics(workshop) if "@" not in name or "retention" in name]
    return measure(
        workshop, ["neither", "proactive", "integrated"], names,
        replications=RUNS, engine=COMPILED, baseline="neither",
    )  # fmt: skip


def kinds(bank: Experiment) -> Iterator[Kind]:
    """What is judged: everything that is there and varies often enough."""
    for policy in bank.policies:
        for metric in bank.metrics:
            own = bank.observations[policy][metric]
            base = bank.observations[bank.policies[0]][metric]
            pairs = [(False, own)]
            if policy != bank.policies[0]:
                pairs.append((True, tuple(a - b for a, b in zip(own, base, strict=True))))
            for compared, values in pairs:
                if any(isnan(value) for value in values):
                    continue
                usual = max(values.count(value) for value in set(values[:200]))
                if len(values) - usual >= RARE * len(values):
                    yield Kind(policy, metric, compared, values)


def draws(kind: Kind, number: int) -> list[float]:
    """The observations of one experiment: runs drawn by named luck, with replacement."""
    root = root_key(number, 0)
    count = len(kind.values)
    return [
        kind.values[int(count * uniform(root, Purpose.WORLD, 0, place))] for place in range(MOST)
    ]


class Rates(NamedTuple):
    """Of all experiments: which share of intervals held, and which share of true claims failed."""

    covers: tuple[float, ...]
    fails: float


def plain(seen: Sequence[float], confidence: float, _: object) -> Estimate:
    """The t-interval alone: what was used before."""
    mean, half = fsum(seen) / len(seen), half_width(seen, confidence)
    return Estimate(mean, mean - half, mean + half, len(seen))


def rates(kind: Kind, interval: object = estimate, *, plainly: bool = False) -> Rates:
    """How often the intervals of a kind hold, and how often `>=` and `<=` the truth fail."""
    truth = fsum(kind.values) / len(kind.values)
    make = plain if plainly else estimate
    held = [0] * len(LOOKS)
    failed = {">=": 0, "<=": 0}
    for number in range(EXPERIMENTS):
        seen = draws(kind, number)
        for place, count in enumerate(LOOKS):
            found = make(seen[:count], 0.95, kind.within)
            held[place] += found.thin or found.low <= truth <= found.high
        for operator in failed:
            for count in LOOKS:
                found = make(seen[:count], CONFIDENCE, kind.within)
                verdict = verdict_of(operator, found, truth)  # type: ignore[arg-type]
                if verdict is not Verdict.UNDECIDED:
                    failed[operator] += verdict is Verdict.FAIL
                    break
    return Rates(tuple(each / EXPERIMENTS for each in held), max(failed.values()) / EXPERIMENTS)


ALLOWED = 0.05 + 2.0 * (0.05 * 0.95 / EXPERIMENTS) ** 0.5
"""A true rate of 5 % shows as more than this once in forty times."""


@pytest.mark.slow
def test_true_claims_fail_in_fewer_than_one_of_twenty_experiments(bank: Experiment) -> None:
    lines, worst = [], []
    for kind in kinds(bank):
        before, after = rates(kind, plainly=True), rates(kind)
        name = f"{kind.policy} {kind.metric}{' vs neither' if kind.compared else ''}"
        covers = " | ".join(f"{100 * each:.0f}" for each in (*before.covers[:3], *after.covers[:3]))
        lines.append(f"| {name} | {covers} | {100 * before.fails:.1f} | {100 * after.fails:.1f} |")
        worst.append((after.fails, before.fails, kind.compared, name))
    print("", *lines, sep="\n")
    over = [each for each in worst if each[0] > ALLOWED]
    print(f"{len(worst)} kinds, over 5 %: before {sum(each[1] > 0.05 for each in worst)}, now {sum(each[0] > 0.05 for each in worst)}")  # fmt: skip
    assert not [each for each in over if "cause_share" not in each[3] or not each[2]], over


SKEWED = Kind(
    "", "wait_mean", False, tuple(0.0 if place % 100 < 46 else 0.2 * 1.06 ** (place % 100)
                                  for place in range(100)),
)  # fmt: skip
"""Waits of a roomy line: nothing in 46 of 100 runs, seldom much."""


def test_a_true_claim_about_a_skewed_wait_seldom_fails() -> None:
    """With plain t-intervals it fails far too often: the proof that the test can fail."""
    assert rates(SKEWED).fails < 0.05
    assert rates(SKEWED, plainly=True).fails > 0.10


def test_what_is_rare_is_not_called_impossible() -> None:
    """Something in one run of ten: nothing at all in the first runs fails no claim that it is there."""
    rare = Kind("", "turned_away", False, (0.0,) * 9 + (0.1,))
    assert rates(rare).fails < 0.05
    assert ENOUGH == MOST
