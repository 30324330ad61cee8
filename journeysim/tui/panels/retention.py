"""Retention: the share of the customers of day 0 who are still there; one line until it forks."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.containers import Vertical

from journeysim.numerals import numeral
from journeysim.tui import wording
from journeysim.tui.headline import STARTING, large, sentence
from journeysim.tui.panels.panel import PanelKey, Place
from journeysim.tui.view import Array, View
from journeysim.tui.widgets.chart import Chart
from journeysim.tui.widgets.fork import Fork
from journeysim.tui.widgets.fork_numbers import UNDER
from journeysim.tui.widgets.plot import Label
from journeysim.tui.widgets.scale import share_axis

_AT_FIRST = 0.9
_FROM = 0.5
_BELOW_A_GUESS = 0.02
_STEM = 29
"""Characters of what was turned, at its stem."""
_NAME = 18
"""Characters of a policy's name at the end of its line."""


class Retention(Vertical):
    """The chart, without a frame: it is what the screen is about."""

    PLACE: ClassVar[Place] = "hero"
    KEY: ClassVar[PanelKey | None] = PanelKey("chart", "f3", "the chart")
    CLICK: ClassVar[str] = ""
    SIZES: ClassVar[str] = ""
    DEFAULT_CSS = "Retention { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """The chart alone."""
        yield Chart()

    def show(self, view: View) -> None:
        """Show this moment."""
        chart = self.query_one(Chart)
        chart.show(fork(view, *chart.size), view.palette, STARTING)


def fork(view: View, width: int, height: int) -> Fork | None:
    """The chart of a view; None while nothing is known."""
    if view.baseline.last < 1:
        return None
    low, high = _range(view)
    axis = share_axis(low, high, height - UNDER)
    leads = view.leads if view.compares else None
    nothing = np.full(view.baseline.last + 1, np.nan)
    return Fork(
        horizon=view.horizon,
        today=view.day,
        axis=axis,
        base=view.baseline.retention,
        you=view.you.retention if view.forked else np.empty(0),
        split=_split(view),
        mean=nothing if leads is None else leads.mean,
        low=nothing if leads is None else leads.low,
        high=nothing if leads is None else leads.high,
        stems=tuple(
            (
                change.day,
                _turned(change.dial.label, change.dial.text(change.after)),
            )
            for change in view.changes
            if change.is_lever
        ),
        labels=_labels(view, width),
        ghosts=_ghosts(view),
        guesses=view.marks,
        earlier=view.earlier,
        large=large(view, width),
        sentence=sentence(view),
        caption=_caption(axis.lowest(height - UNDER)),
        now=_now(view),
        signs=view.signs,
        far=view.present,
    )


def _turned(label: str, value: str) -> str:
    """What a dial was turned to, in few characters: its name gives way, its value never."""
    return f"{wording.shortened(label, _STEM - len(value))} {value}"


def _range(view: View) -> tuple[float, float]:
    """The least and the most that is shown; it does not move while days pass."""
    low = view.lowest
    if view.baseline.last < view.horizon:
        low = min(low, _AT_FIRST)
    if view.former is not None:
        low = min(low, float(view.former.min()))
    if view.marks:
        low = min(low, *(mark - _BELOW_A_GUESS for mark in (*view.marks, *view.earlier)))
    high = max(1.0, *view.marks, *view.earlier) if view.marks else 1.0
    if view.zoomed and view.baseline.last > 2:
        since = int(_FROM * view.baseline.last)
        lines = (view.you.retention, view.baseline.retention)
        high = min(1.0, max(float(line[since:].max(initial=0.0)) for line in lines) + 0.005)
    return max(0.0, low), min(1.0, high)


def _split(view: View) -> int:
    """The day from which there are two lines."""
    if not view.forked:
        return view.horizon + 1
    split = min([change.day for change in view.changes if change.is_lever], default=0)
    base, you = view.baseline.retention, view.you.retention
    known = min(split + 1, len(you), len(base))
    return split if np.array_equal(base[:known], you[:known]) else 0


def _ghosts(view: View) -> tuple[Array, ...]:
    former = () if view.former is None or view.secret else (view.former,)
    return (*(each.retention for each in view.others[:3]), *former)


def _caption(lowest: float) -> tuple[str, ...]:
    """What the axis shows; a cut one says so, in however few words."""
    if lowest <= 0.0:
        return ("customers of day 0 still here", "still here")
    cut = f"axis from {numeral(100.0 * lowest, '.0f')} %"
    return (f"customers of day 0 still here; {cut}", f"still here; {cut}", cut)


def _now(view: View) -> str:
    if view.compares and 0 <= view.lived < view.horizon:
        return f"today {wording.signed(view.lead(view.lived))}"
    return "today" if 0 < view.day < view.horizon else ""


def _labels(view: View, width: int) -> tuple[Label, ...]:
    """What each line comes to, and whose it is; together they say the lead that stands elsewhere."""
    palette, day = view.palette, view.horizon
    if view.baseline.last < day:
        return ()
    base = round(100.0 * float(view.baseline.retention[-1]), 1)
    name = wording.shortened(view.baseline.label, _NAME if width >= 96 else 12)
    if not view.forked:
        label = f"● {numeral(base, '.1f')} % {'you' if not view.secret else name}"
        return (Label(base / 100.0, label, palette.text), *_former(view))
    labels = [
        Label(
            float(view.baseline.retention[-1]),
            f"○ {numeral(base, '.1f')} % {name}",
            palette.baseline,
        )
    ]
    if not view.secret and view.you.last == day:
        own = base + round(100.0 * view.lead(day), 1)
        you = f"you, branch {view.branch}" if view.branch else "you"
        labels.append(
            Label(float(view.you.retention[-1]), f"● {numeral(own, '.1f')} % {you}", palette.you)
        )
    others = (
        Label(
            float(each.retention[-1]),
            f"· {wording.percent(float(each.retention[-1]))} branch {each.name}",
            palette.quiet,
            False,
        )
        for each in view.others[:3]
    )
    return (*labels, *others, *_former(view))


def _former(view: View) -> tuple[Label, ...]:
    if view.former is None or view.secret:
        return ()
    end = float(view.former[-1])
    return (Label(end, f"· {wording.percent(end)} before", view.palette.quiet, False),)
