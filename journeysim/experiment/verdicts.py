"""Verdicts: claims judged look by look, with more replications until they are decided.

What is open when the replications are used up is undecided. Never decides on a single replication,
nor on fewer than planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan

from journeysim import metrics
from journeysim.engine.choice import Jobs
from journeysim.errors import WorkLimitError
from journeysim.experiment.deciding import Verdict, estimated, verdict_at
from journeysim.experiment.estimate import ENOUGH, Estimate, replications_needed
from journeysim.experiment.replicate import Progress
from journeysim.experiment.resolved_claims import ResolvedClaim
from journeysim.experiment.sequential import Sample, extended


@dataclass(frozen=True)
class Judgement:
    """The verdict on one claim, and what it rests on.

    estimate: mean and interval in the metric's unit, n replications. reason: why it is undecided,
    "" otherwise. needed: about how many replications would tell, None if nobody knows. looks: how
    often it was looked at.
    """

    claim: ResolvedClaim
    verdict: Verdict
    estimate: Estimate
    reason: str = ""
    needed: int | None = None
    looks: int = 0

    @property
    def counts_as(self) -> str:
        """What it counts as: pass, fail, undecided, or warn for what changes no exit code."""
        expect = self.claim.expect
        if self.verdict is Verdict.PASS:
            return "pass"
        usual = "fail" if self.verdict is Verdict.FAIL else expect.on_undecided
        counted = "warn" if expect.level == "warn" else usual
        return "fail" if counted in self.claim.fail_on else counted


@dataclass(frozen=True)
class Trial:
    """How far the judging of one scenario in one world has come; judgements in the file's order."""

    sample: Sample
    judgements: tuple[Judgement, ...]
    wanted: int = 0

    @property
    def done(self) -> int:
        """The most replications that any policy has."""
        return max((len(results) for results in self.sample.results.values()), default=0)

    def ended(self, reason: str) -> Trial:
        """The same, where what was not looked at to the end is undecided for this reason."""
        return replace(
            self,
            judgements=tuple(
                each if each.reason != UNFINISHED else replace(each, reason=reason)
                for each in self.judgements
            ),
        )


UNFINISHED = "was not looked at to the end"
"""The reason while more looks are to come."""

ONE_RUN = "one replication tells nothing about luck"
SPENT = "the work allowed by --max-events is spent"


def observations(sample: Sample, claim: ResolvedClaim, count: int) -> list[float]:
    """What the claim is about, one number a replication: a figure or a paired difference."""
    ours = sample.values(claim.policy, claim.metric)[:count]
    against = claim.parsed.against
    if against is None:
        return list(ours)
    theirs = sample.values(against, claim.metric)[:count]
    return [one - other for one, other in zip(ours, theirs, strict=True)]


def judged(sample: Sample, claim: ResolvedClaim, count: int) -> Judgement:
    """The judgement at one look, at `count` replications of every policy it is about."""
    seen = observations(sample, claim, count)
    estimate = estimated(claim, seen)
    looks = claim.looks.index(count) + 1
    verdict = verdict_at(looks - 1, claim, seen)
    if verdict is not Verdict.UNDECIDED:
        return Judgement(claim, verdict, estimate, looks=looks)
    reason = UNFINISHED if count < claim.looks[-1] else ""
    return replace(_undecided(sample, claim, reason, seen), looks=looks)


def _undecided(
    sample: Sample, claim: ResolvedClaim, reason: str, seen: Sequence[float] | None = None
) -> Judgement:
    """An undecided claim with what is known of it, and about how many replications would tell."""
    if seen is None:
        there = min((sample.done(policy) for policy in claim.policies), default=0)
        seen = observations(sample, claim, there) if there else []
    estimate = estimated(claim, seen) if seen else Estimate(nan, nan, nan, 0)
    if not reason:
        reason = _why(claim, estimate, len(seen))
    needed = _needed(claim, seen)
    return Judgement(claim, Verdict.UNDECIDED, estimate, reason, needed)


