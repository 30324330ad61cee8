"""`knobs`: every knob with unit, bounds, meaning and source."""

from __future__ import annotations

import json
from typing import Any

import click

from journeysim.cli.exits import Exit


@click.command()
@click.argument("pattern", default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def command(pattern: str, as_json: bool) -> int:
    """Show every knob whose path contains PATTERN: unit, bounds, default, meaning, source.

    \b
    Examples:
      journeysim knobs
      journeysim knobs experience.recovery
    """
    from rich.markup import escape
    from rich.padding import Padding

    from journeysim.cli.messages import remark
    from journeysim.report.text.page import console as output

    found = [row for row in _rows() if pattern in row["key"]]
    if not found:
        remark(f"no knob contains {pattern!r}")
        return Exit.USAGE
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return Exit.PASS
    console = output()
    for row in found:
        facts = [row["side"], row["unit"], f"default {row['default']}", row["allowed"]]
        if row["plausible"]:
            facts.append(f"plausible {row['plausible']}")
        console.print(
            f"[bold]{escape(row['key'])}[/]  [dim]{escape('; '.join(filter(None, facts)))}[/]"
        )
        console.print(Padding(escape(f"{row['doc']} [{row['source']}]"), (0, 0, 0, 4)))
    return Exit.PASS


def _rows() -> list[dict[str, str]]:
    from pydantic_core import PydanticUndefined

    from journeysim.scenario import describe
    from journeysim.scenario.scenario import side_of
    from journeysim.scenario.tables import Tables

    rows = []
    for key, field in describe.knobs_of(Tables):
        extra: dict[str, Any] = field.json_schema_extra or {}  # type: ignore[assignment]
        if not key.partition(".")[2] or key.split(".")[0] in ("policies", "worlds"):
            continue
        unit = describe.unit_of(field)
        default = field.default
        ends = extra.get("plausible", ())
        rows.append(
            {
                "key": key,
                "side": extra.get("side") or side_of(tuple(key.split("."))),
                "unit": unit,
                "default": "required"
                if default is PydanticUndefined
                else "unset"
                if default is None
                else _text(default, unit),
                "allowed": describe.allowed(field),
                "plausible": " to ".join(describe.in_unit(end, unit) for end in ends),
                "doc": field.description or "",
                "source": str(extra.get("source", "")),
            }
        )
    return rows


def _text(value: Any, unit: str) -> str:
    from journeysim.scenario.describe import in_unit

    if isinstance(value, dict):
        return " ".join(f"{item}" for item in value.values()) or "none"
    if isinstance(value, list):
        return "none" if not value else f"[{', '.join(map(str, value))}]"
    return in_unit(value, unit)
