"""Places: how files are named in results: as seen from a folder, saying nothing of the machine.

Two files never share a name here: what lies outside of the folder is told apart by its own folders,
as many as it takes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from journeysim.scenario import shipped
from journeysim.scenario.scenario import Scenario
from journeysim.shown import shown


def place(where: str, root: Path) -> tuple[str, int | None]:
    """The file and the line of `file:line`, seen from a folder; no line where none is known."""
    file, _, line = where.rpartition(":")
    if not (file and line.isdecimal()):
        return seen_from(where, root), None
    return seen_from(file, root), int(line)


def seen_from(file: str, root: Path) -> str:
    """A file's name from a folder; one outside of it is named without its path."""
    path = Path(file)
    whole = Path(os.path.normpath(Path.cwd() / path))
    if _exists(whole) and whole.is_relative_to(root):
        return whole.relative_to(root).as_posix()
    return path.name if path.is_absolute() else path.as_posix()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def key_of(scenario: Scenario, root: Path) -> str:
    """What a scenario's file is known by from one run to the next: its path from a folder."""
    path = scenario.document.path
    if path.is_relative_to(shipped.folder()):
        return scenario.document.sources[0].name
    return shown(Path(os.path.relpath(Path.cwd() / path, root)).as_posix())


def told_apart(scenarios: Sequence[Scenario], root: Path) -> dict[Path, str]:
    """A name for each scenario's file; no two alike, no longer than that takes."""
    names: dict[Path, str] = {}
    for scenario in scenarios:
        path = scenario.document.path
        is_shipped = path.is_relative_to(shipped.folder())
        names[path] = (
            scenario.document.sources[0].name if is_shipped else seen_from(str(path), root)
        )
    wholes = {path: Path(os.path.normpath(Path.cwd() / path)) for path in names}
    for length in range(2, 1 + max((len(whole.parts) for whole in wholes.values()), default=0)):
        taken = list(names.values())
        alike = [path for path, name in names.items() if taken.count(name) > 1]
        for path in alike:
            names[path] = Path(*wholes[path].parts[-length:]).as_posix()
    return {path: shown(name) for path, name in names.items()}
