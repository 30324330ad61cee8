"""History: one line of JSON a check, to be added to a file: what was claimed, what came of it, and
digests of what it rests on, so that two lines tell what moved and what could have moved it.

No clocks: a line is dated by its commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from math import isnan
from typing import Any

from journeysim.experiment.baselines import version
from journeysim.experiment.changes import Checked
from journeysim.experiment.result_key import rules_digest
from journeysim.experiment.verdicts import Judgement
from journeysim.numerals import spelled, style_of
from journeysim.report.judgements import estimate_text

HISTORY_VERSION = 1

_SAY_NOTHING = ("expect", "dials", "lessons", "worlds", "policies")
"""Sections of which no figure depends, and policies, which have digests of their own."""


def history_line(checked: Sequence[Checked], outcome: str, commit: dict[str, str]) -> str:
    """The line of one check. commit: its `commit`, `date` and `subject`, empty where there is no git."""
    record = {
        "history": HISTORY_VERSION,
        **commit,
        "version": version(),
        "rules": rules_digest(),
        "outcome": outcome,
        "scenarios": [_scenario(each) for each in checked],
    }
    return json.dumps(record, separators=(",", ":")) + "\n"


def _scenario(checked: Checked) -> dict[str, Any]:
    scenario = checked.scenario
    return {
        "file": checked.named,
        "world": scenario.world,
        "sections": sections_of(checked),
        "claims": [_claim(each, checked) for each in checked.trial.judgements],
    }


def sections_of(checked: Checked) -> dict[str, str]:
    """A digest of each section in force, and of each policy as `policies.NAME`."""
    tables = checked.scenario.tables.model_dump(mode="json", by_alias=True)
    policies = tables.get("policies") or {}
    named = {f"policies.{name}": table for name, table in policies.items()}
    world = {name: table for name, table in tables.items() if name not in _SAY_NOTHING}
    return {name: _digest(table) for name, table in (world | named).items()}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def _claim(judgement: Judgement, checked: Checked) -> dict[str, Any]:
    claim, estimate = judgement.claim, judgement.estimate
    money = checked.scenario.tables.money
    numbers = {"estimate": estimate.mean, "low": estimate.low, "high": estimate.high}
    return {
        "claim": claim.text.strip(),
        "policies": list(claim.policies),
        "confidence": claim.expect.confidence,
        "verdict": judgement.verdict.value,
        "counts_as": judgement.counts_as,
        **{name: None if isnan(value) else value for name, value in numbers.items()},
        "as_read": spelled(estimate_text(judgement, money.currency), style_of(checked.scenario)),
    }
