"""Bench: the engines side by side, as tables."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from journeysim.experiment.bench import Bench


def print_bench(page: Console, bench: Bench) -> None:
    """Each engine at each size, the ratios, and whether the three models agree."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    columns = (
        "engine",
        "customers",
        "seconds a year",
        "from",
        "to",
        "rows a second",
        "bytes a customer",
    )
    for column in columns:
        table.add_column(column, justify="left" if column == "engine" else "right")
    for size in bench.sizes:
        table.add_row(
            size.engine,
            f"{size.customers:,}",
            f"{size.seconds:.3f}",
            f"{size.low:.3f}",
            f"{size.high:.3f}",
            f"{size.events / size.seconds:,.0f}",
            f"{size.bytes_per_customer:,.0f}",
        )
    page.print(table)
    page.print(f"\ngrowth: seconds ~ customers^{bench.exponent:.2f} (compiled)\n")
    ratios = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    ratios.add_column("ratio")
    ratios.add_column("", justify="right")
    for name, value in bench.ratios.items():
        ratios.add_row(name.replace("_", " "), f"{value:.1f}x")
    page.print(ratios)
    if bench.queue:
        page.print(_queue(bench))
        page.print()
    for whole in bench.whole:
        page.print(
            f"journeysim {whole.command}: {whole.seconds:.2f} s, {whole.cpu_seconds:.2f} s of processor"
        )
    page.print()
    agreement = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    for column in ("figure", "compiled", "simpy", "docs style", "agree"):
        agreement.add_column(column)
    for each in bench.agreement:
        cells = [
            f"{e.mean:.4g} ±{e.half:.2g}" for e in (each.compiled, each.simpy, each.docs_simpy)
        ]
        agreement.add_row(each.figure, *cells, "yes" if each.agrees else "NO")
    page.print(agreement)


def _queue(bench: Bench) -> Table:
    """One queue, as each tool tells it."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    columns = ("M/M/50+M", "arrivals", "microseconds each", "from", "to", "hung up", "Erlang A")
    for column in columns:
        table.add_column(column, justify="left" if column == columns[0] else "right")
    for each in bench.queue:
        table.add_row(
            each.tool,
            f"{each.arrivals:,}",
            *(f"{value:.2f}" for value in (each.microseconds, each.low, each.high)),
            f"{each.abandoned:.2%}",
            f"{each.expected:.2%}",
        )
    return table
