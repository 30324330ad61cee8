"""Grid: tables of figures for a page, from the same rows and scales as the terminal's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journeysim import metrics
from journeysim.experiment.compare import Experiment
from journeysim.report import tables
from journeysim.report.layout import Cell


class GridLine(NamedTuple):
    """One metric: its name, what it means, and a cell a policy."""

    label: str
    meaning: str
    cells: list[Cell]


class Grid(NamedTuple):
    """A table: a heading a policy, a line a metric."""

    headings: list[str]
    lines: list[GridLine]


def against(experiment: Experiment, baseline: str, wanted: Sequence[str]) -> Grid:
    """The baseline's figures, and every other policy's paired difference from them."""
    others = [policy for policy in experiment.policies if policy != baseline]
    rows, columns = tables.side_by_side(experiment, baseline, wanted)
    lines = [
        GridLine(
            row.label, metrics.find(row.metric).metric.doc, [each.cells[place] for each in columns]
        )
        for place, row in enumerate(rows)
    ]
    label = experiment.scenario.label
    return Grid([label(policy) for policy in (baseline, *others)], lines)


def judged(cell: Cell) -> str:
    """What a cell's colour says, in a word: a page must not speak by colour alone."""
    return {"green": "better", "red": "worse"}.get(cell.style, "")
