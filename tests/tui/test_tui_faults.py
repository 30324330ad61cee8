"""What went wrong when the screen was tried in earnest, each as a kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripted import Driver, Scripted, garage, on_stage
from textual.widgets import Input, OptionList

from journeysim.scenario.scenario import Scenario
from journeysim.tui.app import Appearance
from journeysim.tui.protocol import RunRequest
from journeysim.tui.session.idle import NOTHING_MOVED
from journeysim.tui.widgets.slider import Slider

LETTER = {
    "care": {
        "touches": {
            "letter": {
                "like": "reminder", "trigger": "date", "on": "14 d", "reach": 0.0,
            }
        }
    },
    "dials": [
        {"key": "care.touches.letter.reach", "low": 0, "high": 1, "step": 0.05},
        {"key": "care.touches.letter.audience.risk_from", "low": 0, "high": 1, "step": 0.1},
        {"key": "service.channels.desk.agents", "low": 1, "high": 6, "step": 1},
    ],
}  # fmt: skip


def lettered() -> Scenario:
    return garage().with_values(LETTER, "a test")


def idle(driver: Driver) -> list[str]:
    return [reading.idle for reading in driver.screen.view().readings]


def test_a_dial_that_moves_nothing_is_grey_and_says_why() -> None:
    async def act(driver: Driver) -> None:
        assert idle(driver) == ["", "letter reaches nobody", ""]
        assert "moves nothing: letter reaches" in driver.text
        await driver.press("shift+right")
        assert idle(driver) == ["", "", ""]
        await driver.wait(0.4)
        await driver.go_to(15)
        assert idle(driver) == ["day 14 is past", "day 14 is past", ""]

    on_stage(act, scenario=lettered())


class Unmoved(Scripted):
    """A world in which no lever does anything."""

    def answer(self, specs):  # type: ignore[no-untyped-def]
        super().answer([spec.__class__(**vars(spec) | {"levers": []}) for spec in specs])


def test_a_dial_that_moved_nothing_says_so_once_it_was_turned() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("shift+right")
        await driver.wait(0.4)
        assert idle(driver)[0] == NOTHING_MOVED
        await driver.press("u")
        assert idle(driver)[0] == ""

    on_stage(act, source=Unmoved())


def test_a_turned_world_is_told_with_both_lines_and_the_former_one_stays() -> None:
    async def act(driver: Driver) -> None:
        before = driver.screen.view().given
        await driver.press("k", "right")
        await driver.wait(0.4)
        view = driver.screen.view()
        assert "Nothing changed yet" not in driver.text
        assert view.former is not None
        assert view.former[-1] == pytest.approx(before)
        words = f"both lines moved, {100 * view.former[-1]:.1f} % to {100 * view.given:.1f} %"
        assert words in driver.text

    on_stage(act)


def test_up_and_down_go_from_dial_to_dial() -> None:
    async def act(driver: Driver) -> None:
        sliders = list(driver.screen.query(Slider))
        await driver.press("down")
        assert driver.app.focused is sliders[1]
        await driver.press("down", "up", "up")
        assert driver.app.focused is sliders[0]

    on_stage(act)


def test_what_is_typed_over_a_proposal_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(driver: Driver) -> None:
        await driver.press("ctrl+e", *"mine.svg", "enter")
        assert "Wrote mine.svg" in driver.text

    on_stage(act)


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+e"])
def test_no_name_of_a_file_ends_the_screen(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(driver: Driver) -> None:
        for name in ("a" * 300, "a/" * 300 + "b", "\0x", "/", "nowhere/x.toml"):
            await driver.press(key)
            driver.app.screen.query_one(Input).value = name
            await driver.press("enter")
            assert driver.app.screen is driver.screen
            assert driver.screen.view().notice, name

    on_stage(act)
    assert not list(tmp_path.iterdir())


def test_the_last_word_of_the_help_can_be_reached() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("question_mark")
        options = driver.app.screen.query_one(OptionList)
        await driver.press(*["pagedown"] * 20)
        assert options.highlighted == options.option_count - 1
        assert "other luck" in driver.text
        await driver.press("enter")
        assert driver.app.screen is not driver.screen

    on_stage(act, size=(80, 24))


def test_a_lead_of_two_runs_is_not_told_in_the_comparison() -> None:
    async def act(driver: Driver) -> None:
        driver.source.silent = True
        await driver.press("c")
        want = driver.source.orders[-1]
        assert isinstance(want, RunRequest)
        driver.source.answer([spec for spec in want.runs if spec.replication < 2])
        driver.app.screen.look()  # type: ignore[attr-defined]
        await driver.rest()
        assert "more runs ..." in driver.text
        assert "2 of 4 paired runs" in driver.text
        assert "points" not in driver.text.split("retained", 1)[1].split("\n", 1)[1].split("±")[0]

    on_stage(act)


def test_chance_is_a_plus_and_a_minus_where_there_is_no_sign_for_it() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("shift+right")
        await driver.wait(0.4)
        assert "+-" in driver.text
        assert "~ " not in driver.text

    on_stage(act, look=Appearance(symbols="ascii"))
