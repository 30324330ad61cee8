"""Both ways: a bar to the right of nothing or to the left of it, for a row of a table."""

from __future__ import annotations

_PARTS = " ▏▎▍▌▋▊▉"
_FULL, _HALF, _ZERO = "█", "▐", "│"


def both_ways(value: float, low: float, high: float, width: int) -> str:
    """The bar of a value on an axis from low (at most 0) to high (at least 0), so many characters wide."""
    low, high = min(low, 0.0), max(high, 0.0)
    span = high - low
    room = width - 1
    left = 0 if span == 0.0 else round(room * -low / span)
    long = 0.0 if span == 0.0 else room * abs(value) / span
    if value >= 0.0:
        whole, part = divmod(round(8 * long), 8)
        bar = (_FULL * whole + _PARTS[part].strip())[: room - left]
        return f"{' ' * left}{_ZERO}{bar:<{room - left}}"
    whole, half = divmod(round(2 * long), 2)
    bar = (_HALF * half + _FULL * whole)[-left:] if left else ""
    return f"{bar:>{left}}{_ZERO}{' ' * (room - left)}"
