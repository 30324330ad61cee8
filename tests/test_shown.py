"""Shown: text from outside is one line that can be read and steers nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.errors import Fault
from journeysim.shown import commands, hidden, shown, shown_lines

STEERING = {
    "a line break": ("a\nb", r"a\nb"),
    "an escape sequence": ("\x1b]0;t\x07", r"\x1b]0;t\x07"),
    "a change of direction": ("a\u202eb\u2066c", r"a\u202eb\u2066c"),
    "characters without width": ("a\u200bb\u2060c\ufeff", r"a\u200bb\u2060c\ufeff"),
    "another line separator": ("a\u2028b", r"a\u2028b"),
    "half a character": ("a\udce4", r"a\udce4"),
    "a tag beyond the first plane": ("a\U000e0041", r"a\U000e0041"),
    "a command to a build's log": ("::error::x", r"\x3a:error::x"),
    "a command after blanks": ("  ::error::x", r"  \x3a:error::x"),
    "a command of the old form": ("a ##[add-mask]b", r"a #\x23[add-mask]b"),
}


@pytest.mark.parametrize(("text", "line"), STEERING.values(), ids=STEERING)
def test_what_would_steer_is_written_as_an_escape(text: str, line: str) -> None:
    assert shown(text) == line


@pytest.mark.parametrize(
    "text",
    ["käse mit leerzeichen.toml", "日本語", "عربي", "⚙️ garage", "a :: b", "12 % ± 3", r"a\n"],
)
def test_what_people_read_stays_as_it_is(text: str) -> None:
    assert shown(text) == text
    assert not hidden(text)
    assert not commands(text)


@given(st.text())
def test_what_is_shown_is_one_line_and_stays_so(text: str) -> None:
    line = shown(text)
    assert not hidden(line)
    assert not commands(line)
    assert len(line.splitlines()) <= 1
    assert shown(line) == line


@given(st.text())
def test_a_story_keeps_its_lines_and_nothing_else(text: str) -> None:
    story = shown_lines(text)
    assert story.count("\n") == text.count("\n")
    assert not hidden(story, allowed="\n")
    assert not commands(story)


def test_a_fault_is_one_line_whatever_the_file_says() -> None:
    fault = Fault("x\n::error::y.toml:3", "policies.a\u202e", "unknown key")
    assert str(fault) == r"x\n::error::y.toml:3: policies.a\u202e: unknown key"


def test_the_place_of_a_hidden_character_is_told() -> None:
    assert hidden("ab\u200b") == "an invisible character: U+200B (zero width space) as number 3"
    assert hidden("a\nb", allowed="\n") == ""
