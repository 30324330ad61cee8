"""Choice: a list to choose one thing from, with what is said of it beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journeysim.tui.overlays.over import Modal
from journeysim.tui.style import Palette
from journeysim.tui.widgets.choices import ChoiceList


class ChoiceItem(NamedTuple):
    """One thing to choose: its name, one line, what there is to say of it, and what it is called, if not by
    its name."""

    name: str
    line: str
    about: str
    called: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.called or self.name.replace("_", " ")


class ChoiceCard(Modal[str | None]):
    """Enter chooses, escape leaves everything as it is."""

    DEFAULT_CSS = """
    ChoiceCard { align: center middle; background: $back 60%; }
    ChoiceCard Vertical {
        width: 100; max-width: 98%; height: auto; max-height: 96%;
        border: round $you; background: $back; padding: 0 1;
    }
    ChoiceCard #intro { margin: 1 0; }
    ChoiceCard OptionList, ChoiceCard OptionList:focus {
        border: none; height: auto; max-height: 14; background: $back; padding: 0;
    }
    ChoiceCard OptionList > .option-list--option-highlighted,
    ChoiceCard OptionList:focus > .option-list--option-highlighted { background: $raised; text-style: none; }
    ChoiceCard VerticalScroll { scrollbar-size-vertical: 1; height: auto; max-height: 12; padding: 1 0 0 1; border-top: solid $edge; }
    ChoiceCard #about { padding-right: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Close"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def __init__(
        self,
        title: str,
        entries: Sequence[ChoiceItem],
        palette: Palette,
        at: int = 0,
        intro: str = "",
    ) -> None:
        super().__init__()
        self.intro = intro
        self.heading, self.entries, self.palette, self.at = title, list(entries), palette, at

    def compose(self) -> ComposeResult:
        """The list above, the text below."""
        with Vertical() as card:
            card.border_title = Text(self.heading)
            card.border_subtitle = "enter chooses, esc goes back"
            if self.intro:
                yield Static(Text(self.intro, f"bold {self.palette.strong}"), id="intro")
            yield ChoiceList(*(self._option(entry) for entry in self.entries))
            with VerticalScroll(can_focus=False):
                yield Static(id="about")

    def on_mount(self) -> None:
        """Begin where things stand."""
        self.query_one(OptionList).highlighted = self.at

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the one under the cursor is."""
        entry = self.entries[event.option_index]
        self.query_one("#about", Static).update(flowing(entry.about, self.palette))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand the name back."""
        self.dismiss(self.entries[event.option_index].name)

    def action_cursor(self, by: int) -> None:
        """Up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def _option(self, entry: ChoiceItem) -> Option:
        return Option(hung(entry.title, entry.line, _NAME, self.palette), entry.name)


_NAME = 20
"""Characters of a name at least, so that what is said of each begins below each other."""


def hung(name: str, words: str, room: int, palette: Palette) -> Table:
    """A name, and what is said of it beside: lines that go on begin below its words."""
    line = Table.grid(padding=(0, 1))
    line.add_column(min_width=room)
    line.add_column()
    line.add_row(Text(name, f"bold {palette.you}"), Text(words, palette.text))
    return line


_MARKED = re.compile(r"\*(?=\S)([^*\n]+?)(?<=\S)\*|`([^`\n]+)`")


def flowing(text: str, palette: Palette) -> Text:
    """Paragraphs whose lines may be broken anew; what stands between asterisks or backquotes is set apart
    instead."""
    whole = "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
    shown, place = Text(style=palette.text), 0
    for match in _MARKED.finditer(whole):
        shown.append(whole[place : match.start()])
        style = Style(italic=True) if match[1] else Style(bold=True)
        shown.append(match[1] or match[2], style)
        place = match.end()
    return shown.append(whole[place:])
