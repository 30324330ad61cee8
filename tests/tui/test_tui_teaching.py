"""Predict, then reveal; lessons beat by beat; what is printed for teacher and class."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import Driver, Scripted, garage, on_stage
from textual.widgets import Input

from journeysim.errors import ScenarioError, UsageError
from journeysim.experiment.estimate import Estimate
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
        assert driver.session.display.secret
        await driver.press("enter")
        assert "Which way will it go?" in driver.text
        assert driver.session.display.secret

    on_stage(act, scenario=taught())


def test_tab_goes_round_the_four_questions_and_nowhere_else() -> None:
    async def act(driver: Driver) -> None:
        await driver.press(
            "p", "space", "tab", "4", "tab", "b", "tab", "x", "tab", "right", "space"
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
    ("text", "people"), [("31", 31), ("31.5", 31.5), ("31,5", 31.5), ("0", 0), ("1000", 1000)]
)
def test_people_are_read_as_people_type_them(text: str, people: float) -> None:
    assert guessing.people_of(text) == people


@pytest.mark.parametrize("text", ["", "many", "1001", "-1", "nan", "inf", "1e9"])
def test_what_is_no_number_of_people_is_none(text: str) -> None:
    assert guessing.people_of(text) is None


def test_guesses_come_from_a_file_and_faults_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "guesses.csv"
    text = "name,direction,people,why\nAnn,more,31,because\n\n,fewer,40\nCy,same\n"
    path.write_text(text, encoding="utf-8")
    assert guessing.read(path) == (
        Guess("Ann", MORE, 31, "because"),
        Guess("guess 4", FEWER, -40),
        Guess("Cy", SAME, 0),
    )
    path.write_text("Ann,more,31\nBo,many,3\nCy,more,3000\nDi,31\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        guessing.read(path)
    assert [fault.where for fault in caught.value.faults] == [f"{path}:{n}" for n in (2, 3, 4)]
    with pytest.raises(UsageError, match="cannot be read"):
        guessing.read(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    "lines",
    [
        "Anna;more;82\nBen;fewer;75\n",
        "name;direction;people\nAnna;more stay;82\nBen;fewer stay;75\n",
        "Anna\t+\t82\nBen\t-\t75\n",
        'Anna,MORE,"82",warm\nBen,less,75,\n',
    ],
)
def test_guesses_are_read_however_they_were_saved(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "guesses.csv"
    path.write_text(lines, encoding="utf-8")
    assert [(guess.name, guess.people) for guess in guessing.read(path)] == [
        ("Anna", 82),
        ("Ben", -75),
    ]


def test_a_level_is_refused_as_a_guess(tmp_path: Path) -> None:
    """`Anna,82` once meant 82 per cent retained; what is guessed is the effect."""
    path = tmp_path / "guesses.csv"
    path.write_text("Anna,82\nBen,75\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="direction: more, same or fewer"):
        guessing.read(path)


effects = st.integers(-1000, 1000)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(effects, max_size=30), effects)
def test_everybody_is_in_the_histogram_once_and_the_truth_in_one_bin(
    values: list[int], truth: int
) -> None:
    rows = guessing.histogram([Guess("x", MORE, value) for value in values], truth)
    assert sum(count for _, count, _ in rows) == len(values)
    assert sum(true for _, _, true in rows) == 1
    assert len(rows) <= 11


def test_the_nearest_are_named_all_of_them() -> None:
    guesses = [Guess("a", MORE, 30), Guess("b", MORE, 50), Guess("c", MORE, 40)]
    assert [guess.name for guess in guessing.nearest(guesses, 45)] == ["b", "c"]
    assert guessing.nearest([], 40) == ()


def test_directions_are_right_as_far_as_chance_lets_one_say() -> None:
    guesses = [Guess("a", MORE, 30), Guess("b", FEWER, -3), Guess("c", SAME, 0)]
    for lead, right in (
        (Estimate(0.02, 0.01, 0.03, 6), MORE),
        (Estimate(-0.02, -0.03, -0.01, 6), FEWER),
        (Estimate(0.02, -0.01, 0.05, 6), SAME),
        (Estimate(0.0, 0.0, 0.0, 6), SAME),
    ):
        assert guessing.direction_of(lead) == right
        assert guessing.right_direction(guesses, lead) == 1


async def guess(driver: Driver, number: str, reason: str = "care") -> None:
    """Direction, number, reason, name."""
    await driver.press("space", "tab", *number, "tab", *reason, "tab", *"me", "enter")


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
        assert "of 1,000 customers are still here on day 365" in driver.text
        await guess(driver, "177")
        assert "1 guess locked, hidden until the reveal" in driver.text
        assert "177" not in driver.text
        await guess(driver, "66")
        assert "2 guesses locked" in driver.text
        await driver.press("ctrl+r")
        assert driver.app.screen is driver.screen
        assert end not in driver.text
        assert driver.text.count("◇") >= 2
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
        driver.app.screen.query_one("#people", Input).value = "50"
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


def answers(driver: Driver) -> list[str]:
    """What on the screen says what the change does."""
    cache, own = driver.session.exchange.cache, driver.session.pair[0]
    end = f"{100 * cache.runs(own).whole[0].days[-1][1] / 800:.0f}."
    told = ("better", "worse", "more stay", "fewer stay", "as many stay", "people of 1,000", end)
    return [words for words in told if words in driver.text]


HIDDEN_KEYS = (
    "w",
    "v",
    "c",
    "s",
    "S",
    "d",
    "f",
    "x",
    "g",
    "space",
    "greater_than_sign",
    "full_stop",
    "f4",
)


def test_no_beat_before_the_reveal_tells_the_answer_whatever_is_pressed() -> None:
    async def act(driver: Driver) -> None:
        driver.screen.teacher.begin(driver.session.scenario.tables.lessons[0])
        await driver.rest()
        await driver.press("end")
        await driver.wait(0.4)
        assert driver.screen.view().forked
        for key in HIDDEN_KEYS:
            await driver.press(key)
            assert driver.app.screen is driver.screen, key
            assert not answers(driver), (key, answers(driver))
            assert driver.session.day == 0, key
            if driver.screen.arrangement.maximised:
                driver.screen.maximise()
        for name in ("demo", "log", "report"):
            await driver.screen.do(name)
            assert driver.app.screen is driver.screen, name
        await driver.press("enter", "escape")
        assert not answers(driver)
        await driver.press("escape")
        assert "esc again ends the lesson" in driver.text
        assert driver.session.display.secret

    on_stage(act, scenario=taught())


def test_what_is_typed_is_kept_when_the_card_is_left() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("p", "space", "tab", "4", "2", "tab", *"because", "escape")
        await driver.press("p")
        fields = {field.id: field.value for field in driver.app.screen.query(Input)}
        assert (fields["people"], fields["reason"]) == ("42", "because")
        assert "(●) more stay" in driver.text
        await driver.press("tab", "enter", "escape", "p")
        assert "1 guess locked" in driver.text

    on_stage(act)


def test_the_axis_does_not_move_while_it_is_revealed() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("end")
        await driver.wait(0.4)
        await driver.press("p")
        await guess(driver, "300")
        await driver.press("ctrl+r")
        ticks = set()
        for _ in range(6):
            await driver.wait(1.5)
            ticks.add(tuple(line.split("%")[0] for line in driver.lines() if " % " in line[39:52]))
        assert len(ticks) == 1

    on_stage(act)


def test_a_class_that_changes_no_mind_goes_on_with_its_first_vote() -> None:
    """As one whose guesses came in from a file: the second card asked for another, or nothing went on."""

    async def act(driver: Driver) -> None:
        await driver.press("end")
        await driver.wait(0.4)
        await driver.press("p")
        await guess(driver, "40")
        ballot = driver.screen.teacher.ballot
        ballot.vote_again()
        await driver.press("escape")
        await driver.press("p")
        assert "ctrl+r lets the first vote stand" in driver.text
        await driver.press("ctrl+r")
        assert driver.app.screen is driver.screen
        assert [len(vote) for vote in ballot.votes] == [1]
        assert driver.session.display.marks == (40.0,)

    on_stage(act)


def test_a_card_opened_before_the_baseline_is_known_says_how_many_stay_once_it_is() -> None:
    source = Scripted(partial=40)

    async def act(driver: Driver) -> None:
        await driver.press("p")
        assert "customers are still here" not in driver.text
        source.partial = 0
        source.answer(list(source.asked))
        await driver.wait(0.4)
        assert "customers are still here on day 365" in driver.text

    on_stage(act, source=source)
