"""Command: the shell command that gives the numbers on the screen: both lines, dated changes included.

What was turned by hand is a policy of its own, so that it never touches the baseline; a world dial
is set for both.
"""

from __future__ import annotations

import shlex
from dataclasses import replace
from itertools import count
from typing import Literal, NamedTuple

from journeysim.experiment.family import IntervalFamily, usual
from journeysim.report.to_toml import literal
from journeysim.scenario.merging import Table, leaves
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Frame
from journeysim.tui.dials import ScaledDial
from journeysim.tui.plan import Plan
from journeysim.tui.protocol import LedgerRequest
from journeysim.tui.saving import dated_changes
from journeysim.tui.session.launch import Launch
from journeysim.tui.session.session import Session
from journeysim.tui.solving import SolveRequest

YOU = "you"
"""The name of a policy with changes made by hand."""

LABEL = "your policy"
"""What it is called in a sentence."""


class Played(NamedTuple):
    """What is on the screen: a policy with changes against another one, with some luck."""

    scenario: Scenario
    policy: str
    against: str
    plan: Plan
    seed: int


def played(session: Session) -> Played:
    """What a command has to say of a session."""
    own = session.decisions
    return Played(session.scenario, own.policy, session.against, own.plan, own.seed)


def command_of(session: Session) -> str:
    """The shell command that gives the numbers on the screen, in as many runs as are known."""
    known = min(runs.paired for runs in map(session.exchange.cache.runs, session.pair))
    return reproducing(session.launch, played(session), known)


def reproducing(launch: Launch, you: Played, runs: int) -> str:
    """The command that compares both lines in as many runs; one line alone is run."""
    forked = you.policy != you.against or bool(you.plan.levers)
    words = arguments("compare" if forked else "run", launch, you)
    return shlex.join([*words, "--replications", str(max(1, runs))])


def arguments(verb: str, launch: Launch, you: Played) -> list[str]:
    """The words of a command about *you*; what it compares with is the baseline on the screen.

    A comparison is of all policies, as the screen's is, so that intervals hold for as many.
    """
    words = ["journeysim", verb, launch.source]
    words += ["--baseline", you.against] if verb == "compare" else ["--policy", policy_name(you)]
    frame, believed = launch.frame, you.plan.lived_in
    words += (replace(frame, world=believed.name) if believed.name else frame).words()
    for setting in _own_settings(you):
        words += ["--set", setting]
    return [*words, "--seed", str(you.seed)]


def family_of(session: Session) -> IntervalFamily:
    """What the interval of each difference on the screen holds together with: all policies there are,
    *you* with changes among them, looked at once."""
    named = usual(session.scenario, session.against, exactly=True)
    others = [name for name in session.scenario.policies if name != session.against]
    return named._replace(comparisons=max(1, len(others) + bool(session.decisions.plan.levers)))


def ledger_request(session: Session, runs: int) -> LedgerRequest | None:
    """The order to count whom *you* keep and drive away, in so many runs; None where there is
    nothing to count."""
    you = played(session)
    if runs < 1 or not session.is_forked:
        return None
    settings = (*settings_of(you), f"run.seed={you.seed}")
    return LedgerRequest(settings, (you.against, policy_name(you)), runs)


def solve_request(
    session: Session, dial: ScaledDial, claim: str, side: Literal["", "smallest", "largest"]
) -> SolveRequest:
    """The order to find what a dial has to be, in the policy played without what was turned by hand."""
    you = _untouched(session)
    low, high, step = (dial.typed_value(value) for value in (dial.low, dial.high, dial.step))
    settings = (*settings_of(you), f"run.seed={you.seed}")
    return SolveRequest(settings, you.policy, dial.key, claim, low, high, step, side)


def solve_command(session: Session, request: SolveRequest) -> str:
    """The shell command that gives the same answer."""
    words = arguments("solve", session.launch, _untouched(session))
    words += ["--find", request.find, "--for", request.claim]
    words += ["--from", request.low, "--to", request.high, "--step", request.step]
    return shlex.join([*words, *([f"--{request.side}"] if request.side else [])])


def _untouched(session: Session) -> Played:
    """What is played, with the world as it was made, and no lever turned."""
    you = played(session)
    changes = tuple(change for change in you.plan.changes if not change.is_lever)
    return you._replace(plan=replace(you.plan, changes=changes))


def frame_of(launch: Launch, you: Played) -> Frame:
    """What a study lays over the scenario, so that it has *you* and what the dials stand for."""
    settings = (*launch.frame.settings, *settings_of(you))
    return replace(launch.frame, seed=you.seed, settings=settings)


def settings_of(you: Played) -> list[str]:
    """*You* as a policy, the named world that it is lived in, and the world dials, each as `KEY=VALUE`."""
    believed = [
        f"{'.'.join(path)}={literal(value)}" for path, value in leaves(you.plan.lived_in.values)
    ]
    return [*believed, *_own_settings(you)]


def _own_settings(you: Played) -> list[str]:
    name = policy_name(you)
    own = [f"policies.{name}={literal(_policy(you))}"] if name != you.policy else []
    return [*own, *(f"{key}={value}" for key, value in _world(you.plan).items())]


def policy_name(you: Played) -> str:
    """The policy's own name; with changes a name that no other policy has."""
    if not you.plan.levers:
        return you.policy
    taken = {*you.scenario.tables.policies, "baseline"}
    names = (YOU if number == 1 else f"{YOU}_{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _policy(you: Played) -> Table:
    table: Table = {"label": LABEL}
    if you.policy in you.scenario.tables.policies:
        table["includes"] = [you.policy]
    return table | {"changes": dated_changes(you.plan)}


def _world(plan: Plan) -> dict[str, str]:
    """What each world dial was turned to last, as a scenario file says it."""
    settings = [c.dial.setting(c.after) for c in plan.changes if not c.is_lever]
    return {".".join(path): literal(value) for path, value in settings}
