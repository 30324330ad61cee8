"""Acceptability: how likely each policy is the best, by what a customer kept is worth.

What nobody has measured is drawn together with chance; where the lines lie far apart the choice is
safe, where they cross it hangs on the worth. Source: cost-effectiveness acceptability curves, Fenwick,
Claxton & Sculpher, Health Economics 10, 2001.
"""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from journeysim.experiment.draws import Draws
from journeysim.numerals import numeral
from journeysim.report.figures import figure
from journeysim.report.html.contents import Contents
from journeysim.report.html.drawing import WIDE, drawn, looks, wrapped
from journeysim.report.html.sections import Picture
from journeysim.report.statement import WITHIN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STEPS = 40
"""Into so many steps the worth of a customer is divided."""


def acceptability(contents: Contents) -> Picture | None:
    """In which share of draws each policy is best, from no worth of a kept customer upwards; None
    where nothing was drawn."""
    draws = contents.draws
    if draws is None or not draws.count or not draws.has(contents.experiment.policies):
        return None
    experiment = contents.experiment
    customers, currency = (
        experiment.scenario.tables.population.customers,
        experiment.scenario.tables.money.currency,
    )
    worths = _worths(contents, draws)
    best = [draws.best_in(WITHIN, draws.kept, worth * customers) for worth in worths]
    label = experiment.scenario.label
    styles = looks(experiment.policies, contents.baseline, contents.focus)
    there = [policy for policy in experiment.policies if any(each[policy] for each in best)]

    def paint(_: Figure, axes: Axes) -> None:
        for policy in there:
            look, shares = styles[policy], [100.0 * each[policy] / draws.count for each in best]
            style = {"dashes": look.dashes} if look.dashes else {}
            name = wrapped(label(policy), 22)
            axes.plot(worths, shares, color=look.colour, lw=look.width, label=name, **style)  # type: ignore[arg-type]
        axes.set_ylim(-2.0, 102.0)
        axes.set_xlim(0.0, worths[-1])
        axes.yaxis.set_major_formatter(lambda value, _: f"{numeral(value, 'g')} %")
        axes.xaxis.set_major_formatter(lambda value, _: numeral(value, ",.0f"))
        axes.set_xlabel(f"worth of a customer kept, {currency}", fontsize=8.5)
        axes.legend(frameon=False, fontsize=8.5, loc="center right")

    ends = (best[0], best[-1])
    listed = "; ".join(
        f"{label(policy)} best in {ends[0][policy]} of {draws.count} at no worth, in "
        f"{ends[1][policy]} at {figure(worths[-1], 'money', currency)}"
        for policy in there
    )
    caption = (
        f"In how many of {draws.count} draws of chance and {draws.assumed} assumed figures each policy "
        "brings most: profit within the run, and what a customer still there is worth beyond it."
    )
    return Picture(drawn("acceptability", f"Which policy is best. {listed}.", WIDE, paint), caption)


def _worths(contents: Contents, draws: Draws) -> list[float]:
    """From nothing to about four times what a customer of day 0 brings within the run."""
    scenario = contents.experiment.scenario
    each = max(
        (
            abs(contents.experiment.estimate(policy, WITHIN).mean)
            for policy in contents.experiment.policies
        ),
        default=0.0,
    ) / max(1, scenario.tables.population.customers)
    top = 4.0 * each or 1.0
    size = 10.0 ** int(log10(top)) if top >= 1.0 else 1.0
    last = max(size, size * round(top / size))
    return [last * step / STEPS for step in range(STEPS + 1)]
