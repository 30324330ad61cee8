"""Lines: what goes by the day: who stays, and how far each policy is ahead. Draws, decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from journeysim.experiment.curves import Band
from journeysim.numerals import numeral
from journeysim.report.html.drawing import (
    BASELINE,
    INK,
    QUIET,
    SMALL,
    WIDE,
    LineStyle,
    apart,
    drawn,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_YEAR = 365.0
_LABEL = 17


class PolicyCurve(NamedTuple):
    """A policy's curve with its name and look."""

    label: str
    look: LineStyle
    band: Band


def curves(name: str, says: str, lines: Sequence[PolicyCurve]) -> Markup:
    """Shares by day, one line a policy with its band, each named where it ends."""

    def paint(_: Figure, axes: Axes) -> None:
        last = max(line.band.days[-1] for line in lines)
        for _label, look, band in lines:
            _band(axes, band, look, 100.0)
        low = min(min(line.band.low) for line in lines)
        bottom = 0.0 if low < 0.45 else 10.0 * int(10.0 * low)
        axes.set_ylim(bottom, 100.5)
        axes.yaxis.set_major_formatter(lambda value, _: f"{numeral(value, 'g')} %")
        _days(axes, last)
        least = (100.5 - bottom) / 21
        labels = [wrapped(line.label, _LABEL) for line in lines]
        tall = [label.count("\n") + 1.15 for label in labels]
        ends = [100.0 * line.band.mean[-1] for line in lines]
        for line, label, end, place in zip(
            lines, labels, ends, _placed(ends, tall, least), strict=True
        ):
            axes.annotate(
                label, (last, end), (last * 1.045, place), va="center", fontsize=8.5,
                color=line.look.colour, linespacing=0.95, annotation_clip=False,
                arrowprops={"arrowstyle": "-", "color": line.look.colour, "lw": 0.6, "shrinkA": 1, "shrinkB": 0},
            )  # fmt: skip

    return drawn(name, says, WIDE, paint)


def _placed(ends: Sequence[float], tall: Sequence[float], line: float) -> list[float]:
    """Where labels of so many lines go, each as near to the end of its curve as the others let."""
    units: list[float] = []
    owners: list[int] = []
    for index, end in enumerate(ends):
        count = max(1, round(2 * tall[index]))
        units += [end + 1e-6 * index] * count
        owners += [index] * count
    spread = apart(units, line / 2)
    return [
        fsum(place for place, owner in zip(spread, owners, strict=True) if owner == index)
        / owners.count(index)
        for index in range(len(ends))
    ]


def leads(
    name: str,
    says: str,
    line: PolicyCurve,
    limits: tuple[float, float],
    factor: float,
    unit: str,
    mark: float | None = None,
) -> Markup:
    """How far one policy is ahead of the baseline by day, with its interval.

    limits: of the value axis, in the unit; mark: a day to point at, such as that of payback.
    """

    def paint(_: Figure, axes: Axes) -> None:
        band = line.band
        axes.axhline(0.0, color=BASELINE, lw=1.2, dashes=(5, 2.5))
        _band(axes, band, line.look, factor)
        axes.set_ylim(*limits)
        axes.set_title(wrapped(line.label, 34), color=line.look.colour)
        axes.yaxis.set_major_formatter(lambda value, _: numeral(value, "+,g") if value else "0")
        axes.set_ylabel(unit, fontsize=8.5)
        _days(axes, band.days[-1])
        if limits[0] < -0.14 * (limits[1] - limits[0]):
            axes.text(
                0.985, 0.03, "below 0: behind", transform=axes.transAxes, fontsize=7.5, color=QUIET,
                ha="right", va="bottom",
            )  # fmt: skip
        if mark is not None and mark > 0:
            axes.axvline(mark, color=INK, lw=1.0, dashes=(1.5, 1.5))
            right = mark < 0.6 * band.days[-1]
            axes.annotate(
                f"ahead for good\nfrom day {numeral(mark, ',.0f')}", (mark, limits[1]),
                (4 if right else -4, -1), textcoords="offset points", fontsize=8,
                ha="left" if right else "right", va="top", linespacing=1.0,
            )  # fmt: skip

    return drawn(name, says, SMALL, paint)


def _band(axes: Axes, band: Band, look: LineStyle, factor: float) -> None:
    days = list(band.days)
    low = [factor * value for value in band.low]
    high = [factor * value for value in band.high]
    axes.fill_between(days, low, high, color=look.colour, alpha=0.16, lw=0)
    (line,) = axes.plot(
        days, [factor * value for value in band.mean], color=look.colour, lw=look.width
    )
    if look.dashes is not None:
        line.set_dashes(look.dashes)


def _days(axes: Axes, last: float) -> None:
    """Ticks where people look: years, quarters of one, or round days."""
    axes.set_xlim(0.0, last)
    if last >= 2 * _YEAR:
        step = _YEAR * max(1, round(last / _YEAR / 5))
        ticks = [step * index for index in range(int(last / step) + 1)]
        text = ["day 0", *(f"{numeral(tick / _YEAR, 'g')} y" for tick in ticks[1:])]
    elif last >= 300.0:
        ticks = [91.25 * index for index in range(int(last / 91.25 + 1e-9) + 1)]
        text = ["day 0", *(f"{3 * index} mo" for index in range(1, len(ticks)))]
    else:
        step = _round_step(last / 4.0)
        ticks = [step * index for index in range(int(last / step + 1e-9) + 1)]
        text = ["day 0", *(numeral(tick, "g") for tick in ticks[1:])]
    axes.set_xticks(ticks, text)


def _round_step(least: float) -> float:
    step = 1.0
    while step < least:
        for factor in (2.0, 5.0, 10.0):
            if step * factor >= least:
                return step * factor
        step *= 10.0
    return step
