"""One firm, several files, one command: what was put in comes out, as often as the intervals say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from firm_data import TRUTH, written

from journeysim.calibration.fitted_firm import FittedFirm
from journeysim.scenario.scenario import load
from journeysim.study.calibrate import calibrate
from journeysim.study.calibrate_ask import CalibrateAsk, Files


def fitted(folder: Path, seed: int) -> FittedFirm:
    files = written(folder, seed)
    ask = CalibrateAsk(
        Files(orders=files.orders, calls=files.calls, tickets=files.tickets), fit_only=True
    )
    return calibrate(load("laptop_shop"), ask)


def hits(firm: FittedFirm) -> Counter[str]:
    """Which intervals hold the truth."""
    found = {each.name: each.interval for each in firm.calibration.fitted}
    assert found.keys() >= TRUTH.keys()
    return Counter(
        name
        for name, truth in TRUTH.items()
        if (ends := found[name]) is not None and ends[0] <= truth <= ends[1]
    )


def test_the_truth_of_a_firm_lies_in_the_intervals(tmp_path: Path) -> None:
    """Of 3 x 12 intervals of 95 %, at least 30 hold the truth."""
    assert sum(sum(hits(fitted(tmp_path, seed)).values()) for seed in range(3)) >= 30


@pytest.mark.slow
def test_the_truth_of_a_firm_lies_in_the_intervals_as_often_as_they_say(tmp_path: Path) -> None:
    """Over 30 firms each interval of 95 % holds the truth in at least 25, all together in 92 %."""
    found: Counter[str] = Counter()
    for seed in range(100, 130):
        found += hits(fitted(tmp_path, seed))
    print(dict(found))
    assert all(found[name] >= 25 for name in TRUTH), found
    assert sum(found.values()) >= 0.92 * 30 * len(TRUTH), found
