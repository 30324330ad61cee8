"""Opening hours, closing time and the end of a shift: who is answered, and who comes again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from worlds import changed, outcome

from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.model.hours import quarter_of, quarters
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

OFFICE = """
schema = 2
[run]
days = "42 d"
[population]
customers = 60
[purchase]
gap = "never"
[problems.call]
kind = "request"
rate = "0.5 per d"
contact_after = "0 d"
retries = 0
[service.channels.phone]
agents = 1
hours = "mon-fri 09:00-12:00, thu 14:00-16:00"
handling = { kind = "lognormal", mean = "20 min", sigma = 0.8 }
patience = "never"
resolution = 1
"""
WEEK = quarters("mon-fri 09:00-12:00, thu 14:00-16:00")


@pytest.fixture
def office(write: Callable[..., Path]) -> Scenario:
    return load(str(write(OFFICE)))


def lived(scenario: Scenario, *settings: str) -> Outcome:
    return outcome(changed(scenario, *settings), BASELINE)


def cases(rows: Array) -> list[tuple[int, int]]:
    return list(zip(rows["customer"].tolist(), rows["number"].tolist(), strict=True))


def is_open(time: float) -> bool:
    return WEEK[quarter_of(time)] == 1


def open_time(start: float, end: float) -> float:
    """Days it is open between two times."""

    def until(time: float) -> float:
        week, part = divmod(time * 96, 672)
        quarter = int(part + 1e-6)
        now = WEEK[quarter % 672] * max(0.0, part - quarter)
        return (week * sum(WEEK) + sum(WEEK[:quarter]) + now) / 96

    return until(end) - until(start)


OPEN_DAY = sum(WEEK) / 5 / 96
"""Days that this office is open on a day on which it is."""


def test_whoever_finds_it_closed_is_back_after_an_open_day(office: Scenario) -> None:
    """On average, and exponentially: a matter that comes up while it is open is raised at once."""
    run = lived(office, "run.days=140 d")
    asked = dict(
        zip(
            cases(run.log.of(EventType.REQUEST)), run.log.of(EventType.REQUEST)["time"], strict=True
        )
    )
    contacts = run.log.of(EventType.CONTACT)
    first = contacts[contacts["attempt"] == 0]
    lags = []
    for case, time in zip(cases(first), first["time"].tolist(), strict=True):
        when = float(asked[case])
        assert is_open(time)
        if is_open(when):
            assert time == when
        elif when < 110.0:
            lags.append(open_time(when, time) / OPEN_DAY)
    assert len(lags) > 1000
    assert np.mean(lags) == pytest.approx(1.0, abs=4.5 / len(lags) ** 0.5)
    assert np.mean(np.array(lags) > 1.0) == pytest.approx(np.exp(-1.0), abs=0.03)


def test_the_lag_is_a_knob(office: Scenario) -> None:
    """Without any, everybody is there when the doors open."""
    run = lived(office, "service.channels.phone.closed_lag=0")
    contacts = run.log.of(EventType.CONTACT)
    opening = contacts["time"][contacts["time"] % 1.0 * 24 < 9.001]
    assert len(opening) > len(contacts) / 2


def test_whoever_still_waits_at_closing_time_is_turned_away_and_comes_again(
    office: Scenario,
) -> None:
    run = lived(office)
    away = run.log.of(EventType.TURNED_AWAY)
    assert len(away) > 100
    closing = {12 / 24, 16 / 24}
    for time in away["time"].tolist():
        assert any(time % 1.0 == pytest.approx(hour) for hour in closing)
    contacts = run.log.of(EventType.CONTACT)
    attempts = {
        (*case, attempt): time
        for case, attempt, time in zip(
            cases(contacts), contacts["attempt"].tolist(), contacts["time"].tolist(), strict=True
        )
    }
    back = 0
    for case, row in zip(cases(away), away, strict=True):
        again = attempts.get((*case, int(row["attempt"]) + 1))
        if again is not None:
            assert again > float(row["time"])
            assert is_open(again)
            back += 1
    assert back > 0.6 * len(away)


def test_agents_finish_the_contact_in_hand_after_closing_time(office: Scenario) -> None:
    run = lived(office)
    ends = run.log.of(EventType.RESOLVED)
    begins = ends["time"] - ends["value"]
    late = [row for row, start in zip(ends, begins, strict=True) if not is_open(float(row["time"]))]
    assert len(late) > 10
    assert all(is_open(float(start) + 1e-9) for start in begins)
    assert all(row["value"] > 0.0 for row in late)


def test_nobody_is_answered_while_it_is_closed(office: Scenario) -> None:
    run = lived(office)
    assert all(is_open(time) for time in run.log.of(EventType.ANSWERED)["time"].tolist())


def test_nobody_waits_longer_than_it_is_open(office: Scenario) -> None:
    """Without impatience the line would be endless, were it not for closing time."""
    run = lived(office, 'service.channels.phone.handling="400 d"')
    away, first = run.log.of(EventType.TURNED_AWAY), run.log.of(EventType.ANSWERED)
    assert len(first) == 1
    assert away["value"].max() <= 3 / 24 + 1e-9
    contacts = run.log.of(EventType.CONTACT)
    assert sorted(cases(contacts)) == sorted([*cases(away), *cases(first)])


def test_at_the_end_of_a_shift_agents_finish_and_take_nobody_new(office: Scenario) -> None:
    """From ten to twelve it is open with nobody there: people wait on, and leave at noon."""
    run = lived(office, 'service.channels.phone.shifts=[{hours="mon-fri 10:00-12:00", agents=-1}]')
    hours = run.log.of(EventType.ANSWERED)["time"] % 1.0 * 24.0
    assert not np.any((hours > 10.0 + 1e-6) & (hours < 12.0 - 1e-6))
    ended = run.log.of(EventType.RESOLVED)["time"] % 1.0 * 24.0
    assert np.any((ended > 10.0) & (ended < 12.0)), "a talk begun before ten goes on"
    away = run.log.of(EventType.TURNED_AWAY)
    assert np.any(away["value"] > 1.5 / 24)


def test_an_agent_who_talks_past_the_shift_is_not_two_agents(office: Scenario) -> None:
    """One agent goes at ten while talking, the other stays: one talk more at ten than agents, and
    no new one until both are down to one."""
    two = ("service.channels.phone.agents=2", "problems.call.rate=2 per d", "run.days=14 d")
    leaving = 'service.channels.phone.shifts=[{hours="mon-fri 10:00-12:00", agents=-1}]'
    run = lived(office, *two, leaving)
    present = talking = 0
    overtime = 0
    for row in run.log.rows.tolist():
        kind = row[8]
        if kind == EventType.STAFFED:
            present = row[4]
        elif kind == EventType.ANSWERED:
            assert talking < present
            talking += 1
        elif kind == EventType.RESOLVED:
            talking -= 1
        overtime += talking > present > 0
    assert overtime > 5


def test_open_all_week_nobody_is_put_off_or_turned_away(office: Scenario) -> None:
    run = lived(office, 'service.channels.phone.hours="always"')
    assert len(run.log.of(EventType.TURNED_AWAY)) == 0
    asked, contacts = run.log.of(EventType.REQUEST), run.log.of(EventType.CONTACT)
    assert asked["time"].tolist() == contacts["time"].tolist()


def test_a_channel_that_never_opens_is_given_up_at_once(office: Scenario) -> None:
    run = lived(office, 'service.channels.phone.hours="never"')
    assert len(run.log.of(EventType.CONTACT)) == 0
    assert cases(run.log.of(EventType.GAVE_UP)) == cases(run.log.of(EventType.REQUEST))
    assert (
        run.log.of(EventType.GAVE_UP)["time"].tolist()
        == run.log.of(EventType.REQUEST)["time"].tolist()
    )


def test_the_impatient_hang_up_when_nobody_is_free(office: Scenario) -> None:
    run = lived(
        office, 'service.channels.phone.handling="400 d"', "service.channels.phone.agents=1",
        'service.channels.phone.patience="10 min"', "service.channels.phone.redial=0",
        "service.channels.phone.deterred=0",
    )  # fmt: skip
    hung_up = run.log.of(EventType.ABANDONED)
    assert hung_up["value"] == pytest.approx(10 / 1440)
    assert find("abandonment").value(run) > 0.9
    assert sorted(cases(run.log.of(EventType.GAVE_UP))) == sorted(cases(hung_up))


def test_retries_are_bounded(office: Scenario) -> None:
    """Nobody tries for ever, even if nothing is ever settled and everybody tries again at once."""
    hopeless = (
        "population.customers=1", "service.channels.phone.resolution=0", "problems.call.retries=1",
        'problems.call.retry_after="1 min"', 'service.channels.phone.handling="1 min"',
        'service.channels.phone.hours="always"', "service.channels.phone.agents=50",
    )  # fmt: skip
    run = lived(office, *hopeless)
    contacts, gave_up = run.log.of(EventType.CONTACT), run.log.of(EventType.GAVE_UP)
    assert contacts["attempt"].max() == gave_up["attempt"].max() == 500
    assert set(gave_up["attempt"].tolist()) == {500}


def test_being_passed_to_and_fro_is_bounded(office: Scenario, write: Callable[..., Path]) -> None:
    """Two lines that pass everything on to each other, without settling it and without delay."""
    ring = OFFICE.replace("customers = 60", "customers = 1").replace(
        'hours = "mon-fri 09:00-12:00, thu 14:00-16:00"', 'hours = "always"'
    )
    ring = ring.replace("resolution = 1", 'resolution = 0\nescalates_to = "other"\nescalation = 1')
    ring = ring.replace('{ kind = "lognormal", mean = "20 min", sigma = 0.8 }', '"0 min"')
    ring += (
        '[service.channels.other]\nhours = "always"\nhandling = "0 min"\nresolution = 0\n'
        'escalates_to = "phone"\nescalation = 1\n'
    )
    run = lived(load(str(write(ring))))
    gave_up = run.log.of(EventType.GAVE_UP)
    assert len(gave_up) > 10
    assert set(gave_up["attempt"].tolist()) == {500}
    assert cases(gave_up) == cases(run.log.of(EventType.REQUEST))
