"""Explanations as JSON, in the document that every command shares."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

from journeysim import metrics
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.explain import Contribution, Explained, Explanation
from journeysim.report.to_json import about, document, interval


def explained_document(
    explanations: Sequence[tuple[Explained, int]], *, engine: str
) -> dict[str, Any]:
    """The document of explanations, one a world; with each the replications that were wanted."""
    result = document([], engine=engine, exit_code=0)
    seed = explanations[0][0].scenario.tables.run.seed
    return result | {"seed": seed, "scenarios": [_explained(*each) for each in explanations]}


def _explained(explained: Explained, wanted: int) -> dict[str, Any]:
    return about(explained.scenario) | {
        "replications": {"wanted": wanted, "done": explained.replications},
        "before": explained.before,
        "after": explained.after,
        "groups": [group.name for group in explained.groups],
        "exact": explained.exact,
        "orders": explained.orders,
        "hybrids": explained.coalitions,
        "explanations": [_explanation(each) for each in explained.explanations],
    }


def _explanation(each: Explanation) -> dict[str, Any]:
    request = metrics.find(each.metric)
    metric = request.metric

    def figures(estimate: Estimate) -> dict[str, Any]:
        return interval(estimate, request.reason)

    return {
        "metric": each.metric,
        "unit": metric.unit,
        "better": metric.better,
        "before": figures(each.before),
        "after": figures(each.after),
        "whole": figures(each.whole),
        "parts": [
            _contribution(part, figures(part.estimate), request.reason) for part in each.parts
        ],
    }


def _contribution(part: Contribution, own: dict[str, Any], reason: str) -> dict[str, Any]:
    return {
        "group": part.group.name,
        **own,
        "alone": interval(part.alone, reason),
        "last": interval(part.last, reason),
        "least": _number(part.least),
        "most": _number(part.most),
        "by_replication": [_number(value) for value in part.by_replication],
    }


def _number(value: float) -> float | None:
    return None if isnan(value) else value
