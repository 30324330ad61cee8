"""The kernel: made from what lies here, lent out and given back, and never run where it is stale."""

from __future__ import annotations

import errno
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from worlds import world, world_file

from journeysim.engine.build import __main__ as builder
from journeysim.engine.choice import is_there
from journeysim.engine.compiled import compiled_run, freshness, memory
from journeysim.engine.compiled.compiled_run import CompiledRun
from journeysim.engine.compiled.kernel import FILE, OWN, RESERVED, kernel
from journeysim.engine.compiled.memory import KEPT
from journeysim.engine.log import ROW, WrittenOut
from journeysim.errors import EngineError
from journeysim.scenario import shipped
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load

ROOT = Path(__file__).resolve().parents[2]
RULE = "model/leaving.py"

needs_compiled = pytest.mark.skipif(not is_there(), reason="the compiled engine cannot run here")


def test_the_kernel_is_made_of_what_lies_here() -> None:
    """Where this fails: python -m journeysim.engine.build."""
    assert freshness.trouble(FILE) == ""


def ran(package: Path, engine: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = ["run", world_file("workshop"), "--policy", "reactive", "--replications", "4"]
    return subprocess.run(
        [sys.executable, "-m", "journeysim", *command, "--engine", engine, *more],
        env=os.environ | {"PYTHONPATH": str(package)},
        cwd=package,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, to edit."""
    kept = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "journeysim", tmp_path / "journeysim", ignore=kept)
    return tmp_path


def edit(package: Path, old: str, new: str) -> None:
    file = package / "journeysim" / RULE
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@needs_compiled
def test_an_edited_word_leaves_the_kernel_as_it_is(package: Path) -> None:
    file = package / "journeysim" / RULE
    file.write_text(file.read_text(encoding="utf-8") + "\n# a word\n", encoding="utf-8")
    assert ran(package, "compiled", "--customers", "20", "--days", "5").returncode == 0


@needs_compiled
def test_an_edited_rule_is_never_run_as_it_was(package: Path) -> None:
    edit(package, "        hazard = hazard * leaving.referred_factor\n    return hazard", "        hazard = hazard * leaving.referred_factor\n    return 2.0 * hazard")  # fmt: skip
    refused = ran(package, "compiled")
    assert refused.returncode == 2
    assert RULE in refused.stderr
    assert freshness.BUILD in refused.stderr
    simpy, auto = (ran(package, engine, "--json") for engine in ("simpy", "auto"))
    assert auto.returncode == 0
    assert auto.stdout == simpy.stdout.replace('"engine": "simpy"', '"engine": "auto"')
    assert RULE in auto.stderr


def test_a_kernel_that_is_another_than_described_is_not_taken(tmp_path: Path) -> None:
    shutil.copy(FILE.with_suffix(".toml"), tmp_path)
    assert "cannot be read" in freshness.trouble(tmp_path / FILE.name)
    (tmp_path / FILE.name).write_bytes(FILE.read_bytes()[:-1])
    assert "is not the one" in freshness.trouble(tmp_path / FILE.name)


def test_tokens_are_without_comments_docstrings_and_blank_lines() -> None:
    said = b'"""Words."""\nx = 1  # one\n\n\ndef f():\n    """Words."""\n    return "text"\n'
    bare = b'x = 1\ndef f():\n    return "text"\n'
    assert freshness.tokens(said) == freshness.tokens(bare)
    assert freshness.tokens(bare) != freshness.tokens(bare.replace(b"text", b"words"))


VALUED = b"""
def said(a, b):
    text = f"{a} of {b:>{a}} {'x' + f'{b!r}'}"  # a word
    return text + f'''
  {a,
   b} # no word
''' f"" + rf"\\d{a}"
"""
"""Texts with values in them, which Python takes apart since 3.12."""


def test_a_text_with_values_in_it_is_one_token_on_every_python() -> None:
    texts = [line for line in freshness.tokens(VALUED).decode().split("\n") if '"' in line]
    assert texts == [
        """STRING f"{a} of {b:>{a}} {'x' + f'{b!r}'}\"""",
        'STRING f""',
        r'STRING rf"\d{a}"',
    ]
    assert "STRING f'''\n  {a,\n   b} # no word\n'''\n" in freshness.tokens(VALUED).decode()


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_python_reads_the_same_tokens_in_every_source(version: str) -> None:
    """Else the kernel would be taken for stale, in silence, wherever it was not built."""
    other = shutil.which(f"python{version}")
    if other is None or subprocess.run([other, "-c", ""], capture_output=True).returncode != 0:
        pytest.skip(f"no Python {version} is installed")
    command = [other, "-c", DIGESTS, freshness.__file__, str(ROOT / "journeysim")]
    there = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    files = sorted((ROOT / "journeysim").rglob("*.py"))
    assert there == [freshness.digest(freshness.tokens(file.read_bytes())) for file in files]


DIGESTS = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("freshness", sys.argv[1])
freshness = importlib.util.module_from_spec(spec)
spec.loader.exec_module(freshness)
for file in sorted(pathlib.Path(sys.argv[2]).rglob("*.py")):
    print(freshness.digest(freshness.tokens(file.read_bytes())))
"""


def test_an_installed_wheel_is_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its sources came with its kernel; where sources may be edited they are looked at."""
    assert not freshness.is_installed()
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    monkeypatch.setattr(freshness, "PACKAGE", tmp_path / "journeysim")
    assert freshness.is_installed()
    assert freshness.trouble(FILE) == ""


@needs_compiled
def test_a_log_is_kept_while_ten_other_runs_come_and_go() -> None:
    scenario = world("label", "population.customers=200", 'run.days="60 d"')
    encoded = encode(scenario, scenario.policies[0])
    kept = CompiledRun(encoded, 1, 0).outcome(60.0).log.rows
    before = kept.copy()
    others = {CompiledRun(encoded, 1, number).outcome(60.0).log.rows.tobytes() for number in range(1, 11)}  # fmt: skip
    gc.collect()
    assert len(others) == 10
    assert kept.tobytes() == before.tobytes()
    assert CompiledRun(encoded, 1, 0).outcome(60.0).log.rows.tobytes() == before.tobytes()


@needs_compiled
def test_memory_that_was_used_before_changes_nothing() -> None:
    """What a run finds in its memory is what another left there: people, lines, everything."""
    names = ("label", "everything_happens", "laptops")
    firms = [world(name, "population.customers=150", 'run.days="40 d"') for name in names]
    fresh = [CompiledRun(encode(firm, firm.policies[-1]), 1, 0).outcome(40.0) for firm in firms]
    fresh_logs = [outcome.log.rows.tobytes() for outcome in fresh]
    people = [outcome.people.tobytes() for outcome in fresh]
    del fresh
    for turn in (2, 0, 1, 1, 2):
        again = CompiledRun(encode(firms[turn], firms[turn].policies[-1]), 1, 0).outcome(40.0)
        assert again.log.rows.tobytes() == fresh_logs[turn]
        assert again.people.tobytes() == people[turn]


@needs_compiled
def test_two_threads_that_both_grow_write_what_one_does() -> None:
    growing = ("population.customers=200", 'population.prospects="60 per d"', 'run.days="120 d"')
    scenario = world("label", *growing)
    encoded = encode(scenario, scenario.policies[0])

    def log(number: int) -> bytes:
        return CompiledRun(encoded, 1, number).outcome(120.0).log.rows.tobytes()

    alone = [log(0), log(1)]
    together: dict[int, bytes] = {}

    def begin(number: int) -> None:
        together[number] = log(number)

    threads = [threading.Thread(target=begin, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[0], together[1]] == alone


@needs_compiled
@pytest.mark.parametrize("name", shipped.names())
def test_no_row_of_a_log_has_a_number_that_is_none(name: str) -> None:
    scenario = load(name, settings=("population.customers=150", 'run.days="90 d"'))
    for policy in scenario.policies:
        rows = CompiledRun(encode(scenario, policy), 1, 0).outcome(90.0).log.rows
        for column in ("time", "value", "money"):
            assert np.isfinite(rows[column]).all(), (policy, column)


@needs_compiled
def test_where_address_space_is_short_it_says_so_and_simpy_answers() -> None:
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({3 << 30}, {3 << 30}));"
    program = (
        f"{limit} from journeysim.cli.main import main;"
        f"raise SystemExit(main(['run', {world_file('label')!r}, '--policy', 'neglect', '--customers', '300',"
        "'--replications', '2', '--engine', '{engine}', '--json']))"
    )
    answers = []
    for engine in ("auto", "simpy"):
        done = subprocess.run(
            [sys.executable, "-c", program.replace("{engine}", engine)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        answers.append(done.stdout.replace(f'"engine": "{engine}"', ""))
    assert answers[0] == answers[1]


@needs_compiled
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_where_there_is_space_for_one_machine_no_run_in_is_kept(jobs: str) -> None:
    """Run-ins that all policies go on from live in machines of their own, and would take the last one."""
    space = OWN + RESERVED + RESERVED // 8
    program = (
        "from journeysim.cli.main import main;"
        f"raise SystemExit(main(['run', {world_file('firm')!r}, '--customers', '100', '--days', '30', '--set',"
        f"'run.run_in=\\'28 d\\'', '--replications', '3', '--engine', 'compiled', '--jobs', '{jobs}', '--json']))"
    )
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({space}, {space}));"
    answers = []
    for before in ("", limit):
        done = subprocess.run(
            [sys.executable, "-c", before + program],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        answers.append(done.stdout)
    assert answers[0] == answers[1]


@needs_compiled
def test_zeros_are_zero_where_another_wrote_before() -> None:
    first = kernel().lend()
    array = first.empty(1000, np.dtype(np.int64))
    array[:] = 7
    place = array.ctypes.data
    del first, array
    gc.collect()
    lent = [kernel().lend() for _ in range(KEPT + 1)]
    again = [each.zeros(1000, np.dtype(np.int64)) for each in lent]
    assert place in [each.ctypes.data for each in again], "the same memory is lent again"
    assert not any(each.any() for each in again)


@needs_compiled
def test_of_machines_that_took_gigabytes_one_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KEPT_BYTES", 0)
    pool = kernel()._pool
    lent = [pool.lend() for _ in range(3)]
    assert len(lent) == 3
    del lent
    gc.collect()
    assert len(pool._idle) == 1


@needs_compiled
def test_a_machine_that_took_more_than_half_of_all_it_can_have_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that a run of millions that moves does not hold twice as much."""
    pool = kernel()._pool
    lent = pool.lend()
    monkeypatch.setattr(memory, "MOST", 0)
    idle = len(pool._idle)
    del lent
    gc.collect()
    assert len(pool._idle) == idle


@needs_compiled
def test_where_memory_is_scarce_the_log_makes_way_and_nothing_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in a firm of millions: the log goes out in parts, and what grows takes its place."""
    growing = ("population.customers=150", 'population.prospects="60 per d"', 'run.days="90 d"')
    scenario = world("everything_happens", *growing)
    encoded = encode(scenario, scenario.policies[-1])
    plenty = CompiledRun(encoded, 1, 0).outcome(90.0)
    made_way: list[int] = []
    make_way = CompiledRun._make_way

    def seen(run: CompiledRun) -> None:
        made_way.append(1)
        make_way(run)

    monkeypatch.setattr(compiled_run, "FOR_GROWTH", 0.0)
    monkeypatch.setattr(CompiledRun, "_make_way", seen)
    scarce = CompiledRun(encoded, 1, 0).outcome(90.0)
    assert made_way
    assert scarce.log.rows.tobytes() == plenty.log.rows.tobytes()
    assert scarce.people.tobytes() == plenty.people.tobytes()


@needs_compiled
def test_where_memory_is_scarce_a_log_that_moves_takes_the_run_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in ten years of a firm of 40,000: only the log is short, and something lies behind it."""
    scenario = world("everything_happens", "population.customers=150", 'run.days="300 d"')
    encoded = encode(scenario, scenario.policies[-1])
    plenty = CompiledRun(encoded, 1, 0).outcome(300.0)
    assert len(plenty.log) > 2 * 8192
    monkeypatch.setattr(compiled_run, "FOR_GROWTH", 0.0)
    monkeypatch.setattr(compiled_run, "FIRST_ROWS", 0)
    scarce = CompiledRun(encoded, 1, 0)
    scarce.memory.empty(1, np.dtype(np.int64))
    outcome = scarce.outcome(300.0)
    assert outcome.log.rows.tobytes() == plenty.log.rows.tobytes()
    assert outcome.people.tobytes() == plenty.people.tobytes()


def test_whoever_lacks_the_builders_tools_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(builder, "find_spec", lambda name: None if name == "ziglang" else name)
    assert builder.main() == 2
    assert capsys.readouterr().err == "ziglang not installed; pip install -e '.[dev]'\n"


@needs_compiled
def test_a_log_that_was_written_out_is_read_as_if_it_had_stayed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Asked for midway, in a copy, and drained; its file has no name that could be left behind."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    scenario = world("everything_happens", "population.customers=150")
    whole = CompiledRun(encode(scenario, scenario.policies[-1]), 1, 0)
    whole.run_to(100.0)
    whole._write_out()
    whole.run_to(200.0)
    early, copied = whole.log().rows.copy(), whole.copy()
    assert whole.written_out.count == whole.written() == len(early)
    for run in (whole, copied):
        run.run_to(300.0)
        assert run.log().rows[: len(early)].tobytes() == early.tobytes()
    assert whole.log().rows.tobytes() == copied.log().rows.tobytes()
    drained = copied.drained()
    assert (len(drained), copied.written()) == (whole.written(), 0)
    assert not list(tmp_path.iterdir()) or sys.platform == "win32"


def test_no_room_for_a_log_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(EngineError, match=r"no room for the log: .*No space.*; set TMPDIR"):
        WrittenOut().add(np.zeros(3, dtype=ROW))
