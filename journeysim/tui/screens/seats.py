"""Room: forty seats, who go dark when their customer leaves; the same people under either policy.

On the last day both rooms stand side by side. The demo (`tui/demo`) is this screen with a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from journeysim.tui import demo
from journeysim.tui.command import ledger_request
from journeysim.tui.headline import as_text, large
from journeysim.tui.overlays.over import Over
from journeysim.tui.seating import Seating, TwoRooms, by_hand, by_script, lives_of
from journeysim.tui.seats import Seat, life
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.view import View
from journeysim.tui.widgets.chairs import CROSS, DARK, LIT, STAR, Chairs
from journeysim.tui.widgets.crumbs import Crumbs
from journeysim.tui.widgets.keybar import KeyBar

FRAME = 0.1
_LEGEND = (f"{STAR} kept by it  {CROSS} driven away by it", f"{LIT} here  {DARK} gone, and why")


class SeatsScreen(Over[None]):
    """A line above, the seats, a caption and the numbers below."""

    DEFAULT_CSS = """
    SeatsScreen { background: $back; }
    SeatsScreen #card { display: none; height: 1fr; content-align: center middle; text-align: center; }
    SeatsScreen.-card #card { display: block; }
    SeatsScreen.-card Chairs { display: none; }
    SeatsScreen #caption { height: 2; padding: 0 2; text-align: center;
        text-style: bold; color: $strong; }
    SeatsScreen.-both #numbers { min-height: 8; }
    SeatsScreen #numbers { height: auto; padding: 0 2; width: auto; margin: 0 0 0 2; }
    """
    NAME = "Seats"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "run", "Run/pause"),
        Binding("full_stop", "step(1)", "Day", show=False, key_display="."),
        Binding("comma", "step(-1)", "Day back", show=False, key_display=","),
        Binding("greater_than_sign", "step(7)", "Week", key_display=">"),
        Binding("less_than_sign", "step(-7)", "Week back", show=False, key_display="<"),
        Binding("ctrl+home", "rewind", "Day 0", show=False),
        Binding("tab", "flip", "Other room"),
        Binding("right,l", "twin(1)", "Who differs", key_display="→"),
        Binding("left,h", "twin(-1)", "The one before", show=False),
        Binding("plus,equals_sign", "hurry(1)", "Faster", show=False, key_display="+"),
        Binding("minus", "hurry(-1)", "Slower", show=False, key_display="-"),
        Binding("v", "leave", "Back", show=False),
    ]

    def __init__(self, stage: Stage, scripted: bool = False) -> None:
        super().__init__()
        self.stage = stage
        self.scripted = scripted
        self.elapsed = 0.0
        self.flipped: bool | None = None
        self.spoken_of = 0
        self.then = stage.clock()

    def compose(self) -> ComposeResult:
        """Line, seats or a card, caption, numbers."""
        yield Crumbs()
        yield Chairs()
        yield Static(id="card")
        yield Static(id="caption")
        yield Static(id="numbers")
        yield KeyBar()

    def on_mount(self) -> None:
        """Look as often as the main screen does."""
        if self.stage.live:
            self.set_interval(FRAME, self.look)
        self.look()

    def look(self) -> None:
        """Let time pass; show who is there."""
        now = self.stage.clock()
        passed, self.then = now - self.then, now
        if self.scripted:
            self._follow(passed)
        elif not self.stage.live:
            self.stage.look()
        view = self.stage.view()
        lives = lives_of(view, self.label, self._reasons(view))
        if lives is None:
            self._say_where(("the customers are taking their seats",))
        else:
            self.show(lives)

    def _reasons(self, view: View) -> Mapping[str, str]:
        """What made the difference for those who have a seat; counted if that has not been done yet."""
        session = self.stage.session
        if not (view.is_known and view.forked):
            return {}
        request = ledger_request(session, len(view.you.whole))
        counted = None if request is None else session.exchange.ledger(request)
        return {} if counted is None else counted.seats

    @property
    def is_counted(self) -> bool:
        """Is it known what made the difference, if there is one?"""
        session = self.stage.session
        request = ledger_request(session, len(self.stage.view().you.whole))
        return request is None or request in session.exchange.ledgers

    def _follow(self, passed: float) -> None:
        session = self.stage.session
        if self.stage.view().ahead >= session.horizon:
            self.elapsed += passed
        day = round(demo.at(self.elapsed).share * session.horizon)
        if day != session.playback.day:
            session.step(day - session.playback.day)
        if self.elapsed >= demo.LENGTH:
            self.scripted = False

    def seating(self, lives: TwoRooms) -> Seating:
        """What is shown now."""
        if not self.scripted:
            return by_hand(lives, self.flipped, self.spoken_of)
        session = self.stage.session
        tables = session.scenario.tables
        own = tables.policies.get(session.decisions.policy)
        about = "" if own is None else own.about
        moment, width = demo.at(self.elapsed), self.size.width - 8
        return by_script(lives, moment, tables.question, about, width)

    def show(self, lives: TwoRooms) -> None:
        """Show this moment."""
        view, now = lives.view, self.seating(lives)
        self.set_class(now.card is not None, "-card")
        self.set_class(len(now.rooms) > 1, "-both")
        if now.card is not None:
            self.query_one("#card", Static).update(now.card)
        self.query_one(Chairs).show(now.rooms, view.palette)
        self._say_where(_details(view, now))
        self.query_one("#caption", Static).update(Text(now.caption))
        numbers = large(view, self.size.width)[: now.numbers]
        self.query_one("#numbers", Static).update(as_text(numbers, self.size.width - 6))

    @property
    def label(self) -> str:
        """What is played, in words."""
        session = self.stage.session
        name = session.scenario.label(session.decisions.policy)
        return f"you, from {name}" if session.decisions.plan.levers else name

    def on_click(self, event: events.Click) -> None:
        """A click on a seat tells its two lives."""
        chairs = self.query_one(Chairs)
        if event.widget is chairs:
            seat = chairs.at(event.x - 1, event.y)
            if seat is not None:
                self.tell(seat)

    def tell(self, seat: Seat) -> None:
        """One customer's two lives, side by side."""
        from journeysim.tui.screens.twins import lives_card

        view = self.stage.view()
        if view.you.first is not None and view.baseline.first is not None:
            own = life(view.you.first, seat.customer, view.names, view.horizon)
            base = life(view.baseline.first, seat.customer, view.names, view.horizon)
            self.app.push_screen(lives_card(seat.number, own, base, view, self.size.width))

    def action_run(self) -> None:
        """Run or pause; takes over from the script."""
        self.scripted, self.spoken_of = False, 0
        self.stage.session.toggle()
        self.look()

    def action_step(self, days: int) -> None:
        """Some days on or back."""
        self.scripted, self.spoken_of = False, 0
        self.stage.session.step(days)
        self.look()

    def action_rewind(self) -> None:
        """Everybody is back."""
        self.action_step(-self.stage.session.horizon)

    def action_flip(self) -> None:
        """The same people under the other policy; on the last day also both side by side."""
        last = self.stage.view().lived >= self.stage.session.horizon
        rooms = (None, False, True) if last else (None, True)
        now = rooms.index(self.flipped) if self.flipped in rooms else 0
        self.scripted, self.flipped = False, rooms[(now + 1) % len(rooms)]
        self.look()

    def action_twin(self, by: int) -> None:
        """The next whose other life ends differently."""
        self.scripted = False
        self.spoken_of = max(1, self.spoken_of + by)
        self.look()

    def action_hurry(self, by: int) -> None:
        """Faster or slower."""
        self.stage.session.hurry(by)

    def action_theme(self) -> None:
        """The next theme."""
        super().action_theme()
        self.look()

    def _say_where(self, details: tuple[str, ...]) -> None:
        self.query_one(Crumbs).show(self.app.title, self.NAME, details, self.colours)


def _details(view: View, now: Seating) -> tuple[str, ...]:
    """The day, whose room it is, and what the signs mean."""
    day = f"day {view.lived} of {view.horizon}"
    if now.card is not None:
        return (day,)
    room = tuple(room.heading(40) for room in now.rooms) if len(now.rooms) == 1 else ()
    return (day, *room, *_LEGEND)


def _open(stage: Stage) -> None:
    stage.show(SeatsScreen(stage))


def _demo(stage: Stage) -> None:
    stage.show(SeatsScreen(stage, scripted=True))


SCREEN = screen_key(
    "seats",
    "v",
    "seats: forty customers, same people, other policy",
    _open,
    Group.ASKING,
    "Seats",
    tells=True,
)
DEMO = screen_key(
    "demo",
    "",
    "the demo",
    _demo,
    Group.ASKING,
    about="ninety scripted seconds: forty customers, two policies",
    tells=True,
)
