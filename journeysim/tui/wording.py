"""Wording: numbers as the screen writes them. Differences of shares are points."""

from __future__ import annotations

import math
import re

from journeysim.experiment.estimate import Estimate
from journeysim.tui.style import Palette

UP, DOWN, SAME = "▲", "▼", "="


def percent(share: float) -> str:
    """A share of one: `81.8 %`."""
    return f"{100.0 * share:.1f} %"


def arrow(difference: float) -> str:
    """The direction of a difference as a sign."""
    return UP if difference > 0.0 else DOWN if difference < 0.0 else SAME


def signed(difference: float) -> str:
    """A difference of shares in points, the word left out: `+3.1`."""
    shown = round(100.0 * difference, 1)
    return f"{shown:+.1f}" if shown else "0.0"


def by_chance(lead: Estimate) -> str:
    """How far chance may have carried a difference of shares: ` ± 1.2`, "" where one run cannot say.

    A lead that is settled though chance reaches further than it on one side shows both ends as amounts:
    `± 3.3` beside `+2.2` would deny what the interval says.
    """
    if not math.isfinite(lead.half):
        return ""
    if lead.settled and lead.half >= abs(lead.mean):
        near, far = sorted((abs(lead.low), abs(lead.high)))
        return f", {100.0 * near:.1f} to {100.0 * far:.1f}"
    return f" ± {100.0 * lead.half:.1f}"


def is_open(lead: Estimate) -> bool:
    """Is it not settled which way a difference goes, chance being known?"""
    return math.isfinite(lead.half) and not lead.settled


def colour_of(lead: Estimate, palette: Palette) -> str:
    """The colour of a difference, more of it being better: grey while it is not settled."""
    if is_open(lead) or not round(lead.mean, 3):
        return palette.quiet
    return palette.better if lead.mean > 0.0 else palette.worse


def signed_points(difference: float) -> str:
    """A difference of shares: `+3.1 points`."""
    return f"{signed(difference)} points"


def count(number: float) -> str:
    """A whole number, thousands apart: `1,234`."""
    return f"{round(number):,}"


def money(amount: float) -> str:
    """An amount in at most five digits: `9,870`, `141.4 k`, `2.3 m`."""
    size = abs(amount)
    if size < 9_999.5:
        return f"{amount:,.0f}"
    if size < 999_950.0:
        return f"{amount / 1e3:,.1f} k"
    return f"{amount / 1e6:,.1f} m"


def signed_money(amount: float) -> str:
    """A difference of amounts: `+51.0 k`."""
    return f"{'+' if amount > 0 else ''}{money(amount)}"


def money_digits(amount: float) -> str:
    """A difference of amounts in few large digits: `+51k`, `-8.1k`, `+1.2m`, `+740`."""
    size, sign = abs(amount), "+" if amount > 0 else "-" if amount < 0 else ""
    for unit, name in ((1.0, ""), (1e3, "k"), (1e6, "m")):
        shown = size / unit
        if shown < 999.5 or name == "m":
            digits = f"{shown:.1f}" if name and shown < 9.95 else f"{shown:.0f}"
            return f"{sign}{digits}{name}"
    return ""


def is_known(estimate: Estimate) -> bool:
    """Is it known how far chance reaches?"""
    return math.isfinite(estimate.half)


def minutes(length: float) -> str:
    """A wait: `48 s`, `2.4 min`, `1.6 h`."""
    if not math.isfinite(length):
        return "-"
    if length < 1.0:
        return f"{60.0 * length:.0f} s"
    if length < 90.0:
        return f"{length:.1f} min"
    return f"{length / 60.0:.1f} h"


def shortened(text: str, room: int) -> str:
    """A text in so many characters; whole words are left out, and … says so."""
    if len(text) <= room:
        return text
    kept = text[: max(0, room)].rpartition(" ")[0].rstrip(" :,") or text[: max(0, room - 1)]
    return f"{kept}…"


def more_stay(difference: float) -> str:
    """A difference of retention in people: `31 of 1,000 more stay`."""
    people = round(1000.0 * difference)
    if people == 0:
        return "as many stay"
    return f"{abs(people)} of 1,000 {'more' if people > 0 else 'fewer'} stay"


def paired(number: int) -> str:
    """So many paired runs."""
    return f"{number} paired run{'' if number == 1 else 's'}"


def verdict(difference: float) -> str:
    """A difference as a word."""
    return "better" if difference > 0.0 else "worse" if difference < 0.0 else "the same"


_SWAP = {"service": "care", "care": "service", "Service": "Care", "Care": "Service"}


def named(label: str, swapped: bool) -> str:
    """A label, with service and care exchanged if that is wanted; no number ever changes."""
    if not swapped:
        return label
    return re.sub(r"[A-Za-z]+", lambda word: _SWAP.get(word[0], word[0]), label)
