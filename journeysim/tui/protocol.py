"""Protocol: what the screen and the simulating process say to each other.

Orders go down, news comes up; `wire` writes them as lines. A scenario travels as its values, so nothing is read twice; arrays
travel as the bytes they are.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np

from journeysim.engine.log import Array
from journeysim.experiment.break_even import BreakEven
from journeysim.scenario.document import Document, Source
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario, checked
from journeysim.study.advice import TurnSearch
from journeysim.study.ask import Frame
from journeysim.tui.figures import CHANNEL_FIGURES, FIGURES, TICK
from journeysim.tui.recording import Recording
from journeysim.tui.solving import Solved, SolveRequest


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
class TurnsRequest:
    """Order: the assumed number that would turn a difference over, looked for when nothing else is
    wanted; takes the place of draws that were asked for, and they of it.

    settings: as of the draws by which it is known where to look.
    """

    settings: tuple[str, ...]
    search: TurnSearch


@dataclass(frozen=True)
class LedgerRequest:
    """Order: whom the second of two policies keeps and drives away against the first, and why, over
    so many replications, when nothing else is wanted; takes the place of draws and turns.

    settings: as of draws.
    """

    settings: tuple[str, ...]
    policies: tuple[str, str]
    replications: int


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
class Turns:
    """News: what was looked for; None where no number leaves anything of the difference to be said."""

    request: TurnsRequest
    turns: BreakEven | None


@dataclass(frozen=True)
class Counted:
    """News: the customers of day 0 over all replications: how many there were, and how many are kept
    and driven away by each reason (`twins.Reason`), in parts of a person where several weighed; seats:
    what weighed most with those of the first replication who have a seat, by customer."""

    request: LedgerRequest
    customers: int
    saved: dict[str, float]
    lost: dict[str, float]
    seats: dict[str, str] = field(default_factory=dict)


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


Aside = DrawsRequest | TurnsRequest | LedgerRequest | SolveRequest
RunOrder = Open | RunRequest | Aside | Position
Order = RunOrder | ExportRequest
Answer = Drawn | Turns | Counted | Solved
"""News that answers what was asked aside."""

News = RunUpdate | Answer | Failed | Exported | Died


def update_of(
    spec: RunSpec, recording: Recording, whole: bool, engine: str, events: int = 0
) -> RunUpdate:
    """The news that a run has come this far."""
    arrays = [base64.b64encode(_bytes(array)).decode() for array in recording]
    return RunUpdate(spec.key, spec.replication, recording.last, whole, engine, arrays, events)


def _bytes(array: Array) -> bytes:
    return np.ascontiguousarray(array).tobytes()


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
