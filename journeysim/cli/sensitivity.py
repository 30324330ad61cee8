"""`sensitivity`: which assumed number would turn a verdict."""

from __future__ import annotations

from typing import Any, Literal

import click

from journeysim.cli.exits import Exit
from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, sharing


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option("--baseline", metavar="NAME", help="The policy that the other is compared with.")
@click.option("--metric", default="retention", show_default=True, help="What the verdict is about.")
@click.option(
    "--top",
    type=Whole(1, 40),
    default=8,
    show_default=True,
    help="How many of the strongest numbers to show.",
)
@click.option(
    "--knob",
    "keys",
    multiple=True,
    metavar="KEY",
    help="Look at this knob too, though a firm could look it up (repeatable).",
)
@click.option(
    "--method",
    type=click.Choice(["tornado", "morris", "sobol"]),
    default="tornado",
    show_default=True,
    help="Also move the strongest all at once (SALib).",
)
@sharing(without=("assumptions", "by", "max_events"))
def command(
    source: str,
    baseline: str | None,
    metric: str,
    top: int,
    keys: tuple[str, ...],
    method: Literal["tornado", "morris", "sobol"],
    options: Options,
) -> int:
    """Say which assumed numbers would turn a verdict, and where they would turn it.

    Compares one policy (--policy; default: the last named) with the baseline while one assumed knob
    after the other goes to the ends of its plausible range, with the same luck everywhere.

    \b
    Examples:
      journeysim sensitivity car_service_centre --policy integrated
      journeysim sensitivity card_issuer --policy empowered --metric profit --top 5
      journeysim sensitivity car_service_centre --policy integrated --knob problems.breakdown.rate
    """
    from journeysim import metrics
    from journeysim.cli.console import progress
    from journeysim.cli.output import check_target
    from journeysim.errors import UsageError
    from journeysim.experiment.compare import names_in
    from journeysim.experiment.contrast import Contrast
    from journeysim.experiment.sensitivity import global_sensitivity, tornado
    from journeysim.report import sensitivity as report
    from journeysim.report.files import write_text
    from journeysim.report.text.page import console as output
    from journeysim.report.to_json import envelope, text
    from journeysim.study.measure import announce, engine_for

    scenarios = options.scenarios(source)
    if len(scenarios) > 1:
        raise UsageError("sensitivity looks at one world; name it with --world")
    scenario = scenarios[0]
    check_target(options, scenarios)
    base = scenario.policy(baseline or scenario.baseline)
    ours = [name for name in options.chosen(scenario) if name != base]
    if not ours or (options.policies and len(ours) > 1):
        raise UsageError("sensitivity compares one policy with a baseline; name one with --policy")
    metrics.find(metric).check(names_in(scenario), scenario.tables.run.days)
    knobs = tornado.knobs(scenario, keys)
    count = max(2, scenario.tables.run.replications)
    runs = 4 * len(knobs) * tornado.SCREENING + 4 * top * count
    engine = engine_for(scenario, runs, options.ask, options.progress)
    announce(scenario, 2, count, engine, options.progress)
    contrast = Contrast(scenario, ours[-1], base, metric, engine=engine, jobs=options.jobs)
    effects: list[global_sensitivity.GlobalEffect] = []
    with progress("assumed numbers", options.quiet) as told:
        found = tornado.tornado(contrast, knobs, most=top, replications=count, progress=told)
        if method != "tornado":
            strongest = [bar.knob for bar in found.bars]
            effects = global_sensitivity.effects(contrast, strongest, method, told)
    if options.as_json or options.json_file is not None:
        head = envelope(seed=scenario.tables.run.seed, engine=options.engine, exit_code=Exit.PASS)
        content: dict[str, Any] = head | report.document(found, effects, method)
        if options.json_file is not None:
            write_text(options.json_file, text(content))
        if options.as_json:
            click.echo(text(content), nl=False)
            return Exit.PASS
    console = output(options.no_color)
    report.print_tornado(console, found)
    if effects:
        report.print_effects(console, effects, method)
    return Exit.PASS
