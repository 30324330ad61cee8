"""Rendering: what a command prints, as plain text or for a notebook."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

from rich.console import Console

from journeysim.numerals import spelled
from journeysim.report.text import page

_FORM = '<pre style="line-height:1.3;font-family:monospace">{code}</pre>'


def text_of(show: Callable[[Console], None]) -> str:
    """What is shown, without colours, as wide as the command would print it."""
    stream = StringIO()
    show(page.console(no_color=True, file=stream))
    return stream.getvalue()


def html_of(show: Callable[[Console], None]) -> str:
    """What is shown, as HTML with its colours."""
    console = Console(record=True, file=StringIO(), width=page.PIPE_WIDTH, highlight=False)
    show(console)
    return spelled(console.export_html(inline_styles=True, code_format=_FORM))
