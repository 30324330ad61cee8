"""Loading: from files, worlds and settings to checked tables, with the origin of every value.

Defaults < extends < file < world < settings. Everything wrong is reported at once, each fault with
file, line and key. Refuses files that are too big, not text, in a circle or outside their folder.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from journeysim.errors import Fault, ScenarioError
from journeysim.knobs import Section, Spread
from journeysim.scenario import describe, shipped
from journeysim.scenario.merging import Path as KeyPath
from journeysim.scenario.merging import Table, at, leaves, merged, nested
from journeysim.scenario.tables import Tables
from journeysim.scenario.toml_lines import lines_of, nearest

MOST_BYTES = 256 * 1024
DEEPEST = 20
SETTING = "--set"
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class Source:
    """One file a scenario was read from: its name as the user gave it, and its lines by key."""

    name: str
    lines: dict[KeyPath, int]

    def where(self, path: KeyPath) -> str:
        """`file:line` of a key or its nearest parent."""
        line = nearest(self.lines, path)
        return f"{self.name}:{line}" if line else self.name


@dataclass(frozen=True)
class Document:
    """What files, world and settings say together: values, and where each was said."""

    name: str
    path: Path
    values: Table
    origins: dict[KeyPath, str]
    sources: tuple[Source, ...]

    def where(self, path: KeyPath) -> str:
        """Where a value (or its nearest parent) was said: `file:line`, `--set` or the file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.origins:
                return self.origins[path[:length]]
        for source in self.sources:
            if nearest(source.lines, path) is not None:
                return source.where(path)
        return self.sources[0].name

    def fault(self, path: KeyPath, what: str) -> Fault:
        """A fault at a path."""
        return Fault(self.where(path), ".".join(path), what)

    def overlaid(self, over: Table, origin: str) -> Document:
        """This document with more values laid over it, all of one origin."""
        origins = dict(self.origins)
        for path, _ in leaves(over):
            origins[path] = origin
        return Document(self.name, self.path, merged(self.values, over), origins, self.sources)


