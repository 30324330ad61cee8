"""Wrong input: exit code 2, words on the error stream, nothing on the other, nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.cli.commands import DOES
from journeysim.cli.exits import Exit
from journeysim.engine import running

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong input is told before anything runs."""

    def refuse(*_: object) -> None:
        raise AssertionError("a simulation ran on wrong input")

    monkeypatch.setattr(running, "run", refuse)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refused(journeysim: Command, folder: Path, *arguments: str) -> str:
    """What is said on the error stream when a command refuses its input."""
    before = contents(folder)
    code, out, err = journeysim(*arguments)
    assert code == Exit.USAGE, (code, err)
    assert "Traceback" not in err
    assert "internal error" not in err
    assert out == ""
    assert contents(folder) == before
    assert err.strip()
    return err


RUN = ("run", "firm.toml", "--jobs", "1")


@pytest.mark.parametrize("command", ["run", "compare", "show", "validate"])
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("cross_sell_value", "cross_sel_value", "firm.toml:24: purchase.cross_sel_value: unknown"),
        ("share = 0.7", "share = 0.6", "firm.toml:12: segments: shares of the segments add up"),
        ("severity = 0.4", "severity = = 0.4", "firm.toml:32: is not valid TOML"),
        ("severity = 0.4", "severity = 1.4", "firm.toml:32: problems.breakdown.severity: 1.4 is"),
    ],
    ids=["an unknown key", "a misfit", "invalid TOML", "out of range"],
)
def test_a_faulty_file_is_told_by_every_command_alike(
    journeysim: Command, folder: Path, command: str, old: str, new: str, words: str
) -> None:
    """`file:line: key: what` begins the line, so that editors can jump there."""
    (folder / "firm.toml").write_text(WORLD.replace(old, new, 1), encoding="utf-8")
    assert refused(journeysim, folder, command, "firm.toml").startswith(words)


@pytest.mark.parametrize("command", ["run", "compare", "validate"])
@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("retenion >= 50 %", "unknown metric 'retenion'; did you mean 'retention'?"),
        ("wait_mean.fone <= 3 min", "wait_mean.fone: no channel 'fone'; did you mean 'phone'?"),
        ("retention vs plan >= 1 pp", "no policy 'plan'; known: plain, caring, staffed"),
        ("retention == 50 %", "== cannot be shown by a simulation; use >=, <= or within"),
    ],
)
def test_a_claim_about_nothing_is_told_with_its_line(
    journeysim: Command, folder: Path, command: str, claim: str, words: str
) -> None:
    text = f'{WORLD}\n[[expect]]\nclaim = "{claim}"\n'
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    line = text[: text.index("claim = ")].count("\n") + 1
    err = refused(journeysim, folder, command, "firm.toml")
    assert err == f"firm.toml:{line}: expect.0.claim: {words}\n"


def test_a_lesson_about_no_metric_is_told_with_its_line(journeysim: Command, folder: Path) -> None:
    text = f'{WORLD}\n[[lessons]]\nname = "one"\ntitle = "One"\nmetric = "retenion"\n'
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    err = refused(journeysim, folder, "validate", "firm.toml")
    assert "lessons.0.metric: unknown metric 'retenion'" in err


def test_validate_knows_a_claim_beyond_the_horizon_and_a_shorter_run_does_not_mind(
    journeysim: Command, folder: Path
) -> None:
    text = f'{WORLD}\n[[expect]]\nclaim = "retention@365d >= 50 %"\n'
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    assert "the run ends on day 120" in refused(journeysim, folder, "validate", "firm.toml")
    assert journeysim("show", "firm.toml").code == Exit.PASS  # type: ignore[attr-defined]


