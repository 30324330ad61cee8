"""Candidates: policies that a firm like this would think of, relative to it as it is today, with their price.

Each is said by what is done. Touches that a candidate needs stand in the file with a reach of nothing.
"""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

from journeysim import units
from journeysim.calibration.sheet import lines
from journeysim.calibration.sheet.picture import MAIL, PHONE, FirmPicture
from journeysim.numerals import numeral
from journeysim.scenario.merging import Table
from journeysim.scenario.scenario import Scenario

TODAY = "today"
TRAINING = "20 h"
REACH = 0.6
MANY = 20
"""Agents above which a twentieth more is tried instead of one more."""

CHECK_IN, REMINDER, FOLLOW_UP = "check_in", "reminder", "follow_up"
_LIKE = {
    "check": CHECK_IN, "remind": REMINDER, "thank": "thank_you", "tip": "tips", "advice": "advice",
    "call": CHECK_IN, "follow": FOLLOW_UP, "welcome": "tips", "offer": "exclusive_offer",
}  # fmt: skip
_UPDATE = "update"
_YEAR = 365.0
_TWICE = 182.0


class Candidate(NamedTuple):
    """A policy to try. levers: as a policy says them; lines: two of comment."""

    name: str
    label: str
    about: str
    levers: Table
    lines: tuple[str, ...]


def kind_of_touch(name: str) -> str:
    """The usual touch that one of this name is like."""
    return next((like for word, like in _LIKE.items() if word in name), _UPDATE)


def touches_of(picture: FirmPicture) -> Table:
    """What the firm does unasked today, and what candidates would add, not yet reaching anybody."""
    touches: Table = {}
    for name in picture.sheet.firm.touches:
        every = picture.facts["touches", name, "every"].value
        own: Table = {
            "like": kind_of_touch(name),
            "trigger": "period",
            "every": f"{every:.4g} d",
            "reach": picture.facts["touches", name, "reach"].value,
        }
        cost, work = picture.get("touches", name, "cost"), picture.get("touches", name, "work")
        if cost is not None:
            own["cost"] = cost.value
        if work is not None:
            own["staff"] = f"{units.minutes(work.value):.4g} min"
        touches[name] = own
    for name in _added(picture):
        own = {"like": name, "reach": 0}
        if name == CHECK_IN and picture.sector.contract:
            own |= {"trigger": "period", "every": f"{_TWICE:g} d"}
        channel = _care_channel(picture)
        touches[name] = own | {"channel": channel, "expires": "14 d"}
    return touches


def _added(picture: FirmPicture) -> list[str]:
    """Touches that are not yet among the firm's own."""
    there = {kind_of_touch(name) for name in picture.sheet.firm.touches}
    wanted = [CHECK_IN, FOLLOW_UP]
    if picture.kind in ("garage", "laptop"):
        wanted.insert(0, REMINDER)
    return [name for name in wanted if name not in there and name not in picture.sheet.firm.touches]


def _care_channel(picture: FirmPicture) -> str:
    """Whose people would do care: those of the first channel that people answer."""
    return next((name for name, what in picture.channels.items() if what != MAIL), next(iter(picture.channels)))  # fmt: skip


def candidates_of(picture: FirmPicture, scenario: Scenario) -> list[Candidate]:
    """The policies to try on a firm as it was fitted, the firm as it is today first."""
    every = [
        Candidate(TODAY, "as today", "the firm as it is", {}, ("The firm as it is: what every other is compared with.", "Nothing is changed.")),
        _people(picture, scenario),
        _trained(picture, scenario),
    ]  # fmt: skip
    every += [_call_back(name) for name, what in list(picture.channels.items())[:1] if what == PHONE]  # fmt: skip
    every += [_touch(picture, scenario, name) for name in _added(picture)]
    every += [_without(picture, name) for name in picture.sheet.firm.touches]
    return every


def _busiest(picture: FirmPicture) -> str:
    """The channel with most work."""
    return max(picture.channels, key=lambda name: picture.line(name).load)


def _people(picture: FirmPicture, scenario: Scenario) -> Candidate:
    name = _busiest(picture)
    channel = scenario.tables.service.channels[name]
    hours = lines.open_share(picture.hours[name]) * 168.0 * 365.0 / 7.0
    an_hour = channel.pay * units.DAYS_IN["h"]
    much = hours * an_hour
    if channel.agents <= MANY:
        change, key, label = "+1", "one_more_person", f"one more at {name}"
        words = f"One more at {name} whenever it is open ({numeral(hours, ',.0f')} hours a year)."
    else:
        more = round(channel.agents / 20.0)
        change, key, label = f"+{more}", "more_people", f"{more} more at {name}"
        much *= more
        words = f"{more} more at {name} whenever it is open: a twentieth."
    levers: Table = {"service": {"channels": {name: {"agents": change}}}}
    return Candidate(
        key, label, f"{label} whenever it is open", levers, (words, _cost(picture, much, "pay"))
    )


