"""Annotations: verdicts as GitHub Actions shows them, beside the line of the claim.

At most ten a run, the worst first, because no more are shown; what is left out is counted in one
line more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from journeysim.experiment.changes import Checked
from journeysim.experiment.places import place
from journeysim.experiment.verdicts import Judgement
from journeysim.numerals import spelled
from journeysim.report.judgements import about, estimate_text, why
from journeysim.scenario.scenario import Scenario
from journeysim.shown import shown

MOST = 10
_LEVELS = {"fail": "error", "undecided": "error", "warn": "warning"}


def workflow_commands(checked: Sequence[Checked], root: Path) -> list[str]:
    """One workflow command a claim that did not pass. root: the folder files are named from."""
    claims = [
        (each, one.scenario)
        for one in checked
        for each in one.trial.judgements
        if each.counts_as in _LEVELS
    ]
    claims.sort(key=lambda each: list(_LEVELS).index(each[0].counts_as))
    lines = [_command(judgement, scenario, root) for judgement, scenario in claims[:MOST]]
    if len(claims) > MOST:
        text = f"{len(claims)} claims did not pass; the first {MOST} are marked, all are in the log"
        lines.append(f"::notice title=journeysim::{_message(text)}")
    return lines


def _command(judgement: Judgement, scenario: Scenario, root: Path) -> str:
    file, line = place(judgement.claim.where, root)
    where = f"file={_property(file)}" + (f",line={line}" if line else "")
    world = f" in world {scenario.world}" if scenario.world else ""
    title = f"{judgement.verdict.value}{world}"
    estimate = estimate_text(judgement, scenario.tables.money.currency)
    parts = (about(judgement), f"found {estimate}", why(judgement))
    text = "; ".join(part for part in parts if part)
    level = _LEVELS[judgement.counts_as]
    return f"::{level} {where},title={_property(title)}::{_message(shown(spelled(text)))}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
