"""Facts: the figures of a firm sheet as values, each with its text, its place and how exact it is.

Numbers in text share one decimal sign over the whole sheet. What cannot be read is refused with
its file, line and key, all at once; "?" and what is left out are not known, which is an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

from pydantic import ValidationError

from journeysim.calibration import answers
from journeysim.calibration.sheet import phrases
from journeysim.calibration.sheet.phrases import Read
from journeysim.errors import Fault, ScenarioError
from journeysim.model.firm import FirmFacts
from journeysim.model.money import NumberStyle
from journeysim.scenario import describe
from journeysim.scenario.merging import Path, Table, at, leaves

MOST_CHANNELS_TOLD = 8

READERS: dict[str, Callable[[str], Read]] = {
    "customers": phrases.count,
    "new": phrases.several,
    "churn": phrases.share_by_time,
    "lost": phrases.several,
    "stay": phrases.share_by_time,
    "renewals": phrases.renewed,
    "buys": phrases.span,
    "spend": phrases.spent,
    "revenue_per_customer": phrases.money_by_time,
    "margin": phrases.renewed,
    "nps": phrases.score,
    "csat": phrases.renewed,
    "channels.*.contacts": phrases.several,
    "channels.*.talk": phrases.duration,
    "channels.*.people": phrases.people,
    "channels.*.staff": phrases.people,
    "channels.*.week": phrases.week,
    "channels.*.shrinkage": phrases.share,
    "channels.*.at_once": phrases.at_once,
    "channels.*.hang_up": phrases.share,
    "channels.*.service_level": phrases.in_time,
    "channels.*.wait": phrases.duration,
    "channels.*.first_time": phrases.renewed,
    "problems.*.per_customer": phrases.rate,
    "problems.*.told": phrases.share,
    "touches.*.every": phrases.span,
    "touches.*.reach": phrases.share,
    "touches.*.cost": phrases.money,
    "touches.*.work": phrases.duration,
    "costs.hour": phrases.spent,
    "costs.acquisition": phrases.money,
}
"""How each fact is read; * for any name."""

WIDE = 0.25
"""How far a figure may be off that was said to be "about" so much, relative; assumed."""


class Told(NamedTuple):
    """A fact. per: days it is told for, or within; width: how far it may be off, None for the usual; usual: whose number it is
    where it was not told ("" where it was)."""

    value: float
    text: str
    per: float | None = None
    width: float | None = None
    usual: str = ""

    @property
    def a_day(self) -> float:
        """A number by time, for a day."""
        return self.value / (self.per or 1.0)


@dataclass(frozen=True)
class FirmSheet:
    """Everything a firm said, by path below [firm]; raw: the section as it was written; where: the line
    of a key; hours: opening hours by channel; numbers: how its owner writes numbers, None where that does
    not show; gave_way: facts that gave way when it was fitted before."""

    firm: FirmFacts
    known: Mapping[Path, Told] = field(default_factory=dict)
    where: Callable[[Path], str] = lambda path: "the sheet"
    hours: Mapping[str, str] = field(default_factory=dict)
    raw: Table = field(default_factory=dict)
    numbers: NumberStyle | None = None
    gave_way: tuple[str, ...] = ()

    def get(self, *path: str) -> Told | None:
        """A fact; None where it is not known."""
        return self.known.get(path)


def reader_of(path: Path) -> Callable[[str], Read] | None:
    """How a fact is read; None for texts."""
    parts = (path[0], "*", path[2]) if len(path) == 3 else path
    return READERS.get(".".join(parts))


def read(values: Table, where: Callable[[Path], str]) -> FirmSheet:
    """The sheet that a table of facts is. where: `file:line` of a key. Raises ScenarioError."""
    try:
        firm = FirmFacts.model_validate(values)
    except ValidationError as error:
        faults = [
            Fault(where(path), ".".join(("firm", *path)), what)
            for path, what in (describe.sentence(FirmFacts, each) for each in error.errors())
        ]
        raise ScenarioError(faults) from None
    if len(firm.channels) > MOST_CHANNELS_TOLD:
        raise ScenarioError.single(where(("channels",)), "firm.channels", f"are more than {MOST_CHANNELS_TOLD}")  # fmt: skip
    facts = [(path, value) for path, value in leaves(values) if reader_of(path) is not None]
    beside = answers.seen_in([value for _, value in facts if isinstance(value, str)])
    known: dict[Path, Told] = {}
    faults = []
    for path, value in facts:
        try:
            fact = _told(path, value, beside)
        except ValueError as error:
            shown = str(value)[:40]
            faults.append(Fault(where(path), ".".join(("firm", *path)), f"{shown!r} cannot be read; expected {error}"))  # fmt: skip
            continue
        if fact is not None:
            known[path] = fact
    hours: dict[str, str] = {}
    for name, channel in firm.channels.items():
        if channel.hours is None or channel.hours.strip().lower() in answers.NOTHING:
            continue
        try:
            hours[name] = phrases.opening(channel.hours)
        except ValueError as error:
            path = ("channels", name, "hours")
            faults.append(Fault(where(path), ".".join(("firm", *path)), str(error)))
    if faults:
        raise ScenarioError(faults)
    return FirmSheet(
        firm, known, where, hours, values, _style([str(v) for _, v in facts if type(v) is str])
    )


_APOSTROPHE = re.compile(r"[0-9]['\u2019][0-9]{3}\b")
_SPACE = re.compile(r"[0-9][ \u00a0\u202f][0-9]{3}\b")


def _style(texts: list[str]) -> NumberStyle | None:
    """How numbers in these texts are written, where a sign shows it."""
    points = answers.seen_in(texts).points
    if any(_APOSTROPHE.search(text) for text in texts):
        return "1'234.5"
    if points[","] <= points["."]:
        return None
    return "1 234,5" if any(_SPACE.search(text) for text in texts) else "1.234,5"


def _told(path: Path, value: Any, beside: Any) -> Told | None:
    """What one fact says; None for "don't know". Raises ValueError in words."""
    reader = reader_of(path)
    assert reader is not None
    text = value if isinstance(value, str) else answers.Literal(value)
    if text.strip().lower() in answers.NOTHING:
        return None
    core, about, width = phrases.tolerance_apart(str(text))
    whole = reader in (phrases.count, phrases.several)
    plain = answers.plain(type(text)(core), beside, whole).strip()
    number, per = reader(plain)
    own: float | None = WIDE * abs(number) if about else None
    if width is not None:
        own = _width(answers.plain(width, beside).strip(), plain, number)
    return Told(number, str(text).strip(), per, own)


def _width(width: str, figure: str, value: float) -> float:
    """How far a figure may be off, as stands behind its plus-minus: in points where it is a share."""
    bare = width.lower().replace("points", "").replace("pp", "").replace("%", "").strip()
    if bare.replace(".", "", 1).isdigit():
        points = "%" in figure and value <= 1.0
        return float(bare) / 100.0 if points else float(bare) * (value / 100.0 if "%" in width else 1.0)  # fmt: skip
    return phrases.duration(width)[0]


def _plain(text: str) -> bool:
    """Is it a number alone?"""
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def without_unknown(values: Table) -> Table:
    """The facts that are known, as they were written."""
    kept: Table = {}
    for path, value in leaves(values):
        if str(value).strip().lower() not in answers.NOTHING and at(values, path) is not None:
            here = kept
            for key in path[:-1]:
                here = here.setdefault(key, {})
            here[path[-1]] = float(value) if isinstance(value, answers.Literal) and _plain(value) else value  # fmt: skip
    return kept
