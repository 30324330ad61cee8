"""The workflow that users copy: pinned, with few rights, and nothing to compile."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = (Path(__file__).resolve().parents[2] / "docs/journeysim-check.yml").read_text("utf-8")


def test_every_action_is_named_by_its_commit() -> None:
    used = re.findall(r"uses: (\S+)( # v[\d.]+)?", TEXT)
    assert len(used) == 3
    for action, version in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)
        assert version


def test_it_may_only_read_and_leaves_no_token() -> None:
    assert "\npermissions: {}\n" in TEXT
    assert re.findall(r"^ +\w+: write\b", TEXT, re.MULTILINE) == []
    assert "persist-credentials: false" in TEXT


def test_text_from_outside_reaches_no_shell() -> None:
    """Only variables of the environment, quoted; a branch may be called anything."""
    runs = re.findall(r"run: (?:>\n)?((?:[^\n]+\n)(?: {10}[^\n]+\n)*)", TEXT)
    assert len(runs) == 2
    assert not any("${{" in run for run in runs)
    assert '${BASE:+--base-ref "$BASE"}' in TEXT
    assert " for " not in "".join(runs)
