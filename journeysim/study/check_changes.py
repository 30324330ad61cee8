"""Check changes: what is another figure today than in a kept baseline or an older version of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from journeysim import metrics
from journeysim.errors import EngineError, UsageError
from journeysim.experiment import baselines
from journeysim.experiment.changes import Checked, changes, values_of
from journeysim.experiment.compare import names_in
from journeysim.experiment.sequential import Sample, extended
from journeysim.experiment.verdicts import Trial
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.check_plan import Suite, Terms
from journeysim.study.measure import engine_for
from journeysim.study.progress import Progress


def compared(suite: Suite, state: Trial, ask: Ask, terms: Terms, progress: Progress) -> Checked:
    """What was judged, with what changed against a kept baseline or an older version."""
    scenario = suite.scenario
    checked = Checked(scenario, state, suite.against, remarks=suite.remarks, path=suite.path)
    if not suite.differs:
        return checked
    policies = tuple(state.sample.results)
    now = values_of(state.sample, policies)
    if suite.kept is not None:
        differing = changes(policies, now, suite.kept.observed(), allowed=terms.tolerances)
        apart = (
            *_apart(policies, tuple(suite.kept.policies)),
            *baselines.other_verdicts(suite.kept, state),
        )
        return replace(checked, changes=differing, apart=apart)
    assert suite.older is not None
    both = [policy for policy in policies if policy in suite.older.policies]
    count = min([scenario.tables.run.replications, *map(state.sample.done, both)])
    remarks = [*suite.remarks]
    try:
        then = _ran(suite.older, both, count, state.sample, ask, progress)
    except EngineError as error:
        remarks.append(f"Nothing to compare with: the older version cannot run: {error}")
        return replace(checked, older="", remarks=tuple(remarks))
    between = None
    if suite.between is None:
        remarks.append("The policies of today do not fit into the older world: not split.")
    else:
        with suppress(EngineError):
            between = _ran(suite.between, both, count, state.sample, ask, progress)
    return replace(
        checked,
        changes=changes(both, now, then, between, allowed=terms.tolerances),
        apart=tuple(_apart(policies, suite.older.policies)),
        remarks=tuple(remarks),
    )


def _apart(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """What is said of policies that only one side has."""
    for names, what in (
        ([name for name in ours if name not in theirs], "new"),
        ([name for name in theirs if name not in ours], "not measured now"),
    ):
        if names:
            yield f"Nothing to compare: {', '.join(names)} ({what})."


def _ran(
    scenario: Scenario,
    policies: Sequence[str],
    count: int,
    like: Sample,
    ask: Ask,
    progress: Progress,
) -> dict[str, dict[str, tuple[float, ...]]]:
    """The metrics of another version of a scenario, as many as it has."""
    known = names_in(scenario)

    def is_there(name: str) -> bool:
        with suppress(UsageError):
            metrics.find(name).check(known)
            return True
        return False

    names = tuple(name for name in like.metrics if is_there(name))
    with progress.counting(scenario.name) as counter:
        sample = extended(
            Sample(scenario, names),
            policies,
            count,
            jobs=ask.jobs,
            progress=counter,
            engine=engine_for(scenario, max(1, count * len(policies)), ask, progress),
            curves=False,
        )
    return {policy: {name: sample.values(policy, name) for name in names} for policy in policies}
