"""`explain`: which lever did it."""

from __future__ import annotations

import click

from journeysim.cli.options import Options, sharing


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
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.study.explain import READING, AskExplain, explain
    from journeysim.study.findings import findings_of

    scenarios = options.scenarios(source)
    check_target(options, scenarios)
    ask = AskExplain(**options.asked, before=before, after=after, metrics=metrics)
    deliver(findings_of(explain, READING, scenarios, ask, options.progress), options)
    suggest("explain", options, source=source, before=before, after=after)