def _why(claim: ResolvedClaim, estimate: Estimate, count: int) -> str:
    if isnan(estimate.mean):
        return f"{claim.metric} does not exist: {metrics.find(claim.metric).reason}"
    if estimate.n < 2:
        return ONE_RUN
    if estimate.low == estimate.high == 0.0:
        return f"it was 0 in all {count} replications; what is rare shows from {ENOUGH} on"
    if estimate.thin:
        return f"too few of {count} replications differ from 0 to tell"
    return f"luck could still turn it after {count} replications"


def _needed(claim: ResolvedClaim, seen: Sequence[float]) -> int | None:
    """About how many replications bring every threshold out of the interval or into it."""
    within = claim.operator == "within"
    bounds = (-claim.threshold, claim.threshold) if within else (claim.threshold,)
    each = [replications_needed(seen, bound, claim.confidence) for bound in bounds]
    return None if any(need is None for need in each) else max(need or 0 for need in each)


Chooser = Callable[[int], str]
"""Names the engine that answers so many runs."""


def trial(
    sample: Sample,
    asked: Sequence[ResolvedClaim],
    *,
    engine_for: Chooser,
    also: Sequence[str] = (),
    first: int = 0,
    jobs: Jobs = None,
    progress: Progress | None = None,
    max_events: int | None = None,
) -> Iterator[Trial]:
    """Judge claims look by look; yields how far it has come after each, the last is the result.

    Whoever is interrupted keeps what was yielded last. A claim that is decided stays so, and its
    policies run on only for others. also: policies that get `first` replications in any case.
    """
    state = begun(sample, asked, first)
    yield state
    while True:
        sample = state.sample
        waiting = [each for each in state.judgements if each.reason == UNFINISHED]
        beside = [policy for policy in also if sample.done(policy) < first]
        coming = [_next(each) for each in waiting] + ([first] if beside else [])
        if not coming:
            return
        count = min(coming)
        names = [*(name for each in waiting for name in each.claim.policies), *beside]
        policies = tuple(dict.fromkeys(names))
        if max_events is not None and not sample.results:
            engine = engine_for(len(policies))
            try:
                sample = extended(
                    sample, policies, 1,
                    jobs=jobs, engine=engine, curves=False, max_events=max_events,
                )  # fmt: skip
            except WorkLimitError:
                yield _spent(replace(state, wanted=max(state.wanted, count)))
                return
        if max_events is not None and sample.events_after(policies, count) > max_events:
            yield _spent(replace(state, sample=sample, wanted=max(state.wanted, count)))
            return
        sample = extended(
            sample,
            policies,
            count,
            jobs=jobs,
            progress=progress,
            engine=engine_for(sum(max(0, count - sample.done(policy)) for policy in policies)),
            curves=False,
        )
        state = Trial(
            sample,
            tuple(
                judged(sample, each.claim, count) if _is_due(each, count) else each
                for each in state.judgements
            ),
            max(state.wanted, count),
        )
        yield state


def _spent(state: Trial) -> Trial:
    """The state in which the work allowed is spent: what is open stays so, with what is known."""
    judgements = tuple(
        replace(_undecided(state.sample, each.claim, SPENT), looks=each.looks)
        if each.reason == UNFINISHED
        else each
        for each in state.judgements
    )
    return replace(state, judgements=judgements)


def begun(sample: Sample, asked: Sequence[ResolvedClaim], first: int = 0) -> Trial:
    """The trial before anything was looked at."""
    judgements = tuple(_undecided(sample, each, UNFINISHED) for each in asked)
    return Trial(sample, judgements, first_look(asked) or first)


def first_look(asked: Sequence[ResolvedClaim]) -> int:
    """The count of replications at the first look at any of these claims; 0 for none."""
    return min((claim.looks[0] for claim in asked), default=0)


def _is_due(judgement: Judgement, count: int) -> bool:
    return judgement.reason == UNFINISHED and _next(judgement) == count


def _next(judgement: Judgement) -> int:
    """The first look at a claim that is still to come."""
    return judgement.claim.looks[judgement.looks]
