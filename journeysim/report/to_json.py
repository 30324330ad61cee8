"""JSON: results for programs; the same bytes for the same seed and versions, everywhere.

No clocks, hosts, worker counts or absolute paths. A value that does not exist is null with its
reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from math import isnan
from pathlib import Path
from typing import Any

from journeysim import metrics
from journeysim.experiment.assumptions import Plausible, plausible_difference, plausible_value
from journeysim.experiment.changes import Change, Checked
from journeysim.experiment.compare import Difference, Experiment, gathered
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.places import place
from journeysim.experiment.verdicts import Judgement
from journeysim.numerals import spelled
from journeysim.report.dated import happenings
from journeysim.report.judgements import remarks
from journeysim.scenario.scenario import Scenario

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
    """What every document begins with: nothing that says on what it ran, as that changes no byte."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": "journeysim",
        "versions": {"journeysim": metadata.version("journeysim")},
        "seed": seed,
        "engine": engine,
        "exit_code": exit_code,
    }


def checks(checked: Sequence[Checked], *, engine: str, exit_code: int) -> dict[str, Any]:
    """The document of a check: what ran, the verdicts, and what changed."""
    findings = []
    for each in checked:
        sample = each.trial.sample
        ran = [policy for policy in sample.results if sample.results[policy]]
        experiment = gathered(each.scenario, ran, sample.metrics, sample.results)
        extra: dict[str, Any] = {
            "replications": {"wanted": each.trial.wanted, "done": each.trial.done},
            "expectations": [_expectation(judgement) for judgement in each.trial.judgements],
        }
        if each.older or each.remarks:
            extra["older"] = each.older or None
            extra["changed"] = each.changed
            extra["changes"] = [_change(change) for change in each.changes]
            extra["remarks"] = remarks(each)
        extra["file"] = each.named
        findings.append(Finding(experiment, each.trial.wanted, extra=extra))
    return document(findings, engine=engine, exit_code=exit_code)


def _expectation(judgement: Judgement) -> dict[str, Any]:
    claim, estimate = judgement.claim, judgement.estimate
    file, line = place(claim.where, Path.cwd())
    values: dict[str, Any] = {
        "claim": claim.text,
        "policy": claim.policy,
        "metric": claim.metric,
        "verdict": judgement.verdict.value,
        "counts_as": judgement.counts_as,
        "estimate": _number(estimate.mean),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "threshold": claim.threshold,
        "unit": metrics.find(claim.metric).metric.unit,
        "replications": estimate.n,
        "needed": judgement.needed,
        "confidence": claim.expect.confidence,
        "file": file,
        "line": line,
        "level": claim.expect.level,
        "family": claim.expect.family,
    }
    return values | ({"reason": judgement.reason} if judgement.reason else {})


def _change(change: Change) -> dict[str, Any]:
    request = metrics.find(change.metric)
    values: dict[str, Any] = {
        "policy": change.policy,
        "metric": change.metric,
        "then": _number(change.then.mean),
        "now": _number(change.now.mean),
    }
    values |= interval(change.whole, request.reason) | {"unit": request.metric.unit}
    for name, part in (("world_changed", change.by_world), ("policy_changed", change.by_policy)):
        if part is not None:
            values[name] = interval(part, request.reason)
    return values | {"tolerated": change.tolerated}


def _number(value: float) -> float | None:
    return None if isnan(value) else value


def text(value: Any) -> str:
    """A document as text, one trailing newline."""
    return json.dumps(_plain(value), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def plain(document: dict[str, Any]) -> dict[str, Any]:
    """A document whose texts write numbers plainly, whoever asked for it."""
    return {key: _plain(item) for key, item in document.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return spelled(value)
    if isinstance(value, Mapping):
        return plain(dict(value))
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def about(scenario: Scenario) -> dict[str, Any]:
    """What each part of a document begins with: the scenario and world that it is about."""
    return {
        "name": scenario.name,
        "sha256": scenario.sha256,
        "world": scenario.world,
        "days": scenario.tables.run.days,
        "customers": scenario.tables.population.customers,
        **({"dated": dated} if (dated := happenings(scenario)) else {}),
    }


def _scenario(finding: Finding) -> dict[str, Any]:
    experiment = finding.experiment
    scenario = experiment.scenario
    return about(scenario) | {
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


def interval(estimate: Estimate, reason: str) -> dict[str, Any]:
    """An estimate; what does not exist is null, with the reason."""
    values: dict[str, Any] = {
        name: None if isnan(value) else value
        for name, value in (("mean", estimate.mean), ("low", estimate.low), ("high", estimate.high))
    }
    values["n"] = estimate.n
    if isnan(estimate.mean):
        values["reason"] = reason
    elif isnan(estimate.low):
        values["reason"] = "one replication tells nothing about luck"
    return values


def _metric(finding: Finding, policy: str, name: str) -> dict[str, Any]:
    request = metrics.find(name)
    metric = request.metric
    estimate = finding.experiment.estimate(policy, name)
    values = interval(estimate, request.reason) | {"unit": metric.unit, "better": metric.better}
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
    values |= interval(each.estimate, request.reason)
    values |= {"confidence": each.confidence, "unit": request.metric.unit}
    if finding.plausible:
        spread = plausible_difference(finding.plausible, each.policy, each.baseline, each.metric)
        values["assumptions"] = _plausible(spread)
    return values


def _plausible(plausible: Plausible) -> dict[str, Any]:
    return {
        name: None if isnan(value) else value
        for name, value in (
            ("low", plausible.low),
            ("high", plausible.high),
            ("better_in", plausible.better_in),
        )
    }
