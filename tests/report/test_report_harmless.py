"""What is printed steers neither a terminal nor the log of a build, however it is laid out."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.table import Table
from rich.text import Text

from journeysim.report.text.page import console

STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def printed(*texts: object, **options: object) -> str:
    stream = StringIO()
    page = console(file=stream)
    for text in texts:
        page.print(text, **options)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "::error file=x::pwned", "  ::add-mask::pass", "a\n::stop-commands::x", "##[error]pwned",
        "\x1b]0;title\x07", "\x1b[2Jgone", "a\rb", "a\u202eb\u2066c\u200bd", "a\x9b31mb",
    ],
)  # fmt: skip
def test_no_text_gets_through_that_steers(text: str) -> None:
    shown = printed(text, markup=False)
    assert not STEERING.search(shown)
    assert not re.search(r"(?m)^\s*::|##\[", shown)
    assert "pwned" in shown or "pwned" not in text


def test_a_command_at_the_start_of_a_broken_line_is_none() -> None:
    """Harmless in the middle of a line, and layout breaks the line just there."""
    for length in range(60, 125):
        title = "a" * length + " ::error file=x::pwned"
        table = Table(box=None, pad_edge=False)
        table.add_column(overflow="fold")
        table.add_row(Text(title))
        assert not re.search(r"(?m)^\s*::", printed(title, table))


def test_what_steers_nothing_is_printed_as_it_is() -> None:
    text = "käse 日本 ± ✓ std::vector a:b # [x]"
    assert printed(text, markup=False) == f"{text}\n"


def test_colours_of_our_own_pass() -> None:
    stream = StringIO()
    page = console(file=stream)
    page._force_terminal = True
    page._color_system = 1  # type: ignore[assignment]
    page.print("[bold red]stop[/] \\[x]")
    assert "\x1b[1;31mstop\x1b[0m" in stream.getvalue()
