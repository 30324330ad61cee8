"""Explain: which levers make one policy differ from another, and by how much each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from journeysim.experiment import explain as levers
from journeysim.experiment.coalitions import groups
from journeysim.experiment.explain import DEFAULT_METRICS, Explained, coalitions_needed, orders_of
from journeysim.experiment.family import usual
from journeysim.report.text.explain import print_explained
from journeysim.report.to_json_explain import explained_document
from journeysim.report.words import is_clear
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.columns import Series, tidy
from journeysim.study.findings import Lived, Reading
from journeysim.study.measure import announce, engine_for, look_at
from journeysim.study.progress import SILENT, Progress


@dataclass(frozen=True)
class AskExplain(Ask):
    """Which policies to go between, and in which metrics."""

    before: str = ""
    after: str = ""
    metrics: tuple[str, ...] = ()


def explain(scenario: Scenario, ask: AskExplain, progress: Progress = SILENT) -> Explained:
    """Share the difference of two policies over their levers; fewer runs where max_events says so, and
    as many as a comparison goes on to where their difference in the first metric is too close to call.

    Raises UsageError.
    """
    pair = (scenario.policy(ask.before), scenario.policy(ask.after))
    metrics = ask.metrics or DEFAULT_METRICS
    count = scenario.tables.run.replications
    look = look_at(scenario, pair[0], ask)
    among = groups(scenario, *pair)
    runs = len(coalitions_needed(among, orders_of(among, scenario.tables.run.seed)))
    engine = engine_for(scenario, runs * count, ask, progress)
    announce(scenario, runs, count, engine, ask, progress)
    listed = ", ".join(group.label for group in among) or "nothing"
    progress.say(f"{pair[0]} and {pair[1]} differ in: {listed}")

    def of(replications: int) -> Explained:
        with progress.counting(scenario.name) as counter:
            return levers.explain(
                scenario, *pair, metrics,
                replications=replications, jobs=ask.jobs, progress=counter, engine=engine,
                max_events=ask.max_events, family=usual(scenario, pair[0], ask.replications is not None),
            )  # fmt: skip

    explained = of(count)
    if explained.replications < count:
        progress.say(f"--max-events allows {explained.replications} of {count} replications")
    elif look is not None and look.most > count and not is_clear(explained.explanations[0].whole):
        progress.say(f"too close to call after {count}: went on to {look.most} replications")
        explained = of(look.most)
    return explained


def _show(page: Console, result: Explained, full: bool) -> None:
    print_explained(page, result)


def _document(results: Sequence[Explained], engine: str) -> dict[str, Any]:
    wanted = [
        (each, max(each.scenario.tables.run.replications, each.replications)) for each in results
    ]
    return explained_document(wanted, engine=engine)


def _series(result: Explained) -> Iterator[Series]:
    """What each group of levers adds, in each replication."""
    for explanation in result.explanations:
        for part in explanation.parts:
            yield Series(
                result.scenario.world,
                result.after,
                explanation.metric,
                part.by_replication,
                {"baseline": result.before, "levers": part.group.name},
            )


READING: Reading[Explained] = Reading(
    show=_show,
    document=_document,
    columns=lambda results: tidy(series for each in results for series in _series(each)),
    lived=lambda result: Lived(result.scenario, (result.before, result.after)),
)
"""How an explanation is read."""
