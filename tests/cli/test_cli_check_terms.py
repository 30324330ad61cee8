"""`check` against something older and with stricter terms; every output tells the same ending."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from cli_process import environment, spoken
from worlds import WORLD

from journeysim.cli.exits import Exit
from journeysim.engine.choice import is_there
from journeysim.report.annotations import MOST

Command = Callable[..., tuple[int, str, str]]

ENGINE = "compiled" if is_there() else "simpy"
SMALL = ("--customers", "30", "--days", "30", "--engine", ENGINE, "--jobs", "1", "--quiet")
TRUE = 'policy = "caring"\nclaim = "retention vs plain >= -90 pp"\nmax_replications = 96'
FALSE = 'policy = "caring"\nclaim = "retention vs plain >= +90 pp"\nmax_replications = 96'
OPEN = 'policy = "caring"\nclaim = "retention vs plain >= +2 pp"\nmax_replications = 3'
FILES = {
    "--junit": "x.xml", "--summary": "x.md", "--save-baseline": "k.json", "--json-file": "x.json",
}  # fmt: skip
REACH = ("reach = 0.8", "reach = 0.2")


@pytest.fixture(autouse=True)
def no_build_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)


def firm(name: str, *claims: str, change: tuple[str, str] = ("", "")) -> None:
    """Write the small firm with claims, one thing changed."""
    blocks = "".join(f"\n[[expect]]\n{claim}\n" for claim in claims)
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(WORLD.replace(*change) + blocks, encoding="utf-8")


class TestFailOn:
    """What else may fail a check."""

    @pytest.mark.parametrize(
        ("claim", "fail_on", "code"),
        [
            (FALSE + '\nlevel = "warn"', (), Exit.PASS),
            (FALSE + '\nlevel = "warn"', ("warn",), Exit.FAIL),
            (FALSE + '\nlevel = "warn"', ("undecided",), Exit.PASS),
            (OPEN, (), Exit.UNDECIDED),
            (OPEN, ("undecided",), Exit.FAIL),
            (OPEN, ("warn",), Exit.UNDECIDED),
            (TRUE, ("warn", "undecided"), Exit.PASS),
        ],
    )
    def test_warnings_and_what_is_open(
        self, folder: Path, journeysim: Command, claim: str, fail_on: tuple[str, ...], code: Exit
    ) -> None:
        firm("firm.toml", claim)
        options = [word for each in fail_on for word in ("--fail-on", each)]
        files = ("--junit", "x.xml", "--json-file", "x.json")
        assert journeysim("check", "firm.toml", *SMALL, *options, *files)[0] == code
        assert json.loads(Path("x.json").read_text())["exit_code"] == code
        failures = len(list(Xml.parse("x.xml").getroot().iter("failure")))
        assert failures == (0 if code == Exit.PASS else 1)

    @pytest.mark.parametrize(
        ("change", "tolerance", "code"),
        [
            (("", ""), (), Exit.PASS),
            (REACH, (), Exit.FAIL),
            (REACH, ("0.001 %",), Exit.FAIL),
            (REACH, ("100000 %",), Exit.PASS),
            (("[policies.staffed]", "[policies.manned]"), ("100000 %",), Exit.FAIL),
        ],
    )
    def test_changes(
        self,
        folder: Path,
        journeysim: Command,
        change: tuple[str, str],
        tolerance: tuple[str, ...],
        code: Exit,
    ) -> None:
        firm("firm.toml", TRUE)
        assert journeysim("check", "firm.toml", *SMALL, "--save-baseline", "kept.json")[0] == 0
        firm("firm.toml", TRUE, change=change)
        options = [word for each in tolerance for word in ("--tolerance", each)]
        against = ("--against", "kept.json", "--fail-on", "changed", "--json-file", "x.json")
        done = journeysim("check", "firm.toml", *SMALL, *against, *options)
        assert done[0] == code
        assert journeysim("check", "firm.toml", *SMALL, "--against", "kept.json")[0] == Exit.PASS
        (found,) = json.loads(Path("x.json").read_text())["scenarios"]
        assert found["changed"] is (code == Exit.FAIL)
        if tolerance == ("100000 %",) and change == REACH:
            assert "nothing changed beyond what is tolerated" in done[1]
            assert {each["tolerated"] for each in found["changes"]} == {True}

    def test_a_verdict_that_is_not_the_kept_one_is_a_change(
        self, folder: Path, journeysim: Command
    ) -> None:
        firm("firm.toml", TRUE)
        journeysim("check", "firm.toml", *SMALL, "--save-baseline", "kept.json")
        kept = json.loads(Path("kept.json").read_text())
        kept["scenarios"][0]["claims"][0]["verdict"] = "fail\n::error::x"
        Path("kept.json").write_text(json.dumps(kept))
        code, out, _ = journeysim(
            "check", "firm.toml", *SMALL, "--against", "kept.json", "--fail-on", "changed"
        )
        assert code == Exit.FAIL
        assert "was fail\\n::error::x, is pass." in out

    def test_a_baseline_of_another_version_is_said_to_be_one_and_fails_nothing(
        self, folder: Path, journeysim: Command
    ) -> None:
        firm("firm.toml", TRUE)
        journeysim("check", "firm.toml", *SMALL, "--save-baseline", "kept.json")
        kept = json.loads(Path("kept.json").read_text())
        Path("kept.json").write_text(json.dumps(kept | {"version": "0.0.1"}))
        firm("firm.toml", TRUE, change=REACH)
        against = ("check", "firm.toml", *SMALL, "--against", "kept.json")
        code, out, _ = journeysim(*against)
        assert code == Exit.PASS
        assert "kept by journeysim 0.0.1, this is" in out
        code, out, err = journeysim(*against, "--fail-on", "changed")
        assert (code, out) == (Exit.USAGE, "")
        assert "a change could be the version's doing; save it anew" in err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--fail-on", "changed"), "--fail-on changed needs --against, --base-file or --base-ref"),
        (("--tolerance", "1 %"), "--tolerance needs --against"),
        (("--tolerance", "lots", "--against", "x"), "write '1 %'"),
        (("--fail-on", "never"), "'never' is not one of"),
        (
            ("--against", "x", "--base-file", "y"),
            "name one of --against, --base-file and --base-ref",
        ),
        (("--base-ref", "nope"), "--base-ref nope:"),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    folder: Path, journeysim: Command, options: tuple[str, ...], words: str
) -> None:
    firm("firm.toml", TRUE)
    code, out, err = journeysim("check", "firm.toml", *SMALL, *options)
    assert (code, out) == (Exit.USAGE, "")
    assert words in err


class TestSeveralFiles:
    """Files of one name, claims of one text."""

    @pytest.fixture
    def shops(self, folder: Path) -> tuple[str, str]:
        sure = TRUE + "\nconfidence = 0.9"
        for name in ("eu/shop.toml", "us/shop.toml"):
            firm(name, TRUE, sure, TRUE)
        return "eu/shop.toml", "us/shop.toml"

    def test_no_two_tests_have_one_name(
        self, shops: tuple[str, str], folder: Path, journeysim: Command
    ) -> None:
        journeysim("check", *shops, *SMALL, "--junit", "x.xml")
        cases = [each.attrib for each in Xml.parse("x.xml").getroot().iter("testcase")]
        names = [(each["classname"], each["name"]) for each in cases]
        claim = "caring: retention vs plain >= -90 pp"
        assert names == [
            (shop, name)
            for shop in ("eu/shop", "us/shop")
            for name in (claim, f"{claim} (confidence 0.9)", f"{claim} (2)")
        ]

    def test_each_is_held_against_its_own_baseline(
        self, shops: tuple[str, str], folder: Path, journeysim: Command
    ) -> None:
        firm(shops[1], TRUE, change=REACH)
        journeysim("check", *shops, *SMALL, "--save-baseline", "kept.json")
        for shop in shops:
            _, out, _ = journeysim("check", shop, *SMALL, "--against", "kept.json")
            assert "nothing changed, to the last bit" in out

    def test_a_file_named_twice_is_judged_once(
        self, shops: tuple[str, str], folder: Path, journeysim: Command
    ) -> None:
        _, out, _ = journeysim("check", shops[0], f"./{shops[0]}", "us/../eu/shop.toml", *SMALL)
        assert out.endswith("pass: 3 pass\n")

    def test_the_table_says_which_file_it_is_about(
        self, shops: tuple[str, str], folder: Path, journeysim: Command
    ) -> None:
        _, out, _ = journeysim("check", *shops, *SMALL)
        assert "(eu/shop.toml)" in out
        assert "(us/shop.toml)" in out


class TestRevisions:
    """A pull request: what it changes, in files and in their parents."""

    NAME = "käse mit leerzeichen.toml"

    @pytest.fixture
    def repository(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        firm("base.toml")
        child = f'schema = 2\nextends = "base.toml"\n[[expect]]\n{TRUE}\n'
        (folder / self.NAME).write_text(child, encoding="utf-8")
        (folder / "untouched.toml").write_text(WORLD + f"\n[[expect]]\n{TRUE}\n", encoding="utf-8")
        who = ("-c", "user.name=a", "-c", "user.email=a@b")
        for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-qm", "first")):
            subprocess.run(["git", *who, *arguments], cwd=folder, check=True)
        return folder

    def changes(self, journeysim: Command, *files: str) -> dict[str, Any]:
        code, out, _ = journeysim("check", *files, *SMALL, "--base-ref", "main", "--json")
        assert code == Exit.PASS
        return {each["file"]: each for each in json.loads(out)["scenarios"]}

    def test_children_of_a_changed_parent_are_looked_at(
        self, repository: Path, journeysim: Command
    ) -> None:
        firm("base.toml", change=('rate = "4 per year"', 'rate = "9 per year"'))
        found = self.changes(journeysim, self.NAME, "untouched.toml")
        changed = found[self.NAME]["changes"]
        assert {each["policy"] for each in changed} >= {"plain", "caring"}
        assert all(each["world_changed"]["mean"] == each["mean"] for each in changed)
        assert found["untouched.toml"]["changes"] == []
        assert found["untouched.toml"]["changed"] is False

    def test_a_new_file_is_said_to_be_new_and_fails_nothing(
        self, repository: Path, journeysim: Command
    ) -> None:
        firm("new.toml", TRUE)
        found = self.changes(journeysim, "new.toml", "untouched.toml")
        assert found["new.toml"]["remarks"] == ["Not in main: nothing to compare with."]

    def test_a_file_that_was_wrong_can_be_mended(
        self, repository: Path, journeysim: Command
    ) -> None:
        (repository / "base.toml").write_text("schema = 2\nwhat = 2\n", encoding="utf-8")
        who = ("-c", "user.name=a", "-c", "user.email=a@b")
        subprocess.run(["git", *who, "commit", "-qam", "wrong"], cwd=repository, check=True)
        firm("base.toml")
        (told,) = self.changes(journeysim, self.NAME)[self.NAME]["remarks"]
        assert told.startswith("Nothing to compare with in main: main:base.toml:2: what: unknown")

    def test_a_change_may_be_made_to_fail(self, repository: Path, journeysim: Command) -> None:
        strict = ("--base-ref", "main", "--fail-on", "changed")
        assert journeysim("check", self.NAME, *SMALL, *strict)[0] == Exit.PASS
        firm("base.toml", change=REACH)
        assert journeysim("check", self.NAME, *SMALL, *strict)[0] == Exit.FAIL


class TestOutputs:
    """Each is written whatever becomes of the others, and all tell the same ending."""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    @pytest.mark.parametrize("broken", list(FILES))
    @pytest.mark.parametrize(("claim", "code"), [(TRUE, Exit.INCOMPLETE), (FALSE, Exit.INCOMPLETE)])
    def test_one_that_cannot_be_written_keeps_no_other_from_it(
        self, folder: Path, journeysim: Command, broken: str, claim: str, code: Exit
    ) -> None:
        firm("firm.toml", claim)
        files = FILES | {broken: "/dev/full"}
        arguments = [word for pair in files.items() for word in pair]
        done = journeysim("check", "firm.toml", *SMALL, *arguments)
        assert done[0] == code
        assert "journeysim: cannot write /dev/full: No space left on device" in done[2]
        written = {path.name for path in folder.iterdir()} - {"firm.toml"}
        assert written == set(files.values()) - {"/dev/full"}
        if broken != "--json-file":
            assert json.loads((folder / "x.json").read_text())["exit_code"] == code

    @pytest.mark.parametrize(("claim", "code"), [(TRUE, 0), (FALSE, 1), (OPEN, 3)])
    def test_the_document_says_how_the_process_ended(
        self, folder: Path, journeysim: Command, claim: str, code: int
    ) -> None:
        firm("firm.toml", claim)
        done = journeysim("check", "firm.toml", *SMALL, "--json", "--json-file", "x.json")
        assert done[0] == json.loads(done[1])["exit_code"] == code
        assert done[1] == (folder / "x.json").read_text()

    def test_even_where_standard_output_was_closed(self, folder: Path) -> None:
        firm("firm.toml", TRUE)
        reader, writer = os.pipe()
        os.close(reader)
        arguments = spoken("check", "firm.toml", *SMALL, "--json-file", "x.json")
        try:
            done = subprocess.run(arguments, env=environment(), stdout=writer, cwd=folder)
        finally:
            os.close(writer)
        found = json.loads((folder / "x.json").read_text())
        assert done.returncode == found["exit_code"] == Exit.CLOSED_PIPE
        assert found["scenarios"][0]["expectations"][0]["verdict"] == "pass"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_or_is_full(self, folder: Path) -> None:
        firm("firm.toml", TRUE)
        arguments = spoken("check", "firm.toml", *SMALL, "--json-file", "x.json")
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                arguments, env=environment(), stdout=full, cwd=folder, stderr=subprocess.PIPE
            )
        found = json.loads((folder / "x.json").read_text())
        assert done.returncode == found["exit_code"] == Exit.INCOMPLETE
        assert done.stderr.decode().splitlines() == [
            "journeysim: cannot write the output: No space left on device"
        ]

    @pytest.mark.parametrize("other", ["./a", "sub/../a", "link"])
    def test_two_outputs_never_share_a_file_under_two_names(
        self, folder: Path, journeysim: Command, other: str
    ) -> None:
        firm("firm.toml", TRUE)
        (folder / "sub").mkdir()
        (folder / "link").symlink_to("a")
        code, _, err = journeysim("check", "firm.toml", *SMALL, "--junit", "a", "--summary", other)
        assert code == Exit.USAGE
        assert "two outputs would go to the same file" in err


def test_at_most_ten_lines_are_marked_and_one_counts_the_rest(
    folder: Path, journeysim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = [FALSE.replace("+90", f"+{90 - each}") for each in range(14)]
    warnings = [each.replace("+9", "+8") + '\nlevel = "warn"' for each in claims[:4]]
    firm("firm.toml", *warnings, *claims)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _, _, err = journeysim("check", "firm.toml", *SMALL)
    lines = [line for line in err.splitlines() if line.startswith("::")]
    assert [line.split(" ")[0] for line in lines] == ["::error"] * MOST + ["::notice"]
    assert MOST == 10
    assert lines[-1] == (
        "::notice title=journeysim::18 claims did not pass; the first 10 are marked, all are in the log"
    )
