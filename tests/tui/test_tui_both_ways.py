"""Both ways: a bar is as long as its value, on its side of nothing, and every row of one axis as wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.tui.widgets.both_ways import both_ways

SIZES = st.floats(-1e6, 1e6).filter(lambda value: value == 0.0 or abs(value) > 1e-3)


@pytest.mark.parametrize(
    ("value", "low", "high", "shown"),
    [
        (1.0, 0.0, 1.0, "│████████"),
        (0.5, 0.0, 1.0, "│████    "),
        (0.0, 0.0, 1.0, "│        "),
        (-1.0, -1.0, 0.0, "████████│"),
        (-0.25, -1.0, 0.0, "      ██│"),
        (1.0, -1.0, 1.0, "    │████"),
        (-0.5, -1.0, 1.0, "  ██│    "),
        (0.0, 0.0, 0.0, "│        "),
        (0.3125, 0.0, 1.0, "│██▌     "),
    ],
)
def test_known_bars(value: float, low: float, high: float, shown: str) -> None:
    assert both_ways(value, low, high, 9) == shown


@given(st.lists(SIZES, min_size=1, max_size=6), st.integers(4, 50))
def test_every_row_is_as_wide_and_nothing_stands_in_one_column(
    values: list[float], width: int
) -> None:
    ends = min(values), max(values)
    rows = [both_ways(value, *ends, width) for value in values]
    assert {len(row) for row in rows} == {width}
    assert len({row.index("│") for row in rows}) == 1
