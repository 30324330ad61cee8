"""Sectors: the usual numbers of each kind of firm, which stand in where a firm does not know its own.

Every number carries its source or the word *assumed*. How customers of a kind take things (prices,
how long they remember, what is told) is that of the shipped scenario that is most like it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from journeysim.calibration.sheet.facts import READERS, Told
from journeysim.scenario.merging import Path, Table, at, merged, nested
from journeysim.scenario.scenario import Scenario, load

_CONTACT_CENTRES = "contact-centre benchmarks of the sector"
_SQM = "SQM Group: 67-72 % on average"
_HOUR = "24-30 an hour all in, assumed"
_TARP = "TARP via Goodman: about half; less where little is lost"
_ASSUMED = "assumed"


class Usual(NamedTuple):
    """A usual number, as it would be told, and its source."""

    text: str
    source: str


class Sector(NamedTuple):
    """A kind of firm. scenario: the shipped one whose customers are most like its; contract: do its
    customers decide when a contract ends, at the same intervals; usual: by fact, * for any name."""

    words: str
    scenario: str
    contract: bool
    hours: Usual
    usual: Mapping[str, Usual]


def _sector(
    words: str, scenario: str, contract: bool, hours: str, *,
    contacts: tuple[str, str], talk: tuple[str, str], hang_up: tuple[str, str], churn: tuple[str, str],
    nps: tuple[str, str], buys: str, spend: str, margin: tuple[str, str], acquisition: tuple[str, str],
) -> Sector:  # fmt: skip
    usual = {
        "channels.*.contacts": Usual(*contacts),
        "channels.*.talk": Usual(*talk),
        "channels.*.hang_up": Usual(*hang_up),
        "channels.*.first_time": Usual("70 %", _SQM),
        "channels.*.week": Usual("37.5 h", _ASSUMED),
        "channels.*.shrinkage": Usual("30 %", "leave, illness, breaks, meetings; assumed"),
        "churn": Usual(*churn),
        "nps": Usual(*nps),
        "buys": Usual(buys, _ASSUMED),
        "spend": Usual(spend, _ASSUMED),
        "margin": Usual(*margin),
        "costs.hour": Usual("27", _HOUR),
        "costs.acquisition": Usual(*acquisition),
        "problems.*.told": Usual("50 %", _TARP),
        "problems.*.per_customer": Usual("0.3 per year", _ASSUMED),
        "touches.*.every": Usual("90 d", _ASSUMED),
        "touches.*.reach": Usual("80 %", _ASSUMED),
    }
    return Sector(words, scenario, contract, Usual(hours, _ASSUMED), usual)


SECTORS: dict[str, Sector] = {
    "shop": _sector(
        "a shop", "come_back", False, "mon-fri 08:00-18:00, sat 09:00-14:00",
        contacts=("0.1 per purchase", "6.7 per 100 orders (benchmark) to 15, assumed"),
        talk=("5.5 min", "4-7 min, " + _CONTACT_CENTRES), hang_up=("8 %", "5-9 % in retail, " + _CONTACT_CENTRES),
        churn=("35 % per year", "25-45 %, assumed"), nps=("29", "retail, published sector averages"),
        buys="2 per year", spend="60", margin=("40 %", _ASSUMED), acquisition=("45", "20-70, assumed"),
    ),
    "laptop": _sector(
        "a shop for machines", "laptop_shop", False, "mon-fri 09:00-19:00",
        contacts=("2 per year", _ASSUMED), talk=("9.5 min", "7-12 min for technical support, assumed"),
        hang_up=("7 %", "5-10 %, assumed"), churn=("30 % per year", "one in two comes back for the next machine; assumed"),
        nps=("47", "40-55, assumed"), buys="every 18 months", spend="850", margin=("20 %", _ASSUMED),
        acquisition=("60", "40-80, assumed"),
    ),
    "garage": _sector(
        "a garage", "car_service_centre", False, "mon-fri 08:00-18:00",
        contacts=("5.5 per year", "5-6, assumed"), talk=("4.5 min", "4-5 min at car dealers, assumed"),
        hang_up=("16 %", "10-23 % at car dealers, telephone audits"),
        churn=("20 % per year", "regulars of car dealers: 15-25 %"), nps=("44", "car dealers: 43-45"),
        buys="every 200 days", spend="210", margin=("40 %", _ASSUMED), acquisition=("100", "50-150, assumed"),
    ),
    "burger": _sector(
        "a counter", "burger_counter", False, "mon-sun 11:00-23:00",
        contacts=("1 per purchase", "every order"), talk=("1.75 min", "1.5-2 min an order, assumed"),
        hang_up=("5 %", "2-9 %, assumed"), churn=("25 % per year", "20-30 %, assumed"),
        nps=("25", "quick service: 15-35"), buys="weekly", spend="14", margin=("55 %", _ASSUMED),
        acquisition=("18", "9-27 a customer, marketing benchmarks"),
    ),
    "card": _sector(
        "a card issuer", "card_issuer", True, "mon-sat 08:00-20:00",
        contacts=("2.5 per year", "2-3, assumed"), talk=("6.5 min", "5-8 min, " + _CONTACT_CENTRES),
        hang_up=("8.5 %", "5-12 % (11.6 % in financial services), " + _CONTACT_CENTRES),
        churn=("13.5 % per year", "12-15 % for card issuers"), nps=("7", "payments: -6 to 20"),
        buys="monthly", spend="33", margin=("55 %", _ASSUMED), acquisition=("175", "100-250, assumed"),
    ),
    "telecom": _sector(
        "an operator", "subscription", True, "mon-fri 08:00-19:00, sat 09:00-16:00",
        contacts=("3 per year", "2-6, mostly by phone, " + _CONTACT_CENTRES), talk=("8 min", "6-10 min, " + _CONTACT_CENTRES),
        hang_up=("6 %", "4-8 % in telecommunication, " + _CONTACT_CENTRES),
        churn=("11 % per year", "8-14 % for operators with contracts"), nps=("14", "television and internet: 9-20"),
        buys="monthly", spend="28", margin=("45 %", _ASSUMED), acquisition=("425", "250-600, operators' reports"),
    ),
    "saas": _sector(
        "software by subscription", "subscription", True, "mon-fri 09:00-18:00",
        contacts=("6 per year", _ASSUMED), talk=("15 min", _ASSUMED), hang_up=("5 %", _ASSUMED),
        churn=("12 % per year", _ASSUMED), nps=("35", _ASSUMED), buys="yearly", spend="2400",
        margin=("75 %", _ASSUMED), acquisition=("2000", _ASSUMED),
    ),
}  # fmt: skip
"""Every kind of firm with its usual numbers."""

ALSO = {
    "counter": "burger", "restaurant": "burger", "call centre": "card", "call center": "card", "bank": "card",
    "subscription": "telecom", "operator": "telecom", "broadband": "telecom", "other": "shop", "software": "saas",
    "webshop": "shop", "car dealer": "garage", "electronics": "laptop",
}  # fmt: skip
"""Further words for kinds."""

OTHER = "shop"
"""The kind of a firm that does not say what it is."""


def kind_of(text: str | None) -> str:
    """The kind a word means. Raises ValueError."""
    word = (text or OTHER).strip().lower()
    word = ALSO.get(word, word)
    if word not in SECTORS:
        raise ValueError(f"one of {', '.join(SECTORS)}")
    return word


def usual(sector: Sector, path: Path, gap: float) -> Told | None:
    """The usual number of a fact in a sector; None if there is none. gap: days between two purchases."""
    key = ".".join((path[0], "*", path[2]) if len(path) == 3 else path)
    known = sector.usual.get(key)
    if known is None:
        return None
    if known.text.endswith("per purchase"):
        each = float(known.text.removesuffix("per purchase"))
        return Told(each / gap * 365.0, known.text, 365.0, None, known.source)
    value, per = READERS[key](known.text)
    return Told(value, known.text, per, None, known.source)


_TAKEN: tuple[Path, ...] = (
    ("run", "run_in"), ("experience",), ("talk",), ("price",), ("survey",), ("leaving", "newcomer_hazard"),
    ("leaving", "grievance_scale"), ("population", "conversion"), ("population", "newcomer_problems"),
    ("population", "unanswered_loss"), ("purchase", "frequency"), ("purchase", "elsewhere"),
    ("purchase", "cross_sell_value"),
)  # fmt: skip
"""What a firm takes from the shipped scenario that is most like it: how people are."""


def ways_of(sector: Sector) -> tuple[Table, Scenario]:
    """How customers of a sector are, as a table of knobs, and the scenario that says so."""
    scenario = load(sector.scenario)
    table: Table = {}
    for path in _TAKEN:
        value: Any = at(scenario.document.values, path)
        if value is not None:
            table = merged(table, nested(path, value))
    return table, scenario
