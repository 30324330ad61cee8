"""No free lunch: what a firm can do costs something, and nothing it does changes what people are like.

Two frozen firms as they usually are; every lever with a number, alone, moved to both ends of its range.
Money is total value, against the margin of two years.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from levers import Move, margin, moved, moves, wins_newcomers, worth
from worlds import quick_outcome, world

from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario

FIRMS = ("ordinary_garage", "ordinary_operator")
MOST = 10.0
"""More than this, in per cent of the margin, no lever alone adds."""

SLACK = {
    "concurrency": "a phone is no chat: who may hold four talks at once is a fact about the channel",
}
"""Levers of which an end may add more, each with its reason."""

TOUCH = ("reach", "staff", "cost", "discount", "cross_sell", "personal")
"""What of a touch says how much is done; the rest says when."""


@cache
def firm(name: str) -> Scenario:
    return world(name)


def looked_at(move: Move, whole: bool) -> bool:
    """All that says how much is done, of one touch unless the whole is asked for."""
    if move.key.rsplit(".", 1)[-1] in SLACK:
        return False
    if not move.key.startswith("care.touches."):
        return True
    return move.key.rsplit(".", 1)[-1] in TOUCH and (whole or ".check_in." in move.key)


def gains(name: str, replications: int, whole: bool) -> dict[str, float]:
    """What each move adds, in per cent of the ordinary firm's margin."""
    ordinary = firm(name)
    yardstick = margin(ordinary)
    today = {
        newcomers: worth(ordinary, "as_today", replications, newcomers=newcomers)
        for newcomers in (False, True)
    }
    result = {}
    for move in moves(ordinary):
        if not looked_at(move, whole):
            continue
        newcomers = wins_newcomers(move.lever)
        there = worth(moved(ordinary, *move.settings), "moved", replications, newcomers=newcomers)
        result[f"{move.key} = {move.value}"] = 100.0 * (there - today[newcomers]) / yardstick
    return result


@pytest.mark.parametrize("name", FIRMS)
def test_no_lever_alone_is_a_free_lunch(name: str) -> None:
    added = gains(name, 1, False)
    assert len(added) > 50
    assert not {move: gain for move, gain in added.items() if gain > MOST}


@pytest.mark.slow
@pytest.mark.parametrize("name", FIRMS)
def test_no_lever_of_any_touch_is_a_free_lunch_in_four_replications(name: str) -> None:
    """Prints the table. `pytest -n 0 -m slow -s` on this file."""
    added = gains(name, 4, True)
    for move, gain in sorted(added.items(), key=lambda item: -item[1]):
        print(f"{gain:8.1f}  {name}  {move}")
    assert not {move: gain for move, gain in added.items() if gain > MOST}


@pytest.mark.parametrize("name", FIRMS)
def test_no_lever_changes_what_people_are_like(name: str) -> None:
    """Who is there, what they take how, what goes wrong: a lever moves none of it."""
    ordinary = firm(name)
    world_ = encode(ordinary, "as_today").world
    sections = ("population", "purchase", "leaving", "experience", "talk", "segments", "problems")
    for move in moves(ordinary):
        if looked_at(move, True):
            there = encode(moved(ordinary, *move.settings), "moved").world
            for section in sections:
                assert getattr(there, section) == getattr(world_, section), (move.key, section)


def test_dearer_is_never_better() -> None:
    """All that costs money costs twice as much: no policy of these earns more."""
    for settings in ((), ("service.training=40 h",), ("care.touches.check_in.reach=1",)):
        there = moved(firm("ordinary_garage"), *settings)
        twice = there.with_settings(
            [
                "service.channels.phone.pay=52 per h",
                "service.training_fee=24 per h",
                "population.acquisition_cost=160",
                "care.touches.check_in.cost=1",
                "care.touches.reminder.cost=2",
            ]
        )
        once, dear = (find("profit").value(quick_outcome(each, "moved")) for each in (there, twice))
        assert dear < once, settings


def test_what_is_given_away_stands_in_one_row_each() -> None:
    """The same money as a discount, as points or as goodwill: its own row, and no other."""
    ordinary = firm("ordinary_garage")
    given = {
        "points": ("price.points=0.05",),
        "discounts": ("care.touches.thanks.reach=1", "care.touches.thanks.discount=0.05"),
        "goodwill": ("service.goodwill=10",),
    }
    for row, settings in given.items():
        run = quick_outcome(moved(ordinary, *settings), "moved")
        rows = {each: find(each).value(run) for each in given}
        assert rows[row] > 0.0
        assert [each for each, amount in rows.items() if amount != 0.0] == [row]


POLICIES: dict[str, tuple[str, ...]] = {
    "as today": (),
    "a second person": ("service.channels.phone.agents=2",),
    "training": ("service.training=80 h",),
    "hurried": ("service.channels.phone.talk_time=0.7",),
    "patient": ("service.channels.phone.talk_time=1.3",),
    "check-ins": ("care.touches.check_in.reach=1",),
    "reminders": ("care.touches.reminder.reach=0.7",),
    "owned": ("care.touches.ownership.reach=0.3",),
    "badly paid": ("service.channels.phone.wage=0.7",),
    "sold to": ("service.cross_sell=1",),
    "nobody there": ("service.channels.phone.agents=0",),
}
"""Policies that act by how people are treated; none moves a price or wakes anybody."""


def test_recommendation_and_retention_agree_in_rank() -> None:
    """Policies that are liked better keep more people (rank correlation .7 and more)."""
    runs = [
        [
            quick_outcome(moved(firm("ordinary_garage"), *settings), "moved", number)
            for number in (0, 1)
        ]
        for settings in POLICIES.values()
    ]
    ranks = [
        np.argsort(np.argsort([sum(find(name).value(run) for run in pair) for pair in runs]))
        for name in ("nps", "retention")
    ]
    assert float(np.corrcoef(*ranks)[0, 1]) >= 0.7


def test_an_ordinary_firm_is_recommended_as_its_sector_is() -> None:
    """Garages 43 to 45, operators 9 to 20, give or take 10; leavers included."""
    for name, low, high in (("ordinary_garage", 33.0, 55.0), ("ordinary_operator", -1.0, 30.0)):
        run = quick_outcome(firm(name), "as_today")
        assert low <= find("nps").value(run) <= high
        assert len(run.log.of(EventType.LEFT)) > 0
