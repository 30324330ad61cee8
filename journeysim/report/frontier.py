"""Frontier: every setting of levers as a picture of characters, money to the right, people upwards."""

from __future__ import annotations

from collections.abc import Sequence

from journeysim.experiment.decisions.optimum import Optimum
from journeysim.numerals import numeral
from journeysim.report.figures import scale
from journeysim.report.words import PEOPLE, counted

_WIDE, _HIGH = 64, 15


def worth_looking_at(optimum: Optimum) -> set[int]:
    """The settings of a picture: all but those that lie farther behind in money than the frontier,
    today and the best are apart."""
    return near([point.worth.mean for point in optimum.points], optimum.frontier)


def near(worths: Sequence[float], frontier: Sequence[int]) -> set[int]:
    """The same by what each setting is worth, and the places of the frontier."""
    seen = [0.0, *(worths[place] for place in frontier)]
    low, high = min(seen), max(seen)
    return {place for place, worth in enumerate(worths) if worth >= low - max(high - low, 1.0)}


def frontier_chart(optimum: Optimum) -> list[str]:
    """The points as a picture of characters: money to the right, people upwards."""
    every = optimum.points
    near = worth_looking_at(optimum)
    points = [point for place, point in enumerate(every) if place in near]
    xs = [*(point.worth.mean for point in points), 0.0]
    ys = [*(PEOPLE * point.kept.mean for point in points), 0.0]
    currency = optimum.grid.scenario.tables.money.currency
    own = scale(xs, "money", currency)
    (left, right), (low, high) = _span(xs), _span(ys)
    cells = [[" "] * _WIDE for _ in range(_HIGH)]

    def mark(x: float, y: float, sign: str) -> None:
        column = round((x - left) / (right - left) * (_WIDE - 1))
        row = round((high - y) / (high - low) * (_HIGH - 1))
        cells[row][column] = sign

    for point in points:
        mark(point.worth.mean, PEOPLE * point.kept.mean, "·" if point.within else "x")
    for place in optimum.frontier:
        mark(every[place].worth.mean, PEOPLE * every[place].kept.mean, "●")
    mark(0.0, 0.0, "T")
    if optimum.best is not None:
        best = every[optimum.best]
        mark(best.worth.mean, PEOPLE * best.kept.mean, "★")
    labels = {0: high, _HIGH - 1: low}
    lines = [
        f"{numeral(labels[row], '+,.0f') if row in labels else '':>7} │{''.join(line).rstrip()}"
        for row, line in enumerate(cells)
    ]
    ends = f"{own.signed(left)}", f"{own.signed(right)} {own.unit}"
    axis = f"{'':>7} └{'─' * _WIDE}"
    below = f"{'':>9}{ends[0]}{ends[1]:>{_WIDE - len(ends[0])}}"
    far = len(every) - len(points)
    beyond = [f"{'':>9}{counted(far, 'setting')} far behind not drawn"] if far else []
    return [*lines, axis, below, *beyond]


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1.0, high + 1.0)
