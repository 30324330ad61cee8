"""Fits against published figures, and against worlds whose parameters are known."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from made import ALPHA, A, B, R, exported, shop, written
from scipy.special import hyp2f1

from journeysim.calibration import bgnbd, purchases, sbg, spending
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.histories import Histories, histories
from journeysim.calibration.order_columns import OrderMapping
from journeysim.engine.running import run
from journeysim.errors import UsageError
from journeysim.events import EventType

REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.mark.parametrize(
    ("survivors", "a", "b", "greatest"),
    [(REGULAR, 0.704, 1.182, -1680.3), (HIGH_END, 0.668, 3.806, -1611.2)],
)
def test_contracts_are_fitted_as_published(
    survivors: list[float], a: float, b: float, greatest: float
) -> None:
    """Fader & Hardie 2007: fitted to seven years of two cohorts."""
    found = sbg.fit(sbg.from_survivors([[float(n) for n in survivors]]), 365.0)
    assert found.a == pytest.approx(a, abs=6e-4)
    assert found.b == pytest.approx(b, abs=1.5e-3)
    assert found.optimum.log_likelihood == pytest.approx(greatest, abs=0.06)
    assert found.contracts == 1000


def test_the_likelihood_of_one_history_is_that_of_the_paper() -> None:
    """By hand, for somebody who bought again once: equation 6 written out with gamma functions."""
    r, alpha, a, b = 0.5, 10.0, 1.5, 3.0
    x, recency, age = np.array([1.0, 0.0]), np.array([4.0, 0.0]), np.array([9.0, 9.0])
    found = bgnbd.log_likelihood(np.array([r, alpha, a, b]), x, recency, age)
    stayed = b / (a + b) * (alpha / (alpha + 9.0)) ** r / (alpha + 9.0)
    gone = a / (a + b) * (alpha / (alpha + 4.0)) ** r / (alpha + 4.0)
    assert exp(found[0]) == pytest.approx(r * (stayed + gone))
    assert exp(found[1]) == pytest.approx((alpha / (alpha + 9.0)) ** r)


def test_the_slope_of_the_likelihood_is_that_of_its_differences() -> None:
    known = histories_of(300, 8)
    columns = [column.astype(float) for column in known[:3]]
    counts, at = np.arange(1.0, 301.0) % 4 + 1.0, np.array((0.7, 40.0, 0.6, 3.0))
    found = bgnbd.slope(at, *columns, counts)
    for index, value in enumerate(found):
        step = np.zeros(4)
        step[index] = 1e-5 * at[index]
        up, down = (float(bgnbd.log_likelihood(at + sign * step, *columns) @ counts) for sign in (1, -1))  # fmt: skip
        assert value == pytest.approx((up - down) / (2 * step[index]), rel=1e-5)


def test_many_customers_are_fitted_as_few_are() -> None:
    """Starts tried on a part and the whole settled along the slope end where the simplex does."""
    whole = histories_of(9000, 9)
    exact = bgnbd.fit(whole)
    sampled = bgnbd.fit(whole, near=None, sample=1000)
    assert sampled.optimum.values == pytest.approx(exact.optimum.values, rel=2e-3)
    assert sampled.optimum.log_likelihood == pytest.approx(exact.optimum.log_likelihood, abs=1e-3)


def histories_of(count: int, seed: int, days: float = 400.0) -> Histories:
    """BG/NBD histories drawn here, by another route than the engines'."""
    luck = np.random.default_rng(seed)
    rate, chance = luck.gamma(R, 1 / ALPHA, count), luck.beta(A, B, count)
    x, last = np.zeros(count, dtype=int), np.zeros(count)
    for who in range(count):
        now = 0.0
        while True:
            now += luck.exponential(1 / rate[who])
            if now > days:
                break
            x[who] += 1
            last[who] = now
            if luck.random() < chance[who]:
                break
    return Histories(x, last, np.full(count, days), np.zeros(count))


