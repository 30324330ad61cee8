"""Merging: laying one table over another, with the origin of every value kept.

Tables merge key by key, everything else is replaced. A spread that names its `kind` replaces the
whole spread, so that no parameter of another distribution is left behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journeysim.knobs import SPREAD_KINDS

Table = dict[str, Any]
Path = tuple[str, ...]


def _replaces(over: Table) -> bool:
    kind = over.get("kind")
    return isinstance(kind, str) and kind in SPREAD_KINDS


def merged(under: Table, over: Table) -> Table:
    """A new table: `over` laid over `under`; neither is changed."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(value, dict) and isinstance(below, dict) and not _replaces(value):
            result[key] = merged(below, value)
        elif isinstance(value, dict):
            result[key] = merged({}, value)
        else:
            result[key] = value
    return result


def leaves(table: Table, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that is not a table (an empty one counts) with its path; arrays by position."""
    for key, value in table.items():
        here = (*path, key)
        if isinstance(value, dict) and value:
            yield from leaves(value, here)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield from leaves(item, (*here, str(index)))
                else:
                    yield (*here, str(index)), item
        else:
            yield here, value


def depth(value: Any) -> int:
    """How deep tables and arrays are nested, without recursion."""
    deepest, pending = 0, [(value, 0)]
    while pending:
        item, here = pending.pop()
        deepest = max(deepest, here)
        inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        pending += [(part, here + 1) for part in inner]
    return deepest


def at(table: Any, path: Path) -> Any:
    """The value at a path, or None."""
    for key in path:
        if isinstance(table, dict):
            table = table.get(key)
        elif isinstance(table, list) and is_position(key) and int(key) < len(table):
            table = table[int(key)]
        else:
            return None
    return table


def replaced(table: Table, path: Path, value: Any) -> Table:
    """A new table with one value replaced, lists entered by position."""
    key, *rest = path
    old: Any = table
    inner = old[int(key)] if isinstance(old, list) else old[key]
    new = replaced(inner, tuple(rest), value) if rest else value
    if isinstance(old, list):
        made: Any = [*old[: int(key)], new, *old[int(key) + 1 :]]
        return made  # type: ignore[no-any-return]
    return {**table, key: new}


def removed(table: Table, path: Path) -> Table:
    """A new table without what stands at a path; lists are entered, not shortened."""
    key, *rest = path
    if not rest:
        return {name: value for name, value in table.items() if name != key}
    inner: Any = table[key]
    if isinstance(inner, list):
        place = int(rest[0])
        return {
            **table,
            key: [
                removed(item, tuple(rest[1:])) if number == place else item
                for number, item in enumerate(inner)
            ],
        }
    return {**table, key: removed(inner, tuple(rest))}


def is_position(key: str) -> bool:
    """Is this key the number of an item in an array?"""
    return key.isascii() and key.isdecimal() and len(key) < 10


def nested(path: Path, value: Any) -> Table:
    """A table that holds one value at a path."""
    for key in reversed(path):
        value = {key: value}
    return value if isinstance(value, dict) else {}
