"""Discounting: the same bits as the exponential of the engines, for every number."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from journeysim.metrics.discounting import exp_of
from journeysim.portable import exp


@given(arrays(np.float64, st.integers(0, 40), elements=st.floats(-700.0, 700.0)))
def test_each_number_has_the_bits_of_the_scalar_function(exponents: np.ndarray) -> None:
    assert exp_of(exponents).tolist() == [exp(x) for x in exponents.tolist()]


def test_numbers_beyond_all_doubles_are_those_of_the_scalar_function_too() -> None:
    ends = np.array([-1e9, -745.2, -720.0, 0.0, 710.0, 1e9, -math.inf])
    assert exp_of(ends).tolist() == [exp(x) for x in ends.tolist()]
