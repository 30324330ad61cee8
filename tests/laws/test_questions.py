"""Questions, closed doors and the order of recoveries: what service costs, and what it cannot cost."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum
from pathlib import Path

import pytest
from worlds import quick_outcome

from journeysim.causes import Cause
from journeysim.engine.log import Outcome
from journeysim.engine.steps import account
from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.model import experience as feelings
from journeysim.model.customer import Case, Customer, Dealings
from journeysim.model.experience import Experience
from journeysim.model.leaving import Leaving, grievance_hazard
from journeysim.scenario.scenario import load
from journeysim.scenario.shipped import names

Write = Callable[..., Path]

ASKING = """
schema = 2
[run]
days = "720 d"
[population]
customers = 4000
[purchase]
gap = "30 d"
[leaving]
chance = 0.01
[problems.question]
kind = "request"
rate = "%s per year"
contact_after = "0 d"
[service.channels.phone]
agents = 200
hours = "always"
resolution = %s
warmth = 1
patience = "never"
"""


def kept(write: Write, questions: int, resolution: float, *settings: str) -> float:
    path = write(ASKING % (questions, resolution), f"asking_{questions}_{resolution}.toml")
    run = quick_outcome(load(str(path), settings=settings), "baseline")
    return 100.0 * find("retention").value(run)


def test_questions_that_are_settled_at_once_drive_nobody_away(write: Write) -> None:
    """However many: they leave a little credit and no grievance."""
    assert kept(write, 48, 1.0) >= kept(write, 1, 1.0) - 0.01
    assert kept(write, 48, 1.0, "experience.warm_request=0") == kept(
        write, 1, 1.0, "experience.warm_request=0"
    )


def test_many_questions_cost_little_more_than_one(write: Write) -> None:
    """Forty-eight a year, three of ten not settled at once, lose at most five points more than one.

    What people feel about answers is an average and not a sum.
    """
    once, often = (kept(write, each, 0.7, "experience.warm_request=0") for each in (1, 48))
    none = kept(write, 1, 1.0, "experience.warm_request=0")
    assert once < none - 0.3
    assert once - 5.0 < often < none - 0.5


def test_an_average_is_over_what_is_remembered() -> None:
    experience, person, dealings = Experience(), Customer(), Dealings()
    account.answer(experience, person, dealings, 0.12, 0.0)
    assert person.asked_debit == pytest.approx(0.12)
    account.answer(experience, person, dealings, 0.0, 0.0)
    assert person.asked_debit == pytest.approx(0.06)
    # Two questions count as one a year later.
    account.answer(experience, person, dealings, 0.0, 365.0)
    assert person.asked_debit == pytest.approx(0.03)
    account.forgive_questions(experience, person, dealings, 365.0)
    assert person.asked_debit == pytest.approx(0.03)
    account.forgive_questions(experience, person, dealings, 365.0)
    assert person.asked_debit == pytest.approx(0.03 * (1.0 - 0.5 / 3.0))


SEVERITIES = (0.05, 0.1, 0.2, 0.3, 0.45, 0.6)


class Failure:
    """One failure of a severity in an account without any, and what is done about it."""

    def __init__(self, severity: float, *, silent: bool = False) -> None:
        self.experience, self.person, self.severity = Experience(), Customer(), severity
        self.case = Case(severity=severity, hit=severity, silent=int(silent))
        cause = Cause.SILENT if silent else Cause.UNRESOLVED
        account.add(self.experience, self.person, cause, severity, 0.0)

    def talk(self, *, again: bool, settled: bool, delay: float = 0.0) -> Failure:
        weight = feelings.weight_of(self.experience, self.severity)
        if again:
            account.worsen(
                self.experience, self.person, Cause.EFFORT, self.experience.effort * weight, 0.0
            )
        if settled:
            given = feelings.recovery(self.experience, delay, 1, 0.0)
            account.settle(self.experience, self.person, self.case, given, 0.0)
        else:
            debit = self.experience.unresolved * weight
            account.worsen(self.experience, self.person, Cause.UNRESOLVED, debit, 0.0)
        return self

    @property
    def hazard(self) -> float:
        debits = feelings.debits_now(self.experience, self.person, 0.0)
        return grievance_hazard(Leaving(), debits) * debits


@pytest.mark.parametrize("severity", SEVERITIES)
def test_the_order_of_recoveries_is_the_same_at_every_severity(severity: float) -> None:
    """Law: noticed < settled at once < late < silent; unresolved and repeats worse than settled."""
    noticed = Failure(severity)
    left = severity * (1.0 - noticed.experience.recovery_intercepted)
    noticed.person.debit[Cause.UNRESOLVED] = left
    once = Failure(severity).talk(again=False, settled=True)
    late = Failure(severity).talk(again=False, settled=True, delay=30.0)
    second = (
        Failure(severity).talk(again=False, settled=False).talk(again=True, settled=True, delay=2.0)
    )
    silent = Failure(severity, silent=True)
    unresolved = Failure(severity).talk(again=False, settled=False)
    order = [each.hazard for each in (noticed, once, late, silent, unresolved)]
    assert order[0] > 0.0
    assert order == sorted(order)
    assert len(set(order)) == len(order)
    assert once.hazard < second.hazard < silent.hazard
    settled = 0.7 * once.hazard + 0.3 * second.hazard
    assert settled < silent.hazard


CLOSED = """
schema = 2
[run]
days = "300 d"
[population]
customers = 1500
[purchase]
gap = { mean = "40 d" }
elsewhere = 0.1
[leaving]
chance = 0.01
[problems.fault]
rate = "0.5 per year"
complains = 1
severity = 0.4
[problems.question]
kind = "request"
rate = "2 per year"
books = 0.4
[service.channels.phone]
agents = 3
hours = "mon-fri 8-18"
"""


def closed(write: Write, *settings: str) -> Outcome:
    return quick_outcome(load(str(write(CLOSED, "closed.toml")), settings=settings), "baseline")


NEVER = "service.channels.phone.hours=never"
NOBODY = "service.channels.phone.agents=0"


def test_a_closed_line_and_one_with_nobody_on_it_are_the_same(write: Write) -> None:
    """Law: to the last bit."""
    assert closed(write, NEVER).log.rows.tobytes() == closed(write, NOBODY).log.rows.tobytes()


def test_what_nobody_can_be_told_of_is_carried_in_silence_and_some_of_it_in_public(
    write: Write,
) -> None:
    rows = closed(write, NEVER, "talk.telling=0").log.rows
    failures, silent = (
        int((rows["kind"] == kind).sum()) for kind in (EventType.FAILURE, EventType.SILENT)
    )
    told = rows[(rows["kind"] == EventType.TOLD) & (rows["slot"] < 0)]
    assert 0.9 * failures < silent <= failures
    assert 0.02 * silent < len(told) < 0.08 * silent
    assert set(told["value"].tolist()) == {15.0}
    assert find("contacts").value(closed(write, NEVER)) == 0.0


def test_to_close_costs_more_than_it_saves(write: Write) -> None:
    """Law: closing a line saves its pay, and loses customers, purchases and more worth than that."""
    one = "service.channels.phone.agents=1"
    open_, shut = closed(write, one), closed(write, one, NEVER)
    for name in ("retention", "purchases", "total_value"):
        assert find(name).value(shut) < find(name).value(open_), name
    assert find("service_cost").value(shut) == 0.0


def test_bookings_that_are_given_up_go_to_a_competitor(write: Write) -> None:
    """So many as are told; without bookings none."""
    bare = ("purchase.elsewhere=0", "leaving.grievance_scale=0", NEVER)

    def gone(*settings: str) -> int:
        rows = closed(write, *bare, *settings).log.rows
        return int((rows["kind"] == EventType.ELSEWHERE).sum())

    given_up = int((closed(write, *bare).log.rows["kind"] == EventType.GAVE_UP).sum())
    assert 0.15 * given_up < gone() < 0.4 * 0.6 * given_up
    assert gone("problems.question.books=0") == gone("purchase.booked_elsewhere=0") == 0


def test_no_booking_is_lost_before_there_is_a_customer(write: Write) -> None:
    """A prospect whose question stays unanswered is lost in another way, told by another number."""
    asking = (
        "population.customers=0", 'population.prospects="9 per d"', "population.unanswered_loss=0",
        "problems.question.per_prospect=1", 'problems.question.rate="0 per year"',
        "problems.question.books=1", "purchase.booked_elsewhere=1", "purchase.elsewhere=0", NEVER,
    )  # fmt: skip
    run = closed(write, *asking, 'problems.fault.rate="0 per year"')
    assert find("given_up").value(run) > 2000
    assert find("purchases").value(run) > 2000
    assert not (run.log.rows["kind"] == EventType.ELSEWHERE).any()


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_closing_never_pays_in_a_shipped_firm(name: str) -> None:
    """Law: with every line closed a firm is worth less than as it is run."""
    firm = load(name)
    shut = [f"service.channels.{line}.hours=never" for line in firm.tables.service.channels]
    worth = [
        fsum(find("total_value").value(quick_outcome(each, "baseline", r)) for r in range(4))
        for each in (firm, load(name, settings=shut))
    ]
    assert worth[1] < worth[0]


def test_some_never_try_again_when_they_find_it_closed(write: Write) -> None:
    patient = closed(write, "service.channels.phone.deterred=0")
    usual = closed(write)
    assert find("given_up").value(usual) > find("given_up").value(patient)
