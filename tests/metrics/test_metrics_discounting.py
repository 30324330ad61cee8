"""Discounting: the same bits as the exponential of the engines, for every number."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from journeysim.metrics import discounting
from journeysim.metrics.discounting import exp_of
from journeysim.portable import exp


@given(arrays(np.float64, st.integers(0, 40), elements=st.floats(-700.0, 700.0)))
def test_each_number_has_the_bits_of_the_scalar_function(exponents: np.ndarray) -> None:
    assert exp_of(exponents).tolist() == [exp(x) for x in exponents.tolist()]


def test_numbers_beyond_all_doubles_are_those_of_the_scalar_function_too() -> None:
    ends = np.array([-1e9, -745.2, -720.0, 0.0, 710.0, 1e9, -math.inf])
    assert exp_of(ends).tolist() == [exp(x) for x in ends.tolist()]


def test_more_numbers_than_are_reckoned_at_once_are_each_reckoned() -> None:
    many = np.linspace(-3.0, 3.0, 2 * discounting._BLOCK + 1)
    assert exp_of(many).tolist() == [exp(x) for x in many.tolist()]
