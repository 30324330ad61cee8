"""sensitivity: the command around the tornado."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]

TINY = """
schema = 2
[run]
days = "40 d"
replications = 2
[population]
customers = 20
[policies.one]
[policies.other]
sales.push = 1
"""


@pytest.fixture
def tiny(folder: Path) -> str:
    (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
    return "tiny.toml"


def test_the_document_and_the_table_say_the_same(journeysim: Command, tiny: str) -> None:
    arguments = ("sensitivity", tiny, "--metric", "profit", "--top", "2", "--jobs", "1", "--quiet")
    code, out, err = journeysim(*arguments, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["policy"], told["baseline"]) == ("other", "one")
    assert len(told["knobs"]) == 2
    assert told["screened"] > 40
    code, out, _ = journeysim(*arguments)
    assert code == 0
    assert told["sentences"][0] in out.replace("\n", " ")
    assert told["knobs"][0]["key"][:20] in out


@pytest.mark.parametrize(
    ("further", "words"),
    [
        (("--policy", "one"), "compares one policy with a baseline"),
        (("--metric", "happiness"), "unknown metric 'happiness'"),
        (("--knob", "run.days"), "no number with a plausible range"),
        (("--by", "segment"), "No such option '--by'"),
    ],
)
def test_what_makes_no_sense_is_refused(
    journeysim: Command, tiny: str, further: tuple[str, ...], words: str
) -> None:
    code, _, err = journeysim("sensitivity", tiny, *further)
    assert code == 2
    assert words in err
