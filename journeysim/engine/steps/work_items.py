"""Work items: care work that waits in a station's own list until an agent is free, or too long."""

from __future__ import annotations

from journeysim.engine.state import NOBODY
from journeysim.engine.steps import hooks, plans
from journeysim.engine.steps.hooks import Sim, clock, record
from journeysim.events import EventType
from journeysim.model.customer import Customer


def add_item(sim: Sim, channel: int, person: Customer, slot: int, ordinal: int, kind: int) -> None:
    """Care work is put at the end of a station's list."""
    place = hooks.new_work_item(sim)
    item, station = sim.work_items[place], sim.stations[channel]
    item.row = person.row
    item.slot = slot
    item.ordinal = ordinal
    item.kind = kind
    item.since = clock(sim)
    if station.first_item == NOBODY:
        station.first_item = place
    else:
        sim.work_items[station.last_item].following = place
    station.last_item = place


def drop_item(sim: Sim, place: int) -> None:
    """A work item that is done or dropped gives its place back."""
    sim.work_items[place].following = sim.firm[0].spare_item
    sim.firm[0].spare_item = place


def start_item(sim: Sim, channel: int) -> None:
    """An agent begins with the first work item, unless it is late or its customer is gone."""
    station = sim.stations[channel]
    place = station.first_item
    item = sim.work_items[place]
    person, slot = sim.people[item.row], item.slot
    ordinal, kind, since = item.ordinal, item.kind, item.since
    station.first_item = item.following
    if station.first_item == NOBODY:
        station.last_item = NOBODY
    drop_item(sim, place)
    if person.active == 0:
        return
    touch, now = sim.world.touches[sim.firm[0].phase][slot], clock(sim)
    if now - since > touch.expires:
        record(sim, EventType.TOUCH_EXPIRED, person.row, slot, ordinal, place=channel)
        return
    station.busy = station.busy + 1
    begun = EventType.TOUCH_STARTED
    record(sim, begun, person.row, slot, ordinal, place=channel, value=touch.staff)
    plans.plan_delivery(sim, now + touch.staff, person, channel, slot, ordinal, kind)


def drop_expired(sim: Sim, channel: int) -> None:
    """Work items that nobody found time for are dropped and counted."""
    station, now = sim.stations[channel], clock(sim)
    place, before = station.first_item, NOBODY
    while place != NOBODY:
        item = sim.work_items[place]
        following, person = item.following, sim.people[item.row]
        touch = sim.world.touches[sim.firm[0].phase][item.slot]
        late = now - item.since > touch.expires
        if person.active != 0 and not late:
            before = place
        else:
            if person.active != 0:
                expired = EventType.TOUCH_EXPIRED
                record(sim, expired, person.row, item.slot, item.ordinal, place=channel)
            if before == NOBODY:
                station.first_item = following
            else:
                sim.work_items[before].following = following
            if following == NOBODY:
                station.last_item = before
            drop_item(sim, place)
        place = following


STEPS = (add_item, drop_item, start_item, drop_expired)
