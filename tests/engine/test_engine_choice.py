"""Which engine answers."""

from __future__ import annotations

import pytest
from worlds import outcome, world

from journeysim.engine import choice
from journeysim.engine.compiled import kernel
from journeysim.errors import UsageError


def test_what_is_asked_for_is_taken() -> None:
    scenario = world("label")
    assert choice.chosen("simpy", [scenario], 100, 1) == "simpy"
    assert choice.chosen("compiled", [scenario], 1, 1) == "compiled"


def test_auto_takes_the_compiled_engine_where_it_can_run(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = world("label")
    assert choice.chosen("auto", [scenario], 100, 1) == "compiled"
    monkeypatch.setattr(kernel, "trouble", lambda: "for a reason")
    assert choice.chosen("auto", [scenario], 100, 1) == "simpy"
    with pytest.raises(UsageError, match="for a reason"):
        choice.chosen("compiled", [scenario], 1, 1)


def test_auto_takes_simpy_for_work_smaller_than_loading() -> None:
    tiny = world("label", "population.customers=20", 'run.days="10 d"')
    assert choice.chosen("auto", [tiny], 1, 1) == "simpy"


def test_the_expected_rows_are_right_to_a_factor_of_three() -> None:
    for name in ("label", "contracts"):
        scenario = world(name, "population.customers=300", 'run.days="200 d"')
        rows = len(outcome(scenario, scenario.policies[0]).log)
        assert rows / 3 < choice.rows_expected(scenario) < rows * 3


def test_small_worlds_begin_no_workers_unless_asked_to() -> None:
    small = world("label", "population.customers=20", 'run.days="10 d"')
    assert choice.processes("simpy", small, 2, None) == 1
    assert choice.processes("simpy", small, 2, 4) == 4
    assert choice.processes("simpy", world("label"), 100, None) is None
    assert choice.processes("compiled", small, 2, None) is None
