"""Golden screens, as text. Set JOURNEYSIM_GOLDEN=write to store them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scripted import Scripted, Stage, on_stage

GOLDEN = Path(__file__).resolve().parent / "golden"
WRITE = os.environ.get("JOURNEYSIM_GOLDEN") == "write"


async def untouched(stage: Stage) -> None:
    """Day 91 of a world in which nothing was changed."""
    await stage.go_to(91)


async def forked(stage: Stage) -> None:
    """A lever turned on day 28, a world dial after it; day 91."""
    await stage.go_to(28)
    await stage.press(*["shift+right"] * 2, "right")
    await stage.wait(0.4)
    await stage.go_to(91)
    await stage.press("k", "right")
    await stage.wait(0.4)


async def helped(stage: Stage) -> None:
    """The card with keys and words."""
    await stage.press("question_mark")


async def stopped(stage: Stage) -> None:
    """The simulation has died on day 7."""
    await stage.press("greater_than_sign")
    stage.source.die("the process ended with status 1")
    await stage.wait(0.2)


SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}
SCENES = (untouched, forked, helped, stopped)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_golden_screens(scene, size: str) -> None:  # type: ignore[no-untyped-def]
    path = GOLDEN / f"{scene.__name__}_{size}.txt"
    shown: list[str] = []

    async def act(stage: Stage) -> None:
        await scene(stage)
        shown.extend(stage.lines())

    on_stage(act, size=SIZES[size], source=Scripted())
    text = "\n".join(shown) + "\n"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
