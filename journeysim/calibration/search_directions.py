"""Search directions: the knobs nobody can look up, family by family, each turned by one factor.

A direction gives the table of knobs at a factor of what they are in a scenario; a factor of one changes
nothing. Which is turned for which metric stands in `DIRECTIONS`. Searches for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import ceil, log
from typing import Any, NamedTuple

from journeysim import units
from journeysim.calibration.fitting import four
from journeysim.errors import UsageError
from journeysim.metrics.request import Request
from journeysim.model.service import MOST_AGENTS
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario


class Direction(NamedTuple):
    """What is moved for a metric: in words, the knobs at a factor of what they were, and how far.

    limits: the logarithms of the smallest and the greatest factor at which the knobs stay plausible.
    """

    words: str
    knobs: Callable[[Scenario, float], Table]
    limits: Callable[[Scenario], tuple[float, float]]


PATIENCE, STAFFING, CHANCES, QUESTIONS, FAILURES, CASES = (
    "patience", "people on shift", "chance to leave when nothing has happened", "frequency of questions",
    "frequency of failures", "frequency of questions and failures",
)  # fmt: skip
SETTLED, WARM, HEARD = "share of contacts settled", "share of contacts felt as warm", "share of failures the firm hears of"  # fmt: skip

NAMELESS = "frequency of contacts without a known reason"
ASKING = "contact_by_"
"""How problems begin that stand for contacts of which the data name no reason."""

PATIENT = (0.5, 30.0)
"""Minutes between which mean patience may be moved. Source: 2 to 13 minutes by type of caller, bank
1999, Brown et al. 2005; wider, assumed."""

FARTHEST = log(50.0)
_LEAST_STAFF, _MOST_SHRINKAGE = 0.1, 0.9


def _anywhere(_: Scenario) -> tuple[float, float]:
    return -FARTHEST, FARTHEST


def _chances(scenario: Scenario, factor: float) -> Table:
    """The individual chances to leave, their odds times a factor (the shape a of a beta is kept)."""
    tables = scenario.tables
    table: Table = {"leaving": {"chance": _odds(tables.leaving.chance, factor)}}
    if tables.population.classes:
        table = merged(table, {"population": {"classes": classes_with_odds(scenario, factor)}})
    for name, segment in tables.segments.items():
        if segment.chance is not None:
            table = merged(table, {"segments": {name: {"chance": _odds(segment.chance, factor)}}})
    return table


def classes_with_odds(scenario: Scenario, factor: float) -> list[Table]:
    """The classes of the customers of day 0, the odds of their chances times a factor."""
    return [
        {**each.model_dump(mode="json"), "chance": _odds(each.chance, factor)}
        for each in scenario.tables.population.classes
    ]


def _odds(chance: Any, factor: float) -> Table:
    if chance.kind == "beta":
        return {"kind": "beta", "a": chance.a, "b": bounded(chance.b / factor, 0.01, 5000.0)}
    if chance.kind == "constant":
        share = min(max(chance.mean, 1e-9), 1.0 - 1e-9)
        odds = share / (1.0 - share) * factor
        return {"kind": "constant", "mean": odds / (1.0 + odds)}
    raise UsageError(
        f"leaving.chance of kind {chance.kind!r} cannot be moved; use beta or a number"
    )


def patience(only: str | None = None) -> Direction:
    """The mean patience of every channel, or of one, within what is plausible."""

    def means(scenario: Scenario) -> dict[str, Any]:
        spreads = ((name, each.patience) for name, each in _channels(scenario, only).items())
        return {
            name: spread for name, spread in spreads if getattr(spread, "mean", None) is not None
        }

    def knobs(scenario: Scenario, factor: float) -> Table:
        spreads = {}
        for name, spread in means(scenario).items():
            whole = spread.model_dump(mode="json")
            whole["mean"] = f"{four(units.minutes(spread.mean * factor)):g} min"
            spreads[name] = {"patience": whole}
        return {"service": {"channels": spreads}} if spreads else {}

    def limits(scenario: Scenario) -> tuple[float, float]:
        minutes = [units.minutes(spread.mean) for spread in means(scenario).values()]
        if not minutes:
            return 0.0, 0.0
        return (
            min(0.0, log(PATIENT[0] / min(minutes))),
            max(0.0, log(PATIENT[1] / max(minutes))),
        )

    return Direction(of_channel(PATIENCE, only), knobs, limits)


def staffing(only: str | None = None) -> Direction:
    """People on shift of every channel, or of one: agents, and the share of their time away."""

    def knobs(scenario: Scenario, factor: float) -> Table:
        staff = {}
        for name, channel in _channels(scenario, only).items():
            if channel.agents > 0:
                there = channel.agents * (1.0 - channel.shrinkage) * factor
                agents = max(1, ceil(there / (1.0 - channel.shrinkage) - 1e-9))
                away = bounded(round(1.0 - there / agents, 9), 0.0, _MOST_SHRINKAGE)
                staff[name] = {"agents": agents, "shrinkage": away}
        return {"service": {"channels": staff}} if staff else {}

    def limits(scenario: Scenario) -> tuple[float, float]:
        people = [each for each in _channels(scenario, only).values() if each.agents > 0]
        if not people:
            return 0.0, 0.0
        least = min(each.agents * (1.0 - each.shrinkage) for each in people)
        most = max(each.agents for each in people)
        low = max(-FARTHEST, log(_LEAST_STAFF / least))
        return min(0.0, low), max(0.0, min(FARTHEST, log(MOST_AGENTS / most)))

    return Direction(of_channel(STAFFING, only), knobs, limits)


def _channels(scenario: Scenario, only: str | None) -> dict[str, Any]:
    channels = scenario.tables.service.channels
    return dict(channels) if only is None else {only: channels[only]}


def of_channel(words: str, only: str | None) -> str:
    """The words of a direction of one channel."""
    return words if only is None else f"{words} ({only})"


def _shares(knob: str) -> Callable[[Scenario, float], Table]:
    """A share of every channel, its odds times a factor."""

    def knobs(scenario: Scenario, factor: float) -> Table:
        channels = scenario.tables.service.channels
        shares = {
            name: {knob: _share(getattr(each, knob), factor)} for name, each in channels.items()
        }
        return {"service": {"channels": shares}} if shares else {}

    return knobs


def _share(share: float, factor: float) -> float:
    inside = min(max(share, 1e-6), 1.0 - 1e-6)
    odds = inside / (1.0 - inside) * factor
    return odds / (1.0 + odds)


def leading_to(scenario: Scenario, channel: str) -> list[str]:
    """The problems that are reported by a channel."""
    first = next(iter(scenario.tables.service.channels), None)
    problems = scenario.tables.problems.items()
    return [name for name, problem in problems if (problem.channel or first) == channel]


def _problems(
    *kinds: str, begin: str = "", only: str | None = None
) -> Callable[[Scenario, float], Table]:
    """How often problems of some kinds come, all in step. begin: of their names; only: the channel by
    which they are reported."""

    def knobs(scenario: Scenario, factor: float) -> Table:
        problems: Table = {}
        there = None if only is None else leading_to(scenario, only)
        for name, problem in scenario.tables.problems.items():
            if there is not None and name not in there:
                continue
            if problem.kind in kinds and name.startswith(begin):
                own: Table = {}
                if problem.rate > 0.0:
                    own["rate"] = (
                        f"{four(problem.rate * factor * units.DAYS_IN['year']):g} per year"
                    )
                if problem.per_purchase > 0.0:
                    own["per_purchase"] = min(1.0, problem.per_purchase * factor)
                problems[name] = own
        return {"problems": problems} if any(problems.values()) else {}

    return knobs


def _complaining(scenario: Scenario, factor: float) -> Table:
    """The shares of failures of which the firm hears, their odds divided by a factor."""
    problems = {
        name: {"complains": _share(problem.complains, 1.0 / factor)}
        for name, problem in scenario.tables.problems.items()
        if problem.kind == "failure"
    }
    return {"problems": problems} if problems else {}


def bounded(value: float, low: float, high: float) -> float:
    """A value, or the end of its range that it lies beyond."""
    return min(max(value, low), high)


def _plainly(
    words: str, knobs: Callable[[Scenario, float], Table]
) -> Callable[[str | None], Direction]:
    return lambda _: Direction(words, knobs, _anywhere)


def _asking(words: str, *kinds: str, begin: str = "") -> Callable[[str | None], Direction]:
    return lambda only: Direction(
        of_channel(words, only), _problems(*kinds, begin=begin, only=only), _anywhere
    )


_LEAVING = (_plainly(CHANCES, _chances),)
_WAITING = (staffing, patience)
_ASKING = (
    _asking(QUESTIONS, "request"),
    _asking(CASES, "request", "failure"),
    _asking(NAMELESS, "request", begin=ASKING),
)
_FAILING = (_plainly(FAILURES, _problems("failure")),)

DIRECTIONS: dict[str, tuple[Callable[[str | None], Direction], ...]] = {
    "retention": _LEAVING,
    "churn": _LEAVING,
    "survival": _LEAVING,
    "come_back_rate": _LEAVING,
    "abandonment": (patience, staffing),
    "wait_mean": _WAITING,
    "wait_probability": _WAITING,
    "service_level": _WAITING,
    "occupancy": (staffing,),
    "contacts_per_customer": _ASKING,
    "problems": _FAILING,
    "problems_rate": _FAILING,
    "first_contact_resolution": (_plainly(SETTLED, _shares("resolution")),),
    "good_service": (_plainly(WARM, _shares("warmth")),),
    "silent_problems": (_plainly(HEARD, _complaining),),
}
"""What may be moved for which metric, the likelier first; never a talk time, which every firm knows."""


def chosen(requests: Sequence[Request], givens: Collection[str] = ()) -> list[Direction]:
    """A direction for each metric, none twice. Raises UsageError where two need the same.

    givens: words of directions whose knobs are known and stay.
    """
    ways: list[Direction] = []
    for request in requests:
        way = free_way(request, ways, givens)
        if way is None:
            first = DIRECTIONS[request.metric.name][0](request.channel)
            raise UsageError(
                f"--target: {request.name} would move the same knob as another figure ({first.words}); give "
                "one of them"
            )
        ways.append(way)
    return ways


def free_way(
    request: Request, taken: Sequence[Direction], givens: Collection[str] = ()
) -> Direction | None:
    """The likeliest direction for a metric that is neither taken nor given; None if none is free."""
    used = {each.words for each in taken} | set(givens)
    for way in DIRECTIONS[request.metric.name]:
        direction = way(request.channel)
        if direction.words not in used and direction.words.partition(" (")[0] not in givens:
            return direction
    return None


def rounded(table: Table) -> Table:
    """The same with numbers to four digits, as they will stand in the file."""
    return {
        key: rounded(value)
        if isinstance(value, dict)
        else four(value)
        if isinstance(value, float)
        else value
        for key, value in table.items()
    }
