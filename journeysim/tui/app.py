"""App: the screen as a program. Opens the main screen and what is wanted first; decides nothing."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.theme import Theme

from journeysim.engine.choice import AUTO
from journeysim.numerals import style_of
from journeysim.scenario.scenario import Scenario
from journeysim.tui.classroom import ALONE, Classroom
from journeysim.tui.eight_bit import EightBits
from journeysim.tui.main.screen import MainScreen
from journeysim.tui.overlays.choice import ChoiceCard, ChoiceItem
from journeysim.tui.overlays.keys import keys_card
from journeysim.tui.session import memory
from journeysim.tui.session.launch import Launch
from journeysim.tui.session.session import Session
from journeysim.tui.signals import Before, heeded, restored
from journeysim.tui.simulator import Simulator, WorkerProcess
from journeysim.tui.stage import Clock
from journeysim.tui.style import THEMES, Palette
from journeysim.tui.symbols import AUTO as AUTO_SYMBOLS
from journeysim.tui.symbols import filters

_KEEPING = 1.0
"""Seconds between two looks at whether there is something new to be kept."""


@dataclass(frozen=True)
class Appearance:
    """How the screen looks and is handled. first: what is opened over it at the start."""

    theme: str = "night"
    symbols: str = AUTO_SYMBOLS
    present: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    first: str = ""
    lesson: str = ""
    room: Classroom = ALONE


class PlayApp(App[None]):
    """One scenario, played.

    live=False: time passes only when `MainScreen.look` is called, by a clock that is handed in.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(
        self,
        scenario: Scenario,
        policy: str | None = None,
        *,
        speed: int | None = None,
        simulator: Simulator | None = None,
        clock: Clock = time.monotonic,
        live: bool = True,
        engine: str = AUTO,
        launch: Launch | None = None,
        look: Appearance | None = None,
    ) -> None:
        super().__init__()
        self.simulator = simulator or WorkerProcess()
        self.session = Session(scenario, policy, self.simulator, speed, engine, launch)
        self.clock = clock
        self.live = live
        self.look = look or Appearance()
        self.interrupted = self.switching = False
        self.signals: Before = {}
        self.kept: object = None
        for name, palette in THEMES.items():
            self.register_theme(_theme(name, palette))
        self.theme = f"journeysim-{self.look.theme}"
        if self.console.color_system == "256":
            self._filters.append(EightBits())
        self._own_filters = tuple(self._filters)
        self._write_as(scenario)
        self.title = scenario.tables.title or scenario.name
        if self.look.keys:
            self.set_keymap(dict(self.look.keys))

    def _write_as(self, scenario: Scenario) -> None:
        """Write signs as they were asked for, and numbers as the scenario's owner does."""
        self._filters = [*self._own_filters, *filters(self.look.symbols, style_of(scenario))]

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return THEMES[self.theme.removeprefix("journeysim-")]

    @property
    def symbols(self) -> str:
        """The signs that were asked for."""
        return self.look.symbols

    def show_keys(self, screen: Screen[Any]) -> None:
        """The keys of a screen, on a card."""
        self.push_screen(keys_card(screen))

    def next_theme(self) -> None:
        """The next of the themes."""
        names = list(THEMES)
        here = names.index(self.theme.removeprefix("journeysim-"))
        self.theme = f"journeysim-{names[(here + 1) % len(names)]}"

    async def on_mount(self) -> None:
        """Open the one screen, and over it what is wanted first."""
        if self.live:
            self.signals = heeded(self.interrupt)
        main = self._main()
        await self.push_screen(main)
        if self.look.first:
            main.run(main.do(self.look.first))
        elif self.session.launch.keeps and (left := memory.kept(self.session)):
            self._offer(main, left)
        if self.live:
            self.set_interval(_KEEPING, self._keep)
        for lesson in self.session.scenario.tables.lessons:
            if lesson.name == self.look.lesson:
                main.call_after_refresh(main.teach, lesson)

    def _offer(self, main: MainScreen, left: str) -> None:
        """Offer to go on where this scenario was left the last time."""
        entries = (
            ChoiceItem(
                "go on", left, "With every change, and the way back (u) to before each of them."
            ),
            ChoiceItem("begin anew", "nothing changed, day 0", "What was left is forgotten then."),
        )

        def choose(name: str | None) -> None:
            if name == entries[0].name:
                words = (
                    "Where you left it; u takes back."
                    if memory.take_up(self.session)
                    else "It does not fit this scenario any more."
                )
                main.say(words)
            main.look()

        self.push_screen(ChoiceCard("You have been here before", entries, self.palette), choose)

    def _keep(self) -> None:
        """Write decisions down when there are new ones."""
        session = self.session
        now = (session.decisions.policy, session.decisions.course, session.playback.day)
        if session.launch.keeps and now != self.kept and session.decisions.history:
            self.kept = now
            memory.keep(session)

    def _main(self) -> MainScreen:
        look = self.look
        return MainScreen(self.session, self, self.clock, self.live, look.present, look.room)

    @property
    def main(self) -> MainScreen:
        """The main screen, whatever lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, MainScreen))

    async def play_other(self, scenario: Scenario, policy: str | None = None) -> None:
        """Play another scenario in this one's place; one at a time, however fast they are chosen."""
        if self.switching:
            return
        self.switching = True
        try:
            await self._play_other(scenario, policy)
        finally:
            self.switching = False

    async def _play_other(self, scenario: Scenario, policy: str | None) -> None:
        await self.simulator.close()
        engine, launch = self.session.engine, Launch(scenario.name, keeps=self.session.launch.keeps)
        self.session = Session(scenario, policy, self.simulator, None, engine, launch)
        self.title = scenario.tables.title or scenario.name
        self._write_as(scenario)
        while len(self.screen_stack) > 2:
            self.pop_screen()
        await self.switch_screen(self._main())

    async def on_event(self, event: events.Event) -> None:
        """Ctrl-C breaks off wherever it is pressed, in cards and fields too; the rest goes on."""
        if isinstance(event, events.Key) and event.key == "ctrl+c":
            self.interrupt()
        else:
            await super().on_event(event)

    def interrupt(self) -> None:
        """Leave the terminal clean, and let the program end as any that is interrupted."""
        self.interrupted = True
        self.exit()

    async def on_unmount(self) -> None:
        """End the simulator with the screen."""
        if self.live:
            self._keep()
            restored(self.signals)
        await self.simulator.close()


