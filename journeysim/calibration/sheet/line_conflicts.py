"""Line conflicts: what a channel's people, contacts, talk, waits and problems say against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import fsum, log

from journeysim import units
from journeysim.calibration.fitting import four
from journeysim.calibration.sheet import lines, sectors
from journeysim.calibration.sheet.aims import width_of
from journeysim.calibration.sheet.contradiction import (
    Contradiction,
    Giving,
    between,
    head_count,
    percent,
    rounded,
)
from journeysim.calibration.sheet.facts import Told
from journeysim.calibration.sheet.lines import Line
from journeysim.calibration.sheet.picture import FirmPicture, employed
from journeysim.numerals import numeral
from journeysim.scenario.merging import Path

_FAR = 50.0
_MONTH = units.DAYS_IN["month"]


def conflicts(picture: FirmPicture, channel: str) -> list[Contradiction]:
    """Every contradiction among the facts of a channel."""
    looks = (_staff, _line, _little, _problems)
    return [conflict for look in looks for conflict in look(picture, channel)]


def _line(picture: FirmPicture, channel: str) -> list[Contradiction]:
    """People, contacts, talk time and hanging up: one of four follows from the others."""
    there = picture.on_shift(channel)
    contacts, talk, hang_up = (
        picture.told("channels", channel, key) for key in ("contacts", "talk", "hang_up")
    )
    if there is None or contacts is None or talk is None or hang_up is None:
        return []
    line = picture.line(channel)
    wide = width_of(("channels", channel, "hang_up"), hang_up)
    low, high = lines.reachable(line)
    if low - wide <= hang_up.value <= high + wide:
        return []
    seen = lines.queue(line)
    at = f"channels.{channel}"
    people = picture.told("channels", channel, "people")
    who = f"{people.text} on shift" if people else f"{numeral(there[1], '.3g')} on shift"
    hours = lines.open_share(picture.hours[channel]) * 168.0
    sentence = (
        f"{channel}: {who}, {numeral(rounded(contacts.a_day * _MONTH), ',.0f')} contacts a month of {talk.text}, open {numeral(hours, '.3g')} hours a week: "
        f"{percent(seen.busy)} busy, {percent(seen.hang_up)} hang up (patience "
        f"{numeral(units.minutes(line.patience), '.0f')} min). You say {hang_up.text}."
    )
    would: list[tuple[str, float, str]] = []
    over: Giving = {}
    wanted = max(1e-4, hang_up.value)
    key = f"{at}.people" if people else f"{at}.staff"
    place: Path = ("channels", channel, key.rpartition(".")[2])
    needed = lines.people_for(line, wanted)
    if people is not None:
        _, present = employed(_with_week(picture, channel), channel, people.value)
        few, many = lines.reachable(line._replace(people=present))
        if few - wide <= hang_up.value <= many + wide and abs(log(present / people.value)) > 0.05:
            would.append((key, people.value, f"{people.text} are employed ({head_count(present)} on shift)"))  # fmt: skip
            week = _with_week(picture, channel)
            over[key] = {
                place: None,
                ("channels", channel, "staff"): Told(people.value, people.text),
                **{("channels", channel, k): week.facts["channels", channel, k] for k in ("week", "shrinkage")},
            }  # fmt: skip
    staff = picture.told("channels", channel, "staff")
    if people is None and staff is not None:
        whole = staff.value * needed / there[1]
        would.append(
            (key, four(whole), f"{head_count(whole)} are employed ({between(needed)} on shift)")
        )
        over[key] = {("channels", channel, "staff"): Told(four(whole), str(round(whole)))}
    else:
        would.append((key, four(needed), f"{between(needed)} people on shift"))
        over.setdefault(key, {("channels", channel, "people"): Told(four(needed), between(needed))})
    for name, fact in (("contacts", contacts), ("talk", talk)):
        times = lines.at_which(_changed(line, name), wanted, 1.0 / _FAR, _FAR)
        if times is not None:
            value = fact.value * times
            words = f"{numeral(rounded(value), ',.0f')} contacts" if name == "contacts" else f"talks of {numeral(units.minutes(value), '.3g')} min"  # fmt: skip
            would.append((f"{at}.{name}", four(value), words))
            over[f"{at}.{name}"] = {("channels", channel, name): fact._replace(value=four(value))}
    would.append((f"{at}.hang_up", four(seen.hang_up), f"{percent(seen.hang_up)} hang up"))
    over[f"{at}.hang_up"] = {}
    keys = (key, f"{at}.hang_up", f"{at}.contacts", f"{at}.talk")
    return [Contradiction(keys, sentence, tuple(would), over.get)]


def _with_week(picture: FirmPicture, channel: str) -> FirmPicture:
    """The same with usual hours of somebody employed, where none were told."""
    facts = dict(picture.facts)
    for key in ("week", "shrinkage"):
        path: Path = ("channels", channel, key)
        usual = sectors.usual(picture.sector, path, picture.gap)
        if path not in facts and usual is not None:
            facts[path] = usual
    return replace(picture, facts=facts)


def _changed(line: Line, name: str) -> Callable[[float], Line]:
    """A line with so many times its contacts or talk time."""
    if name == "contacts":
        return lambda factor: line._replace(a_day=line.a_day * factor)
    return lambda factor: line._replace(talk=line.talk * factor)


def _staff(picture: FirmPicture, channel: str) -> list[Contradiction]:
    """People on shift and people employed, where both are told."""
    people, staff = (picture.told("channels", channel, key) for key in ("people", "staff"))
    if people is None or staff is None:
        return []
    paid, present = employed(picture, channel, staff.value)
    if 0.8 * present <= people.value <= 1.25 * max(present, paid):
        return []
    at = f"channels.{channel}"
    week = picture.facts["channels", channel, "week"]
    hours = lines.open_share(picture.hours[channel]) * 168.0
    needed = staff.value * people.value / present
    sentence = (
        f"{channel}: {staff.text} employed of {week.text} a week are {head_count(present)} on shift in {numeral(hours, '.3g')} open hours. "
        f"You say {people.text}."
    )
    would = (
        (f"{at}.people", four(present), f"{head_count(present)} people on shift"),
        (f"{at}.staff", four(needed), f"{head_count(needed)} employed"),
    )
    over: Giving = {
        f"{at}.people": {("channels", channel, "people"): people._replace(value=four(present))},
        f"{at}.staff": {("channels", channel, "staff"): Told(four(needed), str(four(needed)))},
    }
    return [Contradiction((f"{at}.people", f"{at}.staff"), sentence, would, over.get)]


def _little(picture: FirmPicture, channel: str) -> list[Contradiction]:
    """Mean wait is the share who hang up times mean patience (Little's law, twice)."""
    wait, hang_up = (picture.told("channels", channel, key) for key in ("wait", "hang_up"))
    if wait is None or hang_up is None or not hang_up.value > 0.0:
        return []
    low, high = lines.PATIENT
    share = width_of(("channels", channel, "hang_up"), hang_up)
    most = (hang_up.value + share) * high
    least = max(0.0, hang_up.value - share) * low
    wide = width_of(("channels", channel, "wait"), wait)
    if least - wide <= wait.value <= most + wide:
        return []
    at = f"channels.{channel}"
    patience = wait.value / hang_up.value
    shown = units.minutes(hang_up.value * lines.PATIENCE)
    other = wait.value / lines.PATIENCE
    sentence = (
        f"{channel}: a mean wait of {wait.text} with {hang_up.text} hanging up would be a mean patience of "
        f"{numeral(units.minutes(patience), '.3g')} min; people have {numeral(units.minutes(low), '.1f')} to "
        f"{numeral(units.minutes(high), '.0f')}."
    )
    would = (
        (
            f"{at}.wait",
            four(hang_up.value * lines.PATIENCE),
            f"a mean wait of {numeral(shown, '.2g')} min",
        ),
        (f"{at}.hang_up", four(other), f"{percent(other)} hang up"),
    )
    over: Giving = {key: {} for key in (f"{at}.wait", f"{at}.hang_up")}
    return [Contradiction((f"{at}.wait", f"{at}.hang_up"), sentence, would, over.get)]


def _problems(picture: FirmPicture, channel: str) -> list[Contradiction]:
    """More people tell of problems than turn to the firm at all."""
    contacts = picture.told("channels", channel, "contacts")
    first = next(iter(picture.channels))
    problems = picture.sheet.firm.problems
    here = [name for name, each in problems.items() if (each.channel or first) == channel]
    rates = {name: picture.told("problems", name, "per_customer") for name in here}
    if contacts is None or not any(rates.values()):
        return []
    every = {}
    for name, rate in rates.items():
        share = picture.get("problems", name, "told")
        if rate is not None and share is not None:
            every[name] = rate.a_day * share.value * picture.customers
    much = fsum(every.values())
    if much <= contacts.a_day * 1.05:
        return []
    name = max(every, key=lambda each: every[each])
    fact = picture.facts["problems", name, "per_customer"]
    factor = max(0.0, 1.0 - (much - contacts.a_day) / every[name])
    at, of = f"channels.{channel}.contacts", f"problems.{name}.per_customer"
    sentence = (
        f"{channel}: problems that are told there make {numeral(rounded(much * _MONTH), ',.0f')} contacts a month. You say "
        f"{contacts.text}, questions included."
    )
    would = [
        (at, four(much * _MONTH), f"{numeral(rounded(much * _MONTH), ',.0f')} contacts a month or more"),
        (of, four(fact.value * factor), f"{numeral(fact.value * factor, '.2g')} of {name} instead of {fact.text}"),
    ]  # fmt: skip
    over: Giving = {
        at: {("channels", channel, "contacts"): Told(four(much * _MONTH * 1.2), "", _MONTH)},
        of: {("problems", name, "per_customer"): fact._replace(value=four(fact.value * factor))},
    }
    return [Contradiction((of, at), sentence, tuple(would), over.get)]
