"""A copy of a compiled run, changed and run on, is the run made anew from day 0 with that change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import ONCE_SHIPPED, world

from journeysim.engine.choice import is_there
from journeysim.engine.log import ROW, Array
from journeysim.scenario.encoding import encode_phases
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.tui.dials import ScaledDial, dials_of

pytestmark = pytest.mark.skipif(not is_there(), reason="the compiled engine cannot run here")

DAYS = 100
SMALL = ("population.customers=150", f'run.days="{DAYS} d"')


def small(name: str) -> Scenario:
    return world(name, *SMALL)


def levers(scenario: Scenario) -> list[ScaledDial]:
    return [dial for dial in dials_of(scenario) if dial.side == "lever"]


def anew(scenario: Scenario, phases: Sequence[Phase]) -> bytes:
    """The log from day 0."""
    from journeysim.engine.compiled.compiled_run import CompiledRun

    run = CompiledRun(encode_phases(scenario, tuple(phases)), 5, 1)
    run.run_to(float(DAYS))
    return run.log().rows.tobytes()


def copied(scenario: Scenario, steps: Sequence[tuple[float, Sequence[Phase]]]) -> Iterator[bytes]:
    """The log of each copy of the copy before, made on its day and run on with its phases."""
    from journeysim.engine.compiled.compiled_run import CompiledRun

    run = CompiledRun(encode_phases(scenario, tuple(steps[0][1])), 5, 1)
    rows: list[Array] = [np.empty(0, dtype=ROW)]
    for day, phases in steps:
        run.run_to(day)
        rows.append(run.drained().copy())
        run = run.copy()
        run.change(encode_phases(scenario, tuple(phases)))
        other = run.copy()
        other.run_to(float(DAYS))
        yield np.concatenate([*rows, other.log().rows]).tobytes()


@pytest.mark.parametrize("name", ONCE_SHIPPED)
def test_every_lever_from_any_day(name: str) -> None:
    scenario = small(name)
    base = scenario.phases(scenario.baseline)
    for place, dial in enumerate(levers(scenario)):
        for value in (dial.low, dial.high):
            day = (1.0, 37.0, 99.0)[place % 3]
            phases = scenario.phases(scenario.baseline, ((day, dial.table(value)),))
            *_, last = copied(scenario, [(day, base), (day, phases)])
            assert last == anew(scenario, phases), (dial.key, value, day)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_copies_of_copies_on_any_days_of_any_policy(data: st.DataObject) -> None:
    scenario = small(data.draw(st.sampled_from(["counter", "contracts"])))
    policy = data.draw(st.sampled_from(scenario.policies))
    days = sorted(data.draw(st.lists(st.integers(1, DAYS), min_size=1, max_size=4, unique=True)))
    further: list[tuple[float, dict[str, object]]] = []
    steps = []
    for day in days:
        dial = data.draw(st.sampled_from(levers(scenario)))
        further.append((float(day), dial.table(data.draw(st.sampled_from((dial.low, dial.high))))))
        steps.append((float(day), scenario.phases(policy, further)))  # type: ignore[arg-type]
    begun = [(steps[0][0], scenario.phases(policy)), *steps]
    *logs, last = copied(scenario, begun)
    assert last == anew(scenario, steps[-1][1])
    assert logs[0] == anew(scenario, scenario.phases(policy))


@pytest.mark.parametrize("name", ONCE_SHIPPED)
def test_a_run_does_not_notice_that_it_was_copied(name: str) -> None:
    from journeysim.engine.compiled.compiled_run import CompiledRun

    scenario = world(name, "population.customers=1500", f'run.days="{DAYS} d"')
    phases = scenario.phases(scenario.policies[-1])
    run = CompiledRun(encode_phases(scenario, phases), 5, 1)
    run.run_to(10.0)
    other = run.copy()
    for mine, theirs in zip(run.state[2:], other.state[2:], strict=True):
        assert not np.shares_memory(mine, theirs)
    other.run_to(float(DAYS))
    assert len(other.log()) > len(run.log())
    run.run_to(float(DAYS))
    assert run.log().rows.tobytes() == other.log().rows.tobytes()
    assert run.log().rows.tobytes() == anew(scenario, phases)
