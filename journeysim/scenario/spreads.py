"""Spreads: short forms spelled out before tables are merged, gaps filled up after.

`handling = "9 min"` and `handling = { kind = "constant", mean = "9 min" }` say the same; spelled
out, `handling.mean = "8 min"` of a later file, policy or setting changes the mean and nothing
else. What is left without a kind takes it from the default.
"""

from __future__ import annotations

from typing import Any, get_args, get_origin

from journeysim.knobs import Section, Spread
from journeysim.scenario import describe
from journeysim.scenario.merging import Table, at, merged
from journeysim.scenario.relative import is_change
from journeysim.scenario.tables import Tables

_STANDS_FOR = {
    "chance": ("leaving", "chance"),
    "gap": ("purchase", "gap"),
    "frequency": ("purchase", "frequency"),
    "basket": ("purchase", "basket"),
}
"""What a segment's spread stands in for."""


def spelled_out(values: Table, section: type[Section] = Tables) -> Table:
    """Values in which every spread is a table, in policies and worlds too."""
    result = dict(values)
    for key, field in describe.keys_of(section).items():
        if key in result:
            result[key] = _spelled(result[key], _kind_of(key, field))
    return result


def _kind_of(key: str, field: Any) -> Any:
    """The type of a key; a policy's or world's open table is the section of that name."""
    kind = describe.plain_type(field.annotation)
    if get_origin(kind) is dict and get_args(kind)[1] is Any and key in Tables.model_fields:
        return describe.plain_type(Tables.model_fields[key].annotation)
    return kind


def _spelled(value: Any, kind: Any) -> Any:
    if _is(kind, Spread):
        return _spread(value)
    if _is(kind, Section):
        return spelled_out(value, kind) if isinstance(value, dict) else value
    if get_origin(kind) is dict and isinstance(value, dict):
        inner = get_args(kind)[1]
        return {name: _spelled(item, inner) for name, item in value.items()}
    if get_origin(kind) is list and isinstance(value, list):
        inner = get_args(kind)[0]
        return [_spelled(item, inner) for item in value]
    return value


def _spread(value: Any) -> Any:
    if value == "never":
        return {"kind": "never"}
    if is_change(value):
        return {"mean": value}
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return {"kind": "constant", "mean": value}
    return value


def completed(values: Table, root: type[Section] = Tables) -> Table:
    """Values in which a spread given in part (no `kind`) is filled up from its default.

    A segment's spread is filled up from the section it stands in for.
    """
    return _filled(values, root, values)


def _filled(values: Table, section: type[Section], whole: Table) -> Table:
    result = dict(values)
    keys, kinds = describe.keys_of(section), describe.kinds_of(section)
    for key, given in values.items():
        if not isinstance(given, dict) or key not in keys:
            continue
        kind = kinds[key]
        if _is(kind, Spread):
            if "kind" not in given:
                result[key] = merged(_default_spread(keys[key], key, whole), given)
        elif _is(kind, Section):
            result[key] = _filled(given, kind, whole)
        elif get_origin(kind) is dict and _is(inner := get_args(kind)[1], Section):
            result[key] = {
                name: _filled(item, inner, whole) if isinstance(item, dict) else item
                for name, item in given.items()
            }
    return result


def _default_spread(field: Any, key: str, whole: Table) -> Table:
    default = field.default
    if default is None and key in _STANDS_FOR:
        section, name = _STANDS_FOR[key]
        own = Tables.model_fields[section].annotation.model_fields[name]  # type: ignore[union-attr]
        given = at(whole, (section, name))
        if isinstance(given, dict) and "kind" not in given:
            given = merged(_spread(own.default), given)
        default = own.default if given is None else given
    spelled = _spread(default)
    return spelled if isinstance(spelled, dict) else {}


def _is(kind: Any, family: type[Section]) -> bool:
    return isinstance(kind, type) and issubclass(kind, family)
