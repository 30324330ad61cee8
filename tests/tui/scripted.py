"""A source without a simulation: days follow a formula, so that every screen is known beforehand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np
from textual.pilot import Pilot
from worlds import world

from journeysim.events import EventType
from journeysim.scenario.scenario import Scenario
from journeysim.tui.app import Appearance, PlayApp
from journeysim.tui.figures import CHANNEL_FIGURES, FIGURES, TICK
from journeysim.tui.main.screen import MainScreen
from journeysim.tui.protocol import Died, Order, Position, RunRequest, RunSpec, update_of
from journeysim.tui.recording import Recording, seated
from journeysim.tui.session.session import Session
from journeysim.tui.simulator import Listener
from journeysim.tui.solving import Solved, SolveRequest, SolveRow

CUSTOMERS = 800
RUNS = 4


def garage() -> Scenario:
    """The scenario of these tests."""
    return world("garage", f"run.replications={RUNS}")


def recording(spec: RunSpec, horizon: int, whole: int | None = None) -> Recording:
    """Customers leave evenly; a lever keeps 0.4 a day and costs 30, a world dial keeps 0.2, a
    replication 0.01, another policy 0.1."""
    day = np.arange(horizon + 1.0)
    lived = np.maximum(0.0, day - spec.levers[0][0]) if spec.levers else np.zeros(horizon + 1)
    caring = 0.1 * day if spec.policy == "caring" else 0.0
    luck = 0.01 * spec.replication + 0.001 * (spec.seed % 7)
    kept = 0.4 * lived * (1 + luck) + caring + (0.2 * day if spec.world else 0.0) + luck * day
    stayed = np.round(CUSTOMERS - day + kept)
    figures = {
        "started": np.full(horizon + 1, float(CUSTOMERS)),
        "stayed": stayed,
        "active": stayed + day // 10,
        "left": CUSTOMERS - stayed,
        "profit": 400.0 * day - 30.0 * lived,
        "cost": 100.0 * day + 30.0 * lived,
        "wait_p95": np.full(horizon + 1, 12.0) - lived / 100.0,
        "problem": np.full(horizon + 1, 9.0),
        "silent": day // 4 - lived // 8,
        "waiting": np.full(horizon + 1, 5.0),
        "served": np.full(horizon + 1, 2.0),
        "failures": 3.0 * day,
        "requests": 4.0 * day,
        "prevented": lived // 2,
        "contacts": 6.0 * day,
        "answered": 5.0 * day,
        "resolved": 4.0 * day,
        "silenced": day,
        "given_up": day // 3,
        "lost_patience": 1.0 * day,
    }
    days = np.column_stack([figures.get(name, np.zeros(horizon + 1)) for name in FIGURES])
    lines = {"longest": np.full(horizon + 1, 5.0), "answered": 5.0 * day, "waited": 60.0 * day}
    lines |= {"lost_patience": 1.0 * day, "agents": np.full(horizon + 1, 1.0)}
    channels = np.stack([np.column_stack([lines[name] for name in CHANNEL_FIGURES])], axis=1)
    gone = CUSTOMERS - stayed
    left = np.searchsorted(gone, np.arange(CUSTOMERS), side="right").astype(float) - 0.5
    left[left >= horizon] = np.inf
    causes = np.where(np.isinf(left), -1, np.arange(CUSTOMERS) % 11).astype(np.int8)
    profit, equity = float(figures["profit"][-1]), 25.0 * float(figures["active"][-1])
    worth = (
        np.array(
            [
                profit,
                equity,
                profit + equity,
                profit + 2.0 * equity,
                float(figures["cost"][-1]) / 4000.0,
            ]
        )
        if whole is None or horizon == whole
        else np.zeros(0)
    )
    return Recording(days, channels, left, causes, _ticks(horizon), _seats(left, causes), worth)


def _ticks(horizon: int) -> np.ndarray:
    kinds = (EventType.FAILURE, EventType.RESOLVED, EventType.SILENT)
    rows = [(d + 0.5, d, 0, 0, kinds[d % 3]) for d in range(horizon)]
    return np.array(rows, dtype=TICK)


def _seats(left: np.ndarray, causes: np.ndarray) -> np.ndarray:
    people = seated(CUSTOMERS).tolist()
    rows = [(left[s], s, causes[s], 0, EventType.LEFT) for s in people if np.isfinite(left[s])]
    rows += [(5.0, who, 0, 0, EventType.FAILURE) for who in people[::5]]
    return np.sort(np.array(rows, dtype=TICK), order="time")


def solved(request: SolveRequest) -> Solved:
    """The second of three values is the one."""
    low, high = (float(text.split()[0]) for text in (request.low, request.high))
    values = (low, (low + high) / 2.0, high)
    verdicts = (("does not hold", "fail"), ("holds", "pass"), ("", ""))
    rows = tuple(
        SolveRow(value, f"{value:g}", f"{70 + place}.0 %", f"{words}, 4 runs".strip(", "), verdict)
        for place, (value, (words, verdict)) in enumerate(zip(values, verdicts, strict=True))
    )
    words = f"For {request.claim}, {request.find} has to be at least {values[1]:g}."
    return Solved(request, (words,), rows, values[1])


class Scripted:
    """Answers every order at once; remembers all of them. silent: answers nothing."""

    def __init__(self, horizon: int = 365, *, silent: bool = False, partial: int = 0) -> None:
        self.horizon = horizon
        self.silent = silent
        self.partial = partial
        self.slow = "simpy"
        self.orders: list[Order] = []
        self.opened = self.closed = 0
        self.listener: Listener = lambda news: None

    async def open(self, listener: Listener) -> None:
        self.opened += 1
        self.listener = listener

    def send(self, order: Order) -> None:
        self.orders.append(order)
        if isinstance(order, RunRequest) and not self.silent:
            self.answer(order.runs)
        if isinstance(order, SolveRequest) and not self.silent:
            self.listener([solved(order)])

    def answer(self, specs: list[RunSpec]) -> None:
        """Tell what is asked for; only so many days of it if it is to be partial, by a slow engine."""
        if self.partial:
            self.listener(
                [
                    update_of(spec, recording(spec, self.partial, self.horizon), False, self.slow)
                    for spec in specs
                ]
            )
        else:
            self.listener(
                [update_of(spec, recording(spec, self.horizon), True, "compiled") for spec in specs]
            )

    @property
    def requests(self) -> list[RunRequest]:
        """All orders for runs so far."""
        return [order for order in self.orders if isinstance(order, RunRequest)]

    @property
    def positions(self) -> list[Position]:
        """Where the screen was said to stand."""
        return [order for order in self.orders if isinstance(order, Position)]

    @property
    def asked(self) -> list[RunSpec]:
        """All runs asked for so far."""
        return [spec for request in self.requests for spec in request.runs]

    async def close(self) -> None:
        self.closed += 1

    def die(self, why: str) -> None:
        self.listener([Died(why)])


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Driver:
    """A playing screen without a world of its own."""

    def __init__(self, app: PlayApp, pilot: Pilot[None], source: Scripted, clock: Clock) -> None:
        self.app, self.pilot, self.source, self.clock = app, pilot, source, clock

    @property
    def screen(self) -> MainScreen:
        found = [screen for screen in self.app.screen_stack if isinstance(screen, MainScreen)]
        return found[0]

    @property
    def session(self) -> Session:
        return self.app.session

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.rest()

    async def rest(self) -> None:
        """Let everything that was set off come to rest: screens mount in several steps."""
        for _ in range(3):
            await self.pilot.pause()

    async def wait(self, seconds: float) -> None:
        """Let the clock move on in steps of an eighth."""
        for _ in range(round(seconds * 8)):
            self.clock.now += 0.125
            self.screen.look()
        await self.pilot.pause()

    async def go_to(self, day: int) -> None:
        """Step to a day."""
        self.session.step(day - self.session.playback.day)
        await self.wait(0.125)

    def lines(self) -> list[str]:
        return lines_of(self.app)

    @property
    def text(self) -> str:
        return "\n".join(self.lines())


def lines_of(app: PlayApp) -> list[str]:
    """What stands on the screen, row by row, without colours."""
    width, height = app.size
    rows = app.screen._compositor.render_strips()
    return [row.text.ljust(width)[:width].rstrip() for row in rows[:height]]


def on_stage(
    act: Callable[[Driver], Awaitable[None]],
    size: tuple[int, int] = (120, 40),
    source: Scripted | None = None,
    policy: str | None = None,
    look: Appearance | None = None,
    scenario: Scenario | None = None,
) -> None:
    """Run a scene on a screen of a size."""

    async def scene() -> None:
        clock, scripted = Clock(), source or Scripted()
        app = PlayApp(
            scenario or garage(), policy, simulator=scripted, clock=clock, live=False, look=look
        )
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot, scripted, clock)
            await pilot.pause()
            driver.screen.look()
            await pilot.pause()
            await act(driver)

    asyncio.run(scene())
