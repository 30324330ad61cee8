"""World: a scenario and one policy turned, once, into plain numbers that any engine reads.

Every section becomes a record of floats and integers under the section's own attribute names, so
rules read a record and a section alike. Text is dropped (a label cannot reach an engine),
references become positions, audiences bit masks, spreads laws over one shared table of knots.
Lever rows are indexed [phase], or [phase][slot] in the base file's order; a policy's further
channels and touches follow, switched off in the phases before they appear.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Sequence
from functools import cache
from math import floor
from typing import Any, Literal, NamedTuple, cast, get_args, get_origin

from journeysim.distributions import EncodedDistribution, aged_beta
from journeysim.knobs import NumberSpread, Section, Spread
from journeysim.model.care import TRIGGERS, Audience, Care, Touch
from journeysim.model.customer import TYPES
from journeysim.model.experience import Experience
from journeysim.model.hours import QUARTERS, quarters
from journeysim.model.leaving import Leaving
from journeysim.model.population import Population, Segment
from journeysim.model.problems import Problem
from journeysim.model.purchase import Purchase
from journeysim.model.sales import Sales
from journeysim.model.service import Channel, Service, trained
from journeysim.model.talk import Talk
from journeysim.scenario import describe
from journeysim.scenario.scenario import Phase, Scenario
from journeysim.scenario.tables import MOST_TOUCHES, Tables

NOWHERE = -1
_SHRINKAGE_STEPS = 1_000_000


class Stage(NamedTuple):
    """One phase of a policy: the lever sections in force from a day on, and what follows from them.

    programme: running cost per day. trained, trained_at: how well people were trained when its
    level was set, and when that was. Of touches, by position: set_off, those in force by what sets
    them off (`MOST_TOUCHES` places a trigger, ended by -1); interceptions likewise; begins, a
    number that changes when the touch does; set_ups, the cost of those that begin here.
    """

    day: float
    programme: float
    trained: float
    trained_at: float
    sales: Sales
    service: Service
    care: Care
    set_off: Sequence[int]
    interceptions: Sequence[int]
    begins: Sequence[int]
    set_ups: Sequence[float]


class World(NamedTuple):
    """Everything an engine needs to know of a scenario under one policy.

    shop: when buying is possible, by quarter of the week, empty if always. channels, touches:
    [phase][slot]. Beside its knobs a segment's record holds up_to (the upper end of its share), redirect (where
    each channel leads it), gap_days and basket_mean (means) and aged (the chance to leave of those
    who have been there for the tenure); a channel's record present, paid and opens by quarter of
    the week, and mean_handling in days.
    """

    grid: float
    max_customers: int
    population: Population
    purchase: Purchase
    leaving: Leaving
    experience: Experience
    talk: Talk
    segments: Sequence[Any]
    problems: Sequence[Problem]
    shop: Sequence[int]
    phases: Sequence[Stage]
    channels: Sequence[Sequence[Any]]
    touches: Sequence[Sequence[Touch]]
    table: Sequence[float]


class Names(NamedTuple):
    """The names behind the positions: for logs, tables and screens, never for engines."""

    segments: tuple[str, ...]
    problems: tuple[str, ...]
    channels: tuple[str, ...]
    touches: tuple[str, ...]


class Encoded(NamedTuple):
    """A world with the names of what is in it."""

    world: World
    names: Names


@cache
def _record(name: str, fields: tuple[str, ...]) -> Any:
    return namedtuple(name, fields)


class _Encoder:
    """Turns sections into records; holds the names to find and the shared table to fill."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.table: list[float] = []

    def record(self, section: Section, **more: Any) -> Any:
        """The record of a section: its numbers under its own attribute names, and some more."""
        values: dict[str, Any] = {}
        for name, field in type(section).model_fields.items():
            value = self._value(section, name, field, getattr(section, name))
            if value is not None:
                values[name] = value
        if isinstance(section, Audience):
            values["selective"] = int(section != Audience())
        values |= more
        return _record(type(section).__name__, tuple(values))(**values)

    def law(self, spread: Spread) -> EncodedDistribution:
        """The encoded law of a spread."""
        return spread.distribution().encoded(self.table)

    def _value(self, section: Section, name: str, field: Any, value: Any) -> Any:
        extra = field.json_schema_extra or {}
        reference = extra.get("reference")
        if reference in ("channels", "problems", "segments"):
            return self._position(section, reference, value)
        if isinstance(value, Spread):
            return self.law(value)
        if isinstance(value, Section):
            return self.record(value)
        kind = describe.plain_type(field.annotation)
        if get_origin(kind) is Literal:
            return get_args(kind).index(value)
        if isinstance(value, bool | int):
            return int(value)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, list) and value and all(isinstance(item, float) for item in value):
            mean = sum(value) / len(value)
            return tuple(item / mean for item in value)
        return None

    def _position(self, section: Section, reference: str, value: Any) -> Any:
        known: tuple[str, ...] = getattr(self.names, reference)
        if isinstance(value, dict):
            return tuple(float(value.get(name, 0.0)) for name in known) + (0.0,) * (
                TYPES - len(known)
            )
        if isinstance(value, list):
            return sum(1 << known.index(name) for name in value)
        if value is None:
            return 0 if isinstance(section, Problem | Touch) else NOWHERE
        return known.index(value)


