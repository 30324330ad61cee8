"""The compiled engine and the SimPy engine agree event for event, to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from engines import GRIDS, both, divergence
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import WORLD, world

from journeysim.engine.compiled import event_heap, hooks, run_state
from journeysim.engine.compiled.compiled_run import CompiledRun
from journeysim.engine.compiled.kernel import kernel
from journeysim.engine.des.loop import Simulation
from journeysim.engine.state import NOBODY, WorkItem
from journeysim.errors import EngineError, ScenarioError
from journeysim.events import PlannedEvent
from journeysim.experiment.assumptions import paths_in_force
from journeysim.experiment.compare import measure
from journeysim.model.customer import Case, Customer
from journeysim.scenario import describe
from journeysim.scenario.encoding import encode, encode_phases
from journeysim.scenario.merging import at, merged, nested
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import Tables


@cache
def rich() -> Scenario:
    """The scenario in which everything happens."""
    return world("everything_happens", "population.customers=60", 'run.days="60 d"')


@cache
def knobs() -> list[tuple[tuple[str, ...], str, float, float]]:
    """Every number of that scenario: path, unit, and the range to draw it from."""
    values = rich().tables.model_dump(mode="python", by_alias=True)
    found = []
    for pattern, field in describe.knobs_of(Tables):
        extra = field.json_schema_extra
        if not isinstance(extra, dict) or "plausible" not in extra:
            continue
        for path in paths_in_force(values, tuple(pattern.split("."))):
            if path[0] != "run" and path != ("population", "customers"):
                if isinstance(at(values, path), int | float):
                    low, high = extra["plausible"]  # type: ignore[misc]
                    unit = describe.unit_of(field)
                    found.append((path, unit, float(low), float(high)))  # type: ignore[arg-type]
    return found


def turned(path: tuple[str, ...], unit: str, low: float, high: float, part: float) -> dict:  # type: ignore[type-arg]
    value = low + part * (high - low)
    if unit == "count":
        return nested(path, round(value))
    return nested(path, describe.in_unit(value, unit) if unit in ("duration", "rate") else value)


@settings(max_examples=40)
@given(data=st.data())
def test_generated_worlds_are_the_same_on_both(data: st.DataObject) -> None:
    table: dict[str, object] = {"run": {"grid": data.draw(st.sampled_from(GRIDS))}}
    chosen = data.draw(st.lists(st.sampled_from(knobs()), min_size=3, max_size=25))
    for path, unit, low, high in chosen:
        part = data.draw(st.sampled_from((0.0, 0.3, 0.7, 1.0)))
        table = merged(table, turned(path, unit, low, high, part))
    if data.draw(st.booleans()):
        table = merged(table, {"population": {"prospects": "2 per d", "start": "fresh"}})
    else:
        table = merged(table, {"run": {"run_in": data.draw(st.sampled_from(("0 d", "21 d")))}})
    try:
        scenario = rich().with_values(table, "drawn")
    except ScenarioError:
        return
    policy = data.draw(st.sampled_from(scenario.policies))
    assert both(scenario, policy, data.draw(st.integers(0, 3))) == ""


def small(tmp_path: Path, *given_settings: str) -> Scenario:
    path = tmp_path / "firm.toml"
    path.write_text(WORLD, encoding="utf-8")
    return load(str(path), settings=given_settings)


LATER = {
    "care": {"touches": {"reminder": {"reach": 0.9}, "late": {"like": "thank_you"}}},
    "service": {"channels": {"chat": {"agents": 1}, "phone": {"agents": 3}}},
}


def test_a_live_change_is_the_same_on_both(tmp_path: Path) -> None:
    firm = small(tmp_path)
    after = encode_phases(firm, firm.phases("plain", [(41.0, LATER)]))
    runs = []
    for engine in (Simulation, CompiledRun):
        run = engine(encode(firm, "plain"), 1, 0)
        run.run_to(40.5)
        run.change(after)
        runs.append(run.outcome(120.0))
    assert divergence(*runs) == ""


def test_a_live_change_after_a_run_in_is_the_same_on_both(tmp_path: Path) -> None:
    firm = small(tmp_path, "run.run_in=28 d")
    after = encode_phases(firm, firm.phases("plain", [(0.0, LATER), (41.0, LATER)]))
    runs = []
    for engine in (Simulation, CompiledRun):
        run = engine(encode(firm, "plain"), 1, 0)
        run.run_to(-3.5)
        run.change(after)
        runs.append(run.outcome(120.0))
    assert divergence(*runs) == ""


def test_a_run_stepped_day_by_day_is_the_run_in_one_go(tmp_path: Path) -> None:
    encoded = encode(small(tmp_path), "caring")
    stepped = CompiledRun(encoded, 1, 0)
    for day in range(120):
        stepped.run_to(float(day))
    assert divergence(CompiledRun(encoded, 1, 0).outcome(120.0), stepped.outcome(120.0)) == ""


def test_too_many_customers_end_both_alike(tmp_path: Path) -> None:
    crowded = small(tmp_path, "talk.referral=1", "run.max_customers=400")
    said = []
    for engine in (Simulation, CompiledRun):
        with pytest.raises(EngineError) as refusal:
            engine(encode(crowded, "plain"), 1, 0).outcome(120.0)
        said.append(str(refusal.value))
    assert said[0] == said[1]


def test_a_raised_flag_stops_the_kernel(tmp_path: Path) -> None:
    run = CompiledRun(encode(small(tmp_path), "plain"), 1, 0, np.ones(1, dtype=np.int64))
    with pytest.raises(KeyboardInterrupt):
        run.outcome(120.0)


@pytest.mark.parametrize("run_in", ["0 d", "28 d"])
def test_an_experiment_comes_to_the_same_on_both_and_in_any_number_of_threads(
    tmp_path: Path, run_in: str
) -> None:
    firm = small(tmp_path, f'run.run_in="{run_in}"')
    slow = measure(firm, firm.policies, replications=2, jobs=1)
    for jobs in (1, 2, 3):
        quick = measure(firm, firm.policies, replications=2, jobs=jobs, engine="compiled")
        assert repr(quick.observations) == repr(slow.observations)
        assert quick.cash == slow.cash
        assert quick.events == slow.events


@pytest.mark.parametrize(
    ("state", "array", "spare", "link", "new"),
    [
        (Case, "cases", "spare_case", "next_silent", hooks.new_case),
        (WorkItem, "work_items", "spare_item", "following", hooks.new_work_item),
    ],
)
def test_a_place_used_again_is_as_one_that_was_never_used(
    state: type, array: str, spare: str, link: str, new: Callable[[Any], Any]
) -> None:
    """Whatever fields the state has: each is at its default, but for its place."""
    encoded = encode(rich(), "baseline")
    run = run_state.begun(run_state.arrays(encoded.world), 0, kernel().lend())
    records, place = getattr(run, array), 3
    for field in fields(state):
        records[field.name][place] = 7
    records[link][place] = NOBODY
    run.firm[spare] = place
    new(run)
    for field in fields(state):
        if field.name != "place":
            assert records[field.name][place] == getattr(state(), field.name), field.name
    assert run.firm[0][spare] == NOBODY


def test_a_place_used_again_is_a_new_record_on_simpy(tmp_path: Path) -> None:
    scenario = small(tmp_path)
    run = Simulation(encode(scenario, "plain"), 1, 0)
    case, item = run.new_case(), run.work_items[run.new_work_item()]
    for used, state in ((case, Case), (item, WorkItem)):
        for field in fields(state):
            if field.name != "place":
                setattr(used, field.name, 7)
    case.next_silent = item.following = NOBODY
    run.firm[0].spare_case = case.place
    run.firm[0].spare_item = run.work_items.index(item)
    assert run.new_case() == Case(place=case.place)
    assert run.work_items[run.new_work_item()] == WorkItem()


def test_more_is_due_at_one_moment_than_the_heap_had_room_for() -> None:
    """A touch on a date comes due for everybody at once; planned from day 0, or on that very day."""
    many = ("population.customers=9000", 'run.days="9 d"', 'care.touches.reminder.trigger="date"')
    scenario = world("firm", *many, 'care.touches.reminder.on="6 d"')
    caring = {"care": {"touches": {"reminder": {"reach": 0.8}}}}
    late = encode_phases(scenario, scenario.phases("plain", [(6.0, caring)]))
    for encoded in (encode(scenario, "caring"), late):
        run = CompiledRun(encoded, 1, 0)
        assert divergence(Simulation(encoded, 1, 0).outcome(9.0), run.outcome(9.0)) == ""
        assert len(run.state.heap) > run_state.FIRST_HEAP + 9000 // 16


def test_what_is_years_away_waits_for_its_turn() -> None:
    """Gaps longer than the calendar's windows take to come round, and runs as long."""
    rare = 'purchase.gap={kind="gamma", mean="700 d", shape=4}'
    assert both(world("firm", rare, 'run.days="2500 d"', 'run.run_in="910 d"'), "caring") == ""


