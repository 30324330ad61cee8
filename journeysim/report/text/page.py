"""Page: what every printed answer has in common: where it goes, its head, its tables."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, NamedTuple, cast

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.markup import escape
from rich.segment import Segment
from rich.table import Table

from journeysim.model.money import NumberStyle
from journeysim.numerals import spelled, style_of
from journeysim.report.dated import happenings
from journeysim.report.text.harmless import Harmless
from journeysim.report.words import counted, counted_days, simulated
from journeysim.scenario.scenario import Scenario

PIPE_WIDTH = 120
LEAST_WIDTH = 60


def console(no_color: bool = False, file: IO[str] | None = None) -> Console:
    """The console for results; a pipe gets wide tables, and no place breaks them to pieces."""
    return Console(
        file=cast(IO[str], Harmless(file or sys.stdout)),
        width=max(LEAST_WIDTH, _width()),
        no_color=no_color or None,
        highlight=False,
        emoji=False,
        soft_wrap=False,
    )


def _width() -> int:
    """What COLUMNS says, else the terminal's width, else one for pipes."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns[:5]) > 0:
        return int(columns[:5])
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH


def head(
    page: Console,
    scenario: Scenario,
    replications: int | None,
    seed: bool = True,
    measured: bool = False,
) -> None:
    """What was asked, of whom, for how long; replications: None where chance is not the matter; seed:
    is it told here? measured: are its policies, which may be of one in so many customers?"""
    frame = scenario.tables
    where = f", world {scenario.world}" if scenario.world else ""
    page.print(f"[bold]{escape(frame.title or scenario.name)}[/]{where}")
    if frame.question:
        page.print(f"[dim]{escape(frame.question)}[/]")
    for what in happenings(scenario):
        page.print(f"[dim]{escape(what)}[/]")
    runs = "" if replications is None else f"{counted(replications, 'replication')}, "
    chance = "; ± is chance, 95 %" if runs else ""
    if replications == 1:
        chance = "; one tells nothing about chance"
    who = simulated(frame.population.customers, frame.run.one_in if measured else 1)
    of = f"{who}, {counted_days(frame.run.days)}"
    page.print(f"[dim]{of}, {runs}seed {frame.run.seed}{chance}[/]" if seed else f"[dim]{of}[/]")


@contextmanager
def in_style_of(page: Console, scenario: Scenario) -> Iterator[None]:
    """While it lasts, numbers are printed as the owner of a scenario writes them."""
    page.push_render_hook(_Spelling(style_of(scenario)))
    try:
        yield
    finally:
        page.pop_render_hook()


class _Spelling(RenderHook):
    """What is printed, with the signs of a style in its numbers."""

    def __init__(self, style: NumberStyle) -> None:
        self._style = style

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Spelled(each, self._style) for each in renderables]


class _Spelled(NamedTuple):
    """Something to print, laid out first: every style takes the same room."""

    inner: ConsoleRenderable
    style: NumberStyle

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for text, style, control in console.render(self.inner, options):
            yield Segment(spelled(text, self.style), style, control)


def titled(page: Console, title: str, tables: Sequence[Table]) -> None:
    """A titled table in its parts; nothing where there is nothing to show."""
    if tables:
        page.print(f"\n[bold italic]{escape(title)}[/]")
    for index, table in enumerate(tables):
        if index:
            page.print()
        page.print(table)