def names_of(tables: Tables, phases: Sequence[Phase]) -> Names:
    """The names in the order of their positions: the file's own first, then later phases'."""
    channels: dict[str, None] = {}
    touches: dict[str, None] = {}
    every: list[Any] = [tables, *(phase.levers for phase in phases)]
    for levers in every:
        channels |= dict.fromkeys(levers.service.channels)
        touches |= dict.fromkeys(levers.care.touches)
    segments = tuple(tables.segments) or ("everyone",)
    return Names(segments, tuple(tables.problems), tuple(channels), tuple(touches))


def encode(scenario: Scenario, policy: str) -> Encoded:
    """The world of a scenario under a policy, ready for an engine."""
    return encode_phases(scenario, scenario.phases(policy))


def encode_phases(scenario: Scenario, phases: Sequence[Phase]) -> Encoded:
    """The world of a scenario under the levers of these phases; the first begins on day 0."""
    tables = scenario.tables
    names = names_of(tables, phases)
    encoder = _Encoder(names)
    levers = [phase.levers for phase in phases]
    channels = [[_channel(each, name) for name in names.channels] for each in levers]
    touches = [[_touch(each, name) for name in names.touches] for each in levers]
    shop = quarters(tables.purchase.hours)
    world = World(
        grid=tables.run.grid,
        max_customers=tables.run.max_customers,
        population=encoder.record(tables.population),
        purchase=encoder.record(tables.purchase),
        leaving=encoder.record(tables.leaving),
        experience=encoder.record(tables.experience),
        talk=encoder.record(tables.talk),
        segments=_segments(encoder, tables),
        problems=tuple(encoder.record(problem) for problem in tables.problems.values()),
        shop=() if all(shop) else shop,
        phases=_stages(encoder, phases, touches),
        channels=tuple(
            tuple(encoder.record(channel, **_week(channel)) for channel in row) for row in channels
        ),
        touches=tuple(tuple(encoder.record(touch) for touch in row) for row in touches),
        table=(),
    )
    return Encoded(world._replace(table=tuple(encoder.table) or (0.0,)), names)


@cache
def templates() -> dict[str, Any]:
    """A record of each kind that a world may have none of, for its layout."""
    encoder = _Encoder(Names((), (), (), ()))
    channel = Channel()
    return {
        "problems": encoder.record(Problem()),
        "channels": encoder.record(channel, **_week(channel)),
        "touches": encoder.record(Touch()),
    }


def _resolved(tables: Tables, name: str) -> Segment:
    """A segment with what it leaves unset taken from [purchase] and [leaving]."""
    segment = tables.segments.get(name) or Segment()
    purchase = tables.purchase
    unset = {
        "chance": tables.leaving.chance,
        "gap": purchase.gap,
        "frequency": purchase.frequency,
        "basket": purchase.basket,
        "margin": purchase.margin,
        "cross_sell_value": purchase.cross_sell_value,
    }
    missing = {key: value for key, value in unset.items() if getattr(segment, key) is None}
    return segment.model_copy(update=missing)


def _segments(encoder: _Encoder, tables: Tables) -> tuple[Any, ...]:
    """The segments' records, with what follows from their knobs; the last takes what is left."""
    rows = []
    total = 0.0
    for name in encoder.names.segments:
        segment = _resolved(tables, name)
        total += segment.share
        redirect = [
            encoder.names.channels.index(segment.channels.get(channel, channel))
            for channel in encoder.names.channels
        ]
        redirect += [NOWHERE] * (TYPES - len(redirect))
        assert segment.gap is not None
        assert segment.basket is not None
        assert segment.chance is not None
        gap = segment.gap.distribution().mean()
        rows.append(
            encoder.record(
                segment,
                up_to=2.0 if name == encoder.names.segments[-1] else total,
                redirect=tuple(redirect),
                gap_days=float(gap),
                basket_mean=float(segment.basket.distribution().mean()),
                aged=_aged(encoder, segment.chance, tables.population.tenure, gap),
            )
        )
    return tuple(rows)


def _aged(
    encoder: _Encoder, chance: NumberSpread, tenure: float, gap: float
) -> EncodedDistribution:
    """The chance of those who are still there after the tenure: the beta posterior."""
    if chance.kind != "beta" or tenure <= 0.0 or not 0.0 < gap < float("inf"):
        return encoder.law(chance)
    return aged_beta(cast(float, chance.a), cast(float, chance.b), int(tenure / gap)).encoded(
        encoder.table
    )


