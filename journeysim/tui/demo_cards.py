"""Demo cards: what firm and what question, before anything happens; and what is turned, as it is turned."""

from __future__ import annotations

from dataclasses import replace

from rich.style import Style
from rich.text import Text

from journeysim.report.words import span
from journeysim.tui import wording
from journeysim.tui.recording import SEATS
from journeysim.tui.view import DialReading, View
from journeysim.tui.widgets.bigdigits import rows
from journeysim.tui.widgets.slider import face

_WIDEST, _MOST = 64, 3


def title_card(view: View, question: str, width: int) -> Text:
    """The firm, its question, and who has a seat."""
    palette = view.palette
    text = Text(justify="center")
    text.append(f"{view.title}\n", Style(color=palette.strong, bold=True))
    text.append(f"{question}\n\n", Style(color=palette.you, bold=True))
    text.append("\n".join(rows(str(SEATS))) + "\n\n", palette.strong)
    started = 0.0 if view.you.last < 0 else view.you.on("started", 0)
    every = f"every {_ordinal(round(started / SEATS))} of them, by a fixed rule" if started else ""
    text.append(f"of {wording.count(started)} customers have a seat: {every}.\n", palette.text)
    text.append(f"They live {_long(view.horizon)} under ", palette.text)
    text.append(f"“{view.baseline.label}”", Style(color=palette.baseline, bold=True))
    return text.append(".", palette.text)


def dial_card(view: View, label: str, about: str, turned: float, width: int) -> Text:
    """What is different now; turned: how far the dials have gone from the baseline's values, 0 to 1."""
    palette, wide = view.palette, min(_WIDEST, width)
    moved = [each for each in view.readings if each.value != each.baseline]
    text = Text(justify="center")
    head = "One thing is turned." if len(moved) == 1 else "This is different now."
    text.append(f"The same forty people, the same luck. {head}\n\n\n", palette.text)
    for reading in moved[:_MOST]:
        slider = face(_between(reading, turned), wide, True, palette)
        text.append_text(slider).append("\n\n\n")
    if len(moved) > _MOST:
        text.append(f"and {len(moved) - _MOST} more\n\n", palette.quiet)
    text.append(f"“{label}”", Style(color=palette.you, bold=True))
    return text.append(f"\n{about.rstrip('.')}." if about else "", palette.text)


def _between(reading: DialReading, share: float) -> DialReading:
    """A dial on its way from the baseline's value to its own."""
    dial = reading.dial
    steps = round((reading.value - reading.baseline) * share / dial.step)
    value = reading.value if share >= 1.0 else dial.nudged(reading.baseline, steps)
    return replace(reading, value=value, idle="")


def _long(days: int) -> str:
    """A number of days, in years where it is about whole ones."""
    years = round(days / 365)
    if years and abs(days - 365 * years) <= 7:
        return f"about {span(365 * years)}" if days % 365 else span(days)
    return span(days)


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