def find(source: str) -> Path:
    """The file that a SCENARIO argument means: a path, or the name of a shipped scenario."""
    path = Path(source)
    if path.is_dir():
        raise ScenarioError.single(source, "", "is a folder, not a scenario file")
    if path.is_file():
        return path
    known = shipped.path_of(source)
    if known is not None:
        return known
    near = difflib.get_close_matches(source, shipped.names(), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; shipped are {', '.join(shipped.names())}"
    raise ScenarioError.single(source, "", "no such file or shipped scenario" + hint)


def _parsed(path: Path, shown: str) -> tuple[Table, str]:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ScenarioError.single(shown, "", f"is larger than {MOST_BYTES // 1024} kB")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError.single(shown, "", "is not a text file in UTF-8") from None
    except OSError as error:
        raise ScenarioError.single(shown, "", f"cannot be read: {error.strerror}") from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        what = _TOML_LINE.sub("", str(error)).strip()
        where = f"{shown}:{line[1]}" if line else shown
        raise ScenarioError.single(where, "", f"is not valid TOML: {what}") from None
    except RecursionError:
        raise ScenarioError.single(shown, "", "is nested too deeply") from None
    if _depth(values) > DEEPEST:
        raise ScenarioError.single(shown, "", f"is nested deeper than {DEEPEST}")
    return values, text


def _depth(value: Any) -> int:
    """How deep tables and arrays are nested, without recursion."""
    deepest, pending = 0, [(value, 0)]
    while pending:
        item, depth = pending.pop()
        deepest = max(deepest, depth)
        inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        pending += [(part, depth + 1) for part in inner]
    return deepest


def read(source: str) -> Document:
    """The values of a scenario file with its parents; nothing is checked yet but their form."""
    path = find(source)
    shown = _shown(path, source)
    values, text = _parsed(path, shown)
    chain = [(values, Source(shown, lines_of(text)))]
    seen, here = {path.resolve()}, path
    while (parent := chain[-1][0].get("extends")) is not None:
        where = chain[-1][1].where(("extends",))
        if not isinstance(parent, str) or not parent:
            raise ScenarioError.single(where, "extends", "must be the name of one file")
        above = here.parent / parent
        if not above.resolve().is_relative_to(path.resolve().parent):
            raise ScenarioError.single(where, "extends", f"{parent!r} lies outside the folder")
        if not above.is_file():
            raise ScenarioError.single(where, "extends", f"no such file: {parent!r}")
        if above.resolve() in seen:
            raise ScenarioError.single(where, "extends", f"goes in a circle: {parent!r}")
        seen.add(above.resolve())
        here = above
        values, text = _parsed(above, _shown(above, str(above)))
        chain.append((values, Source(_shown(above, str(above)), lines_of(text))))
    result: Table = {}
    origins: dict[KeyPath, str] = {}
    for values, origin in reversed(chain):
        own = {key: value for key, value in values.items() if key != "extends"}
        result = merged(result, own)
        origins |= {leaf: origin.where(leaf) for leaf, _ in leaves(own)}
    return Document(path.stem, path, result, origins, tuple(origin for _, origin in chain))


def _shown(path: Path, given: str) -> str:
    """How a file is named in messages and output: as given, or from the shipped folder."""
    if path.parent == shipped.folder():
        return f"scenarios/{path.name}"
    return given


def setting(text: str) -> Table:
    """One `KEY=VALUE` as a table; VALUE is a TOML literal, else text. Raises ScenarioError."""
    key, equals, value = text.partition("=")
    path = tuple(part.strip() for part in key.strip().split("."))
    if not equals or not all(path):
        raise ScenarioError.single(SETTING, text, "is not KEY=VALUE")
    try:
        literal = tomllib.loads(f"value = {value.strip()}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError):
        literal = value.strip()
    return nested(path, literal)


def with_settings(document: Document, settings: Sequence[str]) -> Document:
    """A document with `KEY=VALUE` settings laid over it, later ones over earlier ones."""
    for text in settings:
        table = setting(text)
        path = next(iter(leaves(table)))[0]
        if describe.place(Tables, path) is None and not _lies_in_free_table(path):
            what = "no such knob" + describe.suggestion(Tables, path)
            raise ScenarioError.single(SETTING, ".".join(path), what)
        document = document.overlaid(_spread_whole(document, table, path), SETTING)
    return document


def _lies_in_free_table(path: KeyPath) -> bool:
    return len(path) > 2 and path[0] in ("policies", "worlds")


def _spread_whole(document: Document, table: Table, path: KeyPath) -> Table:
    """A setting inside a spread written in short form: `handling.mean` of `handling = "9 min"`."""
    for length in range(1, len(path)):
        stands = at(document.values, path[:length])
        if isinstance(stands, str | int | float) and not isinstance(stands, bool):
            whole = {"kind": "constant", "mean": stands} | at(table, path[:length])
            return nested(path[:length], whole)
    return table


def completed(values: Table, root: type[Section] = Tables) -> Table:
    """Values in which a spread given in part (no `kind`) is filled up from its default.

    A segment's spread is filled up from the section it stands in for.
    """
    return _filled(values, root, values)


_STANDS_FOR = {
    "chance": ("leaving", "chance"),
    "gap": ("purchase", "gap"),
    "frequency": ("purchase", "frequency"),
    "basket": ("purchase", "basket"),
}


def _filled(values: Table, section: type[Section], whole: Table) -> Table:
    result = dict(values)
    for key, field in describe.keys_of(section).items():
        kind = describe.plain_type(field.annotation)
        given = values.get(key)
        if not isinstance(given, dict):
            continue
        if isinstance(kind, type) and issubclass(kind, Spread):
            if "kind" not in given:
                result[key] = merged(_default_spread(field, key, whole), given)
        elif isinstance(kind, type) and issubclass(kind, Section):
            result[key] = _filled(given, kind, whole)
        elif get_origin(kind) is dict:
            inner = get_args(kind)[1]
            if isinstance(inner, type) and issubclass(inner, Section):
                result[key] = {
                    name: _filled(item, inner, whole) if isinstance(item, dict) else item
                    for name, item in given.items()
                }
    return result


def _default_spread(field: Any, key: str, whole: Table) -> Table:
    default = field.default
    if default is None and key in _STANDS_FOR:
        section, name = _STANDS_FOR[key]
        default = at(whole, (section, name))
        if default is None:
            default = Tables.model_fields[section].annotation.model_fields[name].default  # type: ignore[union-attr]
    if isinstance(default, dict):
        return default
    return {} if default is None else {"kind": "constant", "mean": default}


def validated(document: Document) -> Tables:
    """The tables a document holds. Raises ScenarioError with every fault of form at once."""
    values = document.values
    if "schema" not in values:
        raise ScenarioError.single(
            document.sources[0].name, "schema", "is missing; the file starts with 'schema = 1'"
        )
    try:
        return Tables.model_validate(completed(values))
    except ValidationError as error:
        faults = []
        for found in error.errors():
            path, what = describe.sentence(Tables, found)
            faults.append(document.fault(path, what))
        raise ScenarioError(faults) from None


def digest(tables: Tables) -> str:
    """The SHA-256 of the canonical merged scenario, texts included."""
    values = tables.model_dump(mode="json", by_alias=True)
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
