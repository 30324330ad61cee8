"""Twin: one run on the compiled engine, with the same handles as the SimPy engine's."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from journeysim.engine.compiled import live as lives
from journeysim.engine.compiled import loop
from journeysim.engine.compiled.hooks import HOOKS
from journeysim.engine.compiled.kernel import Kernels
from journeysim.engine.compiled.kernel import compiled as compiled_kernels
from journeysim.engine.compiled.live import Live, Status
from journeysim.engine.compiled.survey import MOODS, survey
from journeysim.engine.daily.count import count
from journeysim.engine.log import PERSON, ROW, Array, EventLog, Outcome
from journeysim.errors import EngineError
from journeysim.events import PlannedEvent
from journeysim.model.talk import reputation, rumour_now
from journeysim.scenario.world import Encoded
from journeysim.streams import root_key

Interpreted = type("Interpreted", (Live,), {hook.__name__: hook for hook in HOOKS})
"""A run whose hooks are methods, for steps that are not compiled."""


class Twin:
    """A run in progress. Step it with `run_to`, change it with `change`, end it with `outcome`."""

    def __init__(
        self,
        encoded: Encoded,
        seed: int,
        replication: int,
        stop: Array | None = None,
        *,
        compiled: bool = True,
        world: Any = None,
    ) -> None:
        """world: the encoded world as `live.arrays` makes it, if that is at hand."""
        self.encoded = encoded
        self.replication = replication
        self.kernels = compiled_kernels() if compiled else Kernels(loop.run, survey, count)
        self.stop = np.zeros(1, dtype=np.int64) if stop is None else stop
        self.live: Live = lives.begun(
            lives.arrays(encoded.world) if world is None else world, root_key(seed, replication)
        )
        if not compiled:
            self.live = Interpreted(*self.live)

    def run_to(self, time: float) -> None:
        """Let everything happen that is planned before this time (days)."""
        while True:
            status = self.kernels.run(self.live, float(time), self.stop)
            if status == Status.DONE:
                return
            if status == Status.FULL:
                self.live = lives.roomier(self.live)
                continue
            raise _failure(self.live, status)

    def change(self, encoded: Encoded) -> None:
        """Go on in a world whose phases so far are the same and whose further ones may differ."""
        self.encoded = encoded
        self.live = lives.in_world(self.live, lives.arrays(encoded.world))

    def copy(self) -> Twin:
        """Another run that stands where this one does; neither knows of the other."""
        other = copy(self)
        other.live = lives.copied(self.live)
        return other

    def drained(self) -> Array:
        """The rows since it was last asked, which are written over when the run goes on.

        Whoever asks keeps what is needed: `log` and `outcome` know only what comes after.
        """
        written: Array = self.live.log[: self.live.gauge[0]["logged"]].view(ROW)
        self.live.gauge[0]["logged"] = 0
        return written

    def log(self) -> EventLog:
        """Everything that has happened so far, in the memory it was written to."""
        written = self.live.log[: self.live.gauge[0]["logged"]]
        return EventLog(written.view(ROW))

    def room_taken(self) -> int:
        """Bytes of all that has been written to, without the log."""
        live, gauge = self.live, self.live.gauge[0]
        people = int(gauge["people"]) * (live.people.itemsize + live.shields[0].nbytes)
        planned = int(gauge["timers"]) * (live.timers.itemsize + live.plan.itemsize)
        calendar = live.wheel.nbytes + int(gauge["pages"]) * live.pages.itemsize
        return int(people + planned + calendar) + int(gauge["cases"]) * live.cases.itemsize

    def outcome(self, horizon: float, warmup: float = 0.0) -> Outcome:
        """Run to the horizon and return what is left behind."""
        self.run_to(horizon)
        count, house = int(self.live.gauge[0]["people"]), self.live.firm[0]
        answers = np.full((count, len(MOODS)), np.nan)
        self.kernels.survey(self.live.world.experience, self.live.people, horizon, answers)
        people = np.empty(count, dtype=PERSON)
        for name in PERSON.names or ():
            if name in MOODS:
                people[name] = answers[:, MOODS.index(name)]
            else:
                people[name] = self.live.people[name][:count]
        rumour = rumour_now(
            self.encoded.world.talk, float(house["rumour"]), horizon - float(house["rumour_at"])
        )
        return Outcome(
            self.log(), people, self.encoded, self.replication, horizon, warmup, reputation(rumour)
        )


def _failure(live: Live, status: int) -> BaseException:
    """What a status means, in words."""
    day = f"day {live.gauge[0]['now']:.1f}"
    if status == Status.TOO_MANY:
        return EngineError(
            f"{day}: more than {live.world.max_customers} customers; "
            "lower talk.referral or population.prospects, or raise run.max_customers"
        )
    if status == Status.NO_TIME:
        kind = PlannedEvent(int(live.gauge[0]["detail"])).name
        return EngineError(f"{day}: a time that is not a number was planned for {kind}")
    return KeyboardInterrupt()
