"""`mirror`: a firm's own figures beside those of the simulated firm."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, sharing
from journeysim.study.limits import MOST_REPLICATIONS


@click.command()
@click.argument("source", metavar="FILE")
@click.option("--replications", "runs", type=Whole(1, MOST_REPLICATIONS), metavar="N", help="How many repetitions.")  # fmt: skip
@sharing("engine", "as_json", "json_file", "quiet", "no_color")
def command(source: str, runs: int | None, options: Options) -> int:
    """Hold the simulated firm against the figures that its owner told.

    FILE has a [firm] section, as `journeysim init` writes it. Each figure stands beside the simulated
    one, with how far it may be off; write "about 8 %" or "8 % +- 2" in [firm] to say how near is near
    enough. Ends with 1 where a figure is off by more, with 3 where chance does not tell.

    \b
    Examples:
      journeysim mirror mine.toml
    """
    from journeysim.cli.next_step import suggest
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.text.page import console as output
    from journeysim.study.mirror import mirror

    scenario = options.scenarios(source)[0]
    if options.json_file is not None:
        refuse_overwriting(options.json_file, scenario.document.files)
    result = mirror(scenario, options.engine, runs, options.progress)
    if options.json_file is not None:
        write_text(Path(options.json_file), result.document())
    if options.as_json:
        click.echo(result.document(), nl=False)
    else:
        result.show(output(options.no_color))
    suggest("mirror", options, source=source)
    return result.exit_code
