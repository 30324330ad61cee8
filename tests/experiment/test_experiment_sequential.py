"""Looks: when replications are added, and what every look costs."""

from __future__ import annotations

from itertools import pairwise
from math import fsum, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import changed

from journeysim.errors import UsageError, WorkLimitError
from journeysim.experiment import sequential
from journeysim.experiment.compare import Experiment, measure, open_against, settled
from journeysim.experiment.estimate import half_width, replications_needed, shared, t_quantile
from journeysim.experiment.replicate import MeasureTask, Result
from journeysim.experiment.sequential import Sample, extended, planned
from journeysim.scenario.scenario import Scenario


class TestPlan:
    """The counts of replications at which the data are looked at."""

    @pytest.mark.parametrize(
        ("first", "most", "counts"),
        [
            (8, 640, (8, 16, 32, 64, 128, 256, 512, 640)),
            (6, 32, (6, 12, 24, 32)),
            (8, 8, (8,)),
            (8, 4, (4,)),
            (1, 8, (2, 4, 8)),
            (1, 1, (1,)),
            (3, 4, (3, 4)),
        ],
    )
    def test_counts_double_up_to_the_last(
        self, first: int, most: int, counts: tuple[int, ...]
    ) -> None:
        assert planned(first, most) == counts

    @given(st.integers(1, 1000), st.integers(1, 100_000))
    def test_the_last_look_is_at_the_most_and_none_is_at_one_of_several(
        self, first: int, most: int
    ) -> None:
        counts = planned(first, most)
        assert counts[-1] == most
        assert all(one < other <= 2 * one for one, other in pairwise(counts))
        assert counts == (1,) or counts[0] >= 2

    def test_the_error_allowed_is_shared(self) -> None:
        assert shared(0.95, 1) == pytest.approx(0.95)
        assert shared(0.95, 5) == pytest.approx(0.99)


class TestNeeded:
    """About how many replications would tell."""

    def test_by_hand(self) -> None:
        """Mean 1, spread 2: n with t(n-1) 2 / sqrt(n) < 1; at 95 % that is 18."""
        seen = [1.0 + 2.0**0.5, 1.0 - 2.0**0.5]
        assert t_quantile(17, 0.95) * 2 / 18**0.5 < 1 < t_quantile(16, 0.95) * 2 / 17**0.5
        assert replications_needed(seen, 0.0, 0.95) == 18

    @given(
        st.lists(st.floats(-100, 100), min_size=2, max_size=20),
        st.floats(-100, 100),
        st.floats(0.6, 0.999),
    )
    def test_what_is_open_needs_at_least_the_next_look(
        self, seen: list[float], threshold: float, confidence: float
    ) -> None:
        distance, half = abs(fsum(seen) / len(seen) - threshold), half_width(seen, confidence)
        needed = replications_needed(seen, threshold, confidence)
        if distance < half:
            assert needed is None or needed >= 2 * len(seen)
        elif distance > half:
            assert needed == 2 * len(seen)

    @pytest.mark.parametrize("seen", [[1.0], [nan, 2.0], [-1.0, 1.0], []])
    def test_nothing_is_promised_where_nothing_is_known(self, seen: list[float]) -> None:
        assert replications_needed(seen, 0.0, 0.95) is None


def counted_work(monkeypatch: pytest.MonkeyPatch, events: int = 10) -> list[MeasureTask]:
    """Let a run cost so many events and measure its own number; what was run is noted."""
    done: list[MeasureTask] = []

    def work(tasks: list[MeasureTask], *_: object) -> list[Result]:
        done.extend(tasks)
        return [
            Result(
                task.policy,
                task.replication,
                tuple(
                    float(task.replication % 3 + (task.policy == "caring")) for _ in task.metrics
                ),
                (0.0,),
                (1.0,),
                events,
            )
            for task in tasks
        ]

    monkeypatch.setattr(sequential, "perform_all", work)
    return done


