"""Dropping: what a file takes out of the one it extends, before it lays its own over the rest.

`drop = ["policies.*", "expect", "segments.likely_leavers"]`: each a dotted path, `*` for every name.
Refuses a path under which nothing is inherited, with the one that was probably meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from journeysim.errors import Fault, ScenarioError
from journeysim.scenario.merging import Path, Table, removed

DROP = "drop"
EVERY = "*"


def dropped(inherited: Table, wanted: Any, fault: Callable[[str], Fault]) -> Table:
    """An inherited table without the parts that are wanted gone.

    wanted: what the file says under `drop`. Raises ScenarioError with everything wrong in it.
    """
    if not isinstance(wanted, list) or not all(isinstance(text, str) and text for text in wanted):
        raise ScenarioError([fault('must be a list of paths, such as ["policies.*", "expect"]')])
    faults, gone = [], []
    for text in wanted:
        pattern = tuple(part.strip() for part in text.split("."))
        matches = _matching(inherited, pattern)
        gone += matches
        if not matches:
            faults.append(
                fault(f"nothing inherited is called {text!r}{_meant(inherited, pattern)}")
            )
    if faults:
        raise ScenarioError(faults)
    for path in sorted(set(gone), key=len, reverse=True):
        inherited = removed(inherited, path)
    return inherited


def _matching(table: Any, pattern: Path) -> list[Path]:
    """The paths in a table that a pattern names."""
    if not isinstance(table, dict):
        return []
    key, *rest = pattern
    keys = list(table) if key == EVERY else [key] if key in table else []
    if not rest:
        return [(name,) for name in keys]
    return [(name, *inner) for name in keys for inner in _matching(table[name], tuple(rest))]


def _meant(table: Table, pattern: Path) -> str:
    """The path that was probably meant, as the end of a sentence."""
    here: Any = table
    for index, part in enumerate(pattern):
        known = list(here) if isinstance(here, dict) else []
        if part not in known:
            near = difflib.get_close_matches(part, known, n=1, cutoff=0.5)
            if near:
                path = ".".join((*pattern[:index], near[0], *pattern[index + 1 :]))
                return f"; did you mean {path!r}?"
            return f"; there are {', '.join(known)}" if known else ""
        here = here[part]
    return ""
