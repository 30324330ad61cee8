"""Twin lives: one customer's two lives as a table: what is the same, then both to the end."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf, isnan

from rich.markup import escape
from rich.table import Table

from journeysim.events import EventType, Row
from journeysim.experiment.twins import REASON_WORDS, WAYS, LifeOutcome
from journeysim.experiment.twins.lives import TwoLives
from journeysim.numerals import numeral
from journeysim.report.happenings import happening
from journeysim.report.twin_words import SIDES_SAID
from journeysim.report.words import counted

SHARED_SHOWN = 5
"""How many of the shared events are shown."""

_UNTOLD = (EventType.TOUCH_STARTED,)


def title(lives: TwoLives) -> str:
    """Who it is."""
    luck = f", replication {lives.replication}" if lives.replication else ""
    return f"Customer {lives.key} ({lives.segment.replace('_', ' ')}{luck})"


def sentences(lives: TwoLives, before: str, after: str, horizon: float) -> list[str]:
    """What became of them under both policies, where the lives part and what weighed most.

    before, after: the policies' labels; horizon: days.
    """
    life_outcomes = [
        _fate(lives.left_before, before, horizon),
        _fate(lives.left_after, after, horizon),
    ]
    lines = [f"{life_outcomes[0]}; {life_outcomes[1]}."]
    part = lives.divergence
    if part is None:
        return [*lines, "The two lives are the same to the last event."]
    about = f" ({part.about.replace('_', ' ')})" if part.about else ""
    lines.append(f"They part on day {numeral(part.day, ',.0f')} over {WAYS[part.way]}{about}.")
    if lives.attribution is not None:
        words = REASON_WORDS[lives.attribution.reason]
        one = words.saved[0] if lives.outcome == LifeOutcome.SAVED else words.lost[0]
        lines.append(f"What weighed most: {one}, {SIDES_SAID[lives.attribution.side]}.")
    return lines


def _fate(left: float, policy: str, horizon: float) -> str:
    if isnan(left):
        return f"under {policy} never a customer"
    if left == inf:
        return f"under {policy} still there on day {numeral(horizon, ',.0f')}"
    return f"under {policy} gone on day {numeral(left, ',.0f')}"


def table(
    lives: TwoLives, before: str, after: str, start: date, currency: str, width: int
) -> Table:
    """The two lives, a column each; what is the same in both stands once, dimmed."""
    result = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0), width=width)
    result.add_column("day", justify="right", no_wrap=True)
    result.add_column("date", no_wrap=True)
    for policy in (before, after):
        result.add_column(escape(policy), ratio=1)

    def say(time: float, ours: Row | None, theirs: Row | None, style: str = "") -> None:
        happenings = [
            escape(happening(row, lives.names, currency)) if row else "" for row in (ours, theirs)
        ]
        day = start + timedelta(days=int(time))
        result.add_row(numeral(time, ",.1f"), day.isoformat(), *happenings, style=style)

    hidden = len(lives.shared) - SHARED_SHOWN
    if hidden > 0:
        text = f"... {counted(hidden, 'event')} before, alike"
        result.add_row("", "", text, "", style="dim")
    for row in lives.shared[-SHARED_SHOWN:]:
        say(row.time, row, row, "dim")
    if lives.divergence is not None:
        result.add_row("", "", "-- here they part --", "", style="bold")
    for line in lives.lines:
        ours, theirs = (
            None if row is None or row.kind in _UNTOLD else row for row in (line.before, line.after)
        )
        if ours or theirs:
            say(line.time, ours, theirs, "dim" if line.same else "")
    return result
