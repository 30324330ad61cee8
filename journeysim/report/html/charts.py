"""Charts: who stays, how far each policy is ahead, why people left, money. Draws, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from journeysim.experiment.curves import Band
from journeysim.experiment.estimate import Estimate
from journeysim.report.figures import Scale
from journeysim.report.html.drawing import (
    BASELINE,
    BETTER,
    FOCUS,
    INK,
    QUIET,
    WORSE,
    Look,
    apart,
    drawn,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE = (385.0, 250.0)
SMALL = (280.0, 180.0)
_YEAR = 365.0
_LABEL = 17


class Line(NamedTuple):
    """A policy's curve with its name and look."""

    label: str
    look: Look
    band: Band


class Bar(NamedTuple):
    """One estimate in a list of them."""

    label: str
    estimate: Estimate
    text: str
    look: Look | None = None


def curves(name: str, says: str, lines: Sequence[Line]) -> Markup:
    """Shares by day, one line a policy with its band, each named where it ends."""

    def paint(_: Figure, axes: Axes) -> None:
        last = max(line.band.days[-1] for line in lines)
        for _label, look, band in lines:
            _band(axes, band, look, 100.0)
        low = min(min(line.band.low) for line in lines)
        bottom = 0.0 if low < 0.45 else 10.0 * int(10.0 * low)
        axes.set_ylim(bottom, 100.5)
        axes.yaxis.set_major_formatter("{x:g} %")
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
        sum(place for place, owner in zip(spread, owners, strict=True) if owner == index)
        / owners.count(index)
        for index in range(len(ends))
    ]


def leads(
    name: str,
    says: str,
    line: Line,
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
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:+,g}" if value else "0")
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
                f"ahead for good\nfrom day {mark:,.0f}", (mark, limits[1]),
                (4 if right else -4, -1), textcoords="offset points", fontsize=8,
                ha="left" if right else "right", va="top", linespacing=1.0,
            )  # fmt: skip

    return drawn(name, says, SMALL, paint)


def bars(name: str, says: str, rows: Sequence[Bar], own: Scale, better: str) -> Markup:
    """Differences with their intervals, one a row: filled where settled, open where luck could
    turn it; better and worse are written, not only coloured."""
    height = 46.0 + 34.0 * len(rows)

    def paint(_: Figure, axes: Axes) -> None:
        axes.axvline(0.0, color=BASELINE, lw=1.2, dashes=(5, 2.5))
        for row, (_label, found, text, _look) in enumerate(rows):
            if isnan(found.mean):
                continue
            good = (found.mean > 0) == (better == "higher")
            settled = found.settled
            colour = (BETTER if good else WORSE) if settled and better else QUIET
            if not isnan(found.low):
                axes.plot(
                    [found.low * own.factor, found.high * own.factor], [row, row],
                    color=colour, lw=2.2, solid_capstyle="round",
                )  # fmt: skip
            shape = "o" if good or not better else "X"
            axes.plot(
                [found.mean * own.factor], [row], shape, color=colour, ms=7,
                mfc=colour if settled else "white", mew=1.4,
            )  # fmt: skip
            axes.annotate(
                text, (found.mean * own.factor, row), (0, 7.5), textcoords="offset points",
                ha="center", va="bottom", fontsize=8.5, color=colour if settled else INK,
            )  # fmt: skip
        axes.set_yticks(range(len(rows)), [wrapped(row.label, 20) for row in rows], color=INK)
        axes.set_ylim(len(rows) - 0.45, -0.75)
        axes.margins(x=0.16)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:+,g}" if value else "0")
        axes.set_xlabel(own.unit.replace("%", "points"), fontsize=8.5)
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)

    return drawn(name, says, (WIDE[0], height), paint)


_HATCHES = ("", "///", "\\\\\\", "xx", "---", "|||", "++", "/////", "\\\\\\\\\\", "-----")
_PARTS = (
    "#f2c48d", "#e39a5b", "#c98bb9", "#8fb8de", "#9fd0b4", "#d8d27a",
    "#d69a9a", "#b3a6d9", "#a8c7c7", "#c9b29b",
)  # fmt: skip
_REST = "#e4e8ec"


