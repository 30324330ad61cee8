"""The data dictionary says what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeysim.events import HOLDING, KINDS, Meaning, Refers
from journeysim.report.event_columns import HEADER
from journeysim.report.seen import HIDDEN

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("meaning", KINDS, ids=lambda meaning: meaning.kind.name)
def test_every_kind_stands_in_the_dictionary_as_it_is_declared(meaning: Meaning) -> None:
    held_by = {name: meaning.holds(name) for name in HOLDING}
    held = [
        f"{name}: {holds.words}"
        for name, holds in held_by.items()
        if holds.refers is not Refers.NOTHING
    ]
    row = f"| `{meaning.kind.name.lower()}` | {meaning.text} | {'; '.join(held) or '-'} |"
    assert row in TEXT.splitlines(), f"docs/data.md, 'Kinds of events': add the line\n{row}"


@pytest.mark.parametrize("column", HEADER)
def test_every_column_is_explained(column: str) -> None:
    assert f"`{column}`" in TEXT


def test_everything_that_is_hidden_is_named() -> None:
    section = TEXT.split("### What only a simulator knows")[1].split("###")[0]
    assert all(f"`{kind.name.lower()}`" in section for kind in HIDDEN)
