"""The map of cells: the line runs where the sides part, and covers nothing."""

from __future__ import annotations

import pytest

from journeysim.tui.style import DAY, NIGHT, mixed, readable
from journeysim.tui.widgets.heat import HeatCell, heat, is_cut

WIDE, HIGH = 8, 3


def cell(number: float | None) -> HeatCell:
    side = None if number is None else number >= 0.0
    return HeatCell("?" if number is None else f"{number:+.0f}", "#000000", "#ffffff", side=side)


def drawn(*rows: tuple[float | None, ...]) -> list[str]:
    found = heat([[cell(number) for number in row] for row in rows], WIDE, HIGH, "#ffffff")
    lines = []
    for band in found:
        assert len(band) == HIGH
        for text in band:
            assert text.cell_len == WIDE * len(rows[0])
            lines.append(text.plain)
    return lines


def test_the_line_goes_round_what_is_on_the_other_side() -> None:
    assert drawn((3, 2), (1, -2)) == [
        "   +3      +2   ",
        " " * 16,
        " " * 7 + "┏" + "━" * 7 + "╸",
        "   +1  ┃   -2   ",
        "       ┃        ",
        "       ╹        ",
    ]


def test_no_line_where_all_are_on_one_side_or_nothing_is_known() -> None:
    for rows in (((3, 2), (1, 0)), ((None, -2), (None, -1))):
        assert not set("".join(drawn(*rows))) & set("┃━┏┓┗┛╸╹╺╻")


def test_a_low_cell_keeps_its_note_only_if_it_fits() -> None:
    for note, shown in (("now", True), ("far too long", False)):
        cells = [[HeatCell("+1", "#000000", "#ffffff", note, side=True)] * 2]
        (band,) = heat(cells, WIDE, 2, "#ffffff")
        assert [text.cell_len for text in band] == [2 * WIDE] * 2
        assert (note in band[-1].plain) is shown


def test_a_diagonal_of_sides_crosses() -> None:
    assert "╋" in "".join(drawn((1, -1), (-1, 1)))


def test_a_cell_beyond_the_edge_cuts_nothing() -> None:
    assert not is_cut(cell(1.0), None)
    assert is_cut(cell(1.0), cell(-1.0))


@pytest.mark.parametrize("palette", [NIGHT, DAY])
@pytest.mark.parametrize("share", [0.2, 0.4, 0.5, 0.6, 0.85])
def test_numbers_stand_out_on_every_ground(palette, share: float) -> None:  # type: ignore[no-untyped-def]
    for hue in (palette.better, palette.worse):
        ground = mixed(palette.panel, hue, share)
        ink = readable(ground, palette.back, palette.strong)
        other = ({palette.back, palette.strong} - {ink}).pop()
        assert ink != other
        assert _contrast(ground, ink) >= 4.0


def _contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)