def stacked(
    name: str,
    says: str,
    labels: Sequence[str],
    parts: Mapping[str, Sequence[float]],
    rest: str,
    unit: str,
) -> Markup:
    """Counts split into parts, one bar a policy. rest: the part nothing was done about, drawn
    plainly and last."""
    height = 92.0 + 30.0 * len(labels) + 12.0 * ((len(parts) + 1) // 2)

    def paint(figure: Figure, axes: Axes) -> None:
        left = [0.0] * len(labels)
        for index, (part, values) in enumerate(parts.items()):
            plain = part == rest
            axes.barh(
                range(len(labels)), list(values), left=left, height=0.62, label=part,
                color=_REST if plain else _PARTS[index % len(_PARTS)],
                hatch="" if plain else _HATCHES[index % len(_HATCHES)],
                edgecolor="white" if plain else "#5b4a3a", linewidth=0.5,
            )  # fmt: skip
            top = max(map(sum, zip(*parts.values(), strict=True)))
            for row, value in enumerate(values):
                if value > 0.045 * top:
                    axes.text(
                        left[row] + value / 2, row, f"{value:,.0f}", ha="center", va="center",
                        fontsize=8, color=INK,
                        bbox={"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none", "alpha": 0.85},
                    )  # fmt: skip
                left[row] += value
        axes.set_yticks(range(len(labels)), [wrapped(label, 20) for label in labels], color=INK)
        axes.invert_yaxis()
        axes.xaxis.set_major_formatter("{x:,g}")
        axes.set_xlabel(unit, fontsize=8.5)
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        figure.legend(
            loc="outside lower left", ncols=2, fontsize=8, frameon=False, handlelength=1.6,
            handleheight=1.0, columnspacing=1.2, labelspacing=0.35,
        )  # fmt: skip

    return drawn(name, says, (WIDE[0], height), paint)


def waterfall(
    name: str, says: str, steps: Sequence[tuple[str, float]], total: tuple[str, float], own: Scale
) -> Markup:
    """What adds up to a difference: one step a row, the last is the whole."""
    rows = [*steps, total]
    height = 40.0 + 27.0 * len(rows)

    def paint(_: Figure, axes: Axes) -> None:
        at = 0.0
        ends = [0.0]
        for row, (_label, value) in enumerate(rows):
            whole = row == len(rows) - 1
            start = 0.0 if whole else at
            shown = value * own.factor
            colour = FOCUS if whole else BETTER if value >= 0 else WORSE
            axes.barh(
                [row], [shown], left=[start], height=0.6, color=colour if value >= 0 or whole else "white",
                edgecolor=colour, hatch="" if value >= 0 or whole else "////", linewidth=1.0,
            )  # fmt: skip
            end = start + shown
            ends.append(end)
            axes.annotate(
                own.signed(value), (max(start, end), row), (4, 0), textcoords="offset points",
                va="center", fontsize=8.5,
            )  # fmt: skip
            if not whole:
                at = end
                axes.plot([at, at], [row - 0.3, row + 1.3], color=QUIET, lw=0.6)
        axes.axvline(0.0, color=BASELINE, lw=1.0, dashes=(5, 2.5))
        axes.set_yticks(range(len(rows)), [wrapped(label, 24) for label, _ in rows], color=INK)
        axes.invert_yaxis()
        axes.set_xlim(*_room(ends, 0.14))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:+,g}" if value else "0")
        axes.set_xlabel(own.unit.replace("%", "points"), fontsize=8.5)
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)

    return drawn(name, says, (WIDE[0], height), paint)


def _room(values: Sequence[float], share: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    more = share * (high - low or 1.0)
    return (low - more if low < 0 else low - more / 4), high + more


def swarm(
    name: str,
    says: str,
    values: Sequence[float],
    named: Sequence[tuple[str, float]],
    own: Scale,
) -> Markup:
    """Where a difference lies in many plausible worlds, and in the named ones."""

    def paint(_: Figure, axes: Axes) -> None:
        axes.axvline(0.0, color=BASELINE, lw=1.2, dashes=(5, 2.5))
        shown = sorted(value * own.factor for value in values)
        span = max([*shown, *(value * own.factor for _, value in named), 0.0]) - min(
            [*shown, *(value * own.factor for _, value in named), 0.0]
        )
        for x, level in zip(shown, _levels(shown, (span or 1.0) / 46), strict=True):
            worse = x < 0
            axes.plot(
                [x], [level], "X" if worse else "o", color=WORSE if worse else FOCUS,
                ms=5.5, mfc="white" if worse else FOCUS, mew=1.0, alpha=0.85,
            )  # fmt: skip
        highest = max(_levels(shown, (span or 1.0) / 46), default=0)
        for index, (label, value) in enumerate(named):
            x = value * own.factor
            axes.plot([x, x], [-0.6, -1.6 - 1.5 * index], color=QUIET, lw=0.7)
            axes.plot([x], [-0.6], "D", color=INK, ms=5)
            axes.annotate(
                f"{label} ({own.signed(value)})", (x, -1.6 - 1.5 * index), (0, -1),
                textcoords="offset points", ha="center", va="top", fontsize=8.5,
                bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none"},
            )  # fmt: skip
        axes.set_ylim(-2.6 - 1.5 * len(named), max(4, highest + 1))
        axes.margins(x=0.2)
        axes.set_yticks([])
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:+,g}" if value else "0")
        axes.set_xlabel(own.unit.replace("%", "points"), fontsize=8.5)

    return drawn(name, says, (WIDE[0], 190.0), paint)


def _levels(shown: Sequence[float], width: float) -> list[int]:
    """How high dots are stacked so that none hides another."""
    last: list[float] = []
    found = []
    for x in shown:
        for level, end in enumerate(last):
            if x - end >= width:
                last[level] = x
                found.append(level)
                break
        else:
            last.append(x)
            found.append(len(last) - 1)
    return found


def _band(axes: Axes, band: Band, look: Look, factor: float) -> None:
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
        text = ["day 0", *(f"{tick / _YEAR:g} y" for tick in ticks[1:])]
    elif last >= 300.0:
        ticks = [91.25 * index for index in range(int(last / 91.25 + 1e-9) + 1)]
        text = ["day 0", *(f"{3 * index} mo" for index in range(1, len(ticks)))]
    else:
        step = _round_step(last / 4.0)
        ticks = [step * index for index in range(int(last / step + 1e-9) + 1)]
        text = ["day 0", *(f"{tick:g}" for tick in ticks[1:])]
    axes.set_xticks(ticks, text)


def _round_step(least: float) -> float:
    step = 1.0
    while step < least:
        for factor in (2.0, 5.0, 10.0):
            if step * factor >= least:
                return step * factor
        step *= 10.0
    return step
