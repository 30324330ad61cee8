"""Bench agreement: the world that everything is measured on, and do those that tell it agree?"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from pathlib import Path

from journeysim.engine.compiled.compiled_run import CompiledRun
from journeysim.engine.des.loop import Simulation
from journeysim.engine.des.textbook import Textbook
from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.experiment.estimate import Estimate, estimate
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load
from journeysim.scenario.world import Encoded

DAYS = 365.0
AGREEMENT_RUNS = 8
_PER_AGENT = 1_000


@dataclass(frozen=True)
class Agreement:
    """A figure as the three models give it, with 99.9 % intervals."""

    figure: str
    compiled: Estimate
    simpy: Estimate
    docs_simpy: Estimate

    @property
    def agrees(self) -> bool:
        """Do the intervals of the docs-style model and of the engine overlap?"""
        return self.simpy.low <= self.docs_simpy.high and self.docs_simpy.low <= self.simpy.high


def bench_world(customers: int) -> Encoded:
    """The bench scenario at a size, its agents in proportion."""
    agents = max(1, customers // _PER_AGENT)
    settings = (
        f"population.customers={customers}",
        f"service.channels.phone.agents={agents}",
        f"run.max_customers={max(2_000_000, 2 * customers)}",
    )
    scenario = load(str(Path(__file__).with_name("bench.toml")), settings=settings)
    return encode(scenario, "baseline")


def agreement() -> tuple[Agreement, ...]:
    """Purchases, contacts, abandonment, mean wait and retention of all three."""
    encoded = bench_world(2_000)
    runs = range(AGREEMENT_RUNS)
    compiled = [_figures(CompiledRun(encoded, 1, number).outcome(DAYS)) for number in runs]
    simpy = [_figures(Simulation(encoded, 1, number).outcome(DAYS)) for number in runs]
    docs = [_plain_figures(encoded, number) for number in runs]
    return tuple(
        Agreement(
            name,
            *(estimate([run[name] for run in each], 0.999) for each in (compiled, simpy, docs)),
        )
        for name in compiled[0]
    )


def _figures(outcome: Outcome) -> dict[str, float]:
    log_, customers = outcome.log, len(outcome.people)
    contacts = len(log_.of(EventType.CONTACT))
    waits = log_.of(EventType.ANSWERED, EventType.ABANDONED)["value"]
    return {
        "purchases per customer": len(log_.of(EventType.PURCHASE)) / customers,
        "contacts per customer": contacts / customers,
        "abandonment": len(log_.of(EventType.ABANDONED)) / contacts,
        "mean wait, min": float(waits.mean()) * 1440.0,
        "retention": 1.0 - len(log_.of(EventType.LEFT)) / customers,
    }


def _plain_figures(encoded: Encoded, number: int) -> dict[str, float]:
    plain = Textbook(encoded.world, 1000 + number)
    sums, customers = plain.run(DAYS), len(plain.people)
    return {
        "purchases per customer": sums.purchases / customers,
        "contacts per customer": sums.contacts / customers,
        "abandonment": sums.abandoned / sums.contacts,
        "mean wait, min": fsum(sums.waits) / len(sums.waits) * 1440.0,
        "retention": sum(person.active for person in plain.people) / customers,
    }
