"""Translation: the loop with every rule and step it reaches, from Python to LLVM's code, by Numba.

No decorator anywhere: rules and steps are plain functions, registered here, and the SimPy engine
runs the same ones, with breakpoints.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from journeysim import events, portable, streams
from journeysim.distributions import encoded, quantiles
from journeysim.engine.build.native import NativeKernel, anywhere
from journeysim.engine.compiled import (
    compiled_count,
    event_calendar,
    final_state,
    hooks,
    loop,
    run_state,
)
from journeysim.engine.compiled.final_state import MOODS, Felt
from journeysim.engine.compiled.run_state import RunState
from journeysim.engine.daily import count, running
from journeysim.engine.steps import (
    account,
    agents,
    answering,
    care,
    cases,
    contacts,
    customer,
    dealings,
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
from journeysim.scenario import shipped
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load

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
    account, variate, dealings, agents, plans, stations, word_of_mouth, cases, triggers, extras, work_items,
    answering, pricing, people, purchasing, joining, staffing, customer, endings, contacts, care, firm,
    trouble, dispatch, event_calendar, hooks, loop, running, count,
)  # fmt: skip

OUTSIDE = ("ceil", "floor", "fmod", "memcpy", "memmove", "memset", "sqrt")
"""What code may call that is no step: each is an instruction of WebAssembly, or ours (`fmod`)."""

OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
"""How everything is compiled: dividing by zero is no error, and nothing allocates."""

INLINED = (
    "act", "after", "age", "basket", "begin_slice", "buy", "candidate", "come_due",
    "comes_before", "credit_now", "debits_left", "debits_now", "due", "gap", "give_back",
    "heap_pop", "heap_push", "leaves", "look_ahead", "multipliers", "next_candidate",
    "next_occasion", "occasion", "plan_candidate", "promise_now", "shrink", "trigger",
)  # fmt: skip
"""Rules and steps written into whoever calls them: most events pass through these."""

FUNCTIONS: dict[str, tuple[Callable[..., int], str]] = {
    "run": (loop.run, "double %one, i64 %two"),
    "survey": (final_state.survey, "double %one"),
    "count": (compiled_count.count_rows, "i64 %one, i64 %two"),
}
"""What is called from outside, and its numbers beside the address of what it works on."""


def translated() -> list[str]:
    """The kernel's functions with all they reach, as LLVM's code for no processor in particular."""
    import numba

    config: Any = numba.config
    config.CPU_NAME, config.CPU_FEATURES = "generic", ""
    _load_without_blas()

    from journeysim.engine.build import intrinsics

    _register(intrinsics)
    f8, i8 = numba.float64, numba.int64
    typeof: Any = numba.typeof
    state = example()
    survey = Felt(state.world.experience, state.people, state.dealings, np.zeros((1, len(MOODS))))
    return [
        _code(name, intrinsics.Reference(typeof(value)), *numbers)
        for name, value, numbers in (
            ("run", state, (f8, i8)),
            ("survey", survey, (f8,)),
            ("count", compiled_count.example(), (i8, i8)),
        )
    ] + [_remainder()]


@cache
def native_kernel() -> NativeKernel:
    """The kernel as Numba compiles it for this processor, here and now; takes a minute or two."""
    return NativeKernel(translated()[: len(FUNCTIONS)], tuple(FUNCTIONS))


def example() -> RunState:
    """A run like any other, as arrays; what lies in them differs, never how."""
    small = ("population.customers=2", 'run.days="1 d"')
    scenario = load(shipped.DEFAULT, settings=small)
    world = run_state.arrays(encode(scenario, scenario.policies[0]).world)
    return run_state.begun(world, 0, anywhere())


def _register(intrinsics: Any) -> None:
    """Tell Numba of every rule and step, and what it takes the place of."""
    import numba
    from numba.extending import overload, register_jitable

    intrinsics.register_places()
    intrinsics.register_fetch(event_calendar.fetch_ahead)
    for module in RULES:
        for rule in module.RULES:
            register_jitable(**OPTIONS, forceinline=rule.__name__ in INLINED)(rule)
    for module in STEPS:
        for step in module.STEPS:
            register_jitable(**OPTIONS, forceinline=step.__name__ in INLINED)(step)
    register_jitable(**OPTIONS)(count.count)
    for hook in hooks.HOOKS:
        _instead_of(overload, getattr(asked, hook.__name__), hook, OPTIONS)
    _instead_of(overload, portable.parts, intrinsics.parts, OPTIONS)
    _instead_of(overload, portable.scaled, intrinsics.scaled, OPTIONS)
    u64: Any = numba.uint64
    _instead_of(overload, streams.uniform, _uniform(u64), OPTIONS)
    _instead_of(overload, streams.child_key, _child_key(u64), OPTIONS)


def _code(name: str, *kinds: Any) -> str:
    """A function and all it reaches, with a door of its name that takes numbers alone."""
    kernel, numbers = FUNCTIONS[name]
    inner, text = _compiled(kernel, kinds)
    return (
        text
        + f"""
define i32 @{name}(i8* %words, {numbers}) {{
  %result = alloca i64, align 8
  %trouble = alloca i8*, align 8
  store i64 0, i64* %result
  %status = call i32 @"{inner}"(i64* %result, i8** %trouble, i8* %words, {numbers})
  %answer = load i64, i64* %result
  %short = trunc i64 %answer to i32
  ret i32 %short
}}
"""
    )


def _remainder() -> str:
    """`fmod` as LLVM calls it by name, from a rule of ours: no library is asked."""
    import numba

    inner, text = _compiled(portable.remainder, (numba.float64, numba.float64))
    return (
        text
        + f"""
define double @fmod(double %x, double %y) {{
  %result = alloca double, align 8
  %trouble = alloca i8*, align 8
  %status = call i32 @"{inner}"(double* %result, i8** %trouble, double %x, double %y)
  %answer = load double, double* %result
  ret double %answer
}}
"""
    )


def _compiled(function: Callable[..., Any], kinds: tuple[Any, ...]) -> tuple[str, str]:
    """The name of a function in LLVM's code, and that code with all that it reaches."""
    import numba

    njit: Any = numba.njit
    dispatcher = njit(**OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    dispatcher.compile(kinds)
    made = dispatcher.overloads[kinds]
    for declared in made.library._final_module.functions:
        if declared.is_declaration and not declared.name.startswith(("llvm.", *OUTSIDE)):
            raise RuntimeError(f"a rule or step calls {declared.name}, which only Numba knows")
    return made.fndesc.llvm_func_name, made.library.get_llvm_str()


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
