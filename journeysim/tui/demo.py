"""Demo: ninety scripted seconds: forty customers, their lives under one policy, then under another.

A title says what firm and what question; then forty seats go dark over what it says; one thing is
turned, and the same people live again; on the last day both rooms stand side by side, those who are
kept light up one after another, those driven away are crossed, and the number comes last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import fsum
from typing import NamedTuple

from journeysim.tui.recording import Recording
from journeysim.tui.seats import (
    Seat,
    TwinOutcome,
    gone_words,
    last_to_leave,
    lit,
    most_silent,
)
from journeysim.tui.view import View


class DemoPair(NamedTuple):
    """What is played where nothing else is asked for: a scenario, and two of its policies."""

    scenario: str
    baseline: str
    policy: str


DEFAULT = DemoPair("laptop_shop", "pushy", "attentive")
"""Two policies that differ in one dial, turned from one end to the other."""


class Act(Enum):
    """What is seen."""

    TITLE = "title"
    BASELINE = "the room under the baseline"
    DIAL = "what is turned"
    YOU = "the room under you"
    BOTH = "both rooms, and whose lives differ"
    PEOPLE = "both rooms, and how many in all"
    MONEY = "both rooms, how many and for how much"


@dataclass(frozen=True)
class DemoScene:
    """So many seconds of an act in which time goes from one share of the run to another."""

    seconds: float
    act: Act
    start: float
    end: float


SCENES = (
    DemoScene(7.0, Act.TITLE, 0.0, 0.0),
    DemoScene(20.0, Act.BASELINE, 0.0, 1.0),
    DemoScene(5.0, Act.BASELINE, 1.0, 1.0),
    DemoScene(4.0, Act.BASELINE, 1.0, 0.0),
    DemoScene(7.0, Act.DIAL, 0.0, 0.0),
    DemoScene(14.0, Act.YOU, 0.0, 1.0),
    DemoScene(20.0, Act.BOTH, 1.0, 1.0),
    DemoScene(6.0, Act.PEOPLE, 1.0, 1.0),
    DemoScene(7.0, Act.MONEY, 1.0, 1.0),
)
"""Ninety seconds."""

LENGTH = fsum(scene.seconds for scene in SCENES)
"""Seconds."""

_BEFORE, _AFTER = 2.5, 2.5
"""Seconds of an act before the first seat lights up, and after the last."""

_TURNING = 3.0
"""Seconds in which a dial goes from one value to the other; it rests a moment first."""


class DemoMoment(NamedTuple):
    """Where the demo stands: the scene, the share of it that has passed, and that of the run."""

    scene: DemoScene
    passed: float
    share: float

    @property
    def seconds(self) -> float:
        """Seconds that the scene has lasted."""
        return self.passed * self.scene.seconds

    @property
    def turned(self) -> float:
        """How far a dial has gone from one value to the other."""
        return min(1.0, max(0.0, (self.seconds - 1.0) / _TURNING))

    @property
    def speaks(self) -> bool:
        """Is it told of one life at a time?"""
        left = self.scene.seconds - self.seconds
        return self.scene.act is Act.BOTH and left > _AFTER / 2.0

    def told(self, differing_lives: int) -> int:
        """Of how many whose lives differ it is told."""
        if self.scene.act is not Act.BOTH:
            return differing_lives
        each = (self.scene.seconds - _BEFORE - _AFTER) / max(1, differing_lives)
        return min(differing_lives, max(0, int((self.seconds - _BEFORE) / each + 1.0)))


def at(elapsed: float) -> DemoMoment:
    """Where the demo stands after so many seconds."""
    left = elapsed
    for scene in SCENES:
        if left < scene.seconds:
            passed = min(1.0, max(0.0, left / scene.seconds))
            return DemoMoment(scene, passed, scene.start + (scene.end - scene.start) * passed)
        left -= scene.seconds
    return DemoMoment(SCENES[-1], 1.0, 1.0)


def caption(
    moment: DemoMoment, view: View, rooms: tuple[Sequence[Seat], Sequence[Seat]], you: str
) -> str:
    """What is said while days pass; rooms: yours and the baseline's on the day."""
    own, base = view.you.first, view.baseline.first
    if own is None or base is None:
        return "The forty are taking their seats."
    if moment.scene.act is Act.BASELINE:
        return _room(moment, rooms[1], base, view.lived, view.baseline.label)
    if moment.scene.act is Act.YOU:
        leaving = last_to_leave(rooms[0], own, view.lived)
        words = f"The same people, the same luck, under “{you}”."
        return words if leaving is None else f"{words}\n{gone_words(*leaving)}"
    return ""


def _room(moment: DemoMoment, room: Sequence[Seat], own: Recording, day: int, label: str) -> str:
    scene = moment.scene
    if scene.start > scene.end:
        return "Back to day 0: the same forty people, with the same luck."
    if scene.start == scene.end:
        gone, silent = len(room) - lit(room), most_silent(room)
        return (
            f"{gone} of {len(room)} are gone. {silent or 'None'} of them never said what was wrong."
        )
    leaving = last_to_leave(room, own, day)
    words = f"Under “{label}”. Watch who goes, and over what."
    return words if leaving is None else f"{words}\n{gone_words(*leaving)}"


def outcome_words(lives: Sequence[Seat]) -> str:
    """How many of the forty are kept, and how many driven away."""
    kept = sum(seat.twin is TwinOutcome.SAVED for seat in lives)
    lost = len(lives) - kept
    return f"Of these forty {kept or 'none'} kept by it, {lost or 'none'} driven away by it."
