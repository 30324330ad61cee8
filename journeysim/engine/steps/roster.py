"""Roster: the lines people wait in, who is at work, and who is served next.

Contacts come first, care work when nobody waits. Agents finish what is in hand when a shift ends;
whoever still waits at closing time is turned away. A line is a chain of cases through their
neighbours, in the order in which they will be served.
"""

from __future__ import annotations

from math import inf

from journeysim.engine.state import NOBODY, Line
from journeysim.engine.steps import care, contacts, hooks
from journeysim.engine.steps.hooks import Sim, clock, note
from journeysim.events import EventType
from journeysim.model.customer import Case
from journeysim.model.hours import next_staffing, quarter_of


def restaff(sim: Sim, slot: int) -> None:
    """Bring a line to the staffing of this quarter of the week, and plan the next change."""
    world, phase, now, line = sim.world, sim.firm[0].phase, clock(sim), sim.lines[slot]
    here, channel = quarter_of(now), world.channels[phase][slot]
    present, opens = channel.present[here], channel.opens[here]
    pay = channel.paid[here] * channel.pay
    was_open = line.opens
    if present != line.present or opens != line.opens or pay != line.pay:
        line.present = present
        line.opens = opens
        line.pay = pay
        note(sim, EventType.STAFFED, -1, slot, present, opens, value=pay)
    line.version = line.version + 1
    when = next_staffing(channel.present, channel.paid, channel.opens, now)
    if when < inf:
        hooks.plan_staff(sim, when, slot, line.version)
    if was_open != 0 and opens == 0:
        close(sim, slot)
    serve(sim, slot)


def next_quarter(sim: Sim, slot: int, version: int) -> None:
    """The planned change of staffing, unless a policy has changed the plan."""
    if version == sim.lines[slot].version:
        restaff(sim, slot)


def is_free(line: Line) -> bool:
    """Is somebody at work who has nothing to do?"""
    return line.busy < line.present


def stand_in_line(sim: Sim, slot: int, case: Case, priority: float) -> None:
    """Take a place in a line: behind everybody of the same or a better priority."""
    line = sim.lines[slot]
    case.priority = priority
    case.in_line = 1
    before = line.last
    while before != NOBODY and sim.cases[before].priority > priority:
        before = sim.cases[before].ahead
    behind = line.first if before == NOBODY else sim.cases[before].behind
    case.ahead = before
    case.behind = behind
    if before == NOBODY:
        line.first = case.place
    else:
        sim.cases[before].behind = case.place
    if behind == NOBODY:
        line.last = case.place
    else:
        sim.cases[behind].ahead = case.place
    line.waiting = line.waiting + 1


def step_out(sim: Sim, slot: int, case: Case) -> None:
    """Leave a line; the neighbours close up."""
    line = sim.lines[slot]
    if case.ahead == NOBODY:
        line.first = case.behind
    else:
        sim.cases[case.ahead].behind = case.behind
    if case.behind == NOBODY:
        line.last = case.ahead
    else:
        sim.cases[case.behind].ahead = case.ahead
    case.ahead = NOBODY
    case.behind = NOBODY
    case.in_line = 0
    line.waiting = line.waiting - 1


def serve(sim: Sim, slot: int) -> None:
    """While somebody is free: the next in line, and if nobody waits, the next errand."""
    line = sim.lines[slot]
    while is_free(line) and (line.first != NOBODY or line.first_errand != NOBODY):
        if line.first != NOBODY:
            case = sim.cases[line.first]
            step_out(sim, slot, case)
            contacts.answer_waiting(sim, slot, case)
        else:
            care.start_errand(sim, slot)


def close(sim: Sim, slot: int) -> None:
    """Closing time: whoever still waits is turned away, in the order of the line."""
    line = sim.lines[slot]
    while line.first != NOBODY:
        case = sim.cases[line.first]
        step_out(sim, slot, case)
        hooks.turn_away(sim, sim.people[case.row], case)


STEPS = (restaff, next_quarter, is_free, stand_in_line, step_out, serve, close)