def _theme(name: str, palette: Palette) -> Theme:
    return Theme(
        f"journeysim-{name}",
        primary=palette.you,
        foreground=palette.text,
        background=palette.back,
        surface=palette.panel,
        panel=palette.raised,
        dark=name != "day",
        variables=asdict(palette)
        | {
            "footer-background": palette.raised,
            "footer-key-foreground": palette.you,
            "footer-key-background": palette.raised,
            "footer-description-foreground": palette.text,
            "footer-description-background": palette.raised,
            "border": palette.edge,
            "scrollbar": palette.edge,
            "scrollbar-background": palette.back,
            "input-selection-background": palette.gain,
        },
    )


def run(
    scenario: Scenario,
    policy: str | None = None,
    *,
    speed: int | None = None,
    engine: str = AUTO,
    launch: Launch | None = None,
    look: Appearance | None = None,
) -> int:
    """Play a scenario on the terminal until the user quits; the exit code.

    policy: the one to start from, the scenario's baseline if None; speed: days per second, by the
    length of the run if None. Raises UsageError for an unknown policy, ScenarioError for a dial
    that cannot be turned, KeyboardInterrupt if it is broken off by Ctrl-C or a signal.
    """
    app = PlayApp(scenario, policy, speed=speed, engine=engine, launch=launch, look=look)
    app.run()
    if app.interrupted:
        raise KeyboardInterrupt
    return app.return_code or 0
