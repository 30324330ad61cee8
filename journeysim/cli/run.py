"""`run`: what each policy leads to, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from journeysim.cli.options import Options, sharing

if TYPE_CHECKING:
    from journeysim.experiment.compare import Experiment


@click.command()
@click.argument("source", metavar="SCENARIO")
@sharing()
def command(source: str, options: Options) -> None:
    """Run policies of a SCENARIO and show what they lead to.

    SCENARIO is a file or the name of a shipped scenario (see `journeysim list`).

    \b
    Examples:
      journeysim run car_service_centre
      journeysim run my.toml --policy integrated --replications 16 --json
    """
    from journeysim.cli.output import check_target, deliver
    from journeysim.report.to_json import Finding
    from journeysim.study.measure import measured, plausible_worlds

    findings = []
    ask, progress = options.ask, options.progress
    scenarios = options.scenarios(source)
    check_target(options, scenarios)
    for scenario in scenarios:
        policies = options.chosen(scenario)
        experiment = measured(scenario, policies, ask, progress)
        worlds = plausible_worlds(scenario, policies, experiment, ask, progress)
        wanted = scenario.tables.run.replications
        findings.append(Finding(experiment, wanted, plausible=worlds))
    deliver(findings, options, _print)


def _print(finding: object, options: Options) -> None:
    from journeysim.cli.console import output
    from journeysim.cli.output import by_parts, heading, print_tables
    from journeysim.report import tables
    from journeysim.report.to_json import Finding

    assert isinstance(finding, Finding)
    console = output(options.no_color)
    experiment: Experiment = finding.experiment
    heading(console, experiment)
    for title, wanted in (
        ("What it leads to", tables.OUTCOMES),
        ("How people are answered", tables.SERVICE),
        ("What did it", tables.MECHANISMS),
    ):
        print_tables(console, title, tables.values(experiment, wanted, console.width))
    print_tables(console, "Why they left", tables.causes(experiment, console.width))
    by_parts(console, experiment, options, None)
