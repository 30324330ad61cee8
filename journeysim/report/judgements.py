"""Judgements: verdicts as people read them: what was found, why it is open, what would tell."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isnan, log10
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.experiment.changes import Change, Checked
from journeysim.experiment.deciding import Verdict
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.verdicts import Judgement
from journeysim.numerals import numeral
from journeysim.report.figures import NOTHING, Scale, scale
from journeysim.report.words import counted, more
from journeysim.shown import shown

_STYLES = {Verdict.PASS: "green", Verdict.FAIL: "bold red", Verdict.UNDECIDED: "yellow"}


def estimate_text(judgement: Judgement, currency: str) -> str:
    """The figure a claim is about with its interval, in the claim's own unit; money in its currency."""
    estimate, claim = judgement.estimate, judgement.claim
    if isnan(estimate.mean):
        return NOTHING
    factor = 1.0 / claim.factor
    is_money = metrics.find(claim.metric).metric.unit == "money"
    unit = f" {currency if is_money else claim.parsed.unit}".rstrip()
    sign = "+" if claim.parsed.against is not None else ""
    half = 0.0 if isnan(estimate.low) else estimate.half
    decimals = _decimals(half * factor or estimate.mean * factor)

    def written(value: float) -> str:
        shown = round(value * factor, decimals) + 0.0
        return numeral(shown, f"{sign if shown else ''},.{decimals}f")

    text = f"{written(estimate.mean)}{unit}"
    if isnan(estimate.low):
        return text
    if estimate.low == estimate.high:
        return f"{text} exactly"
    return f"{text} ({written(estimate.low)} to {written(estimate.high)})"


def _decimals(size: float) -> int:
    """Enough for two figures of this size."""
    return 0 if size == 0.0 else min(6, max(0, 1 - floor(log10(abs(size)))))


def why(judgement: Judgement) -> str:
    """What is to be known beside the verdict: why it is open, what it counts as; "" for nothing."""
    notes = []
    if judgement.verdict is Verdict.UNDECIDED:
        notes.append(judgement.reason)
        if judgement.estimate.n > 1:
            notes.append(f"{more(judgement.needed, judgement.estimate.n)}, as it looks now")
    if judgement.verdict is not Verdict.PASS and judgement.counts_as in ("warn", "pass"):
        notes.append("only a warning" if judgement.counts_as == "warn" else "counts as passed")
    elif judgement.verdict is Verdict.UNDECIDED and judgement.counts_as == "fail":
        notes.append("counts as failed")
    return "; ".join(notes)


def about(judgement: Judgement) -> str:
    """Whom the claim is about, and the claim."""
    return f"{judgement.claim.policy}: {judgement.claim.text.strip()}"


def table(judgements: Sequence[Judgement], width: int, currency: str) -> Table:
    """One line a claim: verdict, claim, what was found, on how many replications."""
    result = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    result.add_column("verdict", no_wrap=True)
    result.add_column("claim", overflow="fold", ratio=3)
    result.add_column("found (where chance may have it)", overflow="fold", ratio=2)
    result.add_column("runs", justify="right", no_wrap=True)
    for each in judgements:
        claim = Text(about(each))
        if reason := why(each):
            claim.append(f"\n{reason}", style="dim")
        result.add_row(
            Text(each.verdict.value, style=_STYLES[each.verdict]),
            claim,
            Text(estimate_text(each, currency)),
            str(each.estimate.n),
        )
    result.width = width
    return result


def tally(judgements: Sequence[Judgement]) -> str:
    """What the claims amount to: `7 pass, 1 fail, 2 undecided, 1 warning`."""
    kinds = [each.counts_as for each in judgements]
    named = (("pass", "pass"), ("fail", "fail"), ("undecided", "undecided"), ("warn", "warning"))
    each = [f"{kinds.count(kind)} {name}" for kind, name in named if kind in kinds]
    return ", ".join(each) or "no claims"


class ChangeRow(NamedTuple):
    """One change as it is written; the parts are "" where they are not known."""

    policy: str
    metric: str
    then: str
    now: str
    whole: str
    by_world: str
    by_policy: str


