"""Decisions as pictures: the power of a test by its size, the frontier of people against money, a claim
over the values of a knob, and a week hour by hour.

Drawn from the documents that the commands write, so that a page shows what a file of its own would.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from journeysim import metrics
from journeysim.experiment.headline import headline
from journeysim.experiment.resolved_claims import threshold
from journeysim.model.hours import DAYS
from journeysim.numerals import numeral, spelled, style_of
from journeysim.report.figures import Scale, scale
from journeysim.report.frontier import near
from journeysim.report.html.drawing import BASELINE, BETTER, FOCUS, QUIET, WIDE, WORSE, drawn
from journeysim.report.knob_text import in_largest_unit
from journeysim.report.saved import SavedGrid, SavedSearch, SavedTest, SavedWeek
from journeysim.report.words import PEOPLE, span
from journeysim.scenario.claims import Claim
from journeysim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_SMALL_TEXT = 8.5
_ROOM = 0.2
"""The part of an axis that a value written below it takes up."""


def power_curve(test: SavedTest, name: str = "power") -> Markup:
    """The chances of a right and of a wrong verdict by the size of a test."""
    sizes = test.sizes
    arms = [each.arm for each in sizes]

    def paint(_: Figure, axes: Axes) -> None:
        right = [100.0 * each.right for each in sizes]
        axes.fill_between(
            arms, [100.0 * each.low for each in sizes], [100.0 * each.high for each in sizes],
            color=BETTER, alpha=0.2, lw=0,
        )  # fmt: skip
        axes.plot(arms, right, color=BETTER, lw=2.2, label="right")
        axes.plot(arms, [100.0 * each.wrong for each in sizes], color=WORSE, lw=1.6, label="wrong")
        axes.axhline(100.0 * test.power, color=QUIET, lw=0.8, dashes=(4, 3))
        axes.set_xscale("log")
        axes.set_xticks([arms[0], arms[len(arms) // 2], arms[-1]], minor=False)
        axes.set_xticks([], minor=True)
        axes.xaxis.set_major_formatter(lambda value, _: numeral(value, ",.0f"))
        axes.yaxis.set_major_formatter(lambda value, _: f"{numeral(value, 'g')} %")
        axes.set_ylim(-2.0, 102.0)
        axes.set_xlabel("customers in each group", fontsize=_SMALL_TEXT)
        axes.set_title("verdicts of a test")
        axes.legend(frameon=False, fontsize=_SMALL_TEXT, loc="center left")

    last = sizes[-1]
    says = (
        f"A test of {numeral(last.arm)} in each group is right in {numeral(100 * last.right, '.0f')} of "
        f"100, wrong in {numeral(100 * last.wrong, '.0f')}."
    )
    return drawn(name, says, WIDE, paint)


def frontier(scenario: Scenario, grid: SavedGrid, name: str = "frontier") -> Markup:
    """Every setting by the money it brings and the people it keeps, but those far behind."""
    points = grid.points
    worths = [point.worth.known for point in points]
    shown = near(worths, grid.frontier)
    own = scale([worths[place] for place in shown], "money", scenario.tables.money.currency)
    _, day = headline(scenario)

    def paint(_: Figure, axes: Axes) -> None:
        def dots(places: Sequence[int], colour: str, marker: str, label: str, size: float) -> None:
            if places:
                axes.plot(
                    [worths[place] for place in places],
                    [PEOPLE * points[place].kept.known for place in places],
                    marker, color=colour, ms=size, label=label, ls="none",
                )  # fmt: skip

        on = set(grid.frontier)
        there = sorted(shown)
        dots([p for p in there if not points[p].within], WORSE, "x", "beyond the budget", 4)
        others = [p for p in there if points[p].within and p not in on]
        dots(others, QUIET, ".", "others", 5)
        axes.plot(
            [worths[place] for place in grid.frontier],
            [PEOPLE * points[place].kept.known for place in grid.frontier],
            "o-", color=FOCUS, ms=5, lw=1.2, label="frontier",
        )  # fmt: skip
        axes.plot([0.0], [0.0], "D", color=BASELINE, ms=6, label="today", ls="none")
        if grid.best is not None:
            dots([grid.best], BETTER, "*", "best", 13)
        axes.xaxis.set_major_formatter(lambda value, _: own.signed(value))
        axes.yaxis.set_major_formatter(lambda value, _: numeral(value, "+,g") if value else "0")
        axes.set_xlabel(f"money in all, {own.unit}", fontsize=_SMALL_TEXT)
        axes.set_title(f"more people of {numeral(PEOPLE)} after {spelled(span(day))}")
        axes.legend(frameon=False, fontsize=_SMALL_TEXT, loc="lower left")

    says = f"Of {numeral(len(points))} settings {numeral(len(grid.frontier))} lie on the frontier of people and money."
    return drawn(name, says, WIDE, paint)


def over_the_range(
    scenario: Scenario, search: SavedSearch, claim: Claim, name: str = "solve"
) -> Markup:
    """What a claim is about, at every value of a knob that was looked at, and the limit it has to reach."""
    looks = [each for each in search.evaluations if each.mean is not None]
    own = figure_scale(scenario, search, claim)
    limit = threshold(claim) if claim.operator != "within" else None
    judged = [*search.neighbours, *([search.nearest] if search.nearest else [])]

    def paint(_: Figure, axes: Axes) -> None:
        axes.plot(
            [each.value for each in looks],
            [own.factor * (each.mean or 0.0) for each in looks],
            "o-", color=FOCUS, ms=4, lw=1.4,
        )  # fmt: skip
        if search.value is not None and search.estimate is not None:
            _bar(axes, search.value, (search.low, search.high), own, BETTER)
            axes.plot([search.value], [own.factor * search.estimate], "*", color=BETTER, ms=13)
        for each in judged:
            if each.estimate is not None:
                _bar(axes, each.value, (each.low, each.high), own, WORSE)
        if limit is not None:
            axes.axhline(own.factor * limit, color=QUIET, lw=0.8, dashes=(4, 3))
        places = ticks([each.value for each in looks], search.value)
        axes.set_xticks(places, [in_largest_unit(each, search.unit) for each in places])
        axes.yaxis.set_major_formatter(lambda value, _: numeral(value, ",g"))
        axes.set_xlabel(search.find, fontsize=_SMALL_TEXT)
        axes.set_title(f"{claim.metric}{f', {own.unit}' if own.unit else ''}")

    says = f"{claim.metric} at {numeral(len(looks))} values of {search.find}, for {search.claim}."
    return drawn(name, says, WIDE, paint)


def figure_scale(scenario: Scenario, search: SavedSearch, claim: Claim) -> Scale:
    """How the figures of a claim are written: a difference of shares in points."""
    unit = metrics.find(claim.metric).metric.unit
    means = [each.mean for each in search.evaluations if each.mean is not None]
    own = scale(means, unit, scenario.tables.money.currency)
    is_points = claim.against is not None and unit == "share"
    return own._replace(decimals=2, unit="points") if is_points else own


def _bar(
    axes: Axes, value: float, ends: tuple[float | None, float | None], own: Scale, colour: str
) -> None:
    """How far chance reaches at a value that was judged."""
    low, high = ends
    if low is not None and high is not None:
        axes.plot([value, value], [own.factor * low, own.factor * high], color=colour, lw=1.6)


def ticks(values: Sequence[float], chosen: float | None) -> list[float]:
    """The values to write on an axis: the chosen one, both ends, and what lies far from all of these."""
    if not values:
        return []
    apart = _ROOM * (max(values) - min(values))
    places: list[float] = [] if chosen is None else [chosen]
    for value in (min(values), max(values), *values):
        if all(abs(value - each) >= apart for each in places) and value not in places:
            places.append(value)
    return sorted(places)


def week(hours: SavedWeek, name: str = "week") -> Markup:
    """The agents at work, hour by hour of the week: as found, as Erlang A has it, and today."""
    through = range(len(hours.agents) + 1)

    def paint(_: Figure, axes: Axes) -> None:
        for agents, colour, width, label in (
            (hours.today, BASELINE, 1.2, "today"),
            (hours.erlang_a, QUIET, 1.2, "Erlang A"),
            (hours.agents, FOCUS, 2.0, "fewest"),
        ):
            axes.step(
                through, [*agents, agents[-1]], where="post", color=colour, lw=width, label=label
            )
        axes.set_xticks([24 * day + 12 for day in range(len(DAYS))], list(DAYS))
        axes.set_xlim(0, len(hours.agents))
        axes.set_ylim(bottom=0)
        axes.locator_params(axis="y", integer=True)
        axes.yaxis.set_major_formatter(lambda value, _: numeral(value, ",g"))
        axes.set_title("agents at work, hour by hour")
        axes.legend(frameon=False, fontsize=_SMALL_TEXT, loc="upper right")

    says = "Agents at work in every hour of the week: the fewest that are enough, those of Erlang A, and today's."
    return drawn(name, says, WIDE, paint)


def as_file(scenario: Scenario, inline: Markup) -> str:
    """A picture as a file of its own, its numbers as their owner writes them."""
    text = str(inline).replace("<svg ", f"<svg {_NAMES} ", 1)
    return spelled(text, style_of(scenario)) + "\n"
