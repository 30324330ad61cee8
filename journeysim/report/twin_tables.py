"""Twin tables: a ledger of twins as tables for a terminal. Chooses what to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.table import Table

from journeysim.experiment.estimate import Estimate
from journeysim.experiment.twins import (
    REASON_WORDS,
    WAYS,
    Ledger,
    LifeOutcome,
    NetEffect,
    Reason,
    Side,
    Twins,
    Way,
)
from journeysim.metrics import COHORTS, QUARTERS, TRAITS
from journeysim.numerals import numeral
from journeysim.report.figures import scale
from journeysim.report.layout import Cell, Column, laid_out
from journeysim.report.twin_words import OUTCOME_WORDS, SIDES_SAID, people, touch_share


def life_outcomes(twins: Twins, width: int) -> list[Table]:
    """What became of the customers of day 0, and of those who joined later."""
    day0 = [
        ("kept by it: leave, now stay", lambda each: each.saved),
        ("driven away by it: stay, now leave", lambda each: each.lost),
        ("stay either way", lambda each: each.stays),
        ("leave either way", lambda each: each.leaves),
        ("  of these later", lambda each: each.later),
        ("  of these sooner", lambda each: each.sooner),
    ]
    counts: list[tuple[str, Callable[[Ledger], float]]] = list(day0)
    cells = [_count(twins.estimate(count)) for _, count in counts]
    labels = [label for label, _ in counts]
    later = [_joined(twins, outcome) for outcome in LifeOutcome]
    cells_later = [*later[:4], Cell(""), Cell("")]
    if any(cell.number not in ("0", "") for cell in later):
        labels += ["joined only with this policy", "joined only with the other"]
        cells += [Cell(""), Cell("")]
        cells_later += [later[5], later[4]]
        columns = [Column("there on day 0", cells), Column("joined later", cells_later)]
    else:
        columns = [Column("people", cells)]
    return laid_out(labels, columns, width)


def _joined(twins: Twins, outcome: LifeOutcome) -> Cell:
    """How many of those who joined later had this fate."""

    def count(ledger: Ledger) -> float:
        share = next(
            each for each in ledger.shares if each.division == "cohort" and each.name == COHORTS[1]
        )
        return float(getattr(share, outcome.value))

    return _count(twins.estimate(count))


def sides(twins: Twins, width: int) -> list[Table]:
    """Whose doing: directly, or through others; and of how many that is certain."""
    rows: list[tuple[str, NetEffect]] = []
    parts = twins.sides(), twins.sides(alone=True), twins.sides(alone=False)
    for every, alone, mixed in zip(*parts, strict=True):
        if _there(every):
            rows.append((SIDES_SAID[Side(every.name)], every))
            rows += [
                (label, each)
                for label, each in (
                    ("  and in no other way", alone),
                    ("  in part, as it weighed", mixed),
                )
                if _there(each)
            ]
    return _effects(rows, width)


def ways(twins: Twins, width: int) -> list[Table]:
    """By what the lives of those kept and driven away part first."""
    effects = [each for each in twins.effects(lambda each: each.ways) if _there(each)]
    effects.sort(key=lambda each: -(each.saved.mean + each.lost.mean))
    return _effects([(WAYS[Way(each.name)], each) for each in effects], width)


def reasons(twins: Twins, width: int) -> list[Table]:
    """Why they were kept and driven away, each person shared over their reasons."""
    effects = [each for each in twins.effects(lambda each: each.reasons) if _there(each)]
    effects.sort(key=lambda each: -(each.saved.mean + each.lost.mean))
    return _effects([(_reason(each), each) for each in effects], width)


def _reason(effect: NetEffect) -> str:
    words = REASON_WORDS[Reason(effect.name)]
    return words.saved[1] if effect.saved.mean else words.lost[1]


def division(twins: Twins, by: str, width: int) -> list[Table]:
    """Kept and driven away in each part of a division."""
    effects = twins.effects(lambda each: [part for part in each.shares if part.division == by])
    rows = [(_part(by, each.name), each) for each in effects]
    sizes = [twins.estimate(_size(by, each.name)).mean for each in effects]
    there = [(row, size) for row, size in zip(rows, sizes, strict=True) if size]
    extra = Column("customers", [Cell(people(size)) for _, size in there])
    return _effects([row for row, _ in there], width, extra)


def _part(by: str, name: str) -> str:
    """A part of a division in words."""
    words = {COHORTS[0]: "there on day 0", COHORTS[1]: "joined later"}
    if by in TRAITS:
        return f"{name} quarter" if name in QUARTERS else name
    return words.get(name, name) if by == "cohort" else name.replace("_", " ")


def _size(by: str, name: str) -> Callable[[Ledger], float]:
    """How many customers one part of a division has."""
    return lambda each: sum(
        part.customers for part in each.shares if (part.division, part.name) == (by, name)
    )


def spent(twins: Twins, width: int) -> list[Table]:
    """Whom touches went to, what they cost, and what these people brought on top."""
    rows = [
        outcome for outcome in LifeOutcome if any(_people(each, outcome) for each in twins.ledgers)
    ]
    touched = any(each.touches_before or each.touches_after for each in twins.ledgers)
    currency = twins.scenario.tables.money.currency
    columns = [Column("people", [_count(_mean(twins, outcome, "customers")) for outcome in rows])]
    if touched:
        columns += [
            Column("touches", [_count(_mean(twins, outcome, "touches_after")) for outcome in rows]),
            Column(
                "% of touches",
                [Cell(numeral(100 * touch_share(twins, each), ".1f")) for each in rows],
            ),
            Column("minutes", [_count(_mean(twins, outcome, "minutes_after")) for outcome in rows]),
            Column(
                f"cost, {currency}" if currency else "cost",
                [_count(_mean(twins, outcome, "cost_after")) for outcome in rows],
            ),
        ]
    more = [twins.estimate(_brought(outcome)) for outcome in rows]
    own = scale((each.mean for each in more), "money", currency)
    title = f"bring on top, {own.unit}" if own.unit else "bring on top"
    columns.append(
        Column(title, [Cell(own.signed(each.mean), own.half(each.half)) for each in more])
    )
    return laid_out([OUTCOME_WORDS[outcome] for outcome in rows], columns, width)


def _of(ledger: Ledger, outcome: LifeOutcome, what: str) -> float:
    return float(next(getattr(each, what) for each in ledger.spent if each.outcome == outcome))


def _brought(outcome: LifeOutcome) -> Callable[[Ledger], float]:
    """What people of a fate bring under the second policy more than under the first."""
    return lambda each: _of(each, outcome, "money_after") - _of(each, outcome, "money_before")


def _people(ledger: Ledger, outcome: LifeOutcome) -> float:
    return _of(ledger, outcome, "customers")


def _mean(twins: Twins, outcome: LifeOutcome, what: str) -> Estimate:
    return twins.estimate(lambda each: _of(each, outcome, what))


def _there(effect: NetEffect) -> bool:
    return bool(effect.saved.mean or effect.lost.mean)


def _count(estimate: Estimate) -> Cell:
    return Cell(people(estimate.mean))


def _effects(
    rows: Sequence[tuple[str, NetEffect]], width: int, extra: Column | None = None
) -> list[Table]:
    """Kept, driven away and net, one line each; net with its interval."""
    nets = [
        Cell(
            numeral(each.net.mean, "+,.1f") if each.net.mean else "0",
            "" if each.net.half != each.net.half else f"±{numeral(each.net.half, ',.1f')}",
            _open(each.net),
            _style(each.net),
        )
        for _, each in rows
    ]
    columns = [
        *([extra] if extra else []),
        Column("kept by it", [_count(each.saved) for _, each in rows]),
        Column("driven away", [_count(each.lost) for _, each in rows]),
        Column("net", nets),
    ]
    return laid_out([label for label, _ in rows], columns, width)


def _open(net: Estimate) -> bool:
    return net.low == net.low and not net.settled and net.low != net.high


def _style(net: Estimate) -> str:
    if not net.settled:
        return ""
    return "green" if net.mean > 0 else "red"
