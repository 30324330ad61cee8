"""Docs pages: what makes files for a repository a site, and looks at the site once it is built.

`docs_pages.py gather FOLDER` lays out the pages: those of docs/, README and changelog, and files of code
that a page names; links among them follow. `docs_pages.py look SITE MENU` refuses a link into nothing,
whatever would be fetched from elsewhere, and a page that stands in no menu.
"""

from __future__ import annotations

import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, normpath, relpath
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent

OUTSIDE = {
    "README.md": "readme.md",
    "CHANGELOG.md": "changelog.md",
    "journeysim/model/leaving.py": "source/leaving.py",
}
"""Files outside docs/ that pages link to, and where each stands among the pages."""


def gather(folder: Path) -> None:
    """Lay out all pages in an empty folder, as a generator of sites wants them."""
    shutil.copytree(ROOT / "docs", folder, dirs_exist_ok=True)
    for source, target in OUTSIDE.items():
        (folder / target).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / source, folder / target)
    sources = {target: source for source, target in OUTSIDE.items()}
    for path in sorted(folder.rglob("*.md")):
        place = path.relative_to(folder).as_posix()
        text = path.read_text(encoding="utf-8")
        moved = _moved(text, sources.get(place, f"docs/{place}"), place)
        path.write_text(moved, encoding="utf-8")


def _moved(text: str, source: str, place: str) -> str:
    """A page with the links it has at its place in the repository, for its place in the site."""

    def link(match: re.Match[str]) -> str:
        path, sharp, rest = match[1].partition("#")
        if not path or urlsplit(path).scheme:
            return match[0]
        there = normpath(f"{dirname(source)}/{path}".lstrip("/"))
        target = OUTSIDE.get(there, there.removeprefix("docs/"))
        return f"]({relpath(target, dirname(place) or '.')}{sharp}{rest})"

    return re.sub(r"\]\(([^()\s]+)\)", link, text)


class _Page(HTMLParser):
    """What a page of the site refers to, and the places in it that may be referred to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element refers to."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.append((tag, value))
            elif name == "id" and value:
                self.places.add(value)


def faults(site: Path, menu: str) -> list[str]:
    """What is wrong with a site, a line each. menu: the text in which every page is named."""
    pages = {
        path.relative_to(site).as_posix(): _Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    }
    found = []
    for name, page in pages.items():
        if name.replace(".html", ".md") not in menu:
            found.append(f"{name}: stands in no menu")
        for tag, link in page.links:
            found += [f"{name}: {what}" for what in _wrong(site, pages, name, tag, link)]
    return found


def _wrong(site: Path, pages: dict[str, _Page], name: str, tag: str, link: str) -> list[str]:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return [] if tag == "a" or link.startswith("data:") else [f"fetches {link}"]
    path = unquote(parts.path)
    target = normpath(f"{dirname(name)}/{path}".lstrip("/")) if path else name
    if not (site / target).exists():
        return [f"{link}: there is no such file"]
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
        return [f"{link}: there is no such place"]
    return []


if __name__ == "__main__":
    if sys.argv[1] == "gather":
        gather(Path(sys.argv[2]))
    else:
        menu = Path(sys.argv[3]).read_text(encoding="utf-8")
        wrong = faults(Path(sys.argv[2]), menu)
        print("\n".join(wrong), end="\n" if wrong else "")
        sys.exit(bool(wrong))
