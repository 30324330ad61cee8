"""Answers: what solve, optimize and pilot said of a scenario, as parts of its report."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from math import nan
from typing import NamedTuple

from journeysim.numerals import numeral, remarked
from journeysim.report.figures import Scale, scale
from journeysim.report.html import decisions
from journeysim.report.html.sections import Picture
from journeysim.report.knob_text import dial_label, in_largest_unit
from journeysim.report.saved import (
    PlacedAnswer,
    SavedAnswer,
    SavedGrid,
    SavedSearch,
    SavedTest,
    SavedWeek,
)
from journeysim.report.words import PEOPLE
from journeysim.scenario.claims import Claim, claim
from journeysim.scenario.scenario import Scenario

_MOST_ROWS = 8
_VERDICTS = {"pass": "holds", "fail": "does not hold", "undecided": "too close to call"}


class AnswerTable(NamedTuple):
    """Figures: headings, and rows of which the first cell names the row."""

    headings: list[str]
    rows: list[list[str]]


class AnswerSection(NamedTuple):
    """One answer on a page: what it is called, in which world, its sentences, picture and table."""

    title: str
    world: str
    first: str
    others: list[str]
    picture: Picture
    table: AnswerTable
    note: str
    command: str


def answer_sections(scenario: Scenario, answers: Sequence[PlacedAnswer]) -> list[AnswerSection]:
    """Each answer in the order it was given."""
    return [_section(scenario, each, number) for number, each in enumerate(answers, start=1)]


def _section(scenario: Scenario, placed: PlacedAnswer, number: int) -> AnswerSection:
    saved = placed.saved
    title, picture, table = _parts(scenario, saved, f"answer-{number}")
    first, *others = (remarked(each, _names(scenario, saved)) for each in saved.sentences)
    made = saved.versions.get("journeysim", "")
    other = f"Made by journeysim {made}. " if made != metadata.version("journeysim") else ""
    counted = saved.information is not None
    note = other if counted else f"{other}Chance only: what nobody measured is not counted."
    world = (placed.world or "").replace("_", " ")
    return AnswerSection(title, world, first, others, picture, table, note, placed.command)


def _parts(scenario: Scenario, saved: SavedAnswer, name: str) -> tuple[str, Picture, AnswerTable]:
    """The title, the picture and the table of whatever was answered."""
    if saved.optimize is not None:
        chart = decisions.frontier(scenario, saved.optimize, name)
        caption = "Settings that no other beats in both people and money, and the others near them."
        return "The best mix", Picture(chart, caption), _settings(scenario, saved.optimize)
    if saved.pilot is not None:
        chart = decisions.power_curve(saved.pilot, name)
        caption = (
            "How tests of each size end. The shade is chance, the broken line the share wanted."
        )
        return "A field test, before it is run", Picture(chart, caption), _sizes(saved.pilot)
    if saved.shifts is not None:
        chart = decisions.week(saved.shifts, name)
        caption = (
            "The fewest agents that are enough, what Erlang A asks for, and the week as it is."
        )
        return "The fewest agents, hour by hour", Picture(chart, caption), _hours(saved.shifts)
    assert saved.solve is not None
    asked = claim(saved.solve.claim)
    chart = decisions.over_the_range(scenario, saved.solve, asked, name)
    caption = "Every value looked at, with the same luck. Bars: chance, where it was judged. Broken: the limit."
    title = f"What it takes: {dial_label(scenario, saved.solve.find) or saved.solve.find}"
    return title, Picture(chart, caption), _looks(scenario, saved.solve, asked)


def _names(scenario: Scenario, saved: SavedAnswer) -> list[str]:
    """What may stand in a sentence and is no number of it."""
    labels = [scenario.label(policy) for policy in scenario.policies]
    dials = [dial.label for dial in scenario.tables.dials]
    return [*labels, *dials, *saved.asked, *([saved.solve.claim] if saved.solve else [])]


def _settings(scenario: Scenario, grid: SavedGrid) -> AnswerTable:
    """Those that are left and those on the frontier, by money downwards."""
    left = [place for place in grid.left if place is not None]
    shown = list(dict.fromkeys((*left[:_MOST_ROWS], *reversed(grid.frontier))))[: 2 * _MOST_ROWS]
    shown.sort(key=lambda place: -grid.points[place].worth.known)
    currency = scenario.tables.money.currency
    worth = scale([grid.points[place].worth.known for place in shown], "money", currency)
    cost = scale([grid.points[place].cost for place in shown], "money", currency)
    people = Scale(PEOPLE, 0, "")
    levers = [dial_label(scenario, each.key) or each.key for each in grid.levers]
    headings = ["", *levers, f"money in all, {worth.unit}", f"more kept of {numeral(PEOPLE)}",
                f"cost a year, {cost.unit}"]  # fmt: skip
    rows = []
    for place in shown:
        point = grid.points[place]
        values = zip(grid.levers, point.values, strict=True)
        word = "best" if place == grid.best else "not told apart" if place in left else "frontier"
        rows.append([
            word, *(in_largest_unit(value, each.unit) for each, value in values),
            worth.signed(point.worth.known), people.signed(point.kept.known), cost.signed(point.cost),
        ])  # fmt: skip
    return AnswerTable(headings, rows)


def _sizes(test: SavedTest) -> AnswerTable:
    share = Scale(100.0, 0, "%")
    rows = [
        [numeral(each.arm), share.plain(each.right), f"{share.plain(each.low)} to {share.plain(each.high)}",
         share.plain(each.none), share.plain(each.wrong)]
        for each in test.sizes[-2 * _MOST_ROWS :]
    ]  # fmt: skip
    return AnswerTable(["in each group", "right of 100", "by chance", "no verdict", "wrong"], rows)


def _hours(hours: SavedWeek) -> AnswerTable:
    names = (("fewest", "the fewest"), ("erlang_a", "Erlang A"), ("today", "today"))
    rows = [
        [label, numeral(hours.agent_hours[name], ",g"), numeral(max(agents)), numeral(min(filter(None, agents), default=0))]
        for (name, label), agents in zip(names, (hours.agents, hours.erlang_a, hours.today), strict=True)
        if name in hours.agent_hours
    ]  # fmt: skip
    return AnswerTable(["agents", "hours a week", "at most", "at least, when open"], rows)


def _looks(scenario: Scenario, search: SavedSearch, asked: Claim) -> AnswerTable:
    """The values nearest to the answer."""
    own = decisions.figure_scale(scenario, search, asked)
    beside = [*search.neighbours, *([] if search.nearest is None else [search.nearest])]
    judged = {each.value: (each.estimate, _VERDICTS[each.verdict]) for each in beside}
    if search.value is not None:
        judged[search.value] = (search.estimate, "holds")
    at = next(reversed(judged), search.evaluations[0].value)
    near = sorted(search.evaluations, key=lambda each: abs(each.value - at))[:_MOST_ROWS]
    rows = []
    for each in sorted(near, key=lambda each: each.value):
        mean, words = judged.get(each.value, (each.mean, ""))
        figure = own.plain(nan if mean is None else mean)
        rows.append([in_largest_unit(each.value, search.unit), figure, words])
    heading = f"{asked.metric}{f', {own.unit}' if own.unit else ''}"
    return AnswerTable([search.find, heading, search.claim], rows)
