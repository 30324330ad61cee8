"""Families: distributions with friendly parameters, which know their mean and encode themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from journeysim.distributions.encoded import (
    EncodedDistribution,
    Family,
    beta_knots,
    gamma_knots,
)
from journeysim.distributions.tails import log_gamma
from journeysim.portable import exp

_INF: Final = math.inf
_NAMES: Final = {
    Family.CONSTANT: ("value",),
    Family.UNIFORM: ("low", "high"),
    Family.EXPONENTIAL: ("mean",),
    Family.GAMMA: ("mean", "shape"),
    Family.LOGNORMAL: ("mean", "sigma"),
    Family.WEIBULL: ("mean", "shape"),
    Family.BETA: ("a", "b"),
    Family.BERNOULLI: ("share",),
    Family.EMPIRICAL: ("values", "weights"),
    Family.NEVER: (),
}


@dataclass(frozen=True, slots=True, repr=False)
class Distribution:
    """A law with friendly parameters: made by `gamma`, `beta`, ..., which check them.

    Equal laws compare and hash alike, and the representation is the call that makes the law.

    Attributes:
        kind: the family.
        arguments: the arguments of the constructor, in its order.
    """

    kind: Family
    arguments: tuple[float | tuple[float, ...], ...]

    @property
    def parameters(self) -> dict[str, float | tuple[float, ...]]:
        """The parameters by name, as the constructor takes them."""
        return dict(zip(_NAMES[self.kind], self.arguments, strict=True))

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.parameters.items())
        return f"{self.kind.name.lower()}({given})"

    def mean(self) -> float:
        """The expected value, in the unit of the parameters; inf for `never`. Never raises."""
        match self.kind, self.arguments:
            case Family.UNIFORM, (float(low), float(high)):
                return low + 0.5 * (high - low)
            case Family.BETA, (float(a), float(b)):
                return a / (a + b)
            case Family.EMPIRICAL, (tuple(values), tuple(weights)):
                products = (v * w for v, w in zip(values, weights, strict=True))
                return math.fsum(products) / math.fsum(weights)
            case _, (float(first), *_):  # the value, the mean or the share
                return first
        return _INF

    def encoded(self, table: list[float]) -> EncodedDistribution:
        """Encode for `quantile`, appending to the shared table what the law needs.

        Numbers the table already holds are used again: gamma laws of one shape share their knots.

        Args:
            table: the shared flat table; grows by 1058 floats for a new gamma shape or beta law
                (4226 for a beta law with a, b < 0.25), by two per distinct value for an empirical
                law, and by nothing for the others.

        Returns:
            The law, valid with this table (or a copy of it) only. Never raises.
        """
        kind = int(self.kind)
        match self.kind, self.arguments:
            case Family.UNIFORM, (float(low), float(high)):
                return EncodedDistribution(kind, low, high - low)
            case Family.GAMMA, (float(mean), float(shape)):
                knots = gamma_knots(shape)
                first = _placed(knots, table)
                return EncodedDistribution(kind, mean / shape, first=first, entries=len(knots) // 2)
            case Family.LOGNORMAL, (float(mean), float(sigma)):
                return EncodedDistribution(kind, mean * exp(-0.5 * sigma * sigma), sigma)
            case Family.WEIBULL, (float(mean), float(shape)):
                return EncodedDistribution(
                    kind, mean * exp(-log_gamma(1.0 + 1.0 / shape)), 1.0 / shape
                )
            case Family.BETA, (float(a), float(b)):
                knots = beta_knots(a, b)
                return EncodedDistribution(
                    kind, first=_placed(knots, table), entries=len(knots) // 2
                )
            case Family.EMPIRICAL, (tuple(values), tuple(weights)):
                sums = tuple(accumulate(weights))
                shares = tuple(part / sums[-1] for part in sums)
                return EncodedDistribution(
                    kind, first=_placed(shares + values, table), entries=len(values)
                )
            case _, (float(only),):
                return EncodedDistribution(kind, only)
        return EncodedDistribution(kind)


def _placed(numbers: tuple[float, ...], table: list[float]) -> int:
    """The index at which the table holds these numbers, appended at its end if it did not."""
    wanted = list(numbers)
    start = 0
    for _ in range(table.count(wanted[0])):
        start = table.index(wanted[0], start)
        if table[start : start + len(wanted)] == wanted:
            return start
        start += 1
    table.extend(wanted)
    return len(table) - len(wanted)


def _checked(what: str, value: float, low: float, high: float) -> float:
    """The value as a float, or a ValueError that names what it is and its range."""
    number = float(value)
    if not low <= number <= high:
        raise ValueError(f"{what} must lie between {low:g} and {high:g}, got {value!r}")
    return number + 0.0  # one zero, not two


_HUGE: Final = 1e100
_MEANS: Final = (1e-100, _HUGE)
_SHAPES: Final = (0.01, 10_000.0)


def constant(value: float) -> Distribution:
    """Always the same value, in any unit.

    Raises:
        ValueError: value not within -1e100 ... 1e100.
    """
    return Distribution(Family.CONSTANT, (_checked("value of constant", value, -_HUGE, _HUGE),))


def uniform(low: float, high: float) -> Distribution:
    """Evenly between low and high, both in the same unit.

    Raises:
        ValueError: not -1e100 <= low <= high <= 1e100.
    """
    low = _checked("low of uniform", low, -_HUGE, _HUGE)
    return Distribution(Family.UNIFORM, (low, _checked("high of uniform", high, low, _HUGE)))


def exponential(mean: float) -> Distribution:
    """Exponential with the given mean, in any unit: waiting without memory.

    Raises:
        ValueError: mean not within 1e-100 ... 1e100.
    """
    return Distribution(Family.EXPONENTIAL, (_checked("mean of exponential", mean, *_MEANS),))


def gamma(mean: float, shape: float) -> Distribution:
    """Gamma with the given mean (any unit) and shape; the standard deviation is mean / sqrt(shape).

    Raises:
        ValueError: mean not within 1e-100 ... 1e100 or shape not within 0.01 ... 10000.
    """
    mean = _checked("mean of gamma", mean, *_MEANS)
    return Distribution(Family.GAMMA, (mean, _checked("shape of gamma", shape, *_SHAPES)))


def lognormal(mean: float, sigma: float) -> Distribution:
    """Lognormal with the given arithmetic mean (any unit); sigma is the sd of the logarithm.

    A sigma of 0 gives `constant(mean)`.

    Raises:
        ValueError: mean not within 1e-100 ... 1e100 or sigma not within 0 ... 10.
    """
    mean = _checked("mean of lognormal", mean, *_MEANS)
    sigma = _checked("sigma of lognormal", sigma, 0.0, 10.0)
    if sigma == 0.0:
        return constant(mean)
    return Distribution(Family.LOGNORMAL, (mean, sigma))


def weibull(mean: float, shape: float) -> Distribution:
    """Weibull with the given mean (any unit); the hazard falls with time for shape < 1.

    Raises:
        ValueError: mean not within 1e-100 ... 1e100 or shape not within 0.05 ... 1000.
    """
    mean = _checked("mean of weibull", mean, *_MEANS)
    return Distribution(Family.WEIBULL, (mean, _checked("shape of weibull", shape, 0.05, 1000.0)))


def beta(a: float, b: float) -> Distribution:
    """Beta on (0, 1), a share without unit, with mean a / (a + b).

    Raises:
        ValueError: a or b not within 0.01 ... 10000.
    """
    a = _checked("a of beta", a, *_SHAPES)
    return Distribution(Family.BETA, (a, _checked("b of beta", b, *_SHAPES)))


def aged_beta(a: float, b: float, occasions: int) -> Distribution:
    """What is known of the share lost per occasion, among those who survived so many occasions.

    If each customer is lost at every occasion with a probability of their own, drawn from
    beta(a, b), then the survivors of n occasions have beta(a, b + n): the careless leave first.

    Args:
        a: first parameter of the beta law of newcomers, without unit.
        b: second parameter of the beta law of newcomers, without unit.
        occasions: decisions survived, a count of 0 or more.

    Raises:
        ValueError: occasions negative, or a or b + occasions not within 0.01 ... 10000.

    Source: P. S. Fader & B. G. S. Hardie, "How to project customer retention", Journal of
    Interactive Marketing 21 (2007): the shifted-beta-geometric law.
    """
    b = _checked("b of beta", b, *_SHAPES)
    return beta(a, b + _checked("occasions", occasions, 0.0, _SHAPES[1]))


def bernoulli(share: float) -> Distribution:
    """1 with the given probability, else 0; the 1s are at the upper end of u.

    Raises:
        ValueError: share not within 0 ... 1.
    """
    return Distribution(Family.BERNOULLI, (_checked("share of bernoulli", share, 0.0, 1.0),))


def empirical(values: Sequence[float], weights: Sequence[float]) -> Distribution:
    """The given values, each as often as its weight says: a step function, never in between.

    Args:
        values: what can occur, in any unit and order; repeated values add up their weights.
        weights: how often, relative to their sum; values of weight 0 are left out.

    Raises:
        ValueError: the lengths differ, nothing has a weight, a value is not within
            -1e100 ... 1e100, or a weight is not within 0 ... 1e100.
    """
    if len(values) != len(weights):
        raise ValueError(
            f"empirical needs one weight per value, got {len(values)} values"
            f" and {len(weights)} weights"
        )
    together: dict[float, float] = {}
    for value, weight in zip(values, weights, strict=True):
        value = _checked("value of empirical", value, -_HUGE, _HUGE)
        weight = _checked("weight of empirical", weight, 0.0, _HUGE)
        if weight > 0.0:
            together[value] = together.get(value, 0.0) + weight
    if not together:
        raise ValueError("empirical needs at least one value with a weight above 0")
    ordered = sorted(together)
    return Distribution(Family.EMPIRICAL, (tuple(ordered), tuple(together[v] for v in ordered)))


def never() -> Distribution:
    """The event that does not come: always inf."""
    return Distribution(Family.NEVER, ())
