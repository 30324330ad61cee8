"""Board: a history of checks as one page: a row a claim, a column a commit, then what moved.

The latest commit comes first, so that a phone shows it; older ones are pushed in under the claims.
Nothing is fetched and nothing runs in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from journeysim.numerals import numeral, spelled
from journeysim.report.html.badge import COLOURS
from journeysim.report.words import counted

SIGNS = {"pass": "✓", "fail": "✗", "undecided": "?", "warn": "!"}
"""What stands in a cell, so that nobody needs to see its colour."""


class CheckColumn(NamedTuple):
    """A check. commit: its full name, "" where it is not known; outcome: of all claims together."""

    commit: str
    date: str
    subject: str
    outcome: str


class CheckedCell(NamedTuple):
    """A claim at one check. as_read: the figure with its interval."""

    verdict: str
    counts_as: str
    as_read: str


class ClaimRow(NamedTuple):
    """A claim at every check, None where it was not made."""

    file: str
    world: str
    claim: str
    cells: tuple[CheckedCell | None, ...]


class Move(NamedTuple):
    """A claim whose figure or verdict is another than at the check before.

    before, after: verdicts; was, now: figures as read; reasons: what differs between the two checks.
    """

    commit: str
    date: str
    claim: str
    before: str
    after: str
    was: str
    now: str
    reasons: tuple[str, ...]


_STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:16px/1.45 system-ui,sans-serif;margin:0 auto;max-width:75rem;padding:1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
.wide{overflow-x:auto}table{border-collapse:collapse}
th,td{border-bottom:1px solid var(--line);padding:.3rem .45rem;text-align:left;vertical-align:top}
td.cell{text-align:center;padding:.3rem .2rem}thead th{font-weight:400;vertical-align:bottom}
thead code{writing-mode:vertical-rl;font-size:.75rem}
tbody th{position:sticky;left:0;background:Canvas;font-weight:400;min-width:11rem;max-width:26rem}
tr.file th{font-weight:600;background:Canvas}code{font-size:.85em}
b.s{display:inline-block;width:1.5rem;border-radius:.2rem;color:#fff}
li{margin:.6rem 0}small{opacity:.8}summary{margin:.6rem 0;cursor:pointer}
@media(max-width:40rem){tbody th{min-width:12rem;max-width:12rem;overflow-wrap:anywhere}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


def board_page(
    columns: Sequence[CheckColumn],
    rows: Sequence[ClaimRow],
    moves: Sequence[Move],
    outcome: str,
    unread: int = 0,
) -> str:
    """The text of the page. unread: how many lines of the history could not be read."""
    counts = ", ".join(
        (
            counted(len(rows), "claim"),
            counted(len(columns), "commit"),
            f"{numeral(len(moves))} moved",
        )
    )
    parts = [
        Markup(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<meta http-equiv="Content-Security-Policy" content="{}">'
            "<title>Claims: {}</title><style>{}{}</style></head><body>"
            "<h1>Claims: {}</h1><p>{}</p>"
        ).format(_POLICY, outcome, Markup(_STYLE), Markup(_colours()), outcome, counts),
        *(_unread(unread) if unread else ()),
        Markup('<div class="wide"><table><thead><tr><th>claim</th>'),
        *(_head(column) for column in reversed(columns)),
        Markup("</tr></thead><tbody>"),
        *_body(rows, len(columns)),
        Markup("</tbody></table></div><h2>What moved, and what differs</h2>"),
        *_moves(moves, {column.commit: column.subject for column in columns}),
        Markup(
            "<p><small>✓ passes, ✗ fails, ? chance could still turn it, ! only a warning. The same scenario "
            "and version give the same figures, so that whatever moved was moved by something.</small></p>"
            "</body></html>\n"
        ),
    ]
    return spelled("".join(parts))


def _colours() -> str:
    every = COLOURS | {"warn": COLOURS["undecided"]}
    return "".join(f"b.{name}{{background:{colour}}}" for name, colour in every.items())


def _unread(count: int) -> Iterator[Markup]:
    yield Markup("<p>{} of the history could not be read.</p>").format(counted(count, "line"))


def _head(column: CheckColumn) -> Markup:
    title = " ".join(filter(None, (column.date, column.subject)))
    return Markup('<th title="{}"><code>{}</code></th>').format(title, column.commit[:7] or "-")


def _body(rows: Sequence[ClaimRow], width: int) -> Iterator[Markup]:
    for (file, world), group in groupby(sorted(rows, key=_place), key=_place):
        where = f"{file}, world {world}" if world else file
        yield Markup(
            '<tr class="file"><th scope="rowgroup">{}</th><td colspan="{}"></td></tr>'
        ).format(where, width)
        for row in group:
            last = row.cells[-1]
            yield Markup('<tr><th scope="row">{}<br><small>{}</small></th>{}</tr>').format(
                row.claim,
                f"now {last.as_read}" if last else "no longer claimed",
                Markup("").join(map(_cell, reversed(row.cells))),
            )


def _place(row: ClaimRow) -> tuple[str, str]:
    return row.file, row.world


def _cell(cell: CheckedCell | None) -> Markup:
    if cell is None:
        return Markup('<td class="cell"></td>')
    kind = cell.counts_as if cell.counts_as in SIGNS else cell.verdict
    title = f"{cell.verdict}: {cell.as_read}"
    return Markup('<td class="cell"><b class="s {}" title="{}">{}</b></td>').format(
        kind, title, SIGNS.get(kind, "-")
    )


def _moves(moves: Sequence[Move], subjects: Mapping[str, str]) -> Iterator[Markup]:
    """A part for each commit, the latest first; open where a verdict turned."""
    if not moves:
        yield Markup("<p>Nothing.</p>")
        return
    for (commit, date), group in groupby(moves, key=lambda move: (move.commit, move.date)):
        every = sorted(group, key=lambda move: move.before == move.after)
        turned = [move for move in every if move.before != move.after]
        counts = [f"{numeral(len(every))} moved", *_turned(len(turned))]
        yield Markup("<details{}><summary><code>{}</code> {} {}: {}</summary><ul>").format(
            Markup(" open" if turned else ""),
            commit[:7] or "-",
            date,
            subjects.get(commit, ""),
            ", ".join(counts),
        )
        for move in every:
            what = ", ".join(move.reasons) or "nothing that is recorded"
            verdict = f"{move.before} → {move.after}" if move in turned else move.after
            yield Markup("<li>{}<br><b>{}</b>: {} → {}<br><small>differs: {}</small></li>").format(
                move.claim, verdict, move.was, move.now, what
            )
        yield Markup("</ul></details>")


def _turned(count: int) -> Iterator[str]:
    if count:
        yield f"{counted(count, 'verdict')} turned"
