"""`check`: the claims of scenarios put to the test; the exit code is the verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeysim.cli.exits import Exit
from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, sharing
from journeysim.study.limits import MOST_REPLICATIONS

if TYPE_CHECKING:
    from journeysim.cli.check_outputs import Targets
    from journeysim.experiment.changes import Checked
    from journeysim.study.check import CheckResult

_FILE = click.Path(path_type=Path, dir_okay=False)
_FAIL_ON = ("warn", "undecided", "changed")


@click.command()
@click.argument("sources", metavar="SCENARIO...", nargs=-1, required=True)
@click.option(
    "--max-replications",
    type=Whole(1, MOST_REPLICATIONS),
    metavar="N",
    help="Look at no more repetitions than this, whatever a claim allows.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_FAIL_ON),
    multiple=True,
    help="Let this fail the check, too (repeatable).",
)
@click.option("--junit", type=_FILE, metavar="FILE", help="Write the verdicts as JUnit tests.")
@click.option("--summary", type=_FILE, metavar="FILE", help="Write a summary in Markdown.")
@click.option("--sarif", type=_FILE, metavar="FILE", help="Write what did not pass as a SARIF log.")
@click.option("--record", type=_FILE, metavar="FILE", help="Add a line to a history, for `board`.")
@click.option(
    "--save-baseline", type=_FILE, metavar="FILE", help="Keep what was measured, to be committed."
)
@click.option(
    "--against", type=_FILE, metavar="FILE", help="Say what changed since a kept baseline."
)
@click.option(
    "--base-file",
    type=_FILE,
    metavar="OLD.toml",
    help="Say what changed since an older version of the scenario, and whether the world or the "
    "policies did it.",
)
@click.option(
    "--base-ref",
    metavar="REVISION",
    help="The same for every scenario, its files and their parents as git has them in a revision.",
)
@click.option(
    "--tolerance",
    "tolerances",
    multiple=True,
    metavar="[METRIC=]NUMBER",
    help="A change up to this is none: '1 %' of the older value, '0.5 pp' of a share (repeatable).",
)
@sharing(without=("assumptions", "by"))
def command(sources: tuple[str, ...], options: Options, **given: Any) -> int:
    """Put the [[expect]] claims of scenarios to the test.

    A claim passes when chance cannot turn it, fails when chance cannot save it; until then repetitions
    are doubled, up to the claim's max_replications, and then it is undecided.

    Ends with 0 if all pass, 1 if one fails, 3 if one is undecided, 2 for a wrong scenario, 4 if
    work was lost. In GitHub Actions it also marks the lines of the claims that did not pass and adds
    a summary to the step.

    \b
    Examples:
      journeysim check car_service_centre
      journeysim check scenarios/*.toml --junit verdicts.xml --json-file verdicts.json
      journeysim check my.toml --save-baseline my.baseline.json
      journeysim check my.toml --against my.baseline.json --fail-on changed --tolerance '1 %'
      journeysim check scenarios/*.toml --base-ref origin/main --summary changes.md
    """
    from journeysim.cli.check_outputs import Targets, run_and_deliver
    from journeysim.study.check_plan import Terms, plan, tolerances

    targets = Targets(
        options.json_file,
        given["junit"],
        given["summary"],
        given["save_baseline"],
        given["sarif"],
        given["record"],
    )
    terms = Terms(
        against=given["against"],
        base_file=given["base_file"],
        base_ref=given["base_ref"],
        tolerances=tolerances(given["tolerances"]),
        fail_on=frozenset(given["fail_on"]),
        keeps=targets.baseline is not None,
    )
    targets.refuse_twins()
    ask = replace(options.ask, max_replications=given["max_replications"])
    suites = plan(sources, options.frame, ask, terms)
    targets.refuse_inputs([suite.scenario for suite in suites], terms.inputs)
    result, code = run_and_deliver(suites, ask, terms, targets, options)
    _suggest(result, code, sources, targets, options)
    return code


def _suggest(
    result: CheckResult, code: Exit, sources: tuple[str, ...], targets: Targets, options: Options
) -> None:
    from journeysim.cli.next_step import suggest

    if code is Exit.PASS:
        kept = targets.baseline or "claims.baseline.json"
        compared = any(each.older for each in result.checked)
        after = (
            "check, compared"
            if compared
            else "check --save-baseline"
            if targets.baseline
            else "check"
        )
        suggest(after, options, source=sources[0], sources=sources, kept=kept)
    elif code in (Exit.FAIL, Exit.UNDECIDED):
        worst = _example(result)
        there = replace(options, world=worst.scenario.world, replications=None)
        sample = worst.trial.sample
        done = max((sample.done(policy) for policy in sample.results), default=1)
        suggest(
            f"check, {result.outcome.value}", there,
            source=worst.scenario.document.sources[0].name, more=min(4 * done, MOST_REPLICATIONS),
        )  # fmt: skip


def _example(result: CheckResult) -> Checked:
    """The first scenario that comes to the outcome."""
    for each in result.checked:
        if any(one.counts_as == result.outcome.value for one in each.trial.judgements):
            return each
    return result.checked[0]
