"""Optimize ask: what is asked of a grid of levers, as it is typed and as a study takes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from journeysim import units
from journeysim.errors import UsageError
from journeysim.study.ask import Ask, flags
from journeysim.study.limits import GOALS

STEPS = 3
"""Values of each lever, unasked: both ends and the middle."""

MOST_POINTS = 400
"""More settings than this are asked for by mistake."""

_BUDGET = re.compile(rf"^\s*{units.NUMBER}\s*([kM]?)\s*(?:(?:per|/)\s*([a-z]+))?\s*$")
_TIMES = {"": 1.0, "k": 1e3, "M": 1e6}
YEAR = 365.0


@dataclass(frozen=True)
class TypedLever:
    """A lever as it is typed: its key, and the ends of its range where they were said."""

    key: str
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True)
class AskOptimize(Ask):
    """Which levers are turned, what is to be as high as can be, within what budget a year.

    steps: values of each lever; matters: a difference of the goal below which nobody cares, None for
    one customer of a thousand, or a thousandth of today's revenue.
    """

    levers: tuple[TypedLever, ...] = ()
    goal: str = GOALS[0]
    budget: float | None = None
    steps: int = STEPS
    matters: float | None = None


def optimize_asked(
    options: dict[str, Any],
    *,
    levers: Sequence[str],
    maximise: str,
    budget: str | float | None,
    steps: int,
    matters: float | None,
    max_replications: int | None,
) -> AskOptimize:
    """The question as it is typed. Raises UsageError."""
    if maximise not in GOALS:
        raise UsageError(f"--maximise {maximise}: is none of {', '.join(GOALS)}")
    typed = [_lever(part) for text in levers for part in text.split(",") if part.strip()]
    if not typed:
        raise UsageError("name what may be turned: --levers KEY,KEY=LOW:HIGH,...")
    if len({each.key for each in typed}) < len(typed):
        raise UsageError("--levers: the same lever twice")
    if matters is not None and not 0.0 < matters < inf:
        raise UsageError(f"--matters {matters:g}: is out of range; allowed: more than 0")
    return AskOptimize(
        **options, max_replications=max_replications, levers=tuple(typed), goal=maximise,
        budget=None if budget is None else _a_year(str(budget)), steps=steps, matters=matters,
    )  # fmt: skip


def words_of(ask: AskOptimize) -> list[str]:
    """The question as a command line says it."""
    levers = ",".join(
        each.key if each.low is None else f"{each.key}={each.low}:{each.high}"
        for each in ask.levers
    )
    named = (
        ("--levers", levers),
        ("--maximise", None if ask.goal == GOALS[0] else ask.goal),
        ("--budget", None if ask.budget is None else f"{ask.budget:.12g}"),
        ("--steps", None if ask.steps == STEPS else ask.steps),
        ("--matters", ask.matters),
    )
    return [*flags(*named), *ask.words()]


def _lever(text: str) -> TypedLever:
    key, equals, span = text.strip().partition("=")
    if not equals:
        return TypedLever(key)
    low, colon, high = span.partition(":")
    if not (key and colon and low and high):
        raise UsageError(f"--levers {text.strip()}: is not KEY or KEY=LOW:HIGH")
    return TypedLever(key.strip(), low.strip(), high.strip())


def _a_year(text: str) -> float:
    """A budget as money a year; bare numbers are meant a year. Raises UsageError."""
    match = _BUDGET.match(text)
    try:
        if match is None:
            raise ValueError("write an amount such as 200k, or '200k per year'")
        amount = units.number(match[1]) * _TIMES[match[2]]
        if match[3]:
            amount = units.per_day(f"{amount:.12g} per {match[3]}") * YEAR
        if amount < 0.0:
            raise ValueError("is out of range; allowed: at least 0")
    except ValueError as error:
        raise UsageError(f"--budget {text}: {error}") from None
    return amount
