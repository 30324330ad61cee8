"""The class: two votes, guesses kept on disk, another world, notes that follow, sheets of one page."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import Driver, garage, on_stage
from test_tui_teaching import LESSON, guess, taught

from journeysim.cli.main import main
from journeysim.engine.choice import SIMPY
from journeysim.errors import ScenarioError
from journeysim.scenario.scenario import Scenario, load
from journeysim.tui import guessing, lessons
from journeysim.tui.app import Appearance
from journeysim.tui.ballot import VOTES, Ballot
from journeysim.tui.classroom import Classroom, LessonProgress
from journeysim.tui.following import followed
from journeysim.tui.guesses_file import COLUMNS, GuessesFile, fresh
from journeysim.tui.guessing import FEWER, MORE, SAME, Guess
from journeysim.tui.lesson_template import template
from journeysim.tui.plain import tell
from journeysim.tui.plain_lesson import PlainLesson

ANN, BO = Guess("Ann", MORE, 40, "care"), Guess("Bo", FEWER, -20, "=mail, more")
REACH = "care.touches.reminder.reach"

FULL = LESSON | {
    "beats": [
        {"kind": "say", "text": "Turn it.", "turn": {REACH: "60 %"}},
        {"kind": "predict", "text": "And now?"},
        {"kind": "predict", "text": "Talk, then guess again."},
        {"kind": "reveal"},
        {"kind": "debrief", "text": "What did it?"},
        {"kind": "world", "world": "rough", "text": "And here?"},
    ]
}
ROUGH = {"about": "worse", "problems": {"breakdown": {"rate": "2 per year"}}}


def school() -> Scenario:
    return garage().with_values({"lessons": [FULL], "worlds": {"rough": ROUGH}}, "a test")


def small() -> Scenario:
    return school().with_values(
        {"population": {"customers": 200}, "run": {"days": "200 d", "replications": 2}}, "a test"
    )


def test_a_guess_is_on_disk_as_soon_as_it_is_locked_and_taken_up_after_a_crash(
    tmp_path: Path,
) -> None:
    path = tmp_path / "class.csv"
    ballot = Ballot((), 40, GuessesFile(path))
    ballot.put(ANN)
    ballot.put(BO)
    ballot.put(replace(ANN, people=50.0))  # another Ann
    again = Ballot((), 40, GuessesFile(fresh(path)))
    assert again.guesses == (ANN, BO, replace(ANN, people=50.0))
    again.vote_again()
    again.put(replace(BO, direction=MORE, people=10.0))
    third = Ballot((), 40, GuessesFile(fresh(path)))
    assert (len(third.earlier), len(third.guesses), third.vote) == (3, 1, VOTES[1])
    third.reveal(12.0)
    rows = list(csv.reader(path.open(encoding="utf-8")))
    assert tuple(rows[0]) == COLUMNS
    assert [row[5] for row in rows[1:]] == ["12"] * len(rows[1:])
    assert rows[-1][:5] == ["Bo", MORE, "10", "'=mail, more", VOTES[1]]
    assert rows[-1][6] == "2"
    assert fresh(path) == tmp_path / "class_2.csv"
    assert {each.name for each in guessing.read(path)} == {"Ann", "Bo"}


def test_a_file_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    ballot = Ballot((), 0, GuessesFile(tmp_path / "nowhere" / "class.csv"))
    ballot.put(ANN)
    assert ballot.guesses == (ANN,)
    assert "nowhere" in ballot.fault
    strange = tmp_path / "strange.csv"
    strange.write_text("not,ours\n1,2\n", encoding="utf-8")
    kept = GuessesFile(strange)
    kept.add(VOTES[0], ANN)
    kept.answer(3.0)
    assert strange.read_text(encoding="utf-8") == "not,ours\n1,2\n"


def test_a_lesson_has_two_votes_turns_what_nobody_turned_and_goes_elsewhere(tmp_path: Path) -> None:
    heard: list[LessonProgress] = []
    room = Classroom(people=40, file=tmp_path / "class.csv", tells=heard.append)

    async def act(driver: Driver) -> None:
        teacher = driver.screen.teacher
        teacher.begin(driver.session.scenario.tables.lessons[0])
        await driver.rest()
        await driver.press("enter")
        await driver.wait(0.4)
        assert "Turned for you: Reminder reach 60 %" in driver.text
        assert teacher.at == 0
        await driver.press("enter")
        await guess(driver, "40")
        assert "1 of 40 guesses locked" in driver.text
        await driver.press("ctrl+r")
        await driver.rest()
        assert "the vote after talking" in driver.text
        assert "1 of 40" not in driver.text
        await guess(driver, "150", "talked")
        await driver.press("ctrl+r")
        await driver.rest()
        assert "◆" in driver.text
        assert "◇" in driver.text
        await driver.wait(40.0)
        assert "kept by it, 0 driven away by it." in driver.text
        assert "On average you said +40 before, +150 after talking" in driver.text
        assert "class.csv" in driver.text
        await driver.press("escape", "enter")
        await driver.wait(0.4)
        assert "The corner garage, rough" in driver.text
        assert driver.source.asked[-1].world["problems"]["breakdown"]["rate"] == "2 per year"
        assert "--world rough" in command(driver)
        await driver.press("u")
        assert "The corner garage, rough" not in driver.text

    def command(driver: Driver) -> str:
        from journeysim.tui.command import command_of

        return command_of(driver.session)

    on_stage(act, scenario=school(), look=Appearance(room=room))
    assert [p.beat for p in heard] == sorted(p.beat for p in heard)
    assert max(p.guesses for p in heard) == 1
    assert heard[-1].beat == 5


@pytest.mark.parametrize(
    ("beat", "what"),
    [
        ({"kind": "say", "turn": {"service.training": 1}}, "no dial of this lesson"),
        ({"kind": "world", "world": "nowhere"}, "no world 'nowhere'"),
    ],
)
def test_a_beat_that_turns_or_names_what_there_is_not_is_refused(
    beat: dict[str, object], what: str
) -> None:
    with pytest.raises(ScenarioError, match=what):
        garage().with_values({"lessons": [LESSON | {"beats": [beat]}]}, "a test")


def asked(answers: list[str]) -> tuple[list[str], object]:
    said: list[str] = []
    left = iter(answers)

    def ask(question: str) -> str | None:
        said.append(question)
        return next(left, None)

    return said, ask


def test_a_plain_lesson_asks_hides_reveals_and_says_why(tmp_path: Path) -> None:
    answers = [
        "",
        "Ann",
        "more",
        "40",
        "care",
        "",
        "Ann",
        "fewer",
        "many",
        "Ann",
        "fewer",
        "5",
        "",
        "",
    ]
    said, ask = asked(answers)
    room = Classroom(people=3, file=tmp_path / "class.csv")
    scenario = small()
    lesson = scenario.tables.lessons[0]
    assert PlainLesson(scenario, lesson, said.append, ask, room, SIMPY).teach() == 0  # type: ignore[arg-type]
    text = "\n".join(said)
    before, after = text.split("Reveal")
    for answer in ("more stay than", "kept by it", "retain "):
        assert answer not in before
    assert "Turned: Reminder reach to 60 %" in before
    assert "1 of 3 guesses in" in before
    assert "A number from 0 to 1000, please." in before
    assert "kept by it" in after
    assert "Before talking" in after
    assert "Retained: Of 1,000 customers" in after
    assert "Elsewhere: And here?" in after
    assert GuessesFile(tmp_path / "class.csv").unanswered() == []


def test_plain_play_says_why_and_who_guessed_nearest() -> None:
    out = io.StringIO()
    tell(small(), "caring", SIMPY, out, guesses=(ANN, Guess("Cy", SAME, 0)))
    assert "Nearest: " in out.getvalue()
    assert "Retained: Of 1,000 customers" in out.getvalue()


def test_notes_follow_the_lesson_and_never_say_a_guess() -> None:
    scenario = school()
    lesson = scenario.tables.lessons[0]
    heard = [
        LessonProgress(9, 3, 0, True), None, LessonProgress(0, 0, 40), LessonProgress(0, 0, 40), LessonProgress(1, 1, 40),
        LessonProgress(1, 2, 40), LessonProgress(2, 0, 40), LessonProgress(6, 0, 40, True), LessonProgress(0),
    ]  # fmt: skip
    told = list(followed(scenario, lesson, heard))
    assert told[0] == lessons.notes(scenario, lesson)
    assert [text.strip() for text in told[1:]] == [
        "> 1. Say: Turn it.\n  then 2. Predict: And now?",
        "> 2. Predict: And now?\n  then 3. Predict again: Talk, then guess again.",
        "1 of 40 guesses in",
        "2 of 40 guesses in",
        "> 3. Predict again: Talk, then guess again.\n  then 4. Reveal",
        "The lesson is over.",
    ]


def test_the_progress_file_is_read_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journeysim.tui import classroom

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert classroom.heard("it") is None
    classroom.teller("it")(LessonProgress(2, 27, 40))
    assert classroom.heard("it") == LessonProgress(2, 27, 40)
    (tmp_path / "journeysim" / "lesson-it.json").write_text(
        json.dumps({"beat": 1, "no": 2}), encoding="utf-8"
    )
    assert classroom.heard("it") is None


@pytest.mark.parametrize(("name", "place"), [(n, p) for n, p, _ in lessons.listed()])
def test_a_handout_is_one_page_and_every_beat_has_its_minutes(name: str, place: str) -> None:
    scenario = load(place)
    lesson = next(each for each in scenario.tables.lessons if each.name == name)
    lines = lessons.handout(scenario, lesson).splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80
    assert all(beat.minutes for beat in lesson.beats)
    kinds = [beat.kind for beat in lesson.beats]
    assert kinds.count("predict") == 2
    assert kinds[-1] == "world" or "world" in kinds
    assert "reveal" in kinds


def test_an_answer_sheet_is_one_page_and_says_both_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from journeysim.tui.answers import answer_sheet

    scenario = small()
    sheet = answer_sheet(scenario, scenario.tables.lessons[0], SIMPY)
    lines = sheet.splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80
    assert sheet.count("kept, ") + sheet.count("moves nothing") == 4
    assert "Reminder reach: 60 %" in sheet
    assert "  rough" in sheet


def test_a_new_lesson_can_be_taught_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["lesson", "--new", "my_lesson"]) == 0
    written = (tmp_path / "my_lesson.toml").read_text(encoding="utf-8")
    assert written == template("my_lesson", "my_lesson.toml")
    scenario = load("my_lesson.toml")
    (lesson,) = scenario.tables.lessons
    assert {beat.kind for beat in lesson.beats} == {"say", "predict", "run", "reveal", "debrief", "world"}  # fmt: skip
    assert main(["validate", "my_lesson.toml"]) == 0
    assert main(["lesson", "--new", "my_lesson"]) == 2
    assert "nothing is overwritten" in capsys.readouterr().err
    assert main(["lesson", "--new", "My Lesson"]) == 2
    assert main(["lesson", "flat_tyre", "--follow"]) == 2


def test_who_looks_on_waits_until_a_lesson_begins() -> None:
    scenario = taught()
    told = list(
        followed(scenario, scenario.tables.lessons[0], [None, LessonProgress(3, 0, 0, True)])
    )
    assert len(told) == 1
