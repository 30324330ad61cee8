"""Fitting: what data say about a scenario's knobs: values, intervals, sources, and what they do not.

Turns fitted models into a table of knobs that lies over the scenario. The data know nothing of the
rest, which stays as assumed as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from journeysim.calibration import bgnbd, sbg
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.sbg import Sbg
from journeysim.calibration.spending import Spending
from journeysim.experiment.assumptions import unknowns
from journeysim.scenario.merging import Table, leaves, merged
from journeysim.scenario.scenario import Scenario

Interval = tuple[float, float] | None

_WEEK = 7.0
_BY_SEGMENT = (
    ("purchase", "gap"),
    ("purchase", "frequency"),
    ("purchase", "basket"),
    ("leaving", "chance"),
)
"""What a segment may say for itself; a fit to all customers holds in every segment."""


class Fitted(NamedTuple):
    """One thing learnt: its name in the literature or in words, value, interval, unit and source.

    key: the knob that it sets, or "" if several do or none.
    """

    name: str
    value: float
    interval: Interval
    unit: str
    source: str
    key: str = ""


@dataclass(frozen=True)
class Calibration:
    """Everything learnt from data: what goes over the scenario, and what is said about it."""

    scenario: Scenario
    fitted: tuple[Fitted, ...] = ()
    values: Table = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def with_more(
        self, fitted: Sequence[Fitted], values: Table, notes: Sequence[str] = ()
    ) -> Calibration:
        """This with more learnt."""
        return Calibration(
            self.scenario,
            (*self.fitted, *fitted),
            merged(self.values, values),
            (*self.notes, *notes),
        )

    def assumed(self) -> tuple[str, ...]:
        """The keys of what nobody has measured and these data did not tell either."""
        fitted_paths = {path for path, _ in leaves(self.values)}
        keys = (path for path, *_ in unknowns(self.scenario))
        return tuple(".".join(path) for path in keys if path not in fitted_paths)


def four(value: float) -> float:
    """A number to four significant digits."""
    return float(f"{value:.4g}")


def with_bgnbd(calibration: Calibration, model: BgNbd) -> Calibration:
    """Repeat buying without a contract: r, alpha, a, b as gaps, frequencies and chances.

    Data know purchases here. Where some occasions go elsewhere, occasions are the more frequent, and the
    odds to leave at one as much lower: before each purchase as many leave as the fit says.
    """
    here = 1.0 - calibration.scenario.tables.purchase.elsewhere
    r, alpha, a, b = (four(value) for value in (model.r, model.alpha / _WEEK, model.a, model.b))
    ends = model.intervals()
    alpha_ends = ends["alpha"]
    weeks = None if alpha_ends is None else (alpha_ends[0] / _WEEK, alpha_ends[1] / _WEEK)
    source = bgnbd.SOURCE
    fitted = [
        Fitted("r", r, ends["r"], "", source, "purchase.frequency.shape"),
        Fitted("alpha", alpha, weeks, "weeks", source, "purchase.gap.mean"),
        Fitted("a", a, ends["a"], "", source, "leaving.chance.a"),
        Fitted("b", b, ends["b"], "", source, "leaving.chance.b"),
        Fitted("mean time between purchases", model.mean_gap, ends["mean_gap"], "days", source),
        Fitted("mean chance to leave after a purchase", model.mean_chance, ends["mean_chance"], "share", source),
    ]  # fmt: skip
    values = {
        "purchase": {
            "gap": {"kind": "exponential", "mean": days_text(alpha * _WEEK / r * here)},
            "frequency": {"kind": "gamma", "mean": 1.0, "shape": r},
        },
        "leaving": {"chance": {"kind": "beta", "a": a, "b": four(b / here)}, "first_decision": 2},
    }
    notes = [_TOTAL, *_limits(model)]
    if here < 1.0:
        notes.append(
            f"{100.0 * (1.0 - here):.3g} % of occasions go elsewhere (purchase.elsewhere, assumed), which these data do "
            "not show: occasions are the more frequent, and the chance to leave at one the lower, so that purchases "
            "here are those fitted"
        )
    return calibration.with_more(fitted, _everywhere(calibration.scenario, values), notes)


_UNSHOWN = 1.353
"""Half of the 90 % quantile of chi-square: log-likelihood that leaving must add to count as shown (its
chance cannot be below 0, so that this is a test at 5 %)."""

_WIDE = 5.0


def _limits(model: BgNbd) -> list[str]:
    """What these data cannot tell of the model's parameters."""
    limits: list[str] = []
    ends = model.intervals()
    r_held, _, a_held, b_held = model.optimum.at_bound
    if model.leaving_shows < _UNSHOWN:
        limits.append(
            "these data do not show that anybody leaves: without leaving they are as likely, and a and b are "
            "what the method makes of it; a longer log would tell, or --target retention=..."
        )
    elif a_held or b_held:
        limits.append(
            "a or b lie at the end of their range: the data hardly tell how people leave (too short, or too few "
            "stopped); the mean chance is told better than how it differs between people"
        )
    elif ends["mean_chance"] is None or ends["mean_chance"][1] > _WIDE * ends["mean_chance"][0]:
        limits.append(
            "a and b are hardly determined by these data: take the chance to leave for a rough figure"
        )
    if r_held:
        limits.append(
            "r lies at the end of its range: customers hardly differ in how often they buy"
        )
    return limits


