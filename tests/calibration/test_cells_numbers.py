"""Amounts as people and programs write them: the same table in every form is the same purchases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import fsum
from pathlib import Path

import numpy as np
import pytest
from made import written

from journeysim.calibration import purchases
from journeysim.calibration.cells import numbers
from journeysim.calibration.cells.numbers import NumberEvidence
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.unclear import Unclear
from journeysim.calibration.histories import Purchases
from journeysim.calibration.order_columns import OrderMapping
from journeysim.errors import UsageError

_LUCK = np.random.default_rng(11)
ROWS = [
    (f"c{n % 17}", date(2023, 1, 1) + timedelta(days=3 * n), float(amount))
    for n, amount in enumerate(np.round(_LUCK.lognormal(6.0, 1.2, 150), 2))
]
"""Amounts from a few to some ten thousands, all with cents."""


def parted(amount: float, thousands: str, decimal: str) -> str:
    """An amount with a sign between thousands and one before the cents."""
    whole, cents = f"{amount:,.2f}".split(".")
    return whole.replace(",", thousands) + decimal + cents


def indian(amount: float) -> str:
    """Thousands, then hundreds of thousands: 12,34,567.50."""
    whole, cents = f"{amount:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail]) + "." + cents


FORMS: dict[str, Callable[[float], str]] = {
    "plain": lambda a: f"{a:.2f}",
    "decimal comma": lambda a: parted(a, "", ","),
    "american": lambda a: parted(a, ",", "."),
    "german": lambda a: parted(a, ".", ","),
    "german with sign": lambda a: parted(a, ".", ",") + " €",
    "german with word": lambda a: parted(a, ".", ",") + " Euro",
    "swiss": lambda a: "CHF " + parted(a, "'", "."),
    "swiss, curly": lambda a: parted(a, "\u2019", "."),
    "polish": lambda a: parted(a, "\u00a0", ",") + " zł",
    "french": lambda a: parted(a, "\u202f", ",") + " €",
    "brazilian": lambda a: "R$ " + parted(a, ".", ","),
    "indian": lambda a: "₹" + indian(a),
    "south african": lambda a: "R" + parted(a, " ", "."),
    "czech": lambda a: parted(a, " ", ",") + " Kč",
    "danish": lambda a: parted(a, ".", ",") + " kr.",
    "dollar": lambda a: f"${a:,.2f}",
    "code": lambda a: f"USD {a:,.2f}",
    "formula": lambda a: f'="{a:.2f}"',
    "marked as text": lambda a: f"'{a:.2f}",
    "power": lambda a: f"{a:.6e}",
    "three decimals": lambda a: f"{a:.3f}",
}


def read(path: Path, decimal: str | None = None) -> Purchases:
    return purchases.read(path, OrderMapping(), ReadingOptions(decimal=decimal))


def table(path: Path, cells: list[str]) -> Path:
    rows = [f"{who}\t{day}\t{cell}" for (who, day, _), cell in zip(ROWS, cells, strict=False)]
    return written(path, ["customer\tdate\tamount", *rows])


@pytest.mark.parametrize("form", FORMS)
def test_amounts_in_every_form_add_up_to_the_same(tmp_path: Path, form: str) -> None:
    found = read(table(tmp_path / "a.csv", [FORMS[form](amount) for *_, amount in ROWS]))
    assert not found.understood.refused
    assert fsum(found.amount) == pytest.approx(fsum(amount for *_, amount in ROWS), rel=1e-6)


@pytest.mark.parametrize("sign", [".", ","])
def test_whole_amounts_with_a_sign_from_a_thousand_on_are_read_as_thousands(
    tmp_path: Path, sign: str
) -> None:
    whole = [round(amount) for *_, amount in ROWS]
    path = table(tmp_path / "a.csv", [f"{n:,}".replace(",", sign) for n in whole])
    for decimal in (None, "," if sign == "." else "."):
        assert fsum(read(path, decimal).amount) == sum(whole)


def test_a_column_that_reads_in_two_ways_is_refused_with_both(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["1.234", "2.500", "9.875"])
    with pytest.raises(UsageError, match=r"'1\.234' can be 1\.234 or 1234; say --decimal \. for"):
        read(path)
    assert read(path, ",").amount.max() == 9875.0
    assert read(path, ".").amount.max() == 9.875


def test_two_signs_in_one_column_are_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["12,50", "13,75", "12.50", "13.75"])
    with pytest.raises(UsageError, match=r"decimals after '\.' .* and after ','"):
        read(path)


def test_shares_are_no_amounts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is in per cent and holds no amounts"):
        read(table(tmp_path / "a.csv", ["12 %", "13 %", "9 %"]))


def test_several_currencies_are_not_added(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="amounts are in several currencies"):
        read(table(tmp_path / "a.csv", ["€ 12.50", "$ 13.75", "€ 8.20"]))
    assert len(read(table(tmp_path / "b.csv", ["€12.50", "13.75 EUR", "8.20 Euro"])).amount) == 3


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("954,03-", -954.03), ("(3,50)", -3.5), ("\u2212 7", -7.0), ("12,-", 12.0), ("63,1 %", 0.631),
        ("1.234.567", 1234567.0), ("1.23.456", 123456.0), ("1.2.3", None), ("12,345,67", None), ("१२", None), ("٣", None),
    ],
)  # fmt: skip
def test_single_cells_after_a_decimal_comma(text: str, value: float | None) -> None:
    assert numbers.number(text, ",") == (None if value is None else pytest.approx(value))


def test_a_number_alone_shares_the_sign_of_those_beside_it() -> None:
    beside = NumberEvidence()
    beside.add("185,50")
    assert numbers.alone("12.000", beside) == 12000.0
    with pytest.raises(Unclear, match="can be 12 or 12000"):
        numbers.alone("12.000")
