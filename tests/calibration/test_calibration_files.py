"""Files as they come: encodings, dates, delimiters, dirt. Nothing is dropped in silence."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import orders, written

from journeysim.calibration import (
    contact_columns,
    contact_log,
    contracts,
    counts,
    purchases,
    summaries,
)
from journeysim.calibration.cells import dates
from journeysim.calibration.cells.files import DataTable, FileStyle
from journeysim.calibration.cells.numbers import number
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.histories import Purchases, histories
from journeysim.calibration.order_columns import OrderMapping
from journeysim.errors import UsageError

ROWS = [f"{who},{day.isoformat()},{amount}" for who, day, amount in orders()]
PLAIN = ["customer,date,amount", *ROWS]


def read(
    path: Path, encoding: str | None = None, dates: str | None = None, **mapping: str
) -> Purchases:
    how = ReadingOptions(FileStyle(encoding=encoding), dates=dates, allowed=1.0)
    return purchases.read(path, OrderMapping(**mapping), how)


def same(one: Purchases, other: Purchases) -> bool:
    return (
        len(one.who) == len(other.who)
        and sorted(one.day.tolist()) == sorted(other.day.tolist())
        and bool(np.isclose(np.nansum(one.amount), np.nansum(other.amount)))
    )


@pytest.fixture
def plain(tmp_path: Path) -> Purchases:
    return read(written(tmp_path / "plain.csv", PLAIN))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings(tmp_path: Path, plain: Purchases, encoding: str) -> None:
    path = written(tmp_path / "a.csv", PLAIN, encoding)
    assert same(read(path), plain)


def test_a_wrong_encoding_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ["Kunde;Datum;Betrag", "Müller;2025-01-02;3,50"], "cp1252")
    with pytest.raises(UsageError, match=r"is not text in utf-8.* --encoding cp1252"):
        read(path)
    assert read(path, "cp1252").amount.tolist() == [3.5]
    with pytest.raises(UsageError, match="no such encoding"):
        read(path, "klingon")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiters(tmp_path: Path, plain: Purchases, delimiter: str) -> None:
    lines = [line.replace(",", delimiter) for line in PLAIN]
    assert same(read(written(tmp_path / "a.csv", lines, end="\r\n")), plain)


def test_packed(tmp_path: Path, plain: Purchases) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress("\n".join(PLAIN).encode()))
    assert same(read(path), plain)


WAYS = ["%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%Y-%m-%dT%H:%M:%SZ", "%m/%d/%Y 8:26", "%Y-%m-%d 07:26:00.123+00:00"]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_dates(tmp_path: Path, plain: Purchases, way: str) -> None:
    lines = [f"{who};{day.strftime(way)};{amount}" for who, day, amount in orders()]
    assert same(read(written(tmp_path / "a.csv", ["customer;date;amount", *lines])), plain)


def test_days_and_months_that_cannot_be_told_apart_are_asked_for(tmp_path: Path) -> None:
    lines = ["customer,date,amount", "a,03/04/2025,1", "b,05/06/2025,2"]
    path = written(tmp_path / "a.csv", lines)
    with pytest.raises(UsageError, match="say --dates day-month-year or --dates month-day-year"):
        read(path)
    assert read(path, dates="day-month-year").first_day == date(2025, 4, 3).toordinal()
    assert read(path, dates="month-day-year").first_day == date(2025, 3, 4).toordinal()


def test_every_row_is_used_or_refused_for_a_reason(tmp_path: Path) -> None:
    dirty = [
        "x,31/12/2025,5",  # another way to write a date
        "x,2025-02-30,5",  # no such day
        ",2025-01-01,5",
        "x,2025-01-01,-5",
        "x,2025-01-01,0",
        "x,2025-01-01,much",
        "x,2025-01-01",
        "x,2025-01-01,nan",
    ]
    found = read(written(tmp_path / "a.csv", [*PLAIN, *dirty]))
    file = found.understood
    reasons = {each.reason: each.times for each in file.refused}
    assert reasons == {
        "no date in the order year-month-day": 2,
        "no amount": 2,
        "too few cells": 1,
    }
    aside = {each.reason.partition(",")[0]: each.times for each in file.aside}
    assert aside == {"customer is nobody's name": 1, "a return": 1}
    assert file.refused[0].line == len(PLAIN) + 1
    assert file.rows == len(ROWS) + len(dirty)
    assert file.kept == len(ROWS) + 1  # who paid nothing came all the same


def test_a_day_counts_once_and_repeated_rows_are_counted_and_told(tmp_path: Path) -> None:
    lines = ["customer,date,amount", "a,2025-01-01,5", "a,2025-01-01 18:00,7", "a,2025-01-01,5", "a,2025-01-03,1"]  # fmt: skip
    found = read(written(tmp_path / "a.csv", lines))
    assert found.amount.tolist() == [17.0, 1.0]
    assert found.identical == 1
    assert histories(found).repeats.tolist() == [1]
    assert histories(found).recency.tolist() == [2]


def test_missing_columns_are_asked_for_by_their_option(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ["wer,wann,wieviel", "a,2025-01-01,3"])
    with pytest.raises(UsageError, match=r"Say --customer COLUMN; it has 'wer', 'wann', 'wieviel'"):
        read(path)
    with pytest.raises(UsageError, match=r"has no column 'who' \(--customer\)"):
        read(path, customer="who")
    said = read(path, customer="wer", date="wann").understood.sentences
    assert "customer 'wer', date 'wann', no amount" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"customer,date,amount\n", "no date in a known form"),
        (b"customer,date,amount\na,soon,3\n", "no date in a known form"),
        (b"\x00\x01\x02\xff\xfe", "is not text"),
        (b"\x1f\x8b\x08broken", "cannot be read"),
        (b'customer,date,amount\n"a,2025-01-01,3\n', "date in a known form"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(UsageError, match=words):
        read(tmp_path / "a.csv")


@given(st.binary(max_size=300))
def test_any_bytes_end_in_purchases_or_in_words(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.csv"
    path.write_bytes(b"customer,date,amount\n" + content)
    try:
        found = read(path)
    except UsageError:
        return
    used = len(found.who)
    file = found.understood
    assert 0 < used <= file.kept == file.rows - sum(e.times for e in (*file.refused, *file.aside))


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,234.50", ".", 1234.5), ("1.234,50", ",", 1234.5), ("£12.50", ".", 12.5), ("12 €", ".", 12.0),
        ("(3.00)", ".", -3.0), ("1e3", ".", 1000.0), ("EUR 7", ".", 7.0), ("", ".", None), ("=1+1", ".", None),
        ("nan", ".", None), ("inf", ".", None), ("1.2.3", ".", None),
    ],
)  # fmt: skip
def test_amounts(text: str, decimal: str, value: float | None) -> None:
    assert number(text, decimal) == value


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_reads_back_in_every_order(day: date) -> None:
    for order, way in (("year-month-day", "%Y-%m-%d"), ("day-month-year", "%d.%m.%Y"), ("month-day-year", "%m/%d/%Y")):  # fmt: skip
        assert dates.day_in(order, f"{day:{way}} 11:59 PM".replace("Y", f"{day.year:04d}")) == day.toordinal()  # fmt: skip


def test_a_row_a_customer_and_a_row_a_renewal_are_told_from_a_log(tmp_path: Path) -> None:
    how = ReadingOptions(allowed=1.0)

    def header(path: Path) -> tuple[str, ...]:
        return DataTable(path, FileStyle()).header

    each = written(
        tmp_path / "c.csv", ["ID,frequency,recency,T", "1,2,30.43,38.86", "2,0,0,38", "3,1,0,5"]
    )
    assert summaries.is_one(header(each))
    found = summaries.read(each, how, 7.0)
    assert found.histories.recency.tolist() == [30.43 * 7.0, 0.0]
    assert [(e.times, e.line) for e in found.understood.refused] == [(1, 4)]
    left = written(tmp_path / "s.csv", ["year,survivors", "0,100", "1,80", "2,70"])
    assert contracts.kind_of(header(left)) == "survivors"
    survivals = contracts.read(left, how, "survivors", 365.0, None).survivals
    assert survivals.ended.tolist() == [20.0, 10.0, 0.0]
    assert survivals.running.tolist() == [0.0, 0.0, 70.0]
    log = header(written(tmp_path / "l.csv", PLAIN))
    assert contracts.kind_of(log) is None
    assert not summaries.is_one(log)


def test_contacts_tell_handling_patience_redialling_and_hours(tmp_path: Path) -> None:
    luck = np.random.default_rng(4)
    lines = ["arrival,wait_s,outcome,handling_s,customer"]
    for number_ in range(3000):
        wait, patience = luck.exponential(120.0), luck.exponential(300.0)
        left = patience < wait
        work = 0 if left else luck.lognormal(5.0, 0.8)
        day, hour, minute = 1 + number_ % 28, 9 + number_ % 8, number_ % 60
        stamp = f"2025-03-{day:02d} {hour:02d}:{minute:02d}:00"
        outcome = "abandoned" if left else "served"
        lines.append(f"{stamp},{min(wait, patience):.2f},{outcome},{work:.3f},c{number_ % 900}")
    lines.append("2025-03-01 09:00,1,perhaps,1,c1")
    (found,) = contact_log.read(
        written(tmp_path / "calls.csv", lines), contact_columns.ContactMapping(), ReadingOptions()
    )
    assert "waits in s, as its name says" in found.understood.sentences
    assert found.handling is not None
    assert found.handling[0] * 86400 == pytest.approx(np.exp(5.0 + 0.32), rel=0.06)
    assert found.handling[1] == pytest.approx(0.8, abs=0.04)
    assert found.patience is not None
    assert found.patience.shape is None
    assert found.patience.interval is not None
    assert found.patience.interval[0] * 86400 < 300.0 < found.patience.interval[1] * 86400
    assert found.redial_interval is not None
    by_hour = found.profile.by_hour()
    assert [n > 0 for n in by_hour] == [9 <= hour <= 16 for hour in range(24)]
    assert [each.reason for each in found.understood.refused] == [
        "an outcome that is neither answered nor abandoned"
    ]


def test_weekdays_begin_on_monday(tmp_path: Path) -> None:
    lines = [
        "arrival,wait_min,outcome,handling_min",
        "2026-01-05 10:00,1,served,3",
        "2026-01-11 23:59,1,served,3",
    ]
    (found,) = contact_log.read(
        written(tmp_path / "calls.csv", lines), contact_columns.ContactMapping(), ReadingOptions()
    )
    assert found.profile.by_weekday() == (1, 0, 0, 0, 0, 0, 1)
    assert found.handling is None


def test_cases_become_rates_with_exact_intervals(tmp_path: Path) -> None:
    path = written(tmp_path / "cases.csv", ["type", *["late"] * 10, "lost", ""])
    found = counts.read(path, 100.0, ReadingOptions())
    late = found.rates[0]
    assert (late.type, late.rate) == ("late", 0.1)
    assert late.interval == pytest.approx((0.04795, 0.18390), abs=1e-4)  # Garwood's table for ten
    with pytest.raises(UsageError, match="--customer-years"):
        counts.read(path, 0.0, ReadingOptions())
