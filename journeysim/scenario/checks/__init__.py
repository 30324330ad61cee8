"""Checks: what a file says must fit together: shares, names, policies, worlds, dials, claims.

Every check takes a draft and returns its faults; nothing stops at the first. Form (types, bounds,
unknown keys) has been checked before.
"""

from journeysim.scenario.checks.draft import Draft
from journeysim.scenario.checks.every import faults_of
from journeysim.scenario.checks.worlds import faults_within

__all__ = ["Draft", "faults_of", "faults_within"]
