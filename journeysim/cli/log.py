"""`log`: the event log of a policy, for process mining, spreadsheets and data tools."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.numbers import Real
from journeysim.cli.options import Options, sharing
from journeysim.report.formats import ENDINGS, writer_of


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option(
    "-o",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help=f"Where to write: {', '.join(ENDINGS)}.",
)
@click.option(
    "--truth",
    is_flag=True,
    help="Leave out of FILE what a firm could not see, and write it to FILE's .truth.csv.",
)
@click.option(
    "--holdout",
    type=Real(),
    metavar="SHARE",
    help="Hold a random share of customers out from all care touches.",
)
@sharing(without=("assumptions", "by", "as_json", "json_file", "store", "cluster", "insecure"))
def command(
    source: str, target: Path, truth: bool, holdout: float | None, options: Options
) -> None:
    """Write the event log of policies to FILE, one row an event.

    Writes replication 0; `--replications N` writes N of them (cases r0-1, r1-1 ...). Where several
    policies are written, a case begins with its policy (integrated:r0-1). The columns are explained
    in docs/reference/events.md and log.md.

    \b
    Examples:
      journeysim log car_service_centre --policy integrated -o log.csv.gz
      journeysim log subscription --policy call_likely --holdout 0.2 --truth -o trial.parquet
    """
    from journeysim.cli.next_step import suggest
    from journeysim.errors import UsageError
    from journeysim.study.log import AskLog, log, refuse_target

    writer_of(target)
    scenarios = options.scenarios(source)
    if len(scenarios) > 1:
        raise UsageError("log writes one world; name it with --world")
    refuse_target(target, scenarios[0], truth)
    ask = AskLog(**options.asked, truth=truth, holdout=holdout)
    log(scenarios[0], ask, options.progress).write(target, options.progress)
    suggest("log", options, source=source, policies=options.policies)
