"""Retention: the share of the customers of day 0 who are still there; one line until it forks."""

from __future__ import annotations

from math import isfinite
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from journeysim.tui import wording
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.style import mixed
from journeysim.tui.view import PlayState, View
from journeysim.tui.widgets.chart import Chart
from journeysim.tui.widgets.drawing import UNDER
from journeysim.tui.widgets.plot import Curve, Label, Plot, Stroke
from journeysim.tui.widgets.scale import share_ticks

EMPTY = "Nothing changed yet. Move a dial: the futures split here."

STARTING = (
    "Starting: the customers of day 0 are moving in.",
    "Starting: customers are moving in.",
)
SECRET = (
    "What your change does is hidden until the guesses are in.",
    "Hidden until the guesses are in.",
)
GUESSED = (
    "The guesses are in; what your change does is hidden until the reveal.",
    "The guesses are in; hidden until the reveal.",
)
REVEALING = (
    "The guesses are in (◇). Watch where your line ends.",
    "Watch: your guesses are the ◇.",
)

_AT_FIRST = 0.9
_FROM = 0.5
_FAR = 0.4
"""How strongly the gap is filled where it is to be seen from the back of a room."""
_HERE = " in this run"
_ROOM_FOR_HERE = 76
_WITH_LEAD = 30
"""Rows of a screen from which the lead has a strip of its own."""


class Retention(Vertical):
    """A sentence, and the chart it is about."""

    PLACE: ClassVar[Place] = "right"
    KEY: ClassVar[PanelKey | None] = PanelKey("chart", "f3", "the chart")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = ""
    DEFAULT_CSS = """
    Retention {
        border: round $edge; border-title-color: $quiet; border-subtitle-color: $quiet;
        height: 1fr; padding: 0 1;
    }
    Retention:focus-within { border: round $you; }
    Retention Static { height: 1; }
    """

    def compose(self) -> ComposeResult:
        """The sentence above the chart."""
        yield Static()
        yield Chart()

    def on_mount(self) -> None:
        """Name the panel."""
        self.border_title = "Customers retained, this run"

    def show(self, view: View) -> None:
        """Show this moment."""
        chart = self.query_one(Chart)
        self.query_one(Static).update(sentence(view, self.content_size.width), layout=False)
        self.border_subtitle = _legend(view, chart.is_roomy and self.app.size.height >= _WITH_LEAD)
        chart.show(plot(view, chart.size.height, chart.is_roomy), view.palette)


def sentence(view: View, width: int = 80) -> Text:
    """What the chart says, in words."""
    palette = view.palette
    quiet, strong = Style(color=palette.quiet), Style(color=palette.strong, bold=True)
    if view.state is PlayState.STARTING:
        return _fitting(STARTING, width, quiet)
    if view.secret:
        secret = REVEALING if view.marks else GUESSED if view.guessed else SECRET
        return _fitting(secret, width, strong)
    if not view.forked and view.former is not None and view.given is not None:
        moved = f"{wording.percent(float(view.former[-1]))} to {wording.percent(view.given)}"
        return _fitting(
            (f"You changed the world: both lines moved, {moved} on day {view.horizon}.",
             f"World changed: both lines {moved}."), width, strong,
        )  # fmt: skip
    if not view.forked:
        return _fitting((EMPTY, "Nothing changed yet: move a dial."), width, quiet)
    text = Text(no_wrap=True, overflow="ellipsis")
    if 0 <= view.lived < view.horizon:
        text.append(f"today {wording.signed(today(view))}", strong)
        text.append(f"{_HERE if width >= _ROOM_FOR_HERE else ''}; ", quiet)
    if not view.is_known:
        return text.append(f"looking ahead: day {max(0, view.ahead)} of {view.horizon}", quiet)
    lead = view.difference("retention", view.horizon)
    gap = round(lead.mean, 3)
    text.append(f"day {view.horizon} ", quiet)
    colour = wording.colour_of(lead, palette)
    text.append(wording.signed(gap), Style(color=colour, bold=True))
    text.append(wording.by_chance(lead), strong)
    words = " points better" if gap > 0 else " points worse" if gap < 0 else " points apart"
    luck = f" ({wording.paired(lead.n)})"
    for shorter, luckier in (
        (words.rpartition(" ")[0], luck),
        ("", luck),
        ("", f" ({lead.n} runs)"),
    ):
        if text.cell_len + len(words + luck) > width:
            words, luck = shorter, luckier
    text.append(words, Style(color=colour, bold=True))
    text.append(luck, quiet)
    if isfinite(lead.half) and not lead.settled:
        text.append(" too close to call", quiet)
    return text


