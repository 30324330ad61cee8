"""Check plan: what a check is to judge, read and validated before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from journeysim.errors import Fault, JourneysimError, ScenarioError, UsageError
from journeysim.experiment import baselines
from journeysim.experiment.baselines import Entry
from journeysim.experiment.changes import in_older_world, measured_metrics, same_frame
from journeysim.experiment.places import told_apart
from journeysim.experiment.resolved_claims import (
    ResolvedClaim,
    refuse_unknown_metrics,
    resolved_claims,
)
from journeysim.experiment.sequential import Sample
from journeysim.experiment.tolerances import Tolerance, tolerance
from journeysim.scenario.scenario import Scenario
from journeysim.shown import shown
from journeysim.study import revisions
from journeysim.study.ask import Ask, Frame

WARN, UNDECIDED, CHANGED = "warn", "undecided", "changed"
FAIL_ON = (WARN, UNDECIDED, CHANGED)
"""What may be made to fail a check beside failed claims."""


@dataclass(frozen=True)
class Terms:
    """What a check goes by beside the claims.

    against: a kept baseline; base_file: an older version of the one scenario; base_ref: a git
    revision that holds older versions; tolerances: how far figures may move from these; fail_on:
    what fails, too; keeps: all policies are measured, to be kept as a baseline.
    """

    against: Path | None = None
    base_file: Path | None = None
    base_ref: str | None = None
    tolerances: tuple[Tolerance, ...] = ()
    fail_on: frozenset[str] = frozenset()
    keeps: bool = False

    @property
    def compares(self) -> bool:
        """Is anything older compared?"""
        return any((self.against, self.base_file, self.base_ref))

    @property
    def measures_all(self) -> bool:
        """Is there something to do even without claims?"""
        return self.keeps or self.compares

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files it reads beside the scenarios."""
        return tuple(path for path in (self.against, self.base_file) if path is not None)


def tolerances(texts: Sequence[str]) -> tuple[Tolerance, ...]:
    """Tolerances as written. Raises UsageError."""
    return tuple(map(tolerance, texts))


PLAIN = Terms()
"""Nothing but the claims."""


