"""Show: a scenario's merged values with the origin of each, or one frozen file, as text."""

from __future__ import annotations

from journeysim.errors import UsageError
from journeysim.report.listing import listing
from journeysim.report.to_toml import frozen as frozen_text
from journeysim.scenario.scenario import Scenario


def shown(
    scenario: Scenario, policy: str | None = None, *, everything: bool = False, frozen: bool = False
) -> str:
    """What is in force, of one policy if named. Raises UsageError for a frozen policy."""
    if not frozen:
        return listing(scenario, policy, everything)
    if policy is not None:
        raise UsageError("--frozen writes every policy; leave --policy out")
    return frozen_text(scenario)
