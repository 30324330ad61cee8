"""Statement: which rows of money add up, and how they are printed so that they do.

Rows that stand together share one scale; the figures of a policy are rounded so that what is printed
of the parts adds up to what is printed of their sum. Adds no number of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import NamedTuple

from journeysim.experiment.compare import Experiment
from journeysim.metrics.value import STATEMENT
from journeysim.report.figures import Scale, as_printed
from journeysim.report.words import span

EARNED = "total_value"
"""What policies are judged by in money: profit within the run, and the customers still there then."""

WITHIN = "profit"
"""What stands in for it where only the run itself is known."""

PARTS = ("discounted_profit", "equity")
"""What it is the sum of."""


def judged_by(experiment: Experiment) -> str:
    """The metric of money that an experiment is judged by."""
    return EARNED if EARNED in experiment.metrics else WITHIN


class Account(NamedTuple):
    """Rows and their sum; what is taken away counts negative."""

    added: tuple[str, ...]
    taken: tuple[str, ...]
    total: str

    @property
    def rows(self) -> tuple[str, ...]:
        """All of them, the sum last."""
        return (*self.added, *self.taken, self.total)


ACCOUNTS = (
    Account(STATEMENT[:1], STATEMENT[1:], "profit"),
    Account(("discounted_profit", "equity"), (), "total_value"),
)
"""Profit, and what policies are judged by."""

LABELS = {
    "list_margin": "margin at list prices",
    "discounts": "less discounts",
    "points": "less points",
    "service_cost": "less service",
    "care_cost": "less care",
    "programmes": "less programmes",
    "goodwill": "less goodwill",
    "refunds": "less refunds",
    "sales_cost": "less advice at the sale",
    "acquisition": "less acquisition",
    "discounted_profit": "profit, as it counts today",
    "equity": "worth of customers still here at the end",
    "total_value": "both together",
}
"""What is printed for a metric in an account."""


def account_of(names: Sequence[str]) -> Account | None:
    """The account that a table with these rows shows: its sum, and all of its rows that say anything."""
    for account in ACCOUNTS:
        if account.total in names and account.added[0] in names:
            return account
    return None


def printed(account: Account, values: Mapping[str, float], own: Scale) -> dict[str, float]:
    """The figures of one policy, rounded so that they add up as printed. values: of its rows."""
    parts = [name for name in (*account.added, *account.taken) if name in values]
    if any(isnan(values[name]) for name in (*parts, account.total)):
        return dict(values)
    signs = [-1.0 if name in account.taken else 1.0 for name in parts]
    signed = [sign * values[name] for sign, name in zip(signs, parts, strict=True)]
    rounded = as_printed(signed, values[account.total], own)
    return {name: sign * value for name, sign, value in zip(parts, signs, rounded, strict=True)} | {
        account.total: values[account.total]
    }


def parts_said(experiment: Experiment, pair: tuple[str, str], total: float, own: Scale) -> str:
    """The parts of a difference in total value, as they add up; "" where they are not known."""
    if any(name not in experiment.metrics for name in PARTS) or isnan(total):
        return ""
    parts = [experiment.difference(*pair, name).estimate.mean for name in PARTS]
    amounts = [f"{own.signed(part)} {own.unit}" for part in as_printed(parts, total, own)]
    days = span(experiment.scenario.tables.run.days)
    return f": {amounts[0]} within {days}, {amounts[1]} with the customers still here then"
