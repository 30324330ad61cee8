"""Shared: what goes along with a report that is passed on, so that whoever gets it can make it again.

The page, the scenario with every value in force, a note for people, and a record for `--again`: what
was asked, by which versions, and the digest of each file.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from journeysim.errors import UsageError
from journeysim.scenario.scenario import Scenario

RECORD = "again.json"
PAGE = "report.html"
NOTE = "README.txt"

SCHEMA_VERSION = 1
_DRAWS = ("journeysim", "matplotlib")
"""What the bytes of a page may depend on beside the scenario: the model, and what draws charts."""

_Text = Annotated[str, StringConstraints(max_length=2_000)]
_FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\]{1,250}$")]
_Whole = Annotated[int, Field(ge=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Asked(_Strict):
    """What a report was asked for, beyond its scenario."""

    policies: tuple[_Text, ...] = ()
    baseline: _Text | None = None
    focus: _Text | None = None
    brief: bool = False
    assumptions: bool = False
    replications: _Whole | None = None
    max_events: _Whole | None = None
    world: _Text | None = None
    dated: tuple[tuple[_Text, _Text], ...] = ()
    answers: Annotated[tuple[_FileName, ...], Field(max_length=100)] = ()


class Record(_Strict):
    """What `--again` reads. files: the SHA-256 of each."""

    schema_version: Literal[1]
    tool: Literal["journeysim"]
    versions: dict[_Text, _Text]
    command: _Text
    scenario: Annotated[str, StringConstraints(pattern=r"^[^/\\]{1,200}\.toml$")]
    asked: Asked
    files: dict[_Text, _Text]


def record_of(written: bytes, named: str) -> Record:
    """A record as it was written. Raises UsageError."""
    try:
        return Record.model_validate_json(written)
    except ValidationError as error:
        (first, *_) = error.errors()
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{named}: {RECORD}: {where or 'the file'}: {first['msg']}") from None


def digest(written: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(written).hexdigest()


def versions() -> dict[str, str]:
    """What made a page, as far as its bytes may depend on it."""
    return {name: metadata.version(name) for name in _DRAWS}


def told(made_by: Mapping[str, str]) -> str:
    """Versions for people."""
    return ", ".join(f"{name} {version}" for name, version in made_by.items())


def files(
    scenario: Scenario,
    frozen: bytes,
    page: bytes,
    command: str,
    asked: Asked,
    answers: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Every file of a shared report by its name.

    scenario: the one the page is about; frozen: its file, with every value in force; answers: of
    other commands, which the page takes along, by their names.
    """
    name = f"{scenario.name}.toml"
    note = _note(scenario, name, command, list(answers)).encode()
    of_people = {PAGE: page, name: frozen, NOTE: note, **answers}
    record: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "tool": "journeysim",
        "versions": versions(),
        "command": command,
        "scenario": name,
        "asked": asked.model_dump(mode="json"),
        "files": {each: digest(written) for each, written in sorted(of_people.items())},
    }
    text = json.dumps(record, indent=2, ensure_ascii=True, allow_nan=False) + "\n"
    return of_people | {RECORD: text.encode()}


def _note(scenario: Scenario, name: str, command: str, answers: Sequence[str]) -> str:
    title = scenario.tables.title or scenario.name
    wide = max(map(len, (name, NOTE, RECORD, PAGE, *answers)))
    here = (
        (PAGE, "the report; any browser opens it, it needs no network"),
        (name, "the scenario with every value in force; it needs no other file"),
        (RECORD, "what was asked, the versions, and a digest of each file"),
        *((each, "an answer that the report takes along") for each in answers),
    )
    listed = "\n".join(f"  {each:<{wide}}  {what}" for each, what in here)
    return f"""{title}

A report made by {told(versions())}.

{listed}

To make the report again, with the same versions, type this in this folder:

  {command}

It says whether the page that lies here came out again, byte for byte. The next one says the same and
overwrites nothing; it takes the zip, too:

  journeysim report . --again

How many cores there are changes no byte: luck comes from the seed in the scenario. All customers in
it are simulated. To ask something else of the same scenario, change it, or begin with

  journeysim compare {shlex.quote(name)}
"""
