"""Experience: how hits add up, fade and are given back, number by number."""

from __future__ import annotations

from collections.abc import Callable
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.causes import GRIEVANCES
from journeysim.model.customer import Case, Customer, Dealings
from journeysim.model.experience import (
    Experience,
    averaged,
    bonus_now,
    burden_now,
    credit_now,
    debit_now,
    debits_left,
    debits_now,
    failure_hit,
    goodwill_bonus,
    hit_left,
    learnt,
    lift_now,
    overcontact_debit,
    promise_now,
    question_grievance,
    questions_now,
    recovery,
    room,
    satisfaction_now,
    shrinkage,
    tolerated_wait,
    trust_now,
    vain_try,
    waiting_debit,
    weight_of,
    welcome,
)

EXPERIENCE = Experience()
MINUTE = 1.0 / 1440.0


def person(**state: object) -> Customer:
    return Customer(**state)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read", "state", "half_life"),
    [
        (credit_now, {"credit": 0.2, "felt_at": 10.0}, 90.0),
        (bonus_now, {"bonus": 0.2, "felt_at": 10.0}, 90.0),
        (trust_now, {"trust": 0.2, "felt_at": 10.0}, 365.0),
        (promise_now, {"promise": 0.2, "felt_at": 10.0}, 120.0),
    ],
)
def test_states_fade_by_half_in_their_half_life(
    read: Callable[..., float], state: dict[str, float], half_life: float
) -> None:
    customer = person(**state)
    assert read(EXPERIENCE, customer, 10.0) == 0.2
    assert read(EXPERIENCE, customer, 10.0 + half_life) == pytest.approx(0.1)
    assert read(EXPERIENCE, customer, 10.0 + 2 * half_life) == pytest.approx(0.05)
    assert read(EXPERIENCE, person(), 1000.0) == 0.0


def test_distrust_fades_towards_neutral_too() -> None:
    assert trust_now(EXPERIENCE, person(trust=-0.4), 365.0) == pytest.approx(-0.2)


def test_credit_lasts_longer_in_the_community() -> None:
    """Half-life x 1.5: 135 days."""
    assert credit_now(EXPERIENCE, person(credit=0.2, member=1), 135.0) == pytest.approx(0.1)


def test_grievances_fade_alike_and_add_up() -> None:
    customer = person(felt_at=10.0)
    customer.debit[0], customer.debit[3] = 0.2, 0.1
    customer.aggrieved = 4
    assert debit_now(EXPERIENCE, customer, 0, 375.0) == pytest.approx(0.1)
    assert debit_now(EXPERIENCE, customer, 1, 375.0) == 0.0
    assert debits_now(EXPERIENCE, customer, 10.0) == pytest.approx(0.3)
    assert debits_now(EXPERIENCE, customer, 740.0) == pytest.approx(0.075)
    assert debits_left(EXPERIENCE, customer, 375.0) == pytest.approx(0.5)
    assert debits_left(EXPERIENCE, person(felt_at=10.0), 375.0) == 1.0


@pytest.mark.parametrize(
    ("credit", "bonus", "debit", "lift", "reported"),
    [
        (0.0, 0.0, 0.0, 0.0, 0.7),
        (0.2, 0.0, 0.0, 0.2, 0.9),
        (0.1, 0.05, 0.3, -0.15, 0.55),
        (0.5, 0.1, 0.0, 0.6, 1.0),
        (0.0, 0.0, 0.9, -0.9, 0.0),
    ],
)
def test_reported_satisfaction_is_derived_and_clipped(
    credit: float, bonus: float, debit: float, lift: float, reported: float
) -> None:
    """clip(0.7 + C + R - D, 0, 1)."""
    customer = person(credit=credit, bonus=bonus)
    customer.debit[2] = debit
    customer.aggrieved = 4
    assert lift_now(EXPERIENCE, customer, 0.0) == pytest.approx(lift)
    assert satisfaction_now(EXPERIENCE, customer, 0.0) == pytest.approx(reported)


