"""Reasons: those for which people are saved or lost, in words, and how a person is shared over them."""

from __future__ import annotations

from enum import StrEnum
from math import fsum
from typing import NamedTuple

from journeysim.experiment.twins.divergence import Side


class Reason(StrEnum):
    """Why one life goes on where the other ends."""

    PREVENTED = "prevented"
    INTERCEPTED = "intercepted"
    FOUND = "found"
    SETTLED = "settled"
    WAITS = "waits"
    TOUCHES = "touches"
    DOSE = "dose"
    OFFERS = "offers"
    PRICE = "price"
    WOKEN = "woken"
    SELLING = "selling"
    SMALL = "small"


class Words(NamedTuple):
    """A reason said of the saved and of the lost, after a number: of one, of several."""

    saved: tuple[str, str]
    lost: tuple[str, str]


REASON_WORDS = {
    Reason.PREVENTED: Words(
        ("problem prevented", "problems prevented"),
        ("problem not prevented", "problems not prevented"),
    ),
    Reason.INTERCEPTED: Words(
        ("problem put right unasked", "problems put right unasked"),
        ("problem not put right unasked", "problems not put right unasked"),
    ),
    Reason.FOUND: Words(
        ("silent problem heard of", "silent problems heard of"),
        ("problem kept silent", "problems kept silent"),
    ),
    Reason.SETTLED: Words(
        ("matter better settled", "matters better settled"),
        ("matter worse settled", "matters worse settled"),
    ),
    Reason.WAITS: Words(("shorter wait", "shorter waits"), ("longer wait", "longer waits")),
    Reason.TOUCHES: Words(("welcome touch", "welcome touches"), ("touch missed", "touches missed")),
    Reason.DOSE: Words(
        ("touch too many spared", "touches too many spared"),
        ("touch too many", "touches too many"),
    ),
    Reason.OFFERS: Words(("offer", "offers"), ("offer missed", "offers missed")),
    Reason.PRICE: Words(("lower price", "lower prices"), ("higher price", "higher prices")),
    Reason.WOKEN: Words(
        ("unsettling touch spared", "unsettling touches spared"),
        ("unsettling touch", "unsettling touches"),
    ),
    Reason.SELLING: Words(("gentler sale", "gentler sales"), ("pushier sale", "pushier sales")),
    Reason.SMALL: Words(
        ("small difference", "small differences"), ("small difference", "small differences")
    ),
}
"""How each reason is said: saved because of it, lost because of its opposite."""


class Portion(NamedTuple):
    """The share of one person that a reason gets, by whose doing it was."""

    reason: Reason
    side: Side
    share: float


class Attribution(NamedTuple):
    """Why one twin stays where the other leaves.

    portions: the person shared over the reasons, the greatest first; the shares add up to one.
    alone: nothing at all differed by the other side, so that the side is certain.
    """

    portions: tuple[Portion, ...]
    alone: bool

    @property
    def reason(self) -> Reason:
        """What weighed most."""
        return self.portions[0].reason

    @property
    def side(self) -> Side:
        """Whose doing that was."""
        return self.portions[0].side

    def share(self, side: Side) -> float:
        """How much of the person is one side's doing."""
        return fsum(each.share for each in self.portions if each.side == side)


Weights = dict[tuple[Reason, Side], float]
"""The part of the leaver's hazard that a reason may account for, by whose doing it was."""

_GRAIN = 2.0**-30
"""Shares are whole multiples of this, so that sums over people are exact."""


def portions(weights: Weights) -> tuple[Portion, ...]:
    """A person shared in proportion to these weights; what rounding leaves is the greatest's."""
    whole = fsum(weights.values())
    parts = [
        Portion(reason, side, int(weight / whole / _GRAIN) * _GRAIN)
        for (reason, side), weight in weights.items()
    ]
    parts.sort(key=lambda each: -each.share)
    rest = 1.0 - fsum(each.share for each in parts[1:])
    return (parts[0]._replace(share=rest), *parts[1:])
