"""Verification: the worlds with known answers, run by both engines and held against their exact answers.

An answer agrees if the exact value lies within the interval of the simulated mean and that interval
is narrow. The intervals hold for all answers together with 99.9 % (Bonferroni), so that a true
installation fails about once in a thousand seeds. The laws hold exactly, or they do not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Literal

from journeysim.engine.choice import COMPILED, SIMPY, Jobs
from journeysim.engine.running import run
from journeysim.experiment.compare import measure
from journeysim.experiment.estimate import Estimate, estimate, shared
from journeysim.experiment.replicate import MeasureTask, Progress, perform_all
from journeysim.experiment.verify.answers import FORMS, Answer, Form, answers_of, shipped_world
from journeysim.scenario import shipped
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import BASELINE

CONFIDENCE = 0.999
"""With which all intervals hold together."""

NARROW = 0.02
"""How far an interval may reach to either side, relative to the exact value."""

LONGER = 4
"""How many times the replications of its file a world is given by the compiled engine."""

Verdict = Literal["pass", "fail", "undecided"]

_SAME_RUNS = 2
_SMALL = ("population.customers=150", "run.days=120 d")


@dataclass(frozen=True)
class VerifiedAnswer:
    """An exact answer and what each engine gives, with its interval (None: it was not asked)."""

    scenario: Scenario
    form: Form
    answer: Answer
    compiled: Estimate | None
    simpy: Estimate | None

    @property
    def verdict(self) -> Verdict:
        """Does what was simulated agree with the exact answer?"""
        asked = [interval for interval in (self.compiled, self.simpy) if interval is not None]
        exact = self.answer.exact
        if any(not interval.low <= exact <= interval.high for interval in asked):
            return "fail"
        narrow = any(interval.half <= NARROW * abs(exact) for interval in asked)
        return "pass" if narrow else "undecided"


@dataclass(frozen=True)
class Law:
    """Something that holds exactly, and how often it was looked at."""

    words: str
    holds: bool
    looked_at: str

    @property
    def verdict(self) -> Verdict:
        """Does it hold?"""
        return "pass" if self.holds else "fail"


def every_world() -> list[tuple[Scenario, Form]]:
    """The shipped worlds of every form."""
    return [(load(shipped_world(world)), form) for form in FORMS for world in form.worlds]


def verified_answers(
    worlds: Sequence[tuple[Scenario, Form]],
    engines: Sequence[str],
    jobs: Jobs = None,
    progress: Progress | None = None,
) -> list[VerifiedAnswer]:
    """Every answer of these worlds, by these engines.

    Without the compiled engine, answers that need far more replications are left out. progress is
    told of each engine's runs in turn.
    """
    asked = [
        (scenario, form, answer)
        for scenario, form in worlds
        for answer in answers_of(scenario, form)
        if answer.longer == 1 or COMPILED in engines
    ]
    confidence = shared(CONFIDENCE, max(1, len(asked) * len(engines)))
    by_engine: dict[str, list[Estimate]] = {}
    for engine in engines:
        times = LONGER if engine == COMPILED else 2 if COMPILED not in engines else 1
        by_engine[engine] = _estimates(asked, engine, times, confidence, jobs, progress)
    return [
        VerifiedAnswer(
            *each,
            by_engine[COMPILED][index] if COMPILED in by_engine else None,
            by_engine[SIMPY][index] if SIMPY in by_engine else None,
        )
        for index, each in enumerate(asked)
    ]


def _estimates(
    asked: Sequence[tuple[Scenario, Form, Answer]],
    engine: str,
    times: int,
    confidence: float,
    jobs: Jobs,
    progress: Progress | None,
) -> list[Estimate]:
    """The mean of every answer by one engine: all runs of all worlds are one heap of work."""
    together: dict[str, tuple[Scenario, list[Answer]]] = {}
    for scenario, _, answer in asked:
        together.setdefault(scenario.sha256, (scenario, []))[1].append(answer)
    tasks: list[MeasureTask] = []
    spans = {}
    for digest, (scenario, answers) in together.items():
        longer = max(answer.longer for answer in answers) if engine == COMPILED else 1
        count = scenario.tables.run.replications * times * longer
        names = tuple(answer.metric for answer in answers)
        spans[digest] = (len(tasks), count, names)
        tasks += [MeasureTask(scenario, BASELINE, number, names, engine) for number in range(count)]
    results = perform_all(tasks, jobs, progress)
    estimates = []
    for scenario, _, answer in asked:
        first, count, names = spans[scenario.sha256]
        column = names.index(answer.metric)
        seen = [result.values[column] for result in results[first : first + count]]
        estimates.append(estimate(seen, confidence))
    return estimates


def laws(engines: Sequence[str]) -> list[Law]:
    """What holds exactly: customers are conserved, a policy equals its copy, engines agree."""
    engine = COMPILED if COMPILED in engines else SIMPY
    result = [_conserved(engine), _copied(engine)]
    if len(engines) > 1:
        result.append(_same_events())
    return result


def _conserved(engine: str) -> Law:
    scenario = load(shipped_world("referrals"))
    names = ("joined", "active", "churned")
    experiment = measure(scenario, (BASELINE,), names, replications=5, jobs=1, engine=engine)
    seen = experiment.observations[BASELINE]
    started = scenario.tables.population.customers
    holds = all(
        started + joined == active + churned
        for joined, active, churned in zip(*(seen[name] for name in names), strict=True)
    )
    return Law("customers are conserved: started + joined = active + left", holds, "5 runs")


def _copied(engine: str) -> Law:
    scenario = load(shipped_world("same_twice"))
    one, other = scenario.policies
    experiment = measure(scenario, (one, other), replications=3, jobs=1, engine=engine)
    seen = experiment.observations
    there = [name for name in experiment.metrics if not any(isnan(v) for v in seen[one][name])]
    holds = all(seen[one][name] == seen[other][name] for name in there)
    words = "a policy against its own copy differs by exactly nothing"
    return Law(words, holds, f"{len(there)} metrics, 3 runs")


def _same_events() -> Law:
    """Do both engines write the same rows, bit by bit, in every shipped world?"""
    worlds = [load(name) for name in shipped.known_answers()]
    worlds += [load(name, settings=_SMALL) for name in shipped.names()]
    rows, holds = 0, True
    for scenario in worlds:
        for number in range(_SAME_RUNS):
            for policy in scenario.policies[-1:]:
                quick, slow = (
                    run(scenario, policy, number, engine) for engine in (COMPILED, SIMPY)
                )
                rows += len(slow.log)
                same = quick.log.rows.tobytes() == slow.log.rows.tobytes()
                holds = holds and same and quick.people.tobytes() == slow.people.tobytes()
    looked_at = f"{len(worlds)} worlds, {rows:,} events"
    return Law("both engines write the same events, bit by bit", holds, looked_at)
