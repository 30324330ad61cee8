"""Hours: text becomes a week of quarters; who comes at night comes again when it is open."""

from __future__ import annotations

from math import ceil, floor, isinf

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from journeysim.model.hours import (
    DAYS,
    QUARTERS,
    QUARTERS_A_DAY,
    next_staffing,
    quarter_of,
    quarters,
    reopening,
)

OFFICE = "mon-fri 08:00-17:00, sat 9-13"


def open_at(week: tuple[int, ...], day: int, hour: float) -> bool:
    return bool(week[day * QUARTERS_A_DAY + int(hour * 4)])


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("always", 168.0),
        ("never", 0.0),
        (OFFICE, 49.0),
        ("mon 0-24", 24.0),
        ("sat-mon 10:15-11:45", 4.5),
        ("mon 8-12, mon 10-14", 6.0),
        ("  Mon-Fri 08:00 - 09:00 ", 5.0),
    ],
)
def test_a_week_is_open_for_so_many_hours(text: str, hours: float) -> None:
    week = quarters(text)
    assert len(week) == QUARTERS
    assert set(week) <= {0, 1}
    assert sum(week) / 4 == hours


def test_opening_includes_its_beginning_and_not_its_end() -> None:
    week = quarters(OFFICE)
    assert not open_at(week, 0, 7.75)
    assert open_at(week, 0, 8.0)
    assert open_at(week, 4, 16.75)
    assert not open_at(week, 4, 17.0)
    assert open_at(week, 5, 9.0)
    assert not open_at(week, 5, 13.0)
    assert not any(week[6 * QUARTERS_A_DAY :])


def test_a_range_of_days_may_run_over_the_week_end() -> None:
    week = quarters("sat-mon 10-11")
    assert [day for day in range(7) if open_at(week, day, 10.0)] == [0, 5, 6]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mon",
        "monday 8-9",
        "mon 8:10-9",
        "mon 25-26",
        "mon 9-8",
        "mon 9-9",
        "mon-xyz 8-9",
        "8-9",
    ],
)
def test_what_is_no_opening_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as \"mon-fri 08:00-17:00"):
        quarters(text)


@pytest.mark.parametrize(
    ("now", "quarter"),
    [(0.0, 0), (0.999 / 96, 0), (1 / 96, 1), (0.5, 48), (7.0, 0), (13.99999, 671), (700.25, 24)],
)
def test_a_time_lies_in_a_quarter_of_the_week(now: float, quarter: int) -> None:
    assert quarter_of(now) == quarter


def test_boundaries_belong_to_the_later_quarter_in_every_week() -> None:
    for boundary in range(0, 500 * QUARTERS, 997):
        assert quarter_of(boundary / 96) == boundary % QUARTERS


WEEKS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 95), st.integers(1, 96)), min_size=1, max_size=6
)


def week_of(parts: list[tuple[int, int, int]]) -> tuple[int, ...]:
    """A week open from some quarters to others."""
    week = [0] * QUARTERS
    for day, start, end in parts:
        for quarter in range(start, max(start + 1, end)):
            week[day * QUARTERS_A_DAY + quarter] = 1
    return tuple(week)


@given(WEEKS, st.floats(0, 1000), st.floats(0, 1, exclude_max=True))
def test_whoever_comes_again_finds_it_open_on_the_next_open_day(
    parts: list[tuple[int, int, int]], now: float, u: float
) -> None:
    """Within the rest of the first day that has an open quarter after this one."""
    week = week_of(parts)
    assume(not week[quarter_of(now)])
    when = reopening(week, now, u)
    assert when >= now
    assert when - now <= 8.0
    first = next(q for q in range(int(now * 96 + 1e-6) + 1, 10**6) if week[q % QUARTERS])
    within = {floor(when * 96), ceil(when * 96) - 1}
    assert any(week[q % QUARTERS] and q // 96 == first // 96 for q in within)


@given(WEEKS, st.integers(0, 6))
def test_they_come_evenly_over_the_open_hours_of_that_day(
    parts: list[tuple[int, int, int]], day: int
) -> None:
    """Equal steps of u take equal shares of every open quarter."""
    week = week_of(parts)
    assume(not week[day * QUARTERS_A_DAY])
    times = [reopening(week, float(day), (k + 0.5) / 960) for k in range(960)]
    assert times == sorted(times)
    counts: dict[int, int] = {}
    for when in times:
        counts[int(when * 96)] = counts.get(int(when * 96), 0) + 1
    even = 960 / len(counts)
    assert all(abs(count - even) <= 1.0 for count in counts.values())
    last = (min(counts) // QUARTERS_A_DAY + 1) * QUARTERS_A_DAY
    assert set(counts) == {q for q in range(min(counts), last) if week[q % QUARTERS]}


def test_what_never_opens_never_opens() -> None:
    assert isinf(reopening(quarters("never"), 3.3, 0.5))
    assert isinf(reopening(quarters("never"), -3.3, 0.5))


def test_after_a_day_is_half_over_only_its_rest_counts() -> None:
    week = quarters("mon 8-9, mon 14-15, tue 8-9")
    assert reopening(week, 0.5, 0.0) == pytest.approx(14 / 24)
    assert reopening(week, 0.5, 0.999999) == pytest.approx(15 / 24, abs=1e-5)
    assert reopening(week, 16 / 24, 0.5) == pytest.approx(1 + 8.5 / 24)
    assert reopening(week, 2.0, 0.0) == pytest.approx(7 + 8 / 24)


def test_staffing_changes_at_the_next_boundary_where_something_differs() -> None:
    opens = quarters("mon 8-10")
    agents = tuple(2 * flag for flag in opens)
    assert next_staffing(agents, agents, opens, 0.0) == pytest.approx(8 / 24)
    assert next_staffing(agents, agents, opens, 8 / 24) == pytest.approx(10 / 24)
    assert next_staffing(agents, agents, opens, 10 / 24) == pytest.approx(7 + 8 / 24)
    more = list(agents)
    more[36] = 3
    assert next_staffing(tuple(more), agents, opens, 8 / 24) == pytest.approx(9 / 24)
    assert isinf(next_staffing((1,) * QUARTERS, (1,) * QUARTERS, (1,) * QUARTERS, 5.0))


def test_the_days_of_the_week_begin_on_monday() -> None:
    for index, name in enumerate(DAYS):
        assert quarters(f"{name} 0-24").index(1) == index * QUARTERS_A_DAY


@pytest.mark.parametrize("now", [0.1, 0.5, 2.0, 5.9, 6.99])
def test_a_week_before_day_0_is_a_week(now: float) -> None:
    """Times before day 0 are negative, and as good as any."""
    week = quarters("mon-tue 8-11, sat 9-10")
    assert reopening(week, now - 364.0, 0.3) == pytest.approx(reopening(week, now, 0.3) - 364.0)
    assert (
        next_staffing(week, week, week, now - 364.0) == next_staffing(week, week, week, now) - 364.0
    )
    assert quarter_of(now - 364.0) == quarter_of(now)
