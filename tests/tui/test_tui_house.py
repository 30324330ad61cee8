"""The rooms of the screen: no circle of files, and a panel or a screen is added in two places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeysim.tui.navigation import KEYS
from journeysim.tui.panels import PANELS
from journeysim.tui.screens import SCREENS
from journeysim.tui.widgets.slider import Slider

ROOT = Path(__file__).resolve().parents[2]
TUI = ROOT / "journeysim" / "tui"


def module(path: Path) -> str:
    """A file's name in imports."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """Everything that a file may import, inside functions and for types too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def graph() -> dict[str, set[str]]:
    """Each file of the screen with those that it imports."""
    files = {module(path): path for path in TUI.rglob("*.py")}
    found = {}
    for name, path in files.items():
        wanted = list(imported(path))
        inner = {one for one in wanted if one in files}
        packages = {one for one in inner if any(other.startswith(f"{one}.") for other in inner)}
        found[name] = inner - packages - {name}
    return found


def test_no_file_of_the_screen_leads_back_to_itself() -> None:
    edges = graph()
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"a circle of files: {' > '.join((*way, name))}"
        if name not in done:
            for other in sorted(edges[name]):
                walk(other, (*way, name))
            done.add(name)

    for name in sorted(edges):
        walk(name, ())


def test_the_screen_knows_nothing_of_the_commands() -> None:
    for path in TUI.rglob("*.py"):
        assert not any(name.startswith("journeysim.cli") for name in imported(path)), path


BEGINS_PROCESSES = ("subprocess", "create_subprocess_exec", "create_subprocess_shell", "Popen", "system", "popen", "execv", "spawnv")  # fmt: skip


def test_the_screen_begins_its_workers_and_no_command() -> None:
    """What is exported comes from the studies, not from a command line; and an editor is no command
    of ours."""
    beginning = {}
    for path in TUI.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        if names.intersection(BEGINS_PROCESSES):
            texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
            beginning[path.name] = {text for text in texts if str(text).startswith("journeysim")}
    assert beginning == {"fault.py": set(), "simulator.py": {"journeysim.tui.worker"}}, (
        "a file is asked of a worker: see ExportRequest in tui/protocol.py"
    )


def test_commands_know_the_screen_only_to_open_it() -> None:
    for path in (ROOT / "journeysim" / "cli").rglob("*.py"):
        if any(name.startswith("journeysim.tui") for name in imported(path)):
            assert path.name in ("play.py", "lesson.py"), path


def test_every_file_of_a_screen_has_its_line_in_the_tuple() -> None:
    for path in sorted((TUI / "screens").glob("*.py")):
        if path.stem != "__init__":
            homes = {home(key.do) for key in SCREENS}
            assert module(path) in homes, (
                f"{path.name} has no line in SCREENS: end it in a screen_key(...) and name that in "
                "journeysim/tui/screens/__init__.py"
            )


def home(do: object) -> str:
    """The module of what a screen's key opens."""
    cells = getattr(do, "__closure__", None) or ()
    return next(cell.cell_contents.__module__ for cell in cells)


def test_every_file_of_a_panel_has_its_line_in_the_tuple() -> None:
    homes = {panel.__module__ for panel in PANELS}
    for path in sorted((TUI / "panels").glob("*.py")):
        if path.stem not in ("__init__", "panel"):
            assert module(path) in homes, (
                f"{path.name} has no line in PANELS: add its widget in "
                "journeysim/tui/panels/__init__.py"
            )


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__)
def test_every_panel_says_where_it_stands_what_chooses_it_and_what_a_click_does(
    panel: type,
) -> None:
    for name in ("PLACE", "KEY", "CLICK", "SIZES", "show"):
        assert hasattr(panel, name), f"{panel.__name__} has no {name}: see panels/panel.py"
    clicked = panel.CLICK  # type: ignore[attr-defined]
    assert not clicked or clicked in {key.name for key in KEYS}
    assert clicked or panel.KEY, f"{panel.__name__} is reached by no key and no click"  # type: ignore[attr-defined]


def test_what_is_a_panels_own_stands_in_its_file() -> None:
    """So that a panel is one file and one line of PANELS."""
    shared = (TUI / "main" / "screen.tcss").read_text(encoding="utf-8")
    for panel in PANELS:
        assert not re.search(rf"\b{panel.__name__}\b", shared), (
            f"main/screen.tcss speaks of {panel.__name__}: that goes to SIZES in its file"
        )


def test_no_two_keys_are_the_same_and_none_is_a_dials_own() -> None:
    names = [key.name for key in KEYS]
    assert len(set(names)) == len(names)
    keys = [one for key in KEYS if key.keys for one in key.keys.split(",")]
    assert len(set(keys)) == len(keys), sorted({one for one in keys if keys.count(one) > 1})
    own = {one for binding in Slider.BINDINGS for one in binding.key.split(",")}  # type: ignore[union-attr]
    assert not own & set(keys)


def test_every_key_has_words_for_help_and_palette() -> None:
    for key in KEYS:
        assert key.words, key.name
        assert key.keys or key.about, key.name
