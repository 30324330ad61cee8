"""Draws: no two happenings share a draw, whatever the catalogue of triggers and touches holds."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from worlds import world

from journeysim import streams
from journeysim.engine import steps
from journeysim.engine.des.loop import Simulation
from journeysim.events import Refers, holding, rank, touch_rank, touch_unrank, unrank
from journeysim.model.care import MOST_LUCK, TRIGGERS, draw_slot
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load
from journeysim.scenario.world import Names
from journeysim.streams import Purpose, child_key, root_key, uniform

OF_A_TOUCH = (
    Purpose.REACH, Purpose.PERIOD, Purpose.ACCEPT, Purpose.COMMUNITY, Purpose.NOTICE, Purpose.EXTRA,
)  # fmt: skip
"""Draws named by a touch's slot, the ordinal of what set it off and a problem type."""

ASKED_AGAIN = {
    Purpose.REACH: "whom a touch reaches is asked when it is set off and when it comes due",
    Purpose.PREVENT: "advice at the sale and care until the day are weighed against one number",
    Purpose.SELF_SERVICE: "who found a closed door asks themselves again, and answers the same",
    Purpose.SELF_SOLVED: "as above",
    Purpose.REOPENING: "as above",
    Purpose.CROSS_SELL: "who tries to sell an extra talks longer, and tries at the end",
    Purpose.SENSITIVITY: "a trait, looked up by name wherever a price moves",
    Purpose.OFFER: "a trait, looked up by name at each discount",
    Purpose.TELL: "who tells of a silent failure tells of its end as well",
}
"""Purposes whose draws are looked at more than once, each because it is the same question."""


class Named(NamedTuple):
    """The part of an encoded touch that names its draws."""

    trigger: int
    luck: int


def test_all_names_of_draws_differ() -> None:
    """Over every purpose, trigger, luck, ordinal and problem type."""
    touches = product(range(len(TRIGGERS) + 4), (0, 1, 7, MOST_LUCK))
    slots = [draw_slot(Named(*touch)) for touch in touches]  # type: ignore[arg-type]
    names = [*product(OF_A_TOUCH, slots, (0, 1, 2, 63, 64, 10_000), range(16))]
    others = [purpose for purpose in Purpose if purpose not in OF_A_TOUCH]
    names += product(others, range(16), (0, 1, 2, 99), (0, 1, 500))
    key = child_key(root_key(1, 0), 7)
    assert len({uniform(key, *name) for name in names}) == len(set(names)) == len(names)


def counting(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[int, ...]]:
    """How often each draw is looked at from now on, by its name."""
    times: Counter[tuple[int, ...]] = Counter()

    def counted(key: int, purpose: int, slot: int = 0, number: int = 0, attempt: int = 0) -> float:
        times[key, int(purpose), slot, number, attempt] += 1
        return streams.uniform(key, purpose, slot, number, attempt)

    for module in pkgutil.iter_modules(steps.__path__):
        step = importlib.import_module(f"{steps.__name__}.{module.name}")
        if hasattr(step, "uniform"):
            monkeypatch.setattr(step, "uniform", counted)
    return times


def test_a_draw_is_looked_at_again_only_where_the_question_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = counting(monkeypatch)
    scenario = world("everything_happens")
    Simulation(encode(scenario, scenario.baseline), 1, 0).outcome(60.0)
    assert {Purpose(name[1]) for name, seen in times.items() if seen > 1} <= ASKED_AGAIN.keys()
    assert len({name[1] for name in times}) > 40


@pytest.mark.parametrize(
    "parts", [(0, 0, 0), (15, 2**32 - 1, 500), (3, 7, 2**16 - 1), (2**14 - 1, 1, 0)]
)
def test_a_rank_gives_back_what_was_put_in(parts: tuple[int, int, int]) -> None:
    assert unrank(rank(*parts)) == parts
    assert 0 <= rank(*parts) < 2**63


@pytest.mark.parametrize("parts", [(0, 0, 0), (31, 2**28 - 1, 15), (7, 12, 3)])
def test_a_touch_rank_gives_back_what_was_put_in(parts: tuple[int, int, int]) -> None:
    assert touch_unrank(touch_rank(*parts)) == parts
    assert 0 <= touch_rank(*parts) < 2**63


def test_ranks_order_by_slot_then_number_then_attempt() -> None:
    parts = [*product(range(3), (0, 1, 2**31), range(3))]
    assert sorted(parts) == sorted(parts, key=lambda part: rank(*part))
    assert touch_rank(0, 0, 0) > rank(15, 2**32 - 1, 2**16 - 1)


TWO = {
    "leak": "[problems.leak]\nrate = '4 per year'\nheals = 0.4\n",
    "advice": "[problems.advice]\nkind = 'request'\nrate = '6 per year'\n",
    "dent": "[problems.dent]\nper_purchase = 0.3\n",
}
TOUCHES = (
    "[care.touches.after]\ntrigger = 'resolution'\nreach = 0.5\ncredit = 0.1\ncost = 5\n"
    "[care.touches.ask]\ntrigger = 'period'\nevery = '20 d'\nreach = 0.5\nfinds = 0.5\ncost = 5\n"
    "[care.touches.ask_again]\nlike = 'check_in'\ntrigger = 'period'\nevery = '20 d'\nreach = 0.5\n"
    "luck = 1\nfinds = 0.5\nstaff = '0 min'\ncost = 5\n"
)


def lived(write: Callable[..., Path], order: Sequence[str]) -> tuple[Names, Any]:
    """A small world with these problems in this order: its names and its rows."""
    problems = "".join(TWO[name] for name in order)
    path = write(
        "schema = 2\n[population]\ncustomers = 40\n[talk]\nhit = 0.0001\n"
        f"[service.channels.desk]\nagents = 1\n{problems}{TOUCHES}"
    )
    encoded = encode(load(str(path)), "baseline")
    return encoded.names, Simulation(encoded, 3, 0).outcome(120.0).log.rows


def test_luck_does_not_depend_on_where_a_problem_stands_in_the_file(
    write: Callable[..., Path],
) -> None:
    """Nor on whether another stands before it."""
    of_problems = holding("slot", Refers.PROBLEM)

    def by_name(order: Sequence[str]) -> list[tuple[Any, ...]]:
        names, rows = lived(write, order)
        said = []
        for row in rows.tolist():
            cells = dict(zip(rows.dtype.names, row, strict=True))
            if cells["kind"] in of_problems:
                cells["slot"] = names.problems[cells["slot"]]
            said.append(tuple(map(str, cells.values())))
        return sorted(said)

    assert by_name(("leak", "advice", "dent")) == by_name(("dent", "leak", "advice"))


def test_two_touches_that_ask_on_the_same_occasion_do_not_share_their_luck(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same silent problem, asked after by two programmes: one answer does not decide both."""
    times = counting(monkeypatch)
    lived(write, ("leak",))
    asked = [seen for name, seen in times.items() if name[1] == Purpose.FIND]
    assert len(asked) > 20
    assert max(asked) == 1
