"""What is written waits through the night, and an agent may hold several talks at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from engines import GRIDS, both
from worlds import changed, outcome, world

from journeysim.engine.choice import is_there
from journeysim.engine.log import Outcome
from journeysim.errors import ScenarioError
from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.model.agents import divided_attention
from journeysim.model.hours import quarter_of, quarters
from journeysim.model.service import Channel
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

MAIL = """
schema = 2
[run]
days = "60 d"
[population]
customers = 100
[purchase]
gap = "never"
[problems.call]
kind = "request"
rate = "0.3 per d"
contact_after = "0 d"
retries = 0
[service.channels.mail]
asynchronous = true
agents = 2
hours = "mon-fri 09:00-17:00"
handling = "11 min"
patience = "never"
tolerance = "1 d"
target_wait = "1 d"
resolution = 1
"""
OFFICE = quarters("mon-fri 09:00-17:00")


@pytest.fixture
def mail(write: Callable[..., Path]) -> Scenario:
    return load(str(write(MAIL)))


def lived(scenario: Scenario, *settings: str) -> Outcome:
    return outcome(changed(scenario, *settings), BASELINE)


def test_messages_are_written_at_any_hour_and_answered_when_somebody_is_there(
    mail: Scenario,
) -> None:
    """Law: a backlog lives through the night; nobody is turned away or finds it closed."""
    run = lived(mail)
    asked, written = run.log.of(EventType.REQUEST), run.log.of(EventType.CONTACT)
    assert written["time"].tolist() == asked["time"].tolist()
    assert len(run.log.of(EventType.TURNED_AWAY)) == 0
    answered = run.log.of(EventType.ANSWERED)
    assert all(OFFICE[quarter_of(time)] for time in answered["time"].tolist())
    begun = answered["time"] - answered["value"]
    assert np.all(np.diff(begun) > -1e-9), "first come, first served"
    assert answered["value"].max() > 2.5, "over the weekend"
    assert len(answered) + find("still_waiting").value(run) == len(written)


def test_a_line_turns_away_what_a_backlog_keeps(mail: Scenario) -> None:
    line = lived(mail, "service.channels.mail.asynchronous=false", "service.channels.mail.agents=1")
    assert len(line.log.of(EventType.TURNED_AWAY)) > 0


def test_the_wait_is_judged_by_what_people_expect_here(mail: Scenario) -> None:
    """The channel's own tolerance and target, in place of those of a phone line."""
    own, common = (
        lived(mail),
        lived(mail, "service.channels.mail.tolerance=0 d", "service.channels.mail.target_wait=0 d"),
    )
    level = find("service_level")
    assert level.value(own) > 0.6 > 0.2 > level.value(common)
    calm, cross = (find("satisfaction").value(run) for run in (own, common))
    assert calm > cross


def test_a_channel_nobody_ever_reads_is_given_up(mail: Scenario) -> None:
    run = lived(mail, 'service.channels.mail.hours="never"')
    assert len(run.log.of(EventType.GAVE_UP)) == len(run.log.of(EventType.REQUEST))


def test_who_writes_does_not_hang_up_in_minutes(write: Callable[..., Path]) -> None:
    text = MAIL.replace('patience = "never"\n', "")
    with pytest.raises(ScenarioError, match=r"mail.patience.*an hour at least where people write"):
        load(str(write(text)))


def test_two_talks_at_once_that_cost_no_time_are_two_agents(mail: Scenario) -> None:
    """Law: without divided attention one agent with two talks answers as two agents do."""
    line = ("service.channels.mail.asynchronous=false", "problems.call.rate='0.6 per d'")
    two = lived(mail, *line)
    one = lived(
        mail, *line, "service.channels.mail.agents=1", "service.channels.mail.concurrency=2",
        "service.channels.mail.concurrency_time=0",
    )  # fmt: skip
    for kind in (EventType.ANSWERED, EventType.RESOLVED, EventType.TURNED_AWAY):
        assert two.log.of(kind).tobytes() == one.log.of(kind).tobytes()
    occupancy = find("occupancy")
    assert occupancy.value(one) == pytest.approx(occupancy.value(two))
    assert 0.3 < occupancy.value(one) < 1.05


def test_talks_at_once_take_longer(mail: Scenario) -> None:
    """Law: each talk more in hand costs time, so that two at once are less than two agents."""
    line = ("service.channels.mail.asynchronous=false", "problems.call.rate='0.4 per d'")
    run = lived(
        mail, *line, "service.channels.mail.agents=1", "service.channels.mail.concurrency=2"
    )
    lengths = run.log.of(EventType.RESOLVED)["value"] * 1440.0
    assert set(np.round(lengths, 6).tolist()) == {11.0, 16.5}


def test_more_talks_at_once_never_answer_fewer_by_the_hour() -> None:
    """What n talks at once get done grows with n, ever more slowly, and never beyond 1 / time."""
    channel = Channel(concurrency=20, concurrency_time=0.5)
    done = [n / divided_attention(channel, n, 1) for n in range(1, 21)]
    gains = np.diff(done)
    assert done[0] == 1.0
    assert np.all(gains > 0)
    assert np.all(np.diff(gains) < 0)
    assert done[-1] < 2.0
    assert divided_attention(Channel(concurrency=1), 3, 2) == 1.0


@pytest.mark.skipif(not is_there(), reason="the compiled engine cannot run here")
@pytest.mark.parametrize("grid", GRIDS)
def test_both_engines_hold_the_same_talks(grid: str) -> None:
    """Law: with messages, chats and profiles they agree to the last bit."""
    settings = (
        "population.customers=60", "run.days='60 d'", f"run.grid='{grid}'", "run.run_in='28 d'",
        "service.channels.desk.patience='never'", "service.channels.desk.asynchronous=true",
        "service.channels.phone.concurrency=3", "problems.question.profile='usual'",
    )  # fmt: skip
    assert both(world("everything_happens", *settings), BASELINE) == ""
