"""Encoding: a scenario under one policy, turned into the world that engines read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from journeysim.model.care import Touch
from journeysim.model.hours import quarters
from journeysim.model.population import CustomerClass, peak_rate
from journeysim.model.price import price_index
from journeysim.model.problems import Problem
from journeysim.model.run import most_customers
from journeysim.model.service import Channel, Service
from journeysim.scenario.encoded_phases import channel_of, encoded_phases, kinds_of, touch_of
from journeysim.scenario.encoded_weeks import EncodedWeeks
from journeysim.scenario.encoder import Encoder
from journeysim.scenario.phases import Phase
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.segments import classes_of, segments_of
from journeysim.scenario.staging import rates_of, staged, talk_of
from journeysim.scenario.tables import Tables
from journeysim.scenario.world import Encoded, Names, World
from journeysim.scenario.world_changes import WorldStage
from journeysim.streams import name_slot

ANY_CLASS = {"weight": 1.0, "frequency": 1.0, "chance": 0.0}


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
    """The world of a scenario under the levers of these phases; the first begins on day 0.

    A run-in before it knows only the file's own levers, whatever the policy.
    """
    stages, opening = scenario.stages, 0
    tables = stages[0].tables
    if tables.run.run_in > 0.0:
        phases, opening = (replace(scenario.own_phase(), day=-tables.run.run_in), *phases), 1
    names = names_of(tables, phases)
    encoder = Encoder(names)
    cut = staged(scenario.document, phases, opening, stages, tables.run.days)
    levers = [phase.levers for phase in cut]
    channels = [[channel_of(each, name) for name in names.channels] for each in levers]
    touches = [[touch_of(each, name) for name in names.touches] for each in levers]
    kinds = kinds_of(touches)
    shop, weeks = quarters(tables.purchase.hours), EncodedWeeks()
    records = [_of_stage(encoder, weeks, stage) for stage in stages]
    answered = tuple(
        tuple(weeks.channel(encoder, each.service, channel) for channel in row)
        for each, row in zip(levers, channels, strict=True)
    )
    world = World(
        grid=tables.run.grid,
        start=float(phases[0].day),
        opening=opening,
        max_customers=most_customers(tables.run, tables.population),
        usual_price=price_index(tables.price, 0.0),
        classes=classes_of(encoder, tables.population),
        shop=() if all(shop) else shop,
        weeks=weeks.rows(),
        openings=weeks.openings(),
        rates=rates_of([stage.day for stage in stages], list(map(_rates, records))),
        phases=encoded_phases(encoder, cut, touches, tables.population.customers),
        channels=answered,
        touches=tuple(
            tuple(
                encoder.record(touch, alike=alike) for touch, alike in zip(row, kinds, strict=True)
            )
            for row in touches
        ),
        table=(),
        **records[0],
    )
    world = world._replace(table=tuple(encoder.table) or (0.0,))
    later = zip(stages[1:], records[1:], strict=True)
    changes = tuple((stage.day, world._replace(**record)) for stage, record in later)
    return Encoded(world, names, tables.survey, changes)


def _of_stage(encoder: Encoder, weeks: EncodedWeeks, stage: WorldStage) -> dict[str, Any]:
    """The members of a world that may change by date."""
    tables = stage.tables
    problems = tables.problems.items()
    return {
        "population": encoder.record(tables.population),
        "purchase": encoder.record(tables.purchase),
        "leaving": encoder.record(tables.leaving),
        "experience": encoder.record(tables.experience),
        "talk": encoder.record(talk_of(stage)),
        "segments": segments_of(encoder, tables),
        "problems": tuple(weeks.problem(encoder, each, name_slot(name)) for name, each in problems),
    }


def _rates(record: dict[str, Any]) -> list[float]:
    """How often everything comes that comes by itself: problems by type, then prospects."""
    return [*(float(each.rate) for each in record["problems"]), peak_rate(record["population"])]


@cache
def templates() -> dict[str, Any]:
    """A record of each kind that a world may have none of, for its layout."""
    encoder = Encoder(Names((), (), (), ()))
    channel, customers = Channel(), CustomerClass.model_validate(ANY_CLASS)
    return {
        "classes": encoder.record(customers, up_to=1.0),
        "problems": EncodedWeeks().problem(encoder, Problem(), 0),
        "channels": EncodedWeeks().channel(encoder, Service(), channel),
        "touches": encoder.record(Touch(), alike=0),
    }
