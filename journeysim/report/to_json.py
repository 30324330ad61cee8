"""JSON: results for programs; the same bytes for the same seed and versions, everywhere.

No clocks, hosts, worker counts or absolute paths. A value that does not exist is null with its
reason.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from math import isnan
from typing import Any

from journeysim import metrics
from journeysim.experiment.assumptions import Plausible, plausible_difference, plausible_value
from journeysim.experiment.compare import Difference, Experiment
from journeysim.experiment.estimate import Estimate

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Finding:
    """One scenario in one world, as it goes into a document."""

    experiment: Experiment
    wanted: int
    differences: Sequence[Difference] = ()
    plausible: Sequence[Experiment] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def document(findings: Sequence[Finding], *, engine: str, exit_code: int) -> dict[str, Any]:
    """The document of a command."""
    seeds = {finding.experiment.scenario.tables.run.seed for finding in findings}
    return envelope(seed=min(seeds) if seeds else None, engine=engine, exit_code=exit_code) | {
        "scenarios": [_scenario(finding) for finding in findings],
    }


def envelope(*, seed: int | None, engine: str, exit_code: int) -> dict[str, Any]:
    """What every document begins with."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": "journeysim",
        "versions": {
            "journeysim": metadata.version("journeysim"),
            "python": ".".join(platform.python_version_tuple()[:2]),
        },
        "seed": seed,
        "engine": engine,
        "exit_code": exit_code,
    }


def text(value: Any) -> str:
    """A document as text, one trailing newline."""
    return json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _scenario(finding: Finding) -> dict[str, Any]:
    experiment = finding.experiment
    scenario = experiment.scenario
    return {
        "name": scenario.name,
        "sha256": scenario.sha256,
        "world": scenario.world,
        "days": scenario.tables.run.days,
        "customers": scenario.tables.population.customers,
        "replications": {"wanted": finding.wanted, "done": experiment.replications},
        "policies": {
            policy: {
                "metrics": {name: _metric(finding, policy, name) for name in experiment.metrics}
            }
            for policy in experiment.policies
        },
        "differences": [_difference(finding, each) for each in finding.differences],
        "expectations": [],
        **finding.extra,
    }


def _interval(found: Estimate, reason: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: None if isnan(value) else value
        for name, value in (("mean", found.mean), ("low", found.low), ("high", found.high))
    }
    values["n"] = found.n
    if isnan(found.mean):
        values["reason"] = reason
    elif isnan(found.low):
        values["reason"] = "one replication tells nothing about luck"
    return values


def _metric(finding: Finding, policy: str, name: str) -> dict[str, Any]:
    request = metrics.find(name)
    metric = request.metric
    found = finding.experiment.estimate(policy, name)
    values = _interval(found, request.reason) | {"unit": metric.unit, "better": metric.better}
    if finding.plausible:
        values["assumptions"] = _plausible(plausible_value(finding.plausible, policy, name))
    return values


def _difference(finding: Finding, each: Difference) -> dict[str, Any]:
    request = metrics.find(each.metric)
    values: dict[str, Any] = {
        "policy": each.policy,
        "baseline": each.baseline,
        "metric": each.metric,
    }
    values |= _interval(each.estimate, request.reason)
    values |= {"confidence": each.confidence, "unit": request.metric.unit}
    if finding.plausible:
        spread = plausible_difference(finding.plausible, each.policy, each.baseline, each.metric)
        values["assumptions"] = _plausible(spread)
    return values


def _plausible(found: Plausible) -> dict[str, Any]:
    return {
        name: None if isnan(value) else value
        for name, value in (
            ("low", found.low),
            ("high", found.high),
            ("better_in", found.better_in),
        )
    }
