"""The main screen: places the panels, shows what is new, and is the stage for everything else.

Decides nothing: keys are in `actions.py`, the panels' files and `screens/`; what they do is the
session's affair; what is shown is the view builder's.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Lesson
from journeysim.tui.classroom import ALONE, Classroom
from journeysim.tui.main.layout import Arrangement, after_choosing, arranged
from journeysim.tui.navigation import BY_NAME, KEYS, SHOWN
from journeysim.tui.panels import PANELS, Panel, Place
from journeysim.tui.seamless import seamless
from journeysim.tui.session.session import Session
from journeysim.tui.stage import Clock, Program
from journeysim.tui.style import Palette
from journeysim.tui.teaching import ENDS, WAITS, Teacher
from journeysim.tui.view import PlayState, View
from journeysim.tui.view_builder import view_of
from journeysim.tui.widgets.bar import NoticeBar
from journeysim.tui.widgets.chart import Chart
from journeysim.tui.widgets.keybar import KeyBar
from journeysim.tui.widgets.slider import Slider
from journeysim.tui.widgets.spots import Spots

FRAME = 0.05
"""Seconds between two looks at what is new."""

PLACES: tuple[Place, ...] = ("hero", "tab", "low")


class MainScreen(Screen[None]):
    """The panels, refreshed when something has changed."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-middle"), (37, "-tall"), (46, "-high")]  # noqa: RUF012
    CSS_PATH = "screen.tcss"
    CSS = "\n".join(panel.SIZES for panel in PANELS)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            key.keys,
            f"do({key.name!r})",
            key.shown or key.words,
            show=bool(key.shown),
            key_display=key.face or None,
            id=key.name,
        )
        for key in KEYS
        if key.keys
    ]

    def __init__(
        self,
        session: Session,
        program: Program,
        clock: Clock,
        live: bool,
        present: bool = False,
        room: Classroom = ALONE,
    ) -> None:
        super().__init__()
        self.session = session
        self.program = program
        self.clock = clock
        self.live = live
        self.present = present
        self.keys = KEYS
        self.teacher = Teacher(self, room)
        self.then = clock()
        self.arrangement = Arrangement()
        self.woken = False
        self.panels: list[Widget] = []

    def compose(self) -> ComposeResult:
        """The panels at their places."""
        yield from self._placed("top")
        for place in PLACES:
            with Vertical(id=place):
                yield from self._placed(place)
        yield from self._placed("strip")
        for name in ("banner", "lesson", "notice"):
            yield NoticeBar(id=name)
        yield KeyBar()

    def _placed(self, place: Place) -> list[Widget]:
        panels = [cast(Widget, panel()) for panel in PANELS if place == panel.PLACE]
        self.panels += panels
        return panels

    async def on_mount(self) -> None:
        """Show what is there at once, then start the source."""
        self.set_class(self.present, "-present")
        self.refresh_view()
        if self.live:
            self.set_interval(FRAME, self.look)
            self.session.wake = self.wake
        self.call_after_refresh(self.begin)

    async def begin(self) -> None:
        """Start the source."""
        await self.session.open()
        sliders = self.query(Slider)
        if sliders and self.focused is None:
            sliders.first().focus()

    @property
    def palette(self) -> Palette:
        """The colours in force."""
        return self.program.palette

    @property
    def dial_in_hand(self) -> str:
        """The key of the dial that keys turn; "" if none does."""
        return self.focused.reading.dial.key if isinstance(self.focused, Slider) else ""

    def view(self) -> View:
        """This moment, in the colours in force."""
        view, signs = view_of(self.session), self.program.symbols
        return replace(view, palette=self.palette, present=self.present, signs=signs)

    def look(self) -> None:
        """Let time pass; show what is new."""
        self.woken = False
        now = self.clock()
        passed, self.then = now - self.then, now
        changed = self.session.tick(passed)
        self.teacher.look()
        if changed or self.session.changed:
            self.refresh_view()

    def wake(self) -> None:
        """There is news: look at it as soon as what is under way is done."""
        if not self.woken:
            self.woken = True
            self.call_later(self.look)

    def refresh_view(self) -> None:
        """Show this moment on every panel that can be seen."""
        self.session.changed = False
        view = self.view()
        for panel in self.panels:
            if panel.display:
                cast(Panel, panel).show(view)
        self.query_one(KeyBar).show(SHOWN, self.palette, self.size.width)
        died = view.state is PlayState.DIED
        stopped = f"The simulation stopped: {view.notice}\nr restarts it, q quits."
        self.query_one("#lesson", NoticeBar).say(self.teacher.words)
        self.query_one("#banner", NoticeBar).say(stopped if died else "")
        self.query_one("#notice", NoticeBar).say("" if died else view.notice)

    def say(self, notice: str) -> None:
        """Tell the user something in a line."""
        self.session.notice = notice
        self.refresh_view()

    def choose(self, panel: str) -> None:
        """Choose a panel and what in it takes keys; one that is hidden is shown alone."""
        widget = self.query_one(panel)
        for inner in widget.query("*"):
            if inner.can_focus:
                inner.focus()
                break
        self._arrange(after_choosing(self.arrangement, panel, self.size.height))

    def maximise(self) -> None:
        """Show the chosen panel alone, or all of them again."""
        now = self.arrangement
        self._arrange(Arrangement(now.chosen or "Retention", not now.maximised, now.tab))

    def _arrange(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        arranged(self, arrangement)
        self.call_after_refresh(self.refresh_view)

    async def action_do(self, name: str) -> None:
        """What a key does."""
        await self.do(name)

    def on_slider_nudged(self, nudged: Slider.Nudged) -> None:
        """As `on_slider_turned`."""
        self.session.nudge(nudged.key, nudged.steps)
        self.refresh_view()

    def on_slider_turned(self, turned: Slider.Turned) -> None:
        """A dial moves at once; its effect follows when it has come to rest."""
        self.session.turn(turned.key, turned.value)
        self.refresh_view()

    def on_chart_pointed(self, pointed: Chart.Pointed) -> None:
        """A click on a chart goes to that day."""
        if self.teacher.holds_time:
            self.say(WAITS)
            return
        self.session.step(pointed.day - self.session.playback.day)
        self.look()

    def on_chart_resized(self) -> None:
        """A chart has other ticks at another height."""
        self.refresh_view()

    async def on_click(self, event: events.Click) -> None:
        """A click on a panel does what the panel's file says; else it chooses the panel."""
        widget: Any = event.widget
        while widget is not None and not isinstance(widget, PANELS):
            widget = widget.parent
        if widget is not None and widget.CLICK:
            await self.do(widget.CLICK)
        elif widget is not None:
            self._arrange(self.arrangement._replace(chosen=type(widget).__name__))

    async def on_spots_picked(self, picked: Spots.Picked) -> None:
        """A click on the words of a key is that key."""
        await self.do(picked.name)

    async def do(self, name: str) -> None:
        """Do what a key does, by its name."""
        key = BY_NAME[name]
        if refused := self.teacher.refusal(key):
            self.say(refused)
            return
        work = key.do(self)
        if work is not None:
            await work

    async def perform(self, action: str) -> None:
        """Do an action of Textual's own."""
        await self.run_action(action)

    def show(self, screen: Screen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Lay a screen over this one; `then` takes what it hands back."""
        self.app.push_screen(screen, then)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something that takes long go on beside the screen."""
        self.run_worker(work)

    def pause(self) -> None:
        """Let the world wait."""
        if self.session.playback.running:
            self.session.toggle()
            self.look()

    def back(self) -> None:
        """Undo whatever covers the screen."""
        if self.arrangement.maximised:
            self.maximise()
        elif self.session.notice and self.session.notice != ENDS:
            self.say("")
        elif self.teacher.is_hiding and self.session.notice != ENDS:
            self.say(ENDS)
        else:
            self.session.notice = ""
            self.teacher.end()

    def predict(self, question: str) -> None:
        """Pause, hide the future, and ask."""
        self.teacher.predict(question)

    def teach(self, lesson: Lesson) -> None:
        """Begin a lesson."""
        self.teacher.begin(lesson)

    def next_beat(self) -> None:
        """The next beat of the lesson, if one is on."""
        self.teacher.advance()

    def next_theme(self) -> None:
        """Other colours."""
        self.program.next_theme()
        self.refresh_view()

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""
        self.app.copy_to_clipboard(text)

    def picture(self) -> str:
        """The screen as it stands, as SVG."""
        return seamless(self.app.export_screenshot(title=self.app.title))

    def play_other(self, scenario: Scenario) -> None:
        """Play another scenario in this one's place."""
        self.app.run_worker(self.program.play_other(scenario))

    def leave(self) -> None:
        """Quit."""
        self.app.exit()