def test_validate_tells_all_faults_of_all_files(journeysim: Command, folder: Path) -> None:
    (folder / "bad.toml").write_text(WORLD.replace("[talk]", "[tolk]"), encoding="utf-8")
    err = refused(journeysim, folder, "validate", "bad.toml", "firm.toml", "nope.toml")
    assert [line.split(":")[0] for line in err.splitlines()] == ["bad.toml", "nope.toml"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("", "--set: is not KEY=VALUE"),
        ("run.days", "--set: run.days: is not KEY=VALUE"),
        ("run.dayz=3 d", "--set: run.dayz: no such knob; did you mean 'days'?"),
        ("run.days=3", '--set: run.days: a duration needs a unit, such as "30 min"'),
        ("run.days=", "--set: run.days: a duration needs a unit"),
        ("service.channels.phon.agents=3", "did you mean 'phone'?"),
    ],
)
@pytest.mark.parametrize("command", ["run", "compare", "show"])
def test_a_setting_that_makes_no_sense_is_refused(
    journeysim: Command, folder: Path, command: str, setting: str, words: str
) -> None:
    assert words in refused(journeysim, folder, command, "firm.toml", "--set", setting)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--at", "9", "service.knowledge=1"), "--at: 9: a duration needs a unit"),
        (
            ("--at", "9 d", "population.customers=3"),
            "population.customers: says who is there on day 0",
        ),
        (
            ("--at", "9 d", "experience.cold=0.3"),
            "--at: experience.cold: is how people take things",
        ),
        (("--at", "9 d"), "requires 2 arguments"),
        (
            ("--days", "30", "--at", "30 d", "service.knowledge=1"),
            "--at '30 d': is not before the end, day 30",
        ),
        (
            ("--days", "30", "--at", "30 d", "price.market=0.9"),
            "--at '30 d': is not before the end, day 30",
        ),
        (("--world", "nowhere"), "firm.toml: no world 'nowhere'; known: patient"),
        (("--world", ""), "firm.toml: no world ''; known: patient"),
        (("--policy", "nobody"), "no policy 'nobody'; known: plain, caring, staffed, baseline"),
        (("--jobs", "0"), "a whole number from 1 to 1024, or 'auto'"),
        (("--jobs", "-1"), "a whole number from 1 to 1024, or 'auto'"),
        (("--jobs", "many"), "a whole number from 1 to 1024, or 'auto'"),
        (("--jobs", "1.5"), "a whole number from 1 to 1024, or 'auto'"),
        (("--jobs", "²"), "a whole number from 1 to 1024, or 'auto'"),
        (("--jobs", "9" * 5000), "a whole number from 1 to 1024, or 'auto'"),
        (("--jobs", ""), "a whole number from 1 to 1024, or 'auto'"),
        (("--replications", "0"), "0 is not in the range"),
        (("--seed", "-1"), "-1 is not in the range"),
        (("--customers", "-1"), "-1 is not in the range"),
        (("--days", "0"), "--days: run.days: '0 d' is out of range; allowed: more than 0 d"),
        (("--days", "soon"), "--days: run.days: a duration needs a unit"),
        (("--days", "nan"), "--days: run.days: "),
        (("--days", "inf"), "--days: run.days: "),
        (("--max-events", "0"), "0 is not in the range"),
        (("--by", "age"), "'age' is not one of 'segment', 'cohort'"),
        (("--engine", "steam"), "'steam' is not one of"),
        (("--nonsense",), "No such option '--nonsense'"),
        (("further",), "Got unexpected extra argument (further)"),
        (("--json-file", "firm.toml"), "cannot write firm.toml: it is an input"),
        (("--json-file", "./firm.toml"), "cannot write firm.toml: it is an input"),
        (("--json-file", "nowhere/x.json"), "cannot write nowhere/x.json: there is no folder"),
        (("--json-file", "."), "is a directory"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    journeysim: Command, folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    assert words in refused(journeysim, folder, *RUN, *arguments)


def test_compare_refuses_a_baseline_that_is_not_there(journeysim: Command, folder: Path) -> None:
    err = refused(journeysim, folder, "compare", "firm.toml", "--baseline", "nobody")
    assert err == (
        "journeysim: firm.toml: no policy 'nobody'; known: plain, caring, staffed, baseline\n"
    )


def test_every_world_of_a_scenario_without_worlds_is_refused(
    journeysim: Command, folder: Path
) -> None:
    (folder / "bare.toml").write_text("schema = 2\n", encoding="utf-8")
    assert "has no named worlds" in refused(
        journeysim, folder, "run", "bare.toml", "--world", "all"
    )


@pytest.mark.parametrize(
    ("given", "meant"),
    [("rum", "run"), ("comprae", "compare"), ("vaildate", "validate"), ("shwo", "show")],
)
def test_a_misspelt_command_is_recognised(
    journeysim: Command, folder: Path, given: str, meant: str
) -> None:
    err = refused(journeysim, folder, given, "firm.toml")
    assert f"No such command '{given}'. Did you mean '{meant}'?" in err


def test_a_command_unlike_any_other_gets_no_suggestion(journeysim: Command, folder: Path) -> None:
    err = refused(journeysim, folder, "xyzzy")
    assert "No such command 'xyzzy'." in err
    assert "Did you mean" not in err


@pytest.mark.parametrize("command", ["run", "compare", "log", "show", "validate"])
def test_a_command_without_its_argument_says_what_is_missing(
    journeysim: Command, folder: Path, command: str
) -> None:
    assert "Missing argument" in refused(journeysim, folder, command)


def test_without_a_terminal_the_help_is_shown_and_the_code_says_that_nothing_was_done(
    journeysim: Command,
) -> None:
    code, out, err = journeysim()
    assert code == Exit.USAGE
    assert all(name in out for name in DOES)
    assert err == ""


def test_play_needs_a_terminal(journeysim: Command, folder: Path) -> None:
    assert "play needs a terminal" in refused(journeysim, folder, "play", "firm.toml")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "firm.toml", "-o", "firm.toml"), "cannot write firm.toml: it is an input"),
        (("show", "firm.toml", "--frozen", "-o", "firm.toml"), "it is an input"),
        (("show", "firm.toml", "-o", "."), "cannot write .: it is a folder"),
        (("show", "firm.toml", "-o", "no/x.toml"), "there is no folder no"),
        (("show", "firm.toml", "--policy", "nobody"), "no policy 'nobody'"),
        (("show", "firm.toml", "--world", "nowhere"), "no world 'nowhere'"),
        (("show", "firm.toml", "--frozen", "--policy", "plain"), "leave --policy out"),
        (("log", "firm.toml", "-o", "x.txt"), "x.txt: unknown kind of file; write .csv, .csv.gz"),
        (("log", "firm.toml", "-o", "no/x.csv"), "cannot write no/x.csv: there is no folder no"),
        (("log", "firm.toml"), "Missing option '-o'"),
        (("knobs", "nonsense"), "no knob contains 'nonsense'"),
        (("knobs", "nonsense", "--json"), "no knob contains 'nonsense'"),
    ],
)
def test_no_output_goes_where_it_must_not(
    journeysim: Command, folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    assert words in refused(journeysim, folder, *arguments)


@pytest.mark.parametrize("target", ["base.toml", "link.toml", "hard.toml"])
def test_no_output_overwrites_an_input_under_whatever_name(
    journeysim: Command, folder: Path, target: str
) -> None:
    """The extended file, a link to an input, and a second name of it are inputs too."""
    (folder / "base.toml").write_text(WORLD, encoding="utf-8")
    (folder / "firm.toml").write_text('schema = 2\nextends = "base.toml"\n', encoding="utf-8")
    (folder / "link.toml").symlink_to("firm.toml")
    os.link(folder / "base.toml", folder / "hard.toml")
    for arguments in (("show", "firm.toml", "-o"), (*RUN, "--json-file")):
        err = refused(journeysim, folder, *arguments, target)
        assert f"cannot write {target}: it is an input" in err


def test_a_log_does_not_go_into_a_folder_that_looks_like_a_file(
    journeysim: Command, folder: Path
) -> None:
    (folder / "log.csv").mkdir()
    err = refused(journeysim, folder, "log", "firm.toml", "-o", "log.csv")
    assert "cannot write log.csv: it is a folder" in err


def test_control_characters_in_a_name_are_shown_and_not_sent(
    journeysim: Command, folder: Path
) -> None:
    err = refused(journeysim, folder, "validate", "red\x1b[31m.toml")
    assert "\x1b" not in err
    assert r"red\x1b[31m.toml: no such file" in err
