"""Shifts: the week of fewest agents in sentences, as a table of hours, as TOML, and for programs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from journeysim.experiment.deciding import Verdict
from journeysim.experiment.decisions.in_all import money_in_all
from journeysim.experiment.decisions.shifts import Shifts, StaffingPlan
from journeysim.experiment.estimate import Estimate, estimate
from journeysim.experiment.family import paired_difference
from journeysim.experiment.headline import headline
from journeysim.model.hours import DAYS, quarters
from journeysim.numerals import numeral
from journeysim.report.figures import Scale, by_chance, figure, scale
from journeysim.report.to_json import about, interval
from journeysim.report.to_toml import literal
from journeysim.report.words import PEOPLE, counted, named, people_moved, span
from journeysim.scenario.merging import at

if TYPE_CHECKING:
    from rich.console import Console


def sentences(plan: StaffingPlan) -> list[str]:
    """What came of it; the first of them can be forwarded as it stands."""
    asked, judged = plan.staffing, plan.judgement
    label = named(asked.scenario.label(asked.policy))
    seen = _shown(plan, judged.estimate)
    hours = f"{_hours(plan.fewest.hours)} of agents a week at {asked.channel}"
    if judged.verdict is Verdict.PASS:
        first = f"For {asked.text}, {hours} are enough: it is {seen}"
    elif judged.verdict is Verdict.FAIL:
        first = f"No shifts tried bring {asked.text}: with {hours} it is {seen}"
    else:
        first = f"Whether {hours} are enough for {asked.text} is too close to call: it is {seen}"
    today = _mean(plan, 2, asked.metric)
    first += f" ({label}: {_hours(plan.today.hours)}, {_share(plan, today)})."
    lines = [first]
    passed = judged.verdict is Verdict.PASS
    if passed and plan.fewer is not None and plan.fewer[0] < plan.fewest.hours:
        less, mean = plan.fewer
        lines.append(
            f"With {_hours(less)} it is {_share(plan, mean)} on average: not sure to be enough."
        )
    erlang = _mean(plan, 1, asked.metric)
    lines.append(
        f"Erlang A, each hour by itself, asks for {_hours(plan.erlang.hours)}; lived, that is "
        f"{_share(plan, erlang)}."
    )
    return [*lines, _between(plan)]


def _between(plan: StaffingPlan) -> str:
    """What the two weeks differ by in people and money."""
    scenario = plan.staffing.scenario
    metric, day = headline(scenario)
    people, money = (_difference(plan, each) for each in (metric, money_in_all(scenario)))
    currency = scenario.tables.money.currency
    own = scale([money.mean], "money", currency)
    of_people = by_chance(people.mean, people.low, people.high, Scale(PEOPLE, 0, ""))
    chance = by_chance(money.mean, money.low, money.high, own)
    more = "less" if money.mean < 0.0 else "more"
    return (
        f"Against the fewest, Erlang A's week {people_moved(people)} after {span(day)} ({of_people}) and brings "
        f"{own.plain(abs(money.mean))} {own.unit} {more} in all ({chance})."
    )


def _difference(plan: StaffingPlan, metric: str) -> Estimate:
    """Erlang A's week against the fewest, pair by pair."""
    sides = [plan.sample.values(plan.names[side], metric) for side in (1, 0)]
    count = min(map(len, sides))
    return paired_difference(sides[0][:count], sides[1][:count], metric)


def _mean(plan: StaffingPlan, side: int, metric: str) -> float:
    return estimate(plan.sample.values(plan.names[side], metric)).mean


def _share(plan: StaffingPlan, value: float) -> str:
    unit = "min" if plan.staffing.metric.startswith("wait_mean") else "share"
    return figure(value, unit)


def _shown(plan: StaffingPlan, seen: Estimate) -> str:
    text = _share(plan, seen.mean)
    if seen.low != seen.low or seen.low == seen.high:
        return text
    unit = "min" if plan.staffing.metric.startswith("wait_mean") else "share"
    return f"{text}, {by_chance(seen.mean, seen.low, seen.high, scale([seen.mean], unit))}"


