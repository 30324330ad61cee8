"""Surprise: what is added up for many customers at once is what the rules say of each."""

from __future__ import annotations

from math import exp
from typing import NamedTuple

import numpy as np
import pytest

from journeysim.engine.log import PERSON
from journeysim.metrics.surprise import decisions_of_surprise
from journeysim.model.price import (
    Price,
    log_hazard,
    market_gap,
    price_index,
    reference_after,
    surprise,
)
from journeysim.scenario.encoder import Encoder
from journeysim.scenario.world import Names


class Table(NamedTuple):
    """As much of a world as is asked for: the table of its laws."""

    table: tuple[float, ...]


def added(price: Price, discount: float, reference: float) -> float:
    """By the rules, decision by decision, for somebody of average sensitivity."""
    paid = price_index(price, discount)
    gap, total = market_gap(price, paid), 0.0
    for _ in range(40):
        felt = surprise(price, paid, reference)
        total += exp(log_hazard(price, 1.0, gap, felt) - log_hazard(price, 1.0, gap, 0.0)) - 1.0
        reference = reference_after(price, reference, paid)
    return total


@pytest.mark.parametrize("level", [0.5, 0.9, 1.0, 1.1, 3.0])
def test_what_surprises_add_is_what_the_rules_say_of_each(level: float) -> None:
    price = Price(level=level, sensitivity=1)  # type: ignore[arg-type]
    encoder = Encoder(Names((), (), (), ()))
    record = encoder.record(price)
    states = [
        (0.0, 0.0, 1.0),
        (0.0, 0.0, level),
        (0.3, 50.0, 1.0),
        (0.3, 10.0, 1.0),
        (0.2, 50.0, 0.8),
    ]
    people = np.zeros(len(states), dtype=PERSON)
    for row, state in zip(people, states, strict=True):
        row["discount"], row["discount_until"], row["reference_price"] = state
    found = decisions_of_surprise(people, record, Table(tuple(encoder.table)), 20.0)
    expected = [
        added(price, discount if until > 20.0 else 0.0, reference)
        for discount, until, reference in states
    ]
    assert found == pytest.approx(np.array(expected), abs=2e-4)
    assert found[1] == 0.0
