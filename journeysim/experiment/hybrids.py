"""Hybrids: policies made of two others, some groups of levers from each.

A group is a touch, a channel, the manner of selling, or what else a section says. Dated changes go
with the policy they come from: a group taken from it moves as it does there, on its days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import NamedTuple

from journeysim.scenario.merging import Path, Table, at, merged, nested
from journeysim.scenario.scenario import Phase, Scenario, checked
from journeysim.scenario.tables import LEVER_SECTIONS, Levers

_NAMED = (("care", "touches"), ("service", "channels"))
"""Where levers stand in tables that people name."""

_WITHOUT = ("policies", "expect", "lessons", "dials")
"""What speaks of the policies of a file and is left out of a scenario of hybrids."""


class Group(NamedTuple):
    """Levers that are turned together: a touch, a channel or a section without these."""

    path: Path

    @property
    def name(self) -> str:
        """The group's key: `care.touches.reminder`, `service.channels.phone`, `sales`."""
        return ".".join(self.path)

    @property
    def label(self) -> str:
        """The group in words."""
        if len(self.path) == 3:
            kind = "touch" if self.path[0] == "care" else "channel"
            return f"{kind} {self.path[2].replace('_', ' ')}"
        return {"sales": "selling", "service": "service", "care": "care programme"}[self.path[0]]


def groups(scenario: Scenario, before: str, after: str) -> tuple[Group, ...]:
    """The groups in which two policies differ on any day; touches, channels, then sections."""
    ours, theirs = scenario.phases(before), scenario.phases(after)
    days = sorted({phase.day for phase in (*ours, *theirs)})
    found: dict[Group, None] = {}
    for day in days:
        one, other = _levers_on(ours, day), _levers_on(theirs, day)
        for group in (*_all_groups(one), *_all_groups(other)):
            if _said(one, group) != _said(other, group):
                found[group] = None
    return tuple(sorted(found, key=lambda group: (-len(group.path), group.path)))


def _levers_on(phases: Sequence[Phase], day: float) -> Levers:
    return [phase.levers for phase in phases if phase.day <= day][-1]


def _all_groups(levers: Levers) -> list[Group]:
    named = [
        Group((section, kind, name))
        for section, kind in _NAMED
        for name in getattr(getattr(levers, section), kind)
    ]
    return [*named, *(Group((section,)) for section in LEVER_SECTIONS)]


def _said(levers: Levers, group: Group) -> object:
    """What levers say of a group; None where there is no such touch or channel."""
    section = getattr(levers, group.path[0])
    if len(group.path) == 3:
        return getattr(section, group.path[1]).get(group.path[2])
    apart = {kind for name, kind in _NAMED if name == group.path[0]}
    return section.model_dump(exclude=apart)


@dataclass(frozen=True)
class Hybrids:
    """A scenario whose policies are hybrids, and what each is called in it.

    names: by the groups taken from the second policy.
    """

    scenario: Scenario
    names: dict[frozenset[Group], str]


def hybrids(
    scenario: Scenario,
    before: str,
    after: str,
    among: Sequence[Group],
    wanted: Iterable[frozenset[Group]],
) -> Hybrids:
    """One policy for each wanted set of groups, taken from `after`; all others are `before`'s.

    The empty set is the first policy itself, all groups the second, to the last bit.
    """
    ours, theirs = _laid_over(scenario, before), _laid_over(scenario, after)
    days = sorted({day for day, _ in (*ours, *theirs)})
    named = {chosen: f"hybrid_{number}" for number, chosen in enumerate(dict.fromkeys(wanted))}
    policies = {
        name: _policy(
            [(day, _mixed(_on(ours, day), _on(theirs, day), among, chosen)) for day in days]
        )
        for chosen, name in named.items()
    }
    document = scenario.document
    values = {key: value for key, value in document.values.items() if key not in _WITHOUT}
    frame = {key: value for key, value in values.get("run", {}).items() if key != "baseline"}
    stripped = replace(document, values=values | {"run": frame})
    whole = stripped.overlaid({"policies": policies}, f"{before} and {after}")
    return Hybrids(checked(whole, scenario.world), named)


def _laid_over(scenario: Scenario, policy: str) -> list[tuple[float, Table]]:
    """What a policy lays over the file's own levers: from day 0 on, and from each change on."""
    _, *layers = scenario.layers(policy)
    result: list[tuple[float, Table]] = [(0.0, {})]
    for layer in layers:
        table = merged(result[-1][1], layer.table)
        if layer.day == result[-1][0]:
            result.pop()
        result.append((layer.day, table))
    return result


def _on(tables: Sequence[tuple[float, Table]], day: float) -> Table:
    return [table for since, table in tables if since <= day][-1]


def _mixed(ours: Table, theirs: Table, among: Sequence[Group], chosen: frozenset[Group]) -> Table:
    """One policy's table with the chosen groups as the other one's says."""
    own = reduce(_cut, (group.path for group in among), ours)
    parts = [_part(theirs if group in chosen else ours, group) for group in among]
    return reduce(merged, parts, own)


def _cut(table: Table, path: Path) -> Table:
    """A table without what it says of a group."""
    key, *rest = path
    inner = table.get(key)
    if not isinstance(inner, dict):
        return table
    if rest:
        return table | {key: _cut(inner, tuple(rest))}
    apart = {kind for name, kind in _NAMED if name == key}
    left = {name: value for name, value in inner.items() if name in apart}
    return {name: value for name, value in table.items() if name != key} | (
        {key: left} if left else {}
    )


def _part(table: Table, group: Group) -> Table:
    """What a table says of a group, in its place."""
    found = at(table, group.path)
    if not isinstance(found, dict):
        return {}
    if len(group.path) == 1:
        apart = {kind for name, kind in _NAMED if name == group.path[0]}
        found = {name: value for name, value in found.items() if name not in apart}
    return nested(group.path, found)


def _policy(stands: Sequence[tuple[float, Table]]) -> Table:
    """A policy that is set like this from these days on; a day that alters nothing is left out."""
    (_, first), *later = stands
    changes: list[Table] = []
    before = first
    for day, table in later:
        if table != before:
            changes.append({"at": f"{day!r} d", **table})
            before = table
    return {**first, **({"changes": changes} if changes else {})}
