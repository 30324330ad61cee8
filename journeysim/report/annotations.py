"""Annotations: verdicts as GitHub Actions shows them, beside the line of the claim."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from journeysim.experiment.changes import Checked
from journeysim.experiment.verdicts import Judgement
from journeysim.report.judgements import about, found, place, why

_LEVELS = {"fail": "error", "undecided": "error", "warn": "warning"}


def workflow_commands(checked: Sequence[Checked], root: Path) -> list[str]:
    """One workflow command a claim that did not pass. root: the folder files are named from."""
    return [
        _command(each, one.scenario.world, root)
        for one in checked
        for each in one.trial.judgements
        if each.counts_as in _LEVELS
    ]


def _command(judgement: Judgement, world: str | None, root: Path) -> str:
    file, line = place(judgement.claim.where, root)
    where = f"file={_property(file)}" + (f",line={line}" if line else "")
    title = f"{judgement.verdict.value}" + (f" in world {world}" if world else "")
    parts = (about(judgement), f"found {found(judgement)}", why(judgement))
    text = "; ".join(part for part in parts if part)
    level = _LEVELS[judgement.counts_as]
    return f"::{level} {where},title={_property(title)}::{_message(text)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
