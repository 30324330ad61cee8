"""Dates as firms' systems write them: the same days in every form, or a refusal that says what to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from made import written

from journeysim.calibration import purchases
from journeysim.calibration.cells import date_forms, dates, months
from journeysim.calibration.cells.options import ReadingOptions, until_from
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.histories import Purchases
from journeysim.calibration.order_columns import OrderMapping
from journeysim.errors import UsageError

MOMENTS = [
    datetime(2022, 1, 1, 0, 1) + timedelta(days=5 * n, minutes=61 * n % 1439) for n in range(140)
]
_1970, _1899 = datetime(1970, 1, 1), datetime(1899, 12, 30)
SHORT = {
    name: months.NAMES[name].split() for name in months.NAMES if name.endswith("short")
}  # fmt: skip


def half_day(moment: datetime, before: str, after: str) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {before if moment.hour < 12 else after}"


def said(form: str) -> Callable[[datetime], str]:
    return lambda moment: moment.strftime(form)


FORMS: dict[str, Callable[[datetime], str]] = {
    form: said(form)
    for form in (
        "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.123+02:00", "%Y-%m-%dT%H%M", "%Y%m%dT%H%M%S", "%Y%m%d",
        "%Y-%m-%d %H:%M:%S.123456+00", "%Y-%m-%d %H:%M:%S CET", "%Y-%m-%dT%H:%M:%S America/New_York", "%d.%m.%Y, %H:%M",
        "%d.%m.%Y %H:%M Uhr", "%d.%m.%y", "%d/%m/%Y %H.%M", "%m/%d/%Y %I:%M:%S %p", "%d-%m-%y", "%d-%b-%y", "%d. %B %Y",
        "%b %d %Y %I:%M%p", "%B %d, %Y at %I:%M %p", "%a, %d %b %Y %H:%M:%S +0000", "%d/%b/%Y:%H:%M:%S +0000", "%d%b%Y:%H:%M:%S",
        "%d-%b-%y %I.%M.%S.000000000 %p", "%Y-%m-%d (%a)", "%Y. %m. %d.", "%y%m%d", "%d/%m/%Y %Hh%M",
    )
}  # fmt: skip
FORMS |= {
    "half days with dots": lambda m: f"{m.month}/{m.day}/{m.year} {half_day(m, 'a.m.', 'p.m.')}",
    "epoch seconds": lambda m: str(int((m - _1970).total_seconds())),
    "epoch milliseconds": lambda m: str(int((m - _1970).total_seconds()) * 1000 + 7),
    "serial": lambda m: str((m - _1899).days),
    "serial with time": lambda m: f"{(m - _1899).total_seconds() / 86400:.6f}",
    "serial with comma": lambda m: f"{(m - _1899).total_seconds() / 86400:.4f}".replace(".", ","),
}
FORMS |= {
    name: lambda m, names=names: f"{m.day}. {names[m.month - 1]}. {m.year}"
    for name, names in SHORT.items()
}


def read(path: Path, cells: list[str], name: str = "date", **how: str) -> Purchases:
    rows = [f"c{number % 9};{cell};5" for number, cell in enumerate(cells)]
    reading = ReadingOptions(**how)
    return purchases.read(
        written(path, [f"customer;{name};amount", *rows]), OrderMapping(), reading
    )


@pytest.mark.parametrize("form", FORMS)
def test_days_in_every_form_are_the_same_days(tmp_path: Path, form: str) -> None:
    found = read(tmp_path / "a.csv", [FORMS[form](moment) for moment in MOMENTS])
    assert not found.understood.refused
    assert sorted(found.day.tolist()) == [moment.toordinal() for moment in MOMENTS]


@pytest.mark.parametrize("form", ["%Y-%m", "%Y%m", "%m/%Y", "%m.%Y", "%b %Y", "%b-%y", "%Y %B"])
def test_months_fall_on_their_first_and_say_so(tmp_path: Path, form: str) -> None:
    found = read(tmp_path / "a.csv", [f"{moment:{form}}" for moment in MOMENTS], "month")
    assert not found.understood.refused
    assert {date.fromordinal(day).day for day in found.day.tolist()} == {1}
    assert any("dates name months only" in each for each in found.understood.sentences)


def test_six_digits_that_could_be_days_or_months_are_told_by_the_name_of_the_column(
    tmp_path: Path,
) -> None:
    """202201 is January 2022 under `month`; as yymmdd it would be a day that does not exist."""
    found = read(tmp_path / "a.csv", [f"{moment:%Y%m}" for moment in MOMENTS], "month")
    assert found.first_day == date(2022, 1, 1).toordinal()
    assert max(found.day) == MOMENTS[-1].replace(day=1).toordinal()


def test_days_that_read_in_two_ways_are_refused_with_both(tmp_path: Path) -> None:
    cells = ["03/04/2024", "05/06/2024", "07/08/2024"]
    with pytest.raises(UsageError, match=r"2024-04-03 \(day-month-year\), 2024-03-04 \(month-day-year\)"):  # fmt: skip
        read(tmp_path / "a.csv", cells)
    found = read(tmp_path / "b.csv", cells, dates="month-day-year")
    assert found.first_day == date(2024, 3, 4).toordinal()


def test_a_column_with_days_written_in_two_ways_is_refused(tmp_path: Path) -> None:
    cells = [f"{m:%d/%m/%Y}" for m in MOMENTS[:70]] + [f"{m:%m/%d/%Y}" for m in MOMENTS[70:]]
    with pytest.raises(UsageError, match="dates are written in two ways"):
        read(tmp_path / "a.csv", cells)


@pytest.mark.parametrize("wrong", ["2099-12-31", "1970-01-01", "1900-01-01"])
def test_a_day_far_from_all_others_is_refused_by_name(tmp_path: Path, wrong: str) -> None:
    cells = [f"{moment:%Y-%m-%d}" for moment in MOMENTS]
    found = read(tmp_path / "a.csv", [*cells, wrong])
    (refused,) = found.understood.refused
    assert (refused.times, refused.line) == (1, len(cells) + 2)
    assert f"{wrong} lies far from all other dates" in refused.reason
    assert (found.first_day, found.last_day) == (MOMENTS[0].toordinal(), MOMENTS[-1].toordinal())


def test_until_ends_the_observation_and_sets_aside_what_came_later(tmp_path: Path) -> None:
    until = until_from("2023-01-01")
    rows = [f"c{number % 9};{moment:%Y-%m-%d};5" for number, moment in enumerate(MOMENTS)]
    path = written(tmp_path / "a.csv", ["customer;date;amount", *rows])
    found = purchases.read(path, OrderMapping(), ReadingOptions(until=until))
    later = sum(moment.toordinal() > until for moment in MOMENTS)
    assert found.last_day == until
    assert [(each.reason, each.times) for each in found.understood.aside] == [("after --until", later)]  # fmt: skip


def test_where_takes_a_part_and_the_whole_file_ends_the_observation(tmp_path: Path) -> None:
    """Of a cohort that stopped coming, nobody is there at the end of the file."""
    lines = ["customer;date;cohort;amount"]
    lines += [f"o{n};{MOMENTS[n % 20]:%Y-%m-%d};2022;5" for n in range(40)]
    lines += [f"n{n};{moment:%Y-%m-%d};2023;5" for n, moment in enumerate(MOMENTS)]
    path = written(tmp_path / "a.csv", lines)
    found = purchases.read(path, OrderMapping(), ReadingOptions(where=("cohort", "2022")))
    assert found.last_day == MOMENTS[-1].toordinal()
    assert max(found.day) == MOMENTS[19].toordinal()


def test_the_time_of_day_is_read_with_every_form() -> None:
    for form, way in (("%Y-%m-%dT%H:%M:%SZ", date_forms.YMD), ("%d.%m.%Y, %H:%M", date_forms.DMY), ("%m/%d/%Y %I:%M %p", date_forms.MDY)):  # fmt: skip
        for moment in MOMENTS[:20]:
            found = dates.moment(way, f"{moment:{form}}")
            assert found is not None
            assert found.passed == pytest.approx((moment.hour * 60 + moment.minute) / 1440)


def test_ways_that_no_cell_shares_are_each_shown_by_a_cell() -> None:
    evidence = dates.DateEvidence()
    for text in ("2025-01-11", "05.01.2026"):
        evidence.add(text)
    with pytest.raises(Unclear) as refused:
        dates.way_of(evidence)
    said = str(refused.value)
    assert "dates are written in 3 ways, none more often than another" in said
    assert "'2025-01-11' (year-month-day), '05.01.2026' (day-month-year)" in said
