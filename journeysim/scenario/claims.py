"""Claims: the small grammar of `[[expect]]`, syntax only.

    METRIC [vs POLICY] OP NUMBER [UNIT]        retention vs reactive >= +5 pp
    METRIC within NUMBER [UNIT] of POLICY      retention within 0.5 pp of reactive

OP is one of >= <= > <. Equality is refused: no simulation shows it. Which metrics there are is
asked where claims are judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from journeysim import units
from journeysim.units import NUMBER

Operator = Literal[">=", "<=", ">", "<", "within"]
LONGEST = 500
UNITS = ("", "pp", "points", "%", "min", "h", "d", "s")
_UNIT = r"\s*([A-Za-z%]*)"
_METRIC = r"([a-z][a-z0-9_]*(?:@[0-9]+d)?(?:\.[a-z0-9_]+)?(?:\[[a-z_]+=[a-z0-9_]+\])?)"
_ORDER = re.compile(rf"^\s*{_METRIC}(?:\s+vs\s+([a-z0-9_]+))?\s*(>=|<=|==|=|!=|>|<)\s*{NUMBER}{_UNIT}\s*$")  # fmt: skip
_WITHIN = re.compile(rf"^\s*{_METRIC}\s+within\s+{NUMBER}{_UNIT}\s+of\s+([a-z0-9_]+)\s*$")


@dataclass(frozen=True)
class Claim:
    """A claim in its parts; number in the unit as written."""

    metric: str
    against: str | None
    operator: Operator
    number: float
    unit: str


def claim(text: str) -> Claim:
    """Read a claim. Raises ValueError saying what the grammar is."""
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    if match := _ORDER.match(text):
        metric, against, operator, number, unit = match.groups()
        if operator in ("==", "=", "!="):
            raise ValueError(f"{operator} cannot be shown by a simulation; use >=, <= or within")
        if unit == "%" and against:
            raise ValueError("% with 'vs' is ambiguous; write pp for percentage points")
        parts = Claim(metric, against, cast(Operator, operator), units.number(number), unit)
    elif match := _WITHIN.match(text):
        metric, number, unit, against = match.groups()
        parts = Claim(metric, against, "within", units.number(number), unit)
        if parts.number < 0:
            raise ValueError("'within' needs a number that is not negative")
    else:
        raise ValueError(
            "is no claim; write METRIC [vs POLICY] OP NUMBER [UNIT], "
            "such as 'retention vs reactive >= +5 pp', or METRIC within NUMBER [UNIT] of POLICY"
        )
    if parts.unit not in UNITS:
        raise ValueError(f"unknown unit {parts.unit!r}; known are {', '.join(UNITS[1:])}")
    return parts
