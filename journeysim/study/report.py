"""Report: a comparison as one HTML file, to be read, printed and passed on; and what goes into it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from journeysim.errors import UsageError
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.break_even import BreakEven, Swing, break_evens, swings
from journeysim.experiment.coalitions import groups
from journeysim.experiment.compare import Experiment, measure
from journeysim.experiment.contrast import Contrast
from journeysim.experiment.explain import Explained, coalitions_needed, explain, orders_of
from journeysim.experiment.twins import Twins, measure_twins
from journeysim.report import archive
from journeysim.report.closing import in_focus
from journeysim.report.files import write_text
from journeysim.report.html import page
from journeysim.report.html.contents import Contents, JudgedWorld
from journeysim.report.saved import PlacedAnswer
from journeysim.report.statement import EARNED
from journeysim.scenario import shipped
from journeysim.scenario.scenario import Scenario
from journeysim.study.advice import advise
from journeysim.study.answers import with_words
from journeysim.study.ask import ALL, Ask, Frame, in_every_world
from journeysim.study.measure import announce, engine_for, look_at, measured, plausible_worlds
from journeysim.study.progress import SILENT, Progress

_BUDGET = 10_000_000
"""What the advice of a page may take on top; the same by either engine, for the page is the same."""


@dataclass(frozen=True)
class AskReport(Ask):
    """Which policy the report is about, and whether it is to be one sheet.

    command: what makes the same report again; it stands on its last page; answers: of other commands,
    taken along.
    """

    focus: str | None = None
    brief: bool = False
    command: str = ""
    answers: tuple[PlacedAnswer, ...] = ()


@dataclass(frozen=True, repr=False)
class Report:
    """A report: what it is made of, and its page.

    files: what goes along when it is passed on, by name, None for a page alone; differs: what is not
    as it was, of one that was made again.
    """

    contents: Contents
    html: str
    files: Mapping[str, bytes] | None = None
    differs: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """What it is, in a line."""
        label = self.contents.experiment.scenario.label
        pair = f"{label(self.contents.focus)} against {label(self.contents.baseline)}"
        return f"<Report: {pair}, {len(self.html) // 1024} kB of HTML>"

    def write(self, path: Path | str) -> None:
        """Write the page, or the zip of all that goes along. Raises UsageError where it cannot."""
        if self.files is None:
            write_text(Path(path), self.html)
        else:
            archive.write(Path(path), self.contents.experiment.scenario.name, self.files)

    def _repr_html_(self) -> str:
        """The page, for a notebook."""
        return self.html


def report(scenario: Scenario, ask: AskReport, progress: Progress = SILENT) -> Report:
    """A report on the policies asked for, about the one in focus or the one that earns most.

    Raises UsageError where there is nothing to compare.
    """
    if ask.brief and ask.answers:
        raise UsageError("--brief is one sheet; --with goes with the whole report")
    base = ask.base(scenario)
    policies = _policies(scenario, base, ask)
    experiment = measured(scenario, policies, ask, progress, look_at(scenario, base, ask))
    focus = ask.focus or in_focus(experiment, base)
    make = _sheet if ask.brief else _pages
    return make(experiment, base, focus, ask, progress)


def _pages(
    experiment: Experiment, base: str, focus: str, ask: AskReport, progress: Progress
) -> Report:
    """The whole report: every policy, other worlds, twins, levers."""
    scenario, policies = experiment.scenario, experiment.policies
    drawn = plausible_worlds(scenario, policies, experiment, ask, progress)
    worlds = _worlds(policies, experiment, ask, progress)
    twins, explained = _of_the_pair(experiment, base, focus, ask, progress)
    advice = advise(experiment, base, ask, progress, focus, budget=_BUDGET)
    contents = Contents(
        experiment, base, focus, ask.command, worlds, drawn,
        turns=[advice.turns] if advice.turns else [], draws=advice.draws, closing=advice.lines,
        twins=twins, explained=explained, answers=ask.answers,
    )  # fmt: skip
    return Report(contents, page.report(contents))


def _sheet(
    experiment: Experiment, base: str, focus: str, ask: AskReport, progress: Progress
) -> Report:
    """One sheet: the decision, the range over worlds, and what would overturn it."""
    pair = (base, focus)
    assuming = replace(ask, assumptions=True)
    drawn = plausible_worlds(experiment.scenario, pair, experiment, assuming, progress)
    worlds = _worlds(pair, experiment, ask, progress)
    swinging, turns = _break_evens(experiment, base, focus, ask, progress)
    advice = advise(experiment, base, ask, progress, focus, turns[0] if turns else None, _BUDGET)
    contents = Contents(
        experiment, base, focus, ask.command, worlds, drawn, swinging, turns,
        advice.draws, advice.lines,
    )  # fmt: skip
    return Report(contents, page.one_sheet(contents))


def _policies(scenario: Scenario, base: str, ask: AskReport) -> tuple[str, ...]:
    """The policies to measure, the baseline first."""
    named = () if ask.focus is None else (scenario.policy(ask.focus),)
    policies = tuple(dict.fromkeys((base, *ask.chosen(scenario), *named)))
    if len(policies) < 2:
        raise UsageError(
            f"{scenario.name}: a report compares policies; name one beside {base!r} with --policy"
        )
    if ask.focus == base:
        raise UsageError(f"--focus {ask.focus}: is the baseline; name another policy")
    return policies


def _worlds(
    policies: Sequence[str], experiment: Experiment, ask: Ask, progress: Progress
) -> list[JudgedWorld]:
    """The same policies in every named world of the scenario."""
    judged = []
    count = experiment.replications
    wanted = tuple(dict.fromkeys((experiment.headline.metric, "retention", "profit", EARNED)))
    for scenario in in_every_world(experiment.scenario):
        name = scenario.world or ""
        there = experiment
        if scenario.sha256 != experiment.scenario.sha256:
            engine = engine_for(scenario, len(policies) * count, ask, progress)
            announce(scenario, len(policies), count, engine, ask, progress)
            with progress.counting(f"{scenario.name}, {name}") as counter:
                there = measure(
                    scenario, policies, wanted, replications=count,
                    jobs=ask.jobs, progress=counter, engine=engine,
                )  # fmt: skip
        table = scenario.tables.worlds[name]
        judged.append(JudgedWorld(name, table.about, table.source, there))
    return judged


def _of_the_pair(
    experiment: Experiment, base: str, policy: str, ask: Ask, progress: Progress
) -> tuple[Twins, Explained | None]:
    """Who is kept and driven away by the policy in focus, and which of its levers did it."""
    scenario, count = experiment.scenario, experiment.replications
    levers = groups(scenario, base, policy)
    runs = count * len(coalitions_needed(levers, orders_of(levers, scenario.tables.run.seed)))
    progress.say(f"{policy} against {base}: twins, and {runs} runs to tell levers apart")
    engine = engine_for(scenario, 2 * count + runs, ask, progress)
    with progress.counting("twins") as counter:
        twins = measure_twins(
            scenario, base, policy,
            replications=count, jobs=ask.jobs, progress=counter, engine=engine,
        )  # fmt: skip
    if not levers:
        return twins, None
    with progress.counting("levers") as counter:
        explained = explain(
            scenario, base, policy,
            replications=count, jobs=ask.jobs, progress=counter, engine=engine,
            family=experiment.family,
        )  # fmt: skip
    return twins, explained


def _break_evens(
    experiment: Experiment, base: str, policy: str, ask: Ask, progress: Progress
) -> tuple[list[Swing], list[BreakEven]]:
    """Which assumed numbers move the profit ahead most, and where they turn it over."""
    scenario = experiment.scenario
    count = len(unknowns(scenario))
    progress.say(f"turning points: {count} assumed numbers at both ends of their ranges")
    engine = engine_for(scenario, 4 * count, ask, progress)
    contrast = Contrast(
        scenario, policy, base, EARNED, engine=engine, jobs=ask.jobs,
        plain=experiment.apart(policy, base, EARNED),
    )  # fmt: skip
    stands = experiment.difference(policy, base, EARNED).estimate
    with progress.counting("turning points") as counter:
        swinging = swings(contrast, stands.mean, counter)
    return swinging, break_evens(contrast, swinging, stands)


def the_one(scenarios: Sequence[Scenario], world: str | None) -> Scenario:
    """The one scenario a report is about. Raises UsageError for all worlds."""
    if world == ALL:
        raise UsageError(
            "a report is about one world and shows the others beside it; name it with --world"
        )
    (scenario,) = scenarios
    return scenario


def base_name(source: str) -> str:
    """What a scenario is called in a command that is shown: without folders."""
    return source if shipped.path_of(source) else Path(source).name


def command_again(source: str, frame: Frame, ask: AskReport) -> str:
    """The command that makes the same report, without folders and without what changes no byte."""
    words = ["journeysim", "report", base_name(source)]
    for flag, value in (("--baseline", ask.baseline), ("--focus", ask.focus)):
        words += [flag, value] if value else []
    for policy in ask.policies:
        words += ["--policy", policy]
    words += ["--max-events", str(ask.max_events)] if ask.max_events is not None else []
    words += frame.words()
    words += ["--brief"] if ask.brief else []
    words += ["--assumptions"] if ask.assumptions else []
    words += with_words(ask.answers)
    return shlex.join([*words, "-o", "report.html"])
