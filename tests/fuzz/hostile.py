"""Hostile inputs: scenario files, options, data files, answers and baselines that mean no good.

Each case is made from a seed and a number alone, so that what it found can be had again.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hostile_language import laid_over, turned

FIRM = """schema = 2
title = "A tiny firm"
question = "Does it matter?"
story = \"\"\"
Few people, few days.
\"\"\"
[run]
days = "6 d"
replications = 2
seed = 3
[population]
customers = 6
[segments.regular]
share = 0.7
[segments.loyal]
share = 0.3
[purchase]
gap = { kind = "exponential", mean = "2 d" }
[leaving]
chance = { kind = "beta", a = 1.5, b = 20 }
[talk]
referral = 0.05
praise = "1 per year"
public = 0.1
[survey]
neutral = 7.5
recent = "2 d"
[price]
market = 1.1
[problems.breakdown]
rate = "60 per year"
severity = 0.4
complains = 0.6
[service]
training = "40 h"
refund = 0.2
[service.channels.phone]
agents = 1
shrinkage = 0.1
hours = "mon-fri 09:00-12:00"
handling = { kind = "lognormal", mean = "12 min", sigma = 0.8 }
patience = { kind = "exponential", mean = "8 min" }
[care.touches.reminder]
like = "reminder"
every = "3 d"
[policies.plain]
label = "plain"
[policies.caring]
label = "caring"
care.touches.reminder = { reach = 0.8 }
[[policies.caring.changes]]
at = "3 d"
service.channels.phone.agents = 2
[worlds.patient]
about = "people wait longer"
source = "assumed"
service.channels.phone = { patience = { kind = "exponential", mean = "20 min" } }
[[worlds.patient.changes]]
about = "cheap offers"
at = "2 d"
until = "4 d"
price.market = "x0.85"
[[changes]]
at = "1 d"
until = "2 d"
problems.breakdown.rate = "x2"
talk.scandal = -0.2
[[dials]]
key = "care.touches.reminder.reach"
label = "Reminder"
low = 0
high = 1
step = 0.1
[[expect]]
policy = "caring"
claim = "retention vs plain >= -90 pp"
max_replications = 2
"""

STEERING = (
    "::error file=x::pwned", "::add-mask::pass", "::stop-commands::tok", "a\\n::warning::b",
    "##[error]pwned", "\\u001b[31mred", "\\u001b]0;t\\u0007", "a\\u202Eb\\u2066c", "z\\u200Bw", "\\r::error::x",
    "x" * 70 + " ::error::late", "x" * 118 + " ::error::later", "\\u009b31m", "[bold red]x[/]", "[/]",
    "<script>alert(1)</script>", "]]>", "| a | b |", "@all #1 **x**", "%0A::error::x", "\\uFEFF", "\\u2028",
)  # fmt: skip

SCALARS = (
    "0", "-1", "1e400", "-1e400", "nan", "inf", "1e-320", "999999999999999999999", "0x7fffffff", "0.1", "1",
    "true", "[]", "{}", "[[]]", '""', '" "', '"0 d"', '"-3 d"', '"1e300 d"', '"1e999 d"', '"3 per year"',
    '"150 %"', '"٣ %"', '"never"', '"always"', '"phone"', '"loyal"', '"baseline"', '"1 d"', '"30 min"',
    "2026-01-05", "09:30:00", '{ kind = "beta", a = 1e300, b = 1e-300 }', '{ kind = "never" }', '"+1"', '"x2"',
    '{ kind = "lognormal", mean = "3 d", sigma = 40 }', '{ kind = "exponential", mean = "0 d" }', '"by -1"',
    '{ kind = "gamma", mean = "1 d", shape = 1e-9 }', "[1, 2, 3]", '["x"]', "{ x = 1 }", '"+10 pp"', "1000",
)  # fmt: skip

NUMBERS = ("0", "1", "2", "3", "0.5", "0.001", "10", "60", "1e-6", "1000", "00:00-24:00", "0.999")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")

CLAIMS = (
    "retention >= 5 %", "retention <= 1e400", "retention vs plain > 0", "wait_p95.phone < 3 min", "x >= 1",
    "retention[segment=loyal] within 1 pp of plain", "retention[segment=\\u001b[31m] > 0", "retention == 5",
    "churned >= 999999999999999999999", "profit@6d > -1e308", "retention >= ٣ %", "retention > nan", " > ",
    "retention@1e9d >= 0", "wait_mean.fone < 1", "retention >= -0", "retention vs \\n plain >= 0", "a" * 400,
    "touches[segment=loyal] vs plain >= -5", "retention within 0 pp of plain", "lifetime_value >= 0",
)  # fmt: skip

KEYS = (
    "population.customers", "run.days", "run.seed", "run.replications", "run.max_customers", "run.grid",
    "talk.referral", "service.channels.phone.agents", "purchase.gap.mean", "care.touches.reminder.reach",
    "policies.caring.label", "title", "x", "", ".", "a..b", "run", "population", "::error::x", "run.warmup",
    "segments.loyal.share", "problems.breakdown.rate", "leaving.chance", "run.start_date", "\u202ex",
)  # fmt: skip

NAMES = ("x.toml", "käse mit leerzeichen.toml", "::error::x.toml", "a\u202eb.toml", "e\x1b[31m.toml", "-x.toml", "[b].toml")  # fmt: skip

TINY = ("--engine", "simpy", "--jobs", "1")


class Case(NamedTuple):
    """A command line, to be run in a folder that holds these files."""

    kind: str
    files: dict[str, bytes]
    arguments: tuple[str, ...]


def case(seed: int, number: int) -> Case:
    """The case of this number."""
    luck = random.Random(f"{seed} {number}")
    kinds: Sequence[Callable[[random.Random], Case]] = (
        _scenario, _scenario, _scenario, _language, _language, _options, _options, _turned, _data, _data,
        _answers, _baseline,
    )  # fmt: skip
    return kinds[number % len(kinds)](luck)


def _scenario(luck: random.Random) -> Case:
    """A scenario file changed in a few places, and a command that reads it."""
    text = _changed(luck, FIRM)
    name = luck.choice(NAMES) if luck.random() < 0.3 else "x.toml"
    files = {name: text.encode("utf-8", "surrogatepass")}
    if luck.random() < 0.1:
        files["base.toml"] = files[name]
        files[name] = (
            f'schema = 2\nextends = "base.toml"\ntitle = "{luck.choice(STEERING)}"\n'.encode()
        )
    if luck.random() < 0.05:
        files[name] = _bytes_changed(luck, files[name])
    return Case("scenario", files, luck.choice(_commands(f"./{name}")))


def _commands(place: str) -> Sequence[tuple[str, ...]]:
    """Every way to read a scenario file."""
    return (
        ("validate", place), ("show", place), ("show", place, "--frozen"), ("check", place, *TINY),
        ("check", place, *TINY, "--junit", "o.xml", "--summary", "o.md", "--json-file", "o.json"),
        ("run", place, *TINY), ("compare", place, *TINY), ("run", place, *TINY, "--json"),
        ("twins", place, "plain", "caring", *TINY), ("explain", place, "plain", "caring", *TINY),
        ("log", place, "--policy", "caring", "-o", "o.csv"), ("log", place, "--policy", "plain", "-o", "o.xes"),
    )  # fmt: skip


def _language(luck: random.Random) -> Case:
    """A file laid over the tiny firm with any knobs, and what happens on which day."""
    files = {"base.toml": FIRM.encode(), "x.toml": laid_over(luck).encode()}
    command = luck.choice(_commands("./x.toml"))
    world = ("--world", "patient") if luck.random() < 0.3 and command[0] in _WORLDLY else ()
    return Case("language", files, (*command, *world))


_WORLDLY = ("run", "compare", "show", "twins", "explain", "log", "check")


def _turned(luck: random.Random) -> Case:
    """Any knob turned from the command line, on a scenario that is in order."""
    commands = [each for each in _commands("x.toml") if each[0] in _WORLDLY]
    command = luck.choice(commands)
    for _ in range(luck.choice((1, 1, 2, 3))):
        command += turned(luck)
    return Case("turned", {"x.toml": FIRM.encode()}, command)


def _changed(luck: random.Random, text: str) -> str:
    lines = text.splitlines()
    for _ in range(luck.choice((1, 1, 1, 2, 3, 5))):
        place = luck.randrange(len(lines))
        line = lines[place]
        kind = luck.random()
        if luck.random() < 0.45 and _NUMBER.search(line):
            lines[place] = _NUMBER.sub(lambda _: luck.choice(NUMBERS), line, count=1)
        elif kind < 0.35 and "=" in line:
            lines[place] = f"{line.split('=')[0]}= {luck.choice(SCALARS)}"
        elif kind < 0.55 and "=" in line:
            lines[place] = f'{line.split("=")[0]}= "{luck.choice(STEERING)}"'
        elif kind < 0.62:
            lines[place] = (
                f'claim = "{luck.choice(CLAIMS)}"' if "claim" in line else line + " " + line
            )
        elif kind < 0.7:
            lines.insert(place, f'"{luck.choice(STEERING)}" = {luck.choice(SCALARS)}')
        elif kind < 0.78:
            lines.insert(place, f'[policies."{luck.choice(STEERING)}"]')
        elif kind < 0.84:
            del lines[place]
        elif kind < 0.9:
            claim, level = luck.choice(CLAIMS), luck.choice(("error", "warn", "x"))
            lines += ["[[expect]]", 'policy = "caring"', f'claim = "{claim}"', f'level = "{level}"']
        elif kind < 0.95:
            lines.insert(
                place,
                luck.choice(("[" * 40, "a = [" * 30, "x = {", "= 1", "\\", "schema = 9", '"""')),
            )
        else:
            lines[place] = line.replace(
                luck.choice('="[]{}.,0123456789 '), luck.choice('="[]{}.,\\\x00\x1b\u202e ')
            )
        if not lines:
            break
    return "\n".join(lines) + "\n"


