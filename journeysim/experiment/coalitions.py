"""Coalitions of levers: policies made of two others, some groups of levers from each.

A group is a touch, a channel, the manner of selling, or what else a section says. Dated changes go
with the policy they come from: a group taken from it moves as it does there, on its days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import NamedTuple

from journeysim.scenario.merging import Path, Table, at, merged, nested
from journeysim.scenario.scenario import Phase, Scenario, checked
from journeysim.scenario.tables import LEVER_SECTIONS, Levers

_NAMED = (("care", "touches"), ("service", "channels"))
"""Where levers stand in tables that people name."""

_WITHOUT = ("policies", "expect", "lessons", "dials")
"""What speaks of the policies of a file and is left out of a scenario of coalitions."""


class LeverGroup(NamedTuple):
    """Levers that are turned together: a touch, a channel or a section without these.

    needs: channels that only one policy has and that these levers lead to; they come along.
    """

    path: Path
    needs: tuple[Path, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Everything that is turned."""
        return (self.path, *self.needs)

    @property
    def name(self) -> str:
        """The group's key: `care.touches.reminder`, `service.channels.phone`, `sales`."""
        return "+".join(".".join(path) for path in self.paths)

    @property
    def label(self) -> str:
        """The group in words."""
        return " with ".join(_label(path) for path in self.paths)


def _label(path: Path) -> str:
    if len(path) == 3:
        return f"{'touch' if path[0] == 'care' else 'channel'} {path[2].replace('_', ' ')}"
    return {"price": "price", "sales": "selling", "service": "service", "care": "care programme"}[
        path[0]
    ]


def groups(scenario: Scenario, before: str, after: str) -> tuple[LeverGroup, ...]:
    """The groups in which two policies differ on any day; touches, channels, then sections."""
    ours, theirs = scenario.phases(before), scenario.phases(after)
    days = sorted({phase.day for phase in (*ours, *theirs)})
    differing: dict[Path, None] = {}
    for day in days:
        one, other = _levers_on(ours, day), _levers_on(theirs, day)
        for path in (*_all_paths(one), *_all_paths(other)):
            if _said(one, path) != _said(other, path):
                differing[path] = None
    paths = sorted(differing, key=lambda path: (-len(path), path))
    return tuple(_joint_groups(paths, _leads(ours, theirs)))


_LEADS = ("channel", "overflow_to", "switch_to", "escalates_to")
"""The levers that name a channel."""


def _leads(ours: Sequence[Phase], theirs: Sequence[Phase]) -> dict[Path, set[Path]]:
    """Which levers lead to channels that only one of the policies has."""
    known = [
        {name for phase in phases for name in phase.levers.service.channels}
        for phases in (ours, theirs)
    ]
    alone = known[0] ^ known[1]
    leads: dict[Path, set[Path]] = {}
    for phase in (*ours, *theirs):
        for path in _all_paths(phase.levers):
            value = _said(phase.levers, path)
            there = {getattr(value, lever, None) for lever in _LEADS} & alone
            if there and len(path) == 3:
                channels = {("service", "channels", name) for name in there if name is not None}
                leads.setdefault(path, set()).update(channels)
    return leads


def _joint_groups(paths: Sequence[Path], leads: Mapping[Path, set[Path]]) -> list[LeverGroup]:
    """Groups of paths: what leads to a channel that may not be there comes with it."""
    member = {path: {path} for path in paths}
    for path in paths:
        for channel in leads.get(path, ()):
            if channel in member:
                joint = member[path] | member[channel]
                for each in joint:
                    member[each] = joint
    groups: dict[Path, LeverGroup] = {}
    for path in paths:
        first, *needs = [each for each in paths if each in member[path]]
        groups[first] = LeverGroup(first, tuple(needs))
    return list(groups.values())


def _levers_on(phases: Sequence[Phase], day: float) -> Levers:
    return [phase.levers for phase in phases if phase.day <= day][-1]


def _all_paths(levers: Levers) -> list[Path]:
    named: list[Path] = [
        (section, kind, name)
        for section, kind in _NAMED
        for name in getattr(getattr(levers, section), kind)
    ]
    return [*named, *((section,) for section in LEVER_SECTIONS)]


def _said(levers: Levers, path: Path) -> object:
    """What levers say of a part of them; None where there is no such touch or channel."""
    section = getattr(levers, path[0])
    if len(path) == 3:
        return getattr(section, path[1]).get(path[2])
    apart = {kind for name, kind in _NAMED if name == path[0]}
    return section.model_dump(exclude=apart)


@dataclass(frozen=True)
class Coalitions:
    """A scenario whose policies are coalitions, and what each is called in it.

    names: by the groups taken from the second policy.
    """

    scenario: Scenario
    names: dict[frozenset[LeverGroup], str]


def coalitions(
    scenario: Scenario,
    before: str,
    after: str,
    among: Sequence[LeverGroup],
    wanted: Iterable[frozenset[LeverGroup]],
) -> Coalitions:
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
    return Coalitions(checked(whole, scenario.world), named)


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


def _mixed(
    ours: Table, theirs: Table, among: Sequence[LeverGroup], chosen: frozenset[LeverGroup]
) -> Table:
    """One policy's table with the chosen groups as the other one's says."""
    own = reduce(_cut, (path for group in among for path in group.paths), ours)
    parts = [
        _part_of(theirs if group in chosen else ours, path)
        for group in among
        for path in group.paths
    ]
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


def _part_of(table: Table, path: Path) -> Table:
    """What a table says of one part, in its place."""
    part = at(table, path)
    if not isinstance(part, dict):
        return {}
    if len(path) == 1:
        apart = {kind for name, kind in _NAMED if name == path[0]}
        part = {name: value for name, value in part.items() if name not in apart}
    return nested(path, part)


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
