"""Slider: a number between two ends, turned by key or mouse; a tick shows the value compared with.

Two rows: name, value and change; then the track. Turning is announced, never done: what the slider
shows next is what it is told.
"""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from journeysim.tui.style import NIGHT, Palette
from journeysim.tui.view import DialReading
from journeysim.tui.wording import DOWN, UP, shortened

KNOB, TICK, TICKED = "●", "┃", "◉"
LARGE = 5
MOST_TYPED = 8
_LEAST_TRACK = 14

DIAL_KEYS = (
    ("← →  h l", "turn the dial a step; with shift five"),
    ("home end", "the dial's lowest, highest value"),
    ("digits enter", "type a value"),
    ("digits + -", "so much more, less, than the dial stands at"),
    ("backspace", "the dial back to the baseline's value"),
    ("↑ ↓  tab", "the dial before, the next dial"),
)
"""What keys do while a dial is chosen, as the help says it; these cannot be remapped."""


class Slider(Widget, can_focus=True):
    """One dial."""

    DEFAULT_CSS = """
    Slider { height: 2; padding: 0 1 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "nudge(-1)", "Less", show=False),
        Binding("right,l", "nudge(1)", "More", show=False),
        Binding("shift+left", f"nudge(-{LARGE})", "Much less", show=False),
        Binding("shift+right", f"nudge({LARGE})", "Much more", show=False),
        Binding("home", "end_of(0)", "Lowest", show=False),
        Binding("end", "end_of(1)", "Highest", show=False),
        Binding("backspace", "rest", "As in the baseline", show=False),
        Binding("up", "app.focus_previous", "The dial before", show=False),
        Binding("down", "app.focus_next", "The next dial", show=False),
    ]

    class Nudged(Message):
        """The user wants a value some steps on; steps add up, however fast keys come."""

        def __init__(self, key: str, steps: int) -> None:
            super().__init__()
            self.key = key
            self.steps = steps

    class Turned(Message):
        """The user wants this value."""

        def __init__(self, key: str, value: float) -> None:
            super().__init__()
            self.key = key
            self.value = value

    def __init__(self, reading: DialReading) -> None:
        super().__init__()
        self.reading = reading
        self._palette = NIGHT
        self._held = False
        self.typed = ""

    def show(self, reading: DialReading, palette: Palette) -> None:
        """Show another value."""
        if (reading, palette) != (self.reading, self._palette):
            self.reading, self._palette = reading, palette
            self.refresh()

    def action_nudge(self, steps: int) -> None:
        """Some steps on."""
        self.post_message(self.Nudged(self.reading.dial.key, steps))

    def action_end_of(self, share: int) -> None:
        """To the low or the high end."""
        self._turn(self.reading.dial.nearest(share))

    def action_rest(self) -> None:
        """Back to the baseline's value."""
        self._turn(self.reading.baseline)

    def on_key(self, event: events.Key) -> None:
        """Digits type a value: enter takes it, + or - add it to where the dial stands, escape forgets it."""
        key = event.character or ""
        if (key.isascii() and key.isdecimal()) or (self.typed and key in (".", ",")):
            self.typed = (self.typed + key)[:MOST_TYPED]
        elif not self.typed:
            return
        elif key in ("+", "-"):
            value = self.reading.dial.typed(f"{key}{self.typed}", self.reading.value)
            self.typed = ""
            if value is not None:
                self._turn(value)
        elif event.key == "enter":
            value = self.reading.dial.typed(self.typed)
            self.typed = ""
            if value is not None:
                self._turn(value)
        elif event.key in ("escape", "backspace"):
            self.typed = self.typed[:-1] if event.key == "backspace" else ""
        else:
            return
        event.stop()
        event.prevent_default()
        self.refresh()

    def on_blur(self) -> None:
        """What was half typed is forgotten."""
        self.typed = ""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel over the chosen dial turns it."""
        if self.has_focus:
            event.stop()
            self.action_nudge(-1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """As `on_mouse_scroll_down`."""
        if self.has_focus:
            event.stop()
            self.action_nudge(1)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the knob."""
        self.capture_mouse()
        self._held = True
        self._point(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the knob."""
        if self._held:
            self._point(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self._held = False
        self.release_mouse()

    def _point(self, event: events.MouseEvent) -> None:
        if event.y < 1:
            return
        self._turn(self.reading.dial.nearest(min(1.0, max(0.0, (event.x - 1) / (self._room - 1)))))

    def _turn(self, value: float) -> None:
        if value != self.reading.value:
            self.post_message(self.Turned(self.reading.dial.key, value))

    @property
    def _room(self) -> int:
        return max(4, self.content_size.width - 1)

    def render(self) -> Text:
        """The two rows."""
        return face(self.reading, self._room, self.has_focus, self._palette, self.typed)


def face(reading: DialReading, width: int, chosen: bool, palette: Palette, typed: str = "") -> Text:
    """A slider as text; a bar at the left says that it is the chosen one."""
    ground = palette.raised if chosen else palette.panel
    text = Text(style=Style(color=palette.text, bgcolor=ground), no_wrap=True, end="")
    bar = ("▌", palette.you) if chosen else (" ", palette.text)
    text.append(bar[0], bar[1])
    text.append_text(_head(reading, width, chosen, palette, typed))
    text.append("\n")
    text.append(bar[0], bar[1])
    if reading.idle:
        words = shortened(f"moves nothing: {reading.idle}", width)
        return text.append(words.ljust(width), palette.quiet)
    fits = reading.costs and len(reading.costs) + _LEAST_TRACK <= width
    costs = f" {reading.costs}" if fits else ""
    text.append_text(_track(reading, width - len(costs), palette))
    return text.append(costs, palette.quiet)


def _head(reading: DialReading, width: int, chosen: bool, palette: Palette, typed: str) -> Text:
    dial, value = reading.dial, reading.value
    moved = round(value - reading.baseline, 9)
    shown = f"{typed}_ enter, or + -" if typed else dial.text(value)
    change = f" {UP if moved > 0 else DOWN}{dial.number(abs(moved))}" if moved else ""
    room = width - len(shown) - len(change) - 1
    name = Style(color=palette.quiet if reading.idle else palette.text, bold=chosen)
    label = dial.label if dial.side == "lever" else f"{dial.label}, world"
    head = Text(shortened(label, room).ljust(room + 1), name)
    head.append(shown, Style(color=palette.you if moved else name.color, bold=True))
    head.append(change, palette.strong)
    return head


def _track(reading: DialReading, width: int, palette: Palette) -> Text:
    dial = reading.dial
    knob = round(dial.share(reading.value) * (width - 1))
    tick = round(dial.share(reading.baseline) * (width - 1))
    track = Text()
    for place in range(width):
        if place == knob == tick:
            track.append(KNOB if reading.value == reading.baseline else TICKED, palette.strong)
        elif place == knob:
            track.append(KNOB, palette.you)
        elif place == tick:
            track.append(TICK, palette.baseline)
        elif min(knob, tick) < place < max(knob, tick):
            track.append("━", palette.you)
        else:
            track.append("─", palette.faint if place > knob else palette.quiet)
    return track
