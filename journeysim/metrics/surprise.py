"""Surprise: what it still costs, or spares, that customers are not yet used to the price.

Whoever is used to another price decides by the surprise until purchases have moved their reference.
Long-run chances leave that out; here it is added up, in whole decisions. The rules of `model.price`
for many customers at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from journeysim.engine.log import Array
from journeysim.metrics.columns import quantiles_of, uniforms
from journeysim.metrics.discounting import exp_of
from journeysim.model import price as rules
from journeysim.streams import Purpose

_PURCHASES = 40
"""Purchases after which everybody is used to a price who ever will be."""

_FELT = 1e-4
"""A surprise that nobody feels."""


def decisions_of_surprise(people: Array, price: Any, world: Any, horizon: float) -> Array:
    """Of each customer: how many usual decisions the surprises still to come add to their leaving.

    people: rows of the table of people; price: what is in force. Negative for those who pay less
    than they are used to; 0 for those who pay the usual price.
    """
    running = np.where(horizon < people["discount_until"], people["discount"], 0.0)
    discounts, which = np.unique(running, return_inverse=True)
    paid = np.array([rules.price_index(price, each) for each in discounts.tolist()])[which]
    surprised = np.abs(paid / people["reference_price"] - 1.0) > _FELT
    result = np.zeros(len(people))
    if surprised.any():
        us = uniforms(people["key"][surprised], Purpose.SENSITIVITY)
        strengths = quantiles_of(price.sensitivity, world.table, us)
        references = people["reference_price"][surprised]
        result[surprised] = _added(price, strengths, paid[surprised], references)
    return result


def _added(price: Any, strengths: Array, paid: Array, references: Array) -> Array:
    """The sum over the decisions to come of what each is more than one without surprise."""
    gaps = (paid - price.market) / price.market
    lasting = _log_hazards(price, strengths, gaps, np.zeros(len(gaps)))
    added = np.zeros(len(gaps))
    for _ in range(_PURCHASES):
        distance = paid / references - 1.0
        felt = np.where(distance > 0.0, price.loss_aversion * distance, distance)
        if np.abs(felt).max() < _FELT:
            break
        added += exp_of(_log_hazards(price, strengths, gaps, felt) - lasting) - 1.0
        moved = references + price.reference_learning * (paid - references)
        references = np.maximum(rules.LEAST_REFERENCE, moved)
    return added


def _log_hazards(price: Any, strengths: Array, gaps: Array, surprises: Array) -> Array:
    felt = price.market_response * gaps + price.reference_response * surprises
    within: Array = np.minimum(rules._MOST, np.maximum(rules._LEAST, strengths * felt))
    return within
