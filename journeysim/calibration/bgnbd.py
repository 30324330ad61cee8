"""BG/NBD: repeat purchases without a contract, by the BG/NBD model.

Purchases come as a Poisson stream with a gamma-distributed individual rate (r, alpha); after each
of them a customer drops out with a beta-distributed individual chance (a, b). The data show when
somebody bought last, never that they left.
Source: Fader, Hardie & Lee, Counting your customers the easy way, Marketing Science 24(2), 2005.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration.histories import Histories
from journeysim.calibration.likelihood import Maximum, Part, maximum
from journeysim.errors import UsageError

Array = npt.NDArray[Any]

SOURCE = "BG/NBD by maximum likelihood: Fader, Hardie & Lee 2005"
LEAST_REPEATERS = 10
_SHAPES = (0.01, 1000.0)
_SAMPLE = 4_000
_BLIND = 0.5
_STARTS = ((1.0, 1.0, 1.0), (0.3, 0.5, 2.0), (3.0, 0.2, 5.0))


class BgNbd(NamedTuple):
    """The fitted model. alpha in days; customers: how many it was fitted to; leaving_shows: by how much
    the log-likelihood is above that of a model in which nobody leaves."""

    r: float
    alpha: float
    a: float
    b: float
    optimum: Maximum
    customers: int
    repeaters: int
    leaving_shows: float = float("inf")

    @property
    def mean_gap(self) -> float:
        """Days between two purchases of a customer with the mean rate."""
        return self.alpha / self.r

    @property
    def mean_chance(self) -> float:
        """The mean chance to drop out after a purchase, of newcomers."""
        return self.a / (self.a + self.b)

    def intervals(self) -> dict[str, tuple[float, float] | None]:
        """The 95 % intervals of the parameters and of what follows from them."""
        share = self.mean_chance
        return {
            "r": self.optimum.interval((1, 0, 0, 0), self.r),
            "alpha": self.optimum.interval((0, 1, 0, 0), self.alpha),
            "a": self.optimum.interval((0, 0, 1, 0), self.a),
            "b": self.optimum.interval((0, 0, 0, 1), self.b),
            "mean_gap": self.optimum.interval((-1, 1, 0, 0), self.mean_gap),
            "mean_chance": _share_interval(self.optimum, share),
        }


def _share_interval(optimum: Maximum, share: float) -> tuple[float, float] | None:
    """The interval of a / (a + b): by its odds, whose logarithm is log a - log b."""
    odds = share / (1.0 - share)
    ends = optimum.interval((0, 0, 1, -1), odds)
    return None if ends is None else (ends[0] / (1.0 + ends[0]), ends[1] / (1.0 + ends[1]))


def fit(
    histories: Histories,
    whole_days: bool = False,
    near: BgNbd | None = None,
    sample: int = _SAMPLE,
) -> BgNbd:
    """Fit the model. Raises UsageError where too few came back to learn anything from.

    whole_days: a day of purchase counts once, so that after each purchase the rest of its day, half
    a day on average, shows nothing; that time is taken out, or gaps would come out too long. near:
    a fit to data like these, to start from; sample: of more than twice as many different histories,
    about so many are what starts are tried on.
    """
    kept = histories.age > 0
    x, recency, age = (column[kept] for column in histories[:3])
    if whole_days:
        _, recency, age, _ = visible(Histories(x, recency, age, x))
    repeaters = int(np.count_nonzero(x))
    if not len(x):
        raise UsageError(
            f"all {len(histories.age):,} customers were first seen on the last day or month of these data, which "
            "tells nothing of how often people buy and leave"
        )
    if repeaters < LEAST_REPEATERS:
        raise UsageError(
            f"only {repeaters} of {len(x):,} customers bought again; at least {LEAST_REPEATERS} are "
            "needed to learn how often people buy and leave"
        )
    rows, counts = np.unique(np.stack((x, recency, age), axis=1), axis=0, return_counts=True)
    scale = float(np.average(rows[:, 2], weights=counts))
    x, recency, age = rows[:, 0].astype(float), rows[:, 1] / scale, rows[:, 2] / scale

    def likelihood(values: Array) -> float:
        return float(log_likelihood(values, x, recency, age) @ counts)

    rate = max(1e-3, float(np.average(x, weights=counts)))
    starts = [(r, r / rate, a, b) for r, a, b in _STARTS]
    if near is not None:
        starts = [(near.r, near.alpha / scale, near.a, near.b)]
    bounds = [_SHAPES, (1e-6, 1e6), _SHAPES, _SHAPES]
    part = slice(None, None, max(1, len(x) // sample))

    def of_part(values: Array) -> float:
        return float(log_likelihood(values, x[part], recency[part], age[part]) @ counts[part])

    some = tuple(column[part] for column in (x, recency, age, counts))
    tried = Part(of_part, lambda values: slope(values, *some))
    optimum = maximum(
        likelihood, starts, bounds, tried if len(x) > 2 * sample else None,
        lambda values: slope(values, x, recency, age, counts),
    )  # fmt: skip
    r, alpha, a, b = optimum.values
    shows = of_part(np.array(optimum.values)) - _without_leaving(
        x[part], age[part], counts[part], rate
    )
    shift = float(np.log(scale) * (x @ counts))
    optimum = optimum._replace(
        values=(r, alpha * scale, a, b), log_likelihood=optimum.log_likelihood - shift
    )
    return BgNbd(r, alpha * scale, a, b, optimum, int(counts.sum()), repeaters, shows)


def visible(histories: Histories) -> Histories:
    """Histories of whole days without the time that shows nothing: the rest of each day of purchase."""
    x = histories.repeats
    return histories._replace(
        recency=histories.recency - _BLIND * x, age=histories.age - _BLIND * x
    )


def _without_leaving(x: Array, age: Array, counts: Array, rate: float) -> float:
    """The greatest log-likelihood of gamma-distributed rates if nobody ever leaves (NBD)."""
    from scipy.special import gammaln

    def likelihood(values: Array) -> float:
        r, alpha = values
        each = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + age)
        return float(each @ counts)

    return maximum(likelihood, [(1.0, 1.0 / rate)], [_SHAPES, (1e-6, 1e6)]).log_likelihood


def log_likelihood(values: Array, x: Array, recency: Array, age: Array) -> Array:
    """The log-likelihood of each history; times in the unit of alpha. Source: equation 6.

    What hangs on the number of repeats alone is worked out once for each number, not for each history.
    """
    from scipy.special import betaln, gammaln

    r, alpha, a, b = values
    at = x.astype(np.int64)
    count = np.arange(int(at.max(initial=0)) + 1, dtype=float)
    fewer = np.where(count > 0, count, 1.0)
    rates = gammaln(r + count) - gammaln(r) + r * np.log(alpha)
    stay = betaln(a, b + count) - betaln(a, b)
    go = betaln(a + 1.0, b + fewer - 1.0) - betaln(a, b)
    mixture = stay[at] - (r + x) * np.log(alpha + age)
    again = np.flatnonzero(at)
    gone = go[at[again]] - (r + x[again]) * np.log(alpha + recency[again])
    mixture[again] = np.logaddexp(mixture[again], gone)
    return np.asarray(rates[at] + mixture)


def slope(values: Array, x: Array, recency: Array, age: Array, counts: Array) -> Array:
    """The derivatives of the log-likelihood of all histories in r, alpha, a and b."""
    from scipy.special import betaln, psi

    r, alpha, a, b = values
    at = x.astype(np.int64)
    count = np.arange(int(at.max(initial=0)) + 1, dtype=float)
    fewer = np.where(count > 0, count, 1.0)
    stay, go = betaln(a, b + count), betaln(a + 1.0, b + fewer - 1.0)
    longer, shorter = np.log(alpha + age), np.log(alpha + recency)
    apart = np.minimum(go[at] - stay[at] + (r + x) * (longer - shorter), 700.0)
    odds = np.where(at > 0, np.exp(apart), 0.0)
    gone = counts * odds / (1.0 + odds)
    here = counts - gone
    each = np.bincount(at, counts, len(count))
    left = np.bincount(at, gone, len(count))
    shape = psi(r + count) - psi(r) + np.log(alpha)
    of_r = (each * shape).sum() - (here * longer + gone * shorter).sum()
    reached = here / (alpha + age) + gone / (alpha + recency)
    of_alpha = counts.sum() * r / alpha - ((r + x) * reached).sum()
    both = psi(a + b) - psi(a + b + count)
    of_a = (each * both).sum() + left.sum() / a
    of_b = (each * (both + psi(b + count) - psi(b))).sum() - (left / (b + fewer - 1.0)).sum()
    return np.array((of_r, of_alpha, of_a, of_b))


def active(model: BgNbd, histories: Histories) -> Array:
    """The chance of each customer to be one still. Those who bought once count as active."""
    x = histories.repeats.astype(float)
    again = x > 0
    fewer = np.where(again, x, 1.0)
    ratio = np.log((model.alpha + histories.age) / (model.alpha + histories.recency))
    odds = np.log(model.a / (model.b + fewer - 1.0)) + (model.r + x) * ratio
    return np.where(again, 1.0 / (1.0 + np.exp(np.minimum(odds, 700.0))), 1.0)


def there(model: BgNbd, histories: Histories) -> Array:
    """The chance of each customer not to have turned away yet: active, or inactive since the latest
    purchase and not come again, which is when they turn away in a world of journeysim."""
    x = histories.repeats.astype(float)
    again = np.maximum(1.0, x)
    longer = (model.r + x) * np.log(
        (model.alpha + histories.age) / (model.alpha + histories.recency)
    )
    odds = model.a / (model.a + model.b + again - 1.0) * np.expm1(np.minimum(longer, 700.0))
    return np.where(x > 0, 1.0 / (1.0 + odds), 1.0)


def expected(model: BgNbd, histories: Histories, days: float, whole_days: bool = False) -> Array:
    """The purchases that each customer is expected to make in the days after the data.

    histories: as the model was fitted to them. whole_days: days of purchase are counted, so that after
    each the rest of its day shows nothing. Source: equation 10, its series by Euler's transformation.
    """
    from scipy.special import hyp2f1

    x = histories.repeats.astype(float)
    alpha = model.alpha + histories.age
    time = days / (1.0 + _BLIND * (model.r + x) / alpha) if whole_days else np.full(len(x), days)
    a = model.a if abs(model.a - 1.0) > 1e-6 else model.a + 1e-5
    count, z = a + model.b + x - 1.0, time / (alpha + time)
    kept = (1.0 - z) ** (a - 1.0) * hyp2f1(count - model.r - x, a - 1.0, count, z)
    whole = count / (a - 1.0) * (1.0 - kept)
    return np.asarray(whole * active(model, histories))
