"""Cluster worker: what is done at the other end of a cluster, and whether it is done by the same code.

A batch comes as bytes, so that a scheduler passes it on without opening it. A worker whose code is not
that of whoever asks does nothing: its numbers might be other ones.
"""

from __future__ import annotations

import hashlib
import pickle
import time
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata
from typing import Any, NamedTuple

from journeysim.engine import choice
from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.engine.compiled.freshness import PACKAGE
from journeysim.errors import JourneysimError, UsageError


class Workplace(NamedTuple):
    """What a process would work with. trouble: why an engine cannot run there, "" where it can."""

    version: str
    code: str
    trouble: str = ""


class BatchAnswer(NamedTuple):
    """The results of a batch in the order of its tasks, up to the one that raised an error.

    seconds: how long they took.
    """

    results: tuple[Any, ...]
    error: Exception | None
    seconds: float


def workplace(engine: str) -> Workplace:
    """What this process works with; the engine is made ready."""
    trouble = choice.missing() if engine == COMPILED else ""
    return Workplace(metadata.version("journeysim"), code_digest(), trouble)


@cache
def code_digest() -> str:
    """The digest of all sources of the package and of the kernel. Takes some 20 milliseconds."""
    every = hashlib.sha256()
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.wasm")]):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        every.update(f"{path.relative_to(PACKAGE).as_posix()} {len(content)}\n".encode() + content)
    return every.hexdigest()[:16]


def trouble_with(place: object) -> str:
    """Why a worker could not do the same as this process, in words; "" where it could or has gone.

    place: its workplace, or the error that it answered with.
    """
    if isinstance(place, Workplace):
        here = workplace(SIMPY)
        if place.version != here.version:
            return f"has journeysim {place.version}, and here is {here.version}"
        return place.trouble if place.code == here.code else OTHER_CODE
    return "" if isinstance(place, OSError) else f"cannot begin journeysim: {place}"


def parcel(work: Callable[..., Any], tasks: Sequence[Any]) -> bytes:
    """A batch as it travels. work: a function that workers can import."""
    return pickle.dumps((work, list(tasks)))


def do_batch(batch: bytes, code: str) -> BatchAnswer:
    """Do the tasks of a batch, one after the other. code: the digest of the code that is meant."""
    begun = time.perf_counter()
    results: list[Any] = []
    failure: Exception | None = None
    try:
        _refuse_other_code(code)
        work, tasks = pickle.loads(batch)
        for task in tasks:
            results.append(work(task))
    except JourneysimError as error:
        failure = error
    except Exception as error:
        error.add_note(traceback.format_exc())
        failure = error
    return BatchAnswer(tuple(results), failure, time.perf_counter() - begun)


def _refuse_other_code(code: str) -> None:
    if code != code_digest():
        raise UsageError(f"--cluster: a worker that came later {OTHER_CODE}")


OTHER_CODE = "has other code of journeysim than is here; install the same on all workers"
"""What is wrong with a worker, and what would be right."""
