"""Launch: how a scenario came to the screen, so that a command can bring it there again."""

from __future__ import annotations

from dataclasses import dataclass, field

from journeysim.study.ask import Frame


@dataclass(frozen=True)
class Launch:
    """Its name, and what was set in it when it was opened. keeps: are its decisions to survive the screen?"""

    source: str
    frame: Frame = field(default_factory=Frame)
    keeps: bool = False
