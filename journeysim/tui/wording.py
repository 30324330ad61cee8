"""Wording: numbers as the screen writes them. Differences of shares are points.

Their signs are marks (`numerals`), which are spelled as the scenario says where text is drawn.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from journeysim.experiment.estimate import Estimate
from journeysim.numerals import numeral
from journeysim.report.figures import Scale
from journeysim.tui.style import Palette

OF = 1000
"""Effects are counted in people of so many."""

UP, DOWN, SAME = "▲", "▼", "="


def percent(share: float) -> str:
    """A share of one: `81.8 %`."""
    return f"{points(share)} %"


def points(share: float) -> str:
    """A share of one, or a difference of shares, per hundred: `81.8`."""
    return numeral(100.0 * share, ".1f")


def share_tick(share: float, whole: bool) -> str:
    """A share at an axis, in few characters: `75 %`, `77.5%`."""
    return f"{numeral(100.0 * share, '.0f')} %" if whole else f"{points(share)}%"


def arrow(difference: float) -> str:
    """The direction of a difference as a sign."""
    return UP if difference > 0.0 else DOWN if difference < 0.0 else SAME


def signed(difference: float) -> str:
    """A difference of shares in points, the word left out: `+3.1`."""
    shown = round(100.0 * difference, 1)
    return numeral(shown, "+.1f") if shown else numeral(0.0, ".1f")


def by_chance(lead: Estimate) -> str:
    """How far chance may have carried a difference of shares: ` ± 1.2`, "" where one run cannot say.

    A lead that is settled though chance reaches further than it on one side shows both ends as amounts:
    `± 3.3` beside `+2.2` would deny what the interval says.
    """
    if not math.isfinite(lead.half):
        return ""
    if lead.settled and round(100.0 * lead.half, 1) >= round(100.0 * abs(lead.mean), 1):
        near, far = sorted((abs(lead.low), abs(lead.high)))
        return f", {points(near)} to {points(far)}"
    return f" ± {points(lead.half)}"


def is_open(lead: Estimate) -> bool:
    """Is it not settled which way a difference goes, chance being known?"""
    return math.isfinite(lead.half) and not lead.settled


def colour_of(lead: Estimate, palette: Palette, digits: int = 3) -> str:
    """The colour of a difference, more of it being better: grey while it is not settled, or not known
    to be, or nothing as far as it is shown."""
    if not lead.settled or not round(lead.mean, digits):
        return palette.quiet
    return palette.better if lead.mean > 0.0 else palette.worse


def signed_points(difference: float) -> str:
    """A difference of shares: `+3.1 points`."""
    return f"{signed(difference)} points"


def count(number: float) -> str:
    """A whole number, thousands apart: `1,234`."""
    return numeral(round(number))


def money(amount: float) -> str:
    """An amount in at most five digits: `9,870`, `141.4 k`, `2.3 M`."""
    size = abs(amount)
    if size < 9_999.5:
        return numeral(amount, ",.0f")
    if size < 999_950.0:
        return f"{numeral(amount / 1e3, ',.1f')} k"
    return f"{numeral(amount / 1e6, ',.1f')} M"


def signed_money(amount: float) -> str:
    """A difference of amounts: `+51.0 k`."""
    return f"{'+' if amount > 0 else ''}{money(amount)}"


def money_scale(total: float, parts: Sequence[float]) -> Scale:
    """One scale for an amount in large digits and the parts that it is the sum of, in few digits."""
    top = max(map(abs, (total, *parts)))
    for least, factor, unit in ((999_500.0, 1e-6, "M"), (999.5, 1e-3, "k")):
        if top >= least:
            return Scale(factor, 1 if abs(total) * factor < _SHORT else 0, unit)
    return Scale(1.0, 0, "")


def amount(value: float, own: Scale, sign: bool = False) -> str:
    """An amount on the scale of those beside it: `-24 k`."""
    unit = f" {own.unit}" if own.unit else ""
    return (own.signed(value) if sign else own.plain(value)) + unit


def is_known(estimate: Estimate) -> bool:
    """Is it known how far chance reaches?"""
    return math.isfinite(estimate.half)


def moment(time: float) -> str:
    """A day with its fraction: `d31.4`."""
    return f"d{numeral(time, '.1f')}"


def mean(values: Sequence[float]) -> float:
    """The mean of some numbers."""
    return math.fsum(values) / len(values)


def minutes(length: float) -> str:
    """A wait: `48 s`, `2.4 min`, `1.6 h`."""
    if not math.isfinite(length):
        return "-"
    if length < 1.0:
        return f"{numeral(60.0 * length, '.0f')} s"
    if length < 90.0:
        return f"{numeral(length, '.1f')} min"
    return f"{numeral(length / 60.0, '.1f')} h"


def shortened(text: str, room: int) -> str:
    """A text in so many characters; whole words are left out, and … says so."""
    if len(text) <= room:
        return text
    kept = text[: max(0, room)].rpartition(" ")[0].rstrip(" :,") or text[: max(0, room - 1)]
    return f"{kept}…"


def more_stay(difference: float) -> str:
    """A difference of retention in people: `31 of 1,000 more stay`."""
    people = round(OF * difference)
    if people == 0:
        return "as many stay"
    return f"{abs(people)} of {count(OF)} {'more' if people > 0 else 'fewer'} stay"


def paired(number: int) -> str:
    """So many paired runs."""
    return f"{number} paired run{'' if number == 1 else 's'}"


def verdict(difference: float) -> str:
    """A difference as a word."""
    return "better" if difference > 0.0 else "worse" if difference < 0.0 else "the same"


_SHORT = 9.95

_SWAP = {"service": "care", "care": "service", "Service": "Care", "Care": "Service"}


def named(label: str, swapped: bool) -> str:
    """A label, with service and care exchanged if that is wanted; no number ever changes."""
    if not swapped:
        return label
    return re.sub(r"[A-Za-z]+", lambda word: _SWAP.get(word[0], word[0]), label)
