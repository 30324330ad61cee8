"""Output: findings to the terminal, to a JSON document, or to a file, as the options say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeysim.cli.exits import Exit
from journeysim.cli.experiments import BY_METRICS, parts
from journeysim.cli.options import Options
from journeysim.experiment.compare import Experiment
from journeysim.report import tables
from journeysim.report.files import refuse_overwriting, write_text
from journeysim.report.to_json import Finding, document, text

if TYPE_CHECKING:
    from rich.console import Console


def deliver(
    findings: Sequence[Finding],
    options: Options,
    inputs: Sequence[str],
    show: Callable[[Finding, Options], None],
) -> None:
    """Write the findings where the options want them."""
    if options.json_file is not None:
        refuse_overwriting(options.json_file, [Path(name) for name in inputs])
    if options.as_json or options.json_file is not None:
        content = text(document(findings, engine=options.engine, exit_code=Exit.PASS))
        if options.json_file is not None:
            write_text(options.json_file, content)
        if options.as_json:
            click.echo(content, nl=False)
            return
    for index, finding in enumerate(findings):
        if index:
            click.echo()
        show(finding, options)


def heading(console: Console, experiment: Experiment) -> None:
    """What was asked, of whom, for how long."""
    from rich.markup import escape

    scenario = experiment.scenario
    frame = scenario.tables
    where = f", world {scenario.world}" if scenario.world else ""
    console.print(f"[bold]{escape(frame.title or scenario.name)}[/]{where}")
    if frame.question:
        console.print(f"[dim]{escape(frame.question)}[/]")
    customers = f"{frame.population.customers:,} customers"
    console.print(
        f"[dim]{customers}, {frame.run.days:g} days, {experiment.replications} replications, "
        f"seed {frame.run.seed}; ± is luck, 95 %[/]"
    )


def by_parts(
    console: Console, experiment: Experiment, options: Options, baseline: str | None
) -> None:
    """The headline metrics part by part, if the options ask for it."""
    for part in parts(experiment.scenario, options):
        wanted = [f"{metric}[{options.by}={part}]" for metric in BY_METRICS]
        title = f"{options.by}: {part}"
        console.print()
        if baseline is None:
            console.print(tables.values(experiment, title, wanted))
        else:
            console.print(tables.against(experiment, baseline, title, wanted))
