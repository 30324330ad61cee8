"""Policies: what they include and turn exists, and their levers fit each other and the world."""

from __future__ import annotations

from collections.abc import Iterator

from journeysim.errors import Fault, ScenarioError
from journeysim.model.care import MOST_NOTICED, Touch
from journeysim.scenario import describe
from journeysim.scenario.checks.draft import Draft, known
from journeysim.scenario.former import moved_by
from journeysim.scenario.levers import fault_in
from journeysim.scenario.merging import Path, at, leaves
from journeysim.scenario.phases import layers_of, phases_of
from journeysim.scenario.sides import side_of
from journeysim.scenario.tables import (
    BASELINE,
    MOST_CHANGES,
    MOST_CHANNELS,
    MOST_POLICIES,
    MOST_TOUCHES,
    Levers,
    Tables,
)


def faults_of_policies(draft: Draft) -> Iterator[Fault]:
    """Faults of every policy, `baseline` included, phase by phase."""
    if len(draft.tables.policies) > MOST_POLICIES:
        yield draft.document.fault(("policies",), f"are more than {MOST_POLICIES}")
        return
    for policy in (BASELINE, *draft.tables.policies):
        own = draft.tables.policies.get(policy)
        here = ("policies", policy)
        unknown = (
            [name for name in own.includes if name not in draft.tables.policies] if own else []
        )
        for name in unknown:
            what = f"no policy {name!r}; {known(draft.tables.policies)}"
            yield draft.document.fault((*here, "includes"), what)
        if unknown:
            continue
        try:
            yield from _world_knobs(draft, policy)
            phases = phases_of(draft.document, policy, draft.dated)
        except ScenarioError as error:
            yield from error.faults
            continue
        if len(phases) > MOST_CHANGES:
            yield draft.document.fault((*here, "changes"), f"are more than {MOST_CHANGES}")
        for phase in phases:
            for path, what in faults_of_levers_of(draft, phase.levers):
                yield _lever_fault(draft, policy, phase.day, path, what)


def _lever_fault(draft: Draft, policy: str, day: float, path: Path, what: str) -> Fault:
    """A fault at a lever of a policy, where the value in force on that day was said."""
    layers = layers_of(draft.document, policy, draft.dated)
    return fault_in(draft.document, [each for each in layers if each.day <= day], path, what)


def _world_knobs(draft: Draft, policy: str) -> Iterator[Fault]:
    """Faults of a policy that turns what belongs to the world; what it adds is its own."""
    base = draft.document.values
    for layer in layers_of(draft.document, policy, draft.dated):
        if layer.path[:2] != ("policies", policy):
            continue
        for path, _ in leaves(layer.table):
            named = path[1:2] in (("channels",), ("touches",))
            adds = named and at(base, path[:3]) is None
            if side_of(path) == "world" and not adds:
                levers = moved_by(path)
                hint = f"; a policy moves {levers}" if levers else ""
                what = f"belongs to the world; a policy cannot change it{hint}"
                yield draft.document.fault((*layer.path, *describe.knob_path(Tables, path)), what)


LEAST_PATIENCE = 1.0 / 24.0


def faults_of_levers_of(draft: Draft, levers: Levers) -> Iterator[tuple[Path, str]]:
    """What in the levers of a phase does not fit together or into the world, by its path."""
    tables, channels, touches = draft.tables, levers.service.channels, levers.care.touches
    if len(channels) > MOST_CHANNELS:
        yield ("service", "channels"), f"are more than {MOST_CHANNELS}"
    if len(touches) > MOST_TOUCHES:
        yield ("care", "touches"), f"are more than {MOST_TOUCHES}"
    if tables.problems and not channels:
        yield ("service", "channels"), "are missing: problems need somewhere to go"
    if levers.sales.push < 0.0 and not channels:
        yield ("sales", "push"), "needs a channel whose people advise"
    wanted: list[tuple[Path, str | None]] = [
        (("problems", name, "channel"), problem.channel)
        for name, problem in tables.problems.items()
    ]
    wanted.append((("sales", "channel"), levers.sales.channel))
    for name, channel in channels.items():
        path: Path = ("service", "channels", name)
        for key in ("overflow_to", "switch_to", "escalates_to"):
            target = getattr(channel, key)
            wanted.append(((*path, key), target))
            if target == name:
                yield (*path, key), "must be another channel"
        patience = channel.patience.distribution().mean()
        if channel.asynchronous and patience < LEAST_PATIENCE:
            what = "must have a mean of an hour at least where people write: set 'never' or days"
            yield (*path, "patience"), what
    for name, touch in touches.items():
        wanted.append((("care", "touches", name, "channel"), touch.channel))
        yield from _touch(draft, name, touch, bool(channels))
    for segment, values in tables.segments.items():
        for here, there in values.channels.items():
            wanted.append((("segments", segment, "channels", here), here))
            wanted.append((("segments", segment, "channels", here), there))
    for path, wish in wanted:
        if wish is not None and wish not in channels:
            yield path, f"no channel {wish!r}; {known(channels)}"


def _touch(draft: Draft, name: str, touch: Touch, has_channels: bool) -> Iterator[tuple[Path, str]]:
    path, tables = ("care", "touches", name), draft.tables
    for problem in touch.protects:
        if problem not in tables.problems:
            yield (*path, "protects", problem), f"no problem {problem!r}; {known(tables.problems)}"
    for segment in touch.audience.segments:
        if segment not in tables.segments:
            what = f"no segment {segment!r}; {known(tables.segments)}"
            yield (*path, "audience", "segments"), what
    if touch.intercepts and touch.trigger != "problem":
        yield (*path, "intercepts"), "needs trigger = 'problem'"
    if touch.intercepts and touch.reach > MOST_NOTICED:
        what = f"must be at most {MOST_NOTICED} of a touch that intercepts: nobody notices more unasked"
        yield (*path, "reach"), what
    if (touch.staff > 0 or touch.intercepts) and not has_channels:
        yield (*path, "staff"), "needs a channel whose agents do the work"
