"""Build: makes the kernel, `engine/compiled/kernel.wasm`, from rules and steps; for developers.

translation: from Python to LLVM's code, by Numba; intrinsics: what Python cannot say; linking: from
there to one WebAssembly file; native: the same code on this processor, as a third carrier for tests.
"""
