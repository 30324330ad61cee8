"""Dated changes: they act from their midnight on, and leave everything before as it was."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from worlds import WORLD, outcome

from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.scenario.scenario import load


@pytest.fixture
def living(write: Callable[..., Path]) -> Callable[..., Outcome]:
    """Run the small firm with settings, and changes as (day, setting)."""
    path = str(write(WORLD))

    def run(
        *dated: tuple[str, str], settings: tuple[str, ...] = (), policy: str = "plain"
    ) -> Outcome:
        return outcome(load(path, settings=settings, dated=dated), policy)

    return run


def before(run: Outcome, day: float) -> bytes:
    rows: Array = run.log.rows
    return rows[rows["time"] < day].tobytes()


def staffed(run: Outcome, slot: int = 0) -> list[tuple[float, int, int, float]]:
    """Time, agents, open and pay a day of each change of a channel's staffing."""
    rows = run.log.of(EventType.STAFFED)
    rows = rows[rows["slot"] == slot]
    return [
        (float(row["time"]), int(row["number"]), int(row["attempt"]), float(row["value"]))
        for row in rows
    ]


OPEN = ('service.channels.phone.hours="always"',)


@pytest.mark.parametrize(
    "setting",
    [
        "service.channels.phone.agents=3",
        "care.touches.reminder.reach=0.9",
        "sales.push=1",
        'service.training="80 h"',
        'service.channels.chat.hours="always"',
    ],
)
def test_nothing_changes_before_the_day(living: Callable[..., Outcome], setting: str) -> None:
    plain, later = living(), living(("40 d", setting))
    assert before(plain, 40.0) == before(later, 40.0)
    changes = later.log.of(EventType.POLICY)
    assert changes["time"].tolist() == [40.0]
    assert changes["number"].tolist() == [1]
    assert plain.log.rows.tobytes() != later.log.rows.tobytes()


def test_a_change_acts_from_its_midnight_on(living: Callable[..., Outcome]) -> None:
    run = living(("40 d", "service.channels.phone.agents=3"), settings=OPEN)
    assert [row[:3] for row in staffed(run)] == [(0.0, 1, 1), (40.0, 3, 1)]


def test_a_change_on_day_0_is_as_if_written_into_the_policy(living: Callable[..., Outcome]) -> None:
    setting = "service.channels.phone.agents=3"
    written, dated = living(settings=(setting,)), living(("0 d", setting))
    assert written.log.rows.tobytes() == dated.log.rows.tobytes()


def test_a_change_after_the_horizon_never_comes(living: Callable[..., Outcome]) -> None:
    late = living(("500 d", "service.channels.phone.agents=3"))
    assert late.log.rows.tobytes() == living().log.rows.tobytes()


def test_a_change_that_changes_nothing_is_noted_and_changes_nobodys_life(
    living: Callable[..., Outcome],
) -> None:
    plain, noted = living(), living(("40 d", "service.channels.phone.agents=1"))
    rows = noted.log.rows
    assert rows[rows["kind"] != EventType.POLICY].tobytes() == plain.log.rows.tobytes()


def test_several_changes_follow_one_another(living: Callable[..., Outcome]) -> None:
    run = living(
        ("60 d", "service.channels.phone.agents=2"),
        ("30 d", "service.channels.phone.agents=4"),
        ("60 d", "service.channels.phone.wage=2"),
        settings=(*OPEN, 'service.channels.phone.pay="10 per h"', "service.replacement=0"),
    )
    assert staffed(run) == [
        (0.0, 1, 1, pytest.approx(240.0)),
        (30.0, 4, 1, pytest.approx(960.0)),
        (60.0, 2, 1, pytest.approx(960.0)),
    ]
    assert run.log.of(EventType.POLICY)["number"].tolist() == [1, 2]


def test_a_change_of_wage_alone_is_logged(living: Callable[..., Outcome]) -> None:
    """The same agents for another pay: a row, so that costs follow from the log alone."""
    pay = ('service.channels.phone.pay="10 per h"', "service.replacement=0")
    run = living(("40 d", "service.channels.phone.wage=1.5"), settings=(*OPEN, *pay))
    assert staffed(run) == [
        (0.0, 1, 1, pytest.approx(240.0)),
        (40.0, 1, 1, pytest.approx(360.0)),
    ]
    assert find("service_cost").value(run) == pytest.approx(40 * 240 + 80 * 360)


