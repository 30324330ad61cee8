"""The six lessons that ship, played through by keys: nothing before the reveal tells the answer."""

from __future__ import annotations

import re
from math import ceil

import numpy as np
import pytest
from scripted import Driver, Scripted, on_stage
from test_tui_teaching import guess

from journeysim.engine.running import run
from journeysim.scenario.scenario import Scenario, load
from journeysim.tui import lessons
from journeysim.tui.dials import dials_of
from journeysim.tui.guessing import OF

EVERY = [(name, place) for name, place, _ in lessons.listed()]


def told(driver: Driver) -> list[str]:
    """What stands on the screen that says what the change does."""
    words = (
        "better",
        "worse",
        "more stay",
        "fewer stay",
        "people of 1,000",
        "of 1,000 more or",
        "% you",
    )
    return [each for each in words if each in driver.text]


async def through_what_is_left(driver: Driver) -> None:
    """Another question has its own counts, both of them, and no guess at its edge."""
    teacher, others = driver.screen.teacher, 0
    for _ in range(12):
        await driver.press("enter")
        await driver.wait(0.4)
        beat = teacher.beat
        if beat is not None and (beat.kind == "world" or teacher.turned):
            others += 1
            assert re.search(r"Now \d+ kept by it, \d+ driven away by it\.", teacher.words)
            assert "◇" not in driver.text
    assert others >= 1
    assert "The lesson is over" in driver.text


@pytest.mark.parametrize(
    ("name", "place"),
    [EVERY[1], *(pytest.param(*each, marks=pytest.mark.slow) for each in (EVERY[0], *EVERY[2:]))],
)
def test_a_lesson_keeps_its_answer_until_the_reveal_and_then_tells_it(
    name: str, place: str
) -> None:
    scenario = load(place)
    lesson = next(each for each in scenario.tables.lessons if each.name == name)

    async def act(driver: Driver) -> None:
        teacher = driver.screen.teacher
        teacher.begin(lesson)
        await driver.rest()
        is_turned = name != "the_label"
        if is_turned:
            await driver.press("end")
            await driver.wait(0.4)
            assert driver.screen.view().forked
        for _ in lesson.beats:
            beat = teacher.beat
            assert beat is not None
            if beat.kind == "predict":
                assert f"of {OF:,} customers are still here" in driver.text
                await guess(driver, "40")
                await driver.press("ctrl+r")
            elif beat.kind == "reveal":
                break
            else:
                assert not told(driver), (beat.kind, told(driver))
                for key in ("c", "v", "w", "s", "x", "g"):
                    await driver.press(key)
                    assert driver.app.screen is driver.screen
                if driver.session.playback.running:
                    await driver.wait(30.0)
                await driver.press("enter")
        assert "◇" in driver.text
        await driver.wait(60.0)
        assert "What you expected, and what happened" in driver.text
        await driver.press("escape")
        assert not driver.session.display.secret
        assert ("of 1,000" in driver.text) == is_turned
        await through_what_is_left(driver)

    on_stage(act, size=(96, 27), source=Scripted(ceil(scenario.tables.run.days)), scenario=scenario)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "place"), EVERY)
def test_every_dial_of_a_lesson_moves_something(name: str, place: str) -> None:
    """The others stand in their middle: a threshold moves nothing where nobody is called at all."""
    scenario = load(place, settings=("population.customers=400",))
    lesson = next(each for each in scenario.tables.lessons if each.name == name)
    dials = {dial.key: dial for dial in dials_of(scenario)}

    def days(turned: dict[str, float]) -> np.ndarray:
        table = {key: dials[key].setting(value) for key, value in turned.items()}
        changed: Scenario = scenario
        for path, value in table.values():
            nested: object = value
            for part in reversed(path):
                nested = {part: nested}
            changed = changed.with_values(nested, "a test")  # type: ignore[arg-type]
        return run(changed, changed.baseline, 0).log.rows["time"]

    keys = [key if key in dials else f"{key}.mean" for key in lesson.dials]
    middle = {key: dials[key].nearest(0.5) for key in keys}
    for key in keys:
        low, high = (days(middle | {key: dials[key].nearest(end)}) for end in (0.0, 1.0))
        assert not np.array_equal(low, high), f"{key} moves nothing in {name}"