@pytest.mark.parametrize(("debits", "left"), [(0.0, 1.0), (0.3, 0.7), (1.0, 0.0), (1.4, 0.0)])
def test_the_worse_the_account_the_less_one_more_adds(debits: float, left: float) -> None:
    assert room(debits) == pytest.approx(left)


@pytest.mark.parametrize(
    ("severity", "trust", "promise", "debits", "hit"),
    [
        (0.45, 0.0, 0.0, 0.0, 0.45),
        (0.45, 1.0, 0.0, 0.0, 0.315),
        (0.45, -1.0, 0.0, 0.0, 0.585),
        (0.2, 0.5, 0.0, 0.4, 0.102),
        (0.2, 0.0, 1.0, 0.0, 0.26),
        (0.2, 0.0, 0.0, 1.2, 0.0),
    ],
)
def test_trust_softens_and_promises_sharpen_a_hit(
    severity: float, trust: float, promise: float, debits: float, hit: float
) -> None:
    """s (1 - 0.3 T) (1 + 0.3 promise) room."""
    assert failure_hit(EXPERIENCE, severity, trust, promise, debits) == pytest.approx(hit)


@pytest.mark.parametrize(("promise", "minutes"), [(0.0, 5.0), (0.5, 4.25), (1.0, 3.5), (2.0, 3.5)])
def test_a_promise_shortens_the_wait_that_is_tolerated(promise: float, minutes: float) -> None:
    assert tolerated_wait(EXPERIENCE, 0.0, promise) == pytest.approx(minutes * MINUTE)


@pytest.mark.parametrize(
    ("wait", "debit"), [(0, 0.0), (5, 0.0), (10, 0.03), (12.5, 0.045), (30, 0.15), (600, 0.15)]
)
def test_waiting_hurts_in_proportion_up_to_a_limit(wait: float, debit: float) -> None:
    """min(0.15, 0.03 (w - tol) / tol), tol = 5 min."""
    assert waiting_debit(EXPERIENCE, wait * MINUTE, 5 * MINUTE) == pytest.approx(debit)


@pytest.mark.parametrize(
    ("delay", "warm", "bonus", "given"),
    [
        (0.0, 1, 0.0, 0.69),
        (2.0, 1, 0.0, 0.57),
        (4.0, 1, 0.0, 0.51),
        (1e6, 1, 0.0, 0.45),
        (0.0, 0, 0.0, 0.345),
        (1e6, 0, 0.0, 0.225),
        (0.0, 1, 0.1, 0.79),
        (0.0, 1, 0.5, 0.9),
        (0.0, 0, 0.1, 0.395),
        (0.0, 0, 0.5, 0.595),
        (0.0, 0, 9.0, 0.9),
    ],
)
def test_recovery_gives_back_by_speed_warmth_and_goodwill(
    delay: float, warm: int, bonus: float, given: float
) -> None:
    """0.45 + 0.24 2^(-delay / 2 d); a cold one gives half of all, goodwill adds to it, up to 0.9."""
    assert recovery(EXPERIENCE, delay, warm, bonus) == pytest.approx(given)


def test_what_is_left_of_a_hit_fades_and_shrinks_with_its_debit() -> None:
    customer = person(shrunk=log(0.25))
    case = Case(hit=0.4, hit_at=0.0, hit_shrunk=log(0.5))
    assert hit_left(EXPERIENCE, customer, case, 0.0) == pytest.approx(0.2)
    assert hit_left(EXPERIENCE, customer, case, 365.0) == pytest.approx(0.1)
    assert hit_left(EXPERIENCE, customer, Case(), 0.0) == 0.0


