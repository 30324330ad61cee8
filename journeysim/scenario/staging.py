"""Staging: the phases of a policy cut where the world changes, and what each stage's world is like."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from journeysim.knobs import Section
from journeysim.model.leaving import PERIOD
from journeysim.model.talk import Talk
from journeysim.scenario.document import Document
from journeysim.scenario.levers import levers_of
from journeysim.scenario.merging import at
from journeysim.scenario.phases import Phase
from journeysim.scenario.tables import LEVER_SECTIONS, WORLD_SECTIONS, Levers
from journeysim.scenario.world import not_counted
from journeysim.scenario.world_changes import WorldStage, laid_over

_NONE = (inf, 0.0)

ENOUGH = 90.0
"""Days of a year's decisions that tell enough of it, where those of the rest tell of something else."""

FELT = 1.5 * PERIOD
"""Days for which grievances by what has passed still move decisions."""


class StagedPhase(NamedTuple):
    """Levers in force from a day on, with what the world makes of them.

    turn, stage: how often the policy, and the world, have changed since day 0; basis: see
    `world.EncodedPhase`.
    """

    day: float
    levers: Levers
    turn: int
    stage: int
    basis: int


def staged(
    document: Document,
    phases: Sequence[Phase],
    opening: int,
    stages: Sequence[WorldStage],
    end: float,
) -> list[StagedPhase]:
    """Phases cut where the world changes. opening: the position of the phase of day 0."""
    begins, turns = [stage.day for stage in stages], [phase.day for phase in phases]
    result: list[StagedPhase] = []
    for day in sorted({*turns, *begins[1:]}):
        own = bisect_right(turns, day) - 1
        stage = max(0, bisect_right(begins, day) - 1)
        levers = _levers(document, phases[own], stages[stage])
        result.append(StagedPhase(day, levers, max(0, own - opening), stage, len(result)))
    return _with_bases(result, opening, stages, end) if len(stages) > 1 else result


def _with_bases(
    phases: list[StagedPhase], opening: int, stages: Sequence[WorldStage], end: float
) -> list[StagedPhase]:
    """Phases that know what of them tells of the world in which a run ends."""
    last = max(place for place, phase in enumerate(phases) if place == 0 or phase.day < end)
    ends = phases[last]
    alike = [
        place
        for place, phase in enumerate(phases[: last + 1])
        if place >= opening
        and phase.turn == ends.turn
        and phase.levers == ends.levers
        and _lasting(stages[phase.stage]) == _lasting(stages[ends.stage])
    ]
    first, silent = alike[0], not_counted(alike[0])
    shaken = _aftermath(phases, stages, alike, last, end)
    return [
        phase._replace(basis=first if place in alike and phase.day < shaken else silent)
        if first <= place <= last and phase.turn == ends.turn
        else phase
        for place, phase in enumerate(phases)
    ]


def _aftermath(
    phases: Sequence[StagedPhase],
    stages: Sequence[WorldStage],
    alike: Sequence[int],
    last: int,
    end: float,
) -> float:
    """The day from which on what has passed is still felt, where the time before it tells enough."""
    ends = phases[last]
    for place in range(alike[0], last):
        phase, following = phases[place], phases[place + 1]
        if place in alike or following.day <= end - FELT:
            continue
        passed, stays = stages[phase.stage].tables, stages[ends.stage].tables
        is_felt = passed.problems != stays.problems or phase.levers.service != ends.levers.service
        before = phase.day - max(phases[alike[0]].day, end - 2.0 * PERIOD)
        if is_felt and before >= ENOUGH:
            return phase.day
    return inf


def _lasting(stage: WorldStage) -> list[Section]:
    """What a world is like, whatever broke in it."""
    tables = stage.tables
    calm = tables.talk.model_copy(update={"scandal": 0.0})
    sections = {name: getattr(tables, name) for name in WORLD_SECTIONS} | {"talk": calm}
    return list(sections.values())


def _levers(document: Document, phase: Phase, stage: WorldStage) -> Levers:
    sections = {key for change in stage.changes for key in change.table}
    if not sections & set(LEVER_SECTIONS):
        return phase.levers
    table = laid_over(document, phase.table, stage.changes, Levers, LEVER_SECTIONS)
    return levers_of(document, table, ())


def talk_of(stage: WorldStage) -> Talk:
    """What people tell in a stage: a scandal breaks once, where a change begins that says it."""
    talk = stage.tables.talk
    says = [each for each in stage.changes if at(each.table, ("talk", "scandal")) is not None]
    breaks = any(each.day == stage.day for each in says) or (stage.day == 0.0 and not says)
    return talk if breaks else talk.model_copy(update={"scandal": 0.0})


def rates_of(
    begins: Sequence[float], of_stages: Sequence[Sequence[float]]
) -> tuple[tuple[float, ...], ...]:
    """For each stream, when which rate begins, as `World.rates` has it; nothing if none changes.

    begins: of each stage; of_stages: of each, the rates of all streams.
    """
    rows = [_pieces(begins, rates) for rates in zip(*of_stages, strict=True)]
    if all(len(row) == 1 for row in rows):
        return ()
    longest = max(map(len, rows))
    filled = [[*row, *[_NONE] * (longest + 1 - len(row))] for row in rows]
    return tuple(tuple(number for piece in row for number in piece) for row in filled)


def _pieces(begins: Sequence[float], rates: Sequence[float]) -> list[tuple[float, float]]:
    """When each rate begins that is not as the one before; the first holds since ever."""
    pieces = [(-inf, rates[0])]
    for begin, rate in zip(begins[1:], rates[1:], strict=True):
        if rate != pieces[-1][1]:
            pieces.append((begin, rate))
    return pieces
