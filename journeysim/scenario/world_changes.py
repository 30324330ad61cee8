"""World changes: what changes in the world by date, and the world in force from each date on.

A change holds from its day on, until its end if it has one; what holds at a time is laid over the
world of day 0 in the order of the days. A change said as such ("x8", "+8 pp") is measured from what
is in force without it, so two at a time add up. What is drawn or laid down at the start cannot change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from journeysim import units
from journeysim.errors import Fault, ScenarioError
from journeysim.knobs import Section
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.merging import Path, Table, at, leaves, merged, replaced
from journeysim.scenario.relative import NUMERIC, changed, is_change
from journeysim.scenario.resolving import value_at
from journeysim.scenario.sides import side_of
from journeysim.scenario.spreads import completed, spelled_out
from journeysim.scenario.tables import LEVER_SECTIONS, WORLD_SECTIONS, Tables

_Section = TypeVar("_Section", bound=Section)

CHANGES = "changes"
SECTIONS = (*WORLD_SECTIONS, *LEVER_SECTIONS)

_PEOPLE = "is drawn for each customer at the start"
_PLAN = "is laid down for the whole run"
_FORGETTING = "is how people forget, which does not change by date"
FIXED: dict[str, str] = {
    "population.customers": "says who is there on day 0",
    "population.start": "says who is there on day 0",
    "population.tenure": "says who is there on day 0",
    "population.classes": "says who is there on day 0",
    "segments": f"{_PEOPLE}; change what happens to them instead",
    "purchase.gap": _PEOPLE,
    "purchase.frequency": _PEOPLE,
    "purchase.hours": _PLAN,
    "leaving.chance": f"{_PEOPLE}; leaving.ease makes leaving easier for all",
    "leaving.referred_factor": f"{_PEOPLE}; leaving.ease makes leaving easier for all",
    "leaving.credit_effect": "is how people decide, which does not change by date",
    "leaving.trust_effect": "is how people decide, which does not change by date",
    "leaving.paradox": "is how people decide, which does not change by date",
    "leaving.grievance_power": "is how people decide, which does not change by date",
    "experience": "is how people take things, which does not change by date",
    "problems.*.kind": _PLAN,
    "problems.*.profile": _PLAN,
    "problems.*.by_weekday": _PLAN,
    "problems.*.by_hour": _PLAN,
    "talk.half_life": _FORGETTING,
    "sales.extra_memory": _FORGETTING,
    "care.repeat_memory": _FORGETTING,
    "service.training_ramp": "is how people learn, which does not change by date",
    "survey": "is how people are asked, once, at the end",
    "money": "is how all amounts are counted",
    "care.risk_noise": _PEOPLE,
}
"""World knobs that are fixed on day 0, and why; * for any name, a section for all in it."""

TURNED = ("service.channels.*.shrinkage",)
"""Levers that happen to a firm, too: people fall ill under every policy."""

MAY_CHANGE = (
    "a problem's rate, share of purchases and severity, prices (price.market), season and prospects, "
    "leaving.ease, talk.scandal, patience, agents' pay and shrinkage"
)
"""What may change, for whoever tried something else."""


class Happening(NamedTuple):
    """A dated change of the world: from a day on, until one (infinite: for good)."""

    day: float
    until: float
    table: Table
    place: int

    def holds(self, day: float) -> bool:
        """Is it in force on a day?"""
        return self.day <= day < self.until


class WorldStage(NamedTuple):
    """The world in force from a day on: its tables, and the changes that make it so."""

    day: float
    tables: Tables
    changes: tuple[Happening, ...]


def changes_of(values: Table) -> tuple[Happening, ...]:
    """The world's changes in the order of their days."""
    made = []
    for place, table in enumerate(values.get(CHANGES, ())):
        until = units.days(table["until"]) if "until" in table else inf
        inside = {key: table[key] for key in SECTIONS if key in table}
        made.append(Happening(units.days(table["at"]), until, inside, place))
    return tuple(sorted(made, key=lambda change: change.day))


def days_of(changes: Sequence[Happening]) -> list[float]:
    """The days from which another world is in force, day 0 first."""
    days = {day for change in changes for day in (change.day, change.until) if day < inf}
    return sorted({0.0, *days})


def stages_of(document: Document) -> tuple[WorldStage, ...]:
    """The world from each date on, day 0 first. Raises ScenarioError."""
    changes = changes_of(document.values)
    values = {key: document.values[key] for key in ("schema", "run", *SECTIONS) if key in document.values}  # fmt: skip
    stages = []
    for day in days_of(changes):
        holding = tuple(change for change in changes if change.holds(day))
        table = laid_over(document, values, holding, Tables, SECTIONS)
        stages.append(WorldStage(day, _read(document, table, holding, Tables), holding))
    return tuple(stages)


