"""Hooks of the compiled engine: what steps ask for, on arrays. Same names as in `steps.hooks`."""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.engine.compiled.live import Status
from journeysim.engine.compiled.plan import at
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import contacts, customer, trouble
from journeysim.events import PlannedEvent, rank, touch_rank

TOO_MANY = int(Status.TOO_MANY)

PLAIN, REGULAR, SILENT = 0, 1, 2
"""What kind of touch comes due."""

TOUCH, LET_GO = 0, 1
"""What kind of work ends."""


def clock(sim: Any) -> float:
    return sim.gauge[0].now  # type: ignore[no-any-return]


def head_count(sim: Any) -> int:
    return sim.gauge[0].people  # type: ignore[no-any-return]


def note(
    sim: Any,
    kind: int,
    row: int,
    slot: int = 0,
    number: int = 0,
    attempt: int = 0,
    place: int = 0,
    marks: int = 0,
    value: float = 0.0,
    money: float = 0.0,
) -> None:
    entry = sim.log[sim.gauge[0].logged]
    sim.gauge[0].logged = sim.gauge[0].logged + 1
    entry.time = sim.gauge[0].now
    entry.value = value
    entry.money = money
    entry.customer = row
    entry.number = number
    entry.slot = slot
    entry.attempt = attempt
    entry.place = place
    entry.kind = kind
    entry.marks = marks


def new_person(sim: Any) -> Any:
    row = sim.gauge[0].people
    if row >= sim.world.max_customers:
        sim.gauge[0].status = TOO_MANY
    sim.gauge[0].people = sim.gauge[0].people + 1
    person = sim.people[row]
    person.row = row
    return person


def new_case(sim: Any) -> Any:
    place = sim.firm[0].spare_case
    if place == NOBODY:
        place = sim.gauge[0].cases
        sim.gauge[0].cases = sim.gauge[0].cases + 1
    else:
        sim.firm[0].spare_case = sim.cases[place].next_silent
    case = sim.cases[place]
    case.place = place
    case.severity = 0.0
    case.hit = 0.0
    case.hit_at = 0.0
    case.hit_shrunk = 0.0
    case.trust_lost = 0.0
    case.silent = 0
    case.linked = 0
    case.open = 1
    case.attempt = 0
    case.served = 0
    case.channel = 0
    case.since = 0.0
    case.waited = 0.0
    case.in_line = 0
    case.called_back = 0
    case.priority = 0.0
    case.ahead = NOBODY
    case.behind = NOBODY
    case.next_silent = NOBODY
    return case


def new_errand(sim: Any) -> int:
    place = sim.firm[0].spare_errand
    if place == NOBODY:
        place = sim.gauge[0].errands
        sim.gauge[0].errands = sim.gauge[0].errands + 1
    else:
        sim.firm[0].spare_errand = sim.errands[place].following
    return place  # type: ignore[no-any-return]


def begin_life(sim: Any, person: Any, first: float) -> None:
    when = customer.next_occasion(sim, person, first)
    at(sim, when, PlannedEvent.OCCASION, person.key, person.occasions, person.row)


def begin_trouble(sim: Any, person: Any, kind: int, rate: float) -> None:
    next_trouble(sim, person, kind, 0, sim.gauge[0].now, rate)


def next_trouble(sim: Any, person: Any, kind: int, number: int, before: float, rate: float) -> None:
    """The next candidate of a stream; its own time goes along, as a grid would change it."""
    when = trouble.next_candidate(sim, person, kind, number, before, rate)
    at(
        sim,
        when,
        PlannedEvent.FAILURE,
        person.key,
        rank(kind, number, 0),
        person.row,
        1,
        0,
        rate,
        when,
    )


def begin_case(sim: Any, person: Any, case: Any, when: float) -> None:
    go_on(sim, person, case, when)


def go_on(sim: Any, person: Any, case: Any, when: float) -> None:
    """A case goes on with an attempt at a time, or is over."""
    if when < inf:
        order = contacts.order(case)
        at(sim, when, PlannedEvent.CONTACT, person.key, order, person.row, case.place)
    else:
        contacts.over(sim, person, case)


