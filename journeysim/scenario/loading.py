"""Loading: a scenario file and its parents read into one document, with the origin of every value.

Extended files < file; worlds and settings are laid over (see `scenario` and `settings`). Refuses
files that are too big, not text, in a circle or outside their folder.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from journeysim.errors import Fault, ScenarioError
from journeysim.scenario import shipped
from journeysim.scenario.document import Document, Source
from journeysim.scenario.dropping import DROP, dropped
from journeysim.scenario.former import faults_of_former
from journeysim.scenario.levers import only_levers
from journeysim.scenario.merging import Path as KeyPath
from journeysim.scenario.merging import Table, depth, leaves, merged
from journeysim.scenario.relative import signed_keys
from journeysim.scenario.spreads import spelled_out
from journeysim.scenario.toml_lines import lines_of
from journeysim.shown import shown

MOST_BYTES = 256 * 1024
DEEPEST = 20
_ENDLESS = re.compile(
    r"(?<![A-Za-z0-9_-])"
    r"(?:(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*\.[ \t]*){100}"
)
"""A key of a hundred parts and more, on which the standard parser would spend minutes."""

_OF_FILES = ("extends", DROP)
"""Keys that say how files go together; nothing of the scenario."""

_TOML_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")


def find(source: str) -> Path:
    """The file that a SCENARIO argument means: a path, or the name of a shipped scenario."""
    path = Path(source)
    if _is_there(path, "folder"):
        raise ScenarioError.single(source or "''", "", "is a folder, not a scenario file")
    if _is_there(path, "file"):
        return path
    if _is_there(path, "pipe"):
        what = "is a pipe, which can be read only once; save what comes through it as a file"
        raise ScenarioError.single(source, "", what)
    known = shipped.path_of(source)
    if known is not None:
        return known
    near = difflib.get_close_matches(source, shipped.names(), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; shipped are {', '.join(shipped.names())}"
    raise ScenarioError.single(source, "", "no such file or shipped scenario" + hint)


def _is_there(path: Path, kind: Literal["file", "folder", "pipe"]) -> bool:
    """Is there one of that name? A name that cannot be one is not there."""
    try:
        if kind == "pipe":
            return path.is_fifo()
        return path.is_file() if kind == "file" else path.is_dir()
    except (OSError, ValueError):
        return False


def _parsed(path: Path, named: str) -> tuple[Table, str]:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ScenarioError.single(named, "", f"is larger than {MOST_BYTES // 1024} kB")
        written = path.read_bytes()
    except OSError as error:
        raise ScenarioError.single(named, "", f"cannot be read: {error.strerror}") from None
    return _values(written, named)


def _values(written: bytes, named: str) -> tuple[Table, str]:
    """The values of a file and its text."""
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError.single(named, "", "is not a text file in UTF-8") from None
    if _ENDLESS.search(text):
        raise ScenarioError.single(named, "", f"is nested deeper than {DEEPEST}")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        position = _TOML_LINE.search(str(error))
        line = position[1] if position and position[1] else text.count("\n") + 1
        what = _TOML_LINE.sub("", str(error)).strip()
        raise ScenarioError.single(f"{named}:{line}", "", f"is not valid TOML: {what}") from None
    except RecursionError:
        raise ScenarioError.single(named, "", "is nested too deeply") from None
    except ValueError:
        raise ScenarioError.single(named, "", "holds a number with too many digits") from None
    if depth(values) > DEEPEST:
        raise ScenarioError.single(named, "", f"is nested deeper than {DEEPEST}")
    return values, text


def read(source: str) -> Document:
    """The values of a scenario file with its parents; nothing is checked yet but their form."""
    path = find(source)
    return _joined(_chain(path, _named(path, source)), path)


def read_whole(written: bytes, named: str) -> Document:
    """The values of a scenario that stands in no file of its own and extends none.

    named: what its file would be called.
    """
    if len(written) > MOST_BYTES:
        raise ScenarioError.single(named, "", f"is larger than {MOST_BYTES // 1024} kB")
    values, text = _values(written, named)
    if "extends" in values:
        what = "another file is asked for, and there is none beside this one"
        raise ScenarioError.single(named, "extends", what)
    return _joined([(values, _source(text, named))], Path(named))


def _joined(chain: Sequence[tuple[Table, Source]], path: Path) -> Document:
    """A file and those it extends as one document."""
    if former := [fault for values, origin in chain for fault in faults_of_former(values, origin)]:
        raise ScenarioError(former)
    result: Table = {}
    origins: dict[KeyPath, str] = {}
    sources: list[Source] = []
    for values, origin in reversed(chain):
        result = _without(result, values, origin)
        kept = dict(leaves(result))
        own = spelled_out({key: value for key, value in values.items() if key not in _OF_FILES})
        result = merged(result, own)
        origins = {leaf: where for leaf, where in origins.items() if leaf in kept}
        origins |= {leaf: origin.where(leaf) for leaf, _ in leaves(own)}
        sources.insert(0, replace(origin, levers=only_levers(result)))
    return Document(shown(path.stem), path, result, origins, tuple(sources))


def _chain(path: Path, named: str) -> list[tuple[Table, Source]]:
    """The values of a file and of those it extends, the file itself first."""
    chain = [_file(path, named)]
    seen, here = {path.resolve()}, path
    while (parent := chain[-1][0].get("extends")) is not None:
        where = chain[-1][1].where(("extends",))
        if not isinstance(parent, str) or not parent:
            raise ScenarioError.single(where, "extends", "must be the name of one file")
        above = _parent(here, parent)
        if not _lies_in(path.parent, above) and not _lies_in(shipped.folder(), above):
            raise ScenarioError.single(where, "extends", f"{parent!r} lies outside the folder")
        if not _is_there(above, "file"):
            raise ScenarioError.single(where, "extends", f"no such file: {parent!r}")
        if above.resolve() in seen:
            raise ScenarioError.single(where, "extends", f"goes in a circle: {parent!r}")
        seen.add(above.resolve())
        here = above
        chain.append(_file(above, _named(above, str(above))))
    return chain


def _file(path: Path, named: str) -> tuple[Table, Source]:
    values, text = _parsed(path, named)
    return values, _source(text, named, path)


def _source(text: str, named: str, path: Path | None = None) -> Source:
    signed = {
        (number, key)
        for number, line in enumerate(text.split("\n"), start=1)
        for key in signed_keys(line)
    }
    return Source(named, lines_of(text), path, frozenset(signed))


def _without(inherited: Table, values: Table, origin: Source) -> Table:
    """What a file inherits, without what it drops of it."""
    if DROP not in values:
        return inherited
    if "extends" not in values:
        what = "takes parts out of a file that this one extends, and it extends none"
        raise ScenarioError.single(origin.where((DROP,)), DROP, what)
    return dropped(inherited, values[DROP], lambda what: Fault(origin.where((DROP,)), DROP, what))


def _parent(here: Path, name: str) -> Path:
    """The file that `extends` means: one beside it, else the shipped scenario of that name."""
    beside = here.parent / name
    known = None if _is_there(beside, "file") else shipped.path_of(name.removesuffix(".toml"))
    return known or beside


def _lies_in(folder: Path, path: Path) -> bool:
    """Is a file in a folder, links followed? A name that cannot be one is left to who opens it."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return True


def _named(path: Path, given: str) -> str:
    """How a file is named in messages and output: as given, or from the shipped folder."""
    if path.is_relative_to(shipped.folder()):
        return f"scenarios/{path.relative_to(shipped.folder()).as_posix()}"
    return shown(given)
