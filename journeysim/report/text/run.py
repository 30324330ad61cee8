"""Run: what each policy leads to, in tables."""

from __future__ import annotations

from typing import NamedTuple

from rich.console import Console

from journeysim import metrics
from journeysim.experiment.compare import Experiment
from journeysim.report import tables
from journeysim.report.text.page import head, titled

GROUPS = (
    ("What it leads to", tables.OUTCOMES),
    ("What comes in and goes out", tables.MONEY),
    ("What it is worth", tables.WORTH),
    ("How people are answered", tables.SERVICE),
    ("What did it", tables.MECHANISMS),
)
"""The tables of a run or a comparison, each with its metrics."""


class Division(NamedTuple):
    """What results are split by, the parts there are, and the metrics shown of each."""

    by: str
    parts: tuple[str, ...]
    metrics: tuple[str, ...]

    def names(self, part: str) -> list[str]:
        """The metrics of one part, as they are asked for."""
        return [f"{metric}[{self.by}={part}]" for metric in self.metrics]

    def title(self, part: str) -> str:
        """What a part is called: `segment: loyal`, `value: highest quarter of ...`."""
        quarter = " quarter of those there on day 0" if self.by in metrics.TRAITS else ""
        return f"{self.by}: {part}{quarter}"


def print_run(page: Console, experiment: Experiment, division: Division | None = None) -> None:
    """Every policy's figures with their intervals, and those of each part."""
    head(page, experiment.scenario, experiment.replications, measured=True)
    for title, wanted in GROUPS:
        titled(page, title, tables.values(experiment, wanted, page.width))
    titled(page, "Why they left", tables.causes(experiment, page.width))
    if division is not None:
        for part in division.parts:
            figures = tables.values(experiment, division.names(part), page.width)
            titled(page, division.title(part), figures)
