"""Care: what a touch is made of, whom it is meant for, and how strongly it is felt."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import pytest
from pydantic import ValidationError

from journeysim.model.care import (
    AFTER_RESOLUTION,
    AFTER_SILENCE,
    AT_PROBLEM,
    CATALOGUE,
    MOST_LUCK,
    ON_DATE,
    TRIGGERS,
    Care,
    Touch,
    burden,
    discounts,
    draw_slot,
    effort,
    in_audience,
    is_for_all,
    offer_response,
    once_again,
    only_repays,
    protected,
    protection,
    reach,
    remembered,
    risk_score,
    silence_ordinal,
    strength,
)
from journeysim.model.experience import Experience

EXPERIENCE, CARE = Experience(), Care()

ABOUT_NOTHING = {"thank_you"}
"""What nobody takes to, and many firms do all the same."""


class Meant(NamedTuple):
    """An audience as an engine reads it: a bit mask of segments, and the bounds."""

    segments: int = 0
    satisfaction_from: float = 0.0
    satisfaction_below: float = 2.0
    trust_from: float = -1.0
    trust_below: float = 2.0
    tenure_from: float = 0.0
    tenure_below: float = 1e6
    worth_from: float = 0.0
    worth_below: float = 1e9
    risk_from: float = 0.0
    risk_below: float = 1e9
    selective: int = 1


SOMEBODY = {
    "segment": 1,
    "satisfaction": 0.7,
    "trust": 0.0,
    "tenure": 50.0,
    "worth": 300.0,
    "risk": 0.04,
}


@pytest.mark.parametrize(
    ("audience", "meant"),
    [
        (Meant(), True),
        (Meant(segments=0b010), True),
        (Meant(segments=0b101), False),
        (Meant(satisfaction_from=0.7), True),
        (Meant(satisfaction_below=0.7), False),
        (Meant(trust_from=0.01), False),
        (Meant(trust_below=0.01), True),
        (Meant(tenure_from=50.0, tenure_below=51.0), True),
        (Meant(tenure_from=51.0), False),
        (Meant(worth_below=300.0), False),
        (Meant(worth_from=300.0), True),
        (Meant(risk_from=0.05), False),
        (Meant(risk_from=0.03, risk_below=0.05), True),
    ],
)
def test_an_audience_holds_from_its_lower_bounds_to_below_its_upper(
    audience: Meant, meant: bool
) -> None:
    assert in_audience(audience, **SOMEBODY) is meant


@pytest.mark.parametrize("measure", ["satisfaction", "trust", "tenure", "worth", "risk"])
def test_who_stands_on_a_bound_is_within_from_it_and_not_below_it(measure: str) -> None:
    value = SOMEBODY[measure]
    assert in_audience(Meant()._replace(**{f"{measure}_from": value}), **SOMEBODY)  # type: ignore[arg-type]
    assert not in_audience(Meant()._replace(**{f"{measure}_below": value}), **SOMEBODY)  # type: ignore[arg-type]


def test_an_audience_without_conditions_is_for_all() -> None:
    assert is_for_all(Meant(selective=0))
    assert not is_for_all(Meant(selective=1))


@pytest.mark.parametrize(
    ("noise", "normal", "score"),
    [(0.0, 3.0, 0.04), (0.5, 1.0, 0.0659489), (0.5, -1.0, 0.02426123), (0.5, 2.0, 0.1087313)],
)
def test_a_risk_score_is_the_hazard_times_lognormal_noise(
    noise: float, normal: float, score: float
) -> None:
    assert risk_score(0.04, noise, normal) == pytest.approx(score)


@pytest.mark.parametrize(
    ("staff", "cost", "whole"),
    [
        ("0 min", 0.0, 0.0),
        ("0 min", 3.0, 0.6321206),
        ("6 min", 0.0, 0.6321206),
        ("6 min", 3.0, 0.8646647),
        ("0 min", 0.3, 0.0951626),
        ("1 h", 1000.0, 1.0),
    ],
)
def test_effort_saturates_in_work_and_cost(staff: str, cost: float, whole: float) -> None:
    """1 - exp(-(0.5 minutes + cost) / 3): nothing for nothing."""
    assert effort(CARE, Touch(staff=staff, cost=cost)) == pytest.approx(whole, abs=1e-7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "since", "left"), [(0.0, 9.0, 0.0), (2.0, 0.0, 2.0), (2.0, 365.0, 0.7357589)]
)
def test_touches_are_forgotten_by_and_by(count: float, since: float, left: float) -> None:
    """count exp(-days / 365 d)."""
    assert remembered(CARE, count, since) == pytest.approx(left)


@pytest.mark.parametrize(("count", "left"), [(0.0, 1.0), (1.0, 0.7), (2.0, 0.49), (0.5, 0.83666)])
def test_each_further_one_of_a_kind_counts_for_less(count: float, left: float) -> None:
    """0.7 for each that is remembered."""
    assert once_again(CARE, count) == pytest.approx(left, rel=1e-6)


@pytest.mark.parametrize(
    ("personal", "known", "wider", "lighter"),
    [(0.0, 1.0, 0.6, 0.8), (1.0, 0.0, 0.6, 0.8), (1.0, 1.0, 0.72, 0.68), (0.5, 0.5, 0.63, 0.77)],
)
def test_personal_touches_reach_more_of_those_one_knows_and_weigh_less(
    personal: float, known: float, wider: float, lighter: float
) -> None:
    """reach (1 + 0.2 personal known), at most one, and burden (1 - 0.15 personal known)."""
    touch = Touch(reach=0.6, burden=0.8, personal=personal)
    assert reach(CARE, touch, known) == pytest.approx(wider)
    assert burden(CARE, touch, known) == pytest.approx(lighter)
    assert reach(CARE, Touch(reach=0.9, personal=1.0), 1.0) == 1.0


@pytest.mark.parametrize(
    ("shares", "together"),
    [((), 0.0), ((0.25,), 0.25), ((0.25, 0.2), 0.4), ((0.5, 0.5), 0.6), ((1.0, 0.3), 0.6)],
)
def test_protections_come_together_and_never_prevent_all(
    shares: tuple[float, ...], together: float
) -> None:
    """1 - prod(1 - p), at most 0.6."""
    left = 1.0
    for share in shares:
        left *= 1.0 - protection(EXPERIENCE, share, 1.0)
    assert protected(CARE, left) == pytest.approx(together)


class SetOff(NamedTuple):
    """The part of an encoded touch that says what sets it off."""

    trigger: int
    luck: int = 0
    every: float = 30.0


@pytest.mark.parametrize("trigger", range(len(TRIGGERS)))
def test_only_what_follows_trouble_adds_no_credit(trigger: int) -> None:
    trouble = (AFTER_RESOLUTION, AT_PROBLEM)
    assert only_repays(SetOff(trigger)) is (trigger in trouble)  # type: ignore[arg-type]


@pytest.mark.parametrize("trigger", range(8))
@pytest.mark.parametrize("luck", [0, 1, 7, 1000])
def test_the_first_eight_triggers_name_their_draws_as_ever(trigger: int, luck: int) -> None:
    """trigger + 8 x luck: a log of an earlier version is the log of this one."""
    assert draw_slot(SetOff(trigger, luck)) == trigger + 8 * luck  # type: ignore[arg-type]


def test_no_two_pairs_of_trigger_and_luck_share_their_draws() -> None:
    """However many triggers there will be."""
    pairs = product(range(3 * len(TRIGGERS)), range(MOST_LUCK + 1))
    slots = [draw_slot(SetOff(*pair)) for pair in pairs]  # type: ignore[arg-type]
    assert len(set(slots)) == len(slots)


def test_every_trigger_has_its_number() -> None:
    assert [TRIGGERS[each] for each in (AFTER_RESOLUTION, AT_PROBLEM, AFTER_SILENCE, ON_DATE)] == [
        "resolution",
        "problem",
        "silence",
        "date",
    ]


@pytest.mark.parametrize(
    ("occasions", "quiet", "ordinal"),
    [(0, 30.0, 1), (0, 59.99, 2), (0, 60.01, 2), (3, 30.0, 193), (3, 1e6, 255)],
)
def test_each_silence_has_an_ordinal_of_its_own(occasions: int, quiet: float, ordinal: int) -> None:
    """64 x occasions + how many times the silence has lasted."""
    assert silence_ordinal(SetOff(AFTER_SILENCE), occasions, quiet) == ordinal  # type: ignore[arg-type]


def test_how_people_take_to_touches_and_protection_scales_both() -> None:
    lukewarm = Experience(touch_effect=0.5, prevention_effect=0.5)
    assert strength(lukewarm, 0.12, 1.0) == pytest.approx(0.06)
    assert strength(EXPERIENCE, 0.12, 0.5) == pytest.approx(0.06)
    assert strength(Experience(touch_effect=10.0), 0.12, 1.0) == 1.0
    assert protection(lukewarm, 0.6, 1.0) == pytest.approx(0.3)
    assert protection(EXPERIENCE, 0.6, 0.5) == pytest.approx(0.3)
    assert protection(Experience(prevention_effect=10.0), 0.6, 0.9) == 0.9


@pytest.mark.parametrize(
    ("discount", "response", "offer"),
    [
        (0.0, 1.0, 0.0),
        (0.001, 1.0, 0.0079205),
        (0.05, 1.0, 0.2528482),
        (0.05, -1.0, -0.2528482),
        (0.05, 0.0, 0.0),
        (1.0, 1.0, 0.4),
    ],
)
def test_each_takes_a_discount_their_own_way_and_nothing_for_nothing(
    discount: float, response: float, offer: float
) -> None:
    """0.4 response (1 - exp(-discount / 0.05)): 0 on average, and it vanishes with the discount."""
    assert offer_response(EXPERIENCE, discount, response) == pytest.approx(offer, abs=1e-7)


@pytest.mark.parametrize(
    ("discount", "lasts", "gives"), [(0.0, "90 d", False), (0.1, "0 d", False), (0.1, "90 d", True)]
)
def test_a_discount_needs_a_size_and_a_time(discount: float, lasts: str, gives: bool) -> None:
    assert discounts(Touch(discount=discount, lasts=lasts)) is gives  # type: ignore[arg-type]


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_catalogue_entry_is_a_touch_and_can_be_changed(name: str) -> None:
    touch = Touch(like=name)
    assert touch.like == name
    assert touch.about, f"model/care.py: CATALOGUE: {name}: say what it is: about"
    assert Touch(like=name, cost=7.5).cost == 7.5
    effects = (
        touch.credit,
        touch.trust,
        touch.finds,
        touch.wake,
        touch.discount,
        touch.community,
    )
    assert any(effects) or touch.intercepts or name in ABOUT_NOTHING, (
        f"model/care.py: CATALOGUE: {name} does nothing: give it an effect, such as credit"
    )


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_people_are_to_take_to_needs_somebody_or_something(name: str) -> None:
    touch = Touch(like=name)
    felt = touch.credit or touch.trust or touch.finds or touch.community
    assert not felt or effort(CARE, touch) > 0.0, (
        f"model/care.py: CATALOGUE: {name} does nothing without effort: give it staff or cost"
    )


def test_catalogue_entries_with_the_same_mechanism_share_it() -> None:
    """What an entry does is said in knobs alone: spelt out, it is the same touch."""
    spelt_out = Touch(**CATALOGUE["thank_you"])
    assert spelt_out.model_dump(exclude={"like"}) == Touch(like="thank_you").model_dump(
        exclude={"like"}
    )


def test_an_unknown_catalogue_entry_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        ValidationError, match=f"like must be one of {', '.join(sorted(CATALOGUE))}"
    ):
        Touch(like="checkin")


def test_a_touch_left_alone_does_nothing_but_weigh() -> None:
    plain = Touch()
    assert (plain.credit, plain.trust, plain.finds, plain.wake, plain.discount) == (0, 0, 0, 0, 0)
    assert plain.burden == 1.0