def inside(model: bgnbd.BgNbd) -> list[bool]:
    truth = {
        "r": R,
        "alpha": ALPHA,
        "a": A,
        "b": B,
        "mean_gap": ALPHA / R,
        "mean_chance": A / (A + B),
    }
    found = model.intervals()
    return [
        ends is not None and ends[0] <= value <= ends[1]
        for value, ends in ((truth[name], found[name]) for name in truth)
    ]


def test_true_parameters_mostly_lie_in_the_intervals() -> None:
    """Of 6 x 6 intervals of 95 %, between 29 and 36 hold the truth (they hang together)."""
    hits = sum(sum(inside(bgnbd.fit(histories_of(700, seed)))) for seed in range(6))
    assert 29 <= hits <= 36


@pytest.mark.slow
def test_true_parameters_lie_in_the_intervals_as_often_as_they_should() -> None:
    """Of 120 fits to 800 customers each, every interval holds the truth in 88 to 99 of a hundred."""
    hits = np.array([inside(bgnbd.fit(histories_of(800, 100 + seed))) for seed in range(120)])
    assert ((hits.mean(axis=0) > 0.88) & (hits.mean(axis=0) < 0.995)).all(), hits.mean(axis=0)


def test_a_simulated_shop_gives_its_parameters_back(tmp_path: Path) -> None:
    """Simulate, export, calibrate: the log is read as any other file."""
    path = exported(shop(tmp_path), tmp_path / "log.csv")
    log_ = purchases.read(path, OrderMapping(), ReadingOptions())
    assert [each.reason for each in log_.understood.aside] == ["another type"]
    assert not log_.understood.refused
    model = bgnbd.fit(histories(log_), whole_days=True)
    assert model.customers > 3000
    assert all(inside(model)), model.intervals()
    assert model.r == pytest.approx(R, rel=0.2)
    amounts = spending.fit(log_.amount)
    assert amounts is not None
    assert amounts.sigma == pytest.approx(0.6, abs=0.03)


def test_days_that_count_once_do_not_lengthen_the_gaps(tmp_path: Path) -> None:
    """Against a fit to the exact times of the same purchases, most of what whole days hide is back."""
    scenario = shop(tmp_path)
    bought = run(scenario, "baseline", 0).log.of(EventType.PURCHASE)
    order = np.lexsort((bought["time"], bought["customer"]))
    who, time = bought["customer"][order], bought["time"][order]
    starts = np.flatnonzero(np.concatenate(([True], who[1:] != who[:-1])))
    counts = np.diff(np.concatenate((starts, [len(who)])))
    first, last = time[starts], time[starts + counts - 1]
    exact = bgnbd.fit(Histories(counts - 1, last - first, 500.0 - first, first)).mean_gap
    log_ = purchases.read(
        exported(scenario, tmp_path / "log.csv"), OrderMapping(), ReadingOptions()
    )
    days = histories(log_)
    blurred, mended = bgnbd.fit(days).mean_gap, bgnbd.fit(days, whole_days=True).mean_gap
    assert blurred > 1.02 * exact
    assert abs(mended - exact) < 0.4 * abs(blurred - exact)


@pytest.mark.slow
def test_simulated_shops_give_their_parameters_back_as_often_as_they_should(tmp_path: Path) -> None:
    """Over 30 seeds, and without the half days that whole days hide, gaps would be too long."""
    hits = []
    for seed in range(1, 31):
        path = exported(shop(tmp_path, seed), tmp_path / "log.csv")
        hits.append(
            inside(
                bgnbd.fit(
                    histories(purchases.read(path, OrderMapping(), ReadingOptions())),
                    whole_days=True,
                )
            )
        )
    assert (np.mean(hits, axis=0) >= 0.8).all(), np.mean(hits, axis=0)


def test_the_chance_to_be_active_is_that_of_the_paper() -> None:
    """Fader, Hardie & Lee's formula; whoever bought just now is most likely active."""
    model = bgnbd.fit(histories_of(400, 3))
    x, recency = np.array([0, 3, 3]), np.array([0.0, 10.0, 100.0])
    found = bgnbd.active(model, Histories(x, recency, np.full(3, 100.0), np.zeros(3)))
    r, alpha, a, b = model[:4]
    odds = a / (b + 2.0) * ((alpha + 100.0) / (alpha + 10.0)) ** (r + 3.0)
    assert found == pytest.approx([1.0, 1.0 / (1.0 + odds), (b + 2.0) / (a + b + 2.0)])


