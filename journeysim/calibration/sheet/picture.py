"""FirmPicture: a firm sheet completed with the usual numbers of its sector, and its lines.

What was told stays as it was; every usual number that stands in is kept with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journeysim import units
from journeysim.calibration.sheet import lines, sectors
from journeysim.calibration.sheet.facts import FirmSheet, Told
from journeysim.calibration.sheet.lines import PATIENCE, WEEK, Line
from journeysim.errors import ScenarioError
from journeysim.scenario.merging import Path

PHONE, CHAT, MAIL, COUNTER = "phone", "chat", "e-mail", "counter"
CHANNEL_KINDS = (PHONE, CHAT, MAIL, COUNTER)
CUSTOMERS = 1000.0
TALKS = 2.0
CHAT_TIME = 0.5
"""How much longer a talk takes for each further one in hand; assumed, as in the model."""

_WORDS = {
    "mail": MAIL, "ticket": MAIL, "letter": MAIL, "form": MAIL, "chat": CHAT, "messenger": CHAT, "whatsapp": CHAT,
    "counter": COUNTER, "desk": COUNTER, "till": COUNTER, "branch": COUNTER,
}  # fmt: skip


@dataclass(frozen=True)
class FirmPicture:
    """A firm with everything known or usual. facts: by path below [firm]; channels: by name, with
    their kinds; hours: their opening hours; doubted: facts that are not to be believed; gave_way: those
    that gave way to others."""

    sheet: FirmSheet
    kind: str
    facts: Mapping[Path, Told]
    channels: Mapping[str, str]
    hours: Mapping[str, str]
    doubted: tuple[str, ...] = ()
    gave_way: tuple[str, ...] = ()

    @property
    def sector(self) -> sectors.Sector:
        """The sector it belongs to."""
        return sectors.SECTORS[self.kind]

    @property
    def customers(self) -> float:
        """How many customers there are."""
        return self.facts["customers",].value

    @property
    def gap(self) -> float:
        """Days between two purchases or bills of a usual customer."""
        return self.facts["buys",].value

    def get(self, *path: str) -> Told | None:
        """A fact, told or usual; None where there is neither."""
        return self.facts.get(path)

    def told(self, *path: str) -> Told | None:
        """A fact that the firm told and that nothing contradicts; None else."""
        fact = self.facts.get(path)
        if fact is None or fact.usual or ".".join(path) in self.doubted:
            return None
        return fact

    def on_shift(self, channel: str) -> tuple[float, float] | None:
        """People paid for, and at work, at the same time while a channel is open; None if not told."""
        people, staff = (self.told("channels", channel, key) for key in ("people", "staff"))
        if people is not None:
            return people.value, people.value
        if staff is None:
            return None
        return employed(self, channel, staff.value)

    def line(self, channel: str) -> Line:
        """A channel's line: with the people told, else as many as its hanging up asks for."""
        contacts = self.facts["channels", channel, "contacts"]
        talks = self.talks(channel)
        longer = 1.0 + CHAT_TIME * (talks - 1.0)
        level = self.get("channels", channel, "service_level")
        bare = Line(
            contacts.a_day / lines.open_share(self.hours[channel]),
            self.facts["channels", channel, "talk"].value * longer,
            1.0, PATIENCE, (level.per if level else None) or 20.0 * units.DAYS_IN["s"], talks,
        )  # fmt: skip
        there = self.on_shift(channel)
        if there is not None:
            return bare._replace(people=there[1])
        hang_up = self.get("channels", channel, "hang_up")
        if hang_up is None or not hang_up.value > 0.0:
            return bare._replace(people=max(1.0, bare.load * 1.2))
        return bare._replace(people=lines.people_for(bare, hang_up.value))

    def talks(self, channel: str) -> float:
        """Talks that one person holds at the same time."""
        own = self.get("channels", channel, "at_once")
        if own is not None:
            return own.value
        return TALKS if self.channels[channel] == CHAT else 1.0

    def stand_ins(self) -> list[tuple[str, Told]]:
        """Every usual number that stands in, by key."""
        return [(".".join(path), fact) for path, fact in self.facts.items() if fact.usual]


def employed(picture: FirmPicture, channel: str, staff: float) -> tuple[float, float]:
    """People paid for, and at work, at the same time, of so many who are employed."""
    week = picture.facts["channels", channel, "week"].value
    away = picture.facts["channels", channel, "shrinkage"].value
    paid = staff * week / (lines.open_share(picture.hours[channel]) * WEEK)
    return paid, paid * (1.0 - away)


