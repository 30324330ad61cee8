"""`show`: a scenario's merged values with the origin of each, or one frozen file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option("--world", metavar="NAME", help="In a named world.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a knob.")
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
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.scenario.scenario import load

    scenario = load(source, world=world, settings=settings)
    if frozen:
        from journeysim.report.to_toml import frozen as frozen_text

        text = frozen_text(scenario)
    else:
        text = _listing(scenario, policy, everything)
    if target is None:
        click.echo(text, nl=False)
        return
    refuse_overwriting(target, [scenario.document.path])
    write_text(target, text)


def _listing(scenario: Any, policy: str | None, everything: bool) -> str:
    """One line a value: key = value, and its origin."""
    from journeysim.report.to_toml import literal
    from journeysim.scenario.merging import leaves
    from journeysim.scenario.tables import LEVER_SECTIONS

    values = scenario.tables.model_dump(mode="json", by_alias=True)
    origins = scenario.document.origins
    if policy is not None:
        phases = scenario.phases(policy)
        values = {key: value for key, value in values.items() if key not in LEVER_SECTIONS}
        for phase in phases:
            prefix = "" if phase.day == 0 else f"from day {phase.day:g}: "
            values |= {
                prefix + key: table for key, table in phase.levers.model_dump(mode="json").items()
            }
    rows = []
    for path, value in leaves(values):
        origin = _origin(origins, path, policy)
        if (origin or everything) and path[0] not in ("policies", "worlds", "story"):
            rows.append((".".join(path), literal(value), origin or "default"))
    width = max((len(f"{key} = {value}") for key, value, _ in rows if len(value) < 60), default=0)
    lines = [f"{f'{key} = {value}':<{width}}  # {origin}" for key, value, origin in rows]
    return "\n".join(lines) + "\n"


def _origin(origins: dict[tuple[str, ...], str], path: tuple[str, ...], policy: str | None) -> str:
    head = path[0].rpartition(": ")[2]
    places = [(head, *path[1:])]
    if policy is not None:
        places.insert(0, ("policies", policy, head, *path[1:]))
    for place in places:
        for length in range(len(place), 1, -1):
            if place[:length] in origins:
                return origins[place[:length]]
        if place[:1] in origins:
            return origins[place[:1]]
    return ""
