"""Over: a room that lies over the main screen: what it is called, its keys, and how it is left.

It can be left once, however often its keys are pressed: Textual takes the uppermost screen away whoever
asks, so that a card left twice took the main screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widgets import Input

from journeysim.tui.stage import Group, Key, Stage
from journeysim.tui.style import NIGHT, Palette
from journeysim.tui.widgets.keybar import KeyBar, ShownKey, face_of
from journeysim.tui.widgets.spots import Spots

ROOMS = (Group.ASKING, Group.READING, Group.CHOICE)
"""What opens from one room as from any other."""


class Over(Screen[ScreenResultType]):
    """A room over the main screen; its own keys come first in the line at the foot, and the last three are
    the same in every room."""

    NAME: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", key_display="esc"),
        Binding("question_mark", "keys", "Help", key_display="?"),
        Binding("q,ctrl+c", "app.quit", "Quit", key_display="q"),
        Binding("t", "theme", "Other colours", show=False),
    ]

    @property
    def colours(self) -> Palette:
        """The colours in force."""
        palette: Palette = getattr(self.app, "palette", NIGHT)
        return palette

    def on_mount(self) -> None:
        """The keys of the other rooms lead there from here, too, where this one has no use for them."""
        for key in self._other_rooms():
            self._bindings.bind(key.keys, f"beside({key.name!r})")

    def _other_rooms(self) -> Iterator[Key]:
        stage: Stage | None = getattr(self.app, "main", None)
        for key in stage.keys if stage is not None else ():
            if key.group in ROOMS and len(key.keys) == 1:
                if key.keys not in self._bindings.key_to_bindings:
                    yield key

    def action_leave(self) -> None:
        """Back to what lies below."""
        self.dismiss()

    def action_beside(self, name: str) -> None:
        """To another room, by its key's name."""
        stage: Stage | None = getattr(self.app, "main", None)
        if stage is not None:
            self.action_leave()
            stage.run(stage.do(name))

    def action_keys(self) -> None:
        """The keys of this screen, on a card."""
        show_keys = getattr(self.app, "show_keys", None)
        if show_keys is not None:
            show_keys(self)

    def action_theme(self) -> None:
        """Other colours."""
        next_theme = getattr(self.app, "next_theme", None)
        if next_theme is not None:
            next_theme()
        self.show_foot()

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, if this has not been left already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    # The line at the foot.

    def show_foot(self) -> None:
        """Show the keys, as many as there is room for."""
        own = [self._shown(binding) for binding in self._own_bindings()]
        ends = [self._shown(binding) for binding in self._of(Over)]
        for bar in self.query(KeyBar):
            bar.show([key for key in own if key], self.colours, self.size.width,
                     [key for key in ends if key])  # fmt: skip

    def _own_bindings(self) -> Iterator[Binding]:
        for room in type(self).__mro__:
            if room is Over:
                return
            yield from self._of(room)

    def _of(self, room: type) -> Iterator[Binding]:
        for binding in room.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.show:
                yield binding

    def _shown(self, binding: Binding) -> ShownKey | None:
        """A binding in the line; none that is a letter while letters are typed."""
        face = face_of(binding)
        if len(face) == 1 and face.isascii() and isinstance(self.focused, Input):
            return None
        return ShownKey(face, binding.description, binding.action)

    def on_resize(self, _: events.Resize) -> None:
        """Another width has room for other keys."""
        self.show_foot()

    def on_descendant_focus(self) -> None:
        """Where letters are typed, they are no keys."""
        self.show_foot()

    async def on_spots_picked(self, picked: Spots.Picked) -> None:
        """A click on the words of a key is that key."""
        await self.run_action(picked.name)


class Modal(ModalScreen[ScreenResultType]):
    """A card over the main screen."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, if this has not been left already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()
