"""`check`: the exit code is the verdict, and every output is written however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cli_process import environment, into_a_closed_pipe, spoken
from worlds import WORLD

from journeysim.cli.exits import Exit
from journeysim.engine.choice import is_there
from journeysim.errors import EngineError, LostWorkError
from journeysim.experiment import sequential

Command = Callable[..., tuple[int, str, str]]

ENGINE = "compiled" if is_there() else "simpy"
SMALL = ("--customers", "40", "--days", "40", "--engine", ENGINE, "--jobs", "1")
TRUE = 'policy = "caring"\nclaim = "retention vs plain >= -90 pp"'
FALSE = 'policy = "caring"\nclaim = "retention vs plain >= +90 pp"'
OPEN = 'policy = "caring"\nclaim = "retention vs plain >= +2 pp"\nmax_replications = 4'
SURE = 'policy = "caring"\nclaim = "satisfaction vs plain >= -0.9"'
TELLING = 'policy = "caring"\nclaim = "satisfaction vs plain >= +0.07"\nmax_replications = 4'
"""Of a metric that differs in every replication."""
NEVER = 'policy = "plain"\nclaim = "wait_mean.phone < 500 min"\nmax_replications = 1'


@pytest.fixture(autouse=True)
def no_build_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def claiming(folder: Path) -> Callable[..., None]:
    """Let the small firm claim this, from its second look at four replications on."""

    def writer(*claims: str, name: str = "firm.toml", world: str = WORLD) -> None:
        blocks = "".join(f"\n[[expect]]\n{claim}\n" for claim in claims)
        (folder / name).write_text(world + blocks, encoding="utf-8")

    return writer


def check(journeysim: Command, *arguments: str) -> tuple[int, str, str]:
    return journeysim("check", "firm.toml", *SMALL, "--quiet", *arguments)


def document(journeysim: Command, *arguments: str) -> Any:
    return json.loads(check(journeysim, *arguments, "--json")[1])


class TestExitCodes:
    """What a build may conclude."""

    @pytest.mark.parametrize(
        ("claims", "code"),
        [
            ([TRUE], Exit.PASS),
            ([FALSE], Exit.FAIL),
            ([OPEN], Exit.UNDECIDED),
            ([NEVER], Exit.UNDECIDED),
            ([TRUE, OPEN, FALSE], Exit.FAIL),
            ([TRUE, OPEN], Exit.UNDECIDED),
            ([FALSE + '\nlevel = "warn"', TRUE], Exit.PASS),
            ([OPEN + '\nlevel = "warn"'], Exit.PASS),
            ([OPEN + '\non_undecided = "fail"'], Exit.FAIL),
            ([OPEN + '\non_undecided = "warn"'], Exit.PASS),
            ([OPEN + '\non_undecided = "pass"'], Exit.PASS),
        ],
    )
    def test_the_worst_verdict_is_the_exit_code(
        self, claiming: Callable[..., None], journeysim: Command, claims: list[str], code: Exit
    ) -> None:
        claiming(*claims)
        assert check(journeysim)[0] == code

    def test_over_several_files_too(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(OPEN)
        claiming(FALSE, name="other.toml")
        code, out, _ = journeysim("check", "firm.toml", "other.toml", *SMALL)
        assert code == Exit.FAIL
        assert "fail: 1 fail, 1 undecided in 2 scenarios" in out

    def test_one_replication_is_undecided(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE)
        code, out, _ = check(journeysim, "--replications", "1")
        assert code == Exit.UNDECIDED
        assert "one replication tells nothing about luck" in out

    def test_an_explicit_number_is_exactly_that_many(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(OPEN.replace("max_replications = 4", ""))
        (found,) = document(journeysim, "--replications", "5")["scenarios"]
        assert found["replications"] == {"wanted": 5, "done": 5}

    def test_spent_work_is_undecided_and_never_wrong(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE, FALSE)
        code, out, _ = check(journeysim, "--max-events", "10")
        assert code == Exit.UNDECIDED
        assert "--max-events" in out
        assert "2 undecided" in out

    def test_lost_work_is_no_verdict_and_the_other_files_are_judged(
        self,
        claiming: Callable[..., None],
        journeysim: Command,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        claiming(TRUE)
        claiming(FALSE, name="other.toml")
        whole = sequential.perform_all

        def lossy(tasks: Any, *rest: Any) -> Any:
            if tasks[0].scenario.name == "firm":
                raise LostWorkError("gave up after 3 lost workers: caring (replication 0)")
            return whole(tasks, *rest)

        monkeypatch.setattr(sequential, "perform_all", lossy)
        code, out, err = journeysim(
            "check", "firm.toml", "other.toml", *SMALL, "--quiet", "--json-file", "x.json"
        )
        assert code == Exit.INCOMPLETE
        assert "gave up after 3 lost workers" in err
        found = json.loads(Path("x.json").read_text(encoding="utf-8"))
        verdicts = [each["expectations"][0] for each in found["scenarios"]]
        assert [each["verdict"] for each in verdicts] == ["undecided", "fail"]
        assert verdicts[0]["reason"] == "work was lost"
        assert found["exit_code"] == 4
        assert "incomplete: 1 fail, 1 undecided" in out


class TestBeforeAnythingRuns:
    """Everything is validated first."""

    @pytest.fixture(autouse=True)
    def nothing_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sequential, "perform_all", None)

    def test_all_faults_of_all_files_at_once(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming('policy = "caring"\nclaim = "retenion >= 5 %"')
        claiming(
            'claim = "retention >= 5 min"', 'claim = "retention vs plain > 0"', name="other.toml"
        )
        claiming(TRUE, name="right.toml")
        code, out, err = journeysim("check", "right.toml", "firm.toml", "other.toml", *SMALL)
        assert (code, out) == (Exit.USAGE, "")
        lines = err.splitlines()
        assert any("firm.toml:" in line and "did you mean 'retention'" in line for line in lines)
        assert any("policy: is missing; which of plain, caring" in line for line in lines)
        assert any("retention is measured in share, not 'min'" in line for line in lines)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--by", "segment"), "No such option '--by'"),
            (("--assumptions",), "No such option '--assumptions'"),
            (("--junit", "a", "--summary", "a"), "two outputs would go to the same file"),
            (("--junit", "firm.toml"), "cannot write firm.toml: it is an input"),
            (("--junit", "no/such/folder.xml"), "there is no folder"),
            (("--against", "nope.json"), "nope.json: cannot be read"),
            (("--against", "firm.toml"), "firm.toml: is no baseline file"),
            (("--base-file", "nope.toml"), "nope.toml: no such file"),
            (
                ("counter", "--base-file", "firm.toml"),
                "is the older version of one scenario; name just",
            ),
            (("--policy", "nope"), "no policy 'nope'"),
            (("--policy", "staffed"), "has no [[expect]] claims about these policies"),
            (("--replications", "3", "--max-replications", "4"), "leave out --max-replications"),
            (("--world", "nope"), "no world 'nope'"),
        ],
    )
    def test_what_cannot_be_done_is_said(
        self,
        claiming: Callable[..., None],
        journeysim: Command,
        arguments: tuple[str, ...],
        words: str,
    ) -> None:
        claiming(TRUE)
        code, out, err = check(journeysim, *arguments)
        assert (code, out) == (Exit.USAGE, "")
        assert words in err

    def test_nothing_to_check_is_no_pass(self, folder: Path, journeysim: Command) -> None:
        code, _, err = check(journeysim)
        assert code == Exit.USAGE
        assert "firm.toml: has no [[expect]] claims: nothing to check" in err


def test_a_claim_of_nobody_in_particular_is_about_the_baseline(
    claiming: Callable[..., None], journeysim: Command
) -> None:
    claiming(
        'claim = "retention >= 1 %"',
        world=WORLD.replace("replications = 3", 'replications = 3\nbaseline = "staffed"'),
    )
    (found,) = document(journeysim)["scenarios"]
    assert [each["policy"] for each in found["expectations"]] == ["staffed"]


class TestWorlds:
    """A claim is judged in the worlds it names, or in those asked for."""

    def test_the_plain_scenario_and_the_worlds_named(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE, FALSE + '\nworlds = ["patient"]')
        found = document(journeysim)["scenarios"]
        assert [(each["world"], len(each["expectations"])) for each in found] == [
            (None, 1), ("patient", 1),
        ]  # fmt: skip

    def test_a_world_asked_for_judges_all(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE, FALSE + '\nworlds = ["patient"]')
        (found,) = document(journeysim, "--world", "all")["scenarios"]
        assert (found["world"], len(found["expectations"])) == ("patient", 2)


class TestDocument:
    """The contract that other people's programs rely on."""

    def test_an_expectation_says_all_there_is(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(SURE, TELLING)
        found = document(journeysim)
        assert found["exit_code"] == Exit.UNDECIDED
        (scenario,) = found["scenarios"]
        assert scenario["replications"] == {"wanted": 4, "done": 4}
        passed, undecided = scenario["expectations"]
        line = (WORLD + "\n[[expect]]\n" + SURE).count("\n") + 1
        assert {key: passed[key] for key in ("claim", "policy", "verdict", "file", "line")} == {
            "claim": "satisfaction vs plain >= -0.9", "policy": "caring", "verdict": "pass",
            "file": "firm.toml", "line": line,
        }  # fmt: skip
        assert passed["low"] <= passed["estimate"] <= passed["high"]
        assert (passed["level"], passed["replications"]) == ("error", 3)
        assert undecided["verdict"] == "undecided"
        assert undecided["reason"] == "luck could still turn it after 4 replications"
        assert undecided["replications"] == 4

    def test_jobs_and_places_change_no_byte(
        self, claiming: Callable[..., None], folder: Path, journeysim: Command
    ) -> None:
        claiming(TRUE, OPEN)
        arguments = ("check", str(folder / "firm.toml"), "--customers", "40", "--days", "40")
        found = [
            journeysim(*arguments, "--json", "--quiet", "--jobs", jobs)[1] for jobs in ("1", "2")
        ]
        assert found[0] == found[1]
        assert str(folder) not in found[0]
        assert '"file": "firm.toml"' in found[0]

    def test_either_engine_gives_the_same_numbers(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        if not is_there():
            pytest.skip("the compiled engine cannot run here")
        claiming(TRUE, OPEN)
        found = [
            json.loads(check(journeysim, "--json", "--engine", engine)[1])["scenarios"]
            for engine in ("simpy", "compiled")
        ]
        assert found[0] == found[1]


@pytest.fixture
def four_files(claiming: Callable[..., None]) -> tuple[str, ...]:
    claiming(TRUE, FALSE, OPEN)
    return ("--json-file", "x.json", "--junit", "x.xml", "--summary", "x.md")


class TestOutputs:
    """Files that builds keep."""

    def test_all_are_written_on_failure_too(
        self, four_files: tuple[str, ...], folder: Path, journeysim: Command
    ) -> None:
        assert check(journeysim, *four_files)[0] == Exit.FAIL
        assert json.loads((folder / "x.json").read_text())["exit_code"] == 1
        assert (folder / "x.xml").read_text().count("<testcase") == 3
        first = (folder / "x.md").read_text().splitlines()[0]
        assert first == "**journeysim: fail** (1 pass, 1 fail, 1 undecided)"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    def test_one_that_cannot_be_written_keeps_no_other_from_being_so(
        self, four_files: tuple[str, ...], folder: Path, journeysim: Command
    ) -> None:
        code, _, err = check(journeysim, *four_files[:-1], "/dev/full")
        assert code == Exit.INCOMPLETE
        assert "cannot write /dev/full: No space left on device" in err
        assert (folder / "x.json").exists()
        assert (folder / "x.xml").exists()

    def test_a_crash_writes_what_is_known_and_is_owned_up_to(
        self,
        four_files: tuple[str, ...],
        folder: Path,
        journeysim: Command,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for error, code in (
            (ZeroDivisionError("of all things"), Exit.INTERNAL),
            (EngineError("day 3: too many"), Exit.USAGE),
        ):

            def broken(*_: object, error: Exception = error, **__: object) -> None:
                raise error

            monkeypatch.setattr(sequential, "perform_all", broken)
            assert check(journeysim, *four_files)[0] == code
            found = json.loads((folder / "x.json").read_text())
            assert found["exit_code"] == code
            (scenario,) = found["scenarios"]
            assert {each["verdict"] for each in scenario["expectations"]} == {"undecided"}
            assert "ended early" in (folder / "x.xml").read_text()
            assert "Ended early" in (folder / "x.md").read_text()

    def test_what_was_not_begun_is_undecided_too(
        self,
        claiming: Callable[..., None],
        folder: Path,
        journeysim: Command,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        claiming(TRUE, TRUE + '\nworlds = ["patient"]')

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(sequential, "perform_all", interrupted)
        assert check(journeysim, "--json-file", "x.json")[0] == Exit.INTERRUPTED
        found = json.loads((folder / "x.json").read_text())["scenarios"]
        assert [each["world"] for each in found] == [None, "patient"]
        for each in found:
            (claim,) = each["expectations"]
            assert (claim["verdict"], claim["reason"]) == ("undecided", "interrupted")

    def test_build_servers_are_told(
        self,
        claiming: Callable[..., None],
        folder: Path,
        journeysim: Command,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        claiming(TRUE, FALSE)
        (folder / "step.md").write_text("before\n", encoding="utf-8")
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "step.md"))
        _, out, err = check(journeysim, "--json")
        json.loads(out)
        (line,) = [line for line in err.splitlines() if line.startswith("::")]
        assert line.startswith("::error file=firm.toml,line=")
        step = (folder / "step.md").read_text(encoding="utf-8")
        assert step.startswith("before\n**journeysim: fail** (1 pass, 1 fail)")

    def test_a_summary_that_cannot_be_added_to_is_a_remark(
        self,
        claiming: Callable[..., None],
        journeysim: Command,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        claiming(TRUE)
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/such/folder/step.md")
        code, _, err = journeysim("check", "firm.toml", *SMALL)
        assert code == Exit.PASS
        assert "cannot add to the step's summary" in err

    def test_a_pipe_that_is_closed_early_ends_quietly_with_every_file_written(
        self, four_files: tuple[str, ...], folder: Path
    ) -> None:
        done = into_a_closed_pipe(folder, "check", "firm.toml", *SMALL, "--quiet", *four_files)
        assert done.returncode == Exit.CLOSED_PIPE
        assert "Traceback" not in done.stderr
        assert sorted(path.name for path in folder.iterdir()) == [
            "firm.toml", "x.json", "x.md", "x.xml",
        ]  # fmt: skip

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_a_signal_still_writes_the_outputs(
        self, four_files: tuple[str, ...], folder: Path, number: signal.Signals
    ) -> None:
        with under_way(folder, *four_files) as process:
            process.send_signal(number)
            out, err = process.communicate(timeout=30)
        assert process.returncode == Exit.INTERRUPTED
        assert "interrupted: 3 undecided" in out
        assert err.splitlines()[-1] == "journeysim: interrupted"
        found = json.loads((folder / "x.json").read_text())
        assert found["exit_code"] == 130
        reasons = {each["reason"] for each in found["scenarios"][0]["expectations"]}
        assert reasons == {"interrupted"}
        assert "<error" in (folder / "x.xml").read_text()
        assert (folder / "x.md").read_text().startswith("**journeysim: interrupted**")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_that_is_killed_changes_no_byte(
    claiming: Callable[..., None], folder: Path, journeysim: Command
) -> None:
    claiming(TRUE, OPEN)
    few = ("--customers", "50", "--days", "60", "--json-file", "x.json")
    with under_way(folder, *few, jobs="2", replications="40") as process:
        victims: list[int] = []
        while not victims and process.poll() is None:
            victims = workers_of(process.pid)
        os.kill(victims[-1], signal.SIGKILL)
        process.communicate(timeout=60)
    _, whole, _ = journeysim(
        "check", "firm.toml", *few[:4], "--replications", "40", "--engine", "simpy", "--json"
    )
    assert process.returncode == json.loads(whole)["exit_code"]
    assert (folder / "x.json").read_text(encoding="utf-8") == whole


def workers_of(parent: int) -> list[int]:
    """The processes that run simulations for another; what tracks their resources left out."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                rest = (entry / "stat").read_text().rpartition(")")[2].split()
                command = (entry / "cmdline").read_text()
            except OSError:
                continue
            if int(rest[1]) == parent and rest[0] != "Z" and "spawn_main" in command:
                found.append(int(entry.name))
    return sorted(found)


@contextmanager
def under_way(
    folder: Path, *further: str, jobs: str = "1", replications: str = "5000"
) -> Iterator[subprocess.Popen[str]]:
    """A check that would take minutes, once its work has begun."""
    arguments = ("check", "firm.toml", "--replications", replications, "--engine", "simpy")
    process = subprocess.Popen(
        spoken(*arguments, "--jobs", jobs, *further),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("journeysim: firm: ")
        yield process
    finally:
        process.kill()
        process.wait()


class TestKeptBaseline:
    """What was measured, committed, and paired with later."""

    @pytest.fixture
    def kept(self, claiming: Callable[..., None], folder: Path, journeysim: Command) -> Path:
        claiming(TRUE)
        assert check(journeysim, "--save-baseline", "kept.json")[0] == Exit.PASS
        return folder / "kept.json"

    def test_nothing_changed_is_exactly_nothing(self, kept: Path, journeysim: Command) -> None:
        code, out, _ = check(journeysim, "--against", "kept.json")
        assert code == Exit.PASS
        assert "Against kept.json: nothing changed, to the last bit." in out
        (found,) = document(journeysim, "--against", "kept.json")["scenarios"]
        assert (found["older"], found["changes"], found["remarks"]) == ("kept.json", [], [])

    def test_it_is_the_same_bytes_again(self, kept: Path, journeysim: Command) -> None:
        before = kept.read_bytes()
        check(journeysim, "--save-baseline", "kept.json")
        assert kept.read_bytes() == before
        assert "/" not in json.loads(before)["scenarios"][0]["name"]

    def test_a_changed_policy_is_compared_pair_by_pair(
        self, kept: Path, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE, world=WORLD.replace("reach = 0.8", "reach = 0.2"))
        (found,) = document(journeysim, "--against", "kept.json")["scenarios"]
        assert {each["policy"] for each in found["changes"]} == {"caring"}
        by_metric = {each["metric"]: each for each in found["changes"]}
        touches = by_metric["touches"]
        assert touches["now"] < touches["then"]
        assert touches["mean"] == pytest.approx(touches["now"] - touches["then"])
        assert touches["low"] < touches["mean"] < 0

    def test_a_changed_world_pairs_with_nothing_and_says_what_changed(
        self, kept: Path, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE, world=WORLD.replace('rate = "4 per year"', 'rate = "5 per year"'))
        code, out, err = check(journeysim, "--against", "kept.json")
        assert (code, out) == (Exit.USAGE, "")
        assert "problems.breakdown.rate: 4 per year -> 5 per year" in err
        code, _, err = check(journeysim, "--against", "kept.json", "--seed", "9")
        assert code == Exit.USAGE
        assert "run.seed: 1 -> 9" in err

    def test_policies_that_only_one_side_has_are_named(
        self, kept: Path, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE, world=WORLD.replace("[policies.staffed]", "[policies.manned]"))
        _, out, _ = check(journeysim, "--against", "kept.json")
        assert "Nothing to compare: manned (new)." in out
        assert "Nothing to compare: staffed (not measured now)." in out

    def test_a_file_of_another_scenario_is_refused(
        self, kept: Path, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE, name="other.toml")
        code, _, err = journeysim("check", "other.toml", *SMALL, "--against", "kept.json")
        assert code == Exit.USAGE
        assert "kept.json: holds nothing of other" in err

    def test_a_file_changed_by_hand_is_told(self, kept: Path, journeysim: Command) -> None:
        found = json.loads(kept.read_text())
        found["scenarios"][0]["policies"]["caring"]["retention"][0] = "many"
        kept.write_text(json.dumps(found))
        code, _, err = check(journeysim, "--against", "kept.json")
        assert code == Exit.USAGE
        assert "scenarios.0.policies.caring.retention.0" in err

    def test_an_interrupted_check_keeps_the_old_file(
        self, kept: Path, journeysim: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = kept.read_bytes()

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(sequential, "perform_all", interrupted)
        assert check(journeysim, "--save-baseline", "kept.json")[0] == Exit.INTERRUPTED
        assert kept.read_bytes() == before


class TestOlderFile:
    """This version of a scenario against another, its parts told apart."""

    def changed(
        self, claiming: Callable[..., None], journeysim: Command, *changes: tuple[str, str]
    ) -> dict[tuple[str, str], Any]:
        claiming(TRUE, name="old.toml")
        text = WORLD
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        claiming(TRUE, world=text)
        (found,) = document(journeysim, "--base-file", "old.toml")["scenarios"]
        return {(each["policy"], each["metric"]): each for each in found["changes"]}

    POLICY = ("reach = 0.8", "reach = 0.2")
    THE_WORLD = ('rate = "4 per year"', 'rate = "9 per year"')
    WORLD_AMONG_LEVERS = ('mean = "8 min"', 'mean = "4 min"')

    def test_nothing_changed(self, claiming: Callable[..., None], journeysim: Command) -> None:
        assert self.changed(claiming, journeysim) == {}

    def test_a_policy_changed(self, claiming: Callable[..., None], journeysim: Command) -> None:
        found = self.changed(claiming, journeysim, self.POLICY)
        assert {policy for policy, _ in found} == {"caring"}
        for each in found.values():
            assert each["world_changed"]["mean"] in (0.0, None)
            assert each["policy_changed"]["mean"] == each["mean"]

    @pytest.mark.parametrize("change", [THE_WORLD, WORLD_AMONG_LEVERS])
    def test_the_world_changed(
        self, claiming: Callable[..., None], journeysim: Command, change: tuple[str, str]
    ) -> None:
        found = self.changed(claiming, journeysim, change)
        assert {policy for policy, _ in found} >= {"plain", "caring"}
        for each in found.values():
            assert each["policy_changed"]["mean"] in (0.0, None)
            assert each["world_changed"]["mean"] == each["mean"]

    def test_both_changed_and_the_parts_add_up(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        found = self.changed(claiming, journeysim, self.POLICY, self.THE_WORLD)
        caring = found["caring", "touches"]
        assert caring["policy_changed"]["mean"] < -1
        assert caring["world_changed"]["mean"] != 0.0
        for each in found.values():
            parts = each["world_changed"]["mean"], each["policy_changed"]["mean"]
            if None not in parts:
                assert sum(parts) == pytest.approx(each["mean"])

    def test_policies_that_do_not_fit_the_older_world_are_not_split(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        claiming(TRUE, name="old.toml")
        new = WORLD + '\n[problems.flood]\nrate = "2 per year"\nseverity = 0.3\n'
        new += '\n[policies.dams]\ncare.touches.dam = { like = "reminder", protects = { flood = 0.5 } }\n'
        claiming(TRUE, world=new)
        (found,) = document(journeysim, "--base-file", "old.toml")["scenarios"]
        assert any("not split" in remark for remark in found["remarks"])
        assert found["changes"]
        assert all("world_changed" not in each for each in found["changes"])

    def test_other_days_are_taken_over(
        self, claiming: Callable[..., None], journeysim: Command
    ) -> None:
        """The older file is lived through with the newer one's frame, or nothing would pair."""
        claiming(TRUE, name="old.toml", world=WORLD.replace('days = "120 d"', 'days = "20 d"'))
        claiming(TRUE)
        code, out, _ = journeysim(
            "check", "firm.toml", "--customers", "40", "--jobs", "1", "--base-file", "old.toml"
        )
        assert code == Exit.PASS
        assert "Against old.toml: nothing changed, to the last bit." in out
