"""Session: a scenario as it is played: where time stands, what was decided, what is known.

Turns keys into decisions, decisions into wants for the source, and what is known into views. Time
is handed in as seconds passed, so that nothing here waits and every test is exact. A run is a pure
function of its decisions, so going back is looking at another day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil

from journeysim.engine.choice import AUTO, COMPILED
from journeysim.errors import JourneysimError
from journeysim.knobs import Section
from journeysim.scenario.scenario import Phase as Levers
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.world import names_of
from journeysim.tui import wire
from journeysim.tui.command import Origin, Played, reproducing
from journeysim.tui.dials import Dial, dials_of
from journeysim.tui.library import Library, Line
from journeysim.tui.plan import Branch, Course, Plan
from journeysim.tui.source import Source
from journeysim.tui.view import Phase

SPEEDS = (1, 2, 4, 8, 16, 32, 64)
"""Days per second."""

Pair = tuple[Line, Line]
"""*You* and the baseline, in one world and with one luck."""

_LONGEST = 100.0

SETTLED = 0.3
"""Seconds in which turns of a dial count as one change; its future is asked for at once."""

_SMOOTH = 0.2


class Session:
    """One scenario under one policy, against the baseline."""

    def __init__(
        self,
        scenario: Scenario,
        policy: str | None,
        source: Source,
        speed: int | None = None,
        engine: str = AUTO,
        origin: Origin | None = None,
    ) -> None:
        self.scenario = scenario
        self.policy = scenario.policy(policy or scenario.baseline)
        self.against = scenario.policy(scenario.baseline)
        self.source = source
        self.engine = engine
        self.origin = origin or Origin(scenario.name)
        self.horizon = ceil(scenario.tables.run.days)
        self.wanted = scenario.tables.run.replications
        self.dials = {dial.key: dial for dial in dials_of(scenario)}
        self.allowed: tuple[str, ...] | None = None
        self.course = Course((Branch("A"),), 0, scenario.tables.run.seed)
        self.history: list[Course] = []
        self.world = self._worth(scenario.tables, "world")
        self.phases = scenario.phases(self.policy)
        self.base_levers = self._levers(scenario.phases(self.against))
        self.library = Library()
        self.further: tuple[wire.Ask, ...] = ()
        self.speed = speed or speed_for(self.horizon)
        self.pace = float(self.speed)
        self.goal = 0.0
        self.running = False
        self.until: int | None = None
        self.secret = False
        self.marks: tuple[float, ...] = ()
        self.swapped = self.zoomed = False
        self.fault = ""
        self.notice = ""
        self.turning: dict[str, float] = {}
        self.since, self.rewound = 0, False
        self.draft: Plan | None = None
        self.quiet = 0.0
        self.changed = True
        self.answered_by = ""
        self._sent: list[wire.Ask] | None = None
        self._stands: wire.Here | None = None
        self._seen: Pair | None = None
        self._drafted: Pair | None = None
        self.wake: Callable[[], None] = lambda: None
        self._take_phases()

    # What the source is told, and tells.

    async def open(self) -> None:
        """Start the source, or start it again from the decisions made so far."""
        self.fault, self.changed, self._sent, self._stands = "", True, None, None
        await self.source.open(self.hear)
        self.source.send(wire.opening(self.scenario, self.engine))
        self.send()

    def send(self) -> None:
        """Tell the source what is wanted now, if that is not what it was told.

        While dials are turned, what they stand for is asked for once the last answer is there.
        """
        if self.draft is not None and self._drafted is not None:
            return
        you, base = self.line, self.base_line
        asks: list[wire.Ask] = []
        lines = [base] if you == base else [base, you]
        for replication in range(self.wanted):
            for line in lines:
                asks += self.library.asks(line, replication, told=replication == 0)
            if replication == 0:
                for branch in self.others:
                    asks += self.library.asks(self.line_of(branch), 0, told=True)
                asks += self.further
        if asks != self._sent:
            self._sent = asks
            self._drafted = (you, base) if self.draft is not None else None
            self.source.send(wire.Want(asks))
        self._look_again()
        self._stand()

    def _stand(self) -> None:
        """Tell the source where the screen stands, if that is not what it was told."""
        day = self.since if self.turning else self.asked
        here = wire.Here(
            self.policy,
            list(self.plan.levers),
            self.plan.world,
            self.course.seed,
            day if day < self.horizon else 0,
            self.wanted,
        )
        if here != self._stands:
            self._stands = here
            self.source.send(here)

    def hear(self, news: Sequence[wire.News]) -> None:
        """Take news from the source."""
        for each in news:
            self.changed = True
            if isinstance(each, wire.Died):
                self.fault, self.running = each.why, False
            elif isinstance(each, wire.Failed):
                self.library.fail(each.key, each.why)
                self.notice, self.running = each.why, False
            else:
                self.answered_by = each.engine
                self.library.hear(each)
                if each.whole:
                    self._forget(each)
        self._look_again()
        self.wake()

    def _look_again(self) -> None:
        """Show what is wanted once it is known; until then what there was, if that is a moment."""
        drafted = self._drafted
        if drafted is not None and (self.fault or self._is_known(drafted)):
            self._seen, self._drafted = drafted, None
            if self.draft is not None and drafted != (self.line, self.base_line):
                self.send()
        wanted = self.line, self.base_line
        if self._seen is None or self.answered_by != COMPILED or self._is_known(wanted):
            self._seen = wanted

    def _is_known(self, pair: Pair) -> bool:
        """Are both lines known as far as the clock has come?"""
        for shelf in map(self.library.shelf, pair):
            known = -1 if shelf.first is None else len(shelf.first.days) - 1
            if known < min(self.asked, self.horizon) and not shelf.fault:
                return False
        return True

    def _forget(self, run: wire.Run) -> None:
        """An ask that is answered is wanted no more."""

        def other(ask: wire.Ask) -> bool:
            return (ask.key, ask.replication) != (run.key, run.replication)

        if self._sent is not None:
            self._sent = [ask for ask in self._sent if other(ask)]
        self.further = tuple(ask for ask in self.further if other(ask))

    # What is being played.

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

    def line_of(self, branch: Branch) -> Line:
        """What a branch is a run of."""
        return self._line(branch.plan)

    def _line(self, plan: Plan) -> Line:
        return Line(self.policy, plan.levers, plan.world, self.course.seed)

    @property
    def line(self) -> Line:
        """*You*, with the dials as they are being turned."""
        return self._line(self.draft or self.plan)

    @property
    def base_line(self) -> Line:
        """The baseline, in the same world and with the same luck."""
        return Line(self.against, (), (self.draft or self.plan).world, self.course.seed)

    @property
    def seen(self) -> Pair:
        """The lines on the screen: for a moment those of before, while the new ones are reckoned."""
        return self._seen or (self.line, self.base_line)

    @property
    def is_waiting(self) -> bool:
        """Is anything wanted that is not known yet?"""
        return bool(self.turning or self._sent is None or self._sent)

    @property
    def asked(self) -> int:
        """The day on the clock: changes act from it on."""
        return int(self.goal)

    @property
    def last(self) -> int:
        """The last day known of both lines."""
        shelves = map(self.library.shelf, self.seen)
        return min(len(shelf.first.days) - 1 if shelf.first else -1 for shelf in shelves)

    @property
    def day(self) -> int:
        """The day on the screen."""
        return max(0, min(self.asked, self.last))

    # Time.

    def tick(self, seconds: float) -> bool:
        """Let real time pass; is there anything new to show?"""
        if self.turning:
            self.quiet += seconds
            if self.quiet >= SETTLED:
                self.settle()
        if self.running and not self.fault:
            self._run(seconds)
        if self._stands is not None:
            self._stand()
        changed, self.changed = self.changed, False
        return changed

    def _run(self, seconds: float) -> None:
        end = min(self.horizon, self.horizon if self.until is None else self.until)
        if self.day >= end:
            self.running, self.changed, self.until = False, True, None
            return
        before = self.goal
        room = self.last + 1 + self.speed * seconds
        self.goal = max(before, min(before + self.speed * seconds, room, float(end)))
        if seconds > 0.0:
            self.pace += _SMOOTH * ((self.goal - before) / seconds - self.pace)
        if int(self.goal) != int(before):
            self._lived()
            self.changed = True

    def _lived(self) -> None:
        if self.asked > self.branch.far:
            self.course = self.course.with_branch(replace(self.branch, far=self.asked))

    def toggle(self) -> None:
        """Run or pause."""
        self.settle()
        self.notice, self.until = "", None
        if self.fault or self.asked >= self.horizon:
            self.notice = "" if self.fault else "The last day is reached; < goes back, q quits."
        else:
            self.running = not self.running
            self.pace = float(self.speed)
            self.goal = self.goal if self.running else float(self.asked)
        self.changed = True

    def run_until(self, day: int) -> None:
        """Run to a day and pause there."""
        self.settle()
        self.until, self.running, self.changed = min(day, self.horizon), True, True
        self.pace = float(self.speed)

    def step(self, days: int) -> None:
        """Pause, and go on or back by some days."""
        self.settle()
        self.running, self.notice, self.changed = False, "", True
        self.goal = float(max(0, min(self.horizon, self.asked + days)))
        self._lived()

    def hurry(self, by: int) -> None:
        """Faster (1) or slower (-1)."""
        place = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - self.speed))
        self.speed = SPEEDS[min(len(SPEEDS) - 1, max(0, place + by))]
        self.pace, self.changed = float(self.speed), True

    # Decisions.

    def nudge(self, key: str, steps: int) -> None:
        """Turn a dial by some steps."""
        dial = self.dials[key]
        value = self.shown(dial)
        turned = dial.nudged(value, steps)
        if turned != value:
            self.turn(key, turned)

    def turn(self, key: str, value: float) -> None:
        """Turn a dial; it takes effect from the day on which it was first touched."""
        if not self.turning:
            self.since, self.rewound = self.asked, self.asked < self.branch.far
        self.turning[key] = value
        self.quiet, self.notice, self.changed = 0.0, "", True
        self._sketch()

    def _sketch(self) -> None:
        """Ask for the future of the dials as they stand now, before they have come to rest."""
        plan = self._turned()
        try:
            self.scenario.phases(self.policy, plan.levers)
            if plan.world != self.plan.world:
                self.scenario.with_values(plan.world, "the dials")
        except JourneysimError:
            plan = self.plan  # told in words when the dial has come to rest
        self.draft = None if plan == self.plan else plan
        self.send()

    def _turned(self) -> Plan:
        """The plan with the turns in progress."""
        turned = self.plan.until(self.since) if self.rewound else self.plan
        for key, value in self.turning.items():
            dial = self.dials[key]
            before = self._value(dial)
            is_late = dial.side == "lever" and self.since >= self.horizon
            if value != before and not is_late:
                turned = turned.turned(self.since, dial, before, value)
        return turned

    def settle(self) -> None:
        """Turns in progress become changes of the plan, or of a new branch if they change the past."""
        if not self.turning:
            return
        turned = self._turned()
        sides = {self.dials[key].side for key in self.turning}
        self.turning, self.draft = {}, None
        if "lever" in sides and self.since >= self.horizon:
            self.notice = "The last day is reached: a lever changes nothing. < goes back."
            self.changed = True
        new = self.rewound and bool(self.plan.levers or self.policy != self.against)
        if turned != (self.plan.until(self.since) if self.rewound else self.plan):
            self._decide(turned, new)
        else:
            self.send()

    def undo(self) -> None:
        """Take the last decision back."""
        if self.turning:
            self.turning, self.draft = {}, None
            self.send()
        elif self.history:
            self.course = self.history.pop()
            self._lived()
            self._take_phases()
            self.notice = "Taken back."
            self.send()
        else:
            self.notice = "There is nothing to undo."
        self.changed = True

    def fork(self) -> None:
        """Begin a new branch here that goes on as this one does."""
        self.settle()
        self._remember()
        self.course = self.course.forked(self.plan.until(self.asked), self.asked)
        self._take_phases()
        self.notice = f"Branch {self.branch.name}: what you change from here on is its own; B goes from branch to branch."
        self.send()

    def switch(self) -> None:
        """The next branch."""
        self.settle()
        if len(self.course.branches) < 2:
            self.notice = "There is one branch; b begins another, or go back and turn a dial."
        else:
            active = (self.course.active + 1) % len(self.course.branches)
            self.course = replace(self.course, active=active)
            self._take_phases()
            self._lived()
            self.notice = f"Branch {self.branch.name}."
            self.send()
        self.changed = True

    def reshuffle(self, by: int = 1) -> None:
        """The same decisions with other luck."""
        self.settle()
        self._remember()
        self.course = replace(self.course, seed=max(0, self.course.seed + by))
        self.notice = f"Other luck: seed {self.course.seed}. Same firm, same policies."
        self.send()

    def choose(self, policy: str) -> None:
        """Play another policy of the scenario."""
        self.settle()
        self.policy = self.scenario.policy(policy)
        self.course = Course((Branch("A", Plan(), self.asked),), 0, self.course.seed)
        self.history.clear()
        self._take_phases()
        self.send()
        self.changed = True

    def load(self, settings: Sequence[tuple[str, float]]) -> None:
        """Turn several dials at once, to these values."""
        for key, value in settings:
            self.turn(key, value)
        self.settle()

    def _remember(self) -> None:
        self.history.append(self.course)
        self.changed = True

    def _decide(self, plan: Plan, new: bool) -> None:
        try:
            phases = self.scenario.phases(self.policy, plan.levers)
            if plan.world != self.plan.world:
                self.scenario.with_values(plan.world, "the dials")
        except JourneysimError as error:
            self.notice, self.changed = str(error), True
            return
        self._remember()
        if new:
            self.course = self.course.forked(plan, self.asked)
            before = self.course.branches[-2].name
            self.notice = (
                f"The past is changed: this is branch {self.branch.name}; {before} stays, dimmed."
            )
        else:
            self.course = self.course.with_branch(Branch(self.branch.name, plan, self.asked))
        self.phases = phases
        self._take_phases(phases)
        self.send()

    def _take_phases(self, phases: Sequence[Levers] | None = None) -> None:
        found = phases or self.scenario.phases(self.policy, self.plan.levers)
        self.levers = self._levers(found)
        self.names = names_of(self.scenario.tables, list(found))

    # What is shown.

    def command(self) -> str:
        """The shell command that gives these numbers."""
        shelves = self.library.shelf(self.line), self.library.shelf(self.base_line)
        return reproducing(self.origin, self.played, min(shelf.paired for shelf in shelves))

    @property
    def played(self) -> Played:
        """What a command has to say of it."""
        return Played(self.scenario, self.policy, self.against, self.plan, self.course.seed)

    def _worth(self, values: Section, side: str) -> dict[str, float]:
        return {key: dial.value(values) for key, dial in self.dials.items() if dial.side == side}

    def _levers(self, phases: Sequence[Levers]) -> list[tuple[float, dict[str, float]]]:
        return [(phase.day, self._worth(phase.levers, "lever")) for phase in phases]

    def _value(self, dial: Dial) -> float:
        if dial.side == "lever":
            return in_force(self.levers, self.since if self.turning else self.asked)[dial.key]
        turned = [change.after for change in self.plan.changes if change.dial == dial]
        return turned[-1] if turned else self.world[dial.key]

    def shown(self, dial: Dial) -> float:
        """A dial's value now, turns in progress included."""
        return self.turning[dial.key] if dial.key in self.turning else self._value(dial)

    @property
    def forked(self) -> bool:
        """Is there more than one line?"""
        return self.policy != self.against or bool(self.seen[0].levers)

    @property
    def phase(self) -> Phase:
        """What is going on."""
        if self.fault:
            return Phase.DIED
        if self.last < 0 and not self.plan.changes:
            return Phase.STARTING
        if self.day >= self.horizon:
            return Phase.FINISHED
        return Phase.RUNNING if self.running else Phase.PAUSED


def speed_for(horizon: int) -> int:
    """The lowest speed at which a run does not try one's patience."""
    return next((speed for speed in SPEEDS if horizon / speed <= _LONGEST), SPEEDS[-1])


def in_force(levers: list[tuple[float, dict[str, float]]], day: int) -> dict[str, float]:
    """The values of the levers on a day."""
    return [values for since, values in levers if since <= day][-1]
