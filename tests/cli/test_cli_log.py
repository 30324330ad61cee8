"""log: the event log in a file."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]
LOG = ("log", "firm.toml", "--customers", "20", "--days", "20")


def cases(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["case:concept:name"].split("-")[0] for row in csv.DictReader(stream)}


def test_a_log_is_of_replication_0_unless_more_are_asked_for(
    journeysim: Command, folder: Path
) -> None:
    code, out, err = journeysim(*LOG, "--policy", "caring", "-o", "log.csv")
    assert (code, out) == (0, "")
    count = len((folder / "log.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert err.startswith(f"journeysim: {count:,} events written to log.csv\nnext: ")
    assert cases(folder / "log.csv") == {"r0"}
    journeysim(*LOG, "--policy", "caring", "--replications", "3", "-o", "more.csv")
    assert cases(folder / "more.csv") == {"r0", "r1", "r2"}


def test_several_policies_keep_their_cases_apart(journeysim: Command, folder: Path) -> None:
    journeysim(*LOG, "--policy", "caring", "--policy", "plain", "--quiet", "-o", "log.csv")
    assert cases(folder / "log.csv") == {"caring:r0", "plain:r0"}


def test_a_policy_named_twice_is_written_once(journeysim: Command, folder: Path) -> None:
    once = ("--policy", "caring", "--quiet")
    journeysim(*LOG, *once, "-o", "once.csv")
    journeysim(*LOG, *once, "--policy", "caring", "-o", "twice.csv")
    assert (folder / "once.csv").read_bytes() == (folder / "twice.csv").read_bytes()


def test_a_packed_log_is_the_same_and_quiet_is_silent(journeysim: Command, folder: Path) -> None:
    for name in ("log.csv", "log.csv.gz"):
        assert journeysim(*LOG, "--policy", "plain", "--quiet", "-o", name) == (0, "", "")
    unpacked = gzip.decompress((folder / "log.csv.gz").read_bytes())
    assert unpacked == (folder / "log.csv").read_bytes()


def test_a_log_starts_on_the_date_of_the_scenario(journeysim: Command, folder: Path) -> None:
    arguments = ("--policy", "plain", "--set", "run.start_date=2027-03-01", "-o", "log.csv")
    journeysim(*LOG, *arguments)
    with (folder / "log.csv").open(encoding="utf-8", newline="") as stream:
        first = next(iter(csv.DictReader(stream)))
    assert first["time:timestamp"] == "2027-03-01T00:00:00.000+00:00"


def test_every_format_is_written_and_others_are_refused(journeysim: Command, folder: Path) -> None:
    pytest.importorskip("duckdb")
    for name in ("log.xes", "log.xes.gz", "log.parquet"):
        assert journeysim(*LOG, "--policy", "plain", "--quiet", "-o", name) == (0, "", "")
        assert (folder / name).stat().st_size > 1000
    code, _, err = journeysim(*LOG, "-o", "log.json")
    assert code == 2
    assert "unknown kind of file; write .csv" in err


def test_truth_and_holdout_make_a_trial(journeysim: Command, folder: Path) -> None:
    arguments = (*LOG, "--policy", "caring", "--holdout", "0.3", "--truth", "-o", "log.csv")
    code, _, err = journeysim(*arguments)
    assert code == 0
    assert "the truth about them written to log.truth.csv" in err
    with (folder / "log.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    held = {row["case:concept:name"] for row in rows if row["case:group"] == "held_out"}
    touched = {row["case:concept:name"] for row in rows if row["concept:name"] == "touched"}
    assert held
    assert touched
    assert not held & touched
    assert {row["case:segment"] for row in rows} <= {"regular", "loyal", ""}
    assert "failure" not in {row["concept:name"] for row in rows}
    with (folder / "log.truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["case"]: row for row in csv.DictReader(stream)}
    assert held <= {case for case, row in truth.items() if row["group"] == "held_out"}
    assert {truth[case]["touches"] for case in held} == {"0"}


def test_the_truth_must_not_overwrite_an_input(journeysim: Command, folder: Path) -> None:
    (folder / "log.truth.csv").mkdir()
    code, _, err = journeysim(*LOG, "--truth", "-o", "log.csv")
    assert code == 2
    assert "cannot write log.truth.csv: it is a folder" in err
    assert not (folder / "log.csv").exists()
