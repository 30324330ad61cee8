"""Plan: what has been changed by hand, and when. Frozen: each turn of a dial gives a new plan.

A lever acts from its day on and for *you* alone; a world dial holds from day 0 for both lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from journeysim.scenario.merging import Table, merged
from journeysim.tui.dials import ScaledDial

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_BRANCHES = 6
"""Names of branches, and how many are kept."""


@dataclass(frozen=True)
class DialChange:
    """One dial turned on one day."""

    day: int
    dial: ScaledDial
    before: float
    after: float

    @property
    def is_lever(self) -> bool:
        """Does it change what the firm does, and not the world?"""
        return self.dial.side == "lever"


@dataclass(frozen=True)
class LivedWorld:
    """A named world that is lived in: its name, and what it sets."""

    name: str = ""
    values: Table = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Plan:
    """All changes made by hand, in the order they were made. lived_in: the world under them."""

    changes: tuple[DialChange, ...] = ()
    lived_in: LivedWorld = LivedWorld()

    def turned(self, day: int, dial: ScaledDial, before: float, after: float) -> Plan:
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
            change = DialChange(day, dial, before, after)
        return replace(
            self, changes=changes if change.before == change.after else (*changes, change)
        )

    def undone(self) -> Plan:
        """This plan without its last change."""
        return replace(self, changes=self.changes[:-1])

    @property
    def levers(self) -> tuple[tuple[float, Table], ...]:
        """The dated changes of levers."""
        return tuple((float(c.day), c.dial.table(c.after)) for c in self.changes if c.is_lever)

    @property
    def world(self) -> Table:
        """What is different in the world, from day 0 on."""
        table: Table = dict(self.lived_in.values)
        for change in self.changes:
            if not change.is_lever:
                table = merged(table, change.dial.table(change.after))
        return table

    def without(self, dial: ScaledDial) -> Plan:
        """This plan as if a dial had never been turned."""
        return replace(self, changes=tuple(c for c in self.changes if c.dial != dial))

    @property
    def lever_dials(self) -> tuple[ScaledDial, ...]:
        """The levers that were turned, each once."""
        return tuple(dict.fromkeys(c.dial for c in self.changes if c.is_lever))

    def until(self, day: int) -> Plan:
        """What of this plan was decided by a day; what the world is like holds from the start."""
        return replace(
            self, changes=tuple(c for c in self.changes if not c.is_lever or c.day <= day)
        )

    @property
    def days(self) -> tuple[int, ...]:
        """The days on which a lever was changed."""
        return tuple(sorted({change.day for change in self.changes if change.is_lever}))


@dataclass(frozen=True)
class Branch:
    """One way things may have gone: its name, its plan, and the last day lived in it."""

    name: str
    plan: Plan = Plan()
    far: int = 0


@dataclass(frozen=True)
class Course:
    """All that the user has decided: the branches, which is on the screen, and the luck."""

    branches: tuple[Branch, ...]
    active: int
    seed: int

    @property
    def branch(self) -> Branch:
        """The branch on the screen."""
        return self.branches[self.active]

    def with_branch(self, branch: Branch) -> Course:
        """The active branch replaced."""
        branches = list(self.branches)
        branches[self.active] = branch
        return replace(self, branches=tuple(branches))

    def forked(self, plan: Plan, day: int) -> Course:
        """A new branch on the screen; the one before stays."""
        taken = {branch.name for branch in self.branches}
        name = next(letter for letter in LETTERS if letter not in taken or letter == LETTERS[-1])
        kept = self.branches[-(MOST_BRANCHES - 1) :]
        return replace(self, branches=(*kept, Branch(name, plan, day)), active=len(kept))
