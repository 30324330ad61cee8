"""Bench: the engines side by side, as ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from journeysim.experiment.bench import Bench, measure
from journeysim.report.text.bench import print_bench
from journeysim.study.columns import Array
from journeysim.study.findings import Reading
from journeysim.study.progress import SILENT, Progress


@dataclass(frozen=True)
class AskBench:
    """Up to how many customers, and whether the SimPy kinds run at every size; peers: Ciw and
    salabim, too, where they are installed."""

    largest: int = 1_000_000
    full: bool = False
    peers: bool = False


def bench(ask: AskBench, progress: Progress = SILENT) -> Bench:
    """Measure the two engines and a docs-style SimPy model side by side."""
    return measure(
        lambda text: progress.say(f"bench: {text}"),
        largest=ask.largest,
        full=ask.full,
        peers=ask.peers,
    )


def _document(results: Sequence[Bench], engine: str) -> dict[str, Any]:
    (each,) = results
    return {
        "ratios": each.ratios,
        "sizes": [asdict(size) for size in each.sizes],
        "whole": [asdict(one) for one in each.whole],
        "queue": [asdict(one) for one in each.queue],
        "growth_exponent": each.exponent,
        "agreement": [asdict(one) | {"agrees": one.agrees} for one in each.agreement],
    }


def _columns(results: Sequence[Bench]) -> dict[str, Array]:
    """A row an engine and size."""
    rows = [asdict(size) for each in results for size in each.sizes]
    return {name: np.array([row[name] for row in rows]) for name in (rows[0] if rows else ())}


READING: Reading[Bench] = Reading(
    show=lambda page, result, full: print_bench(page, result),
    document=_document,
    columns=_columns,
)
"""How a bench is read."""
