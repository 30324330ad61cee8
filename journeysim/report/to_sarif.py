"""SARIF: claims that did not pass, as code scanning reads them (SARIF 2.1.0). No clocks in it.

A result is known from one run to the next by the file, the world, the policy, the claim and its
confidence, not by its line: it stays the same where lines move above it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from journeysim.experiment.baselines import version
from journeysim.experiment.changes import Checked
from journeysim.experiment.places import place
from journeysim.experiment.verdicts import Judgement
from journeysim.numerals import spelled
from journeysim.report.judgements import about, estimate_text, why
from journeysim.shown import shown

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_RULES = {
    "fail": ("claim-fails", "A claim does not hold, and chance cannot save it."),
    "undecided": ("claim-undecided", "Chance could still turn whether a claim holds."),
}
"""By verdict: what a result is called, and what that means."""

_LEVELS = {"fail": "error", "undecided": "error", "warn": "warning"}
"""How grave a claim is that counts as this; whatever passes is no result."""


def sarif(checked: Sequence[Checked], root: Path, ending: str = "") -> str:
    """The text of a SARIF log. root: the folder files are named from; ending: what ended it early."""
    results = [
        _result(each, one, root)
        for each in checked
        for one in each.trial.judgements
        if one.counts_as in _LEVELS
    ]
    invocation: dict[str, Any] = {"executionSuccessful": not ending}
    if ending:
        note = {"level": "error", "message": {"text": shown(ending)}}
        invocation["toolExecutionNotifications"] = [note]
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver() -> dict[str, Any]:
    rules = [{"id": name, "shortDescription": {"text": what}} for name, what in _RULES.values()]
    return {"name": "journeysim", "version": version(), "rules": rules}


def _result(checked: Checked, judgement: Judgement, root: Path) -> dict[str, Any]:
    verdict = judgement.verdict.value
    names = list(_RULES)
    file, line = place(judgement.claim.where, root)
    where: dict[str, Any] = {"artifactLocation": {"uri": quote(file), "uriBaseId": "%SRCROOT%"}}
    if line:
        where["region"] = {"startLine": line}
    world = f" in world {checked.scenario.world}" if checked.scenario.world else ""
    estimate = estimate_text(judgement, checked.scenario.tables.money.currency)
    parts = (f"{about(judgement)}{world}: {verdict}", f"found {estimate}", why(judgement))
    return {
        "ruleId": _RULES[verdict][0],
        "ruleIndex": names.index(verdict),
        "level": _LEVELS[judgement.counts_as],
        "message": {"text": shown(spelled("; ".join(filter(None, parts))))},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"journeysimClaim/v1": _known_by(checked, judgement)},
    }


def _known_by(checked: Checked, judgement: Judgement) -> str:
    claim = judgement.claim
    names = (checked.named, checked.scenario.world, claim.policy, claim.text)
    return hashlib.sha256(repr((*names, claim.expect.confidence)).encode()).hexdigest()[:32]
