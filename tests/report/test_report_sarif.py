"""SARIF: what did not pass, as code scanning reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_report_check import CLAIMS, checked
from worlds import WORLD

from journeysim.experiment.changes import Checked
from journeysim.report.to_sarif import sarif

__all__ = ["checked"]

LEVELS = {"none", "note", "warning", "error"}


def run_of(checked: Checked, root: Path, ending: str = "") -> dict[str, Any]:
    """The only run of the log, held against what the standard demands of what we use."""
    log = json.loads(sarif([checked], root, ending))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"]
        assert result["level"] in LEVELS
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert not place["artifactLocation"]["uri"].startswith("/")
        assert place["region"]["startLine"] >= 1
    return dict(run)


def test_what_did_not_pass_is_a_result_with_its_line(checked: Checked, tmp_path: Path) -> None:
    run = run_of(checked, tmp_path)
    assert [(each["ruleId"], each["level"]) for each in run["results"]] == [
        ("claim-fails", "error"),
        ("claim-undecided", "error"),
        ("claim-undecided", "warning"),
    ]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    line = (WORLD + CLAIMS).splitlines().index('claim = "wait_mean <= 2 min"') + 1
    assert place["region"] == {"startLine": line}
    assert place["artifactLocation"] == {"uri": "firm.toml", "uriBaseId": "%SRCROOT%"}
    assert "found 3.00 min (2.50 to 3.50)" in run["results"][0]["message"]["text"]


def test_a_result_is_known_again_wherever_its_line_is(
    checked: Checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[..., Path]
) -> None:
    def known(each: Checked) -> list[str]:
        results = run_of(each, tmp_path)["results"]
        return [result["partialFingerprints"]["journeysimClaim/v1"] for result in results]

    before = known(checked)
    assert len(set(before)) == len(before)
    moved = [
        replace(each, claim=replace(each.claim, where="firm.toml:999"))
        for each in checked.trial.judgements
    ]
    assert known(replace(checked, trial=replace(checked.trial, judgements=tuple(moved)))) == before
    assert known(replace(checked, path="other.toml")) != before


def test_a_name_with_a_blank_is_a_proper_address(checked: Checked, tmp_path: Path) -> None:
    there = [
        replace(each, claim=replace(each.claim, where="our firm/ä.toml:7"))
        for each in checked.trial.judgements
    ]
    run = run_of(replace(checked, trial=replace(checked.trial, judgements=tuple(there))), tmp_path)
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "our%20firm/%C3%A4.toml"


def test_what_ended_it_early_is_no_success(checked: Checked, tmp_path: Path) -> None:
    (whole,) = run_of(checked, tmp_path)["invocations"]
    assert whole == {"executionSuccessful": True}
    (broken,) = run_of(checked, tmp_path, "interrupted")["invocations"]
    assert not broken["executionSuccessful"]
    assert broken["toolExecutionNotifications"][0]["message"]["text"] == "interrupted"
