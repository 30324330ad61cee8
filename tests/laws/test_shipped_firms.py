"""The shipped scenarios are ordinary firms: each against what its trade reports of itself.

`pytest -m slow -s tests/laws/test_shipped_firms.py` prints the table.
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum
from pathlib import Path
from typing import NamedTuple

import pytest
from levers import moved
from worlds import quick_outcome

from journeysim.engine.log import Outcome
from journeysim.metrics import find
from journeysim.scenario.scenario import Scenario, load

RUNS = 8
PRICES = (0.9, 1.0, 1.1)
MOST_OF_MARGIN = 0.10
"""What one agent more or fewer may add at most, of a year's margin."""

Write = Callable[..., Path]
Range = tuple[float, float]


class Facts(NamedTuple):
    """A trade's usual numbers, and how the file's firm has one agent more or fewer, or none.

    contacts: per customer-year, repeats included; churn: of the customers of day 0, within the first
    52 weeks; nps: of the trade, 10 points either way; agents: settings of a policy.
    """

    abandonment: Range
    service_level: Range
    resolution: Range
    contacts: Range
    churn: Range
    nps: Range
    more: str
    fewer: str
    closed: tuple[str, ...]


FACTS = {
    "car_service_centre": Facts(
        abandonment=(0.10, 0.23),
        service_level=(0.70, 0.90),
        resolution=(0.67, 0.72),
        contacts=(5.0, 6.0),
        churn=(0.15, 0.25),
        nps=(34.0, 54.0),
        more="service.channels.phone.agents=2",
        fewer="service.channels.phone.shifts=[]",
        closed=('service.channels.phone.hours="never"',),
    ),
    "subscription": Facts(
        abandonment=(0.04, 0.08),
        service_level=(0.70, 0.90),
        resolution=(0.67, 0.72),
        contacts=(2.0, 6.0),
        churn=(0.08, 0.14),
        nps=(-1.0, 30.0),
        more="service.channels.phone.agents=3",
        fewer="service.channels.phone.agents=1",
        closed=(
            'service.channels.phone.hours="never"',
            'service.channels.chat.hours="never"',
        ),
    ),
    "come_back": Facts(
        abandonment=(0.05, 0.09),
        service_level=(0.70, 0.90),
        resolution=(0.67, 0.72),
        contacts=(0.3, 0.7),
        churn=(0.24, 0.45),
        nps=(19.0, 39.0),
        more="service.channels.counter.agents=2",
        fewer="service.channels.counter.agents=0",
        closed=('service.channels.counter.hours="never"',),
    ),
    "laptop_shop": Facts(
        abandonment=(0.05, 0.10),
        service_level=(0.70, 0.90),
        resolution=(0.67, 0.72),
        contacts=(1.5, 2.5),
        churn=(0.10, 0.20),
        nps=(35.0, 60.0),
        more="service.channels.hotline.agents=2",
        fewer="service.channels.hotline.agents=0",
        closed=(
            'service.channels.hotline.hours="never"',
            'service.channels.bench.hours="never"',
        ),
    ),
    "burger_counter": Facts(
        abandonment=(0.02, 0.09),
        service_level=(0.70, 0.90),
        resolution=(0.95, 1.0),
        contacts=(20.0, 40.0),
        churn=(0.20, 0.30),
        nps=(15.0, 35.0),
        more="service.channels.north.agents=2",
        fewer="service.channels.north.shifts=[]",
        closed=(
            'service.channels.north.hours="never"',
            'service.channels.south.hours="never"',
        ),
    ),
    "card_issuer": Facts(
        abandonment=(0.05, 0.12),
        service_level=(0.70, 0.90),
        resolution=(0.67, 0.72),
        contacts=(2.0, 3.0),
        churn=(0.12, 0.15),
        nps=(-16.0, 30.0),
        more="service.channels.phone.agents=3",
        fewer="service.channels.phone.agents=1",
        closed=('service.channels.phone.hours="never"',),
    ),
}
"""Reported by the trades, or from the sources that each file's story names."""

SEEN = {
    "abandonment": "abandonment",
    "service_level": "service_level",
    "resolution": "first_contact_resolution",
    "contacts": "contacts_per_customer",
    "churn": "churn@364d",
    "nps": "nps",
}
"""The metric by which each fact is seen."""


def mean(runs: list[Outcome], *names: str) -> float:
    """The mean over runs of the sum of some metrics."""
    return fsum(find(name).value(run) for run in runs for name in names) / len(runs)


class Firm:
    """A shipped scenario's baseline, and what a policy beside it comes to."""

    def __init__(self, name: str, write: Write) -> None:
        text = f'schema = 2\nextends = "{name}.toml"\n[policies.moved]\n'
        self.scenario: Scenario = load(str(write(text, "beside.toml")))
        self.today = self._runs(self.scenario, self.scenario.baseline)

    def moved(self, *settings: str) -> list[Outcome]:
        return self._runs(moved(self.scenario, *settings), "moved")

    @staticmethod
    def _runs(scenario: Scenario, policy: str) -> list[Outcome]:
        return [quick_outcome(scenario, policy, number) for number in range(RUNS)]

    @property
    def yearly_margin(self) -> float:
        return mean(self.today, "margin") * 365.0 / self.scenario.tables.run.days


@pytest.mark.slow
@pytest.mark.parametrize("name", FACTS)
def test_a_shipped_firm_is_an_ordinary_one_of_its_trade(
    name: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    firm, facts = Firm(name, write), FACTS[name]
    rows = [
        (fact, mean(firm.today, metric), *getattr(facts, fact)) for fact, metric in SEEN.items()
    ]
    worth = mean(firm.today, "total_value")
    for wish in ("more", "fewer"):
        gain = mean(firm.moved(getattr(facts, wish)), "total_value") - worth
        rows.append((f"one agent {wish}", gain / firm.yearly_margin, -10.0, MOST_OF_MARGIN))
    closed = mean(firm.moved(*facts.closed), "total_value") - worth
    rows.append(("closed", closed / firm.yearly_margin, -100.0, 0.0))
    at_price = {
        price: mean(firm.moved(f"price.level={price}"), "total_value", "future_value")
        for price in PRICES
    }
    rows.append(("best price", max(PRICES, key=at_price.__getitem__), 1.0, 1.0))
    with capsys.disabled():
        print(f"\n{name}")
        for what, found, low, high in rows:
            print(f"  {what:16} {found:8.3f}   {low:g} to {high:g}")
    assert not [row for row in rows if not row[2] <= row[1] <= row[3]]
