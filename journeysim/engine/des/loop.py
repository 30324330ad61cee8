"""Loop: one run of a world on SimPy, from its first day to its horizon, stepped as one likes.

Holds what the run is made of (clock, people, lines, log), carries out what steps ask for, and
decides nothing. A live change gives the run a world with one more phase; it takes effect at that
phase's midnight, so the same change written with a date gives the same log.
"""

from __future__ import annotations

import simpy

from journeysim.engine.des import stories
from journeysim.engine.des.timeline import Timeline
from journeysim.engine.log import EventLog, Journal, Outcome, people_table, person_row
from journeysim.engine.state import NOBODY, Errand, Firm, Line, Ration
from journeysim.engine.steps import care, contacts, customer, firm, roster, trouble
from journeysim.errors import EngineError
from journeysim.events import PlannedEvent, rank, touch_rank
from journeysim.model.customer import Case, Customer, Shield
from journeysim.model.talk import reputation, rumour_now
from journeysim.scenario.world import Encoded, World
from journeysim.streams import root_key


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
        self.firm = [Firm()]
        self.people: list[Customer] = []
        self.shields: list[list[Shield]] = []
        self.cases: list[Case] = []
        self.errands: list[Errand] = []
        self.lines: list[Line] = []
        self.rations: list[Ration] = []
        self.endings: dict[int, simpy.Event] = {}
        self.planned: set[float] = {0.0}
        self._make_room()
        firm.open_doors(self)
        self._plan_changes()

    def run_to(self, time: float) -> None:
        """Let everything happen that is planned before this time (days)."""
        self.timeline.run_to(time)

    def change(self, encoded: Encoded) -> None:
        """Go on in a world whose phases so far are the same and whose further ones may differ."""
        self.encoded = encoded
        self.world = encoded.world
        self._make_room()
        self._plan_changes()

    def log(self) -> EventLog:
        """Everything that has happened so far."""
        return self.journal.log()

    def outcome(self, horizon: float, warmup: float = 0.0) -> Outcome:
        """Run to the horizon and return what is left behind."""
        self.run_to(horizon)
        taste, house = self.world.experience, self.firm[0]
        rumour = rumour_now(self.world.talk, house.rumour, horizon - house.rumour_at)
        return Outcome(
            self.log(),
            people_table([person_row(taste, person, horizon) for person in self.people]),
            self.encoded,
            self.replication,
            horizon,
            warmup,
            reputation(rumour),
        )

    def _make_room(self) -> None:
        """Lines and rations for channels and touches that the world has and the run has not yet."""
        while len(self.lines) < len(self.encoded.names.channels):
            self.lines.append(Line(slot=len(self.lines)))
        while len(self.rations) < len(self.encoded.names.touches):
            self.rations.append(Ration())

    def _plan_changes(self) -> None:
        for phase in self.world.phases:
            day = phase.day
            if day >= self.clock() and day not in self.planned:
                self.planned.add(day)
                self.plan_change(day)

    # What steps ask for, see `steps.hooks`.

    def clock(self) -> float:
        return self.timeline._now

    def note(
        self,
        kind: int,
        row: int,
        slot: int,
        number: int,
        attempt: int,
        place: int,
        marks: int,
        value: float,
        money: float,
    ) -> None:
        now = self.timeline._now
        self.rows.append((now, value, money, row, number, slot, attempt, place, kind, marks))

    def head_count(self) -> int:
        return len(self.people)

    def new_person(self) -> Customer:
        row = len(self.people)
        if row >= self.world.max_customers:
            raise EngineError(
                f"day {self.clock():.1f}: more than {self.world.max_customers} customers; "
                "lower talk.referral or population.prospects, or raise run.max_customers"
            )
        person = Customer(row=row)
        self.people.append(person)
        self.shields.append([Shield() for _ in self.world.problems])
        return person

    def new_case(self) -> Case:
        place = self.firm[0].spare_case
        if place == NOBODY:
            place = len(self.cases)
            self.cases.append(Case(place=place))
        else:
            self.firm[0].spare_case = self.cases[place].next_silent
            self.cases[place] = Case(place=place)
        return self.cases[place]

    def new_errand(self) -> int:
        place = self.firm[0].spare_errand
        if place == NOBODY:
            place = len(self.errands)
            self.errands.append(Errand())
        else:
            self.firm[0].spare_errand = self.errands[place].following
        return place

    def begin_life(self, person: Customer, first: float) -> None:
        self.timeline.process(stories.life(self, person, first))

    def begin_trouble(self, person: Customer, kind: int, rate: float) -> None:
        self.timeline.process(stories.trouble(self, person, kind, rate))

    def begin_case(self, person: Customer, case: Case, when: float) -> None:
        self.timeline.process(stories.pursuit(self, person, case, when))

    def begin_prospects(self) -> None:
        self.timeline.process(stories.prospects(self))

    def plan_failure(self, when: float, person: Customer, kind: int, number: int) -> None:
        order = rank(kind, number, 0)
        act = (trouble.happen, self, person, kind, number)
        self.timeline.call(when, PlannedEvent.FAILURE, person.key, order, *act)

    def plan_return(
        self, when: float, person: Customer, number: int, paid: float, margin: float
    ) -> None:
        act = (customer.bring_back, self, person, number, paid, margin)
        self.timeline.call(when, PlannedEvent.RETURN, person.key, rank(0, number, 0), *act)

    def plan_arrival(self, when: float, parent: int, key: int, ordinal: int) -> None:
        self.timeline.call(
            when, PlannedEvent.ARRIVAL, key, 0, customer.arrive, self, parent, key, ordinal
        )

    def plan_heal(self, when: float, person: Customer, case: Case) -> None:
        order = rank(case.kind, case.number, 0)
        self.timeline.call(
            when, PlannedEvent.HEAL, person.key, order, trouble.heal, self, person, case
        )

    def plan_touch(self, when: float, person: Customer, slot: int, ordinal: int, kind: int) -> None:
        order = touch_rank(slot, ordinal, kind)
        act = (care.due, self, person, slot, ordinal, kind)
        self.timeline.call(when, PlannedEvent.TOUCH, person.key, order, *act)

    def plan_period(
        self, when: float, person: Customer, slot: int, first: float, number: int, version: int
    ) -> None:
        order = touch_rank(slot, number, 0)
        act = (care.period, self, person, slot, first, number, version)
        self.timeline.call(when, PlannedEvent.TOUCH, person.key, order, *act)

    def plan_silence(
        self, when: float, person: Customer, slot: int, since: float, version: int
    ) -> None:
        order = touch_rank(slot, 0, 0)
        act = (care.silence, self, person, slot, since, version)
        self.timeline.call(when, PlannedEvent.TOUCH, person.key, order, *act)

    def plan_work(
        self, when: float, person: Customer, line: int, slot: int, ordinal: int, kind: int
    ) -> None:
        order = touch_rank(slot, ordinal, kind)
        act = (care.worked, self, person, line, slot, ordinal, kind)
        self.timeline.call(when, PlannedEvent.WORKED, person.key, order, *act)

    def plan_let_go(
        self, when: float, person: Customer, line: int, slot: int, number: int, kind: int
    ) -> None:
        order = touch_rank(slot, number, kind)
        self.timeline.call(when, PlannedEvent.WORKED, person.key, order, care.let_go, self, line)

    def plan_staff(self, when: float, line: int, version: int) -> None:
        act = (roster.next_quarter, self, line, version)
        self.timeline.call(when, PlannedEvent.STAFF, line, version, *act)

    def plan_change(self, when: float) -> None:
        self.timeline.call(when, PlannedEvent.CHANGE, 0, 0, firm.change, self)

    def plan_midnight(self, day: int) -> None:
        if len(self.rows) >= Journal.CHUNK:
            self.journal.pack()
        self.timeline.call(float(day), PlannedEvent.MIDNIGHT, 0, 0, firm.midnight, self, day)

    def plan_patience(self, when: float, person: Customer, case: Case) -> None:
        order = contacts.order(case)
        self.endings[case.place] = self.timeline.at(when, PlannedEvent.IMPATIENT, person.key, order)

    def plan_talk(self, when: float, person: Customer, case: Case) -> None:
        order = contacts.order(case)
        self._ends_by(case, self.timeline.at(when, PlannedEvent.TALKED, person.key, order))

    def turn_away(self, person: Customer, case: Case) -> None:
        ending = simpy.Event(self.timeline)
        ending._ok, ending._value = True, PlannedEvent.CLOSING
        self._ends_by(case, ending)
        callbacks, ending.callbacks = ending.callbacks, None  # type: ignore[assignment]
        for callback in callbacks:
            callback(ending)

    def _ends_by(self, case: Case, ending: simpy.Event) -> None:
        """The attempt of a case ends by this event; who waited for patience now waits for it."""
        patience = self.endings.get(case.place)
        if patience is not None and patience.callbacks:
            ending.callbacks, patience.callbacks = patience.callbacks, []
        self.endings[case.place] = ending
