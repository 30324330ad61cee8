"""Phases: the levers of a policy from each date on.

A policy is laid over the file's own levers on day 0; its dated changes, the changes of a command
line and those made live follow, each on its day and in this order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from journeysim.scenario.document import Document
from journeysim.scenario.levers import Layer, levers_of, only_levers, policy_layers
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.resolving import resolved_layers
from journeysim.scenario.spreads import spelled_out
from journeysim.scenario.tables import Levers

DATED = "--at"
LIVE = "a change"

Dated = Sequence[tuple[float, Table]]
"""Changes as (day, lever tables)."""


@dataclass(frozen=True)
class Phase:
    """Levers in force from a day on; table: the same as a file would say them."""

    day: float
    levers: Levers
    table: Table = field(compare=False, repr=False)


def layers_of(
    document: Document, policy: str, dated: Dated = (), further: Dated = ()
) -> tuple[Layer, ...]:
    """What says the levers of a policy, in the order in which it is laid over each other.

    dated: changes of a command line; further: live ones. Raises ScenarioError if policies include
    each other in a circle, or if what a lever is changed by cannot be applied.
    """
    base = Layer(0.0, only_levers(document.values))
    stands, changes = policy_layers(document, policy)
    over = dated_layers(dated, further)
    stands, changes, over = resolved_layers(document, base, stands, changes, over)
    return (base, *stands, *sorted([*changes, *over], key=_day))


def dated_layers(dated: Dated, further: Dated = ()) -> list[Layer]:
    """The changes of every policy in the order of their days: a command line's, then live ones."""
    over = [Layer(day, table, (), DATED) for day, table in dated]
    over += [Layer(day, spelled_out(table), (), LIVE) for day, table in further]
    return sorted(over, key=_day)


def _day(layer: Layer) -> float:
    return layer.day


def phases_of(
    document: Document, policy: str, dated: Dated = (), further: Dated = ()
) -> tuple[Phase, ...]:
    """The levers of a policy, one phase a date. Raises ScenarioError if a change cannot be applied."""
    layers = layers_of(document, policy, dated, further)
    phases: list[Phase] = []
    table: Table = {}
    for index, layer in enumerate(layers):
        table = merged(table, layer.table)
        if index + 1 < len(layers) and layers[index + 1].day == layer.day:
            continue
        phases.append(Phase(layer.day, levers_of(document, table, layers[: index + 1]), table))
    return tuple(phases)
