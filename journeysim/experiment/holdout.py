"""Holdout: a randomised control group that no care touch ever reaches, said in the language itself.

Every segment is split in two, side by side in the order of the file, and every touch is meant for
the first part only. Which part somebody belongs to follows from the very draw that gives them their
segment, so the parts differ by chance alone, everybody else's lives stay as they were, and the same
people are held out under every policy.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any, NamedTuple

from journeysim.errors import UsageError
from journeysim.scenario.merging import Table, at, merged, nested
from journeysim.scenario.scenario import Scenario, checked
from journeysim.scenario.tables import BASELINE, MOST_SEGMENTS

SUFFIX = "_held_out"
_WHOLE = "everyone"
_LONGEST_NAME = 40


class Holdout(NamedTuple):
    """A scenario with a control group; segments: (held out, the segment it was taken from)."""

    scenario: Scenario
    segments: tuple[tuple[str, str], ...]


def held_out(scenario: Scenario, share: float) -> Holdout:
    """The scenario with this share of every segment held out from all touches of all policies.

    Raises UsageError for a share that leaves nobody on one side, or too many segments.
    """
    if not 0.0 < share < 1.0:
        raise UsageError(f"--holdout {share:g}: is out of range; allowed: more than 0, less than 1")
    split, of = split_segments(scenario, share)
    document = scenario.document
    table = merged({**document.values, "segments": split}, _audiences(scenario, list(of)))
    changed = replace(document, values=table)
    made = checked(changed, scenario.world, scenario.dated)
    taken = {held: name for name, held in of.items()}
    _refuse_leaks(made, taken.keys())
    return Holdout(made, tuple(taken.items()))


def split_segments(scenario: Scenario, share: float) -> tuple[dict[str, Table], dict[str, str]]:
    """The segments, each followed by a part of it of this share; which part was taken from which.

    Raises UsageError for too many segments, or a name that is taken.
    """
    values = scenario.tables.model_dump(mode="json", by_alias=True)
    segments = values.get("segments") or {_WHOLE: {"share": 1.0}}
    names = list(segments)
    if 2 * len(names) > MOST_SEGMENTS:
        raise UsageError(f"--holdout splits segments in two; at most {MOST_SEGMENTS // 2} can be")
    of = {name: _held_out_name(name, names) for name in names}
    split: dict[str, Table] = {}
    for name, table in segments.items():
        whole = float(table.get("share", 1.0))
        kept = whole * (1.0 - share)
        split[name] = {**table, "share": kept}
        split[of[name]] = {**table, "share": whole - kept}
    return split, of


def _held_out_name(name: str, names: list[str]) -> str:
    made = name[: _LONGEST_NAME - len(SUFFIX)] + SUFFIX
    if made in names:
        raise UsageError(f"--holdout: the scenario has a segment {made!r} already")
    return made


def _audiences(scenario: Scenario, names: list[str]) -> Table:
    """Lever tables in which every touch that is meant for all is meant for these segments.

    A policy's own word on a touch that the file has too is left alone, unless it says "all" again.
    """
    values = scenario.document.values
    own = at(values, ("care", "touches")) or {}
    meant = {"audience": {"segments": names}}
    levers: Table = {"care": {"touches": {name: meant for name in own if _is_open(own[name])}}}
    for policy, table in (values.get("policies") or {}).items():
        touches = at(table, ("care", "touches")) or {}
        in_force = scenario.phases(policy)[0].levers.care.touches
        for name, touch in touches.items():
            says_all = at(touch, ("audience", "segments")) == []
            if says_all or (name not in own and not in_force[name].audience.segments):
                path = ("policies", policy, "care", "touches", name)
                levers = merged(levers, nested(path, meant))
    return levers


def _is_open(touch: Any) -> bool:
    return not at(touch, ("audience", "segments"))


def _refuse_leaks(scenario: Scenario, held: Set[str]) -> None:
    """Raise UsageError for a touch that would reach people who are held out."""
    for policy in (*scenario.policies, BASELINE):
        for phase in scenario.phases(policy):
            for name, touch in phase.levers.care.touches.items():
                meant = touch.audience.segments
                if not meant or held & set(meant):
                    raise UsageError(
                        f"--holdout: a dated change of {policy!r} means touch {name!r} for everybody;"
                        " name its audience.segments there"
                    )
