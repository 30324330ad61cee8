"""Playing: the screen of a running world: places the panels and binds the keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from journeysim.tui.guessing import Guess
from journeysim.tui.keys import KEYS
from journeysim.tui.panels import PANELS, Panel
from journeysim.tui.play import Play
from journeysim.tui.showing import view_of
from journeysim.tui.style import NIGHT, Palette
from journeysim.tui.teaching import Teacher
from journeysim.tui.view import Phase, View
from journeysim.tui.widgets.chart import Chart
from journeysim.tui.widgets.slider import Slider

if TYPE_CHECKING:
    from journeysim.tui.app import PlayApp

FRAME = 0.1
"""Seconds between two looks at what is new."""

Clock = Callable[[], float]


class Playing(Screen[None]):
    """The panels, refreshed when something has changed."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-middle"), (37, "-tall"), (46, "-high")]  # noqa: RUF012
    CSS_PATH = "playing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            key.keys,
            key.action,
            key.shown or key.words,
            show=bool(key.shown),
            key_display=key.face or None,
            id=key.name,
        )
        for key in KEYS
    ]

    def __init__(
        self,
        play: Play,
        clock: Clock,
        live: bool,
        present: bool = False,
        guesses: tuple[Guess, ...] = (),
    ) -> None:
        super().__init__()
        self.teacher = Teacher(self, guesses)
        self.play = play
        self.clock = clock
        self.live = live
        self.present = present
        self.then = clock()
        self.chosen = ""
        self.maximised = self.woken = False
        self.told: dict[str, str] = {}
        self.boards: list[Widget] = []

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return getattr(self.app, "palette", NIGHT)

    def compose(self) -> ComposeResult:
        """The panels at their places."""
        yield from self._panels("top")
        with Horizontal(id="main"):
            with Vertical(id="left"):
                yield from self._panels("left")
            with Vertical(id="right"):
                yield from self._panels("right")
                with Horizontal(id="below"):
                    yield from self._panels("below")
        yield from self._panels("foot")
        yield Static(id="banner", markup=False)
        yield Static(id="lesson", markup=False)
        yield Static(id="notice", markup=False)
        yield Footer(show_command_palette=False, compact=False)

    def _panels(self, place: str) -> list[Widget]:
        found = [cast(Widget, panel()) for panel in PANELS if place == panel.PLACE]
        self.boards += found
        return found

    async def on_mount(self) -> None:
        """Show what is there at once, then start the source."""
        self.set_class(self.present, "-present")
        self.refresh_view()
        if self.live:
            self.set_interval(FRAME, self.look)
            self.play.wake = self.wake
        self.call_after_refresh(self.begin)

    async def begin(self) -> None:
        """Start the source."""
        await self.play.open()
        sliders = self.query(Slider)
        if sliders and self.focused is None:
            sliders.first().focus()

    def on_resize(self) -> None:
        """A chart has other ticks at another height."""
        self.call_after_refresh(self.refresh_view)

    def look(self) -> None:
        """Let time pass; show what is new."""
        self.woken = False
        now = self.clock()
        passed, self.then = now - self.then, now
        changed = self.play.tick(passed)
        self.teacher.look()
        if changed or self.play.changed:
            self.refresh_view()

    def wake(self) -> None:
        """There is news: look at it as soon as what is under way is done."""
        if not self.woken:
            self.woken = True
            self.call_later(self.look)

    def view(self) -> View:
        """This moment, in the colours in force."""
        return replace(view_of(self.play), palette=self.palette, present=self.present)

    def refresh_view(self) -> None:
        """Show this moment on every panel that can be seen."""
        self.play.changed = False
        view = self.view()
        for widget in self.boards:
            if widget.display:
                cast(Panel, widget).show(view)
        died = view.phase is Phase.DIED
        stopped = f"The simulation stopped: {view.notice}\nr restarts it, q quits."
        self._tell("#lesson", self.teacher.words)
        self._tell("#banner", stopped if died else "")
        self._tell("#notice", "" if died else view.notice)

    def _tell(self, place: str, words: str) -> None:
        """Words in a bar that is there only while there are any; laid out only when they change."""
        if self.told.get(place) != words:
            self.told[place] = words
            bar = self.query_one(place, Static)
            bar.update(words)
            bar.set_class(bool(words), "-there")

    def say(self, notice: str) -> None:
        """Tell the user something in a line."""
        self.play.notice = notice
        self.refresh_view()

    # Dials and mouse.

    def on_slider_nudged(self, nudged: Slider.Nudged) -> None:
        """As `on_slider_turned`."""
        self.play.nudge(nudged.key, nudged.steps)
        self.refresh_view()

    def on_slider_turned(self, turned: Slider.Turned) -> None:
        """A dial moves at once; its effect follows when it has come to rest."""
        self.play.turn(turned.key, turned.value)
        self.refresh_view()

    def on_chart_pointed(self, pointed: Chart.Pointed) -> None:
        """A click on a chart goes to that day."""
        self.play.step(pointed.day - self.play.asked)
        self.look()

    def on_chart_resized(self) -> None:
        """A chart has other ticks at another height."""
        self.refresh_view()

    def on_click(self, event: events.Click) -> None:
        """A click on the header runs or pauses, one on the figures asks why; else it chooses."""
        panel: Any = event.widget
        while panel is not None and not isinstance(panel, PANELS):
            panel = panel.parent
        if panel is None:
            return
        name = type(panel).__name__
        if name == "Header":
            self.action_run()
        elif name == "Figures":
            self.action_why()
        else:
            self._choose(name)

    # Time.

    def action_run(self) -> None:
        """Run or pause."""
        self.play.toggle()
        self.look()

    def action_step(self, days: int) -> None:
        """Some days on, or back."""
        self.play.step(days)
        self.look()

    def action_rewind(self) -> None:
        """Back to day 0."""
        self.action_step(-self.play.horizon)

    def action_hurry(self, by: int) -> None:
        """Faster or slower."""
        self.play.hurry(by)
        self.look()

    # Decisions.

    def action_undo(self) -> None:
        """Take the last decision back."""
        self.play.undo()
        self.look()

    def action_branch(self) -> None:
        """Begin a branch here."""
        self.play.fork()
        self.look()

    action_fork = action_branch

    def action_switch(self) -> None:
        """The next branch."""
        self.play.switch()
        self.look()

    def action_luck(self, by: int) -> None:
        """Other luck."""
        self.play.reshuffle(by)
        self.look()

    async def action_restart(self) -> None:
        """Start a simulation that stopped again."""
        if self.play.phase is Phase.DIED:
            await self.play.open()
            self.look()

    def action_copy(self) -> None:
        """Copy the command that reproduces what is on the screen."""
        command = self.play.command()
        self.app.copy_to_clipboard(command)
        self.say(f"Copied: {command}")

    # What is looked at.

    def action_zoom(self) -> None:
        """Zoom the value axis in or out."""
        self.play.zoomed = not self.play.zoomed
        self.refresh_view()

    def action_vocabulary(self) -> None:
        """Swap the words service and care."""
        self.play.swapped = not self.play.swapped
        words = "Service is called care now and care service; not a digit has moved."
        self.say(words if self.play.swapped else "")

    def action_choose(self, name: str) -> None:
        """Choose a panel; one that is hidden is shown alone."""
        if name == "Dials":
            self.query(Slider).first().focus()
        self._choose(name)
        panel = self.query_one(name)
        hidden = not panel.display or panel.size.height < 3 or not panel.region
        if hidden and not self.maximised:
            self.action_maximise()

    def action_maximise(self) -> None:
        """Show the chosen panel alone, or all of them again."""
        self.maximised = not self.maximised
        self._choose(self.chosen or "Retention")

    def _choose(self, name: str) -> None:
        self.chosen = name
        for panel in PANELS:
            if panel.PLACE == "top":
                continue
            for widget in self.query(panel):
                mine = panel.__name__ == name
                widget.set_class(mine and not self.maximised, "-chosen")
                widget.set_class(mine and self.maximised, "-alone")
                widget.set_class(not mine and self.maximised, "-out")
        for box in ("#left", "#right", "#below"):
            alone = bool(self.query(f"{box} .-alone"))
            self.query_one(box).set_class(self.maximised and alone, "-alone")
            self.query_one(box).set_class(self.maximised and not alone, "-out")
        main = bool(self.query("#main .-alone"))
        self.query_one("#main").set_class(self.maximised and not main, "-out")
        self.call_after_refresh(self.refresh_view)

    def action_back(self) -> None:
        """Undo whatever covers the screen."""
        if self.maximised:
            self.action_maximise()
        elif self.play.notice:
            self.say("")
        elif self.teacher.lesson is not None:
            self.teacher.end()

    def action_beat(self) -> None:
        """The next beat of a lesson."""
        self.teacher.advance()

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()

    # Cards and other screens: the app knows how to open them.

    def pause(self) -> None:
        """Let the world wait."""
        if self.play.running:
            self.play.toggle()
            self.look()

    def _open(self, what: str) -> None:
        self.pause()
        cast("PlayApp", self.app).open_over(what, self)

    def action_help(self) -> None:
        """Show the keys."""
        self._open("help")

    def action_why(self) -> None:
        """Answer in sentences."""
        self._open("why")

    def action_predict(self) -> None:
        """Guess first."""
        self._open("predict")

    def action_seats(self) -> None:
        """Forty customers."""
        self._open("seats")

    def action_compare(self) -> None:
        """All policies."""
        self._open("compare")

    def action_sweep(self) -> None:
        """Two dials."""
        self._open("sweep")

    def action_policy(self) -> None:
        """Another policy."""
        self._open("policy")

    def action_open(self) -> None:
        """Another scenario."""
        self._open("open")

    def action_lessons(self) -> None:
        """The scenario's lessons."""
        self._open("lessons")

    def action_causes(self) -> None:
        """Why customers leave."""
        self._open("causes")

    def action_twins(self) -> None:
        """Who was saved and lost."""
        self._open("twins")

    def action_assumptions(self) -> None:
        """All numbers in force."""
        self._open("assumptions")

    def action_save(self) -> None:
        """Save the branch."""
        self._open("save")

    def action_picture(self) -> None:
        """Export a picture."""
        self._open("picture")

    def action_theme(self) -> None:
        """The next theme."""
        cast("PlayApp", self.app).next_theme()
        self.refresh_view()
