"""Named draws: the same name, the same luck; another name, luck of its own."""

from __future__ import annotations

from itertools import product
from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from journeysim.streams import Purpose, child_key, root_key, uniform

KEYS = st.integers(min_value=0, max_value=2**62 - 1)
ORDINALS = st.integers(min_value=0, max_value=2**20)


def test_golden_draws_are_the_same_on_every_machine() -> None:
    key = child_key(root_key(1, 0), 7)
    assert key == 4160944125515235821
    assert uniform(key, Purpose.GAP, 0, 3).hex() == "0x1.b30e11c87d26bp-1"


@given(KEYS, ORDINALS, ORDINALS, ORDINALS)
def test_a_draw_lies_strictly_between_zero_and_one(key: int, a: int, b: int, c: int) -> None:
    assert 0.0 < uniform(key, Purpose.GAP, a, b, c) < 1.0


@given(KEYS)
def test_keys_have_62_bits_at_most(key: int) -> None:
    assert 0 <= child_key(key, 3) < 2**62


def test_no_two_purposes_share_a_number() -> None:
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose)


def test_draws_of_different_names_differ() -> None:
    key = root_key(1, 0)
    names = product(list(Purpose)[:10], range(4), range(20), range(4))
    draws = [uniform(key, *name) for name in names]
    assert len(set(draws)) == len(draws)


def _correlation(xs: list[float], ys: list[float]) -> float:
    n = len(xs)
    mx, my = sum(xs) / n, sum(ys) / n
    top = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    return top / sqrt(sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys))


def test_neighbouring_names_are_uncorrelated_and_uniform() -> None:
    root, n = root_key(3, 1), 4000
    keys = [child_key(root, i) for i in range(n)]
    base = [uniform(key, Purpose.GAP, 0, 5) for key in keys]
    assert abs(sum(base) / n - 0.5) < 4 * sqrt(1 / 12 / n)
    for other in (
        [uniform(key, Purpose.BASKET, 0, 5) for key in keys],
        [uniform(key, Purpose.GAP, 1, 5) for key in keys],
        [uniform(key, Purpose.GAP, 0, 6) for key in keys],
        [uniform(key, Purpose.GAP, 0, 5, 1) for key in keys],
        [uniform(child_key(key, 1), Purpose.GAP, 0, 5) for key in keys],
    ):
        assert abs(_correlation(base, other)) < 4 / sqrt(n)


def test_seeds_and_replications_are_worlds_of_their_own() -> None:
    roots = {root_key(seed, replication) for seed in range(50) for replication in range(50)}
    assert len(roots) == 2500
