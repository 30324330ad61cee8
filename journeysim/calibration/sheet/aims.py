"""Aims: the figures that a simulated firm must show, from those its owner told, and how near.

A figure may be off by what its owner says ("8 % +- 2"), else by the usual width of its kind.
"""

from __future__ import annotations

from typing import NamedTuple

from journeysim import units
from journeysim.calibration.sheet.facts import Told
from journeysim.calibration.sheet.picture import FirmPicture
from journeysim.scenario.merging import Path

HORIZON = 364.0
"""Days over which a firm of one's own is simulated: a year of whole weeks."""

_MONTH = units.DAYS_IN["month"]

WIDTHS: dict[str, tuple[float, float]] = {
    "hang_up": (0.02, 0.20),
    "service_level": (0.06, 0.0),
    "first_time": (0.03, 0.0),
    "wait": (units.in_minutes(0.25), 0.30),
    "contacts": (0.0, 0.05),
    "churn": (0.0, 0.10),
    "lost": (0.0, 0.10),
    "stay": (0.01, 0.0),
    "renewals": (0.01, 0.0),
    "new": (0.0, 0.10),
    "nps": (5.0, 0.0),
    "csat": (0.05, 0.0),
    "revenue_per_customer": (0.0, 0.05),
    "people": (0.0, 0.20),
}
"""How far a figure may be off if its owner does not say: absolute, or relative if that is more; assumed."""


class Aim(NamedTuple):
    """A figure to show. key: the fact's; value, width in the metric's unit; usual: whose number it is
    where it was not told; times, unit: what makes it the figure its owner tells, and of what."""

    key: str
    metric: str
    value: float
    width: float
    text: str
    usual: str = ""
    times: float = 1.0
    unit: str = ""


def width_of(path: Path, fact: Told) -> float:
    """How far a fact may be off, in its own unit."""
    if fact.width is not None:
        return fact.width
    least, relative = WIDTHS.get(path[-1], (0.0, 0.10))
    return max(least, relative * abs(fact.value))


def aims_of(picture: FirmPicture, days: float = HORIZON) -> list[Aim]:
    """Every figure the firm told (and the usual ones that stand in) that a run of so many days shows."""
    aims = []
    for channel in picture.channels:
        aims += _of_channel(picture, channel)
    aims += [each for each in (_leaving(picture, days),) if each is not None]
    new = picture.told("new")
    if new is not None and new.value > 0.0:
        joined = new.a_day * days
        aims.append(Aim("new", "joined", joined, width_of(("new",), new) / new.value * joined, new.text, "", _MONTH / days, "a month"))  # fmt: skip
    for key in ("nps", "csat"):
        fact = _believed(picture, (key,))
        if fact is not None:
            aims.append(Aim(key, key, fact.value, width_of((key,), fact), fact.text, fact.usual))
    return aims


def _of_channel(picture: FirmPicture, channel: str) -> list[Aim]:
    """A channel's contacts, and how they are answered."""
    aims = []
    contacts = picture.facts["channels", channel, "contacts"]
    path: Path = ("channels", channel, "contacts")
    per_month = contacts.a_day * _MONTH / picture.customers
    wide = width_of(path, contacts) / max(1e-12, contacts.value) * per_month
    if per_month > 0.0 and ".".join(path) not in picture.doubted:
        aims.append(Aim(".".join(path), f"contacts_per_month.{channel}", per_month, wide, contacts.text, contacts.usual, picture.customers, "a month"))  # fmt: skip
    for key, metric, times in (
        ("hang_up", "abandonment", 1.0),
        ("service_level", "service_level", 1.0),
        ("wait", "wait_mean", units.minutes(1.0)),
        ("first_time", "first_contact_resolution", 1.0),
    ):
        path = ("channels", channel, key)
        fact = _believed(picture, path)
        if fact is None or (key == "hang_up" and fact.usual and picture.on_shift(channel)):
            continue
        aims.append(
            Aim(".".join(path), f"{metric}.{channel}", fact.value * times, width_of(path, fact) * times, fact.text, fact.usual)
        )  # fmt: skip
    return aims


def _believed(picture: FirmPicture, path: Path) -> Told | None:
    """A fact, told or usual, that did not give way."""
    return None if ".".join(path) in picture.doubted else picture.facts.get(path)


def _leaving(picture: FirmPicture, days: float) -> Aim | None:
    """How many leave, as the firm counts it: by the month, or those still there after a year."""
    for key in ("churn", "lost"):
        fact = _believed(picture, (key,))
        if fact is None:
            continue
        share = fact.value / picture.customers if key == "lost" else fact.value
        per = fact.per or _MONTH
        wide = width_of((key,), fact) / max(1e-12, fact.value)
        if per > 6.0 * _MONTH and key == "churn":
            kept = 1.0 - share
            left = 1.0 - kept ** (days / per)
            return Aim(key, "churn", left, wide * left, fact.text, fact.usual)
        monthly = share / per * _MONTH
        people = (picture.customers, "a month") if key == "lost" else (1.0, "")
        return Aim(key, "monthly_churn", monthly, wide * monthly, fact.text, fact.usual, *people)
    for key in ("stay", "renewals"):
        fact = _believed(picture, (key,))
        if fact is None:
            continue
        per = fact.per or picture.gap
        kept = fact.value ** (days / per)
        wide = width_of((key,), fact) * days / per * kept / fact.value
        return Aim(key, "retention", kept, wide, fact.text, fact.usual)
    return None
