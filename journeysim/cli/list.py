"""`list`: the shipped scenarios and what each puts to the test."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """List the scenarios that come with journeysim."""
    from rich.markup import escape
    from rich.table import Table

    from journeysim.cli.console import output
    from journeysim.scenario import shipped
    from journeysim.scenario.scenario import load

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("scenario", "what it puts to the test", "policies", "worlds"):
        table.add_column(column, overflow="fold")
    for name in shipped.names():
        scenario = load(name)
        table.add_row(
            f"[bold]{name}[/]",
            escape(scenario.tables.question),
            ", ".join(scenario.policies),
            ", ".join(scenario.worlds),
        )
    output().print(table)
