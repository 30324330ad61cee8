"""Problems: how bad, how often in which segment, prevented or not, and who says so."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import pytest

from journeysim.model.population import Segment
from journeysim.model.problems import (
    REQUEST,
    Problem,
    changes_by_date,
    complaining,
    ever_comes,
    factor,
    is_prevented,
    is_request,
    piece_at,
    severity,
    would_complain,
)


class Kind(NamedTuple):
    """The part of an encoded problem that says what it is: its position in the list of kinds."""

    kind: int


FAILURE, ASKED = Kind(1 - REQUEST), Kind(REQUEST)


def test_a_request_is_told_from_a_failure() -> None:
    assert is_request(ASKED)  # type: ignore[arg-type]
    assert not is_request(FAILURE)  # type: ignore[arg-type]


def test_a_segment_has_failures_and_requests_each_in_its_own_proportion() -> None:
    segment = Segment(problem_factor=1.5, request_factor=0.5)
    assert factor(FAILURE, segment) == 1.5  # type: ignore[arg-type]
    assert factor(ASKED, segment) == 0.5  # type: ignore[arg-type]


@pytest.mark.parametrize(("u", "how_bad"), [(0.0, 0.27), (0.5, 0.45), (1.0, 0.63)])
def test_severity_varies_evenly_around_its_mean(u: float, how_bad: float) -> None:
    """mean x (0.6 + 0.8 u)."""
    assert severity(Problem(severity=0.45), u) == pytest.approx(how_bad)


def test_severity_without_spread_is_its_mean() -> None:
    assert severity(Problem(severity=0.45, severity_spread=0.0), 0.93) == 0.45


@pytest.mark.parametrize(
    ("u", "protection", "caught"),
    [(0.3, 0.0, False), (0.3, 0.3, False), (0.3, 0.31, True), (0.999, 1.0, True)],
)
def test_a_candidate_is_prevented_by_its_own_number(
    u: float, protection: float, caught: bool
) -> None:
    """u < protection: more protection catches everything that less does."""
    assert is_prevented(u, protection) is caught


@pytest.mark.parametrize(("ease", "chance"), [(0.0, 0.0), (0.5, 0.3), (1.0, 0.6), (5.0, 1.0)])
def test_easy_complaining_makes_complaints(ease: float, chance: float) -> None:
    assert complaining(Problem(complains=0.6), ease) == pytest.approx(chance)


@pytest.mark.parametrize(("u", "would"), [(0.0, True), (0.59, True), (0.6, False), (0.99, False)])
def test_who_would_complain_is_luck_and_not_ease(u: float, would: bool) -> None:
    assert would_complain(Problem(complains=0.6), u) is would


ALWAYS = (-inf, 2.0, inf, 0.0, inf, 0.0)
FOR_A_WHILE = (-inf, 0.0, 30.0, 2.0, 60.0, 0.0, inf, 0.0)
NEVER = (-inf, 0.0, inf, 0.0)


@pytest.mark.parametrize(
    ("now", "rate"), [(-9.0, 0.0), (29.9, 0.0), (30.0, 2.0), (59.9, 2.0), (60.0, 0.0), (1e6, 0.0)]
)
def test_a_rate_is_in_force_from_its_day_on(now: float, rate: float) -> None:
    assert FOR_A_WHILE[piece_at(FOR_A_WHILE, now) + 1] == rate


@pytest.mark.parametrize(
    ("pieces", "ever", "by_date"),
    [(ALWAYS, True, False), (FOR_A_WHILE, True, True), (NEVER, False, False)],
)
def test_what_never_comes_and_what_changes_by_date(
    pieces: tuple[float, ...], ever: bool, by_date: bool
) -> None:
    assert ever_comes(pieces) is ever
    assert changes_by_date(pieces) is by_date
