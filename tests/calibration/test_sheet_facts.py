"""A sheet's figures are read as their owner meant them, or refused by file, line and key."""

from __future__ import annotations

from typing import Any

import pytest

from journeysim.calibration.sheet import facts
from journeysim.calibration.sheet.facts import READERS, Told
from journeysim.errors import ScenarioError
from journeysim.model.firm import FirmChannel, FirmCosts, FirmFacts, FirmProblem, FirmTouch

MONTH = 365.0 / 12.0
TEXTS = {"name", "kind", "currency", "doubted", "channels", "problems", "touches", "costs"}


def read(**values: Any) -> facts.FirmSheet:
    return facts.read(values, lambda path: "sheet.toml:7")


def phone(**values: Any) -> dict[str, Told]:
    sheet = read(channels={"phone": values})
    return {path[-1]: fact for path, fact in sheet.known.items()}


def test_every_fact_has_a_reader() -> None:
    for prefix, section in (
        ("", FirmFacts), ("channels.*.", FirmChannel), ("problems.*.", FirmProblem), ("touches.*.", FirmTouch), ("costs.", FirmCosts),
    ):  # fmt: skip
        for name in set(section.model_fields) - TEXTS - {"hours", "channel"}:
            assert f"{prefix}{name}" in READERS, f"say in READERS how {prefix}{name} is read"


@pytest.mark.parametrize(
    ("values", "key", "value"),
    [
        ({"customers": "12.000", "spend": "185,50"}, ("customers",), 12_000.0),
        ({"customers": 40_000}, ("customers",), 40_000.0),
        ({"spend": "185,50", "churn": "1,5 % per month"}, ("spend",), 185.5),
        ({"spend": "185,50", "churn": "1,5 % per month"}, ("churn",), 0.015),
        ({"nps": -12}, ("nps",), -12.0),
        ({"nps": "+30"}, ("nps",), 30.0),
        ({"margin": 0.45}, ("margin",), 0.45),
        ({"margin": "45 %"}, ("margin",), 0.45),
        ({"buys": "2.2 orders per year"}, ("buys",), 365.0 / 2.2),
        ({"spend": "29 EUR"}, ("spend",), 29.0),
    ],
)
def test_figures_are_read(values: dict[str, Any], key: tuple[str, ...], value: float) -> None:
    assert read(**values).known[key].value == pytest.approx(value)


def test_a_figure_by_time_keeps_its_time() -> None:
    fact = read(new="900 per month").known["new",]
    assert (fact.value, fact.per) == (900.0, MONTH)
    assert fact.a_day == pytest.approx(900.0 / MONTH)


@pytest.mark.parametrize(("text", "share", "seconds"), [("66 % in 20 s", 0.66, 20.0), ("80/20", 0.8, 20.0), ("90 % within 1 min", 0.9, 60.0)])  # fmt: skip
def test_a_service_level_is_a_share_in_a_time(text: str, share: float, seconds: float) -> None:
    fact = phone(service_level=text)["service_level"]
    assert fact.value == pytest.approx(share)
    assert fact.per == pytest.approx(seconds / 86_400.0)


@pytest.mark.parametrize(
    ("text", "width"), [("8 %", None), ("about 8 %", 0.02), ("8 % +- 2", 0.02), ("8 % ± 1 pp", 0.01)]
)  # fmt: skip
def test_how_exact_a_figure_is_may_stand_beside_it(text: str, width: float | None) -> None:
    fact = phone(hang_up=text)["hang_up"]
    assert fact.value == pytest.approx(0.08)
    assert fact.width == (width if width is None else pytest.approx(width))


def test_hours_a_week_are_taken_as_the_same_on_weekdays() -> None:
    assert read(channels={"phone": {"hours": "54 h a week"}}).hours["phone"] == "mon-fri 08:00-18:45"  # fmt: skip
    assert read(channels={"phone": {"hours": "168 h a week"}}).hours["phone"] == "mon-sun 00:00-24:00"  # fmt: skip


@pytest.mark.parametrize("text", ["?", "don't know", "", "n/a"])
def test_what_nobody_knows_is_not_told(text: str) -> None:
    assert not read(customers=text, channels={"phone": {"talk": text}}).known


@pytest.mark.parametrize(
    ("values", "key", "what"),
    [
        ({"churn": "1.5 %"}, "firm.churn", "such as '1.5 % per month'"),
        ({"new": 900}, "firm.new", "such as '900 per month'"),
        ({"margin": 45}, "firm.margin", "from 0 to 100 %"),
        ({"customers": "12.000"}, "firm.customers", "can be 12 or 12000"),
        ({"customers": -3}, "firm.customers", "a whole number"),
        ({"customers": 12_000_000}, "firm.customers", "5,000,000"),
        ({"spend": "1.234"}, "firm.spend", "1.234"),
        ({"nps": "140"}, "firm.nps", "-100 to 100"),
        ({"channels": {"phone": {"service_level": "80 %"}}}, "firm.channels.phone.service_level", "80 % in 20 s"),
        ({"channels": {"phone": {"hours": "mon-fri late"}}}, "firm.channels.phone.hours", "no opening time"),
        ({"channels": {"phone": {"talk": "7 parsec"}}}, "firm.channels.phone.talk", "7 min"),
        ({"customer": 3}, "firm.customer", "unknown key; did you mean 'customers'?"),
        ({"problems": {"outage": {"per_customer": "1000 per year"}}}, "firm.problems.outage.per_customer", "at most 100 a year"),
    ],
)  # fmt: skip
def test_what_can_be_two_things_or_none_is_refused(
    values: dict[str, Any], key: str, what: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        read(**values)
    (fault,) = refused.value.faults
    assert (fault.where, fault.key) == ("sheet.toml:7", key)
    assert what in fault.what


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        read(churn="much", new="many", margin="some")
    assert len(refused.value.faults) == 3
