"""Staffing: agents' time by channel: at work, paid, in talks, at care work. Times in days."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from journeysim.engine.log import Array
from journeysim.events import EventType, Refers, holding
from journeysim.metrics.exact_sums import exact_sum
from journeysim.metrics.in_hand import in_talk
from journeysim.metrics.observed import Observed
from journeysim.metrics.steps import integral


class Busy(NamedTuple):
    """Agents' days in one channel spent in talks, and at care work (touches, interceptions)."""

    talks: float
    care: float


def capacity(observed: Observed) -> list[float]:
    """Days at work of each channel's agents, from the warm-up up to the day asked for, each as often
    as the talks it may hold at once."""
    days = [phase.day for phase in observed.world.phases]
    results = []
    for channel, here in enumerate(_staffings(observed)):
        at_once = np.array([row[channel].concurrency for row in observed.world.channels])
        phases = np.searchsorted(days, here["time"], side="right") - 1
        talks = here["number"] * at_once[np.maximum(phases, 0)]
        results.append(integral(here["time"], talks, observed.warmup, observed.until))
    return results


def pay(observed: Observed) -> list[float]:
    """Money paid to the agents of each channel in the same time."""
    span = ("pay", observed.warmup, observed.until)
    return observed.records.once(span, lambda: _pay(observed))


def _pay(observed: Observed) -> list[float]:
    return [
        integral(here["time"], here["value"], observed.warmup, observed.until)
        for here in _staffings(observed)
    ]


def busy(observed: Observed) -> list[Busy]:
    """Agents' days by channel in the same time; what began before or runs on counts in part.

    A talk is logged at its end, unless the horizon cuts it off, care work at its beginning.
    """
    span = ("busy", observed.warmup, observed.until)
    return observed.records.once(span, lambda: _busy(observed))


def _busy(observed: Observed) -> list[Busy]:
    cut_off = in_talk(observed)
    cut_off["value"] = observed.horizon - cut_off["time"]
    talks = [observed.whole_run(kind) for kind in holding("value", Refers.HANDLING)]
    care = [observed.whole_run(kind) for kind in holding("value", Refers.WORK)]
    ended = [(row, row["time"] - row["value"]) for row in talks]
    talking = _by_channel(observed, [*ended, (cut_off, cut_off["time"])])
    caring = _by_channel(observed, [(row, row["time"]) for row in care])
    return [Busy(*both) for both in zip(talking, caring, strict=True)]


def _by_channel(observed: Observed, works: list[tuple[Array, Array]]) -> list[float]:
    """Days of work in each channel, from rows and the times at which the work begins."""
    place = np.concatenate([rows["place"] for rows, _ in works])
    start = np.concatenate([begins for _, begins in works])
    end = start + np.concatenate([rows["value"] for rows, _ in works])
    low, high = observed.warmup, max(observed.warmup, observed.until)
    days = np.clip(end, low, high) - np.clip(start, low, high)
    return [exact_sum(days[place == channel]) for channel in observed.channels]


def _staffings(observed: Observed) -> list[Array]:
    rows = observed.whole_run(EventType.STAFFED)
    return [rows.compress(rows["slot"] == channel) for channel in observed.channels]