def _trained(picture: FirmPicture, scenario: Scenario) -> Candidate:
    people = fsum(
        each.agents * lines.open_share(each.hours) * 168.0 * 52.0 / 1700.0
        for each in scenario.tables.service.channels.values()
    )
    fee = scenario.tables.service.training_fee * units.DAYS_IN["h"]
    hour = picture.facts["costs", "hour"].value
    much = people * 20.0 * (hour + fee)
    words = f"{TRAINING.replace(' h', '')} hours of training a year for each of {numeral(people, ',.0f')} full-time agents: more is settled at once."  # fmt: skip
    return Candidate(
        "better_settled", "training, 20 hours a year", "agents are trained, so that more is settled at once",
        {"service": {"training": TRAINING}}, (words, _cost(picture, much, "hours and fees")),
    )  # fmt: skip


def _call_back(name: str) -> Candidate:
    return Candidate(
        "call_back", "call back who would wait", "callers who would wait long are called back",
        {"service": {"channels": {name: {"call_back": True}}}},
        ("Callers who would wait five minutes or more are offered a call back.", "Costs a minute of talk each time."),
    )  # fmt: skip


_TOUCH_WORDS = {
    CHECK_IN: ("a check-in", "A call that asks how it is going, twice a year", "asks how it is going"),
    REMINDER: ("a reminder", "A reminder with advice, twice a year", "reminds and advises"),
    FOLLOW_UP: ("quick follow-up", "A call three days after something was settled", "asks whether it is really settled"),
}  # fmt: skip


def _touch(picture: FirmPicture, scenario: Scenario, name: str) -> Candidate:
    label, words, about = _TOUCH_WORDS[name]
    touch = scenario.tables.care.touches[name]
    hour = picture.facts["costs", "hour"].value
    each = touch.cost + units.minutes(touch.staff) / 60.0 * hour
    if touch.trigger == "purchase":
        words = "A call two weeks after a purchase that asks how it is going"
    times = {"period": _YEAR / touch.every, "purchase": _YEAR / picture.gap}.get(touch.trigger)
    reached = "" if times is None else f", about {_about(times * REACH * picture.customers)} a year"
    key = "quick_follow_up" if name == FOLLOW_UP else name
    price = (
        f"{units.minutes(touch.staff):.3g} minutes of the people at {touch.channel} each"
        if times is None
        else _cost(picture, times * REACH * picture.customers * each, "work of the same people who answer")
    )  # fmt: skip
    return Candidate(
        key, label, about, {"care": {"touches": {name: {"reach": REACH}}}},
        (f"{words}{reached}.", price if price.endswith(".") else f"{price}."),
    )  # fmt: skip


def _without(picture: FirmPicture, name: str) -> Candidate:
    shown = name.replace("_", " ")
    every = picture.facts["touches", name, "every"].value
    reach = picture.facts["touches", name, "reach"].value
    cost, work = picture.get("touches", name, "cost"), picture.get("touches", name, "work")
    hour = picture.facts["costs", "hour"].value
    each = (cost.value if cost else 0.0) + (units.minutes(work.value) / 60.0 * hour if work else 0.0)  # fmt: skip
    much = _YEAR / every * reach * picture.customers * each
    return Candidate(
        f"without_{name}"[:40], f"without {shown}", f"{shown} is given up", {"care": {"touches": {name: {"reach": 0}}}},
        (f"What the firm does today, {shown}, given up: is it worth what it costs?", _cost(picture, much, "saved", "Saves")),
    )  # fmt: skip


def _cost(picture: FirmPicture, much: float, what: str, verb: str = "Costs") -> str:
    currency = picture.sheet.firm.currency or ""
    ending = "" if verb == "Saves" else f" ({what})"
    return f"{verb} about {_about(much)}{' ' + currency if currency else ''} a year{ending}."


def _about(much: float) -> str:
    """An amount to three digits."""
    return numeral(float(f"{much:.3g}"), ",.0f")


def dials_of(picture: FirmPicture, scenario: Scenario) -> list[Table]:
    """What can be turned on the screen: people, training, and each touch's reach."""
    name = _busiest(picture)
    agents = scenario.tables.service.channels[name].agents
    step = max(1, round(agents / 20.0))
    dials: list[Table] = [
        {"key": f"service.channels.{name}.agents", "label": f"People at {name}", "low": max(1, agents - 5 * step), "high": agents + 5 * step, "step": step},
        {"key": "service.training", "label": "Training of each agent", "low": "0 h", "high": "80 h", "step": "10 h"},
    ]  # fmt: skip
    for touch in scenario.tables.care.touches:
        shown = touch.replace("_", " ").capitalize()
        dials.append(
            {"key": f"care.touches.{touch}.reach", "label": f"{shown} reaches", "low": 0, "high": 1, "step": 0.05}
        )  # fmt: skip
    return dials[:6]
