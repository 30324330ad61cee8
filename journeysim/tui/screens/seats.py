"""Room: forty seats, who go dark when their customer leaves; the same people under either policy."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from journeysim.tui import demo, wording
from journeysim.tui.headline import as_text, large
from journeysim.tui.overlays.over import Over
from journeysim.tui.seats import Seat, TwinOutcome, life, lit, seats
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.view import View
from journeysim.tui.why import fates
from journeysim.tui.widgets.chairs import CROSS, DARK, LIT, STAR, Chairs

FRAME = 0.1
_WIDE = 96


class SeatsScreen(Over[None]):
    """The seats, a line above and a caption below."""

    DEFAULT_CSS = """
    SeatsScreen { background: $back; }
    SeatsScreen #top { height: 2; padding: 0 1; background: $raised; }
    SeatsScreen #caption { height: auto; min-height: 2; padding: 0 2; text-align: center;
        text-style: bold; color: $strong; }
    SeatsScreen #numbers { height: auto; padding: 0 2; width: auto; margin: 0 0 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "run", "Run/pause"),
        Binding("full_stop", "step(1)", "Day", show=False, key_display="."),
        Binding("comma", "step(-1)", "Day back", show=False, key_display=","),
        Binding("greater_than_sign", "step(7)", "Week", key_display=">"),
        Binding("less_than_sign", "step(-7)", "Back", key_display="<"),
        Binding("ctrl+home", "rewind", "Day 0", show=False),
        Binding("f,tab", "flip", "Other policy", key_display="f"),
        Binding("plus,equals_sign", "hurry(1)", "Faster", key_display="+"),
        Binding("minus", "hurry(-1)", "Slower", key_display="-"),
        Binding("t", "theme", "Theme", show=False),
        Binding("escape,v", "leave", "Back to the dials", key_display="esc"),
        Binding("q,ctrl+c", "quit", "Quit", key_display="q"),
    ]

    def __init__(self, stage: Stage, scripted: bool = False) -> None:
        super().__init__()
        self.stage = stage
        self.scripted = scripted
        self.elapsed = 0.0
        self.other = False
        self.then = stage.clock()

    def compose(self) -> ComposeResult:
        """Line, seats, caption."""
        yield Static(id="top")
        yield Chairs()
        yield Static(id="caption")
        yield Static(id="numbers")
        yield Footer(show_command_palette=False, compact=False)

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
        self.show(self.stage.view())

    def _follow(self, passed: float) -> None:
        session = self.stage.session
        if self.stage.view().ahead >= session.horizon:
            self.elapsed += passed
        scene, share = demo.at(self.elapsed)
        self.other = scene.room == demo.BASE
        day = round(share * session.horizon)
        if day != session.playback.day:
            session.step(day - session.playback.day)
        if self.elapsed >= demo.LENGTH:
            self.scripted = False

    def show(self, view: View) -> None:
        """Show this moment."""
        palette = view.palette
        own, base = view.you.first, view.baseline.first
        if own is None or base is None or view.lived < 0:
            self.query_one("#top", Static).update(Text("The customers are taking their seats."))
            return
        mine, theirs = seats(own, base, view.lived), seats(base, own, view.lived)
        room = theirs if self.other else mine
        label = view.baseline.label if self.other else self.label
        if self.other:
            room = [Seat(s.number, s.customer, s.state, s.cause, TwinOutcome.SAME) for s in room]
        self.query_one(Chairs).show(room, palette)
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(
            f"day {view.lived:>4} / {view.horizon}   ", Style(color=palette.strong, bold=True)
        )
        colour = palette.baseline if self.other else palette.you
        line.append(f"{'○' if self.other else '●'} {label}", Style(color=colour, bold=True))
        line.append(
            f"   {lit(room)} of {len(room)} still here", Style(color=palette.strong, bold=True)
        )
        if view.forked and not self.other and self.size.width >= _WIDE:
            line.append(f"   under {view.baseline.label}: {lit(theirs)}", palette.quiet)
        line.append("\n")
        words = f"{LIT} here  {DARK} gone, and why  {STAR} here, gone under the other policy"
        line.append(f"{words}  {CROSS} lost", palette.quiet)
        self.query_one("#top", Static).update(line)
        self.query_one("#caption", Static).update(Text(self._caption(view)))
        numbers = large(view, self.size.width) if self._tells_all(view) else ()
        self.query_one("#numbers", Static).update(as_text(numbers, self.size.width - 6))

    def _tells_all(self, view: View) -> bool:
        """Is it time for what it comes to, of all customers? On the last day, and not before."""
        is_last = not self.scripted or demo.at(self.elapsed)[0] is demo.SCENES[-1]
        return view.compares and view.lived >= view.horizon and not self.other and is_last

    @property
    def label(self) -> str:
        """What is played, in words."""
        session = self.stage.session
        name = session.scenario.label(session.decisions.policy)
        return f"you, from {name}" if session.decisions.plan.levers else name

    def _caption(self, view: View) -> str:
        session = self.stage.session
        if self.scripted:
            about = session.scenario.tables.policies.get(session.decisions.policy)
            scene, _ = demo.at(self.elapsed)
            what = (about.about if about else "").rstrip(".")
            return demo.caption(scene, view, self.label, what, session.scenario.tables.question)
        if not view.forked:
            return "Turn a dial or choose another policy (esc, then i); then the same people live again."
        lead = view.difference("retention", view.lived)
        words = f"Same customers, other policy. Of all {wording.count(view.you.on('started', 0))}"
        if self._tells_all(view):
            return f"{words}, by the last day{self._rarer(view)}:"
        return f"{words}: {wording.more_stay(lead.mean)} today ({wording.paired(lead.n)})."

    def _rarer(self, view: View) -> str:
        """Whom the policy drove away, where none of them has a seat: seats are drawn, never chosen."""
        counts, own, base = fates(view, view.horizon), view.you.first, view.baseline.first
        if counts is None or own is None or base is None or not counts.lost:
            return ""
        room = seats(own, base, view.horizon)
        if any(seat.twin is TwinOutcome.LOST for seat in room):
            return ""
        return f" ({counts.lost} of {wording.count(wording.OF)} driven away, none of these forty)"

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
            self.app.push_screen(lives_card(seat.number, own, base, view))

    def action_run(self) -> None:
        """Run or pause; takes over from the script."""
        self.scripted = False
        self.stage.session.toggle()
        self.look()

    def action_step(self, days: int) -> None:
        """Some days on or back."""
        self.scripted = False
        self.stage.session.step(days)
        self.look()

    def action_rewind(self) -> None:
        """Everybody is back."""
        self.action_step(-self.stage.session.horizon)

    def action_flip(self) -> None:
        """The same people under the other policy."""
        self.scripted, self.other = False, not self.other
        self.look()

    def action_hurry(self, by: int) -> None:
        """Faster or slower."""
        self.stage.session.hurry(by)

    def action_theme(self) -> None:
        """The next theme."""
        self.stage.next_theme()
        self.look()

    def action_leave(self) -> None:
        """Back to the dials."""
        self.dismiss()

    def action_quit(self) -> None:
        """Quit."""
        self.app.exit()


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
