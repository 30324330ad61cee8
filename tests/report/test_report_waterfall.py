"""Waterfalls: bars lie end to end, on one axis, and point the way they go."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journeysim.report.waterfall import Span, bar


def test_a_bar_lies_between_its_ends() -> None:
    assert bar(Span(0.0, 5.0), 0.0, 10.0, 11) == "█████"
    assert bar(Span(5.0, 10.0), 0.0, 10.0, 11) == "     █████"
    assert bar(Span(10.0, 5.0), 0.0, 10.0, 11) == "     ▒▒▒▒▒"
    assert bar(Span(10.0, 10.0), 0.0, 10.0, 11) == "          ┃"


def test_nothing_moves_nothing() -> None:
    assert bar(Span(3.0, 3.0), 3.0, 3.0, 20) == "┃"


@given(ends=st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=8), width=st.integers(12, 60))
def test_bars_follow_each_other_and_fit(ends: list[float], width: int) -> None:
    low, high = min(ends), max(ends)
    for start, end in pairwise(ends):
        drawn = bar(Span(start, end), low, high, width)
        assert drawn.strip()
        assert len(drawn) <= width
