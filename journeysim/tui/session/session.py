"""Session: a scenario as it is played: turns keys into decisions, and decisions into requests.

Time is handed in as seconds passed, so that nothing waits; going back is looking at another day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from journeysim.engine.choice import AUTO
from journeysim.errors import JourneysimError
from journeysim.scenario.scenario import Scenario
from journeysim.tui.dials import ScaledDial
from journeysim.tui.plan import Plan
from journeysim.tui.protocol import Answer, Died, Failed, News, Position, RunUpdate
from journeysim.tui.run_cache import Configuration
from journeysim.tui.session.decisions import Decisions
from journeysim.tui.session.dial_values import DialValues, lived_world
from journeysim.tui.session.display import Display
from journeysim.tui.session.exchange import Exchange, Pair
from journeysim.tui.session.launch import Launch
from journeysim.tui.session.playback import Playback
from journeysim.tui.session.turning import SETTLED, Turning
from journeysim.tui.simulator import Simulator


class Session:
    """One scenario under one policy, against the baseline.

    fault: why the simulation stopped; notice: a sentence for the user; changed: is there anything
    new to show; wake: called when there is.
    """

    def __init__(
        self,
        scenario: Scenario,
        policy: str | None,
        simulator: Simulator,
        speed: int | None = None,
        engine: str = AUTO,
        launch: Launch | None = None,
    ) -> None:
        run = scenario.tables.run
        own = scenario.policy(policy or scenario.baseline)
        self.scenario = scenario
        self.against = scenario.policy(scenario.baseline)
        self.engine = engine
        self.launch = launch or Launch(scenario.name)
        self.horizon = ceil(run.days)
        self.dials = DialValues(scenario, own, self.against)
        self.decisions = Decisions(own, run.seed)
        self.turning = Turning()
        self.playback = Playback(self.horizon, speed)
        self.exchange = Exchange(simulator, run.replications)
        self.display = Display()
        self.fault = self.notice = ""
        self.changed = True
        self.wake: Callable[[], None] = lambda: None

    async def open(self) -> None:
        """Start the simulator, or start it again from the decisions made so far."""
        self.fault, self.changed = "", True
        await self.exchange.open(self.scenario, self.engine, self.hear)
        self.request()

    def request(self) -> None:
        """Ask for what is missing now.

        While dials are turned, what they stand for is asked for once the last answer is there.
        """
        is_draft = self.turning.draft is not None
        if is_draft and self.exchange.drafted is not None:
            return
        own = self.decisions
        others = [own.configuration(branch.plan) for branch in own.others]
        others += own.one_dial_less(self.plan)
        if self.plan.world:
            others.append(Configuration(self.against, (), {}, self.decisions.seed))
        self.exchange.request(self.pair, others, is_draft)
        self._show()
        self._stand()

    def hear(self, news: Sequence[News]) -> None:
        """Take news from the simulator."""
        self.changed = True
        for message in news:
            if isinstance(message, Died):
                self.fault = message.why
            elif isinstance(message, RunUpdate | Answer | Failed):
                self.notice = self.exchange.take(message) or self.notice
        self.playback.running &= all(isinstance(message, RunUpdate | Answer) for message in news)
        self._show()
        self.wake()

    def _show(self) -> None:
        """Show what is known of what is wanted; ask for what dials have been turned to since."""
        day = self.playback.day
        answered = self.exchange.draft_is_answered(day, bool(self.fault))
        if answered is not None and self.turning.draft is not None and answered != self.pair:
            self.request()
        self.exchange.show(self.pair, day)

    def _stand(self) -> None:
        day = self._since if self._since < self.horizon else 0
        own, plan, runs = self.decisions, self.decisions.plan, self.exchange.replications
        levers = list(plan.levers)
        self.exchange.stand(Position(own.policy, levers, plan.world, own.seed, day, runs))

    @property
    def _since(self) -> int:
        """The day from which on a dial acts."""
        return self.turning.since if self.turning else self.playback.day

    @property
    def plan(self) -> Plan:
        """The changes in force, or those that the dials in motion stand for."""
        return self.turning.draft or self.decisions.plan

    @property
    def pair(self) -> Pair:
        """*You* and the baseline in the same world and with the same luck."""
        base = Configuration(self.against, (), self.plan.world, self.decisions.seed)
        return self.decisions.configuration(self.plan), base

    @property
    def shown(self) -> Pair:
        """The pair on the screen: for a moment that of before, while the new one is reckoned."""
        return self.exchange.shown or self.pair

    @property
    def last(self) -> int:
        """The last day known of both lines on the screen."""
        return self.exchange.last(self.shown)

    @property
    def day(self) -> int:
        """The day on the screen."""
        return max(0, min(self.playback.day, self.last))

    @property
    def is_forked(self) -> bool:
        """Is there more than one line?"""
        return self.decisions.policy != self.against or bool(self.shown[0].levers)

    def value(self, dial: ScaledDial) -> float:
        """A dial's value now, turns in progress included."""
        if dial.key in self.turning.values:
            return self.turning.values[dial.key]
        return self.dials.value(dial, self.decisions.plan, self._since)

    def tick(self, seconds: float) -> bool:
        """Let real time pass; is there anything new to show?"""
        if self.turning:
            self.turning.quiet += seconds
            if self.turning.quiet >= SETTLED:
                self.settle()
        if self.playback.running and not self.fault:
            self.changed |= self.playback.advance(seconds, self.last)
            self.decisions.lived(self.playback.day)
        if self.exchange.position is not None:
            self._stand()
        changed, self.changed = self.changed, False
        return changed

    def toggle(self) -> None:
        """Run or pause."""
        self.settle()
        self.notice, self.playback.until, self.changed = "", None, True
        if not self.fault and not self.playback.is_over:
            self.playback.toggle()
        elif not self.fault:
            self.notice = "The last day is reached; < goes back, q quits."

    def run_until(self, day: int) -> None:
        """Run to a day and pause there."""
        self.settle()
        self.playback.run_until(day)
        self.changed = True

    def step(self, days: int) -> None:
        """Pause, and go on or back by some days."""
        self.settle()
        self.playback.step(days)
        self.decisions.lived(self.playback.day)
        self.notice, self.changed = "", True

    def hurry(self, by: int) -> None:
        """Faster (1) or slower (-1)."""
        self.playback.hurry(by)
        self.changed = True

    def nudge(self, key: str, steps: int) -> None:
        """Turn a dial by some steps."""
        dial = self.dials.dials[key]
        value = self.value(dial)
        turned = dial.nudged(value, steps)
        if turned != value:
            self.turn(key, turned)

    def turn(self, key: str, value: float) -> None:
        """Turn a dial; it takes effect from the day on which it was first touched."""
        self.turning.touch(key, value, self.playback.day, self.decisions.branch.far)
        self.notice, self.changed = "", True
        plan = self.turning.plan(self.decisions.plan, self.dials, self.horizon)
        try:
            self.dials.phases(self.decisions, plan)
        except JourneysimError:
            plan = self.decisions.plan  # told in words when the dial has come to rest
        self.turning.draft = None if plan == self.decisions.plan else plan
        self.request()

    def load(self, settings: Sequence[tuple[str, float]]) -> None:
        """Turn several dials at once, to these values."""
        for key, value in settings:
            self.turn(key, value)
        self.settle()

    def settle(self) -> None:
        """Turns in progress become changes of the plan, or of a new branch if they change the past."""
        if not self.turning:
            return
        before = self.turning.base(self.decisions.plan)
        plan = self.turning.plan(self.decisions.plan, self.dials, self.horizon)
        if self.turning.is_late(self.dials, self.horizon):
            self.notice = "The last day is reached: a lever changes nothing. < goes back."
            self.changed = True
        self.turning.rest()
        if plan != before:
            self._decide(plan)
        else:
            self.request()

    def _decide(self, plan: Plan) -> None:
        """Go by another plan, if there can be such a world."""
        decisions = self.decisions
        try:
            phases = self.dials.phases(self.decisions, plan)
        except JourneysimError as error:
            self.notice, self.changed = str(error), True
            return
        if self.turning.rewound and (decisions.plan.levers or decisions.policy != self.against):
            self.notice = decisions.change_past(plan, self.playback.day)
        else:
            decisions.change(plan, self.playback.day)
        self.dials.take(phases)
        self.changed = True
        self.request()

    def undo(self) -> None:
        """Take the last decision back."""
        self.changed = True
        if self.turning:
            self.turning.rest()
            self.request()
        elif self.decisions.undo():
            self._go_by("Taken back.")
        else:
            self.notice = "There is nothing to undo."

    def fork(self) -> None:
        """Begin a new branch here that goes on as this one does."""
        self.settle()
        self._go_by(self.decisions.fork_here(self.playback.day))

    def switch(self) -> None:
        """The next branch."""
        self.settle()
        self._go_by(self.decisions.switch())

    def reshuffle(self, by: int = 1) -> None:
        """The same decisions with other luck."""
        self.settle()
        self._go_by(self.decisions.reshuffle(by))

    def believe(self, world: str) -> None:
        """Live in a named world, in the one that the file describes if it is ""."""
        self.settle()
        self.decisions.believe(lived_world(self.scenario, world), self.playback.day)
        self._go_by("")

    def choose(self, policy: str) -> None:
        """Play another policy of the scenario."""
        self.settle()
        self.decisions.choose(self.scenario.policy(policy), self.playback.day)
        self._go_by("")

    def resume(self) -> None:
        """Go by decisions that were made before."""
        self._go_by("")

    def _go_by(self, notice: str) -> None:
        """Show what was decided: its dials, its days, and a word on it."""
        self.decisions.lived(self.playback.day)
        self.dials.take(self.dials.phases(self.decisions, self.decisions.plan))
        self.notice = notice or self.notice
        self.changed = True
        self.request()
