"""Selection: which of many candidates may still be the best, round by round, on paired differences.

All are looked at with the same luck, round after round; whoever lies behind another by more than chance
would make is out and is not run again. What is left at the end holds the best with the confidence
asked for, where the best is ahead by at least the difference that matters. Those far behind are out
after few rounds already: a screening that takes its share of the error.

Source: Kim & Nelson, A fully sequential procedure for indifference-zone selection in simulation, ACM
Transactions on Modeling and Computer Simulation 11(3), 2001, with c = 1; the screening is that of
Nelson, Swann, Goldsman & Song, Simple procedures for selecting the best simulated system when the number
of alternatives is large, Operations Research 49(6), 2001.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from journeysim.experiment.estimate import reach, variance
from journeysim.portable import power

LEAST = 4
"""Fewer rounds before the first look leave the spread of differences unknown."""

SCREENING = 0.2
"""The part of the error that the screening after so few rounds may make."""


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
    error = 1.0 - terms.confidence
    seen: dict[int, list[float]] = {}
    left = list(among)
    if terms.first > LEAST and len(among) > 1:
        seen |= {place: list(values) for place, values in observe(left, LEAST).items()}
        left = _screened(seen, SCREENING * error / (len(among) - 1), terms.matters)
        error -= SCREENING * error
    seen |= {place: list(values) for place, values in observe(left, terms.first).items()}
    slope = _slope(error, terms.first, len(among))
    spread, count = _spreads(seen, left), terms.first
    while True:
        left = _staying(seen, left, spread, slope, count, terms.matters)
        if len(left) == 1 or count >= terms.most:
            break
        count = min(count + terms.by, terms.most)
        seen |= {place: list(values) for place, values in observe(left, count).items()}
    order = sorted(left, key=lambda place: (-_mean(seen[place], count), place))
    return Selected(tuple(order), {place: len(values) for place, values in seen.items()})


def _spreads(
    seen: Mapping[int, Sequence[float]], among: Sequence[int]
) -> dict[tuple[int, int], float]:
    """How much the difference of each two varies from round to round."""
    return {
        (one, other): variance([a - b for a, b in zip(seen[one], seen[other], strict=True)])
        for one in among
        for other in among
        if one < other
    }


def _screened(seen: Mapping[int, Sequence[float]], error: float, matters: float) -> list[int]:
    """Those whom nobody is ahead of by more than chance would make in few rounds. error: for each two."""
    among, spread = list(seen), _spreads(seen, list(seen))
    count = min(map(len, seen.values()))
    wide = reach(count, 1.0 - 2.0 * error)

    def room(one: int, other: int) -> float:
        apart = sqrt(spread[min(one, other), max(one, other)])
        return max(0.0, wide * apart - matters)

    return _unbeaten({place: _mean(seen[place], count) for place in among}, room)


def _slope(error: float, first: int, among: int) -> float:
    """The constant h squared of the procedure."""
    if among < 2:
        return 0.0
    freedom = first - 1
    return (power(2.0 * error / (among - 1), -2.0 / freedom) - 1.0) * freedom


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

    return _unbeaten(means, room)


def _unbeaten(means: Mapping[int, float], room: Callable[[int, int], float]) -> list[int]:
    """Those that lie behind nobody by more than the room there is between the two."""
    return [
        one
        for one in means
        if all(means[one] >= means[other] - room(one, other) for other in means if other != one)
    ]


def _mean(values: Sequence[float], count: int) -> float:
    return fsum(values[:count]) / count
