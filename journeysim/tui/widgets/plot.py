"""Plot: what a strip is to show: a line over days, what is past of it and what to come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Label:
    """A text at the right edge, at the height of a value."""

    value: float
    text: str
    colour: str
    strong: bool = True


@dataclass(frozen=True)
class Plot:
    """All that a strip draws.

    today: the last day that is past; ticks: even values, lowest first, and what stands at each; line:
    a value for each day; marks: days of change; band: lowest and highest value a day, and the colours
    above and below zero; bold: a thicker line.
    """

    horizon: int
    today: int
    ticks: tuple[float, ...]
    texts: tuple[str, ...]
    line: Array
    colour: str
    marks: tuple[int, ...] = ()
    labels: tuple[Label, ...] = ()
    band: tuple[Array, Array] | None = None
    shades: tuple[str, str] = ("", "")
    bold: bool = False
