"""Understood: what was read from a file and how, what was left out, and when that is too much.

Rows are *set aside* for a known reason (nobody's name, cancelled, returns, another type, totals), and
cells are *unreadable*; only the second count: from 2 % they warn, from 20 % the file is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import fsum
from pathlib import Path
from typing import NamedTuple

from journeysim.errors import UsageError

WARNS, REFUSED = 0.02, 0.20
"""Shares of unreadable rows from which a file is warned about, and from which it is refused."""


class Refusal(NamedTuple):
    """Why rows could not be read, how many, and the line of the first."""

    reason: str
    times: int
    line: int


class SetAside(NamedTuple):
    """Rows left out for a known reason: how many, their amount, the first line, and what that does."""

    reason: str
    times: int
    amount: float
    line: int
    effect: str


class Leftovers:
    """Rows that are not used, counted by reason, in the order in which the reasons came up."""

    def __init__(self) -> None:
        self._refused: dict[str, list[int]] = {}
        self._aside: dict[str, list[float]] = {}

    def refuse(self, reason: str, line: int) -> None:
        """One more row has a cell that cannot be read."""
        self._refused.setdefault(reason, [0, line])[0] += 1

    def refuse_many(self, reason: str, times: int, line: int) -> None:
        """Several more."""
        if times:
            self._refused.setdefault(reason, [0, line])[0] += times

    def set_aside(self, reason: str, line: int, amount: float = 0.0, times: int = 1) -> None:
        """One more row is left out for a known reason."""
        entry = self._aside.setdefault(reason, [0, 0.0, line])
        entry[0] += times
        entry[1] += amount if amount == amount else 0.0

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """Why rows could not be read."""
        return tuple(Refusal(reason, *entry) for reason, entry in self._refused.items())

    @property
    def aside(self) -> tuple[SetAside, ...]:
        """Why rows were left out."""
        return tuple(
            SetAside(reason, int(times), amount, int(line), EFFECTS.get(reason, ""))
            for reason, (times, amount, line) in self._aside.items()
        )

    def unreadable(self) -> int:
        """How many rows have a cell that cannot be read."""
        return sum(times for times, _ in self._refused.values())


NOBODY = "customer is nobody's name"
CANCELLED = "cancelled"
REFUNDED = "paid back"
RETURN = "a return, taken off what that customer bought before"
OTHER_TYPE = "another type"
TOTAL = "a total of other rows"
FURTHER = "a further line of the same order, whose total stands in the first"
NOT_WHERE = "not of --where"
AFTER = "after --until"
NEITHER = "neither answered nor hung up"

EFFECTS = {
    NOBODY: "who they were and whether they came back is not known: retention and frequency are those of "
    "named customers only, and if the nameless come back less often, both look better than they are",
    CANCELLED: "nothing was bought in the end",
    REFUNDED: "they count as not bought; a customer who only ever sent things back does not appear",
    RETURN: "the visit stays, the amount is net",
    OTHER_TYPE: "no purchases of customers",
    TOTAL: "they would count twice",
    FURTHER: "the order counts once",
    NOT_WHERE: "what is fitted holds for the rest only",
    AFTER: "what came later is not looked at",
    NEITHER: "they count as waiting as long as they did, and neither as answered nor as hung up",
}
"""What leaving rows out for a reason does."""


@dataclass(frozen=True)
class Understood:
    """A file as it was understood.

    sentences: how it was read; revenue: the amounts used, 0 if there are none; warnings: what the
    reader must know beside that.
    """

    name: str
    sha256: str
    rows: int
    kept: int
    sentences: tuple[str, ...]
    refused: tuple[Refusal, ...] = ()
    aside: tuple[SetAside, ...] = ()
    revenue: float = 0.0
    warnings: tuple[str, ...] = field(default=())

    @property
    def unreadable(self) -> float:
        """The share of rows with a cell that cannot be read, of those that were wanted."""
        times = sum(each.times for each in self.refused)
        return times / max(1, self.kept + times)

    def share(self, each: SetAside) -> float:
        """The share of all money that rows left out hold; 0 if no money is known."""
        whole = self.revenue + fsum(abs(other.amount) for other in self.aside if other.amount > 0.0)
        return abs(each.amount) / whole if whole > 0.0 else 0.0

    def notes(self) -> list[str]:
        """All of it in sentences."""
        sentences = list(self.sentences)
        used = f"{self.kept:,} of {self.rows:,} rows are used"
        sentences.append(used + ("" if self.aside or self.refused else ", all that there are"))
        for each in self.aside:
            share = self.share(each)
            money = f" ({100.0 * share:.1f} % of the money)" if share else ""
            effect = f": {each.effect}" if each.effect else ""
            sentences.append(f"set aside {each.times:,} rows{money}, {each.reason}{effect}")
        sentences += [
            f"unreadable {refused.times:,}: {refused.reason} (first in line {refused.line:,})"
            for refused in self.refused
        ]
        return sentences

    def faults(self) -> list[str]:
        """What must be said even to those who want no remarks."""
        sentences = list(self.warnings)
        if self.unreadable >= WARNS:
            sentences.append(
                f"{100.0 * self.unreadable:.1f} % of the rows could not be read and are left out; if they "
                "differ from the rest (large amounts, one-time buyers), what is fitted leans that way"
            )
        return sentences


def judged(path: Path, understood: Understood, allowed: float | None) -> Understood:
    """The same, or UsageError where too much of a file could not be read.

    allowed: the share that an option lets go; None: 20 %.
    """
    limit = REFUSED if allowed is None else allowed
    if (understood.unreadable >= limit and understood.unreadable > 0.0) or not understood.kept:
        why = "; ".join(
            f"{each.times:,} x {each.reason} (first in line {each.line:,})"
            for each in understood.refused
        )
        aside = "; ".join(f"{each.times:,} x {each.reason}" for each in understood.aside)
        if not understood.kept:
            reasons = "; ".join(filter(None, (why, aside)))
            raise UsageError(f"{path}: no row can be used{f' ({reasons})' if reasons else ''}")
        percent = f"{100.0 * understood.unreadable:.1f} %"
        go_on = f"{int(100.0 * understood.unreadable) + 1}%"
        raise UsageError(
            f"{path}: {percent} of the rows cannot be read: {why}. What is fitted to the rest would lean; "
            f"mend the file, or say --allow-unreadable {go_on} to go on without them"
        )
    return understood


def span(first: int, last: int) -> str:
    """Two days as dates."""
    return f"{date.fromordinal(first)} to {date.fromordinal(last)}"
