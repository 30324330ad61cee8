"""Fault: a scenario that cannot be played: what is wrong, where, and a way to mend it."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from journeysim.errors import JourneysimError, ScenarioError
from journeysim.scenario.scenario import Scenario

Load = Callable[[], Scenario]


class FaultApp(App[Scenario]):
    """Shows what is wrong until it is mended; ends with the scenario, or with nothing."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: #12161c; }
    #title { background: #8c2f39; color: #ffffff; padding: 0 1; height: 1; text-style: bold; }
    VerticalScroll { padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit"),
        Binding("r", "reload", "Reload"),
        Binding("q,escape", "quit", "Quit", key_display="q"),
        Binding("ctrl+c", "interrupt", show=False, priority=True),
    ]

    def __init__(self, load: Load, error: JourneysimError) -> None:
        super().__init__()
        self.load, self.error = load, error
        self.interrupted = False
        self.theme = "textual-dark"

    def compose(self) -> ComposeResult:
        """Every fault at once."""
        yield Static("This scenario cannot be played", id="title")
        with VerticalScroll():
            yield Static(id="faults")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Say what is wrong."""
        self.tell()

    def tell(self, words: str = "") -> None:
        """Every fault: where, what, and what is allowed; and a word on what was just tried."""
        text = Text()
        faults = self.error.faults if isinstance(self.error, ScenarioError) else ()
        for fault in faults:
            text.append(f"{fault.where}\n", Style(color="#f4a259", bold=True))
            if fault.key:
                text.append(f"  {fault.key}: ", Style(color="#4cc9f0", bold=True))
            text.append(f"{'' if fault.key else '  '}{fault.what}\n\n", Style(color="#d7dee7"))
        if not faults:
            text.append(f"{self.error}\n\n", Style(color="#d7dee7"))
        if words:
            text.append(f"{words}\n\n", Style(color="#ffffff", bold=True))
        text.append("e opens it in $EDITOR, r reads it again, q quits.", Style(color="#93a0b0"))
        self.query_one("#faults", Static).update(text)

    @property
    def place(self) -> tuple[str, str]:
        """The file and line of the first fault in a file; empty if none is in one."""
        if isinstance(self.error, ScenarioError):
            for fault in self.error.faults:
                name, _, line = fault.where.rpartition(":")
                if name and line.isdecimal() and os.path.isfile(name):
                    return name, line
                if os.path.isfile(fault.where):
                    return fault.where, "1"
        return "", ""

    def action_interrupt(self) -> None:
        """Break off."""
        self.interrupted = True
        self.exit()

    def action_edit(self) -> None:
        """Open the file where the fault is; read it again afterwards."""
        name, line = self.place
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
        if not (name and editor):
            self.tell(
                "There is no file to edit." if editor else "Set $EDITOR first: it names none."
            )
            return
        with self.suspend():
            subprocess.run([*shlex.split(editor), f"+{line}", name], check=False)
        self.action_reload()

    def action_reload(self) -> None:
        """Read the scenario again."""
        try:
            self.exit(self.load())
        except JourneysimError as error:
            self.error = error
            self.tell("Read again: still not right.")
