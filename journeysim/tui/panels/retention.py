"""Retention: the share of the customers of day 0 who are still there; one line until it forks."""

from __future__ import annotations

from typing import ClassVar, Literal

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from journeysim.tui import wording
from journeysim.tui.view import Phase, Track, View
from journeysim.tui.widgets.chart import Chart
from journeysim.tui.widgets.drawing import UNDER
from journeysim.tui.widgets.plot import Curve, Label, Look, Plot
from journeysim.tui.widgets.scale import share_ticks

EMPTY = "Nothing changed yet. Move a dial: the futures split here."

_AT_FIRST = 0.9


class Retention(Vertical):
    """A sentence, and the chart it is about."""

    PLACE: ClassVar[Literal["right"]] = "right"
    DEFAULT_CSS = """
    Retention {
        border: round $edge; border-title-color: $quiet; border-subtitle-color: $quiet;
        height: 1fr; padding: 0 1;
    }
    Retention Static { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """The sentence above the chart."""
        yield Static()
        yield Chart()

    def on_mount(self) -> None:
        """Name the panel."""
        self.border_title = "Customers retained"

    def show(self, view: View) -> None:
        """Show this moment."""
        chart = self.query_one(Chart)
        self.query_one(Static).update(sentence(view))
        self.border_subtitle = _legend(view, chart.is_roomy)
        chart.show(plot(view, chart.size.height, chart.is_roomy), view.palette)


def sentence(view: View) -> Text:
    """What the chart says, in words."""
    palette = view.palette
    quiet, strong = Style(color=palette.quiet), Style(color=palette.strong, bold=True)
    if view.phase is Phase.STARTING:
        return Text("Starting: the customers of day 0 are moving in.", quiet)
    if not view.forked:
        return Text(EMPTY, quiet)
    text = Text()
    if 0 <= view.lived < view.horizon:
        text.append(f"today {wording.signed(view.lead(view.lived))}", strong)
        text.append(" · ", quiet)
    if view.ahead == view.horizon:
        lead = round(view.lead(view.horizon), 3)
        words = "better" if lead > 0 else "worse" if lead < 0 else "apart"
        colour = palette.better if lead > 0 else palette.worse if lead < 0 else palette.text
        text.append(f"d{view.horizon} ", quiet)
        text.append(f"{wording.signed_points(lead)} {words}", Style(color=colour, bold=True))
    else:
        text.append(f"looking ahead: d{max(0, view.ahead)} of {view.horizon}", quiet)
    return text.append(" · 1 run", quiet)


def _legend(view: View, roomy: bool) -> str:
    if view.forked and view.ahead == view.horizon and not roomy:
        return wording.more_stay(view.lead(view.horizon))
    if view.day >= view.horizon:
        return ""
    return "dotted: still to come"


def plot(view: View, height: int, roomy: bool) -> Plot | None:
    """The plot of a view; None while nothing is known."""
    if view.baseline.last < 1:
        return None
    palette = view.palette
    low = float(view.baseline.retention.min())
    if view.baseline.last < view.horizon:
        low = min(low, _AT_FIRST)
    one = Curve(view.baseline.retention, palette.text)
    curves: tuple[Curve, ...] = (one,)
    gap = None
    if view.forked:
        low = min(low, float(view.you.retention.min(initial=1.0)))
        split = min([change.day for change in view.changes if change.is_lever], default=0)
        curves = _forked(view, split)
        gap = (palette.gain, palette.loss)
    return Plot(
        horizon=view.horizon,
        today=view.day,
        ticks=share_ticks(max(0.0, low), 1.0, height - UNDER),
        curves=curves,
        marks=tuple(sorted({change.day for change in view.changes if change.is_lever})),
        labels=_labels(view, roomy),
        gap=gap,
    )


def _forked(view: View, split: int) -> tuple[Curve, ...]:
    """*You* and the baseline from the day they part; before it there is one line."""
    palette = view.palette
    base, you = view.baseline.retention, view.you.retention
    return (
        Curve(base[split:], palette.baseline, Look.DASHED, split),
        Curve(you[split:], palette.you, Look.SOLID, split),
        Curve(base[: split + 1], palette.text),
    )


def _labels(view: View, roomy: bool) -> tuple[Label, ...]:
    """What each line comes to, once it is known to the horizon."""
    palette = view.palette
    if view.baseline.last < view.horizon:
        return ()
    if not view.forked:
        return (_label(view.baseline, "●", palette.text, roomy, ""),)
    labels = [_label(view.baseline, "○", palette.baseline, roomy, view.baseline.label)]
    if view.you.last == view.horizon:
        labels.append(_label(view.you, "●", palette.you, roomy, view.you.label))
    if roomy and view.ahead == view.horizon:
        middle = (labels[0].value + labels[1].value) / 2.0
        words = wording.more_stay(view.lead(view.horizon))
        labels.insert(1, Label(middle, words, palette.strong))
    return tuple(labels)


def _label(track: Track, sign: str, colour: str, roomy: bool, name: str) -> Label:
    share = float(track.retention[-1])
    words = f"{sign} {wording.percent(share)} {name}" if roomy else f"{sign} {100 * share:.1f} %"
    return Label(share, words.rstrip(), colour)
