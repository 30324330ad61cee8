"""Wire: what the screen and the simulating process say to each other, one JSON object a line.

Orders go down, news comes up. A scenario travels as its values, so nothing is read twice.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from journeysim.scenario.loading import Document, Source
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario, checked

YOU, BASELINE = "you", "baseline"


@dataclass(frozen=True)
class Open:
    """Order: simulate this scenario under two policies."""

    name: str
    path: str
    values: Table
    world: str | None
    dated: list[tuple[float, Table]]
    policy: str
    baseline: str
    seed: int


@dataclass(frozen=True)
class Turn:
    """Order: go on under this plan. levers: dated tables for *you*; world: values for both."""

    plan: int
    levers: list[tuple[float, Table]]
    world: Table


@dataclass(frozen=True)
class Run:
    """Order: live up to this day."""

    to: int


@dataclass(frozen=True)
class Day:
    """News: one day of one line, under a plan."""

    line: str
    plan: int
    day: int
    figures: list[float]


@dataclass(frozen=True)
class Died:
    """News: the simulation cannot go on."""

    why: str


Order = Open | Turn | Run
News = Day | Died
_SAID: dict[str, type[Any]] = {kind.__name__: kind for kind in (Open, Turn, Run, Day, Died)}


def line_of(said: Order | News) -> bytes:
    """One order or piece of news as a line."""
    fields = {"is": type(said).__name__} | asdict(said)
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def order_of(line: bytes | str) -> Order:
    """The order that a line holds. Raises ValueError."""
    said = _read(line)
    if not isinstance(said, Open | Turn | Run):
        raise ValueError("is no order")
    return said


def news_of(line: bytes | str) -> News:
    """The news that a line holds. Raises ValueError."""
    said = _read(line)
    if not isinstance(said, Day | Died):
        raise ValueError("is no news")
    return said


def _read(line: bytes | str) -> Any:
    fields = json.loads(line)
    try:
        return _SAID[fields.pop("is")](**fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is not understood: {error}") from None


def opening(scenario: Scenario, policy: str, baseline: str, seed: int) -> Open:
    """The order that opens a scenario."""
    document = scenario.document
    return Open(
        document.name,
        str(document.path),
        document.values,
        scenario.world,
        list(scenario.dated),
        policy,
        baseline,
        seed,
    )


def scenario_of(order: Open) -> Scenario:
    """The scenario that an opening order carries. Raises ScenarioError."""
    source = Source(order.path, {})
    document = Document(order.name, Path(order.path), order.values, {}, (source,))
    return checked(document, order.world, tuple((day, over) for day, over in order.dated))