def picture_of(sheet: FirmSheet, doubted: tuple[str, ...] = ()) -> FirmPicture:
    """A sheet with the usual numbers of its sector. Raises ScenarioError for a kind nobody knows."""
    try:
        kind = sectors.kind_of(sheet.firm.kind)
    except ValueError as error:
        raise ScenarioError.single(
            sheet.where(("kind",)), "firm.kind", f"{sheet.firm.kind!r} is none; expected {error}"
        ) from None
    sector = sectors.SECTORS[kind]
    facts = dict(sheet.known)
    _once(facts, sector, ("customers",), Told(CUSTOMERS, "1000", None, None, "assumed"))
    gap = facts.get(("buys",)) or sectors.usual(sector, ("buys",), 1.0)
    assert gap is not None
    facts["buys",] = gap
    channels = _channels(sheet, kind)
    hours = {name: sheet.hours.get(name, sector.hours.text) for name in channels}
    _spending(facts, sector, gap.value)
    if not any((key,) in facts for key in ("churn", "lost", "stay", "renewals")):
        _once(facts, sector, ("churn",))
    for path in (("margin",), ("costs", "hour"), ("costs", "acquisition")):
        _once(facts, sector, path)
    if ("csat",) not in facts:
        _once(facts, sector, ("nps",))
    unknown = [name for name in channels if ("channels", name, "contacts") not in facts]
    customers = facts["customers",].value
    for name in unknown:
        each = sectors.usual(sector, ("channels", name, "contacts"), gap.value)
        assert each is not None
        facts["channels", name, "contacts"] = each._replace(
            value=each.value * customers / len(channels)
        )
    for name, what in channels.items():
        _once(facts, sector, ("channels", name, "talk"))
        _once(facts, sector, ("channels", name, "first_time"))
        if what != MAIL and not _waits(facts, name):
            _once(facts, sector, ("channels", name, "hang_up"))
        if ("channels", name, "staff") in facts:
            _once(facts, sector, ("channels", name, "week"))
            _once(facts, sector, ("channels", name, "shrinkage"))
    for name in sheet.firm.problems:
        _once(facts, sector, ("problems", name, "per_customer"))
        _once(facts, sector, ("problems", name, "told"))
    for name in sheet.firm.touches:
        _once(facts, sector, ("touches", name, "every"))
        _once(facts, sector, ("touches", name, "reach"))
    return FirmPicture(sheet, kind, facts, channels, hours, (*sheet.firm.doubted, *doubted))


def _once(
    facts: dict[Path, Told], sector: sectors.Sector, path: Path, stand_in: Told | None = None
) -> None:
    """A fact's usual number, unless it was told."""
    if path not in facts:
        gap = facts["buys",].value if ("buys",) in facts else 30.0
        fact = stand_in or sectors.usual(sector, path, gap)
        if fact is not None:
            facts[path] = fact


def _waits(facts: Mapping[Path, Told], channel: str) -> bool:
    """Does the firm tell anything else of how people wait there?"""
    return any(("channels", channel, key) in facts for key in ("people", "staff", "service_level", "wait"))  # fmt: skip


def _spending(facts: dict[Path, Told], sector: sectors.Sector, gap: float) -> None:
    """What is spent at once, from what is earned by time where that is told."""
    revenue = facts.get(("revenue_per_customer",))
    if ("spend",) not in facts and revenue is not None:
        facts["spend",] = Told(revenue.a_day * gap, revenue.text)
    _once(facts, sector, ("spend",))


def _channels(sheet: FirmSheet, kind: str) -> dict[str, str]:
    """The channels by name, with their kinds. Raises ScenarioError."""
    if not sheet.firm.channels:
        return {"counter": COUNTER} if kind == "burger" else {"phone": PHONE}
    kinds = {}
    for name, channel in sheet.firm.channels.items():
        word = (channel.kind or "").strip().lower().replace("email", MAIL)
        if word in ("", "?"):
            word = next((what for word, what in _WORDS.items() if word in name), PHONE)
        if word not in CHANNEL_KINDS:
            path = ("channels", name, "kind")
            raise ScenarioError.single(
                sheet.where(path), ".".join(("firm", *path)),
                f"{channel.kind!r} is none; expected one of {', '.join(CHANNEL_KINDS)}",
            )  # fmt: skip
        kinds[name] = word
    return kinds
