"""Film: the screen over time as a file: a terminal's recording (asciinema, version 2) or a picture that moves.

Both are pure functions of the frames, so that the same frames are the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from journeysim.tui.style import Palette

Row = tuple[tuple[str, Style], ...]
"""One row of the screen: texts and how they look."""


class FilmFrame(NamedTuple):
    """What is seen from a moment on: seconds since the beginning, and every row."""

    seconds: float
    rows: tuple[Row, ...]


class Film(NamedTuple):
    """Frames in order, all of one size; seconds: how long the film is."""

    title: str
    width: int
    height: int
    seconds: float
    frames: tuple[FilmFrame, ...]


def row_of(segments: Iterable[Segment]) -> Row:
    """A row without what makes no difference: neighbours of one style are one."""
    parts: list[tuple[str, Style]] = []
    for text, style, control in segments:
        if control or not text:
            continue
        look = style or Style.null()
        if parts and parts[-1][1] == look:
            parts[-1] = (parts[-1][0] + text, look)
        else:
            parts.append((text, look))
    return tuple(parts)


def cast(film: Film) -> str:
    """The film as asciinema's format, version 2: a header, then one line a frame with what has changed."""
    header = {"version": 2, "width": film.width, "height": film.height, "title": film.title}
    lines = [json.dumps(header)]
    before: tuple[Row, ...] = ()
    for frame in film.frames:
        parts = ["\x1b[?25l\x1b[2J"] if not before else []
        for place, row in enumerate(frame.rows):
            if not before or row != before[place]:
                parts.append(f"\x1b[{place + 1};1H\x1b[0m{_ansi(row)}\x1b[0m")
        if parts:
            lines.append(json.dumps([round(frame.seconds, 3), "o", "".join(parts)]))
        before = frame.rows
    lines.append(json.dumps([round(film.seconds, 3), "o", "\x1b[?25h"]))
    return "\n".join(lines) + "\n"


def _ansi(row: Row) -> str:
    return "".join(style.render(text, color_system=ColorSystem.TRUECOLOR) for text, style in row)


_WIDE, _HIGH, _BASE, _FONT = 8.4, 17.0, 13.0, 14
_OVER, _APART = 0.4, 20.0
"""How far a row reaches into the one below, which is drawn over it, so that no seam is left; and how far
what a row says over time lies apart."""

_BLOCKS = {sign: eighths for eighths, sign in enumerate("▁▂▃▄▅▆▇█", 1)}


def svg(film: Film, palette: Palette) -> str:
    """The film as a picture that moves and begins again; every row is a strip that is drawn past a window.

    Needs no script and no font of its own; blocks are areas, so that no font leaves a seam.
    """
    wide, high = film.width * _WIDE, film.height * _HIGH
    looks: dict[tuple[str, bool], str] = {}
    body = [_strip(film, place, palette, looks) for place in range(film.height)]
    classes = "".join(
        f".{name}{{fill:{colour}{';font-weight:bold' if bold else ''}}}"
        for (colour, bold), name in looks.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" '
        f'width="{wide:g}" height="{high:g}" role="img">\n<title>{escape(film.title)}</title>\n'
        f"<style>text{{font:{_FONT}px DejaVu Sans Mono,Menlo,Consolas,monospace;white-space:pre}}"
        f"{classes}</style>\n"
        f'<rect width="{wide:g}" height="{high:g}" fill="{palette.back}"/>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _strip(film: Film, place: int, palette: Palette, looks: dict[tuple[str, bool], str]) -> str:
    """One row over time: what it says, each thing once, and when the window shows which."""
    known: dict[Row, int] = {}
    shown: list[tuple[float, int]] = []
    for frame in film.frames:
        index = known.setdefault(frame.rows[place], len(known))
        if not shown or shown[-1][1] != index:
            shown.append((frame.seconds, index))
    groups = "".join(
        f'<g transform="translate(0 {index * _APART:g})">{_drawn(row, palette, looks)}</g>'
        for row, index in known.items()
    )
    moving = ""
    if len(shown) > 1:
        times = ";".join(f"{seconds / film.seconds:.4f}" for seconds, _ in shown)
        values = ";".join(f"0 {-index * _APART:g}" for _, index in shown)
        moving = (
            '<animateTransform attributeName="transform" type="translate" calcMode="discrete" '
            f'dur="{film.seconds:g}s" repeatCount="indefinite" keyTimes="{times}" '
            f'values="{values}"/>'
        )
    wide = film.width * _WIDE
    return f'<svg y="{place * _HIGH:g}" width="{wide:g}" height="{_HIGH + _OVER:g}"><g>{moving}{groups}</g></svg>'


def _drawn(row: Row, palette: Palette, looks: dict[tuple[str, bool], str]) -> str:
    """One row: grounds, blocks as areas, and words."""
    parts, column = [], 0
    for text, style in row:
        ground = _colour(style.bgcolor.get_truecolor().hex if style.bgcolor else "", palette.back)
        ink = _colour(style.color.get_truecolor().hex if style.color else "", palette.text)
        left, wide = column * _WIDE, len(text) * _WIDE
        if ground != palette.back:
            parts.append(_area(left, 0.0, wide, _HIGH + _OVER, _look(looks, ground, False)))
        name = _look(looks, ink, bool(style.bold))
        words = "".join(" " if sign in _BLOCKS else sign for sign in text)
        parts += [
            _area(left + at * _WIDE, _HIGH * (1 - tall / 8), many * _WIDE + 0.2, _HIGH * tall / 8 + _OVER, name)
            for at, many, tall in _runs(text)
        ]  # fmt: skip
        for at, word in _words(words):
            parts.append(
                f'<text class="{name}" x="{(column + at) * _WIDE:.1f}" y="{_BASE:g}" '
                f'textLength="{len(word) * _WIDE:.1f}">{escape(word, quote=False)}</text>'
            )
        column += len(text)
    return "".join(parts)


def _area(x: float, y: float, wide: float, high: float, name: str) -> str:
    return f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"/>'


def _look(looks: dict[tuple[str, bool], str], colour: str, bold: bool) -> str:
    return looks.setdefault((colour, bold), f"c{len(looks)}")


def _colour(colour: str, otherwise: str) -> str:
    return colour or otherwise


def _runs(text: str) -> list[tuple[int, int, int]]:
    """Blocks of one height beside each other: (column, how many, eighths)."""
    runs: list[tuple[int, int, int]] = []
    for place, sign in enumerate(text):
        tall = _BLOCKS.get(sign, 0)
        if tall and runs and runs[-1][2] == tall and runs[-1][0] + runs[-1][1] == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, tall)
        elif tall:
            runs.append((place, 1, tall))
    return runs


def _words(text: str) -> list[tuple[int, str]]:
    """What is no blank, with single blanks inside, and where it begins."""
    words: list[tuple[int, str]] = []
    place = 0
    for part in text.split("  "):
        lead = len(part) - len(part.lstrip())
        if part.strip():
            words.append((place + lead, part.strip()))
        place += len(part) + 2
    return words