class TestSample:
    """What was measured so far grows; nothing is run twice."""

    def test_only_what_is_missing_is_run(
        self, firm: Scenario, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done = counted_work(monkeypatch)
        sample = extended(Sample(firm, ("retention",)), ("plain",), 2)
        sample = extended(sample, ("plain", "caring"), 3)
        assert [(task.policy, task.replication) for task in done] == [
            ("plain", 0), ("plain", 1),
            ("caring", 0), ("caring", 1), ("plain", 2), ("caring", 2),
        ]  # fmt: skip
        assert sample.values("plain", "retention") == (0.0, 1.0, 2.0)
        assert sample.values("caring", "retention") == (1.0, 2.0, 3.0)
        assert sample.events == 60

    def test_curves_may_be_dropped(self, firm: Scenario) -> None:
        small = changed(firm, "population.customers=20", "run.days=30 d")
        with_, without = (
            extended(Sample(small, ("retention",)), ("plain",), 1, jobs=1, curves=curves).results
            for curves in (True, False)
        )
        (one,), (other,) = with_["plain"], without["plain"]
        assert (len(one.cash), len(one.active)) == (30, 31)
        assert other == one._replace(cash=(), active=())

    def test_work_ahead_is_told_from_work_done(
        self, firm: Scenario, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        counted_work(monkeypatch, events=7)
        sample = extended(Sample(firm, ("retention",)), ("plain",), 2)
        assert sample.events_after(("plain",), 5) == 35
        assert sample.events_after(("plain",), 1) == 14


class TestMeasuring:
    """A comparison goes on until its headline is settled or its budget spent."""

    def counts(self, done: list[MeasureTask]) -> int:
        return max(task.replication for task in done) + 1

    def test_it_stops_where_it_is_settled(
        self, firm: Scenario, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Caring is ahead by exactly 1 in every replication: settled at the first look."""
        done = counted_work(monkeypatch)
        found = measure(
            firm, ["plain", "caring"], ["retention"], replications=3, most=12, baseline="plain"
        )
        assert (found.replications, found.looks, self.counts(done)) == (3, 3, 3)
        assert settled(found, "plain")

    def test_it_goes_on_while_luck_could_turn_it(
        self, firm: Scenario, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def noise(tasks: list[MeasureTask], *_: object) -> list[Result]:
            return [
                Result(task.policy, task.replication, (value,), (0.0,), (1.0,), 10)
                for task in tasks
                for value in [
                    0.0 if task.policy == "plain" else float((-1) ** task.replication) + 0.1
                ]
            ]

        monkeypatch.setattr(sequential, "perform_all", noise)
        found = measure(
            firm, ["plain", "caring"], ["retention"], replications=3, most=12, baseline="plain"
        )
        assert (found.replications, found.looks) == (12, 3)
        assert open_against(found, "plain", "retention") == ("caring",)
        limited = measure(
            firm, ["plain", "caring"], ["retention"],
            replications=3, most=12, baseline="plain", max_events=150,
        )  # fmt: skip
        assert limited.replications == 6

    def test_planned_looks_widen_every_interval(
        self, firm: Scenario, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def noise(tasks: list[MeasureTask], *_: object) -> list[Result]:
            return [
                Result(task.policy, task.replication, (value,), (0.0,), (1.0,), 10)
                for task in tasks
                for value in [0.0 if task.policy == "plain" else 50.0 + task.replication % 3]
            ]

        monkeypatch.setattr(sequential, "perform_all", noise)
        two = ["plain", "staffed"]
        alone = measure(firm, two, ["retention"], replications=4)
        among = measure(firm, two, ["retention"], replications=4, most=16, baseline="plain")
        assert (among.replications, among.looks) == (4, 3)
        one = alone.difference("staffed", "plain", "retention").estimate
        other = among.difference("staffed", "plain", "retention").estimate
        assert one.mean == other.mean
        wider = t_quantile(3, shared(0.95, 3)) / t_quantile(3, 0.95)
        assert other.half == pytest.approx(one.half * wider)

    def test_twins_need_no_further_look(
        self, firm: Scenario, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done = counted_work(monkeypatch)
        found = measure(
            firm, ["plain", "staffed"], ["retention"], replications=3, most=48, baseline="plain"
        )
        assert settled(found, "plain")
        assert self.counts(done) == 3

    def test_without_a_budget_it_is_exactly_what_was_asked_for(self, firm: Scenario) -> None:
        tiny = changed(firm, "population.customers=5", "run.days=3 d")
        found = measure(tiny, ["plain"], ["retention"], replications=5, jobs=1)
        assert (found.replications, found.looks) == (5, 1)

    def test_a_spent_budget_leaves_one_replication_at_least(self, firm: Scenario) -> None:
        tiny = changed(firm, "population.customers=5", "run.days=3 d")
        one = measure(tiny, ["plain"], ["retention"], replications=1, jobs=1).events
        found = measure(tiny, ["plain"], ["retention"], replications=5, jobs=1, max_events=one)
        assert found.replications == 1

    def test_a_budget_too_small_for_one_replication_is_said(self, firm: Scenario) -> None:
        tiny = changed(firm, "population.customers=5", "run.days=3 d")
        with pytest.raises(WorkLimitError, match="more than the 1 events that --max-events allows"):
            measure(tiny, ["plain"], ["retention"], replications=5, jobs=1, max_events=1)

    def test_unknown_policies_are_refused(self, firm: Scenario) -> None:
        with pytest.raises(UsageError, match="no policy 'nope'"):
            measure(firm, ["plain", "nope"])


def test_the_first_replication_is_shown_and_changes_nothing(firm: Scenario) -> None:
    small = changed(firm, "population.customers=30")
    shown: list[Experiment] = []
    policies = ("caring", "staffed")
    told = measure(small, policies, replications=3, jobs=1, first=shown.append)
    plain = measure(small, policies, replications=3, jobs=1)
    (first,) = shown
    assert (first.replications, told.replications) == (1, 3)
    assert told.observations == plain.observations
    for policy in policies:
        for metric, seen in told.observations[policy].items():
            assert repr(first.observations[policy][metric]) == repr(seen[:1])
