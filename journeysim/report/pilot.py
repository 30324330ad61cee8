"""Pilot: what a test would show, in sentences, as a curve of its power, and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from journeysim.experiment.decisions.field_test import FieldTest
from journeysim.experiment.decisions.trials import INDICATORS, SizedTest
from journeysim.experiment.estimate import Estimate
from journeysim.numerals import numeral
from journeysim.report.figures import Scale, by_chance, figure, scale
from journeysim.report.to_json import about, interval
from journeysim.report.words import PEOPLE, named

if TYPE_CHECKING:
    from rich.console import Console

_WIDE = 40
_MOST_COMMON = 4
_MOST_FIGURES = 5


def sentences(piloted: FieldTest) -> list[str]:
    """What came of it; the first of them can be forwarded as it stands."""
    return [_first(piloted), _spill(piloted), _cost(piloted), *_common(piloted), *_worth(piloted)]


def _first(piloted: FieldTest) -> str:
    chosen, label = piloted.chosen, named(piloted.scenario.label(piloted.policy))
    size = f"{numeral(chosen.arm)} customers in each of two groups for {_days(chosen.day)}"
    brought = piloted.brought
    ends = (
        f"a right verdict in {_percent(chosen.chances.right)}, none in {_percent(chosen.chances.none)}, a "
        f"wrong one in {_percent(chosen.chances.wrong)} of 100 tests"
    )
    if brought.low == brought.high == 0.0:
        return f"{label} does nothing to {_kept(piloted)}: {size} say otherwise in 5 of 100 tests."
    effect = f"the effect of {label} ({_of_people(piloted, brought)})"
    if not brought.settled:
        return f"Chance leaves {effect} open, so that nobody knows which verdict is right: {size} give {ends}."
    if piloted.smallest is None and chosen.arm == int(piloted.trials.people // 2):
        everybody = numeral(round(piloted.trials.people))
        return f"No test among these {everybody} customers is enough to tell {effect}: {size} give {ends}."
    if chosen.arm == piloted.smallest:
        return f"It takes {size} to tell {effect}: {ends}."
    return f"{size} tell {effect} with {ends}."


def _spill(piloted: FieldTest) -> str:
    """What the shared line does to the test."""
    shown, brought, bias, spill = piloted.shown, piloted.brought, piloted.bias, piloted.spill
    start = f"On average it shows {_number(piloted, shown)}; everybody treated, it is {_number(piloted, brought)}"
    if not bias.settled:
        return f"{start}: no difference that chance would not make."
    why = "those held back wait in the same line as those who are treated"
    held = f" ({_number(piloted, spill)})" if spill.settled else ""
    if shown.mean * brought.mean < 0.0 and brought.settled:
        return f"{start}, so the test points the wrong way: {why}{held}."
    return f"{start}, {_number(piloted, bias)} apart: {why}{held}."


def _cost(piloted: FieldTest) -> str:
    """What the test costs until it is over."""
    scenario, cost = piloted.scenario, piloted.trials.cost(piloted.chosen.arm)
    own = scale([cost.mean], "money", scenario.tables.money.currency)
    verb = "costs" if cost.mean >= 0.0 else "brings"
    amount = f"{own.plain(abs(cost.mean))} {own.unit}".strip()
    low, high = sorted((abs(cost.low), abs(cost.high)))
    if cost.low * cost.high < 0.0:
        return f"Until then it {verb} {amount}; chance does not tell whether anything."
    return f"Until then it {verb} {amount} ({by_chance(abs(cost.mean), low, high, own)})."


def _common(piloted: FieldTest) -> list[str]:
    """What of the policy no control group is kept from."""
    common = piloted.both.common
    if not common:
        return []
    keys = ", ".join(common[:_MOST_COMMON]) + (", ..." if len(common) > _MOST_COMMON else "")
    return [
        f"Only touches can be withheld: {keys} reach both groups, and the test says nothing of them."
    ]


def _worth(piloted: FieldTest) -> list[str]:
    """What it is worth to know, before one chooses."""
    worth = piloted.worth
    if worth is None:
        return []
    currency = piloted.scenario.tables.money.currency
    label = named(piloted.scenario.label(piloted.policy))
    clear = [each for each in worth.figures if each.clear]
    lines = [
        f"To know all that is assumed, before one chooses, is worth {figure(worth.everything, 'money', currency)} "
        f"at most ({label} is ahead in {worth.better_in} of {worth.draws} draws)."
    ]
    if not clear:
        return [*lines, "No single figure is told from one that does nothing."]
    each = ", ".join(
        f"{'.'.join(one.path)} {figure(one.value, 'money', currency)}"
        for one in clear[:_MOST_FIGURES]
    )
    return [*lines, f"Of single figures: {each}; the others are not told from nothing."]


def _kept(piloted: FieldTest) -> str:
    return "who stays" if piloted.indicator == 0 else "what is bought"


def _number(piloted: FieldTest, value: Estimate) -> str:
    """A difference, in people or purchases of a thousand customers."""
    shown = numeral(PEOPLE * value.mean, "+,.1f")
    return f"{shown} of {numeral(PEOPLE)}" if piloted.indicator == 0 else f"{shown} purchases"


def _of_people(piloted: FieldTest, value: Estimate) -> str:
    own = Scale(PEOPLE, 0, "")
    more, fewer = (
        ("people kept", "people lost") if piloted.indicator == 0 else ("purchases", "purchases")
    )
    word = "fewer" if value.mean < 0.0 and piloted.indicator else "more"
    return (
        f"{own.plain(abs(value.mean))} {word} {fewer if value.mean < 0.0 else more} of "
        f"{numeral(PEOPLE)} customers, {by_chance(value.mean, value.low, value.high, own)}"
    )


def _percent(share: float) -> str:
    return numeral(100.0 * share, ".0f")


def _days(days: float) -> str:
    return f"{numeral(days, ',g')} days"


def print_pilot(page: Console, piloted: FieldTest, full: bool) -> None:
    """The sentences, the power by size, and by day."""
    first, *others = sentences(piloted)
    page.print(escape(first), style="bold")
    for line in others:
        page.print(escape(line))
    page.print(
        f"\n[bold]Of 100 tests that last {_days(piloted.chosen.day)}[/] "
        "[dim](█ right, ░ no verdict, ✗ wrong)[/]"
    )
    page.print(_power(piloted.sizes))
    page.print(
        f"\n[bold]With {numeral(piloted.chosen.arm)} in each group, right verdicts of 100 tests[/]"
    )
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("by day", justify="right")
    for name in INDICATORS:
        table.add_column(f"by {name}", justify="right")
    for row in piloted.days:
        table.add_row(numeral(row[0].day, ",g"), *(_percent(each.chances.right) for each in row))
    page.print(table)
    replications = len(piloted.trials.rolled_out)
    drawn = (
        ""
        if piloted.worth
        else f"; {numeral(piloted.assumed)} assumed figures not counted (--assumptions)"
    )
    page.print(
        f"[dim]two groups drawn by lot from the {numeral(round(piloted.trials.people))} customers of day 0, tested on "
        f"both sides at 5 %; firms with and without the test lived {numeral(replications)} times with the "
        f"same luck{drawn}[/]"
    )


def _power(sizes: Sequence[SizedTest]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("in each group", "right", "by chance", "none", "wrong"):
        table.add_column(name, justify="right")
    table.add_column("")
    for each in sizes:
        right, wrong = round(_WIDE * each.chances.right), round(_WIDE * each.chances.wrong)
        bar = "█" * right + "░" * (_WIDE - right - wrong) + "✗" * wrong
        table.add_row(
            numeral(each.arm), _percent(each.chances.right),
            f"{_percent(each.low)}-{_percent(each.high)}", _percent(each.chances.none),
            _percent(each.chances.wrong), Text(bar),
        )  # fmt: skip
    return table


def document(piloted: FieldTest) -> dict[str, Any]:
    """The same for programs."""
    worth = piloted.worth
    return about(piloted.scenario) | {
        "replications": piloted.scenario.tables.run.replications,
        "policy": piloted.policy,
        "baseline": piloted.baseline,
        "pilot": {
            "metric": INDICATORS[piloted.indicator],
            "power": piloted.power,
            "smallest": piloted.smallest,
            "test": _sized(piloted.chosen),
            "brought": interval(piloted.brought, ""),
            "shown": interval(piloted.shown, ""),
            "bias": interval(piloted.bias, ""),
            "spill": interval(piloted.spill, ""),
            "cost": interval(piloted.trials.cost(piloted.chosen.arm), ""),
            "common": list(piloted.both.common),
            "sizes": [_sized(each) for each in piloted.sizes],
            "days": [
                {name: _sized(each) for name, each in zip(INDICATORS, row, strict=True)}
                for row in piloted.days
            ],
        },
        "information": None
        if worth is None
        else {
            "evpi": worth.everything,
            "ahead": worth.ahead,
            "better_in": worth.better_in,
            "draws": worth.draws,
            "evppi": [
                {"key": ".".join(each.path), "value": each.value, "clear": each.clear}
                for each in worth.figures
            ],
        },
        "sentences": sentences(piloted),
    }


def _sized(sized: SizedTest) -> dict[str, Any]:
    return {
        "arm": sized.arm,
        "day": sized.day,
        "right": sized.chances.right,
        "wrong": sized.chances.wrong,
        "none": sized.chances.none,
        "low": sized.low,
        "high": sized.high,
    }
