"""`js.calibrate` and `js.init`: a firm of one's own, the same at both doors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import journeysim as js
from journeysim.errors import UsageError

ANSWERS = {"kind": "garage", "customers": 120, "every": "every 100 days", "spend": "£210",
           "margin": 35, "new": 0, "agents": 3, "contact": "20 min"}  # fmt: skip


@pytest.fixture
def orders(folder: Path) -> str:
    """Orders of sixty customers, some of whom come back."""
    lines = ["client,day,total"]
    for who in range(60):
        for number in range(1 + who % 4):
            day = date(2025, 1, 6) + timedelta(days=who + 37 * number + who * number % 11)
            lines.append(f"c{who},{day:%Y-%m-%d},{20 + who % 9 * number}.50")
    (folder / "orders.csv").write_text("\n".join(lines), encoding="utf-8")
    return "orders.csv"


COLUMNS = ("--customer", "client", "--date", "day", "--amount", "total", "--model", "bgnbd")


def fitted(orders: str) -> Any:
    return js.calibrate(
        "firm.toml", orders, customer="client", date="day", amount="total", model="bgnbd"
    )


def test_calibrate_finds_prints_and_writes_what_its_command_does(
    folder: Path, typed: Callable[..., str], orders: str
) -> None:
    firm = fitted(orders)
    told = typed("calibrate", "firm.toml", orders, *COLUMNS, "-o", "mine.toml")
    assert f"{firm}\n" == told
    document = typed("calibrate", "firm.toml", orders, *COLUMNS, "-o", "mine.toml", "--json")
    assert firm.document() == document
    firm.write("ours.toml")
    assert (folder / "ours.toml").read_bytes() == (folder / "mine.toml").read_bytes()


def test_what_was_told_stands_in_columns_and_the_rest_is_named(folder: Path, orders: str) -> None:
    firm = fitted(orders)
    columns = firm.columns()
    assert len({len(column) for column in columns.values()}) == 1
    known = np.isfinite(columns["low"])
    assert known.any()
    assert (columns["low"][known] <= columns["value"][known]).all()
    assert (columns["value"][known] <= columns["high"][known]).all()
    assert "talk.referral" in firm.assumed
    assert "fitted" in repr(firm)
    assert firm._repr_html_().startswith("<")


def test_a_fitted_firm_is_asked_like_a_loaded_scenario(folder: Path, orders: str) -> None:
    firm = fitted(orders)
    firm.write("mine.toml")
    small = {"customers": 15, "days": 20, "replications": 2, "engine": "simpy", "policy": "plain"}
    here = js.run(firm.scenario, **small)
    there = js.run("mine.toml", **small)
    ours, theirs = (each[0].experiment.observations["plain"] for each in (here, there))
    assert ours == theirs


def test_several_and_pairs_are_given_as_python_has_them(folder: Path) -> None:
    rows = ["kind,when", *(f"{'late' if n % 3 else 'broken'},2025-02-{1 + n % 28:02}" for n in range(40))]  # fmt: skip
    (folder / "cases.csv").write_text("\n".join(rows), encoding="utf-8")
    firm = js.calibrate(
        "firm.toml", cases="cases.csv", customer_years=20, type="kind",
        problem={"broken": "breakdown", "late": "breakdown"},
    )  # fmt: skip
    again = js.calibrate(
        "firm.toml", cases=folder / "cases.csv", customer_years=np.float64(20), type="kind",
        problem=["broken=breakdown", "late=breakdown"],
    )  # fmt: skip
    assert firm.document() == again.document()


def test_init_makes_the_firm_that_its_command_makes(
    folder: Path, typed: Callable[..., str]
) -> None:
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in ANSWERS.items()]
    (folder / "answers.toml").write_text("\n".join(lines), encoding="utf-8")
    told = typed("init", "--answers", "answers.toml", "--engine", "simpy", "-o", "mine.toml")
    for answers in (ANSWERS, "answers.toml"):
        firm = js.init(answers=answers, engine="simpy")
        assert f"{firm}\n".lstrip("\n") == told.lstrip("\n")
        firm.write("ours.toml")
        assert (folder / "ours.toml").read_bytes() == (folder / "mine.toml").read_bytes()
        assert {"churn", "costs.hour", "nps"} <= set(firm.unknown)
    assert firm.scenario.tables.population.customers == 120


def test_a_number_of_a_program_is_no_doubtful_text(folder: Path) -> None:
    """12.5 is twelve and a half; as text beside no other number it could be read in two ways."""
    firm = js.init(answers={"kind": "garage", "margin": 12.5, "customers": 50}, engine="simpy")
    assert firm.scenario.tables.purchase.margin == pytest.approx(0.125)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: js.init(), "init asks only at a terminal; give answers={...} to: name, kind"),
        (lambda: js.init(answers={"size": 3}), "answers: size: unknown question"),
        (lambda: js.init(answers={"customers": None}), "answers: customers: must be a number"),
        (lambda: js.init(answers="nothing.toml"), "nothing.toml: cannot be read"),
        (lambda: js.init(answers={}, engine="fast"), "engine='fast': is not one of"),
        (lambda: js.calibrate("firm.toml"), "nothing to fit"),
        (lambda: js.calibrate("firm.toml", "nothing.csv"), "nothing.csv"),
        (lambda: js.calibrate("firm.toml", "o.csv", model="x"), "model='x': is not one of auto"),
        (lambda: js.calibrate("firm.toml", "o.csv", dates="x"), "dates='x': is not one of year-"),
        (lambda: js.calibrate("firm.toml", "o.csv", unit="x"), "unit='x': is not one of ms"),
        (lambda: js.calibrate("firm.toml", "o.csv", skip=-1), "skip=-1: is out of range"),
        (lambda: js.calibrate("firm.toml", "o.csv", customers="many"), "is not a number"),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, ask: Callable[[], object], words: str) -> None:
    with pytest.raises(UsageError) as refused:
        ask()
    assert words in str(refused.value)
