"""Statement: what stands together in a table of money adds up as it is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeysim.experiment.compare import Experiment, measure
from journeysim.report.figures import as_printed, scale
from journeysim.report.statement import ACCOUNTS, account_of
from journeysim.report.tables import MONEY, SHORT, WORTH, side_by_side
from journeysim.report.unbooked import best_with_them, not_in_the_books, pays_otherwise
from journeysim.scenario.scenario import Scenario

AMOUNTS = st.floats(-3e7, 3e7)


@pytest.fixture
def measured(firm: Scenario) -> Experiment:
    """The small firm's policies, measured twice."""
    return measure(firm, firm.policies, replications=2, jobs=1)


def number(cell: str) -> float:
    sizes = {"k": 1e3, "M": 1e6}
    text = cell.replace(",", "").replace("+", "")
    return float(text[:-2]) * sizes[text[-1]] if text[-1] in sizes else float(text)


@given(st.lists(AMOUNTS, min_size=1, max_size=9))
def test_rounded_parts_add_up_to_the_rounded_total_and_none_is_a_digit_off(
    parts: list[float],
) -> None:
    total = sum(parts)
    own = scale([*parts, total], "money")
    step = 10.0**-own.decimals / own.factor
    rounded = as_printed(parts, total, own)
    shown = sum(round(part / step) for part in rounded)
    assert abs(shown - total / step) <= 0.5 + 1e-6
    assert all(abs(each - part) < 1.001 * step for each, part in zip(rounded, parts, strict=True))


@pytest.mark.parametrize("wanted", [MONEY, WORTH, SHORT])
def test_tables_of_money_add_up_as_printed(measured: Experiment, wanted: tuple[str, ...]) -> None:
    """For the baseline and for what sets each policy apart."""
    rows, columns = side_by_side(measured, "plain", wanted)
    account = account_of(wanted)
    assert account is not None
    assert len(columns) == len(measured.policies)
    for column in columns:
        found = {
            row.metric: number(cell.number) for row, cell in zip(rows, column.cells, strict=True)
        }
        added = sum(found.get(name, 0.0) for name in account.added)
        taken = sum(found.get(name, 0.0) for name in account.taken)
        assert added - taken == pytest.approx(found[account.total], abs=1e-6), column.label


def test_every_row_of_profit_has_its_place() -> None:
    profit, worth = ACCOUNTS
    assert profit.rows[0] == "list_margin"
    assert profit.total == "profit"
    assert worth.rows == ("discounted_profit", "equity", "total_value")


def test_who_joins_after_the_end_is_told_only_where_price_pay_or_acquisition_differ(
    measured: Experiment, firm: Scenario
) -> None:
    alike = replace(measured, policies=("plain", "caring"))
    assert not_in_the_books(alike, "plain") == []
    assert "kept for them taken off) under staffed" in not_in_the_books(measured, "plain")[0]
    cheaper = firm.with_settings(["policies.caring.price.level=0.9"])
    seen = {
        policy: {"total_value": (value,) * 3, "future_value": (later,) * 3}
        for policy, value, later in (("plain", 100.0, 0.0), ("caring", 90.0, 40.0))
    }
    told = replace(
        measured, scenario=cheaper, policies=tuple(seen), observations=seen,
        metrics=("total_value", "future_value"),
    )  # fmt: skip
    books, best = not_in_the_books(told, "plain")
    assert books.startswith(
        "Not in the books: those who would join after the end bring 40 EUR more"
    )
    assert best.endswith("caring is best, without plain.")
    assert best_with_them(told, "plain") == [best]
    open_ = seen | {"caring": {"total_value": (90.0,) * 3, "future_value": (40.0, -90.0, 200.0)}}
    assert best_with_them(replace(told, observations=open_), "plain") == []


def test_idle_pay_is_taken_off_where_people_are_hired(measured: Experiment, firm: Scenario) -> None:
    """What those are worth who are there at the end leaves it out, so it is told beside."""
    hiring = firm.with_settings(["policies.caring.service.channels.phone.agents='+1'"])
    training = firm.with_settings(["policies.caring.service.training='9 h'"])
    later = firm.with_settings(["policies.caring.care.touches.check_in.reach=0.9"])
    assert pays_otherwise(hiring, "caring", "plain")
    assert pays_otherwise(training, "caring", "plain")
    assert not pays_otherwise(later, "caring", "plain")
