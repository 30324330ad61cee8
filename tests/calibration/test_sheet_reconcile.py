"""Facts that contradict each other are found by closed forms, with what each would have to be."""

from __future__ import annotations

from typing import Any

import pytest

from journeysim.calibration.sheet import aims, candidates, facts, lines, picture, reconcile, world
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.calibration.sheet.reconcile import Contradiction, settled, trusting
from journeysim.numerals import spelled

PHONE = {
    "hours": "mon-sat 09:00-18:00", "contacts": "10000 per month", "talk": "7 min", "people": 12, "hang_up": "8 %",
}  # fmt: skip


def firm(phone: dict[str, Any] | None = None, **values: Any) -> FirmPicture:
    table: dict[str, Any] = {"kind": "telecom", "customers": 40_000, **values}
    table["channels"] = {"phone": PHONE if phone is None else phone}
    return picture.picture_of(facts.read(table, lambda path: "sheet.toml"))


def only(told: FirmPicture) -> Contradiction:
    (found,) = reconcile.contradictions(told)
    return found


def test_people_employed_and_people_on_shift_are_told_apart() -> None:
    found = only(firm())
    assert spelled(found.text) == (
        "phone: 12 on shift, 10,000 contacts a month of 7 min, open 54 hours a week: 41 % busy, 0.1 % hang up (patience "
        "6 min). You say 8 %. Either 12 are employed (5.8 on shift), or 6 to 7 people on shift, or 22,000 contacts, or "
        "talks of 14.5 min, or 0.1 % hang up."
    )


def test_figures_that_fit_are_let_be() -> None:
    for people in ({"people": 6}, {"people": 7}, {"staff": 12, "week": "37.5 h"}, {}):
        phone = {key: value for key, value in PHONE.items() if key != "people"} | people
        assert not reconcile.contradictions(firm(phone))


@pytest.mark.parametrize(
    ("trust", "gone"),
    [
        (("hang_up",), "channels.phone.people"),
        (("contacts",), "channels.phone.people"),
        (("people",), "channels.phone.hang_up"),
        (("people", "hang_up"), "channels.phone.contacts"),
        (("people", "hang_up", "contacts"), "channels.phone.talk"),
    ],
)
def test_the_first_that_is_not_trusted_gives_way(trust: tuple[str, ...], gone: str) -> None:
    told, left, notes = settled(firm(), trusting(trust))
    assert not left
    assert told.gave_way == (gone,)
    assert notes[0].startswith(f"{gone} gave way: ")
    line = told.line("phone")
    shown = next((aim for aim in aims.aims_of(told) if aim.metric == "abandonment.phone"), None)
    if gone.endswith("hang_up"):
        assert shown is None
    elif gone.endswith("people"):
        assert line.people == pytest.approx(5.833, abs=0.01)
    else:
        assert lines.queue(line).hang_up == pytest.approx(0.08, rel=0.01)


def test_nobody_trusted_leaves_it_open() -> None:
    told, left, notes = settled(firm(), trusting(()))
    assert len(left) == 1
    assert not notes
    assert not told.gave_way


@pytest.mark.parametrize(
    ("values", "keys", "words"),
    [
        ({"churn": "1.5 % per month", "lost": "3000 per month"}, ("churn", "lost"), "7.8 %"),
        ({"churn": "1.5 % per month", "stay": "60 % per year"}, ("churn", "stay"), "4.3 %"),
        ({"buys": "monthly", "spend": 29, "revenue_per_customer": "12 per month"}, ("spend", "revenue_per_customer"), "You say 12 per month"),
        ({"problems": {"outage": {"per_customer": "9 per year", "told": "90 %"}}}, ("problems.outage.per_customer", "channels.phone.contacts"), "27,000 contacts a month"),
    ],
)  # fmt: skip
def test_other_contradictions(values: dict[str, Any], keys: tuple[str, ...], words: str) -> None:
    phone = PHONE | {"people": 6}
    found = only(firm(phone, **values))
    assert found.facts == keys
    assert words in spelled(found.sentence)
    assert {key for key, _, _ in found.would_be} == set(keys)
    for key in keys:
        told, left, _ = settled(firm(phone, **values), lambda each, key=key: key)
        assert keys not in [each.facts for each in left], f"{key} gave way, and it still holds not"
        assert key in told.gave_way


def test_a_wait_and_hanging_up_share_one_patience() -> None:
    """Little's law: the mean wait is the share who hang up times the mean patience."""
    found = only(firm({"contacts": "10000 per month", "wait": "20 min", "hang_up": "5 %"}))
    assert found.facts == ("channels.phone.wait", "channels.phone.hang_up")
    assert "a mean patience of 400 min" in spelled(found.sentence)


def test_both_numbers_of_people_must_fit() -> None:
    found = only(firm(PHONE | {"people": 6, "staff": 40}))
    assert "40 employed of 37.5 h a week are 19 on shift" in spelled(found.sentence)


def test_usual_numbers_stand_in_with_their_source() -> None:
    told = firm({})
    usual = dict(told.stand_ins())
    assert usual["channels.phone.talk"].text == "8 min"
    assert all(fact.usual for fact in usual.values())
    assert "customers" not in usual


def test_contacts_come_evenly_while_the_line_is_open() -> None:
    week = world.week_of("mon-fri 08:00-18:00, sat 09:30-12:00")
    assert week["by_weekday"] == [10.0] * 5 + [2.5, 0.0]
    assert week["by_hour"] == [0.0] * 8 + [1.0] * 10 + [0.0] * 6
    assert world.week_of("always") == {}


@pytest.mark.parametrize("kind", ["shop", "laptop", "garage", "burger", "card", "telecom", "saas"])
def test_every_kind_makes_a_scenario_of_its_own(kind: str) -> None:
    """Nothing is known but the kind: the scenario is whole, and has policies that are said relatively."""
    from journeysim.scenario.scenario import Scenario
    from journeysim.study.init import _scenario

    told = picture.picture_of(facts.read({"kind": kind}, lambda path: "sheet"))
    scenario: Scenario = _scenario(world.values_of(told), told)
    tables = scenario.tables
    assert not tables.policies
    assert not tables.segments
    assert not tables.expect
    assert set(tables.service.channels) == set(told.channels)
    every = candidates.candidates_of(told, scenario)
    assert every[0].name == "today"
    assert every[0].levers == {}
    assert all(len(each.lines) == 2 for each in every)
    for name, channel in tables.service.channels.items():
        line = told.line(name)
        there = channel.agents * (1.0 - channel.shrinkage)
        assert there == pytest.approx(line.people, rel=0.02)


def test_a_vast_line_wastes_less_than_many_small_ones() -> None:
    """The same people for each contact, thirty-seven times over: one line of them hardly loses anybody."""
    phone = PHONE | {"contacts": "375000 per month", "staff": 450}
    found = only(firm({k: v for k, v in phone.items() if k != "people"}, customers=1_500_000))
    assert "219 on shift, 380,000 contacts a month" in spelled(found.sentence)
    assert "0.0 % hang up" in spelled(found.sentence)
    told, left, _ = settled(firm({k: v for k, v in phone.items() if k != "people"}, customers=1_500_000), trusting(("hang_up",)))  # fmt: skip
    assert not left
    paid, present = told.on_shift("phone") or (0.0, 0.0)
    assert present / paid == pytest.approx(0.7)
    assert lines.queue(told.line("phone")).hang_up == pytest.approx(0.08, rel=0.01)
