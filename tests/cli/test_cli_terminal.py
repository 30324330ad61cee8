"""What people read at the terminal: sentences first, then tables, one line a metric."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import WORLD

Command = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("remembered")
SMALL = ("firm.toml", "--customers", "60", "--days", "60", "--replications", "2", "--jobs", "1")

MANY = WORLD + "".join(
    f'\n[policies.p{n}]\nlabel = "a rather long label, number {n}"\nincludes = ["caring"]\n'
    for n in range(4)
)


@pytest.fixture
def many(folder: Path) -> None:
    """Seven policies, four of them with long labels."""
    (folder / "firm.toml").write_text(MANY, encoding="utf-8")


def blocks(out: str) -> list[list[str]]:
    """The paragraphs of an output."""
    return [block.split("\n") for block in out.strip("\n").split("\n\n")]


def test_sentences_come_before_tables(journeysim: Command) -> None:
    _, out, _ = journeysim("compare", *SMALL, "--full")
    order = [
        "A small firm",
        "Of 1,000 customers",
        "Best retention after 60 days",
        "In money, against plain",
        "What it leads to, against plain",
        "How people are answered",
        "What did it",
        "Who left, by what weighed most",
        "; ? too close to call",
        "2 paired runs of each policy, seed 1",
    ]
    said = " ".join(out.split())
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_unasked_a_comparison_is_an_answer_six_figures_and_what_it_comes_to(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    _, out, _ = journeysim("compare", *SMALL, "--policy", "caring")
    order = ["Of 1,000 customers", "In figures, against plain", "± is chance", "--full"]
    places = [out.index(words) for words in order]
    assert places == sorted(places)
    (table,) = [block for block in blocks(out) if block[0].startswith("In figures")]
    assert len(table) - 2 <= 6
    (closing,) = [
        block for block in blocks(out) if re.match("Choose |Keep |No clear choice", block[0])
    ]
    assert len(closing) <= 3
    assert out.index(closing[0]) > out.index("In figures")
    for word in ("seed", "paired run", "luck"):
        assert word not in out[: out.index("± is chance")]


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
@pytest.mark.parametrize("command", ["run", "compare"])
def test_no_line_is_wider_than_the_terminal_and_no_figure_is_broken(
    journeysim: Command,
    many: None,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    columns: int,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = journeysim(command, *SMALL)
    lines = out.split("\n")
    assert max(map(len, lines)) <= columns
    assert "…" not in out
    for line in lines:
        assert not re.match(r"^\s*(±|\?)", line) or line.startswith("± is chance"), line


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_a_metric_takes_one_line_of_a_table(
    journeysim: Command, many: None, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Where policies do not fit side by side, the table goes on below instead."""
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = journeysim("compare", *SMALL)
    rows = [line for line in out.split("\n") if line.startswith("contacts per customer, a year")]
    figures = [figure for row in rows for figure in re.findall(r"[+-]?\d[\d,.]*", row)]
    assert len(rows) == sum(
        block.count("contacts per customer, a year") for block in out.split("\n\n")
    )
    assert len([figure for figure in figures if figure[0] in "+-0"]) >= 6


def test_a_table_that_goes_on_below_repeats_the_baseline(
    journeysim: Command, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = journeysim("compare", *SMALL, "--full")
    start = out.index("What it leads to")
    parts = out[start : out.index("What comes in and goes out")].strip().split("\n\n")
    assert len(parts) > 1
    firsts = {
        re.sub(r" +", " ", line.split("  ")[0]): re.findall(r"\d[\d.,]*", line)[0]
        for line in parts[0].split("\n")
        if line.startswith("active")
    }
    for part in parts:
        (row,) = [line for line in part.split("\n") if line.startswith("active")]
        assert re.findall(r"\d[\d.,]*", row)[0] == firsts["active"]


def test_a_pipe_is_120_wide_unless_told_otherwise(
    journeysim: Command, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = journeysim("compare", *SMALL)[1]
    monkeypatch.setenv("COLUMNS", "120")
    assert journeysim("compare", *SMALL)[1] == wide
    monkeypatch.setenv("COLUMNS", "80")
    assert journeysim("compare", *SMALL)[1] != wide


@pytest.mark.parametrize("columns", ["0", "-1", "", "wide", "1"])
def test_a_width_that_is_none_is_no_reason_to_break_tables(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    code, out, _ = journeysim("compare", *SMALL)
    assert code == 0
    assert "…" not in out
    assert max(map(len, out.split("\n"))) in (range(50, 61) if columns == "1" else range(90, 121))


def test_a_pipe_gets_no_colours(journeysim: Command) -> None:
    assert "\x1b" not in journeysim("compare", *SMALL)[1]


def test_markup_in_a_text_is_text(journeysim: Command, folder: Path) -> None:
    text = WORLD.replace('title = "A small firm"', 'title = "[red]A[/] :smile: firm"')
    text = text.replace('label = "caring"', 'label = "[bold]caring[/]"')
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    for command in ("run", "compare"):
        code, out, _ = journeysim(command, *SMALL)
        assert code == 0
        assert "[red]A[/] :smile: firm" in out
        assert "[bold]caring[/]" in out


def test_one_of_anything_is_said_in_the_singular(journeysim: Command) -> None:
    arguments = ("run", "firm.toml", "--customers", "1", "--days", "1", "--replications", "1")
    _, out, err = journeysim(*arguments, "--policy", "plain", "--jobs", "1")
    assert "1 customer, 1 day, 1 replication, seed 1; one tells nothing about chance" in out
    assert "1 policy x 1 replication, 1 customer, 1 day, seed 1" in err
    assert "±" not in out


def test_tables_without_anything_to_say_are_left_out(journeysim: Command) -> None:
    arguments = ("run", "firm.toml", "--customers", "0", "--days", "1", "--replications", "2")
    code, out, _ = journeysim(*arguments, "--policy", "plain", "--jobs", "1")
    assert code == 0
    assert "Who left, by what weighed most" not in out
    assert "How people are answered" not in out


def test_a_run_shorter_than_a_day_can_be_compared(journeysim: Command) -> None:
    code, out, _ = journeysim(
        "compare", "firm.toml", "--days", "0.5", "--replications", "2", "--full"
    )
    assert code == 0
    assert "the run is too short to tell days apart" in out


def test_nobody_can_be_compared(journeysim: Command) -> None:
    code, out, _ = journeysim("compare", *SMALL, "--customers", "0", "--policy", "caring")
    assert code == 0
    assert "there is nobody to compare caring and plain by" in out


def test_parts_have_their_own_tables_without_repeating_their_name(journeysim: Command) -> None:
    _, out, _ = journeysim("compare", *SMALL, "--by", "segment")
    assert "segment: regular" in out
    assert "segment: loyal" in out
    assert "[segment=" not in out


def test_worlds_follow_each_other_each_under_its_name(journeysim: Command) -> None:
    _, out, _ = journeysim("run", *SMALL, "--world", "all")
    assert "A small firm, world patient" in out
