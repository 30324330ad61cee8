"""Native: machine code as bytes, loaded without Numba, and called with arrays by their addresses.

Importing Numba takes several times as long as everything else a warm start does, and nothing it
knows is needed to run what it compiled: a function of numbers and addresses. Its objects are loaded
by LLVM, as Numba itself does. What does not lie in memory as the code was compiled for is refused.
The only file that knows LLVM.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

Numbers = tuple[int | float, ...]
"""What stands for one argument: itself, an address, or an array's address with its shape."""

FINISHED = (0, -2)
"""What compiled code answers when it ran to its end: with a result, and without one."""

OUTSIDE = ("ceil", "floor", "fmod", "memcpy", "memmove", "memset", "sqrt")
"""The functions of C that code may call, for what not every processor can do."""


class Code(NamedTuple):
    """The machine code of one function.

    symbol: its name in the code; takes: how its arguments lie in memory, as `kinds` says it.
    """

    symbol: str
    takes: str
    code: bytes


def packed(codes: Sequence[Code]) -> bytes:
    """All codes as one content that notices damage; `unpacked` reads it."""
    heads = [[code.symbol, code.takes, len(code.code)] for code in codes]
    body = json.dumps(heads).encode() + b"\n" + b"".join(code.code for code in codes)
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def unpacked(content: bytes) -> list[Code] | None:
    """The codes in a content; None where it is not as `packed` left it."""
    digest, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    heads, _, rest = body.partition(b"\n")
    codes, start = [], 0
    for symbol, takes, size in json.loads(heads):
        codes.append(Code(symbol, takes, rest[start : start + size]))
        start += size
    return codes


class Native:
    """A function in machine code, called like the Python function it was compiled from."""

    def __init__(self, code: Code) -> None:
        self._takes = code.takes
        self._engine = _loaded(code)
        self._address = self._engine.get_function_address(code.symbol)
        self._function: Any = None

    def __call__(self, *arguments: Any) -> int:
        """Call it; other threads go on. Returns a whole number, 0 for a function without result.

        Raises TypeError for arguments that the code was not compiled for, RuntimeError when it
        broke off.
        """
        laid = list(_laid_out(arguments))
        if _text(laid) != self._takes:
            raise TypeError("compiled code was given what it was not compiled for")
        numbers = [number for _, numbers in laid for number in numbers]
        if self._function is None:
            types = [ctypes.c_double if type(n) is float else ctypes.c_int64 for n in numbers]
            made = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *types)
            self._function = made(self._address)
        result, trouble = ctypes.c_int64(), ctypes.c_void_p()
        status = self._function(ctypes.byref(result), ctypes.byref(trouble), *numbers)
        if status not in FINISHED:
            raise RuntimeError(f"compiled code broke off with status {status}")
        return result.value


def kinds(arguments: Sequence[Any]) -> str:
    """How arguments lie in memory, in words that are the same exactly if the layouts are."""
    return _text(list(_laid_out(arguments)))


def _text(laid: Sequence[tuple[str, Numbers]]) -> str:
    return "\n".join(kind for kind, _ in laid)


def _laid_out(value: Any) -> Iterator[tuple[str, Numbers]]:
    """The kind of each part of a value and the numbers that stand for it.

    An array is an owner and a keeper (nobody: it outlives the call), its size, the bytes of an
    item, its address, its shape and its strides; a record is its address.
    """
    if isinstance(value, np.ndarray):
        if not value.flags.c_contiguous:
            raise TypeError("compiled code takes arrays without gaps")
        start = value.ctypes.data
        place = (0, 0, value.size, value.itemsize, start, *value.shape, *value.strides)
        yield f"{value.ndim} x {_kind(value.dtype)}", place
    elif isinstance(value, np.void):
        yield _kind(value.dtype), (np.frombuffer(value, np.uint8).ctypes.data,)
    elif isinstance(value, tuple):
        for part in value:
            yield from _laid_out(part)
    elif type(value) is int or type(value) is float:
        yield type(value).__name__, (value,)
    else:
        raise TypeError(f"compiled code takes no {type(value).__name__}")


@cache
def _kind(layout: np.dtype[Any]) -> str:
    return f"{layout.descr} in {layout.itemsize}"


def _loaded(code: Code) -> Any:
    """An LLVM engine with the code in it, ready to be called."""
    from llvmlite import binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    engine = llvm.create_mcjit_compiler(
        llvm.parse_assembly(""), target.create_target_machine(jit=True)
    )
    if not all(llvm.address_of_symbol(name) for name in OUTSIDE):
        from numba.core.registry import cpu_target

        assert cpu_target.target_context  # where LLVM finds no C function by name, Numba tells it
    engine.add_object_file(llvm.ObjectFileRef.from_data(code.code))
    engine.finalize_object()
    return engine