def change_rows(checked: Checked) -> list[ChangeRow]:
    """What changed against an older version, a row each, first what chance cannot turn."""
    return [
        ChangeRow(
            each.policy,
            each.metric,
            _plain(checked, each, each.then),
            _plain(checked, each, each.now),
            _difference(checked, each, each.whole) + ("" if _is_settled(each) else " ?"),
            _difference(checked, each, each.by_world),
            _difference(checked, each, each.by_policy),
        )
        for each in sorted(checked.changes, key=lambda change: not _is_settled(change))
        if not each.tolerated
    ]


def _is_settled(change: Change) -> bool:
    """Can chance not turn it? A figure that came or went is a fact."""
    return change.whole.settled or isnan(change.whole.mean)


_NAME = 36
"""A metric's name is broken only beyond this, however narrow the page."""


def change_table(checked: Checked) -> Table:
    """What changed, for a terminal."""
    rows = change_rows(checked)
    result = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    split = any(row.by_world for row in rows)
    widest = max((len(row.metric) for row in rows), default=0)
    for index, name in enumerate(change_heads(split)):
        result.add_column(
            name,
            justify="right" if index > 1 else "left",
            overflow="fold",
            min_width=min(_NAME, widest) if name == "metric" else None,
        )
    for row in rows:
        result.add_row(*(Text(cell) for cell in (row if split else row[:5])))
    return result


def change_heads(split: bool) -> tuple[str, ...]:
    """The heads of the columns, with or without the two parts."""
    heads = ("policy", "metric", "then", "now", "changed by")
    return (*heads, "world's part", "policy's part") if split else heads


def unchanged(checked: Checked) -> str:
    """What is said where nothing changed that counts."""
    if checked.changes:
        return f"Against {checked.older}: nothing changed beyond what is tolerated."
    what = "what both have is the same" if checked.apart else "nothing changed"
    return f"Against {checked.older}: {what}, to the last bit."


def remarks(checked: Checked) -> list[str]:
    """What is to be said beside the changes."""
    tolerated = sum(change.tolerated for change in checked.changes)
    left_out = [f"Left out: {counted(tolerated, 'change')} within the tolerance."]
    lines = (*checked.apart, *checked.remarks, *(left_out if tolerated else ()))
    return [shown(line) for line in lines]


def _plain(checked: Checked, change: Change, value: Estimate) -> str:
    own = _scale(checked, change)
    return f"{own.plain(value.mean)} {own.unit}".strip()


def _difference(checked: Checked, change: Change, value: Estimate | None) -> str:
    if value is None:
        return ""
    if isnan(value.mean):
        return _came_or_went(change)
    if value.low == value.high == 0.0:
        return "0"
    own, levels = _scale_apart(checked, change), _scale(checked, change)
    thousands = "" if own.unit == levels.unit else own.thousands
    return f"{own.signed(value.mean)}{thousands} {own.half(value.half)}".strip()


def _came_or_went(change: Change) -> str:
    """What is said of a figure that only one side has."""
    if isnan(change.now.mean):
        return "gone"
    return "new" if isnan(change.then.mean) else NOTHING


def _scale(checked: Checked, change: Change) -> Scale:
    """How the figures themselves are written."""
    return _scale_of((change.then, change.now), checked, change)


def _scale_apart(checked: Checked, change: Change) -> Scale:
    """How what lies between them is written: of money, in units of its own, so that 146 k beside
    millions is no 0.1."""
    if not metrics.find(change.metric).metric.unit.startswith("money"):
        return _scale(checked, change)
    parts = (change.whole, change.by_world, change.by_policy)
    return _scale_of([part for part in parts if part is not None], checked, change)


def _scale_of(figures: Sequence[Estimate], checked: Checked, change: Change) -> Scale:
    unit = metrics.find(change.metric).metric.unit
    currency = checked.scenario.tables.money.currency
    return scale([figure.mean for figure in figures], unit, currency)
