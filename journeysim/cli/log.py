"""`log`: the event log of a policy, for process mining, spreadsheets and data tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from journeysim.cli.numbers import Real
from journeysim.cli.options import Options, sharing

if TYPE_CHECKING:
    from journeysim.report.event_columns import Export
    from journeysim.report.seen import Pair
    from journeysim.scenario.scenario import Scenario

ENDINGS = (".csv", ".csv.gz", ".xes", ".xes.gz", ".parquet")


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
@sharing(without=("assumptions", "by", "as_json", "json_file"))
def command(
    source: str, target: Path, truth: bool, holdout: float | None, options: Options
) -> None:
    """Write the event log of policies to FILE, one row an event.

    Writes replication 0; `--replications N` writes N of them (cases r0-1, r1-1 ...). Where several
    policies are written, a case begins with its policy (integrated:r0-1). The columns are explained
    in docs/data.md.

    \b
    Examples:
      journeysim log car_service_centre --policy integrated -o log.csv.gz
      journeysim log subscription --policy call_likely --holdout 0.2 --truth -o trial.parquet
    """
    from journeysim.cli.messages import remark
    from journeysim.engine import choice
    from journeysim.errors import UsageError
    from journeysim.experiment.holdout import held_out
    from journeysim.report import seen, to_csv, to_parquet, to_xes
    from journeysim.report.files import refuse_overwriting

    if not target.name.endswith(ENDINGS):
        raise UsageError(f"{target}: unknown kind of file; write {', '.join(ENDINGS)}")
    scenarios = options.scenarios(source)
    if len(scenarios) > 1:
        raise UsageError("log writes one world; name it with --world")
    scenario = scenarios[0]
    secrets = seen.truth_path(target) if truth else None
    for path in (target, secrets):
        if path is not None:
            refuse_overwriting(path, scenario.document.files)
    groups: tuple[tuple[str, str], ...] = ()
    if holdout is not None:
        scenario, groups = held_out(scenario, holdout)
    policies, count = options.chosen(scenario), options.replications or 1
    engine = choice.chosen(options.engine, [scenario], len(policies) * count * (1 + truth), 1)
    log = _Log(scenario, policies, count, engine, groups)
    parquet = target.name.endswith(".parquet")
    room = to_parquet if parquet else to_xes if ".xes" in target.suffixes[-2:] else to_csv
    if secrets is None:
        rows = room.write(target, log.exports())
    else:
        with seen.truth_file(secrets) as tell:
            rows = room.write(target, log.exports(tell))
        remark(f"the truth about them written to {secrets}", options.quiet)
    remark(f"{rows:,} events written to {target}", options.quiet)


class _Log(NamedTuple):
    """What is to be written: policies, and how many replications of each, by which engine."""

    scenario: Scenario
    policies: tuple[str, ...]
    runs: int
    engine: str
    groups: tuple[tuple[str, str], ...]

    def exports(self, tell: Callable[[Pair], None] | None = None) -> Iterator[Export]:
        """One run after the other; tell: given each run with its twin, which then are parted."""
        from journeysim.engine.running import run
        from journeysim.report import seen
        from journeysim.report.event_columns import Export

        scenario = self.scenario
        start = date.fromisoformat(scenario.tables.run.start_date)
        for policy in self.policies:
            for number in range(self.runs):
                outcome = run(scenario, policy, number, self.engine)
                several = len(self.policies) > 1
                export = Export(outcome, policy, start, several, self.groups)
                if tell is None:
                    yield export
                    continue
                same = policy == scenario.baseline
                twin = outcome if same else run(scenario, scenario.baseline, number, self.engine)
                tell(seen.Pair(export, scenario.baseline, twin))
                yield export._replace(outcome=seen.seen(outcome))
