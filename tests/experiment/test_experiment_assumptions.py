"""Assumptions: plausible worlds, the same for every policy, and what is left when luck is out."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import WORLD, changed, world

from journeysim.errors import ScenarioError
from journeysim.experiment import assumptions
from journeysim.experiment.assumptions import (
    measure_assumptions,
    plausible_difference,
    plausible_value,
    plausible_world,
    unknowns,
    worded,
)
from journeysim.experiment.compare import Experiment
from journeysim.scenario import describe
from journeysim.scenario.merging import at, nested
from journeysim.scenario.scenario import Scenario, load
from journeysim.scenario.tables import Tables

KNOBS = dict(describe.knobs_of(Tables))


def knob(path: tuple[str, ...]) -> Any:
    """What the section class says of the knob at a path."""
    found = describe.place(Tables, path)
    assert found is not None
    assert found.field is not None
    return found.field


def test_what_a_firm_knows_of_itself_is_no_unknown(firm: Scenario) -> None:
    paths = {path for path, *_ in unknowns(firm)}
    assert ("experience", "forgiven") in paths
    assert ("problems", "breakdown", "severity") in paths
    for known in (
        ("purchase", "margin"),
        ("problems", "breakdown", "rate"),
        ("service", "channels", "phone", "agents"),
        ("service", "channels", "phone", "resolution"),
        ("segments", "loyal", "share"),
    ):
        assert known not in paths
    assert {path[0] for path in paths} <= {
        "population", "purchase", "leaving", "problems", "experience", "talk", "sales", "service",
        "care",
    }  # fmt: skip


@pytest.mark.parametrize("moved", ["price.level=1.1", "price.points=0.1", "price.market=0.9",
                                   "care.touches.reminder.discount=0.1",
                                   "policies.caring.price.level=0.9"])  # fmt: skip
def test_answers_to_prices_are_unknown_only_where_a_price_moves(firm: Scenario, moved: str) -> None:
    answers = ("price", "market_response")
    assert answers not in {path for path, *_ in unknowns(firm)}
    assert answers in {path for path, *_ in unknowns(changed(firm, moved))}


def test_a_value_beyond_its_plausible_range_widens_the_range(firm: Scenario) -> None:
    there = changed(firm, "experience.forgiven=0.99")
    ((_, low, value, high),) = [row for row in unknowns(there) if row[0][-1] == "forgiven"]
    assert (low, value, high) == (0.25, 0.99, 0.99)


class TestWorlds:
    """Worlds one might believe in."""

    def test_every_unknown_is_drawn_inside_its_range_and_nothing_else_moves(
        self, firm: Scenario
    ) -> None:
        before = firm.tables.model_dump(by_alias=True)
        ranges = {path: (low, high) for path, low, _, high in unknowns(firm)}
        for number in range(20):
            world = plausible_world(firm, number)
            after = world.tables.model_dump(by_alias=True)
            for path, (low, high) in ranges.items():
                assert low <= at(after, path) <= high, path
            for path in ranges:
                table = at(after, path[:-1])
                table[path[-1]] = at(before, path)
            assert after == before

    def test_a_number_is_always_the_same_world(self, firm: Scenario) -> None:
        assert plausible_world(firm, 3).sha256 == plausible_world(firm, 3).sha256
        digests = {plausible_world(firm, number).sha256 for number in range(10)}
        assert len(digests) == 10

    def test_a_world_laid_over_is_the_one_that_is_checked_whole(self, firm: Scenario) -> None:
        """Leaving out what named worlds and claims make of it leaves out nothing else."""
        for path, low, _, _ in unknowns(firm)[:8]:
            over = nested(path, worded(path, low))
            whole, part = firm.with_values(over, "over"), firm.with_world_values(over, "over")
            assert part == whole
        with pytest.raises(ScenarioError, match="segments add up to"):
            firm.with_world_values({"segments": {"regular": {"share": 0.5}}}, "over")

    def test_a_policy_added_to_the_file_changes_no_world(
        self, firm: Scenario, write: Callable[..., Path]
    ) -> None:
        """The worlds are drawn once, for all policies, whichever are compared."""
        more = load(str(write(WORLD + "\n[policies.fourth]\n", "more.toml")))
        for number in range(3):
            ours, theirs = plausible_world(firm, number), plausible_world(more, number)
            assert ours.tables.experience == theirs.tables.experience
            assert ours.tables.problems == theirs.tables.problems

    def test_the_named_world_and_the_dated_changes_stay(self, firm: Scenario) -> None:
        there = load(
            str(firm.document.path), world="patient", dated=[("9 d", "service.knowledge=1")]
        )
        world = plausible_world(there, 0)
        assert world.world == "patient"
        assert world.dated == there.dated
        phone = world.tables.service.channels["phone"]
        assert phone.patience == there.tables.service.channels["phone"].patience

    @given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.999999))
    def test_draws_follow_a_triangle_with_its_top_at_the_value_in_force(
        self, one: float, other: float, third: float, u: float
    ) -> None:
        low, top, high = sorted((one, other, third))
        drawn = assumptions._triangular(low, top, high, u)
        assert low - 1e-12 <= drawn <= high + 1e-12
        if low < top < high:
            turn = (top - low) / (high - low)
            assert (drawn <= top + 1e-9) == (u <= turn + 1e-9) or abs(u - turn) < 1e-6

    def test_most_draws_lie_near_the_value_in_force(self, firm: Scenario) -> None:
        """Mean of a triangle: a third of low, top and high together."""
        drawn = [assumptions._triangular(0.0, 0.2, 1.0, (n + 0.5) / 1000) for n in range(1000)]
        assert sum(drawn) / 1000 == pytest.approx(0.4, abs=1e-3)
        assert sum(value < 0.2 for value in drawn) == pytest.approx(200, abs=1)


def experiments(scenario: Scenario, **observed: list[tuple[float, ...]]) -> list[Experiment]:
    """One small experiment a world: policy -> the observations of retention in each world."""
    count = len(next(iter(observed.values())))
    return [
        Experiment(
            scenario=scenario,
            policies=tuple(observed),
            metrics=("retention",),
            replications=2,
            observations={
                policy: {"retention": worlds[index]} for policy, worlds in observed.items()
            },
            cash={},
            active={},
            events=0,
        )
        for index in range(count)
    ]


class TestSpread:
    """Where a figure may lie for all we know, luck taken out."""

    def test_worlds_that_agree_leave_no_ignorance(self, firm: Scenario) -> None:
        found = plausible_value(experiments(firm, plain=[(0.4, 0.4)] * 5), "plain", "retention")
        assert (found.low, found.mean, found.high, found.worlds) == (0.4, 0.4, 0.4, 5)

    def test_luck_alone_leaves_no_ignorance(self, firm: Scenario) -> None:
        """Every world has the same mean in the long run: what differs is luck, and is taken out."""
        worlds = [(0.3, 0.5), (0.5, 0.3), (0.35, 0.45), (0.45, 0.35)]
        found = plausible_value(experiments(firm, plain=worlds), "plain", "retention")
        assert found.low == found.high == pytest.approx(0.4)

    def test_ignorance_is_what_worlds_differ_by_beyond_luck(self, firm: Scenario) -> None:
        """Means 0.2, 0.4, 0.6: variance between 0.04, within 0.02 / 2 a world; 1.96 sqrt(0.03)."""
        worlds = [(0.1, 0.3), (0.3, 0.5), (0.5, 0.7)]
        found = plausible_value(experiments(firm, plain=worlds), "plain", "retention")
        assert found.high - found.mean == pytest.approx(1.96 * (0.04 - 0.02 / 2) ** 0.5)

    def test_a_difference_is_paired_within_each_world(self, firm: Scenario) -> None:
        plain = [(0.1, 0.3), (0.5, 0.9)]
        caring = [(0.2, 0.4), (0.6, 1.0)]
        worlds = experiments(firm, plain=plain, caring=caring)
        found = plausible_difference(worlds, "caring", "plain", "retention")
        assert (found.low, found.high) == pytest.approx((0.1, 0.1))
        assert found.better_in == 1.0

    def test_better_in_counts_worlds(self, firm: Scenario) -> None:
        plain = [(0.5, 0.5)] * 4
        caring = [(0.6, 0.6), (0.4, 0.4), (0.7, 0.7), (0.5, 0.5)]
        worlds = experiments(firm, plain=plain, caring=caring)
        assert plausible_difference(worlds, "caring", "plain", "retention").better_in == 0.5

    def test_a_world_without_a_value_does_not_count_and_one_alone_says_nothing(
        self, firm: Scenario
    ) -> None:
        some = experiments(firm, plain=[(0.5, 0.5), (nan, 0.5), (0.6, 0.6)])
        assert plausible_value(some, "plain", "retention").worlds == 2
        alone = experiments(firm, plain=[(0.5, 0.5), (nan, 0.5)])
        assert isnan(plausible_value(alone, "plain", "retention").low)


def test_a_world_without_ignorance_has_about_no_spread(
    firm: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every knob known, worlds are one world; and what is left after luck is small."""
    monkeypatch.setattr(assumptions, "unknowns", lambda _: [])
    tiny = changed(firm, "population.customers=60", "run.days=40 d")
    worlds = measure_assumptions(tiny, ["plain"], ["retention"], worlds=6, jobs=1)
    assert len({repr(world.observations) for world in worlds}) == 1
    found = plausible_value(worlds, "plain", "retention")
    assert found.high - found.low == pytest.approx(0.0, abs=1e-12)


