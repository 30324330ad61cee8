"""Compiled run: one run on the compiled engine, with the same handles as the SimPy engine's."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from journeysim.engine.compiled import run_state
from journeysim.engine.compiled.final_state import MOODS
from journeysim.engine.compiled.kernel import compiled
from journeysim.engine.compiled.run_state import RunState, Status
from journeysim.engine.log import PERSON, ROW, Array, EventLog, Outcome
from journeysim.errors import EngineError
from journeysim.events import PlannedEvent
from journeysim.model.talk import reputation, rumour_now
from journeysim.scenario.world import Encoded
from journeysim.streams import root_key


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
    ) -> None:
        """worlds: those encoded as `run_state.staged_arrays` makes them, if they are at hand."""
        self.encoded = encoded
        self.seed = seed
        self.replication = replication
        self.kernels = compiled()
        self.stop = _never() if stop is None else stop
        self.worlds = run_state.staged_arrays(encoded) if worlds is None else worlds
        self.stage = 0
        self.state: RunState = run_state.begun(self.worlds[0], root_key(seed, replication))

    def run_to(self, time: float) -> None:
        """Let everything happen that is planned before this time (days)."""
        for begins, _ in self.encoded.later[self.stage :]:
            if begins >= time:
                break
            self._run_to(begins)
            self.stage += 1
            self.state = self.state._replace(world=self.worlds[self.stage])
        self._run_to(time)

    def _run_to(self, time: float) -> None:
        while True:
            status = self.kernels.run(self.state, float(time), self.stop)
            if status == Status.DONE:
                return
            if status == Status.FULL:
                self.state = run_state.grown(self.state)
                continue
            raise _failure(self.state, status)

    def change(self, encoded: Encoded) -> None:
        """Go on in a world whose phases so far are the same and whose further ones may differ."""
        self.go_on(encoded, run_state.staged_arrays(encoded), self.stop)

    def go_on(self, encoded: Encoded, worlds: tuple[Any, ...], stop: Array | None) -> None:
        """The same as `change`, with the worlds as arrays at hand, and a flag of its own."""
        self.encoded, self.worlds = encoded, worlds
        self.state = run_state.in_world(self.state, worlds[self.stage])
        self.stop = _never() if stop is None else stop

    def copy(self) -> CompiledRun:
        """Another run that stands where this one does; neither knows of the other."""
        other = copy(self)
        other.state = run_state.copied(self.state)
        return other

    def drained(self) -> Array:
        """The rows since it was last asked, which are written over when the run goes on.

        Whoever asks keeps what is needed: `log` and `outcome` know only what comes after.
        """
        written: Array = self.state.log[: self.state.counters[0]["logged"]].view(ROW)
        self.state.counters[0]["logged"] = 0
        return written

    def log(self) -> EventLog:
        """Everything that has happened so far, in the memory it was written to."""
        written = self.state.log[: self.state.counters[0]["logged"]]
        return EventLog(written.view(ROW))

    def written(self) -> int:
        """How many events there are so far."""
        return int(self.state.counters[0]["logged"])

    def room_taken(self) -> int:
        """Bytes of all that has been written to, without the log."""
        state, counters = self.state, self.state.counters[0]
        people = int(counters["people"]) * (state.people.itemsize + state.memories[0].nbytes)
        planned = int(counters["events"]) * (state.events.itemsize + state.heap.itemsize)
        calendar = state.buckets.nbytes + int(counters["chunks"]) * state.chunks.itemsize
        return int(people + planned + calendar) + int(counters["cases"]) * state.cases.itemsize

    def outcome(self, horizon: float, warmup: float = 0.0) -> Outcome:
        """Run to the horizon and return what is left behind."""
        self.run_to(horizon)
        count, firm = int(self.state.counters[0]["people"]), self.state.firm[0]
        moods = np.full((count, len(MOODS)), np.nan)
        self.kernels.moods(self.state.world.experience, self.state.people, horizon, moods)
        people = np.empty(count, dtype=PERSON)
        for name in PERSON.names or ():
            if name in MOODS:
                people[name] = moods[:, MOODS.index(name)]
            else:
                people[name] = self.state.people[name][:count]
        since = horizon - float(firm["rumour_at"])
        rumour = rumour_now(self.encoded.world.talk, float(firm["rumour"]), since)
        return Outcome(
            self.log(),
            people,
            self.encoded,
            self.replication,
            horizon,
            warmup,
            reputation(rumour, float(firm["usual_rumour"])),
            self.seed,
        )


def _never() -> Array:
    """The flag of a run that nobody interrupts."""
    return np.zeros(1, dtype=np.int64)


def _failure(state: RunState, status: int) -> BaseException:
    """What a status means, in words."""
    day = f"day {state.counters[0]['now']:.1f}"
    if status == Status.TOO_MANY:
        return EngineError(
            f"{day}: more than {state.world.max_customers} customers; "
            "lower talk.referral or population.prospects, or raise run.max_customers"
        )
    if status == Status.NO_TIME:
        kind = PlannedEvent(int(state.counters[0]["detail"])).name
        return EngineError(f"{day}: a time that is not a number was planned for {kind}")
    return KeyboardInterrupt()
