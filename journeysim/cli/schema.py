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
    from journeysim.scenario.tables import Tables

    schema = Tables.model_json_schema(by_alias=True)
    schema["title"] = "journeysim scenario"
    schema["properties"]["extends"] = {"type": "string", "description": "A file this one extends."}
    click.echo(json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=True))
