"""Segments, and classes of the customers of day 0: their records, with what follows from their knobs."""

from __future__ import annotations

from math import fsum
from typing import Any, cast

from journeysim.distributions import EncodedDistribution, aged_beta
from journeysim.knobs import NumberSpread
from journeysim.model.customer import TYPES
from journeysim.model.population import Population, Segment
from journeysim.scenario.encoder import Encoder
from journeysim.scenario.tables import Tables
from journeysim.scenario.world import NOWHERE


def _completed(tables: Tables, name: str) -> Segment:
    """A segment with what it leaves unset taken from [purchase] and [leaving]."""
    segment = tables.segments.get(name) or Segment()
    purchase = tables.purchase
    unset = {
        "chance": tables.leaving.chance,
        "gap": purchase.gap,
        "frequency": purchase.frequency,
        "basket": purchase.basket,
        "margin": purchase.margin,
        "cross_sell_value": purchase.cross_sell_value,
    }
    missing = {key: value for key, value in unset.items() if getattr(segment, key) is None}
    return segment.model_copy(update=missing)


def segments_of(encoder: Encoder, tables: Tables) -> tuple[Any, ...]:
    """The segments' records, with what follows from their knobs; the last takes what is left."""
    rows = []
    total = 0.0
    for name in encoder.names.segments:
        segment = _completed(tables, name)
        total += segment.share
        redirect = [
            encoder.names.channels.index(segment.channels.get(channel, channel))
            for channel in encoder.names.channels
        ]
        redirect += [NOWHERE] * (TYPES - len(redirect))
        assert segment.gap is not None
        assert segment.basket is not None
        assert segment.chance is not None
        gap = segment.gap.distribution().mean()
        rows.append(
            encoder.record(
                segment,
                up_to=2.0 if name == encoder.names.segments[-1] else total,
                redirect=tuple(redirect),
                gap_days=float(gap),
                basket_mean=float(segment.basket.distribution().mean()),
                aged=_aged(encoder, segment.chance, tables.population.tenure, gap),
            )
        )
    return tuple(rows)


def classes_of(encoder: Encoder, population: Population) -> tuple[Any, ...]:
    """The records of the classes of day 0; the last takes what is left."""
    rows, total = [], fsum(each.weight for each in population.classes)
    for place, each in enumerate(population.classes, 1):
        share = fsum(other.weight for other in population.classes[:place]) / total
        last = place == len(population.classes)
        rows.append(encoder.record(each, up_to=2.0 if last else share))
    return tuple(rows)


def _aged(encoder: Encoder, chance: NumberSpread, tenure: float, gap: float) -> EncodedDistribution:
    """The chance of those who are still there after the tenure: the beta posterior."""
    if chance.kind != "beta" or tenure <= 0.0 or not 0.0 < gap < float("inf"):
        return encoder.law(chance)
    return aged_beta(cast(float, chance.a), cast(float, chance.b), int(tenure / gap)).encoded(
        encoder.table
    )
