"""Solving: the value of a knob nearest to where a claim begins to fail, and the neighbours that fail.

All values live with the same luck, so that what moves from one to the next is the knob's doing. A
few values tell whether the claim's figure goes one way only; then its boundary is halved in on, else
every value is looked at (or every so many of a fine range). What stands at the boundary is judged as
claims are, look by look; where chance does not tell, the values on either side are judged until it
does. A boundary crossed there and back between two values looked at is not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import isnan

from journeysim.errors import UsageError
from journeysim.experiment.deciding import Verdict
from journeysim.experiment.decisions.search import KnobSearch, SearchRuns, Side
from journeysim.experiment.estimate import CONFIDENCE, estimate, shared
from journeysim.experiment.verdicts import Judgement

FEW = 9
"""So many values are all looked at, before anything else."""

SCANNED = 41
"""At most so many of a range in which the figure goes up and down."""


class SearchEnd(StrEnum):
    """What became of a search."""

    FOUND = "found"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class JudgedValue:
    """A value of the knob, and what is said of the claim there."""

    value: float
    judgement: Judgement


@dataclass(frozen=True)
class SolvedKnob:
    """What a search came to.

    best: the value that holds, nearest to the boundary, or the nearest reached where none does;
    neighbours: those judged beside it, up to the one that fails, the nearest first; monotone: does
    the figure go one way only, as far as was looked? idle: does the knob move nothing at all?
    crossing: where the mean crosses, of a knob with values in between; looked: (value, mean) of all
    that was looked at, upwards; held: those values where the mean holds.
    """

    search: KnobSearch
    status: SearchEnd
    side: Side | None
    best: JudgedValue
    neighbours: tuple[JudgedValue, ...]
    monotone: bool
    idle: bool
    crossing: float | None
    looked: tuple[tuple[float, float], ...]
    held: tuple[float, ...]


def solved(search: KnobSearch) -> SolvedKnob:
    """Look for the value. Raises UsageError where the end that is wanted has to be said."""
    runs, count = SearchRuns(search), search.looks[0]
    last = len(search.values) - 1
    probes = list(range(last + 1)) if last < FEW else [last * part // 4 for part in range(5)]
    runs.run(probes, count)
    monotone, idle = _shape(search, runs, probes, count)
    if not monotone and (stride := _stride(runs, last, count)):
        probes = sorted({*range(0, last + 1, stride), last})
        runs.run(probes, count)
    holding = [place for place in probes if runs.holds(place, count)]
    if not holding:
        return _none(search, runs, probes, (monotone, idle))
    side = search.side or _side(search, runs, probes, holding, count)
    order = probes if side == "smallest" else probes[::-1]
    good = next(place for place in order if place in holding)
    bad = order[order.index(good) - 1] if good != order[0] else None
    while bad is not None and abs(good - bad) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if runs.holds(middle, count) else (good, middle)
    return _settled(search, runs, side, (good, bad), (monotone, idle))


def _stride(runs: SearchRuns, last: int, count: int) -> int:
    """From each value of a range to the next that is looked at, as fine as may be; 0 for none more."""
    fine = max(1, -(-last // (SCANNED - 1)))
    coarse = max(fine, last // 4 - 1)
    return next(
        (each for each in range(fine, coarse + 1) if runs.affordable(last // each, count)), 0
    )


def _shape(
    search: KnobSearch, runs: SearchRuns, probes: Sequence[int], count: int
) -> tuple[bool, bool]:
    """Does the figure go one way only, and does it stand still?"""
    confidence = shared(CONFIDENCE, len(probes) - 1)
    steps = [
        [there - here for here, there in zip(*both, strict=True)]
        for both in pairwise(runs.margins(place, count) for place in probes)
    ]
    if all(value == 0.0 for step in steps for value in step):
        return True, True
    ends = [estimate(step, confidence) for step in steps]
    ways = {each.mean > 0.0 for each in ends if each.settled}
    return len(ways) < 2 and search.claim.operator != "within", False


def _side(
    search: KnobSearch, runs: SearchRuns, probes: Sequence[int], holding: Sequence[int], count: int
) -> Side:
    """The end that is wanted: that where the claim begins to fail; where it fails nowhere, or on both
    sides, the one that costs less. Raises UsageError where costs do not tell."""
    first, last = probes[0] in holding, probes[-1] in holding
    if first != last:
        return "largest" if first else "smallest"
    if search.is_lever:
        low, high = (runs.costs(place, count) for place in (probes[0], probes[-1]))
        apart = estimate([there - here for here, there in zip(low, high, strict=True)])
        if apart.settled:
            return "smallest" if apart.mean > 0.0 else "largest"
    where = "at both ends" if first else "at neither end, but between them"
    raise UsageError(
        f"{search.text!r} holds {where} of the range, and costs do not tell which value is wanted: "
        "say --smallest or --largest"
    )


def _none(
    search: KnobSearch, runs: SearchRuns, probes: Sequence[int], shape: tuple[bool, bool]
) -> SolvedKnob:
    """No value looked at holds by its mean: is the nearest one settled?"""
    count = search.looks[0]
    nearest = max(probes, key=lambda place: _or_least(runs.margin(place, count)))
    status = _AT_BEST[runs.judged(nearest).verdict]
    return _solution(search, runs, status, search.side, nearest, (), shape)


_AT_BEST = {
    Verdict.PASS: SearchEnd.FOUND,
    Verdict.FAIL: SearchEnd.IMPOSSIBLE,
    Verdict.UNDECIDED: SearchEnd.UNDECIDED,
}
"""What follows from the verdict on the nearest value, where none holds by its mean."""


def _or_least(margin: float) -> float:
    return float("-inf") if isnan(margin) else margin


def _settled(
    search: KnobSearch,
    runs: SearchRuns,
    side: Side,
    boundary: tuple[int, int | None],
    shape: tuple[bool, bool],
) -> SolvedKnob:
    """The answer at a boundary between a value that holds by its mean and one that does not."""
    good, bad = boundary
    last, inward = len(search.values) - 1, 1 if side == "smallest" else -1
    _walk(runs, range(good, last + 1 if inward > 0 else -1, inward), Verdict.PASS)
    if bad is not None:
        _walk(runs, range(bad, -1 if inward > 0 else last + 1, -inward), Verdict.FAIL)
    verdicts = {place: judged.verdict for place, judged in runs.judgements.items()}
    passed = [place for place in verdicts if verdicts[place] is Verdict.PASS]
    if not passed:
        every_one_fails = all(verdict is Verdict.FAIL for verdict in verdicts.values())
        status = SearchEnd.IMPOSSIBLE if every_one_fails else SearchEnd.UNDECIDED
        return _solution(search, runs, status, side, good, (), shape)
    best = min(passed, key=lambda place: inward * place)
    beyond = [place for place in verdicts if inward * place < inward * best]
    failed = [place for place in beyond if verdicts[place] is Verdict.FAIL]
    nearest = max(failed, key=lambda place: inward * place, default=None)
    neighbours = sorted(
        (each for each in beyond if nearest is None or inward * each >= inward * nearest),
        key=lambda place: -inward * place,
    )
    ends_here = best == (0 if inward > 0 else last)
    is_next = nearest is not None and (not search.whole or abs(nearest - best) == 1)
    status = SearchEnd.FOUND if ends_here or is_next else SearchEnd.UNDECIDED
    crossing = None if search.whole or bad is None else _crossing(search, runs, good, bad)
    return _solution(search, runs, status, side, best, neighbours, shape, crossing)


def _walk(runs: SearchRuns, places: range, wanted: Verdict) -> None:
    """Judge values in this order, with growing strides, until one has the verdict that is wanted;
    then some before it, halving the last stride until it is a quarter of the way."""
    here, before = 0, -1
    while runs.judged(places[here]).verdict is not wanted:
        if here == len(places) - 1:
            return
        here, before = min(2 * here + 1, len(places) - 1), here
    while here - before > max(1, here // 4):
        middle = (here + before) // 2
        is_wanted = runs.judged(places[middle]).verdict is wanted
        here, before = (middle, before) if is_wanted else (here, middle)


def _crossing(search: KnobSearch, runs: SearchRuns, good: int, bad: int) -> float:
    """Where the line between two neighbours crosses."""
    count = min(runs.done(good), runs.done(bad))
    above, below = runs.margin(good, count), runs.margin(bad, count)
    share = above / (above - below) if above != below else 0.5
    return search.values[good] + min(1.0, max(0.0, share)) * (
        search.values[bad] - search.values[good]
    )


def _solution(
    search: KnobSearch,
    runs: SearchRuns,
    status: SearchEnd,
    side: Side | None,
    best: int,
    neighbours: Sequence[int],
    shape: tuple[bool, bool],
    crossing: float | None = None,
) -> SolvedKnob:
    """What was looked at, put together."""
    looked, first = sorted(runs.looked), search.looks[0]

    def judged(place: int) -> JudgedValue:
        return JudgedValue(search.values[place], runs.judged(place))

    return SolvedKnob(
        search=search,
        status=status,
        side=side,
        best=judged(best),
        neighbours=tuple(judged(place) for place in neighbours),
        monotone=shape[0],
        idle=shape[1],
        crossing=crossing,
        looked=tuple((search.values[each], runs.mean(each, first)) for each in looked),
        held=tuple(search.values[each] for each in looked if runs.holds(each, first)),
    )
