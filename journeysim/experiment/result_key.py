"""Result key: the name under which the result of a run is kept: a digest of all it depends on.

Depends on the world as engines read it, under one policy, run-in included; on the luck; on what is
measured; on the rules. Nothing else: a label, another policy, the engine, a comment or a docstring change
no name.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeysim.engine.compiled import freshness
from journeysim.engine.compiled.freshness import PACKAGE
from journeysim.model.survey import Survey
from journeysim.scenario.encoding import encode
from journeysim.scenario.in_small import small_firm

if TYPE_CHECKING:
    from journeysim.experiment.replicate import MeasureTask
    from journeysim.scenario.scenario import Scenario

_KERNEL = "engine/compiled/kernel.toml"
_RULES = ("model", "engine", "metrics", "experiment/replicate.py", "scenario/in_small.py")
_NO_RULES = "engine/build"


class KeyMaker:
    """Names tasks; what tasks of one world have in common is worked out once.

    rules: the digest of the rules, steps and metrics that are in force.
    """

    def __init__(self, rules: str) -> None:
        self._rules = rules
        self._worlds: dict[tuple[int, str], tuple[Scenario, str]] = {}

    def key(self, task: MeasureTask) -> str:
        """The name of a task's result: 64 hexadecimal digits.

        Raises what a run of the task would raise before it begins.
        """
        world = self._world(task.scenario, task.policy)
        return _digest([world, self._rules, task.replication, task.metrics, task.curves])

    def _world(self, scenario: Scenario, policy: str) -> str:
        place = (id(scenario), policy)
        if place not in self._worlds:
            self._worlds[place] = (scenario, world_digest(scenario, policy))
        return self._worlds[place][1]


def world_digest(scenario: Scenario, policy: str) -> str:
    """The digest of a world under a policy with its seed, length and whatever metrics read."""
    firm = small_firm(scenario)
    frame = firm.scenario.tables.run
    return _digest(
        [
            encode(firm.scenario, policy),
            [frame.seed, frame.days, frame.run_in, frame.warmup],
            scenario.tables.money.discount_rate,
            [firm.times, sorted(firm.clocks.items())],
        ]
    )


@cache
def rules_digest(package: Path = PACKAGE) -> str:
    """The digest of the tokens of all sources that a result depends on, and of the kernel.

    Where a source is as it was when the kernel was made, the digest made then is taken. Takes a tenth of
    a second.
    """
    made = tomllib.loads((package / _KERNEL).read_text(encoding="utf-8"))
    known = made["sources"]
    every = [made["kernel"]["sha256"]]
    for path in sorted({*_sources(package), *(package / name for name in known)}):
        name, source = path.relative_to(package).as_posix(), path.read_bytes()
        of_bytes, of_tokens = known.get(name, ("", ""))
        if freshness.digest(source) != of_bytes:
            of_tokens = freshness.digest(freshness.tokens(source))
        every.append(f"{name} {of_tokens}")
    return _digest(every)[:16]


def _sources(package: Path) -> Iterator[Path]:
    """All that makes a result of a world; what only builds the kernel is not among it."""
    for name in _RULES:
        place = package / name
        for path in [place] if place.is_file() else place.rglob("*.py"):
            if package / _NO_RULES not in path.parents:
                yield path


def _digest(value: Any) -> str:
    """The SHA-256 of plain data; numbers by their shortest exact form."""
    text = json.dumps(value, default=_plain, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Survey):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} has no plain form")
