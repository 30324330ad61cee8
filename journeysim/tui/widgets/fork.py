"""Fork: one line that parts into two, what lies between them, and what it comes to, in large digits.

The past is thick, what is to come thin; the two lines touch as a rope until they are apart, so that
neither hides the other; the gap is filled by sign where chance no longer reaches across.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from journeysim.tui.widgets.bigdigits import rows, width
from journeysim.tui.widgets.eighths import STEPS, STRENGTHS, Ink, Picture, empty
from journeysim.tui.widgets.plot import Array, Label
from journeysim.tui.widgets.scale import ShareAxis

Flags = npt.NDArray[np.bool_]

_APART = STEPS // 2
"""Steps between two lines from which they are two; nearer, they touch."""

_AROUND = 3
_READABLE = 1.0
_SMOOTH = 91
_BAND = 3.0
"""Steps that an interval is wide at least, to be drawn."""


@dataclass(frozen=True)
class LargeLine:
    """A line of words beside or below a large number."""

    text: str
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class Large:
    """A number in large digits, and the lines that say what it is of; brief: those for a place that has
    room for little."""

    digits: str
    colour: str
    words: tuple[LargeLine, ...]
    brief: tuple[LargeLine, ...] = ()

    @property
    def width(self) -> int:
        """Columns of the digits or of the words, whichever is more."""
        return max(width(self.digits), *(len(line.text) for line in self.words))

    def rows(self, wide: int = 2) -> list[str]:
        """The digits; wide: columns a stroke."""
        return rows(self.digits, wide)


@dataclass(frozen=True)
class Fork:
    """All that the chart of retention draws.

    base, you: shares from day 0 on, you empty where there is one line; split: the first day on which
    they may differ; mean, low, high: the lead and its interval by day, NaN where it is not known;
    stems: days of change, and what was changed; ghosts: other lines, dimmed; guesses: where each
    would end; earlier: those of the vote before; large: numbers, the largest thing; sentence: words that stand in their place;
    caption: what the axis shows, in ever fewer words; signs: which characters draw it; far: for a projector.
    """

    horizon: int
    today: int
    axis: ShareAxis
    base: Array
    you: Array
    split: int
    mean: Array
    low: Array
    high: Array
    stems: tuple[tuple[int, str], ...] = ()
    labels: tuple[Label, ...] = ()
    ghosts: tuple[Array, ...] = ()
    guesses: tuple[float, ...] = ()
    earlier: tuple[float, ...] = ()
    large: tuple[Large, ...] = ()
    sentence: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    now: str = ""
    signs: str = ""
    far: bool = False

    @property
    def is_split(self) -> bool:
        """Are there two lines?"""
        return len(self.you) > 0


@dataclass(frozen=True)
class Area:
    """Where days and shares fall: so many columns and rows."""

    fork: Fork
    width: int
    height: int

    @property
    def lowest(self) -> float:
        """The share in the middle of the last row."""
        return self.fork.axis.lowest(self.height)

    def column(self, day: float) -> int:
        """The column of a day."""
        return round(day / self.fork.horizon * (self.width - 1))

    def steps(self, shares: Array) -> Array:
        """How far down shares lie, in eighths of a row; a tick is in the middle of its row."""
        axis = self.fork.axis
        return (axis.ticks[-1] - shares) * axis.rows_per_share * STEPS + STEPS / 2.0

    def row(self, share: float) -> int:
        """The row of a share, within the area."""
        row = int(self.steps(np.array([share]))[0] // STEPS)
        return min(self.height - 1, max(0, row))

    def at(self, values: Array) -> Array:
        """A value by day at each column, NaN where it is not known."""
        if len(values) == 0:
            return np.full(self.width, np.nan)
        days = np.arange(self.width) / (self.width - 1) * self.fork.horizon
        known = np.interp(days, np.arange(len(values)), values)
        known[days > len(values) - 0.5] = np.nan
        return known


def picture(area: Area) -> Picture:
    """Fill, interval and lines, in colours."""
    fork, sheet = area.fork, empty(area.width, area.height)
    base, you = area.steps(area.at(fork.base)), area.steps(area.at(fork.you))
    for ghost in fork.ghosts:
        line = area.steps(area.at(ghost))
        for x in np.flatnonzero(np.isfinite(line)).tolist():
            if x % 2 == 0:
                _paint(sheet, x, line[x] - 1.0, line[x] + 1.0, Ink.GHOST)
    today, split = area.column(fork.today), area.column(fork.split)
    halves = _halves(base, area, today), _halves(you, area, today)
    apart = np.isfinite(you) & (np.arange(area.width) >= split) & fork.is_split
    sides = _sides(base - you, apart)
    if fork.is_split:
        _fill(sheet, area, base, you, apart, halves, sides)
    near = _is_near(base - you, halves)
    for x in range(area.width):
        if apart[x]:
            pair = halves[0][x], halves[1][x]
            _two(sheet, x, (base[x], you[x]), pair, bool(sides[x] >= 0), bool(near[x]))
        elif np.isfinite(base[x]):
            ink = Ink.BASE if fork.is_split and x >= split else Ink.BOTH
            _paint(sheet, x, base[x] - halves[0][x], base[x] + halves[0][x], ink)
    return sheet


def _halves(line: Array, area: Area, today: int) -> Array:
    """Half the thickness of a line at each column: thick where it was lived; a steep stretch joins."""
    far = area.fork.far
    past, coming = (8.0, 5.0) if far else (7.0, 4.0) if area.height >= 20 else (6.0, 3.0)
    thick = np.where(np.arange(area.width) <= today, past, coming)
    drop = np.abs(np.diff(line, prepend=line[:1]))
    drop = np.where(np.isfinite(drop), drop, 0.0)
    thickness: Array = np.maximum(thick, drop + 2.0) / 2.0
    return thickness


def _sides(differences: Array, apart: Flags) -> Array:
    """Which line is the upper one: that of the next difference that can be read, 1 for *you*."""
    sides = np.zeros(len(differences))
    side = 0.0
    for x in range(len(differences) - 1, -1, -1):
        if apart[x] and abs(differences[x]) > _READABLE:
            side = float(np.sign(differences[x]))
        sides[x] = side
    return sides


def _is_near(differences: Array, halves: tuple[Array, Array]) -> Flags:
    """Where two lines touch: nearer than half a row, a few columns taken together so that it is calm."""
    known = np.flatnonzero(np.isfinite(differences))
    if len(known) == 0:
        return np.zeros(len(differences), dtype=bool)
    size = np.interp(np.arange(len(differences)), known, np.abs(differences[known]))
    around = np.convolve(np.pad(size, _AROUND, mode="edge"), np.ones(2 * _AROUND + 1), "valid")
    near: Flags = around / (2 * _AROUND + 1) < halves[0] + halves[1] + _APART
    return near


def _two(
    sheet: Picture,
    x: int,
    lines: tuple[float, float],
    halves: tuple[float, float],
    first: bool,
    near: bool,
) -> None:
    """Both lines in one column; where they touch, each has its half of the rope."""
    base, you = lines
    if not near:
        _paint(sheet, x, base - halves[0], base + halves[0], Ink.BASE)
        _paint(sheet, x, you - halves[1], you + halves[1], Ink.YOU)
        return
    middle, least = (base + you) / 2.0, 3.0
    top = min(base - halves[0], you - halves[1], middle - least)
    bottom = max(base + halves[0], you + halves[1], middle + least)
    upper, lower = (Ink.YOU, Ink.BASE) if first else (Ink.BASE, Ink.YOU)
    _paint(sheet, x, top, middle, upper)
    _paint(sheet, x, middle, bottom, lower)


def _fill(
    sheet: Picture,
    area: Area,
    base: Array,
    you: Array,
    apart: Flags,
    halves: tuple[Array, Array],
    sides: Array,
) -> None:
    """The gap by sign where it is clear, and what chance allows around *you*."""
    fork = area.fork
    known = np.isfinite(fork.low)
    strength = area.at(strengths(fork)) if known.any() else np.zeros(area.width)
    ends = [area.steps(area.at(np.where(known, end, np.nan))) for end in _interval(fork)]
    for x in np.flatnonzero(apart).tolist():
        if abs(base[x] - you[x]) >= halves[0][x] + halves[1][x] and strength[x] > 0.0:
            step = min(STRENGTHS, int(np.ceil(strength[x] * STRENGTHS))) - 1
            ink = (Ink.BETTER if sides[x] > 0 else Ink.WORSE) + step
            _paint(sheet, x, min(base[x], you[x]), max(base[x], you[x]), ink)
        upper, lower = ends[1][x], ends[0][x]
        if lower - upper > max(_BAND, 2.0 * halves[1][x]):
            _paint(sheet, x, upper, lower, Ink.BAND)


def _interval(fork: Fork) -> tuple[Array, Array]:
    """The ends of the lead's interval around *you*; how far they reach is a season's mean, so that
    they are calm, and where they stand is each day's own."""
    count = min(len(fork.low), len(fork.base))
    lead = fork.base[:count] + fork.mean[:count]
    low, high = (_calm((end - fork.mean)[:count]) for end in (fork.low, fork.high))
    return lead + low, lead + high


