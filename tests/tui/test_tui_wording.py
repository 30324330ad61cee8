"""Wording: a lead beside what chance allows."""

from __future__ import annotations

from math import nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import Driver, garage, on_stage

from journeysim.experiment.estimate import Estimate
from journeysim.numerals import spelled
from journeysim.report.figures import as_printed
from journeysim.tui import wording


@pytest.mark.parametrize(
    ("mean", "low", "high", "words"),
    [
        (0.022, 0.010, 0.034, " ± 1.2"),
        (0.022, -0.010, 0.054, " ± 3.2"),
        (0.022, 0.002, 0.055, ", 0.2 to 5.5"),
        (-0.022, -0.055, -0.002, ", 0.2 to 5.5"),
        (0.0, 0.0, 0.0, " ± 0.0"),
        (0.022, nan, nan, ""),
    ],
)
def test_no_settled_lead_is_shown_as_one_that_chance_could_turn(
    mean: float, low: float, high: float, words: str
) -> None:
    """`+2.2 ± 3.3 points better` would say and deny in one line."""
    assert spelled(wording.by_chance(Estimate(mean, low, high, 4))) == words


amounts = st.floats(-5e6, 5e6)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(amounts, amounts)
def test_parts_add_up_as_they_are_printed(now: float, then: float) -> None:
    """`+59 k` of `-24 k` and `+82 k` would make a room stop believing."""
    total = now + then
    own = wording.money_scale(total, (now, then))
    parts = as_printed((now, then), total, own)
    shown = [spelled(wording.amount(each, own, sign=True)) for each in (*parts, total)]
    one, two, both = (float(text.split(" ")[0].replace(",", "")) for text in shown)
    assert round(one + two, 1) == both
    assert len({text.partition(" ")[2] for text in shown}) == 1


@pytest.mark.parametrize(
    ("numbers", "points", "people"),
    [("1.234,5", "17,1", "1.000"), ("1 234,5", "17,1", "1\xa0000"), ("1'234.5", "17.1", "1'000")],
)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_screen_writes_numbers_as_its_owner_does(
    numbers: str, points: str, people: str, size: tuple[int, int]
) -> None:
    scenario = garage().with_values({"money": {"numbers": numbers, "currency": "CHF"}}, "a test")

    async def act(driver: Driver) -> None:
        await driver.go_to(28)
        await driver.press(*["shift+right"] * 2, "right")
        await driver.wait(0.4)
        await driver.go_to(91)
        assert f"people of {people}" in driver.text
        assert "CHF in all" in driver.text
        every = [driver.text]
        for key in "wvcsxgap":
            await driver.press(key)
            every.append(driver.text)
            await driver.press("escape")
        assert any(points in text for text in every)
        other = "." if "," in points else ","
        for text in every[1:-2]:
            assert "\ufdd0" not in text
            assert "\ufdd1" not in text
            assert points.replace("," if other == "." else ".", other) not in text
            assert "1,000" not in text

    on_stage(act, size=size, scenario=scenario)


def test_no_lead_that_is_clear_stands_beside_as_much_chance_as_it_is_itself() -> None:
    """`+0.6 ± 0.6: clear` denies itself, though 0.64 is more than 0.59."""
    clear = Estimate(0.0064, 0.0005, 0.0123, 4)
    assert spelled(wording.by_chance(clear)) == ", 0.1 to 1.2"
    assert spelled(wording.by_chance(Estimate(0.0064, 0.0014, 0.0114, 4))) == " ± 0.5"
