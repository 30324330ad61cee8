"""Which engine answers, and where compiled code is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from worlds import outcome, world

from journeysim.engine import cache, choice

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("JOURNEYSIM_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CI", raising=False)
    cache.fingerprint.cache_clear()
    yield
    cache.fingerprint.cache_clear()


def test_what_is_asked_for_is_taken() -> None:
    scenario = world("label")
    assert choice.chosen("simpy", [scenario], 100, 1) == "simpy"
    assert choice.chosen("compiled", [scenario], 1, 1) == "compiled"


def test_auto_takes_simpy_until_the_kernel_is_kept() -> None:
    scenario = world("label")
    assert choice.chosen("auto", [scenario], 100, 1) == "simpy"
    cache.keep(b"code")
    assert cache.is_warm()
    expected = "compiled" if choice.is_there() else "simpy"
    assert choice.chosen("auto", [scenario], 100, 1) == expected


def test_auto_takes_simpy_for_work_smaller_than_loading() -> None:
    tiny = world("label", "population.customers=20", 'run.days="10 d"')
    cache.keep(b"code")
    assert choice.chosen("auto", [tiny], 1, 1) == "simpy"


def test_the_expected_rows_are_right_to_a_factor_of_three() -> None:
    for name in ("label", "contracts"):
        scenario = world(name, "population.customers=300", 'run.days="200 d"')
        rows = len(outcome(scenario, scenario.policies[0]).log)
        assert rows / 3 < choice.rows_expected(scenario) < rows * 3


def test_only_one_process_compiles_at_a_time() -> None:
    assert cache.claim()
    assert not cache.claim()


def test_nothing_compiles_in_the_background_where_it_is_forbidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JOURNEYSIM_BACKGROUND", "0")
    assert not choice.compile_in_background(1000.0)
    monkeypatch.setenv("JOURNEYSIM_BACKGROUND", "1")
    monkeypatch.setenv("CI", "true")
    assert not choice.compile_in_background(1000.0)


def test_an_edited_rule_means_another_folder(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    (copy / "journeysim").mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-R", f"{ROOT}/journeysim/.", f"{copy}/journeysim"], check=True)
    ask = [sys.executable, "-c", "from journeysim.engine.cache import fingerprint as f; print(f())"]
    environment = os.environ | {"PYTHONPATH": str(copy)}

    def name() -> str:
        done = subprocess.run(ask, capture_output=True, text=True, env=environment, cwd=copy)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    before = name()
    rule = copy / "journeysim" / "model" / "leaving.py"
    rule.write_text(rule.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert name() != before


def test_a_folder_that_may_not_be_made_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("JOURNEYSIM_CACHE", str(blocked / "below"))
    assert not cache.is_writable()
    cache.keep(b"code")
    assert cache.kept() is None
    assert not cache.is_warm()
    assert not cache.claim()


def test_a_portable_cache_does_not_ask_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    own = cache.fingerprint()
    cache.fingerprint.cache_clear()
    monkeypatch.setenv("JOURNEYSIM_PORTABLE", "1")
    assert cache.fingerprint() != own


def test_small_worlds_begin_no_workers_unless_asked_to() -> None:
    small = world("label", "population.customers=20", 'run.days="10 d"')
    assert choice.processes("simpy", small, 2, None) == 1
    assert choice.processes("simpy", small, 2, 4) == 4
    assert choice.processes("simpy", world("label"), 100, None) is None
    assert choice.processes("compiled", small, 2, None) is None
