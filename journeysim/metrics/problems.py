"""Problems: what goes wrong and what is asked, and how much of it stays unspoken.

Plain counts grow when customers stay; the rates per 100 customer-years do not.
"""

from __future__ import annotations

import numpy as np

from journeysim.engine.log import Array
from journeysim.events import EventType
from journeysim.metrics.metric import Metric, ratio
from journeysim.metrics.observed import Observed
from journeysim.metrics.retention import customer_years


def case_keys(rows: Array) -> Array:
    """One number for each row's case: customer, type of problem and candidate number."""
    type_and_number = (rows["slot"].astype(np.int64) << 32) | rows["number"]
    return (rows["customer"].astype(np.int64) << 37) | type_and_number  # type: ignore[no-any-return]


def problems(observed: Observed) -> float:
    """Failures that happened."""
    return float(observed.count(EventType.FAILURE))


def problems_rate(observed: Observed) -> float:
    """Failures per 100 years of customers' time."""
    return ratio(100.0 * problems(observed), customer_years(observed))


def requests(observed: Observed) -> float:
    """Requests, prospects' questions included."""
    return float(observed.count(EventType.REQUEST))


def problems_prevented(observed: Observed) -> float:
    """Candidates that care or advice kept from happening."""
    return float(observed.count(EventType.PREVENTED))


def problems_intercepted(observed: Observed) -> float:
    """Failures put right before a word was said."""
    return float(observed.count(EventType.INTERCEPTED))


def intercepts_missed(observed: Observed) -> float:
    """Failures noticed while nobody was free, once for each touch that noticed."""
    return float(observed.count(EventType.INTERCEPT_MISSED))


def silent_problems(observed: Observed) -> float:
    """Failures that nobody mentions and no touch finds, over failures.

    One that was found and could again be told to nobody is silent again.
    """
    silent, since = _last(observed.rows(EventType.SILENT))
    heard_of, until = _last(observed.rows(EventType.FOUND))
    _, there, where = np.intersect1d(silent, heard_of, return_indices=True)
    unspoken = len(silent) - int(np.count_nonzero(since[there] < until[where]))
    return ratio(unspoken, observed.count(EventType.FAILURE))


def _last(rows: Array) -> tuple[Array, Array]:
    """The cases of rows, and when each was last among them."""
    cases, place = np.unique(case_keys(rows)[::-1], return_index=True)
    return cases, rows["time"][::-1][place]


def given_up(observed: Observed) -> float:
    """Matters that people gave up on."""
    return float(observed.count(EventType.GAVE_UP))


METRICS = (
    Metric("problems", "count", "", "failures that happened", "", problems),
    Metric(
        "problems_rate",
        "per 100 customer-years",
        "lower",
        "failures per 100 years of customers' time",
        "time of customers",
        problems_rate,
    ),
    Metric("requests", "count", "", "requests, prospects' questions included", "", requests),
    Metric(
        "problems_prevented",
        "count",
        "higher",
        "failures that care prevented",
        "",
        problems_prevented,
    ),
    Metric(
        "problems_intercepted",
        "count",
        "higher",
        "failures noticed and put right before a word was said",
        "",
        problems_intercepted,
    ),
    Metric(
        "intercepts_missed",
        "count",
        "lower",
        "failures noticed while nobody was free",
        "",
        intercepts_missed,
    ),
    Metric(
        "silent_problems",
        "share",
        "lower",
        "failures that were never mentioned and never found",
        "failures",
        silent_problems,
    ),
    Metric("given_up", "count", "lower", "matters that people gave up on", "", given_up),
)
"""The metrics of this family."""
