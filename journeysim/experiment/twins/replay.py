"""Replay: one customer's account kept again, act by act, from their rows and the levers of each day.

The engine's own account and rules do the keeping, so what is felt here is, to the last bit, what was
felt in the run (a test records a run and compares). Beside it stands what each feeling comes from:
which case, or touches, sales and service. Reads rows; draws nothing, compares nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from journeysim.causes import Cause
from journeysim.engine.steps import account
from journeysim.events import EventType, Row
from journeysim.experiment.twins.felt import Decision, Feelings, FeltLife, Origin
from journeysim.experiment.twins.replay_trouble import TROUBLE, Act
from journeysim.model import care, leaving
from journeysim.model import experience as feelings
from journeysim.model.service import kept


def lived(
    life: FeltLife, rows: Sequence[Row], end: float, days: Sequence[float] = ()
) -> list[Feelings]:
    """Live through the rows up to a day; what is felt just before each of `days`, ascending."""
    views: list[Feelings] = []
    for place, row in enumerate(rows):
        if row.time > end:
            break
        while len(views) < len(days) and days[len(views)] <= row.time:
            views.append(life.felt(days[len(views)]))
        life.now = row.time
        act = _ACTS.get(EventType(row.kind))
        if act is not None:
            act(life, row, rows[place + 1 :])
    return [*views, *(life.felt(day) for day in days[len(views) :])]


# What each row does, as `engine.steps` does it.


def _decide(life: FeltLife, row: Row) -> None:
    """A decision about leaving, with what was felt; see `steps.customer.leaves`."""
    person, choice = life.person, life.world.leaving
    life.act(None, account.age)
    debits = feelings.debits_now(life.world.experience, person, life.now)
    if row.number < person.decides_from:
        return
    offer = life.dealings.offer if life.now < person.discount_until else 0.0
    keep, dearer = leaving.price_parts(life.log_price(life.now))
    good, distrust, harm = leaving.multipliers(
        choice, person.credit, person.bonus, person.trust, offer
    )
    each = good * leaving.grievance_hazard(choice, debits)
    base = leaving.newness(choice, life.now - person.joined_at) * person.base_hazard
    core = good * base + each * debits
    of_distrust = (distrust - 1.0) * core
    of_offer = (harm - 1.0) * distrust * core + choice.ease * person.wake * base
    person.wake = 0.0
    whole = core + of_distrust + of_offer
    increment = keep * whole + dearer * whole
    part = 1.0
    if row.kind == EventType.LEFT:
        part = (row.value - person.hazard) / increment
    kept = keep * part
    hazard = {Cause(cause): each * person.debit[cause] * kept for cause in range(person.aggrieved)}
    hazard |= {Cause.DISTRUST: of_distrust * kept, Cause.OFFER: of_offer * kept}
    hazard[Cause.QUESTIONS] = each * person.asked_debit * kept
    hazard[Cause.PRICE] = dearer * whole * part
    person.hazard = row.value if row.kind == EventType.LEFT else person.hazard + increment
    life.decisions.append(Decision(life.now, life.felt(life.now), hazard, increment * part))


def _purchase(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    taste, person = life.world.experience, life.person
    if row.number != 0:
        _decide(life, row)
    if row.number != 0 and person.fresh_failure == 0:
        life.act(None, account.shrink, 1.0 - taste.forgiven)
    if row.number != 0:
        life.act(None, account.forgive_questions, life.dealings)
    life.get_used_to_price(first=row.number == 0)
    person.fresh_failure = 0
    person.purchases += 1
    account.learn(taste, person, kept(life.service))


def _occasion(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    _decide(life, row)


def _advised(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    selling = life.world.phases[life.phase].sales
    life.act(Origin.SALE, account.please, selling.advice_credit * row.value)
    life.act(Origin.SALE, account.trust, selling.advice_trust * row.value)


def _declined(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    life.act(Origin.SALE, account.worsen, Cause.PUSHY, row.value)


def _pushed(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    selling = life.world.phases[life.phase].sales
    life.act(Origin.SALE, account.worsen, Cause.PUSHY, selling.push_debit * row.value)
    life.act(Origin.SALE, account.trust, -selling.push_trust * row.value)
    life.act(Origin.SALE, account.promise, selling.push_promise * row.value)


def _touched(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    taste, person, phase = life.world.experience, life.person, life.phase
    touch = life.world.touches[phase][life.touch_places[row.slot]]
    caring = life.world.phases[phase].care
    effort = care.effort(caring, touch)
    taken = 0.0
    if effort > 0.0:
        taken = effort * account.recall(caring, life.memories[touch.alike], life.now)
    burden = feelings.burden_now(taste, life.dealings, life.now)
    welcome = feelings.welcome(taste, burden)
    if touch.burden > 0.0:
        life.dealings.burden = burden + care.burden(caring, touch, person.known)
        life.dealings.burden_at = life.now
    if welcome >= 0.0:
        trust = care.strength(taste, touch.trust, taken)
        if not care.only_repays(touch):
            life.act(Origin.TOUCH, account.please, row.value)
        life.repay(row.value)
        life.act(Origin.TOUCH, account.trust, trust * welcome)
        return
    life.act(None, account.reduce_credit, -row.value)
    if touch.burden > 0.0:
        stands = feelings.debit_now(taste, person, Cause.OVERCONTACT, life.now)
        debit = feelings.overcontact_debit(taste, welcome, stands)
        life.act(Origin.TOUCH, account.add, Cause.OVERCONTACT, debit)


def _offered(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    touch = life.world.touches[life.phase][life.touch_places[row.slot]]
    life.begin_discount(row.value, touch.lasts)


def _woken(life: FeltLife, row: Row, _: Sequence[Row]) -> None:
    life.person.wake = row.value


def _member(life: FeltLife, _row: Row, _: Sequence[Row]) -> None:
    if life.person.credit > 0.0:
        life.act(None, account.age)
    life.person.member = 1


_ACTS: dict[EventType, Act] = TROUBLE | {
    EventType.PURCHASE: _purchase,
    EventType.ELSEWHERE: _occasion,
    EventType.LEFT: _occasion,
    EventType.ADVISED: _advised,
    EventType.PUSHED: _pushed,
    EventType.DECLINED: _declined,
    EventType.TOUCHED: _touched,
    EventType.OFFERED: _offered,
    EventType.WOKEN: _woken,
    EventType.MEMBER: _member,
}
