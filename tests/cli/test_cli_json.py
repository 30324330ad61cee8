"""--json: one document, the same bytes everywhere, and the same numbers as the tables."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import pytest
from cli_process import environment, spoken
from worlds import WORLD

from journeysim import metrics
from journeysim.scenario.scenario import load

Command = Callable[..., tuple[int, str, str]]

SMALL = ("--customers", "40", "--days", "50", "--replications", "3")
COMPARE = ("compare", "firm.toml", *SMALL, "--policy", "caring", "--policy", "staffed", "--json")


def document(journeysim: Command, *arguments: str) -> Any:
    code, out, _ = journeysim(*arguments, "--json", "--jobs", "1")
    assert code == 0
    return json.loads(out)


@pytest.mark.usefixtures("remembered")
class TestStructure:
    """The contract that other people's programs rely on."""

    @pytest.fixture
    def run(self, journeysim: Command) -> Any:
        return document(journeysim, "run", "firm.toml", *SMALL, "--seed", "7")

    @pytest.fixture
    def compare(self, journeysim: Command) -> Any:
        return document(journeysim, "compare", "firm.toml", *SMALL, "--seed", "7")

    def test_the_head_says_what_was_asked_of_which_version(self, run: Any) -> None:
        assert list(run) == [
            "schema_version", "tool", "versions", "seed", "engine", "exit_code", "scenarios",
        ]  # fmt: skip
        assert (run["schema_version"], run["tool"]) == (1, "journeysim")
        assert (run["seed"], run["engine"], run["exit_code"]) == (7, "auto", 0)
        assert set(run["versions"]) == {"journeysim"}, "the same bytes on every Python"

    def test_a_scenario_says_what_it_is_and_how_much_was_done(self, run: Any) -> None:
        (found,) = run["scenarios"]
        assert list(found) == [
            "name", "sha256", "world", "days", "customers", "replications", "policies",
            "differences", "expectations",
        ]  # fmt: skip
        assert (found["name"], found["world"]) == ("firm", None)
        assert (found["days"], found["customers"]) == (50, 40)
        assert found["replications"] == {"wanted": 3, "done": 3}
        assert re.fullmatch("[0-9a-f]{64}", found["sha256"])
        assert list(found["policies"]) == ["plain", "caring", "staffed"]
        assert found["differences"] == []
        assert found["expectations"] == []

    def test_a_metric_has_a_mean_its_interval_its_unit_and_its_better_end(self, run: Any) -> None:
        for policy in run["scenarios"][0]["policies"].values():
            for name, found in policy["metrics"].items():
                metric = metrics.find(name).metric
                assert list(found)[:4] == ["mean", "low", "high", "n"]
                assert set(found) - {"reason"} == {"mean", "low", "high", "n", "unit", "better"}
                assert (found["unit"], found["better"]) == (metric.unit, metric.better)
                if found["mean"] is not None and found["low"] is not None:
                    assert found["low"] <= found["mean"] <= found["high"]

    def test_what_does_not_exist_is_null_with_its_reason(self, run: Any) -> None:
        """Never NaN, which is no JSON; never zero, which would be a claim."""
        found = run["scenarios"][0]["policies"]["plain"]["metrics"]
        nothing = found["fatigue_share"]
        assert (nothing["mean"], nothing["low"], nothing["high"], nothing["n"]) == (
            None, None, None, 0,
        )  # fmt: skip
        assert nothing["reason"] == "no touches"
        for each in found.values():
            values = [each["mean"], each["low"], each["high"]]
            assert all(value is None or isfinite(value) for value in values)
            assert ("reason" in each) == (None in values)
            assert each.get("reason", "x") not in ("", "no ")

    def test_one_replication_says_nothing_about_luck(self, journeysim: Command) -> None:
        one = document(journeysim, "run", "firm.toml", *SMALL, "--replications", "1")
        found = one["scenarios"][0]["policies"]["plain"]["metrics"]["retention"]
        assert found["mean"] is not None
        assert (found["low"], found["high"], found["n"]) == (None, None, 1)
        assert found["reason"] == "one replication tells nothing about luck"

    def test_a_difference_names_both_policies_the_metric_and_its_confidence(
        self, compare: Any
    ) -> None:
        (found,) = compare["scenarios"]
        names = list(found["policies"]["plain"]["metrics"])
        pairs = [(each["policy"], each["metric"]) for each in found["differences"]]
        assert pairs == [(policy, name) for policy in ("caring", "staffed") for name in names]
        for each in found["differences"]:
            assert set(each) - {"reason"} == {
                "policy", "baseline", "metric", "mean", "low", "high", "n", "confidence", "unit",
            }  # fmt: skip
            assert (each["baseline"], each["confidence"]) == ("plain", 0.95)

    def test_a_mean_difference_is_the_difference_of_the_means(self, compare: Any) -> None:
        (found,) = compare["scenarios"]
        for each in found["differences"]:
            one = found["policies"][each["policy"]]["metrics"][each["metric"]]
            other = found["policies"][each["baseline"]]["metrics"][each["metric"]]
            if each["n"] == one["n"] == other["n"] == 3:
                assert each["mean"] == pytest.approx(one["mean"] - other["mean"], abs=1e-9)

    def test_the_digest_is_of_the_scenario_in_force(self, run: Any, journeysim: Command) -> None:
        settings = ["run.replications=3", "run.seed=7", "run.days=50 d", "population.customers=40"]
        assert run["scenarios"][0]["sha256"] == load("firm.toml", settings=settings).sha256
        other = document(journeysim, "run", "firm.toml", *SMALL, "--set", "purchase.margin=0.1")
        assert other["scenarios"][0]["sha256"] != run["scenarios"][0]["sha256"]

    def test_every_world_has_its_entry(self, journeysim: Command, folder: Path) -> None:
        text = WORLD + "\n[worlds.forgiving]\nexperience.forgiven = 1\n"
        (folder / "firm.toml").write_text(text, encoding="utf-8")
        found = document(journeysim, "run", "firm.toml", *SMALL, "--world", "all")
        assert [each["world"] for each in found["scenarios"]] == ["patient", "forgiving"]

    def test_fewer_replications_than_wanted_are_said(self, journeysim: Command) -> None:
        few = document(journeysim, "run", "firm.toml", *SMALL, "--max-events", "2000")
        assert few["scenarios"][0]["replications"] == {"wanted": 3, "done": 1}

    @pytest.mark.parametrize("by", ["segment", "cohort", "value"])
    def test_parts_stand_beside_the_whole(self, journeysim: Command, by: str) -> None:
        found = document(journeysim, "run", "firm.toml", *SMALL, "--by", by)
        names = found["scenarios"][0]["policies"]["plain"]["metrics"]
        parts = {
            "segment": ("regular", "loyal"),
            "cohort": metrics.COHORTS,
            "value": metrics.QUARTERS,
        }[by]
        assert all(f"retention[{by}={part}]" in names for part in parts)


