"""Hooks of the compiled engine: what steps ask for, on arrays. Same names as in `steps.hooks`."""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.engine.compiled.event_calendar import insert, insert_occasion
from journeysim.engine.compiled.run_state import Status
from journeysim.engine.state import NOBODY
from journeysim.engine.steps import contacts, endings, joining, people, trouble
from journeysim.engine.steps.cases import case_rank
from journeysim.events import PlannedEvent, rank

TOO_MANY = int(Status.TOO_MANY)


def clock(sim: Any) -> float:
    now: float = sim.counters[0].now
    return now


def head_count(sim: Any) -> int:
    count: int = sim.counters[0].people
    return count


def record(
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
    if sim.counters[0].now < 0.0:
        return
    entry = sim.log[sim.counters[0].logged]
    sim.counters[0].logged = sim.counters[0].logged + 1
    entry.time = sim.counters[0].now
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
    row = sim.counters[0].people
    if row >= sim.world.max_customers:
        sim.counters[0].status = TOO_MANY
    sim.counters[0].people = sim.counters[0].people + 1
    sim.people[row] = sim.blank_person[0]
    for slot in range(sim.memories.shape[1]):
        sim.memories[row, slot] = sim.blank_memory[0]
    person = sim.people[row]
    person.row = row
    return person


def new_dealings(sim: Any) -> int:
    place: int = sim.counters[0].dealings
    sim.counters[0].dealings = place + 1
    sim.dealings[place] = sim.blank_dealings[0]
    return place


def new_case(sim: Any) -> Any:
    place = sim.firm[0].spare_case
    if place == NOBODY:
        place = sim.counters[0].cases
        sim.counters[0].cases = sim.counters[0].cases + 1
    else:
        sim.firm[0].spare_case = sim.cases[place].next_silent
    sim.cases[place] = sim.blank_case[0]
    case = sim.cases[place]
    case.place = place
    return case


def new_work_item(sim: Any) -> int:
    place: int = sim.firm[0].spare_item
    if place == NOBODY:
        place = sim.counters[0].work_items
        sim.counters[0].work_items = sim.counters[0].work_items + 1
    else:
        sim.firm[0].spare_item = sim.work_items[place].following
    sim.work_items[place] = sim.blank_item[0]
    return place


def start_customer(sim: Any, person: Any, first: float) -> None:
    when = people.next_occasion(sim, person, first)
    insert_occasion(sim, when, person.row)


def start_problems(sim: Any, person: Any, kind: int, number: int, rate: float) -> None:
    plan_candidate(sim, person, kind, number, sim.counters[0].now, rate)


def plan_candidate(
    sim: Any, person: Any, kind: int, number: int, before: float, rate: float
) -> None:
    """The next candidate of a stream; its own time goes along, as a grid would change it."""
    when = trouble.next_candidate(sim, person, kind, number, before, rate)
    order = rank(kind, number, 0)
    insert(sim, when, PlannedEvent.FAILURE, order, person.row, 1, 0, rate, when)


def start_case(sim: Any, person: Any, case: Any, when: float) -> None:
    continue_case(sim, person, case, when)


def continue_case(sim: Any, person: Any, case: Any, when: float) -> None:
    """A case goes on with an attempt at a time, or is over."""
    if when < inf:
        order = case_rank(case)
        insert(sim, when, PlannedEvent.CONTACT, order, person.row, case.place)
    else:
        contacts.over(sim, person, case)


def start_prospects(sim: Any) -> None:
    plan_prospect(sim, 0.0, 0)


def plan_prospect(sim: Any, before: float, number: int) -> None:
    """The next prospect; their own time goes along, as a grid would change it."""
    when = joining.next_prospect(sim, before, number)
    insert(sim, when, PlannedEvent.PROSPECT, number, 0, 0, 0, when)


def plan(
    sim: Any,
    when: float,
    what: int,
    key: int,
    order: int,
    row: int = 0,
    a: int = 0,
    b: int = 0,
    x: float = 0.0,
    y: float = 0.0,
) -> None:
    insert(sim, when, what, order, row, a, b, x, y)


def plan_patience(sim: Any, when: float, person: Any, case: Any) -> None:
    order = case_rank(case)
    insert(sim, when, PlannedEvent.IMPATIENT, order, person.row, case.place)


def plan_talk(sim: Any, when: float, person: Any, case: Any) -> None:
    order = case_rank(case)
    insert(sim, when, PlannedEvent.TALKED, order, person.row, case.place)


def turn_away(sim: Any, person: Any, case: Any) -> None:
    continue_case(sim, person, case, endings.turned_away(sim, person, case))


HOOKS = (
    clock, head_count, record, new_person, new_dealings, new_case, new_work_item, start_customer,
    start_problems, start_case, start_prospects, plan, plan_patience, plan_talk, turn_away,
)  # fmt: skip
"""Each takes the place of the hook of the same name."""

STEPS = (plan_candidate, plan_prospect, continue_case)
