"""Protocol: what the screen and the simulating process say to each other, one JSON object a line.

Orders go down, news comes up. A scenario travels as its values, so nothing is read twice; arrays
travel as the bytes they are.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import numpy as np

from journeysim.engine.log import Array
from journeysim.scenario.document import Document, Source
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario, checked
from journeysim.study.ask import Frame
from journeysim.tui.figures import CHANNEL_FIGURES, FIGURES, TICK
from journeysim.tui.recording import Recording


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
class RunSpec:
    """One run that is wanted: a policy with dated changes, in a world, with some luck.

    key: the screen's number for all but the replication; events: with those of ticker and seats.
    """

    key: int
    policy: str
    levers: list[tuple[float, Table]]
    world: Table
    seed: int
    replication: int
    events: bool


@dataclass(frozen=True)
class RunRequest:
    """Order: these runs, the first first; whatever was requested before is wanted no more."""

    runs: list[RunSpec]


@dataclass(frozen=True)
class DrawsRequest:
    """Order: these policies over chance and assumptions, as often as asked, when nothing else is
    wanted; whatever draws were asked for before are wanted no more.

    settings: what is laid over the scenario, `KEY=VALUE`, the seed among them.
    """

    settings: tuple[str, ...]
    policies: tuple[str, ...]
    metrics: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Position:
    """Order: this is where the screen stands: on a day of a run, with so many replications."""

    policy: str
    levers: list[tuple[float, Table]]
    world: Table
    seed: int
    day: int
    replications: int

    @property
    def decisions(self) -> str:
        """The same text for the same policy with the same changes."""
        return json.dumps([self.policy, self.levers], sort_keys=True)


class Kind(StrEnum):
    """What can be exported."""

    LOG = "log"
    REPORT = "report"


@dataclass(frozen=True)
class ExportRequest:
    """Order: write this file about a policy; nothing else is done meanwhile.

    source, frame: where its scenario comes from, and what is laid over it; replications: of a
    report, which is on the policy against the baseline.
    """

    kind: Kind
    path: str
    source: str
    frame: Frame
    policy: str
    baseline: str
    replications: int
    engine: str


@dataclass(frozen=True)
class RunUpdate:
    """News: what is known of a run; `last` is the last day lived, `whole` says that it is all, of so
    many events."""

    key: int
    replication: int
    last: int
    whole: bool
    engine: str
    arrays: list[str]
    events: int = 0

    @property
    def recording(self) -> Recording:
        """The arrays themselves."""
        days, channels, left, causes, ticks, seats, worth = map(base64.b64decode, self.arrays)
        count = self.last + 1
        return Recording(
            np.frombuffer(days).reshape(count, len(FIGURES)),
            np.frombuffer(channels).reshape(count, -1, len(CHANNEL_FIGURES)),
            np.frombuffer(left),
            np.frombuffer(causes, dtype=np.int8),
            np.frombuffer(ticks, dtype=TICK),
            np.frombuffer(seats, dtype=TICK),
            np.frombuffer(worth),
        )


@dataclass(frozen=True)
class Drawn:
    """News: what was asked for has been drawn; see `draws.Draws`."""

    request: DrawsRequest
    assumed: int
    kept: str
    observations: dict[str, dict[str, list[float]]]


@dataclass(frozen=True)
class Failed:
    """News: a run that cannot be made, in words; the others go on."""

    key: int
    why: str


@dataclass(frozen=True)
class Exported:
    """News: a file is written; or it is not, and why."""

    path: str
    fault: str = ""


@dataclass(frozen=True)
class Died:
    """News: the simulation cannot go on."""

    why: str


RunOrder = Open | RunRequest | DrawsRequest | Position
Order = RunOrder | ExportRequest
News = RunUpdate | Drawn | Failed | Exported | Died
_MESSAGES: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Order) + get_args(News)}


def update_of(
    spec: RunSpec, recording: Recording, whole: bool, engine: str, events: int = 0
) -> RunUpdate:
    """The news that a run has come this far."""
    arrays = [base64.b64encode(_bytes(array)).decode() for array in recording]
    return RunUpdate(spec.key, spec.replication, recording.last, whole, engine, arrays, events)


def _bytes(array: Array) -> bytes:
    return np.ascontiguousarray(array).tobytes()


def line_of(message: Order | News) -> bytes:
    """One order or piece of news as a line."""
    fields = {"is": type(message).__name__} | asdict(message)
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def order_of(line: bytes | str) -> Order:
    """The order that a line holds. Raises ValueError."""
    message = _read(line)
    if not isinstance(message, Order):
        raise ValueError("is no order")
    return message


def news_of(line: bytes | str) -> News:
    """The news that a line holds. Raises ValueError."""
    message = _read(line)
    if not isinstance(message, News):
        raise ValueError("is no news")
    return message


def _read(line: bytes | str) -> Any:
    fields = json.loads(line)
    try:
        kind = _MESSAGES[fields.pop("is")]
        if kind is RunRequest:
            return RunRequest([RunSpec(**spec) for spec in fields["runs"]])
        if kind is DrawsRequest:
            return _draws(fields)
        if kind is Drawn:
            return Drawn(**fields | {"request": _draws(fields["request"])})
        if kind is ExportRequest:
            return ExportRequest(**fields | {"kind": Kind(fields["kind"]), "frame": _frame(fields)})
        return kind(**fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is not understood: {error}") from None


def _draws(fields: Table) -> DrawsRequest:
    lists = {key: tuple(fields[key]) for key in ("settings", "policies", "metrics")}
    return DrawsRequest(**fields | lists)


def _frame(fields: Table) -> Frame:
    frame = dict(fields["frame"])
    frame["settings"] = tuple(frame["settings"])
    frame["dated"] = tuple((day, setting) for day, setting in frame["dated"])
    return Frame(**frame)


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
