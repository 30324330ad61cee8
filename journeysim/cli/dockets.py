"""Dockets: what a check is to judge, read and validated before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from journeysim.cli.options import Options
from journeysim.errors import Fault, ScenarioError, UsageError
from journeysim.experiment import baselines
from journeysim.experiment.baselines import Entry
from journeysim.experiment.changes import in_older_world, measured_metrics, same_frame
from journeysim.experiment.resolved_claims import (
    ResolvedClaim,
    refuse_unknown_metrics,
    resolved_claims,
)
from journeysim.experiment.sequential import Sample
from journeysim.report.files import refuse_overwriting
from journeysim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Asked:
    """What the command line asks of a check."""

    sources: tuple[str, ...]
    options: Options
    max_replications: int | None = None
    junit: Path | None = None
    summary: Path | None = None
    save_baseline: Path | None = None
    against: Path | None = None
    base_file: Path | None = None

    @property
    def outputs(self) -> tuple[Path, ...]:
        """The files it will write."""
        there = (self.options.json_file, self.junit, self.summary, self.save_baseline)
        return tuple(path for path in there if path is not None)

    @property
    def compares(self) -> bool:
        """Is there something to do even without claims?"""
        return any((self.save_baseline, self.against, self.base_file))


@dataclass(frozen=True)
class Docket:
    """One scenario in one world with the claims to judge there.

    kept: what was measured of it once; older: its older version in the same world; between: the
    policies of today in the older world, None if they do not fit.
    """

    scenario: Scenario
    claims: tuple[ResolvedClaim, ...]
    kept: Entry | None = None
    older: Scenario | None = None
    between: Scenario | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        """What is measured: the headline metrics and what the claims ask for."""
        asked = (claim.metric for claim in self.claims)
        return tuple(dict.fromkeys((*measured_metrics(self.scenario), *asked)))

    @property
    def sample(self) -> Sample:
        """The sample before anything has run."""
        return Sample(self.scenario, self.metrics)


def dockets(asked: Asked) -> list[Docket]:
    """Everything to be judged, in the order asked for.

    Raises ScenarioError with the faults of all scenarios, UsageError for options that do not fit.
    """
    options = asked.options
    if options.replications is not None and asked.max_replications is not None:
        raise UsageError("--replications means exactly so many; leave out --max-replications")
    if asked.base_file is not None and len(asked.sources) > 1:
        raise UsageError("--base-file is the older version of one scenario; name just one")
    if len(set(map(_place, asked.outputs))) < len(asked.outputs):
        raise UsageError("two outputs would go to the same file")
    kept = baselines.read(asked.against) if asked.against is not None else None
    found: list[Docket] = []
    faults: list[Fault] = []
    for source in dict.fromkeys(asked.sources):
        try:
            found += _of_source(source, asked)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults)))
    inputs = [path for docket in found for path in docket.scenario.document.files]
    inputs += [path for path in (asked.against, asked.base_file) if path is not None]
    for output in asked.outputs:
        refuse_overwriting(output, inputs)
    if kept is not None and asked.against is not None:
        found = [
            replace(each, kept=baselines.entry_for(asked.against, kept, each.scenario))
            for each in found
        ]
    if asked.base_file is not None:
        found = [_with_older(each, str(asked.base_file), options) for each in found]
    return found


def _place(path: Path) -> Path:
    return path.resolve()


def _of_source(source: str, asked: Asked) -> Iterator[Docket]:
    options = asked.options
    there = options.scenarios(source)
    everywhere = options.world is not None
    if not everywhere:
        named = {world for expect in there[0].tables.expect for world in expect.worlds}
        for world in there[0].worlds:
            if world in named:
                there += replace(options, world=world).scenarios(source)
    for scenario in there:
        refuse_unknown_metrics(scenario, scenario.tables.run.days)
    policies = {there[0].policy(policy) for policy in options.policies}
    found = [
        Docket(
            scenario,
            tuple(
                resolved_claims(
                    scenario,
                    everywhere=everywhere,
                    exactly=options.replications,
                    most=asked.max_replications,
                    policies=tuple(policies),
                )
            ),
        )
        for scenario in there
    ]
    if not asked.compares and not any(docket.claims for docket in found):
        about = " about these policies" if policies else ""
        what = f"has no [[expect]] claims{about}: nothing to check"
        raise ScenarioError.single(there[0].document.sources[0].name, "", what)
    return (docket for docket in found if docket.claims or asked.compares)


def _with_older(docket: Docket, source: str, options: Options) -> Docket:
    scenario = docket.scenario
    (older,) = replace(options, world=scenario.world).scenarios(source)
    older = same_frame(older, scenario)
    return replace(docket, older=older, between=in_older_world(older, scenario))
