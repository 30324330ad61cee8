"""Wire: what the screen and the simulating process say to each other, one JSON object a line.

Orders go down, news comes up. A scenario travels as its values, so nothing is read twice; arrays
travel as the bytes they are.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from journeysim.engine.log import Array
from journeysim.scenario.document import Document, Source
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario, checked
from journeysim.tui.figures import CHANNEL_FIGURES, FIGURES, TICK
from journeysim.tui.frames import Frames


@dataclass(frozen=True)
class Open:
    """Order: this is the scenario, and the engine to run it on (`choice.ENGINES`)."""

    name: str
    path: str
    values: Table
    world: str | None
    dated: list[tuple[float, Table]]
    engine: str


@dataclass(frozen=True)
class Ask:
    """One run that is wanted: a policy with dated changes, in a world, with some luck.

    key: the screen's number for all but the replication; told: with events and seats.
    """

    key: int
    policy: str
    levers: list[tuple[float, Table]]
    world: Table
    seed: int
    replication: int
    told: bool


@dataclass(frozen=True)
class Want:
    """Order: these runs, the first first; whatever was wanted before is wanted no more."""

    asks: list[Ask]


@dataclass(frozen=True)
class Here:
    """Order: this is where the screen stands: on a day of a line, with so many replications."""

    policy: str
    levers: list[tuple[float, Table]]
    world: Table
    seed: int
    day: int
    replications: int

    @property
    def way(self) -> str:
        """The same text for the same policy with the same changes."""
        return json.dumps([self.policy, self.levers], sort_keys=True)


@dataclass(frozen=True)
class Run:
    """News: what is known of a run; `last` is the last day lived, `whole` says that it is all."""

    key: int
    replication: int
    last: int
    whole: bool
    engine: str
    arrays: list[str]

    @property
    def frames(self) -> Frames:
        """The arrays themselves."""
        days, channels, left, causes, ticks, seats = map(base64.b64decode, self.arrays)
        count = self.last + 1
        return Frames(
            np.frombuffer(days).reshape(count, len(FIGURES)),
            np.frombuffer(channels).reshape(count, -1, len(CHANNEL_FIGURES)),
            np.frombuffer(left),
            np.frombuffer(causes, dtype=np.int8),
            np.frombuffer(ticks, dtype=TICK),
            np.frombuffer(seats, dtype=TICK),
        )


@dataclass(frozen=True)
class Failed:
    """News: a run that cannot be made, in words; the others go on."""

    key: int
    why: str


@dataclass(frozen=True)
class Died:
    """News: the simulation cannot go on."""

    why: str


Order = Open | Want | Here
News = Run | Failed | Died
_SAID: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Open, Want, Here, Run, Failed, Died)
}


def run_of(ask: Ask, found: Frames, whole: bool, engine: str) -> Run:
    """The news that a run has come this far."""
    arrays = [base64.b64encode(_bytes(array)).decode() for array in found]
    return Run(ask.key, ask.replication, len(found.days) - 1, whole, engine, arrays)


def _bytes(array: Array) -> bytes:
    return np.ascontiguousarray(array).tobytes()


def line_of(said: Order | News) -> bytes:
    """One order or piece of news as a line."""
    fields = {"is": type(said).__name__} | asdict(said)
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def order_of(line: bytes | str) -> Order:
    """The order that a line holds. Raises ValueError."""
    said = _read(line)
    if not isinstance(said, Open | Want | Here):
        raise ValueError("is no order")
    return said


def news_of(line: bytes | str) -> News:
    """The news that a line holds. Raises ValueError."""
    said = _read(line)
    if not isinstance(said, Run | Failed | Died):
        raise ValueError("is no news")
    return said


def _read(line: bytes | str) -> Any:
    fields = json.loads(line)
    try:
        kind = _SAID[fields.pop("is")]
        if kind is Want:
            return Want([Ask(**ask) for ask in fields["asks"]])
        return kind(**fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is not understood: {error}") from None


def opening(scenario: Scenario, engine: str) -> Open:
    """The order that opens a scenario."""
    document = scenario.document
    return Open(
        document.name,
        str(document.path),
        document.values,
        scenario.world,
        list(scenario.dated),
        engine,
    )


def scenario_of(order: Open) -> Scenario:
    """The scenario that an opening order carries. Raises ScenarioError."""
    source = Source(order.path, {})
    document = Document(order.name, Path(order.path), order.values, {}, (source,))
    return checked(document, order.world, tuple((day, over) for day, over in order.dated))
