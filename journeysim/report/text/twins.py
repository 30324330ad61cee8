"""Twins: a ledger of people, or one customer's two lives, in sentences and tables."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from journeysim.experiment.twins import Twins
from journeysim.experiment.twins.lives import TwoLives
from journeysim.report import twin_lives, twin_tables, twin_words
from journeysim.report.text.page import head, titled
from journeysim.scenario.scenario import Scenario


def print_twins(page: Console, twins: Twins, by: str | None = None) -> None:
    """Whom it kept and drove away, why, and whom the money went to. by: what the ledger is split by."""
    head(page, twins.scenario, len(twins.ledgers), measured=True)
    page.print()
    for index, line in enumerate(twin_words.sentences(twins)):
        page.print(line, style="" if index else "bold", markup=False)
    for title, make in (
        ("What became of them", twin_tables.life_outcomes),
        ("Why", twin_tables.reasons),
        ("Whose doing that was", twin_tables.sides),
        ("Over what their lives part first", twin_tables.ways),
        ("Whom the money went to, later customers included", twin_tables.spent),
    ):
        titled(page, title, make(twins, page.width))
    if by is not None:
        titled(page, f"By {by}", twin_tables.division(twins, by, page.width))
    if len(twins.ledgers) > 1:
        page.print(
            "\n[dim]Means a run; a person counts for each of their reasons as it weighed. "
            "? too close to call.[/]"
        )


def print_lives(
    page: Console, scenario: Scenario, policies: tuple[str, str], lives: TwoLives
) -> None:
    """One customer's life under both policies, side by side."""
    tables = scenario.tables
    labels = scenario.label(policies[0]), scenario.label(policies[1])
    head(page, scenario, None)
    page.print(f"\n{twin_lives.title(lives)}", style="bold", markup=False)
    for line in twin_lives.sentences(lives, *labels, tables.run.days):
        page.print(line, markup=False)
    page.print()
    start = date.fromisoformat(tables.run.start_date)
    page.print(twin_lives.table(lives, *labels, start, tables.money.currency, page.width))
