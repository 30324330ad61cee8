"""Validate: what is wrong with a scenario file, and what is worth a look; nothing runs."""

from __future__ import annotations

from typing import NamedTuple

from journeysim.calibration.sheet import told_firm
from journeysim.errors import Fault, ScenarioError
from journeysim.experiment.resolved_claims import refuse_unknown_metrics
from journeysim.scenario.idle import idle
from journeysim.scenario.reversals import reversals
from journeysim.scenario.scenario import load


class Validation(NamedTuple):
    """Every fault of a scenario, its claims' metrics included; warnings stop nothing.

    has_claims: is there something for `check` to judge?
    """

    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    has_claims: bool = False


def validated(source: str) -> Validation:
    """What there is to say of a scenario file; nothing if it is right."""
    try:
        scenario = load(source)
        refuse_unknown_metrics(scenario, scenario.tables.run.days)
        told_firm.picture_of(scenario)
    except ScenarioError as error:
        return Validation(faults=tuple(error.faults))
    claims = bool(scenario.tables.expect)
    warnings = (*reversals(scenario), *idle(scenario))
    return Validation(warnings=warnings, has_claims=claims)
