"""`bench`: the engines side by side."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.numbers import Whole


@click.command()
@click.option("--full", is_flag=True, help="The SimPy kinds at every size (takes long).")
@click.option(
    "--peers",
    is_flag=True,
    help="One queue as Ciw and salabim tell it, too, where they are installed.",
)
@click.option("--largest", type=Whole(1000), default=1_000_000, show_default=True,
              metavar="N", help="Leave out sizes beyond this many customers.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.option("--json-file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write that document to a file.")  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def command(
    full: bool, peers: bool, largest: int, as_json: bool, json_file: Path | None, quiet: bool
) -> None:
    """Measure the two engines, a docs-style SimPy model and plain C side by side, as ratios.

    \b
    Examples:
      journeysim bench
      journeysim bench --largest 10000 --json
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.options import Options
    from journeysim.cli.output import deliver
    from journeysim.scenario import shipped
    from journeysim.study.bench import READING, AskBench, bench
    from journeysim.study.findings import Findings

    options = Options(as_json=as_json, json_file=json_file, quiet=quiet)
    measured = bench(AskBench(largest, full, peers), options.progress)
    deliver(Findings((measured,), options.engine, READING), options)
    suggest("bench", options, source=shipped.DEFAULT)
