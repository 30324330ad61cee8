"""Mirror: a firm's own figures beside the simulated ones, for people and programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.table import Table
from rich.text import Text

from journeysim.calibration.mirror import MirrorRow
from journeysim.numerals import numeral

if TYPE_CHECKING:
    from rich.console import Console

_VERDICTS = {True: "as told", False: "OFF", None: "chance does not tell"}


def print_mirror(console: Console, rows: Sequence[MirrorRow], runs: int | None = None) -> None:
    """A row a figure: yours, simulated, how far off, and who says so. runs: how many were simulated."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("your figure", "yours", "simulated", "off", "may be off", "", "who says so"):
        table.add_column(name, justify="right" if name in ("yours", "simulated", "off", "may be off") else "left")  # fmt: skip
    for row in rows:
        style = {True: "green", False: "red", None: "yellow"}[row.ok]
        table.add_row(
            Text(_named(row)), _shown(row, row.target), _shown(row, row.simulated),
            _shown(row, row.off, signed=True), _shown(row, row.tolerance, points=True), Text(_VERDICTS[row.ok], style=style),
            Text(_who(row)),
        )  # fmt: skip
    often = {None: "", 1: ", one run"}.get(runs, f", the mean of {runs} runs")
    console.print(
        f"\n[bold]Your firm in the mirror[/]: your figures and those of the simulated firm, as today{often}"
    )
    console.print(table)
    for row in rows:
        if row.rest:
            console.print(Text(f"{_named(row)} is off: {row.rest}", style="yellow"))


def warning(rows: Sequence[MirrorRow]) -> str:
    """What a comparison of a firm whose mirror is broken says first; "" for one that is not."""
    if not rows:
        return ""
    figures = ", ".join(
        f"{row.key.rpartition('.')[2].replace('_', ' ')} {_shown(row, row.simulated)} (you: {row.words})"
        for row in rows
    )
    return f"This is not quite your firm: simulated as today it shows {figures}. 'journeysim mirror' says more."


def in_small_against(
    whole: Sequence[MirrorRow], small: Sequence[MirrorRow], weeks: int, one_in: int
) -> str:
    """What a firm as it is today shows in small, and in full size; weeks: over the first, 0 all along."""
    figures = ", ".join(
        f"{_named(row)} {_shown(row, row.simulated)} (in full {_shown(row, each.simulated)})"
        for row, each in zip(small, whole, strict=True)
    )
    first = f" over its first {weeks} weeks" if weeks else ""
    shows = f" As today it shows{first} {figures}." if figures else ""
    return f"Policies are measured on one in {numeral(one_in)} customers, lines in slow motion (run.one_in).{shows}"


class MirrorLine(NamedTuple):
    """A row of a mirror in words."""

    figure: str
    yours: str
    simulated: str
    may_be_off: str
    verdict: str
    who: str


def mirror_lines(rows: Sequence[MirrorRow]) -> list[MirrorLine]:
    """The rows of a mirror in words."""
    return [
        MirrorLine(
            _named(row), _shown(row, row.target), _shown(row, row.simulated),
            _shown(row, row.tolerance, points=True), _VERDICTS[row.ok], _who(row),
        )
        for row in rows
    ]  # fmt: skip


def print_contradiction(console: Console, text: str) -> None:
    """Facts that cannot hold together."""
    console.print(Text(f"\nYour figures contradict each other. {text}", style="yellow"))


def _named(row: MirrorRow) -> str:
    """A figure by its key, as it is said."""
    return row.key.removeprefix("channels.").replace(".", " ").replace("_", " ")


def _who(row: MirrorRow) -> str:
    """Whose figure it is: as it was written, or where it comes from."""
    if row.words:
        return f"usual: {row.words}" if row.source == "assumed" else f"you: {row.words}"
    return "data, fitted" if row.aimed else row.source


def _shown(row: MirrorRow, value: float, signed: bool = False, points: bool = False) -> str:
    sign = "+" if signed else ""
    if row.unit == "share":
        return f"{numeral(100.0 * value, f'{sign}.1f')} {'pp' if signed or points else '%'}"
    if row.unit == "a month":
        return f"{numeral(value, f'{sign},.0f')} a month"
    if row.unit == "min":
        return f"{numeral(value, f'{sign}.3g')} min"
    return numeral(value, f"{sign},.4g" if abs(value) < 1e4 else f"{sign},.0f")


def document(rows: Sequence[MirrorRow]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "key": row.key, "told": row.target, "simulated": row.simulated, "low": row.low, "high": row.high,
            "off": row.off, "tolerance": row.tolerance, "unit": row.unit, "source": row.source, "ok": row.ok, "aimed": row.aimed, "rest": row.rest or None,
        }
        for row in rows
    ]  # fmt: skip
