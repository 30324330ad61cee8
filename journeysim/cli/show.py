"""`show`: a scenario's merged values with the origin of each, or one frozen file."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option("--world", metavar="NAME", help="In a named world.")
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a knob (repeatable)."
)
@click.option("--policy", metavar="NAME", help="The levers of this policy, dated changes included.")
@click.option("--all", "everything", is_flag=True, help="Also the values left at their defaults.")
@click.option("--frozen", is_flag=True, help="One self-contained file with every value in force.")
@click.option(
    "-o", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE."
)
def command(
    source: str,
    world: str | None,
    settings: tuple[str, ...],
    policy: str | None,
    everything: bool,
    frozen: bool,
    target: Path | None,
) -> None:
    """Show a scenario's values and where each of them comes from.

    \b
    Examples:
      journeysim show car_service_centre
      journeysim show car_service_centre --policy integrated
      journeysim show my.toml --frozen -o frozen.toml
    """
    from journeysim.cli.messages import warn
    from journeysim.cli.next_step import suggest
    from journeysim.cli.options import Options
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.scenario.reversals import reversals
    from journeysim.scenario.scenario import load
    from journeysim.study.show import shown

    scenario = load(source, world=world, settings=settings)
    warn(reversals(scenario))
    if target is not None:
        refuse_overwriting(target, scenario.document.files)
    text = shown(scenario, policy, everything=everything, frozen=frozen)
    if target is None:
        click.echo(text, nl=False)
    else:
        write_text(target, text)
    suggest("show", Options(world=world, settings=settings), source=source)
