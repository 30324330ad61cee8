"""Kernel: compiles the loop with every rule and step it reaches; the only file that knows Numba.

Kept code is taken as it is (see `native`), so that Numba is imported only to compile.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from journeysim import events, portable, streams
from journeysim.distributions import encoded, quantiles
from journeysim.engine import cache
from journeysim.engine.compiled import event_calendar, final_state, hooks, loop, native
from journeysim.engine.daily import count, running
from journeysim.engine.steps import (
    account,
    agents,
    answering,
    care,
    cases,
    contacts,
    customer,
    dispatch,
    endings,
    extras,
    firm,
    joining,
    people,
    plans,
    pricing,
    purchasing,
    staffing,
    stations,
    triggers,
    trouble,
    variate,
    word_of_mouth,
    work_items,
)
from journeysim.engine.steps import hooks as asked
from journeysim.model import agents as skills
from journeysim.model import care as touches
from journeysim.model import (
    experience,
    hours,
    leaving,
    population,
    price,
    problems,
    purchase,
    sales,
    service,
    talk,
    week,
)

RULES = (
    portable,
    quantiles,
    encoded,
    events,
    experience,
    hours,
    leaving,
    population,
    price,
    problems,
    purchase,
    sales,
    service,
    skills,
    talk,
    touches,
    week,
)
STEPS = (
    account, variate, agents, plans, stations, word_of_mouth, cases, triggers, extras, work_items, answering, pricing,
    people, purchasing, joining, staffing, customer, endings, contacts, care, firm, trouble, dispatch,
    event_calendar, hooks, loop, running, count,
)  # fmt: skip

OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
"""How everything is compiled: dividing by zero is no error, and nothing allocates."""

INLINED = (
    "act", "after", "age", "basket", "begin_slice", "bucket_push", "buy", "candidate", "come_due",
    "comes_before", "credit_now", "debits_left", "debits_now", "due", "gap", "give_back",
    "heap_pop", "heap_push", "insert", "leaves", "look_ahead", "multipliers", "next_candidate",
    "next_occasion", "occasion", "plan_candidate", "promise_now", "shrink", "trigger",
)  # fmt: skip
"""Rules and steps written into whoever calls them: most events pass through these."""


class Kernels(NamedTuple):
    """What is called from outside: the loop, moods at the end, and the count of a log."""

    run: Callable[..., int]
    moods: Callable[..., object]
    count: Callable[..., int]


@lru_cache(maxsize=1)
def compiled() -> Kernels:
    """The compiled kernels, as kept, or compiled and kept for the next process."""
    codes = native.unpacked(cache.kept() or b"")
    if codes is None:
        codes = _compiled_now()
        cache.keep(native.packed(codes))
    return Kernels(*map(native.Native, codes))


def _compiled_now() -> list[native.Code]:
    """The machine code of the kernels, for arguments like those of any run. Takes about a minute."""
    choose_processor()
    _load_without_blas()

    from journeysim.engine.compiled import intrinsics
    from journeysim.engine.compiled.warm import counting, example

    _register(intrinsics)
    state = example()
    return [
        _code(loop.run, (state, 0.0, np.zeros(1, np.int64))),
        _code(
            final_state.fill_moods, (state.world.experience, state.people, 0.0, np.zeros((1, 1)))
        ),
        _code(count.count, counting()),
    ]


def choose_processor() -> None:
    """Compile for any processor of this kind, if that is wanted; before Numba looks at this one."""
    import numba

    config: Any = numba.config
    if cache.is_portable():
        config.CPU_NAME = "generic"
        config.CPU_FEATURES = ""


def _register(intrinsics: Any) -> None:
    """Tell Numba of every rule and step, and what it takes the place of."""
    import numba
    from numba.extending import overload, register_jitable

    intrinsics.register(loop.by_reference)
    intrinsics.register_fetch(event_calendar.fetch_ahead)
    for module in RULES:
        for rule in module.RULES:
            register_jitable(**OPTIONS, forceinline=rule.__name__ in INLINED)(rule)
    for module in STEPS:
        for step in module.STEPS:
            register_jitable(**OPTIONS, forceinline=step.__name__ in INLINED)(step)
    for hook in hooks.HOOKS:
        _instead_of(overload, getattr(asked, hook.__name__), hook, OPTIONS)
    _instead_of(overload, portable.parts, intrinsics.parts, OPTIONS)
    _instead_of(overload, portable.scaled, intrinsics.scaled, OPTIONS)
    u64: Any = numba.uint64
    _instead_of(overload, streams.uniform, _uniform(u64), OPTIONS)
    _instead_of(overload, streams.child_key, _child_key(u64), OPTIONS)


def _code(kernel: Callable[..., Any], arguments: tuple[Any, ...]) -> native.Code:
    """The machine code of a kernel for arguments like these, without Numba's door to Python."""
    import numba

    njit: Any = numba.njit
    typed: Any = numba.typeof
    dispatcher = njit(**OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(kernel)
    signature = tuple(map(typed, arguments))
    dispatcher.compile(signature)
    made = dispatcher.overloads[signature]
    for function in made.library._final_module.functions:
        if function.is_declaration and not function.name.startswith(("llvm.", *native.OUTSIDE)):
            raise RuntimeError(f"a rule or step calls {function.name}, which only Numba knows")
    return native.Code(
        made.fndesc.llvm_func_name,
        native.kinds(arguments),
        made.library._get_compiled_object(),
    )


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
