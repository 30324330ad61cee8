"""Guesses file: what a class guessed, kept on disk as it comes: one row a guess, by name and vote.

Its first columns are those of a file of guesses (`guessing.read`), so that it can be read again; what
happened and how far off each was stand behind them once the answer is shown. A file that was left
before that is gone on with.
"""

from __future__ import annotations

import csv
import io
import os
from itertools import count
from pathlib import Path
from typing import NamedTuple

from journeysim.report.files import write_text
from journeysim.tui.guessing import DIRECTIONS, Guess, guessed

COLUMNS = ("name", "direction", "people", "reason", "vote", "happened", "error")
"""people: of 1,000, without a sign; happened: of 1,000, fewer below zero; error: how many off."""

_FORMULAS = "=+-@\t\r"
"""How a cell begins that a spreadsheet would reckon with."""


class KeptGuess(NamedTuple):
    """One row: a guess, in which vote, and what happened, None while that is hidden."""

    vote: str
    guess: Guess
    happened: float | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        guess, happened = self.guess, self.happened
        answer = () if happened is None else (f"{happened:g}", f"{abs(guess.people - happened):g}")
        way = guess.direction
        row = (guess.name, way, f"{abs(guess.people):g}", guess.reason, self.vote, *answer)
        safe = [f"'{cell}" if i in (0, 3) and cell[:1] in _FORMULAS and cell else cell for i, cell in enumerate(row)]  # fmt: skip
        return (*safe, *[""] * (len(COLUMNS) - len(safe)))


class GuessesFile:
    """A file that grows by a row with every guess. fault: why it cannot be written, "" while it can."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: list[KeptGuess] = []
        self.fault = ""
        try:
            if path.exists():
                self.rows = _read(path)
        except (OSError, ValueError) as error:
            self.fault = f"{path}: {getattr(error, 'strerror', None) or error}"

    def unanswered(self) -> list[tuple[Guess, ...]]:
        """The guesses of each vote whose answer was never shown."""
        votes: dict[str, list[Guess]] = {}
        for row in self.rows:
            if row.happened is None:
                votes.setdefault(row.vote, []).append(row.guess)
        return [tuple(each) for each in votes.values()]

    def add(self, vote: str, guess: Guess) -> None:
        """Keep a guess."""
        row = KeptGuess(vote, guess)
        self.rows.append(row)
        if self.fault:
            return
        try:
            is_new = not self.path.exists() or self.path.stat().st_size == 0
            with self.path.open("a", encoding="utf-8", newline="") as stream:
                rows = [COLUMNS, row.cells] if is_new else [row.cells]
                stream.write(_written(rows))
                stream.flush()
                os.fsync(stream.fileno())
        except (OSError, ValueError) as error:
            self.fault = f"{self.path}: {getattr(error, 'strerror', None) or error}"

    def answer(self, people: float) -> None:
        """Write what happened beside every guess that was not answered before."""
        self.rows = [
            r if r.happened is not None else r._replace(happened=people) for r in self.rows
        ]
        if self.fault or not self.rows:
            return
        try:
            write_text(self.path, _written([COLUMNS, *(row.cells for row in self.rows)]))
        except (OSError, ValueError) as error:
            self.fault = f"{self.path}: {getattr(error, 'strerror', None) or error}"


def fresh(path: Path) -> Path:
    """A file to keep guesses in: this one if it is not there or was left unanswered, else the next."""
    for number in count(1):
        place = path if number == 1 else path.with_stem(f"{path.stem}_{number}")
        if not place.exists() or GuessesFile(place).unanswered():
            return place
    raise AssertionError


def _written(rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _read(path: Path) -> list[KeptGuess]:
    """The rows of a file that this module wrote. Raises OSError, ValueError for any other."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise ValueError("is no file of kept guesses")
    kept = []
    for cells in rows[1:]:
        if len(cells) != len(COLUMNS) or cells[1] not in DIRECTIONS:
            raise ValueError("is no file of kept guesses")
        name, way, people, reason, vote, happened, _ = cells
        name, reason = (
            c[1:] if c[:1] == "'" and c[1:2] in _FORMULAS else c for c in (name, reason)
        )
        guess = guessed(name, way, float(people), reason)
        kept.append(KeptGuess(vote, guess, float(happened) if happened else None))
    return kept
