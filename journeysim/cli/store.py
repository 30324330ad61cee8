"""`store`: what a folder of kept results holds, and what can go."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.options import Options, sharing


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--show", "full", is_flag=True, help="Also list whose results they are.")
@click.option(
    "--prune",
    is_flag=True,
    help="Delete what no run can use: results of other rules, damaged ones, half-written files.",
)
@click.option(
    "--unused",
    metavar="AGE",
    help="With --prune: delete also what was of no use for so long, e.g. '30 d'.",
)
@sharing("as_json", "json_file", "quiet", "no_color")
def command(folder: Path, full: bool, prune: bool, unused: str | None, options: Options) -> None:
    """Look at the results that --store keeps in DIR; every one is verified.

    Nothing in there is needed: what is deleted or damaged is run again by whoever needs it.

    \b
    Examples:
      journeysim store kept --show
      journeysim store kept --prune --unused '30 d'
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.scenario import shipped
    from journeysim.study.findings import Findings
    from journeysim.study.store import READING, asked, store

    check_target(options, [])
    account = store(asked(folder, prune, unused))
    deliver(Findings((account,), options.engine, READING), options, full)
    suggest("store", options, source=shipped.DEFAULT, folder=folder)
