"""Target fit: yours, simulated, and what was moved, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.calibration.targets import TargetFit
from journeysim.numerals import numeral

if TYPE_CHECKING:
    from rich.console import Console


def print_target_fit(console: Console, fits: Sequence[TargetFit]) -> None:
    """A row a target, and under it the knobs that were moved."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("figure", "yours", "simulated before", "now", "moved"):
        table.add_column(name, justify="left" if name in ("figure", "moved") else "right")
    for each in fits:
        table.add_row(
            Text(each.target.metric.replace("_", " ")),
            _shown(each, each.target.value),
            _shown(each, each.before),
            _shown(each, each.now),
            Text(each.words if each.moved else "nothing" if each.rest else "nothing: it fits"),
        )
        if each.rest:
            table.add_row("", "", "", "", Text(f"  not reached: {each.rest}", style="yellow"))
        for key, before, after in each.moved:
            table.add_row("", "", "", "", Text(f"  {key}: {before} -> {after}", style="dim"))
    console.print()
    console.print(table)


def _shown(each: TargetFit, value: float) -> str:
    share = metrics.find(each.target.metric).metric.unit == "share"
    return f"{numeral(100 * value, '.1f')} %" if share else numeral(value, ".4g")
