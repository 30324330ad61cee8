"""The docs: what they tell people to type exists, and what they claim of files is there."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import click
import pytest

from journeysim.cli.commands import DOES, HEADINGS
from journeysim.experiment.compare import measure
from journeysim.scenario.in_small import small_firm
from journeysim.scenario.scenario import load
from journeysim.tui.pictures import SCENES, SIZES, THEMES

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "docs/journeysim-check.yml",
]


def commands(page: Path) -> list[list[str]]:
    """Every `journeysim ...` command line in a page's code, in its words."""
    text = page.read_text(encoding="utf-8")
    steps = r"run: (?:>\n)?((?:[^\n]+\n)(?: {10}[^\n]+\n)*)"
    code = re.findall(r"(?ms)^```.*?^```|`[^`]+`" if page.suffix == ".md" else steps, text)
    lines = [line for block in code for line in block.strip("`").replace("\n ", " ").splitlines()]
    found = [line[line.index("journeysim ") :] for line in lines if "journeysim " in line]
    words = [shlex.split(line.split("&&")[0].split("||")[0], comments=True) for line in found]
    return [each for each in words if len(each) > 1 and each[1] in DOES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_that_a_page_shows_exists(page: Path) -> None:
    for words in commands(page):
        command: click.Command = import_module(f"journeysim.cli.{words[1]}").command
        options = {name for parameter in command.params for name in parameter.opts}
        asked = [word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)]
        assert set(asked) <= options, words


def test_pages_show_commands() -> None:
    assert sum(len(commands(page)) for page in PAGES) > 10


def anchors(page: Path) -> set[str]:
    """The names under which a page's headings can be linked."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in words}


def links(page: Path) -> list[tuple[str, str]]:
    """The pages and anchors that a page links, those elsewhere left out."""
    found = re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", page.read_text(encoding="utf-8"))
    return [(target, anchor) for target, anchor in found if target or anchor]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everything_that_is_linked_is_there(page: Path) -> None:
    for target, anchor in links(page):
        there = page.parent / target if target else page
        assert there.exists(), f"{page.name} links {target}"
        assert not anchor or anchor in anchors(there), f"{page.name} links {target}#{anchor}"


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / target).resolve() for target, _ in links(index)}
    assert {page for page in PAGES if page != index} <= linked


def test_the_rooms_that_the_map_shows_are_the_rooms_there_are() -> None:
    package = ROOT / "journeysim"
    rooms = {path.name for path in package.iterdir() if (path / "__init__.py").exists()}
    for name in ("README.md", "docs/contributing.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        missing = {room for room in rooms - {"distributions"} if f"{room}/" not in text}
        assert not missing, f"{name}: {missing}"


def test_files_that_contributors_are_sent_to_are_there() -> None:
    text = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    named = re.findall(r"`(?:journeysim/)?([a-z_]+(?:/[a-z_]+)*\.py)`", text)
    bases = (ROOT, ROOT / "journeysim")
    new = {name for name in named if name.endswith(("/x.py", "/to_x.py"))}
    for name in set(named) - new:
        assert any((base / name).exists() for base in bases), name


def test_the_glossary_says_each_word_once() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = [word.lower() for word in re.findall(r"\*\*([^*]+)\*\*", text)]
    assert len(words) > 80
    assert len(words) == len(set(words)), sorted({each for each in words if words.count(each) > 1})


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
    assert {path.name for path in kept} <= made | {"demo.svg"}, (
        "not one that play --pictures or --record makes"
    )
    assert len(kept) <= 8, "every picture has to be taken again when the screen changes"


def docs_pages() -> ModuleType:
    """What lays out the pages of the site and looks at it."""
    spec = spec_from_file_location("docs_pages", ROOT / ".ci" / "docs_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MENU = (ROOT / ".mkdocs.yml").read_text(encoding="utf-8")


def test_the_sites_menu_names_every_page_once_and_nothing_else(tmp_path: Path) -> None:
    docs_pages().gather(tmp_path)
    there = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md"))
    named = sorted(re.findall(r"[\w/]+\.md\b", MENU))
    assert named == there, "name new pages in the menu of .mkdocs.yml, under their question"


def test_the_sites_menu_asks_what_help_asks() -> None:
    assert tuple(re.findall(r"(?m)^  - ([^:\n]+):$", MENU)) == HEADINGS


def test_every_link_of_the_sites_pages_leads_to_a_file(tmp_path: Path) -> None:
    """Those to files outside docs/ too, which stand elsewhere there."""
    docs_pages().gather(tmp_path)
    for page in tmp_path.rglob("*.md"):
        for target, _ in links(page):
            assert (page.parent / target).exists(), f"{page.relative_to(tmp_path)}: {target}"


def test_what_is_wrong_with_a_site_is_found(tmp_path: Path) -> None:
    page = '<h1 id="here"></h1><a href="#here"></a><a href="https://there.example"></a>'
    wrong = '<a href="no.html"></a><a href="a.html#no"></a><script src="https://x.example/y.js">'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "b.html").write_text(wrong, encoding="utf-8")
    assert docs_pages().faults(tmp_path, "a.md") == [
        "b.html: stands in no menu",
        "b.html: no.html: there is no such file",
        "b.html: a.html#no: there is no such place",
        "b.html: fetches https://x.example/y.js",
    ]


def test_the_vast_firm_of_the_page_on_scale_is_told_in_small(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"(?ms)^```toml\n(.*?)^```", page)
    (tmp_path / "region.toml").write_text(text, encoding="utf-8")
    firm = load(str(tmp_path / "region.toml"))
    small = small_firm(firm)
    assert small.scenario.tables.population.customers == 100_000
    assert small.scenario.tables.service.channels["phone"].agents == 128
    few = load(
        str(tmp_path / "region.toml"), settings=("population.customers=3200", "run.days=30 d")
    )
    assert measure(few, few.policies, replications=1).replications == 1
