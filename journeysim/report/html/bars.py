"""Bars: what stands side by side: differences, causes, reasons, steps, worlds. Draws, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, isnan
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from journeysim.experiment.estimate import Estimate
from journeysim.numerals import numeral
from journeysim.report.figures import Scale
from journeysim.report.html.drawing import (
    BASELINE,
    BETTER,
    FOCUS,
    INK,
    QUIET,
    WIDE,
    WORSE,
    LineStyle,
    drawn,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Bar(NamedTuple):
    """One estimate in a list of them."""

    label: str
    estimate: Estimate
    text: str
    look: LineStyle | None = None


def bars(name: str, says: str, rows: Sequence[Bar], own: Scale, better: str) -> Markup:
    """Differences with their intervals, one a row: filled where settled, open where chance could
    turn it; better and worse are written, not only coloured."""
    height = 46.0 + 34.0 * len(rows)

    def paint(_: Figure, axes: Axes) -> None:
        axes.axvline(0.0, color=BASELINE, lw=1.2, dashes=(5, 2.5))
        for row, (_label, difference, text, _look) in enumerate(rows):
            if isnan(difference.mean):
                continue
            good = (difference.mean > 0) == (better == "higher")
            settled = difference.settled
            colour = (BETTER if good else WORSE) if settled and better else QUIET
            if not isnan(difference.low):
                axes.plot(
                    [difference.low * own.factor, difference.high * own.factor], [row, row],
                    color=colour, lw=2.2, solid_capstyle="round",
                )  # fmt: skip
            shape = "X" if better and difference.mean and not good else "o"
            axes.plot(
                [difference.mean * own.factor], [row], shape, color=colour, ms=7,
                mfc=colour if settled else "white", mew=1.4,
            )  # fmt: skip
            axes.annotate(
                text, (difference.mean * own.factor, row), (0, 7.5), textcoords="offset points",
                ha="center", va="bottom", fontsize=8.5, color=colour if settled else INK,
            )  # fmt: skip
        axes.set_yticks(range(len(rows)), [wrapped(row.label, 20) for row in rows], color=INK)
        axes.set_ylim(len(rows) - 0.45, -0.75)
        axes.margins(x=0.16)
        axes.xaxis.set_major_formatter(lambda value, _: numeral(value, "+,g") if value else "0")
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
            top = max(map(fsum, zip(*parts.values(), strict=True)))
            for row, value in enumerate(values):
                if value > 0.045 * top:
                    axes.text(
                        left[row] + value / 2, row, numeral(value, ',.0f'), ha="center", va="center",
                        fontsize=8, color=INK,
                        bbox={"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none", "alpha": 0.85},
                    )  # fmt: skip
                left[row] += value
        axes.set_yticks(range(len(labels)), [wrapped(label, 20) for label in labels], color=INK)
        axes.invert_yaxis()
        axes.xaxis.set_major_formatter(lambda value, _: numeral(value, ",g"))
        axes.set_xlabel(unit, fontsize=8.5)
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        figure.legend(
            loc="outside lower left", ncols=2, fontsize=8, frameon=False, handlelength=1.6,
            handleheight=1.0, columnspacing=1.2, labelspacing=0.35,
        )  # fmt: skip

    return drawn(name, says, (WIDE[0], height), paint)


class WaterfallStep(NamedTuple):
    """One step of a sum: its name, how much it adds, and that as text."""

    label: str
    value: float
    text: str


def waterfall(
    name: str, says: str, steps: Sequence[WaterfallStep], total: WaterfallStep, own: Scale
) -> Markup:
    """What adds up to a difference: one step a row, the last is the whole. What takes away is
    hatched."""
    rows = [*steps, total]
    height = 40.0 + 27.0 * len(rows)

    def paint(_: Figure, axes: Axes) -> None:
        at = 0.0
        ends = [0.0]
        for row, (_label, value, text) in enumerate(rows):
            whole = row == len(rows) - 1
            start = 0.0 if whole else at
            shown = value * own.factor
            colour = FOCUS if whole else BETTER if value >= 0 else WORSE
            full = whole or value >= 0
            axes.barh(
                [row], [shown], left=[start], height=0.58, color=colour if full else "white",
                edgecolor=colour, hatch="" if full else "////", linewidth=1.0,
            )  # fmt: skip
            end = start + shown
            ends.append(end)
            axes.annotate(
                text, (max(start, end), row), (5, 0), textcoords="offset points", va="center",
                fontsize=8.5,
            )  # fmt: skip
            if not whole:
                at = end
                axes.plot([at, at], [row - 0.29, row + 1.29], color=QUIET, lw=0.6)
        axes.axvline(0.0, color=BASELINE, lw=1.0, dashes=(5, 2.5))
        axes.set_yticks(range(len(rows)), [wrapped(row.label, 22) for row in rows], color=INK)
        axes.invert_yaxis()
        low, high = min(ends), max(ends)
        room = (high - low) or 1.0
        axes.set_xlim(low - 0.04 * room, high + 0.3 * room)
        axes.xaxis.set_major_formatter(lambda value, _: numeral(value, "+,g") if value else "0")
        axes.set_xlabel(own.unit.replace("%", "points"), fontsize=8.5)
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)

    return drawn(name, says, (WIDE[0], height), paint)


class Fates(NamedTuple):
    """People kept and driven away by something, and how these numbers are written."""

    label: str
    saved: float
    lost: float
    texts: tuple[str, str]


def diverging(name: str, says: str, rows: Sequence[Fates]) -> Markup:
    """People to the right and to the left of zero, one reason a row; the left ones hatched."""
    height = 44.0 + 24.0 * len(rows)

    def paint(_: Figure, axes: Axes) -> None:
        places = range(len(rows))
        right = [row.saved for row in rows]
        left = [-row.lost for row in rows]
        axes.barh(places, right, height=0.58, color=BETTER)
        axes.barh(
            places, left, height=0.58, color="white", edgecolor=WORSE, hatch="////", linewidth=1.0
        )
        for place, row in enumerate(rows):
            for value, sign, text in (
                (row.saved, 1, row.texts[0]),
                (row.lost, -1, row.texts[1]),
            ):
                if value:
                    axes.annotate(
                        text, (sign * value, place), (4 * sign, 0), textcoords="offset points",
                        va="center", fontsize=8.5, ha="left" if sign > 0 else "right",
                    )  # fmt: skip
        axes.axvline(0.0, color=INK, lw=0.8)
        axes.set_yticks(places, [wrapped(row.label, 26) for row in rows], color=INK)
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.xaxis.set_major_formatter(lambda value, _: numeral(abs(value), ",g"))
        both = "driven away (left) and kept (right)" if any(left) else "kept"
        axes.set_xlabel(f"{both}, people a run", fontsize=8.5)
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)

    return drawn(name, says, (WIDE[0], height), paint)


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
        axes.xaxis.set_major_formatter(lambda value, _: numeral(value, "+,g") if value else "0")
        axes.set_xlabel(own.unit.replace("%", "points"), fontsize=8.5)

    return drawn(name, says, (WIDE[0], 190.0), paint)


def _levels(shown: Sequence[float], width: float) -> list[int]:
    """How high dots are stacked so that none hides another."""
    last: list[float] = []
    levels = []
    for x in shown:
        for level, end in enumerate(last):
            if x - end >= width:
                last[level] = x
                levels.append(level)
                break
        else:
            last.append(x)
            levels.append(len(last) - 1)
    return levels
