"""calibrate: a firm's own data become a scenario that says where its numbers come from."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from journeysim.calibration import checking
from journeysim.scenario.scenario import load

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def orders(folder: Path) -> str:
    """Orders of a hundred customers, some of whom come back."""
    lines = ["order,client,day,total"]
    start = date(2025, 1, 6)
    for who in range(100):
        for number in range(1 + who % 4):
            day = start + timedelta(days=who + 37 * number + who * number % 11)
            lines.append(
                f"{len(lines)},=c{who},{day:%d.%m.%Y},{20 + who % 9 * number},50".replace(
                    ",50", ".50"
                )
            )
    lines.append("999,x,someday,5")
    (folder / "orders.csv").write_text("\n".join(lines), encoding="utf-8")
    return "orders.csv"


def test_orders_become_a_scenario(journeysim: Command, folder: Path, orders: str) -> None:
    columns = ("--customer", "client", "--date", "day", "--amount", "total", "--model", "bgnbd")
    code, out, err = journeysim("calibrate", "firm.toml", orders, *columns, "-o", "mine.toml")
    assert code == 0, err
    assert "unreadable 1: no date in the order day-month-year (first in line 252)" in err
    assert "mean amount of a purchase" in out
    text = (folder / "mine.toml").read_text(encoding="utf-8")
    assert 'extends = "firm.toml"' in text
    assert "# data: orders.csv, 251 rows" in text
    assert "still assumed, nothing here told: " in text
    mine = load(str(folder / "mine.toml")).tables
    assert mine.leaving.first_decision == 2
    assert mine.segments["loyal"].gap == mine.purchase.gap
    assert f"#   r = {mine.purchase.frequency.shape:.4g} " in text
    assert journeysim("run", "mine.toml", "--replications", "1", "--customers", "30")[0] == 0


def test_the_same_data_give_the_same_bytes(journeysim: Command, folder: Path, orders: str) -> None:
    for name in ("one.toml", "other.toml"):
        journeysim(
            "calibrate", "firm.toml", orders, "--customer", "client", "--date", "day", "-o", name
        )
    assert (folder / "one.toml").read_bytes() == (folder / "other.toml").read_bytes()


def test_a_shipped_scenario_can_be_fitted_from_anywhere(journeysim: Command, folder: Path) -> None:
    (folder / "kept.csv").write_text(
        "year,survivors\n0,1000\n1,869\n2,743\n3,653\n", encoding="utf-8"
    )
    arguments = ("calibrate", "subscription", "kept.csv", "-o", "mine.toml")
    code, _, err = journeysim(*arguments)
    assert code == 2
    assert "Say --period '1 year'" in err
    code, out, _ = journeysim(*arguments, "--period", "1 year", "--json", "--quiet")
    assert code == 0
    found = {each["name"]: each for each in json.loads(out)["fitted"]}
    share = found["lost at the first renewal"]
    assert share["low"] < 0.131 < share["high"]
    tables = load(str(folder / "mine.toml")).tables
    assert tables.purchase.gap.distribution().mean() == 365.0
    assert tables.problems


def test_payments_at_even_times_are_contracts(journeysim: Command, folder: Path) -> None:
    lines = ["customer,date,amount"]
    for who in range(90):
        for month in range(1 + who % 8):
            day = date(2025, 1, 1) + timedelta(days=who % 3 + round(30.4 * month))
            lines.append(f"c{who},{day},9.5")
    lines += [f"c{who},{date(2025, 9, 1)},9.5" for who in range(1000, 1003)]
    (folder / "paid.csv").write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = journeysim("calibrate", "firm.toml", "paid.csv", "-o", "mine.toml")
    assert code == 0
    assert "lost at the first renewal" in out
    assert "purchase.gap.mean" in out
    people = load(str(folder / "mine.toml")).tables.population
    assert "contracts that run still" in out
    assert sum(each.weight for each in people.classes) == pytest.approx(people.customers)
    assert {each.tenure % 30.0 for each in people.classes} == {15.0}


def test_tenures_of_contracts_say_who_is_there(journeysim: Command, folder: Path) -> None:
    """Six hundred run, by how many years; newcomers are as all were at their first renewal."""
    lines = ["tenure,churned"]
    for years, (running, ended) in enumerate(((300, 90), (200, 40), (100, 10))):
        lines += [f"{years},no"] * running + [f"{years + 1},yes"] * ended
    (folder / "kept.csv").write_text("\n".join(lines), encoding="utf-8")
    arguments = ("calibrate", "firm.toml", "--renewals", "kept.csv", "--period", "1 year")
    code, _, err = journeysim(*arguments, "-o", "mine.toml")
    assert code == 0, err
    tables = load(str(folder / "mine.toml")).tables
    assert tables.population.customers == 600
    by_years = {each.tenure / 365.0: each for each in tables.population.classes}
    a, b = tables.leaving.chance.a, tables.leaving.chance.b
    assert a is not None
    assert b is not None
    assert {years: each.weight for years, each in by_years.items()} == {
        0.5: 300,
        1.5: 200,
        2.5: 100,
    }
    for years, each in by_years.items():
        assert each.chance.b == pytest.approx(b + years - 0.5, rel=2e-3)


def test_check_shows_the_real_and_the_simulated_side_by_side(
    journeysim: Command, folder: Path, orders: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "STANDING", 1000)
    columns = ("--customer", "client", "--date", "day", "--model", "bgnbd")
    code, out, _ = journeysim("calibrate", "firm.toml", orders, *columns, "--check", "--engine", "simpy", "-o", "m.toml")  # fmt: skip
    assert code == 0
    assert "not seen by the fit" in out
    assert "in the sample" in out
    assert "own conditional expectation" in " ".join(out.split())


def test_contacts_and_cases(journeysim: Command, folder: Path) -> None:
    calls = ["arrival,wait_s,outcome,handling_s"]
    calls += [f"2025-03-{1 + n % 28:02d} 10:00,{n % 90},{'abandoned' if n % 5 == 0 else 'served'},{100 + n}" for n in range(200)]  # fmt: skip
    (folder / "calls.csv").write_text("\n".join(calls), encoding="utf-8")
    (folder / "cases.csv").write_text("type\nflat tyre\nflat tyre\nother\n", encoding="utf-8")
    arguments = ("calibrate", "firm.toml", "--contacts", "calls.csv", "--cases", "cases.csv", "-o", "m.toml")  # fmt: skip
    code, _, err = journeysim(*arguments)
    assert code == 2
    assert "--cases needs --customer-years" in err
    further = ("--customer-years", "4", "--problem", "flat tyre=breakdown")
    code, out, _ = journeysim(*arguments, *further)
    assert code == 0
    assert "by weekday:" in out
    assert "'other': 1 cases of a type that the scenario has not" in out
    tables = load(str(folder / "m.toml")).tables
    assert tables.problems["breakdown"].rate == pytest.approx(0.5 / 365)
    assert tables.service.channels["phone"].handling.kind == "lognormal"


def test_nothing_is_written_over_an_input_or_for_nothing(
    journeysim: Command, folder: Path, orders: str
) -> None:
    before = (folder / "firm.toml").read_bytes()
    for target in ("firm.toml", orders):
        code, _, err = journeysim("calibrate", "firm.toml", orders, "-o", target)
        assert code == 2
        assert "it is an input" in err
    assert (folder / "firm.toml").read_bytes() == before
    code, _, err = journeysim("calibrate", "firm.toml", "-o", "mine.toml")
    assert code == 2
    assert "nothing to fit" in err
    code, _, err = journeysim("calibrate", "firm.toml", "nowhere.csv", "-o", "mine.toml")
    assert code == 2
    assert "nowhere.csv: cannot be read" in err
    assert not (folder / "mine.toml").exists()


def test_a_scenario_with_settings_of_its_own_is_written_whole(
    journeysim: Command, folder: Path, orders: str
) -> None:
    """Elsewhere than its parent, a file cannot extend it; so it holds everything."""
    (folder / "out").mkdir()
    columns = ("--customer", "client", "--date", "day")
    assert journeysim("calibrate", "firm.toml", orders, *columns, "-o", "out/mine.toml")[0] == 0
    text = (folder / "out" / "mine.toml").read_text(encoding="utf-8")
    assert "extends" not in text.replace("it extends", "")
    assert (
        load(str(folder / "out" / "mine.toml")).policies == load(str(folder / "firm.toml")).policies
    )


@pytest.mark.parametrize(
    ("further", "words"),
    [
        (("--delimiter", "ab"), "--delimiter 'ab': must be one sign"),
        (("--where", "x"), "--where 'x': is not COLUMN=VALUE"),
        (
            ("--contacts", "calls.csv", "--arrival", "x", "--wait", "w"),
            "calls.csv: has no column 'w' (--wait)",
        ),
        (("--contacts", "calls.csv"), "Say --arrival COLUMN; it has 'x', 'y'"),
        (("--contacts", "calls.csv", "--channel", "fax"), "calls.csv: "),
        (("--model", "sbg", "--period", "2 fortnights"), "--period: a duration needs a unit"),
        (
            ("--cases", "calls.csv", "--customer-years", "3"),
            "calls.csv: which column is it? Say --type",
        ),
        (("--encoding", "klingon"), "--encoding 'klingon': no such encoding"),
    ],
)
def test_what_makes_no_sense_is_refused(
    journeysim: Command, folder: Path, orders: str, further: tuple[str, ...], words: str
) -> None:
    (folder / "calls.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    columns = ("--customer", "client", "--date", "day")
    code, _, err = journeysim("calibrate", "firm.toml", orders, *columns, *further, "-o", "m.toml")
    assert code == 2
    assert words in err
    assert not (folder / "m.toml").exists()


def test_what_was_understood_is_said_though_nothing_can_be_fitted(
    journeysim: Command, folder: Path
) -> None:
    lines = ["Kunde;Datum;Betrag", *(f"k{n};0{1 + n % 9}.0{1 + n % 7}.2024;1.{n:03d}" for n in range(20))]  # fmt: skip
    lines += ["gast;13.01.2024;1.250,50"]
    (folder / "shop.csv").write_text("\n".join(lines), encoding="utf-8")
    code, _, err = journeysim("calibrate", "firm.toml", "shop.csv", "-o", "mine.toml")
    assert code == 2
    assert "customer 'Kunde', date 'Datum', amount 'Betrag'" in err
    assert "dates day-month-year; 2024-01-01 to " in err
    assert "decimal sign ',': cells such as '1.250,50'" in err
    assert "set aside 1 rows" in err
    assert "customers bought again; at least 10 are needed" in err
    assert not (folder / "mine.toml").exists()


def test_a_forecast_that_misses_by_far_is_warned_of_and_fails(
    journeysim: Command, folder: Path
) -> None:
    """Everybody comes three times as often from the middle of the data on."""
    lines = ["customer,date,amount"]
    for who in range(150):
        now = who % 60
        while now < 700:
            lines.append(f"c{who},{date(2022, 1, 1) + timedelta(days=now)},20")
            now += (60 if now < 350 else 20) + (who * now) % 13
    (folder / "more.csv").write_text("\n".join(lines), encoding="utf-8")
    arguments = ("calibrate", "firm.toml", "more.csv", "--model", "bgnbd", "-o", "mine.toml", "-q")
    code, out, err = journeysim(*arguments, "--json")
    assert code == 1
    assert "the forecast of the second half is" in err
    assert "A season or a promotion" in err
    assert json.loads(out)["forecast"]["off"] < -0.25
    assert (folder / "mine.toml").exists()


def test_too_much_that_cannot_be_read_is_refused_with_the_option_that_goes_on(
    journeysim: Command, folder: Path
) -> None:
    lines = ["customer,date,amount"]
    lines += [f"c{n % 20},{date(2025, 1, 1) + timedelta(days=7 * n)},{'much' if n % 4 == 0 else 12.5}" for n in range(120)]  # fmt: skip
    (folder / "shop.csv").write_text("\n".join(lines), encoding="utf-8")
    arguments = ("calibrate", "firm.toml", "shop.csv", "--model", "bgnbd", "-o", "mine.toml")
    code, _, err = journeysim(*arguments)
    assert code == 2
    assert "25.0 % of the rows cannot be read: 30 x no amount (first in line 2)" in err
    assert "say --allow-unreadable 26% to go on without them" in err
    assert not (folder / "mine.toml").exists()
    code, _, err = journeysim(*arguments, "--allow-unreadable", "26%", "-q")
    assert code == 0
    assert "25.0 % of the rows could not be read and are left out" in err


def test_a_target_out_of_reach_is_named_and_fails(journeysim: Command, folder: Path) -> None:
    arguments = ("calibrate", "firm.toml", "--target", "retention=99.9%", "--engine", "simpy", "-o", "mine.toml")  # fmt: skip
    code, out, _ = journeysim(*arguments)
    assert code == 1
    assert "not reached" in out
    assert (folder / "mine.toml").exists()
