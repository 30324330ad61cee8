"""Baselines: what was measured, replication by replication, kept in a file that can be committed.

An entry is known by the path of its scenario, from the folder where the command ran, and its world.
A later run with the same world and seed has the same luck and is paired with it. A file that was
made in another world, or for another version whose worlds have other knobs, is refused, with what
differs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import metadata
from math import isnan, nan
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from journeysim.errors import UsageError
from journeysim.experiment.changes import Checked, Values, differing, values_of, world_values
from journeysim.experiment.places import key_of
from journeysim.experiment.verdicts import Trial
from journeysim.scenario.scenario import Scenario

SCHEMA_VERSION = 2
WITHOUT_PATHS = 1
"""Version whose entries are known by the scenario's name alone."""

MOST_BYTES = 64 * 1024 * 1024
MOST_TOLD = 12


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


Figure = Annotated[float, Field(ge=-1e100, le=1e100)]
"""What was measured; no metric is as large, and sums of squares stay numbers."""


class Claimed(_Strict):
    """The verdict on one claim, which its policy, text and confidence tell from others."""

    policy: str
    claim: str
    confidence: float
    verdict: str


class Entry(_Strict):
    """One scenario in one world: the values of its world, and by policy and metric what was seen.

    A value that does not exist is null.
    """

    path: str = ""
    name: str
    world: str | None
    world_sha256: str
    values: dict[str, Any]
    policies: dict[str, dict[str, list[Figure | None]]]
    claims: list[Claimed] = []

    def observed(self) -> dict[str, Values]:
        """What was seen, as the experiments of today see it."""
        return {
            policy: {
                metric: [nan if value is None else value for value in values]
                for metric, values in by_metric.items()
            }
            for policy, by_metric in self.policies.items()
        }


class Baseline(_Strict):
    """A whole file."""

    schema_version: int
    tool: Literal["journeysim"]
    kind: Literal["baseline"]
    version: str = ""
    scenarios: list[Entry]

    @property
    def is_of_another_version(self) -> bool:
        """Was it kept by another version than this, so that figures may differ by that alone?"""
        return self.version != version()

    def told_version(self) -> str:
        """Which version kept it, for people."""
        kept = f"journeysim {self.version}" if self.version else "an earlier journeysim"
        return f"kept by {kept}, this is {version()}"


def version() -> str:
    """The version whose figures these are."""
    return metadata.version("journeysim")


def digest(values: Mapping[str, Any]) -> str:
    """The SHA-256 of a world's values."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def baseline(checked: Sequence[Checked]) -> str:
    """What was measured, as the text of a file; the same bytes for the same numbers."""
    entries = []
    for each in checked:
        values = world_values(each.scenario)
        entries.append(
            Entry(
                path=path_of(each.scenario),
                name=each.scenario.name,
                world=each.scenario.world,
                world_sha256=digest(values),
                values=values,
                policies={
                    policy: {metric: _shown(seen) for metric, seen in by_metric.items()}
                    for policy, by_metric in values_of(
                        each.trial.sample, tuple(each.trial.sample.results)
                    ).items()
                },
                claims=[
                    Claimed(
                        policy=judgement.claim.policy,
                        claim=judgement.claim.text,
                        confidence=judgement.claim.expect.confidence,
                        verdict=judgement.verdict.value,
                    )
                    for judgement in each.trial.judgements
                ],
            )
        )
    whole = Baseline(
        schema_version=SCHEMA_VERSION,
        tool="journeysim",
        kind="baseline",
        version=version(),
        scenarios=entries,
    )
    return json.dumps(whole.model_dump(mode="json"), indent=1, ensure_ascii=True) + "\n"


def _shown(values: Sequence[float]) -> list[float | None]:
    return [None if isnan(value) else value for value in values]


def path_of(scenario: Scenario) -> str:
    """What a scenario is known by in a baseline: its file, from the folder of this process."""
    return key_of(scenario, Path.cwd())


def read(path: Path) -> Baseline:
    """A baseline file. Raises UsageError saying what is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path}: is larger than {MOST_BYTES // 1024**2} MB")
        document = Baseline.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        what = f"{place}: {first['msg']}" if place else first["msg"]
        raise UsageError(
            f"{path}: is no baseline file of this version: {what}; make one with --save-baseline"
        ) from None
    if document.schema_version not in (WITHOUT_PATHS, SCHEMA_VERSION):
        raise UsageError(
            f"{path}: is a baseline file of version {document.schema_version}, this reads "
            f"{SCHEMA_VERSION}; save it anew"
        )
    return document


def entry_for(path: Path, known: Baseline, scenario: Scenario) -> Entry:
    """The entry of a scenario in its world.

    Raises UsageError if there is none, or if it was made in a world with other values.
    """
    here = path_of(scenario)
    where = f" in world {scenario.world}" if scenario.world else ""
    entry = _entry(known, here, scenario)
    if entry is None:
        held = sorted({each.path or each.name for each in known.scenarios})
        shown = ", ".join(held[:MOST_TOLD]) or "nothing"
        raise UsageError(
            f"{path}: holds nothing of {here}{where}, but of {shown}; run it in the folder where it "
            "was kept, or save it anew"
        )
    values = json.loads(json.dumps(world_values(scenario)))
    if digest(values) == entry.world_sha256:
        return entry
    differences = differing(values, entry.values) or ["the file itself was changed by hand"]
    more = f"\n  and {len(differences) - MOST_TOLD} more" if len(differences) > MOST_TOLD else ""
    listed = "\n  " + "\n  ".join(differences[:MOST_TOLD]) + more
    if known.is_of_another_version:
        raise UsageError(
            f"{path}: {known.told_version()}, and the values of {here}{where} are not the same, so "
            f"nothing pairs; save it anew. What differs:{listed}"
        )
    raise UsageError(
        f"{path}: was saved in another world than {here}{where} is now, so nothing pairs; save it "
        f"anew, or compare the files with --base-file. What changed:{listed}"
    )


def other_verdicts(kept: Entry, trial: Trial) -> tuple[str, ...]:
    """What is said of claims whose verdict is not the one that was kept."""
    then = {(each.policy, each.claim, each.confidence): each.verdict for each in kept.claims}
    sentences = []
    for each in trial.judgements:
        claim = each.claim
        before = then.get((claim.policy, claim.text, claim.expect.confidence))
        if before not in (None, each.verdict.value):
            sentences.append(
                f"{claim.policy}: {claim.text.strip()}: was {before}, is {each.verdict}."
            )
    return tuple(sentences)


def _entry(known: Baseline, path: str, scenario: Scenario) -> Entry | None:
    """The entry of this path and world; where no paths were kept, the only one of this name."""
    if known.schema_version == WITHOUT_PATHS:
        named = [
            each
            for each in known.scenarios
            if (each.name, each.world) == (scenario.name, scenario.world)
        ]
        return named[0] if len(named) == 1 else None
    there = (each for each in known.scenarios if (each.path, each.world) == (path, scenario.world))
    return next(there, None)
