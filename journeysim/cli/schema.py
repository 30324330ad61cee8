"""`schema`: the JSON Schema of scenario files."""

from __future__ import annotations

import json

import click


@click.command()
def command() -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check TOML.

    \b
    Example:
      journeysim schema > scenario.schema.json
    """
    from journeysim.cli.next_step import suggest
    from journeysim.scenario.json_schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, sort_keys=True, ensure_ascii=True))
    suggest("schema")
