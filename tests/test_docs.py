"""The docs: what they tell people to type exists, and what they claim of files is there."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from pathlib import Path

import click
import pytest

from journeysim.cli.main import COMMANDS
from journeysim.tui.pictures import SCENES, SIZES, THEMES

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "docs/journeysim-check.yml",
]


def commands(page: Path) -> list[list[str]]:
    """Every `journeysim ...` command line in a page's code, in its words."""
    text = page.read_text(encoding="utf-8")
    steps = r"run: (?:>\n)?((?:[^\n]+\n)(?: {10}[^\n]+\n)*)"
    code = re.findall(r"(?ms)^```.*?^```|`[^`]+`" if page.suffix == ".md" else steps, text)
    lines = [line for block in code for line in block.strip("`").replace("\n ", " ").splitlines()]
    found = [line[line.index("journeysim ") :] for line in lines if "journeysim " in line]
    known = dict(COMMANDS)
    words = [shlex.split(line.split("&&")[0].split("||")[0], comments=True) for line in found]
    return [each for each in words if len(each) > 1 and each[1] in known]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_that_a_page_shows_exists(page: Path) -> None:
    for words in commands(page):
        command: click.Command = import_module(f"journeysim.cli.{words[1]}").command
        options = {name for parameter in command.params for name in parameter.opts}
        asked = [word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)]
        assert set(asked) <= options, words


def test_pages_show_commands() -> None:
    assert sum(len(commands(page)) for page in PAGES) > 10


def test_every_page_that_is_linked_is_there() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links {target}"


def test_the_pictures_that_are_kept_are_those_that_pages_show() -> None:
    """The others are built by `journeysim play --pictures FOLDER` whenever somebody wants them."""
    made = {
        f"{scene.name}_{theme}_{width}x{height}.svg"
        for scene in SCENES
        for theme in THEMES
        for width, height in SIZES
    }
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    kept = {path.resolve() for path in (ROOT / "docs" / "pictures").iterdir()}
    assert kept == shown, "docs/pictures: keep what a page shows, and nothing else"
    assert {path.name for path in kept} <= made, "not one that play --pictures makes"
    assert len(kept) <= 8, "every picture has to be taken again when the screen changes"
