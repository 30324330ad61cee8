"""The event log as process mining tools and spreadsheets read it."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import changed, outcome

from journeysim.engine.log import Outcome
from journeysim.events import EventType, Refers, holding
from journeysim.report import to_csv
from journeysim.report.event_columns import HEADER, Export
from journeysim.scenario.scenario import Scenario

START = date(2026, 1, 5)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    from worlds import WORLD

    from journeysim.scenario.scenario import load

    path = tmp_path_factory.mktemp("csv") / "firm.toml"
    path.write_text(WORLD, encoding="utf-8")
    return changed(load(str(path)), "population.customers=40", "run.days=60 d", "talk.referral=0.3")


@pytest.fixture(scope="module")
def lived(small: Scenario) -> Outcome:
    return outcome(small, "caring")


@pytest.fixture(scope="module")
def rows(lived: Outcome, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    path = tmp_path_factory.mktemp("csv") / "log.csv"
    to_csv.write(path, [Export(lived, "caring", START)])
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_columns_come_under_the_names_that_tools_know(rows: list[dict[str, str]]) -> None:
    assert tuple(rows[0]) == HEADER
    assert HEADER[:4] == (
        "case:concept:name", "concept:name", "time:timestamp", "org:resource",
    )  # fmt: skip


def test_every_event_is_one_row_in_the_order_of_the_log(
    rows: list[dict[str, str]], lived: Outcome
) -> None:
    assert len(rows) == len(lived.log)
    kinds = [EventType(kind).name.lower() for kind in lived.log.column("kind").tolist()]
    assert [row["concept:name"] for row in rows] == kinds
    assert [float(row["day"]) for row in rows] == lived.log.column("time").tolist()
    assert [float(row["money"]) for row in rows] == lived.log.column("money").tolist()


def test_counts_can_be_made_again_from_the_file(rows: list[dict[str, str]], lived: Outcome) -> None:
    found = Counter(row["concept:name"] for row in rows)
    for kind in EventType:
        assert found[kind.name.lower()] == len(lived.log.of(kind)), kind


def test_timestamps_are_dates_with_an_offset_and_never_run_backwards(
    rows: list[dict[str, str]],
) -> None:
    stamps = [datetime.fromisoformat(row["time:timestamp"]) for row in rows]
    assert all(stamp.utcoffset() == timedelta(0) for stamp in stamps)
    assert stamps == sorted(stamps)
    origin = datetime(2026, 1, 5, tzinfo=UTC)
    for stamp, row in zip(stamps, rows, strict=True):
        off = stamp - origin - timedelta(days=float(row["day"]))
        assert abs(off) <= timedelta(milliseconds=1)


def test_cases_are_customers_and_the_firm_has_its_own(
    rows: list[dict[str, str]], lived: Outcome
) -> None:
    cases = {row["case:concept:name"] for row in rows}
    paths = {lived.path(number) for number in range(len(lived.people))}
    assert cases <= {f"r0-{path}" for path in paths} | {"r0-firm"}
    assert any("." in case for case in cases), "a friend's key is a path"
    staffed = [row for row in rows if row["concept:name"] == "staffed"]
    assert {row["case:concept:name"] for row in staffed} == {"r0-firm"}


def test_subjects_and_resources_are_named(rows: list[dict[str, str]]) -> None:
    of = {
        kind: {row["subject"] for row in rows if row["concept:name"] == kind}
        for kind in ("failure", "request", "touched", "purchase", "left")
    }
    assert of["failure"] <= {"breakdown", "mistake"}
    assert of["request"] == {"question"}
    assert of["touched"] <= {"reminder", "check_in"}
    assert of["purchase"] == {"regular", "loyal"}
    contacts = [row for row in rows if row["concept:name"] == "contact"]
    assert {row["org:resource"] for row in contacts} == {"phone"}


def test_every_row_names_the_channel_whose_agents_did_it(
    rows: list[dict[str, str]], lived: Outcome
) -> None:
    """The log's own position, whatever the kind: a touch that agents worked on, too."""
    channels, at = lived.encoded.names.channels, holding("place", Refers.CHANNEL)
    for row, event in zip(rows, lived.log.rows, strict=True):
        there = int(event["kind"]) in at and event["place"] >= 0
        assert row["org:resource"] == (channels[event["place"]] if there else "")
    touched = {row["org:resource"] for row in rows if row["concept:name"] == "touched"}
    assert "phone" in touched, "a check-in is made by those at the phone"


def test_replications_and_policies_keep_their_cases_apart(small: Scenario, tmp_path: Path) -> None:
    exports = [
        Export(outcome(small, policy, number), policy, START, several=True)
        for policy in ("plain", "caring")
        for number in (0, 1)
    ]
    count = to_csv.write(tmp_path / "log.csv", exports)
    with (tmp_path / "log.csv").open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert count == len(found) == sum(len(each.outcome.log) for each in exports)
    for row in found:
        run = f"{row['case:policy']}:r{row['case:replication']}-"
        assert row["case:concept:name"].startswith(run)


def test_the_same_run_gives_the_same_bytes(lived: Outcome, tmp_path: Path) -> None:
    for name in ("one.csv", "other.csv", "one.csv.gz", "other.csv.gz"):
        to_csv.write(tmp_path / name, [Export(lived, "caring", START)])
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()
    assert (tmp_path / "one.csv.gz").read_bytes() == (tmp_path / "other.csv.gz").read_bytes()


def test_a_packed_file_tells_neither_when_it_was_written_nor_its_name(
    lived: Outcome, tmp_path: Path
) -> None:
    """RFC 1952: byte 3 holds the flags (8: a name follows), bytes 4 to 7 the time."""
    to_csv.write(tmp_path / "log.csv.gz", [Export(lived, "caring", START)])
    head = (tmp_path / "log.csv.gz").read_bytes()[:8]
    assert head[3] == 0
    assert head[4:] == bytes(4)


def test_packed_is_the_same_text(lived: Outcome, tmp_path: Path) -> None:
    to_csv.write(tmp_path / "log.csv", [Export(lived, "caring", START)])
    to_csv.write(tmp_path / "log.csv.gz", [Export(lived, "caring", START)])
    assert (
        gzip.decompress((tmp_path / "log.csv.gz").read_bytes())
        == (tmp_path / "log.csv").read_bytes()
    )


class TestFormulas:
    """Text that a spreadsheet would run as a formula gets a leading quote."""

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_a_formula_is_quoted(self, text: str) -> None:
        assert to_csv.safe(text) == "'" + text

    @pytest.mark.parametrize("text", ["", "phone", "a=1", "'=1", "1-1"])
    def test_other_text_is_left_alone(self, text: str) -> None:
        assert to_csv.safe(text) == text

    @given(st.text(max_size=9))
    def test_nothing_begins_like_a_formula_any_more(self, text: str) -> None:
        assert not to_csv.safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))
        assert to_csv.safe(text).removeprefix("'") == text.removeprefix("'")

    def test_no_text_of_a_log_begins_like_one(self, rows: list[dict[str, str]]) -> None:
        for row in rows:
            for column in ("concept:name", "org:resource", "subject", "case:policy"):
                assert not row[column].startswith(("=", "+", "-", "@"))
