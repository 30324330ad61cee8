"""init: a firm of one's own from a few answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from journeysim.calibration.answers import gap
from journeysim.calibration.questionnaire import KINDS, QUESTIONS
from journeysim.cli.main import group
from journeysim.scenario.scenario import load

Command = Callable[..., tuple[int, str, str]]

ANSWERS = """
kind = "garage"
customers = 200
every = "every 100 days"
spend = "£210"
margin = 35
new = 0
stay = 75
trouble = "don't know"
agents = 3
contact = "20 min"
"""


def test_answers_become_a_firm_that_shows_them(journeysim: Command, folder: Path) -> None:
    (folder / "answers.toml").write_text(ANSWERS, encoding="utf-8")
    arguments = ("init", "--answers", "answers.toml", "--engine", "simpy", "-o", "mine.toml")
    code, out, err = journeysim(*arguments)
    assert code == 0, err
    assert "retention@365d" in out
    assert "75.0 %" in out
    assert "usual numbers stand in: trouble, tell, hang_up" in err
    assert err.endswith("written to mine.toml\nnext: journeysim compare mine.toml\n")
    tables = load(str(folder / "mine.toml")).tables
    assert tables.population.customers == 200
    segments = tables.segments.values()
    often = sum(each.share / each.gap.distribution().mean() for each in segments if each.gap)
    assert 1.0 / often == pytest.approx(100.0, rel=1e-3)
    spent = sum(each.share * each.basket.distribution().mean() for each in segments if each.basket)
    assert spent == pytest.approx(210.0, rel=1e-3)
    assert tables.purchase.margin == 0.35
    phone = tables.service.channels["phone"]
    assert phone.agents == 3
    assert phone.handling.distribution().mean() * 1440 == pytest.approx(20.0)
    assert phone.handling.sigma == 0.8
    text = (folder / "mine.toml").read_text(encoding="utf-8")
    assert "How many customers do you have? = 200  [your answer]" in text


def test_a_figure_that_cannot_be_shown_is_told_and_the_rest_is_written(
    journeysim: Command, folder: Path
) -> None:
    text = 'kind = "garage"\ncustomers = 60\nnew = 0\nstay = 99.99\n'
    (folder / "answers.toml").write_text(text, encoding="utf-8")
    code, _, err = journeysim(
        "init", "--answers", "answers.toml", "--engine", "simpy", "-o", "mine.toml"
    )
    assert code == 0
    assert "not shown: retention@365d=" in err
    assert "# note: not shown: retention@365d=" in (folder / "mine.toml").read_text(
        encoding="utf-8"
    )


def test_not_knowing_anything_is_an_answer(folder: Path) -> None:
    found = CliRunner().invoke(
        group, ["init", "-o", "mine.toml", "--quiet"], input="\n" * len(QUESTIONS)
    )
    assert found.exit_code == 0, found.output
    assert load("mine.toml").tables.segments == load(KINDS["other"]).tables.segments


def test_an_answer_that_is_none_is_asked_for_again(folder: Path) -> None:
    said = ["zoo", "garage", "-3", "70", *["?"] * 20]
    found = CliRunner().invoke(group, ["init", "-o", "mine.toml"], input="\n".join(said) + "\n")
    assert found.exit_code == 0, found.output
    assert "please answer with one of shop, garage" in found.output
    assert "please answer with a whole number from 1" in found.output
    assert load("mine.toml").tables.population.customers == 70


def test_there_are_at_most_twelve_questions_each_with_an_example_that_is_an_answer() -> None:
    assert len(QUESTIONS) <= 12
    for question in QUESTIONS:
        assert question.text.endswith("?")
        for example in question.example.split(", "):
            assert question.read(example) is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("stay = 120", "answers.toml: stay: '120' is no answer; expected a number of 100"),
        ("every = 'now and then'", "answers.toml: every: 'now and then' is no answer"),
        ("customer = 3", "answers.toml: customer: unknown question; known: kind, customers"),
        ("stay = [1]", "answers.toml: stay: must be a number or text in quotes"),
        ("stay = ", "answers.toml: is not valid TOML"),
    ],
)
def test_wrong_answers_are_refused(
    journeysim: Command, folder: Path, text: str, words: str
) -> None:
    (folder / "answers.toml").write_text(text, encoding="utf-8")
    code, _, err = journeysim("init", "--answers", "answers.toml", "-o", "mine.toml")
    assert code == 2
    assert words in err
    assert not (folder / "mine.toml").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_every_answer(kind: str) -> None:
    from journeysim.calibration.questionnaire import from_table, turned

    scenario = load(KINDS[kind])
    said = {question.key: question.example.split(", ")[0] for question in QUESTIONS} | {
        "kind": kind
    }
    values = turned(scenario, from_table("answers", said))
    changed = scenario.with_values(values, "init")
    assert changed.tables.population.customers == 3000
    assert changed.sha256 != scenario.sha256


def test_the_questions_can_be_filled_in_as_a_file(journeysim: Command, folder: Path) -> None:
    code, out, _ = journeysim("init", "--questions")
    assert code == 0
    (folder / "answers.toml").write_text(out, encoding="utf-8")
    assert journeysim("init", "--answers", "answers.toml", "-o", "mine.toml")[0] == 0
    assert (
        load(str(folder / "mine.toml")).tables.population == load(KINDS["other"]).tables.population
    )
    code, _, err = journeysim("init")
    assert code == 2
    assert "Say -o FILE.toml" in err


@pytest.mark.parametrize("answer", ["every year", "yearly", "once a year", "1 per year", "every 365 days", "every 12 months"])  # fmt: skip
def test_every_year_is_yearly(answer: str) -> None:
    assert gap(answer) == pytest.approx(365.0)
