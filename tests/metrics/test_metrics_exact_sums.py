"""Exact sums: the bits of `math.fsum`, whatever the numbers, their order and how they lie in memory."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_equal

from journeysim.engine.log import ROW
from journeysim.metrics import exact_sums
from journeysim.metrics.exact_sums import exact_sum

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)
MONEY = st.floats(-1e6, 1e6).map(lambda x: round(x, 2))
SMALL = st.integers(-(2**53), 2**53).map(lambda n: math.ldexp(float(n), -1074))
"""Numbers at the lower end of the doubles, subnormal ones among them."""


def bits(value: float) -> bytes:
    return np.float64(value).tobytes()


@given(st.lists(st.one_of(FINITE.filter(lambda x: abs(x) < 1e300), MONEY, SMALL)))
def test_it_is_fsum_in_every_bit(values: list[float]) -> None:
    assert bits(exact_sum(np.array(values))) == bits(math.fsum(values))


@given(st.lists(FINITE.filter(lambda x: abs(x) < 1e300), min_size=1), st.floats(-1e-300, 1e-300))
def test_what_cancels_leaves_exactly_what_is_left(values: list[float], rest: float) -> None:
    """Law: a sum and its own opposite cancel, however large, and the smallest number is left."""
    both = np.array([*values, rest, *(-value for value in values)])
    assert exact_sum(both) == rest


@pytest.mark.parametrize("scale", [1e-308, 1e-3, 1.0, 1e12, 1e290])
@pytest.mark.parametrize("spread", [0.1, 3.0, 40.0])
@pytest.mark.parametrize("offset", [-1, 0, 1, 17])
def test_columns_of_several_blocks_add_up_as_lists_do(
    scale: float, spread: float, offset: int
) -> None:
    rng = np.random.default_rng(7)
    count = 2 * exact_sums._BLOCK + offset
    with np.errstate(over="ignore"):
        values = scale * rng.choice([-1.0, 1.0], count) * rng.lognormal(0.0, spread, count)
    values = np.where(np.abs(values) < 1e300, values, 0.0)
    exact = math.fsum(values.tolist())
    assert bits(exact_sum(values)) == bits(exact)
    rows = np.zeros(count, ROW)
    rows["money"] = rng.permutation(values)
    assert bits(exact_sum(rows["money"])) == bits(exact)
    assert bits(exact_sum(values[::-1])) == bits(exact)


@pytest.mark.parametrize("last", [1.0, -1.0, 2.0**-60, -(2.0**-60)])
def test_a_tie_is_broken_by_the_least_of_all(last: float) -> None:
    """Known answer: 2**53 + 1 lies half way between two doubles; one more number decides."""
    values = np.array([2.0**53, 1.0, *([0.0] * exact_sums._BLOCK), last])
    assert exact_sum(values) == math.fsum(values.tolist())


@pytest.mark.parametrize("seed", range(20))
def test_the_fullest_block_still_adds_up_without_rounding(seed: int) -> None:
    """Numbers of one sign and size, with all 53 bits in use: sums as large as a block allows."""
    values = 2.0 - np.random.default_rng(seed).random(exact_sums._BLOCK) / 2.0
    assert exact_sum(values) == math.fsum(values.tolist())
    assert exact_sum(-values) == -math.fsum(values.tolist())


def test_numbers_that_no_block_can_be_split_by_are_left_to_fsum() -> None:
    ends = [2.0**1000, 1.7e308, -1.7e308, 5e-324]
    assert exact_sum(np.array(ends)) == math.fsum(ends)
    assert_equal(exact_sum(np.array([1.0, math.nan])), math.nan)
    assert exact_sum(np.array([1.0, math.inf])) == math.inf
    with pytest.raises(ValueError, match="inf"):
        exact_sum(np.array([math.inf, -math.inf]))
    with pytest.raises(OverflowError):
        exact_sum(np.array([1.7e308, 1.7e308]))


def test_whole_numbers_and_flags_are_counted() -> None:
    assert exact_sum(np.array([], dtype=float)) == 0.0
    assert exact_sum(np.arange(100_000)) == 100_000 * 99_999 / 2
    assert exact_sum(np.array([True, False, True])) == 2.0
    steps = np.array([b - a for a, b in pairwise(np.linspace(0.0, 1.0, 1001))])
    assert exact_sum(steps) == 1.0
