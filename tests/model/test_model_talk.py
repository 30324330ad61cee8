"""Talk: who brings a friend, what is said about the firm, and how long it is remembered."""

from __future__ import annotations

from math import exp

import pytest

from journeysim.model.talk import (
    LOUDEST,
    Talk,
    praise_chance,
    referral_chance,
    reputation,
    rumour_after,
    rumour_now,
    struck,
    telling_chance,
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
        (0.0, 1, 0.0012),
        (0.0, 0, -0.005),
        (-0.3, 1, -0.2988),
        (LOUDEST, 1, LOUDEST),
        (-LOUDEST, 0, -LOUDEST),
    ],
)
def test_a_person_told_counts_alike_whatever_they_are_told(
    before: float, good: int, after: float
) -> None:
    """5 people told of a bad one, 1.2 of a good one, within limits."""
    talk = Talk(hit=0.001)
    people = talk.told_good if good else talk.told_bad
    assert rumour_after(talk, before, good, people) == pytest.approx(after)


@pytest.mark.parametrize(
    ("gap", "lift", "chance"),
    [(365.0, 0.0, 1 - exp(-1)), (30.0, 0.25, 1.5 * (1 - exp(-30 / 365))), (365.0, -0.5, 0.0),
     (36500.0, 1.0, 1.0)],
)  # fmt: skip
def test_the_contented_speak_well_about_once_a_year(gap: float, lift: float, chance: float) -> None:
    """(1 - exp(-gap a year)) max(0, 1 + 2 lift), at most surely."""
    assert praise_chance(Talk(), gap, lift) == pytest.approx(chance)


@pytest.mark.parametrize(("hit", "chance"), [(0.0, 0.0), (0.15, 0.0822), (0.45, 0.74), (0.9, 0.74)])
def test_worse_failures_are_told_by_the_square(hit: float, chance: float) -> None:
    assert telling_chance(Talk(), hit, 0.45) == pytest.approx(chance, abs=1e-4)


def test_talk_is_forgotten() -> None:
    assert rumour_now(Talk(), -0.4, 365.0) == pytest.approx(-0.2)
    assert rumour_now(Talk(), 0.0, 365.0) == 0.0


def test_reputation_is_one_while_as_much_is_said_as_on_day_0() -> None:
    assert reputation(0.0, 0.0) == reputation(0.3, 0.3) == 1.0
    assert reputation(-0.4, 0.1) == pytest.approx(exp(-0.5))


@pytest.mark.parametrize(
    ("before", "scandal", "after"),
    [(0.0, -0.3, -0.3), (0.2, -0.5, -0.3), (-1.9, -0.5, -LOUDEST), (1.9, 0.5, LOUDEST)],
)
def test_a_scandal_adds_to_what_is_said(before: float, scandal: float, after: float) -> None:
    assert struck(before, scandal) == pytest.approx(after)
