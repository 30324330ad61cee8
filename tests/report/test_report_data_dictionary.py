"""What is hidden from a firm's view of its data is named where data are explained."""

from __future__ import annotations

from pathlib import Path

from journeysim.report.seen import HIDDEN

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")


def test_everything_that_is_hidden_is_named() -> None:
    section = TEXT.split("### What only a simulator knows")[1].split("###")[0]
    assert all(f"`{kind.name.lower()}`" in section for kind in HIDDEN)
