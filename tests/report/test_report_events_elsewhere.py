"""The event log as XES and Parquet, read by tools that were not written here."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from worlds import WORLD, changed, outcome

from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.report import to_csv, to_parquet, to_xes
from journeysim.report.event_columns import HEADER, Export
from journeysim.scenario.scenario import load

START = date(2026, 1, 5)
NAMESPACE = "{http://www.xes-standard.org/}"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    path = tmp_path_factory.mktemp("elsewhere") / "firm.toml"
    path.write_text(WORLD, encoding="utf-8")
    return outcome(changed(load(str(path)), "population.customers=40", "run.days=60 d"), "caring")


@pytest.fixture(scope="module")
def written(lived: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    to_csv.write(folder / "log.csv", [Export(lived, "caring", START)])
    assert to_xes.write(folder / "log.xes", [Export(lived, "caring", START)]) == len(lived.log)
    return folder


def test_an_xes_file_is_valid_by_the_schema(written: Path) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    schema = xmlschema.XMLSchema(str(Path(__file__).with_name("xes.xsd")))
    schema.validate(str(written / "log.xes"))
    broken = written / "broken.xes"
    text = (written / "log.xes").read_text(encoding="utf-8")
    broken.write_text(text.replace('<int key="number" value="1"', '<int key="number" value="x"'))
    assert not schema.is_valid(str(broken))


def test_every_trace_is_a_case_with_its_events_in_order(written: Path) -> None:
    with (written / "log.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    expected: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        events = expected.setdefault(row["case:concept:name"], [])
        events.append((row["concept:name"], row["time:timestamp"]))
    found = {}
    for trace in ElementTree.parse(written / "log.xes").getroot().iter(f"{NAMESPACE}trace"):
        facts = {item.get("key"): item.get("value") for item in trace if item.get("key")}
        events = [
            {item.get("key"): item.get("value") for item in event}
            for event in trace.iter(f"{NAMESPACE}event")
        ]
        found[facts["concept:name"]] = [
            (event["concept:name"], event["time:timestamp"]) for event in events
        ]
        assert facts["policy"] == "caring"
        assert facts["replication"] == "0"
    assert found == expected


def test_nothing_that_xml_does_not_know_gets_into_a_file(lived: Outcome, tmp_path: Path) -> None:
    names = lived.encoded.names._replace(channels=('a\x01\x1f"<&>\ufffe\ud800b',))
    odd = replace(lived, encoded=lived.encoded._replace(names=names))
    to_xes.write(tmp_path / "odd.xes", [Export(odd, "caring", START)])
    root = ElementTree.parse(tmp_path / "odd.xes").getroot()
    resources = {
        item.get("value") for item in root.iter(f"{NAMESPACE}string") if item.get("key") == "org:resource"
    }  # fmt: skip
    assert resources == {'a"<&>b'}


def test_a_packed_xes_file_is_the_same_text(lived: Outcome, written: Path) -> None:
    to_xes.write(written / "log.xes.gz", [Export(lived, "caring", START)])
    packed = gzip.decompress((written / "log.xes.gz").read_bytes())
    assert packed == (written / "log.xes").read_bytes()


def test_parquet_and_csv_hold_the_same_rows(lived: Outcome, written: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    twice = [Export(lived, "caring", START), Export(lived, "caring", START)]
    assert to_parquet.write(written / "log.parquet", twice) == 2 * len(lived.log)
    base = duckdb.connect()
    base.execute("SET TimeZone = 'UTC'")
    columns = ", ".join(f'"{name}"' for name in HEADER if name != "time:timestamp")
    both = [
        base.execute(
            f"SELECT {columns}, epoch_ms(\"time:timestamp\"::TIMESTAMPTZ) FROM '{written}/{name}'"
        ).fetchall()
        for name in ("log.csv", "log.parquet")
    ]
    empty = [tuple("" if cell is None else cell for cell in row) for row in both[0]]
    assert both[1] == empty + empty
    names = [
        row[0] for row in base.execute(f"DESCRIBE SELECT * FROM '{written}/log.parquet'").fetchall()
    ]
    assert tuple(names) == HEADER


def test_parquet_has_the_same_bytes_again_and_leaves_nothing_behind(
    lived: Outcome, tmp_path: Path
) -> None:
    pytest.importorskip("duckdb")
    for name in ("one.parquet", "other.parquet"):
        to_parquet.write(tmp_path / name, [Export(lived, "caring", START)])
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"one.parquet", "other.parquet"}


def test_counts_of_kinds_survive_every_format(lived: Outcome, written: Path) -> None:
    root = ElementTree.parse(written / "log.xes").getroot()
    found = Counter(
        item.get("value")
        for event in root.iter(f"{NAMESPACE}event")
        for item in event
        if item.get("key") == "concept:name"
    )
    assert found == Counter(
        EventType(kind).name.lower() for kind in lived.log.column("kind").tolist()
    )