def _channel(levers: Any, name: str) -> Channel:
    """A channel, or a closed one where the phase does not have it."""
    there = levers.service.channels.get(name)
    return there if there is not None else Channel(agents=0, hours="never", pay="0 per h")  # type: ignore[arg-type]


def _touch(levers: Any, name: str) -> Touch:
    """A touch, or one that reaches nobody where the phase does not have it."""
    there = levers.care.touches.get(name)
    return there if there is not None else Touch(reach=0.0)


@cache
def _week_of(
    agents: int, hours: str, shifts: tuple[tuple[str, int], ...], shrinkage: float
) -> dict[str, tuple[int, ...]]:
    opens = quarters(hours)
    extra = [(quarters(when), more) for when, more in shifts]
    paid, present = [], []
    worked = 0
    share = round((1.0 - shrinkage) * _SHRINKAGE_STEPS)
    for quarter in range(QUARTERS):
        here = agents + sum(more for week, more in extra if week[quarter])
        here = max(0, here) if opens[quarter] else 0
        before = floor(worked / _SHRINKAGE_STEPS)
        worked += here * share
        paid.append(here)
        present.append(floor(worked / _SHRINKAGE_STEPS) - before)
    return {"present": tuple(present), "paid": tuple(paid), "opens": opens}


def _week(channel: Channel) -> dict[str, Any]:
    """Agents at work and paid in each quarter of the week (absences are spread evenly), when it is
    open, and the mean handling time."""
    shifts = tuple((shift.hours, shift.agents) for shift in channel.shifts)
    week = _week_of(channel.agents, channel.hours, shifts, channel.shrinkage)
    return week | {"mean_handling": float(channel.handling.distribution().mean())}


def _stages(
    encoder: _Encoder, phases: Sequence[Phase], touches: Sequence[Sequence[Touch]]
) -> tuple[Stage, ...]:
    """One stage a phase."""
    training, begins, set_ups = _training(phases), _begins(touches), _set_ups(touches)
    return tuple(
        Stage(
            day=float(phase.day),
            programme=_programme(phase.levers),
            trained=training[index][0],
            trained_at=training[index][1],
            sales=encoder.record(phase.levers.sales),
            service=encoder.record(phase.levers.service),
            care=encoder.record(phase.levers.care),
            set_off=_set_off(touches[index]),
            interceptions=_places(
                slot
                for slot, touch in enumerate(touches[index])
                if touch.intercepts and touch.reach > 0
            ),
            begins=begins[index],
            set_ups=set_ups[index],
        )
        for index, phase in enumerate(phases)
    )


def _training(phases: Sequence[Phase]) -> tuple[tuple[float, float], ...]:
    """Of each phase: how well people were trained when its level was set, and when that was."""
    result: list[tuple[float, float]] = []
    before, since, level = 0.0, 0.0, None
    for phase in phases:
        service = phase.levers.service
        if level is not None and service.training != level:
            before = trained(before, level, service.training_ramp, phase.day - since)
            since = phase.day
        level = service.training
        result.append((before, since))
    return tuple(result)


def _set_off(touches: Sequence[Touch]) -> tuple[int, ...]:
    """The touches in force by what sets them off; interceptions are apart."""
    found: tuple[int, ...] = ()
    for name in TRIGGERS:
        found += _places(
            slot
            for slot, touch in enumerate(touches)
            if touch.trigger == name and touch.reach > 0 and not touch.intercepts
        )
    return found


def _places(slots: Iterable[int]) -> tuple[int, ...]:
    """Positions in their order, filled up with -1."""
    found = tuple(slots)
    return found + (NOWHERE,) * (MOST_TOUCHES - len(found))


def _begins(touches: Sequence[Sequence[Touch]]) -> tuple[tuple[int, ...], ...]:
    """For each phase and touch the last phase in which the touch was changed."""
    rows: list[tuple[int, ...]] = []
    for phase, row in enumerate(touches):
        if phase == 0:
            rows.append((0,) * MOST_TOUCHES)
        else:
            before = touches[phase - 1]
            numbers = list(rows[-1])
            for slot, touch in enumerate(row):
                if touch != before[slot]:
                    numbers[slot] = phase
            rows.append(tuple(numbers))
    return tuple(rows)


def _programme(levers: Any) -> float:
    """Running cost per day of programmes and training."""
    service: Service = levers.service
    agents = sum(channel.agents for channel in service.channels.values())
    training = service.training_cost * service.training * agents
    care: Care = levers.care
    return service.programme + care.programme + training


def _set_ups(touches: Sequence[Sequence[Touch]]) -> tuple[tuple[float, ...], ...]:
    """What begins in each phase costs its set-up once."""
    rows = []
    begun: set[int] = set()
    for row in touches:
        new = [slot for slot, touch in enumerate(row) if touch.reach > 0 and slot not in begun]
        costs = [touch.set_up if slot in new else 0.0 for slot, touch in enumerate(row)]
        rows.append(tuple(costs) + (0.0,) * (MOST_TOUCHES - len(costs)))
        begun |= set(new)
    return tuple(rows)
