"""Kernels: the compiled engine loaded once, by one thread, before several use it."""

from __future__ import annotations

from functools import cache


@cache
def load_kernels() -> None:
    """Load the kernels, or compile them where none are kept."""
    from journeysim.engine.compiled.kernel import compiled

    compiled()
