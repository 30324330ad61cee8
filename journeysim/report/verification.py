"""Verification report: what verify found, as a table for people and as a document for programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import isnan
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from journeysim.experiment.estimate import Estimate
from journeysim.experiment.verify.verification import Law, VerifiedAnswer
from journeysim.report.to_json import envelope

if TYPE_CHECKING:
    from rich.console import Console

WORDS = {"pass": "agrees", "fail": "DIFFERS", "undecided": "too wide to say"}
_STYLES = {"pass": "green", "fail": "bold red", "undecided": "yellow"}


def print_verification(
    console: Console, verified_answers: Sequence[VerifiedAnswer], laws: Sequence[Law]
) -> None:
    """Every answer with what was simulated, then the laws, then how many agree."""
    there = [
        (name, get)
        for name, get in (("compiled", _compiled), ("SimPy", _simpy))
        if any(get(answer) is not None for answer in verified_answers)
    ]
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column, justify in (("", "left"), ("exact", "right"), *((n, "right") for n, _ in there)):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]
        if column in ("compiled", "SimPy"):
            table.add_column("runs", justify="right")
    table.add_column("")
    for (form, world), group in groupby(
        verified_answers, lambda each: (each.form.name, each.scenario.name)
    ):
        table.add_row(Text(f"{form}: {world}", style="bold"))
        for answer in group:
            cells = [_simulated(get(answer)) for _, get in there]
            table.add_row(
                f"  {escape(answer.answer.words)}",
                f"{answer.answer.exact:.5g}",
                *(cell for pair in cells for cell in pair),
                Text(WORDS[answer.verdict], style=_STYLES[answer.verdict]),
            )
    console.print(table)
    if laws:
        console.print()
    for law in laws:
        text = "holds" if law.holds else "DOES NOT HOLD"
        verdict = f"[{_STYLES[law.verdict]}]{text}[/]"
        console.print(f"{escape(law.words)} ({law.looked_at}): {verdict}")
    verdicts = [*(answer.verdict for answer in verified_answers), *(law.verdict for law in laws)]
    agree = verdicts.count("pass")
    console.print(
        f"\n[bold]{agree} of {len(verdicts)} agree.[/] [dim]± holds for all answers "
        f"together with 99.9 %; sources: journeysim verify --json[/]"
    )


def _compiled(answer: VerifiedAnswer) -> Estimate | None:
    return answer.compiled


def _simpy(answer: VerifiedAnswer) -> Estimate | None:
    return answer.simpy


def _simulated(estimate: Estimate | None) -> tuple[str, str]:
    if estimate is None:
        return "", ""
    if isnan(estimate.low):
        return f"{estimate.mean:.5g}", f"{estimate.n:,}"
    return f"{estimate.mean:.5g} ±{estimate.half:.2g}", f"{estimate.n:,}"


def document(
    verified_answers: Sequence[VerifiedAnswer], laws: Sequence[Law], *, engine: str, exit_code: int
) -> dict[str, Any]:
    """The same for programs; one entry of `worlds` a world."""
    worlds = []
    for (_, sha256), group in groupby(
        verified_answers, lambda p: (p.scenario.name, p.scenario.sha256)
    ):
        members = list(group)
        worlds.append(
            {
                "name": members[0].scenario.name,
                "sha256": sha256,
                "form": members[0].form.name,
                "source": members[0].form.source,
                "answers": [_answer(answer) for answer in members],
            }
        )
    seeds = {answer.scenario.tables.run.seed for answer in verified_answers}
    return envelope(seed=min(seeds) if seeds else None, engine=engine, exit_code=exit_code) | {
        "worlds": worlds,
        "laws": [
            {"law": law.words, "looked_at": law.looked_at, "verdict": law.verdict} for law in laws
        ],
    }


def _answer(answer: VerifiedAnswer) -> dict[str, Any]:
    engines = {"compiled": answer.compiled, "simpy": answer.simpy}
    return {
        "metric": answer.answer.metric,
        "words": answer.answer.words,
        "exact": answer.answer.exact,
        "simulated": {
            name: {"mean": estimate.mean, "low": _number(estimate.low), "high": _number(estimate.high), "n": estimate.n}
            for name, estimate in engines.items()
            if estimate is not None
        },
        "verdict": answer.verdict,
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if isnan(value) else value
