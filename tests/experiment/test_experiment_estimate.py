"""Estimates: means of independent replications, and how far luck may have moved them."""

from __future__ import annotations

import re
from itertools import pairwise
from math import inf, isnan, nan, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.errors import ExperimentError
from journeysim.experiment.estimate import (
    bend,
    difference,
    estimate,
    half_width,
    intervals,
    pooled_half_width,
    shared,
    skewness,
    t_quantile,
)

TABLE = [
    (1, 0.90, 6.314), (1, 0.95, 12.706), (1, 0.99, 63.657),
    (2, 0.90, 2.920), (2, 0.95, 4.303), (2, 0.99, 9.925),
    (5, 0.90, 2.015), (5, 0.95, 2.571), (5, 0.99, 4.032),
    (10, 0.90, 1.812), (10, 0.95, 2.228), (10, 0.99, 3.169),
    (30, 0.90, 1.697), (30, 0.95, 2.042), (30, 0.99, 2.750),
    (120, 0.90, 1.658), (120, 0.95, 1.980), (120, 0.99, 2.617),
]  # fmt: skip
"""Two-sided quantiles as printed in the back of textbooks: freedom, confidence, value."""


@pytest.mark.parametrize(("freedom", "confidence", "value"), TABLE)
def test_quantiles_are_those_of_the_printed_table(
    freedom: int, confidence: float, value: float
) -> None:
    assert t_quantile(freedom, confidence) == pytest.approx(value, abs=5.1e-4)


@given(freedom=st.integers(1, 10_000), confidence=st.floats(0.5, 0.9999))
def test_quantiles_are_those_of_a_library_of_distributions(freedom: int, confidence: float) -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    expected = stats.t.ppf(0.5 + confidence / 2, freedom)
    assert t_quantile(freedom, confidence) == pytest.approx(expected, rel=1e-8)


def test_with_many_replications_the_quantile_is_the_normal_one() -> None:
    assert t_quantile(10**7, 0.95) == pytest.approx(1.959964, abs=1e-5)


def test_an_interval_by_hand() -> None:
    """1, 2, 3, 4: mean 2.5, variance 5/3, standard error sqrt(5/12), t(3) = 3.1824."""
    found = estimate([1.0, 2.0, 3.0, 4.0])
    assert (found.mean, found.n) == (2.5, 4)
    assert found.half == pytest.approx(3.18245 * sqrt(5 / 12), rel=1e-5)
    assert found.low + found.high == pytest.approx(5.0)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20))
def test_an_interval_is_that_of_a_library_of_statistics(values: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    error = stats.sem(values)
    expected = stats.t.ppf(0.975, len(values) - 1) * error
    assert half_width(values) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_replications_changes_no_bit(values: list[float], chance: object) -> None:
    again = list(values)
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert estimate(again) == estimate(values)


def test_equal_observations_leave_no_width() -> None:
    found = estimate([0.1] * 7)
    assert found.low == found.mean == found.high == 0.1
    assert found.half == 0.0


def test_more_confidence_is_wider() -> None:
    values = [1.0, 2.0, 4.0]
    assert half_width(values, 0.9) < half_width(values, 0.95) < half_width(values, 0.99)


def test_an_interval_of_one_replication_is_refused() -> None:
    with pytest.raises(ExperimentError, match="at least two replications"):
        half_width([1.0])


def test_one_replication_has_a_mean_and_no_interval() -> None:
    found = estimate([3.0])
    assert (found.mean, found.n) == (3.0, 1)
    assert isnan(found.low)
    assert isnan(found.high)
    assert isnan(found.half)
    assert not found.settled


def test_what_does_not_exist_is_left_out_and_counted() -> None:
    assert estimate([1.0, nan, 3.0]) == estimate([1.0, 3.0])
    assert estimate([1.0, nan, 3.0]).n == 2
    nothing = estimate([nan, nan])
    assert isnan(nothing.mean)
    assert nothing.n == 0
    assert not nothing.settled


@pytest.mark.parametrize(
    ("values", "settled"),
    [([1.0, 1.1], True), ([-1.0, -1.1], True), ([-1.0, 1.0], False), ([0.0, 0.0], False)],
)
def test_settled_means_that_zero_lies_outside(values: list[float], settled: bool) -> None:
    assert estimate(values).settled is settled


class TestDifference:
    """Same replication, same luck: differences are taken pair by pair."""

    def test_pairing_takes_out_the_luck_that_both_share(self) -> None:
        """Luck that moves both alike leaves the difference without any width."""
        theirs = [10.0, 20.0, 30.0, 40.0]
        ours = [value + 1.0 for value in theirs]
        found = difference(ours, theirs)
        assert (found.low, found.mean, found.high) == (1.0, 1.0, 1.0)
        assert estimate(ours).half > 10.0

    def test_pairs_are_by_position(self) -> None:
        assert difference([1.0, 2.0], [2.0, 1.0]).mean == 0.0
        assert difference([1.0, 2.0], [2.0, 1.0]).half > 0.0

    def test_a_pair_needs_both_sides(self) -> None:
        assert difference([1.0, nan, 5.0], [nan, 2.0, 3.0]).n == 1

    def test_different_numbers_of_replications_are_refused(self) -> None:
        with pytest.raises(ExperimentError, match="same replications on both sides"):
            difference([1.0, 2.0], [1.0])

    @given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=9))
    def test_against_itself_is_exactly_nothing(self, values: list[float]) -> None:
        found = difference(values, values)
        assert (found.low, found.mean, found.high) == (0.0, 0.0, 0.0)

    @given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=2, max_size=9))
    def test_turning_it_round_turns_the_sign(self, pairs: list[tuple[float, float]]) -> None:
        ours, theirs = zip(*pairs, strict=True)
        one, other = difference(ours, theirs), difference(theirs, ours)
        assert (one.mean, one.low, one.high) == (-other.mean, -other.high, -other.low)


