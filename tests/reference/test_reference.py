"""The reference says what the code says: made anew, every page is the one that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeysim.cli.commands import DOES
from journeysim.cli.exits import Exit
from journeysim.events import HOLDING, KINDS, Meaning, Refers
from journeysim.metrics import METRICS
from journeysim.model.care import TRIGGERS
from journeysim.reference.commands import EXITS
from journeysim.reference.log import COLUMN_WORDS
from journeysim.reference.pages import PAGES, Page
from journeysim.reference.triggers import TRIGGER_WORDS
from journeysim.report.event_columns import HEADER

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
ANEW = "write it anew: python -m journeysim.reference"


def kept(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_page_is_the_one_the_code_makes(page: Page) -> None:
    assert kept(page.name) == page.text(), ANEW


def test_there_are_no_other_pages() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {page.name for page in PAGES}


@pytest.mark.parametrize("meaning", KINDS, ids=lambda meaning: meaning.kind.name)
def test_every_kind_of_event_stands_there_as_it_is_declared(meaning: Meaning) -> None:
    columns = {name: meaning.holds(name) for name in HOLDING}
    words = [f"{key}: {it.words}" for key, it in columns.items() if it.refers is not Refers.NOTHING]
    row = f"| `{meaning.kind.name.lower()}` | {meaning.text} | {'; '.join(words) or '-'} |"
    assert row in kept("events.md").splitlines(), ANEW


def test_every_metric_and_command_has_its_line() -> None:
    assert all(f"`{metric.name}`" in kept("metrics.md") for metric in METRICS), ANEW
    assert all(f"\n## {name}\n" in kept("commands.md") for name in DOES), ANEW


def test_every_trigger_column_and_exit_code_is_explained() -> None:
    """A new one needs its words in journeysim/reference."""
    assert TRIGGER_WORDS.keys() == set(TRIGGERS)
    assert COLUMN_WORDS.keys() == set(HEADER)
    assert EXITS.keys() == set(Exit)
