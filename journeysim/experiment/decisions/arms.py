"""Arms: a firm in which a policy's touches are tried on some customers, and withheld from others.

Who is in which arm follows from the draw that gives people their segment, so the arms differ by chance
alone. The one arm gets the touches of the policy, the other those of the baseline; whatever else the
policy changes reaches both, and both wait in the same line. Runs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from journeysim.errors import UsageError
from journeysim.experiment.holdout import SUFFIX, split_segments
from journeysim.model.care import Touch
from journeysim.scenario.merging import Table, leaves, merged
from journeysim.scenario.scenario import Scenario, checked
from journeysim.scenario.tables import BASELINE

PILOT = "pilot_of_this"
"""The name of the policy under which the touches are tried."""


class Arms(NamedTuple):
    """The firm with both arms. held: the segments from which the touches are withheld; common: levers
    of the policy that reach both arms alike, as keys."""

    scenario: Scenario
    policy: str
    held: tuple[str, ...]
    common: tuple[str, ...]


def arms(scenario: Scenario, policy: str, baseline: str, treated: float) -> Arms:
    """Both arms, this share of the customers treated.

    Raises UsageError where there is nothing to withhold, or touches change by date.
    """
    for name in (policy, baseline):
        _refuse_dated(scenario, name)
    split, of = split_segments(scenario, 1.0 - treated)
    ours, theirs = (_touches(scenario, name) for name in (policy, baseline))
    differing = {name: touch for name, touch in ours.items() if _differ(touch, theirs.get(name))}
    if not differing:
        raise UsageError(
            f"{policy} does nothing to customers that {baseline} does not: nothing can be withheld from "
            "a control group; a test by place or by month is what it takes"
        )
    copies: Table = {}
    touches: Table = {}
    for name, touch in differing.items():
        before = theirs.get(name)
        if touch.reach > 0.0:
            touches[name] = {"audience": {"segments": _of(touch, of)}}
        if before is not None and before.reach > 0.0:
            held = {"reach": 0.0, "audience": {"segments": [of[each] for each in _of(before, of)]}}
            copies[name + SUFFIX] = merged(before.model_dump(mode="json", by_alias=True), held)
            touches[name + SUFFIX] = {"reach": before.reach}
    includes = {} if policy == BASELINE else {"includes": [policy]}
    pilot = {PILOT: {**includes, "care": {"touches": touches}}}
    added = {"policies": pilot, "care": {"touches": copies}} if copies else {"policies": pilot}
    values = merged(_with_both({**scenario.document.values}, of), added)
    document = replace(scenario.document, values={**values, "segments": split})
    made = checked(document, scenario.world, scenario.dated, whole=False)
    return Arms(made, PILOT, tuple(of.values()), _common(scenario, policy, baseline))


def _touches(scenario: Scenario, policy: str) -> Mapping[str, Touch]:
    return scenario.phases(policy)[0].levers.care.touches


def _differ(ours: Touch, theirs: Touch | None) -> bool:
    """Is what customers get another thing?"""
    if theirs is None:
        return ours.reach > 0.0
    return ours != theirs and (ours.reach > 0.0 or theirs.reach > 0.0)


def _of(touch: Touch, of: Mapping[str, str]) -> list[str]:
    return list(touch.audience.segments) or list(of)


def _with_both(value: Any, of: Mapping[str, str]) -> Any:
    """A table in which whoever is meant for a segment is meant for both parts of it."""
    if isinstance(value, list):
        return [_with_both(item, of) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: _with_both(item, of) for key, item in value.items()}
    audience = result.get("audience")
    if isinstance(audience, dict) and isinstance(audience.get("segments"), list):
        names = audience["segments"]
        both = [part for name in names for part in (name, of.get(name, name))]
        result["audience"] = {**audience, "segments": list(dict.fromkeys(both))}
    return result


def _common(scenario: Scenario, policy: str, baseline: str) -> tuple[str, ...]:
    """The levers, touches apart, that differ."""
    ours, theirs = (
        scenario.phases(name)[0].levers.model_dump(mode="json", by_alias=True)
        for name in (policy, baseline)
    )
    for each in (ours, theirs):
        each["care"] = {key: item for key, item in each["care"].items() if key != "touches"}
    ours_flat, theirs_flat = dict(leaves(ours)), dict(leaves(theirs))
    return tuple(
        ".".join(path)
        for path in dict.fromkeys((*ours_flat, *theirs_flat))
        if ours_flat.get(path) != theirs_flat.get(path)
    )


def _refuse_dated(scenario: Scenario, policy: str) -> None:
    phases = scenario.phases(policy)
    if any(phase.levers.care.touches != phases[0].levers.care.touches for phase in phases):
        raise UsageError(
            f"{policy} changes its touches by date; a test needs them to stay as they are"
        )
