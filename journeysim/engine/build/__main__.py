"""`python -m journeysim.engine.build`: makes the kernel anew, and says what it was made of."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from importlib import metadata
from importlib.util import find_spec

from journeysim.engine.build.sources import sources
from journeysim.engine.compiled import freshness
from journeysim.engine.compiled.kernel import FILE, FUNCTIONS

PINS = ("numba", "llvmlite", "numpy", "ziglang")
"""What the bytes of the kernel depend on beside Python."""


def main() -> int:
    """Build the kernel beside its loader. Returns the exit code."""
    if missing := [name for name in PINS if find_spec(name) is None]:
        print(f"{', '.join(missing)} not installed; pip install -e '.[dev]'", file=sys.stderr)
        return 2
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "journeysim.engine.build", *sys.argv[1:]])
    from journeysim.engine.build.linking import linked
    from journeysim.engine.build.translation import translated

    began = time.perf_counter()
    content = linked(translated(), FUNCTIONS)
    FILE.write_bytes(content)
    FILE.with_suffix(".toml").write_text(_described(content), encoding="utf-8", newline="\n")
    print(f"{FILE.name}: {len(content):,} bytes in {time.perf_counter() - began:.0f} s")
    return 0


def _described(content: bytes) -> str:
    """What a kernel was made of, as `freshness` reads it."""
    pins = [("python", platform.python_version()), *((n, metadata.version(n)) for n in PINS)]
    lines = [
        "# What kernel.wasm was made of. Both are made by `python -m journeysim.engine.build`.",
        "",
        "[kernel]",
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
        "",
        "[made_with]",
        *(f'{name} = "{version}"' for name, version in pins),
        "",
        "[sources]  # each with a digest of its bytes and one of its tokens",
    ]
    for name in sources():
        source = (freshness.PACKAGE / name).read_bytes()
        of_bytes, of_tokens = freshness.digest(source), freshness.digest(freshness.tokens(source))
        lines.append(f'"{name}" = ["{of_bytes}", "{of_tokens}"]')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