_TOTAL = (
    "the fitted chance holds all leaving, that caused by problems and service included; what the "
    "scenario's problems add comes on top: more leave, and more occasions go elsewhere"
)


def with_sbg(calibration: Calibration, model: Sbg) -> Calibration:
    """Contracts: a and b as chances, the period as the gap."""
    a, b = four(model.a), four(model.b)
    ends = model.intervals()
    fitted = [
        Fitted("a (alpha in the source)", a, ends["a"], "", sbg.SOURCE, "leaving.chance.a"),
        Fitted("b (beta in the source)", b, ends["b"], "", sbg.SOURCE, "leaving.chance.b"),
        Fitted("lost at the first renewal", model.mean_chance, ends["mean_chance"], "share", sbg.SOURCE),
        Fitted("period of a contract", model.period, None, "days", "the data", "purchase.gap.mean"),
    ]  # fmt: skip
    values = {
        "purchase": {
            "gap": {"kind": "constant", "mean": days_text(model.period)},
            "frequency": {"kind": "constant", "mean": 1.0},
            "elsewhere": 0.0,
        },
        "leaving": {"chance": {"kind": "beta", "a": a, "b": b}, "first_decision": 1},
        "price": {"quantity_response": 0.0},
    }
    notes = [_TOTAL]
    if any(model.optimum.at_bound):
        notes.append("a or b lie at the end of their range: customers hardly differ in these data")
    return calibration.with_more(fitted, _everywhere(calibration.scenario, values), notes)


def with_spending(calibration: Calibration, spending: Spending) -> Calibration:
    """The amounts of purchases."""
    if spending.parts:
        basket: Table = {
            "kind": "empirical",
            "values": list(spending.parts),
            "weights": [1.0] * len(spending.parts),
        }
        source = "twentieths of the data (no lognormal fits)"
        mean = spending.mean
        notes = [
            "amounts of nothing are no lognormal: the data's own twentieths are used"
            if spending.free
            else f"amounts are no lognormal (distance {spending.distance:.2f}; its mean would be "
            f"{spending.lognormal_mean:.4g}, that of the data is {spending.mean:.4g}): the data's own "
            "twentieths are used"
        ]
    else:
        mean, notes = spending.lognormal_mean, []
        basket = {"kind": "lognormal", "mean": four(mean), "sigma": four(spending.sigma)}
        source = "lognormal by maximum likelihood"
    if spending.free:
        notes.append(f"{100.0 * spending.free:.1f} % of visits cost nothing; they count as visits")
    fitted = [
        Fitted("mean amount of a purchase", mean, spending.interval, "", source, "purchase.basket")
    ]
    if spending.a_day > 1.0:
        ends = (spending.interval[0] * spending.a_day, spending.interval[1] * spending.a_day)
        often = f"a day of purchase holds {spending.a_day:.4g} purchases, counted as gaps are"
        fitted.append(
            Fitted("mean amount of a day of purchase", mean * spending.a_day, ends, "", often)
        )
    values = _everywhere(calibration.scenario, {"purchase": {"basket": basket}})
    return calibration.with_more(fitted, values, notes)


def _everywhere(scenario: Scenario, values: Table) -> Table:
    """Values for all customers, in the segments too that have their own."""
    overrides = values
    for name in scenario.tables.segments:
        own = {
            key: values[section][key]
            for section, key in _BY_SEGMENT
            if key in values.get(section, {})
        }
        overrides = merged(overrides, {"segments": {name: own}} if own else {})
    return overrides


def days_text(value: float) -> str:
    """Days to four significant digits, as a file writes them."""
    return f"{four(value):g} d"
