"""Runs that would not end: stopped by the same count on either engine, with a word."""

from __future__ import annotations

from typing import Any

import pytest
from worlds import world

from journeysim.engine.choice import COMPILED, SIMPY, is_there
from journeysim.engine.running import run
from journeysim.errors import EngineError, WorkLimitError
from journeysim.experiment.compare import measure
from journeysim.model.run import LEAST_BOUND, TIMES_EXPECTED, most_customers
from journeysim.scenario.encoding import encode

FEW = ("population.customers=30", 'run.days="30 d"')
ENGINES = [SIMPY, pytest.param(COMPILED, marks=pytest.mark.skipif(not is_there(), reason="numba"))]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_count_decides_to_the_last_event(engine: str) -> None:
    scenario = world("firm", *FEW)
    events = len(run(scenario, "caring", 0, SIMPY).log)
    assert len(run(scenario, "caring", 0, engine, max_events=events).log) == events
    with pytest.raises(WorkLimitError, match=rf"caring \(replication 0\) .* the {events - 1:,} ev"):
        run(scenario, "caring", 0, engine, max_events=events - 1)


def test_looking_each_day_changes_no_event() -> None:
    scenario = world("firm", *FEW)
    plain, looked = (run(scenario, "caring", 2, max_events=most) for most in (None, 10**9))
    assert plain.log.rows.tobytes() == looked.log.rows.tobytes()
    assert plain.people.tobytes() == looked.people.tobytes()


def test_work_is_bounded_from_the_first_replication_on() -> None:
    with pytest.raises(WorkLimitError):
        measure(world("firm", *FEW), ["plain"], ["retention"], max_events=10, jobs=1)


@pytest.mark.parametrize(
    ("settings", "most"),
    [
        ((), LEAST_BOUND),
        (("population.customers=5000",), TIMES_EXPECTED * 5000),
        (("population.customers=5000", "population.prospects='5 per d'", "population.conversion=0.5"), TIMES_EXPECTED * 5300),
        (("population.customers=5000", "run.max_customers=6000"), 6000),
    ],
)  # fmt: skip
def test_far_more_customers_than_anybody_expected_are_a_mistake(
    settings: tuple[str, ...], most: int
) -> None:
    tables = world("firm", *settings).tables
    assert most_customers(tables.run, tables.population) == most
    assert encode(world("firm", *settings), "plain").world.max_customers == most


@pytest.mark.parametrize("engine", ENGINES)
def test_where_every_purchase_brings_a_friend_the_run_ends_with_a_word(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeysim.model.run.LEAST_BOUND", 400)
    endless: Any = world(
        "label", "population.customers=15", "talk.referral=1", "talk.referral_slope=0"
    )
    with pytest.raises(EngineError, match=r"more than \d+ customers; lower talk\.referral"):
        run(endless, endless.policies[0], 0, engine)
