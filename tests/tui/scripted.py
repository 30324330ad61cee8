"""A source without a simulation: days follow a formula, so that every screen is known beforehand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from journeysim.scenario.scenario import Scenario, load
from journeysim.tui.app import PlayApp
from journeysim.tui.play import Play
from journeysim.tui.screens.playing import Playing
from journeysim.tui.source import Hear
from journeysim.tui.wire import BASELINE, YOU, Day, Died, Open, Order, Run, Turn

HERE = Path(__file__).resolve().parent
CUSTOMERS = 800


def garage() -> Scenario:
    """The scenario of these tests."""
    return load(str(HERE / "garage.toml"))


def figures(day: int, gain: float) -> list[float]:
    """A day on which customers leave evenly; gain: those kept a day."""
    stayed = round(CUSTOMERS - day * (1.0 - gain))
    waits = 60 * day
    return [CUSTOMERS, stayed, stayed + day // 10, day, 20 * day, waits, day, 3 * day, 0, 400 * day]


class Scripted:
    """Answers every order at once; remembers all of them. silent: answers nothing."""

    def __init__(self, horizon: int = 365, *, silent: bool = False) -> None:
        self.horizon = horizon
        self.silent = silent
        self.orders: list[Order] = []
        self.opened = self.closed = 0
        self.turn = Turn(0, [], {})
        self.hear: Hear = lambda news: None

    async def open(self, hear: Hear) -> None:
        self.opened += 1
        self.hear = hear

    def send(self, order: Order) -> None:
        self.orders.append(order)
        if isinstance(order, Turn):
            self.turn = order
        if not self.silent and not isinstance(order, Open):
            self.hear([*self.line(YOU, self.until(order)), *self.line(BASELINE, self.horizon)])

    async def close(self) -> None:
        self.closed += 1

    def until(self, order: Order) -> int:
        """How far *you* are known: to the horizon once there is a future of your own."""
        return order.to if isinstance(order, Run) and not self.turn.levers else self.horizon

    def line(self, line: str, until: int) -> list[Day]:
        days = []
        for day in range(until + 1):
            gain = 0.2 if self.turn.world else 0.0
            kept = figures(day, gain)
            if line == YOU and self.turn.levers:
                lived = max(0.0, day - self.turn.levers[0][0])
                kept[1] += round(lived * 0.4)
                kept[5] -= round(lived * 12)
                kept[9] -= lived * 30
            days.append(Day(line, self.turn.plan, day, kept))
        return days

    def die(self, why: str) -> None:
        self.hear([Died(why)])


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Stage:
    """A playing screen without a world of its own."""

    def __init__(self, app: PlayApp, pilot: Pilot[None], source: Scripted, clock: Clock) -> None:
        self.app, self.pilot, self.source, self.clock = app, pilot, source, clock

    @property
    def screen(self) -> Playing:
        found = [screen for screen in self.app.screen_stack if isinstance(screen, Playing)]
        return found[0]

    @property
    def play(self) -> Play:
        return self.app.play

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        """Let the clock move on in steps of an eighth."""
        for _ in range(round(seconds * 8)):
            self.clock.now += 0.125
            self.screen.look()
        await self.pilot.pause()

    async def go_to(self, day: int) -> None:
        """Step on to a day."""
        self.play.step(day - self.play.asked)
        await self.wait(0.125)

    def lines(self) -> list[str]:
        return lines_of(self.app)


def lines_of(app: PlayApp) -> list[str]:
    """What stands on the screen, row by row, without colours."""
    width, height = app.size
    rows = app.screen._compositor.render_strips()
    return [row.text.ljust(width)[:width].rstrip() for row in rows[:height]]


def on_stage(
    act: Callable[[Stage], Awaitable[None]],
    size: tuple[int, int] = (120, 40),
    source: Scripted | None = None,
    policy: str | None = None,
) -> None:
    """Run a scene on a screen of a size."""

    async def scene() -> None:
        clock, scripted = Clock(), source or Scripted()
        app = PlayApp(garage(), policy, source=scripted, clock=clock, live=False)
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot, scripted, clock)
            await pilot.pause()
            stage.screen.look()
            await pilot.pause()
            await act(stage)

    asyncio.run(scene())