def test_a_channel_that_only_one_policy_has_is_null_for_the_others(
    journeysim: Command, folder: Path
) -> None:
    text = WORLD.replace('label = "plain"', 'label = "plain"\nservice.channels.chat.agents = 1')
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    (found,) = document(journeysim, "compare", "firm.toml", *SMALL)["scenarios"]
    name = "occupancy.chat"
    assert found["policies"]["plain"]["metrics"][name]["mean"] is not None
    assert found["policies"]["caring"]["metrics"][name]["mean"] is None
    assert found["policies"]["caring"]["metrics"]["occupancy.phone"]["mean"] is not None


@pytest.mark.usefixtures("remembered")
class TestSame:
    """A policy against itself."""

    TWINS = WORLD + '\n[policies.again]\nlabel = "another name"\nincludes = ["caring"]\n'

    def test_a_policy_under_another_name_differs_by_exactly_nothing(
        self, journeysim: Command, folder: Path
    ) -> None:
        (folder / "firm.toml").write_text(self.TWINS, encoding="utf-8")
        arguments = ("compare", "firm.toml", *SMALL, "--baseline", "caring", "--policy", "again")
        (found,) = document(journeysim, *arguments)["scenarios"]
        assert found["differences"]
        for each in found["differences"]:
            if each["n"] > 1:
                assert (each["mean"], each["low"], each["high"]) == (0, 0, 0), each["metric"]

    def test_a_baseline_compared_with_itself_leaves_nothing_to_compare(
        self, journeysim: Command
    ) -> None:
        arguments = ("compare", "firm.toml", *SMALL, "--baseline", "caring", "--policy", "caring")
        (found,) = document(journeysim, *arguments)["scenarios"]
        assert list(found["policies"]) == ["caring"]
        assert found["differences"] == []
        code, out, _ = journeysim(*arguments, "--jobs", "1")
        assert code == 0
        assert "One policy alone: nothing to compare. Name another with --policy." in out

    def test_a_policy_named_twice_is_run_once(self, journeysim: Command) -> None:
        arguments = ("run", "firm.toml", *SMALL, "--policy", "caring", "--policy", "caring")
        (found,) = document(journeysim, *arguments)["scenarios"]
        assert list(found["policies"]) == ["caring"]


