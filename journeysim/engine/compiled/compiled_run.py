"""Compiled run: one run on the compiled engine, with the same handles as the SimPy engine's."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from journeysim.engine.compiled import room, run_state
from journeysim.engine.compiled.final_state import MOODS, Felt
from journeysim.engine.compiled.kernel import kernel
from journeysim.engine.compiled.layouts import LOG_ROW
from journeysim.engine.compiled.memory import Memory, NoRoomError, copy_rows
from journeysim.engine.compiled.run_state import LOG, RunState, Status
from journeysim.engine.log import PERSON, ROW, Array, EventLog, Outcome, WrittenOut
from journeysim.errors import EngineError
from journeysim.events import PlannedEvent
from journeysim.model.talk import reputation, rumour_now
from journeysim.scenario.world import Encoded
from journeysim.streams import root_key

EVENTS_A_CALL = 1 << 16
"""Events after which the kernel hands back control, so that a run can be stopped: some ten
milliseconds, of a vast firm whose people lie far apart some hundred."""

FIRST_ROWS = 128
"""Rows of the log there is room for at first, a customer; room nobody writes to costs nothing."""


FOR_GROWTH = 0.5
"""Of the bytes left, what may go to arrays that grow; beyond that the run moves."""

ASKED_AT_ONCE = 16_384
"""Customers asked how they feel at once."""


class CompiledRun:
    """A run in progress. Step it with `run_to`, change it with `change`, end it with `outcome`."""

    def __init__(
        self,
        encoded: Encoded,
        seed: int,
        replication: int,
        stop: Array | None = None,
        *,
        worlds: tuple[Any, ...] | None = None,
        memory: Memory | None = None,
    ) -> None:
        """worlds: those encoded as `run_state.staged_arrays` makes them, if they are at hand;
        memory: where it is to live."""
        self.encoded = encoded
        self.seed = seed
        self.replication = replication
        self.stop = stop
        self.worlds = run_state.staged_arrays(encoded) if worlds is None else worlds
        self.stage = 0
        self.memory = memory or kernel().lend()
        self.written_out = WrittenOut()
        self._lives_in(run_state.begun(self.worlds[0], root_key(seed, replication), self.memory))

    def _lives_in(self, state: RunState) -> None:
        """This is its state, and the log gets its place behind it."""
        self.block = self.memory.block(state)
        customers = int(state.world.population.customers)
        rows = min(FIRST_ROWS * customers, self.memory.left() // (2 * LOG_ROW.itemsize))
        rows = max(rows, customers) + 8192  # on day 0 everybody joins at once
        logged = int(state.counters[0]["logged"])
        log = self.memory.empty(max(rows, 2 * logged), LOG_ROW)
        copy_rows(state.log[:logged], log)
        self._is(state._replace(log=log))

    def _is(self, state: RunState) -> None:
        self.state = state
        self.memory.rewrite(self.block, state)

    def run_to(self, time: float) -> None:
        """Let everything happen that is planned before this time (days)."""
        for begins, _ in self.encoded.later[self.stage :]:
            if begins >= time:
                break
            self._run_to(begins)
            self.stage += 1
            world = self.memory.held(self.worlds[self.stage])
            self._is(self.state._replace(world=world))
        self._run_to(time)

    def _run_to(self, time: float) -> None:
        while True:
            if self.stop is not None and self.stop[0] != 0:
                raise KeyboardInterrupt()
            status = self.memory.call("run", self.block, float(time), EVENTS_A_CALL)
            if status == Status.DONE:
                return
            if status == Status.FULL:
                self._grow()
            elif status != Status.PAUSED:
                raise _failure(self.state, status)

    def _grow(self) -> None:
        """More room where it is short; a log that cannot grow is written out."""
        if self.state.counters[0]["short"] & LOG:
            try:
                log = self.memory.longer(self.state.log, 2 * len(self.state.log))
                self.state = self.state._replace(log=log)
            except NoRoomError:
                self._write_out()
        if not self.state.counters[0]["short"] & ~LOG:
            self._is(self.state)
        elif room.growth(self.state) < FOR_GROWTH * self.memory.left():
            self._is(room.grown(self.state, self.memory))
        else:
            self._make_way()

    def _write_out(self) -> None:
        """The log so far goes out of the kernel's memory. Raises NoRoomError where there is none."""
        if not self.state.counters[0]["logged"]:
            raise NoRoomError("the compiled engine has no room for so much; --engine simpy")
        self.written_out.add(self._rows())
        self.state.counters[0]["logged"] = 0

    def _make_way(self) -> None:
        """Where memory is scarce, the run moves to one that holds just what it needs."""
        if self.state.counters[0]["logged"]:
            self._write_out()
        self.memory = kernel().lend()
        short = int(self.state.counters[0]["short"])
        self._lives_in(room.copied(self.state, self.memory, short))

    def change(self, encoded: Encoded) -> None:
        """Go on in a world whose phases so far are the same and whose further ones may differ."""
        self.go_on(encoded, run_state.staged_arrays(encoded), self.stop)

    def go_on(self, encoded: Encoded, worlds: tuple[Any, ...], stop: Array | None) -> None:
        """The same as `change`, with the worlds as arrays at hand, and a flag of its own."""
        self.encoded, self.worlds, self.stop = encoded, worlds, stop
        self._is(run_state.in_world(self.state, worlds[self.stage], self.memory))

    def copy(self) -> CompiledRun:
        """Another run that stands where this one does; neither knows of the other."""
        other = copy(self)
        other.memory = kernel().lend()
        other.written_out = self.written_out.copy()
        other._lives_in(room.copied(self.state, other.memory))
        return other

    def drained(self) -> Array:
        """The rows since it was last asked, which are written over when the run goes on.

        Whoever asks keeps what is needed: `log` and `outcome` know only what comes after.
        """
        rows = self.log().rows
        self.written_out = WrittenOut()
        self.state.counters[0]["logged"] = 0
        return rows

    def log(self) -> EventLog:
        """Everything that has happened so far, in the memory it was written to."""
        rows = self._rows()
        if self.written_out.count:
            self.written_out.add(rows)
            self.state.counters[0]["logged"] = 0
            rows = self.written_out.rows()
        return EventLog(rows)

    def _rows(self) -> Array:
        """Those that lie in the kernel's memory."""
        rows: Array = self.state.log[: self.state.counters[0]["logged"]].view(ROW)
        return rows

    def written(self) -> int:
        """How many events there are so far."""
        return self.written_out.count + int(self.state.counters[0]["logged"])

    def room_taken(self) -> int:
        """Bytes of all that has been written to, without the log."""
        state, counters = self.state, self.state.counters[0]
        people = int(counters["people"]) * (state.people.itemsize + state.memories[0].nbytes)
        events = int(counters["events"]) * state.events.itemsize
        calendar = state.buckets.nbytes + int(counters["chunks"]) * state.chunks.itemsize
        cases = int(counters["cases"]) * state.cases.itemsize
        cases += int(counters["dealings"]) * state.dealings.itemsize
        return int(people + events + calendar + cases + state.heap.nbytes)

    def outcome(self, horizon: float, warmup: float = 0.0) -> Outcome:
        """Run to the horizon and return what is left behind."""
        self.run_to(horizon)
        count, firm = int(self.state.counters[0]["people"]), self.state.firm[0]
        log = self.log()
        moods = self._moods(horizon, count)
        people = np.empty(count, dtype=PERSON)
        for name in PERSON.names or ():
            if name in MOODS:
                people[name] = moods[:, MOODS.index(name)]
            elif name == "discount":
                people[name] = self._discounts(count)
            else:
                people[name] = self.state.people[name][:count]
        since = horizon - float(firm["rumour_at"])
        rumour = rumour_now(self.encoded.world.talk, float(firm["rumour"]), since)
        return Outcome(
            log,
            people,
            self.encoded,
            self.replication,
            horizon,
            warmup,
            reputation(rumour, float(firm["usual_rumour"])),
            self.seed,
        )

    def _discounts(self, count: int) -> Array:
        """The discount that everybody was last given, 0 for none."""
        taken = int(self.state.counters[0]["dealings"])
        given = np.append(self.state.dealings["discount"][:taken], 0.0)
        # NOBODY, which is -1, is the last: none.
        discounts: Array = given[self.state.people["dealings"][:count]]
        return discounts

    def _moods(self, horizon: float, count: int) -> Array:
        """How everybody feels at the horizon, a row each in the order of `MOODS`."""
        moods = np.full((count, len(MOODS)), np.nan)
        size = min(count, ASKED_AT_ONCE) * len(MOODS)
        answers = self.memory.empty(size, moods.dtype).reshape(-1, len(MOODS))
        block = None
        for start in range(0, count, ASKED_AT_ONCE):
            people = self.state.people[start : min(start + ASKED_AT_ONCE, count)]
            experience, dealings = self.state.world.experience, self.state.dealings
            asked = Felt(experience, people, dealings, answers[: len(people)])
            asked.moods[:] = np.nan
            block = self.memory.block(asked) if block is None else block
            self.memory.rewrite(block, asked)
            self.memory.call("survey", block, float(horizon))
            moods[start : start + len(people)] = asked.moods
        return moods


def _failure(state: RunState, status: int) -> BaseException:
    """What a status means, in words."""
    day = f"day {state.counters[0]['now']:.1f}"
    if status == Status.TOO_MANY:
        return EngineError(
            f"{day}: more than {state.world.max_customers} customers; "
            "lower talk.referral or population.prospects, or raise run.max_customers"
        )
    kind = PlannedEvent(int(state.counters[0]["detail"])).name
    return EngineError(f"{day}: a time that is not a number was planned for {kind}")
