"""Checking: judges dockets one by one, and writes what was found however it ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from journeysim import metrics
from journeysim.cli.console import progress
from journeysim.cli.dockets import Asked, Docket, dockets
from journeysim.cli.exits import Exit
from journeysim.cli.options import Options
from journeysim.cli.remarks import complain, remark
from journeysim.errors import JourneysimError, LostWorkError, UsageError
from journeysim.experiment import baselines
from journeysim.experiment.changes import Change, Checked, changes, values_of
from journeysim.experiment.compare import names_in
from journeysim.experiment.sequential import Sample, extended
from journeysim.experiment.verdicts import Trial, begun, trial
from journeysim.report import judgements, to_json
from journeysim.report.annotations import workflow_commands
from journeysim.report.files import write_text
from journeysim.report.text.page import console as output
from journeysim.report.to_junit import junit
from journeysim.report.to_summary import summary
from journeysim.report.words import counted
from journeysim.scenario.scenario import Scenario
from journeysim.study.measure import announce, engine_for

_WORST_FIRST = (Exit.INCOMPLETE, Exit.FAIL, Exit.UNDECIDED, Exit.PASS)
_OF_COUNT = {"fail": Exit.FAIL, "undecided": Exit.UNDECIDED}
_WORDS = {
    Exit.PASS: "pass",
    Exit.FAIL: "fail",
    Exit.UNDECIDED: "undecided",
    Exit.INCOMPLETE: "incomplete",
    Exit.INTERRUPTED: "interrupted",
}


def check(asked: Asked) -> Exit:
    """Judge everything asked for; the exit code is the worst of what was found.

    Whatever ends it early is raised again once every output is written.
    """
    there = dockets(asked)
    found = [Checked(docket.scenario, begun(docket.sample, docket.claims)) for docket in there]
    code, lost = Exit.PASS, ""
    try:
        for place, docket in enumerate(there):
            error = _judged(docket, asked, found, place)
            if error is not None:
                complain(error)
                code, lost = Exit.INCOMPLETE, str(error)
    except BaseException as error:
        reason = "interrupted" if isinstance(error, KeyboardInterrupt) else "the run broke off"
        found = [replace(each, trial=each.trial.ended(reason)) for each in found]
        _deliver(asked, found, _code_of(error), str(error) or reason)
        raise
    code = _worst([code, *(_verdict(each) for each in found)])
    return _deliver(asked, found, code, lost)


def _code_of(error: BaseException) -> Exit:
    """What the command will end with, as `main` sees it."""
    if isinstance(error, KeyboardInterrupt):
        return Exit.INTERRUPTED
    return Exit.USAGE if isinstance(error, JourneysimError) else Exit.INTERNAL


def _worst(codes: Sequence[Exit]) -> Exit:
    return min(codes, key=_WORST_FIRST.index)


def _verdict(checked: Checked) -> Exit:
    """What the claims of one scenario amount to."""
    each = [_OF_COUNT.get(one.counts_as, Exit.PASS) for one in checked.trial.judgements]
    return _worst([Exit.PASS, *each])


def _judged(docket: Docket, asked: Asked, found: list[Checked], place: int) -> LostWorkError | None:
    """Judge one docket and note at its place how far it has come; returns lost work."""
    options, scenario = asked.options, docket.scenario
    first = scenario.tables.run.replications
    also = options.chosen(scenario) if asked.compares else ()
    asked_about = (name for each in docket.claims for name in each.policies)
    policies = len({*also, *asked_about})
    most = max((each.looks[-1] for each in docket.claims), default=first)
    engine = engine_for(scenario, policies * first, options.ask, options.progress)
    announce(scenario, policies, first, engine, options.progress, most)
    try:
        with progress(scenario.name, options.quiet) as told:
            for state in trial(
                docket.sample,
                docket.claims,
                engine_for=lambda runs: engine_for(
                    scenario, max(1, runs), options.ask, options.progress
                ),
                also=also,
                first=first,
                jobs=options.jobs,
                progress=told,
                max_events=options.max_events,
            ):
                found[place] = Checked(scenario, state)
        found[place] = _compared(docket, found[place].trial, asked, first)
    except LostWorkError as error:
        found[place] = Checked(scenario, found[place].trial.ended("work was lost"))
        return error
    return None


def _compared(docket: Docket, state: Trial, asked: Asked, first: int) -> Checked:
    """What was judged, with what changed against a kept baseline or an older file."""
    scenario, options = docket.scenario, asked.options
    policies = tuple(state.sample.results)
    now = values_of(state.sample, policies)
    found: list[Change] = []
    remarks: list[str] = []
    older = [path.name for path in (asked.against, asked.base_file) if path is not None]
    if docket.kept is not None:
        found += changes(policies, now, docket.kept.observed())
        remarks += _apart(policies, tuple(docket.kept.policies))
    if docket.older is not None:
        both = [policy for policy in policies if policy in docket.older.policies]
        first = min([first, *(state.sample.done(policy) for policy in both)])
        then = _ran(docket.older, both, first, state.sample, options)
        between = None
        if docket.between is None:
            remarks.append("The policies of today do not fit into the older world: not split.")
        else:
            between = _ran(docket.between, both, first, state.sample, options)
        found += changes(both, now, then, between)
        remarks += _apart(policies, docket.older.policies)
    return Checked(scenario, state, " and ".join(older), tuple(found), tuple(remarks))


def _apart(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """What is said of policies that only one side has."""
    for names, what in (
        ([name for name in ours if name not in theirs], "new"),
        ([name for name in theirs if name not in ours], "not measured now"),
    ):
        if names:
            yield f"Nothing to compare: {', '.join(names)} ({what})."


def _ran(
    scenario: Scenario, policies: Sequence[str], count: int, like: Sample, options: Options
) -> dict[str, dict[str, tuple[float, ...]]]:
    """The metrics of another version of a scenario, as many as it has."""
    known = names_in(scenario)

    def there(name: str) -> bool:
        with suppress(UsageError):
            metrics.find(name).check(known)
            return True
        return False

    names = tuple(name for name in like.metrics if there(name))
    with progress(scenario.name, options.quiet) as told:
        sample = extended(
            Sample(scenario, names),
            policies,
            count,
            jobs=options.jobs,
            progress=told,
            engine=engine_for(
                scenario, max(1, count * len(policies)), options.ask, options.progress
            ),
            curves=False,
        )
    return {policy: {name: sample.values(policy, name) for name in names} for policy in policies}


def _deliver(asked: Asked, found: Sequence[Checked], code: Exit, ending: str) -> Exit:
    """Write every output; one that cannot be written is told and keeps no other from being so."""
    options = asked.options
    document = to_json.text(to_json.checks(found, engine=options.engine, exit_code=code))
    verdict = _WORDS.get(code, "broke off")
    markdown = summary(found, verdict, ending)
    written: list[tuple[Path | None, Callable[[], str]]] = [
        (options.json_file, lambda: document),
        (asked.junit, lambda: junit(found, ending)),
        (asked.summary, lambda: markdown),
        (None if ending else asked.save_baseline, lambda: baselines.baseline(found)),
    ]
    for path, text in written:
        if path is None:
            continue
        try:
            write_text(path, text())
        except UsageError as error:
            complain(error)
            code = Exit.INCOMPLETE if code in _WORST_FIRST else code
    _tell_github(found, markdown)
    if options.as_json:
        click.echo(document, nl=False)
    else:
        _print(found, options, verdict, code)
    return code


def _tell_github(found: Sequence[Checked], markdown: str) -> None:
    """Mark lines and add to the step's summary, where GitHub Actions runs this."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
        with suppress(OSError):
            for line in workflow_commands(found, root):
                print(line, file=sys.stderr)
    if step := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with open(step, "a", encoding="utf-8") as stream:
                stream.write(markdown)
        except OSError as error:
            remark(f"cannot add to the step's summary: {error.strerror}")


def _print(found: Sequence[Checked], options: Options, verdict: str, code: Exit) -> None:
    from rich.markup import escape

    console = output(options.no_color)
    for index, each in enumerate(found):
        if index:
            console.print()
        world = f", world {each.scenario.world}" if each.scenario.world else ""
        title = each.scenario.tables.title or each.scenario.name
        console.print(f"[bold]{escape(title)}[/]{world}")
        if each.trial.judgements:
            console.print(judgements.table(each.trial.judgements, console.width))
        if each.changes:
            console.print(f"\nChanged against {each.older} (?: luck could turn it)", markup=False)
            console.print(judgements.change_table(each))
        elif each.older:
            console.print(judgements.unchanged(each), markup=False)
        for line in each.remarks:
            console.print(line, style="dim", markup=False)
    tally = judgements.tally([one for each in found for one in each.trial.judgements])
    files = f" in {counted(len(found), 'scenario')}" if len(found) > 1 else ""
    console.print(f"\n[bold]{verdict}[/]: {tally}{files}", highlight=False)
