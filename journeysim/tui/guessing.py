"""Guessing: what people expected, said before anything was shown, and how near they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.layout import FileStyle
from journeysim.calibration.cells.numbers import number
from journeysim.errors import Fault, ScenarioError

MORE, SAME, FEWER = "more stay", "no difference", "fewer stay"
DIRECTIONS = (MORE, SAME, FEWER)
"""What may be expected of a policy."""

MOST_GUESSES = 500


@dataclass(frozen=True)
class Guess:
    """One guess. share: retention at the horizon, 0..1; direction and reason: "" if not said."""

    name: str
    share: float
    direction: str = ""
    reason: str = ""


def share_of(text: str) -> float | None:
    """A percentage as people type it (`31`, `31.5 %`, `31,5`) as a share; None if it is none."""
    plain = text.strip().removesuffix("%").strip()
    readings = {number(plain, sign) for sign in ".,"} - {None}
    shares = {value / 100.0 for value in readings if value is not None and 0.0 <= value <= 100.0}
    return shares.pop() if len(shares) == 1 and "%" not in plain else None


def read(path: Path) -> tuple[Guess, ...]:
    """Guesses from a table: name, percent and, if there is one, a reason; a heading is skipped.

    Raises ScenarioError with every line that cannot be read, UsageError for a file that is none.
    """
    table = DataTable(path, FileStyle(columns=("name", "percent", "reason")))
    guesses, faults = [], []
    for place, (line, row) in enumerate(table.rows()):
        share = share_of(row[1]) if len(row) > 1 else None
        reason = row[2].strip() if len(row) > 2 else ""
        if share is not None and reason.isdigit():
            what = f"can be {row[1].strip()} or {row[1].strip()},{reason}; put ; between cells, or quotes around {row[1].strip()},{reason}"
            faults.append(Fault(f"{path}:{line}", "", what))
        elif share is not None:
            guesses.append(Guess(row[0].strip() or f"guess {line}", share, "", reason))
        elif place > 0 or (len(row) > 1 and any(c.isdigit() for c in row[1])):
            what = "is no 'name,percent' line; allowed: 0 to 100"
            faults.append(Fault(f"{path}:{line}", "", what))
    if len(guesses) > MOST_GUESSES:
        faults.append(Fault(str(path), "", f"has more than {MOST_GUESSES} guesses"))
    if faults:
        raise ScenarioError(faults)
    return tuple(guesses)


def nearest(guesses: Sequence[Guess], truth: float) -> tuple[Guess, ...]:
    """Those who came nearest, all of them where several did."""
    if not guesses:
        return ()
    least = min(abs(guess.share - truth) for guess in guesses)
    return tuple(guess for guess in guesses if abs(guess.share - truth) <= least + 1e-12)


def histogram(
    guesses: Sequence[Guess], truth: float, rows: int = 10
) -> list[tuple[str, int, bool]]:
    """Even bins over guesses and truth, lowest first: (range, how many, does it hold the truth)."""
    values = [guess.share for guess in guesses] + [truth]
    low, high = min(values), max(values)
    step = next(
        (step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if (high - low) / step <= rows - 1), 0.25
    )
    first, last = int(low / step + 1e-9), int(high / step + 1e-9)
    bins = []
    for bin_number in range(first, last + 1):
        inside = sum(int(guess.share / step + 1e-9) == bin_number for guess in guesses)
        name = f"{100 * bin_number * step:.0f}-{100 * (bin_number + 1) * step:.0f} %"
        bins.append((name, inside, int(truth / step + 1e-9) == bin_number))
    return bins


def right_direction(guesses: Sequence[Guess], lead: float) -> tuple[int, int]:
    """How many guessed the direction right, of how many who said one."""
    directed = [guess for guess in guesses if guess.direction]
    true = MORE if round(lead, 3) > 0 else FEWER if round(lead, 3) < 0 else SAME
    return sum(guess.direction == true for guess in directed), len(directed)
