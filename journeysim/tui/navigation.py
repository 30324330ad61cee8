"""Navigation: every key there is, once; for bindings, footer, help, palette, and a file that remaps.

Assembled from the main screen's actions, the panels and the screens; adding one touches none of this.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from journeysim.errors import Fault, ScenarioError
from journeysim.tui.main.actions import ACTIONS
from journeysim.tui.panels import PANELS
from journeysim.tui.screens import SCREENS
from journeysim.tui.stage import Group, Key, Stage
from journeysim.tui.widgets.keybar import ShownKey


def _panel_keys() -> list[Key]:
    """The keys that choose a panel, in the order in which they lie on the keyboard."""
    keys = [_choosing(panel.__name__, *panel.KEY) for panel in PANELS if panel.KEY is not None]
    return sorted(keys, key=lambda key: (len(key.keys), key.keys))


def _choosing(panel: str, name: str, keys: str, words: str) -> Key:
    def do(stage: Stage) -> None:
        stage.choose(panel)

    return Key(name, keys, words, do, Group.PANELS)


KEYS: tuple[Key, ...] = tuple(
    sorted((*ACTIONS, *_panel_keys(), *SCREENS), key=lambda key: key.group)
)
"""All that can be done on the main screen; a dial's own keys are `DIAL_KEYS`."""

BY_NAME: Mapping[str, Key] = {key.name: key for key in KEYS}


_IN_THE_FOOT = (
    "run", "next_dial", "undo", "why", "predict", "seats", "help", "quit", "compare", "sweep", "worth", "find",
)  # fmt: skip

SHOWN = tuple(
    ShownKey(BY_NAME[name].face or BY_NAME[name].printed, BY_NAME[name].shown, name)
    for name in _IN_THE_FOOT
)
"""The keys in the line at the foot, the most needed first: where there is no room the last go."""


def read(path: Path) -> dict[str, str]:
    """The keys that a file remaps: by name, as Textual writes them. Raises ScenarioError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScenarioError.single(str(path), "", f"cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError.single(str(path), "", f"is no TOML: {error}") from None
    known = {key.name for key in KEYS if key.keys}
    faults = [
        Fault(str(path), name, f"no such key; known: {', '.join(sorted(known))}")
        for name in table
        if name not in known
    ]
    faults += [
        Fault(str(path), name, "is no text, such as 'space' or 'f3,ctrl+g'")
        for name, keys in table.items()
        if name in known and not (isinstance(keys, str) and keys.strip())
    ]
    if faults:
        raise ScenarioError(faults)
    return {name: str(keys) for name, keys in table.items()}


def printed() -> str:
    """The default keys as a file that could be read."""
    keys = [key for key in KEYS if key.keys]
    rows = [f'{key.name} = "{key.keys}"' for key in keys]
    width = max(map(len, rows))
    notes = [f"{row.ljust(width)}  # {key.words}" for row, key in zip(rows, keys, strict=True)]
    return "\n".join(notes) + "\n"
