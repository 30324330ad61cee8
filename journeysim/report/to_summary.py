"""Summary: a check in Markdown for a pull request: the verdict on line one, then what changed."""

from __future__ import annotations

from collections.abc import Sequence

from journeysim.experiment.changes import Checked
from journeysim.experiment.verdicts import Judgement
from journeysim.numerals import spelled, style_of
from journeysim.report.judgements import (
    about,
    change_heads,
    change_rows,
    estimate_text,
    remarks,
    tally,
    unchanged,
    why,
)
from journeysim.shown import shown

MOST_CHARACTERS = 60_000
"""Less than what GitHub takes of one step's summary, cells of other tools included."""

MARKER = "<!-- journeysim-check -->"
"""The last line, which no reader sees, and by which a build finds the comment it wrote before."""

_ORDER = ("fail", "undecided", "warn", "pass")
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>|#~@!&$"})


def summary(checked: Sequence[Checked], verdict: str, ending: str = "") -> str:
    """The Markdown text. verdict: in a word; ending: what ended the command early, if anything."""
    judgements = [each for one in checked for each in one.trial.judgements]
    first = f"**journeysim: {verdict}** ({tally(judgements)})"
    blocks = [first]
    if ending:
        blocks.append(f"Ended early: {escaped(ending)}.")
    for each in checked:
        style = style_of(each.scenario)
        blocks += [spelled(block, style) for block in _scenario(each)]
    return _fitting([spelled(block) for block in blocks]) + f"\n{MARKER}\n"


def _scenario(checked: Checked) -> list[str]:
    scenario = checked.scenario
    world = f", world {scenario.world}" if scenario.world else ""
    blocks = [f"### {escaped(checked.named + world)}"]
    if judgements := sorted(checked.trial.judgements, key=lambda one: _ORDER.index(one.counts_as)):
        head = "| verdict | claim | found | runs |\n| --- | --- | --- | ---: |"
        currency = scenario.tables.money.currency
        blocks.append("\n".join([head, *(_row(each, currency) for each in judgements)]))
    if checked.older:
        rows = change_rows(checked)
        if rows:
            split = any(row.by_world for row in rows)
            heads = change_heads(split)
            blocks.append(escaped(f"Changed against {checked.older} (?: too close to call):"))
            blocks.append(
                "\n".join(
                    [
                        _cells(heads),
                        "|" + " --- |" * len(heads),
                        *(_cells(row[: len(heads)]) for row in rows),
                    ]
                )
            )
        else:
            blocks.append(escaped(unchanged(checked)))
    blocks += [escaped(remark) for remark in remarks(checked)]
    return blocks


def _row(judgement: Judgement, currency: str) -> str:
    kind = judgement.verdict.value
    shown = kind if kind == "pass" else f"**{kind}**"
    reason = why(judgement)
    claim = escaped(about(judgement)) + (f"<br>{escaped(reason)}" if reason else "")
    estimate = escaped(estimate_text(judgement, currency))
    return f"| {shown} | {claim} | {estimate} | {judgement.estimate.n} |"


def _cells(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return shown(" ".join(text.split())).translate(_SPECIAL)


def _fitting(blocks: Sequence[str]) -> str:
    """As many lines as a summary may hold; what is left out is counted."""
    lines = "\n\n".join(blocks).split("\n")
    room = MOST_CHARACTERS - 200
    kept: list[str] = []
    for index, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            kept.append(f"\n(and {len(lines) - index} lines more; see --json-file)")
            break
        kept.append(line)
    return "\n".join(kept) + "\n"
