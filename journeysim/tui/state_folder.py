"""State folder: where the screen keeps what is to survive it: how far a lesson has come, the last session."""

from __future__ import annotations

import os
from pathlib import Path


def state_folder() -> Path:
    """The folder of this user, by the rules of XDG; it may not be there yet."""
    named = os.environ.get("XDG_STATE_HOME", "")
    base = Path(named) if os.path.isabs(named) else Path.home() / ".local" / "state"
    return base / "journeysim"