class TestBytes:
    """The same seed and versions give the same bytes."""

    @pytest.mark.parametrize(
        ("arguments", "variables"),
        [
            (("--jobs", "1"), {"PYTHONHASHSEED": "0", "COLUMNS": "40", "TZ": "Asia/Tokyo"}),
            (("--jobs", "2"), {"PYTHONHASHSEED": "1"}),
            (("--jobs", "3", "--quiet", "--no-color"), {}),
        ],
        ids=["alone", "two workers", "three, quiet"],
    )
    def test_workers_hashes_and_terminals_change_no_byte(
        self,
        apart: Callable[..., tuple[int, str, str]],
        journeysim: Command,
        arguments: tuple[str, ...],
        variables: dict[str, str],
    ) -> None:
        code, here, _ = journeysim(*COMPARE, "--jobs", "1")
        assert code == 0
        code, there, err = apart(*COMPARE, *arguments, **variables)
        assert code == 0
        assert there == here
        assert ("--quiet" in arguments) == (err == "")

    def test_twice_in_a_row_is_the_same(self, journeysim: Command) -> None:
        assert journeysim(*COMPARE, "--jobs", "1") == journeysim(*COMPARE, "--jobs", "1")

    def test_another_seed_is_another_document(self, journeysim: Command) -> None:
        one = document(journeysim, *COMPARE[:-1], "--seed", "1")
        other = document(journeysim, *COMPARE[:-1], "--seed", "2")
        assert one["scenarios"][0]["policies"] != other["scenarios"][0]["policies"]