def strengths(fork: Fork) -> Array:
    """How clear the lead is on each day, 0 where chance reaches across, 1 where it is far from that."""
    half = np.maximum(fork.high - fork.mean, fork.mean - fork.low)
    clear = (fork.low > 0.0) | (fork.high < 0.0)
    size = np.where(clear, np.abs(fork.mean) / np.maximum(half, 1e-12), 0.0)
    strength: Array = np.clip((size - 1.0) / 2.0 + 0.5, 0.25, 1.0)
    return np.where(clear & (_calm(clear.astype(float)) > 0.5), _calm(strength), 0.0)


def _calm(values: Array) -> Array:
    """The mean of a season around each day, where the days are known."""
    window = min(_SMOOTH, len(values))
    if window < 2:
        return values
    known = np.where(np.isfinite(values), values, 0.0)
    summed = np.cumsum(np.concatenate([np.zeros(1), known]))
    place = np.arange(len(values))
    first = np.maximum(0, place - window // 2)
    last = np.minimum(len(values), place + window // 2 + 1)
    calm: Array = (summed[last] - summed[first]) / (last - first)
    return np.where(np.isfinite(values), calm, np.nan)


def _paint(sheet: Picture, x: int, top: float, bottom: float, ink: int) -> None:
    last = sheet.shape[0]
    first, end = round(top), max(round(top) + 1, round(bottom))
    if end > 0 and first < last:
        sheet[max(0, first) : min(last, end), x] = ink
