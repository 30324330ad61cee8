"""Search: what is looked for among the values of a knob, and what was run of it so far.

A value is looked at by the mean of a few replications, or judged as claims are: look by look, up to
the last that is allowed. Nothing is run twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from journeysim import metrics
from journeysim.engine.choice import SIMPY, Jobs
from journeysim.experiment.decisions.candidates import TriedPolicy
from journeysim.experiment.estimate import CONFIDENCE, shared
from journeysim.experiment.replicate import Progress
from journeysim.experiment.resolved_claims import ResolvedClaim, threshold
from journeysim.experiment.sequential import Sample, extended
from journeysim.experiment.verdicts import Judgement, trial
from journeysim.scenario.claims import Claim
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Expect

COSTS = (
    "service_cost", "care_cost", "programmes", "goodwill", "discounts", "points", "sales_cost",
)  # fmt: skip
"""What a firm pays for its levers directly, or gives away by them."""

SIDES = 2
"""Verdicts that an answer rests on: the value holds, and the one beside it does not."""

Side = Literal["smallest", "largest"]


@dataclass(frozen=True)
class KnobSearch:
    """What is looked for: a candidate a value, upwards, and the claim that is to hold there.

    whole: is there nothing between two neighbours? side: the end that is wanted, None for the one
    that follows; looks: counts of replications at which a value is judged; max_events: all runs
    together may have about so many.
    """

    values: tuple[float, ...]
    candidates: tuple[TriedPolicy, ...]
    claim: Claim
    text: str
    looks: tuple[int, ...]
    whole: bool = True
    is_lever: bool = True
    side: Side | None = None
    engine: str = SIMPY
    jobs: Jobs = None
    progress: Progress | None = None
    max_events: int | None = None


class SearchRuns:
    """What was run so far, by scenario, so that nothing is run twice."""

    def __init__(self, search: KnobSearch) -> None:
        self._search = search
        self._samples: dict[int, Sample] = {}
        self.judgements: dict[int, Judgement] = {}
        self._metric = metrics.find(search.claim.metric).name
        self._metrics = tuple(dict.fromkeys((self._metric, *COSTS)))
        self.looked: set[int] = set()

    def values(self, place: int, metric: str, count: int) -> list[float]:
        """The metric of a candidate in its first so many replications."""
        self.run([place], count)
        policy = self._search.candidates[place].policy
        return list(self._sample(place).values(policy, metric)[:count])

    def costs(self, place: int, count: int) -> list[float]:
        """What a candidate's levers cost directly, one number a replication."""
        each = [self.values(place, metric, count) for metric in COSTS]
        return [fsum(parts) for parts in zip(*each, strict=True)]

    def done(self, place: int) -> int:
        """How many replications a candidate has."""
        return self._sample(place).done(self._search.candidates[place].policy)

    def figures(self, place: int, count: int) -> list[float]:
        """What the claim is about: a metric or a paired difference, one number a replication."""
        claim = self._search.claim
        ours = self.values(place, self._metric, count)
        if claim.against is None:
            return ours
        theirs = self._sample(place).values(claim.against, self._metric)[:count]
        return [one - other for one, other in zip(ours, theirs, strict=True)]

    def mean(self, place: int, count: int) -> float:
        """The mean of the same."""
        figures = self.figures(place, count)
        return fsum(figures) / len(figures)

    def margins(self, place: int, count: int) -> list[float]:
        """How far on its good side the claim's figure is, one number a replication.

        Of `within` it is the figure itself: no replication alone is within or without.
        """
        claim, figures = self._search.claim, self.figures(place, count)
        if claim.operator == "within":
            return figures
        sign = 1.0 if claim.operator in (">=", ">") else -1.0
        return [sign * (value - threshold(claim)) for value in figures]

    def margin(self, place: int, count: int) -> float:
        """The same of the mean."""
        margins = self.margins(place, count)
        mean = fsum(margins) / len(margins)
        claim = self._search.claim
        return threshold(claim) - abs(mean) if claim.operator == "within" else mean

    def holds(self, place: int, count: int) -> bool:
        """Is the mean on its good side?"""
        margin = self.margin(place, count)
        return margin > 0.0 or (margin == 0.0 and self._search.claim.operator not in (">", "<"))

    def run(self, places: Sequence[int], count: int) -> None:
        """Run these candidates up to so many replications."""
        self.looked |= set(places)
        search = self._search
        every = [search.candidates[place] for place in places]
        for scenario in {id(each.scenario): each.scenario for each in every}.values():
            names = [each.policy for each in every if each.scenario is scenario]
            if search.claim.against is not None:
                names.append(search.claim.against)
            self._keep(
                extended(
                    self._begun(scenario), tuple(dict.fromkeys(names)), count,
                    jobs=search.jobs, progress=search.progress, engine=search.engine, curves=False,
                )
            )  # fmt: skip

    def affordable(self, values: int, count: int) -> bool:
        """May so many more values be looked at, by what one took so far?"""
        bound = self._search.max_events
        if bound is None:
            return True
        runs = sum(len(each) for one in self._samples.values() for each in one.results.values())
        return self._spent() * (runs + values * count) <= bound * max(1, runs)

    def _spent(self) -> int:
        return sum(each.events for each in self._samples.values())

    def judged(self, place: int) -> Judgement:
        """The verdict on the claim at a value, with as many replications as it takes."""
        if place not in self.judgements:
            self.looked.add(place)
            search, candidate = self._search, self._search.candidates[place]
            claim = ResolvedClaim(
                parsed=search.claim,
                text=search.text,
                policy=candidate.policy,
                threshold=threshold(search.claim),
                confidence=shared(CONFIDENCE, SIDES * len(search.looks)),
                looks=search.looks,
                expect=Expect(claim=search.text),
                where="--for",
            )
            sample, bound = self._begun(candidate.scenario), search.max_events
            states = trial(
                sample, [claim], engine_for=lambda _: search.engine,
                jobs=search.jobs, progress=search.progress,
                max_events=None if bound is None else bound - self._spent() + sample.events,
            )  # fmt: skip
            for state in states:
                self._keep(state.sample)
                (self.judgements[place],) = state.judgements
        return self.judgements[place]

    def _sample(self, place: int) -> Sample:
        return self._samples[id(self._search.candidates[place].scenario)]

    def _begun(self, scenario: Scenario) -> Sample:
        return self._samples.get(id(scenario)) or Sample(scenario, self._metrics)

    def _keep(self, sample: Sample) -> None:
        self._samples[id(sample.scenario)] = sample