@pytest.mark.parametrize(("keep", "left"), [(1.0, 0.4), (0.5, 0.2), (1e-200, 0.0), (0.0, 0.0)])
def test_shrinking_adds_up_in_logs(keep: float, left: float) -> None:
    """After a thousand halvings a new hit is still halved by the next one."""
    before = 1000 * shrinkage(0.5)
    customer = person(shrunk=before + shrinkage(keep))
    case = Case(hit=0.4, hit_shrunk=before)
    assert hit_left(EXPERIENCE, customer, case, 0.0) == pytest.approx(left)


def test_burden_fades_exponentially() -> None:
    """n exp(-days / 90)."""
    dealings = Dealings(burden=2.0, burden_at=5.0)
    assert burden_now(EXPERIENCE, dealings, 5.0) == pytest.approx(2.0)
    assert burden_now(EXPERIENCE, dealings, 95.0) == pytest.approx(0.7357589)
    assert burden_now(EXPERIENCE, Dealings(), 95.0) == 0.0


@pytest.mark.parametrize(
    ("burden", "taken"), [(0.0, 1.0), (1.75, 0.5), (3.5, 0.0), (5.25, -0.5), (99.0, -1.0)]
)
def test_touches_are_welcome_until_there_are_too_many(burden: float, taken: float) -> None:
    """max(-1, 1 - n / 3.5)."""
    assert welcome(EXPERIENCE, burden) == pytest.approx(taken)


@pytest.mark.parametrize(
    ("taken", "stands", "debit"),
    [
        (-1.0, 0.0, 0.015),
        (-0.5, 0.0, 0.0075),
        (-1.0, 0.06, 0.0075),
        (-1.0, 0.12, 0.0),
        (-1.0, 0.5, 0.0),
    ],
)
def test_over_contact_adds_up_to_a_limit(taken: float, stands: float, debit: float) -> None:
    """0.015 (-v) max(0, 1 - D / 0.12)."""
    assert overcontact_debit(EXPERIENCE, taken, stands) == pytest.approx(debit)


def test_the_firm_learns_a_quarter_of_what_it_does_not_know() -> None:
    known = 0.0
    for expected in (0.25, 0.4375, 0.578125):
        known = learnt(EXPERIENCE, 1.0, known)
        assert known == pytest.approx(expected)
    assert learnt(EXPERIENCE, 0.5, 0.0) == pytest.approx(0.125)
    assert learnt(EXPERIENCE, 0.0, 0.3) == 0.3


@given(
    credit=st.floats(0, 1),
    debits=st.lists(st.floats(0, 1), min_size=GRIEVANCES, max_size=GRIEVANCES),
    days=st.floats(0, 5000),
)
def test_fading_brings_everything_closer_to_neutral(
    credit: float, debits: list[float], days: float
) -> None:
    customer = person(credit=credit, debit=debits)
    assert 0.0 <= credit_now(EXPERIENCE, customer, days) <= credit
    assert 0.0 <= debits_now(EXPERIENCE, customer, days) <= debits_now(EXPERIENCE, customer, 0.0)
    assert 0.0 <= satisfaction_now(EXPERIENCE, customer, days) <= 1.0


@given(st.floats(0, 1), st.floats(-1, 1), st.floats(0, 1), st.floats(0, 2))
def test_no_hit_overfills_the_account(
    severity: float, trust: float, promise: float, debits: float
) -> None:
    """With the default softening and sharpening, a hit of at most 1.69 x the room that is left."""
    hit = failure_hit(EXPERIENCE, severity, trust, promise, debits)
    assert 0.0 <= hit <= 1.69 * room(debits) + 1e-12


@given(st.floats(0, 1000), st.floats(0, 1))
def test_no_settlement_makes_up_for_more_than_the_failure_took(delay: float, bonus: float) -> None:
    for warm in (0, 1):
        assert 0.0 <= recovery(EXPERIENCE, delay, warm, bonus) <= 0.9


