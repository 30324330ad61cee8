"""Plot: what a chart is to show: shares by day, up to two lines, what is past and what to come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Stroke(Enum):
    """How a line is drawn; whatever its stroke, the days to come are dotted."""

    SOLID = "solid"
    DASHED = "dashed"
    DIM = "dim"


@dataclass(frozen=True)
class Curve:
    """One line: a share for each day from `first` on."""

    values: Array
    colour: str
    stroke: Stroke = Stroke.SOLID
    first: int = 0


@dataclass(frozen=True)
class Label:
    """A text at the right edge, at the height of a value."""

    value: float
    text: str
    colour: str
    strong: bool = True


@dataclass(frozen=True)
class Plot:
    """All that a chart draws.

    today: the last day that is past; ticks: even shares, lowest first; marks: days of change;
    gap: colours (rising, falling) between the first curve and the second, if it is to be filled;
    band: lowest and highest value a day and the colours above and below zero; texts: what stands
    at the ticks, percentages if empty; bold: thicker lines; axis: days underneath.
    """

    horizon: int
    today: int
    ticks: tuple[float, ...]
    curves: tuple[Curve, ...] = ()
    marks: tuple[int, ...] = ()
    labels: tuple[Label, ...] = ()
    gap: tuple[str, str] | None = None
    band: tuple[Array, Array] | None = None
    shades: tuple[str, str] = ("", "")
    texts: tuple[str, ...] = ()
    bold: bool = False
    axis: bool = True
