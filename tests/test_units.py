"""Units read what people write, and write what reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim import units


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1 d", 1.0),
        ("36 h", 1.5),
        ("90min", 0.0625),
        ("86400 s", 1.0),
        ("2 weeks", 14.0),
        ("1 month", 365 / 12),
        ("1 quarter", 91.25),
        ("1.5 years", 547.5),
        ("1_000 d", 1000.0),
    ],
)
def test_durations_are_days(text: str, days: float) -> None:
    assert units.days(text) == pytest.approx(days, rel=1e-15)


@pytest.mark.parametrize(
    "text", [3, 3.0, "3", "3 parsecs", "d", "", "three d", None, True, "1 2 d"]
)
def test_a_duration_without_a_unit_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="needs a unit"):
        units.days(text)


OTHER_DIGITS = ("٣", "३", "３", "²", "1_", "_1", "1__0")


@pytest.mark.parametrize("number", OTHER_DIGITS)
def test_digits_are_0_to_9_and_underscores_stand_between_them(number: str) -> None:
    for reader, unit in ((units.days, "d"), (units.per_day, "per d"), (units.share, "%")):
        with pytest.raises(ValueError):
            reader(f"{number} {unit}")


def test_rates_are_per_day() -> None:
    assert units.per_day("365 per year") == 1.0
    assert units.per_day("24/d") == 24.0
    assert units.per_day("26 per h") == pytest.approx(624.0)
    with pytest.raises(ValueError, match="needs a unit"):
        units.per_day(3)


@pytest.mark.parametrize(("given_", "share"), [(0.15, 0.15), ("15 %", 0.15), (1, 1.0), ("0%", 0.0)])
def test_shares_are_of_one(given_: object, share: float) -> None:
    assert units.share(given_) == pytest.approx(share)


@pytest.mark.parametrize("given_", [True, "0.15", "x %", None])
def test_what_is_no_share_is_refused(given_: object) -> None:
    with pytest.raises(ValueError, match="share"):
        units.share(given_)


def test_an_infinite_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        units.days("1e999 d")


@given(st.floats(min_value=1e-9, max_value=1e6))
def test_a_duration_reads_back_to_the_same_bits(days: float) -> None:
    assert units.days(units.duration_text(days)) == days


@given(st.floats(min_value=1e-9, max_value=1e6))
def test_a_rate_reads_back_to_the_same_bits(rate: float) -> None:
    assert units.per_day(units.rate_text(rate)) == rate


def test_texts_read_well() -> None:
    assert units.duration_text(9 / 1440) == "9 min"
    assert units.duration_text(180.0) == "180 d"
    assert units.duration_text(0.0) == "0 d"
    assert units.rate_text(units.per_day("3 per year")) == "3 per year"
