"""Slider and chart, drawn without an app."""

from __future__ import annotations

import numpy as np
import pytest
from rich.segment import Segment
from scripted import garage

from journeysim.tui.dials import dials_of
from journeysim.tui.style import NIGHT
from journeysim.tui.view import DialReading
from journeysim.tui.widgets import braille
from journeysim.tui.widgets.drawing import LEFT, draw
from journeysim.tui.widgets.plot import Label, Plot
from journeysim.tui.widgets.scale import day_ticks, share_axis
from journeysim.tui.widgets.slider import face

REACH = dials_of(garage())[0]


def slider(value: float, baseline: float = 0.0, width: int = 31) -> list[str]:
    return face(DialReading(REACH, value, baseline), width, True, NIGHT).plain.split("\n")


def test_a_slider_at_rest_shows_its_value_and_no_change() -> None:
    head, track = slider(0.0)
    assert head == "▌" + "Reminder reach".ljust(28) + "0 %"
    assert track == "▌●" + "─" * 30


def test_a_moved_slider_shows_value_change_and_the_baseline_s_tick() -> None:
    head, track = slider(60.0)
    assert head.endswith("60 % ▲60")
    assert track == "▌┃" + "━" * 17 + "●" + "─" * 12


def test_a_slider_moved_down_points_down() -> None:
    head, track = slider(20.0, baseline=80.0)
    assert head.endswith("20 % ▼60")
    assert track.index("●") < track.index("┃")


@pytest.mark.parametrize("width", [14, 20, 60])
def test_both_rows_of_a_slider_are_as_wide_as_they_should_be(width: int) -> None:
    assert [len(row) for row in slider(60.0, width=width)] == [width + 1] * 2


def test_braille_dots_land_where_unicode_says() -> None:
    dots = braille.plane(2, 1)
    dots[0, 0] = dots[3, 3] = True
    assert [chr(code) for code in braille.characters(dots)[0]] == ["⠁", "⢀"]


def test_a_stroke_is_joined_up() -> None:
    dots = braille.plane(1, 2)
    braille.stroke(dots, np.array([0, 1]), np.array([0, 5]))
    assert dots[:, 0].tolist() == [True] + [False] * 7
    assert dots[:, 1].tolist() == [False] + [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("low", "rows", "ticks", "step", "lowest"),
    [
        (0.504, 27, (0.6, 0.7, 0.8, 0.9, 1.0), 5, 0.48),
        (0.59, 27, (0.6, 0.7, 0.8, 0.9, 1.0), 6, 0.567),
        (0.59, 15, (0.6, 0.7, 0.8, 0.9, 1.0), 3, 0.533),
        (0.97, 20, (0.97, 0.98, 0.99, 1.0), 6, 0.968),
        (0.0, 9, (0.0, 0.25, 0.5, 0.75, 1.0), 2, 0.0),
    ],
)
def test_ticks_are_even_and_round_and_the_axis_begins_where_the_lines_end(
    low: float, rows: int, ticks: tuple[float, ...], step: int, lowest: float
) -> None:
    axis = share_axis(low, 1.0, rows)
    assert (axis.ticks, axis.step) == (ticks, step)
    assert axis.lowest(rows) == pytest.approx(lowest, abs=0.001)


@pytest.mark.parametrize("rows", range(3, 40))
@pytest.mark.parametrize("low", [0.0, 0.013, 0.3, 0.49, 0.59, 0.75, 0.9, 0.999, 1.0])
def test_an_axis_encloses_its_range_and_leaves_little_of_its_rows_empty(
    rows: int, low: float
) -> None:
    axis = share_axis(low, 1.0, rows)
    assert axis.lowest(rows) <= low + 1e-9
    assert axis.ticks[-1] >= 1.0
    assert np.allclose(np.diff(axis.ticks), axis.ticks[1] - axis.ticks[0])
    if rows >= 12 and low <= 0.98:
        assert (1.0 - low) * axis.rows_per_share >= 0.7 * (rows - 1)


def test_days_are_ticked_evenly() -> None:
    assert day_ticks(365, 5) == (0, 90, 180, 270, 360)
    assert day_ticks(1095, 4) == (0, 365, 730, 1095)
    assert day_ticks(3, 9) == (0, 1, 2, 3)


def plot(**over: object) -> Plot:
    values: dict[str, object] = {
        "horizon": 100,
        "today": 50,
        "ticks": (0.0, 0.1, 0.2),
        "texts": ("0", "+10", "+20"),
        "line": np.linspace(0.0, 0.2, 101),
        "colour": NIGHT.you,
        "marks": (20,),
        "labels": (Label(0.2, "+20.0", NIGHT.you), Label(0.15, "better", NIGHT.quiet)),
    }
    return Plot(**(values | over))  # type: ignore[arg-type]


def drawn(subject: Plot, width: int = 60, height: int = 23) -> list[list[Segment]]:
    return draw(subject, width, height, 8, NIGHT)


def texts(rows: list[list[Segment]]) -> list[str]:
    return ["".join(segment.text for segment in row) for row in rows]


def dots(row: str) -> int:
    return sum(bin(ord(c) - braille.EMPTY).count("1") for c in row if "⠀" <= c <= "⣿")


@pytest.mark.parametrize("size", [(60, 23), (20, 6), (9, 3), (3, 1), (200, 50)])
def test_a_chart_fills_its_place_exactly(size: tuple[int, int]) -> None:
    rows = drawn(plot(), *size)
    assert [len(text) for text in texts(rows)] == [size[0]] * size[1]
    assert all(segment.style is not None for row in rows for segment in row)


def test_ticks_stand_evenly() -> None:
    rows = texts(drawn(plot()))
    places = [index for index, row in enumerate(rows) if row[:LEFT].strip()]
    assert places == [0, 11, 22]


def test_the_past_is_denser_than_what_is_to_come() -> None:
    for bold in (False, True):
        row = texts(drawn(plot(line=np.full(101, 0.1), bold=bold)))[11][LEFT:]
        assert dots(row[:23]) > 1.3 * dots(row[24:46]) > 0


def test_changes_and_today_are_uprights() -> None:
    row = texts(drawn(plot()))[1][LEFT:]
    assert row.index("┊") == round(0.2 * 45)
    assert row.index("│") == round(0.5 * 45)


def test_what_chance_allows_is_shaded_by_the_side_of_zero_it_is_on() -> None:
    band = (np.full(101, -0.05), np.full(101, 0.05))
    rows = drawn(plot(ticks=(-0.1, 0.0, 0.1), band=band, shades=(NIGHT.gain, NIGHT.loss)))
    grounds = [{part.style.bgcolor.name for part in row if part.style} for row in rows]  # type: ignore[union-attr]
    assert NIGHT.gain in grounds[8]
    assert NIGHT.gain in grounds[11]
    assert NIGHT.loss in grounds[14]


def test_labels_at_one_height_do_not_cover_each_other() -> None:
    close = tuple(Label(0.5, text, NIGHT.text) for text in ("one", "two", "three"))
    rows = [row[-8:].strip() for row in texts(drawn(plot(labels=close)))]
    assert [row for row in rows if row] == ["one", "two", "three"]
