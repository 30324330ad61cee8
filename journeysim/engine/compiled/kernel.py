"""Kernel: compiles the loop with every rule and step it reaches; the only file that knows Numba."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from journeysim import distributions, events, portable, streams
from journeysim.engine import cache
from journeysim.engine.compiled import hooks, loop, plan, survey
from journeysim.engine.daily import count, running
from journeysim.engine.steps import (
    account,
    care,
    contacts,
    customer,
    draw,
    firm,
    roster,
    trouble,
)
from journeysim.engine.steps import hooks as asked
from journeysim.model import care as touches
from journeysim.model import (
    experience,
    hours,
    leaving,
    population,
    problems,
    purchase,
    sales,
    service,
    talk,
)

RULES = (
    portable,
    distributions,
    events,
    experience,
    hours,
    leaving,
    population,
    problems,
    purchase,
    sales,
    service,
    talk,
    touches,
)
STEPS = (
    account, draw, care, contacts, customer, firm, roster, trouble, plan, hooks, loop, running, count,
)  # fmt: skip


class Kernels(NamedTuple):
    """What is called from outside: the loop, the survey at the end, and the count of a log."""

    run: Callable[..., int]
    survey: Callable[..., None]
    count: Callable[..., int]


@lru_cache(maxsize=1)
def compiled() -> Kernels:
    """The compiled kernels; their first calls compile them or load them from the cache."""
    import numba
    from numba.extending import overload, register_jitable

    from journeysim.engine.compiled import machine

    config: Any = numba.config
    njit: Any = numba.njit
    _load_without_blas()
    kept = cache.usable_folder()
    if kept is not None:
        config.CACHE_DIR = str(kept)
    if cache.is_portable():
        config.CPU_NAME = "generic"

    machine.register(loop.by_reference)
    machine.register_fetch(plan.fetch_ahead)
    options = {"error_model": "numpy", "_nrt": False}
    for module in RULES:
        for rule in module.RULES:
            register_jitable(**options)(rule)
    for module in STEPS:
        for step in module.STEPS:
            register_jitable(**options)(step)
    for hook in hooks.HOOKS:
        _instead_of(overload, getattr(asked, hook.__name__), hook, options)
    _instead_of(overload, portable.parts, machine.parts, options)
    _instead_of(overload, portable.scaled, machine.scaled, options)
    _instead_of(overload, streams.uniform, _uniform(numba.uint64), options)
    _instead_of(overload, streams.child_key, _child_key(numba.uint64), options)
    compiler = njit(nogil=True, cache=kept is not None, **options)
    return Kernels(compiler(loop.run), compiler(survey.survey), compiler(count.count))


def _load_without_blas() -> None:
    """Load what Numba knows, but not SciPy's linear algebra, which no kernel uses.

    Numba asks for it by importing; on a small machine that takes a fifth of a second.
    """
    from numba.core.registry import cpu_target

    unused = "scipy.linalg.cython_blas"
    if unused in sys.modules:
        return
    sys.modules[unused] = None  # type: ignore[assignment]
    try:
        cpu_target.typing_context.refresh()
        cpu_target.target_context.refresh()
    finally:
        del sys.modules[unused]


def _instead_of(overload: Any, original: Any, body: Any, options: dict[str, Any]) -> None:
    """Compiled code that calls the original runs the body."""

    def chosen(*_: Any, **__: Any) -> Any:
        return body

    overload(original, jit_options=options, strict=False)(chosen)


def _uniform(u64: Any) -> Callable[..., float]:
    """`streams.uniform` in 64-bit arithmetic that wraps by itself."""
    weights = (
        u64(streams._BY_PURPOSE),
        u64(streams._BY_SLOT),
        u64(streams._BY_NUMBER),
        u64(streams._BY_ATTEMPT),
    )
    by_purpose, by_slot, by_number, by_attempt = weights
    one, two, unit = u64(streams._MIX_ONE), u64(streams._MIX_TWO), streams._UNIT

    def uniform(key: int, purpose: int, slot: int = 0, number: int = 0, attempt: int = 0) -> float:
        z = u64(key) + u64(purpose) * by_purpose + u64(slot) * by_slot
        z = z + u64(number) * by_number + u64(attempt) * by_attempt
        z = (z ^ (z >> u64(30))) * one
        z = (z ^ (z >> u64(27))) * two
        return (((z ^ (z >> u64(31))) >> u64(12)) + 0.5) * unit  # type: ignore[no-any-return]

    return uniform


def _child_key(u64: Any) -> Callable[[int, int], int]:
    """`streams.child_key` likewise."""
    weyl, by_number = u64(streams._WEYL), u64(streams._BY_NUMBER)
    one, two = u64(streams._MIX_ONE), u64(streams._MIX_TWO)

    def child_key(parent: int, ordinal: int) -> int:
        z = u64(parent) + weyl
        z = (z ^ (z >> u64(30))) * one
        z = (z ^ (z >> u64(27))) * two
        z = (z ^ (z >> u64(31))) + u64(ordinal) * by_number
        z = (z ^ (z >> u64(30))) * one
        z = (z ^ (z >> u64(27))) * two
        return (z ^ (z >> u64(31))) >> u64(2)  # type: ignore[no-any-return]

    return child_key
