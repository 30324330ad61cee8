"""Assumptions: every number in force, where it was said, and what it rests on; to be searched."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Input, Static

from journeysim.report.listing import listing
from journeysim.scenario import describe
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Tables
from journeysim.tui.overlays.over import Over
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.widgets.crumbs import Crumbs
from journeysim.tui.widgets.keybar import KeyBar

Row = tuple[str, str, str, str]
_NAMES = ("knob", "value", "said in", "source")
_WIDTHS = (44, 24, 26, 60)
_ROOMY = 100
"""Columns of the screen from which there is room to say where a number was said."""
_LEFT_OUT = ("lessons", "expect", "dials", "schema", "title", "question", "story")


class AssumptionsScreen(Over[None]):
    """A table under a search."""

    DEFAULT_CSS = """
    AssumptionsScreen { background: $back; }
    AssumptionsScreen Input, AssumptionsScreen Input:focus { border: none; height: 1; background: $raised; padding: 0 1; }
    AssumptionsScreen DataTable { height: 1fr; background: $back; scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1; }
    AssumptionsScreen #about { height: 3; padding: 0 1; color: $text; }
    """
    NAME = "Numbers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "down", "Down the table", key_display="↓"),
        Binding("a", "leave", "Back", show=False),
    ]

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        session = stage.session
        scenario = session.scenario
        if session.decisions.plan.world:
            scenario = scenario.with_values(session.decisions.plan.world, "a dial")
        self.policy = scenario.label(session.decisions.policy)
        self.rows = rows(scenario, session.decisions.policy)
        self.meanings = {row[0]: _meaning(row[0]) for row in self.rows}

    def compose(self) -> ComposeResult:
        """Search, table, and what the number under the cursor means."""
        yield Crumbs()
        yield Input(placeholder="search, for example: waiting, assumed, phone")
        yield DataTable(cursor_type="row", zebra_stripes=False)
        yield Static(id="about", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show everything."""
        self._say_where()
        self._fill("")

    def _say_where(self) -> None:
        assumed = sum("assumed" in row[3] for row in self.rows)
        details = f"{len(self.rows)} in force, {assumed} of them assumed", f"under {self.policy}"
        self.query_one(Crumbs).show(self.app.title, self.NAME, details, self.colours)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._fill(event.value.casefold())

    def on_input_submitted(self) -> None:
        """Go down into the table."""
        self.action_down()

    def action_down(self) -> None:
        """Go down into the table."""
        self.query_one(DataTable).focus()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Say what the number is."""
        if event.row_key is not None and event.row_key.value is not None:
            self.query_one("#about", Static).update(self.meanings.get(event.row_key.value, ""))

    def on_resize(self, event: events.Resize) -> None:
        """Another width has room for other columns."""
        self._fill(self.query_one(Input).value.casefold())

    def _fill(self, sought: str) -> None:
        """What fits, in as many columns as have room: the line below says what the others would."""
        table = self.query_one(DataTable)
        table.clear(columns=True)
        columns = 4 if self.app.size.width >= _ROOMY else 2
        for name, width in zip(_NAMES[:columns], _WIDTHS, strict=False):
            table.add_column(name, width=width)  # by itself it takes that of the name
        for row in self.rows:
            if sought in " ".join((*row, self.meanings[row[0]])).casefold():
                cells = [Text(cell[:most]) for cell, most in zip(row, _WIDTHS, strict=True)]
                table.add_row(*cells[:columns], key=row[0])


_FOLDERS = re.compile(r"\S*[/\\]")
"""What a file's name stands behind; on the screen the name is enough."""


def rows(scenario: Scenario, policy: str) -> list[Row]:
    """(knob, value, where it was said, source) of everything in force on day 0 and after."""
    rows_by_key: dict[str, Row] = {}
    for line in listing(scenario, policy, everything=True).splitlines():
        setting, _, origin = line.rpartition("  # ")
        key, _, value = setting.strip().partition(" = ")
        if key.split(".")[0] not in _LEFT_OUT:
            rows_by_key[key] = (key, value, _FOLDERS.sub("", origin), _source(key))
    return list(rows_by_key.values())


def _field(key: str) -> object:
    path = tuple(key.rpartition(": ")[2].split("."))
    while path:
        spot = describe.place(Tables, path)
        if spot is not None and spot.field is not None:
            return spot.field
        path = path[:-1]
    return None


def _source(key: str) -> str:
    extra = getattr(_field(key), "json_schema_extra", None)
    return str(extra.get("source", "")) if isinstance(extra, dict) else ""


def _meaning(key: str) -> str:
    field = _field(key)
    return f"{key}: {getattr(field, 'description', '') or ''} Source: {_source(key)}"


def _open(stage: Stage) -> None:
    stage.show(AssumptionsScreen(stage))


SCREEN = screen_key(
    "assumptions", "a", "every number in force, with its source", _open, Group.READING
)
