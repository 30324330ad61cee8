"""Draws: no two happenings share a draw, whatever the catalogue of triggers and touches holds."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from itertools import product
from typing import NamedTuple

import pytest
from worlds import world

from journeysim import streams
from journeysim.engine import steps
from journeysim.engine.des.loop import Simulation
from journeysim.events import rank, touch_rank, touch_unrank, unrank
from journeysim.model.care import MOST_LUCK, TRIGGERS, draw_slot
from journeysim.scenario.encoding import encode
from journeysim.streams import Purpose, child_key, root_key, uniform

OF_A_TOUCH = (Purpose.REACH, Purpose.PERIOD, Purpose.ACCEPT, Purpose.COMMUNITY)
"""Draws named by a touch's slot, the ordinal of what set it off and a problem type."""

ASKED_AGAIN = {
    Purpose.REACH: "whom a touch reaches is asked when it is set off and when it comes due",
    Purpose.PREVENT: "advice at the sale and care until the day are weighed against one number",
    Purpose.SELF_SERVICE: "who found a closed door asks themselves again, and answers the same",
    Purpose.SELF_SOLVED: "as above",
    Purpose.REOPENING: "as above",
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


def test_a_draw_is_looked_at_again_only_where_the_question_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times: Counter[tuple[int, ...]] = Counter()

    def counted(key: int, purpose: int, slot: int = 0, number: int = 0, attempt: int = 0) -> float:
        times[key, int(purpose), slot, number, attempt] += 1
        return streams.uniform(key, purpose, slot, number, attempt)

    for module in pkgutil.iter_modules(steps.__path__):
        step = importlib.import_module(f"{steps.__name__}.{module.name}")
        if hasattr(step, "uniform"):
            monkeypatch.setattr(step, "uniform", counted)
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