def test_staffing_is_logged_only_when_it_changes(living: Callable[..., Outcome]) -> None:
    """Opening and closing on every working day, and nothing else."""
    run = living()
    rows = [row[1:] for row in staffed(run)]
    assert all(one != other for one, other in pairwise(rows))
    working_days = [day for day in range(120) if day % 7 < 5]
    times = [row[0] for row in staffed(run)]
    expected = [day + hour / 24 for day in working_days for hour in (9, 12)]
    assert times == pytest.approx(expected)


def test_closing_by_a_change_turns_away_whoever_waits(living: Callable[..., Outcome]) -> None:
    crowd = (
        *OPEN, 'service.channels.phone.handling="400 d"', 'service.channels.phone.patience="never"',
    )  # fmt: skip
    run = living(("40 d", 'service.channels.phone.hours="never"'), settings=crowd)
    away = run.log.of(EventType.TURNED_AWAY)
    assert len(away) > 50
    assert set(away["time"].tolist()) == {40.0}
    assert not np.any(run.log.of(EventType.CONTACT)["time"] >= 40.0)


def test_a_channel_may_open_later(living: Callable[..., Outcome]) -> None:
    new = ("40 d", 'service.channels.chat={ agents = 2, hours = "always" }')
    run = living(new)
    assert staffed(run, slot=1) == [(40.0, 2, 1, pytest.approx(2 * 24 * 26.0))]


def test_a_touch_turned_on_later_reaches_nobody_before(living: Callable[..., Outcome]) -> None:
    run = living(("40 d", "care.touches.reminder.reach=1"))
    touched = run.log.of(EventType.TOUCHED)["time"]
    assert 42.0 < touched.min() < 43.0, "day 40 is a Saturday"
    assert len(touched) > 100


def test_regular_touches_keep_their_days_whenever_they_are_turned_on(
    living: Callable[..., Outcome],
) -> None:
    """The rhythm belongs to the customer: who is due on day 50 is due then under every policy."""
    early = living(settings=("care.touches.reminder.reach=1",)).log.of(EventType.TOUCHED)
    late = living(("40 d", "care.touches.reminder.reach=1")).log.of(EventType.TOUCHED)
    due = set(zip(early["customer"].tolist(), early["number"].tolist(), strict=True))
    due_late = set(zip(late["customer"].tolist(), late["number"].tolist(), strict=True))
    assert len(due_late & due) / len(due_late) > 0.9


def test_a_dated_touch_comes_once_though_its_plan_changes_before(
    living: Callable[..., Outcome],
) -> None:
    letter = ("care.touches.letter.trigger=date", 'care.touches.letter.on="50 d"',
              "care.touches.letter.credit=0.2")  # fmt: skip
    run = living(
        ("20 d", "care.touches.letter.cost=1"),
        ("30 d", "care.touches.letter.cost=1000"),
        settings=letter,
    )
    touched = run.log.of(EventType.TOUCHED)
    people = touched["customer"].tolist()
    assert len(people) > 100
    assert len(set(people)) == len(people)
    assert set(touched["value"].tolist()) == {0.2}


def test_a_programme_is_paid_from_its_day_on(living: Callable[..., Outcome]) -> None:
    plain = living()
    run = living(("20 d", 'service.programme="36500 per year"'))
    assert find("profit").value(run) == pytest.approx(find("profit").value(plain) - 100 * 100.0)


def test_what_is_set_up_later_costs_later(living: Callable[..., Outcome]) -> None:
    run = living(
        ("30 d", "care.touches.reminder.reach=0.5"), settings=("care.touches.reminder.set_up=700",)
    )
    costs = run.log.of(EventType.SET_UP)
    assert costs["time"].tolist() == [30.0]
    assert costs["money"].tolist() == [-700.0]


def test_training_forgets_as_it_learnt(living: Callable[..., Outcome]) -> None:
    """Set back to nothing, training wears off along the same ramp."""
    settings = (
        *OPEN, 'service.training="1900 h"', "service.training_resolution=1", "service.channels.phone.resolution=0",
        "service.channels.phone.agents=60", 'service.training_ramp="10 d"', 'problems.question.rate="1 per d"',
    )  # fmt: skip
    run = living(("60 d", 'service.training="0 h"'), settings=settings)
    talks = run.log.of(EventType.RESOLVED, EventType.UNRESOLVED)

    def settled(start: float, end: float) -> float:
        then = talks[(talks["time"] >= start) & (talks["time"] < end)]
        return float(np.mean(then["kind"] == EventType.RESOLVED))

    assert settled(0, 3) < 0.25
    assert settled(50, 60) > 0.95
    assert settled(69, 71) == pytest.approx(np.exp(-1.0), abs=0.1)
    assert settled(110, 120) < 0.05
