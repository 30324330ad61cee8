"""Hostile language: every knob there is, at its ends and beyond, in a file, a change or an option.

What is new in the language is tried without being listed here: the knobs are those of `Tables`.
"""

from __future__ import annotations

import random
from typing import Any

from journeysim.scenario import describe
from journeysim.scenario.scenario import side_of
from journeysim.scenario.tables import Tables

NAMED = {
    "segments": ("regular", "loyal"), "problems": ("breakdown", "outage"), "channels": ("phone", "mail"),
    "touches": ("reminder", "gift"), "policies": ("caring",), "worlds": ("patient",),
}  # fmt: skip
"""What the tables of the tiny firm are called; the second of a pair is not there."""

HAPPENING = ("policies", "worlds", "changes", "dials", "expect", "lessons", "run", "drop")

KNOBS = tuple(
    (tuple(pattern.split(".")), field)
    for pattern, field in describe.knobs_of(Tables)
    if pattern.split(".")[0] not in HAPPENING and "." in pattern and ".N." not in pattern
)

WORDS = (
    '"phone"', '"mail"', '"breakdown"', '"usual"', '"always"', '"never"', '"mon-fri 09:00-12:00"', '"sun 23:00-24:00"',
    "[1, 1, 1, 1, 1, 0.4, 0]", "[0, 0, 0, 0, 0, 0, 0]", '["loyal"]', "[]", "true", "false", '"request"', '"advice"',
    '{ kind = "exponential", mean = "1 d" }', '{ kind = "lognormal", mean = 3, sigma = 2 }', '{ kind = "never" }',
    '{ kind = "beta", a = 2, b = 3 }', '{ kind = "constant", value = 0 }', '"2 d"', "{ phone = 1 }", '"purchase"',
)  # fmt: skip

RELATIVE = (
    '"x0.85"', '"x1.2"', '"x0"', '"x8"', '"+8 pp"', '"-1"', '"+1"', '"by -0.1"', '"by 0.3"', '"+10 s"', '"x1e300"',
    '"-30 pp"', '"+2 per year"', '"x-1"', '"+nan"', '"by x2"', '"+1 d"',
)  # fmt: skip

DAYS = ('"0 d"', '"1 d"', '"2 d"', '"3 d"', '"5.5 d"', '"6 d"')
ODD_DAYS = ('"9 d"', '"-1 d"', '"1e9 d"', "3", '"now"', '"2 min"', '"nan d"')


def day_of(luck: random.Random) -> str:
    """A day as it is written, now and then none of the run."""
    return luck.choice(DAYS if luck.random() < 0.9 else ODD_DAYS)


def key_of(luck: random.Random, side: str = "") -> tuple[tuple[str, ...], Any]:
    """Some knob of a tiny firm, and its field; mostly one of a side, if that is wanted."""
    pattern, field = luck.choice(KNOBS)
    while side and luck.random() < 0.9 and side_of(pattern) != side:
        pattern, field = luck.choice(KNOBS)
    path = list(pattern)
    for place, part in enumerate(path):
        if part == "NAME":
            first, *rest = NAMED[path[place - 1]]
            path[place] = first if luck.random() < 0.93 or not rest else rest[0]
    return tuple(path), field


def value_of(luck: random.Random, field: Any, relative: float = 0.1) -> str:
    """A value for a knob, mostly one that it may take; relative: how often a change is tried."""
    unit = describe.unit_of(field)
    if luck.random() < relative:
        return luck.choice(RELATIVE)
    if unit.startswith("one of"):
        return f'"{luck.choice(unit[7:].split(", "))}"'
    if unit not in ("duration", "rate", "share", "number", "count") or luck.random() < 0.04:
        return luck.choice(WORDS)
    extra: Any = field.json_schema_extra or {}
    ends = [*describe.bounds(field).values(), *map(float, extra.get("plausible", ())), 0.0, 1.0]
    if isinstance(field.default, int | float):
        ends.append(float(field.default))
    value = luck.choice(ends)
    if luck.random() < 0.35:
        value *= luck.choice((0.5, 0.999, 1.001, 2.0, 1e3, 1e9, 1e-9, -1.0))
    plain = f"{value:.0f}" if unit == "count" and abs(value) < 1e15 else repr(value)
    return {"duration": f'"{plain} d"', "rate": f'"{plain} per d"'}.get(unit, plain)


def laid_over(luck: random.Random) -> str:
    """A file over the tiny firm in `base.toml`: knobs of any kind, and what happens on which day."""
    lines = ["schema = 2", 'extends = "base.toml"']
    knobs = (key_of(luck) for _ in range(luck.choice((0, 1, 1, 2, 4))))
    lines += [f"{'.'.join(path)} = {value_of(luck, field)}" for path, field in knobs]
    for _ in range(luck.choice((0, 1, 1, 2, 3))):
        lines += happening(luck)
    return "\n".join(lines) + "\n"


def happening(luck: random.Random) -> list[str]:
    """A dated change of the firm's world, of a named one, or of a policy."""
    table = luck.choice(("changes", "changes", "worlds.patient.changes", "policies.caring.changes"))
    lines = [f"[[{table}]]", f"at = {day_of(luck)}"]
    if luck.random() < (0.1 if "policies" in table else 0.5):
        lines.append(f"until = {day_of(luck)}")
    for _ in range(luck.choice((1, 1, 2))):
        path, field = key_of(luck, "lever" if "policies" in table else "world")
        lines.append(f"{'.'.join(path)} = {value_of(luck, field, 0.4)}")
    return lines


def turned(luck: random.Random) -> tuple[str, ...]:
    """`--set` or `--at` with any knob."""
    path, field = key_of(luck)
    value = value_of(luck, field, 0.3)
    said = f"{'.'.join(path)}={value if luck.random() < 0.5 else value.strip(chr(34))}"
    day = day_of(luck).strip('"')
    return ("--set", said) if luck.random() < 0.4 else ("--at", day, said)