GROWING = {
    "people": "people", "dealings": "dealings", "cases": "cases", "work_items": "work_items",
    "events": "events", "chunks": "chunks", "heap": "near",
}  # fmt: skip
"""What a run may need more of than it had on day 0, and the counter of what is taken."""


@pytest.mark.parametrize("name", GROWING)
def test_a_run_with_no_room_to_spare_is_the_same(name: str) -> None:
    encoded = encode(rich(), "baseline")
    run, cut = CompiledRun(encoded, 1, 0), {name}
    run.run_to(0.0)
    taken = max(1, int(run.state.counters[0][GROWING[name]]))
    if name == "people":
        cut = {name, "memories"}
    run._is(run.state._replace(**{each: getattr(run.state, each)[:taken] for each in cut}))
    usual = CompiledRun(encoded, 1, 0).outcome(60.0)
    assert divergence(usual, run.outcome(60.0)) == ""
    assert all(len(getattr(run.state, each)) > taken for each in cut)


def test_a_slice_holds_some_dozen_events_however_often_they_come() -> None:
    """Of few customers to whom much happens the slices of a day are as short as of many."""
    busy = world("firm", "population.customers=60", 'problems.question.rate="40 per d"')
    rare = world("firm", "population.customers=60")
    often, seldom = (CompiledRun(encode(each, "plain"), 1, 0).state for each in (busy, rare))
    assert often.counters[0]["slices"] == 128  # 2,400 a day, 32 in each, a power of two
    assert seldom.counters[0]["slices"] == 1
    assert run_state._slices(seldom.world, 10**9) == run_state.MOST_SLICES


def test_what_orders_equal_times_follows_from_whom_an_event_concerns() -> None:
    """The compiled calendar keeps no key, and a byte for b; SimPy is told both by the same steps."""
    encoded, seen = encode(rich(), "baseline"), set()

    class Noted(Simulation):
        def plan(self, when: float, what: int, key: int, order: int, row: int, a: int, b: int,
                 x: float, y: float) -> None:  # fmt: skip
            if what > PlannedEvent.MIDNIGHT:  # of the firm, and never two at a time
                people = self.people or [Customer()]
                planned = SimpleNamespace(people=people, events=[SimpleNamespace(a=a)])
                assert event_heap.key_of(planned, what, 0, row) == key, PlannedEvent(what).name
            assert 0 <= b < 128
            seen.add(what)
            super().plan(when, what, key, order, row, a, b, x, y)

    Noted(encoded, 1, 0).run_to(60.0)
    assert {PlannedEvent.STAFF, PlannedEvent.ARRIVAL, PlannedEvent.TOUCH} < seen
