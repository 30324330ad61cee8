"""Filming: the demo played without a terminal and without a clock of its own, frame by frame.

First every run and every reason is known, then the script's time is handed in: so the same scenario
and version give the same film, to the byte.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.pilot import Pilot

from journeysim.errors import UsageError
from journeysim.report.files import write_text
from journeysim.scenario.scenario import Scenario
from journeysim.tui import demo, film
from journeysim.tui.app import Appearance, PlayApp
from journeysim.tui.film import Film, FilmFrame
from journeysim.tui.screens.seats import SeatsScreen
from journeysim.tui.simulator import Simulator
from journeysim.tui.style import THEMES
from journeysim.tui.widgets.keybar import KeyBar

SIZE = (96, 27)
"""Columns and rows: what a projector shows."""

KINDS = {".cast": 4, ".svg": 2}
"""What a film may be written as, and its frames a second."""

_PATIENCE = 6000


class ScriptClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def record(
    path: Path,
    scenario: Scenario,
    policy: str,
    theme: str = "night",
    engine: str = "auto",
    simulator: Simulator | None = None,
) -> int:
    """Write the demo as a film; the exit code. Raises UsageError for a kind that there is not."""
    if path.suffix not in KINDS:
        raise UsageError(f"{path}: a film ends in {' or '.join(KINDS)}")
    rate = KINDS[path.suffix]
    shot = asyncio.run(filmed(scenario, policy, rate, theme, engine, simulator))
    text = film.cast(shot) if path.suffix == ".cast" else film.svg(shot, THEMES[theme])
    write_text(path, text)
    return 0


async def filmed(
    scenario: Scenario,
    policy: str,
    rate: int,
    theme: str = "night",
    engine: str = "auto",
    simulator: Simulator | None = None,
) -> Film:
    """The demo with so many frames a second."""
    clock, look = ScriptClock(), Appearance(theme=theme, present=True)
    app = PlayApp(
        scenario, policy, clock=clock, live=False, engine=engine, look=look, simulator=simulator
    )
    frames: list[FilmFrame] = []
    async with app.run_test(size=SIZE) as pilot:
        room = SeatsScreen(app.main, scripted=True)
        await app.push_screen(room)
        await _known(app, room, pilot)
        room.query_one(KeyBar).display = False
        room.elapsed = 0.0
        for step in range(round(demo.LENGTH * rate)):
            clock.now += 1.0 / rate if step else 0.0
            room.look()
            await pilot.pause()
            rows = tuple(map(film.row_of, app.screen._compositor.render_strips()))
            frames.append(FilmFrame(step / rate, rows))
    title = f"{app.title}: {scenario.tables.question}"
    return Film(title, *SIZE, demo.LENGTH, tuple(frames))


async def _known(app: PlayApp, room: SeatsScreen, pilot: Pilot[None]) -> None:
    """Wait until all runs are there, and what made the difference is counted."""
    for _ in range(_PATIENCE):
        app.session.tick(0.0)
        room.look()
        view = app.main.view()
        if view.is_known and len(view.you.whole) == view.wanted and room.is_counted:
            return
        await pilot.pause(0.05)
