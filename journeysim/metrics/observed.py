"""Observed: what a metric sees of one run: its rows after the warm-up, up to a day, as arrays.

A view that costs nothing; the arrays lie in `Records` and are shared between views.
"""

from __future__ import annotations

from dataclasses import dataclass

from journeysim.engine.log import Array
from journeysim.metrics.records import Customers, Records
from journeysim.model.survey import Survey
from journeysim.scenario.world import World

YEAR = 365.0
"""Days in a year."""

DISCOUNT_RATE = 0.1
"""Yearly rate at which later money counts less, unless the scenario says otherwise."""


@dataclass(frozen=True)
class Observed:
    """One run as a metric sees it. Times in days.

    until: the day the metric is asked for, else the horizon; cause: the cause it is asked for.
    """

    records: Records
    until: float
    cause: int | None = None
    discount_rate: float = DISCOUNT_RATE

    @property
    def warmup(self) -> float:
        """Events before this are not counted."""
        return self.records.outcome.warmup

    @property
    def horizon(self) -> float:
        """The end of the run."""
        return self.records.outcome.horizon

    @property
    def world(self) -> World:
        """The world in force at the horizon."""
        return self.records.outcome.world

    @property
    def survey(self) -> Survey:
        """How customers answer when they are asked."""
        return self.records.outcome.encoded.survey

    @property
    def channels(self) -> range:
        """The positions of the channels."""
        return range(len(self.records.outcome.encoded.names.channels))

    @property
    def customers(self) -> Customers:
        """Everybody who ever was a customer."""
        return self.records.customers

    @property
    def active_people(self) -> Array:
        """The roster's rows of those who are customers at the horizon."""
        return self.records.active

    def rows(self, kind: int) -> Array:
        """The rows of a kind from the warm-up up to the day asked for."""
        return self.records.between(kind, self.warmup, self.until)

    def whole_run(self, kind: int) -> Array:
        """The rows of a kind from day 0 to the horizon."""
        return self.records.of(kind)

    def count(self, kind: int) -> int:
        """How many rows of a kind there are from the warm-up up to the day asked for."""
        return len(self.rows(kind))

    def total(self, kind: int, column: str) -> float:
        """The exact sum of a column over those rows."""
        return self.records.total(kind, column, self.warmup, self.until)
