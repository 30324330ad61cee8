"""Claims: what people mean by customer care, and in which of three worlds they are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from rich.console import Console
from rich.markup import escape

from journeysim.engine import choice
from journeysim.errors import UsageError
from journeysim.experiment.claims import RunOptions, Score, judged
from journeysim.experiment.viewpoints import VIEWPOINTS, Viewpoint
from journeysim.report import scoreboard
from journeysim.report.to_json import envelope
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.columns import Array
from journeysim.study.findings import Reading
from journeysim.study.progress import SILENT, Progress


@dataclass(frozen=True)
class AskClaims(Ask):
    """About which shipped scenarios (none: all), and with which seed (None: each one's own)."""

    scenarios: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True)
class Scoreboard:
    """Viewpoints with the scores of their claims, by what each says care is."""

    viewpoints: tuple[Viewpoint, ...]
    scores: Mapping[str, Sequence[Score]]
    seed: int | None = None

    @property
    def markdown(self) -> str:
        """The scoreboard as a Markdown table."""
        return scoreboard.markdown(self.viewpoints, self.scores)


def claims(ask: AskClaims, progress: Progress = SILENT) -> Scoreboard:
    """Judge the claims about the scenarios asked for. Raises UsageError for unknown ones."""
    if ask.replications == 1:
        raise UsageError("--replications 1: a verdict needs at least 2")
    viewpoints = _viewpoints(ask.scenarios)
    count = sum(len(viewpoint.claims) for viewpoint in viewpoints)
    progress.say(f"{count} claims in three worlds each")

    def engine(scenario: Scenario, runs: int) -> str:
        progress.say(f"{scenario.name} in world {scenario.world}: {runs} runs")
        return choice.chosen(ask.engine, [scenario], runs, ask.jobs)

    options = RunOptions(engine, ask.replications, ask.seed, ask.jobs)
    return Scoreboard(viewpoints, judged(viewpoints, options), ask.seed)


def _viewpoints(scenarios: tuple[str, ...]) -> tuple[Viewpoint, ...]:
    """The viewpoints with the claims about these scenarios, or all of them. Raises UsageError."""
    known = {claim.scenario for viewpoint in VIEWPOINTS for claim in viewpoint.claims}
    if unknown := [name for name in scenarios if name not in known]:
        raise UsageError(f"no claims about {unknown[0]!r}; known: {', '.join(sorted(known))}")
    wanted = known if not scenarios else set(scenarios)
    viewpoints = (
        replace(
            viewpoint, claims=tuple(each for each in viewpoint.claims if each.scenario in wanted)
        )
        for viewpoint in VIEWPOINTS
    )
    return tuple(viewpoint for viewpoint in viewpoints if viewpoint.claims)


def _show(page: Console, result: Scoreboard, full: bool) -> None:
    """Every viewpoint with its thesis, its lever and its claims."""
    for viewpoint, table in scoreboard.tables(result.viewpoints, result.scores):
        page.print(f"[bold]Care is {escape(viewpoint.care)}.[/] {escape(viewpoint.thesis)}")
        page.print(f"[dim]The lever: {escape(viewpoint.lever)}.[/]")
        page.print(table)
        page.print()
    page.print(f"[dim]{escape(scoreboard.LEGEND.replace('*', ''))}[/]")


def _document(results: Sequence[Scoreboard], engine: str) -> dict[str, Any]:
    (each,) = results
    head = envelope(seed=each.seed, engine=engine, exit_code=0)
    return head | {"positions": scoreboard.document(each.viewpoints, each.scores)}


def _columns(results: Sequence[Scoreboard]) -> dict[str, Array]:
    """A row a claim and world: who says it, of what, the difference, the verdict."""
    rows = [
        (viewpoint.care, score.claim, judged_there)
        for each in results
        for viewpoint in each.viewpoints
        for score in each.scores[viewpoint.care]
        for judged_there in score.worlds
    ]
    texts = {
        "care": [care for care, _, _ in rows],
        "scenario": [claim.scenario for _, claim, _ in rows],
        "world": [there.world for _, _, there in rows],
        "policy": [claim.policy for _, claim, _ in rows],
        "baseline": [claim.against for _, claim, _ in rows],
        "metric": [claim.metric for _, claim, _ in rows],
        "verdict": [there.verdict.value for _, _, there in rows],
    }
    return {name: np.array(column, dtype=str) for name, column in texts.items()} | {
        name: np.array([getattr(there.estimate, name) for _, _, there in rows], dtype=np.float64)
        for name in ("mean", "low", "high")
    }


READING: Reading[Scoreboard] = Reading(show=_show, document=_document, columns=_columns)
"""How the scoreboard is read."""
