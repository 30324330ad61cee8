"""Sources: every file of the package that the kernel could be made of."""

from __future__ import annotations

import ast
from pathlib import Path

from journeysim.engine.compiled.freshness import PACKAGE

ROOTS = ("engine/build/translation.py", "engine/build/intrinsics.py", "engine/build/linking.py")
"""Where the kernel begins."""

ASIDE = (
    "scenario/",
    "engine/build/native.py",
    "engine/compiled/kernel.py",
    "engine/compiled/freshness.py",
)
"""What is imported on the way and leaves no trace in the kernel."""


def sources() -> list[str]:
    """The files reached by import from `ROOTS`, by name, in order."""
    reached: set[str] = set()
    waiting = list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name in reached or name.startswith(ASIDE):
            continue
        reached.add(name)
        waiting += _imported(PACKAGE / name)
    return sorted(reached)


def _imported(path: Path) -> list[str]:
    """The package's files that a file imports."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [file for name in names if (file := _file(name))]


def _file(module: str) -> str | None:
    """The file of a module of the package, by name; None for anything else."""
    if not module.startswith("journeysim."):
        return None
    path = PACKAGE.parent.joinpath(*module.split(".")).with_suffix(".py")
    return path.relative_to(PACKAGE).as_posix() if path.is_file() else None