def today(view: View) -> float:
    """How far the two lines of the run that is watched are apart today."""
    day = view.lived
    return float(view.you.retention[day] - view.baseline.retention[day])


def _fitting(words: tuple[str, str], width: int, style: Style) -> Text:
    """The longer of two sentences, if there is room for it."""
    return Text(words[0] if len(words[0]) <= width else words[1], style)


def _legend(view: View, roomy: bool) -> str:
    if view.compares and view.is_known and not roomy:
        return wording.more_stay(view.lead(view.horizon))
    if view.day >= view.horizon or view.secret:
        return ""
    return "solid: lived   dotted: still to come"


def plot(view: View, height: int, roomy: bool) -> Plot | None:
    """The plot of a view; None while nothing is known."""
    if view.baseline.last < 1:
        return None
    palette = view.palette
    you, base = view.you.retention, view.baseline.retention
    low = float(base.min())
    if view.baseline.last < view.horizon:
        low = min(low, _AT_FIRST)
    curves: tuple[Curve, ...] = (Curve(base, palette.text),)
    gap = None
    high = 1.0
    if view.forked:
        low = min(low, float(you.min(initial=1.0)))
        curves = _forked(view)
        gap = (palette.gain, palette.loss)
        if view.present:
            gap = (
                mixed(palette.panel, palette.you, _FAR),
                mixed(palette.panel, palette.worse, _FAR),
            )
    if view.marks:
        low, high = min(low, *view.marks), max(high, *view.marks)
    if view.zoomed and view.baseline.last > 2:
        since = int(_FROM * view.baseline.last)
        ends = [float(line[since:].max(initial=0.0)) for line in (you, base)]
        high = min(1.0, max(ends) + 0.005)
    former = () if view.former is None or view.secret else (view.former,)
    ghosts = tuple(
        Curve(ghost, palette.faint, Stroke.DIM)
        for ghost in (*(each.retention for each in view.others), *former)
    )
    return Plot(
        horizon=view.horizon,
        today=view.day,
        ticks=share_ticks(max(0.0, low), high, height - UNDER),
        curves=(*curves, *ghosts),
        marks=tuple(sorted({change.day for change in view.changes if change.is_lever})),
        labels=_labels(view, roomy),
        gap=gap,
        bold=view.present,
    )


def _forked(view: View) -> tuple[Curve, ...]:
    """*You* and the baseline from the day they part; before it there is one line."""
    palette = view.palette
    base, you = view.baseline.retention, view.you.retention
    split = min([change.day for change in view.changes if change.is_lever], default=0)
    if any((base[: split + 1] != you[: split + 1])[: len(you)]) if len(you) > split else False:
        split = 0
    return (
        Curve(base[split:], palette.baseline, Stroke.DASHED, split),
        Curve(you[split:], palette.you, Stroke.SOLID, split),
        Curve(base[: split + 1], palette.text),
    )


def _labels(view: View, roomy: bool) -> tuple[Label, ...]:
    """What each line comes to, once it is known to the horizon; and what was guessed."""
    palette = view.palette
    guesses = [
        Label(mark, f"◇ {wording.percent(mark)}", palette.quiet, False) for mark in view.marks
    ]
    if view.secret or view.baseline.last < view.horizon:
        return tuple(guesses[:4])
    ghosts = [
        Label(
            float(g.retention[-1]),
            f"· {wording.percent(float(g.retention[-1]))} branch {g.name}",
            palette.quiet,
            False,
        )
        for g in view.others
    ]
    base = float(view.baseline.retention[-1])
    if not view.forked:
        return (_label(base, "●", palette.text, roomy, ""), *ghosts, *guesses)
    labels = [_label(base, "○", palette.baseline, roomy, view.baseline.label)]
    if view.you.last == view.horizon:
        own = float(view.you.retention[-1])
        name = f"you, branch {view.branch}" if view.branch else "you"
        labels.append(_label(own, "●", palette.you, roomy, name))
    return (*labels, *ghosts[:3], *guesses[:5])


def _label(share: float, sign: str, colour: str, roomy: bool, name: str) -> Label:
    words = f"{sign} {wording.percent(share)} {name}" if roomy else f"{sign} {100 * share:.1f} %"
    return Label(share, words.rstrip(), colour)
