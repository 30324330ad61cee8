"""Contradiction: facts that cannot hold together, what each would have to be, and how figures are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor

from journeysim.calibration.sheet.facts import Told
from journeysim.numerals import numeral
from journeysim.scenario.merging import Path

Giving = dict[str, dict[Path, Told | None]]
"""What becomes of the facts where one gives way, by its key; None takes one out."""


@dataclass(frozen=True)
class Contradiction:
    """Facts that cannot hold together. sentence: what they come to; would_be: by key, what each would
    have to be for the others to hold, in words and as a number; settled: the facts if each gives way. Numbers in words
    are marked (`numerals`)."""

    facts: tuple[str, ...]
    sentence: str
    would_be: tuple[tuple[str, float, str], ...]
    gives: Callable[[str], Mapping[Path, Told | None] | None]

    @property
    def text(self) -> str:
        """The whole in words."""
        return f"{self.sentence} Either {', or '.join(words for _, _, words in self.would_be)}."


def between(people: float) -> str:
    """A number of people, or the whole ones around it."""
    if people < 1.0:
        return f"{people:.2g}"
    low = floor(people)
    return f"{people:.0f}" if abs(people - round(people)) < 0.05 else f"{low} to {low + 1}"


def head_count(people: float) -> str:
    """A number of people: two digits, or whole ones where there are many."""
    return numeral(people, ",.0f" if people >= 100.0 else ".2g")


def rounded(value: float) -> float:
    """To two digits, as somebody would say it."""
    return float(f"{value:.2g}")


def percent(share: float) -> str:
    """A share in per cent, to two digits or so."""
    points = 100.0 * share
    return f"{points:.0f} %" if points >= 10.0 else f"{numeral(points, '.1f')} %"
