"""Demo: ninety scripted seconds: forty customers, their lives under one policy, then under another."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from journeysim.tui import wording
from journeysim.tui.seats import lit, most_silent, seats
from journeysim.tui.view import View

BASE, YOU = "baseline", "you"


@dataclass(frozen=True)
class DemoScene:
    """So many seconds in which time goes from one share of the run to another in one room."""

    seconds: float
    start: float
    end: float
    room: str
    caption: str


SCENES = (
    DemoScene(6.0, 0.0, 0.0, BASE, "{title}: {question} Forty customers, one a seat."),
    DemoScene(24.0, 0.0, 1.0, BASE, "Under “{base}”. Watch who goes, and over what."),
    DemoScene(
        8.0, 1.0, 1.0, BASE, "{gone} of 40 are gone. {silent} of them never said what was wrong."
    ),
    DemoScene(5.0, 1.0, 0.0, BASE, "Back to day 0: the same forty people, with the same luck."),
    DemoScene(7.0, 0.0, 0.0, YOU, "One thing is different now: “{you}”. {about}"),
    DemoScene(
        24.0, 0.0, 1.0, YOU, "Same people, same luck, under “{you}”. A star stays who had gone."
    ),
    DemoScene(8.0, 1.0, 1.0, YOU, "{saved} of 40 stay who had gone. {lost} went who had stayed."),
    DemoScene(8.0, 1.0, 1.0, YOU, "And not just these forty, nor this luck: {lead}."),
)
"""Ninety seconds."""

LENGTH = fsum(scene.seconds for scene in SCENES)
"""Seconds."""


def at(elapsed: float) -> tuple[DemoScene, float]:
    """The scene after so many seconds, and the share of the run that time has come to."""
    left = elapsed
    for scene in SCENES:
        if left < scene.seconds:
            done = min(1.0, max(0.0, left / scene.seconds))
            return scene, scene.start + (scene.end - scene.start) * done
        left -= scene.seconds
    return SCENES[-1], 1.0


def caption(scene: DemoScene, view: View, you: str, about: str, question: str) -> str:
    """What is said in a scene, with the numbers of this world."""
    own, base, day = view.you.first, view.baseline.first, view.horizon
    if own is None or base is None or view.ahead < day:
        return "The forty are taking their seats."
    mine, theirs = seats(own, base, day), seats(base, own, day)
    lead = view.difference("retention", day)
    luck = wording.by_chance(lead)
    return scene.caption.format(
        title=view.title,
        question=question,
        base=view.baseline.label,
        you=you,
        about=about,
        gone=len(theirs) - lit(theirs),
        silent=most_silent(theirs),
        saved=sum(seat.twin.value == "saved" for seat in mine),
        lost=sum(seat.twin.value == "lost" for seat in mine),
        lead=f"{wording.signed(lead.mean)}{luck} points over {wording.paired(lead.n)} of {wording.count(own.days[0, 0])} customers",
    )
