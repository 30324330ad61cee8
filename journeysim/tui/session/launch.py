"""Launch: how a scenario came to the screen, so that a command can bring it there again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Launch:
    """Its name and the options it was opened with."""

    source: str
    options: tuple[str, ...] = ()
