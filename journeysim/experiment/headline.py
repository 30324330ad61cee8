"""Headline: which day a comparison is told for, and whether anybody has decided by then.

Where all customers renew on the same days, who stays is settled in waves: on a renewal day, or the
day before, nothing that a policy did since the last wave can show. The headline's day lies shortly
after a wave. Reads a scenario; runs nothing.
"""

from __future__ import annotations

from math import inf, sqrt
from typing import NamedTuple

from journeysim.knobs import Spread
from journeysim.scenario.scenario import Scenario

YEAR = 365.0

_NARROW = 0.1
"""Gaps that vary by less than this, relatively, make waves."""

_AFTER = 30.0
_PART = 12.0
"""The headline stands so many days after a wave, or this part of the gap if that is less."""


class Headline(NamedTuple):
    """The metric that a comparison is about, and its day."""

    metric: str
    day: float


class Waves(NamedTuple):
    """When a segment's customers decide: every `gap` days from the `first`-th on, all together.

    spread: how far the first of them is spread, in days.
    """

    gap: float
    first: int
    spread: float

    def over(self, number: int) -> float:
        """The day on which a wave is over."""
        return number * self.gap + 3.0 * self.spread * sqrt(number)


def headline(scenario: Scenario) -> Headline:
    """Retention after a year, or at the end of a shorter run; shortly after the last renewals that
    the horizon allows where that day would fall into a wave of them."""
    days = scenario.tables.run.days
    usual = min(YEAR, days)
    day = usual
    all_waves = waves(scenario)
    if all_waves and any(_within(wave, usual) for wave in all_waves):
        candidates = sorted({_told(wave, days) for wave in all_waves} | {usual}, reverse=True)
        clear = [day for day in candidates if not any(_within(wave, day) for wave in all_waves)]
        day = clear[0] if clear else usual
    return Headline("retention", days) if day >= days else Headline(f"retention@{day:.0f}d", day)


def first_decision(scenario: Scenario) -> float:
    """The day before which none of the customers of day 0 decides; 0 where some may at once."""
    all_waves = waves(scenario)
    if len(all_waves) < max(1, len(scenario.tables.segments)):
        return 0.0
    return max(0.0, min(wave.first * wave.gap - 3.0 * wave.spread for wave in all_waves))


def waves(scenario: Scenario) -> list[Waves]:
    """The waves of each segment whose customers decide together; none where days are spread."""
    tables = scenario.tables
    if tables.population.start != "fresh":
        return []
    pairs = [
        (segment.gap or tables.purchase.gap, segment.frequency or tables.purchase.frequency)
        for segment in tables.segments.values()
    ] or [(tables.purchase.gap, tables.purchase.frequency)]
    all_waves = []
    for gap, frequency in pairs:
        each = gap.distribution().mean() / frequency.distribution().mean()
        spread = relative_spread(gap) + relative_spread(frequency)
        if spread <= _NARROW and 0.0 < each < inf:
            all_waves.append(Waves(each, tables.leaving.first_decision, spread * each))
    return all_waves


def relative_spread(spread: Spread) -> float:
    """The standard deviation over the mean, about; infinite where it is wide."""
    if spread.kind == "constant":
        return 0.0
    if spread.kind == "gamma":
        return 1.0 / sqrt(float(getattr(spread, "shape", None) or 1e-12))
    if spread.kind == "lognormal":
        return float(getattr(spread, "sigma", None) or inf)
    return inf


def _within(wave: Waves, day: float) -> bool:
    """Does a day fall on a wave, or before the first is over?"""
    if day < wave.over(wave.first) + 1.0:
        return True
    number = int(day // wave.gap)
    return day < wave.over(number) + 1.0 and number >= wave.first


def _told(wave: Waves, days: float) -> float:
    """Shortly after the last wave that is over before the run ends; at its end if there is none."""
    number = int(days // wave.gap)
    while number >= wave.first and wave.over(number) + 1.0 > days:
        number -= 1
    if number < wave.first:
        return days
    return float(min(days, round(wave.over(number) + max(1.0, min(_AFTER, wave.gap / _PART)))))
