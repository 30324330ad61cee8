"""Replay of trouble: what failures, questions and the service around them do to an account.

Each act does to a life felt again what the step of `engine.steps` did that wrote its row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from journeysim.causes import Cause
from journeysim.engine.steps import account
from journeysim.events import FIRST, IN_TIME, WARM, EventType, Row
from journeysim.experiment.twins.felt import FeltLife, Origin
from journeysim.model import experience as feelings
from journeysim.model.customer import BY_CHOICE, FORCED, Case
from journeysim.model.service import goodwill, kept

Act = Callable[[FeltLife, Row, Sequence[Row]], None]
"""What a row does to a life, given the rows after it."""


def _failure(life: FeltLife, row: Row, later: Sequence[Row]) -> None:
    taste, person, now = life.world.experience, life.person, life.now
    key = (row.slot, row.number)
    trust, promise, debits = (
        rule(taste, person, now)
        for rule in (feelings.trust_now, feelings.promise_now, feelings.debits_now)
    )
    hit = feelings.failure_hit(taste, row.value, trust, promise, debits)
    person.failures += 1
    person.fresh_failure = 1
    at_once = {each.kind for each in later if each.time == now and (each.slot, each.number) == key}
    if EventType.INTERCEPTED in at_once:
        life.act(key, account.add, Cause.RESIDUAL, hit * (1.0 - taste.recovery_intercepted))
        return
    case = life.cases[key] = Case(
        opened_at=now, severity=row.value, hit=hit, hit_at=now, hit_shrunk=person.shrunk,
        trust_lost=taste.trust_lost * row.value, silent=int(EventType.SILENT in at_once),
    )  # fmt: skip
    life.act(key, account.trust, -case.trust_lost)
    life.act(key, account.add, Cause.SILENT if case.silent else Cause.UNRESOLVED, hit)


def _silent(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    """Silent from the first, or later because nobody at the firm could be told."""
    taste, key, case = life.world.experience, (row.slot, row.number), life.case(row)
    if case.silent:
        return
    left = feelings.hit_left(taste, life.person, case, life.now)
    life.act(key, account.add, Cause.UNRESOLVED, -left)
    case.silent, case.hit = 1, left * taste.unheard_factor
    case.hit_at, case.hit_shrunk = life.now, life.person.shrunk
    life.act(key, account.add, Cause.SILENT, case.hit)


def _found(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    key, case = (row.slot, row.number), life.case(row)
    left = feelings.hit_left(life.world.experience, life.person, case, life.now)
    life.act(key, account.add, Cause.SILENT, -left)
    life.act(key, account.add, Cause.UNRESOLVED, left)
    case.silent, case.hit, case.hit_at, case.hit_shrunk = 0, left, life.now, life.person.shrunk


def _settled(life: FeltLife, row: Row, given: float) -> None:
    """A failure is settled: this share of its hit is given back."""
    life.given[row.slot, row.number] = given
    life.act((row.slot, row.number), account.settle, life.case(row), given)


def _answered(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    life.waits[row.slot, row.number] = row.value
    life.case(row).served += 1


def _kept_waiting(life: FeltLife, row: Row, debit: float) -> None:
    life.case(row).kept_waiting = 1
    key = (row.slot, row.number)
    life.act(key, account.worsen, Cause.WAITING, debit * life.weight(row))


def _abandoned(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    _kept_waiting(life, row, life.world.experience.abandonment)


def _waited(life: FeltLife, row: Row, wait: float) -> None:
    """The debit of a wait, by what is tolerated now."""
    taste = life.world.experience
    tolerated = life.tolerated(row.place)
    if wait > tolerated:
        _kept_waiting(life, row, feelings.waiting_debit(taste, wait, tolerated))


def _turned_away(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    _waited(life, row, row.value)


def _talked(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    taste, person, key = life.world.experience, life.person, (row.slot, row.number)
    warm, case = row.marks & WARM, life.case(row)
    _waited(life, row, life.waits.get(key, 0.0))
    if not warm:
        case.cold = 1
        life.act(key, account.worsen, Cause.COLD, taste.cold * life.weight(row))
    if not row.marks & FIRST:
        life.act(key, account.worsen, Cause.EFFORT, taste.effort * life.weight(row))
    account.learn(taste, person, kept(life.service))
    if row.kind == EventType.RESOLVED:
        _resolved(life, row)
    else:
        life.act(key, account.worsen, Cause.UNRESOLVED, taste.unresolved * life.weight(row))


def _resolved(life: FeltLife, row: Row) -> None:
    taste, person, key = life.world.experience, life.person, (row.slot, row.number)
    warm, case = row.marks & WARM, life.case(row)
    if life.asked(row):
        if warm and row.marks & IN_TIME:
            remembered = feelings.questions_now(taste, life.dealings, life.now)
            life.act(Origin.SERVICE, account.please, taste.warm_request / (1.0 + remembered))
        life.answer(key, 1)
        return
    basket = life.world.segments[person.segment].basket_mean
    bonus = feelings.goodwill_bonus(taste, goodwill(life.service), basket)
    given = feelings.recovery(taste, life.now - case.opened_at, 1 if warm else 0, bonus)
    _settled(life, row, given)
    if warm:
        life.act(key, account.trust, taste.trust_returned * case.trust_lost)
        if person.failures == 1 and person.recovered == 0:
            life.act(key, account.reward, taste.reported_bonus)
        person.recovered = 1


def _self_served(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    taste, case = life.world.experience, life.case(row)
    if life.asked(row):
        life.answer((row.slot, row.number), 1)
    else:
        _settled(life, row, feelings.recovery(taste, life.now - case.opened_at, 1, 0.0))


def _tried_in_vain(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    case, key = life.case(row), (row.slot, row.number)
    case.tried = FORCED if row.value else BY_CHOICE
    debit = feelings.vain_try(life.world.experience, case.tried) * life.weight(row)
    life.act(key, account.worsen, Cause.EFFORT, debit)


def _escalated(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    debit = life.world.experience.passed_on * life.weight(row)
    life.act((row.slot, row.number), account.worsen, Cause.EFFORT, debit)


def _gave_up(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    if life.asked(row):
        life.answer((row.slot, row.number), 0)


def _refunded(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    _settled(life, row, life.world.experience.recovery_refund)


def _healed(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    _settled(life, row, life.world.experience.recovery_healed)


TROUBLE: dict[EventType, Act] = {
    EventType.FAILURE: _failure,
    EventType.SILENT: _silent,
    EventType.FOUND: _found,
    EventType.ANSWERED: _answered,
    EventType.ABANDONED: _abandoned,
    EventType.TURNED_AWAY: _turned_away,
    EventType.RESOLVED: _talked,
    EventType.UNRESOLVED: _talked,
    EventType.SELF_SERVED: _self_served,
    EventType.SELF_FAILED: _tried_in_vain,
    EventType.ESCALATED: _escalated,
    EventType.GAVE_UP: _gave_up,
    EventType.REFUNDED: _refunded,
    EventType.HEALED: _healed,
}
"""The acts by the kind of row."""
