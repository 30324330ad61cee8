"""Customer and case: the state they begin with, declared once for all engines."""

from __future__ import annotations

from dataclasses import fields

from journeysim.causes import CAUSE_COUNT, GRIEVANCES, Cause
from journeysim.model.customer import Case, Customer, Dealings, TouchMemory
from journeysim.model.experience import Experience, lift_now, satisfaction_now


def test_a_new_customer_is_neutral_and_owes_nothing() -> None:
    customer = Customer()
    assert lift_now(Experience(), customer, 123.0) == 0.0
    assert satisfaction_now(Experience(), customer, 123.0) == Experience().neutral
    assert customer.shrunk == 0.0
    assert customer.hazard == 0.0


def test_accounts_have_one_place_for_each_cause() -> None:
    customer = Customer()
    assert len(customer.debit) == GRIEVANCES
    assert len(customer.blame) == CAUSE_COUNT == len(Cause)


def test_customers_share_no_account() -> None:
    one, other = Customer(), Customer()
    one.debit[0] = one.blame[0] = 0.3
    assert other.debit[0] == other.blame[0] == 0.0


def test_a_new_case_is_open_and_in_no_line() -> None:
    case = Case()
    assert case.open == 1
    assert case.in_queue == case.silent == case.attempt == case.served == 0
    assert case.ahead == case.behind == case.next_silent == -1


def test_state_is_made_of_plain_numbers() -> None:
    """So that another engine can hold it in arrays."""
    for state in (Customer(), Dealings(), Case(), TouchMemory()):
        for field in fields(state):
            value = getattr(state, field.name)
            assert isinstance(value, int | float) or {type(item) for item in value} == {float}
