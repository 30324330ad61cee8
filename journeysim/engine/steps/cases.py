"""Cases: what every step of a case needs: its name, its draws, its rows, its beginning and end."""

from __future__ import annotations

from math import inf
from typing import Any

from journeysim.engine.state import NOBODY
from journeysim.engine.steps import hooks
from journeysim.engine.steps.hooks import Sim, clock
from journeysim.engine.steps.variate import after, variate
from journeysim.events import rank
from journeysim.model.customer import Case, Customer
from journeysim.model.experience import promise_now, tolerated_wait
from journeysim.model.week import open_later
from journeysim.portable import log
from journeysim.streams import Purpose, uniform


def case_uniform(sim: Sim, purpose: int, person: Customer, case: Case) -> float:
    """The uniform of one attempt for a purpose, named by the name of its problem."""
    luck = sim.world.problems[case.kind].luck
    return uniform(person.key, purpose, luck, case.number, case.attempt)


def case_rank(case: Case) -> int:
    """The place of a case's attempt among equal times of one customer."""
    return rank(case.kind, case.number, case.attempt)


def record_case(
    sim: Sim,
    kind: int,
    case: Case,
    place: int = 0,
    marks: int = 0,
    value: float = 0.0,
    money: float = 0.0,
) -> None:
    """Write a row about a case."""
    hooks.record(
        sim, kind, case.row, case.kind, case.number, case.attempt, place, marks, value, money
    )


def is_there(person: Customer) -> bool:
    """A customer, or a prospect who still looks."""
    return person.active != 0 or person.looking != 0


def leads(channel: Any) -> bool:
    """Does a reference lead anywhere?"""
    return bool(channel >= 0)


def channel_for(sim: Sim, person: Customer, channel: Any) -> int:
    """The channel that another one means for this customer's segment."""
    there: int = sim.world.segments[person.segment].redirect[channel]
    return there


def opened(sim: Sim, person: Customer, kind: int, number: int) -> Case:
    """A new case of a customer."""
    case = hooks.new_case(sim)
    case.row = person.row
    case.kind = kind
    case.number = number
    case.opened_at = clock(sim)
    return case


def begin(sim: Sim, person: Customer, case: Case) -> None:
    """The customer will turn to the firm, some time after the problem."""
    problem = sim.world.problems[case.kind]
    case.channel = channel_for(sim, person, problem.channel)
    delay = variate(sim, problem.contact_after, case_uniform(sim, Purpose.CONTACT, person, case))
    hooks.start_case(sim, person, case, after(sim, case.kind, clock(sim), delay))


def is_closed(sim: Sim, slot: int) -> bool:
    """Does an attempt come to nothing now? What is written is taken at any hour, if ever it is read."""
    channel = sim.world.channels[sim.firm[0].phase][slot]
    if channel.asynchronous != 0:
        return bool(channel.open_days == 0)
    return bool(sim.stations[slot].opens == 0)


def back_when_open(sim: Sim, purpose: int, person: Customer, case: Case) -> float:
    """When they are back whom closed doors kept out; infinite if it never opens."""
    channel = sim.world.channels[sim.firm[0].phase][case.channel]
    if channel.open_days == 0:
        return inf
    lag = -log(case_uniform(sim, purpose, person, case)) * channel.closed_lag
    row = sim.world.openings[channel.openings + 1 + sim.world.problems[case.kind].week]
    return open_later(row, channel.open_days, clock(sim), lag)


def tolerated(sim: Sim, person: Customer, case: Case) -> float:
    """The wait in days that does not bother this customer in this channel."""
    experience = sim.world.experience
    here = sim.world.channels[sim.firm[0].phase][case.channel].tolerance
    return tolerated_wait(experience, here, promise_now(experience, person, clock(sim)))


def drop(sim: Sim, case: Case) -> None:
    """A case that is over and in no list gives its place back."""
    case.open = 0
    if case.linked == 0:
        case.next_silent = sim.firm[0].spare_case
        sim.firm[0].spare_case = case.place


def drop_silent(sim: Sim, person: Customer) -> None:
    """No silent case of a customer is left."""
    place = person.first_silent
    person.first_silent = NOBODY
    while place != NOBODY:
        case = sim.cases[place]
        place = case.next_silent
        case.linked = 0
        drop(sim, case)


STEPS = (
    case_uniform, case_rank, record_case, is_there, leads, channel_for, opened, begin,
    is_closed, back_when_open, tolerated, drop, drop_silent,
)  # fmt: skip
