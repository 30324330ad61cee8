"""Proofs: what verify found, as a table for people and as a document for programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import isnan
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from journeysim.experiment.estimate import Estimate
from journeysim.experiment.verify.proof import Law, Proof
from journeysim.report.to_json import envelope

if TYPE_CHECKING:
    from rich.console import Console

WORDS = {"pass": "agrees", "fail": "DIFFERS", "undecided": "too wide to say"}
_STYLES = {"pass": "green", "fail": "bold red", "undecided": "yellow"}


def print_proofs(console: Console, proofs: Sequence[Proof], laws: Sequence[Law]) -> None:
    """Every answer with what was simulated, then the laws, then how many agree."""
    there = [
        (name, get)
        for name, get in (("compiled", _compiled), ("SimPy", _simpy))
        if any(get(proof) is not None for proof in proofs)
    ]
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column, justify in (("", "left"), ("exact", "right"), *((n, "right") for n, _ in there)):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]
        if column in ("compiled", "SimPy"):
            table.add_column("runs", justify="right")
    table.add_column("")
    for (form, world), group in groupby(proofs, lambda each: (each.form.name, each.scenario.name)):
        table.add_row(Text(f"{form}: {world}", style="bold"))
        for proof in group:
            cells = [_simulated(get(proof)) for _, get in there]
            table.add_row(
                f"  {escape(proof.answer.words)}",
                f"{proof.answer.exact:.5g}",
                *(cell for pair in cells for cell in pair),
                Text(WORDS[proof.verdict], style=_STYLES[proof.verdict]),
            )
    console.print(table)
    if laws:
        console.print()
    for law in laws:
        said = "holds" if law.holds else "DOES NOT HOLD"
        verdict = f"[{_STYLES[law.verdict]}]{said}[/]"
        console.print(f"{escape(law.words)} ({law.looked_at}): {verdict}")
    verdicts = [*(proof.verdict for proof in proofs), *(law.verdict for law in laws)]
    agree = verdicts.count("pass")
    console.print(
        f"\n[bold]{agree} of {len(verdicts)} agree.[/] [dim]± holds for all answers "
        f"together with 99.9 %; sources: journeysim verify --json[/]"
    )


def _compiled(proof: Proof) -> Estimate | None:
    return proof.compiled


def _simpy(proof: Proof) -> Estimate | None:
    return proof.simpy


def _simulated(found: Estimate | None) -> tuple[str, str]:
    if found is None:
        return "", ""
    if isnan(found.low):
        return f"{found.mean:.5g}", f"{found.n:,}"
    return f"{found.mean:.5g} ±{found.half:.2g}", f"{found.n:,}"


def document(
    proofs: Sequence[Proof], laws: Sequence[Law], *, engine: str, exit_code: int
) -> dict[str, Any]:
    """The same for programs; one entry of `worlds` a world."""
    worlds = []
    for (_, sha256), group in groupby(proofs, lambda p: (p.scenario.name, p.scenario.sha256)):
        members = list(group)
        worlds.append(
            {
                "name": members[0].scenario.name,
                "sha256": sha256,
                "form": members[0].form.name,
                "source": members[0].form.source,
                "answers": [_answer(proof) for proof in members],
            }
        )
    seeds = {proof.scenario.tables.run.seed for proof in proofs}
    return envelope(seed=min(seeds) if seeds else None, engine=engine, exit_code=exit_code) | {
        "worlds": worlds,
        "laws": [
            {"law": law.words, "looked_at": law.looked_at, "verdict": law.verdict} for law in laws
        ],
    }


def _answer(proof: Proof) -> dict[str, Any]:
    engines = {"compiled": proof.compiled, "simpy": proof.simpy}
    return {
        "metric": proof.answer.metric,
        "words": proof.answer.words,
        "exact": proof.answer.exact,
        "simulated": {
            name: {"mean": found.mean, "low": _number(found.low), "high": _number(found.high), "n": found.n}
            for name, found in engines.items()
            if found is not None
        },
        "verdict": proof.verdict,
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if isnan(value) else value
