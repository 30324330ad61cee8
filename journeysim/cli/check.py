"""`check`: the claims of scenarios put to the test; the exit code is the verdict."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, sharing

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("sources", metavar="SCENARIO...", nargs=-1, required=True)
@click.option(
    "--max-replications",
    type=Whole(1, 100_000),
    metavar="N",
    help="Look at no more repetitions than this, whatever a claim allows.",
)
@click.option("--junit", type=_FILE, metavar="FILE", help="Write the verdicts as JUnit tests.")
@click.option("--summary", type=_FILE, metavar="FILE", help="Write a summary in Markdown.")
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
@sharing(without=("assumptions", "by"))
def command(
    sources: tuple[str, ...],
    max_replications: int | None,
    junit: Path | None,
    summary: Path | None,
    save_baseline: Path | None,
    against: Path | None,
    base_file: Path | None,
    options: Options,
) -> int:
    """Put the [[expect]] claims of scenarios to the test.

    A claim passes when luck cannot turn it, fails when luck cannot save it; until then repetitions
    are doubled, up to the claim's max_replications, and then it is undecided.

    Ends with 0 if all pass, 1 if one fails, 3 if one is undecided, 2 for a wrong scenario, 4 if
    work was lost. In GitHub Actions it also marks the lines of the claims that did not pass and adds
    a summary to the step.

    \b
    Examples:
      journeysim check car_service_centre
      journeysim check scenarios/*.toml --junit verdicts.xml --json-file verdicts.json
      journeysim check my.toml --save-baseline my.baseline.json
      journeysim check my.toml --against my.baseline.json
      git show origin/main:my.toml > old.toml && journeysim check my.toml --base-file old.toml
    """
    from journeysim.cli.checking import check
    from journeysim.cli.dockets import Asked

    asked = Asked(
        sources, options, max_replications, junit, summary, save_baseline, against, base_file
    )
    return check(asked)
