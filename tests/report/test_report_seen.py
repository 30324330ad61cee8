"""What the firm could see, and what only a simulator knows."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from worlds import changed, outcome

from journeysim.engine.log import Outcome
from journeysim.events import WARM, EventType
from journeysim.report import seen
from journeysim.report.event_columns import Export
from journeysim.scenario.scenario import Scenario

START = date(2026, 1, 5)


@pytest.fixture
def pair(firm: Scenario) -> seen.Pair:
    longer = changed(firm, "run.days=300 d")
    export = Export(outcome(longer, "caring"), "caring", START)
    return seen.Pair(export, "plain", outcome(longer, "plain"))


def table(path: Path, pair: seen.Pair) -> list[dict[str, str]]:
    with seen.truth_file(path) as tell:
        tell(pair)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_log_keeps_no_secret(pair: seen.Pair) -> None:
    whole, found = pair.export.outcome, seen.seen(pair.export.outcome)
    assert not len(found.log.of(*seen.HIDDEN))
    assert len(found.log) == len(whole.log) - len(whole.log.of(*seen.HIDDEN))
    assert (whole.log.column("marks") & WARM).any()
    assert not (found.log.column("marks") & WARM).any()
    assert not found.log.of(EventType.TOUCHED)["value"].any()
    assert whole.log.of(EventType.TOUCHED)["value"].any()
    assert len(found.log.of(EventType.PURCHASE)) == len(whole.log.of(EventType.PURCHASE))


def test_the_truth_adds_up_to_the_whole_log(pair: seen.Pair, tmp_path: Path) -> None:
    log = pair.export.outcome.log
    rows = table(tmp_path / "log.truth.csv", pair)
    assert len(rows) == len(log.of(EventType.JOINED))
    for column, kind in (
        ("failures", EventType.FAILURE), ("silent", EventType.SILENT), ("prevented", EventType.PREVENTED),
        ("touches", EventType.TOUCHED),
    ):  # fmt: skip
        assert sum(int(row[column]) for row in rows) == len(log.of(kind)) > 0
    left = [row for row in rows if row["left_day"]]
    assert len(left) == len(log.of(EventType.LEFT))
    assert all(row["left_because"] and row["threshold"] and not row["trust"] for row in left)
    assert all(0.0 < float(row["leaving_chance"]) < 1.0 for row in rows)


def test_the_twin_tells_who_was_saved_and_who_lost(pair: seen.Pair, tmp_path: Path) -> None:
    rows = table(tmp_path / "log.truth.csv", pair)
    kinds = {row["twin"] for row in rows}
    assert {"same", "saved"} <= kinds
    for row in rows:
        ours = float(row["left_day"] or "inf")
        theirs = float(row["baseline_left_day"] or "inf")
        if row["twin"] != "no customer there":
            assert (ours > theirs) == (row["twin"] in ("saved", "later"))
            assert (ours < theirs) == (row["twin"] in ("lost", "earlier"))
            assert (row["twin"] == "saved") == (ours == float("inf") != theirs)


def test_a_policy_is_its_own_twin(pair: seen.Pair, tmp_path: Path) -> None:
    lived: Outcome = pair.export.outcome
    rows = table(tmp_path / "t.csv", pair._replace(twin=lived))
    assert {row["twin"] for row in rows} == {"same"}


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz", "log.xes.gz", "log.parquet"])
def test_the_truth_lies_beside_the_log(name: str) -> None:
    assert seen.truth_path(Path("a.b") / name) == Path("a.b/log.truth.csv")
