"""Room: forty seats, who go dark when their customer leaves; the same people under either policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from journeysim.tui import demo, wording
from journeysim.tui.seats import SHORT, Seat, State, Twin, life, lit, seats
from journeysim.tui.style import Palette
from journeysim.tui.view import View

if TYPE_CHECKING:
    from journeysim.tui.app import PlayApp
    from journeysim.tui.screens.playing import Playing

LIT, DARK, STAR, CROSS = "☻", "·", "★", "✗"
FRAME = 0.1
_WIDE = 96


class Chairs(Widget):
    """The grid of seats."""

    DEFAULT_CSS = "Chairs { height: 1fr; padding: 0 1; }"

    room: tuple[Seat, ...] = ()
    palette: Palette | None = None

    def show(self, room: list[Seat], palette: Palette) -> None:
        """Show this room."""
        if (tuple(room), palette) != (self.room, self.palette):
            self.room, self.palette = tuple(room), palette
            self.refresh()

    def render(self) -> Text:
        """The seats in rows."""
        if self.palette is None:
            return Text()
        return grid(self.room, *self.content_size, self.palette)

    def at(self, x: int, y: int) -> Seat | None:
        """The seat at a place."""
        across, down, wide, high = _plan(len(self.room), *self.content_size)
        column, row = x // wide, y // high
        index = row * across + column
        inside = column < across and row < down and index < len(self.room)
        return self.room[index] if inside else None


def _plan(count: int, width: int, height: int) -> tuple[int, int, int, int]:
    """Seats across and down, and how wide and high each may be."""
    best = (1, max(1, count), max(1, width), 1)
    score = -1.0
    for across in (4, 5, 8, 10, 20):
        down = -(-count // across)
        wide, high = width // across, min(5, height // max(1, down))
        if wide >= 7 and high >= 1:
            fit = min(wide, 22) * (high + (0.5 if high >= 3 else 0.0))
            if fit > score:
                best, score = (across, down, wide, high), fit
    return best


def grid(room: tuple[Seat, ...], width: int, height: int, palette: Palette) -> Text:
    """Everybody's seat."""
    across, down, wide, high = _plan(len(room), width, height)
    lines: list[Text] = []
    for row in range(down):
        rows = [Text(no_wrap=True, end="") for _ in range(high)]
        for seat in room[row * across : (row + 1) * across]:
            for line, part in zip(rows, _seat(seat, wide, high, palette), strict=True):
                line.append_text(part)
        lines += rows
    return Text("\n").join(lines)


def _seat(seat: Seat, width: int, height: int, palette: Palette) -> list[Text]:
    inner = width - 1
    sign, words, style = _look(seat, palette)
    faces = [f"{seat.number:>2} {sign}", words]
    if height == 1:
        faces = [f"{seat.number:>2} {sign} {words}"]
    elif height >= 4:
        faces = ["", f"{seat.number:>2}  {sign}", words, *[""] * (height - 4)]
    lines = [Text(face.center(inner)[:inner], style) for face in faces[:height]]
    while len(lines) < height:
        lines.append(Text(" " * inner, Style() if len(lines) == height - 1 else style))
    if height >= 3:
        lines[-1] = Text(" " * inner)
    return [Text.assemble(line, " ") for line in lines]


def _look(seat: Seat, palette: Palette) -> tuple[str, str, Style]:
    if seat.twin is Twin.SAVED:
        return STAR, "stays", Style(color=palette.back, bgcolor=palette.better, bold=True)
    if seat.twin is Twin.LOST:
        return CROSS, "lost", Style(color=palette.back, bgcolor=palette.worse, bold=True)
    if seat.state is State.LEFT:
        return DARK, SHORT[seat.cause], Style(color=palette.quiet, bgcolor=palette.panel)
    words = "" if seat.state is State.FINE else seat.state.value
    colour = palette.baseline if seat.state in (State.TROUBLE, State.WAITING) else palette.strong
    if seat.state is State.SILENT:
        colour = palette.quiet
    return LIT, words, Style(color=colour, bgcolor=palette.gain, bold=True)