@pytest.mark.parametrize(
    ("amount", "bonus"),
    [
        (0.0, 0.0),
        (2.8, 0.0425203),
        (28.0, 0.1446490),
        (42.0, 0.1489893),
        (98.0, 0.0599995),
        (140.0, 0.0),
        (10_000.0, 0.0),
    ],
)
def test_goodwill_adds_little_and_too_much_of_it_nothing(amount: float, bonus: float) -> None:
    """x = amount / 28; 0.15 (1 - exp(-x / 0.3)) max(0, 1 - 0.3 max(0, x - 1.5)); Haesevoets et al.
    2017."""
    assert goodwill_bonus(EXPERIENCE, amount, 28.0) == pytest.approx(bonus, abs=1e-7)


def test_goodwill_for_a_basket_of_nothing_is_too_much() -> None:
    assert goodwill_bonus(EXPERIENCE, 5.0, 0.0) == 0.0


@pytest.mark.parametrize(
    ("settled", "talks", "waited", "cold", "tried", "grievance"),
    [
        (1, 1, 0, 0, 0, 0.0),
        (1, 0, 0, 0, 0, 0.0),  # found without an agent
        (1, 1, 1, 0, 0, 0.03),
        (1, 1, 0, 1, 0, 0.01),
        (1, 2, 0, 0, 0, 0.05),
        (1, 5, 1, 1, 0, 0.09),
        (0, 1, 0, 0, 0, 0.12),
        (1, 1, 0, 0, 1, 0.005),  # tried alone first
        (1, 1, 1, 0, 2, 0.05),  # made to
        (0, 0, 1, 0, 0, 0.15),  # hung up and never called again
    ],
)
def test_what_one_question_was_like(
    settled: int, talks: int, waited: int, cold: int, tried: int, grievance: float
) -> None:
    found = question_grievance(EXPERIENCE, settled, talks, waited, cold, tried)
    assert found == pytest.approx(grievance)


@pytest.mark.parametrize(("tried", "grievance"), [(0, 0.0), (1, 0.005), (2, 0.02)])
def test_whoever_is_made_to_try_alone_minds_more(tried: int, grievance: float) -> None:
    assert vain_try(EXPERIENCE, tried) == grievance


@pytest.mark.parametrize(
    ("average", "questions", "grievance", "after"),
    [
        (0.0, 0.0, 0.12, 0.12),
        (0.12, 1.0, 0.0, 0.06),
        (0.06, 2.0, 0.12, 0.08),
        (0.05, 9.0, 0.05, 0.05),
    ],
)
def test_the_grievance_over_questions_is_their_mean(
    average: float, questions: float, grievance: float, after: float
) -> None:
    assert averaged(average, questions, grievance) == pytest.approx(after)


@pytest.mark.parametrize(("days", "left"), [(0.0, 4.0), (365.0, 2.0), (730.0, 1.0)])
def test_half_of_the_questions_are_forgotten_in_a_year(days: float, left: float) -> None:
    dealings = Dealings(asked=4.0, asked_at=10.0)
    assert questions_now(EXPERIENCE, dealings, 10.0 + days) == pytest.approx(left)


@pytest.mark.parametrize(
    ("severity", "weight"), [(0.45, 1.0), (0.225, 0.5), (0.0, 0.0), (0.9, 2.0)]
)
def test_service_weighs_by_the_severity_of_what_it_is_about(severity: float, weight: float) -> None:
    assert weight_of(EXPERIENCE, severity) == pytest.approx(weight)


@given(part=st.floats(0.01, 1.0), more=st.floats(1.0, 1000.0))
def test_the_second_half_of_goodwill_buys_less_and_ten_times_as_much_hardly_more(
    part: float, more: float
) -> None:
    """Up to one mean basket, the sensible most; no amount adds a fifth to what that does."""
    half, whole = (goodwill_bonus(EXPERIENCE, part * amount, 1.0) for amount in (0.5, 1.0))
    assert whole - half < half
    most = goodwill_bonus(EXPERIENCE, 1.0, 1.0)
    assert goodwill_bonus(EXPERIENCE, more, 1.0) <= 1.2 * most
