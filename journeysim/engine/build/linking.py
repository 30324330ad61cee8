"""Linking: LLVM's code as one WebAssembly file, by LLVM itself and the linker that comes with Zig."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

TRIPLE = "wasm32-unknown-unknown"
LAYOUT = "e-m:e-p:32:32-p10:8:8-p20:8:8-i64:64-i128:128-n32:64-S128-ni:1:10:20"
"""How LLVM calls 32-bit WebAssembly, and how numbers lie in its memory."""

FEATURES = "+bulk-memory,+nontrapping-fptoint,+sign-ext,+mutable-globals"
"""What every WebAssembly machine of today can do beyond the first version."""

REMAINDER = "fmod"
"""What LLVM calls where `%` is asked for, defined by `translation`."""

STACK = 1 << 20
"""Bytes of the stack; before everything else, so that running out of it is noticed."""


def linked(codes: Sequence[str], exported: Sequence[str]) -> bytes:
    """One file with all codes, that lends its memory and the functions named."""
    with tempfile.TemporaryDirectory() as folder:
        objects = []
        for number, code in enumerate(codes):
            objects.append(Path(folder) / f"{number}.o")
            objects[-1].write_bytes(_object(code, exported))
        made = Path(folder) / "kernel.wasm"
        command = [
            sys.executable, "-m", "ziglang", "wasm-ld", "--no-entry", "--gc-sections", "--strip-all",
            "--stack-first", "-z", f"stack-size={STACK}", f"--max-memory={1 << 32}",
            "--export-memory", "--export=__heap_base", *(f"--export={name}" for name in exported),
            "-O2", "-o", str(made), *map(str, objects),
        ]  # fmt: skip
        subprocess.run(command, check=True)
        return made.read_bytes()


def _object(code: str, exported: Sequence[str]) -> bytes:
    """LLVM's code as an object of WebAssembly. What nobody outside calls is inlined as it suits."""
    from llvmlite import binding as llvm

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    module = llvm.parse_assembly(_retargeted(code))
    for function in module.functions:
        if not function.is_declaration and function.name not in (*exported, REMAINDER):
            function.linkage = "internal"
    target = llvm.Target.from_triple(TRIPLE)
    machine = target.create_target_machine(cpu="generic", features=FEATURES, opt=3)
    module.verify()
    tuning = llvm.create_pipeline_tuning_options(3)
    tuning.loop_vectorization = tuning.slp_vectorization = False
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    made: bytes = machine.emit_object(module)
    return made


_FETCH = re.compile(
    r"(?:tail )?call void @llvm\.prefetch\.p0(?:i8)?\((?:ptr|i8\*) (?:nonnull |align \d+ )*(%[\w.]+),"
    r" i32 0, i32 3, i32 1\)"
)
"""What asks the processor to fetch a line ahead."""


def _retargeted(code: str) -> str:
    """The same code for WebAssembly: its layout, roots as an instruction, and nothing common.

    WebAssembly has no word for fetching ahead, so a number of each line is read that nobody needs.
    """
    numbers = count()
    code = _FETCH.sub(lambda m: f"%fetched.{next(numbers)} = load volatile i32, ptr {m[1]}", code)
    code = re.sub(
        r'^target datalayout = ".*"$', f'target datalayout = "{LAYOUT}"', code, flags=re.M
    )
    code = re.sub(r'^target triple = ".*"$', f'target triple = "{TRIPLE}"', code, flags=re.M)
    code = code.replace("@sqrt(", "@llvm.sqrt.f64(")
    return re.sub(r"= common( local_unnamed_addr)? global", r"= weak\1 global", code)