def laid_over(
    document: Document,
    values: Table,
    changes: Sequence[Happening],
    root: type[Section],
    sections: Sequence[str],
) -> Table:
    """Values with the sections of changes laid over them, one after the other. Raises ScenarioError."""
    for place, change in enumerate(changes):
        part = {key: change.table[key] for key in sections if key in change.table}
        texts = [(path, value) for path, value in leaves(part) if _is_change(path, value)]
        if texts:
            before = _read(document, values, changes[:place], root)
            for path, text in texts:
                part = replaced(part, path, _made(document, change, before, path, text))
        values = merged(values, part)
    return values


def _is_change(path: Path, value: Any) -> bool:
    place = describe.place(Tables, path)
    field = place.field if place else None
    return is_change(value) and field is not None and describe.unit_of(field) in NUMERIC


def _made(document: Document, change: Happening, before: Section, path: Path, text: str) -> Any:
    """The value that a change makes of what is in force without it."""
    place = describe.place(Tables, path)
    assert place is not None
    assert place.field is not None
    try:
        return changed(value_at(before, path), text, place.field)
    except ValueError as error:
        raise ScenarioError([_fault(document, change, path, str(error))]) from None


def _read(
    document: Document, values: Table, holding: Sequence[Happening], root: type[_Section]
) -> _Section:
    try:
        return root.model_validate(completed(values, root))
    except ValidationError as error:
        faults = []
        for finding in error.errors():
            path, what = describe.sentence(Tables, finding)
            faults.append(fault_at(document, holding, path, what))
        raise ScenarioError(faults) from None


def fault_at(document: Document, holding: Sequence[Happening], path: Path, what: str) -> Fault:
    """A fault at a knob, in the last change that says anything about it or its nearest parent."""
    for length in range(len(path), 0, -1):
        for change in reversed(holding):
            if at(change.table, path[:length]) is not None:
                return _fault(document, change, path, what)
    return document.fault(path, what)


def _fault(document: Document, change: Happening, path: Path, what: str) -> Fault:
    where = (CHANGES, str(change.place), *describe.knob_path(Tables, path))
    return Fault(document.where(where), ".".join(path), what)


def faults_of_change(document: Document, change: Happening) -> Iterator[Fault]:
    """What in a change cannot change by date, or is not there."""
    if change.until <= change.day:
        where = (CHANGES, str(change.place), "until")
        yield document.fault(where, "must be later than 'at'")
    for path, _ in leaves(change.table):
        what = unchangeable(path) or _missing(document.values, path)
        if what:
            yield _fault(document, change, path, what)


def unchangeable(path: Path) -> str:
    """Why a knob cannot change in the world by date; "" if it can, or if there is no such knob."""
    if path[0] not in SECTIONS:
        return f"is fixed on day 0; what may change: {MAY_CHANGE}"
    if describe.place(Tables, path) is None:
        return ""
    for pattern, why in FIXED.items():
        if _matches(pattern, path):
            return f"{why}: it is fixed on day 0; what may change: {MAY_CHANGE}"
    if side_of(path) == "lever" and not any(_matches(each, path) for each in TURNED):
        return "is a lever; write [[policies.NAME.changes]], or --at for every policy"
    return ""


def _matches(pattern: str, path: Path) -> bool:
    parts = pattern.split(".")
    return len(path) >= len(parts) and all(
        part in ("*", key) for part, key in zip(parts, path, strict=False)
    )


_NAMED = {
    ("problems",): "problem",
    ("service", "channels"): "channel",
    ("care", "touches"): "touch",
}


def _missing(values: Table, path: Path) -> str:
    """What a change names that the file does not have."""
    for above, word in _NAMED.items():
        if path[: len(above)] == above and len(path) > len(above):
            there = at(values, above) or {}
            if path[len(above)] not in there:
                return f"no {word} {path[len(above)]!r}; known: {', '.join(there) or 'none'}"
    return ""


def with_changes(
    document: Document, tables: Sequence[Table], origin: Callable[[int, Path], str]
) -> Document:
    """A document with more changes of the world; origin: where the path of the n-th was said."""
    before = document.values.get(CHANGES, [])
    origins = dict(document.origins)
    for number, table in enumerate(tables):
        for path, _ in leaves(table):
            where = (CHANGES, str(len(before) + number), *path)
            origins[where] = origin(number, path)
    values = document.values | {CHANGES: [*before, *tables]}
    return replace(document, values=values, origins=origins)


def with_changes_of(document: Document, world: str) -> Document:
    """A document with the changes of a named world."""
    here = ("worlds", world, CHANGES)
    own = at(document.values, here) or []
    return with_changes(document, own, lambda n, path: document.where((*here, str(n), *path)))


def with_dated(document: Document, day: str, table: Table, origin: str) -> Document:
    """A document with one change that a command line says."""
    change = spelled_out({"at": day, **table})
    return with_changes(document, [change], lambda *_: origin)
