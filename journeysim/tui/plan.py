"""Plan: what has been changed by hand, and when. Frozen: each turn of a dial gives a new plan.

A lever acts from its day on and for *you* alone; a world dial holds from day 0 for both lines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from journeysim.scenario.merging import Table, merged
from journeysim.tui.dials import Dial

NEVER = 1 << 30
"""A day beyond every horizon."""


@dataclass(frozen=True)
class Change:
    """One dial turned on one day."""

    day: int
    dial: Dial
    before: float
    after: float

    @property
    def is_lever(self) -> bool:
        """Does it change what the firm does, and not the world?"""
        return self.dial.side == "lever"


@dataclass(frozen=True)
class Plan:
    """All changes made by hand, in the order they were made."""

    changes: tuple[Change, ...] = ()

    def turned(self, day: int, dial: Dial, before: float, after: float) -> Plan:
        """This plan with a dial turned; turning it again on the same day is one change."""
        changes = self.changes
        if (
            changes
            and changes[-1].dial == dial
            and (dial.side == "world" or changes[-1].day == day)
        ):
            last, changes = changes[-1], changes[:-1]
            change = replace(last, after=after)
        else:
            change = Change(day, dial, before, after)
        return Plan(changes if change.before == change.after else (*changes, change))

    def undone(self) -> Plan:
        """This plan without its last change."""
        return Plan(self.changes[:-1])

    @property
    def levers(self) -> tuple[tuple[float, Table], ...]:
        """The dated changes of levers."""
        return tuple((float(c.day), c.dial.table(c.after)) for c in self.changes if c.is_lever)

    @property
    def world(self) -> Table:
        """What is different in the world, from day 0 on."""
        table: Table = {}
        for change in self.changes:
            if not change.is_lever:
                table = merged(table, change.dial.table(change.after))
        return table

    @property
    def days(self) -> tuple[int, ...]:
        """The days on which a lever was changed."""
        return tuple(sorted({change.day for change in self.changes if change.is_lever}))


def first_difference(one: Plan, other: Plan) -> int:
    """The day up to which *you* live the same under both plans; -1 in different worlds."""
    if one.world != other.world:
        return -1
    mine, theirs = list(one.levers), list(other.levers)
    while mine and theirs and mine[0] == theirs[0]:
        del mine[0], theirs[0]
    return int(min((day for day, _ in mine + theirs), default=NEVER))
