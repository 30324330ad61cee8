"""`bench`: the engines side by side."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from journeysim.cli.numbers import Whole

if TYPE_CHECKING:
    from journeysim.experiment.bench import Bench


@click.command()
@click.option("--full", is_flag=True, help="The SimPy kinds at every size (takes long).")
@click.option("--largest", type=Whole(1000), default=1_000_000, show_default=True,
              metavar="N", help="Leave out sizes beyond this many customers.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def command(full: bool, largest: int, as_json: bool, quiet: bool) -> None:
    """Measure the two engines and a docs-style SimPy model side by side, as ratios.

    \b
    Examples:
      journeysim bench
      journeysim bench --largest 10000 --json
    """
    from journeysim.cli.messages import remark
    from journeysim.experiment.bench import measure

    found = measure(lambda text: remark(f"bench: {text}", quiet), largest=largest, full=full)
    if as_json:
        click.echo(json.dumps(_document(found), indent=2))
    else:
        _print(found)


def _document(found: Bench) -> dict[str, Any]:
    return {
        "ratios": found.ratios,
        "sizes": [asdict(size) for size in found.sizes],
        "growth_exponent": found.exponent,
        "agreement": [asdict(each) | {"agrees": each.agrees} for each in found.agreement],
    }


def _print(found: Bench) -> None:
    from rich.table import Table

    from journeysim.report.text.page import console as output

    console = output()
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    for column in ("engine", "customers", "seconds a year", "rows a second", "bytes a customer"):
        table.add_column(column, justify="left" if column == "engine" else "right")
    for size in found.sizes:
        table.add_row(
            size.engine,
            f"{size.customers:,}",
            f"{size.seconds:.2f}",
            f"{size.events / size.seconds:,.0f}",
            f"{size.bytes_per_customer:,.0f}",
        )
    console.print(table)
    console.print(f"\ngrowth: seconds ~ customers^{found.exponent:.2f} (compiled)\n")
    ratios = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    ratios.add_column("ratio")
    ratios.add_column("", justify="right")
    for name, value in found.ratios.items():
        ratios.add_row(name.replace("_", " "), f"{value:.1f}x")
    console.print(ratios)
    console.print()
    agreement = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    for column in ("figure", "compiled", "simpy", "docs style", "agree"):
        agreement.add_column(column)
    for each in found.agreement:
        cells = [
            f"{e.mean:.4g} ±{e.half:.2g}" for e in (each.compiled, each.simpy, each.docs_simpy)
        ]
        agreement.add_row(each.figure, *cells, "yes" if each.agrees else "NO")
    console.print(agreement)
