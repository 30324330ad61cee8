"""`list`: the shipped scenarios and what each puts to the test."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """List the scenarios that come with journeysim.

    \b
    Example:
      journeysim list
    """
    from rich.markup import escape
    from rich.table import Table

    from journeysim.cli.next_step import suggest
    from journeysim.report.text.page import console as output
    from journeysim.scenario import shipped
    from journeysim.scenario.scenario import load

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for name in shipped.names():
        scenario = load(name)
        table.add_row(f"[bold]{name}[/]", escape(scenario.tables.question))
        table.add_row("", f"[dim]policies {', '.join(scenario.policies)}[/]")
        if scenario.worlds:
            table.add_row("", f"[dim]worlds {', '.join(scenario.worlds)}[/]")
    output().print(table)
    suggest("list", source=shipped.names()[0])
