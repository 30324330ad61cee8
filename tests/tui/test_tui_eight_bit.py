"""A terminal of 256 colours: what differs by colour still does, and a gap keeps its sign's hue."""

from __future__ import annotations

import pytest
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColor

from journeysim.tui.eight_bit import EightBits, nearest
from journeysim.tui.style import THEMES, Palette
from journeysim.tui.widgets.eighths import Ink
from journeysim.tui.widgets.fork_drawing import colours


def shown(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    triplet = Color.from_ansi(nearest(red, green, blue)).get_truecolor()
    return triplet.red, triplet.green, triplet.blue


@pytest.mark.parametrize("theme", ["night", "day"])
def test_lines_interval_and_gap_are_told_from_each_other(theme: str) -> None:
    inks = colours(THEMES[theme])
    apart = [inks[ink] for ink in (Ink.GROUND, Ink.YOU, Ink.BASE, Ink.BOTH, Ink.BAND)]
    apart += [inks[Ink.BETTER + 3], inks[Ink.WORSE + 3]]
    assert len({shown(ink) for ink in apart}) == len(apart)


@pytest.mark.parametrize("theme", ["night", "day"])
def test_a_gap_that_is_clear_is_green_or_red_and_never_grey(theme: str) -> None:
    inks = colours(THEMES[theme])
    for strength in (2, 3):
        red, green, blue = shown(inks[Ink.BETTER + strength])
        assert green > max(red, blue)
        red, green, blue = shown(inks[Ink.WORSE + strength])
        assert red > max(green, blue)


def test_a_bar_that_is_nearly_grey_is_not_navy() -> None:
    palette: Palette = THEMES["night"]
    assert max(shown(palette.raised)) - min(shown(palette.raised)) == 0


def test_words_and_numbers_of_colours_stay() -> None:
    old = [Segment("a", Style(color="#40664d", bgcolor="#12161c", bold=True)), Segment("b", None)]
    first, second = EightBits().apply(old, TextualColor(0, 0, 0))
    assert (first.text, second.text, second.style) == ("a", "b", None)
    assert first.style is not None
    assert first.style.bold
    assert first.style.color is not None
    assert first.style.color.number is not None
