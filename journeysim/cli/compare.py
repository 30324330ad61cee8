"""`compare`: policies against a baseline, pair by pair."""

from __future__ import annotations

import click

from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, shard_option, sharing
from journeysim.study.limits import MOST_REPLICATIONS


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option("--baseline", metavar="NAME", help="The policy that others are compared with.")
@click.option(
    "--max-replications",
    type=Whole(1, MOST_REPLICATIONS),
    metavar="N",
    help="Double the repetitions up to N while the headline is open.  [default: twice the file's]",
)
@click.option("--full", is_flag=True, help="All tables, not only the few figures of the answer.")
@shard_option
@sharing()
def command(
    source: str,
    baseline: str | None,
    max_replications: int | None,
    full: bool,
    shard: str | None,
    options: Options,
) -> None:
    """Compare policies of a SCENARIO with a baseline: same customers, same luck.

    SCENARIO is a file or the name of a shipped scenario (see `journeysim list`). Repetitions are
    doubled while chance could turn the headline; --replications N takes exactly N. Ends with what it
    comes to: which policy to choose, what it keeps and earns, what would turn it.

    \b
    Examples:
      journeysim compare car_service_centre
      journeysim compare card_issuer --world all
      journeysim compare laptop_shop --max-replications 96
      journeysim compare come_back --policy care_label --baseline service_label
      journeysim compare my.toml --at "96 d" service.channels.phone.agents=4
    """
    from dataclasses import replace

    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.report.closing import choice
    from journeysim.study.compare import READING, compare, policies_of
    from journeysim.study.findings import findings_of
    from journeysim.study.shard import make_part, shard_of

    scenarios = options.scenarios(source)
    check_target(options, scenarios)
    ask = replace(options.ask, baseline=baseline, max_replications=max_replications)
    brief = not (full or options.as_json or options.json_file)
    ask = replace(ask, advised=not options.as_json, brief=brief)
    if shard is not None:
        part = shard_of(shard, ask)
        for each in scenarios:
            make_part(each, policies_of(each, ask), ask, part, options.progress, ask.base(each))
        return
    findings = findings_of(compare, READING, scenarios, ask, options.progress)
    deliver(findings, options, full)
    first = findings[0]
    if len(first.experiment.policies) > 1:
        best = choice(first.experiment, first.baseline).policy
        suggest("compare", options, source=source, before=first.baseline, after=best)
    else:
        suggest("compare, one policy", options, source=source)
