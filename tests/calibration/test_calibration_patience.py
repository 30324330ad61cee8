"""Patience and amounts against known truth: by the right law, or with a word that none fits."""

from __future__ import annotations

from math import gamma

import numpy as np
import numpy.typing as npt
import pytest

from journeysim.calibration import patience, spending
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.histories import Histories
from journeysim.calibration.likelihood import Maximum

MEAN = 5.8
"""Minutes of patience on average."""

Array = npt.NDArray[np.float64]


def weibull(luck: np.random.Generator, shape: float, count: int) -> Array:
    return MEAN / gamma(1.0 + 1.0 / shape) * luck.weibull(shape, count)


def censored(luck: np.random.Generator, patient: Array, wait: float) -> patience.Patience:
    """Patience fitted to waits, a third of them none, most of which end in an answer."""
    count = len(patient)
    waits = np.where(luck.random(count) < 0.3, 0.0, luck.exponential(wait, count))
    found = patience.fit(np.minimum(waits, patient), patient < waits)
    assert found is not None
    return found


def holds(found: patience.Patience) -> bool:
    return found.interval is not None and found.interval[0] <= MEAN <= found.interval[1]


@pytest.mark.parametrize("wait", [1.0, 3.0])
@pytest.mark.parametrize("shape", [0.6, 1.0, 1.5, 2.5])
def test_the_mean_lies_in_its_interval_whatever_the_shape(shape: float, wait: float) -> None:
    """Of 20 intervals of 95 %, at least 16 hold the truth; an exponential alone would give 2.5 or 16."""
    found = []
    for seed in range(20):
        luck = np.random.default_rng(seed)
        found.append(censored(luck, weibull(luck, shape, 3000), wait))
    assert sum(map(holds, found)) >= 16
    assert all(4.0 < each.mean < 8.5 for each in found)
    assert all(each.fits for each in found)
    shapes = [each.shape for each in found]
    if shape == 1.0:
        assert sum(each is None for each in shapes) >= 17
    else:
        assert np.median([each or 1.0 for each in shapes]) == pytest.approx(shape, rel=0.08)


def test_an_exponential_would_have_missed_by_far() -> None:
    luck = np.random.default_rng(1)
    found = censored(luck, weibull(luck, 2.5, 3000), 1.0)
    assert found.exponential_mean > 2 * MEAN
    assert found.off < 0.05 < found.exponential_off


def test_two_kinds_of_callers_fit_no_law_and_that_is_said() -> None:
    """A tenth hangs up within three seconds, the others wait for minutes."""
    luck = np.random.default_rng(2)
    hasty = luck.random(4000) < 0.1
    patient = np.where(hasty, luck.uniform(0.0, 0.05, 4000), luck.exponential(MEAN, 4000))
    assert not censored(luck, patient, 3.0).fits


@pytest.mark.parametrize(("shape", "step"), [(1.0, 1.0), (1.0, 0.5), (1.8, 1.0), (0.7, 0.25)])
def test_waits_in_whole_minutes_tell_nearly_the_same(shape: float, step: float) -> None:
    for seed in range(6):
        luck = np.random.default_rng(seed)
        patient, waits = weibull(luck, shape, 3000), luck.exponential(3.0, 3000)
        waited, left = np.minimum(waits, patient), patient < waits
        found = patience.fit(np.round(waited / step) * step, left)
        exact = patience.fit(waited, left)
        assert found is not None
        assert exact is not None
        assert found.fits
        assert found.mean == pytest.approx(exact.mean, rel=0.15)


def test_kaplan_meier_by_hand() -> None:
    """Five waits: hung up after 1, 3 and 3 minutes, answered after 2 and 4."""
    waits, left = np.array([1.0, 2.0, 3.0, 3.0, 4.0]), np.array([True, False, True, True, False])
    times, survival, _ = patience.kaplan_meier(waits, left)
    assert times.tolist() == [1.0, 3.0]
    assert survival == pytest.approx([4 / 5, 4 / 5 * 1 / 3])


def test_few_who_hang_up_give_an_exponential_or_nothing() -> None:
    waits = np.linspace(0.1, 3.0, 40)
    assert patience.fit(waits, np.arange(40) < 9) is None
    found = patience.fit(waits, np.arange(40) < 12)
    assert found is not None
    assert found.shape is None
    assert found.mean == pytest.approx(waits.sum() / 12)


def amounts(seed: int, between: float, within: float) -> tuple[Array, npt.NDArray[np.int64]]:
    """Amounts of 300 customers, alike where they are one customer's; a mean of forty."""
    luck = np.random.default_rng(seed)
    who = np.repeat(np.arange(300), luck.poisson(luck.gamma(1.0, 5.0, 300)) + 1)
    level = luck.normal(0.0, between, 300)[who]
    logs = level + luck.normal(0.0, within, len(who)) - (between**2 + within**2) / 2.0
    return 40.0 * np.exp(logs), who


@pytest.mark.parametrize(("between", "within"), [(0.0, 0.6), (0.5, 0.5), (0.8, 0.3)])
def test_the_mean_amount_lies_in_its_interval_though_customers_are_alike(
    between: float, within: float
) -> None:
    """Of 60 intervals of 95 %, at least 52 hold the truth; taken for independent, far fewer."""
    clustered = alone = 0
    for seed in range(60):
        amount, who = amounts(seed, between, within)
        for counted, people in ((True, who), (False, None)):
            found = spending.fit(amount, people)
            assert found is not None
            hit = found.interval[0] <= 40.0 <= found.interval[1]
            clustered += hit and counted
            alone += hit and not counted
    assert clustered >= 52
    assert between == 0.0 or alone < 45


def test_visits_that_cost_nothing_lower_the_mean_and_are_told() -> None:
    amount, who = amounts(1, 0.3, 0.5)
    free = np.where(np.arange(len(amount)) % 4 == 0, 0.0, amount)
    found = spending.fit(free, who)
    assert found is not None
    assert found.mean == pytest.approx(float(free.mean()))
    assert found.free == pytest.approx(0.25, abs=0.01)


def test_a_days_sum_is_divided_as_gaps_are() -> None:
    """At a rate of n a day, a day with purchases holds n / (1 - exp(-n)) of them."""
    rate, count = 0.4, 5000
    luck = np.random.default_rng(4)
    days = [np.unique(np.floor(luck.uniform(0, 100, luck.poisson(100 * rate)))) for _ in range(count // 50)]  # fmt: skip
    x = np.array([len(each) - 1 for each in days])
    first = np.array([each[0] for each in days])
    last = np.array([each[-1] for each in days])
    held = Histories(x, last - first, 100.0 - first, first)
    r = 100.0
    model = BgNbd(r, r / rate, 1e-3, 1e3, Maximum((r, r / rate, 1e-3, 1e3), 0.0, np.eye(4), (False,) * 4), count, count)  # fmt: skip
    expected = rate / (1.0 - float(np.exp(-rate)))
    assert spending.purchases_a_day(model, held) == pytest.approx(expected, rel=0.03)
