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
    from journeysim.cli.next_step import suggest
    from journeysim.errors import ScenarioError
    from journeysim.study.validate import validated

    code = Exit.PASS
    for source in files:
        validation = validated(source)
        warn(validation.warnings)
        if validation.faults:
            complain(ScenarioError(validation.faults))
            code = Exit.USAGE
    if code is Exit.PASS:
        suggest("validate, claims" if validation.has_claims else "validate", source=files[-1])
    return code
