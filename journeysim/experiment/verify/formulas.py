"""Formulas: what the worlds with known answers must lead to, each with its source.

Plain closed forms, written from the literature; they know nothing of the engines that are held
against them. Rates and times share one unit, whichever the caller likes.
"""

from __future__ import annotations

from math import fsum, prod

from journeysim.distributions.tails import beta_log_tails
from journeysim.portable import exp, log, power


def erlang_b(load: float, agents: int) -> float:
    """The share of contacts lost when nobody can wait. load: erlangs.

    Source: A. K. Erlang 1917; recursion as in R. B. Cooper, Introduction to Queueing Theory, 1981.
    """
    blocked = 1.0
    for n in range(1, agents + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(load: float, agents: int) -> float:
    """The share of contacts that wait in M/M/n, for a load (erlangs) below the number of agents.

    Source: A. K. Erlang 1917; Cooper 1981, 3.4.
    """
    blocked = erlang_b(load, agents)
    return agents * blocked / (agents - load * (1.0 - blocked))


def erlang_c_wait(arrivals: float, service: float, agents: int) -> float:
    """The mean wait in M/M/n, in the unit of time of the two rates."""
    return erlang_c(arrivals / service, agents) / (agents * service - arrivals)


def erlang_c_within(arrivals: float, service: float, agents: int, target: float) -> float:
    """The share of contacts in M/M/n answered within a target time."""
    late = exp(-(agents * service - arrivals) * target)
    return 1.0 - erlang_c(arrivals / service, agents) * late


def erlang_a(
    arrivals: float, service: float, agents: int, impatience: float
) -> tuple[float, float, float, float]:
    """M/M/n+M: the shares who wait and who hang up, the mean wait of all, and the occupancy.

    Rates per unit of time; the wait is in that unit. Stationary distribution of the birth-death
    chain of people in the system; arrivals see time averages.
    Source: C. Palm 1957; Mandelbaum & Zeltyn, The Palm/Erlang-A queue, 2005.
    """
    weights = _erlang_a_weights(arrivals, service, agents, impatience)
    total = fsum(weights)
    queue = fsum((n - agents) * w for n, w in enumerate(weights) if n > agents) / total
    busy = fsum(min(n, agents) * w for n, w in enumerate(weights)) / total
    waits = fsum(weights[agents:]) / total
    return waits, impatience * queue / arrivals, queue / arrivals, busy / agents


def erlang_a_within(
    arrivals: float, service: float, agents: int, impatience: float, target: float
) -> float:
    """The share of contacts in M/M/n+M answered within a target time, out of all contacts.

    Who finds q people in line is served once q + 1 have gone from the line or from an agent, and has
    not hung up by then: with x = 1 - exp(-impatience t) the wait for that is beta(q + 1, c), where c
    is agents * service / impatience, as sums of exponential times with rates c, c + 1, ... are.
    Source: the chain of `erlang_a`; the sums by A. Renyi, On the theory of order statistics, 1953.
    """
    weights = _erlang_a_weights(arrivals, service, agents, impatience)
    total, c = fsum(weights), agents * service / impatience
    soon = [*weights[:agents]]
    if target > 0.0:
        reach = impatience * target
        logit = log(exp(reach) - 1.0) if reach < 30.0 else reach
        for ahead, weight in enumerate(weights[agents:]):
            in_time = exp(beta_log_tails(ahead + 1.0, c + 1.0, logit)[0])
            soon.append(weight * c / (c + ahead + 1.0) * in_time)
    return fsum(soon) / total


def _erlang_a_weights(
    arrivals: float, service: float, agents: int, impatience: float
) -> list[float]:
    """How likely each number of people in an M/M/n+M system is, relative to none."""
    weights = [1.0]
    while weights[-1] > 1e-18 * max(weights) or len(weights) <= agents + arrivals / service:
        here = len(weights)
        leaving = service * min(here, agents) + impatience * max(0, here - agents)
        weights.append(weights[-1] * arrivals / leaving)
    return weights


def pollaczek_khinchine(arrivals: float, mean: float, variation: float) -> float:
    """The mean wait in M/G/1. variation: squared coefficient of variation of the service time.

    Source: F. Pollaczek 1930, A. Khinchine 1932; L. Kleinrock, Queueing Systems I, 1975, 5.6.
    """
    load = arrivals * mean
    return load / (1.0 - load) * (1.0 + variation) / 2.0 * mean


def contract_survival(a: float, b: float, renewals: int) -> float:
    """The share of customers who renewed so many times: shifted-beta-geometric.

    Source: Fader & Hardie, How to project customer retention, J. Interactive Marketing 21(1), 2007.
    """
    return prod((b + n) / (a + b + n) for n in range(renewals))


def _hypergeometric(a: float, b: float, c: float, z: float) -> float:
    """Gauss's series 2F1(a, b; c; z) for 0 <= z < 1."""
    terms = [1.0]
    while abs(terms[-1]) > 1e-17:
        n = len(terms) - 1
        terms.append(terms[-1] * (a + n) * (b + n) / ((c + n) * (1 + n)) * z)
    return fsum(terms)


def bg_nbd_purchases(r: float, alpha: float, a: float, b: float, time: float) -> float:
    """Expected repeat purchases of a new customer within a time, in the unit of alpha.

    Source: Fader, Hardie & Lee, Counting your customers the easy way, Marketing Science 24(2),
    2005, equation 9.
    """
    z = time / (alpha + time)
    series = _hypergeometric(r, b, a + b - 1.0, z)
    return (a + b - 1.0) / (a - 1.0) * (1.0 - power(1.0 - z, r) * series)


def bg_nbd_known_purchases(
    r: float, alpha: float, a: float, b: float, history: tuple[int, float, float], time: float
) -> float:
    """Expected purchases, within a time from now on, of a customer whose history is known.

    history: purchases after the first, when the last of them was, and now, counted from the first.
    Source: the same, equation 10.
    """
    x, recency, age = history
    z = time / (alpha + age + time)
    series = _hypergeometric(r + x, b + x, a + b + x - 1.0, z)
    whole = (a + b + x - 1.0) / (a - 1.0) * (1.0 - power(1.0 - z, r + x) * series)
    gone = a / (b + x - 1.0) * power((alpha + age) / (alpha + recency), r + x) if x else 0.0
    return whole / (1.0 + gone)


def bg_nbd_class_purchases(
    r: float, alpha: float, a: float, b: float, first: int, time: float
) -> float:
    """The same of one of a class of customers who are there: rates are gamma(r, alpha), chances beta(a, b).

    first: 2 if the next purchase comes for sure, as a newcomer's does; 1 if it is decided before it,
    which leaves those who stay with chances that are beta(a, b + 1).
    """
    if first == 2:
        return bg_nbd_purchases(r, alpha, a, b, time)
    return b / (a + b) * bg_nbd_purchases(r, alpha, a, b + 1.0, time)


def branching_growth(occasions: float, leaving: float, referral: float, time: float) -> float:
    """The factor by which a population of customers who bring friends grows, on average.

    occasions: rate of each customer; leaving: chance at each; referral: chance that a purchase,
    newcomers' first one included, brings a friend at once. An occasion adds a geometric number of
    friends with mean referral / (1 - referral), or takes one away.
    Source: T. E. Harris, The Theory of Branching Processes, 1963, chapter V.
    """
    births = (1.0 - leaving) * referral / (1.0 - referral)
    return exp(occasions * (births - leaving) * time)


def retention_value(margin: float, retention: float, discount: float, periods: int) -> float:
    """What a customer is worth who buys for this margin every period, at risk before each.

    retention, discount: of one period; periods: how many are counted, the first one period away.
    Source: Gupta & Lehmann 2003, as a finite geometric series.
    """
    kept = retention / (1.0 + discount)
    return margin * fsum(kept**period for period in range(1, periods + 1))


def margin_multiple(retention: float, discount: float) -> float:
    """What a customer is worth in yearly margins, the first of them a year away and at risk.

    Source: Gupta & Lehmann, Customers as assets, J. Interactive Marketing 17(1), 2003.
    """
    return retention / (1.0 + discount - retention)
