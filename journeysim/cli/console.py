"""Console: how commands tell how far they are, on the error stream; moving bars only on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from journeysim.cli.messages import remark
from journeysim.errors import UsageError
from journeysim.shown import shown
from journeysim.study.progress import Counter


@contextmanager
def progress(what: str, quiet: bool) -> Iterator[Counter | None]:
    """A progress bar on the error stream, if it is a terminal and wanted."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("runs"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def count(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield count


def can_be_asked() -> bool:
    """Does somebody sit at a terminal? In a build nobody does, whatever it looks like."""
    return sys.stdin.isatty() and sys.stderr.isatty() and "CI" not in os.environ


@dataclass(frozen=True)
class Spoken:
    """The progress of a study on the error stream, for whoever sits at the terminal."""

    quiet: bool = False

    def say(self, text: str) -> None:
        """A remark, unless they want quiet."""
        remark(text, self.quiet)

    def confirm(self, text: str) -> None:
        """A question, where somebody sits at a terminal and it is no build."""
        if not can_be_asked():
            return
        import click

        if not click.confirm(f"journeysim: {shown(text)} Go on?", default=True, err=True):
            raise UsageError("not begun; --replications, --customers or --max-events make it less")

    def counting(self, what: str) -> AbstractContextManager[Counter | None]:
        """A bar, if there is a terminal for it."""
        return progress(what, self.quiet)
