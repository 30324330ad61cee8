"""Headline: what the difference comes to: people of 1,000 first, and money on the same day beside it.

People and points are one number written twice, so that they never disagree; a number that is not
settled is grey and says so, in the same words wherever it stands.
"""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from journeysim.experiment.estimate import Estimate
from journeysim.numerals import spelled
from journeysim.report.figures import as_printed
from journeysim.report.statement import EARNED, PARTS
from journeysim.tui import wording
from journeysim.tui.view import View
from journeysim.tui.widgets.bigdigits import ROWS as DIGIT_ROWS
from journeysim.tui.widgets.bigdigits import in_colour
from journeysim.tui.widgets.fork import Large, LargeLine
from journeysim.tui.wording import OF

NOTHING = ("Nothing changed yet.", "Move a dial: the futures split here.")
STARTING = "Starting: the customers of day 0 are moving in."
_ROOMY, _APART = 110, 4


def large(view: View, width: int) -> tuple[Large, ...]:
    """The numbers in large digits: people, then money; a question mark while they are hidden."""
    if view.secret:
        return (_hidden(view),)
    day = view.horizon if view.is_known else view.lived
    if not view.compares or day < 0:
        return ()
    lead = view.difference("retention", day)
    return (_people(view, lead, day, width), _money(view, day))


def sentence(view: View) -> tuple[str, ...]:
    """A sentence that stands in the place of the numbers while there are none."""
    if view.former is not None and view.given is not None:
        ends = f"{wording.percent(float(view.former[-1]))} to {wording.percent(view.given)}"
        where = f"In the world “{view.world}”" if view.world else "You changed the world"
        return (f"{where}:", f"both lines moved, {ends}.")
    return NOTHING if not view.forked else ()


def as_text(numbers: tuple[Large, ...], width: int) -> Text:
    """The numbers side by side with their words below, or as much of that as there is room for."""
    fits = [each for count in (2, 1) if sum(e.width + _APART for e in numbers[:count]) <= width
            for each in [numbers[:count]]]  # fmt: skip
    shown = fits[0] if fits else ()
    text = Text(no_wrap=True)
    for row in range(DIGIT_ROWS):
        for each in shown:
            text.append_text(in_colour(each.rows()[row], each.colour, each.width + _APART))
        text.append("\n")
    lines = max((len(each.words) for each in shown), default=0)
    for row in range(lines):
        for each in shown:
            line = each.words[row] if row < len(each.words) else LargeLine("", each.colour)
            style = Style(color=line.colour, bold=line.bold)
            text.append(line.text.ljust(each.width + _APART), style)
        text.append("\n")
    text.rstrip()
    return text


def verdict(view: View, estimate: Estimate, width: int) -> str:
    """How sure a difference is, in words."""
    if wording.is_open(estimate):
        return "too close to call"
    runs = wording.paired(estimate.n) if width >= _ROOMY else f"{estimate.n} runs"
    if estimate.n < view.wanted:
        return f"{estimate.n} of {view.wanted} runs"
    return f"clear, {runs}" if estimate.n > 1 else f"{runs}: chance not known"


def _hidden(view: View) -> Large:
    palette = view.palette
    if view.marks:
        state = "Watch where your line ends."
    elif view.guessed:
        state = f"{guesses_in(view.guessed, view.expected)}, hidden until the reveal"
    else:
        state = "Hidden until the guesses are in."
    lines = [LargeLine(f"How many of {wording.count(OF)}", palette.strong, True)]
    lines.append(LargeLine("more or fewer will stay?", palette.strong, True))
    if view.given is not None:
        lines.append(LargeLine(f"{round(OF * view.given)} stay without it", palette.baseline, True))
    return Large("?", palette.you, (*lines, LargeLine(state, palette.quiet)))


def guesses_in(count: int, expected: int) -> str:
    """How many guesses are locked: `27 of 40 guesses in`, `1 guess in`."""
    if expected:
        return f"{count} of {expected} guesses in"
    return f"{count} guess{'' if count == 1 else 'es'} in"


def _people(view: View, lead: Estimate, day: int, width: int) -> Large:
    palette, colour = view.palette, wording.colour_of(lead, view.palette)
    people = round(OF * lead.mean)
    points = f"{wording.signed(lead.mean)}{wording.by_chance(lead)} points"
    strong = colour if lead.settled else palette.quiet
    return Large(
        f"{people:+d}" if people else "0",
        colour,
        (
            LargeLine(f"people of {wording.count(OF)}", strong, True),
            LargeLine(points, palette.strong),
            LargeLine(f"{_on(view, day)}: {verdict(view, lead, width)}", palette.quiet),
            *([LargeLine(view.assumed, palette.quiet)] if view.assumed and width >= _ROOMY else []),
        ),
    )


def _money(view: View, day: int) -> Large:
    """Money more or less than under the baseline on the same day: on the last one with the worth of the
    customers still here then, and what of it comes when; before, profit; and so far."""
    palette = view.palette
    total = view.worth(EARNED) if day == view.horizon else None
    gap = view.difference("profit", day) if total is None else total
    parts = [] if total is None else [each.mean for each in map(view.worth, PARTS) if each]
    own = wording.money_scale(gap.mean, parts)
    colour = wording.colour_of(gap, palette, 0)
    what = f"{view.currency} {'profit' if total is None else 'in all'}"
    chance = f" ± {wording.amount(gap.half, own)}" if wording.is_known(gap) else ""
    sure = "too close to call" if wording.is_open(gap) else "clear" if gap.settled else ""
    lines = [LargeLine(f"{what}{chance}{f': {sure}' if sure else ''}", colour, True)]
    if total is not None:
        printed = as_printed(parts, gap.mean, own)
        now, then = (wording.amount(each, own, sign=True) for each in printed)
        lines.append(LargeLine(f"{now} profit, {then} still to come", palette.strong))
    if day > view.lived >= 0:
        so_far = wording.signed_money(view.difference("profit", view.lived).mean)
        lines.append(LargeLine(f"{so_far} profit so far", palette.quiet))
    digits = spelled(f"{own.signed(gap.mean)}{own.unit}", view.numbers)
    brief = (LargeLine(f"{what}{f', {sure}' if sure else ''}", colour, True),)
    return Large(digits, colour, tuple(lines), brief)


def _on(view: View, day: int) -> str:
    return f"day {day}" if day % 365 else f"at {day // 365} year{'' if day == 365 else 's'}"
