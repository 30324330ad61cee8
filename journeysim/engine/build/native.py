"""Native: the kernel on this processor, as Numba makes it: a third carrier, for tests of identity."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np

from journeysim.engine.compiled.memory import LINE, Memory, NoRoomError, Pool

ROOM = 1 << 31
"""Bytes a machine of this kind has; what nobody writes to is not taken."""


class NativeMachine:
    """A machine whose code is the processor's own (see `memory.Machine`)."""

    def __init__(self, functions: dict[str, Any]) -> None:
        self._bytes = np.zeros(ROOM, dtype=np.uint8)
        self._functions = functions
        self.base = self.origin = self._bytes.ctypes.data
        self.start = -self.base % LINE
        self.touched = 0
        self.size = ROOM

    def grow(self, size: int) -> None:
        """There is no more."""
        raise NoRoomError(f"{size:,} bytes are more than this machine has")

    def call(self, name: str, *numbers: int | float) -> int:
        """Call a function; other threads go on."""
        types = [ctypes.c_double if type(n) is float else ctypes.c_int64 for n in numbers]
        made = ctypes.CFUNCTYPE(ctypes.c_int32, *types)(self._functions[name])
        return int(made(*numbers))


class NativeKernel:
    """The kernel in the processor's own code, ready to run."""

    def __init__(self, codes: Sequence[str], names: Sequence[str]) -> None:
        self._engines, functions = [], {}
        for code, name in zip(codes, names, strict=True):
            self._engines.append(_loaded(code))
            functions[name] = self._engines[-1].get_function_address(name)
        self._pool = Pool(lambda: NativeMachine(functions))

    def lend(self) -> Memory:
        """Memory with the kernel in it, for one thread at a time."""
        return self._pool.lend()


def anywhere() -> Memory:
    """Memory without code, to see how a run lies in it."""
    return Pool(lambda: NativeMachine({})).lend()


def _loaded(code: str) -> Any:
    """An LLVM engine with the code in it, ready to be called."""
    from llvmlite import binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module = llvm.parse_assembly(code)
    target = llvm.Target.from_triple(llvm.get_process_triple())
    engine = llvm.create_mcjit_compiler(module, target.create_target_machine(opt=3, jit=True))
    engine.finalize_object()
    return engine
