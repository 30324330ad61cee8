"""Sensitivity: which number would turn a verdict, as a tornado, in sentences, and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.sensitivity.global_sensitivity import GlobalEffect
from journeysim.experiment.sensitivity.tornado import Knob, Tornado, TornadoBar
from journeysim.numerals import numeral
from journeysim.report.knob_text import crossed

if TYPE_CHECKING:
    from rich.console import Console

_WING = 16


def sentences(tornado: Tornado) -> list[str]:
    """What was found, in words."""
    contrast, label = tornado.contrast, tornado.contrast.scenario.label
    ours, theirs = label(contrast.policy), label(contrast.baseline)
    better = metrics.find(contrast.metric).metric.better
    name = contrast.metric.replace("_", " ")
    by = _shown(tornado, tornado.base.mean)
    settled = "" if tornado.base.settled else " (too close to call)"
    lines = [f"{ours} against {theirs} in {name}: {by}{settled}."]
    wins = (tornado.base.mean > 0) == (better != "lower")
    stands = f"{ours} stays {'better' if wins else 'worse'}" if better else "the difference keeps its sign"  # fmt: skip
    break_evens = [bar for bar in tornado.bars if bar.break_even is not None]
    for bar in break_evens:
        assert bar.break_even is not None
        side = "above" if bar.break_even.at < bar.knob.value else "below"
        lines.append(
            f"{stands} as long as {bar.knob.key} is {side} {crossed(bar.break_even, bar.knob.unit, bar.knob.value)} "
            f"(assumed: {bar.knob.shown(bar.knob.value)})."
        )
    unsettling = [s for s in tornado.bars if s.break_even is None and s.turns(tornado.base)]
    if unsettling and tornado.base.settled:
        keys = ", ".join(bar.knob.key for bar in unsettling)
        lines.append(f"At an end of its plausible range it is too close to call: {keys}.")
    if not break_evens:
        lines.append(
            f"None of the {tornado.screened} assumed numbers turns it by itself within its plausible range."
        )
    return lines


def _shown(tornado: Tornado, value: float) -> str:
    """A difference with its sign and unit."""
    unit = metrics.find(tornado.contrast.metric).metric.unit
    if unit == "share":
        return f"{numeral(100 * value, '+.2f')} points"
    digits = numeral(value, "+,.0f") if abs(value) >= 100.0 else numeral(value, "+.3g")
    return (
        f"{digits} {tornado.contrast.scenario.tables.money.currency}" if unit == "money" else digits
    )


def print_tornado(console: Console, tornado: Tornado) -> None:
    """The sentences, then the knobs that move the difference most, as bars around where it stands."""
    for line in sentences(tornado):
        console.print(escape(line), style="bold")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name, justify in (("assumed number", "left"), ("range", "left"), ("at the low end", "right"), ("at the high end", "right"), ("", "left")):  # fmt: skip
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    top = max((bar.reach(tornado.base.mean) for bar in tornado.bars), default=0.0) or 1.0
    for bar in tornado.bars:
        knob = bar.knob
        table.add_row(
            Text(knob.key),
            f"{knob.shown(knob.low)} to {knob.shown(knob.high)}",
            _end(tornado, bar.at_low),
            _end(tornado, bar.at_high),
            Text(_bar(bar, tornado.base.mean, top)),
        )
    console.print()
    console.print(table)
    console.print(
        f"[dim]{tornado.screened} assumed knobs screened, the {len(tornado.bars)} strongest measured with "
        f"{tornado.base.n} paired runs; - low end, + high end, | where it stands; ? too close to call[/]"
    )


def _end(tornado: Tornado, end: Estimate) -> str:
    return _shown(tornado, end.mean) + ("" if end.settled else " ?")


def _bar(bar: TornadoBar, base: float, top: float) -> str:
    cells = [" "] * (2 * _WING + 1)
    for end, sign in ((bar.at_low, "-"), (bar.at_high, "+")):
        if end.mean != end.mean:
            continue
        length = round(_WING * (end.mean - base) / top)
        for step in range(1, abs(length) + 1):
            cells[_WING + (step if length > 0 else -step)] = sign
    cells[_WING] = "|"
    return "".join(cells).rstrip()


def print_effects(console: Console, effects: Sequence[GlobalEffect], method: str) -> None:
    """What knobs do when the others move too."""
    names = {
        "morris": (
            "mean effect",
            "how much it depends on the others",
            "Morris's elementary effects",
        ),
        "sobol": ("explains alone", "explains with others", "Sobol's shares of the variance"),
    }[method]
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("assumed number", *names[:2]):
        table.add_column(name, justify="left" if name == "assumed number" else "right")
    for effect in effects:
        table.add_row(
            Text(effect.knob.key), numeral(effect.alone, ".3g"), numeral(effect.with_others, ".3g")
        )
    console.print(f"\n[bold]All of them at once[/] [dim]({names[2]})[/]")
    console.print(table)


def document(tornado: Tornado, effects: Sequence[GlobalEffect], method: str) -> dict[str, Any]:
    """The same for programs."""
    contrast = tornado.contrast
    return {
        "scenario": contrast.scenario.name,
        "sha256": contrast.scenario.sha256,
        "world": contrast.scenario.world,
        "policy": contrast.policy,
        "baseline": contrast.baseline,
        "metric": contrast.metric,
        "difference": _estimate(tornado.base),
        "screened": tornado.screened,
        "knobs": [
            _knob(bar.knob)
            | {
                "at_low": _estimate(bar.at_low),
                "at_high": _estimate(bar.at_high),
                "turns": bar.turns(tornado.base),
                **_break_even(bar),
            }
            for bar in tornado.bars
        ],
        "method": method,
        "effects": [
            {"key": each.knob.key, "alone": each.alone, "with_others": each.with_others}
            for each in effects
        ],
        "sentences": sentences(tornado),
    }


def _break_even(bar: TornadoBar) -> dict[str, float | None]:
    at, low, high = bar.break_even or (None, None, None)
    return {"break_even": at, "break_even_low": low, "break_even_high": high}


def _knob(knob: Knob) -> dict[str, Any]:
    return {
        "key": knob.key,
        "unit": knob.unit,
        "low": knob.low,
        "value": knob.value,
        "high": knob.high,
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    pairs = (("mean", estimate.mean), ("low", estimate.low), ("high", estimate.high))
    return {name: None if value != value else value for name, value in pairs} | {"n": estimate.n}
