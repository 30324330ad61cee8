"""Guessing: what people expected, said before anything was shown, and how near they came."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

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
    """A percentage as people type it (`31`, `31.5 %`) as a share; None if it is none."""
    try:
        share = float(text.strip().removesuffix("%").strip().replace(",", ".")) / 100.0
    except ValueError:
        return None
    return share if isfinite(share) and 0.0 <= share <= 1.0 else None


def read(path: Path) -> tuple[Guess, ...]:
    """Guesses from a CSV file: name, percent and, if there is one, a reason; a heading is skipped.

    Raises ScenarioError with every line that cannot be read.
    """
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except OSError as error:
        raise ScenarioError.single(str(path), "", f"cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError.single(str(path), "", f"is no CSV file: {error}") from None
    found, faults = [], []
    for number, row in enumerate(rows, 1):
        if not any(cell.strip() for cell in row):
            continue
        share = share_of(row[1]) if len(row) > 1 else None
        if share is not None:
            reason = row[2].strip() if len(row) > 2 else ""
            found.append(Guess(row[0].strip() or f"guess {number}", share, "", reason))
        elif number > 1 or (len(row) > 1 and any(c.isdigit() for c in row[1])):
            what = "is no 'name,percent' line; allowed: 0 to 100"
            faults.append(Fault(f"{path}:{number}", "", what))
    if len(found) > MOST_GUESSES:
        faults.append(Fault(str(path), "", f"has more than {MOST_GUESSES} guesses"))
    if faults:
        raise ScenarioError(faults)
    return tuple(found)


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
    found = []
    for bin_number in range(first, last + 1):
        inside = sum(int(guess.share / step + 1e-9) == bin_number for guess in guesses)
        name = f"{100 * bin_number * step:.0f}-{100 * (bin_number + 1) * step:.0f} %"
        found.append((name, inside, int(truth / step + 1e-9) == bin_number))
    return found


def right_direction(guesses: Sequence[Guess], lead: float) -> tuple[int, int]:
    """How many guessed the direction right, of how many who said one."""
    said = [guess for guess in guesses if guess.direction]
    true = MORE if round(lead, 3) > 0 else FEWER if round(lead, 3) < 0 else SAME
    return sum(guess.direction == true for guess in said), len(said)
