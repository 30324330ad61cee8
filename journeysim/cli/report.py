"""`report`: a comparison as one HTML file, to be read, printed and passed on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeysim.cli.options import ALL, Options, sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeysim.experiment.break_even import BreakEven, Swing
    from journeysim.experiment.compare import Experiment
    from journeysim.experiment.explain import Explained
    from journeysim.experiment.twins import Twins
    from journeysim.report.html.contents import World
    from journeysim.scenario.scenario import Scenario


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
    from dataclasses import replace

    from journeysim.cli.messages import remark
    from journeysim.report.decision import in_focus
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.html import page
    from journeysim.report.html.contents import Contents
    from journeysim.study.measure import measured, plausible_worlds

    scenario = _scenario(source, target, options)
    refuse_overwriting(target, scenario.document.files)
    base = scenario.policy(baseline or scenario.baseline)
    policies = _policies(scenario, base, focus, options)
    experiment = measured(scenario, policies, options.ask, options.progress)
    chosen = focus or in_focus(experiment, base)
    again = repeat(source, baseline, focus, brief, options)
    if brief:
        pair = (base, chosen)
        drawn = plausible_worlds(
            scenario, pair, experiment, replace(options.ask, assumptions=True), options.progress
        )
        contents = Contents(
            experiment,
            base,
            chosen,
            again,
            _worlds(source, pair, experiment, options),
            drawn,
            *_break_evens(experiment, base, chosen, options),
        )
        text = page.one_sheet(contents)
    else:
        drawn = plausible_worlds(scenario, policies, experiment, options.ask, options.progress)
        worlds = _worlds(source, policies, experiment, options)
        twins, explained = _of_the_pair(experiment, base, chosen, options)
        text = page.report(
            Contents(
                experiment, base, chosen, again, worlds, drawn, twins=twins, explained=explained
            )
        )
    write_text(target, text)
    remark(f"report written to {target}", options.quiet)


def _scenario(source: str, target: Path, options: Options) -> Scenario:
    """The one scenario a report is about. Raises UsageError for what a report does not do."""
    from journeysim.errors import UsageError

    if not target.name.endswith((".html", ".htm")):
        raise UsageError(f"{target}: unknown kind of file; write .html")
    if options.world == ALL:
        raise UsageError(
            "a report is about one world and shows the others beside it; name it with --world"
        )
    (scenario,) = options.scenarios(source)
    return scenario


def _policies(
    scenario: Scenario, baseline: str, focus: str | None, options: Options
) -> tuple[str, ...]:
    """The policies to measure, the baseline first."""
    from journeysim.errors import UsageError

    named = () if focus is None else (scenario.policy(focus),)
    policies = tuple(dict.fromkeys((baseline, *options.chosen(scenario), *named)))
    if len(policies) < 2:
        raise UsageError(
            f"{scenario.name}: a report compares policies; name one beside {baseline!r} with --policy"
        )
    if focus == baseline:
        raise UsageError(f"--focus {focus}: is the baseline; name another policy")
    return policies


def _worlds(
    source: str, policies: Sequence[str], experiment: Experiment, options: Options
) -> list[World]:
    """The same policies in every named world of the scenario."""
    from journeysim.cli.console import progress
    from journeysim.experiment.compare import measure
    from journeysim.report.html.contents import World
    from journeysim.study.measure import announce, engine_for

    if not experiment.scenario.worlds:
        return []
    found = []
    for scenario in options.frame.everywhere(source):
        name = scenario.world or ""
        there = experiment
        if scenario.sha256 != experiment.scenario.sha256:
            count = experiment.replications
            engine = engine_for(scenario, len(policies) * count, options.ask, options.progress)
            announce(scenario, len(policies), count, engine, options.progress)
            with progress(f"{scenario.name}, {name}", options.quiet) as told:
                there = measure(
                    scenario, policies, ("retention", "profit"), replications=count,
                    jobs=options.jobs, progress=told, engine=engine,
                )  # fmt: skip
        table = scenario.tables.worlds[name]
        found.append(World(name, table.about, table.source, there))
    return found


def _of_the_pair(
    experiment: Experiment, baseline: str, policy: str, options: Options
) -> tuple[Twins, Explained | None]:
    """Who was saved and lost by the policy in focus, and which of its levers did it."""
    from journeysim.cli.console import progress
    from journeysim.cli.messages import remark
    from journeysim.experiment.coalitions import groups
    from journeysim.experiment.explain import coalitions_needed, explain, orders_of
    from journeysim.experiment.twins import measure_twins
    from journeysim.study.measure import engine_for

    scenario, count = experiment.scenario, experiment.replications
    found = groups(scenario, baseline, policy)
    runs = count * len(coalitions_needed(found, orders_of(found, scenario.tables.run.seed)))
    remark(
        f"{policy} against {baseline}: twins, and {runs} runs to tell levers apart", options.quiet
    )
    engine = engine_for(scenario, 2 * count + runs, options.ask, options.progress)
    with progress("twins", options.quiet) as told:
        twins = measure_twins(
            scenario, baseline, policy, replications=count, jobs=options.jobs, progress=told,
            engine=engine,
        )  # fmt: skip
    if not found:
        return twins, None
    with progress("levers", options.quiet) as told:
        explained = explain(
            scenario, baseline, policy, replications=count, jobs=options.jobs, progress=told,
            engine=engine,
        )  # fmt: skip
    return twins, explained


def _break_evens(
    experiment: Experiment, baseline: str, policy: str, options: Options
) -> tuple[list[Swing], list[BreakEven]]:
    """Which assumed numbers move the profit ahead most, and where they turn it over."""
    from journeysim.cli.console import progress
    from journeysim.cli.messages import remark
    from journeysim.experiment.assumptions import unknowns
    from journeysim.experiment.break_even import break_evens, swings
    from journeysim.experiment.contrast import Contrast
    from journeysim.study.measure import engine_for

    scenario = experiment.scenario
    count = len(unknowns(scenario))
    remark(f"turning points: {count} assumed numbers at both ends of their ranges", options.quiet)
    engine = engine_for(scenario, 4 * count, options.ask, options.progress)
    contrast = Contrast(scenario, policy, baseline, "profit", engine=engine, jobs=options.jobs)
    stands = experiment.difference(policy, baseline, "profit").estimate.mean
    with progress("turning points", options.quiet) as told:
        found = swings(contrast, stands, told)
    return found, break_evens(contrast, found)


def repeat(
    source: str, baseline: str | None, focus: str | None, brief: bool, options: Options
) -> str:
    """The command that makes the same report, without folders and without what changes no byte."""
    import shlex

    from journeysim.scenario import shipped

    name = source if shipped.path_of(source) else Path(source).name
    words = ["journeysim", "report", name]
    for flag, value in (("--baseline", baseline), ("--focus", focus)):
        words += [flag, value] if value else []
    for policy in options.policies:
        words += ["--policy", policy]
    for flag, given in (
        ("--replications", options.replications),
        ("--seed", options.seed),
        ("--days", options.days),
        ("--customers", options.customers),
        ("--world", options.world),
        ("--max-events", options.max_events),
    ):
        words += [flag, str(given)] if given is not None else []
    for setting in options.settings:
        words += ["--set", setting]
    for day, setting in options.dated:
        words += ["--at", day, setting]
    words += ["--brief"] if brief else []
    words += ["--assumptions"] if options.assumptions else []
    return shlex.join([*words, "-o", "report.html"])
