"""Guessing: what people expected of a change, said before anything was shown, and how near they came.

What is guessed is the effect: which way, and how many of 1,000 more or fewer stay. A level asks how
well somebody remembers the baseline; an effect asks what they believe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.layout import FileStyle
from journeysim.calibration.cells.numbers import number
from journeysim.errors import Fault, ScenarioError
from journeysim.experiment.estimate import Estimate
from journeysim.numerals import numeral
from journeysim.tui.wording import OF

MORE, SAME, FEWER = "more stay", "no difference", "fewer stay"
DIRECTIONS = (MORE, SAME, FEWER)
"""What may be expected of a policy."""

_SIGNS = {MORE: 1.0, SAME: 0.0, FEWER: -1.0}
_WORDS = {
    "more": MORE, "more stay": MORE, "+": MORE,
    "same": SAME, "no difference": SAME, "none": SAME, "=": SAME,
    "fewer": FEWER, "fewer stay": FEWER, "less": FEWER, "-": FEWER,
}  # fmt: skip
"""How a direction is written in a file."""

MOST_GUESSES = 500
_STEPS = (5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Guess:
    """One guess. people: how many of 1,000 more stay, fewer below zero; reason: "" if not said."""

    name: str
    direction: str
    people: float
    reason: str = ""


def guessed(name: str, direction: str, people: float, reason: str = "") -> Guess:
    """A guess from a direction and a number without a sign."""
    signed = _SIGNS[direction] * people
    return Guess(name, direction if signed else SAME, signed, reason)


def direction_named(text: str) -> str | None:
    """A direction as somebody writes it; None if it is none."""
    return _WORDS.get(text.strip().casefold())


def people_of(text: str) -> float | None:
    """A number of people as somebody types it, 0 to 1,000; None if it is none."""
    readings = {number(text.strip(), sign) for sign in ".,"} - {None}
    counts = {value for value in readings if value is not None and 0.0 <= value <= OF}
    return counts.pop() if len(counts) == 1 else None


def read(path: Path) -> tuple[Guess, ...]:
    """Guesses from a table: name, direction, how many of 1,000 and, if there is one, a reason.

    A heading is skipped. Raises ScenarioError with every line that cannot be read, UsageError for
    a file that is none.
    """
    table = DataTable(path, FileStyle(columns=("name", "direction", "people", "reason")))
    guesses, faults = [], []
    for place, (line, row) in enumerate(table.rows()):
        cells = [cell.strip() for cell in row] + [""] * 4
        name, way, count, reason = cells[:4]
        direction, people = direction_named(way), people_of(count)
        if direction == SAME and not count:
            people = 0.0
        if direction is not None and people is not None:
            guesses.append(guessed(name or f"guess {line}", direction, people, reason))
        elif place > 0 or direction is not None or any(sign.isdigit() for sign in way):
            what = (
                "is no 'name,direction,people' line; direction: more, same or fewer; people: how "
                "many of 1,000, 0 to 1000"
            )
            faults.append(Fault(f"{path}:{line}", "", what))
    if len(guesses) > MOST_GUESSES:
        faults.append(Fault(str(path), "", f"has more than {MOST_GUESSES} guesses"))
    if faults:
        raise ScenarioError(faults)
    return tuple(guesses)


def nearest(guesses: Sequence[Guess], truth: float) -> tuple[Guess, ...]:
    """Those who came nearest to so many people, all of them where several did."""
    if not guesses:
        return ()
    least = min(abs(guess.people - truth) for guess in guesses)
    return tuple(guess for guess in guesses if abs(guess.people - truth) <= least + 1e-9)


def histogram(
    guesses: Sequence[Guess], truth: float, rows: int = 10
) -> list[tuple[str, int, bool]]:
    """Even bins over guesses and truth, most first: (range, how many, does it hold the truth)."""
    values = [guess.people for guess in guesses] + [truth]
    step = next(
        (each for each in _STEPS if _bin(max(values), each) - _bin(min(values), each) < rows),
        _STEPS[-1],
    )
    first, last = _bin(min(values), step), _bin(max(values), step)
    bins = []
    for place in range(last, first - 1, -1):
        inside = sum(_bin(guess.people, step) == place for guess in guesses)
        low, high = place * step, (place + 1) * step - 1
        bins.append(
            (f"{numeral(low, '+,')} to {numeral(high, '+,')}", inside, _bin(truth, step) == place)
        )
    return bins


def _bin(people: float, step: int) -> int:
    return int(round(people) // step)


def direction_of(lead: Estimate) -> str:
    """Which way it went, as far as chance lets one say."""
    if not lead.settled and lead.n > 1:
        return SAME
    people = round(OF * lead.mean)
    return MORE if people > 0 else FEWER if people < 0 else SAME


def right_direction(guesses: Sequence[Guess], lead: Estimate) -> int:
    """How many guessed the direction right."""
    true = direction_of(lead)
    return sum(guess.direction == true for guess in guesses)
