"""Optimize: the best setting in a sentence, the set that is left, the frontier, and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.experiment.decisions.ladder import Ladder, typed
from journeysim.experiment.decisions.optimum import Binding, LeverPoint, Optimum
from journeysim.experiment.headline import headline
from journeysim.numerals import numeral
from journeysim.report.closing import capital
from journeysim.report.figures import Scale, by_chance, figure, scale
from journeysim.report.frontier import frontier_chart
from journeysim.report.knob_text import dial_label
from journeysim.report.solve import plain_text, value_text
from journeysim.report.to_json import about, interval
from journeysim.report.words import PEOPLE, counted, named, people_moved, span
from journeysim.scenario import describe
from journeysim.scenario.tables import Tables

if TYPE_CHECKING:
    from rich.console import Console

_MOST_ROWS = 10


def sentences(optimum: Optimum) -> list[str]:
    """What came of it; the first of them can be forwarded as it stands."""
    return [_first(optimum), *(_bound(optimum, each) for each in optimum.bindings)]


def _first(optimum: Optimum) -> str:
    grid, tried = optimum.grid, len(optimum.points)
    label = named(grid.scenario.label(grid.policy))
    within = [point for point in optimum.points if point.within]
    left_out = tried - len(within)
    beyond = f" ({left_out} cost more than the budget)" if left_out else ""
    others = len(optimum.left) - 1
    if optimum.best is None:
        if others:
            return (
                f"None of {tried} settings{beyond} is surely better than {label}: {others} cannot be told "
                "apart from it."
            )
        return f"None of {tried} settings{beyond} is better than {label}."
    best = optimum.points[optimum.best]
    today = f", {label} among them" if None in optimum.left else ""
    rest = (
        f"{others} of {tried} cannot be told apart from it{today}"
        if others
        else f"no other of {tried} comes near"
    )
    return (
        f"Best against {label}{beyond}: {setting(optimum, best)}. It {_brought(optimum)}; {rest}."
    )


def setting(optimum: Optimum, point: LeverPoint) -> str:
    """The levers of a point with their values."""
    return ", ".join(
        f"{lever_name(optimum, each)} {value_text(each, value)}"
        for each, value in zip(optimum.grid.levers, point.values, strict=True)
    )


def lever_name(optimum: Optimum, lever: Ladder) -> str:
    """A lever by what its dial is called, else by its key."""
    label = dial_label(optimum.grid.scenario, lever.knob.key)
    return named(label) if label else lever.knob.key


def _brought(optimum: Optimum) -> str:
    """What the best comes to against today: its goal, and people; money too where people are the goal."""
    grid, confirmed = optimum.grid, optimum.confirmed
    seen = confirmed[grid.kept]
    own = Scale(PEOPLE, 0, "")
    people = f"{people_moved(seen)} ({by_chance(seen.mean, seen.low, seen.high, own)})"
    if grid.goal == grid.kept:
        return f"{people} and {_brings(optimum, grid.worth)}"
    return f"{_brings(optimum, grid.goal)} and {people}"


def _brings(optimum: Optimum, metric: str) -> str:
    """What the best brings more, or costs."""
    seen = optimum.confirmed[metric]
    unit = metrics.find(metric).metric.unit
    own = scale([seen.mean], unit, optimum.grid.scenario.tables.money.currency)
    name = {
        "whole_value": " in all",
        "total_value": " with the customers still here at the end",
        "profit": " of profit",
        "equity": " of worth at the end",
    }
    what = name.get(metric, "")
    amount = f"{own.plain(abs(seen.mean))} {own.unit}".strip()
    text = f"costs {amount}" if seen.mean < 0.0 else f"brings {amount} more"
    return f"{text}{what} ({by_chance(seen.mean, seen.low, seen.high, own)})"


def _bound(optimum: Optimum, binding: Binding) -> str:
    """A bound that the best stands at, and what is in the way of more."""
    currency = optimum.grid.scenario.tables.money.currency
    cost = figure(abs(binding.cost), "money", currency)
    if binding.lever is None:
        return f"The budget binds: settings beyond {cost} more a year would bring more."
    lever = optimum.grid.levers[binding.lever]
    end = lever.values[-1] if binding.is_high else lever.values[0]
    which = "high" if binding.is_high else "low"
    start = f"{capital(lever_name(optimum, lever))} is at its {which} end, {value_text(lever, end)}"
    more = "" if _is_allowed_end(lever, end) else f"; look further with {lever.knob.key}=LOW:HIGH"
    little = abs(binding.cost) < 0.001 * max(1.0, abs(optimum.today_cost))
    if little and not binding.is_high:
        return f"{start}: the last step saves nothing that you pay for{more}."
    if little:
        return f"{start}: nothing in your file makes the last step cost{more}."
    verb = "costs" if binding.cost > 0.0 else "saves"
    return f"{start}: the last step {verb} {cost} a year{more}."


def _is_allowed_end(lever: Ladder, end: float) -> bool:
    """Is there nothing beyond, whatever one asks?"""
    place = describe.place(Tables, lever.knob.path)
    assert place is not None
    assert place.field is not None
    return end in describe.bounds(place.field).values()


def typed_value(lever: Ladder, value: float) -> Any:
    """A value as `--set` takes it."""
    return plain_text(lever, value) or typed(lever.knob.path, value)


def print_optimum(page: Console, optimum: Optimum, assumed: int, full: bool) -> None:
    """The sentences, the set that is left, and the frontier."""
    first, *others = sentences(optimum)
    page.print(escape(first), style="bold")
    for line in others:
        page.print(escape(line))
    page.print(
        "\n[bold]What cannot be told apart[/]" if len(optimum.left) > 1 else "\n[bold]The best[/]"
    )
    shown = optimum.left if full else optimum.left[:_MOST_ROWS]
    page.print(_table(optimum, shown))
    if len(shown) < len(optimum.left):
        page.print(f"[dim]and {numeral(len(optimum.left) - len(shown))} more (--full)[/]")
    _, day = headline(optimum.grid.scenario)
    page.print(
        f"\n[bold]More or fewer people of {numeral(PEOPLE)} after {span(day)}, against money in all[/] "
        "[dim](● frontier, ★ best, T today, · others, x beyond the budget)[/]"
    )
    for line in frontier_chart(optimum):
        page.print(Text(line), soft_wrap=True)
    page.print("\n[bold]The frontier[/] [dim](more people always costs money)[/]")
    page.print(_table(optimum, list(reversed(optimum.frontier))[: None if full else _MOST_ROWS]))
    terms = optimum.grid.terms
    runs = [point.runs for point in optimum.points]
    unit = metrics.find(optimum.grid.goal).metric.unit
    matters = figure(terms.matters, unit, optimum.grid.scenario.tables.money.currency)
    page.print(
        f"[dim]{counted(len(runs), 'setting')} with the same luck, {_between(runs)} runs each; the best is "
        f"among those left with 95 % where it is ahead by {matters} or more, and what it brings is told "
        f"by {counted(terms.first, 'run')} that chose nobody; chance only, {numeral(assumed)} assumed figures not "
        "counted[/]"
    )


def _between(runs: Sequence[int]) -> str:
    """The least and the most, or how many where all have as many."""
    low, high = min(runs), max(runs)
    return numeral(low) if low == high else f"{numeral(low)} to {numeral(high)}"


def _table(optimum: Optimum, places: Sequence[int | None]) -> Table:
    grid = optimum.grid
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for each in grid.levers:
        table.add_column(each.knob.key.split(".", 1)[-1], justify="right", overflow="fold")
    for name in ("money in all", f"more kept of {numeral(PEOPLE)}", "cost a year", "runs"):
        table.add_column(name, justify="right")
    currency = grid.scenario.tables.money.currency
    there = [optimum.points[place] for place in places if place is not None]
    worth = scale([point.worth.mean for point in there], "money", currency)
    cost = scale([point.cost for point in there], "money", currency)
    for place in places:
        if place is None:
            table.add_row(*("as today" for _ in grid.levers), "0", "0", "0", "")
            continue
        point = optimum.points[place]
        star = " ★" if place == optimum.best else ""
        table.add_row(
            *(
                value_text(each, value)
                for each, value in zip(grid.levers, point.values, strict=True)
            ),
            f"{worth.signed(point.worth.mean)} {worth.unit}",
            numeral(PEOPLE * point.kept.mean, "+,.0f"),
            f"{cost.signed(point.cost)} {cost.unit}",
            f"{numeral(point.runs)}{star}",
        )
    return table


def document(optimum: Optimum) -> dict[str, Any]:
    """The same for programs; values in the unit that is named."""
    grid = optimum.grid
    return about(grid.scenario) | {
        "replications": grid.scenario.tables.run.replications,
        "policy": grid.policy,
        "optimize": {
            "levers": [
                {"key": each.knob.key, "unit": each.knob.unit, "values": list(each.values)}
                for each in grid.levers
            ],
            "goal": grid.goal,
            "budget": grid.budget,
            "matters": grid.terms.matters,
            "best": optimum.best,
            "left": list(optimum.left),
            "frontier": list(optimum.frontier),
            "confirmed": {
                name: interval(each, "") | {"unit": metrics.find(name).metric.unit}
                for name, each in optimum.confirmed.items()
            },
            "bindings": [
                {
                    "lever": None if each.lever is None else grid.levers[each.lever].knob.key,
                    "end": "high" if each.is_high else "low",
                    "cost": each.cost,
                }
                for each in optimum.bindings
            ],
            "points": [_point(point) for point in optimum.points],
        },
        "sentences": sentences(optimum),
    }


def _point(point: LeverPoint) -> dict[str, Any]:
    return {
        "values": list(point.values),
        "goal": interval(point.goal, ""),
        "kept": interval(point.kept, ""),
        "worth": interval(point.worth, ""),
        "cost": point.cost,
        "within": point.within,
        "left": point.left,
        "runs": point.runs,
    }