def _bytes_changed(luck: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(luck.choice((1, 2, 8))):
        changed[luck.randrange(len(changed))] = luck.randrange(256)
    return bytes(changed)


_SHARED = {"--set", "--at", "--world", "--days", "--seed", "--customers"}
_RUN = _SHARED | {"--policy", "--replications", "--by", "--max-events", "--json", "--json-file", "--quiet"}  # fmt: skip
_TAKEN = {
    "run": _RUN,
    "compare": _RUN | {"--baseline", "--max-replications"},
    "check": _RUN - {"--by"} | {
        "--max-replications", "--tolerance", "--fail-on", "--against", "--base-ref", "--base-file", "--junit",
    },
    "show": {"--set", "--at", "--world", "--policy"},
    "explain": _RUN - {"--policy", "--by"},
    "twins": _RUN - {"--policy"},
    "log": _SHARED | {"--policy", "--replications", "--quiet"},
    "knobs": {"--json"},
}  # fmt: skip
"""Which options a command takes; others are given now and then."""


def _options(luck: random.Random) -> Case:
    """Options with values that they may not take, on a scenario that is in order."""
    usual = ("2", "5 d", "plain", "caring", "patient", "all", "1 %", "0.5", "'4 d'", "baseline")

    def value() -> str:
        return luck.choice(usual if luck.random() < 0.6 else (*SCALARS, *STEERING))

    pool: Sequence[Callable[[], tuple[str, ...]]] = (
        lambda: ("--set", f"{luck.choice(KEYS)}={value()}"), lambda: ("--at", value(), f"{luck.choice(KEYS)}={value()}"),
        lambda: ("--policy", value()), lambda: ("--world", value()), lambda: ("--days", value()),
        lambda: ("--replications", luck.choice(("0", "1", "3", "-1", "x", "1e3", "99999999999"))),
        lambda: ("--seed", luck.choice(("0", "-1", "2147483648", "٣", "7"))), lambda: ("--by", luck.choice(("segment", "x"))),
        lambda: ("--max-events", luck.choice(("1", "50", "0", "10000"))), lambda: ("--baseline", value()),
        lambda: ("--tolerance", value()), lambda: ("--fail-on", luck.choice(("warn", "undecided", "changed", "x"))),
        lambda: ("--against", luck.choice(("x.toml", "nope", "/dev/null", "."))), lambda: ("--base-ref", value()),
        lambda: ("--base-file", luck.choice(("x.toml", "old.toml", "nope", "."))), lambda: ("--json",),
        lambda: ("--json-file", luck.choice(("o.json", "x.toml", "no/o.json", "y" * 300, "/dev/full", "."))),
        lambda: ("--junit", luck.choice(("o.xml", "/dev/full", "x.toml"))), lambda: ("--max-replications", "2"),
        lambda: ("--customers", luck.choice(("0", "3", "-1", "5000001", "x"))), lambda: ("--quiet",),
    )  # fmt: skip
    commands = ("run", "compare", "check", "check", "show", "explain", "twins", "log", "knobs")
    command = luck.choice(commands) if luck.random() < 0.97 else value()
    arguments = [command, "x.toml"]
    if command in ("explain", "twins"):
        arguments += ["plain", "caring"] if luck.random() < 0.8 else [value(), value()]
    if command == "log":
        arguments += ["-o", luck.choice(("o.csv", "o.xes.gz", "o.txt", "/dev/full"))]
    for _ in range(luck.choice((1, 1, 2, 3))):
        option = luck.choice(pool)()
        if option[0] in _TAKEN.get(command, _TAKEN["run"]) or luck.random() < 0.05:
            arguments += option
    if command in ("run", "compare", "check", "explain", "twins"):
        arguments += TINY
    return Case("options", {"x.toml": FIRM.encode(), "old.toml": FIRM.encode()}, tuple(arguments))


CELLS = (
    "", "0", "-1", "1", "12", "12,5", "1.234,56", "1'234", "nan", "inf", "1e400", "=1+1", "@x", "NULL", "٣",
    "2026-01-05", "05.01.2026", "13/13/2026", "2026-02-30", "9999-12-31", "0001-01-01", "10:30", "1:02:03",
    "answered", "abandoned", "yes", "no", "x" * 5000, "::error::x", "\x1b[31m", "\u202e", '"', "a\nb", "2026-01-05 09:30",
)  # fmt: skip

HEADS = ("customer", "date", "amount", "arrival", "wait", "handling", "outcome", "caller", "type", "n", "t", "period", "alive", "x", "::error::", "")  # fmt: skip


def _column(luck: random.Random, head: str, rows: int) -> list[str]:
    """A column as its head promises, with a few cells that it does not."""
    usual: dict[str, Callable[[int], str]] = {
        "customer": lambda row: f"c{luck.randrange(1 + rows // 2)}",
        "date": lambda row: f"2025-{1 + row % 12:02}-{1 + luck.randrange(28):02}",
        "arrival": lambda row: f"2025-03-{1 + row % 28:02} {luck.randrange(8, 18):02}:{luck.randrange(60):02}",
        "outcome": lambda row: luck.choice(("answered", "abandoned")),
        "type": lambda row: luck.choice(("breakdown", "question")),
        "period": str, "n": lambda row: str(1000 - 90 * row), "alive": lambda row: str(max(0, 500 - 40 * row)),
    }  # fmt: skip
    made = [usual.get(head, lambda row: f"{luck.uniform(0, 90):.2f}")(row) for row in range(rows)]
    for _ in range(luck.choice((0, 0, 1, 3, rows))):
        if made:
            made[luck.randrange(rows)] = luck.choice(CELLS)
    return made


SHAPES = (
    ("customer", "date", "amount"), ("customer", "date"), ("arrival", "wait", "handling", "outcome"),
    ("arrival", "wait", "outcome", "caller"), ("period", "alive"), ("n", "t", "x"), ("type", "date"), ("type",),
)  # fmt: skip


def _data(luck: random.Random) -> Case:
    """A data file, and a calibration with it."""
    sign = luck.choice((",", ",", ";", "\t"))
    heads = list(luck.choice(SHAPES))
    if luck.random() < 0.25:
        heads[luck.randrange(len(heads))] = luck.choice(HEADS)
    count = luck.choice((0, 1, 3, 20, 40))
    columns = [_column(luck, head, count) for head in heads]
    rows = [sign.join(heads), *(sign.join(cells) for cells in zip(*columns, strict=True))]
    content = luck.choice(("\n", "\r\n", "\r")).join(rows).encode("utf-8", "replace")
    name = "d.csv"
    if luck.random() < 0.1:
        name, content = "d.csv.gz", b"\x1f\x8b\x08\x00" + content
    if luck.random() < 0.1:
        content = _bytes_changed(luck, content or b" ")
    if luck.random() < 0.02:
        content = b"c" * 300_000 + b"\n1\n"
    ways = {"arrival": "--calls", "period": "--renewals", "type": "--cases", "customer": "--orders"}
    way = (
        ways.get(heads[0], "") if luck.random() < 0.8 else luck.choice(("--tickets", "--calls", ""))
    )
    arguments = ["calibrate", "x.toml", *([way] if way else []), name, "-o", "o.toml", "-q"]
    if way == "--cases":
        arguments += ["--customer-years", luck.choice(("50", "0", "1e9"))]
    if way == "--renewals":
        arguments += ["--period", luck.choice(("1 year", "30 d", "0 d"))]
    further: Sequence[tuple[str, ...]] = (
        ("--customer", luck.choice(HEADS)), ("--date", luck.choice(HEADS)), ("--amount", luck.choice(HEADS)),
        ("--decimal", ","), ("--dates", "day-month-year"), ("--customers", "10"), ("--start", "1000"),
        ("--until", luck.choice(("2026-01-05", "x"))), ("--where", luck.choice(("x=1", "=", "customer=c1"))),
        ("--encoding", luck.choice(("cp1252", "nope", "utf-16"))), ("--delimiter", luck.choice((";", "", "ab", "\t"))),
        ("--unit", luck.choice(("s", "min"))), ("--channel", "phone"),
    )  # fmt: skip
    for _ in range(luck.choice((0, 0, 1, 2))):
        arguments += luck.choice(further)
    return Case("data", {"x.toml": FIRM.encode(), name: content}, tuple(arguments))


ANSWERS = {
    "kind": '"garage"', "customers": '"3000"', "every": '"every 30 days"', "spend": '"45"', "margin": '"40"',
    "new": '"25"', "stay": '"82"', "trouble": '"0.5"', "tell": '"40"', "agents": '"3"', "contact": '"6 min"',
    "hang_up": '"6"',
}  # fmt: skip


def _answers(luck: random.Random) -> Case:
    """Answers to the questions about a tiny firm, of which few are to be shown by a long search."""
    cells = (cell.encode("unicode_escape").decode() for cell in CELLS)
    quoted = [f'"{each}"' for each in (*STEERING, *cells) if '"' not in each]
    few = {key: answer for key, answer in ANSWERS.items() if key not in ("stay", "hang_up")}
    given = {key: answer for key, answer in few.items() if luck.random() < 0.5}
    given["customers"] = '"12"'
    for _ in range(luck.choice((1, 1, 2, 4))):
        key = luck.choice([*ANSWERS, "x", '"::error::x"'])
        given[key] = luck.choice((*SCALARS, *quoted))
    content = "\n".join(f"{key} = {answer}" for key, answer in given.items()).encode(
        "utf-8", "replace"
    )
    if luck.random() < 0.2:
        content = _bytes_changed(luck, content)
    asked = ("init", "--answers", "a.toml", "-o", "o.toml", "--engine", "simpy", "-q")
    return Case("answers", {"a.toml": content}, asked)


def _baseline(luck: random.Random) -> Case:
    """A kept baseline, damaged or of something else."""
    found = json.loads(json.dumps(BASELINE))
    for _ in range(luck.choice((1, 1, 2, 4))):
        entries = found.get("scenarios")
        inner = entries[0] if isinstance(entries, list) and entries else found
        place = inner if isinstance(inner, dict) and luck.random() < 0.6 else found
        if luck.random() < 0.6 and _jolted(luck, found):
            continue
        key = luck.choice([*place, "x"])
        place[key] = luck.choice((
            None, 1, -1, 1e308, "x", [], {}, [None], [[]], True, {"x": [1.0]}, "\n::error::x", "\u202e\x1b[31m",
            {"caring": {"retention": [0.5, None]}}, {"::error::y": {"retention": [0.5, 0.5]}}, 2**70, [{}] * 3,
        ))  # fmt: skip
    text = json.dumps(found)
    if luck.random() < 0.2:
        text = text[: luck.randrange(len(text))]
    if luck.random() < 0.05:
        text = "[" * 100_000
    content = text.encode("utf-8", "replace")
    content = _bytes_changed(luck, content) if luck.random() < 0.1 and content else content
    further: Sequence[tuple[str, ...]] = (
        (),
        ("--fail-on", "changed"),
        ("--tolerance", "1 %"),
        ("--json",),
    )
    return Case(
        "baseline",
        {"x.toml": FIRM.encode(), "k.json": content},
        ("check", "x.toml", *TINY, "--quiet", "--against", "k.json", *luck.choice(further)),
    )


def _jolted(luck: random.Random, found: Any) -> bool:
    """Change one figure, policy or metric of a baseline, if it still has any."""
    try:
        policies = luck.choice(found["scenarios"])["policies"]
        policy = luck.choice(list(policies))
        metric = luck.choice(list(policies[policy]))
        values = policies[policy][metric]
        match luck.randrange(5):
            case 0:
                values[luck.randrange(len(values))] = luck.choice(
                    (None, 0.0, -1e308, 1e308, 5e-324, 7)
                )
            case 1:
                del policies[policy][metric]
            case 2:
                policies[luck.choice(("new", "\n::error::p", "\u202e"))] = policies.pop(policy)
            case 3:
                policies[policy][luck.choice(("nonsense", "::error::m"))] = values
            case _:
                values += values[: luck.randrange(3)]
    except (KeyError, IndexError, TypeError, ValueError):
        return False
    return True


BASELINE: dict[str, object] = {}
"""A baseline of the tiny firm; filled by whoever runs the cases, see `keep_baseline`."""


def keep_baseline(path: Path) -> None:
    """Take a kept baseline as the one that cases damage."""
    BASELINE.update(json.loads(path.read_text(encoding="utf-8")))