def test_times_may_be_counted_in_any_unit() -> None:
    days = histories_of(400, 5)
    hours = days._replace(recency=days.recency * 24.0, age=days.age * 24.0)
    one, other = bgnbd.fit(days), bgnbd.fit(hours)
    assert other.alpha == pytest.approx(24.0 * one.alpha, rel=1e-3)
    assert other.r == pytest.approx(one.r, rel=1e-3)
    shift = float(days.repeats.sum()) * log(24.0)
    assert other.optimum.log_likelihood == pytest.approx(
        one.optimum.log_likelihood - shift, abs=0.01
    )


def test_too_few_who_came_back_are_refused() -> None:
    once = Histories(np.zeros(50, dtype=int), np.zeros(50), np.full(50, 9.0), np.zeros(50))
    with pytest.raises(UsageError, match="only 0 of 50 customers bought again"):
        bgnbd.fit(once)


def test_survivors_can_only_become_fewer() -> None:
    with pytest.raises(UsageError, match="a cohort grows from 5 to 6"):
        sbg.from_survivors([[10.0, 5.0, 6.0]])


def test_without_an_end_there_is_nothing_to_learn() -> None:
    with pytest.raises(UsageError, match="no contract ended"):
        sbg.fit(sbg.from_survivors([[10.0, 10.0]]), 30.0)


def test_amounts_that_are_no_lognormal_keep_their_mean() -> None:
    amounts = np.array([10.0] * 500 + [500.0] * 500)
    found = spending.fit(amounts)
    assert found is not None
    assert len(found.parts) == spending.PARTS
    assert sum(found.parts) / len(found.parts) == pytest.approx(255.0)
    assert found.interval[0] < 255.0 < found.interval[1]


def test_a_lognormal_that_would_lose_revenue_is_not_taken() -> None:
    """A few great orders hardly change the shape, but half of the mean."""
    luck = np.random.default_rng(7)
    usual = luck.lognormal(3.0, 0.5, 2000)
    found = spending.fit(usual)
    assert found is not None
    assert found.parts == ()
    assert found.interval[0] < float(usual.mean()) < found.interval[1]
    amounts = np.concatenate((usual, np.full(10, 5000.0)))
    found = spending.fit(amounts)
    assert found is not None
    assert found.distance < spending.FITS
    assert sum(found.parts) / len(found.parts) == pytest.approx(float(amounts.mean()), rel=1e-4)


def test_the_mean_of_the_series_is_the_simulated_one() -> None:
    """The closed form that verify holds against the engines agrees with another route to it."""
    from journeysim.experiment.verify.formulas import bg_nbd_purchases

    z = 300.0 / (ALPHA + 300.0)
    other = (A + B - 1) / (A - 1) * (1 - (1 - z) ** R * float(hyp2f1(R, B, A + B - 1, z)))
    assert bg_nbd_purchases(R, ALPHA, A, B, 300.0) == pytest.approx(other)


def test_a_contract_has_ended_that_was_not_paid_for_one_period_and_a_half(tmp_path: Path) -> None:
    paid = {"a": (0, 30, 61), "b": (0, 30), "c": (100,), "d": (0, 29, 60, 91)}
    lines = ["customer,date"]
    lines += [
        f"{who},{date(2025, 1, 1) + timedelta(days=day)}"
        for who, days in paid.items()
        for day in days
    ]
    path = written(tmp_path / "paid.csv", lines)
    log_ = purchases.read(path, OrderMapping(), ReadingOptions())
    found = sbg.from_payments(log_, 30.0)
    assert found.ended.tolist() == [0.0, 1.0, 0.0, 0.0]
    assert found.running.tolist() == [1.0, 0.0, 1.0, 1.0]
    gap, variation = sbg.regularity(log_)
    assert gap == 30.5
    assert variation < sbg.REGULAR
