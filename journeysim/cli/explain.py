"""`explain`: which lever did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from journeysim.cli.options import Options, sharing

if TYPE_CHECKING:
    from journeysim.experiment.explain import Explained
    from journeysim.scenario.scenario import Scenario


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--metric", "metrics", multiple=True, metavar="NAME",
    help="What to explain (repeatable); retention and profit unless said otherwise.",
)  # fmt: skip
@sharing(without=("policies", "assumptions", "by"))
def command(
    source: str, before: str, after: str, metrics: tuple[str, ...], options: Options
) -> None:
    """Which levers make policy B differ from policy A, and by how much each.

    The levers that differ are turned over in groups: touches, channels, and what else a section
    says. A group's part is what it adds, averaged over the orders in which they can be turned; the
    parts add up to the whole. SCENARIO is a file or the name of a shipped scenario.

    \b
    Examples:
      journeysim explain car_service_centre neither personal
      journeysim explain subscription nothing call_all --metric wait_mean --metric abandonment
    """
    from journeysim.cli.output import check_target, write_document
    from journeysim.report.to_json_explain import explained_document

    scenarios = options.scenarios(source)
    check_target(options, scenarios)
    policies = (scenarios[0].policy(before), scenarios[0].policy(after))
    found = [
        (_explained(each, policies, metrics, options), each.tables.run.replications)
        for each in scenarios
    ]
    if write_document(lambda: explained_document(found, engine=options.engine), options):
        return
    for index, (explained, _) in enumerate(found):
        if index:
            click.echo()
        _print(explained, options)


def _explained(
    scenario: Scenario, policies: tuple[str, str], metrics: tuple[str, ...], options: Options
) -> Explained:
    """The explanation the options ask for, with progress; fewer runs where --max-events says so."""
    from journeysim.cli.console import progress
    from journeysim.cli.remarks import remark
    from journeysim.experiment.explain import DEFAULT_METRICS, explain, hybrids_needed, orders_of
    from journeysim.experiment.hybrids import groups
    from journeysim.study.measure import affordable, announce, engine_for

    count = scenario.tables.run.replications
    among = groups(scenario, *policies)
    runs = len(hybrids_needed(among, orders_of(among, scenario.tables.run.seed)))
    engine = engine_for(scenario, runs * count, options.ask, options.progress)
    announce(scenario, runs, count, engine, options.progress)
    listed = ", ".join(group.label for group in among) or "nothing"
    remark(f"{policies[0]} and {policies[1]} differ in: {listed}", options.quiet)

    with progress(scenario.name, options.quiet) as told:
        if options.max_events is not None:
            first = explain(
                scenario, *policies, metrics or DEFAULT_METRICS,
                replications=1, jobs=options.jobs, engine=engine,
            )  # fmt: skip
            count = affordable(count, first.events, options.ask, options.progress)
        return explain(
            scenario, *policies, metrics or DEFAULT_METRICS,
            replications=count, jobs=options.jobs, progress=told, engine=engine,
        )  # fmt: skip


def _print(explained: Explained, options: Options) -> None:
    from journeysim.cli.console import output
    from journeysim.cli.output import head, print_tables
    from journeysim.report import waterfall

    console = output(options.no_color)
    head(console, explained.scenario, explained.replications)
    for explanation in explained.explanations:
        console.print()
        line = waterfall.sentence(explained, explanation)
        console.print(line, style="bold", markup=False)
        if not explained.groups:
            continue
        console.print()
        console.print(waterfall.table(explained, explanation, console.width))
        if len(explained.groups) > 1:
            tables = waterfall.alone(explained, explanation, console.width)
            print_tables(console, "Turned by itself, and on top of all others", tables)
    if explained.groups:
        console.print(f"\n{waterfall.how(explained)}", style="dim", markup=False)
        if explained.replications > 1:
            console.print("? not settled: luck could turn it.", style="dim")
