"""Figures: numbers as people write them, each metric in its own unit. Knows no metric by name.

A figure that stands alone carries its unit. Figures that stand in one row of a table share a scale
and say their unit once, so that they can be compared at a glance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, isfinite, isnan, log10
from typing import NamedTuple

from journeysim.numerals import numeral

NOTHING = "-"

_WORDS = {
    "share": "%",
    "years": "years",
    "min": "min",
    "days": "days",
    "money per year": "a year",
    "per customer-year": "a year",
    "per customer-month": "a month",
    "per 100 customer-years": "of 100 a year",
}
"""Units as they are said; what is not here has none."""


class Scale(NamedTuple):
    """How the figures of one row are written: times a factor, with decimals, in a unit."""

    factor: float
    decimals: int
    unit: str

    def plain(self, value: float) -> str:
        """A figure without its unit."""
        return self._written(value, "")

    def signed(self, value: float) -> str:
        """A difference, with its sign; exactly nothing is `0`, next to nothing has no sign."""
        return "0" if value == 0.0 else self._written(value, "+")

    def half(self, value: float) -> str:
        """Half an interval as `±`, or nothing where chance cannot be told."""
        return "" if isnan(value) else f"±{self._written(value, '')}"

    @property
    def thousands(self) -> str:
        """` k` or ` M`, to stand beside a figure whose neighbours are in other units."""
        return {1e-3: " k", 1e-6: " M"}.get(self.factor, "")

    def _written(self, value: float, sign: str) -> str:
        if isnan(value):
            return NOTHING
        shown = round(value * self.factor, self.decimals) + 0.0
        return numeral(shown, f"{sign if shown else ''},.{self.decimals}f")


def as_printed(parts: Sequence[float], total: float, own: Scale) -> list[float]:
    """Parts as they are to be printed so that, as printed, they add up to their total as printed.

    Each is rounded down or up to the last digit shown: up where most is left, as often as it takes.
    """
    step = 10.0**-own.decimals / own.factor
    if not all(map(isfinite, (*parts, total))):
        return list(parts)
    whole = [floor(part / step) for part in parts]
    missing = round(round(total * own.factor, own.decimals) / own.factor / step) - sum(whole)
    order = sorted(range(len(parts)), key=lambda place: whole[place] - parts[place] / step)
    for place in order[:missing] if missing > 0 else ():
        whole[place] += 1
    return [count * step for count in whole]


def scale(values: Iterable[float], unit: str, currency: str = "") -> Scale:
    """The scale in which these values read best side by side."""
    top = max((abs(value) for value in values if isfinite(value)), default=0.0)
    if unit == "share":
        return Scale(100.0, 1, "%")
    if unit.startswith("money"):
        return _of_money(top, " ".join(filter(None, (currency, _WORDS.get(unit, "")))))
    return Scale(1.0, _decimals(top, unit), _WORDS.get(unit, ""))


def scale_apart(values: Iterable[float], unit: str, currency: str = "") -> Scale:
    """The scale of differences side by side: so fine that the least of them still shows two digits, as
    long as the greatest has no more than five."""
    sizes = [abs(value) for value in values if isfinite(value) and value != 0.0]
    own = scale(sizes, unit, currency)
    while sizes and own.factor == 1e-6 and min(sizes) * own.factor < 9.5 * 10.0**-own.decimals:
        if own.decimals == 1 and max(sizes) < 99_950_000.0:
            own = own._replace(decimals=2)
        elif max(sizes) < 9_995_000.0:
            own = Scale(1e-3, 0, own.unit.replace("M", "k", 1))
        else:
            break
    return own


def by_chance(mean: float, low: float, high: float, own: Scale) -> str:
    """How far chance may have carried a difference: `give or take 4 by chance` where it reaches about
    as far to either side, else `20 to 44 by chance`, in amounts where both ends are of one sign."""
    down, up = mean - low, high - mean
    reach, step = max(down, up), 10.0**-own.decimals / own.factor
    if abs(up - down) <= max(1.5 * step, 0.1 * reach):
        shown = own.plain(reach) if round(reach / step) else f"less than {own.plain(step)}"
        return f"give or take {shown} by chance"
    ends = (low, high) if low >= 0.0 else (-high, -low) if high <= 0.0 else None
    if ends is None:
        return f"{own.signed(low)} to {own.signed(high)} by chance"
    return f"{own.plain(ends[0])} to {own.plain(ends[1])} by chance"


def figure(value: float, unit: str, currency: str = "") -> str:
    """A number with its unit, for a sentence."""
    if isnan(value):
        return NOTHING
    own = scale([value], unit, currency)
    return f"{own.plain(value)} {own.unit}".strip()


def _of_money(top: float, currency: str) -> Scale:
    """Whole amounts up to ten thousand, then thousands, then millions; three digits or so."""
    for least, factor, decimals, prefix in (
        (9_995_000.0, 1e-6, 1, "M "),
        (999_500.0, 1e-6, 2, "M "),
        (99_950.0, 1e-3, 0, "k "),
        (9_999.5, 1e-3, 1, "k "),
    ):
        if top >= least:
            return Scale(factor, decimals, f"{prefix}{currency}".strip())
    return Scale(1.0, 0, currency)


def _decimals(top: float, unit: str) -> int:
    """None for what is counted, few for minutes, else for three significant digits of the top."""
    if unit in ("count", "days") or top == 0.0:
        return 0
    most = 2 if unit == "min" else 6
    return max(0, min(most, 2 - floor(log10(top))))
