"""Scoreboard: the positions' claims with their verdicts, as words, tables, Markdown and JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any, NamedTuple

from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.experiment.claims import Brink, Judged, Score, Verdict
from journeysim.experiment.positions import EVIDENCE, WORLDS, Position
from journeysim.report.figures import Scale, scale
from journeysim.report.knob_text import field_of, roughly
from journeysim.scenario import describe

MARKS = {Verdict.HOLDS: "✓", Verdict.FAILS: "✗", Verdict.OPEN: "?"}
_STYLES = {Verdict.HOLDS: "green", Verdict.FAILS: "red", Verdict.OPEN: "dim"}
_NARROW = len("favourable")
CURRENCY = "EUR"
"""What all shipped scenarios count in."""


class Line(NamedTuple):
    """A claim as it stands in a table: what, in which unit, a verdict a world, where it turns."""

    position: Position
    score: Score
    unit: str
    cells: list[str]
    turn: str


def lines(positions: Sequence[Position], scores: Mapping[str, Sequence[Score]]) -> Iterator[Line]:
    """Every claim in its order."""
    for position in positions:
        for score in scores[position.care]:
            own = _scale(score)
            cells = [f"{MARKS[each.verdict]} {_figure(each, own)}" for each in score.worlds]
            unit = own.unit.replace("%", "points")
            measure = score.claim.metric.replace("_", " ")
            yield Line(position, score, f"{measure}, {unit}", cells, turning(score))


def _scale(score: Score) -> Scale:
    unit = metrics.find(score.claim.metric).metric.unit
    return scale((each.estimate.mean for each in score.worlds), unit, CURRENCY)


def _figure(each: Judged, own: Scale) -> str:
    found = each.estimate
    half = "" if found.low == found.high else own.half(found.half)
    return f"{own.signed(found.mean)} {half}".strip()


def turning(score: Score) -> str:
    """Where a claim turns over, in words."""
    brink = score.brink
    if brink is None:
        return "nowhere: no number reaches it"
    if any(each.world == EVIDENCE and each.verdict == Verdict.OPEN for each in score.worlds):
        return "not settled as it stands"
    found = [text for text in (_knob(score, brink), _way(brink)) if text]
    if found:
        return "; ".join(found)
    unit = describe.unit_of(field_of(brink.knob))
    low, high = roughly(brink.low, unit), roughly(brink.high, unit)
    return f"nowhere with {'.'.join(brink.knob)} from {low} to {high}"


def _knob(score: Score, brink: Brink) -> str:
    if brink.at is None:
        return ""
    unit = describe.unit_of(field_of(brink.knob))
    side = "above" if brink.at > brink.value else "below"
    return (
        f"{'.'.join(brink.knob)} {side} {roughly(brink.at, unit)} "
        f"(taken: {roughly(brink.value, unit)})"
    )


def _way(brink: Brink) -> str:
    if brink.way is None:
        return ""
    return f"{100.0 * brink.way:.0f} % of the way to the least favourable world"


def tables(
    positions: Sequence[Position], scores: Mapping[str, Sequence[Score]]
) -> Iterator[tuple[Position, Table]]:
    """One table a position for a terminal."""
    found = list(lines(positions, scores))
    for position in positions:
        table = Table(
            box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0), leading=1
        )
        table.add_column("claim, and where it turns over", ratio=1)
        own = [line for line in found if line.position is position]
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
            said = Text(f"{line.score.claim.text} ({line.unit})")
            table.add_row(said.append(f"\nturns over: {line.turn}\n", style="dim"), *cells)
        yield position, table


LEGEND = (
    "✓ holds, ✗ does not hold, ? not settled: the whole 95 % interval of the paired difference on one "
    "side, on the other, or neither; the three of a row hold together. *Turns over*: where the "
    "difference of the evidence crosses zero."
)


def markdown(positions: Sequence[Position], scores: Mapping[str, Sequence[Score]]) -> str:
    """The scoreboard as Markdown: what each means, a table of claims, how to read it."""
    head = ["care is ...", "the claim put to the test", "as the author says", "evidence"]
    head += ["least favourable", "turns over"]
    rows = [head, ["---"] * len(head)]
    before = None
    for line in lines(positions, scores):
        first = "" if line.position is before else f"**{line.position.care}**"
        before = line.position
        claim = f"{line.score.claim.text} ({line.unit})"
        rows.append([first, claim, *line.cells, _code(line)])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    meanings = "\n".join(
        f"- Care is **{each.care}**. {each.thesis} *Lever:* {each.lever}." for each in positions
    )
    return f"{meanings}\n\n{table}\n\n{LEGEND}\n"


def _code(line: Line) -> str:
    """Where a claim turns, its knob marked as code."""
    knob = line.score.claim.knob
    return line.turn.replace(knob, f"`{knob}`") if knob else line.turn


def document(
    positions: Sequence[Position], scores: Mapping[str, Sequence[Score]]
) -> list[dict[str, Any]]:
    """The positions for a JSON document; what does not exist is null."""
    return [
        {
            "care": position.care,
            "thesis": position.thesis,
            "lever": position.lever,
            "claims": [_claim(score) for score in scores[position.care]],
        }
        for position in positions
    ]


def _claim(score: Score) -> dict[str, Any]:
    claim, brink = score.claim, score.brink
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
        "turns": brink
        and {
            "knob": ".".join(brink.knob),
            "value": brink.value,
            "low": brink.low,
            "high": brink.high,
            "at": brink.at,
            "way_to_least_favourable": brink.way,
        },
    }


def _or_null(value: float) -> float | None:
    return None if isnan(value) else value