@dataclass(frozen=True)
class Suite:
    """One scenario in one world with the claims to judge there.

    path: what its file is called; kept: what was measured of it once; older: its older version in
    the same world, itself where that is the same; between: the policies of today in the older
    world, None if they do not fit; against: the name of what it is compared with; remarks: what is
    to be said of that.
    """

    scenario: Scenario
    claims: tuple[ResolvedClaim, ...]
    path: str = ""
    kept: Entry | None = None
    older: Scenario | None = None
    between: Scenario | None = None
    against: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Is there something older that may differ?"""
        return self.kept is not None or (self.older is not None and self.older is not self.scenario)

    @property
    def metrics(self) -> tuple[str, ...]:
        """What is measured: the headline metrics and what the claims ask for."""
        asked = (claim.metric for claim in self.claims)
        return tuple(dict.fromkeys((*measured_metrics(self.scenario), *asked)))

    @property
    def sample(self) -> Sample:
        """The sample before anything has run."""
        return Sample(self.scenario, self.metrics)


def plan(sources: Sequence[str], frame: Frame, ask: Ask, terms: Terms) -> tuple[Suite, ...]:
    """Everything to be judged, in the order asked for, each file once.

    Raises ScenarioError with the faults of all scenarios, UsageError for terms that do not fit.
    """
    if ask.replications is not None and ask.max_replications is not None:
        raise UsageError("--replications means exactly so many; leave out --max-replications")
    if terms.base_file is not None and len(sources) > 1:
        raise UsageError("--base-file is the older version of one scenario; name just one")
    _refuse_misfits(terms)
    known = baselines.read(terms.against) if terms.against is not None else None
    suites: list[Suite] = []
    faults: list[Fault] = []
    for source in dict.fromkeys(sources):
        try:
            suites += _of_source(source, frame, ask, terms)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults)))
    suites = _named(_once(suites))
    if known is not None and terms.against is not None:
        suites = [_with_kept(each, terms.against, known, terms) for each in suites]
    if terms.base_file is not None:
        suites = [_with_older_file(each, terms.base_file, frame) for each in suites]
    if terms.base_ref is not None:
        suites = list(_with_older_revision(suites, terms.base_ref, frame))
    return tuple(suites)


def _refuse_misfits(terms: Terms) -> None:
    """Raise UsageError for terms that exclude each other or say nothing without others."""
    given = (terms.against, terms.base_file, terms.base_ref)
    if sum(each is not None for each in given) > 1:
        raise UsageError("name one of --against, --base-file and --base-ref to compare with")
    if terms.compares:
        return
    needs = "needs --against, --base-file or --base-ref"
    if terms.tolerances:
        raise UsageError(f"--tolerance {needs}")
    if CHANGED in terms.fail_on:
        raise UsageError(f"--fail-on changed {needs}")


def _once(suites: Sequence[Suite]) -> list[Suite]:
    """Each file in each world once, however it was named."""
    unique: dict[tuple[Path, str | None], Suite] = {}
    for suite in suites:
        unique.setdefault((suite.scenario.document.path.resolve(), suite.scenario.world), suite)
    return list(unique.values())


def _named(suites: Sequence[Suite]) -> list[Suite]:
    """The suites with names for their files that tell them apart."""
    names = told_apart([suite.scenario for suite in suites], Path.cwd())
    return [replace(suite, path=names[suite.scenario.document.path]) for suite in suites]


def _of_source(source: str, frame: Frame, ask: Ask, terms: Terms) -> Iterator[Suite]:
    there = frame.scenarios(source)
    everywhere = frame.world is not None
    if not everywhere:
        named = {world for expect in there[0].tables.expect for world in expect.worlds}
        for world in there[0].worlds:
            if world in named:
                there += replace(frame, world=world).scenarios(source)
    for scenario in there:
        refuse_unknown_metrics(scenario, scenario.tables.run.days)
    policies = {there[0].policy(policy) for policy in ask.policies}
    suites = [
        Suite(
            scenario,
            tuple(
                resolved_claims(
                    scenario,
                    everywhere=everywhere,
                    exactly=ask.replications,
                    most=ask.max_replications,
                    policies=tuple(policies),
                    fail_on=terms.fail_on,
                )
            ),
        )
        for scenario in there
    ]
    if not terms.measures_all and not any(suite.claims for suite in suites):
        about = " about these policies" if policies else ""
        what = f"has no [[expect]] claims{about}: nothing to check"
        raise ScenarioError.single(there[0].document.sources[0].name, "", what)
    return (suite for suite in suites if suite.claims or terms.measures_all)


def _with_kept(suite: Suite, path: Path, known: baselines.Baseline, terms: Terms) -> Suite:
    """The suite with what was kept of it. Raises UsageError if nothing pairs."""
    kept = baselines.entry_for(path, known, suite.scenario)
    remarks: tuple[str, ...] = ()
    if known.is_of_another_version:
        version = shown(f"{path.name}: {known.told_version()}")
        if CHANGED in terms.fail_on:
            raise UsageError(f"{version}: a change could be the version's doing; save it anew")
        remarks = (f"{version}: what differs may be the version's doing.",)
    return replace(suite, kept=kept, against=shown(path.name), remarks=remarks)


def _with_older_file(suite: Suite, path: Path, frame: Frame) -> Suite:
    (older,) = replace(frame, world=suite.scenario.world).scenarios(str(path))
    return _with_older(suite, older, shown(path.name))


def _with_older(suite: Suite, older: Scenario, name: str) -> Suite:
    older = same_frame(older, suite.scenario)
    between = in_older_world(older, suite.scenario)
    return replace(suite, older=older, between=between, against=shown(name))


def _with_older_revision(suites: Sequence[Suite], name: str, frame: Frame) -> Iterator[Suite]:
    """The suites as they were in a revision; one that was not there or was wrong is said to be."""
    then: dict[Path, revisions.Revision] = {}
    for suite in suites:
        folder = suite.scenario.document.path.parent.resolve()
        if folder not in then:
            then[folder] = revisions.revision(name, folder)
        try:
            before = revisions.older(suite.scenario, then[folder], frame)
            if before.scenario is None:
                yield _without(suite, f"Not in {name}: nothing to compare with.")
            elif before.same:
                yield replace(suite, older=suite.scenario, against=shown(name))
            else:
                yield _with_older(suite, before.scenario, name)
        except JourneysimError as error:
            first = str(error).splitlines()[0]
            yield _without(suite, f"Nothing to compare with in {name}: {first}")


def _without(suite: Suite, remark: str) -> Suite:
    return replace(suite, remarks=(*suite.remarks, remark))
