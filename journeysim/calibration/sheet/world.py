"""World: a reconciled firm as the values of a scenario, to begin a fit from.

What was told is set; what nobody can look up begins at the closed form's or the sector's value and is
fitted afterwards. Nothing of another firm comes along but how customers of its kind are.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Any

from journeysim import units
from journeysim.calibration.fitting import four
from journeysim.calibration.sheet import lines, sectors
from journeysim.calibration.sheet.aims import HORIZON
from journeysim.calibration.sheet.candidates import touches_of
from journeysim.calibration.sheet.picture import CHAT, MAIL, FirmPicture
from journeysim.calibration.sheet.staffing import staffed
from journeysim.model.hours import QUARTERS_A_DAY, quarters
from journeysim.scenario.merging import Table, merged
from journeysim.scenario.scenario import Scenario

QUESTION = "question"
SEVERITY = 0.3
"""Debit of a failure of which nothing is known: between minor and major, TARP via Goodman; assumed."""

REPEATS = 1.3
"""Contacts to a question, repeats and redials included; only where a fit begins."""

_PEOPLE = 120_000.0
"""Customers whom the runs of a comparison hold together, at first; assumed."""

_BASE = 0.8
_SHAPE = 0.5
_ROOM = 2.0
"""How many times the least a, at which newcomers would all leave at once, is taken; assumed."""

_LEAST = 1e-4
_MAIL_PATIENCE = "5 d"


def values_of(picture: FirmPicture) -> Table:
    """The values of the scenario of a firm. Policies are `candidates`' business."""
    ways, like = sectors.ways_of(picture.sector)
    values: Table = merged(
        ways,
        {
            "schema": 2,
            "title": picture.sheet.firm.name or f"{picture.sector.words} of one's own",
            "run": {"days": f"{HORIZON:g} d", "replications": _runs(picture.customers)},
            "population": _population(picture, like),
            "purchase": _purchase(picture),
            "leaving": {"chance": _chance(picture, like.tables.population.tenure)},
            "problems": _problems(picture, like),
            "service": {"channels": {name: _channel(picture, name) for name in picture.channels}},
        },
    )
    money = {"currency": picture.sheet.firm.currency, "numbers": picture.sheet.numbers}
    if any(money.values()):
        values["money"] = {key: value for key, value in money.items() if value}
    touches = touches_of(picture)
    if touches:
        values["care"] = {"touches": touches}
    return values


def _runs(customers: float) -> int:
    """How many runs a comparison begins with: chance moves the shares of a large firm less."""
    return max(2, min(8, round(_PEOPLE / max(1.0, customers))))


def _population(picture: FirmPicture, like: Scenario) -> Table:
    conversion = like.tables.population.conversion
    new = picture.told("new")
    a_day = new.a_day if new is not None else picture.customers * yearly_churn(picture) / 365.0
    return {
        "customers": round(picture.customers),
        "tenure": units.duration_text(like.tables.population.tenure),
        "prospects": f"{four(a_day * units.DAYS_IN['month'] / conversion):g} per month",
        "acquisition_cost": picture.facts["costs", "acquisition"].value,
    }


def yearly_churn(picture: FirmPicture) -> float:
    """The share that leaves in a year, roughly, by whichever fact tells it."""
    for key in ("churn", "lost", "stay", "renewals"):
        fact = picture.get(key)
        if fact is not None and key not in picture.doubted:
            share = fact.value / picture.customers if key == "lost" else fact.value
            kept = share if key in ("stay", "renewals") else 1.0 - share
            return 1.0 - float(max(1e-3, kept) ** (365.0 / (fact.per or picture.gap)))
    return 0.2


def _chance(picture: FirmPicture, tenure: float) -> Table:
    """The chance to leave at an occasion: most of what is told, the rest has causes.

    Those there for a while have stayed at every decision before, which adds to b; a is large enough
    that the mean of those who are left can be what is told.
    """
    yearly = min(0.95, _BASE * yearly_churn(picture))
    kept = 1.0 - yearly
    mean = min(0.9, max(1e-5, 1.0 - kept ** (picture.gap / 365.0)))
    stayed = tenure / picture.gap
    a = max(_SHAPE, _ROOM * mean * stayed / (1.0 - mean))
    return {"kind": "beta", "a": four(a), "b": four(max(0.05, a * (1.0 - mean) / mean - stayed))}


def _purchase(picture: FirmPicture) -> Table:
    spend = picture.facts["spend",].value
    gap = f"{four(picture.gap):g} d"
    table: Table = {"margin": picture.facts["margin",].value}
    if picture.sector.contract:
        return table | {"gap": gap, "basket": spend}
    return table | {
        "gap": {"kind": "exponential", "mean": gap},
        "basket": {"kind": "lognormal", "mean": spend, "sigma": 0.6},
    }