class Room(Screen[None]):
    """The seats, a line above and a caption below."""

    DEFAULT_CSS = """
    Room { background: $back; }
    Room #top { height: 2; padding: 0 1; background: $raised; }
    Room #caption { height: auto; min-height: 2; padding: 0 2; text-align: center;
        text-style: bold; color: $strong; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "run", "Run/pause"),
        Binding("full_stop", "step(7)", "Week", key_display="."),
        Binding("comma", "step(-7)", "Back", key_display=","),
        Binding("ctrl+home,less_than_sign", "rewind", "Day 0", key_display="<"),
        Binding("f,tab", "flip", "Other policy", key_display="f"),
        Binding("plus,equals_sign", "hurry(1)", "Faster", key_display="+"),
        Binding("minus", "hurry(-1)", "Slower", key_display="-"),
        Binding("t", "theme", "Theme", show=False),
        Binding("escape,v", "leave", "Back to the dials", key_display="esc"),
        Binding("q,ctrl+c", "quit", "Quit", key_display="q"),
    ]

    def __init__(self, playing: Playing, scripted: bool = False) -> None:
        super().__init__()
        self.playing = playing
        self.scripted = scripted
        self.elapsed = 0.0
        self.other = False
        self.then = playing.clock()

    def compose(self) -> ComposeResult:
        """Line, seats, caption."""
        yield Static(id="top")
        yield Chairs()
        yield Static(id="caption")
        yield Footer(show_command_palette=False, compact=False)

    def on_mount(self) -> None:
        """Look as often as the playing screen does."""
        if self.playing.live:
            self.set_interval(FRAME, self.look)
        self.look()

    def look(self) -> None:
        """Let time pass; show who is there."""
        now = self.playing.clock()
        passed, self.then = now - self.then, now
        if self.scripted:
            self._follow(passed)
        elif not self.playing.live:
            self.playing.look()
        self.show(self.playing.view())

    def _follow(self, passed: float) -> None:
        play = self.playing.play
        if self.playing.view().ahead >= play.horizon:
            self.elapsed += passed
        scene, share = demo.at(self.elapsed)
        self.other = scene.room == demo.BASE
        day = round(share * play.horizon)
        if day != play.asked:
            play.step(day - play.asked)
        if self.elapsed >= demo.LENGTH:
            self.scripted = False

    def show(self, view: View) -> None:
        """Show this moment."""
        palette = view.palette
        own, base = view.you.life, view.baseline.life
        if own is None or base is None or view.lived < 0:
            self.query_one("#top", Static).update(Text("The customers are taking their seats."))
            return
        mine, theirs = seats(own, base, view.lived), seats(base, own, view.lived)
        room = theirs if self.other else mine
        label = view.baseline.label if self.other else self.label
        if self.other:
            room = [Seat(s.number, s.customer, s.state, s.cause, Twin.SAME) for s in room]
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

    @property
    def label(self) -> str:
        """What is played, in words."""
        play = self.playing.play
        name = play.scenario.label(play.policy)
        return f"you, from {name}" if play.plan.levers else name

    def _caption(self, view: View) -> str:
        play = self.playing.play
        if self.scripted:
            about = play.scenario.tables.policies.get(play.policy)
            scene, _ = demo.at(self.elapsed)
            return demo.caption(scene, view, self.label, (about.about if about else "").rstrip("."))
        if not view.forked:
            return "Turn a dial or choose another policy (esc, then i); then the same people live again."
        found = view.difference("retention", view.lived)
        return (
            f"Same customers, other policy. Of all {int(view.you.on('started', 0)):,}: "
            f"{wording.more_stay(found.mean)} today ({wording.paired(found.n)})."
        )

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

        view = self.playing.view()
        if view.you.life is not None and view.baseline.life is not None:
            own = life(view.you.life, seat.customer, view.names, view.horizon)
            base = life(view.baseline.life, seat.customer, view.names, view.horizon)
            self.app.push_screen(lives_card(seat.number, own, base, view))

    def action_run(self) -> None:
        """Run or pause; takes over from the script."""
        self.scripted = False
        self.playing.play.toggle()
        self.look()

    def action_step(self, days: int) -> None:
        """Some days on or back."""
        self.scripted = False
        self.playing.play.step(days)
        self.look()

    def action_rewind(self) -> None:
        """Everybody is back."""
        self.action_step(-self.playing.play.horizon)

    def action_flip(self) -> None:
        """The same people under the other policy."""
        self.scripted, self.other = False, not self.other
        self.look()

    def action_hurry(self, by: int) -> None:
        """Faster or slower."""
        self.playing.play.hurry(by)

    def action_theme(self) -> None:
        """The next theme."""
        cast("PlayApp", self.app).next_theme()
        self.look()

    def action_leave(self) -> None:
        """Back to the dials."""
        self.dismiss()

    def action_quit(self) -> None:
        """Quit."""
        self.app.exit()
