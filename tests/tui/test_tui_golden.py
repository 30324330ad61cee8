"""Golden screens, as text. Set JOURNEYSIM_GOLDEN=write to store them anew."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from scripted import Driver, Scripted, on_stage

GOLDEN = Path(__file__).resolve().parent / "golden"
WRITE = os.environ.get("JOURNEYSIM_GOLDEN") == "write"


async def untouched(driver: Driver) -> None:
    """Day 91 of a world in which nothing was changed."""
    await driver.go_to(91)


async def forked(driver: Driver) -> None:
    """A lever turned on day 28, a world dial after it; day 91."""
    await driver.go_to(28)
    await driver.press(*["shift+right"] * 2, "right")
    await driver.wait(0.4)
    await driver.go_to(91)
    await driver.press("k", "right")
    await driver.wait(0.4)


async def helped(driver: Driver) -> None:
    """The card with keys and words."""
    await driver.press("question_mark")


async def stopped(driver: Driver) -> None:
    """The simulation has died on day 7."""
    await driver.press("greater_than_sign")
    driver.source.die("the process ended with status 1")
    await driver.wait(0.2)


async def branched(driver: Driver) -> None:
    """The past is changed on day 40: branch B, with A dimmed."""
    await forked(driver)
    await driver.go_to(40)
    await driver.press("j", "shift+right")
    await driver.wait(0.4)
    await driver.go_to(120)


def opened(key: str, name: str) -> Callable[[Driver], Awaitable[None]]:
    """What a key opens over the forked world."""

    async def scene(driver: Driver) -> None:
        await forked(driver)
        await driver.press(key)

    scene.__name__ = name
    return scene


SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}
SCENES = (
    untouched,
    forked,
    helped,
    stopped,
    branched,
    opened("w", "why"),
    opened("v", "seats"),
    opened("c", "compare"),
    opened("s", "sweep"),
    opened("S", "frontier"),
    opened("f", "find"),
    opened("x", "causes"),
    opened("g", "twins"),
    opened("a", "assumptions"),
    opened("p", "predict"),
    opened("i", "policies"),
)


LARGE = ("untouched", "forked", "branched", "seats")
"""The scenes that are kept at the largest size too."""

CASES = [
    pytest.param(scene, size, id=f"{scene.__name__}-{size}")
    for scene in SCENES
    for size in SIZES
    if size != "200x50" or scene.__name__ in LARGE
]


@pytest.mark.parametrize(("scene", "size"), CASES)
def test_golden_screens(scene, size: str) -> None:  # type: ignore[no-untyped-def]
    path = GOLDEN / f"{scene.__name__}_{size}.txt"
    shown: list[str] = []

    async def act(driver: Driver) -> None:
        await scene(driver)
        shown.extend(driver.lines())

    on_stage(act, size=SIZES[size], source=Scripted())
    text = "\n".join(shown) + "\n"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), (
        f"golden/{path.name} shows another screen: if it is meant, JOURNEYSIM_GOLDEN=write pytest "
        "tests/tui/test_tui_golden.py, look at the difference, and say why in the commit"
    )
