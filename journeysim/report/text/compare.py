"""Compare: what a comparison found, in sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from journeysim.experiment.assumptions import plausible_difference
from journeysim.experiment.compare import Experiment, best
from journeysim.experiment.headline import headline
from journeysim.report import tables, words
from journeysim.report.text.page import head, titled
from journeysim.report.text.run import GROUPS, Division


def print_comparison(
    page: Console,
    experiment: Experiment,
    baseline: str,
    plausible: Sequence[Experiment] = (),
    division: Division | None = None,
) -> None:
    """The sentences, then every policy's paired differences from the baseline."""
    head(page, experiment.scenario, experiment.replications)
    page.print()
    for line in sentences(experiment, baseline, plausible):
        page.print(line, style="bold" if line.startswith(("Of ", "  ")) else "", markup=False)
    for index, (title, wanted) in enumerate(GROUPS):
        against = "" if index else f", against {experiment.scenario.label(baseline)}"
        found = tables.against(experiment, baseline, wanted, page.width)
        titled(page, f"{title}{against}", found)
    titled(page, "Why they left", tables.causes(experiment, page.width))
    if division is not None:
        for part in division.parts:
            found = tables.against(experiment, baseline, division.names(part), page.width)
            titled(page, division.title(part), found)
    if len(experiment.policies) > 1:
        page.print("\n[dim]? not settled: luck could turn it. Shares differ in points.[/]")


def sentences(
    experiment: Experiment, baseline: str, plausible: Sequence[Experiment] = ()
) -> list[str]:
    """What was found, in words: people kept, money, what is best, what we do not know."""
    days = experiment.scenario.tables.run.days
    metric, after = headline(experiment.scenario)
    others = [policy for policy in experiment.policies if policy != baseline]
    if not others:
        return ["One policy alone: nothing to compare. Name another with --policy."]
    lines = words.kept(experiment, baseline, metric, after)
    lines += words.open_questions(experiment, baseline, metric, after)
    for name, what, unit in (("retention", "retention", "share"), ("profit", "profit", "money")):
        if name in experiment.metrics and (found := best(experiment, name)) is not None:
            lines.append(words.best(experiment, found, f"{what} after {words.span(days)}", unit))
    lines.append(words.earned(experiment, baseline))
    lines += words.saved(experiment, baseline, metric)
    label = experiment.scenario.label
    for policy in others if plausible else ():
        found_there = plausible_difference(plausible, policy, baseline, metric)
        lines.append(words.ignorance(found_there, label(policy), label(baseline)))
    return lines
