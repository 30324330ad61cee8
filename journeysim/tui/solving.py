"""Solving: what the screen asks of a dial, and what comes back; see `protocol`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class SolveRequest:
    """Order: the value of a knob at which a claim about a policy holds (`study.solve`), when nothing else
    is wanted; takes the place of what else was to be done then.

    settings: as of draws; low, high, step: of the knob, as typed; side: the end that is wanted.
    """

    settings: tuple[str, ...]
    policy: str
    find: str
    claim: str
    low: str
    high: str
    step: str
    side: Literal["", "smallest", "largest"] = ""


@dataclass(frozen=True)
class SolveRow:
    """A value that was looked at, in words too, the claim's figure there, what was said by how many runs;
    verdict: pass, fail or undecided, "" where it was not judged."""

    value: float
    text: str
    figure: str
    runs: str
    verdict: str


@dataclass(frozen=True)
class Solved:
    """News: what came of it, in sentences, and the values looked at; value: the one that holds, in the
    model's own unit, None if none does. fault: why it cannot be asked."""

    request: SolveRequest
    sentences: tuple[str, ...] = ()
    rows: tuple[SolveRow, ...] = ()
    value: float | None = None
    fault: str = ""
