"""Interval reports of telephony, in the columns of common systems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from made import written

from journeysim.calibration import interval_columns, interval_report
from journeysim.calibration.cells.files import DataTable, FileStyle
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.errors import UsageError


class Half(NamedTuple):
    begin: datetime
    offered: int
    abandoned: int
    wait: int
    talk: int
    level: float


HALVES = [
    Half(
        datetime(2025, 1, 6, 9) + timedelta(days=n // 16, minutes=30 * (n % 16)),
        20 + n % 11, n % 3, 20 + n % 37, 400 + n % 57, 70.0 + n % 29 + 0.5,
    )
    for n in range(320)
]  # fmt: skip
OFFERED, ABANDONED = sum(h.offered for h in HALVES), sum(h.abandoned for h in HALVES)
TALK = sum(h.talk * (h.offered - h.abandoned) for h in HALVES) / (OFFERED - ABANDONED)
WAIT = sum(h.wait * h.offered for h in HALVES) / OFFERED


def minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


REPORTS: dict[str, tuple[str, Callable[[Half], str]]] = {
    "plain": (
        "Interval Start,Queue,Offered,Answered,Abandoned,Avg Wait,AHT,Service Level %",
        lambda h: f"{h.begin},Billing,{h.offered},{h.offered - h.abandoned},{h.abandoned},{h.wait},{h.talk},{h.level}",
    ),
    "clocks": (
        "Interval,Calls Offered,Calls Answered,Calls Abandoned,Avg Wait Time (mm:ss),AHT (mm:ss),SL",
        lambda h: f"{h.begin},{h.offered},{h.offered - h.abandoned},{h.abandoned},{minutes(h.wait)},{minutes(h.talk)},{h.level}%",
    ),
    "date and interval": (
        "Date,Interval,Offered,Handled,Avg Wait,Avg Handle Time,Service Level %",
        lambda h: f"{h.begin:%Y-%m-%d},{h.begin:%H:%M}-{h.begin + timedelta(minutes=30):%H:%M},{h.offered},{h.offered - h.abandoned},{h.wait},{h.talk},{h.level}",
    ),
    "german": (
        "Datum;Uhrzeit;Angebotene Anrufe;Angenommene Anrufe;Verlorene Anrufe;Ø Wartezeit (s);Ø Bearbeitungszeit (s);Servicegrad",
        lambda h: f"{h.begin:%d.%m.%Y};{h.begin:%H:%M};{h.offered};{h.offered - h.abandoned};{h.abandoned};{h.wait};{h.talk};{h.level:.1f} %".replace(".5 %", ",5 %"),
    ),
    "acd": (
        "Split,Date,Time,ACD Calls,Aban Calls,Avg Speed Ans,Avg ACD Time,SL",
        lambda h: f"1,{h.begin:%Y-%m-%d},{h.begin:%H:%M},{h.offered - h.abandoned},{h.abandoned},{h.wait},{h.talk},{h.level}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("form", REPORTS)
def test_an_interval_report_is_summed_and_no_log_of_calls(
    tmp_path: Path, form: str, total: bool
) -> None:
    header, row = REPORTS[form]
    last = ["Total" + header.count(";" if ";" in header else ",") * (";9" if ";" in header else ",9")]  # fmt: skip
    path = written(tmp_path / "r.csv", [header, *map(row, HALVES), *(last if total else [])])
    assert interval_columns.is_report(DataTable(path, FileStyle()))
    (found,) = interval_report.read(path, ReadingOptions())
    assert not found.understood.refused
    assert (found.offered, found.abandoned) == (OFFERED, ABANDONED)
    assert found.handling is not None
    assert found.mean_wait is not None
    assert found.level is not None
    assert found.handling * 86_400 == pytest.approx(TALK)
    assert found.mean_wait * 86_400 == pytest.approx(WAIT)
    assert found.level == pytest.approx(sum(h.level * h.offered for h in HALVES) / OFFERED / 100)
    assert found.patience == pytest.approx(found.mean_wait / (ABANDONED / OFFERED))
    assert [n > 0 for n in found.profile.by_hour()] == [9 <= hour < 17 for hour in range(24)]


def test_single_calls_with_both_columns_are_no_report(tmp_path: Path) -> None:
    lines = ["date,answered,abandoned,wait_s,talk_s"]
    lines += [f"{h.begin},{int(h.abandoned == 0)},{int(h.abandoned > 0)},{h.wait},{h.talk}" for h in HALVES]  # fmt: skip
    path = written(tmp_path / "r.csv", lines)
    assert not interval_columns.is_report(DataTable(path, FileStyle()))


def test_shares_are_not_taken_for_counts(tmp_path: Path) -> None:
    lines = ["Interval Start,Offered,Abandon %,Avg Wait,AHT"]
    lines += [f"{h.begin},{h.offered},{100 * h.abandoned / h.offered:.1f},{h.wait},{h.talk}" for h in HALVES]  # fmt: skip
    with pytest.raises(UsageError, match="needs two of offered, answered and abandoned"):
        interval_report.read(written(tmp_path / "r.csv", lines), ReadingOptions())
