"""Shifts: the week of fewest agents in which a claim about a line holds, beside that of Erlang A.

The chance of finding all busy is the same at every hour; the largest at which the claim's mean is on
its good side is halved in on, and then judged as claims are. Everything is simulated as it is: who
hangs up calls again, who is not helped calls once more, and care work takes the same people's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

import numpy as np

from journeysim import metrics
from journeysim.engine.choice import SIMPY, Jobs
from journeysim.engine.log import Array
from journeysim.experiment.deciding import Verdict
from journeysim.experiment.decisions.candidates import candidates
from journeysim.experiment.decisions.staffing import (
    Standard,
    Week,
    WeekPart,
    ample,
    erlang_a_says,
    levers_of,
    needed,
    week_of,
    week_part,
)
from journeysim.experiment.estimate import CONFIDENCE, shared
from journeysim.experiment.replicate import Progress, carry_out
from journeysim.experiment.resolved_claims import ResolvedClaim, threshold
from journeysim.experiment.sequential import Sample
from journeysim.experiment.verdicts import Judgement, trial
from journeysim.model.hours import quarters
from journeysim.model.service import Channel
from journeysim.scenario.claims import Claim
from journeysim.scenario.encoded_phases import week
from journeysim.scenario.merging import Table, at
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Expect

CHANCES = 200
"""Chances of finding all busy are tried in so many parts of one."""

ROUNDS = 6
"""So often a week is simulated again with the agents that the last one asks for."""

TRIES = 10
"""So many smaller chances are tried where the one at the boundary does not pass."""


@dataclass(frozen=True)
class Staffing:
    """Whose shifts are looked for: a channel of a policy, for a claim about it."""

    scenario: Scenario
    policy: str
    channel: str
    claim: Claim
    text: str
    looks: tuple[int, ...]
    beside: tuple[str, ...] = ()
    engine: str = SIMPY
    jobs: Jobs = None
    progress: Progress | None = None

    @property
    def metric(self) -> str:
        """What the claim is about, of this channel."""
        return metrics.find(self.claim.metric).name

    @property
    def levers(self) -> Channel:
        """The channel as the policy has it."""
        return self.scenario.phases(self.policy)[0].levers.service.channels[self.channel]


class Shifts(NamedTuple):
    """Agents at work at each hour of the week, the levers that say so, and the hours paid a week."""

    agents: Array
    levers: Table
    hours: float


@dataclass(frozen=True)
class StaffingPlan:
    """The fewest, beside Erlang A's and today's.

    chance: of finding all busy; fewer: the hours and the claim's mean of the next week with fewer;
    sample: the three as policies `names`, with the metrics beside; judgement: of the fewest.
    """

    staffing: Staffing
    fewest: Shifts
    erlang: Shifts
    today: Shifts
    chance: float
    fewer: tuple[float, float] | None
    judgement: Judgement
    sample: Sample
    names: tuple[str, str, str]


class WeekTask(NamedTuple):
    """One run of a policy, of which a channel's week is wanted."""

    scenario: Scenario
    policy: str
    replication: int
    channel: str
    metric: str
    engine: str


def lived_week(task: WeekTask, stop: Array | None = None) -> WeekPart:
    """Run one task. A pure function; stop: see `running.run`."""
    from journeysim.engine.running import run

    outcome = run(task.scenario, task.policy, task.replication, task.engine, stop)
    request = metrics.find(task.metric)
    figure = metrics.evaluate(outcome, [request])[request.name]
    return week_part(outcome, outcome.encoded.names.channels.index(task.channel), figure)


def staffing_plan(asked: Staffing, standard: Standard) -> StaffingPlan:
    """The plan. standard: what Erlang A is to reach at every hour."""
    channel = asked.levers
    week_today = _lived(asked, asked.scenario, asked.policy)
    patience = channel.patience.distribution().mean()
    erlang = _shifts(asked, erlang_a_says(week_today, patience, standard))
    known: dict[int, tuple[Shifts, float]] = {}
    lived: dict[bytes, Week] = {}
    start = ample(week_today)

    def tried(part: int) -> tuple[Shifts, float]:
        if part not in known:
            known[part] = _steady(asked, start, part / CHANCES, lived)
        return known[part]

    low, high = 0, CHANCES
    while high - low > 1:
        middle = (low + high) // 2
        good = _holds(asked.claim, tried(middle)[1])
        low, high = (middle, high) if good else (low, middle)
    part, last = max(low, 1), max(1, low - TRIES)
    while True:
        fewest, _ = tried(part)
        judgement, sample, names = _judged(asked, fewest, erlang)
        if judgement.verdict is Verdict.PASS or part <= last:
            break
        part -= 1
    beyond = known.get(part + 1)
    fewer = None if beyond is None else (beyond[0].hours, beyond[1])
    return StaffingPlan(
        asked, fewest, erlang, _today(channel), part / CHANCES, fewer, judgement, sample, names
    )