def _channel(picture: FirmPicture, name: str) -> Table:
    what = picture.channels[name]
    line = picture.line(name)
    hour = picture.facts["costs", "hour"].value
    there = picture.on_shift(name) or (line.people, line.people)
    talk = units.minutes(picture.facts["channels", name, "talk"].value)
    table: Table = {
        "hours": picture.hours[name],
        **staffed(*there, hour),
        "handling": {"kind": "lognormal", "mean": f"{four(talk):g} min", "sigma": 0.9},
        "patience": {"kind": "exponential", "mean": f"{four(units.minutes(_patience(picture, name, line))):g} min"},
        "resolution": picture.facts["channels", name, "first_time"].value,
    }  # fmt: skip
    if picture.talks(name) > 1.0:
        table["concurrency"] = int(picture.talks(name))
    level = picture.get("channels", name, "service_level")
    if level is not None and level.per is not None:
        table["target_wait"] = units.duration_text(level.per)
    elif what == CHAT:
        table["target_wait"] = "1 min"
    if what == MAIL:
        day: Table = {"asynchronous": True, "tolerance": "1 d", "target_wait": "1 d"}
        if "target_wait" in table:
            day["target_wait"] = table["target_wait"]
        table |= day | {"patience": {"kind": "exponential", "mean": _MAIL_PATIENCE}, "redial": 0.2}
    return table


def _patience(picture: FirmPicture, name: str, line: lines.Line) -> float:
    """Where the search for patience begins: what hanging up at that line asks for."""
    hang_up = picture.told("channels", name, "hang_up")
    if hang_up is None or picture.on_shift(name) is None or not hang_up.value > 0.0:
        return line.patience
    return lines.patience_for(line, hang_up.value)


def _problems(picture: FirmPicture, like: Scenario) -> Table:
    """What goes wrong, as told or usual, and a question for each channel that fills up its contacts."""
    first = next(iter(picture.channels))
    problems: Table = {}
    for name, each in picture.sheet.firm.problems.items():
        rate = picture.facts["problems", name, "per_customer"]
        problems[name] = {
            "rate": f"{four(rate.a_day * 365.0):g} per year",
            "severity": SEVERITY,
            "complains": picture.facts["problems", name, "told"].value,
            "channel": each.channel or first,
        }
    if not problems:
        problems = _usual_problems(like, first)
    a_year = 365.0
    for channel in picture.channels:
        contacts = picture.facts["channels", channel, "contacts"].a_day * a_year / picture.customers
        known = fsum(
            _rate(each, picture.gap) * each["complains"]
            for each in problems.values()
            if each["channel"] == channel and each.get("kind") != "request"
        )
        name = f"{QUESTION}_{channel}"[:40]
        asked = max(_LEAST, contacts / REPEATS - known)
        problems[name] = {
            "kind": "request",
            "rate": f"{four(asked):g} per year",
            "channel": channel,
            "contact_after": {"kind": "exponential", "mean": "0.1 d"},
        }
    for each in problems.values():
        each |= week_of(picture.hours[each["channel"]])
    return problems


def _rate(problem: Table, gap: float) -> float:
    """How often a problem comes in a year, by time and by purchases."""
    rate = float(str(problem.get("rate", "0 per year")).split()[0])
    return rate + float(problem.get("per_purchase", 0.0)) * 365.0 / gap


_KEPT = ("about", "per_purchase", "delay", "severity", "complains", "contact_after", "heals", "handling_factor", "resolution_factor")  # fmt: skip


def _usual_problems(like: Scenario, channel: str) -> Table:
    """The failures of the shipped scenario that is most like it, told on the first channel."""
    usual: Table = {}
    for name, problem in like.tables.problems.items():
        if problem.kind != "failure":
            continue
        written = like.document.values["problems"][name]
        own: Table = {key: written[key] for key in _KEPT if key in written}
        if problem.rate > 0.0:
            own["rate"] = f"{four(problem.rate * 365.0):g} per year"
        own |= {
            "complains": problem.complains,
            "severity": problem.severity,
            "channel": channel,
        }
        if problem.per_purchase > 0.0:
            own["per_purchase"] = problem.per_purchase
        usual[name] = own
    return usual


def week_of(hours: str) -> Table:
    """Weights of weekdays and hours with which people turn to a firm evenly while it is open."""
    week = quarters(hours)
    days = [week[QUARTERS_A_DAY * day : QUARTERS_A_DAY * (day + 1)] for day in range(7)]
    if fsum(week) in (0, len(week)):
        return {}
    by_weekday = [fsum(day) / 4.0 for day in days]
    busiest: Sequence[Any] = max(days, key=fsum)
    by_hour = [fsum(busiest[4 * hour : 4 * hour + 4]) / 4.0 for hour in range(24)]
    return {"by_weekday": by_weekday, "by_hour": by_hour}
