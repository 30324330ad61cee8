"""Asking: what the functions for Python are given, turned into what studies take.

Values are checked as the command line checks its options, and refused in the same words.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Literal, TypeAlias

from journeysim.engine.choice import ENGINES, Jobs
from journeysim.errors import UsageError
from journeysim.report.to_toml import literal
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.settings import is_unsigned
from journeysim.study.ask import Frame
from journeysim.study.limits import (
    MOST_CUSTOMERS,
    MOST_JOBS,
    MOST_REPLICATIONS,
    MOST_SEED,
)

Source: TypeAlias = "str | os.PathLike[str] | Scenario"
"""A path, the name of a shipped scenario, or one that is loaded."""

Settings: TypeAlias = "Mapping[str, object] | Sequence[str]"
"""Knobs to set: `{"service.channels.phone.agents": 4}`, or `KEY=VALUE` as on the command line."""

Dated: TypeAlias = "Mapping[str, Mapping[str, object]] | Sequence[tuple[str, str]]"
"""Levers to turn on a day: `{"96 d": {"service.channels.phone.agents": 4}}`, or pairs of texts."""

Names: TypeAlias = "str | Sequence[str]"
"""One name or several."""

Folder: TypeAlias = "str | os.PathLike[str]"
"""Where results are kept, so that nothing is run twice."""

Division: TypeAlias = Literal["segment", "cohort", "risk", "score", "value", "tenure"]
"""What results can be split by."""

Engine: TypeAlias = Literal["auto", "simpy", "compiled"]

Workers: TypeAlias = "int | Literal['auto']"
"""How many worker processes; `auto` is one a core. With more than one, a script needs its guard."""


def source_of(scenario: Source) -> str | Scenario:
    """The scenario as studies take it."""
    return scenario if isinstance(scenario, Scenario) else os.fspath(scenario)


def frame_of(
    world: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    days: float | str | None = None,
    customers: int | None = None,
    set: Settings | None = None,  # noqa: A002
    at: Dated | None = None,
) -> Frame:
    """Which worlds are meant, and what is set there. Raises UsageError."""
    return Frame(
        world=world,
        replications=whole("replications", replications, 1, MOST_REPLICATIONS),
        seed=whole("seed", seed, 0, MOST_SEED),
        days=None if days is None else str(days),
        customers=whole("customers", customers, 0, MOST_CUSTOMERS),
        settings=_settings(set),
        dated=_dated(at),
    )


def asked(
    *,
    replications: int | None,
    engine: str,
    jobs: Workers,
    executor: Executor | None,
    store: Folder | None = None,
    max_events: int | None = None,
    policy: Names = (),
    assumptions: bool = False,
    by: str | None = None,
) -> dict[str, Any]:
    """What every Ask holds. Raises UsageError."""
    if engine not in ENGINES:
        raise UsageError(f"engine={engine!r}: is not one of {', '.join(ENGINES)}")
    return {
        "replications": replications,
        "engine": engine,
        "jobs": jobs_of(jobs, executor, store),
        "max_events": whole("max_events", max_events, 1),
        "policies": names_of(policy),
        "assumptions": assumptions,
        "by": by,
    }


def jobs_of(jobs: Workers, executor: Executor | None, store: Folder | None = None) -> Jobs:
    """Who runs: the executor if there is one; what a store does not hold. Raises UsageError."""
    plain = None if jobs == "auto" else whole("jobs", jobs, 1, MOST_JOBS)
    who = plain if executor is None else executor
    if store is None:
        return who
    from journeysim.study.store import keeping

    return keeping(Path(store), who)


def names_of(names: Names) -> tuple[str, ...]:
    """One name, or several, as several."""
    return (names,) if isinstance(names, str) else tuple(names)


def whole(name: str, value: object, least: int, most: int | None = None) -> int | None:
    """A whole number within bounds, or None. Raises UsageError."""
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise UsageError(f"{name}={value!r}: is not a whole number")
    number: int = value.__index__()
    if number < least or (most is not None and number > most):
        allowed = f"from {least:,} to {most:,}" if most is not None else f"at least {least:,}"
        raise UsageError(f"{name}={number}: is out of range; allowed: {allowed}")
    return number


def one_of(name: str, value: str | None, allowed: Sequence[str]) -> str | None:
    """One of several words, or None. Raises UsageError."""
    if value is not None and value not in allowed:
        raise UsageError(f"{name}={value!r}: is not one of {', '.join(allowed)}")
    return value


def _settings(given: Settings | None) -> tuple[str, ...]:
    if given is None:
        return ()
    if isinstance(given, Mapping):
        return tuple(f"{key}={_text(key, value)}" for key, value in given.items())
    return tuple(given)


def _dated(given: Dated | None) -> tuple[tuple[str, str], ...]:
    if given is None:
        return ()
    if isinstance(given, Mapping):
        return tuple((day, text) for day, settings in given.items() for text in _settings(settings))
    return tuple((day, text) for day, text in given)


def _text(key: str, value: object) -> str:
    """A value as it is typed behind `KEY=`: text is taken as it is, with its unit.

    A number is never a change by so much, as a text with a sign may be. Raises UsageError.
    """
    if isinstance(value, str):
        return value
    text = literal(value.item() if hasattr(value, "item") else value)
    if text.startswith("-") and is_unsigned(tuple(key.split("."))):
        raise UsageError(f"{key}={text}: is out of range; to change it by so much, write {text!r}")
    return text
