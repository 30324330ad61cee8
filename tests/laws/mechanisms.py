"""What tests of one mechanism ask of a run."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from worlds import changed, outcome

from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import BASELINE


def lived(scenario: Scenario, *settings: str) -> Outcome:
    """One run of a world with settings laid over it."""
    return outcome(changed(scenario, *settings), BASELINE)


def value(run: Outcome, metric: str) -> float:
    """A metric of a run."""
    return find(metric).value(run)


def cases(rows: npt.NDArray[np.void]) -> set[tuple[int, int]]:
    """Whose and which case each row is about."""
    return set(zip(rows["customer"].tolist(), rows["number"].tolist(), strict=True))


def leaving_times(run: Outcome) -> dict[int, float]:
    """When each customer who left did so."""
    rows = run.log.of(EventType.LEFT)
    return dict(zip(rows["customer"].tolist(), rows["time"].tolist(), strict=True))
