"""Kernel: the loop with every rule and step it reaches, as one WebAssembly file, run by Wasmtime.

The same bytes everywhere: nothing is compiled where the program is used but the last step, from
WebAssembly to the processor's own code, in about a third of a second. `kernel.toml` beside it says
what it was made of; a file whose sources have changed since is never run (see `freshness`).
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import weakref
from functools import cache
from importlib.util import find_spec
from math import inf
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from journeysim.engine.compiled import freshness
from journeysim.engine.compiled.memory import MOST, Memory, NoRoomError, Pool
from journeysim.errors import EngineError

FILE = Path(__file__).with_name("kernel.wasm")
"""The kernel."""

FUNCTIONS = ("run", "survey", "count")
"""What may be called in it."""

RESERVED = MOST + (1 << 28)
"""Bytes of address space a machine takes: all it may ever have, and what guards its ends."""

OWN = 1 << 30
"""Bytes of address space left for everything else."""

PAGE = 65_536
"""Bytes by which memory grows."""


class Kernel:
    """The kernel, ready to run: machines are instances of it."""

    def __init__(self, content: bytes) -> None:
        self._engine, self._module = _module(content)
        self._pool = Pool(self._instance)
        _outlives(self._engine, self._module)

    def lend(self) -> Memory:
        """Memory with the kernel in it, for one thread at a time.

        Where there is no room for another machine, one that nobody sees any more does. Raises
        NoRoomError.
        """
        try:
            return self._pool.lend()
        except NoRoomError:
            gc.collect()
            return self._pool.lend()

    def _instance(self) -> Instance:
        return Instance(self._engine, self._module)


class Instance:
    """A machine: the kernel with memory of its own (see `memory.Machine`)."""

    def __init__(self, engine: Any, module: Any) -> None:
        from wasmtime import Instance as Instantiated
        from wasmtime import Store, WasmtimeError

        self._store = Store(engine)
        _outlives(self._store)
        try:
            exports: Any = Instantiated(self._store, module, []).exports(self._store)
        except WasmtimeError as error:
            raise NoRoomError(f"no room for the compiled engine: {error}") from error
        self._memory = exports["memory"]
        self._functions = {name: exports[name] for name in FUNCTIONS}
        self.start = exports["__heap_base"].value(self._store)
        self.base = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        self.origin = 0
        self.size = self.touched = self._memory.data_len(self._store)

    def grow(self, size: int) -> None:
        """Have at least so many bytes, those there are where they were. Raises NoRoomError."""
        from wasmtime import WasmtimeError

        if size > MOST:
            raise NoRoomError(
                f"{size:,} bytes are more than the compiled engine can have: --set run.one_in=20 simulates one customer in 20, --engine simpy everybody"
            )
        try:
            self._memory.grow(self._store, -(-(size - self.size) // PAGE))
        except WasmtimeError as error:
            raise NoRoomError(f"no memory for {size:,} bytes: {error}") from error
        self.size = self._memory.data_len(self._store)

    def call(self, name: str, *numbers: int | float) -> int:
        """Call a function; other threads go on."""
        answer: int = self._functions[name](self._store, *numbers)
        return answer


_OUTLIVING: weakref.WeakSet[Any] = weakref.WeakSet()


def _outlives(*things: Any) -> None:
    """What is still there when the process ends is left to the system.

    Wasmtime would give it back while Python takes its modules apart, and stumble over their ruins.
    """
    if not _OUTLIVING:
        atexit.register(_keep_for_ever)
    _OUTLIVING.update(things)


def _keep_for_ever() -> None:
    for thing in _OUTLIVING:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))


_LOADING = Lock()


def kernel() -> Kernel:
    """The kernel, made ready once. Raises EngineError where it cannot be run, and says why."""
    with _LOADING:
        return _kernel()


@cache
def _kernel() -> Kernel:
    reason = trouble()
    if reason:
        raise EngineError(f"the compiled engine cannot run: {reason}")
    return Kernel(FILE.read_bytes())


def begin_loading() -> None:
    """Make the kernel ready in a thread of its own, while something else is done."""
    if not trouble():
        Thread(target=kernel, daemon=True).start()


@cache
def trouble() -> str:
    """Why the compiled engine cannot run here, in words; "" where it can."""
    if find_spec("wasmtime") is None:
        return "Wasmtime is not installed (pip install wasmtime)"
    if abreast() < 1:
        return f"it needs {RESERVED / 1e9:.1f} GB of address space, which is limited (ulimit -v)"
    return freshness.trouble(FILE)


def abreast() -> float:
    """How many machines there is address space for; infinity where it is not limited."""
    try:
        import resource
    except ImportError:
        return inf
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return inf if limit == resource.RLIM_INFINITY else max(0, limit - OWN) // RESERVED


def _module(content: bytes) -> tuple[Any, Any]:
    """The engine and the module in the code of this processor.

    A number that is none has many forms; the log knows no such number, so none is chosen here.
    """
    from wasmtime import Config, Engine, Module

    config = Config()
    config.cranelift_opt_level = "speed"
    config.memory_may_move = False
    config.memory_reservation = MOST
    engine = Engine(config)
    return engine, Module(engine, content)
