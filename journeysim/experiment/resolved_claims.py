"""Questions: the claims of a scenario, ready to be judged in one world.

Joins the syntax of a claim with the metric it asks for: unit, threshold, how sure a verdict must
be. Raises before anything runs; judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from journeysim import metrics
from journeysim.errors import Fault, ScenarioError, UsageError
from journeysim.experiment.compare import names_in
from journeysim.experiment.estimate import shared
from journeysim.experiment.sequential import planned
from journeysim.scenario.claims import Claim, Operator, claim
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Expect

_OF_UNIT = {
    "share": {"": 1.0, "pp": 0.01, "points": 0.01, "%": 0.01},
    "min": {"": 1.0, "min": 1.0, "h": 60.0, "d": 1440.0, "s": 1.0 / 60.0},
}
"""What a unit in a claim is worth in the metric's own; other metrics take bare numbers."""

_EXACT = {"pp": 100.0, "points": 100.0, "%": 100.0, "s": 60.0}
"""Units that are divided by, so that 5 pp is the same number as 0.05."""


@dataclass(frozen=True)
class ResolvedClaim:
    """One claim in one world. threshold: in the metric's unit; looks: counts of replications.

    confidence: of the interval at each look, so that all looks and the whole family hold together.
    where: file and line of the claim. fail_on: what counts as failed, too: `warn`, `undecided`.
    """

    parsed: Claim
    text: str
    policy: str
    threshold: float
    confidence: float
    looks: tuple[int, ...]
    expect: Expect
    where: str
    fail_on: frozenset[str] = frozenset()

    @property
    def metric(self) -> str:
        """The metric asked for, as it is written."""
        return metrics.find(self.parsed.metric).name

    @property
    def operator(self) -> Operator:
        """How the metric is held against the threshold."""
        return self.parsed.operator

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies that must run to judge it."""
        against = self.parsed.against
        return (self.policy,) if against in (None, self.policy) else (self.policy, str(against))

    @property
    def factor(self) -> float:
        """What one unit of the claim is worth in the metric's unit."""
        return _units(self.parsed)[self.parsed.unit]


def faults_of_claims(scenario: Scenario, days: float | None = None) -> list[Fault]:
    """Everything in claims and lessons that cannot be judged: metrics, units, missing policies.

    days: the horizon, if a metric of a later day is a fault too.
    """
    tables, names = scenario.tables, names_in(scenario)
    asked = [
        (("lessons", str(index), "metric"), lesson.metric)
        for index, lesson in enumerate(tables.lessons)
    ]
    faults = []
    for index, expect in enumerate(tables.expect):
        path = ("expect", str(index))
        asked.append(((*path, "claim"), claim(expect.claim).metric))
        compares = claim(expect.claim).against is not None
        if expect.policy is None and compares and len(scenario.policies) > 1:
            what = f"is missing; which of {', '.join(scenario.policies)} is the claim about?"
            faults.append(Fault(scenario.document.where((*path, "claim")), "policy", what))
    for place, metric in asked:
        try:
            metrics.find(metric).check(names, days)
        except UsageError as error:
            faults.append(scenario.document.fault(place, str(error)))
    for index, expect in enumerate(tables.expect):
        faults += _unit_faults(scenario, ("expect", str(index), "claim"), claim(expect.claim))
    return faults


def _unit_faults(scenario: Scenario, place: tuple[str, ...], parsed: Claim) -> Iterator[Fault]:
    try:
        what = wrong_number(parsed)
    except UsageError:
        return
    if what:
        yield scenario.document.fault(place, what)


def wrong_number(parsed: Claim) -> str:
    """What is wrong with a claim's unit, or with its number; "" if nothing. Raises UsageError."""
    units = _units(parsed)
    if parsed.unit in units:
        return out_of_range(parsed)
    own = metrics.find(parsed.metric).metric.unit
    known = ", ".join(unit for unit in units if unit) or "none, a bare number"
    return f"{parsed.metric} is measured in {own}, not {parsed.unit!r}; known: {known}"


def out_of_range(parsed: Claim) -> str:
    """What is wrong with a claim whose number no value of the metric can reach; "" if nothing."""
    metric, number = metrics.find(parsed.metric).metric, threshold(parsed)
    low, high = metric.range
    if parsed.against is not None:
        low, high = low - high, high - low
    if parsed.operator == "within":
        low = 0.0
    share = metric.unit == "share"
    if low <= number <= high:
        beyond = share and not parsed.unit and abs(number) > 1.0
        return f"{number:g} is {100.0 * number:g} %; did you mean {number:g} %?" if beyond else ""
    scale, unit = (1.0, "") if not share else (100.0, " %" if parsed.against is None else " pp")
    ends = [f"{scale * end:g}{unit}" for end in (low, high)]
    if low == -inf or high == inf:
        lies = f"is at least {ends[0]}" if high == inf else f"is at most {ends[1]}"
    else:
        lies = f"lies between {ends[0]} and {ends[1]}"
    name = parsed.metric if parsed.against is None else f"a difference of {parsed.metric}"
    meant = parsed.number if share and not parsed.unit else None
    hint = f"; did you mean {meant:g}{unit}?" if meant and 1.0 < abs(meant) <= 100.0 else ""
    return (
        f"{parsed.number:g}{parsed.unit and ' ' + parsed.unit} is out of range: {name} {lies}{hint}"
    )


def refuse_unknown_metrics(scenario: Scenario, days: float | None = None) -> None:
    """Raise ScenarioError if a claim or lesson cannot be judged in this scenario."""
    if faults := faults_of_claims(scenario, days):
        raise ScenarioError(faults)


def _units(claim: Claim) -> dict[str, float]:
    return _OF_UNIT.get(metrics.find(claim.metric).metric.unit, {"": 1.0})


def threshold(parsed: Claim) -> float:
    """The number of a claim in its metric's unit."""
    if parsed.unit in _EXACT:
        return parsed.number / _EXACT[parsed.unit]
    return parsed.number * _units(parsed)[parsed.unit]


def resolved_claims(
    scenario: Scenario,
    *,
    everywhere: bool,
    exactly: int | None = None,
    most: int | None = None,
    policies: Sequence[str] = (),
    fail_on: frozenset[str] = frozenset(),
) -> list[ResolvedClaim]:
    """The claims to be judged in this scenario's world, in the order of the file.

    everywhere: every claim, whatever worlds it names; else those that name this world, or none if
    this is the plain scenario. exactly: one look, at so many replications. most: no look beyond.
    policies: only claims about these. fail_on: see Question.
    """
    tables = scenario.tables
    first = tables.run.replications
    sizes: Counter[str | None] = Counter()
    for expect in tables.expect:
        sizes[expect.family] += 1 if everywhere else max(1, len(expect.worlds))
    result = []
    for index, expect in enumerate(tables.expect):
        named: list[str | None] = [*expect.worlds] or [None]
        policy = expect.policy or scenario.baseline
        if (not everywhere and scenario.world not in named) or (
            policies and policy not in policies
        ):
            continue
        last = min(expect.max_replications, most or expect.max_replications)
        looks = (exactly,) if exactly else planned(first, last)
        among = sizes[expect.family] if expect.family else 1
        parsed = claim(expect.claim)
        result.append(
            ResolvedClaim(
                parsed=parsed,
                text=expect.claim,
                policy=policy,
                threshold=threshold(parsed),
                confidence=shared(expect.confidence, among * len(looks)),
                looks=looks,
                expect=expect,
                where=scenario.document.where(("expect", str(index), "claim")),
                fail_on=fail_on,
            )
        )
    return result
