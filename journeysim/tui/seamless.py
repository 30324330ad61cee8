"""Seamless: a picture of the screen in which blocks are areas, so that no font leaves a seam between them."""

from __future__ import annotations

import re
from html import unescape

_WIDE, _HIGH, _DOWN, _BASE = 12.2, 24.4, 1.5, 20.0
"""How the screen's own pictures place characters: across, down, from the top, and the base line."""

_TEXT = re.compile(
    r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"[^>]*>([^<]*)</text>'
)
_BLOCKS = {sign: eighths for eighths, sign in enumerate("▁▂▃▄▅▆▇█", 1)}
_HALVES = {"▌": (0.0, 0.5), "▐": (0.5, 0.5)}


def seamless(picture: str) -> str:
    """The same picture with blocks as rectangles."""
    return _TEXT.sub(_drawn, picture)


def _drawn(match: re.Match[str]) -> str:
    style, left, base, text = match[1], float(match[2]), float(match[3]), unescape(match[4])
    if not any(sign in _BLOCKS or sign in _HALVES for sign in text):
        return match[0]
    top = base - _BASE + _DOWN
    parts, words = [], []
    for place, sign in enumerate(text):
        eighths = _BLOCKS.get(sign, 0)
        at, share = _HALVES.get(sign, (0.0, 1.0))
        words.append("\u00a0" if eighths or sign in _HALVES else sign)
        if eighths or sign in _HALVES:
            high = _HIGH * (eighths or 8) / 8.0
            parts.append(
                (left + (place + at) * _WIDE, top + _HIGH - high, share * _WIDE, high + 0.25)
            )
    areas = "".join(
        f'<rect class="{style}" x="{x:.1f}" y="{y:.2f}" width="{w:.1f}" height="{h:.2f}" '
        'shape-rendering="crispEdges"/>'
        for x, y, w, h in _joined(parts)
    )
    rest = "".join(words)
    if not rest.replace("\u00a0", ""):
        return areas
    return areas + match[0].replace(match[4], rest.replace("&", "&amp;").replace("<", "&lt;"))


def _joined(
    parts: list[tuple[float, float, float, float]],
) -> list[tuple[float, float, float, float]]:
    """Neighbours of one height as one area."""
    joined: list[tuple[float, float, float, float]] = []
    for x, y, w, h in parts:
        if joined and joined[-1][1] == y and abs(joined[-1][0] + joined[-1][2] - x) < 0.01:
            x0, _, w0, _ = joined[-1]
            joined[-1] = (x0, y, w0 + w, h)
        else:
            joined.append((x, y, w, h))
    return joined
