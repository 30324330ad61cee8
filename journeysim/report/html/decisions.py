"""Decisions as pictures: the power of a test by its size, and the frontier of people against money.

Each is an SVG file of its own, the same bytes for the same figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from journeysim.experiment.decisions.optimum import Optimum
from journeysim.experiment.decisions.trials import SizedTest
from journeysim.experiment.headline import headline
from journeysim.numerals import numeral, spelled, style_of
from journeysim.report.figures import scale
from journeysim.report.html.drawing import BASELINE, BETTER, FOCUS, QUIET, WIDE, WORSE, drawn
from journeysim.report.words import PEOPLE, span
from journeysim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def power_curve(scenario: Scenario, sizes: Sequence[SizedTest], power: float) -> str:
    """The chances of a right and of a wrong verdict by the size of a test, as an SVG file.

    power: the chance of a right verdict that is wanted.
    """
    arms = [each.arm for each in sizes]

    def paint(_: Figure, axes: Axes) -> None:
        right = [100.0 * each.chances.right for each in sizes]
        axes.fill_between(
            arms, [100.0 * each.low for each in sizes], [100.0 * each.high for each in sizes],
            color=BETTER, alpha=0.2, lw=0,
        )  # fmt: skip
        axes.plot(arms, right, color=BETTER, lw=2.2, label="right")
        axes.plot(arms, [100.0 * each.chances.wrong for each in sizes], color=WORSE, lw=1.6, label="wrong")  # fmt: skip
        axes.axhline(100.0 * power, color=QUIET, lw=0.8, dashes=(4, 3))
        axes.set_xscale("log")
        axes.set_xticks([arms[0], arms[len(arms) // 2], arms[-1]], minor=False)
        axes.set_xticks([], minor=True)
        axes.xaxis.set_major_formatter(lambda value, _: numeral(value, ",.0f"))
        axes.yaxis.set_major_formatter(lambda value, _: f"{numeral(value, 'g')} %")
        axes.set_ylim(-2.0, 102.0)
        axes.set_xlabel("customers in each group", fontsize=8.5)
        axes.set_title("verdicts of a test")
        axes.legend(frameon=False, fontsize=8.5, loc="center left")

    last = sizes[-1]
    says = (
        f"A test of {numeral(last.arm)} in each group is right in {numeral(100 * last.chances.right, '.0f')} of "
        f"100, wrong in {numeral(100 * last.chances.wrong, '.0f')}."
    )
    return _file(scenario, drawn("power", says, WIDE, paint))


def frontier(optimum: Optimum) -> str:
    """Every setting by the money it brings and the people it keeps, as an SVG file."""
    points, scenario = optimum.points, optimum.grid.scenario
    currency = scenario.tables.money.currency
    own = scale([point.worth.mean for point in points], "money", currency)
    _, day = headline(scenario)

    def paint(_: Figure, axes: Axes) -> None:
        def dots(places: Sequence[int], colour: str, marker: str, label: str, size: float) -> None:
            if places:
                axes.plot(
                    [points[place].worth.mean for place in places],
                    [PEOPLE * points[place].kept.mean for place in places],
                    marker, color=colour, ms=size, label=label, ls="none",
                )  # fmt: skip

        on = set(optimum.frontier)
        dots(
            [p for p, each in enumerate(points) if not each.within],
            WORSE,
            "x",
            "beyond the budget",
            4,
        )
        dots(
            [p for p, each in enumerate(points) if each.within and p not in on],
            QUIET,
            ".",
            "others",
            5,
        )
        axes.plot(
            [points[place].worth.mean for place in optimum.frontier],
            [PEOPLE * points[place].kept.mean for place in optimum.frontier],
            "o-", color=FOCUS, ms=5, lw=1.2, label="frontier",
        )  # fmt: skip
        axes.plot([0.0], [0.0], "D", color=BASELINE, ms=6, label="today", ls="none")
        if optimum.best is not None:
            dots([optimum.best], BETTER, "*", "best", 13)
        axes.xaxis.set_major_formatter(lambda value, _: own.signed(value))
        axes.yaxis.set_major_formatter(lambda value, _: numeral(value, "+,g"))
        axes.set_xlabel(f"money in all, {own.unit}", fontsize=8.5)
        axes.set_title(f"people kept of {numeral(PEOPLE)} after {spelled(span(day))}")
        axes.legend(frameon=False, fontsize=8.5, loc="lower left")

    says = f"Of {len(points)} settings {len(optimum.frontier)} lie on the frontier of people and money."
    return _file(scenario, drawn("frontier", says, WIDE, paint))


def _file(scenario: Scenario, inline: Markup) -> str:
    """A picture as a file of its own, its numbers as their owner writes them."""
    text = str(inline).replace("<svg ", f"<svg {_NAMES} ", 1)
    return spelled(text, style_of(scenario)) + "\n"
