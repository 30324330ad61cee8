"""`run`: what each policy leads to, with intervals."""

from __future__ import annotations

import click

from journeysim.cli.options import Options, shard_option, sharing


@click.command()
@click.argument("source", metavar="SCENARIO")
@shard_option
@sharing()
def command(source: str, shard: str | None, options: Options) -> None:
    """Run policies of a SCENARIO and show what they lead to.

    SCENARIO is a file or the name of a shipped scenario (see `journeysim list`).

    \b
    Examples:
      journeysim run car_service_centre
      journeysim run my.toml --policy integrated --replications 16 --json
      journeysim run my.toml --store kept --shard 3/40
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.study.findings import findings_of
    from journeysim.study.run import READING, run
    from journeysim.study.shard import make_part, shard_of

    scenarios = options.scenarios(source)
    check_target(options, scenarios)
    if shard is not None:
        for each in scenarios:
            make_part(
                each,
                options.chosen(each),
                options.ask,
                shard_of(shard, options.ask),
                options.progress,
            )
        return
    deliver(findings_of(run, READING, scenarios, options.ask, options.progress), options)
    named = options.policies if options.policies != (scenarios[0].baseline,) else ()
    suggest("run", options, source=source, policies=named)
