"""Checks: what a file says must fit together: shares, names, policies, worlds, dials, claims.

Every check returns its faults; nothing stops at the first. Form (types, bounds, unknown keys) has
been checked before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from pydantic import ValidationError

from journeysim import knobs
from journeysim.errors import Fault, ScenarioError
from journeysim.knobs import DurationSpread, Section
from journeysim.model.care import Touch
from journeysim.model.problems import Problem
from journeysim.scenario import describe
from journeysim.scenario.claims import claim
from journeysim.scenario.levers import Layer, faults_of_levers, only_levers, own_layers
from journeysim.scenario.loading import Document, validated
from journeysim.scenario.merging import at, leaves
from journeysim.scenario.scenario import Scenario, side_of, world_table
from journeysim.scenario.tables import (
    BASELINE,
    MOST_CHANGES,
    MOST_CHANNELS,
    MOST_POLICIES,
    MOST_PROBLEMS,
    MOST_SEGMENTS,
    MOST_TOUCHES,
    MOST_WORLDS,
    Levers,
    NamedWorld,
    Policy,
    Tables,
)

LEAST_GAP = 1.0 / 1440.0


def faults_of(scenario: Scenario) -> list[Fault]:
    """Everything in a scenario that does not fit together."""
    faults = [
        *_frame(scenario),
        *_population(scenario),
        *_gaps(scenario),
        *_problems(scenario),
        *_policies(scenario),
    ]
    if scenario.world is None:
        faults += [*_worlds(scenario), *_dials(scenario), *_expect(scenario), *_lessons(scenario)]
    return faults


def _known(names: object) -> str:
    return f"known: {', '.join(map(str, names)) or 'none'}"  # type: ignore[call-overload]


def _frame(scenario: Scenario) -> Iterator[Fault]:
    document, tables = scenario.document, scenario.tables
    try:
        start = date.fromisoformat(tables.run.start_date)
        start + timedelta(days=tables.run.days + 1)
    except ValueError:
        yield document.fault(("run", "start_date"), "must be a date such as '2026-01-05'")
    except OverflowError:
        yield document.fault(("run", "start_date"), "is too late: the run leaves the calendar")
    if tables.run.warmup >= tables.run.days:
        yield document.fault(("run", "warmup"), "must be shorter than run.days")
    baseline = tables.run.baseline
    if baseline not in (None, BASELINE, *tables.policies):
        what = f"no policy {baseline!r}; {_known(tables.policies)}"
        yield document.fault(("run", "baseline"), what)
    if BASELINE in tables.policies:
        what = "is reserved for the file's own levers"
        yield document.fault(("policies", BASELINE), what)


def _population(scenario: Scenario) -> Iterator[Fault]:
    document, tables = scenario.document, scenario.tables
    population, segments = tables.population, tables.segments
    if population.customers > tables.run.max_customers:
        what = f"is more than run.max_customers ({tables.run.max_customers})"
        yield document.fault(("population", "customers"), what)
    for key, values, count in (
        ("weekdays", population.weekdays, 7),
        ("season", population.season, 12),
    ):
        if len(values) != count or min(values, default=0) < 0 or not sum(values) > 0:
            what = f"needs {count} numbers, none negative, not all zero"
            yield document.fault(("population", key), what)
    if len(segments) > MOST_SEGMENTS:
        yield document.fault(("segments",), f"are more than {MOST_SEGMENTS}")
    total = sum(segment.share for segment in segments.values())
    if segments and abs(total - 1.0) > 1e-9:
        what = f"shares of the segments add up to {total:.6g}, not 1"
        yield document.fault(("segments",), what)
    for name, segment in segments.items():
        for path, spread in (("chance", segment.chance), ("frequency", segment.frequency)):
            yield from _spread(document, ("segments", name, path), spread)
    yield from _spread(document, ("leaving", "chance"), tables.leaving.chance)
    yield from _spread(document, ("purchase", "frequency"), tables.purchase.frequency)


def _gaps(scenario: Scenario) -> Iterator[Fault]:
    """No gap between occasions may be so short that a day never ends."""
    tables = scenario.tables
    gaps: list[tuple[tuple[str, ...], DurationSpread]] = [
        (("purchase", "gap"), tables.purchase.gap)
    ]
    gaps += [
        (("segments", name, "gap"), segment.gap)
        for name, segment in tables.segments.items()
        if segment.gap
    ]
    for path, gap in gaps:
        if gap.distribution().mean() < LEAST_GAP:
            yield scenario.document.fault(path, "must have a mean of a minute at least")


def _spread(
    document: Document, path: tuple[str, ...], spread: knobs.NumberSpread | None
) -> Iterator[Fault]:
    if spread is None:
        return
    mean = spread.distribution().mean()
    if path[-1] == "chance" and not 0 <= mean <= 1:
        yield document.fault(path, "must be a chance, from 0 to 1")
    if path[-1] == "frequency" and (spread.kind == "never" or not mean > 0):
        yield document.fault(path, "must have a mean above 0")


def _problems(scenario: Scenario) -> Iterator[Fault]:
    document, tables = scenario.document, scenario.tables
    if len(tables.problems) > MOST_PROBLEMS:
        yield document.fault(("problems",), f"are more than {MOST_PROBLEMS}")
    for name, problem in tables.problems.items():
        yield from (document.fault(("problems", name, *key), what) for key, what in _one(problem))


def _one(problem: Problem) -> Iterator[tuple[tuple[str, ...], str]]:
    sources = (problem.rate, problem.per_purchase, problem.per_prospect)
    if sum(source > 0 for source in sources) > 1:
        yield (), "comes by rate, per_purchase or per_prospect, not by several of them"
    if problem.per_prospect > 0 and problem.kind == "failure":
        yield ("per_prospect",), "only a request can be asked before buying"
    if problem.rate > 0 and problem.prevented_by_advice > 0:
        yield ("prevented_by_advice",), "works at the sale: it needs per_purchase, not rate"


def _policies(scenario: Scenario) -> Iterator[Fault]:
    if len(scenario.tables.policies) > MOST_POLICIES:
        yield scenario.document.fault(("policies",), f"are more than {MOST_POLICIES}")
        return
    for policy in (BASELINE, *scenario.tables.policies):
        own = scenario.tables.policies.get(policy)
        here = ("policies", policy)
        unknown = (
            [name for name in own.includes if name not in scenario.tables.policies] if own else []
        )
        for name in unknown:
            what = f"no policy {name!r}; {_known(scenario.tables.policies)}"
            yield scenario.document.fault((*here, "includes"), what)
        if unknown:
            continue
        try:
            yield from _world_knobs(scenario, policy)
            phases = scenario.phases(policy)
        except ScenarioError as error:
            yield from error.faults
            continue
        if len(phases) > MOST_CHANGES:
            yield scenario.document.fault((*here, "changes"), f"are more than {MOST_CHANGES}")
        for phase in phases:
            for path, what in _levers(scenario, phase.levers):
                yield scenario.lever_fault(policy, phase.day, path, what)


def _world_knobs(scenario: Scenario, policy: str) -> Iterator[Fault]:
    """Faults of a policy that turns what belongs to the world; what it adds is its own."""
    base = scenario.document.values
    for layer in scenario.layers(policy):
        if layer.path[:2] != ("policies", policy):
            continue
        for path, _ in leaves(layer.table):
            named = path[1:2] in (("channels",), ("touches",))
            adds = named and at(base, path[:3]) is None
            if side_of(path) == "world" and not adds:
                what = "belongs to the world; a policy cannot change it"
                yield scenario.document.fault(
                    (*layer.path, *describe.knob_path(Tables, path)), what
                )


def _levers(scenario: Scenario, levers: Levers) -> Iterator[tuple[tuple[str, ...], str]]:
    tables, channels, touches = scenario.tables, levers.service.channels, levers.care.touches
    if len(channels) > MOST_CHANNELS:
        yield ("service", "channels"), f"are more than {MOST_CHANNELS}"
    if len(touches) > MOST_TOUCHES:
        yield ("care", "touches"), f"are more than {MOST_TOUCHES}"
    if tables.problems and not channels:
        yield ("service", "channels"), "are missing: problems need somewhere to go"
    wanted: list[tuple[tuple[str, ...], str | None]] = [
        (("problems", name, "channel"), problem.channel)
        for name, problem in tables.problems.items()
    ]
    for name, channel in channels.items():
        path: tuple[str, ...] = ("service", "channels", name)
        for key in ("overflow_to", "switch_to", "escalates_to"):
            target = getattr(channel, key)
            wanted.append(((*path, key), target))
            if target == name:
                yield (*path, key), "must be another channel"
    for name, touch in touches.items():
        wanted.append((("care", "touches", name, "channel"), touch.channel))
        yield from _touch(scenario, name, touch, bool(channels))
    for segment, values in tables.segments.items():
        for here, there in values.channels.items():
            wanted.append((("segments", segment, "channels", here), here))
            wanted.append((("segments", segment, "channels", here), there))
    for path, wish in wanted:
        if wish is not None and wish not in channels:
            yield path, f"no channel {wish!r}; {_known(channels)}"


def _touch(
    scenario: Scenario, name: str, touch: Touch, has_channels: bool
) -> Iterator[tuple[tuple[str, ...], str]]:
    path, tables = ("care", "touches", name), scenario.tables
    for problem in touch.protects:
        if problem not in tables.problems:
            yield (*path, "protects", problem), f"no problem {problem!r}; {_known(tables.problems)}"
    for segment in touch.audience.segments:
        if segment not in tables.segments:
            what = f"no segment {segment!r}; {_known(tables.segments)}"
            yield (*path, "audience", "segments"), what
    if touch.intercepts and touch.trigger != "problem":
        yield (*path, "intercepts"), "needs trigger = 'problem'"
    if (touch.staff > 0 or touch.intercepts) and not has_channels:
        yield (*path, "staff"), "needs a channel whose agents do the work"


def _worlds(scenario: Scenario) -> Iterator[Fault]:
    if len(scenario.tables.worlds) > MOST_WORLDS:
        yield scenario.document.fault(("worlds",), f"are more than {MOST_WORLDS}")
        return
    for world in scenario.tables.worlds:
        table = world_table(scenario.document, world)
        levers = [path for path, _ in leaves(table) if side_of(path) != "world"]
        known = [path for path in levers if describe.place(Tables, path) is not None]
        for path in known:
            what = "is a lever; a world holds only what a policy cannot change"
            where = ("worlds", world, *describe.knob_path(Tables, path))
            yield scenario.document.fault(where, what)
        if known:
            continue
        document = _in_world(scenario.document, world)
        try:
            there = Scenario(document, validated(document), world)
        except ScenarioError as error:
            yield from error.faults
            continue
        yield from faults_of(there)


def _in_world(document: Document, world: str) -> Document:
    """The document with a world laid over it, every value where the file says it."""
    table = world_table(document, world)
    there = document.overlaid(table, f"world {world}")
    for path, _ in leaves(table):
        there.origins[path] = document.where(("worlds", world, *path))
    return there


def faults_within(document: Document) -> list[Fault]:
    """Faults of form inside policies and worlds, for a document whose form is wrong elsewhere."""
    faults: list[Fault] = []
    base = Layer(0.0, only_levers(document.values))
    for policy in _well_formed(document, "policies", Policy, MOST_POLICIES):
        faults += faults_of_levers(document, (base, *own_layers(document, policy)))
    for world in _well_formed(document, "worlds", NamedWorld, MOST_WORLDS):
        try:
            validated(_in_world(document, world))
        except ScenarioError as error:
            faults += error.faults
    return faults


def _well_formed(document: Document, section: str, kind: type[Section], most: int) -> list[str]:
    """The names of the policies or worlds that can be looked into, the first so many."""
    tables = document.values.get(section)
    names = []
    for name, table in list(tables.items())[:most] if isinstance(tables, dict) else ():
        with suppress(ValidationError):
            kind.model_validate(table)
            names.append(name)
    return names


def _dials(scenario: Scenario) -> Iterator[Fault]:
    for index, dial in enumerate(scenario.tables.dials):
        path = tuple(dial.key.split("."))
        here = ("dials", str(index))
        found = describe.place(Tables, path)
        if found is None or found.field is None or side_of(path) == "frame":
            what = f"no such knob: {dial.key!r}" + describe.suggestion(Tables, path)
            yield scenario.document.fault((*here, "key"), what)
            continue
        unit = describe.unit_of(found.field)
        try:
            low, high, step = (_number(end, unit) for end in (dial.low, dial.high, dial.step))
        except ValueError as error:
            yield scenario.document.fault(here, str(error))
            continue
        if not low < high or not 0 < step <= high - low:
            yield scenario.document.fault(here, "needs low < high and a step between them")
        values = scenario.tables.model_dump(mode="python", by_alias=True)
        if at(values, path) is None:
            what = f"{dial.key!r} has no value in the file's own levers or world"
            yield scenario.document.fault((*here, "key"), what)


def _number(value: float | str, unit: str) -> float:
    """A dial's end in the model's unit."""
    number = knobs._plain(value)
    if isinstance(number, str):
        raise ValueError(f"{value!r} is no {unit}")
    if isinstance(value, int | float) and unit.split(",")[0] in ("duration", "rate"):
        raise ValueError(f"{value!r} needs the unit of a {unit}")
    return float(number)


def _expect(scenario: Scenario) -> Iterator[Fault]:
    tables = scenario.tables
    for index, expect in enumerate(tables.expect):
        here = ("expect", str(index))
        try:
            found = claim(expect.claim)
        except ValueError as error:
            yield scenario.document.fault((*here, "claim"), str(error))
            continue
        for key, name in (("claim", found.against), ("policy", expect.policy)):
            if name not in (None, BASELINE, *tables.policies):
                what = f"no policy {name!r}; {_known(tables.policies)}"
                yield scenario.document.fault((*here, key), what)
        for world in expect.worlds:
            if world not in tables.worlds:
                what = f"no world {world!r}; {_known(tables.worlds)}"
                yield scenario.document.fault((*here, "worlds"), what)


def _lessons(scenario: Scenario) -> Iterator[Fault]:
    keys = [dial.key for dial in scenario.tables.dials]
    names = [lesson.name for lesson in scenario.tables.lessons]
    for index, lesson in enumerate(scenario.tables.lessons):
        here = ("lessons", str(index))
        if names.count(lesson.name) > 1:
            yield scenario.document.fault((*here, "name"), f"{lesson.name!r} stands twice")
        if len(lesson.dials) > 3:
            yield scenario.document.fault((*here, "dials"), "a lesson has three dials at most")
        for key in lesson.dials:
            if key not in keys:
                yield scenario.document.fault((*here, "dials"), f"no dial {key!r}; {_known(keys)}")
