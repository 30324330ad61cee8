"""`pilot`: what a field test would show, before it is run."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, sharing
from journeysim.study.limits import INDICATORS, MOST_CUSTOMERS, MOST_REPLICATIONS


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.argument("policy", metavar="POLICY")
@click.option("--baseline", metavar="NAME", help="What those held back live under.")
@click.option(
    "--arm",
    type=Whole(2, MOST_CUSTOMERS),
    metavar="N",
    help="Customers in either group. [default: the fewest that tell]",
)
@click.option(
    "--lasts", metavar="D", help="How long the test lasts, e.g. '180 d'. [default: a year]"
)
@click.option(
    "--metric", type=click.Choice(INDICATORS), default=INDICATORS[0], show_default=True,
    help="What the test goes by.",
)  # fmt: skip
@click.option(
    "--power", default="80 %", metavar="SHARE", show_default=True,
    help="The chance of a right verdict that is wanted.",
)  # fmt: skip
@click.option(
    "--draws", type=Whole(1, MOST_REPLICATIONS), default=120, metavar="N", show_default=True,
    help="With --assumptions: draws of all assumed figures.",
)  # fmt: skip
@click.option(
    "--svg", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Draw that as a picture.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="The same at full length.")
@sharing(without=("policies", "by"))
def command(
    source: str,
    policy: str,
    baseline: str | None,
    arm: int | None,
    lasts: str | None,
    metric: str,
    power: str,
    draws: int,
    svg: Path | None,
    full: bool,
    options: Options,
) -> int:
    """Say what a field test of a POLICY would show before it is run.

    Customers are divided by lot: some get the policy's touches, as many do not. Says how often such a
    test is right, wrong, or tells nothing, the fewest customers it takes, what it costs, and how far
    it misleads because both groups wait in the same line. With --assumptions also what it is worth to
    know the assumed figures. Ends with 0 if a test tells as often as is wanted, 1 if none does, 3 if
    chance leaves that open.

    \b
    Examples:
      journeysim pilot car_service_centre proactive
      journeysim pilot car_service_centre proactive --arm 500 --lasts "180 d" --metric purchases
      journeysim pilot card_issuer empowered --assumptions
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.errors import UsageError
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.html.decisions import as_file, power_curve
    from journeysim.report.saved import saved_answer
    from journeysim.study.findings import findings_of
    from journeysim.study.pilot import READING, exit_code_of, pilot
    from journeysim.study.pilot_ask import pilot_asked

    scenarios = options.scenarios(source)
    if len(scenarios) > 1:
        raise UsageError("pilot looks at one world; name it with --world")
    check_target(options, scenarios)
    if svg is not None:
        refuse_overwriting(svg, scenarios[0].document.files)
    ask = pilot_asked(
        options.asked, policy=policy, baseline=baseline, arm=arm, lasts=lasts, metric=metric,
        power=power, draws=draws,
    )  # fmt: skip
    findings = findings_of(pilot, READING, scenarios, ask, options.progress)
    deliver(findings, options, full)
    study = findings[0]
    if svg is not None:
        saved = saved_answer(findings.document().encode(), source)
        if saved.pilot is not None:
            write_text(svg, as_file(study.scenario, power_curve(saved.pilot)))
    suggest("pilot", options, source=source, before=study.baseline, after=study.policy)
    return exit_code_of(study)
