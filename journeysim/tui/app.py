"""App: the screen as a program. Arranges; decides nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.theme import Theme

from journeysim.engine.choice import AUTO
from journeysim.scenario.scenario import Scenario
from journeysim.tui.command import Origin
from journeysim.tui.guessing import Guess
from journeysim.tui.keys import KEYS
from journeysim.tui.opening import open_over
from journeysim.tui.play import Play
from journeysim.tui.screens.playing import Clock, Playing
from journeysim.tui.signals import Before, heeded, restored
from journeysim.tui.source import Process, Source
from journeysim.tui.style import THEMES, Palette
from journeysim.tui.symbols import BRAILLE, filters

_EXPORTS = (
    ("Export the event log", "every event of the first run: CSV, XES or Parquet", "log"),
    ("Export a report", "your policy against the baseline: one HTML page", "report"),
)


@dataclass(frozen=True)
class Look:
    """How the screen looks and is handled. first: what is opened over it at the start."""

    theme: str = "night"
    symbols: str = BRAILLE
    present: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    first: str = ""
    lesson: str = ""
    guesses: tuple[Guess, ...] = ()


class PlayApp(App[None]):
    """One scenario, played.

    live=False: time passes only when `Playing.look` is called, by a clock that is handed in.
    """

    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = False

    def __init__(
        self,
        scenario: Scenario,
        policy: str | None = None,
        *,
        speed: int | None = None,
        source: Source | None = None,
        clock: Clock = time.monotonic,
        live: bool = True,
        engine: str = AUTO,
        origin: Origin | None = None,
        look: Look | None = None,
    ) -> None:
        super().__init__()
        self.source = source or Process()
        self.play = Play(scenario, policy, self.source, speed, engine, origin)
        self.clock = clock
        self.live = live
        self.look = look or Look()
        self.interrupted = False
        self.signals: Before = {}
        for name, palette in THEMES.items():
            self.register_theme(_theme(name, palette))
        self.theme = f"journeysim-{self.look.theme}"
        self._filters += filters(self.look.symbols)
        self.title = scenario.tables.title or scenario.name
        if self.look.keys:
            self.set_keymap(dict(self.look.keys))

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return THEMES[self.theme.removeprefix("journeysim-")]

    def next_theme(self) -> None:
        """The next of the themes."""
        names = list(THEMES)
        here = names.index(self.theme.removeprefix("journeysim-"))
        self.theme = f"journeysim-{names[(here + 1) % len(names)]}"

    async def on_mount(self) -> None:
        """Open the one screen, and over it what is wanted first."""
        if self.live:
            self.signals = heeded(self.interrupt)
        playing = self._playing()
        await self.push_screen(playing)
        if self.look.first:
            self.open_over(self.look.first, playing)
        for lesson in self.play.scenario.tables.lessons:
            if lesson.name == self.look.lesson:
                playing.call_after_refresh(playing.teacher.begin, lesson)

    def _playing(self) -> Playing:
        look = self.look
        return Playing(self.play, self.clock, self.live, look.present, look.guesses)

    @property
    def playing(self) -> Playing:
        """The playing screen, whatever lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, Playing))

    def open_over(self, what: str, playing: Playing) -> None:
        """Open a card or a screen by its name."""
        open_over(self, what, playing)

    async def play_other(self, scenario: Scenario, policy: str | None = None) -> None:
        """Play another scenario in this one's place."""
        await self.source.close()
        engine, origin = self.play.engine, Origin(scenario.name)
        self.play = Play(scenario, policy, self.source, None, engine, origin)
        self.title = scenario.tables.title or scenario.name
        while len(self.screen_stack) > 2:
            self.pop_screen()
        await self.switch_screen(self._playing())

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

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything that keys do, by name."""
        if isinstance(screen, Playing):
            for key in KEYS:
                yield SystemCommand(
                    key.words.capitalize(),
                    f"key: {key.face or key.keys.split(',')[0]}",
                    lambda action=key.action: self.run_worker(screen.run_action(action)),
                )
            for name, about, what in _EXPORTS:
                yield SystemCommand(name, about, lambda what=what: screen._open(what))

    async def on_unmount(self) -> None:
        """End the source with the screen."""
        if self.live:
            restored(self.signals)
        await self.source.close()


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
    origin: Origin | None = None,
    look: Look | None = None,
) -> int:
    """Play a scenario on the terminal until the user quits; the exit code.

    policy: the one to start from, the scenario's baseline if None; speed: days per second, by the
    length of the run if None. Raises UsageError for an unknown policy, ScenarioError for a dial
    that cannot be turned, KeyboardInterrupt if it is broken off by Ctrl-C or a signal.
    """
    app = PlayApp(scenario, policy, speed=speed, engine=engine, origin=origin, look=look)
    app.run()
    if app.interrupted:
        raise KeyboardInterrupt
    return app.return_code or 0
