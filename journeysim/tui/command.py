"""Command: the shell command that gives the numbers on the screen, dated changes included."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from journeysim.report.to_toml import literal
from journeysim.tui.plan import Plan


@dataclass(frozen=True)
class Origin:
    """How the scenario came to the screen: its name and the options it was opened with."""

    source: str
    options: tuple[str, ...] = ()


def reproducing(origin: Origin, policy: str, plan: Plan, seed: int, runs: int) -> str:
    """The command that measures this policy with these changes, in as many runs."""
    words = ["journeysim", "run", origin.source, "--policy", policy, *origin.options]
    words += ["--seed", str(seed), "--replications", str(max(1, runs))]
    latest = {}
    for change in plan.changes:
        key, value = change.dial.setting(change.after)
        said = f"{'.'.join(key)}={literal(value)}"
        if change.is_lever:
            words += ["--at", f"{change.day} d", said]
        else:
            latest[change.dial.key] = said
    for said in latest.values():
        words += ["--set", said]
    return shlex.join(words)
