"""`knobs`: every knob with unit, bounds, meaning and source."""

from __future__ import annotations

import json

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
    from journeysim.cli.next_step import suggest
    from journeysim.report.text.page import console as output
    from journeysim.scenario import shipped
    from journeysim.study.knobs import knobs

    listed = knobs(pattern)
    if not listed:
        remark(f"no knob contains {pattern!r}")
        return Exit.USAGE
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return Exit.PASS
    console = output()
    for row in listed:
        facts = [row["side"], row["unit"], f"default {row['default']}", row["allowed"]]
        if row["plausible"]:
            facts.append(f"plausible {row['plausible']}")
        console.print(
            f"[bold]{escape(row['key'])}[/]  [dim]{escape('; '.join(filter(None, facts)))}[/]"
        )
        console.print(Padding(escape(f"{row['doc']} [{row['source']}]"), (0, 0, 0, 4)))
    suggest("knobs", source=shipped.DEFAULT)
    return Exit.PASS
