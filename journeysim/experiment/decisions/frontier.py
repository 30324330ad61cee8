"""Frontier: what no other beats in two things at once."""

from __future__ import annotations

from collections.abc import Sequence


def unbeaten(both: Sequence[tuple[float, float]]) -> tuple[int, ...]:
    """The places of those that no other beats in both, by the first upwards; of equals the first."""
    order = sorted(range(len(both)), key=lambda place: (-both[place][0], -both[place][1], place))
    kept, most = [], float("-inf")
    for place in order:
        if both[place][1] > most:
            kept.append(place)
            most = both[place][1]
    return tuple(reversed(kept))
