"""Drawing: what all charts share: colours, sizes, and the way from a figure to an inline SVG.

The same figure gives the same bytes everywhere: our own settings and typeface metrics, no clock,
fixed ids. Text stays text, so that it can be read aloud, searched and set in the reader's typeface.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Callable, Sequence
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1d2733"
QUIET = "#55616f"
FAINT = "#d5dbe2"
BASELINE = "#a34800"
FOCUS = "#005f99"
BETTER = "#1b6e3c"
WORSE = "#a3182f"

WIDE = (385.0, 250.0)
SMALL = (280.0, 180.0)
"""Sizes of drawings in points: one of two beside each other, one of three."""

_OTHERS = ("#6a3aa8", "#00695c", "#a80062", "#5f5a00", "#3f4a57", "#8a4f6d")
_DASHES: tuple[Sequence[float], ...] = (
    (5, 1.5), (1.5, 1.5), (7, 1.5, 1.5, 1.5), (3, 1.5), (7, 1.5, 1.5, 1.5, 1.5, 1.5), (9, 3),
)  # fmt: skip
_POINTS = 72.0

_SETTINGS = {
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "axes.titlecolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "ytick.major.size": 0,
    "hatch.linewidth": 0.6,
    "path.simplify": False,
}


class LineStyle(NamedTuple):
    """How a policy is drawn in every chart; dashes keep lines apart without their colour."""

    colour: str
    dashes: Sequence[float] | None
    width: float


def looks(policies: Sequence[str], baseline: str, focus: str | None) -> dict[str, LineStyle]:
    """One look a policy: the baseline dashed, the one in focus solid and thick."""
    styles: dict[str, LineStyle] = {}
    rest = 0
    for policy in policies:
        if policy == baseline:
            styles[policy] = LineStyle(BASELINE, (5, 2.5), 1.8)
        elif policy == focus:
            styles[policy] = LineStyle(FOCUS, None, 2.4)
        else:
            styles[policy] = LineStyle(
                _OTHERS[rest % len(_OTHERS)], _DASHES[rest % len(_DASHES)], 1.5
            )
            rest += 1
    return styles


def drawn(
    name: str, says: str, size: tuple[float, float], paint: Callable[[Figure, Axes], None]
) -> Markup:
    """An inline SVG of what `paint` draws.

    name: unique on a page; says: the alternative text; size: width and height in points. A letter
    that the typeface lacks is no matter: it stays text, and the reader's own typeface has it.
    """
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS | {"svg.hashsalt": name})  # type: ignore[arg-type]
        figure = Figure(
            figsize=(size[0] / _POINTS, size[1] / _POINTS), dpi=_POINTS, layout="constrained"
        )
        figure.patch.set_alpha(0.0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0.0)
        paint(figure, axes)
        stream = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(stream, format="svg", metadata=nothing)
    return _inline(stream.getvalue(), says)


_HEAD = re.compile(r"<svg\b[^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_STYLE = re.compile(r"\s*<defs>\s*<style type=\"text/css\">[^<]*</style>\s*</defs>")
_GROUP = re.compile(r"<g id=\"[^\"]*\">")
_TAG = re.compile(r"<[^>]+>")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_FAMILY = re.compile(r"font-family: [^;\"]*;?\s*|(font: [^;\"]*?\d+(?:\.\d+)?px) [^;\"]*")


def _inline(text: str, says: str) -> Markup:
    """A figure's SVG as a part of a page: no prologue, no ids but those it needs itself."""
    head = _HEAD.search(text)
    assert head is not None
    body = _GROUP.sub("<g>", _STYLE.sub("", text[head.end() :]))
    body = _FAMILY.sub(lambda match: f"{match[1]} sans-serif" if match[1] else "", body)
    body = _TAG.sub(lambda tag: _LONG.sub(_short, tag[0]), body)
    label = escape(says)
    return Markup(
        f'<svg class="chart" viewBox="{head[1]}" role="img" aria-label="{label}">{body.strip()}'
    )


def _short(number: re.Match[str]) -> str:
    """A length to a hundredth of a point: nobody sees more, and every processor agrees."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def wrapped(text: str, width: int) -> str:
    """Text in lines of at most so many characters, where its words allow; never mathematics."""
    import textwrap

    return "\n".join(textwrap.wrap(text, width, break_long_words=False)).replace("$", r"\$")


def apart(places: Sequence[float], least: float) -> list[float]:
    """Places moved as little as needed to lie at least so far apart, in their order."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    groups: list[list[int]] = []
    for index in order:
        groups.append([index])
        while len(groups) > 1 and _top(groups[-2], places, least) > _bottom(
            groups[-1], places, least
        ):
            last = groups.pop()
            groups[-1] += last
    moved = [0.0] * len(places)
    for group in groups:
        low = _bottom(group, places, least)
        for rank, index in enumerate(group):
            moved[index] = low + least / 2 + rank * least
    return moved


def _bottom(group: Sequence[int], places: Sequence[float], least: float) -> float:
    return fsum(places[index] for index in group) / len(group) - least * len(group) / 2


def _top(group: Sequence[int], places: Sequence[float], least: float) -> float:
    return _bottom(group, places, least) + least * len(group)
