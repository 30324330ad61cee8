"""`validate`: errors, and what a changed base has turned into its opposite."""

from __future__ import annotations

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
    from journeysim.cli.messages import complain, warn
    from journeysim.errors import ScenarioError
    from journeysim.experiment.resolved_claims import refuse_unknown_metrics
    from journeysim.scenario.reversals import reversals
    from journeysim.scenario.scenario import load

    code = Exit.PASS
    for source in files:
        try:
            scenario = load(source)
            refuse_unknown_metrics(scenario, scenario.tables.run.days)
            warn(reversals(scenario))
        except ScenarioError as error:
            complain(error)
            code = Exit.USAGE
    return code
