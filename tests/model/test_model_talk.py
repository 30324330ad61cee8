"""Talk: who brings a friend, what is said about the firm, and how long it is remembered."""

from __future__ import annotations

from math import exp

import pytest

from journeysim.model.talk import (
    LOUDEST,
    Talk,
    referral_chance,
    reputation,
    rumour_after,
    rumour_now,
    struck,
)


@pytest.mark.parametrize(
    ("lift", "chance"), [(0.0, 0.05), (0.2, 0.07), (-0.25, 0.025), (-0.5, 0.0), (-0.9, 0.0)]
)
def test_the_contented_bring_friends(lift: float, chance: float) -> None:
    """q max(0, 1 + 2 lift)."""
    assert referral_chance(Talk(referral=0.05), lift) == pytest.approx(chance)


def test_a_chance_is_never_above_one() -> None:
    assert referral_chance(Talk(referral=0.9), 1.0) == 1.0


@pytest.mark.parametrize(
    ("before", "good", "after"),
    [
        (0.0, 1, 0.0025),
        (0.0, 0, -0.01),
        (-0.3, 1, -0.2975),
        (LOUDEST, 1, LOUDEST),
        (-LOUDEST, 0, -LOUDEST),
    ],
)
def test_bad_words_weigh_more_than_good_ones(before: float, good: int, after: float) -> None:
    """10 people told of a bad one at full weight, 5 of a good one at half, within limits."""
    assert rumour_after(Talk(hit=0.001), before, good, 5.0 if good else 10.0) == pytest.approx(
        after
    )


def test_talk_is_forgotten() -> None:
    assert rumour_now(Talk(), -0.4, 365.0) == pytest.approx(-0.2)
    assert rumour_now(Talk(), 0.0, 365.0) == 0.0


def test_reputation_is_one_when_nothing_is_said() -> None:
    assert reputation(0.0) == 1.0
    assert reputation(-0.4) == pytest.approx(exp(-0.4))


@pytest.mark.parametrize(
    ("before", "scandal", "after"),
    [(0.0, -0.3, -0.3), (0.2, -0.5, -0.3), (-1.9, -0.5, -LOUDEST), (1.9, 0.5, LOUDEST)],
)
def test_a_scandal_adds_to_what_is_said(before: float, scandal: float, after: float) -> None:
    assert struck(before, scandal) == pytest.approx(after)
