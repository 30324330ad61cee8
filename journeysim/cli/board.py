"""`board`: a history of checks as one static page, with a badge."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim.cli.options import Options, sharing


@click.command()
@click.argument("history", metavar="HISTORY", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "-o", "--output", "target", required=True, metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for index.html and badge.svg.",
)  # fmt: skip
@sharing("as_json", "json_file", "quiet", "no_color")
def command(history: Path, target: Path, options: Options) -> None:
    """Show a HISTORY of checks: claims by commits, what moved, and what differs.

    `check --record history.jsonl` adds a line to the history. The page needs no server: the folder is a
    site as it stands, or an artifact of a build.

    \b
    Examples:
      journeysim check scenarios/*.toml --record history.jsonl
      journeysim board history.jsonl -o site/
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.scenario import shipped
    from journeysim.study.board import READING, board
    from journeysim.study.findings import Findings

    check_target(options, [])
    made = board(history)
    made.write(target)
    deliver(Findings((made,), options.engine, READING), options)
    suggest("board", options, source=shipped.DEFAULT, history=history)
