"""`claims`: the scoreboard as a table, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_process import Done

from journeysim.experiment import claims
from journeysim.experiment.claims import RunOptions

SMALL = ("come_back", "--replications", "2", "--jobs", "1", "--engine", "simpy")


@pytest.fixture(autouse=True)
def _few_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped scenarios with few people and days."""
    real = RunOptions.load
    monkeypatch.setattr(
        claims.RunOptions,
        "load",
        lambda how, name, world: real(how, name, world).with_settings(
            ["population.customers=20", "run.days=30 d"]
        ),
    )


def test_the_scoreboard_says_who_means_what_and_where_it_holds(
    journeysim: Callable[..., Done],
) -> None:
    done = journeysim("claims", *SMALL, "--no-color")
    assert done.code == 0
    assert "Care is only a name." in done.out
    assert "✓ 0" in done.out
    assert "Care is ownership" not in done.out
    assert "3 claims in three worlds each" in done.err


def test_the_document_is_the_same_again_and_in_a_file(
    journeysim: Callable[..., Done], folder: Path
) -> None:
    first = journeysim("claims", *SMALL, "--json", "--json-file", "out.json", "--quiet")
    again = journeysim("claims", *SMALL, "--json", "--quiet")
    assert first.out == again.out == (folder / "out.json").read_text(encoding="utf-8")
    found = json.loads(first.out)
    (position,) = found["positions"]
    assert position["care"] == "only a name"
    assert [claim["says"] for claim in position["claims"]] == ["same", "same", "more"]
    label = position["claims"][0]
    assert label["turns"] is None
    assert label["worlds"]["evidence"] == {
        "verdict": "holds", "mean": 0.0, "low": 0.0, "high": 0.0, "n": 2,
    }  # fmt: skip
    assert position["claims"][2]["turns"]["knob"] == "leaving.grievance_scale"


def test_markdown_is_a_table(journeysim: Callable[..., Done]) -> None:
    done = journeysim("claims", *SMALL, "--markdown", "--quiet")
    rows = [line for line in done.out.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 3
    assert len({row.count("|") for row in rows}) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("burger",), "no claims about 'burger'"),
        (("--json", "--markdown"), "ask for one of them"),
        (("--json-file", "no/out.json"), "there is no folder"),
        (("--replications", "1"), "--replications 1: a verdict needs at least 2"),
    ],
)
def test_what_cannot_be_asked_is_said_before_anything_runs(
    journeysim: Callable[..., Done], arguments: tuple[str, ...], words: str
) -> None:
    done = journeysim("claims", *arguments)
    assert done.code == 2
    assert words in done.err
    assert "runs" not in done.err
