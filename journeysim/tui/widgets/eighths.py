"""Eighths: a picture in colours, eight steps a row, as block characters of two colours each.

A cell of a terminal has one ink and one ground, and the blocks ▁ to █ split it at eight heights. Where
three colours meet the sliver goes to the line, never across it: no fill is seen outside its line.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

STEPS = 8
"""Of a row."""

_BLOCKS = np.array(list(" ▁▂▃▄▅▆▇█"))

Picture = npt.NDArray[np.int8]
"""Colours by number, shape (rows * STEPS, columns)."""


class Ink(IntEnum):
    """What a step of the picture shows; fills in four strengths each."""

    GROUND = 0
    YOU = 1
    BASE = 2
    BOTH = 3
    BAND = 4
    BETTER = 5
    WORSE = 9
    GHOST = 13


STRENGTHS = 4
COUNT = Ink.GHOST + 1
LINES = (Ink.YOU, Ink.BASE, Ink.BOTH)


def _costs() -> npt.NDArray[np.float64]:
    """What it costs to show the one colour (columns) where the other is meant (rows)."""
    cost = np.full((COUNT, COUNT), 2.0)
    fills = [Ink.BAND, *range(Ink.BETTER, Ink.GHOST)]
    for fill in fills:
        cost[Ink.GROUND, fill] = 6.0
        for other in fills:
            cost[fill, other] = 0.5
    for line in LINES:
        cost[:, line] = 1.3
        cost[line, :] = 4.0
        for other in LINES:
            cost[line, other] = 1.6
    cost[Ink.GHOST, :] = 0.5
    np.fill_diagonal(cost, 0.0)
    return cost


_COST = _costs()


def empty(width: int, height: int) -> Picture:
    """Ground alone."""
    return np.zeros((height * STEPS, width), dtype=np.int8)


def characters(
    picture: Picture,
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """(character, ink, ground) of each cell; a cell of one colour is a full block in it."""
    height, width = picture.shape[0] // STEPS, picture.shape[1]
    cells = picture.reshape(height, STEPS, width).transpose(0, 2, 1).reshape(-1, STEPS)
    ink, ground = cells[:, 0].copy(), cells[:, 0].copy()
    split = np.full(len(cells), STEPS)
    mixed = np.flatnonzero((cells != cells[:, :1]).any(axis=1))
    if len(mixed):
        tops, bottoms, below = _fitted(cells[mixed])
        ground[mixed], ink[mixed], split[mixed] = tops, bottoms, below
    signs = _BLOCKS[split]
    signs[(split == STEPS) & (ink == Ink.GROUND)] = " "
    shape = (height, width)
    return signs.reshape(shape), ink.reshape(shape), ground.reshape(shape)


def _fitted(
    cells: npt.NDArray[np.int8],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8], npt.NDArray[np.int64]]:
    """The upper colour, the lower one and the steps it fills that cost least, for each cell."""
    used = np.unique(cells)
    each = _COST[cells][:, :, used]
    above = np.concatenate([np.zeros_like(each[:, :1]), np.cumsum(each, axis=1)], axis=1)
    below = above[:, -1:] - above
    cut = np.arange(STEPS + 1)
    total = above[:, cut, :, None] + below[:, cut, None, :]
    best = total.reshape(len(cells), -1).argmin(axis=1)
    count = len(used)
    place, pair = best // (count * count), best % (count * count)
    tops, bottoms = used[pair // count], used[pair % count]
    steps = STEPS - place
    tops = np.where(steps == STEPS, bottoms, tops)
    whole = steps == 0
    return tops, np.where(whole, tops, bottoms), np.where(whole, STEPS, steps)
