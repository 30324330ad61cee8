"""`log`: the event log of a policy, for process mining and spreadsheets."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.options import Options, common


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option(
    "-o", "target", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="Where to write: .csv or .csv.gz.",
)  # fmt: skip
@common
def command(source: str, target: Path, options: Options) -> None:
    """Write the event log of policies to FILE, one row an event.

    Writes replication 0; `--replications N` writes N of them (cases r0-1, r1-1 ...). Where several
    policies are written, a case begins with its policy (integrated:r0-1).

    \b
    Example:
      journeysim log car_service_centre --policy integrated -o log.csv.gz
    """
    from datetime import date

    from journeysim.cli.remarks import remark
    from journeysim.engine import choice
    from journeysim.engine.running import run
    from journeysim.errors import UsageError
    from journeysim.report import to_csv
    from journeysim.report.files import refuse_overwriting

    if not target.name.endswith((".csv", ".csv.gz")):
        raise UsageError(f"{target}: unknown kind of file; write .csv or .csv.gz")
    if options.as_json or options.json_file or options.by or options.assumptions:
        raise UsageError("log writes events only; run and compare take --json, --by, --assumptions")
    scenarios = options.scenarios(source)
    if len(scenarios) > 1:
        raise UsageError("log writes one world; name it with --world")
    scenario = scenarios[0]
    refuse_overwriting(target, scenario.document.files)
    policies, count = options.chosen(scenario), options.replications or 1
    engine = choice.chosen(options.engine, [scenario], len(policies) * count, 1)
    pairs = (
        (policy, run(scenario, policy, number, engine))
        for policy in policies
        for number in range(count)
    )
    start = date.fromisoformat(scenario.tables.run.start_date)
    rows = to_csv.write(target, pairs, start, several=len(policies) > 1)
    remark(f"{rows:,} events written to {target}", options.quiet)
