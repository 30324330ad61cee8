"""Nothing typed, pasted, clicked or resized ends the screen."""

from __future__ import annotations

import random
from math import ceil
from pathlib import Path

import pytest
from scripted import Driver, Scripted, on_stage
from textual import events

from journeysim.tui.app import PlayApp
from journeysim.tui.navigation import KEYS
from journeysim.tui.protocol import Open, Order, scenario_of
from journeysim.tui.widgets.slider import Slider

SIZES = ((80, 24), (120, 40), (200, 50), (96, 27), (40, 12), (10, 3), (3, 2), (61, 33))
WORDS = ("a" * 300, "\x1b[2J", "9" * 40, "[bold]x[/", "ü\u202e\u200b", "12;34\n56", "../x.svg")
UNTRIED = ("q", "ctrl+c", "ctrl+z", "ctrl+e", "ctrl+s")
"""What quits, sleeps, or writes files."""


def keys() -> list[str]:
    named = {one for key in KEYS for one in key.keys.split(",") if one}
    own = {one for binding in Slider.BINDINGS for one in binding.key.split(",")}  # type: ignore[union-attr]
    plain = {"enter", "tab", "shift+tab", "up", "down", "pagedown", "pageup", "space", "delete"}
    letters = set("abcdefghijklmnoprstuvwxyz0123456789.")
    return sorted((named | own | plain | letters) - set(UNTRIED))


class Everywhere(Scripted):
    """A source that knows how long whatever is played lasts."""

    def send(self, order: Order) -> None:
        if isinstance(order, Open):
            self.horizon = ceil(scenario_of(order).tables.run.days)
        super().send(order)


async def stormed(driver: Driver, seed: int, count: int) -> None:
    """So many inputs, in bursts that nobody waits for."""
    chance, known = random.Random(seed), keys()
    app = driver.app
    for number in range(count):
        kind = chance.random()
        width, height = app.size
        place = chance.randrange(max(1, width)), chance.randrange(max(1, height))
        if kind < 0.75:
            key = chance.choice(known)
            character = key if len(key) == 1 else None
            app.post_message(events.Key(key, character))
        elif kind < 0.85:
            for event in (events.MouseDown, events.MouseUp):
                app.post_message(event(None, *place, 0, 0, 1, False, False, False, *place))
        elif kind < 0.9:
            moved = events.MouseMove(None, *place, 1, 1, 1, False, False, False, *place)
            app.post_message(moved)
        elif kind < 0.95:
            app.post_message(events.Paste(chance.choice(WORDS)))
        elif kind < 0.97:
            await driver.pilot.resize_terminal(*chance.choice(SIZES))
        else:
            driver.clock.now += 0.125
            driver.screen.look()
        if number % chance.choice((3, 8, 20)) == 0:
            await driver.pilot.pause()
        assert app.is_running, number
        assert app._exception is None, (number, app._exception)
    for _ in range(12):
        await driver.press("escape")
    assert app.is_running


@pytest.mark.parametrize(
    ("seed", "count"),
    [(1, 120), *(pytest.param(seed, 1250, marks=pytest.mark.slow) for seed in range(2, 10))],
)
def test_a_storm_of_inputs_ends_nothing(
    seed: int, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(driver: Driver) -> None:
        with monkeypatch.context() as without:
            without.setattr(PlayApp, "exit", lambda *_, **__: None)
            await stormed(driver, seed, count)

    on_stage(act, size=SIZES[seed % len(SIZES)], source=Everywhere())
