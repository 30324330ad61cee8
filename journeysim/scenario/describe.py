"""Describe: what a path in a scenario file means: its knob, type, bounds and neighbours.

Reads the section classes only. Turns pydantic's findings into faults in the project's own words,
with the allowed range and, for a misspelt key, the key that was meant.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from journeysim import units
from journeysim.knobs import Facts, Section, Spread
from journeysim.scenario.merging import is_position


class Place(NamedTuple):
    """What stands at a path: a section class, or a knob of one (field and plain type)."""

    section: type[Section] | None
    field: FieldInfo | None
    kind: Any


def plain_type(annotation: Any) -> Any:
    """The type inside Optional and Annotated."""
    while True:
        origin = get_origin(annotation)
        if origin in (Union, types.UnionType):
            inner = [arg for arg in get_args(annotation) if arg is not type(None)]
            if len(inner) != 1:
                return annotation
            annotation = inner[0]
        elif hasattr(annotation, "__metadata__"):
            annotation = get_args(annotation)[0]
        else:
            return annotation


def unit_of(field: FieldInfo) -> str:
    """The unit of a knob: duration, rate, share, number, count, or its plain kind."""
    words = {"duration", "rate", "share", "number", "count"}
    pending: list[Any] = [field.annotation, *field.metadata]
    while pending:
        item = pending.pop()
        if isinstance(item, str) and item in words:
            return item
        pending += list(getattr(item, "__metadata__", ()))
        if get_origin(item) in (Union, types.UnionType) or hasattr(item, "__metadata__"):
            pending += list(get_args(item))
    kind = plain_type(field.annotation)
    if isinstance(kind, type) and issubclass(kind, Spread):
        return "duration, varying" if kind.__name__ == "DurationSpread" else "number, varying"
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(str(choice) for choice in get_args(kind))
    if get_origin(kind) is dict:
        return "table"
    if get_origin(kind) is list:
        return "list"
    return {str: "text", bool: "true or false"}.get(kind, "table")


@cache
def keys_of(section: type[Section]) -> Mapping[str, FieldInfo]:
    """The keys of a section as written in a file."""
    keys = {field.alias or name: field for name, field in section.model_fields.items()}
    return types.MappingProxyType(keys)


@cache
def kinds_of(section: type[Section]) -> Mapping[str, Any]:
    """The plain type of each key of a section."""
    kinds = {key: plain_type(field.annotation) for key, field in keys_of(section).items()}
    return types.MappingProxyType(kinds)


@lru_cache(maxsize=4096)
def place(root: type[Section], path: tuple[str, ...]) -> Place | None:
    """What stands at a path below a section class; None where nothing can."""
    kind: Any = root
    section: type[Section] | None = None
    field: FieldInfo | None = None
    for key in path:
        origin = get_origin(kind)
        if isinstance(kind, type) and issubclass(kind, Section):
            section, field = kind, keys_of(kind).get(key)
            if field is None:
                return None
            kind = plain_type(field.annotation)
        elif origin is dict:
            kind = plain_type(get_args(kind)[1])
        elif origin is list and is_position(key):
            kind = plain_type(get_args(kind)[0])
        elif kind is Any:
            return Place(section, field, Any)
        else:
            return None
    return Place(section, field, kind)


def knob_path(root: type[Section], path: tuple[str, ...]) -> tuple[str, ...]:
    """The path of the knob that a path reaches into: a spread as a whole, anything else itself."""
    above = place(root, path[:-1])
    return path[:-1] if above is not None and _is_spread(above.kind) else path


def knobs_of(root: type[Section], path: tuple[str, ...] = ()) -> Iterator[tuple[str, FieldInfo]]:
    """Every knob below a section class with its dotted path; NAME stands for a table's key. Facts are none."""
    for key, field in keys_of(root).items():
        kind = kinds_of(root)[key]
        here = (*path, key)
        inner = get_args(kind)
        if isinstance(kind, type) and issubclass(kind, Facts):
            continue
        if isinstance(kind, type) and issubclass(kind, Section) and not issubclass(kind, Spread):
            yield from knobs_of(kind, here)
        elif get_origin(kind) is dict and _is_section(inner[1]):
            yield from knobs_of(inner[1], (*here, "NAME"))
        elif get_origin(kind) is list and _is_section(inner[0]):
            yield from knobs_of(inner[0], (*here, "N"))
        else:
            yield ".".join(here), field


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)


def _is_spread(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Spread)


def in_unit(value: Any, unit: str) -> str:
    """A number as people write it in that unit."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if unit.startswith("duration"):
            return units.duration_text(float(value))
        if unit.startswith("rate"):
            return units.rate_text(float(value))
        whole = abs(value) < 1e15 and value == int(value)
        return str(int(value)) if whole else f"{value:g}"
    return str(value)


def bounds(field: FieldInfo) -> dict[str, float]:
    """The bounds of a knob by name: ge, gt, le, lt."""
    limits = {}
    for item in field.metadata:
        for name in ("ge", "gt", "le", "lt"):
            if getattr(item, name, None) is not None:
                limits[name] = float(getattr(item, name))
    return limits


def allowed(field: FieldInfo) -> str:
    """The allowed range in words, or "" where anything goes."""
    limits, unit = bounds(field), unit_of(field)
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    return ", ".join(f"{words[name]} {in_unit(limit, unit)}" for name, limit in limits.items())


def suggestion(root: type[Section], path: tuple[str, ...]) -> str:
    """The key that was probably meant, as the end of a sentence."""
    parent = place(root, path[:-1])
    kind: Any = parent.kind if parent else None
    if not _is_section(kind):
        return ""
    known = sorted(keys_of(kind))
    near = difflib.get_close_matches(path[-1], known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"


_LONGEST = 400
_TYPE_WORDS = {
    "float_type": "must be a number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "list_type": "must be a list [...]",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "finite_number": "must be a finite number",
    "missing": "is missing",
    "float_parsing": "must be a number",
}


def sentence(root: type[Section], error: Any) -> tuple[tuple[str, ...], str]:
    """One of pydantic's findings as (path, what is wrong and what is allowed)."""
    path = tuple(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return path, "unknown key" + suggestion(root, path)
    spot = place(root, path)
    while spot is None and path:
        path = path[:-1]
        spot = place(root, path)
    field = spot.field if spot else None
    text = _TYPE_WORDS.get(error["type"], "")
    if not text:
        text = str(error["msg"])
        text = _short(text.removeprefix("Value error, ").replace("Input should", "must"), _LONGEST)
    if error["type"] in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        assert field is not None
        text = f"{_shown(_written(error['input'], unit_of(field)))} is out of range"
    if error["type"] == "string_pattern_mismatch":
        text = "a name is lower case letters, digits and _, starting with a letter"
    if error["type"] == "too_long" or error["type"] == "string_too_long":
        text = "too long"
    span = allowed(field) if field is not None and spot and not _is_section(spot.kind) else ""
    if span and "unknown" not in text:
        text += f"; allowed: {span}"
    return path, text


def _written(value: Any, unit: str) -> Any:
    """A number as people write it, where they write it with a unit."""
    return in_unit(value, unit) if unit in ("duration", "rate") else value


def _shown(value: Any) -> str:
    return _short(repr(value) if isinstance(value, str) else f"{value}", 60)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."
