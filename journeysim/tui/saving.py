"""Saving: a branch as a policy, in a new scenario file that holds every value in force.

The original is never touched and nothing is overwritten. What was turned by hand stands under
`[policies.NAME]` with its dates; world dials stand where the world is described.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from journeysim.errors import UsageError
from journeysim.numerals import spelled
from journeysim.report.files import refuse_overwriting, write_text
from journeysim.report.to_toml import frozen
from journeysim.scenario.merging import Table, merged, nested
from journeysim.scenario.scenario import Scenario
from journeysim.tui.plan import Plan

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


def with_policy(scenario: Scenario, policy: str, plan: Plan, name: str) -> Scenario:
    """The scenario with the branch as one more policy. Raises UsageError for a wrong name."""
    if not _NAME.match(name):
        raise UsageError(f"{name!r} is no name; allowed: a-z, 0-9 and _, a letter first")
    if name in scenario.tables.policies or name == "baseline":
        raise UsageError(f"there is a policy {name!r} already; choose another name")
    saved: Table = {"label": name.replace("_", " "), "about": _about(plan)}
    if policy in scenario.tables.policies:
        saved["includes"] = [policy]
    if changes := dated_changes(plan, scenario.dated):
        saved["changes"] = changes
    return scenario.with_values(merged(plan.world, {"policies": {name: saved}}), "the screen")


def save(scenario: Scenario, policy: str, plan: Plan, name: str, path: Path) -> None:
    """Write that scenario, whole or not at all. Raises UsageError."""
    text = frozen(with_policy(scenario, policy, plan, name))
    refuse_overwriting(path, scenario.document.files)
    try:
        taken = path.exists()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UsageError(f"{path} cannot be written: {why}") from None
    if taken:
        raise UsageError(f"{path} is there already; nothing is overwritten")
    write_text(path, text)


def dated_changes(plan: Plan, before: Sequence[tuple[float, Table]] = ()) -> list[Table]:
    """The levers that were turned, one table a day; before: changes that come first on their day."""
    days: dict[float, Table] = {}
    own = [
        (float(change.day), nested(*change.dial.setting(change.after)))
        for change in plan.changes
        if change.is_lever
    ]
    for day, table in (*before, *own):
        days[day] = merged(days.get(day, {}), table)
    return [{"at": f"{day:.10g} d"} | table for day, table in sorted(days.items())]


def _about(plan: Plan) -> str:
    words = [
        f"{c.dial.label} {c.dial.number(c.before)} to {c.dial.text(c.after)} on day {c.day}"
        for c in plan.changes
        if c.is_lever
    ]
    return spelled("played on the screen: " + ("; ".join(words) or "nothing turned"))
