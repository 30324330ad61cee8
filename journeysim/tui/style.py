"""Style: the colours of the screen, each with one meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours by what they stand for; no meaning is carried by colour alone."""

    back: str
    panel: str
    raised: str
    edge: str
    faint: str
    quiet: str
    text: str
    strong: str
    you: str
    baseline: str
    better: str
    worse: str
    gain: str
    loss: str
    alarm: str


NIGHT = Palette(
    back="#12161c",
    panel="#12161c",
    raised="#1d2530",
    edge="#323d4b",
    faint="#3b4655",
    quiet="#93a0b0",
    text="#d7dee7",
    strong="#ffffff",
    you="#4cc9f0",
    baseline="#f4a259",
    better="#7fd491",
    worse="#f28b9b",
    gain="#16313d",
    loss="#38222a",
    alarm="#8c2f39",
)
"""Light on dark."""
