"""Who a customer is: one person however the number is written, and nobody is not a loyal customer."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import orders, written

from journeysim.calibration import purchases
from journeysim.calibration.cells import people
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.histories import Purchases
from journeysim.calibration.order_columns import OrderMapping
from journeysim.errors import UsageError

ROWS = orders()
NOBODY = (
    "", "NULL", "null", "None", "nan", "N/A", "#N/A", "-", "0", "0000000", "anonymous", "Anonymous User", "guest", "GUEST CHECKOUT",
    "guest@guest.com", "noreply@shop.com", "unknown", "Unbekannt", "Inconnu", "Gast", "Laufkunde", "walk-in", "(not set)",
)  # fmt: skip


def read(path: Path, header: str, rows: list[str], **how: frozenset[str]) -> Purchases:
    return purchases.read(
        written(path, [header, *rows]),
        OrderMapping(),
        ReadingOptions(**how),
    )


@pytest.mark.parametrize("name", NOBODY)
def test_nobody_is_set_aside_with_what_that_does(tmp_path: Path, name: str) -> None:
    plain = [f"{who},{day},{amount}" for who, day, amount in ROWS]
    nameless = [f"{name},{day},7" for _, day, _ in ROWS[:30]]
    found = read(tmp_path / "a.csv", "customer,date,amount", plain + nameless)
    (aside,) = found.understood.aside
    assert (aside.reason, aside.times, aside.amount) == (people_reason(), 30, 210.0)
    assert "retention and frequency are those of named customers only" in aside.effect
    assert found.understood.share(aside) == pytest.approx(210 / (210 + sum(r[2] for r in ROWS)))
    assert found.customers == 20


def people_reason() -> str:
    return "customer is nobody's name"


def test_a_word_of_the_firms_own_for_nobody(tmp_path: Path) -> None:
    rows = [f"{'KASSE 3' if n % 4 == 0 else who},{day},{amount}" for n, (who, day, amount) in enumerate(ROWS)]  # fmt: skip
    plain = read(tmp_path / "a.csv", "customer,date,amount", rows)
    found = read(tmp_path / "a.csv", "customer,date,amount", rows, nobody=frozenset(("kasse 3",)))
    assert plain.customers == found.customers + 1


def test_a_very_frequent_name_is_warned_of(tmp_path: Path) -> None:
    rows = [f"{who}{n},{day},{amount}" for n, (who, day, amount) in enumerate(ROWS)]
    rows += [f"99999,{day},{amount}" for _ in range(3) for _, day, amount in ROWS]
    found = read(tmp_path / "a.csv", "customer,date,amount", rows)
    assert any("customer '99999' has 180 of 240 rows" in each for each in found.understood.faults())


@pytest.mark.parametrize(
    ("one", "other"),
    [("123", "123.0"), ("123", "123,00"), ("00123", '="00123"'), ("A@x.com", "a@X.com "), (" 123", "123\ufeff")],
)  # fmt: skip
def test_one_customer_in_two_spellings_is_one(one: str, other: str) -> None:
    assert people.name_of(one) == people.name_of(other)


@pytest.mark.parametrize(("one", "other"), [("123", "0123"), ("Ab", "aB"), ("12", "123")])
def test_what_may_be_two_customers_stays_two(one: str, other: str) -> None:
    assert people.name_of(one) != people.name_of(other)


def test_a_number_that_a_spreadsheet_rounded_is_not_one_customer(tmp_path: Path) -> None:
    rows = [f"{'1.23457E+11' if n % 3 else who},{day},{amount}" for n, (who, day, amount) in enumerate(ROWS)]  # fmt: skip
    with pytest.raises(UsageError, match=r"a customer's number that a spreadsheet has rounded"):
        read(tmp_path / "a.csv", "customer,date,amount", rows)


def test_the_number_of_an_order_is_not_the_customer(tmp_path: Path) -> None:
    rows = [f"{n},{day},{amount}" for n, (_, day, amount) in enumerate(ROWS)]
    with pytest.raises(UsageError, match="'id' is different in every row"):
        read(tmp_path / "a.csv", "id,date,amount", rows)
    named = [f"{n},{who},{day},{amount}" for n, (who, day, amount) in enumerate(ROWS)]
    assert read(tmp_path / "b.csv", "id,customer_id,date,amount", named).customers == 20


def test_a_price_beside_a_quantity_is_multiplied(tmp_path: Path) -> None:
    rows = [f"{who},{day},4,{amount / 4}" for who, day, amount in ROWS]
    found = read(tmp_path / "a.csv", "customer,date,quantity,price", rows)
    assert found.amount.sum() == pytest.approx(sum(amount for *_, amount in ROWS))
    assert "amount 'quantity' x 'price'" in " ".join(found.understood.sentences)


def test_of_two_amounts_none_is_chosen(tmp_path: Path) -> None:
    rows = [f"{who},{day},1,{amount}" for who, day, amount in ROWS]
    with pytest.raises(UsageError, match=r"several columns could be the amount: .*--amount 4"):
        read(tmp_path / "a.csv", "customer,date,amount,amount", rows)
    path = written(tmp_path / "b.csv", ["customer,date,amount,amount", *rows])
    found = purchases.read(path, OrderMapping(amount="4"), ReadingOptions())
    assert found.amount.sum() == pytest.approx(sum(amount for *_, amount in ROWS))


def test_cancelled_and_paid_back_orders_are_set_aside_and_returns_netted(tmp_path: Path) -> None:
    rows = [f"{who},{day},{amount},paid" for who, day, amount in ROWS]
    rows += ["c1,2025-03-03,50,voided", "c1,2025-03-04,50,refunded", "c2,2025-06-30,-3,paid"]
    found = read(tmp_path / "a.csv", "customer,date,total,financial status", rows)
    assert {each.reason.partition(",")[0]: each.times for each in found.understood.aside} == {
        "cancelled": 1, "paid back": 1, "a return": 1,
    }  # fmt: skip
    assert found.amount.sum() == pytest.approx(sum(amount for *_, amount in ROWS) - 3.0)


def test_lines_of_one_order_are_one_purchase_and_totals_no_customer(tmp_path: Path) -> None:
    rows = [f"{n},{who},{day},{amount},thing" for n, (who, day, amount) in enumerate(ROWS)]
    twice = [line for row in rows for line in (row, row.replace("thing", "other"))]
    found = read(tmp_path / "a.csv", "order,customer,date,total,item name", [*twice, "Total,,,99,"])
    assert found.amount.sum() == pytest.approx(sum(amount for *_, amount in ROWS))
    assert {each.times for each in found.understood.aside} == {len(ROWS), 1}
