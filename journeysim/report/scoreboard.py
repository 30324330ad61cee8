"""Scoreboard: the viewpoints' claims with their verdicts, as words, tables, Markdown and JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any, NamedTuple

from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.experiment.break_even import Crossing
from journeysim.experiment.claims import ClaimBreakEven, ClaimVerdict, Score, WorldVerdict
from journeysim.experiment.viewpoints import EVIDENCE, WORLDS, Viewpoint
from journeysim.numerals import spelled
from journeysim.report.figures import Scale, scale
from journeysim.report.knob_text import crossed, field_of, roughly
from journeysim.scenario import describe

MARKS = {ClaimVerdict.HOLDS: "✓", ClaimVerdict.FAILS: "✗", ClaimVerdict.OPEN: "?"}
_STYLES = {ClaimVerdict.HOLDS: "green", ClaimVerdict.FAILS: "red", ClaimVerdict.OPEN: "dim"}
_NARROW = len("favourable")
CURRENCY = "EUR"
"""What all shipped scenarios count in."""


class ScoreLine(NamedTuple):
    """A claim as it stands in a table: what, in which unit, a verdict a world, where it turns."""

    viewpoint: Viewpoint
    score: Score
    unit: str
    cells: list[str]
    turn: str


def lines(
    viewpoints: Sequence[Viewpoint], scores: Mapping[str, Sequence[Score]]
) -> Iterator[ScoreLine]:
    """Every claim in its order."""
    for viewpoint in viewpoints:
        for score in scores[viewpoint.care]:
            own = _scale(score)
            cells = [f"{MARKS[each.verdict]} {_figure(each, own)}" for each in score.worlds]
            unit = own.unit.replace("%", "points")
            measure = score.claim.metric.replace("_", " ")
            yield ScoreLine(viewpoint, score, f"{measure}, {unit}", cells, break_even(score))


def _scale(score: Score) -> Scale:
    unit = metrics.find(score.claim.metric).metric.unit
    return scale((each.estimate.mean for each in score.worlds), unit, CURRENCY)


def _figure(each: WorldVerdict, own: Scale) -> str:
    difference = each.estimate
    half = "" if difference.low == difference.high else own.half(difference.half)
    return f"{own.signed(difference.mean)} {half}".strip()


def break_even(score: Score) -> str:
    """Where a claim turns over, in words."""
    break_even = score.break_even
    if break_even is None:
        return "nowhere: no number reaches it"
    if any(each.world == EVIDENCE and each.verdict == ClaimVerdict.OPEN for each in score.worlds):
        return "too close to call as it stands"
    ways = [text for text in (_knob(score, break_even), _way(break_even)) if text]
    if ways:
        return "; ".join(ways)
    unit = describe.unit_of(field_of(break_even.knob))
    low, high = roughly(break_even.low, unit), roughly(break_even.high, unit)
    return f"nowhere with {'.'.join(break_even.knob)} from {low} to {high}"


def _knob(score: Score, break_even: ClaimBreakEven) -> str:
    if break_even.at is None:
        return ""
    unit = describe.unit_of(field_of(break_even.knob))
    side = "above" if break_even.at.at > break_even.value else "below"
    return (
        f"{'.'.join(break_even.knob)} {side} {crossed(break_even.at, unit, break_even.value)} "
        f"(taken: {roughly(break_even.value, unit)})"
    )


def _way(break_even: ClaimBreakEven) -> str:
    if break_even.way is None:
        return ""
    return f"{crossed(break_even.way, 'share')} of the way to the least favourable world"


def tables(
    viewpoints: Sequence[Viewpoint], scores: Mapping[str, Sequence[Score]]
) -> Iterator[tuple[Viewpoint, Table]]:
    """One table a position for a terminal."""
    rows = list(lines(viewpoints, scores))
    for viewpoint in viewpoints:
        table = Table(
            box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0), leading=1
        )
        table.add_column("claim, and where it turns over", ratio=1)
        own = [line for line in rows if line.viewpoint is viewpoint]
        for index, world in enumerate(WORLDS):
            widest = max(len(line.cells[index]) for line in own)
            width = max(widest, _NARROW)
            heading = textwrap.fill(world.replace("_", " "), width)
            table.add_column(Text(heading), width=width, no_wrap=True)
        for line in own:
            cells = [
                Text(cell, style=_STYLES[each.verdict])
                for cell, each in zip(line.cells, line.score.worlds, strict=True)
            ]
            claim = Text(f"{line.score.claim.text} ({line.unit})")
            table.add_row(claim.append(f"\nturns over: {line.turn}\n", style="dim"), *cells)
        yield viewpoint, table


LEGEND = (
    "✓ holds, ✗ does not hold, ? too close to call: the whole 95 % interval of the paired difference on one "
    "side, on the other, or neither; the three of a row hold together. *Turns over*: where the "
    "difference of the evidence crosses zero."
)


def markdown(viewpoints: Sequence[Viewpoint], scores: Mapping[str, Sequence[Score]]) -> str:
    """The scoreboard as Markdown: what each means, a table of claims, how to read it."""
    head = ["care is ...", "the claim put to the test", "as the author says", "evidence"]
    head += ["least favourable", "turns over"]
    rows = [head, ["---"] * len(head)]
    before = None
    for line in lines(viewpoints, scores):
        first = "" if line.viewpoint is before else f"**{line.viewpoint.care}**"
        before = line.viewpoint
        claim = f"{line.score.claim.text} ({line.unit})"
        rows.append([first, claim, *line.cells, _code(line)])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    meanings = "\n".join(
        f"- Care is **{each.care}**. {each.thesis} *Lever:* {each.lever}." for each in viewpoints
    )
    return spelled(f"{meanings}\n\n{table}\n\n{LEGEND}\n")


def _code(line: ScoreLine) -> str:
    """Where a claim turns, its knob marked as code."""
    knob = line.score.claim.knob
    return line.turn.replace(knob, f"`{knob}`") if knob else line.turn


def document(
    viewpoints: Sequence[Viewpoint], scores: Mapping[str, Sequence[Score]]
) -> list[dict[str, Any]]:
    """The viewpoints for a JSON document; what does not exist is null."""
    return [
        {
            "care": viewpoint.care,
            "thesis": viewpoint.thesis,
            "lever": viewpoint.lever,
            "claims": [_claim(score) for score in scores[viewpoint.care]],
        }
        for viewpoint in viewpoints
    ]


def _claim(score: Score) -> dict[str, Any]:
    claim, break_even = score.claim, score.break_even
    return {
        "claim": claim.text,
        "scenario": claim.scenario,
        "policy": claim.policy,
        "against": claim.against,
        "metric": claim.metric,
        "unit": metrics.find(claim.metric).metric.unit,
        "says": claim.says,
        "worlds": {
            each.world: {
                "verdict": each.verdict.value,
                "mean": _or_null(each.estimate.mean),
                "low": _or_null(each.estimate.low),
                "high": _or_null(each.estimate.high),
                "n": each.estimate.n,
            }
            for each in score.worlds
        },
        "turns": break_even
        and {
            "knob": ".".join(break_even.knob),
            "value": break_even.value,
            "low": break_even.low,
            "high": break_even.high,
            **_crossing("at", break_even.at),
            **_crossing("way_to_least_favourable", break_even.way),
        },
    }


def _crossing(name: str, crossing: Crossing | None) -> dict[str, float | None]:
    """Where something crosses, and from where to where that may be by chance."""
    at, low, high = crossing or (None, None, None)
    return {name: at, f"{name}_low": low, f"{name}_high": high}


def _or_null(value: float) -> float | None:
    return None if isnan(value) else value
