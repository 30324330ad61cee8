"""`report`: a comparison as one HTML file, to be read, printed and passed on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from journeysim.cli.options import Options, sharing
from journeysim.report.formats import PAGES, refuse_ending


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option(
    "-o", "target", type=click.Path(path_type=Path, dir_okay=False), required=True,
    metavar="FILE", help="Where to write: .html.",
)  # fmt: skip
@click.option("--baseline", metavar="NAME", help="The policy that others are compared with.")
@click.option("--focus", metavar="NAME", help="The policy the report is about.")
@click.option("--brief", is_flag=True, help="One sheet of paper, for those who decide.")
@sharing(without=("by", "as_json", "json_file"))
def command(
    source: str,
    target: Path,
    baseline: str | None,
    focus: str | None,
    brief: bool,
    options: Options,
) -> None:
    """Write a report on the policies of a SCENARIO to FILE.html.

    One file with everything inside: it needs no network, prints to paper, and comes out the same,
    byte for byte, whenever the same command is given. It is about the policy that earns most
    unless --focus names another.

    --brief writes one sheet instead: the decision, the money, the range over worlds, the assumptions
    that would overturn it, and what to measure first. It tries every assumed number at both ends of
    its range, some hundreds of runs.

    \b
    Examples:
      journeysim report car_service_centre -o garage.html
      journeysim report card_issuer --focus empowered --assumptions -o card.html
      journeysim report car_service_centre --brief -o board.html
    """
    from journeysim.cli.next_step import page_of, suggest
    from journeysim.report.files import refuse_overwriting
    from journeysim.study.report import AskReport, command_again, report, the_one

    refuse_ending(target, PAGES)
    scenario = the_one(options.scenarios(source), options.world)
    refuse_overwriting(target, scenario.document.files)
    ask = AskReport(**options.asked, baseline=baseline, focus=focus, brief=brief)
    ask = replace(ask, command=command_again(source, options.frame, ask))
    made = report(scenario, ask, options.progress)
    made.write(target)
    options.progress.say(f"report written to {target}")
    claims = ", claims" if scenario.tables.expect else ""
    suggest(
        f"report --brief{claims}" if brief else "report", options,
        source=source, page=page_of(source, "brief"),
        before=made.contents.baseline, after=made.contents.focus,
    )  # fmt: skip
