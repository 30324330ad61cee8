"""Reconcile: facts of a firm that contradict each other, found by closed forms before anything runs.

For each contradiction it says what every fact would have to be for the others to hold. Which gives way
is the owner's to say; nothing is bent to hide one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import exp, log

from journeysim import units
from journeysim.calibration.fitting import four
from journeysim.calibration.sheet import line_conflicts
from journeysim.calibration.sheet.contradiction import Contradiction, Giving, percent, rounded
from journeysim.calibration.sheet.facts import Told
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.numerals import numeral

TRUSTED = ("people", "contacts", "hang_up", "talk", "wait", "churn", "lost", "stay", "spend", "revenue_per_customer", "problems")  # fmt: skip
"""What may be trusted by name."""

_MONTH = units.DAYS_IN["month"]


def contradictions(picture: FirmPicture) -> list[Contradiction]:
    """Every contradiction among the facts that were told."""
    conflicts = [*_leaving(picture), *_spending(picture)]
    for channel in picture.channels:
        conflicts += line_conflicts.conflicts(picture, channel)
    return conflicts


GivesWay = Callable[["Contradiction"], "str | None"]
"""Who says which fact of a contradiction gives way; None where nobody says."""


def trusting(trust: Sequence[str]) -> GivesWay:
    """Of the facts of a contradiction in which one is trusted, the first that is not gives way.

    trust: names as in `TRUSTED`. Facts are in the order in which they are doubted.
    """

    def gives_way(each: Contradiction) -> str | None:
        if not any(named(key) in trust for key in each.facts):
            return None
        return next((key for key in each.facts if named(key) not in trust), None)

    return gives_way


def remembering(before: Sequence[str], then: GivesWay) -> GivesWay:
    """What gave way before gives way again, unless it no longer contradicts anything; else as before.

    before: keys of facts.
    """

    def gives_way(each: Contradiction) -> str | None:
        return next((key for key in each.facts if key in before), None) or then(each)

    return gives_way


def settled(
    picture: FirmPicture, gives_way: GivesWay
) -> tuple[FirmPicture, list[Contradiction], list[str]]:
    """The picture with facts given way; contradictions that stay, and what gave way, in words."""
    notes: list[str] = []
    left = contradictions(picture)
    while left:
        each, loser = next(((c, key) for c in left if (key := gives_way(c)) is not None), (None, ""))  # fmt: skip
        over = each.gives(loser) if each is not None else None
        if each is None or over is None or loser in picture.gave_way:
            break
        words = next(words for key, _, words in each.would_be if key == loser)
        notes.append(f"{loser} gave way: {words}")
        facts = {k: v for k, v in {**picture.facts, **over}.items() if v is not None}
        gone = () if over else (loser,)
        picture = replace(
            picture,
            facts=facts,
            doubted=(*picture.doubted, *gone),
            gave_way=(*picture.gave_way, loser),
        )
        left = contradictions(picture)
    return picture, left, notes


def named(key: str) -> str:
    """What a fact is called where somebody says which to trust."""
    last = key.rpartition(".")[2]
    return {"staff": "people", "per_customer": "problems"}.get(last, last)


def _leaving(picture: FirmPicture) -> list[Contradiction]:
    """The share, the number and the rest that stay, told more than once."""
    monthly: dict[str, tuple[float, Told]] = {}
    for key in ("churn", "lost", "stay"):
        fact = picture.told(key)
        if fact is None:
            continue
        share = fact.value / picture.customers if key == "lost" else fact.value
        if key == "stay":
            share = 1.0 - share
        hazard = -log(1.0 - min(share, 0.999999)) / (fact.per or 1.0) * _MONTH
        monthly[key] = (hazard, fact)
    conflicts = []
    keys = list(monthly)
    for one, other in pairwise(keys):
        (a, first), (b, second) = monthly[one], monthly[other]
        if max(a, b) <= 1.15 * min(a, b):
            continue
        sentence = f"{first.text} leaving ({one}) is {percent(a)} of customers a month, {second.text} ({other}) {percent(b)}."  # fmt: skip
        would = tuple(
            (key, four(_as_told(picture, key, hazard)), f"{key} is {_words(picture, key, hazard)}")
            for key, hazard in ((one, b), (other, a))
        )
        over: Giving = {one: {}, other: {}}
        conflicts.append(Contradiction((one, other), sentence, would, over.get))
    return conflicts


def _as_told(picture: FirmPicture, key: str, hazard: float) -> float:
    """A monthly hazard as the firm tells it under a key."""
    fact = picture.facts[key,]
    share = 1.0 - exp(-hazard * (fact.per or _MONTH) / _MONTH)
    return share * picture.customers if key == "lost" else 1.0 - share if key == "stay" else share


def _words(picture: FirmPicture, key: str, hazard: float) -> str:
    value, fact = _as_told(picture, key, hazard), picture.facts[key,]
    time = units.duration_text(fact.per or _MONTH)
    return (
        f"{numeral(rounded(value), ',.0f')} in {time}"
        if key == "lost"
        else f"{percent(value)} in {time}"
    )


def _spending(picture: FirmPicture) -> list[Contradiction]:
    """Spending at once, how often, and by time."""
    spend, buys, revenue = (picture.told(key) for key in ("spend", "buys", "revenue_per_customer"))
    if spend is None or buys is None or revenue is None:
        return []
    a_day = spend.value / buys.value
    if max(a_day, revenue.a_day) <= 1.1 * min(a_day, revenue.a_day):
        return []
    each, time = revenue.a_day * buys.value, units.duration_text(revenue.per or 1.0)
    by_time = a_day * (revenue.per or 1.0)
    sentence = f"{spend.text} spent {buys.text} is {numeral(by_time, ',.4g')} in {time}. You say {revenue.text}."
    would = (
        ("spend", four(each), f"{numeral(each, ',.4g')} is spent at once"),
        (
            "revenue_per_customer",
            four(by_time),
            f"{numeral(by_time, ',.4g')} in {time} comes from a customer",
        ),
    )
    over: Giving = {
        "spend": {("spend",): Told(four(each), revenue.text)},
        "revenue_per_customer": {},
    }
    return [Contradiction(("spend", "revenue_per_customer"), sentence, would, over.get)]
