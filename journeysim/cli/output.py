"""Output: findings to the terminal, to a JSON document, or to a file, as the options say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from journeysim import metrics
from journeysim.cli.exits import Exit
from journeysim.cli.options import Options
from journeysim.experiment.compare import Experiment
from journeysim.report import tables
from journeysim.report.files import refuse_overwriting, write_text
from journeysim.report.to_json import Finding, document, text
from journeysim.report.words import counted, counted_days
from journeysim.scenario.scenario import Scenario
from journeysim.study.measure import BY_METRICS, parts

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def check_target(options: Options, scenarios: Sequence[Scenario]) -> None:
    """Raise UsageError if the document could not be written, before anything runs."""
    if options.json_file is not None:
        inputs = [path for scenario in scenarios for path in scenario.document.files]
        refuse_overwriting(options.json_file, inputs)


def deliver(
    findings: Sequence[Finding], options: Options, show: Callable[[Finding, Options], None]
) -> None:
    """Write the findings where the options want them."""

    def whole() -> dict[str, Any]:
        return document(findings, engine=options.engine, exit_code=Exit.PASS)

    if write_document(whole, options):
        return
    for index, finding in enumerate(findings):
        if index:
            click.echo()
        show(finding, options)


def write_document(whole: Callable[[], dict[str, Any]], options: Options) -> bool:
    """Write the JSON document, if it is wanted; says whether standard output is taken by it."""
    if options.as_json or options.json_file is not None:
        content = text(whole())
        if options.json_file is not None:
            write_text(options.json_file, content)
        if options.as_json:
            click.echo(content, nl=False)
    return options.as_json


def heading(console: Console, experiment: Experiment) -> None:
    """What was asked, of whom, for how long."""
    head(console, experiment.scenario, experiment.replications)


def head(console: Console, scenario: Scenario, replications: int | None) -> None:
    """What was asked, of whom, for how long; replications: None where luck is not the matter."""
    from rich.markup import escape

    frame = scenario.tables
    where = f", world {scenario.world}" if scenario.world else ""
    console.print(f"[bold]{escape(frame.title or scenario.name)}[/]{where}")
    if frame.question:
        console.print(f"[dim]{escape(frame.question)}[/]")
    runs = "" if replications is None else f"{counted(replications, 'replication')}, "
    luck = "; ± is luck, 95 %" if runs else ""
    if replications == 1:
        luck = "; one tells nothing about luck"
    console.print(
        f"[dim]{counted(frame.population.customers, 'customer')}, "
        f"{counted_days(frame.run.days)}, {runs}"
        f"seed {frame.run.seed}{luck}[/]"
    )


def print_tables(console: Console, title: str, tables: Sequence[Table]) -> None:
    """A titled table in its parts; nothing where there is nothing to show."""
    from rich.markup import escape

    if tables:
        console.print(f"\n[bold italic]{escape(title)}[/]")
    for index, table in enumerate(tables):
        if index:
            console.print()
        console.print(table)


def by_parts(
    console: Console, experiment: Experiment, options: Options, baseline: str | None
) -> None:
    """The headline metrics part by part, if the options ask for it."""
    for part in parts(experiment.scenario, options.ask):
        wanted = [f"{metric}[{options.by}={part}]" for metric in BY_METRICS]
        found = (
            tables.values(experiment, wanted, console.width)
            if baseline is None
            else tables.against(experiment, baseline, wanted, console.width)
        )
        print_tables(console, _part_title(str(options.by), part), found)


def _part_title(by: str, part: str) -> str:
    """What a part is called: `segment: loyal`, `value: highest quarter of the first customers`."""
    quarter = " quarter of those there on day 0" if by in metrics.TRAITS else ""
    return f"{by}: {part}{quarter}"
