"""What a check leaves on paper: JUnit, Markdown, workflow commands, tables."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from junit_schema import faults
from rich.console import Console
from worlds import WORLD

from journeysim.experiment.changes import Change, Checked
from journeysim.experiment.deciding import Verdict
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.places import place
from journeysim.experiment.resolved_claims import resolved_claims
from journeysim.experiment.sequential import Sample
from journeysim.experiment.verdicts import Judgement, Trial
from journeysim.report import judgements
from journeysim.report.annotations import workflow_commands
from journeysim.report.to_junit import junit
from journeysim.report.to_summary import MARKER, MOST_CHARACTERS, escaped, summary
from journeysim.scenario.scenario import load

CLAIMS = """
[[expect]]
policy = "caring"
claim = "retention vs plain >= +5 pp"

[[expect]]
policy = "caring"
claim = "wait_mean <= 2 min"

[[expect]]
policy = "plain"
claim = "profit > 1_000"

[[expect]]
policy = "plain"
claim = "retention within 1 % of caring"
level = "warn"
"""

FIGURES = (
    (Verdict.PASS, Estimate(0.08, 0.061, 0.099, 8), ""),
    (Verdict.FAIL, Estimate(3.0, 2.5, 3.5, 8), ""),
    (Verdict.UNDECIDED, Estimate(1200.0, 900.0, 1500.0, 640), "luck could still turn it"),
    (Verdict.UNDECIDED, Estimate(nan, nan, nan, 0), "interrupted"),
)


@pytest.fixture
def checked(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Checked:
    """One scenario with a verdict of every kind."""
    monkeypatch.chdir(tmp_path)
    claims = CLAIMS.replace(" % of", " pp of")
    write(WORLD + claims)
    scenario = load("firm.toml")
    asked = resolved_claims(scenario, everywhere=False)
    found = tuple(
        Judgement(question, verdict, estimate, reason, 900 if estimate.n == 640 else None)
        for question, (verdict, estimate, reason) in zip(asked, FIGURES, strict=True)
    )
    return Checked(scenario, Trial(Sample(scenario, ("retention",)), found, 8))


class TestWords:
    """A figure in the unit of its claim, with where luck may have it."""

    def test_the_unit_is_the_claims_own(self, checked: Checked) -> None:
        assert [judgements.estimate_text(each, "CHF") for each in checked.trial.judgements] == [
            "+8.0 pp (+6.1 to +9.9)",
            "3.00 min (2.50 to 3.50)",
            "1,200 CHF (900 to 1,500)",
            "-",
        ]

    def test_what_is_open_says_why_and_what_would_tell(self, checked: Checked) -> None:
        passed, failed, undecided, warned = map(judgements.why, checked.trial.judgements)
        assert (passed, failed) == ("", "")
        assert undecided == (
            "luck could still turn it; about 260 more simulated runs would tell, as it looks now"
        )
        assert warned == "interrupted; only a warning"

    def test_a_table_shows_all_of_it_in_a_narrow_terminal(self, checked: Checked) -> None:
        console = Console(width=60)
        with console.capture() as captured:
            console.print(judgements.table(checked.trial.judgements, 60, "CHF"))
        shown = captured.get()
        assert all(len(line) <= 60 for line in shown.splitlines())
        for word in ("pass", "fail", "undecided", "640", "+8.0", "about 260", "warning"):
            assert word in shown, word

    def test_the_tally_counts_what_counts(self, checked: Checked) -> None:
        assert judgements.tally(checked.trial.judgements) == (
            "1 pass, 1 fail, 1 undecided, 1 warning"
        )
        assert judgements.tally([]) == "no claims"


class TestJunit:
    """A file that build servers read, of both common dialects."""

    def test_it_keeps_to_both_schemas(self, checked: Checked) -> None:
        assert faults(junit([checked, checked], ending="interrupted")) == []
        assert faults(junit([])) == []

    def test_the_schema_would_refuse_what_is_wrong(self, checked: Checked) -> None:
        text = junit([checked])
        for right, wrong in (
            ('hostname="localhost"', ""), (' time="0"', ' time="now"'), ("<property name=\"world\" value=\"\" />", "<property name=\"world\" />"),
            ("<testsuites>", '<testsuites name="x">'), ("skipped>", "ignored>"),
        ):  # fmt: skip
            broken = text.replace(right, wrong)
            if wrong == "ignored>":
                broken = broken.replace("<skipped ", "<ignored ")
            assert broken != text
            assert faults(broken), right

    def test_undecided_is_a_failure_of_its_own_type_and_a_warning_none(
        self, checked: Checked
    ) -> None:
        root = Xml.fromstring(junit([checked]).encode())
        (suite,) = root
        assert {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")} == {
            "tests": "4", "failures": "2", "errors": "0", "skipped": "1",
        }  # fmt: skip
        assert [each.attrib["type"] for each in root.iter("failure")] == ["fail", "undecided"]
        (skipped,) = root.iter("skipped")
        assert skipped.attrib["message"].startswith("undecided: found -; interrupted")
        told = suite.findtext("system-out") or ""
        assert "pass: caring: retention vs plain >= +5 pp: found +8.0 pp" in told
        line = (WORLD + CLAIMS).splitlines().index('claim = "wait_mean <= 2 min"') + 1
        failure = next(root.iter("failure"))
        assert (failure.text or "").splitlines()[0] == f"firm.toml:{line}:"
        properties = {each.attrib["name"]: each.attrib["value"] for each in root.iter("property")}
        assert properties["file"] == "firm"
        assert properties["line of caring: wait_mean <= 2 min"] == f"firm.toml:{line}"

    def test_what_ended_it_early_is_an_error(self, checked: Checked) -> None:
        root = Xml.fromstring(junit([checked], ending="gave up <&\x01\ufffe>").encode())
        (error,) = root.iter("error")
        assert error.attrib["message"] == "gave up <&\\x01\ufffd>"

    def test_no_clock_is_in_it(self, checked: Checked) -> None:
        assert junit([checked]) == junit([checked])
        assert 'timestamp="2026-01-05T00:00:00"' in junit([checked])


class TestSummary:
    """Markdown for a pull request."""

    def test_the_verdict_stands_on_line_one_and_the_worst_come_first(
        self, checked: Checked
    ) -> None:
        text = summary([checked], "fail")
        lines = text.splitlines()
        assert lines[0] == "**journeysim: fail** (1 pass, 1 fail, 1 undecided, 1 warning)"
        rows = [line for line in lines if line.startswith("| ") and "---" not in line][1:]
        assert [row.split(" | ")[0] for row in rows] == [
            "| **fail**", "| **undecided**", "| **undecided**", "| pass",
        ]  # fmt: skip

    def test_only_what_changed_is_listed(self, checked: Checked) -> None:
        one = Change(
            "caring", "retention", Estimate(0.5, 0.4, 0.6, 8), Estimate(0.52, 0.4, 0.6, 8),
            Estimate(0.02, 0.01, 0.03, 8), Estimate(0.0, 0.0, 0.0, 8), Estimate(0.02, 0.01, 0.03, 8),
        )  # fmt: skip
        changed = Checked(checked.scenario, checked.trial, "old.toml", (one,), ("A remark.",))
        text = summary([changed], "pass")
        assert "| caring | retention | 50.0 % | 52.0 % | +2.0 ±1.0 | 0 | +2.0 ±1.0 |" in text
        assert "A remark." in text
        same = Checked(checked.scenario, checked.trial, "old.toml")
        assert "nothing changed, to the last bit" in summary([same], "pass")

    def test_a_difference_of_money_is_told_in_units_of_its_own(self, checked: Checked) -> None:
        """146 k beside millions is no 0.1, give or take 0.0."""
        then, now = Estimate(2.4e6, 2.3e6, 2.5e6, 8), Estimate(2.546e6, 2.5e6, 2.6e6, 8)
        gain = Estimate(146_000.0, 137_000.0, 155_000.0, 8)
        one = Change("caring", "profit", then, now, gain, Estimate(0.0, 0.0, 0.0, 8), gain)
        text = summary([Checked(checked.scenario, checked.trial, "old.toml", (one,))], "pass")
        assert "| 2.40 M EUR | 2.55 M EUR | +146 k ±9 | 0 | +146 k ±9 |" in text

    def test_it_never_grows_beyond_what_is_taken(self, checked: Checked) -> None:
        text = summary([checked] * 400, "fail")
        assert text.endswith(f"\n{MARKER}\n"), "the build finds its comment again"
        assert MOST_CHARACTERS / 2 < len(text) < MOST_CHARACTERS
        assert text.splitlines()[0].startswith("**journeysim: fail**")
        assert "lines more; see --json-file" in text.splitlines()[-3]

    def test_a_name_cannot_steer_the_page(self) -> None:
        assert escaped("a|b\n<img> *x* @all [y](z)") == (
            "a\\|b \\<img\\> \\*x\\* \\@all \\[y\\](z)"
        )
        assert escaped("&lt;b $x$ \u202e\x1b[31m") == ("\\&lt;b \\$x\\$ \\\\u202e\\\\x1b\\[31m")


class TestWorkflowCommands:
    """What GitHub Actions shows beside the claim."""

    def test_a_line_each_for_what_did_not_pass(self, checked: Checked, tmp_path: Path) -> None:
        found = workflow_commands([checked], tmp_path)
        assert [line.split(" ")[0] for line in found] == ["::error", "::error", "::warning"]
        line = (WORLD + CLAIMS).splitlines().index('claim = "wait_mean <= 2 min"') + 1
        assert found[0] == (
            f"::error file=firm.toml,line={line},title=fail::"
            "caring: wait_mean <= 2 min; found 3.00 min (2.50 to 3.50)"
        )

    def test_files_are_named_from_the_folder_of_the_repository(
        self, checked: Checked, tmp_path: Path
    ) -> None:
        found = workflow_commands([checked], tmp_path.parent)
        assert f"file={tmp_path.name}/firm.toml," in found[0]

    def test_percent_signs_colons_and_line_ends_are_escaped(self) -> None:
        from journeysim.report import annotations

        assert annotations._message("5 %\r\nof") == "5 %25%0D%0Aof"
        assert annotations._property("a:b,c") == "a%3Ab%2Cc"

    def test_a_file_elsewhere_is_named_without_its_path(self, tmp_path: Path) -> None:
        assert place("/nowhere/at/all.toml:7", tmp_path) == ("all.toml", 7)
        assert place("scenarios/x.toml", tmp_path) == ("scenarios/x.toml", None)
