"""Classroom: who is in it, what they guessed before, where guesses are kept, and who else looks on.

The teacher's second terminal looks on: it reads how far the lesson has come from a small file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from journeysim.report.files import write_text
from journeysim.tui.guessing import Guess
from journeysim.tui.state_folder import state_folder


@dataclass(frozen=True)
class LessonProgress:
    """How far a lesson has come: the beat that is on, from 0 on, how many have guessed in this vote, and
    whether it is over."""

    beat: int = -1
    guesses: int = 0
    expected: int = 0
    over: bool = False


@dataclass(frozen=True)
class Classroom:
    """people: how many there are, 0 if nobody said; file: where guesses are kept, None for nowhere;
    tells: called when the lesson has gone on."""

    guesses: tuple[Guess, ...] = ()
    people: int = 0
    file: Path | None = None
    tells: Callable[[LessonProgress], None] | None = None


ALONE = Classroom()
"""Nobody but the user."""


def progress_file(lesson: str) -> Path:
    """Where it stands how far a lesson has come."""
    return state_folder() / f"lesson-{lesson}.json"


def teller(lesson: str) -> Callable[[LessonProgress], None]:
    """What writes it there; where nothing can be written, nobody looks on."""

    def tell(progress: LessonProgress) -> None:
        with suppress(OSError):
            state_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
            write_text(progress_file(lesson), json.dumps(asdict(progress)))

    return tell


def heard(lesson: str) -> LessonProgress | None:
    """How far a lesson has come; None if none has begun."""
    try:
        return LessonProgress(**json.loads(progress_file(lesson).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
