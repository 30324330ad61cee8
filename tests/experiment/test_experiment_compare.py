"""Comparing policies: the day from which one is ahead, which is best, and whether that is settled."""

from __future__ import annotations

from math import nan

import pytest
from worlds import changed

from journeysim.errors import UsageError
from journeysim.experiment.compare import Experiment, best, differences, measure
from journeysim.experiment.estimate import difference, shared
from journeysim.scenario.scenario import Scenario


def experiment(
    scenario: Scenario,
    observations: dict[str, dict[str, tuple[float, ...]]] | None = None,
    cash: dict[str, tuple[tuple[float, ...], ...]] | None = None,
) -> Experiment:
    """An experiment that measured these numbers."""
    seen = observations or {policy: {} for policy in cash or {}}
    first = next(iter(seen.values()))
    return Experiment(
        scenario=scenario,
        policies=tuple(seen),
        metrics=tuple(first),
        replications=len(next(iter(first.values()), ())),
        observations=seen,
        cash=cash or dict.fromkeys(seen, ()),
        active=dict.fromkeys(seen, ()),
        events=0,
    )


class TestPayback:
    """The day from which a policy's mean cumulative profit stays ahead of the baseline's."""

    @pytest.mark.parametrize(
        ("lead", "day"),
        [
            ([1, 2, 3], 0.0),
            ([0, 0, 0], 0.0),
            ([-1, 1, 2], 2.0),
            ([-1, -1, 0], 3.0),
            ([1, -1, 2], 3.0),
            ([-1, 5, -1, 1], 4.0),
            ([-1, -1, -1], None),
            ([5, 5, -1], None),
            ([], None),
        ],
        ids=[
            "always ahead", "never apart", "an investment", "even on the last day",
            "behind once more", "ahead and behind", "never", "lost at the end", "no day",
        ],
    )  # fmt: skip
    def test_the_day_after_the_last_on_which_it_was_behind(
        self, firm: Scenario, lead: list[float], day: float | None
    ) -> None:
        ours = tuple(100.0 + value for value in lead)
        theirs = tuple(100.0 for _ in lead)
        found = experiment(firm, cash={"caring": (ours,), "plain": (theirs,)})
        assert found.payback_day("caring", "plain") == day

    def test_it_is_the_mean_over_replications_that_counts(self, firm: Scenario) -> None:
        ours, theirs = ((-3.0, 1.0), (1.0, 1.0)), ((0.0, 0.0), (0.0, 0.0))
        found = experiment(firm, cash={"caring": ours, "plain": theirs})
        assert found.payback_day("caring", "plain") == 2.0


class TestBest:
    """The best mean, and those that luck cannot be told apart from."""

    def test_the_better_end_is_the_metrics_own(self, firm: Scenario) -> None:
        seen = {
            "plain": {"retention": (0.5, 0.5), "wait_mean": (5.0, 5.0), "contacts": (9.0, 9.0)},
            "caring": {"retention": (0.6, 0.6), "wait_mean": (6.0, 6.0), "contacts": (8.0, 8.0)},
        }
        found = experiment(firm, seen)
        retention, wait = best(found, "retention"), best(found, "wait_mean")
        assert retention is not None
        assert wait is not None
        assert (retention.policy, wait.policy) == ("caring", "plain")
        assert best(found, "contacts") is None

    def test_a_rival_is_one_whose_paired_difference_is_not_settled(self, firm: Scenario) -> None:
        seen = {
            "plain": {"retention": (0.50, 0.60, 0.55)},
            "caring": {"retention": (0.61, 0.70, 0.66)},
            "staffed": {"retention": (0.70, 0.60, 0.65)},
        }
        found = best(experiment(firm, seen), "retention")
        assert found is not None
        assert (found.policy, found.rivals) == ("caring", ("staffed",))

    def test_a_tie_is_a_rivalry(self, firm: Scenario) -> None:
        seen = {"plain": {"retention": (0.5, 0.6)}, "caring": {"retention": (0.5, 0.6)}}
        found = best(experiment(firm, seen), "retention")
        assert found is not None
        assert found.rivals == ("caring",)

    def test_one_replication_settles_nothing(self, firm: Scenario) -> None:
        seen = {"plain": {"retention": (0.1,)}, "caring": {"retention": (0.9,)}}
        found = best(experiment(firm, seen), "retention")
        assert found is not None
        assert (found.policy, found.rivals) == ("caring", ("plain",))

    def test_who_has_no_value_does_not_take_part(self, firm: Scenario) -> None:
        seen = {"plain": {"wait_mean": (nan, nan)}, "caring": {"wait_mean": (3.0, 4.0)}}
        found = best(experiment(firm, seen), "wait_mean")
        assert found is not None
        assert (found.policy, found.rivals) == ("caring", ())
        nobody = {"plain": {"wait_mean": (nan, nan)}}
        assert best(experiment(firm, nobody), "wait_mean") is None


