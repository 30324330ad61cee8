"""Every format of the event log is read back, named in the docs and offered wherever one can choose."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from worlds import outcome, world

from journeysim.cli.log import command
from journeysim.engine.log import Outcome
from journeysim.errors import UsageError
from journeysim.report.event_columns import Export, blocks
from journeysim.report.formats import ENDINGS, FORMATS, PAGES, refuse_ending, writer_of

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference" / "log.md"
XES = "{http://www.xes-standard.org/}"
TEXTS = ("case:concept:name", "concept:name", "org:resource", "subject", "case:policy")
NUMBERS = ("day", "number", "attempt", "marks", "value", "money", "case:replication")

Rows = list[tuple[Any, ...]]


def from_csv(path: Path) -> Rows:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [as_row(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def from_xes(path: Path) -> Rows:
    raw = path.read_bytes()
    rows = []
    root = ElementTree.fromstring(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    for trace in root.iter(f"{XES}trace"):
        of_case = {item.get("key"): item.get("value") for item in trace if item.get("key")}
        case = {"case:concept:name": of_case["concept:name"]}
        case |= {f"case:{name}": of_case[name] for name in ("policy", "replication")}
        for event in trace.iter(f"{XES}event"):
            facts = {item.get("key"): item.get("value") for item in event}
            rows.append(as_row(case | facts))
    return rows


def from_parquet(path: Path) -> Rows:
    duckdb = pytest.importorskip("duckdb")
    names = ", ".join(f'"{name}"' for name in TEXTS + NUMBERS)
    found = duckdb.connect().execute(f"SELECT {names} FROM '{path}'").fetchall()
    return [as_row(dict(zip(TEXTS + NUMBERS, row, strict=True))) for row in found]


READERS: dict[str, Callable[[Path], Rows]] = {
    ".csv": from_csv,
    ".csv.gz": from_csv,
    ".xes": from_xes,
    ".xes.gz": from_xes,
    ".parquet": from_parquet,
}
"""How each format is read back, by its ending."""


def as_row(facts: Any) -> tuple[Any, ...]:
    """One event: its texts and numbers; what a format leaves out is nothing or 0."""
    numbers = (float(facts.get(name) or 0.0) for name in NUMBERS)
    return (*(facts.get(name) or "" for name in TEXTS), *numbers)


@pytest.fixture(scope="module")
def lived() -> Outcome:
    firm = world("firm", "population.customers=40", "run.days=60 d")
    return outcome(firm, "caring")


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read_back(lived: Outcome, tmp_path: Path, ending: str) -> None:
    assert ending in READERS, (
        f"{ending} is in report/formats.py: FORMATS, and nothing reads it back: "
        "add a line to READERS in tests/report/test_report_formats.py"
    )
    export, path = Export(lived, "caring", date(2026, 1, 5)), tmp_path / f"log{ending}"
    if ending == ".parquet":
        pytest.importorskip("duckdb")
    assert writer_of(path)(path, [export]) == len(lived.log)
    expected = [
        as_row(dict(zip(block, row, strict=True)))
        for block in blocks(export)
        for row in zip(*block.values(), strict=True)
    ]
    assert sorted(READERS[ending](path)) == sorted(expected)


@pytest.mark.parametrize("each", FORMATS, ids=ENDINGS)
def test_every_format_is_documented_and_offered(each: Any) -> None:
    row = f"| `{each.ending}` | {each.words} |"
    assert row in DOCS.read_text(encoding="utf-8").splitlines(), (
        f"docs/reference/log.md has no {row}: python -m journeysim.reference"
    )
    said = CliRunner().invoke(command, ["--help"]).output
    assert each.ending in " ".join(said.split())
    with pytest.raises(UsageError, match=f"write .*{each.ending}"):
        writer_of(Path("log.txt"))


def test_no_reader_is_left_of_a_format_that_is_gone() -> None:
    gone = READERS.keys() - set(ENDINGS)
    assert not gone, f"take {gone} out of READERS: report/formats.py no longer offers them"


def test_a_report_is_a_page() -> None:
    refuse_ending(Path("a.html"), PAGES)
    with pytest.raises(UsageError, match=r"a\.pdf: unknown kind of file; write \.html, \.htm"):
        refuse_ending(Path("a.pdf"), PAGES)
