"""`optimize`: the best setting of several levers within a budget."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.numbers import Real, Whole
from journeysim.cli.options import Options, sharing
from journeysim.study.limits import GOALS, MOST_REPLICATIONS

THE_ONE = click.option(
    "--policy", "policies", multiple=True, metavar="NAME",
    help="The policy whose levers are turned. [default: the scenario's baseline]",
)  # fmt: skip


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option(
    "--levers", multiple=True, metavar="KEY,KEY=LOW:HIGH",
    help="What may be turned, in the dial's range or another.",
)  # fmt: skip
@click.option(
    "--maximise", type=click.Choice(GOALS), default=GOALS[0], show_default=True,
    help="What is to be as high as can be.",
)  # fmt: skip
@click.option(
    "--budget", metavar="AMOUNT",
    help="What the levers may cost more than today's, e.g. '200k per year'.",
)  # fmt: skip
@click.option(
    "--steps", type=Whole(2, 20), default=3, metavar="N", show_default=True,
    help="Values of each lever, both ends among them.",
)  # fmt: skip
@click.option(
    "--matters", type=Real(), metavar="AMOUNT",
    help="A difference below which nobody cares. [default: 1 of 1,000 people or of the revenue]",
)  # fmt: skip
@click.option(
    "--max-replications",
    type=Whole(1, MOST_REPLICATIONS),
    metavar="N",
    help="Repetitions of those that cannot be told apart.  [default: four times the first]",
)
@click.option(
    "--svg", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Draw that as a picture.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="All that are left, and the whole frontier.")
@sharing(without=("assumptions", "by"), instead={"policies": THE_ONE})
def command(
    source: str,
    levers: tuple[str, ...],
    maximise: str,
    budget: str | None,
    steps: int,
    matters: float | None,
    max_replications: int | None,
    svg: Path | None,
    full: bool,
    options: Options,
) -> int:
    """Find the best setting of several levers within a budget.

    Tries every setting of a grid beside today with the same luck, leaves out round by round what falls
    behind by more than chance would make, and says which are left; the frontier of people kept
    against money; every bound that the best stands at, and whether anything makes it cost. Ends with
    0 if one is left, 1 if that is today, 3 if several cannot be told apart.

    \b
    Examples:
      journeysim optimize car_service_centre --levers service.channels.phone.agents,care.touches.reminder.reach
      journeysim optimize car_service_centre --levers service.training,care.touches.reminder.reach=0:0.8 --budget "20k per year"
      journeysim optimize card_issuer --levers service.discretion,service.training --maximise retention
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.errors import UsageError
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.html.decisions import as_file, frontier
    from journeysim.report.saved import saved_answer
    from journeysim.study.findings import findings_of
    from journeysim.study.optimize import READING, optimize, settings_of
    from journeysim.study.optimize_ask import optimize_asked

    scenarios = options.scenarios(source)
    if len(scenarios) > 1:
        raise UsageError("optimize looks at one world; name it with --world")
    check_target(options, scenarios)
    if svg is not None:
        refuse_overwriting(svg, scenarios[0].document.files)
    ask = optimize_asked(
        options.asked, levers=levers, maximise=maximise, budget=budget, steps=steps, matters=matters,
        max_replications=max_replications,
    )  # fmt: skip
    findings = findings_of(optimize, READING, scenarios, ask, options.progress)
    deliver(findings, options, full)
    best = findings[0]
    if svg is not None:
        saved = saved_answer(findings.document().encode(), source)
        if saved.optimize is not None:
            write_text(svg, as_file(scenarios[0], frontier(scenarios[0], saved.optimize)))
    if turned := settings_of(best):
        policies = [best.optimum.grid.policy]
        suggest("optimize", options, source=source, policies=policies, turned=turned)
    else:
        suggest("optimize, today", options, source=source)
    return best.exit_code
