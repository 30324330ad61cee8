"""Output that cannot show a sign: it is spelled, and never by a question mark."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from journeysim.cli.exits import Exit
from journeysim.cli.signs import SPELLED, spell

ROOT = Path(__file__).resolve().parents[2]


def written(text: str, encoding: str) -> bytes:
    there = io.BytesIO()
    stream = io.TextIOWrapper(there, encoding=encoding)
    spell(stream)
    stream.write(text)
    stream.flush()
    return there.getvalue()


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("+0.9 ±0.3", "ascii", b"+0.9 +/-0.3"), ("+0.9 ±0.3", "latin-1", b"+0.9 \xb10.3"),
        ("“a, b” → c’s", "latin-1", b'"a, b" -> c\'s'), ("käse ?", "ascii", b"k\\xe4se ?"),
        ("日本", "latin-1", b"\\u65e5\\u672c"), ("😀", "ascii", b"\\U0001f600"),
        ("±日✓", "utf-8", "±日✓".encode()), ("✓ holds, ✗ not, ? open", "ascii", b"+ holds, x not, ? open"),
    ],
)  # fmt: skip
def test_what_an_encoding_lacks_is_spelled(text: str, encoding: str, shown: bytes) -> None:
    assert written(text, encoding) == shown


def test_no_spelling_can_be_mistaken_for_what_is_open() -> None:
    assert not any("?" in spelled for spelled in SPELLED.values())
    assert all(spelled.isascii() for spelled in SPELLED.values())


def test_every_sign_that_commands_print_has_a_spelling() -> None:
    """What stands in the code of commands, reports and studies; pages and screens are UTF-8."""
    for room in ("cli", "report", "study", "experiment", "metrics"):
        for path in (ROOT / "journeysim" / room).rglob("*.py"):
            if "html" not in path.parts and path.name != "signs.py":
                signs = {each for each in path.read_text(encoding="utf-8") if not each.isascii()}
                assert signs <= SPELLED.keys(), (path.name, signs - SPELLED.keys())


RUN = ("compare", "firm.toml", "--customers", "40", "--days", "60", "--replications", "3")


def test_a_comparison_reads_the_same_in_ascii(apart: Callable[..., tuple[int, str, str]]) -> None:
    """What is not settled has a question mark, and nothing else."""
    _, plain, _ = apart(*RUN, "--quiet", "--jobs", "1", PYTHONUTF8="1")
    code, out, err = apart(
        *RUN, "--quiet", "--jobs", "1", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C"
    )
    assert (code, err) == (Exit.PASS, "")
    assert "+/-" in out
    assert out.count("?") == plain.count("?")