def test_each_world_is_lived_under_every_policy_with_the_same_luck(firm: Scenario) -> None:
    """A policy under another name is the same in every plausible world: exactly no difference."""
    tiny = changed(firm, "population.customers=40", "run.days=30 d")
    worlds = measure_assumptions(
        tiny, ["plain", "baseline"], ["retention", "profit"], worlds=3, jobs=1
    )
    assert len(worlds) == 3
    assert len({world.scenario.sha256 for world in worlds}) == 3
    for metric in ("retention", "profit"):
        found = plausible_difference(worlds, "plain", "baseline", metric)
        assert (found.low, found.high, found.better_in) == (0.0, 0.0, 0.0)


def test_workers_change_no_bit_of_it(firm: Scenario) -> None:
    tiny = changed(firm, "population.customers=20", "run.days=10 d")
    alone, two = (
        measure_assumptions(tiny, ["plain"], ["retention", "profit"], worlds=2, jobs=jobs)
        for jobs in (1, 2)
    )
    assert [world.observations for world in alone] == [world.observations for world in two]


def test_no_thank_you_becomes_an_alarm() -> None:
    """What kinds of touches do is drawn for all at once; newcomers like everybody stay like everybody."""
    paths = {path for path, *_ in unknowns(world("ordinary_garage"))}
    assert ("experience", "touch_effect") in paths
    assert ("experience", "wake_effect") in paths
    assert not [path for path in paths if path[:2] == ("care", "touches") or path[0] == "survey"]
    assert ("leaving", "newcomer_hazard") not in paths
    assert ("leaving", "newcomer_fades") in {
        path for path, *_ in unknowns(world("ordinary_operator"))
    }
