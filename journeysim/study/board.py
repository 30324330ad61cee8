"""Board: a history of checks as one static page: claims by commits, what moved, and what moved it.

A history is what `check --record` adds to, a line a check. Of several checks of one commit the last
counts. Lines that cannot be read are counted, never guessed at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from journeysim.errors import OutputError, UsageError
from journeysim.numerals import numeral
from journeysim.report.files import write_text
from journeysim.report.html.badge import badge
from journeysim.report.html.board import CheckColumn, CheckedCell, ClaimRow, Move, board_page
from journeysim.report.to_history import HISTORY_VERSION
from journeysim.report.to_json import envelope
from journeysim.report.words import counted
from journeysim.study.columns import Array
from journeysim.study.findings import Reading

MOST_COMMITS = 20
"""How many commits stand side by side; all that moved in any of them is listed."""

PAGE, BADGE = "index.html", "badge.svg"
"""What is written into the folder."""

_ClaimKey = tuple[str, str | None, str, str, float]
"""File, world, policy, claim and confidence: what a claim is known by."""


@dataclass(frozen=True)
class Board:
    """What a history tells. outcome: of the last check; unread: lines that could not be read."""

    columns: tuple[CheckColumn, ...]
    rows: tuple[ClaimRow, ...]
    moves: tuple[Move, ...]
    outcome: str
    unread: int

    @property
    def html(self) -> str:
        """The page; the same history gives the same bytes."""
        return board_page(self.columns, self.rows, self.moves, self.outcome, self.unread)

    @property
    def svg(self) -> str:
        """The badge."""
        return badge("claims", self.outcome)

    def write(self, folder: Path) -> None:
        """Write page and badge into a folder, which is made. Raises OutputError, UsageError."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot write {folder}: {error.strerror}") from None
        write_text(folder / PAGE, self.html)
        write_text(folder / BADGE, self.svg)


def board(history: Path) -> Board:
    """What a history tells. Raises UsageError where it tells nothing."""
    records, unread = _read(history)
    if not records:
        raise UsageError(f"{history}: holds no check (see check --record)")
    shown = records[-MOST_COMMITS:]
    columns = tuple(
        CheckColumn(each["commit"], each["date"], each["subject"], each["outcome"])
        for each in shown
    )
    moves = [move for pair in [*pairwise(shown)][::-1] for move in _moves(*pair)]
    return Board(columns, tuple(_rows(shown)), tuple(moves), shown[-1]["outcome"], unread)


def _read(history: Path) -> tuple[list[dict[str, Any]], int]:
    """The checks of a history, the last of each commit, and how many lines could not be read."""
    try:
        lines = history.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise UsageError(f"{history}: {error.strerror}") from None
    records: dict[str, dict[str, Any]] = {}
    unread = 0
    for place, line in enumerate(line for line in lines if line.strip()):
        try:
            record = json.loads(line)
            if record["history"] != HISTORY_VERSION:
                raise ValueError
            for each in record["scenarios"]:
                _claims(each)
            known_by = record["commit"] or f"line {place}"
            record["date"], record["subject"], record["outcome"], record["rules"]
        except (ValueError, KeyError, TypeError):
            unread += 1
            continue
        records.pop(known_by, None)
        records[known_by] = record
    return list(records.values()), unread


def _claims(scenario: Mapping[str, Any]) -> dict[_ClaimKey, Mapping[str, Any]]:
    """The claims of one scenario in one world, by what they are known by."""
    return {
        (
            scenario["file"],
            scenario["world"],
            each["policies"][0],
            each["claim"],
            each["confidence"],
        ): each
        for each in scenario["claims"]
        if {"verdict", "counts_as", "as_read", "estimate"} <= each.keys()
    }


def _all(record: Mapping[str, Any]) -> dict[_ClaimKey, tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every claim of a check, with the scenario it is made in."""
    return {
        key: (each, claim) for each in record["scenarios"] for key, claim in _claims(each).items()
    }


def _rows(records: Sequence[Mapping[str, Any]]) -> Iterator[ClaimRow]:
    """A row a claim: those of the last check first, then those that are gone."""
    by_check = [_all(record) for record in records]
    keys = dict.fromkeys(key for each in reversed(by_check) for key in each)
    for key in keys:
        cells = [
            CheckedCell(each[key][1]["verdict"], each[key][1]["counts_as"], each[key][1]["as_read"])
            if key in each
            else None
            for each in by_check
        ]
        file, world, policy, claim, _ = key
        yield ClaimRow(file, world or "", f"{policy}: {claim}", tuple(cells))


def _moves(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Move]:
    """What is another figure or verdict than at the check before, and what could have moved it."""
    then, now = _all(before), _all(after)
    for key, (scenario, claim) in now.items():
        if key not in then:
            continue
        older_scenario, older = then[key]
        if (older["verdict"], older["estimate"]) == (claim["verdict"], claim["estimate"]):
            continue
        file, world, policy, text, _ = key
        name = f"{file}{f', world {world}' if world else ''}; {policy}: {text}"
        reasons = list(_changed(older_scenario, scenario, claim["policies"]))
        if before["rules"] != after["rules"]:
            reasons.append("the rules of journeysim")
        yield Move(
            after["commit"], after["date"], name, older["verdict"], claim["verdict"],
            older["as_read"], claim["as_read"], tuple(reasons),
        )  # fmt: skip


def _changed(
    before: Mapping[str, Any], after: Mapping[str, Any], policies: Sequence[str]
) -> Iterator[str]:
    """The sections that differ and that the policies of a claim live under."""
    one, other = before["sections"], after["sections"]
    for name in dict.fromkeys([*one, *other]):
        theirs = not name.startswith("policies.") or name.removeprefix("policies.") in policies
        if theirs and one.get(name) != other.get(name):
            yield f"[{name}]"


def _show(page: Console, result: Board, full: bool) -> None:
    words = [
        counted(len(result.columns), "commit"),
        counted(len(result.rows), "claim"),
        f"{numeral(len(result.moves))} moved",
        f"now: {result.outcome}",
    ]
    if result.unread:
        words.append(f"{counted(result.unread, 'line')} could not be read")
    page.print("; ".join(words), markup=False)


def _document(results: Sequence[Board], engine: str) -> dict[str, Any]:
    (each,) = results
    return envelope(seed=None, engine=engine, exit_code=0) | {
        "board": {
            "commits": len(each.columns),
            "claims": len(each.rows),
            "outcome": each.outcome,
            "unread": each.unread,
            "moves": [move._asdict() for move in each.moves],
        }
    }


def _columns(results: Sequence[Board]) -> dict[str, Array]:
    """A row a move."""
    moves = [move for each in results for move in each.moves]
    return {
        name: np.array([getattr(move, name) for move in moves])
        for name in ("commit", "claim", "before", "after")
    }


READING: Reading[Board] = Reading(show=_show, document=_document, columns=_columns)
"""How a board is read."""
