"""Command: the shell command that gives the numbers on the screen: both lines, dated changes included.

What was turned by hand is a policy of its own, so that it never touches the baseline; a world dial
is set for both.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from journeysim.report.to_toml import literal
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario
from journeysim.tui.plan import Plan
from journeysim.tui.saving import dated_changes

YOU = "you"
"""What a policy with changes made by hand is called."""


@dataclass(frozen=True)
class Origin:
    """How the scenario came to the screen: its name and the options it was opened with."""

    source: str
    options: tuple[str, ...] = ()


class Played(NamedTuple):
    """What is on the screen: a policy with changes against another one, with some luck."""

    scenario: Scenario
    policy: str
    against: str
    plan: Plan
    seed: int


def reproducing(origin: Origin, played: Played, runs: int) -> str:
    """The command that compares both lines in as many runs; one line alone is run."""
    forked = played.policy != played.against or bool(played.plan.levers)
    words = arguments("compare" if forked else "run", origin, played)
    return shlex.join([*words, "--replications", str(max(1, runs))])


def arguments(verb: str, origin: Origin, played: Played) -> list[str]:
    """The words of a command about *you*; what it compares with is the baseline on the screen."""
    name = _name(played)
    words = ["journeysim", verb, origin.source]
    if verb in ("compare", "report"):
        words += ["--baseline", played.against]
    if verb == "report":
        words += ["--focus", name]
    words += ["--policy", name, *origin.options]
    if name != played.policy:
        words += ["--set", f"policies.{name}={literal(_policy(played))}"]
    for key, said in _world(played.plan).items():
        words += ["--set", f"{key}={said}"]
    return [*words, "--seed", str(played.seed)]


def _name(played: Played) -> str:
    """The policy's own name; with changes a name that no other policy has."""
    if not played.plan.levers:
        return played.policy
    taken = {*played.scenario.tables.policies, "baseline"}
    names = (YOU if number == 1 else f"{YOU}_{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _policy(played: Played) -> Table:
    table: Table = {"label": YOU}
    if played.policy in played.scenario.tables.policies:
        table["includes"] = [played.policy]
    return table | {"changes": dated_changes(played.plan)}


def _world(plan: Plan) -> dict[str, str]:
    """What each world dial was turned to last, as a scenario file says it."""
    settings = [c.dial.setting(c.after) for c in plan.changes if not c.is_lever]
    return {".".join(path): literal(value) for path, value in settings}
