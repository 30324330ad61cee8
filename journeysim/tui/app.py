"""App: the screen as a program. Arranges; decides nothing."""

from __future__ import annotations

import time
from dataclasses import asdict

from textual.app import App
from textual.theme import Theme

from journeysim.scenario.scenario import Scenario
from journeysim.tui.play import Play
from journeysim.tui.screens.playing import Clock, Playing
from journeysim.tui.source import Process, Source
from journeysim.tui.style import NIGHT, Palette


class PlayApp(App[None]):
    """One scenario, played.

    live=False: time passes only when `Playing.look` is called, by a clock that is handed in.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        scenario: Scenario,
        policy: str | None = None,
        *,
        speed: int | None = None,
        seed: int | None = None,
        source: Source | None = None,
        clock: Clock = time.monotonic,
        live: bool = True,
    ) -> None:
        super().__init__()
        self.source = source or Process()
        self.play = Play(scenario, policy, self.source, speed, seed)
        self.clock = clock
        self.live = live
        self.register_theme(_theme("journeysim-night", NIGHT))
        self.theme = "journeysim-night"
        self.title = scenario.tables.title or scenario.name

    def on_mount(self) -> None:
        """Open the one screen."""
        self.push_screen(Playing(self.play, self.clock, self.live))

    async def on_unmount(self) -> None:
        """End the source with the screen."""
        await self.source.close()


def _theme(name: str, palette: Palette) -> Theme:
    return Theme(
        name,
        primary=palette.you,
        foreground=palette.text,
        background=palette.back,
        surface=palette.panel,
        panel=palette.raised,
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
        },
    )


def run(
    scenario: Scenario,
    policy: str | None = None,
    *,
    speed: int | None = None,
    seed: int | None = None,
) -> int:
    """Play a scenario on the terminal until the user quits; the exit code.

    policy: the one to start from, the scenario's baseline if None; speed: days per second, by the
    length of the run if None; seed: the scenario's if None.
    Raises UsageError for an unknown policy, ScenarioError for a dial that cannot be turned.
    """
    app = PlayApp(scenario, policy, speed=speed, seed=seed)
    app.run()
    return app.return_code or 0
