"""Firm: what came of a firm sheet, for people and programs: usual numbers, knobs found, mirror, candidates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from journeysim.calibration.mirror import MirrorRow
from journeysim.calibration.sheet.candidates import Candidate
from journeysim.calibration.sheet.fit import SheetFit
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.report import mirror

if TYPE_CHECKING:
    from rich.console import Console


def stand_ins(picture: FirmPicture) -> list[str]:
    """A line for each usual number that stands in."""
    return [
        f"{key}: usual for {picture.sector.words}: {fact.text} ({fact.usual})"
        for key, fact in picture.stand_ins()
    ]


def print_firm(
    page: Console,
    fit: SheetFit,
    rows: Sequence[MirrorRow],
    runs: int,
    candidates: Sequence[Candidate],
    in_small: str = "",
) -> None:
    """The knobs that were found, the mirror, and the policies to try. in_small: of a vast firm, what is
    measured of it."""
    if fit.moved:
        page.print("[bold]What nobody can look up, found[/]: between, your figures stay as told")
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        for each in fit.moved:
            between = "no figure tells it" if each.low is None else f"{each.low} to {each.high}"
            table.add_row(Text(each.key), Text(each.value), Text(between, style="dim"))
        page.print(table)
    if rows:
        mirror.print_mirror(page, rows, runs)
    if in_small:
        page.print(Text(f"\n{in_small}"))
    page.print("\n[bold]Policies to try[/] (edit them, they are yours)")
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for policy in candidates[1:]:
        table.add_row(Text(policy.name), Text(" ".join(policy.lines), style="dim"))
    page.print(table)


def document(fit: SheetFit, rows: Sequence[MirrorRow], picture: FirmPicture) -> dict[str, Any]:
    """The same for programs."""
    return {
        "found": [
            {"key": each.key, "value": each.value, "low": each.low, "high": each.high, "source": each.source}
            for each in fit.moved
        ],
        "usual": [
            {"key": key, "value": fact.text, "source": fact.usual}
            for key, fact in picture.stand_ins()
        ],
        "mirror": mirror.document(rows),
    }  # fmt: skip
