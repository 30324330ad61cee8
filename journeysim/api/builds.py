"""Builds: what is kept from one run to the next, as functions for Python."""

from __future__ import annotations

from pathlib import Path

from journeysim.api.asking import Folder
from journeysim.study.board import Board
from journeysim.study.findings import Findings
from journeysim.study.store import StoreAccount


def board(history: Folder) -> Findings[Board]:
    """A history of checks: `[0].moves`; `[0].write(folder)` writes the page and the badge."""
    from journeysim.study.board import READING
    from journeysim.study.board import board as study

    return Findings((study(Path(history)),), "auto", READING)


def store(
    folder: Folder, *, prune: bool = False, unused: str | None = None
) -> Findings[StoreAccount]:
    """What a folder of kept results holds; `prune`: delete what no run can use any more.

    `unused`: and what was of no use for so long, as `"30 d"`.
    """
    from journeysim.study.store import READING, asked
    from journeysim.study.store import store as study

    return Findings((study(asked(Path(folder), prune, unused)),), "auto", READING)
