"""Twins as JSON: the ledger and single lives, in the document that every command shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, isnan
from typing import Any

from journeysim.events import EventType, Row
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.twins import (
    DIVISIONS,
    SIDES,
    Attribution,
    Divergence,
    Ledger,
    LifeOutcome,
    MatchedPair,
    NetEffect,
    Spent,
    Twins,
    Way,
)
from journeysim.experiment.twins.lives import TwoLives
from journeysim.report.happenings import happening
from journeysim.report.to_json import about, document, interval
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.world import Names

_NOT_MEASURED = "nobody to count"
_PEOPLE = ("customers", "saved", "lost", "net", "stays", "leaves", "sooner", "later")
_FIRM = ("touches", "spending", "profit")


def twins_document(ledgers: Sequence[tuple[Twins, int]], *, engine: str) -> dict[str, Any]:
    """The document of ledgers, one a world; with each the replications that were wanted."""
    return _document(
        [_twins(twins, wanted) for twins, wanted in ledgers], ledgers[0][0].scenario, engine
    )


def lives_document(
    scenario: Scenario, policies: tuple[str, str], lives: TwoLives, *, engine: str
) -> dict[str, Any]:
    """The document of one customer's two lives."""
    entry = _head(scenario, policies) | {"customer": _lives(lives, policies)}
    return _document([entry], scenario, engine)


def _document(entries: list[dict[str, Any]], scenario: Scenario, engine: str) -> dict[str, Any]:
    result = document([], engine=engine, exit_code=0)
    return result | {"seed": scenario.tables.run.seed, "scenarios": entries}


def _head(scenario: Scenario, policies: tuple[str, str]) -> dict[str, Any]:
    return about(scenario) | {"before": policies[0], "after": policies[1]}


def _twins(twins: Twins, wanted: int) -> dict[str, Any]:
    done = len(twins.ledgers)
    head = _head(twins.scenario, (twins.before, twins.after))
    return head | {
        "replications": {"wanted": wanted, "done": done},
        "twins": {
            "people": {name: _count(twins, name) for name in _PEOPLE}
            | {"parted": _count(twins, "diverged")},
            "firm": {
                name: _firm(twins, name, "count" if name == "touches" else "money")
                for name in _FIRM
            },
            "sides": [
                _effect(every) | {"alone": _effect(alone)}
                for every, alone in zip(twins.sides(), twins.sides(alone=True), strict=True)
            ],
            "ways": [
                _effect(each) | {"side": SIDES[Way(each.name)].value}
                for each in twins.effects(lambda ledger: ledger.ways)
            ],
            "reasons": [_effect(each) for each in twins.effects(lambda ledger: ledger.reasons)],
            "divisions": {division: _division(twins, division) for division in DIVISIONS},
            "spent": {outcome.value: _spent(twins, outcome) for outcome in LifeOutcome},
        },
        "saved_and_lost": [
            {"replication": ledger.replication} | _person(each)
            for ledger in twins.ledgers
            for each in ledger.people
        ],
    }


def _estimate(estimate: Estimate, unit: str) -> dict[str, Any]:
    return interval(estimate, _NOT_MEASURED) | {"unit": unit}


def _count(twins: Twins, name: str) -> dict[str, Any]:
    return _estimate(twins.estimate(lambda each: getattr(each, name)), "count")


def _firm(twins: Twins, name: str, unit: str) -> dict[str, Any]:
    before, after = f"{name}_before", f"{name}_after"
    return {
        "before": _estimate(twins.estimate(lambda each: getattr(each, before)), unit),
        "after": _estimate(twins.estimate(lambda each: getattr(each, after)), unit),
        "difference": _estimate(
            twins.estimate(lambda each: getattr(each, after) - getattr(each, before)), unit
        ),
    }


def _effect(effect: NetEffect) -> dict[str, Any]:
    return {
        "name": str(effect.name),
        "saved": _estimate(effect.saved, "count"),
        "lost": _estimate(effect.lost, "count"),
        "net": _estimate(effect.net, "count"),
    }


def _division(twins: Twins, division: str) -> list[dict[str, Any]]:
    def sizes(name: str) -> Callable[[Ledger], float]:
        return lambda each: sum(
            part.customers for part in each.shares if (part.division, part.name) == (division, name)
        )

    effects = twins.effects(
        lambda ledger: [part for part in ledger.shares if part.division == division]
    )
    return [
        _effect(each) | {"customers": _estimate(twins.estimate(sizes(each.name)), "count")}
        for each in effects
    ]


def _spent(twins: Twins, outcome: LifeOutcome) -> dict[str, Any]:
    def one(name: str) -> Callable[[Ledger], float]:
        return lambda each: next(
            getattr(part, name) for part in each.spent if part.outcome == outcome
        )

    return {
        name: _estimate(twins.estimate(one(name)), _unit(name))
        for name in Spent._fields
        if name != "outcome"
    }


def _unit(name: str) -> str:
    if name.startswith("minutes"):
        return "min"
    return "money" if name.startswith(("cost", "money")) else "count"


def _person(twin: MatchedPair) -> dict[str, Any]:
    return {
        "key": twin.key,
        "fate": twin.outcome.value,
        "segment": twin.segment,
        "left_before": _day(twin.left_before),
        "left_after": _day(twin.left_after),
        "parting": _divergence(twin.divergence),
        **_attribution(twin.attribution),
        "touches_before": twin.touches_before,
        "touches_after": twin.touches_after,
        "cost": twin.cost,
    }


def _attribution(attribution: Attribution | None) -> dict[str, Any]:
    """What weighed most and whose doing it was; whether nothing differed by the other side."""
    if attribution is None:
        return {"reason": None, "side": None, "alone": None, "portions": []}
    return {
        "reason": attribution.reason.value,
        "side": attribution.side.value,
        "alone": attribution.alone,
        "portions": [
            {"reason": each.reason.value, "side": each.side.value, "share": each.share}
            for each in attribution.portions
        ],
    }


def _day(left: float) -> float | None:
    """The day of leaving; null for those who stay, or never came."""
    return None if left == inf or isnan(left) else left


def _divergence(divergence: Divergence) -> dict[str, Any]:
    return {
        "day": divergence.day,
        "way": divergence.way.value,
        "side": divergence.side.value,
        "about": divergence.about,
    }


def _lives(lives: TwoLives, policies: tuple[str, str]) -> dict[str, Any]:
    ours = [line.before for line in lives.lines if line.before is not None]
    theirs = [line.after for line in lives.lines if line.after is not None]
    return {
        "key": lives.key,
        "replication": lives.replication,
        "segment": lives.segment,
        "fate": lives.outcome.value,
        "left_before": _day(lives.left_before),
        "left_after": _day(lives.left_after),
        "parting": None if lives.divergence is None else _divergence(lives.divergence),
        **_attribution(lives.attribution),
        "shared": [_event(row, lives.names) for row in lives.shared],
        "before": [_event(row, lives.names) for row in ours],
        "after": [_event(row, lives.names) for row in theirs],
    }


def _event(row: Row, names: Names) -> dict[str, Any]:
    return {
        "day": row.time,
        "kind": EventType(row.kind).name.lower(),
        "text": happening(row, names),
    }
