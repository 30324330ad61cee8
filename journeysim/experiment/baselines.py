"""Baselines: what was measured, replication by replication, kept in a file that can be committed.

A later run with the same world and seed has the same luck and is paired with it. A file that was
made in another world is refused, with what changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from math import isnan, nan
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from journeysim.errors import UsageError
from journeysim.experiment.changes import Checked, Values, differing, values_of, world_values
from journeysim.scenario.scenario import Scenario

MOST_BYTES = 64 * 1024 * 1024
MOST_TOLD = 12


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Entry(_Strict):
    """One scenario in one world: the values of its world, and by policy and metric what was seen.

    A value that does not exist is null.
    """

    name: str
    world: str | None
    world_sha256: str
    values: dict[str, Any]
    policies: dict[str, dict[str, list[float | None]]]

    def observed(self) -> dict[str, Values]:
        """What was seen, as the experiments of today see it."""
        return {
            policy: {
                metric: [nan if value is None else value for value in values]
                for metric, values in found.items()
            }
            for policy, found in self.policies.items()
        }


class Baseline(_Strict):
    """A whole file."""

    schema_version: Literal[1]
    tool: Literal["journeysim"]
    kind: Literal["baseline"]
    scenarios: list[Entry]


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
                name=each.scenario.name,
                world=each.scenario.world,
                world_sha256=digest(values),
                values=values,
                policies={
                    policy: {metric: _shown(seen) for metric, seen in found.items()}
                    for policy, found in values_of(
                        each.trial.sample, tuple(each.trial.sample.results)
                    ).items()
                },
            )
        )
    whole = Baseline(schema_version=1, tool="journeysim", kind="baseline", scenarios=entries)
    return json.dumps(whole.model_dump(mode="json"), indent=1, ensure_ascii=True) + "\n"


def _shown(values: Sequence[float]) -> list[float | None]:
    return [None if isnan(value) else value for value in values]


def read(path: Path) -> Baseline:
    """A baseline file. Raises UsageError saying what is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path}: is larger than {MOST_BYTES // 1024**2} MB")
        return Baseline.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        what = f"{place}: {first['msg']}" if place else first["msg"]
        raise UsageError(
            f"{path}: is no baseline file of this version: {what}; make one with --save-baseline"
        ) from None


def entry_for(path: Path, known: Baseline, scenario: Scenario) -> Entry:
    """The entry of a scenario in its world.

    Raises UsageError if there is none, or if it was made in a world with other values.
    """
    where = f" in world {scenario.world}" if scenario.world else ""
    for entry in known.scenarios:
        if (entry.name, entry.world) == (scenario.name, scenario.world):
            break
    else:
        raise UsageError(f"{path}: holds nothing of {scenario.name}{where}; save it anew")
    values = json.loads(json.dumps(world_values(scenario)))
    if digest(values) != entry.world_sha256:
        told = differing(values, entry.values) or ["the file itself was changed by hand"]
        more = f"\n  and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
        raise UsageError(
            f"{path}: was saved in another world than {scenario.name}{where} is now, so nothing "
            "pairs; save it anew, or compare the files with --base-file. What changed:\n  "
            + "\n  ".join(told[:MOST_TOLD])
            + more
        )
    return entry
