"""Causes: why a customer leaves, and how each cause is said wherever it is shown.

The closed list over which every increment of hazard is split. Decides nothing.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Cause(IntEnum):
    """Why a customer leaves. Append only: logs carry the numbers."""

    SILENT = 0
    UNRESOLVED = 1
    RESIDUAL = 2
    WAITING = 3
    COLD = 4
    EFFORT = 5
    OVERCONTACT = 6
    PUSHY = 7
    OFFER = 8
    DISTRUST = 9
    COMPETITION = 10
    PRICE = 11
    QUESTIONS = 12


class CauseWords(NamedTuple):
    """One cause in words.

    seat: at most nine letters; screen: what drove somebody away; life: in the sentence of an event,
    'mostly ...'; page: in a report for readers who know nothing of the model; grievance: does it
    have a debit of its own in the customer's account?
    """

    cause: Cause
    seat: str
    screen: str
    life: str
    page: str
    grievance: bool = True

    @property
    def name(self) -> str:
        """As metrics, files and options call it."""
        return self.cause.name.lower()


CAUSES = (
    CauseWords(
        Cause.SILENT,
        seat="silent",
        screen="a problem never spoken of",
        life="a problem kept silent",
        page="a problem nobody heard of",
    ),
    CauseWords(
        Cause.UNRESOLVED,
        seat="unsolved",
        screen="a problem left open",
        life="an unresolved matter",
        page="a problem left open",
    ),
    CauseWords(
        Cause.RESIDUAL,
        seat="scars",
        screen="what a mended problem left behind",
        life="what a settled problem left",
        page="what a settled problem left behind",
    ),
    CauseWords(
        Cause.WAITING,
        seat="waiting",
        screen="waiting",
        life="waiting",
        page="waiting, hanging up, giving up",
    ),
    CauseWords(
        Cause.COLD,
        seat="cold",
        screen="cold treatment",
        life="cold treatment",
        page="a cold answer",
    ),
    CauseWords(
        Cause.EFFORT,
        seat="effort",
        screen="the effort it took",
        life="effort",
        page="having to ask again",
    ),
    CauseWords(
        Cause.OVERCONTACT,
        seat="too much",
        screen="too many messages",
        life="too many touches",
        page="too much contact",
    ),
    CauseWords(
        Cause.PUSHY, seat="pushed", screen="a pushy sale", life="a pushy sale", page="a pushy sale"
    ),
    CauseWords(
        Cause.OFFER,
        seat="woken",
        screen="being woken by an offer",
        life="an offer or a reminder that woke them",
        page="an offer that woke or annoyed them",
        grievance=False,
    ),
    CauseWords(
        Cause.DISTRUST,
        seat="distrust",
        screen="broken trust",
        life="distrust",
        page="lost trust",
        grievance=False,
    ),
    CauseWords(
        Cause.COMPETITION,
        seat="moved on",
        screen="reasons outside the firm",
        life="nothing the firm did",
        page="competition: no grievance with the firm",
        grievance=False,
    ),
    CauseWords(
        Cause.PRICE,
        seat="price",
        screen="the price",
        life="the price",
        page="a price above the market's or the usual one",
        grievance=False,
    ),
    CauseWords(
        Cause.QUESTIONS,
        seat="asking",
        screen="how their questions were answered",
        life="questions badly answered",
        page="questions answered late, twice or never",
        grievance=False,
    ),
)
"""Every cause in the order of `Cause`: grievances with a debit of their own first; competition is
what the others do not explain."""

CAUSE_NAMES = tuple(each.name for each in CAUSES)
"""The causes by name."""

CAUSE_COUNT = len(CAUSES)
"""How many causes there are."""

GRIEVANCES = sum(each.grievance for each in CAUSES)
"""How many of them, the first ones, are grievances."""
