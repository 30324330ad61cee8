"""Many at once: the bits of one at a time, over all that may come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim import distributions as ds
from journeysim import portable
from journeysim.distributions import quantile
from journeysim.distributions.quantiles import normal_quantile
from journeysim.metrics.columns import logs, normal_quantiles, powers, quantiles_of, uniforms
from journeysim.streams import Purpose, uniform

positive = st.floats(min_value=2.2250738585072014e-308, max_value=1e300)
shares = st.integers(0, 2**52 - 1).map(lambda bits: (bits + 0.5) / 2.0**52)
LAWS = [
    ds.lognormal(1.0, 0.4),
    ds.gamma(1.0, 0.5),
    ds.constant(0.7),
    ds.weibull(2.0, 1.5),
    ds.beta(0.5, 0.2),
]


def same(many: Any, one: Callable[[float], float], numbers: Sequence[float]) -> None:
    found = many(np.array(numbers))
    assert [value.hex() for value in found.tolist()] == [one(number).hex() for number in numbers]


@given(st.lists(positive, max_size=30))
def test_logarithms(numbers: list[float]) -> None:
    same(logs, portable.log, numbers)


@given(st.lists(shares, max_size=30))
def test_normal_quantiles(us: list[float]) -> None:
    extremes = [0.5 / 2.0**52, 1.0 - 0.5 / 2.0**52, 0.075, 0.925, 0.5, 1e-12]
    same(normal_quantiles, normal_quantile, [*us, *extremes])


@given(st.lists(st.tuples(st.floats(0.0, 1e6), st.floats(-3.0, 3.0)), max_size=30))
def test_powers(pairs: list[tuple[float, float]]) -> None:
    pairs = [*pairs, (0.0, 2.0), (1.0, 5.0), (3.0, 0.0), (3.0, 1.0), (5e-324, 0.5)]
    found = powers(np.array([x for x, _ in pairs]), np.array([y for _, y in pairs]))
    assert [value.hex() for value in found.tolist()] == [
        portable.power(x, y).hex() for x, y in pairs
    ]


@given(st.lists(st.integers(0, 2**62 - 1), max_size=30))
def test_uniforms(keys: list[int]) -> None:
    found = uniforms(np.array(keys, dtype=np.int64), Purpose.SENSITIVITY)
    assert found.tolist() == [uniform(key, Purpose.SENSITIVITY) for key in keys]


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_laws(law: Any) -> None:
    table: list[float] = []
    encoded = law.encoded(table)
    us = [(bits + 0.5) / 2.0**52 for bits in (0, 1, 2**30, 2**45, 2**51, 2**52 - 1)]
    us += [number / 997.0 for number in range(1, 997)]
    found = quantiles_of(encoded, table, np.array(us))
    assert [each.hex() for each in found.tolist()] == [
        quantile(encoded, table, u).hex() for u in us
    ]
