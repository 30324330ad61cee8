"""Saved: the documents of solve, optimize and pilot, read back so that a report can take them along.

Only what a page shows is read, with care: a document is a file like any other, and may be anybody's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import nan
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from journeysim.errors import UsageError
from journeysim.shown import shown

MOST_BYTES = 4 * 1024 * 1024

_HOURS = 168
_MOST = 1000

_Word = Annotated[str, StringConstraints(max_length=500), AfterValidator(shown)]
_Text = Annotated[str, StringConstraints(max_length=4000), AfterValidator(shown)]
_Count = Annotated[int, Field(ge=0, le=10**12)]
_Hours = Annotated[tuple[_Count, ...], Field(min_length=_HOURS, max_length=_HOURS)]


class _Read(BaseModel):
    """What is there and not shown is left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, allow_inf_nan=False)


class SavedEstimate(_Read):
    """A mean with its interval; None for what does not exist."""

    mean: float | None = Field(default=None)
    low: float | None
    high: float | None

    @property
    def known(self) -> float:
        """The mean, NaN where there is none."""
        return nan if self.mean is None else self.mean


class SavedLever(_Read):
    """A lever that was turned, and its values in the model's own unit."""

    key: _Word
    unit: _Word
    values: Annotated[tuple[float, ...], Field(min_length=1, max_length=_MOST)]


class SavedSetting(_Read):
    """A setting of the levers against today."""

    values: tuple[float, ...]
    kept: SavedEstimate
    worth: SavedEstimate
    cost: float
    within: bool
    left: bool
    runs: _Count


class SavedGrid(_Read):
    """What `optimize` answers: the settings, the places of the best, of those left and of the frontier."""

    levers: Annotated[tuple[SavedLever, ...], Field(min_length=1, max_length=20)]
    best: _Count | None
    left: Annotated[tuple[_Count | None, ...], Field(max_length=_MOST)]
    frontier: Annotated[tuple[_Count, ...], Field(max_length=_MOST)]
    points: Annotated[tuple[SavedSetting, ...], Field(min_length=1, max_length=_MOST)]

    @model_validator(mode="after")
    def _fits(self) -> SavedGrid:
        places = [each for each in (self.best, *self.left, *self.frontier) if each is not None]
        if any(place >= len(self.points) for place in places):
            raise ValueError("names a setting that is not there")
        if any(len(each.values) != len(self.levers) for each in self.points):
            raise ValueError("a setting has other levers")
        return self


class SavedSize(_Read):
    """How a test of one size ends: shares of tests, and the interval of those that are right."""

    arm: Annotated[int, Field(ge=1, le=10**12)]
    day: float
    right: float
    wrong: float
    none: float
    low: float
    high: float


class SavedTest(_Read):
    """What `pilot` answers."""

    power: float
    test: SavedSize
    sizes: Annotated[tuple[SavedSize, ...], Field(min_length=1, max_length=100)]


class SavedLook(_Read):
    """A value that was looked at."""

    value: float
    mean: float | None


class SavedVerdict(_Read):
    """A value that was judged."""

    value: float
    verdict: Literal["pass", "fail", "undecided"]
    estimate: float | None
    low: float | None
    high: float | None


class SavedSearch(_Read):
    """What `solve --find` answers; value: None where none was found."""

    find: _Word
    claim: Annotated[_Word, Field(alias="for")]
    value: float | None
    unit: _Word
    estimate: float | None
    low: float | None
    high: float | None
    neighbours: Annotated[tuple[SavedVerdict, ...], Field(max_length=10)]
    nearest: SavedVerdict | None
    evaluations: Annotated[tuple[SavedLook, ...], Field(min_length=1, max_length=_MOST)]


class SavedWeek(_Read):
    """What `solve --shifts` answers: agents by hour of the week, from Monday midnight."""

    agents: _Hours
    erlang_a: _Hours
    today: _Hours
    agent_hours: dict[Literal["fewest", "erlang_a", "today"], float]


class SavedAnswer(_Read):
    """A document: what it is about, the question as it was typed, the sentences, and one answer."""

    tool: Literal["journeysim"]
    schema_version: Literal[1]
    versions: dict[_Word, _Word]
    name: _Word
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    world: _Word | None
    days: float
    customers: _Count
    replications: Annotated[int, Field(ge=1, le=10**9)]
    asked: Annotated[tuple[_Text, ...], Field(max_length=500)]
    sentences: Annotated[tuple[_Text, ...], Field(min_length=1, max_length=100)]
    optimize: SavedGrid | None = None
    pilot: SavedTest | None = None
    solve: SavedSearch | None = None
    shifts: SavedWeek | None = None
    information: dict[str, Any] | None = None

    @property
    def kind(self) -> str:
        """The command that answers so."""
        return "optimize" if self.optimize else "pilot" if self.pilot else "solve"


@dataclass(frozen=True)
class PlacedAnswer:
    """An answer that belongs to the scenario of a report.

    file: what it is called; written: its bytes; world: the named world it is about, None for the
    report's own; command: what makes it again.
    """

    file: str
    written: bytes
    saved: SavedAnswer
    world: str | None
    command: str


def saved_answer(written: bytes, named: str) -> SavedAnswer:
    """A document as it was written. Raises UsageError for what is none of these."""
    if len(written) > MOST_BYTES:
        raise UsageError(f"{named}: is larger than {MOST_BYTES // 1024**2} MB")
    try:
        head = _Kinds.model_validate_json(written)
        kinds = [kind for kind in ("optimize", "pilot", "solve") if getattr(head, kind) is not None]
        if len(kinds) != 1:
            raise UsageError(
                f"{named}: is no answer of solve, optimize or pilot; they write it with --json-file"
            )
        if head.asked is None:
            raise UsageError(
                f"{named}: does not hold what was asked; make it again with --json-file"
            )
        if head.shifts is not None:  # no knob was turned
            written = json.dumps(json.loads(written) | {"solve": None}).encode()
        return SavedAnswer.model_validate_json(written)
    except ValidationError as error:
        (first, *_) = error.errors()
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{named}: {where or 'the file'}: {first['msg']}") from None


class _Kinds(_Read):
    optimize: Any = None
    pilot: Any = None
    solve: Any = None
    shifts: Any = None
    asked: Any = None
