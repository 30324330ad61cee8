"""Contracts in every form in which firms have them: the same renewals, the same fit."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from made import written

from journeysim.calibration import contracts, sbg
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cohorts import ContractTable
from journeysim.errors import UsageError

MONTH = 365.0 / 12.0
SURVIVORS = [12500, 8310, 6470, 5480]
COHORTS = {"2019": [1000, 631, 468, 382], "2020": [1200, 760, 560], "2021": [900, 570]}


def read(
    path: Path, lines: list[str], start: float | None = None, **how: str | int
) -> ContractTable:
    written(path, lines)
    reading = ReadingOptions(**how)
    kind = contracts.kind_of(DataTable(path, reading.file).header)
    assert kind is not None
    return contracts.read(path, reading, kind, MONTH, start)


def lost(found: ContractTable) -> tuple[float, float, float]:
    """a, b, and how many contracts."""
    model = sbg.fit(found.survivals, MONTH)
    return model.a, model.b, model.contracts


@pytest.mark.parametrize(
    ("header", "cells", "start"),
    [
        ("period;survivors", [str(n) for n in SURVIVORS], None),
        ("Jahr;verbleibend", [f"{n:,}".replace(",", ".") for n in SURVIVORS], None),
        ("period;survivors", [f"{n:,}" for n in SURVIVORS], None),
        ("year;% survived", [f"{100 * n / 12500:.3f} %" for n in SURVIVORS], 12500),
        ("year;retention %", [f"{100 * n / 12500:.3f}".replace(".", ",") for n in SURVIVORS], 12500),
        ("year;survival", [f"{n / 12500:.5f}" for n in SURVIVORS], 12500),
    ],
)  # fmt: skip
def test_survivors_in_every_form(
    tmp_path: Path, header: str, cells: list[str], start: float | None
) -> None:
    found = read(tmp_path / "a.csv", [header, *(f"{n};{cell}" for n, cell in enumerate(cells))], start)  # fmt: skip
    assert found.survivals.ended.tolist() == pytest.approx([4190, 1840, 990, 0], abs=1)
    assert found.survivals.running.tolist() == pytest.approx([0, 0, 0, 5480], abs=1)


def test_a_start_that_is_not_in_the_table_is_put_first(tmp_path: Path) -> None:
    whole = read(tmp_path / "a.csv", ["period,survivors", *(f"{n},{s}" for n, s in enumerate(SURVIVORS))])  # fmt: skip
    shares = [f"{n},{100 * s / 12500:.3f} %" for n, s in enumerate(SURVIVORS) if n]
    late = read(tmp_path / "b.csv", ["period,survivors", *shares], 12500)
    assert lost(late) == pytest.approx(lost(whole), rel=2e-3)
    counts = [f"{n},{s}" for n, s in enumerate(SURVIVORS) if n]
    assert lost(read(tmp_path / "c.csv", ["period,survivors", *counts], 12500)) == pytest.approx(lost(whole))  # fmt: skip


def test_shares_of_nobody_knows_how_many_are_refused(tmp_path: Path) -> None:
    lines = ["year,% survived", "0,100%", "1,63.1%", "2,46.8%"]
    with pytest.raises(UsageError, match="of how many customers at the start"):
        read(tmp_path / "a.csv", lines)
    with pytest.raises(UsageError, match=r"such as 63\.1 look like per cent"):
        read(tmp_path / "b.csv", [line.replace("%", "") for line in lines], 1000)


def triangle(names: list[str], row: str) -> list[str]:
    """A cohort a row; row: what stands for a cohort, with its name, size and cells."""
    lines = [";".join(names)]
    for name, kept in COHORTS.items():
        cells = [str(n) for n in kept] + [""] * (4 - len(kept))
        shares = [f"{100 * n / kept[0]:.1f}%" for n in kept] + [""] * (4 - len(kept))
        plain = {"counts": cells, "later": cells[1:], "shares": shares, "shares later": shares[1:]}
        lines.append(";".join([name, *([str(kept[0])] if "size" in names else []), *plain[row]]))
    return lines


@pytest.mark.parametrize(
    ("names", "row"),
    [
        (["cohort", "0", "1", "2", "3"], "counts"),
        (["cohort", "size", "0", "1", "2", "3"], "shares"),
        (["cohort", "size", "Month 1", "Month 2", "Month 3"], "later"),
        (["cohort", "size", "Month 1", "Month 2", "Month 3"], "shares later"),
    ],
)
def test_a_triangle_of_cohorts_in_every_form(tmp_path: Path, names: list[str], row: str) -> None:
    found = read(tmp_path / "a.csv", triangle(names, row))
    assert found.survivals.ended.tolist() == pytest.approx([1139, 363, 86, 0], abs=2)
    assert found.survivals.running.tolist() == pytest.approx([0, 570, 560, 382], abs=2)


def test_zeros_for_what_has_not_happened_yet_are_refused(tmp_path: Path) -> None:
    lines = [line.replace(";;", ";0;0") if line.endswith(";;") else line + "0" if line.endswith(";") else line for line in triangle(["cohort", "0", "1", "2", "3"], "counts")]  # fmt: skip
    with pytest.raises(UsageError, match="later cohorts end in zeros"):
        read(tmp_path / "a.csv", lines)


def contracts_made(count: int, chance: float) -> list[tuple[date, date | None]]:
    """Contracts of months with a constant chance to end, seen until the end of 2023."""
    luck, end, found = np.random.default_rng(2), date(2023, 12, 31), []
    for _ in range(count):
        first = date(2020, 1, 1) + timedelta(days=int(luck.integers(0, 1200)))
        last = first + timedelta(days=round(int(luck.geometric(chance)) * MONTH))
        found.append((first, last if last < end else None))
    return found


@pytest.mark.parametrize(
    ("form", "still"),
    [("%Y-%m-%d", ""), ("%d.%m.%Y", "offen"), ("%m/%d/%Y", "12/31/9999"), ("%d/%m/%Y", "31/12/2099"), ("%Y-%m-%d", "NULL")],
)  # fmt: skip
def test_starts_and_ends_tell_who_runs_still(tmp_path: Path, form: str, still: str) -> None:
    made = contracts_made(1500, 0.08)
    lines = ["customer;start date;end date"]
    lines += [f"{n};{first:{form}};{last.strftime(form) if last else still}" for n, (first, last) in enumerate(made)]  # fmt: skip
    found = read(tmp_path / "a.csv", lines, until=date(2023, 12, 31).toordinal())
    assert found.running == sum(last is None for _, last in made)
    assert not found.understood.refused
    assert sbg.fit(found.survivals, MONTH).mean_chance == pytest.approx(0.08, abs=0.008)


def test_an_unknown_word_for_running_still_is_asked_about(tmp_path: Path) -> None:
    """Left out, all who stayed would be missing, and everybody would seem to leave."""
    lines = ["customer;start date;end date"]
    lines += [f"{n};{first};{last or 'evergreen'}" for n, (first, last) in enumerate(contracts_made(400, 0.08))]  # fmt: skip
    with pytest.raises(UsageError, match=r"is 'evergreen' in \d+ rows, which is no day"):
        read(tmp_path / "a.csv", lines)


@pytest.mark.parametrize(
    ("column", "gone", "there"),
    [("Churn", "Yes", "No"), ("churned", "1", "0"), ("active", "0", "1"), ("status", "cancelled", "active"), ("Attrition_Flag", "Attrited Customer", "Existing Customer")],
)  # fmt: skip
def test_tenure_and_whether_it_ended(tmp_path: Path, column: str, gone: str, there: str) -> None:
    luck = np.random.default_rng(3)
    lines, running = [f"customerID,tenure,{column}"], 0
    for number in range(1500):
        lasts, seen = int(luck.geometric(0.06)), int(luck.integers(1, 50))
        running += lasts > seen
        lines.append(f"{number},{min(lasts, seen)},{gone if lasts <= seen else there}")
    found = read(tmp_path / "a.csv", lines)
    assert found.running == running
    assert sbg.fit(found.survivals, MONTH).mean_chance == pytest.approx(0.06, abs=0.008)
    assert "a snapshot of contracts" in " ".join(found.understood.faults())


def test_contracts_of_several_kinds_are_warned_of(tmp_path: Path) -> None:
    lines = ["customerID,tenure,Contract,Churn"]
    lines += [f"{n},{1 + n % 7},{('Month-to-month', 'One year')[n % 2]},{('Yes', 'No')[n % 3 == 0]}" for n in range(60)]  # fmt: skip
    found = read(tmp_path / "a.csv", lines)
    assert "'Contract' holds contracts of several kinds" in " ".join(found.understood.faults())