def _steady(
    asked: Staffing, start: Array, chance: float, lived: dict[bytes, Week]
) -> tuple[Shifts, float]:
    """The agents that the week they are simulated in asks for, and the claim's mean with them.

    lived: what was simulated so far, by the agents at each hour.
    """
    shifts = _shifts(asked, start)
    seen = _seen(asked, shifts, lived)
    for _ in range(ROUNDS):
        following = _shifts(asked, needed(seen, chance))
        moved = int(np.abs(following.agents - shifts.agents).max())
        if moved == 0:
            break
        shifts, seen = following, _seen(asked, following, lived)
        if moved == 1:
            break
    return shifts, seen.figure


def _seen(asked: Staffing, shifts: Shifts, lived: dict[bytes, Week]) -> Week:
    """What the week looks like with these shifts, simulated once."""
    key = shifts.agents.tobytes()
    if key not in lived:
        (made,) = candidates(asked.scenario, asked.policy, [shifts.levers])
        lived[key] = _lived(asked, *made)
    return lived[key]


def _lived(asked: Staffing, scenario: Scenario, policy: str) -> Week:
    """What a policy's week looks like, by as many runs as the first look has."""
    tasks = [
        WeekTask(scenario, policy, number, asked.channel, asked.metric, asked.engine)
        for number in range(asked.looks[0])
    ]
    return week_of(carry_out(tasks, lived_week, asked.jobs, asked.progress))


def _holds(claim: Claim, figure: float) -> bool:
    bound = threshold(claim)
    return figure >= bound if claim.operator in (">=", ">") else figure <= bound


def _shifts(asked: Staffing, agents: Array) -> Shifts:
    levers = levers_of(asked.channel, asked.levers, agents)
    inner = at(levers, ("service", "channels", asked.channel))
    made = asked.levers.model_copy(update={"agents": inner["agents"], "shifts": []})
    paid = [made.agents * is_open for is_open in quarters(made.hours)]
    for shift in inner["shifts"]:
        flags = quarters(shift["hours"])
        paid = [here + shift["agents"] * flag for here, flag in zip(paid, flags, strict=True)]
    opens = np.array(quarters(made.hours)).reshape(-1, 4).max(axis=1)
    return Shifts(agents * opens, levers, fsum(paid) / 4.0)


def _today(channel: Channel) -> Shifts:
    """The shifts as they are."""
    staffed = week(channel)
    present = np.array(staffed["present"]).reshape(-1, 4).max(axis=1)
    return Shifts(present, {}, fsum(staffed["paid"]) / 4.0)


def _judged(
    asked: Staffing, fewest: Shifts, erlang: Shifts
) -> tuple[Judgement, Sample, tuple[str, str, str]]:
    """The verdict on the claim with the fewest, and all three simulated with the same luck."""
    made = candidates(asked.scenario, asked.policy, [fewest.levers, erlang.levers])
    names = (made[0].policy, made[1].policy, asked.policy)
    claim = ResolvedClaim(
        parsed=asked.claim,
        text=asked.text,
        policy=names[0],
        threshold=threshold(asked.claim),
        confidence=shared(CONFIDENCE, len(asked.looks)),
        looks=asked.looks,
        expect=Expect(claim=asked.text),
        where="--for",
    )
    wanted = tuple(dict.fromkeys((asked.metric, *asked.beside)))
    begun = Sample(made[0].scenario, wanted)
    every: Sequence[str] = names
    for state in trial(
        begun, [claim], engine_for=lambda _: asked.engine, also=every, first=asked.looks[0],
        jobs=asked.jobs, progress=asked.progress,
    ):  # fmt: skip
        sample, judgements = state.sample, state.judgements
    return judgements[0], sample, names