SEEN = {
    "plain": {"retention": (0.5, 0.6, 0.4)},
    "caring": {"retention": (0.7, 0.6, 0.6)},
    "staffed": {"retention": (0.5, 0.7, 0.5)},
}


class TestDifferences:
    """Every other policy against the baseline, simultaneously."""

    def test_each_metric_of_each_other_policy_comes_once(self, firm: Scenario) -> None:
        found = differences(experiment(firm, SEEN), "caring")
        assert [(each.policy, each.baseline) for each in found] == [
            ("plain", "caring"),
            ("staffed", "caring"),
        ]

    def test_intervals_hold_together_over_the_policies(self, firm: Scenario) -> None:
        """Bonferroni: of two comparisons each is drawn at 97.5 %, so that both hold at 95 %."""
        (first, _) = differences(experiment(firm, SEEN), "plain")
        pair = SEEN["caring"]["retention"], SEEN["plain"]["retention"]
        assert first.confidence == 0.95
        assert first.estimate == difference(*pair, shared(0.95, 2), (0.0, 1.0))
        assert first.estimate.half > difference(*pair, within=(0.0, 1.0)).half


class TestMeasure:
    """Running policies for a number of replications."""

    @pytest.fixture
    def tiny(self, firm: Scenario) -> Scenario:
        return changed(firm, "population.customers=20", "run.days=20 d", "run.replications=2")

    def test_a_policy_named_twice_is_run_once(self, tiny: Scenario) -> None:
        found = measure(tiny, ["caring", "plain", "caring"], ["retention"], jobs=1)
        assert found.policies == ("caring", "plain")
        assert {len(found.observations[policy]["retention"]) for policy in found.policies} == {2}

    def test_curves_end_at_the_metrics_they_lead_to(self, tiny: Scenario) -> None:
        found = measure(tiny, ["plain"], ["retention", "profit"], jobs=1)
        assert [len(curve) for curve in found.cash["plain"]] == [20, 20]
        assert [len(curve) for curve in found.active["plain"]] == [21, 21]
        last = [curve[-1] for curve in found.active["plain"]]
        assert last == list(found.observations["plain"]["retention"])
        assert [curve[-1] for curve in found.cash["plain"]] == pytest.approx(
            list(found.observations["plain"]["profit"])
        )

    def test_more_replications_keep_those_that_were_there(self, tiny: Scenario) -> None:
        few = measure(tiny, ["plain"], ["retention"], replications=1, jobs=1)
        more = measure(tiny, ["plain"], ["retention"], replications=3, jobs=1)
        assert (
            more.observations["plain"]["retention"][0] == few.observations["plain"]["retention"][0]
        )

    def test_a_policy_alone_has_the_same_luck_as_in_company(self, tiny: Scenario) -> None:
        alone = measure(tiny, ["caring"], ["retention"], jobs=1)
        among = measure(tiny, ["plain", "staffed", "caring"], ["retention"], jobs=1)
        assert alone.observations["caring"] == among.observations["caring"]

    @pytest.mark.parametrize(
        ("wanted", "words"),
        [
            (["retenion"], "unknown metric 'retenion'; did you mean 'retention'"),
            (["wait_mean.fax"], "no channel 'fax'"),
            (["retention[segment=loyl]"], "no segment 'loyl'; did you mean 'loyal'"),
        ],
    )
    def test_what_cannot_be_measured_is_told_before_anything_runs(
        self, tiny: Scenario, wanted: list[str], words: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from journeysim.experiment import sequential

        monkeypatch.setattr(sequential, "perform_all", None)
        with pytest.raises(UsageError, match=words):
            measure(tiny, ["plain"], wanted)

    def test_nothing_to_run_is_told(self, tiny: Scenario) -> None:
        with pytest.raises(UsageError, match="no policy to run"):
            measure(tiny, [])
        with pytest.raises(UsageError, match="no policy 'nope'"):
            measure(tiny, ["nope"])
