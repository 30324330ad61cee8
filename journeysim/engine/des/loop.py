"""Loop: one run of a world, from its first day to its horizon, stepped as far as one likes.

Holds what the run is made of (clock, people, channels, phase, log) and decides nothing. A live
change gives the run a world with one more phase; it takes effect at that phase's midnight, so the
same change written with a date gives the same log.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from journeysim.distributions import quantile
from journeysim.engine.des import care, customer, roster
from journeysim.engine.des.roster import Line
from journeysim.engine.des.timeline import Timeline
from journeysim.engine.log import EventLog, Journal, Outcome, people_table
from journeysim.errors import EngineError
from journeysim.events import Due, Kind
from journeysim.model import experience as feelings
from journeysim.model.care import TRIGGERS, Touch
from journeysim.model.customer import Case, Customer
from journeysim.model.talk import reputation, rumour_after, rumour_now
from journeysim.scenario.world import Encoded, World
from journeysim.streams import Purpose, root_key, uniform


class Simulation:
    """A run in progress. Step it with `run_to`, change it with `change`, end it with `outcome`."""

    def __init__(self, encoded: Encoded, seed: int, replication: int) -> None:
        self.encoded = encoded
        self.world: World = encoded.world
        self.replication = replication
        self.root = root_key(seed, replication)
        self.timeline = Timeline(self.world.grid)
        self.journal = Journal()
        self.rows = self.journal.rows
        self.people: list[Customer] = []
        self.silent: list[Case] = []
        self.phase = 0
        self.rumour = 0.0
        self.rumour_at = 0.0
        self.planned: set[float] = {0.0}
        self.lines: list[Line] = []
        self.touches: list[care.Ration] = []
        self._make_room()
        self._begin()

    @property
    def now(self) -> float:
        """The time in days."""
        return self.timeline._now

    def note(
        self,
        kind: int,
        row: int,
        slot: int = 0,
        number: int = 0,
        attempt: int = 0,
        place: int = 0,
        marks: int = 0,
        value: float = 0.0,
        money: float = 0.0,
    ) -> None:
        """Write one row of the log."""
        self.rows.append(
            (self.timeline._now, value, money, row, number, slot, attempt, place, kind, marks)
        )

    def run_to(self, time: float) -> None:
        """Let everything happen that is planned before this time (days)."""
        self.timeline.run_to(time)

    def change(self, encoded: Encoded) -> None:
        """Go on in a world whose phases so far are the same and whose further ones may differ."""
        self.encoded = encoded
        self.world = encoded.world
        self._make_room()
        self._plan_changes()
        self._sort_touches()

    def log(self) -> EventLog:
        """Everything that has happened so far."""
        return self.journal.log()

    def outcome(self, horizon: float, warmup: float = 0.0) -> Outcome:
        """Run to the horizon and return what is left behind."""
        self.run_to(horizon)
        taste = self.world.experience
        people = []
        for person in self.people:
            satisfaction = trust = burden = float("nan")
            if person.active != 0:
                satisfaction = feelings.satisfaction_now(taste, person, horizon)
                trust = feelings.trust_now(taste, person, horizon)
                burden = feelings.burden_now(taste, person, horizon)
            people.append(
                (
                    person.key,
                    person.parent,
                    person.ordinal,
                    person.segment,
                    person.joined_at,
                    person.base_hazard,
                    person.risk_score,
                    person.worth,
                    satisfaction,
                    trust,
                    burden,
                )
            )
        return Outcome(
            self.log(),
            people_table(people),
            self.encoded,
            self.replication,
            horizon,
            warmup,
            reputation(rumour_now(self.world.talk, self.rumour, horizon - self.rumour_at)),
        )

    def draw(self, law: Any, u: float) -> float:
        """The value of an encoded law at a uniform."""
        return quantile(law, self.world.table, u)

    def enrol(self, person: Customer) -> None:
        """Put a person on the roster. Raises EngineError beyond `run.max_customers`."""
        if len(self.people) >= self.world.max_customers:
            raise EngineError(
                f"day {self.now:.1f}: more than {self.world.max_customers} customers; "
                "lower talk.referral or population.prospects, or raise run.max_customers"
            )
        self.people.append(person)

    def tell(self, person: Customer, kind: int, number: int, good: int) -> None:
        """A person tells others of an experience, if they are one to tell."""
        talk = self.world.talk
        u = uniform(person.key, Purpose.TELL, kind, number, good)
        if u >= talk.telling:
            return
        told = talk.told_good if good != 0 else talk.told_bad
        self.note(Kind.TOLD, person.row, 1 if good != 0 else -1, value=told)
        if talk.hit > 0.0:
            now = self.now
            before = rumour_now(talk, self.rumour, now - self.rumour_at)
            self.rumour = rumour_after(talk, before, good)
            self.rumour_at = now

    def _make_room(self) -> None:
        """Lines and rations for channels and touches that the world has and the run has not yet."""
        while len(self.lines) < len(self.encoded.names.channels):
            self.lines.append(Line(len(self.lines)))
        while len(self.touches) < len(self.encoded.names.touches):
            self.touches.append(care.Ration())

    def _begin(self) -> None:
        self._enter_phase()
        for line in self.lines:
            roster.restaff(self, line)
        self._plan_changes()
        self.timeline.call(1.0, Due.MIDNIGHT, 0, 0, self._midnight, 1)
        customer.begin(self)
        for slot in range(len(self.touches)):
            care.arm(self, slot)

    def _enter_phase(self) -> None:
        """What a phase costs from its first moment on."""
        world, phase = self.world, self.phase
        self._sort_touches()
        before = world.programmes[phase - 1] if phase > 0 else 0.0
        if world.programmes[phase] != before:
            self.note(Kind.PROGRAMME, -1, value=world.programmes[phase])
        for slot, cost in enumerate(world.set_ups[phase]):
            if cost > 0.0:
                self.note(Kind.SET_UP, -1, slot, money=-cost)

    def _sort_touches(self) -> None:
        """The touches in force by what sets them off, interceptions apart, in their order."""
        self.set_off: list[list[tuple[int, Touch]]] = [[] for _ in range(TRIGGERS)]
        self.interceptions: list[tuple[int, Touch]] = []
        for slot, touch in enumerate(self.world.touches[self.phase]):
            if touch.reach > 0.0 and touch.intercepts != 0:
                self.interceptions.append((slot, touch))
            elif touch.reach > 0.0:
                self.set_off[int(touch.trigger)].append((slot, touch))

    def _plan_changes(self) -> None:
        for day in self.world.changes:
            if day >= self.now and day not in self.planned:
                self.planned.add(day)
                self.timeline.call(day, Due.CHANGE, 0, 0, self._change)

    def _change(self) -> None:
        """A dated change takes effect."""
        world, before = self.world, self.phase
        self.phase = bisect_right(world.changes, self.now) - 1
        if self.phase == before:
            return
        self.note(Kind.POLICY, -1, number=self.phase)
        self._enter_phase()
        for line in self.lines:
            roster.restaff(self, line)
        for slot in range(len(self.touches)):
            if world.touches[self.phase][slot] != world.touches[before][slot]:
                care.arm(self, slot)

    def _midnight(self, day: int) -> None:
        """Care work that came too late is dropped."""
        for line in self.lines:
            care.drop_expired(self, line)
        if len(self.rows) >= Journal.CHUNK:
            self.journal.pack()
        self.timeline.call(day + 1.0, Due.MIDNIGHT, 0, 0, self._midnight, day + 1)
