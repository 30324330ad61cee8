"""Told firm: a scenario held against what its [firm] section says: which figures, and how they compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, isnan

from journeysim import metrics
from journeysim.calibration.mirror import MirrorRow
from journeysim.calibration.sheet import aims, facts, picture
from journeysim.calibration.sheet.aims import Aim
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.experiment.estimate import estimate
from journeysim.model.firm import FirmFacts
from journeysim.scenario.scenario import Scenario

NOTHING = FirmFacts().model_dump()


def tells(scenario: Scenario) -> bool:
    """Does the scenario say anything of the firm that it is of?"""
    return scenario.tables.firm.model_dump() != NOTHING


def picture_of(scenario: Scenario) -> FirmPicture:
    """The facts of a scenario's firm. Raises ScenarioError naming file, line and key."""
    document = scenario.document
    table = document.values.get("firm", {})
    sheet = facts.read(table, lambda path: document.where(("firm", *path)))
    return picture.picture_of(sheet)


def figures(scenario: Scenario) -> list[Aim]:
    """The figures that a run of this scenario shows: those its owner told, and the usual ones that stand in."""
    run, picture = scenario.tables.run, picture_of(scenario)
    every = aims.aims_of(picture, run.days - run.warmup)
    part = scenario.tables.population.customers / picture.customers
    channels = scenario.tables.service.channels
    return [
        _of_part(each, part) for each in every if each.metric.partition(".")[2] in ("", *channels)
    ]


def _of_part(aim: Aim, part: float) -> Aim:
    """The aim where so large a part of the firm's customers is simulated: the data of some may be at hand.

    Shares and figures of a customer stay; those who join are as many fewer.
    """
    if metrics.find(aim.metric).metric.unit != "count":
        return aim
    return aim._replace(value=aim.value * part, width=aim.width * part, times=aim.times / part)


def told_figures(scenario: Scenario) -> list[Aim]:
    """The same where it is about the firm as its file says it: none where something was laid over it."""
    loading = scenario.loading
    if scenario.world or not tells(scenario) or (loading and (loading.settings or loading.dated)):
        return []
    others = any(text.startswith("population.") for _, text in loading.options) if loading else False  # fmt: skip
    return [] if others else figures(scenario)


def rows(figures: Sequence[Aim], seen: Mapping[str, Sequence[float]]) -> tuple[MirrorRow, ...]:
    """The figures beside those observed, by metric."""
    return tuple(_row(each, seen[each.metric]) for each in figures if each.metric in seen)


def _row(aim: Aim, seen: Sequence[float]) -> MirrorRow:
    unit = aim.unit or metrics.find(aim.metric).metric.unit
    seen = [aim.times * value for value in seen]
    mean = fsum(seen) / len(seen)
    low = high = mean
    if len(seen) > 1 and not any(isnan(value) for value in seen):
        interval = estimate(seen)
        low, high = interval.low, interval.high
    source = "assumed" if aim.usual else "told"
    value, width = aim.times * aim.value, aim.times * aim.width
    return MirrorRow(aim.key, value, mean, low, high, width, unit, source, True, "", aim.text)
