"""Numbers: cells as people and programs write them; the decimal sign is told by the whole column.

`1.234,50`, `1'234.50`, `1 234,5`, `R$ 12,50`, `(3.00)`, `954,03-`, `="12.5"`, `63.1 %`. A column in
which every cell looks like `1.234` can be read in two ways and is refused, unless it counts things.
Digits are 0 to 9. Thousands stand in threes (or as in India), or the cell is no number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from journeysim.calibration.cells.currencies import CURRENCY
from journeysim.calibration.cells.unclear import Unclear

_SPACES = "\u0020\u00a0\u2007\u2009\u202f\t"
_APOSTROPHES = "'\u2019\u02bc\u00b4`"
_BODY = re.compile(rf"^[0-9][0-9.,{_SPACES}{_APOSTROPHES}]*$|^[.,][0-9]+$")
_WHOLE = re.compile(r"^[0-9]+$")
_USUAL = re.compile(r"^[0-9]+\.[0-9]{1,2}$")
_POWER = re.compile(r"^([0-9]+(?:[.,][0-9]+)?)[eE]([+-]?[0-9]{1,3})$")
_THREES = {
    sign: re.compile(rf"^(?:[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+|[0-9]{{1,2}}(?:{re.escape(sign)}[0-9]{{2}})*{re.escape(sign)}[0-9]{{3}})$")
    for sign in ".,' "
}  # fmt: skip
_NO_CENTS = re.compile("(?<=[0-9])[.,][-\u2013\u2014]{1,2}$")
"""`12,-` and `12.\u2014`: no cents, in German-speaking countries and the Netherlands."""

_FEW = 0.02


class Bare(NamedTuple):
    """A cell without dress: digits with signs between them, its sign, currency, and if it is per cent."""

    digits: str
    negative: bool
    currency: str
    percent: bool


@lru_cache(maxsize=65_536)
def bare(text: str) -> Bare | None:
    """A cell without currency, quotes and sign; None if it is no number at all."""
    core = text.strip().strip("\ufeff\u200b")
    if core.startswith("="):
        core = core[1:].strip()
    core = core.strip('"').removeprefix("'").strip()
    negative = False
    if core.startswith("(") and core.endswith(")"):
        core, negative = core[1:-1].strip(), True
    percent = "%" in core
    if percent:
        if core.count("%") > 1:
            return None
        core = core.replace("%", "").strip()
    marks = CURRENCY.findall(core)
    if len(marks) > 2 or (len(marks) > 1 and marks[0] == marks[1]):
        return None
    core = _NO_CENTS.sub("", CURRENCY.sub("", core).strip())
    if core[:1] in "+-\u2212\u2013" and core[:1]:
        negative, core = negative ^ (core[0] != "+"), core[1:].strip()
        core = CURRENCY.sub("", core).strip()
    elif core[-1:] in "-\u2212" and core[-1:]:
        negative, core = not negative, core[:-1].strip()
    if core.startswith("(") and core.endswith(")"):
        core, negative = core[1:-1].strip(), True
    if not (_BODY.match(core) or _POWER.match(core)):
        return None
    for space in _SPACES:
        core = core.replace(space, " ")
    for apostrophe in _APOSTROPHES:
        core = core.replace(apostrophe, "'")
    return Bare(core, negative, "".join(marks), percent)


def number(text: str, decimal: str = ".") -> float | None:
    """The number a cell says, or None; decimal: the sign before decimals, '.' or ','."""
    if _WHOLE.match(text) or (decimal == "." and _USUAL.match(text)):
        return _finite(text)
    parts = bare(text)
    if parts is None:
        return None
    value = _value(parts.digits, decimal)
    if value is None:
        return None
    value = value / 100.0 if parts.percent else value
    return -value if parts.negative else value


def _finite(text: str) -> float | None:
    value = float(text)
    return value if isfinite(value) else None


@lru_cache(maxsize=65_536)
def _value(digits: str, decimal: str) -> float | None:
    """The value of digits with signs between them; None where they do not stand as they should."""
    power = _POWER.match(digits)
    if power is not None:
        if ("," if decimal == "." else ".") in power[1]:
            return None
        return _finite(f"{power[1].replace(decimal, '.')}e{power[2]}")
    whole, sign, part = digits.rpartition(decimal)
    if not sign:
        whole, part = digits, ""
    elif not _WHOLE.match(part):
        return None
    separators = set(whole) - set("0123456789")
    if len(separators) > 1 or decimal in separators:
        return None
    if separators:
        separator = separators.pop()
        if not _THREES[separator].match(whole):
            return None
        whole = whole.replace(separator, "")
    return _finite(f"{whole or '0'}.{part or '0'}")


class NumberEvidence:
    """What the cells of a column show of their decimal sign, and of their currencies."""

    def __init__(self) -> None:
        self.points: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.currencies: Counter[str] = Counter()
        self.plain = self.large = self.hundreds = self.unsure_zeros = self.percents = self.cells = 0

    def add(self, text: str) -> None:
        """One more cell."""
        if _USUAL.match(text):
            self.cells += 1
            self.points["."] += 1
            if "." not in self.examples:
                self.examples["."] = text
            return
        if _WHOLE.match(text):
            digits = text
        else:
            parts = bare(text)
            if parts is None:
                return
            digits = parts.digits
            self.currencies[parts.currency] += 1
            self.percents += parts.percent
        self.cells += 1
        shows = _shows(digits)
        if shows:
            self.points[shows] += 1
            self.examples.setdefault(shows, text.strip()[:30])
            if shows in _UNSURE and digits.endswith("0"):
                self.unsure_zeros += 1
        elif _WHOLE.match(digits) and digits.strip("0"):
            self.plain += 1
            self.hundreds += len(digits.lstrip("0")) == 3
            self.large += len(digits.lstrip("0")) > 3


_UNSURE = ("?.", "?,")


@lru_cache(maxsize=65_536)
def _shows(digits: str) -> str:
    """What digits show: '.' or ',' is the decimal sign, '?.' or '?,' may be it, '' for nothing."""
    power = _POWER.match(digits)
    if power is not None:
        return "." if "." in power[1] else "," if "," in power[1] else ""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rindex(".") > digits.rindex(",") else ","
    if not points and not commas:
        return ""
    sign, other = (".", ",") if points else (",", ".")
    if points + commas > 1:
        return other
    whole, _, part = digits.partition(sign)
    if "'" in whole or " " in whole or len(part) != 3 or len(whole) > 3 or whole.startswith("0"):
        return sign
    return f"?{sign}" if whole else sign


class NumberStyle(NamedTuple):
    """How a column writes numbers: the sign before decimals, and how that is known."""

    decimal: str
    why: str


def style(
    evidence: NumberEvidence,
    what: str,
    *,
    option: str | None = None,
    whole: bool = False,
    share: bool = False,
    beside: Sequence[NumberEvidence] = (),
) -> NumberStyle:
    """The decimal sign of a column. Raises Unclear with both readings.

    what: the column in words; option: what an option says; whole: the column counts things, so that
    `1.250` is a thousand and more; share: it holds per cent, so that `66.480` is not; beside: other columns of the file, which share the sign where
    this one does not show it.
    """
    sure = {sign: evidence.points[sign] for sign in ".,"}
    unsure = {sign: evidence.points[f"?{sign}"] for sign in ".,"}
    if option is not None:
        return NumberStyle(option, "as --decimal says")
    best, rival = (".", ",") if sure["."] >= sure[","] else (",", ".")
    if sure[best]:
        if sure[rival] > _FEW * (sure[best] + sure[rival]):
            one, other = evidence.examples[best], evidence.examples[rival]
            raise Unclear(
                f"{what} has decimals after '{best}' ({sure[best]:,} cells such as {one!r}) and after "
                f"'{rival}' ({sure[rival]:,} such as {other!r}); say --decimal {best} or --decimal {rival}"
            )
        return NumberStyle(best, f"cells such as {evidence.examples[best]!r}")
    others = {sign: sum(each.points[sign] for each in beside) for sign in ".,"}
    shared = "," if others[","] > others["."] else "."
    if others[shared] and min(others.values()) <= _FEW * sum(others.values()):
        return NumberStyle(shared, "as in the columns beside it")
    sign = "." if unsure["."] else ","
    if not unsure[sign]:
        return NumberStyle(".", "no cell has decimals")
    other = "," if sign == "." else "."
    example = evidence.examples[f"?{sign}"]
    if share and not unsure[other]:
        return NumberStyle(sign, "no share is above a hundred")
    if unsure[other]:
        raise Unclear(_two_readings(what, example, sign))
    thousands = not evidence.large and (
        whole or (evidence.plain and (evidence.hundreds or evidence.unsure_zeros))
    )
    if thousands:
        why = (
            "it counts things"
            if whole
            else f"'{sign}' begins where numbers reach a thousand, as in {example!r}"
        )
        return NumberStyle(other, why)
    raise Unclear(_two_readings(what, example, sign))


def _two_readings(what: str, example: str, sign: str) -> str:
    parts = bare(example)
    digits = parts.digits if parts else example
    small, large = _value(digits, sign), _value(digits, "," if sign == "." else ".")
    other = "," if sign == "." else "."
    return (
        f"{what}: {example!r} can be {_plain(small)} or {_plain(large)}; say --decimal {sign} for "
        f"{_plain(small)}, --decimal {other} for {_plain(large)}"
    )


def _plain(value: float | None) -> str:
    return "no number" if value is None else f"{value:.10g}"


def alone(text: str, evidence: NumberEvidence | None = None) -> float | None:
    """A number that stands alone, as an answer does. Raises Unclear where it can be two.

    evidence: of the numbers beside it, whose decimal sign it shares.
    """
    own = NumberEvidence()
    own.add(text)
    if evidence is not None and (evidence.points["."] > 0) != (evidence.points[","] > 0):
        decimal = "." if evidence.points["."] else ","
        return number(text, decimal)
    try:
        decimal = style(own, "it").decimal
    except Unclear:
        parts = bare(text)
        digits = parts.digits if parts else text
        small, large = sorted(value or 0.0 for value in (_value(digits, "."), _value(digits, ",")))
        raise Unclear(
            f"{text.strip()!r} can be {small:g} or {large:.0f}; write {large:.0f} without a sign, or "
            f"{small:g} with a zero behind it"
        ) from None
    return number(text, decimal)
