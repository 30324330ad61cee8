"""Kept machine code: whole or not taken, called with what it was compiled for, without Numba."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from worlds import world_file

pytest.importorskip("numba", reason="the compiled engine needs numba")

from journeysim.engine import cache
from journeysim.engine.compiled import kernel, native
from journeysim.engine.compiled.final_state import MOODS, fill_moods
from journeysim.engine.compiled.native import Code, Native, packed, unpacked
from journeysim.engine.compiled.warm import example

ROOT = Path(__file__).resolve().parents[2]
CODES = [Code("first", "float", b"\x00one\n"), Code("second", "int", b"two\xff")]


def moods(ask: object) -> tuple[float, ...]:
    """The answers of one person, set up by hand, at day 10."""
    state = example()
    state.people["active"][0] = 1
    state.people["trust"][0] = 0.4
    state.people["credit"][0] = 0.3
    answers = np.zeros((1, len(MOODS)))
    assert callable(ask)
    ask(state.world.experience, state.people, 10.0, answers)
    return tuple(answers[0])


def test_what_was_packed_comes_out_again() -> None:
    assert unpacked(packed(CODES)) == CODES


@pytest.mark.parametrize("end", [0, 10, 64, 65, 100, -1])
def test_what_was_cut_off_is_not_taken(end: int) -> None:
    assert unpacked(packed(CODES)[:end]) is None


@pytest.mark.parametrize("place", [0, 70, -1])
def test_what_was_damaged_is_not_taken(place: int) -> None:
    content = bytearray(packed(CODES))
    content[place] ^= 1
    assert unpacked(bytes(content)) is None


def test_kept_code_answers_as_the_rules_do() -> None:
    assert moods(kernel.compiled().moods) == moods(fill_moods)
    assert moods(fill_moods)[1] > 0.0


def test_arguments_that_lie_otherwise_are_refused() -> None:
    ask = kernel.compiled().moods
    state, answers = example(), np.zeros((1, 4))
    experience, people = state.world.experience, state.people
    for wrong in (
        (experience, people, 10, answers),
        (experience, people, 10.0, answers.astype(np.float32)),
        (experience, people, 10.0, answers[0]),
        (experience, people, 10.0, np.zeros((1, 8))[:, ::2]),
        (experience, state.cases, 10.0, answers),
        (state.world.purchase, people, 10.0, answers),
        (experience, people, 10.0),
        (experience, people, 10.0, None),
    ):
        with pytest.raises(TypeError):
            ask(*wrong)


def test_damaged_code_is_compiled_again_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel.compiled()
    whole = cache.kept()
    assert whole is not None
    codes = unpacked(whole)
    monkeypatch.setenv("JOURNEYSIM_CACHE", str(tmp_path))
    monkeypatch.setattr(kernel, "_compiled_now", lambda: codes)
    cache.keep(whole[:-1])
    kernel.compiled.cache_clear()
    assert moods(kernel.compiled().moods) == moods(fill_moods)
    assert cache.kept() == whole


def test_who_is_stopped_while_keeping_leaves_nothing_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYSIM_CACHE", str(tmp_path))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        cache.keep(b"code")
    assert not cache.is_warm()
    assert cache.kept() is None


def test_readers_find_old_or_new_code_whole_while_others_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYSIM_CACHE", str(tmp_path))
    contents = [packed([Code("run", "int", bytes([number]) * 300_000)]) for number in range(4)]
    cache.keep(contents[0])
    writers = [
        threading.Thread(target=lambda: [cache.keep(content) for content in contents * 5])
        for _ in range(2)
    ]
    for writer in writers:
        writer.start()
    seen = [cache.kept()]
    while any(writer.is_alive() for writer in writers):
        seen.append(cache.kept())
    assert set(seen) <= set(contents)
    assert [path.name for path in cache.folder().iterdir()] == ["kernels"]


def test_where_llvm_finds_no_c_function_by_name_numba_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel.compiled()
    _, code, _ = unpacked(cache.kept() or b"") or []
    monkeypatch.setattr(native, "OUTSIDE", ("no_function_of_c",))
    assert moods(Native(code)) == moods(fill_moods)
    assert "numba" in sys.modules


def test_a_warm_run_imports_no_numba() -> None:
    kernel.compiled()
    arguments = [
        "run",
        world_file("label"),
        "--engine",
        "compiled",
        "--customers",
        "20",
        "--days",
        "5",
    ]
    program = (
        "import sys; from journeysim.cli.main import main\n"
        f"assert main({[*arguments, '--replications', '2', '--quiet']!r}) == 0\n"
        "assert 'llvmlite' in sys.modules and 'numba' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_code_for_any_processor_asks_nothing_of_this_one() -> None:
    program = (
        "from journeysim.engine.compiled import kernel\n"
        "kernel.choose_processor()\n"
        "from numba.core.registry import cpu_target\n"
        "made = cpu_target.target_context.codegen()\n"
        "print(made._get_host_cpu_name(), len(made._tm_features))"
    )

    def told(portable: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONPATH": str(ROOT), "JOURNEYSIM_PORTABLE": portable},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    assert told("1") == ["generic", "0"]
    assert told("0")[1] != "0"


def test_what_is_written_into_its_callers_is_there() -> None:
    names = {each.__name__ for module in kernel.RULES for each in module.RULES}
    names |= {each.__name__ for module in kernel.STEPS for each in module.STEPS}
    assert set(kernel.INLINED) <= names
