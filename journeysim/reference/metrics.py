"""Metrics: every metric with its definition, unit, range, direction and what it may be asked of."""

from __future__ import annotations

from math import inf

from journeysim.metrics import HEADLINE, METRICS, Metric
from journeysim.reference.markdown import MADE, code, table

_LEAD = """# Metrics

A metric is a function of what a run's log shows. Where its denominator is empty it has no value. A day
is asked for as `retention@90d`, a channel as `wait_mean.phone`, a part of the customers as
`retention[segment=loyal]`, a cause as `churned[cause=waiting]`. Shares are from 0 to 1 in JSON.
**Bold** are those that short tables show.

"""


def page() -> str:
    """The page of all metrics."""
    header = ("metric", "is", "of", "unit", "range", "better", "may be asked for")
    return MADE + _LEAD + table(header, [_row(metric) for metric in METRICS])


def _row(metric: Metric) -> tuple[str, ...]:
    name = code(metric.name)
    bold = f"**{name}**" if metric.name in HEADLINE else name
    return (bold, metric.doc, metric.of, metric.unit, _range(metric), metric.better, _asked(metric))


def _range(metric: Metric) -> str:
    low, high = metric.range
    if low == -inf:
        return "any"
    return f"{low:g} and more" if high == inf else f"{low:g} to {high:g}"


def _asked(metric: Metric) -> str:
    ways = (
        ("a day", metric.takes_day),
        ("a channel", metric.by_channel),
        ("a segment, cohort or quarter", metric.by_segment),
        ("a cause (always)" if metric.needs_cause else "a cause", metric.takes_cause),
    )
    return ", ".join(words for words, possible in ways if possible)
