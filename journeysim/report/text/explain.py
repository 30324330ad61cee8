"""Explain: which levers did it, in a sentence, a waterfall and a table."""

from __future__ import annotations

from rich.console import Console

from journeysim.experiment.explain import Explained
from journeysim.report import waterfall
from journeysim.report.text.page import head, titled


def print_explained(page: Console, explained: Explained) -> None:
    """Every metric's sentence, its waterfall, and each lever by itself."""
    head(page, explained.scenario, explained.replications, measured=True)
    for explanation in explained.explanations:
        page.print()
        line = waterfall.sentence(explained, explanation)
        page.print(line, style="bold", markup=False)
        if not explained.groups:
            continue
        page.print()
        page.print(waterfall.table(explained, explanation, page.width))
        if len(explained.groups) > 1:
            tables = waterfall.alone(explained, explanation, page.width)
            titled(page, "Turned by itself, and on top of all others", tables)
    if explained.groups:
        page.print(f"\n{waterfall.how(explained)}", style="dim", markup=False)
        if explained.replications > 1:
            together = f" {explained.family.words}" if explained.family.words else ""
            page.print(f"± is chance, 95 %{together}; ? too close to call.", style="dim")
