"""A firm's files made here, by another route than the engines', from parameters that are known."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

R, ALPHA, A, B = 0.9, 60.0, 0.8, 2.5
"""BG/NBD: alpha in days."""

TALK, SPREAD = 5.0, 0.7
"""Minutes of a talk on average, and how its logarithm varies."""

PATIENCE, WAITING, AT_ONCE = 6.0, 3.0, 0.4
"""Minutes: mean patience, mean wait of those who wait; the share answered at once."""

REDIAL = 0.5
RATES = {"Question": 0.9, "Late delivery": 0.35}
"""Tickets per customer-year, while somebody is a customer."""

BASKET = 40.0
BETWEEN, WITHIN = 0.4, 0.5
"""How the logarithm of amounts varies between customers, and between purchases of one."""

DAYS = 500
START = datetime(2024, 1, 1)


class Files(NamedTuple):
    """Where the files are."""

    orders: Path
    calls: Path
    tickets: Path


TRUTH = {
    "r": R, "alpha": ALPHA / 7.0, "a": A, "b": B,
    "mean time between purchases": ALPHA / R,
    "mean chance to leave after a purchase": A / (A + B),
    "mean amount of a purchase": BASKET,
    "handling": TALK, "patience": PATIENCE, "call again after hanging up": REDIAL,
    "question": RATES["Question"], "late_delivery": RATES["Late delivery"] / 0.5,
}  # fmt: skip
"""What is to be found, by the names under which calibrate says it. Of a new failure half are heard of."""


def written(folder: Path, seed: int, customers: int = 1500, calls: int = 2500) -> Files:
    """Orders, calls and tickets of one firm."""
    luck = np.random.default_rng(seed)
    orders, tickets = ["order,customer,date,total"], ["ticket id,created at,type,requester id"]
    for who in range(customers):
        rate, chance = luck.gamma(R, 1.0 / ALPHA), luck.beta(A, B)
        level = luck.normal(0.0, BETWEEN)
        first = now = luck.uniform(0.0, 0.9 * DAYS)
        gone = float(DAYS)
        while now < DAYS:
            amount = BASKET * np.exp(
                level + luck.normal(0.0, WITHIN) - (BETWEEN**2 + WITHIN**2) / 2.0
            )
            orders.append(f"{len(orders)},c{who},{_day(now)},{amount:.2f}")
            if now > first and luck.random() < chance:
                gone = now
                break
            now += luck.exponential(1.0 / rate)
        for kind, a_year in RATES.items():
            for _ in range(luck.poisson(a_year * (gone - first) / 365.0)):
                moment = luck.uniform(first, gone)
                tickets.append(f"{len(tickets)},{_moment(moment)},{kind},c{who}")
    found = Files(folder / "orders.csv", folder / "calls.csv", folder / "tickets.csv")
    found.orders.write_text("\n".join(orders) + "\n", encoding="utf-8")
    found.tickets.write_text("\n".join(tickets) + "\n", encoding="utf-8")
    found.calls.write_text("\n".join(_calls(luck, calls)) + "\n", encoding="utf-8")
    return found


def _calls(luck: np.random.Generator, count: int) -> list[str]:
    """Calls between 9 and 17 o'clock; who hangs up tries again within the hour or not at all."""
    rows: list[tuple[float, str]] = []
    for number in range(count):
        moment = luck.integers(0, DAYS) + luck.uniform(9.0, 16.0) / 24.0
        while True:
            wait = 0.0 if luck.random() < AT_ONCE else luck.exponential(WAITING)
            patience = luck.exponential(PATIENCE)
            hung_up = patience < wait
            talk = 0.0 if hung_up else TALK * np.exp(luck.normal(0.0, SPREAD) - SPREAD**2 / 2.0)
            seconds = 60.0 * min(wait, patience)
            word = "No" if hung_up else "Yes"
            rows.append(
                (moment, f"{_moment(moment)},{seconds:.1f},{word},{60.0 * talk:.1f},k{number}")
            )
            if not hung_up or luck.random() > REDIAL:
                break
            moment += luck.uniform(1.0, 58.0) / 1440.0
    return ["call start,wait_s,answered,talk_s,caller", *(text for _, text in sorted(rows))]


def _day(day: float) -> str:
    return f"{START + timedelta(days=day):%d.%m.%Y}"


def _moment(day: float) -> str:
    return f"{START + timedelta(days=day):%Y-%m-%d %H:%M:%S}"
