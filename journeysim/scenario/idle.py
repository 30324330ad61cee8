"""Idle: policies that change nothing, levers that cost nothing, touches that nothing comes of.

None of it is a fault; each is worth a line, because a comparison with it means something else than it
seems to. Nothing runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from journeysim.errors import Fault
from journeysim.model.care import Touch
from journeysim.scenario.encoding import encode
from journeysim.scenario.merging import Path
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import BASELINE, Levers


def idle(scenario: Scenario) -> Iterator[Fault]:
    """What is worth a line, where it stands."""
    for one, other in alike(scenario):
        path: Path = ("policies", other)
        what = f"does exactly what {one} does: no lever differs, whatever it is called"
        yield Fault(scenario.document.where(path), ".".join(path), what)
    yield from free(scenario)


def free(scenario: Scenario) -> Iterator[Fault]:
    """Levers that cost nothing, and touches that nothing comes of, under any policy."""
    known = set()
    for policy in (BASELINE, *scenario.tables.policies):
        for path, what in _free(scenario.phases(policy)[-1].levers):
            if path not in known:
                known.add(path)
                yield Fault(scenario.document.where(path), ".".join(path), what)


def alike(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Pairs of policies of which the second sets no lever otherwise than the first does."""
    worlds = {name: encode(scenario, name).world for name in scenario.tables.policies}
    copies = set()
    for one, other in combinations(worlds, 2):
        if other not in copies and worlds[one] == worlds[other]:
            copies.add(other)
            yield one, other


def _free(levers: Levers) -> Iterator[tuple[Path, str]]:
    for name, channel in levers.service.channels.items():
        if channel.agents > 0 and channel.pay == 0.0:
            pay = ("service", "channels", name, "pay")
            yield pay, "is nothing: more people there cost nothing, and training is nearly free"
    for name, touch in levers.care.touches.items():
        if touch.reach > 0.0 and not _does_something(touch):
            kind = ("care", "touches", name)
            yield kind, "takes no work, no money and no discount: nothing comes of it but annoyance"


def _does_something(touch: Touch) -> bool:
    return bool(touch.staff or touch.cost or touch.discount or touch.wake or touch.cross_sell)
