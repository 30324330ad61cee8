"""Rooms: where one is, and which keys there are, said in the same way in each; no word is cut."""

from __future__ import annotations

import re

import pytest
from scripted import Driver, on_stage
from textual.widgets import OptionList

from journeysim.experiment.estimate import Estimate
from journeysim.tui.overlays.over import Over
from journeysim.tui.screens.compare import _ends as ends_of
from journeysim.tui.screens.twins import side_by_side
from journeysim.tui.style import NIGHT
from journeysim.tui.widgets.crumbs import crumbs

ROOMS = {
    "v": "Seats",
    "c": "Compare",
    "s": "Sweep",
    "S": "People and money",
    "d": "Worth",
    "f": "Find",
    "x": "Causes",
    "g": "Twins",
    "a": "Numbers",
}
SIZES = [(80, 24), (96, 27), (120, 40)]


async def turned(driver: Driver) -> None:
    await driver.press("shift+right")
    await driver.wait(0.4)


@pytest.mark.parametrize("size", SIZES)
def test_every_room_says_where_one_is_and_ends_with_the_same_keys(size: tuple[int, int]) -> None:
    async def act(driver: Driver) -> None:
        await turned(driver)
        for key, name in ROOMS.items():
            await driver.press(key)
            assert isinstance(driver.app.screen, Over), name
            top, foot = driver.lines()[0], driver.lines()[-1]
            assert top.startswith(f" The corner garage › {name}") or f"… › {name} › " in top
            ends = r"esc Back$" if name == "Numbers" else r"esc Back  \? Help  q Quit$"
            assert re.search(ends, foot), (name, foot)
            await driver.press("escape")
            assert driver.app.screen is driver.screen

    on_stage(act, size=size)


def test_a_room_s_own_key_leaves_it_and_that_of_another_leads_there() -> None:
    async def act(driver: Driver) -> None:
        await turned(driver)
        for key in "vcsSdfxg":
            await driver.press(key, key)
            assert driver.app.screen is driver.screen, key
        await driver.press("c")
        for key in "sSdfxgv":
            await driver.press(key)
            assert f"› {ROOMS[key]}" in driver.lines()[0]
            assert len(driver.app.screen_stack) == 3
        await driver.press("question_mark")
        assert "The keys of the other rooms lead there from here, too." in driver.text

    on_stage(act)


def test_a_click_on_the_words_of_a_key_is_that_key() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("c")
        await driver.pilot.click(offset=(driver.lines()[-1].index("Back"), 39))
        await driver.rest()
        assert driver.app.screen is driver.screen

    on_stage(act)


@pytest.mark.parametrize("width", range(20, 130, 7))
def test_crumbs_cut_no_word_of_a_room_and_drop_what_has_no_room(width: int) -> None:
    details = ("lead over as today, day 728, in points", "4 paired runs each")
    line = crumbs("Won at the sale, or in the support?", "Sweep", details, NIGHT, width).plain
    assert len(line) <= max(width, 20)
    assert " › Sweep" in line
    for detail in details:
        assert detail in line or detail.split()[-1] not in line


def test_two_lives_are_told_in_whole_words() -> None:
    async def act(driver: Driver) -> None:
        await turned(driver)
        view = driver.screen.view()
        words = "question: turned away, because nobody was there to take it"
        text = side_by_side([(3.0, words)], [(4.0, words)], view, 54)
        rows = text.plain.split("\n")
        assert all(len(row) <= 54 for row in rows)
        said = " ".join(row.split("│")[0].strip() for row in rows if "│" in row)
        assert words in said

    on_stage(act)


def test_help_hangs_what_has_no_room_below_its_words() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("question_mark")
        assert driver.app.screen.query_one(OptionList)
        line = next(
            line for line in driver.lines() if "policies" in line and "the demo" not in line
        )
        assert line.index("policies") > 13

    on_stage(act, size=(80, 24))


def test_a_bar_of_chance_reaches_as_far_as_its_interval_does() -> None:
    assert ends_of(Estimate(0.016, 0.005, 0.048, 8)) == (0.005, 0.048)


def test_the_table_of_numbers_has_as_many_columns_as_have_room_after_a_resize() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("a")
        assert "said in" in driver.text
        await driver.pilot.resize_terminal(80, 24)
        assert "population.customers" in driver.text
        await driver.press(*"agents")
        assert "said in" not in driver.text
        assert "service.channels" in driver.text
        await driver.pilot.resize_terminal(120, 40)
        await driver.rest()
        assert "said in" in driver.text
        assert "population.customers" not in driver.text

    on_stage(act)
