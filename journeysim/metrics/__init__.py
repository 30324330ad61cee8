"""Metrics: numbers that sum up one run, computed from its log alone.

A metric is one function and one `Metric(...)` line in its family: retention, problems, contacts,
service, care, value, experience. `find` reads a metric as people write it, `evaluate` computes it.
"""

from journeysim.metrics.catalogue import HEADLINE, METRICS
from journeysim.metrics.curves import daily_cash, daily_retention
from journeysim.metrics.metric import Metric
from journeysim.metrics.observed import Observed
from journeysim.metrics.records import COHORTS, QUARTERS, TRAITS, Records
from journeysim.metrics.request import Request, default_requests, evaluate, find

__all__ = [
    "COHORTS",
    "HEADLINE",
    "METRICS",
    "QUARTERS",
    "TRAITS",
    "Metric",
    "Observed",
    "Records",
    "Request",
    "daily_cash",
    "daily_retention",
    "default_requests",
    "evaluate",
    "find",
]
