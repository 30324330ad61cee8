"""Warm: compile the kernels by running a small world, and keep them for the next process."""

from __future__ import annotations

import numpy as np

from journeysim.engine import cache
from journeysim.engine.compiled.twin import Twin
from journeysim.engine.daily.tally import begun, columns, with_people
from journeysim.scenario import shipped
from journeysim.scenario.scenario import load
from journeysim.scenario.world import encode


def warm_up() -> None:
    """Compile everything, if it is not kept already, and say so in the cache folder last of all."""
    small = ("population.customers=20", 'run.days="3 d"')
    scenario = load(shipped.DEFAULT, settings=small)
    twin = Twin(encode(scenario, scenario.policies[0]), 1, 0)
    rows = twin.outcome(3.0).log.rows
    tally = with_people(begun(3, len(twin.encoded.names.channels), 0.0, 0.95, {}), len(rows))
    marks = np.zeros(len(rows), dtype=np.uint8)
    twin.kernels.count(*columns(rows), marks, 0, 4, tally)
    cache.mark_warm()
