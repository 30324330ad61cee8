"""Loop: one run of a world on SimPy, from its first day to its horizon, stepped as one likes.

Holds what the run is made of (clock, people, stations, log), carries out what steps ask for, and
decides nothing. A live change gives the run a world with one more phase; it takes effect at that
phase's midnight, so the same change written with a date gives the same log.
"""

from __future__ import annotations

import simpy

from journeysim.engine.des import processes
from journeysim.engine.des.timeline import Timeline
from journeysim.engine.log import EventLog, Journal, Outcome, people_table, person_row
from journeysim.engine.state import NOBODY, DailyQuota, Firm, Station, WorkItem
from journeysim.engine.steps import cases, dispatch, firm, plans
from journeysim.errors import EngineError
from journeysim.events import PlannedEvent
from journeysim.model.customer import Case, Customer, Dealings, TouchMemory
from journeysim.model.talk import reputation, rumour_now
from journeysim.scenario.world import Encoded, World
from journeysim.streams import root_key


class Simulation:
    """A run in progress. Step it with `run_to`, change it with `change`, end it with `outcome`."""

    def __init__(self, encoded: Encoded, seed: int, replication: int) -> None:
        self.encoded = encoded
        self.world: World = encoded.world
        self.stage = 0
        self.seed = seed
        self.replication = replication
        self.root = root_key(seed, replication)
        self.timeline = Timeline(self.world.grid, self.world.start)
        self.journal = Journal()
        self.rows = self.journal.rows
        self.firm = [Firm()]
        self.people: list[Customer] = []
        self.dealings: list[Dealings] = []
        self.memories: list[list[TouchMemory]] = []
        self.cases: list[Case] = []
        self.work_items: list[WorkItem] = []
        self.stations: list[Station] = []
        self.quotas: list[DailyQuota] = []
        self.endings: dict[int, simpy.Event] = {}
        self.planned: set[float] = {self.world.start}
        self._make_room()
        firm.open_doors(self)
        self._plan_changes()

    def run_to(self, time: float) -> None:
        """Let everything happen that is planned before this time (days)."""
        for begins, world in self.encoded.later[self.stage :]:
            if begins >= time:
                break
            self.timeline.run_to(begins)
            self.world = world
            self.stage += 1
        self.timeline.run_to(time)

    def change(self, encoded: Encoded) -> None:
        """Go on in a world whose phases so far are the same and whose further ones may differ."""
        self.encoded = encoded
        self.world = (encoded.world, *(world for _, world in encoded.later))[self.stage]
        self._make_room()
        self._plan_changes()

    def log(self) -> EventLog:
        """Everything that has happened so far."""
        return self.journal.log()

    def written(self) -> int:
        """How many events there are so far."""
        return len(self.rows) + sum(map(len, self.journal.packed))

    def outcome(self, horizon: float, warmup: float = 0.0) -> Outcome:
        """Run to the horizon and return what is left behind."""
        self.run_to(horizon)
        experience, standing = self.world.experience, self.firm[0]
        since = horizon - standing.rumour_at
        rumour = rumour_now(self.world.talk, standing.rumour, since)
        return Outcome(
            self.log(),
            people_table(
                [
                    person_row(experience, person, self._dealings(person), horizon)
                    for person in self.people
                ]
            ),
            self.encoded,
            self.replication,
            horizon,
            warmup,
            reputation(rumour, standing.usual_rumour),
            self.seed,
        )

    def _dealings(self, person: Customer) -> Dealings:
        return Dealings() if person.dealings == NOBODY else self.dealings[person.dealings]

    def _make_room(self) -> None:
        """Stations and quotas for channels and touches that the world has and the run has not yet."""
        while len(self.stations) < len(self.encoded.names.channels):
            self.stations.append(Station(slot=len(self.stations)))
        while len(self.quotas) < len(self.encoded.names.touches):
            self.quotas.append(DailyQuota())
            for memories in self.memories:
                memories.append(TouchMemory())

    def _plan_changes(self) -> None:
        for phase in self.world.phases:
            day = phase.day
            if day >= self.clock() and day not in self.planned:
                self.planned.add(day)
                plans.plan_change(self, day)

    # What steps ask for, see `steps.hooks`.

    def clock(self) -> float:
        return self.timeline._now

    def record(
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
        if now < 0.0:
            return
        if len(self.rows) >= Journal.CHUNK:
            self.journal.pack()
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
        self.memories.append([TouchMemory() for _ in self.quotas])
        return person

    def new_dealings(self) -> int:
        self.dealings.append(Dealings())
        return len(self.dealings) - 1

    def new_case(self) -> Case:
        place = self.firm[0].spare_case
        if place == NOBODY:
            place = len(self.cases)
            self.cases.append(Case(place=place))
        else:
            self.firm[0].spare_case = self.cases[place].next_silent
            self.cases[place] = Case(place=place)
        return self.cases[place]

    def new_work_item(self) -> int:
        place = self.firm[0].spare_item
        if place == NOBODY:
            place = len(self.work_items)
            self.work_items.append(WorkItem())
        else:
            self.firm[0].spare_item = self.work_items[place].following
            self.work_items[place] = WorkItem()
        return place

    def start_customer(self, person: Customer, first: float) -> None:
        self.timeline.process(processes.customer_process(self, person, first))

    def start_problems(self, person: Customer, kind: int, number: int, rate: float) -> None:
        self.timeline.process(processes.problem_process(self, person, kind, number, rate))

    def start_case(self, person: Customer, case: Case, when: float) -> None:
        self.timeline.process(processes.case_process(self, person, case, when))

    def start_prospects(self) -> None:
        self.timeline.process(processes.prospect_process(self))

    def plan(
        self,
        when: float,
        what: int,
        key: int,
        order: int,
        row: int,
        a: int,
        b: int,
        x: float,
        y: float,
    ) -> None:
        act = (dispatch.take_place, self, what, order, row, a, b, x, y)
        self.timeline.call(when, what, key, order, *act)

    def plan_patience(self, when: float, person: Customer, case: Case) -> None:
        order = cases.case_rank(case)
        self.endings[case.place] = self.timeline.at(when, PlannedEvent.IMPATIENT, person.key, order)

    def plan_talk(self, when: float, person: Customer, case: Case) -> None:
        order = cases.case_rank(case)
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
