"""`compare`: policies against a baseline, pair by pair."""

from __future__ import annotations

import click

from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, sharing


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option("--baseline", metavar="NAME", help="The policy that others are compared with.")
@click.option(
    "--max-replications",
    type=Whole(1, 100_000),
    metavar="N",
    help="Double the repetitions up to N while the headline is open.  [default: twice the file's]",
)
@sharing()
def command(
    source: str, baseline: str | None, max_replications: int | None, options: Options
) -> None:
    """Compare policies of a SCENARIO with a baseline: same customers, same luck.

    SCENARIO is a file or the name of a shipped scenario (see `journeysim list`). Repetitions are
    doubled while luck could turn the headline; --replications N takes exactly N.

    \b
    Examples:
      journeysim compare car_service_centre
      journeysim compare card_issuer --world all
      journeysim compare laptop_shop --max-replications 96
      journeysim compare come_back --policy care_label --baseline service_label
      journeysim compare my.toml --at "96 d" service.channels.phone.agents=4
    """
    from dataclasses import replace

    from journeysim.cli.output import check_target, deliver
    from journeysim.experiment.compare import differences
    from journeysim.report.to_json import Finding
    from journeysim.study.measure import look_at, measured, plausible_worlds

    findings = []
    ask = replace(options.ask, baseline=baseline, max_replications=max_replications)
    progress = options.progress
    bases: dict[str | None, str] = {}
    scenarios = options.scenarios(source)
    check_target(options, scenarios)
    for scenario in scenarios:
        base = ask.base(scenario)
        bases[scenario.world] = base
        policies = tuple(dict.fromkeys((base, *options.chosen(scenario))))
        look = look_at(scenario, base, ask)
        experiment = measured(scenario, policies, ask, progress, look)
        worlds = plausible_worlds(scenario, policies, experiment, ask, progress)
        wanted = max(scenario.tables.run.replications, experiment.replications)
        findings.append(Finding(experiment, wanted, differences(experiment, base), worlds))
    deliver(
        findings,
        options,
        lambda finding, given: _print(finding, given, bases[finding.experiment.scenario.world]),
    )


def _print(finding: object, options: Options, baseline: str) -> None:
    from journeysim.cli.console import output
    from journeysim.cli.output import by_parts, heading, print_tables
    from journeysim.report import tables
    from journeysim.report.to_json import Finding

    assert isinstance(finding, Finding)
    console = output(options.no_color)
    experiment = finding.experiment
    heading(console, experiment)
    console.print()
    for line in sentences(finding, baseline):
        console.print(line, style="bold" if line.startswith(("Of ", "  ")) else "", markup=False)
    for title, wanted in (
        (f"What it leads to, against {experiment.scenario.label(baseline)}", tables.OUTCOMES),
        ("How people are answered", tables.SERVICE),
        ("What did it", tables.MECHANISMS),
    ):
        found = tables.against(experiment, baseline, wanted, console.width)
        print_tables(console, title, found)
    print_tables(console, "Why they left", tables.causes(experiment, console.width))
    by_parts(console, experiment, options, baseline)
    if len(experiment.policies) > 1:
        console.print("\n[dim]? not settled: luck could turn it. Shares differ in points.[/]")


def sentences(finding: object, baseline: str) -> list[str]:
    """What was found, in words: people kept, money, what is best, what we do not know."""
    from journeysim.experiment.assumptions import plausible_difference
    from journeysim.experiment.compare import best, headline
    from journeysim.report import words
    from journeysim.report.to_json import Finding

    assert isinstance(finding, Finding)
    experiment = finding.experiment
    days = experiment.scenario.tables.run.days
    metric, after = headline(experiment.scenario)
    others = [policy for policy in experiment.policies if policy != baseline]
    if not others:
        return ["One policy alone: nothing to compare. Name another with --policy."]
    lines = words.kept(experiment, baseline, metric, after)
    lines += words.open_questions(experiment, baseline, metric, after)
    for name, what, unit in (("retention", "retention", "share"), ("profit", "profit", "money")):
        if name in experiment.metrics and (found := best(experiment, name)) is not None:
            lines.append(words.best(experiment, found, f"{what} after {words.span(days)}", unit))
    lines.append(words.earned(experiment, baseline))
    lines += words.saved(experiment, baseline, metric)
    label = experiment.scenario.label
    for policy in others if finding.plausible else ():
        found_there = plausible_difference(finding.plausible, policy, baseline, metric)
        lines.append(words.ignorance(found_there, label(policy), label(baseline)))
    return lines
