"""Pictures: every screen at three sizes and in two themes, as SVG files, from a real run.

The same scenario and version give the same pictures.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from journeysim.report.files import write_text
from journeysim.scenario.scenario import load
from journeysim.tui.app import Appearance, PlayApp
from journeysim.tui.classroom import Classroom
from journeysim.tui.guessing import FEWER, MORE, Guess
from journeysim.tui.run_cache import RunCache
from journeysim.tui.screens.seats import SeatsScreen
from journeysim.tui.seamless import seamless

SIZES = ((80, 24), (120, 40), (200, 50))
THEMES = ("night", "day")
SCENARIO = "car_service_centre"
_POLICY = "personal"
_REACH = "care.touches.reminder.reach"
_AGENTS = "service.channels.phone.agents"
_GUESSES = (
    Guess("table 1", MORE, 60, "people feel looked after"),
    Guess("table 2", FEWER, -20, "more mail annoys"),
    Guess("table 3", MORE, 90, "fewer breakdowns"),
    Guess("table 4", MORE, 200, "prevention is everything"),
    Guess("table 5", MORE, 20, "a little"),
)


class PictureScene(NamedTuple):
    """A picture: the policy played, what is done before, the keys pressed, how it is shown."""

    name: str
    keys: tuple[str, ...] = ()
    policy: str | None = None
    turned: bool = True
    day: int = 420
    present: bool = False
    guesses: tuple[Guess, ...] = ()


SCENES = (
    PictureScene("main"),
    PictureScene("untouched", turned=False, day=120),
    PictureScene("branches", ("BRANCH",)),
    PictureScene("why", ("w",)),
    PictureScene("seats", ("v",), _POLICY, False, 728),
    PictureScene("twins", ("g",), _POLICY, False),
    PictureScene("compare", ("c",)),
    PictureScene("sweep", ("s",)),
    PictureScene("frontier", ("S",)),
    PictureScene("find", ("f",)),
    PictureScene("causes", ("x",), _POLICY, False),
    PictureScene("assumptions", ("a",)),
    PictureScene("predict", ("p",), day=120),
    PictureScene("debrief", ("DEBRIEF",), guesses=_GUESSES),
    PictureScene("open", ("o",), turned=False, day=0),
    PictureScene("help", ("question_mark",)),
    PictureScene("present", present=True),
)
"""Every screen."""


def write_all(
    folder: Path, say: Callable[[str], None], scenes: Sequence[PictureScene] = SCENES
) -> int:
    """Write the pictures; the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    cache = RunCache()
    for theme in THEMES:
        for size in SIZES:
            for scene in scenes:
                picture = asyncio.run(_taken(scene, size, theme, cache))
                name = f"{scene.name}_{theme}_{size[0]}x{size[1]}.svg"
                write_text(folder / name, picture)
                say(f"wrote {folder / name}")
    return 0


async def _taken(scene: PictureScene, size: tuple[int, int], theme: str, cache: RunCache) -> str:
    look = Appearance(theme=theme, present=scene.present, room=Classroom(scene.guesses))
    app = PlayApp(load(SCENARIO), scene.policy, look=look)
    app.session.exchange.cache = cache
    async with app.run_test(size=size) as pilot:
        await _known(app, pilot)
        session = app.session
        if scene.turned:
            session.step(96)
            session.load([(_REACH, 60.0)])
            session.step(114)
            session.load([(_AGENTS, 2.0)])
        session.step(scene.day - session.playback.day)
        await _known(app, pilot)
        for key in scene.keys:
            if key == "BRANCH":
                session.step(-280)
                session.load([(_REACH, 100.0)])
                session.step(280)
            elif key == "DEBRIEF":
                main = app.main
                session.step(session.horizon)
                session.display.marks = tuple(guess.people for guess in scene.guesses)
                main.teacher.debrief("")
            else:
                await pilot.press(key)
            await _known(app, pilot)
        await pilot.pause(0.3)
        return _steady(app.export_screenshot(title=app.title))


async def _known(app: PlayApp, pilot: Pilot[None]) -> None:
    """Wait until everything that is wanted is known and shown."""
    for _ in range(1200):
        await pilot.pause(0.05)
        room = app.screen
        is_counting = isinstance(room, SeatsScreen) and not room.is_counted
        if not (app.session.turning or app.session.exchange.is_waiting or is_counting):
            break
    await pilot.pause(0.2)


def _steady(picture: str) -> str:
    """The same names for the same picture, and fonts that every machine has."""
    match = re.search(r"terminal-(\d+)-", picture)
    picture = picture.replace(f"terminal-{match[1]}-", "terminal-") if match else picture
    picture = seamless(picture)
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.S)
    return picture.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
