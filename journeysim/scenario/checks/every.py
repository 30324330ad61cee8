"""Every check there is, in the order in which a file is read."""

from __future__ import annotations

from journeysim.errors import Fault
from journeysim.scenario.checks.changes import faults_of_changes
from journeysim.scenario.checks.claims import faults_of_expect, faults_of_lessons
from journeysim.scenario.checks.dials import faults_of_dials
from journeysim.scenario.checks.draft import Draft
from journeysim.scenario.checks.frame import faults_of_frame
from journeysim.scenario.checks.policies import faults_of_policies
from journeysim.scenario.checks.worlds import faults_of_worlds

CHECKS = (
    faults_of_frame,
    faults_of_policies,
    faults_of_changes,
    faults_of_worlds,
    faults_of_dials,
    faults_of_expect,
    faults_of_lessons,
)
IN_A_WORLD = CHECKS[:3]
"""What a named world can have spoiled."""


def faults_of(draft: Draft, whole: bool = True) -> list[Fault]:
    """Everything in a scenario that does not fit together; whole: see `checked`."""
    checks = CHECKS if whole and draft.world is None else IN_A_WORLD
    return [fault for check in checks for fault in check(draft)]