def _hours(hours: float) -> str:
    return f"{numeral(hours, ',g')} hours"


def print_plan(page: Console, plan: StaffingPlan, assumed: int) -> None:
    """The sentences, the hours of the week, and the lines to paste."""
    first, *others = sentences(plan)
    page.print(escape(first), style="bold")
    for line in others:
        page.print(escape(line))
    page.print("\n[bold]Agents at work[/] [dim](in brackets: Erlang A, where it says otherwise)[/]")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("from")
    days = _open_days(plan)
    for day in days:
        table.add_column(DAYS[day], justify="right")
    rows = [(hour, tuple(_cell(plan, 24 * day + hour) for day in days)) for hour in range(24)]
    for cells, group in groupby(rows, key=lambda row: row[1]):
        if any(cells):
            hours = [hour for hour, _ in group]
            table.add_row(f"{hours[0]:02d}:00-{hours[-1] + 1:02d}:00", *cells)
    page.print(table)
    page.print("\n[bold]To paste into a policy[/]")
    for line in toml(plan.fewest, plan.staffing.channel):
        page.print(escape(line), soft_wrap=True)
    page.print(
        f"[dim]simulated, hour by hour, until the week asks for itself: all are busy for "
        f"{numeral(100 * plan.chance, '.3g')} % of those who come, at every hour; "
        f"{counted(plan.judgement.estimate.n, 'run')}; chance only, {numeral(assumed)} assumed figures not "
        "counted[/]"
    )


def _opens(plan: StaffingPlan) -> list[bool]:
    opens = quarters(plan.staffing.levers.hours)
    return [any(opens[4 * hour : 4 * hour + 4]) for hour in range(len(opens) // 4)]


def _open_days(plan: StaffingPlan) -> list[int]:
    opens = _opens(plan)
    return [day for day in range(len(DAYS)) if any(opens[24 * day : 24 * day + 24])]


def _cell(plan: StaffingPlan, hour: int) -> str:
    if not _opens(plan)[hour]:
        return ""
    ours, theirs = int(plan.fewest.agents[hour]), int(plan.erlang.agents[hour])
    return numeral(ours) if ours == theirs else f"{numeral(ours)} ({numeral(theirs)})"


def toml(shifts: Shifts, channel: str) -> list[str]:
    """The levers as a policy of a scenario file says them."""
    levers = at(shifts.levers, ("service", "channels", channel))
    path = f"service.channels.{channel}"
    return [f"{path}.agents = {levers['agents']}", f"{path}.shifts = {literal(levers['shifts'])}"]


def document(plan: StaffingPlan, status: str) -> dict[str, Any]:
    """The same for programs."""
    asked, judged = plan.staffing, plan.judgement
    seen = interval(judged.estimate, judged.reason)
    held = judged.verdict is Verdict.PASS
    return about(asked.scenario) | {
        "replications": asked.scenario.tables.run.replications,
        "policy": asked.policy,
        "solve": {
            "find": f"service.channels.{asked.channel}.shifts",
            "for": asked.text,
            "status": status,
            "value": plan.fewest.hours if held else None,
            "unit": "agent-hours per week",
            "estimate": seen.pop("mean"),
            **seen,
            "neighbours": []
            if plan.fewer is None
            else [{"value": plan.fewer[0], "estimate": plan.fewer[1]}],
            "nearest": None if held else {"value": plan.fewest.hours},
            "chance_all_busy": plan.chance,
        },
        "shifts": {
            "hours_from": "Monday 00:00",
            "agents": plan.fewest.agents.tolist(),
            "erlang_a": plan.erlang.agents.tolist(),
            "today": plan.today.agents.tolist(),
            "agent_hours": {
                "fewest": plan.fewest.hours,
                "erlang_a": plan.erlang.hours,
                "today": plan.today.hours,
            },
            "levers": plan.fewest.levers,
            "erlang_a_against_fewest": {
                metric: interval(_difference(plan, metric), "") for metric in plan.sample.metrics
            },
        },
        "sentences": sentences(plan),
    }
