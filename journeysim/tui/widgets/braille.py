"""Braille: a plane of dots, two across and four down in each character of a terminal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

ACROSS, DOWN = 2, 4
EMPTY = 0x2800

_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])

Dots = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


def plane(width: int, height: int) -> Dots:
    """An empty plane for this many characters; shape (dots down, dots across)."""
    return np.zeros((height * DOWN, width * ACROSS), dtype=bool)


def characters(dots: Dots) -> Rows:
    """The code point of each character of a plane; shape (characters down, across)."""
    down, across = dots.shape
    cells = dots.reshape(down // DOWN, DOWN, across // ACROSS, ACROSS)
    bits: Rows = np.einsum("rdca,da->rc", cells.astype(np.int64), _BITS)
    return bits + EMPTY


def stroke(dots: Dots, columns: Rows, rows: Rows, thickness: int = 1) -> None:
    """Draw a line through one row a column, joined up.

    columns: consecutive dot columns; rows: the row in each; thickness: dots downwards.
    """
    if len(columns) == 0:
        return
    previous = np.concatenate(([rows[0]], rows[:-1]))
    tops = np.where(rows > previous, np.minimum(previous + 1, rows), rows)
    bottoms = np.where(rows < previous, np.maximum(previous - 1, rows), rows)
    last = dots.shape[0] - 1
    for column, top, bottom in zip(columns, tops, bottoms, strict=True):
        if bottom >= 0 and top <= last:
            dots[max(0, top) : min(last, bottom + thickness - 1) + 1, column] = True
