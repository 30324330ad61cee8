"""Predict, then reveal; lessons beat by beat; what is printed for teacher and class."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import Driver, garage, on_stage
from textual.widgets import Input

from journeysim.errors import ScenarioError, UsageError
from journeysim.scenario.scenario import Scenario
from journeysim.tui import guessing, lessons
from journeysim.tui.guessing import FEWER, MORE, SAME, Guess

LESSON = {
    "name": "reminding",
    "title": "Reminding",
    "misconception": "A reminder is always welcome.",
    "dials": ["care.touches.reminder.reach", "problems.breakdown.rate"],
    "question": "How many stay?",
    "notes": "Five minutes.\n\nAsk for reasons.",
    "beats": [
        {"kind": "say", "text": "Turn the first dial."},
        {"kind": "predict", "text": "Where will it end?"},
        {"kind": "run", "until": "60 d", "text": "Two months."},
        {"kind": "reveal"},
        {"kind": "debrief", "text": "What did it?"},
    ],
}


def test_notes_say_when_each_beat_begins_and_nothing_where_no_minutes_are_said() -> None:
    scenario = taught()
    plain = lessons.notes(scenario, scenario.tables.lessons[0])
    assert "minute" not in plain.partition("Beats")[2]
    timed = [beat | {"minutes": 3} for beat in LESSON["beats"]]  # type: ignore[operator]
    scenario = garage().with_values({"lessons": [LESSON | {"beats": timed}]}, "a test")
    told = lessons.notes(scenario, scenario.tables.lessons[0])
    assert "2. Predict, minute 3 to 6: Where will it end?" in told
    assert "3. Run to day 60, minute 6 to 9: Two months." in told
    assert "Beats, 15 minutes together" in told


@pytest.mark.parametrize("minutes", [0, 121, 2.5, "3 min"])
def test_minutes_are_whole_and_few(minutes: object) -> None:
    beats = [{"kind": "say", "minutes": minutes}]
    with pytest.raises(ScenarioError, match="minutes"):
        garage().with_values({"lessons": [LESSON | {"beats": beats}]}, "a test")


def test_a_guess_that_is_put_off_is_asked_for_again() -> None:
    async def act(driver: Driver) -> None:
        driver.screen.teacher.begin(driver.session.scenario.tables.lessons[0])
        await driver.press("enter")
        assert "Which way will it go?" in driver.text
        await driver.press("escape")
        assert "Turn the first dial." in driver.text
        assert not driver.session.display.secret
        await driver.press("enter")
        assert "Which way will it go?" in driver.text
        assert driver.session.display.secret

    on_stage(act, scenario=taught())


def test_tab_goes_round_the_four_questions_and_nowhere_else() -> None:
    async def act(driver: Driver) -> None:
        await driver.press(
            "p", "space", "tab", "b", "tab", "4", "tab", "x", "tab", "right", "space"
        )
        assert "( ) more stay" in driver.text
        assert "(●) no difference" in driver.text
        await driver.press("shift+tab", "enter")
        assert "1 guess locked" in driver.text

    on_stage(act)


def test_what_is_chosen_has_another_sign() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("p")
        assert driver.text.count("( )") == 3
        await driver.press("right", "space")
        assert "( ) more stay" in driver.text
        assert "(●) no difference" in driver.text

    on_stage(act)


def taught() -> Scenario:
    return garage().with_values({"lessons": [LESSON]}, "a test")


@pytest.mark.parametrize(
    ("text", "share"),
    [("31", 0.31), ("31.5 %", 0.315), ("31,5", 0.315), ("0", 0.0), ("100%", 1.0)],
)
def test_percentages_are_read_as_people_type_them(text: str, share: float) -> None:
    assert guessing.share_of(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["", "many", "101", "-1", "nan", "inf", "1e9"])
def test_what_is_no_percentage_is_none(text: str) -> None:
    assert guessing.share_of(text) is None


def test_guesses_come_from_a_file_and_faults_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "guesses.csv"
    path.write_text("name,percent,why\nAnn,31,because\n\n,40 %\n", encoding="utf-8")
    assert guessing.read(path) == (
        Guess("Ann", 0.31, "", "because"),
        Guess("guess 4", 0.40),
    )
    path.write_text("Ann,31\nBo,many\nCy,300\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        guessing.read(path)
    assert [fault.where for fault in caught.value.faults] == [f"{path}:2", f"{path}:3"]
    with pytest.raises(UsageError, match="cannot be read"):
        guessing.read(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    "lines",
    [
        "Anna;82,5\nBen;75,0\n",
        "name;percent\nAnna;82,5 %\nBen;75 %\n",
        "Anna\t82.5\nBen\t75\n",
        'Anna,"82,5",warm\nBen,75,\n',
    ],
)
def test_guesses_are_read_however_they_were_saved(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "guesses.csv"
    path.write_text(lines, encoding="utf-8")
    assert [(guess.name, guess.share) for guess in guessing.read(path)] == [
        ("Anna", 0.825),
        ("Ben", 0.75),
    ]


def test_a_decimal_comma_between_commas_is_refused(tmp_path: Path) -> None:
    """`Anna,82,5` would be 82, for the reason 5."""
    path = tmp_path / "guesses.csv"
    path.write_text("Anna,82,5\nBen,75,0\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="can be 82 or 82,5; put ; between cells"):
        guessing.read(path)


shares = st.floats(0.0, 1.0)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(shares, max_size=30), shares)
def test_everybody_is_in_the_histogram_once_and_the_truth_in_one_bin(
    values: list[float], truth: float
) -> None:
    rows = guessing.histogram([Guess("x", value) for value in values], truth)
    assert sum(count for _, count, _ in rows) == len(values)
    assert sum(true for _, _, true in rows) == 1
    assert len(rows) <= 11


def test_the_nearest_are_named_all_of_them() -> None:
    guesses = [Guess("a", 0.3), Guess("b", 0.5), Guess("c", 0.4)]
    assert [guess.name for guess in guessing.nearest(guesses, 0.45)] == ["b", "c"]
    assert guessing.nearest([], 0.4) == ()


def test_directions_are_counted_where_they_were_said() -> None:
    guesses = [Guess("a", 0.3, MORE), Guess("b", 0.3, FEWER), Guess("c", 0.3), Guess("d", 0, SAME)]
    assert guessing.right_direction(guesses, 0.02) == (1, 3)
    assert guessing.right_direction(guesses, -0.02) == (1, 3)
    assert guessing.right_direction(guesses, 0.0) == (1, 3)


async def guess(driver: Driver, number: str, reason: str = "care") -> None:
    """Direction, reason, number, name."""
    await driver.press("enter", "tab", *reason, "tab", *number, "tab", *"me", "enter")


def test_the_future_is_hidden_until_the_guesses_are_in_and_then_revealed() -> None:
    async def act(driver: Driver) -> None:
        await driver.go_to(30)
        await driver.press("end")
        await driver.wait(0.4)
        end = f"{100 * driver.screen.view().you.retention[-1]:.1f} %"
        assert end in driver.text
        await driver.press("p")
        assert end not in driver.text
        assert "more stay" in driver.text
        await guess(driver, "77.7")
        assert "1 guess locked, hidden until the reveal" in driver.text
        assert "77.7" not in driver.text
        await guess(driver, "66")
        assert "2 guesses locked" in driver.text
        await driver.press("ctrl+r")
        assert driver.app.screen is driver.screen
        assert end not in driver.text
        assert "◇ 77.7 %" in driver.text
        await driver.wait(5.0)
        assert end not in driver.text
        await driver.wait(40.0)
        assert "what happened" in driver.text
        assert "Nearest: me" in driver.text
        await driver.press("escape")
        assert end in driver.text

    on_stage(act)


def test_a_guess_needs_direction_reason_and_number() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("end")
        await driver.wait(0.4)
        await driver.press("p", "ctrl+r")
        assert "Nobody has guessed yet" in driver.text
        driver.app.screen.query_one("#share", Input).value = "50"
        await driver.press("ctrl+r")
        assert "First the direction" in driver.text
        await driver.press("escape")
        assert not driver.session.display.secret

    on_stage(act)


def test_a_lesson_goes_from_beat_to_beat_with_its_own_dials() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("e", "enter")
        await driver.pilot.pause()
        assert "Reminding, 1 of 5  Say: Turn the first dial." in driver.text
        assert "People at the desk" not in driver.text
        await driver.press("end")
        await driver.wait(0.4)
        await driver.press("enter")
        assert "Where will it end?" in driver.text
        await guess(driver, "80")
        await driver.press("ctrl+r")
        assert "Two months." in driver.text
        await driver.wait(20.0)
        assert (driver.session.day, driver.session.display.secret) == (60, True)
        await driver.press("enter")
        await driver.wait(40.0)
        assert "What you expected, and what happened" in driver.text
        assert "What did it?" in driver.text
        await driver.press("escape")
        await driver.press("enter")
        assert "The lesson is over" in driver.text
        assert "People at the desk" in driver.text

    on_stage(act, scenario=taught())
