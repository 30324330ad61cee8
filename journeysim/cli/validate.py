"""`validate`: errors only."""

from __future__ import annotations

import sys

import click

from journeysim.cli.exits import Exit


@click.command()
@click.argument("files", nargs=-1, required=True)
def command(files: tuple[str, ...]) -> int:
    """Check scenario files and print what is wrong with them.

    \b
    Example:
      journeysim validate my.toml
    """
    from journeysim import metrics
    from journeysim.errors import ScenarioError, UsageError
    from journeysim.scenario.claims import claim
    from journeysim.scenario.scenario import load

    bad = 0
    for source in files:
        try:
            scenario = load(source)
            for expect in scenario.tables.expect:
                metrics.find(claim(expect.claim).metric)
        except (ScenarioError, UsageError) as error:
            bad += 1
            print(error, file=sys.stderr)
    return Exit.USAGE if bad else Exit.PASS
