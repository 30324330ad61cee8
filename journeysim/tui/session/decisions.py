"""Decisions: the policy played, its branches, the luck, and the way back to each."""

from __future__ import annotations

from dataclasses import replace

from journeysim.tui.plan import Branch, Course, LivedWorld, Plan
from journeysim.tui.run_cache import Configuration


class Decisions:
    """What the user has decided so far. history: the courses that undo goes back to."""

    def __init__(self, policy: str, seed: int) -> None:
        self.policy = policy
        self.course = Course((Branch("A"),), 0, seed)
        self.history: list[Course] = []

    @property
    def seed(self) -> int:
        """The luck."""
        return self.course.seed

    @property
    def branch(self) -> Branch:
        """The branch on the screen."""
        return self.course.branch

    @property
    def plan(self) -> Plan:
        """Its changes."""
        return self.branch.plan

    @property
    def others(self) -> list[Branch]:
        """The branches that are not on the screen and differ from what is."""
        return [b for b in self.course.branches if b is not self.branch and b.plan != self.plan]

    def one_dial_less(self, plan: Plan) -> list[Configuration]:
        """The same without each of the levers turned; nothing where one alone was, which the baseline or
        the policy as it stands tells."""
        dials = plan.lever_dials
        return [self.configuration(plan.without(dial)) for dial in dials] if len(dials) > 1 else []

    def configuration(self, plan: Plan) -> Configuration:
        """What a run of *you* with a plan is a run of."""
        return Configuration(self.policy, plan.levers, plan.world, self.seed)

    def lived(self, day: int) -> None:
        """The branch has come to a day."""
        if day > self.branch.far:
            self.course = self.course.with_branch(replace(self.branch, far=day))

    def change(self, plan: Plan, day: int) -> None:
        """Another plan on this branch."""
        self._remember()
        self.course = self.course.with_branch(Branch(self.branch.name, plan, day))

    def change_past(self, plan: Plan, day: int) -> str:
        """Another plan, on a branch of its own; what to say of it."""
        before = self.branch.name
        self._fork(plan, day)
        return f"The past is changed: this is branch {self.branch.name}; {before} stays, dimmed."

    def fork_here(self, day: int) -> str:
        """A new branch that goes on as this one does; what to say of it."""
        self._fork(self.plan.until(day), day)
        own = f"Branch {self.branch.name}: what you change from here on is its own"
        return f"{own}; B goes from branch to branch."

    def _fork(self, plan: Plan, day: int) -> None:
        self._remember()
        self.course = self.course.forked(plan, day)

    def switch(self) -> str:
        """The next branch, if there is one; what to say of it."""
        if len(self.course.branches) < 2:
            return "There is one branch; b begins another, or go back and turn a dial."
        active = (self.course.active + 1) % len(self.course.branches)
        self.course = replace(self.course, active=active)
        return f"Branch {self.branch.name}."

    def reshuffle(self, by: int) -> str:
        """Other luck; what to say of it."""
        self._remember()
        self.course = replace(self.course, seed=max(0, self.seed + by))
        return f"Other luck: seed {self.seed}. Same firm, same policies."

    def believe(self, lived_in: LivedWorld, day: int) -> None:
        """Live in another world, with the same decisions."""
        self.change(replace(self.plan, lived_in=lived_in), day)

    def choose(self, policy: str, day: int) -> None:
        """Another policy, with nothing turned; there is no way back over this."""
        self.policy = policy
        self.course = Course((Branch("A", Plan(), day),), 0, self.seed)
        self.history.clear()

    def undo(self) -> bool:
        """Take the last decision back; False if there is none."""
        if self.history:
            self.course = self.history.pop()
            return True
        return False

    def _remember(self) -> None:
        self.history.append(self.course)
