"""Service: how long people wait, whether they are answered, and how busy the agents are."""

from __future__ import annotations

import re
from functools import partial
from math import fsum

import numpy as np

from journeysim.engine.log import Array
from journeysim.events import EventType
from journeysim.metrics.exact_sums import exact_sum
from journeysim.metrics.in_hand import in_line
from journeysim.metrics.metric import NAN, NOT_NEGATIVE, Metric, ratio
from journeysim.metrics.observed import Observed
from journeysim.metrics.staffing import busy, capacity
from journeysim.units import minutes

LATE = 0.95
"""The share of contacts that wait no longer than `wait_p95`."""

_PERCENTILE = re.compile(r"^wait_p([1-9][0-9]?)$")


def abandonment(observed: Observed) -> float:
    """Contacts that ended in hanging up, over contacts."""
    return ratio(observed.count(EventType.ABANDONED), observed.count(EventType.CONTACT))


def turned_away(observed: Observed) -> float:
    """Contacts still in line at closing time, over contacts."""
    return ratio(observed.count(EventType.TURNED_AWAY), observed.count(EventType.CONTACT))


def still_waiting(observed: Observed) -> float:
    """Contacts in line at the horizon."""
    return float(len(in_line(observed)))


def wait_probability(observed: Observed) -> float:
    """Contacts not answered at once, over contacts; to be called back is to wait.

    So is to be in line at the horizon.
    """
    later = int(np.count_nonzero(observed.rows(EventType.ANSWERED)["value"] > 0.0))
    others = (EventType.ABANDONED, EventType.TURNED_AWAY, EventType.CALLED_BACK)
    waited = later + sum(observed.count(kind) for kind in others) + len(in_line(observed))
    return ratio(waited, observed.count(EventType.CONTACT))


def service_level(observed: Observed) -> float:
    """Contacts answered within their channel's target (as on day 0), over contacts.

    That is its own `target_wait`, or else `service.target_wait`. Those called back are logged as
    answered without a wait and are taken off again.
    """
    world = observed.world
    common = world.phases[world.opening].service.target_wait
    targets = np.array([channel.target_wait or common for channel in world.channels[world.opening]])
    answered = observed.rows(EventType.ANSWERED)
    soon = int(np.count_nonzero(answered["value"] <= targets[answered["place"]]))
    soon -= observed.count(EventType.CALLED_BACK)
    return ratio(soon, observed.count(EventType.CONTACT))


def wait_mean(observed: Observed) -> float:
    """Minutes in line, over contacts answered, hung up or turned away."""
    waits = _waits(observed)
    return ratio(minutes(exact_sum(waits)), len(waits))


def wait_percentile(observed: Observed, percent: int) -> float:
    """Minutes in line that so many of 100 contacts do not exceed, interpolated linearly."""
    waits = _waits(observed)
    return minutes(float(np.quantile(waits, percent / 100.0))) if len(waits) else NAN


def percentile(name: str) -> Metric | None:
    """The percentile of the wait that is called so, `wait_p1` to `wait_p99`; None for other names."""
    match = _PERCENTILE.match(name)
    return None if match is None else _at_percent(int(match[1]))


def _at_percent(percent: int) -> Metric:
    return Metric(
        f"wait_p{percent}",
        "min",
        "lower",
        f"wait that {percent} % do not exceed, hung up and turned away included",
        "contacts that ended waiting",
        partial(wait_percentile, percent=percent),
        by_channel=True,
    )


def occupancy(observed: Observed) -> float:
    """Time at talks and care work, over the time of all who are at work, as often as talks at once.

    Above one when talks run on after the end of a shift.
    """
    work = fsum(part.talks + part.care for part in busy(observed))
    return ratio(work, fsum(capacity(observed)))


def _waits(observed: Observed) -> Array:
    """Days in line; those called back did not stand in it."""
    kinds = (EventType.ANSWERED, EventType.ABANDONED, EventType.TURNED_AWAY)
    return np.concatenate([observed.rows(kind)["value"] for kind in kinds])


METRICS = (
    Metric(
        "abandonment",
        "share",
        "lower",
        "contacts that hang up",
        "contacts",
        abandonment,
        by_channel=True,
    ),
    Metric(
        "turned_away",
        "share",
        "lower",
        "contacts still in line at closing time",
        "contacts",
        turned_away,
        by_channel=True,
    ),
    Metric(
        "still_waiting",
        "count",
        "lower",
        "contacts in line at the horizon",
        "",
        still_waiting,
        by_channel=True,
        of_one=True,
    ),
    Metric(
        "wait_probability",
        "share",
        "lower",
        "contacts that are not answered at once",
        "contacts",
        wait_probability,
        by_channel=True,
    ),
    Metric(
        "service_level",
        "share",
        "higher",
        "contacts answered within service.target_wait",
        "contacts",
        service_level,
        by_channel=True,
    ),
    Metric(
        "wait_mean",
        "min",
        "lower",
        "mean wait, hung up and turned away included",
        "contacts that ended waiting",
        wait_mean,
        by_channel=True,
    ),
    _at_percent(round(100 * LATE)),
    Metric(
        "occupancy",
        "share",
        "",
        "time at talks and care work",
        "staffed time",
        occupancy,
        limits=NOT_NEGATIVE,
        by_channel=True,
        by_segment=False,
    ),
)
"""The metrics of this family."""
