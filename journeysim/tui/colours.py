"""Colours: how many the terminal has, where it says less than it can. To be asked before Textual is imported."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

_NAMES = ("xterm", "screen", "tmux", "rxvt")
"""Names of terminals that have had 256 colours for twenty years, and often do not say so."""


def more_colours(environment: MutableMapping[str, str] | None = None) -> None:
    """Take 256 colours where the terminal's name promises sixteen though it has more; what the user has
    said about colours holds."""
    known = os.environ if environment is None else environment
    chosen = known.get("COLORTERM", "") or known.get("TEXTUAL_COLOR_SYSTEM", "")
    if chosen or "NO_COLOR" in known:
        return
    if known.get("TERM", "").split("-")[0] in _NAMES:
        known["TEXTUAL_COLOR_SYSTEM"] = "256"
