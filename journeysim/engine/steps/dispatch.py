"""Dispatch: what was planned takes place, the same for every engine (see `plans`)."""

from __future__ import annotations

from journeysim.engine.steps import (
    answering,
    care,
    firm,
    joining,
    purchasing,
    staffing,
    trouble,
)
from journeysim.engine.steps.hooks import Sim
from journeysim.engine.steps.plans import DELIVERY, ONCE, REGULAR
from journeysim.events import PlannedEvent, touch_unrank, unrank


def take_place(
    sim: Sim, what: int, order: int, row: int, a: int, b: int, x: float, y: float
) -> None:
    """Something planned takes place; what goes along with it is as `plans` wrote it."""
    if what == PlannedEvent.TOUCH:
        come_due(sim, row, order, b, a, x)
    elif what == PlannedEvent.FAILURE:
        kind, number, _ = unrank(order)
        trouble.happen(sim, sim.people[row], kind, number)
    elif what == PlannedEvent.HEAL:
        heal(sim, row, order, a)
    elif what == PlannedEvent.WORKED:
        end_work(sim, row, order, a, b)
    elif what == PlannedEvent.STAFF:
        staffing.next_quarter(sim, a, order)
    elif what == PlannedEvent.RETURN:
        purchasing.bring_back(sim, sim.people[row], a, x, y)
    elif what == PlannedEvent.ARRIVAL:
        joining.friend_arrival(sim, row, a)
    elif what == PlannedEvent.MIDNIGHT:
        firm.midnight(sim, a)
    else:
        firm.change(sim)


def come_due(sim: Sim, row: int, order: int, how: int, version: int, x: float) -> None:
    """A touch comes due: planned once, regularly, or after a silence."""
    person = sim.people[row]
    slot, ordinal, kind = touch_unrank(order)
    if how == ONCE:
        care.due(sim, person, slot, ordinal, kind)
    elif how == REGULAR:
        care.period(sim, person, slot, x, ordinal, version)
    else:
        care.silence(sim, person, slot, x, version)


def heal(sim: Sim, row: int, order: int, place: int) -> None:
    """A silent problem goes away, if its case is still the same."""
    case = sim.cases[place]
    kind, number, _ = unrank(order)
    if case.row == row and case.kind == kind and case.number == number:
        trouble.heal(sim, sim.people[row], case)


def end_work(sim: Sim, row: int, order: int, what: int, station: int) -> None:
    """Work on a touch ends, or an agent is free who put a problem right."""
    if what == DELIVERY:
        slot, ordinal, kind = touch_unrank(order)
        care.worked(sim, sim.people[row], station, slot, ordinal, kind)
    else:
        answering.release_agent(sim, station)


STEPS = (take_place, come_due, heal, end_work)
