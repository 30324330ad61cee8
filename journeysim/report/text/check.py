"""Check, as printed: verdicts and changes of each scenario and world, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from journeysim.experiment.changes import Checked
from journeysim.report import judgements
from journeysim.report.dated import happenings
from journeysim.report.text.page import in_style_of
from journeysim.report.words import counted
from journeysim.shown import shown


def print_check(page: Console, checked: Sequence[Checked], verdict: str) -> None:
    """Print a whole check. verdict: in a word."""
    several = len(checked) > 1
    for index, each in enumerate(checked):
        if index:
            page.print()
        with in_style_of(page, each.scenario):
            _print_one(page, each, f" ({each.named})" if several else "")
    tally = judgements.tally([one for each in checked for one in each.trial.judgements])
    files = f" in {counted(len(checked), 'scenario')}" if several else ""
    page.print(f"\n[bold]{verdict}[/]: {tally}{files}", highlight=False)


def _print_one(page: Console, checked: Checked, file: str) -> None:
    scenario = checked.scenario
    world = f", world {scenario.world}" if scenario.world else ""
    title = shown(scenario.tables.title or scenario.name)
    page.print(f"[bold]{escape(title)}[/]{world}{escape(file)}")
    for what in happenings(scenario):
        page.print(what, style="dim", markup=False)
    if checked.trial.judgements:
        page.print(
            judgements.table(checked.trial.judgements, page.width, scenario.tables.money.currency)
        )
    if judgements.change_rows(checked):
        page.print(f"\nChanged against {checked.older} (?: too close to call)", markup=False)
        page.print(judgements.change_table(checked))
    elif checked.older:
        page.print(judgements.unchanged(checked), markup=False)
    for line in judgements.remarks(checked):
        page.print(line, style="dim", markup=False)
