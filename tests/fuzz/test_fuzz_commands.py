"""Ten thousand hostile inputs: every one ends as promised, says what it says harmlessly, and small.

By hand: `python tests/fuzz/test_fuzz_commands.py [COUNT [SEED [FIRST]]]`, or `pytest -m slow`.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import os
import re
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hostile import FIRM, TINY, case, keep_baseline

from journeysim.cli.main import main

PROMISED = {0, 1, 2, 3, 4, 130, 141}
"""Every way to end but an internal error."""

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
    r"|(?m:^[^\S\n]*::)|##\["
)
MOST_BYTES = 1_000_000_000
LONGEST = 120
"""Seconds of computing that no case takes; at twice as many by the clock it is given up."""


class Finding(NamedTuple):
    """What one case did that no case may."""

    number: int
    kind: str
    arguments: tuple[str, ...]
    what: str


class Ending(NamedTuple):
    """How one case ended."""

    kind: str
    code: int


def findings(count: int, seed: int = 1, first: int = 0) -> Iterator[Finding | Ending]:
    """Run cases; yields what was found, and after each how it ended."""
    with tempfile.TemporaryDirectory() as home, _quietly_in(home):
        Path("x.toml").write_text(FIRM, encoding="utf-8")
        _run(("check", "x.toml", *TINY, "--save-baseline", "kept.json"))
        keep_baseline(Path("kept.json"))
        before = _most_taken()
        for number in range(first, first + count):
            with tempfile.TemporaryDirectory() as folder, _quietly_in(folder):
                made = case(seed, number)
                for name, content in made.files.items():
                    Path(name).write_bytes(content)
                began = process_time()
                code, said = _run(made.arguments)
                for what in _wrong(code, said, process_time() - began, before):
                    yield Finding(number, made.kind, made.arguments, what)
            yield Ending(made.kind, code)


def _most_taken() -> int:
    """Bytes this process has ever held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _wrong(code: int, said: str, seconds: float, before: int) -> Iterator[str]:
    """What is not as promised. before: bytes the process had held when the first case began, whoever ran
    in it."""
    if code not in PROMISED:
        yield f"ends with {code}: {said[-300:]}"
    if "Traceback (most recent call last)" in said:
        yield f"shows a traceback: {said[-300:]}"
    texts = {"output": said}
    for path in Path().glob("o.*"):
        if path.suffix in (".md", ".xml", ".json"):
            texts[path.name] = path.read_text(encoding="utf-8", errors="replace")
    for name, text in texts.items():
        if found := STEERING.search(text):
            yield f"{name} steers: {text[max(0, found.start() - 40) : found.end() + 40]!r}"
    if seconds > LONGEST:
        yield f"took {seconds:.0f} s"
    if _most_taken() > before + MOST_BYTES:
        yield "more than 1 GB"


def _run(arguments: tuple[str, ...]) -> tuple[int, str]:
    """A command line in this process: its exit code, and what it said on either stream."""
    stream = io.StringIO()
    signal.signal(signal.SIGALRM, _endless)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        signal.alarm(2 * LONGEST)
        try:
            code = int(main(arguments))
        except BaseException as error:
            return -1, stream.getvalue() + f"\n{type(error).__name__} came out: {error}"
        finally:
            signal.alarm(0)
    return code, stream.getvalue()


def _endless(*_: object) -> None:
    raise TimeoutError("endless")


@contextlib.contextmanager
def _quietly_in(folder: str) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def wrong(count: int, seed: int = 1) -> list[Finding]:
    """Everything that so many cases found."""
    return [each for each in findings(count, seed) if isinstance(each, Finding)]


def test_a_few_dozen_hostile_inputs_end_as_promised() -> None:
    assert wrong(60, seed=2) == []


@pytest.mark.slow
def test_ten_thousand_hostile_inputs_end_as_promised() -> None:
    assert wrong(10_000) == []


if __name__ == "__main__":
    faulthandler.enable()
    asked = [int(each) for each in sys.argv[1:]] + [10_000, 1, 0][len(sys.argv) - 1 :]
    codes: Counter[Ending] = Counter()
    for each in findings(*asked):
        if isinstance(each, Finding):
            print(f"{each.number} {each.kind}: {each.what}\n    {each.arguments}", flush=True)
        else:
            codes[each] += 1
            if codes.total() % 500 == 0:
                print(f"... {codes.total()}", flush=True)
    for kind in sorted({each.kind for each in codes}):
        ends = {code: number for (own, code), number in sorted(codes.items()) if own == kind}
        print(f"{kind:<9} {sum(ends.values()):>6}: exit codes {ends}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{codes.total()} in all, peak {peak:.0f} MB")
