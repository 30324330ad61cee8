"""Two dials: the grid of their values, every setting paired with the baseline; what map and frontier show.

Both rooms look at the same runs; going from one to the other asks for nothing anew.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from journeysim.experiment.estimate import Estimate
from journeysim.experiment.family import paired_difference
from journeysim.metrics.retention import retained
from journeysim.scenario.merging import merged
from journeysim.tui.dials import ScaledDial
from journeysim.tui.in_all import money_between, place_of_money
from journeysim.tui.protocol import RunSpec
from journeysim.tui.run_cache import CachedRuns, Configuration
from journeysim.tui.session.exchange import Pair
from journeysim.tui.session.session import Session

MOST_ACROSS, MOST_DOWN = 9, 6
RUNS = 3
"""Paired runs a setting; more would be better and slower."""


class TwoDials:
    """keys: of the dials that may be chosen; chosen: which of them lie across and up; values: of each;
    cursor: the setting in hand."""

    def __init__(self, session: Session, levers_only: bool = False) -> None:
        """Begin with the two dials chosen last, else the first two, at where they stand."""
        self.session = session
        self.keys = [
            key
            for key, dial in session.dials.dials.items()
            if session.display.allows(key) and (dial.side == "lever" or not levers_only)
        ]
        self.values: list[list[float]] = [[], []]
        self.chosen = [0, min(1, len(self.keys) - 1)]
        kept = session.display.two_dials
        if kept and set(kept) <= set(self.keys):
            self.chosen = [self.keys.index(key) for key in kept]
        self.settle()

    def settle(self) -> None:
        """The values of the dials chosen, the cursor where they stand."""
        if not self.keys:
            self.cursor = [0, 0]
            return
        self.values = [
            dial.even_values(most)
            for dial, most in zip(self.dials, (MOST_ACROSS, MOST_DOWN), strict=True)
        ]
        if self.chosen[0] == self.chosen[1]:
            self.values[1] = self.values[1][:1]
        self.cursor = [*self.now()]

    @property
    def dials(self) -> tuple[ScaledDial, ScaledDial]:
        """The one across and the one up."""
        across, up = (self.session.dials.dials[self.keys[index]] for index in self.chosen)
        return across, up

    @property
    def is_of_levers(self) -> bool:
        """Does neither dial change the world?"""
        return all(dial.side == "lever" for dial in self.dials)

    @property
    def places(self) -> list[tuple[int, int]]:
        """Every setting."""
        return [(x, y) for y in range(len(self.values[1])) for x in range(len(self.values[0]))]

    def setting(self, x: int, y: int) -> list[tuple[ScaledDial, float]]:
        """Both dials with their values; one dial alone is one."""
        both = zip(self.dials, (self.values[0][x], self.values[1][y]), strict=True)
        return list(both)[: len(set(self.chosen))]

    def words(self, x: int, y: int) -> str:
        """A setting as people say it."""
        return ", ".join(f"{dial.label} {dial.text(value)}" for dial, value in self.setting(x, y))

    def pair(self, x: int, y: int) -> Pair:
        """A setting and the baseline it is paired with; the dials stand so from day 0."""
        own, levers = self.session.decisions, dict[str, Any]()
        world = own.plan.world
        for dial, value in self.setting(x, y):
            if dial.side == "world":
                world = merged(world, dial.table(value))
            else:
                levers = merged(levers, dial.table(value))
        dated = ((0.0, levers),) if levers else ()
        return (
            Configuration(own.policy, dated, world, own.seed),
            Configuration(self.session.against, (), world, own.seed),
        )

    def ask(self) -> None:
        """Every setting, one replication after the other."""
        exchange = self.session.exchange
        specs: list[RunSpec] = []
        for replication in range(RUNS):
            for place in self.places:
                for configuration in reversed(self.pair(*place)):
                    missing = exchange.cache.missing(configuration, replication, False)
                    specs += [spec for spec in missing if spec not in specs]
        exchange.further = tuple(specs)
        self.session.request()

    def _runs(self, x: int, y: int) -> tuple[CachedRuns, CachedRuns, list[int]]:
        own, base = map(self.session.exchange.cache.runs, self.pair(x, y))
        return own, base, list(range(min(own.paired, base.paired, RUNS)))

    def lead(self, x: int, y: int) -> Estimate | None:
        """What is known of a setting in people."""
        own, base, runs = self._runs(x, y)
        if not runs:
            return None
        ours, theirs = (
            [retained(cached.whole[run].left, self.session.horizon) for run in runs]
            for cached in (own, base)
        )
        return paired_difference(ours, theirs, "retention")

    def money(self, x: int, y: int) -> Estimate | None:
        """What is known of it in money of the firm as a whole."""
        own, base, runs = self._runs(x, y)
        return money_between(own.whole, base.whole, runs, place_of_money(self.session.scenario))

    def now(self) -> tuple[int, int]:
        """The setting nearest to where the two dials stand on the main screen."""
        x, y = (
            int(np.argmin([abs(value - self.session.value(dial)) for value in values]))
            for dial, values in zip(self.dials, self.values, strict=True)
        )
        return x, y

    def move(self, x: int, y: int) -> None:
        """Another setting."""
        for index, by in enumerate((x, y)):
            most = len(self.values[index]) - 1
            self.cursor[index] = min(most, max(0, self.cursor[index] + by))

    def other_dial(self, which: int) -> None:
        """Another dial across (0) or up (1)."""
        for _ in self.keys:
            self.chosen[which] = (self.chosen[which] + 1) % len(self.keys)
            if self.chosen[0] != self.chosen[1]:
                break
        self.session.display.two_dials = tuple(self.keys[index] for index in self.chosen)
        self.settle()
        self.ask()

    def load(self) -> None:
        """Play the setting in hand: both dials turned on day 0."""
        session = self.session
        session.step(-session.horizon)
        session.load([(dial.key, value) for dial, value in self.setting(*self.cursor)])
