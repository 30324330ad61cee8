"""Compare: what a comparison found, in sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from journeysim.experiment.assumptions import plausible_difference
from journeysim.experiment.compare import Experiment, best
from journeysim.report import tables, words
from journeysim.report.idleness import idle_lines
from journeysim.report.text.page import head, titled
from journeysim.report.text.run import GROUPS, Division
from journeysim.report.unbooked import best_with_them, not_in_the_books

_SAID = {"retention": "retention", "total_value": "profit and customers still here together,"}


def print_comparison(
    page: Console,
    experiment: Experiment,
    baseline: str,
    closing: Sequence[str] = (),
    plausible: Sequence[Experiment] = (),
    division: Division | None = None,
    full: bool = False,
) -> None:
    """Who is kept, at most six figures, and what it comes to; everything else where it is `full`."""
    head(
        page,
        experiment.scenario,
        experiment.replications if full else None,
        seed=full,
        measured=True,
    )
    page.print()
    for line in sentences(experiment, baseline, plausible, full):
        page.print(line, style="bold" if line.startswith(("Of ", "  ")) else "", markup=False)
    if len(experiment.policies) > 1 or full:
        _print_tables(page, experiment, baseline, full)
    if division is not None:
        for part in division.parts:
            figures = tables.against(experiment, baseline, division.names(part), page.width)
            titled(page, division.title(part), figures)
    if closing:
        page.print()
    for index, line in enumerate(closing):
        page.print(line, style="" if index else "bold", markup=False)
    if len(experiment.policies) > 1:
        page.print(f"\n{footer(experiment, full)}", style="dim", markup=False)


def _print_tables(page: Console, experiment: Experiment, baseline: str, full: bool) -> None:
    against = f", against {experiment.scenario.label(baseline)}"
    if not full:
        few = (experiment.headline.metric, *tables.SHORT)
        titled(page, f"In figures{against}", tables.against(experiment, baseline, few, page.width))
        return
    for index, (title, wanted) in enumerate(GROUPS):
        figures = tables.against(experiment, baseline, wanted, page.width)
        titled(page, title if index else f"{title}{against}", figures)
    titled(page, "Who left, by what weighed most", tables.causes(experiment, page.width))


def footer(experiment: Experiment, full: bool) -> str:
    """What the signs mean, and on how many runs it all rests."""
    together = f" {experiment.family.words}" if experiment.family.words else ""
    chance = f"± is chance, 95 %{together}; ? too close to call. Shares differ in points."
    if experiment.replications < 2:
        chance = "One run tells nothing about chance. Shares differ in points."
    runs = words.counted(experiment.replications, "paired run")
    rest = f"{runs} of each policy, seed {experiment.scenario.tables.run.seed}."
    return f"{chance} {rest}" if full else f"{chance} {rest} All tables: --full."


def sentences(
    experiment: Experiment,
    baseline: str,
    plausible: Sequence[Experiment] = (),
    full: bool = True,
) -> list[str]:
    """What was found, in words: people kept, money, what is best, what we do not know."""
    days = experiment.scenario.tables.run.days
    metric, after = experiment.headline
    others = [policy for policy in experiment.policies if policy != baseline]
    if not others:
        return ["One policy alone: nothing to compare. Name another with --policy."]
    lines = words.kept(experiment, baseline, metric, after)
    lines += words.open_questions(experiment, baseline, metric, after)
    lines += idle_lines(experiment)
    if full:
        for name, unit in (("retention", "share"), ("total_value", "money")):
            if name in experiment.metrics and (leader := best(experiment, name)) is not None:
                lines.append(
                    words.best(experiment, leader, f"{_SAID[name]} after {words.span(days)}", unit)
                )
        lines += not_in_the_books(experiment, baseline)
        lines.append(words.earned(experiment, baseline))
        lines += words.moved(experiment, baseline)
        lines += words.saved(experiment, baseline, metric)
    else:
        lines += best_with_them(experiment, baseline)
    label = experiment.scenario.label
    for policy in others if plausible else ():
        found_there = plausible_difference(plausible, policy, baseline, metric)
        lines.append(words.ignorance(found_there, label(policy), label(baseline)))
    return lines
