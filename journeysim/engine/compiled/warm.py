"""Warm: a small run before its first moment; what kernels are compiled for looks like it."""

from __future__ import annotations

from typing import Any

import numpy as np

from journeysim.engine.compiled import run_state
from journeysim.engine.compiled.run_state import RunState
from journeysim.engine.daily import tally
from journeysim.engine.log import ROW
from journeysim.scenario import shipped
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load


def example() -> RunState:
    """A run like any other, as arrays; what lies in them differs, never how."""
    small = ("population.customers=2", 'run.days="1 d"')
    scenario = load(shipped.DEFAULT, settings=small)
    return run_state.begun(run_state.arrays(encode(scenario, scenario.policies[0]).world), 0)


def counting() -> tuple[Any, ...]:
    """What `count` is called with."""
    return np.zeros(1, ROW), np.zeros(1, np.uint8), 0, 1, tally.begun(1, 1, 0.0, 0.5, {})