def test_each_column_has_the_interval_it_would_have_by_itself() -> None:
    """Skewed to either side, even, alike and symmetric; cut off where it can go no farther."""
    table = np.array(
        [[0.1, 5.0, 2.0, 1.0], [0.4, 5.0, -2.0, 3.0], [0.2, 5.0, 9.0, 5.0], [9.8, 5.0, 0.5, 7.0]]
    )
    for within in ((-inf, inf), (-5.0, 9.9)):
        alone = [estimate(column, 0.9, within) for column in table.T.tolist()]
        low, high = intervals(table, 0.9, within)
        assert low == pytest.approx([each.low for each in alone], rel=1e-9)
        assert high == pytest.approx([each.high for each in alone], rel=1e-9)
    assert np.isnan(intervals(table[:1])).all()


def test_the_error_allowed_is_shared_in_one_place() -> None:
    """So that a family of intervals is as wide on the screen as in a report."""
    assert shared(0.95, 1) == pytest.approx(0.95)
    assert shared(0.95, 5) == pytest.approx(0.99)
    package = Path(__file__).resolve().parents[2] / "journeysim"
    computing = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(
            r"1(\.0)? - \(1(\.0)? - |1(\.0)? - CONFIDENCE|t_quantile\(", path.read_text("utf-8")
        )
    }
    assert computing == {"experiment/estimate.py"}


class TestSkewed:
    """Where a few large values make the mean, the interval reaches farther to their side."""

    def test_a_right_tail_moves_the_upper_end_alone(self) -> None:
        values = [0.1, 0.2, 0.1, 0.3, 0.2, 0.1, 0.2, 4.0]
        found, plain = estimate(values), half_width(values)
        assert found.high - found.mean > 1.5 * plain
        assert found.mean - found.low == pytest.approx(plain)
        assert found.half == pytest.approx(found.high - found.mean)

    def test_the_other_way_round_it_is_the_other_end(self) -> None:
        values = [0.1, 0.2, 0.1, 0.3, 0.2, 0.1, 0.2, 4.0]
        found, turned = estimate(values), estimate([-value for value in values])
        assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))

    def test_johnsons_bend_by_hand(self) -> None:
        """skew / (6 sqrt n) (1 + 2 t^2): 1.5 / 24 of nine at t = 2."""
        assert bend(2.0, 1.5, 16) == pytest.approx(0.0625 * 9.0)
        assert bend(2.0, -1.5, 16) == pytest.approx(-0.0625 * 9.0)
        values = [0.1, 0.2, 0.1, 0.3, 0.2, 0.1, 0.2, 4.0]
        found, plain = estimate(values), half_width(values)
        reach = t_quantile(7, 0.95)
        further = plain * bend(reach, skewness(values), 8) / reach
        assert found.high == pytest.approx(found.mean + plain + further)

    def test_a_little_more_skewness_reaches_a_little_further(self) -> None:
        """No spikes: over many small changes of one run, the band never jumps (that of a cubic does,
        to four times its width, where six runs are looked at with 99 %)."""
        ends = [
            estimate([0.0, 1.0, 2.0, 3.0, 4.0, 4.0 + step / 50.0], 0.99).high for step in range(400)
        ]
        assert max(abs(after - before) for before, after in pairwise(ends)) < 0.25

    @given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=20))
    def test_skewness_is_that_of_a_library_of_statistics(self, values: list[float]) -> None:
        stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
        if max(values) - min(values) > 1e-3:
            assert skewness(values) == pytest.approx(stats.skew(values, bias=False), abs=1e-6)

    @given(st.lists(st.floats(0, 1), min_size=2, max_size=20))
    def test_a_share_stays_between_nothing_and_all(self, values: list[float]) -> None:
        found = estimate(values, within=(0.0, 1.0))
        assert 0.0 <= found.low <= found.mean <= found.high <= 1.0
        apart = difference(values, values[::-1], within=(0.0, 1.0))
        assert -1.0 <= apart.low <= apart.high <= 1.0

    def test_what_few_replications_carry_is_not_settled(self) -> None:
        assert not estimate([0.0] + [1.0, 1.1] * 3).settled
        assert estimate([0.0] + [1.0, 1.1] * 4).settled
        assert estimate([1.0, 1.1] * 3).settled
        assert not estimate([0.0] * 9).thin


def test_groups_tell_together_what_one_tells_alone() -> None:
    """Of one group it is the t-interval; two that are alike tell twice as much of the spread."""
    group = [1.0, 2.0, 4.0, 3.0]
    assert pooled_half_width([group]) == pytest.approx(half_width(group))
    moved = [each + 10.0 for each in group]
    two = t_quantile(6, 0.95) * np.std(group, ddof=1) / np.sqrt(4)
    assert pooled_half_width([group, moved]) == pytest.approx(two)
    assert pooled_half_width([[1.0], [2.0]]) == 0.0
