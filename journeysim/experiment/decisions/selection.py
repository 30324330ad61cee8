"""Selection: which of many candidates may still be the best, round by round, on paired differences.

All are looked at with the same luck, round after round; whoever lies behind another by more than chance
would make is out and is not run again. What is left at the end holds the best with the confidence
asked for, where the best is ahead by at least the difference that matters.

Source: Kim & Nelson, A fully sequential procedure for indifference-zone selection in simulation, ACM
Transactions on Modeling and Computer Simulation 11(3), 2001, with c = 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from journeysim.experiment.estimate import variance
from journeysim.portable import power

LEAST = 4
"""Fewer rounds before the first look leave the spread of differences unknown."""


@dataclass(frozen=True)
class SelectionTerms:
    """How sure the selection has to be, and what difference matters, in the goal's unit.

    first: rounds before anybody goes; most: rounds at most; by: rounds between two looks.
    """

    confidence: float
    matters: float
    first: int
    most: int
    by: int


Observe = Callable[[Sequence[int], int], Mapping[int, Sequence[float]]]
"""Candidates by their number and a count of rounds in, their observations so far out, higher better."""


@dataclass(frozen=True)
class Selected:
    """Who is left, the best mean first, and how many rounds each candidate was given."""

    left: tuple[int, ...]
    rounds: Mapping[int, int]


def selected(observe: Observe, among: Sequence[int], terms: SelectionTerms) -> Selected:
    """Look round by round until one is left, or the rounds are used up. among: at least one."""
    seen = {place: list(values) for place, values in observe(among, terms.first).items()}
    slope = _slope(terms, len(among))
    spread = {
        (one, other): variance([a - b for a, b in zip(seen[one], seen[other], strict=True)])
        for one in among
        for other in among
        if one < other
    }
    left, count = list(among), terms.first
    while True:
        left = _staying(seen, left, spread, slope, count, terms.matters)
        if len(left) == 1 or count >= terms.most:
            break
        count = min(count + terms.by, terms.most)
        seen |= {place: list(values) for place, values in observe(left, count).items()}
    order = sorted(left, key=lambda place: (-_mean(seen[place], count), place))
    return Selected(tuple(order), {place: len(values) for place, values in seen.items()})


def _slope(terms: SelectionTerms, among: int) -> float:
    """The constant h squared of the procedure."""
    if among < 2:
        return 0.0
    freedom = terms.first - 1
    error = 2.0 * (1.0 - terms.confidence) / (among - 1)
    return (power(error, -2.0 / freedom) - 1.0) * freedom


def _staying(
    seen: Mapping[int, Sequence[float]],
    left: Sequence[int],
    spread: Mapping[tuple[int, int], float],
    slope: float,
    count: int,
    matters: float,
) -> list[int]:
    """Those whom nobody has left behind by more than chance would make."""
    means = {place: _mean(seen[place], count) for place in left}

    def room(one: int, other: int) -> float:
        scale = slope * spread[min(one, other), max(one, other)] / (matters * matters)
        return max(0.0, matters / (2.0 * count) * (scale - count))

    return [
        one
        for one in left
        if all(means[one] >= means[other] - room(one, other) for other in left if other != one)
    ]


def _mean(values: Sequence[float], count: int) -> float:
    return fsum(values[:count]) / count
