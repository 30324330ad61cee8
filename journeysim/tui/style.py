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


def mixed(one: str, two: str, share: float) -> str:
    """A colour between two: the first at 0, the second at 1."""
    parts = [
        round(int(one[i : i + 2], 16) * (1 - share) + int(two[i : i + 2], 16) * share)
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


def readable(ground: str, *inks: str) -> str:
    """The ink that stands out most on a ground, by relative luminance (WCAG 2.1)."""
    below = _luminance(ground)

    def contrast(ink: str) -> float:
        light, dark = max(_luminance(ink), below), min(_luminance(ink), below)
        return (light + 0.05) / (dark + 0.05)

    return max(inks, key=contrast)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
    gain="#173a4b",
    loss="#38222a",
    alarm="#8c2f39",
)
"""Light on dark."""

DAY = Palette(
    back="#ffffff",
    panel="#ffffff",
    raised="#e8edf3",
    edge="#9aa7b5",
    faint="#c3ccd6",
    quiet="#4d5a68",
    text="#1f2833",
    strong="#000000",
    you="#005f99",
    baseline="#a34800",
    better="#17692f",
    worse="#a01242",
    gain="#c3e0f2",
    loss="#f7dde3",
    alarm="#f2b8bf",
)
"""Dark on light."""

CONTRAST = Palette(
    back="#000000",
    panel="#000000",
    raised="#262626",
    edge="#a0a0a0",
    faint="#707070",
    quiet="#d0d0d0",
    text="#ffffff",
    strong="#ffffff",
    you="#5fe0ff",
    baseline="#ffb000",
    better="#8dff9b",
    worse="#ff9db0",
    gain="#003a52",
    loss="#5a1626",
    alarm="#b00020",
)
"""As far apart as colours go."""

MONO = Palette(
    back="#000000",
    panel="#000000",
    raised="#303030",
    edge="#808080",
    faint="#5a5a5a",
    quiet="#b8b8b8",
    text="#e4e4e4",
    strong="#ffffff",
    you="#ffffff",
    baseline="#b8b8b8",
    better="#ffffff",
    worse="#d0d0d0",
    gain="#2a2a2a",
    loss="#1c1c1c",
    alarm="#505050",
)
"""Without a colour: looks, signs and words carry everything."""

THEMES = {"night": NIGHT, "day": DAY, "contrast": CONTRAST, "mono": MONO}
"""The palettes by name."""
