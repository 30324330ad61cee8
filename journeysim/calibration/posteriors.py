"""Posteriors: who is a customer at the end of the data, and what is known of each: the firm of day 0.

Out come classes of customers, few enough to stand in a file, that together buy and leave as all those
customers would by the model. In journeysim people decide whether to leave when they come again, so
somebody is there until then. BG/NBD lets them drop out right after a purchase; so whoever has decided to
leave, and has not come since, is there too, and turns away at the next occasion:

* bought again (x > 0): x - 1 decisions to stay are known, and the latest is still open; chances are
  beta(a, b + x - 1), and the first occasion is a decision;
* bought once: nothing was decided yet; chances are beta(a, b), and the second occasion is the first
  decision;
* rates are gamma(r + x, alpha + T) of both, because nobody who is there has come since t_x.

So many are there that what they are expected to buy is what BG/NBD expects of each customer.
Source: the conditional expectation (10) of Fader, Hardie & Lee 2005, taken apart.
"""

from __future__ import annotations

from math import fsum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.bgnbd import BgNbd, there
from journeysim.calibration.histories import Histories
from journeysim.calibration.sbg import Sbg
from journeysim.scenario.merging import Table

Array = npt.NDArray[Any]

ROWS = 40
"""Classes that a scenario file gets, at most."""

_ENOUGH = 1e-9
_NOBODY = 1e-6
_OF_TENURE = 0.1
"""How much a difference in tenure counts, beside one in rates or chances."""

_SHAPES = (0.01, 10_000.0)


class Posteriors(NamedTuple):
    """What is known of customers, one entry each kind of history.

    there: how many of these are customers still, on average; often, often_variance: how often they
    come relative to the mean gap, mean and variance; chance, chance_variance: of leaving at a decision;
    first: the first occasion that is one; tenure: in days.
    """

    there: Array
    often: Array
    often_variance: Array
    chance: Array
    chance_variance: Array
    first: Array
    tenure: Array

    @property
    def customers(self) -> float:
        """How many customers there are."""
        return float(self.there.sum())


def of_buyers(model: BgNbd, histories: Histories, elsewhere: float = 0.0) -> Posteriors:
    """Of repeat buyers; histories as the model was fitted to them (see `bgnbd.visible`).

    elsewhere: share of occasions that go to a competitor, of which these data do not know; see
    `fitting.with_bgnbd`. Somebody whose latest purchase is known has decided at some of those since, so
    fewer of them are there: as many as would buy next at the rate of the model.
    """
    kinds, place = np.unique(
        np.stack((histories.repeats, histories.age), axis=1), axis=0, return_inverse=True
    )
    place = place.reshape(-1)
    still = np.bincount(place, there(model, histories), len(kinds))
    x, age = kinds.T.astype(float)
    shape, rate = model.r + x, (model.alpha + age) / model.mean_gap
    b = model.b + np.maximum(0.0, x - 1.0)
    decided = np.where(x > 0, elsewhere * model.a / (model.a + b), 0.0)
    return Posteriors(
        still * (1.0 - decided),
        shape / rate,
        shape / rate**2,
        *_beta(model.a, b / (1.0 - elsewhere)),
        np.where(x > 0, 1, 2),
        age,
    )


def of_contracts(model: Sbg, running: Array) -> Posteriors:
    """Of contracts; running: how many there are that were renewed 0, 1, 2 ... times.

    Each has a renewal before it, and lies somewhere between two.
    """
    renewals = np.flatnonzero(running)
    every = np.ones(len(renewals))
    return Posteriors(
        running[renewals].astype(float),
        every,
        0.0 * every,
        *_beta(model.a, model.b + renewals),
        every.astype(int),
        (renewals + 0.5) * model.period,
    )


def _beta(a: float, b: Array) -> tuple[Array, Array]:
    mean = a / (a + b)
    return mean, mean * (1.0 - mean) / (a + b + 1.0)


def classes(known: Posteriors, rows: int = ROWS) -> list[Table]:
    """The classes of customers, as rows of `population.classes`: each the mean and spread of those in it.

    The class whose members differ most, weighed by what they buy, is split until there are enough.
    """
    kept = np.flatnonzero(known.there > _NOBODY)
    groups = [kept[known.first[kept] == first] for first in (1, 2)]
    open_groups = [_best_split(known, group) for group in groups if len(group)]
    least = _ENOUGH * float((known.there * known.often).sum())
    while len(open_groups) < rows:
        widest = max(range(len(open_groups)), key=lambda at: open_groups[at].gain, default=-1)
        if widest < 0 or open_groups[widest].gain <= least:
            break
        split = open_groups.pop(widest)
        open_groups += [_best_split(known, part) for part in (split.low, split.high)]
    made = [_row(known, each.group) for each in open_groups]
    return sorted(made, key=lambda row: (-row["first_decision"], row["frequency"]["mean"]))


class _Split(NamedTuple):
    """A group, its best parts, and by how much less their members differ."""

    group: Array
    gain: float
    low: Array
    high: Array


def _best_split(known: Posteriors, group: Array) -> _Split:
    weight = known.there[group] * known.often[group]
    features = (
        np.log(known.often[group]),
        np.log(known.chance[group]),
        _OF_TENURE * np.log1p(known.tenure[group]),
    )
    best = _Split(group, 0.0, group, group)
    whole = fsum(_scatter(weight, each) for each in features)
    for feature in features:
        order = np.argsort(feature, kind="stable")
        reached = np.cumsum(weight[order])
        cut = int(np.searchsorted(reached, 0.5 * reached[-1], side="right"))
        value = feature[order[min(max(cut, 1), len(group) - 1)]]
        low = feature < value
        if not low.any():
            low = feature <= value
        if low.all():
            continue
        parts = fsum(
            _scatter(weight[side], each[side]) for each in features for side in (low, ~low)
        )
        if whole - parts > best.gain:
            best = _Split(group, whole - parts, group[low], group[~low])
    return best


def _scatter(weight: Array, values: Array) -> float:
    mean = float(weight @ values) / float(weight.sum())
    return float(weight @ (values - mean) ** 2)


def _row(known: Posteriors, group: Array) -> Table:
    weight = known.there[group]
    often, often_variance = _mixed(weight, known.often[group], known.often_variance[group])
    chance, chance_variance = _mixed(weight, known.chance[group], known.chance_variance[group])
    frequency: Table = {"kind": "constant", "mean": four(often)}
    if often_variance * _SHAPES[1] > often * often:
        shape = max(_SHAPES[0], often * often / often_variance)
        frequency = {"kind": "gamma", "mean": four(often), "shape": four(shape)}
    size = chance * (1.0 - chance) / chance_variance - 1.0
    ends = (
        min(max(four(share * size), _SHAPES[0]), _SHAPES[1]) for share in (chance, 1.0 - chance)
    )
    a, b = ends
    return {
        "weight": four(float(weight.sum())),
        "tenure": f"{four(float(weight @ known.tenure[group]) / float(weight.sum())):g} d",
        "frequency": frequency,
        "chance": {"kind": "beta", "a": a, "b": b},
        "first_decision": int(known.first[group[0]]),
    }


def _mixed(weight: Array, means: Array, variances: Array) -> tuple[float, float]:
    """Mean and variance of a mixture."""
    mean = float(weight @ means) / float(weight.sum())
    return mean, float(weight @ (variances + (means - mean) ** 2)) / float(weight.sum())


def four(value: float) -> float:
    """A number to four significant digits."""
    return float(f"{value:.4g}")