def begin_prospects(sim: Any) -> None:
    when = customer.next_prospect(sim, 0.0, 0)
    at(sim, when, PlannedEvent.PROSPECT, sim.root, 0, 0, 0, 0, when)


def plan_failure(sim: Any, when: float, person: Any, kind: int, number: int) -> None:
    at(sim, when, PlannedEvent.FAILURE, person.key, rank(kind, number, 0), person.row)


def plan_return(
    sim: Any, when: float, person: Any, number: int, paid: float, margin: float
) -> None:
    at(
        sim,
        when,
        PlannedEvent.RETURN,
        person.key,
        rank(0, number, 0),
        person.row,
        number,
        0,
        paid,
        margin,
    )


def plan_arrival(sim: Any, when: float, parent: int, key: int, ordinal: int) -> None:
    at(sim, when, PlannedEvent.ARRIVAL, key, 0, parent, ordinal)


def plan_heal(sim: Any, when: float, person: Any, case: Any) -> None:
    order = rank(case.kind, case.number, 0)
    at(sim, when, PlannedEvent.HEAL, person.key, order, person.row, case.place)


def plan_touch(sim: Any, when: float, person: Any, slot: int, ordinal: int, kind: int) -> None:
    at(
        sim,
        when,
        PlannedEvent.TOUCH,
        person.key,
        touch_rank(slot, ordinal, kind),
        person.row,
        PLAIN,
    )


def plan_period(
    sim: Any, when: float, person: Any, slot: int, first: float, number: int, version: int
) -> None:
    order = touch_rank(slot, number, 0)
    at(sim, when, PlannedEvent.TOUCH, person.key, order, person.row, REGULAR, version, first)


def plan_silence(sim: Any, when: float, person: Any, slot: int, since: float, version: int) -> None:
    order = touch_rank(slot, 0, 0)
    at(sim, when, PlannedEvent.TOUCH, person.key, order, person.row, SILENT, version, since)


def plan_work(
    sim: Any, when: float, person: Any, line: int, slot: int, ordinal: int, kind: int
) -> None:
    order = touch_rank(slot, ordinal, kind)
    at(sim, when, PlannedEvent.WORKED, person.key, order, person.row, TOUCH, line)


def plan_let_go(
    sim: Any, when: float, person: Any, line: int, slot: int, number: int, kind: int
) -> None:
    order = touch_rank(slot, number, kind)
    at(sim, when, PlannedEvent.WORKED, person.key, order, person.row, LET_GO, line)


def plan_staff(sim: Any, when: float, line: int, version: int) -> None:
    at(sim, when, PlannedEvent.STAFF, line, version)


def plan_change(sim: Any, when: float) -> None:
    at(sim, when, PlannedEvent.CHANGE, 0, 0)


def plan_midnight(sim: Any, day: int) -> None:
    at(sim, float(day), PlannedEvent.MIDNIGHT, 0, 0, 0, day)


def plan_patience(sim: Any, when: float, person: Any, case: Any) -> None:
    order = contacts.order(case)
    at(sim, when, PlannedEvent.IMPATIENT, person.key, order, person.row, case.place)


def plan_talk(sim: Any, when: float, person: Any, case: Any) -> None:
    order = contacts.order(case)
    at(sim, when, PlannedEvent.TALKED, person.key, order, person.row, case.place)


def turn_away(sim: Any, person: Any, case: Any) -> None:
    go_on(sim, person, case, contacts.turned_away(sim, person, case))


HOOKS = (
    clock, head_count, note, new_person, new_case, new_errand, begin_life, begin_trouble,
    begin_case, begin_prospects, plan_failure, plan_return, plan_arrival, plan_heal, plan_touch,
    plan_period, plan_silence, plan_work, plan_let_go, plan_staff, plan_change, plan_midnight,
    plan_patience, plan_talk, turn_away,
)  # fmt: skip
"""Each takes the place of the hook of the same name."""

STEPS = (next_trouble, go_on)
