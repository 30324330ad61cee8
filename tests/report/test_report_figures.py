"""Figures: numbers as people write them, alone in a sentence or together in a row."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.numerals import spelled
from journeysim.report.figures import NOTHING, Scale, by_chance, figure, scale, scale_apart

EURO = "EUR"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.4234, "share", "42.3 %"),
        (1.0, "share", "100.0 %"),
        (0.0, "share", "0.0 %"),
        (-0.00001, "share", "0.0 %"),
        (0.0, "money", "0 EUR"),
        (-584.4, "money", "-584 EUR"),
        (999.6, "money", "1,000 EUR"),
        (9_999.4, "money", "9,999 EUR"),
        (9_999.6, "money", "10.0 k EUR"),
        (-35_600.0, "money", "-35.6 k EUR"),
        (99_949.0, "money", "99.9 k EUR"),
        (99_951.0, "money", "100 k EUR"),
        (999_499.0, "money", "999 k EUR"),
        (999_501.0, "money", "1.00 M EUR"),
        (9_994_000.0, "money", "9.99 M EUR"),
        (9_996_000.0, "money", "10.0 M EUR"),
        (1_234_567_890.0, "money", "1,234.6 M EUR"),
        (1234.5, "money per year", "1,234 EUR a year"),
        (1234.4, "count", "1,234"),
        (0.4, "count", "0"),
        (2.0, "days", "2 days"),
        (0.444, "min", "0.44 min"),
        (12.34, "min", "12.3 min"),
        (123.4, "min", "123 min"),
        (1234.0, "min", "1,234 min"),
        (0.6432, "score", "0.643"),
        (0.00012345, "score", "0.000123"),
        (0.0, "score", "0"),
        (2.4772, "per customer-year", "2.48 a year"),
        (3.0, "years", "3.00 years"),
        (nan, "money", NOTHING),
    ],
)
def test_a_figure_alone_carries_its_unit(value: float, unit: str, text: str) -> None:
    assert figure(value, unit, EURO) == text


def test_a_figure_needs_no_currency() -> None:
    assert figure(35_600.0, "money") == "35.6 k"


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ([52_345.0, -615.0, 3_402.0], "money", ["52.3", "-0.6", "3.4"]),
        ([8_712.0, 899.0], "money", ["8,712", "899"]),
        ([1_500_000.0, 20_000.0], "money", ["1.50", "0.02"]),
        ([0.5, 0.05], "share", ["50.0", "5.0"]),
        ([30.7, 0.123], "per customer-year", ["30.7", "0.1"]),
        ([3.21, 14.7], "min", ["3.2", "14.7"]),
        ([nan, 5.0], "count", [NOTHING, "5"]),
        ([], "score", []),
    ],
)
def test_figures_of_one_row_share_a_scale(
    values: list[float], unit: str, expected: list[str]
) -> None:
    own = scale(values, unit)
    assert [own.plain(value) for value in values] == expected


@pytest.mark.parametrize(
    ("differences", "shown"),
    [
        ((360_000, 20_000, -1_060_000), ["+360", "+20", "-1,060"]),
        ((2_300, -62_000), ["+2.3", "-62.0"]),
        ((1_200_000, 450_000), ["+1.20", "+0.45"]),
        ((12_600_000, 23_600_000, -2_800_000), ["+12.6", "+23.6", "-2.8"]),
        ((12_600_000, 120_000), ["+12.60", "+0.12"]),
        ((250_000_000, 20_000), ["+250.0", "0.0"]),
        ((0.0, 0.0), ["0", "0"]),
    ],
)
def test_the_least_of_some_differences_is_still_read(
    differences: tuple[float, ...], shown: list[str]
) -> None:
    own = scale_apart(differences, "money", "EUR")
    assert [spelled(own.signed(each)) for each in differences] == shown


def test_what_is_infinite_does_not_set_the_scale() -> None:
    assert scale([inf, nan, 0.5], "score") == scale([0.5], "score")


class TestDifferences:
    """A difference has its sign; its interval is half a width."""

    POINTS = Scale(100.0, 1, "%")

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0.017, "+1.7"), (-0.017, "-1.7"), (0.0, "0"), (0.0001, "0.0"), (-0.0001, "0.0"),
            (nan, NOTHING),
        ],
    )  # fmt: skip
    def test_exactly_nothing_is_told_from_next_to_nothing(self, value: float, text: str) -> None:
        assert self.POINTS.signed(value) == text

    @pytest.mark.parametrize(
        ("value", "text"), [(0.573, "±57.3"), (0.0, "±0.0"), (nan, ""), (inf, "±inf")]
    )
    def test_luck_that_cannot_be_told_leaves_no_interval(self, value: float, text: str) -> None:
        assert self.POINTS.half(value) == text

    def test_thousands_are_separated(self) -> None:
        assert Scale(1.0, 0, "").signed(-12_345.0) == "-12,345"
        assert Scale(1.0, 0, "").half(4_124.0) == "±4,124"


@given(st.floats(-1e12, 1e12), st.sampled_from(["share", "money", "count", "min", "score"]))
def test_a_figure_reads_back_to_within_its_last_digit(value: float, unit: str) -> None:
    own = scale([value], unit)
    read = float(own.plain(value).replace(",", "")) / own.factor
    assert abs(read - value) <= 0.51 * 10**-own.decimals / own.factor + abs(value) * 1e-12


@given(st.floats(-1e9, 1e9))
def test_there_is_no_negative_nothing(value: float) -> None:
    for unit in ("share", "money", "count", "min", "score"):
        text = scale([value], unit).plain(value)
        assert text.strip("-0.,") or not text.startswith("-")


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ((30.0, 26.0, 34.0), "give or take 4 by chance"),
        ((30.0, 26.0, 35.0), "give or take 5 by chance"),
        ((30.0, 20.0, 44.0), "20 to 44 by chance"),
        ((-30.0, -44.0, -20.0), "20 to 44 by chance"),
        ((5.0, -20.0, 12.0), "-20 to +12 by chance"),
        ((5.0, 5.0 - 1e-9, 5.0 + 1e-9), "give or take less than 1 by chance"),
    ],
)
def test_chance_is_said_by_one_number_only_where_it_reaches_as_far_to_either_side(
    ends: tuple[float, float, float], text: str
) -> None:
    assert by_chance(*ends, Scale(1.0, 0, "")) == text
