"""Causes: why customers of day 0 have left by today, under you and under the baseline."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.causes import CAUSE_COUNT, CAUSES, GRIEVANCES, Cause
from journeysim.tui import wording
from journeysim.tui.overlays.overlay import Overlay
from journeysim.tui.recording import Recording
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.view import Array, View

_LABEL = 38


class CausesScreen(Overlay):
    """Two bars a cause; by the cause that weighed most in each leaving."""

    NAME = "Causes"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "leave", "Back", show=False)]

    def heading(self) -> tuple[str, ...]:
        """Whose leaving, and until when."""
        view = self.stage.view()
        day = view.horizon if view.is_known else max(0, view.lived)
        words = f"why customers of day 0 left by day {day}, of {wording.count(wording.OF)}"
        return words, "by what weighed most"

    def text(self) -> Text:
        """The bars."""
        view, palette = self.stage.view(), self.palette
        day = view.horizon if view.is_known else max(0, view.lived)
        if not view.you.whole:
            return Text("Nothing is known yet.", palette.quiet)
        own, base = counts(view.you.whole, day), counts(view.baseline.whole, day)
        most = max(1.0, float(max(own.max(), base.max())))
        width = max(10, self.room - _LABEL - 18)
        text = Text(no_wrap=True)
        order = np.argsort(-base, kind="stable")
        for cause in order.tolist():
            if not (own[cause] or base[cause]):
                continue
            words = CAUSES[cause].screen
            text.append(f"{words:<{_LABEL}}", Style(color=palette.text, bold=True))
            if view.compares:
                text.append_text(_bar(base[cause], most, width, "░", palette.baseline))
                text.append(f" {wording.count(base[cause])}\n{' ' * _LABEL}", palette.quiet)
            text.append_text(_bar(own[cause], most, width, "█", palette.you))
            text.append(f" {wording.count(own[cause])}", palette.strong)
            text.append_text(_moved(own[cause] - base[cause], view))
            text.append("\n")
        text.append("\n")
        if view.compares:
            text.append("░ ", palette.baseline).append(f"{view.baseline.label}   ", palette.quiet)
        text.append("█ ", palette.you).append("you   ", palette.quiet)
        total = own.sum()
        if total:
            share = own[Cause.COMPETITION] / total
            text.append(
                f"{wording.percent(float(share))} of your leavers go for reasons outside the firm; ",
                palette.quiet,
            )
            spoken = (own[:GRIEVANCES].sum() + own[Cause.QUESTIONS]) / total
            text.append(f"{wording.percent(float(spoken))} over a grievance.", palette.quiet)
        return text


def counts(runs: tuple[Recording, ...], day: int) -> Array:
    """Leavers by a day and cause, of 1,000 customers of day 0."""
    leavers = np.zeros(CAUSE_COUNT)
    people = 0
    for recording in runs:
        causes = recording.causes[recording.left < day]
        leavers += np.bincount(causes[causes >= 0], minlength=CAUSE_COUNT)
        people += len(recording.left)
    return 1000.0 * leavers / max(1, people)


def _bar(value: float, most: float, width: int, sign: str, colour: str) -> Text:
    return Text(sign * max(1 if value else 0, round(width * value / most)), colour)


def _moved(gap: float, view: View) -> Text:
    palette = view.palette
    if not view.compares or not round(gap):
        return Text()
    colour = palette.worse if gap > 0 else palette.better
    return Text(
        f" {wording.arrow(gap)}{wording.count(abs(gap))} {'worse' if gap > 0 else 'better'}", colour
    )


def _open(stage: Stage) -> None:
    stage.show(CausesScreen(stage))


SCREEN = screen_key("causes", "x", "why customers leave", _open, Group.READING, tells=True)
