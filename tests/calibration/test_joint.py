"""Knobs moved all at once: where figures can be shown they are, else the nearest place in the limits."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from journeysim.calibration import joint

LIMITS = [(-3.0, 3.0), (-3.0, 3.0)]
START = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])


def seen(x: tuple[float, ...]) -> np.ndarray:
    """Three figures of two knobs, bent and mixed."""
    a, b = x
    return np.array([exp(0.8 * a) + 0.2 * b, b + 0.3 * a * a, 0.4 * a + 0.6 * b])


def test_figures_that_can_be_shown_are_shown_in_a_few_tries() -> None:
    truth = (0.9, -0.7)
    found = joint.solved(seen, seen(truth), (0.01, 0.01, 0.01), START, LIMITS, 25)
    assert found.x == pytest.approx(truth, abs=0.02)
    assert found.tries < 20


def test_a_knob_stays_within_its_limits_and_the_others_make_the_best_of_it() -> None:
    wanted = seen((2.0, 0.5))
    found = joint.solved(seen, wanted, (0.1, 0.1, 0.1), START, [(-1.0, 1.0), (-3.0, 3.0)], 30)
    assert found.x[0] == pytest.approx(1.0)
    around = [
        sum(((seen((1.0, b)) - wanted) / 0.1) ** 2) for b in np.linspace(-3.0, 3.0, 601).tolist()
    ]
    own = sum(((found.y - wanted) / 0.1) ** 2)
    assert own <= 1.05 * min(around)


def test_a_figure_nobody_can_measure_moves_nothing() -> None:
    found = joint.solved(
        lambda x: np.array([x[0], float("nan")]), (0.5, 1.0), (0.01, 0.01), np.eye(2), LIMITS, 20
    )
    assert found.x[0] == pytest.approx(0.5, abs=0.01)


def test_the_reach_of_a_knob_is_what_its_figures_leave_it() -> None:
    found = joint.solved(lambda x: np.array([2.0 * x[0]]), (1.0,), (0.2,), np.array([[2.0]]), LIMITS[:1])  # fmt: skip
    assert found.x[0] == pytest.approx(0.5, abs=1e-4)
    assert found.reach[0] == pytest.approx(0.1)


def test_where_it_fits_at_once_nothing_is_tried() -> None:
    found = joint.solved(seen, seen((0.0, 0.0)), (0.1, 0.1, 0.1), START, LIMITS)
    assert (found.x, found.tries) == ((0.0, 0.0), 1)


def test_a_step_as_long_as_one_may_be_is_not_the_last_however_little_it_gains() -> None:
    far, limits = 100.0, [(-200.0, 200.0)]
    found = joint.solved(
        lambda x: np.array([0.02 * x[0]]), (0.02 * far,), (0.005,), np.array([[0.02]]), limits, 120
    )
    assert found.x[0] == pytest.approx(far, abs=0.1)
