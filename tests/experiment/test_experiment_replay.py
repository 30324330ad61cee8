"""Replay: an account kept again from rows is, to the last bit, the account that was kept."""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

import pytest
from worlds import world, world_file

from journeysim.causes import Cause
from journeysim.engine.des.loop import Simulation
from journeysim.engine.log import Outcome
from journeysim.engine.state import NOBODY
from journeysim.events import EventType
from journeysim.experiment.twins.felt import FeltLife
from journeysim.experiment.twins.pairs import Lives
from journeysim.experiment.twins.replay import lived as live
from journeysim.model.customer import Customer, Dealings
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario, load

FELT = (
    "credit", "bonus", "trust", "promise", "debit", "felt_at", "shrunk", "known", "asked_debit",
    "asked_since", "discount_until", "reference_price", "member", "purchases", "failures", "recovered",
)  # fmt: skip

DEALT = ("burden", "burden_at", "asked", "asked_at", "offer", "discount")

HINT = "an act of engine/steps that experiment/twins/replay.py does not do as the engine does it"


class Recorded(NamedTuple):
    """Everybody as the engine left them, and the rows of their lives."""

    people: list[Customer]
    dealings: list[Dealings]
    outcome: Outcome


def recorded(scenario: Scenario, policy: str) -> Recorded:
    """One policy of a scenario."""
    frame = scenario.tables.run
    run = Simulation(encode(scenario, policy), frame.seed, 0)
    return Recorded(run.people, run.dealings, run.outcome(frame.days, frame.warmup))


DATED = (
    ("30 d", "sales.push=0.8"),
    ("30 d", "service.goodwill=30"),
    ("35 d", "care.touches.reminder.cost=0"),
    ("35 d", "care.touches.reminder.staff=1 min"),
    ("35 d", "care.touches.reminder.lasts=3 d"),
    ("40 d", "price.level=1.2"),
    ("45 d", "care.touches.reminder.personal=1"),
    ("45 d", "service.cross_sell=1"),
)
"""Levers that change what is felt, on three days."""

HAPPENING = (
    ("20 d", "leaving.ease=1.6"),
    ("25 d", "leaving.grievance_scale=x1.5"),
    ("30 d", "price.market=0.85"),
    ("35 d", "problems.breakdown.severity=+20 pp"),
    ("35 d", "problems.breakdown.rate=x3"),
    ("40 d", "service.channels.phone.tolerance=5 min"),
)
"""What may happen in the world that is felt."""


KNOWN = (
    "population.classes=[{weight=2, frequency=2, chance=0.1, first_decision=2}, "
    "{weight=1, frequency=0.5, chance=0.02, tenure='90 d'}]"
)
"""Customers of whom something is known on day 0."""


@pytest.fixture(scope="module", params=["as it is", "dated", "world", "bought", "run in", "known"])
def lived(request: pytest.FixtureRequest) -> Recorded:
    """Everybody and their rows: where everything happens, where levers change, at yearly contracts."""
    if request.param == "bought":
        short = world("contracts", "population.customers=150", "run.days=300 d")
        return recorded(short, "tariff")
    if request.param == "run in":
        return recorded(world("everything_happens", 'run.run_in="56 d"'), "baseline")
    if request.param == "known":
        return recorded(world("everything_happens", KNOWN, 'run.run_in="28 d"'), "baseline")
    dated = {"dated": DATED, "world": HAPPENING}.get(request.param, ())
    return recorded(load(world_file("everything_happens"), dated=dated), "baseline")


def test_everybody_is_left_as_the_engine_left_them(lived: Recorded) -> None:
    people, dealings, outcome = lived
    lives = Lives(outcome, outcome.encoded.names)
    for row, person in enumerate(people):
        life = FeltLife(lives, row)
        live(life, lives.of(row), outcome.horizon)
        for name in FELT:
            assert getattr(life.person, name) == getattr(person, name), (row, name, HINT)
        held = Dealings() if person.dealings == NOBODY else dealings[person.dealings]
        for name in DEALT:
            assert getattr(life.dealings, name) == getattr(held, name), (row, name, HINT)


def test_the_hazard_of_those_who_left_is_that_of_their_causes(lived: Recorded) -> None:
    outcome = lived.outcome
    lives = Lives(outcome, outcome.encoded.names)
    left = 0
    for row in range(len(outcome.people)):
        rows = lives.of(row)
        logged = {each.slot: each.value for each in rows if each.kind == EventType.CAUSE}
        if not logged:
            continue
        left += 1
        life = FeltLife(lives, row)
        live(life, rows, outcome.horizon)
        for cause in Cause:
            if cause != Cause.COMPETITION:
                found = fsum(each.hazard.get(cause, 0.0) for each in life.decisions)
                assert found == pytest.approx(logged.get(cause, 0.0), abs=1e-12), (row, cause, HINT)
    assert left


def test_what_feelings_come_from_adds_up_to_them(lived: Recorded) -> None:
    people, outcome = lived.people, lived.outcome
    lives = Lives(outcome, outcome.encoded.names)
    for row, person in enumerate(people):
        life = FeltLife(lives, row)
        live(life, lives.of(row), outcome.horizon)
        for cause, amounts in life.at.debits.items():
            held = person.asked_debit if cause == Cause.QUESTIONS else person.debit[cause]
            assert sum(amounts.values()) == pytest.approx(held, abs=1e-12)
        assert sum(life.at.credit.values()) == pytest.approx(person.credit, abs=1e-12)
        assert sum(life.at.trust.values()) == pytest.approx(person.trust, abs=1e-12)
