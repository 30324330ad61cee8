"""The fork: which line is where, that both are seen, what is filled, and that its figures close."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from scripted import Driver, on_stage

from journeysim.tui.style import DAY, NIGHT
from journeysim.tui.widgets import bigdigits, eighths
from journeysim.tui.widgets.eighths import LINES, STEPS, STRENGTHS, Ink
from journeysim.tui.widgets.fork import Area, Fork, Large, LargeLine, picture, strengths
from journeysim.tui.widgets.fork_drawing import colours, draw, right_of
from journeysim.tui.widgets.fork_numbers import LEFT
from journeysim.tui.widgets.plot import Label
from journeysim.tui.widgets.scale import share_axis

DAYS = 400


def forked(end: float = 0.6, base_end: float = 0.5, half: float = 0.005, **over: object) -> Fork:
    """Two straight lines that part on day 100, with an interval of one width."""
    days = np.arange(DAYS + 1.0)
    base = 1.0 - (1.0 - base_end) * days / DAYS
    lead = (end - base_end) * np.maximum(0.0, days - 100) / (DAYS - 100)
    values: dict[str, object] = {
        "horizon": DAYS, "today": 200, "axis": share_axis(0.0, 1.0, 25), "base": base, "you": base + lead,
        "split": 100, "mean": lead, "low": lead - half, "high": lead + half,
    }  # fmt: skip
    return Fork(**(values | over))  # type: ignore[arg-type]


def area(fork: Fork, width: int = 80, height: int = 25) -> Area:
    return Area(replace(fork, axis=share_axis(0.0, 1.0, height)), width, height)


def inks(fork: Fork, column: int, width: int = 80, height: int = 25) -> set[int]:
    return set(picture(area(fork, width, height))[:, column].tolist())


@pytest.mark.parametrize("end", [0.9, 0.6, 0.52, 0.5001, 0.4999, 0.48, 0.3])
@pytest.mark.parametrize("size", [(80, 25), (54, 14), (60, 20), (160, 40)])
def test_both_lines_are_seen_on_every_day_after_they_may_differ(
    end: float, size: tuple[int, int]
) -> None:
    fork = forked(end)
    sheet = picture(area(fork, *size))
    for column in range(area(fork, *size).column(105), size[0]):
        assert {Ink.YOU, Ink.BASE} <= set(sheet[:, column].tolist()), column


@pytest.mark.parametrize("end", [0.9, 0.6, 0.502, 0.4, 0.2])
def test_no_cell_hides_the_baseline_along_its_whole_way(end: float) -> None:
    """A cell has two colours: where more meet, what is left out is seen in the next one."""
    sheet = picture(area(forked(end)))
    _, ink, ground = eighths.characters(sheet)
    for column in range(30, 80):
        shown = set(ink[:, column].tolist()) | set(ground[:, column].tolist())
        assert {Ink.YOU, Ink.BASE} <= shown, column


def test_before_the_first_change_there_is_one_line() -> None:
    for column in range(18):
        assert inks(forked(), column) == {Ink.GROUND, Ink.BOTH}


def test_the_better_line_is_the_upper_one() -> None:
    for end, upper in ((0.8, Ink.YOU), (0.2, Ink.BASE)):
        column = picture(area(forked(end)))[:, 79].tolist()
        assert next(ink for ink in column if ink in LINES) == upper


def test_what_is_to_come_is_thinner_than_what_was_lived() -> None:
    flat = np.full(DAYS + 1, 0.5)
    sheet = picture(area(forked(base=flat, you=np.empty(0), split=DAYS + 1)))
    lived, coming = (int((sheet[:, column] == Ink.BOTH).sum()) for column in (10, 70))
    assert lived >= 7
    assert coming <= 4


def filled(fork: Fork) -> set[int]:
    sheet = picture(area(fork))
    return {ink for ink in np.unique(sheet).tolist() if Ink.BETTER <= ink < Ink.GHOST}


def test_the_gap_is_filled_by_sign_and_only_where_chance_does_not_reach_across() -> None:
    assert filled(forked(0.8)) <= set(range(Ink.BETTER, Ink.BETTER + STRENGTHS))
    assert filled(forked(0.8))
    assert filled(forked(0.2)) <= set(range(Ink.WORSE, Ink.WORSE + STRENGTHS))
    assert filled(forked(0.2))
    assert not filled(forked(0.8, half=0.5))
    nothing = np.full(DAYS + 1, np.nan)
    assert not filled(forked(0.8, low=nothing, high=nothing))


def test_the_interval_lies_around_you_on_every_day_also_where_the_lead_is_new() -> None:
    fork = forked(0.7, half=0.05)
    sheet = picture(area(fork))
    for column in range(20, 80):
        inks_of = sheet[:, column].tolist()
        band = [step for step, ink in enumerate(inks_of) if ink == Ink.BAND]
        line = [step for step, ink in enumerate(inks_of) if ink == Ink.YOU]
        assert not band or (min(band) - 2 <= max(line) and min(line) <= max(band) + 2)


def test_it_is_filled_from_the_first_day_that_is_clear_not_from_today() -> None:
    fork = forked(0.9, half=0.05)
    clear = int(np.flatnonzero(strengths(fork) > 0)[0])
    assert 100 < clear < fork.today


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, int(Ink.GHOST)), min_size=8, max_size=8))
def test_a_cell_shows_colours_that_are_in_it_and_no_fill_on_open_ground(cell: list[int]) -> None:
    sheet = np.array(cell, dtype=np.int8).reshape(STEPS, 1)
    _, ink, ground = eighths.characters(sheet)
    assert {int(ink[0, 0]), int(ground[0, 0])} <= set(cell)


def test_a_boundary_falls_on_its_eighth() -> None:
    for steps in range(1, 8):
        sheet = np.array([Ink.GROUND] * (8 - steps) + [Ink.YOU] * steps, dtype=np.int8)
        sign, ink, ground = eighths.characters(sheet.reshape(STEPS, 1))
        assert (sign[0, 0], ink[0, 0], ground[0, 0]) == ("▁▂▃▄▅▆▇█"[steps - 1], Ink.YOU, Ink.GROUND)


@pytest.mark.parametrize("size", [(60, 23), (20, 6), (9, 3), (3, 1), (200, 50)])
@pytest.mark.parametrize("signs", ["auto", "ascii", "braille"])
def test_the_chart_fills_its_place_exactly(size: tuple[int, int], signs: str) -> None:
    rows = draw(forked(signs=signs), *size, NIGHT)
    assert ["".join(part.text for part in row) for row in rows] != []
    assert [sum(len(part.text) for part in row) for row in rows] == [size[0]] * size[1]


LARGE = (
    Large(
        "+95",
        "#00ff00",
        (LargeLine("people of 1,000", "#00ff00"), LargeLine("+9.5 points", "#ffffff")),
    ),
    Large("+51k", "#00ff00", (LargeLine("EUR more", "#00ff00"), LargeLine("clear", "#ffffff"))),
)


@pytest.mark.parametrize("size", [(80, 16), (96, 20), (116, 27), (200, 33), (40, 10)])
@pytest.mark.parametrize("end", [0.95, 0.6, 0.5, 0.1])
def test_numbers_stand_on_open_ground_and_never_on_a_line(
    size: tuple[int, int], end: float
) -> None:
    fork = forked(end, labels=(Label(0.5, "○ 50.0 % as today", NIGHT.baseline),))
    bare = draw(fork, *size, NIGHT)
    shown = draw(replace(fork, large=LARGE), *size, NIGHT)
    lines = {colours(NIGHT)[ink] for ink in (*LINES, Ink.BETTER + 3, Ink.WORSE + 3)}

    def painted(rows: list[list[Segment]]) -> int:
        parts = [part for row in rows for part in row if part.style and part.style.color]
        grounds = sum(len(p.text) for p in parts if p.style.bgcolor.name in lines)  # type: ignore[union-attr]
        return grounds + sum(
            len(p.text.replace(" ", ""))
            for p in parts
            if p.style.bgcolor.name not in lines and p.style.color.name in lines  # type: ignore[union-attr]
        )

    assert painted(shown) == painted(bare)
    text = "\n".join("".join(part.text for part in row) for row in shown)
    assert "people of 1,000" in text
    assert "EUR more" in text


def test_every_sign_of_a_large_number_is_five_rows_of_one_width() -> None:
    for sign in "0123456789+-.,?km= ":
        assert len({len(row) for row in bigdigits.rows(sign)}) == 1
        assert len(bigdigits.rows(sign)) == bigdigits.ROWS


def test_the_colours_of_the_lines_are_told_from_each_other_and_from_every_ground() -> None:
    for palette in (NIGHT, DAY):
        inks_of = colours(palette)
        assert len(set(inks_of)) == len(inks_of)


def test_a_cut_axis_says_so_and_all_guesses_are_drawn() -> None:
    fork = forked(
        axis=share_axis(0.5, 1.0, 23),
        guesses=(0.6,) * 27 + (0.7,) * 13,
        caption=("axis from 50 %",),
    )
    text = "\n".join("".join(part.text for part in row) for row in draw(fork, 100, 25, NIGHT))
    assert "axis from 50 %" in text
    drawn = sum(
        row.count("◇") + int((re.search(r"◇\+(\d+)", row) or [0, 0])[1]) for row in text.split("\n")
    )
    assert drawn == 40
    assert right_of(fork) > right_of(replace(fork, guesses=()))
    assert LEFT < 10


@pytest.mark.parametrize("size", [(80, 24), (96, 27), (120, 40), (200, 50)])
@pytest.mark.parametrize("steps", [1, 3, 20])
def test_figures_that_stand_together_add_up(size: tuple[int, int], steps: int) -> None:
    """People of 1,000, points, and what each line comes to are one number written four times."""

    async def act(driver: Driver) -> None:
        await driver.go_to(30)
        await driver.press(*["right"] * steps)
        await driver.wait(0.4)
        await driver.go_to(91)
        text = driver.text
        points = float(re.search(r"([+-]\d+\.\d)(?: ±|, \d| points)", text)[1])  # type: ignore[index]
        you = float(re.search(r"● (\d+\.\d) % you", text)[1])  # type: ignore[index]
        base = float(re.search(r"○ (\d+\.\d) % ", text)[1])  # type: ignore[index]
        assert round(you - base, 1) == points
        assert round(1000 * driver.screen.view().lead(365)) == round(10 * points)
        today = float(re.search(r"today ([+-]?\d+\.\d)", text)[1])  # type: ignore[index]
        shown = re.search(r"Retained[\s\S]*? (?:▲|▼) (\d+\.\d)", text)
        assert shown is None or float(shown[1]) == abs(today)

    on_stage(act, size=size)


def test_the_last_day_is_named_whether_it_is_today_or_not() -> None:
    for today, now in ((200, "today +1.0"), (DAYS, "")):
        rows = draw(forked(today=today, now=now), 100, 25, NIGHT)
        assert f"d{DAYS}" in "".join(part.text for part in rows[-1])
