"""Playing: the screen of a running world: places the panels and binds the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from journeysim.tui.panels import PANELS, Panel
from journeysim.tui.play import Play
from journeysim.tui.screens.help import Help
from journeysim.tui.view import Phase, View
from journeysim.tui.widgets.slider import Slider

FRAME = 0.1
"""Seconds between two looks at what is new."""

Clock = Callable[[], float]


class Playing(Screen[None]):
    """The panels, refreshed when something has changed."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012
    CSS = """
    Playing { background: $back; }
    #main { height: 1fr; }
    #left { width: 30; }
    Playing.-wide #left { width: 42; }
    Playing.-vast #left { width: 56; }
    Playing.-tall Figures { height: 5; border: round $edge; }
    Playing.-tall Slider { margin-bottom: 1; }
    Playing.-tall Retention Static { margin-bottom: 1; }
    #banner { display: none; height: auto; padding: 0 1; background: $alarm; color: $strong; }
    #notice { display: none; height: 1; padding: 0 1; color: $quiet; }
    #banner.-there, #notice.-there { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "run", "Run/pause"),
        Binding("full_stop", "step(1)", "Day", key_display="."),
        Binding("greater_than_sign", "step(7)", "Week", key_display=">"),
        Binding("plus,equals_sign", "hurry(1)", "Faster", key_display="+"),
        Binding("minus", "hurry(-1)", "Slower", key_display="-"),
        Binding("u", "undo", "Undo"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "leave", "Quit"),
        Binding("ctrl+c", "leave", "Quit", show=False),
        Binding("j", "app.focus_next", "Next dial", show=False),
        Binding("k", "app.focus_previous", "Previous dial", show=False),
        Binding("r", "restart", "Restart", show=False),
    ]

    def __init__(self, play: Play, clock: Clock, live: bool) -> None:
        super().__init__()
        self.play = play
        self.clock = clock
        self.live = live
        self.then = clock()

    def compose(self) -> ComposeResult:
        """The panels at their places."""
        yield from self._panels("top")
        with Horizontal(id="main"):
            with Vertical(id="left"):
                yield from self._panels("left")
            with Vertical(id="right"):
                yield from self._panels("right")
        yield Static(id="banner", markup=False)
        yield Static(id="notice", markup=False)
        yield Footer(show_command_palette=False, compact=False)

    def _panels(self, place: str) -> list[Widget]:
        return [cast(Widget, panel()) for panel in PANELS if place == panel.PLACE]

    async def on_mount(self) -> None:
        """Show what is there at once, then start the source."""
        self.show(self.play.view())
        if self.live:
            self.set_interval(FRAME, self.look)
        self.call_after_refresh(self.begin)

    async def begin(self) -> None:
        """Start the source."""
        await self.play.open()
        sliders = self.query(Slider)
        if sliders and self.focused is None:
            sliders.first().focus()

    def on_resize(self) -> None:
        """A chart has other ticks at another height."""
        self.call_after_refresh(lambda: self.show(self.play.view()))

    def look(self) -> None:
        """Let time pass; show what is new."""
        now = self.clock()
        passed, self.then = now - self.then, now
        if self.play.tick(passed):
            self.show(self.play.view())

    def show(self, view: View) -> None:
        """Show this moment on every panel."""
        for panel in PANELS:
            for widget in self.query(panel):
                cast(Panel, widget).show(view)
        died = view.phase is Phase.DIED
        banner, notice = self.query_one("#banner", Static), self.query_one("#notice", Static)
        banner.set_class(died, "-there")
        notice.set_class(bool(view.notice) and not died, "-there")
        if died:
            banner.update(f"The simulation stopped: {view.notice}\nr restarts it, q quits.")
        else:
            notice.update(view.notice)

    def on_slider_nudged(self, nudged: Slider.Nudged) -> None:
        """As `on_slider_turned`."""
        self.play.nudge(nudged.key, nudged.steps)
        self.show(self.play.view())

    def on_slider_turned(self, turned: Slider.Turned) -> None:
        """A dial moves at once; its effect follows when it has come to rest."""
        self.play.turn(turned.key, turned.value)
        self.show(self.play.view())

    def action_run(self) -> None:
        """Run or pause."""
        self.play.toggle()
        self.look()

    def action_step(self, days: int) -> None:
        """Some days on."""
        self.play.step(days)
        self.look()

    def action_hurry(self, by: int) -> None:
        """Faster or slower."""
        self.play.hurry(by)
        self.look()

    def action_undo(self) -> None:
        """Take the last change back."""
        self.play.undo()
        self.look()

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()

    async def action_restart(self) -> None:
        """Start a simulation that stopped again."""
        if self.play.view().phase is Phase.DIED:
            await self.play.open()
            self.look()

    def action_help(self) -> None:
        """Show the keys; the world waits meanwhile."""
        if self.play.running:
            self.play.toggle()
            self.look()
        self.app.push_screen(Help())
