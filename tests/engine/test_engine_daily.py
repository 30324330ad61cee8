"""Counting day by day: the same as looking at the whole log at once, compiled or not, in any stretches."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import ceil, floor, fsum, inf, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import ONCE_SHIPPED, world

from journeysim.engine.choice import COMPILED, SIMPY, is_there
from journeysim.engine.daily import count, running, tally
from journeysim.engine.daily.tally import FIGURES, STANDS, Tally
from journeysim.engine.log import ROW, Array, Outcome
from journeysim.engine.running import run
from journeysim.events import EventType

LATE = 0.95
numbers = st.floats(-1e9, 1e9, allow_subnormal=False)


def lived(name: str, customers: int, days: int, engine: str) -> Outcome:
    settings = (f"population.customers={customers}", f'run.days="{days} d"', "run.replications=2")
    scenario = world(name, *settings)
    return run(scenario, scenario.policies[-1], 0, engine)


def counted(
    outcome: Outcome, counting: Any = count.counted, stretches: Sequence[int] = ()
) -> Tally:
    """The tally of a log taken in stretches that end on these days."""
    rows, days = outcome.log.rows, ceil(outcome.horizon)
    found = tally.begun(days, len(outcome.encoded.names.channels), outcome.warmup, LATE, {})
    found.days[:, 0] = np.count_nonzero((rows["kind"] == EventType.JOINED) & (rows["number"] == 0))
    begin = 0
    for day in (*stretches, days):
        end = int(np.searchsorted(rows["time"], day))
        part = rows[begin:end]
        found = tally.with_people(found, int(part["customer"].max(initial=-1)) + 1)
        found = counting(part, np.zeros(len(part), dtype=np.uint8), day + 1, found)
        begin = end
    return found


def same(one: Tally, other: Tally) -> None:
    """The figures and the state that the next row meets are the same."""
    for name in ("days", "channels", "left", "causes", "standing", "sums", "parts"):
        mine, theirs = getattr(one, name), getattr(other, name)
        short = min(len(mine), len(theirs))
        assert np.array_equal(mine[:short], theirs[:short], equal_nan=name == "days"), name


@pytest.mark.parametrize("name", ONCE_SHIPPED)
def test_stretches_and_compiling_change_nothing(name: str) -> None:
    outcome = lived(name, 60, 50, SIMPY)
    whole = counted(outcome)
    same(whole, counted(outcome, stretches=(1, 9, 10, 33)))
    if is_there():
        from journeysim.engine.compiled.compiled_count import CompiledCount

        same(whole, counted(outcome, CompiledCount(), (20, 41)))


@pytest.fixture(scope="module")
def busy() -> tuple[Outcome, Tally]:
    """A world with lines, overnight ones too, and its tally."""
    outcome = lived("laptops", 300, 90, COMPILED if is_there() else SIMPY)
    return outcome, counted(outcome)


def matters(rows: Array) -> dict[tuple[int, int, int], list[tuple[float, int]]]:
    """Where each matter stood from when on, a customer's leaving included."""
    left = {
        int(row["customer"]): float(row["time"]) for row in rows if row["kind"] == EventType.LEFT
    }
    found: dict[tuple[int, int, int], list[tuple[float, int]]] = {}
    for row in rows[np.isin(rows["kind"], list(STANDS))]:
        who, time = int(row["customer"]), float(row["time"])
        story = found.setdefault((who, int(row["slot"]), int(row["number"])), [])
        if time < left.get(who, inf):
            story.append((time, STANDS[EventType(int(row["kind"]))]))
    for (who, _, _), story in found.items():
        story.append((left.get(who, inf), tally.CLOSED))
    return found


def test_lines_and_open_matters_are_those_of_every_matter_looked_at_by_itself(
    busy: tuple[Outcome, Tally],
) -> None:
    outcome, found = busy
    stories = matters(outcome.log.rows)
    for state, name in ((tally.OPEN, "problem"), (tally.SILENT, "silent")):
        for day in (1, 7, 30, 61, 89):
            there = 0
            for story in stories.values():
                for (begin, stands), (end, _) in itertools.pairwise(story):
                    there += stands == state and begin < day <= end
            assert found.days[day, FIGURES.index(name)] == there, (name, day)
    for state, name in ((tally.WAITING, "waiting"), (tally.SERVED, "served")):
        steps: dict[float, int] = {}
        for story in stories.values():
            for (begin, stands), (end, _) in itertools.pairwise(story):
                if stands == state and begin < end:
                    steps[begin] = steps.get(begin, 0) + 1
                    steps[end] = steps.get(end, 0) - 1
        most, there, day = [0] * 92, 0, 0
        for time in sorted(steps):
            if time < inf:
                while day < floor(time) + 1:
                    day += 1
                    most[day] = there
                there += steps[time]
                most[day] = max(most[day], there)
        assert max(most) > 2
        assert found.days[1:day, FIGURES.index(name)].tolist() == most[1:day], name


def test_the_late_wait_of_a_day_is_the_quantile_of_all_waits_before(
    busy: tuple[Outcome, Tally],
) -> None:
    outcome, found = busy
    kinds = [EventType.ANSWERED, EventType.ABANDONED, EventType.TURNED_AWAY]
    waits = outcome.log.rows[np.isin(outcome.log.rows["kind"], kinds)]
    for day in range(91):
        before = waits["value"][waits["time"] < day]
        said = float(np.quantile(before, LATE)) if len(before) else nan
        assert str(found.days[day, FIGURES.index("wait_p95")]) == str(said), day


def test_room_runs_out_and_nothing_is_lost(busy: tuple[Outcome, Tally]) -> None:
    outcome, found = busy
    assert len(found.low) > len(tally.begun(1, 1, 0.0, LATE, {}).low)
    assert int(found.days[:, FIGURES.index("answered")].sum()) == len(
        outcome.log.of(EventType.ANSWERED)
    )


def test_a_copy_goes_on_by_itself(busy: tuple[Outcome, Tally]) -> None:
    before = busy[1].days.tobytes()
    other = tally.copied(busy[1])
    other.days[:] = 7.0
    other.hand[:] = 7
    assert busy[1].days.tobytes() == before
    assert busy[1].hand[tally.DAY] == 91


def test_further_channels_leave_the_first_as_they_were(busy: tuple[Outcome, Tally]) -> None:
    more = tally.with_channels(busy[1], busy[1].channels.shape[1] + 2)
    known = busy[1].channels.shape[1]
    assert np.array_equal(more.channels[:, :known], busy[1].channels)
    assert not more.channels[:, known:].any()
    agents = tally.CLOSED + known
    assert np.array_equal(more.standing[agents + 2 : agents + 2 + known], busy[1].standing[agents:])


def test_events_have_the_columns_of_a_log_in_their_order() -> None:
    assert tally.Event._fields == ROW.names


@given(st.lists(numbers, min_size=1, max_size=80))
def test_sums_are_exact(amounts: list[float]) -> None:
    found = tally.begun(1, 1, 0.0, LATE, {})
    for amount in amounts:
        running.add_exactly(found, 3, amount)
    assert fsum(found.sums[3, : found.parts[3]]) == fsum(amounts)


@given(st.lists(st.floats(0.0, 5.0).map(lambda x: round(x, 2)), min_size=1, max_size=200))
def test_the_running_quantile_is_the_quantile(waits: list[float]) -> None:
    found = tally.begun(1, 1, 0.0, LATE, {})
    for number, wait in enumerate(waits, 1):
        running.add_wait(found, wait)
        assert running.late_wait(found) == np.quantile(waits[:number], LATE)
