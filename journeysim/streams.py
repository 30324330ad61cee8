"""Streams: every draw has a name, so that luck never depends on the order of events.

A uniform number is a pure function of who draws (a 62-bit key), what for (a `Purpose`) and up to
three ordinals. Whatever else a policy changes, the same customer's third basket has the same luck:
that is what makes two lives of one customer comparable. Keys are paths: a customer's key derives
from seed, replication and arrival, a referred customer's from the referrer's key and the ordinal
of the referral.

The mixer is the finaliser of splitmix64 (Steele, Lea & Flood 2014, variant 13 of Stafford) over a
sum of odd multiples of the name's parts. No state, no generator, nothing to seed twice.
"""

from __future__ import annotations

from enum import IntEnum

_MASK = 0xFFFFFFFFFFFFFFFF
_WEYL = 0x9E3779B97F4A7C15
_BY_PURPOSE = 0xD1342543DE82EF95
_BY_SLOT = 0xAF251AF3B0F025B5
_BY_NUMBER = 0xC6BC279692B5CC83
_BY_ATTEMPT = 0xB564EF22EC7AECE5
_MIX_ONE = 0xBF58476D1CE4E5B9
_MIX_TWO = 0x94D049BB133111EB
_UNIT = 2.0**-52


class Purpose(IntEnum):
    """What a draw is for. Append only: a number that moves would change every result."""

    SEGMENT = 1
    FREQUENCY = 2
    CHANCE = 3
    THRESHOLD = 4
    OFFER = 5
    RISK = 6
    STAGGER = 7
    GAP = 8
    BASKET = 9
    ELSEWHERE = 10
    PROSPECT = 11
    THIN = 12
    CONVERT = 13
    CANDIDATE = 14
    OCCURS = 15
    DELAY = 16
    PREVENT = 17
    SEVERITY = 18
    COMPLAIN = 19
    CONTACT = 20
    HEAL = 21
    HEAL_DELAY = 22
    SELF_SERVICE = 23
    SELF_SOLVED = 24
    REOPENING = 25
    PATIENCE = 26
    HANDLING = 27
    RESOLVED = 28
    WARM = 29
    REDIAL = 30
    REDIAL_DELAY = 31
    RETRY = 32
    RETRY_DELAY = 33
    SWITCH = 34
    ESCALATE = 35
    CALL_BACK = 36
    CROSS_SELL = 37
    REFUND = 38
    RETURN = 39
    RETURN_DELAY = 40
    REFER = 41
    REFER_DELAY = 42
    REACH = 43
    FIND = 44
    FIND_DELAY = 45
    ACCEPT = 46
    COMMUNITY = 47
    PERIOD = 48
    TELL = 49
    ASK = 50
    WORLD = 51
    OPENING = 52
    BEFORE = 53
    SENSITIVITY = 54
    DETERRED = 55
    BOOKS = 56
    BOOKED = 57
    PUBLIC = 58
    AWAY = 59
    NOTICE = 60
    EXTRA = 61
    ACCEPT_EXTRA = 62
    PRAISE = 63
    PICK_UP = 64
    HUSHED = 65
    CLASS = 66


def _mixed(z: int) -> int:
    z = ((z ^ (z >> 30)) * _MIX_ONE) & _MASK
    z = ((z ^ (z >> 27)) * _MIX_TWO) & _MASK
    return z ^ (z >> 31)


def root_key(seed: int, replication: int) -> int:
    """The key of the world itself in one replication; every customer's key descends from it."""
    return (
        _mixed((_mixed((seed * _WEYL + _MIX_ONE) & _MASK) + replication * _BY_NUMBER) & _MASK) >> 2
    )


def child_key(parent: int, ordinal: int) -> int:
    """The key of a child: the n-th arrival of the world, or the n-th referral of a customer."""
    return _mixed((_mixed((parent + _WEYL) & _MASK) + ordinal * _BY_NUMBER) & _MASK) >> 2


def name_slot(name: str) -> int:
    """A slot for something that has a name, wherever it stands in a file: 31 bits.

    Source: the hash FNV-1a of 32 bits, Fowler, Noll & Vo, without its lowest bit.
    """
    slot = 0x811C9DC5
    for byte in name.encode("utf-8"):
        slot = ((slot ^ byte) * 0x01000193) & 0xFFFFFFFF
    return slot >> 1


def uniform(key: int, purpose: int, slot: int = 0, number: int = 0, attempt: int = 0) -> float:
    """A uniform in the open interval (0, 1), the same for the same name on every machine.

    key: 62 bits; purpose: a `Purpose`; slot, number, attempt: ordinals from 0, as the purpose uses
    them (a problem type, its candidate number, the attempt to get it solved ...).
    """
    z = (
        key + purpose * _BY_PURPOSE + slot * _BY_SLOT + number * _BY_NUMBER + attempt * _BY_ATTEMPT
    ) & _MASK
    z = ((z ^ (z >> 30)) * _MIX_ONE) & _MASK
    z = ((z ^ (z >> 27)) * _MIX_TWO) & _MASK
    return (((z ^ (z >> 31)) >> 12) + 0.5) * _UNIT
