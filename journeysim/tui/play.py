"""Play: a scenario as it is played: where time stands, what was changed, what is known.

Turns keys into orders for the source and news into views. Time is handed in as seconds passed, so
that nothing here waits and every test is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from journeysim.errors import JourneysimError
from journeysim.knobs import Section
from journeysim.scenario.scenario import Phase as Levers
from journeysim.scenario.scenario import Scenario
from journeysim.tui import wire
from journeysim.tui.dials import Dial, dials_of
from journeysim.tui.plan import NEVER, Plan, first_difference
from journeysim.tui.source import Source
from journeysim.tui.tracks import Recorder
from journeysim.tui.view import Phase, Reading, View

SPEEDS = (1, 2, 4, 8, 16, 32, 64)
"""Days per second."""

_LONGEST = 100.0

SETTLED = 0.3
"""Seconds in which turns of a dial count as one change."""

_SMOOTH = 0.2


class Play:
    """One scenario under one policy, against the baseline."""

    def __init__(
        self,
        scenario: Scenario,
        policy: str | None,
        source: Source,
        speed: int | None = None,
        seed: int | None = None,
    ) -> None:
        self.scenario = scenario
        self.policy = scenario.policy(policy or scenario.baseline)
        self.against = scenario.policy(scenario.baseline)
        self.source = source
        self.seed = scenario.tables.run.seed if seed is None else seed
        self.horizon = ceil(scenario.tables.run.days)
        self.dials = {dial.key: dial for dial in dials_of(scenario)}
        self.plan, self.number = Plan(), 0
        self.world = self._worth(scenario.tables, "world")
        self.levers = self._levers(scenario.phases(self.policy))
        self.base_levers = self._levers(scenario.phases(self.against))
        self.speed = speed or speed_for(self.horizon)
        self.pace = float(self.speed)
        self.goal = 0.0
        self.running = False
        self.fault = ""
        self.notice = ""
        self.turning: dict[str, float] = {}
        self.quiet = 0.0
        self.you = Recorder("you", self.horizon)
        self.baseline = Recorder(scenario.label(self.against), self.horizon)
        self.changed = True

    # What the source is told, and tells.

    async def open(self) -> None:
        """Start the source, or start it again from the changes made so far."""
        self.fault, self.changed = "", True
        await self.source.open(self.hear)
        self.source.send(wire.opening(self.scenario, self.policy, self.against, self.seed))
        self._send_plan()

    def hear(self, news: Sequence[wire.News]) -> None:
        """Take news from the source."""
        for each in news:
            if isinstance(each, wire.Died):
                self.fault, self.running, self.changed = each.why, False, True
            else:
                line = self.you if each.line == wire.YOU else self.baseline
                self.changed |= line.hear(each)

    @property
    def asked(self) -> int:
        """The day up to which both lines were asked to live: changes act from it on."""
        return int(self.goal)

    @property
    def last(self) -> int:
        """The last day known of both lines as lived."""
        return min(self.you.last, self.baseline.last)

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
        changed, self.changed = self.changed, False
        return changed

    def _run(self, seconds: float) -> None:
        if self.day >= self.horizon:
            self.running, self.changed = False, True
            return
        before = self.goal
        room = self.last + 1 + self.speed * seconds
        self.goal = max(before, min(before + self.speed * seconds, room, float(self.horizon)))
        if seconds > 0.0:
            self.pace += _SMOOTH * ((self.goal - before) / seconds - self.pace)
        if int(self.goal) != int(before):
            self.source.send(wire.Run(self.asked))
            self.changed = True

    def toggle(self) -> None:
        """Run or pause."""
        self.settle()
        self.notice = ""
        if self.fault or self.asked >= self.horizon:
            self.notice = "" if self.fault else "The last day is reached; q quits."
        else:
            self.running = not self.running
            self.pace = float(self.speed)
            self.goal = self.goal if self.running else float(self.asked)
        self.changed = True

    def step(self, days: int) -> None:
        """Pause, and go on by some days."""
        self.settle()
        self.running, self.notice, self.changed = False, "", True
        self.goal = float(min(self.horizon, self.asked + days))
        self.source.send(wire.Run(self.asked))

    def hurry(self, by: int) -> None:
        """Faster (1) or slower (-1)."""
        place = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - self.speed))
        self.speed = SPEEDS[min(len(SPEEDS) - 1, max(0, place + by))]
        self.pace, self.changed = float(self.speed), True

    # Dials.

    def nudge(self, key: str, steps: int) -> None:
        """Turn a dial by some steps."""
        dial = self.dials[key]
        value = self._shown(dial)
        turned = dial.nudged(value, steps)
        if turned != value:
            self.turn(key, turned)

    def turn(self, key: str, value: float) -> None:
        """Turn a dial; it takes effect when it has come to rest."""
        self.turning[key] = value
        self.quiet, self.notice, self.changed = 0.0, "", True

    def settle(self) -> None:
        """Turns in progress become changes of the plan."""
        turning, self.turning = self.turning, {}
        plan = self.plan
        for key, value in turning.items():
            dial = self.dials[key]
            before = self._value(dial)
            if dial.side == "lever" and self.asked >= self.horizon:
                self.notice, self.changed = (
                    "The last day is reached: a lever changes nothing.",
                    True,
                )
            elif value != before:
                plan = plan.turned(self.asked, dial, before, value)
        self._take(plan)

    def undo(self) -> None:
        """Take the last change back."""
        if self.turning:
            self.turning.clear()
        elif self.plan.changes:
            self._take(self.plan.undone())
        else:
            self.notice = "There is nothing to undo."
        self.changed = True

    def _take(self, plan: Plan) -> None:
        if plan == self.plan:
            return
        try:
            phases = self.scenario.phases(self.policy, plan.levers)
        except JourneysimError as error:
            self.notice, self.changed = str(error), True
            return
        until = first_difference(self.plan, plan)
        self.plan, self.levers, self.number = plan, self._levers(phases), self.number + 1
        self.you.replan(self.number, until)
        self.baseline.replan(self.number, NEVER if until >= 0 else -1)
        self._send_plan()
        self.changed = True

    def _send_plan(self) -> None:
        self.source.send(wire.Turn(self.number, list(self.plan.levers), self.plan.world))
        self.source.send(wire.Run(self.asked))

    # What is shown.

    def _worth(self, values: Section, side: str) -> dict[str, float]:
        return {key: dial.value(values) for key, dial in self.dials.items() if dial.side == side}

    def _levers(self, phases: Sequence[Levers]) -> list[tuple[float, dict[str, float]]]:
        return [(phase.day, self._worth(phase.levers, "lever")) for phase in phases]

    def _value(self, dial: Dial) -> float:
        if dial.side == "lever":
            return _in_force(self.levers, self.asked)[dial.key]
        turned = [change.after for change in self.plan.changes if change.dial == dial]
        return turned[-1] if turned else self.world[dial.key]

    def _shown(self, dial: Dial) -> float:
        return self.turning[dial.key] if dial.key in self.turning else self._value(dial)

    def _reading(self, dial: Dial) -> Reading:
        at_rest = self.world if dial.side == "world" else _in_force(self.base_levers, self.asked)
        return Reading(dial, self._shown(dial), at_rest[dial.key])

    @property
    def phase(self) -> Phase:
        """What is going on."""
        if self.fault:
            return Phase.DIED
        if self.last < 0 and not self.number:
            return Phase.STARTING
        if self.day >= self.horizon:
            return Phase.FINISHED
        return Phase.RUNNING if self.running else Phase.PAUSED

    def view(self) -> View:
        """This moment, frozen."""
        return View(
            title=self.scenario.tables.title or self.scenario.name.replace("_", " "),
            phase=self.phase,
            day=self.day,
            horizon=self.horizon,
            speed=self.speed,
            pace=self.pace,
            seed=self.seed,
            currency=self.scenario.tables.money.currency,
            you=self.you.track(),
            baseline=self.baseline.track(),
            forked=self.policy != self.against or bool(self.plan.levers),
            readings=tuple(self._reading(dial) for dial in self.dials.values()),
            changes=self.plan.changes,
            notice=self.fault or self.notice,
        )


def speed_for(horizon: int) -> int:
    """The lowest speed at which a run does not try one's patience."""
    return next((speed for speed in SPEEDS if horizon / speed <= _LONGEST), SPEEDS[-1])


def _in_force(levers: list[tuple[float, dict[str, float]]], day: int) -> dict[str, float]:
    return [values for since, values in levers if since <= day][-1]
