"""Settings: `KEY=VALUE` texts from a command line, each a knob turned over everything before it.

VALUE is a TOML literal, else text; on a lever that is never negative, a sign makes it a change
(`+1`, `-2`), measured from what the file and earlier settings say. What looks like a slip of the pen
is refused with what was probably meant: an unknown knob, a policy or world that is not there, a name
next to a known one, a sign where nothing can be changed.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, get_args, get_origin

from journeysim.errors import Fault, ScenarioError
from journeysim.knobs import Section, Spread
from journeysim.scenario import describe
from journeysim.scenario.document import Document
from journeysim.scenario.levers import Layer, levers_of, only_levers
from journeysim.scenario.loading import DEEPEST
from journeysim.scenario.merging import Path, Table, at, depth, leaves, nested
from journeysim.scenario.relative import IN_QUOTES, NUMERIC, arrow, is_signed, signed_keys
from journeysim.scenario.resolving import has_changes, resolved
from journeysim.scenario.sides import side_of
from journeysim.scenario.spreads import spelled_out
from journeysim.scenario.tables import LEVER_SECTIONS, WORLD_SECTIONS, Tables

SETTING = "--set"
_CLOSE = 0.75
_NAMED = {"policies": "policy", "worlds": "world"}
_OPEN = (*LEVER_SECTIONS, *WORLD_SECTIONS)


def setting(text: str, origin: str = SETTING) -> tuple[Path, Any]:
    """One `KEY=VALUE` as a path and a value. Raises ScenarioError."""
    key, equals, value = text.partition("=")
    path = tuple(part.strip() for part in key.strip().split("."))
    if not equals or not all(path):
        raise ScenarioError.single(origin, _shortened(text), "is not KEY=VALUE")
    try:
        meant = _as_meant(path, value.strip(), _literal(value.strip()), origin)
    except ValueError as error:
        raise ScenarioError.single(origin, _shortened(key.strip()), str(error)) from None
    if len(path) + depth(meant) > DEEPEST:
        raise ScenarioError.single(origin, _shortened(key), f"is nested deeper than {DEEPEST}")
    return path, meant


def _literal(text: str) -> Any:
    """A TOML literal, else the text itself; dates are text, because no knob is a date."""
    try:
        table = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    value = table["value"]
    return text if len(table) > 1 or isinstance(value, date | datetime | time) else value


def _as_meant(path: Path, text: str, value: Any, origin: str) -> Any:
    """A signed number as a change, where a knob has no sign of its own. Raises ValueError."""
    inside = path[2:] if path[0] in _NAMED else path
    if isinstance(value, dict):
        signed = signed_keys(text)
        for inner, _ in leaves(value):
            if inner[-1] in signed and is_unsigned((*inside, *inner)):
                raise ValueError(f"{inner[-1]} is a number with '+'; {IN_QUOTES}")
        return value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not inside or text[:1] not in ("+", "-") or not is_unsigned(inside):
        return value
    if side_of(inside) == "lever" or origin != SETTING:
        return text
    if text.startswith("-"):
        return value
    raise ValueError(f"{text!r} looks like a change, and only levers can be changed by so much")


def is_unsigned(path: Path) -> bool:
    """Does a number stand at a path, in a policy or world or not, that has no sign of its own?"""
    place = describe.place(Tables, path[2:] if path[0] in _NAMED else path)
    if place is None or place.field is None:
        return False
    unit = describe.unit_of(place.field)
    return unit.endswith("varying") or (unit in NUMERIC and not is_signed(place.field))


def with_settings(document: Document, settings: Iterable[tuple[str, str]]) -> Document:
    """A document with (origin, `KEY=VALUE`) settings laid over it, later ones over earlier ones."""
    faults: list[Fault] = []
    for origin, text in settings:
        try:
            path, value = setting(text, origin)
        except ScenarioError as error:
            faults += error.faults
            continue
        if what := _wrong(document.values, path, value):
            faults.append(Fault(origin, _shortened(".".join(path)), what))
            continue
        try:
            document = _overlaid(document, nested(path, value), origin)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return document


def _overlaid(document: Document, table: Table, origin: str) -> Document:
    """A document with a setting laid over it; a change is measured from the levers before it."""
    table = spelled_out(table)
    if not has_changes(only_levers(table)):
        return document.overlaid(table, origin)

    def fault(path: Path, what: str) -> Fault:
        return Fault(origin, ".".join(path), what)

    base = Layer(0.0, only_levers(document.values))
    levers = levers_of(document, base.table, (base,))
    made, texts = resolved(only_levers(table), levers, fault)
    document = document.overlaid(made, origin)
    marks = {path: f"{origin} ({arrow(text, at(made, path))})" for path, text in texts.items()}
    return replace(document, origins=document.origins | marks)


def _wrong(values: Table, path: Path, value: Any) -> str:
    """What is wrong with turning a knob, before its value is looked at; "" if nothing."""
    if path[0] in _NAMED and len(path) > 1 and at(values, path[:2]) is None:
        if _is_new_policy(values, path, value):
            return ""
        return f"no such {_NAMED[path[0]]}{_meant(path[1], at(values, path[:1]) or ())}"
    inner = path[2:] if path[0] in _NAMED and path[2:3] and path[2] in _OPEN else path
    kind: Any = None
    for length in range(1, len(inner) + 1):
        place = describe.place(Tables, inner[:length])
        if place is None:
            return "no such knob" + describe.suggestion(Tables, inner[:length])
        if get_origin(kind) is list:
            return "stands in a list; change it in the file"
        if _holds_named_tables(kind):
            names = _names(values, inner[: length - 1])
            if inner[length - 1] not in names and _near(inner[length - 1], names):
                return f"no such knob{_meant(inner[length - 1], names)}"
        kind = place.kind
    if (_is_section(kind) or _holds_named_tables(kind)) and not isinstance(value, dict):
        return "is a table; set a knob in it"
    return ""


def _is_new_policy(values: Table, path: Path, value: Any) -> bool:
    """Is a whole policy said, under a name that is no slip of the pen?"""
    whole = path[0] == "policies" and len(path) == 2 and isinstance(value, dict)
    return whole and not _near(path[1], at(values, path[:1]) or ())


def _holds_named_tables(kind: Any) -> bool:
    """Do people name the tables in this one: segments, channels, touches?"""
    return get_origin(kind) is dict and _is_section(get_args(kind)[1])


def _names(values: Table, path: Path) -> tuple[str, ...]:
    """The names of the tables at a path, those that only a policy knows included."""
    policies = at(values, ("policies",)) or {}
    tables = [at(values, path), *(at(policies, (name, *path)) for name in policies)]
    known = [name for table in tables if isinstance(table, dict) for name in table]
    return tuple(dict.fromkeys(known))


def _near(name: str, names: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(name, list(names), n=1, cutoff=_CLOSE)


def _meant(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant, as the end of a sentence."""
    near = _near(name, names)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(names) or 'none'}"


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section) and not issubclass(kind, Spread)


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