@pytest.mark.usefixtures("remembered")
class TestStreams:
    """The document on one stream, remarks on the other, a file on request."""

    def test_remarks_stay_on_the_error_stream(self, journeysim: Command) -> None:
        code, out, err = journeysim(*COMPARE, "--jobs", "1")
        assert code == 0
        json.loads(out)
        assert out.endswith("}\n")
        assert err.startswith(
            "journeysim: firm: 3 policies x 3 replications, 40 customers, 50 days"
        )
        assert "seed 1" in err
        assert "{" not in err

    def test_quiet_leaves_the_document_and_drops_the_remarks(self, journeysim: Command) -> None:
        loud, quiet = (journeysim(*COMPARE, "--jobs", "1", *more) for more in ((), ("--quiet",)))
        assert quiet == (0, loud[1], "")

    def test_a_file_holds_the_same_document_and_the_tables_stay(
        self, journeysim: Command, folder: Path
    ) -> None:
        _, out, _ = journeysim(*COMPARE, "--jobs", "1")
        code, tables, _ = journeysim(*COMPARE[:-1], "--json-file", "x.json", "--jobs", "1")
        assert code == 0
        assert (folder / "x.json").read_text(encoding="utf-8") == out
        assert "In figures" in tables
        assert sorted(path.name for path in folder.iterdir()) == ["firm.toml", "x.json"]

    def test_both_at_once_are_the_same(self, journeysim: Command, folder: Path) -> None:
        _, out, _ = journeysim(*COMPARE, "--json-file", "x.json", "--jobs", "1")
        assert (folder / "x.json").read_text(encoding="utf-8") == out

    def test_a_file_may_be_written_again(self, journeysim: Command, folder: Path) -> None:
        (folder / "x.json").write_text("old", encoding="utf-8")
        assert journeysim(*COMPARE, "--json-file", "x.json", "--jobs", "1")[0] == 0
        assert json.loads((folder / "x.json").read_text(encoding="utf-8"))["tool"] == "journeysim"

    def test_what_is_no_plain_file_is_written_to_and_stays(
        self, journeysim: Command, folder: Path
    ) -> None:
        """A named pipe, as /dev/null is a device: nothing is renamed over it."""
        _, out, _ = journeysim(*COMPARE, "--jobs", "1")
        os.mkfifo("pipe")
        command = spoken(*COMPARE[:-1], "--jobs", "1", "--quiet", "--json-file", "pipe")
        with subprocess.Popen(command, cwd=folder, env=environment(), stdout=DEVNULL) as writer:
            read = subprocess.run(["cat", "pipe"], capture_output=True, text=True, timeout=30)
        assert (writer.returncode, read.stdout) == (0, out)
        assert (folder / "pipe").is_fifo()

    def test_nothing_in_it_tells_where_or_when_it_was_made(
        self, journeysim: Command, folder: Path
    ) -> None:
        _, out, _ = journeysim("compare", str(folder / "firm.toml"), *COMPARE[2:], "--jobs", "1")
        assert str(folder) not in out
        assert "/" not in out
        assert not re.search(r"20\d\d-\d\d-\d\d", out)
        assert "jobs" not in out


def test_the_tables_say_what_the_document_says(journeysim: Command) -> None:
    """Every figure of the first table with --full, read back from the text, is the document's, rounded."""
    arguments = ("compare", "firm.toml", *SMALL, "--policy", "caring", "--jobs", "1")
    (found,) = document(journeysim, *arguments)["scenarios"]
    _, out, _ = journeysim(*arguments, "--full")
    rows = {
        match[1].strip(): (_number(match[2]), _number(match[3]), _number(match[4]))
        for match in re.finditer(r"(?m)^(\S.*?)  +([\d.,-]+)  +([+\d.,-]+)(?: ±([\d.,]+))?", out)
    }
    differences = {each["metric"]: each for each in found["differences"]}
    for label, name, factor in (
        ("retention, %", "retention", 100),
        ("come back rate, %", "come_back_rate", 100),
        ("revenue, EUR", "revenue", 1),
        ("profit, EUR", "profit", 1),
        ("active", "active", 1),
        ("contacts per customer, a year", "contacts_per_customer", 1),
        ("satisfaction", "satisfaction", 1),
    ):
        own, difference, half = rows[label]
        there, mean = differences[name], found["policies"]["plain"]["metrics"][name]["mean"]
        assert own == pytest.approx(mean * factor, rel=0.01, abs=0.51), label
        assert difference == pytest.approx(there["mean"] * factor, rel=0.01, abs=0.51), label
        expected = max(there["high"] - there["mean"], there["mean"] - there["low"]) * factor
        assert half == pytest.approx(expected, rel=0.01, abs=0.51), label


def _number(text: str | None) -> float:
    return float((text or "0").replace(",", ""))
