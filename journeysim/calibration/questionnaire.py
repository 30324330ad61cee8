"""Questionnaire: at most twelve questions in a firm's own words, and what the answers turn in a scenario.

An answer may be "don't know": then the scenario's own number stays, and stays assumed. Some answers
set knobs; some are figures that the simulated baseline must show, for which `targets` moves knobs
that nobody can look up. Asks nobody itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from math import fsum
from typing import Any, NamedTuple

from journeysim import units
from journeysim.calibration import answers
from journeysim.calibration.cells.numbers import NumberEvidence
from journeysim.calibration.fitting import four
from journeysim.calibration.search import Target
from journeysim.errors import UsageError
from journeysim.scenario.merging import Table, merged, nested
from journeysim.scenario.scenario import Scenario

KINDS = {
    "shop": "laptop_shop",
    "garage": "car_service_centre",
    "counter": "burger_counter",
    "call centre": "card_issuer",
    "subscription": "subscription",
    "other": "come_back",
}
"""Kinds of firms, each with the shipped scenario that is most like it."""


class Question(NamedTuple):
    """One question. read: an answer as a value, ValueError if it is none; turn: what it sets in a
    scenario; figure: the metric it is a figure of, and how it is counted there."""

    key: str
    text: str
    example: str
    read: Callable[[str], Any]
    turn: Callable[[Scenario, Any], Table] | None = None
    figure: tuple[str, float] | None = None
    unit: str = ""


def answered(question: Question, text: str, beside: NumberEvidence | None = None) -> Any:
    """What an answer says; None for "don't know". Raises ValueError in words.

    beside: what the other answers show of their decimal sign.
    """
    if text.strip().lower() in answers.NOTHING:
        return None
    if question.read is _kind:
        return _kind(text.strip())
    whole = question.read in (answers.people, answers.agents)
    plain = answers.plain(text, beside, whole)
    return question.read(plain.strip())


def _kind(text: str) -> str:
    plain = text.lower()
    if plain not in KINDS:
        raise ValueError(f"one of {', '.join(KINDS)}")
    return plain


def _sections(scenario: Scenario) -> list[tuple[tuple[str, ...], float, Any]]:
    """Where customers are told about: (path, share, section), each segment, or the whole."""
    tables = scenario.tables
    if not tables.segments:
        return [((), 1.0, None)]
    return [
        (("segments", name), segment.share, segment) for name, segment in tables.segments.items()
    ]


def _scaled(scenario: Scenario, knob: str, factor: float, text: Callable[[float], Any]) -> Table:
    """A spread of all customers and of every segment with its own, its mean times a factor."""
    own = getattr(scenario.tables.purchase, knob)
    places: list[tuple[tuple[str, ...], Any]] = [(("purchase", knob), own)]
    places += [
        (("segments", name, knob), getattr(segment, knob))
        for name, segment in scenario.tables.segments.items()
        if getattr(segment, knob) is not None
    ]
    table: Table = {}
    for path, spread in places:
        if spread.mean is not None:
            whole = spread.model_dump(mode="json") | {"mean": text(spread.mean * factor)}
            table = merged(table, nested(path, whole))
    return table


def _of(scenario: Scenario, knob: str, section: Any) -> float:
    spread = getattr(section, knob, None) or getattr(scenario.tables.purchase, knob)
    return float(spread.distribution().mean())


def _turn_gap(scenario: Scenario, days: float) -> Table:
    often = fsum(share / _of(scenario, "gap", section) for _, share, section in _sections(scenario))
    return _scaled(scenario, "gap", days * often, lambda value: f"{four(value):g} d")


def _turn_spend(scenario: Scenario, amount: float) -> Table:
    mean = fsum(
        share * _of(scenario, "basket", section) for _, share, section in _sections(scenario)
    )
    return _scaled(scenario, "basket", amount / mean, four)


def _turn_margin(scenario: Scenario, share: float) -> Table:
    table: Table = {"purchase": {"margin": share}}
    for name, segment in scenario.tables.segments.items():
        if segment.margin is not None:
            table = merged(table, nested(("segments", name, "margin"), share))
    return table


def _turn_new(scenario: Scenario, a_month: float) -> Table:
    conversion = scenario.tables.population.conversion or 1.0
    return {"population": {"prospects": f"{four(a_month / conversion):g} per month"}}


def _turn_telling(scenario: Scenario, share: float) -> Table:
    return {
        "problems": {
            name: {"complains": share}
            for name, problem in scenario.tables.problems.items()
            if problem.kind == "failure"
        }
    }


def _first_channel(scenario: Scenario) -> str:
    return next(iter(scenario.tables.service.channels))


def _turn_agents(scenario: Scenario, agents: int) -> Table:
    return nested(("service", "channels", _first_channel(scenario), "agents"), agents)


def _turn_handling(scenario: Scenario, days: float) -> Table:
    name = _first_channel(scenario)
    spread = scenario.tables.service.channels[name].handling
    mean = f"{four(units.minutes(days)):g} min"
    whole = spread.model_dump(mode="json") | {"mean": mean} if spread.mean is not None else mean
    return nested(("service", "channels", name, "handling"), whole)


def _turn_people(_: Scenario, count: int) -> Table:
    return {"population": {"customers": count}}


QUESTIONS = (
    Question("kind", f"What is most like your firm: {', '.join(KINDS)}?", "garage", _kind),
    Question("customers", "How many customers do you have?", "3000", answers.people, _turn_people),
    Question("every", "How often does a usual customer buy?", "every 30 days, 4 per year, monthly", answers.gap, _turn_gap, unit="days"),
    Question("spend", "How much does a customer spend at once?", "45", answers.amount, _turn_spend),
    Question("margin", "Of 100 in sales, how much is left before service and care are paid?", "40", answers.of_100, _turn_margin),
    Question("new", "How many new customers come in a month?", "25", answers.several, _turn_new),
    Question("stay", "Of 100 customers, how many are still there a year later?", "82", answers.of_100, None, ("retention@365d", 1.0)),
    Question("trouble", "How many times a year does something go wrong for a usual customer?", "0.5", answers.often, None, ("problems_rate", 100.0)),
    Question("tell", "Of 100 for whom something goes wrong, how many tell you?", "40", answers.of_100, _turn_telling),
    Question("agents", "How many people answer customers at the same time?", "3", answers.agents, _turn_agents),
    Question("contact", "How long does a talk with a customer take?", "6 min", answers.duration, _turn_handling, unit="days"),
    Question("hang_up", "Of 100 who call or write, how many give up waiting?", "6", answers.of_100, None, ("abandonment", 1.0)),
)  # fmt: skip
"""Every question, in the order in which it is asked; the first decides which scenario is turned."""


def scenario_for(replies: Mapping[str, Any]) -> str:
    """The shipped scenario that the answers begin from."""
    return KINDS[replies.get("kind") or "other"]


def turned(scenario: Scenario, replies: Mapping[str, Any]) -> Table:
    """The knobs that the answers set."""
    values: Table = {}
    for question in QUESTIONS:
        value = replies.get(question.key)
        if value is not None and question.turn is not None:
            values = merged(values, question.turn(scenario, value))
    return values


def figures(replies: Mapping[str, Any]) -> list[Target]:
    """The figures that the answers give the baseline to show."""
    targets = []
    for question in QUESTIONS:
        value = replies.get(question.key)
        if value is not None and question.figure is not None:
            metric, times = question.figure
            targets.append(Target(metric, value * times, f"{value * times:.4g}"))
    return targets


def from_text(name: str, text: str) -> dict[str, Any]:
    """Answers as they stand in a TOML file. Raises UsageError naming what is no answer."""
    try:
        table = tomllib.loads(text, parse_float=answers.Literal)
    except ValueError as error:
        raise UsageError(f"{name}: is not valid TOML: {error}") from None
    return from_table(name, table)


def from_table(name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by key. Raises UsageError naming what is no answer.

    Numbers in text share a decimal sign over all answers; a number without quotes is a program's.
    """
    known = {question.key: question for question in QUESTIONS}
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{name}: {key}: unknown question; known: {', '.join(known)}")
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise UsageError(f"{name}: {key}: must be a number or text in quotes")
    beside = answers.seen_in([value for value in table.values() if isinstance(value, str)])
    replies = {}
    for key, value in table.items():
        text = value if isinstance(value, str) else str(value)
        try:
            replies[key] = answered(known[key], text, beside)
        except ValueError as error:
            raise UsageError(
                f"{name}: {key}: {text[:40]!r} is no answer; expected {error}"
            ) from None
    return replies
