"""Verdicts: what an interval says, look by look, and that it is right as often as it claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import nan
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import WORLD, changed

from journeysim.engine.choice import is_there
from journeysim.errors import LostWorkError
from journeysim.experiment import sequential
from journeysim.experiment.compare import measure
from journeysim.experiment.deciding import Verdict, decided, verdict_of
from journeysim.experiment.estimate import Estimate, estimate, replications_needed, shared
from journeysim.experiment.replicate import MeasureTask, Result
from journeysim.experiment.resolved_claims import ResolvedClaim, resolved_claims
from journeysim.experiment.sequential import Sample
from journeysim.experiment.verdicts import SPENT, Judgement, Trial, trial
from journeysim.scenario.scenario import Scenario, load

PASS, FAIL, UNDECIDED = Verdict.PASS, Verdict.FAIL, Verdict.UNDECIDED

CASES = [
    (">=", 1.0, 2.0, 1.0, PASS), (">=", 1.1, 2.0, 1.0, PASS), (">=", 0.9, 2.0, 1.0, UNDECIDED),
    (">=", 0.0, 0.9, 1.0, FAIL), (">=", 0.0, 1.0, 1.0, UNDECIDED),
    (">", 1.0, 2.0, 1.0, UNDECIDED), (">", 1.1, 2.0, 1.0, PASS), (">", 0.0, 1.0, 1.0, FAIL),
    ("<=", 0.0, 1.0, 1.0, PASS), ("<=", 1.1, 2.0, 1.0, FAIL), ("<=", 0.0, 1.1, 1.0, UNDECIDED),
    ("<=", 1.0, 2.0, 1.0, UNDECIDED), ("<", 0.0, 0.9, 1.0, PASS), ("<", 1.0, 2.0, 1.0, FAIL), ("<", 0.0, 1.0, 1.0, UNDECIDED),
    ("within", -1.0, 1.0, 1.0, PASS), ("within", -1.1, 0.0, 1.0, UNDECIDED),
    ("within", 1.0, 2.0, 1.0, UNDECIDED), ("within", -2.0, -1.0, 1.0, UNDECIDED),
    ("within", 1.1, 2.0, 1.0, FAIL), ("within", -2.0, -1.1, 1.0, FAIL),
    ("within", -2.0, 2.0, 1.0, UNDECIDED), ("within", 0.0, 0.0, 0.0, PASS),
    (">=", nan, nan, 0.0, UNDECIDED), ("within", nan, nan, 1.0, UNDECIDED),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "low", "high", "threshold", "verdict"), CASES)
def test_an_interval_decides(
    operator: str, low: float, high: float, threshold: float, verdict: Verdict
) -> None:
    assert decided(operator, low, high, threshold) is verdict  # type: ignore[arg-type]


@given(st.sampled_from([">=", ">", "<=", "<", "within"]), st.floats(-9, 9), st.floats(0, 9))
def test_an_interval_of_no_width_always_has_a_verdict(
    operator: str, value: float, threshold: float
) -> None:
    assert decided(operator, value, value, threshold) is not UNDECIDED  # type: ignore[arg-type]


def test_rounding_alone_moves_no_end_over_its_threshold() -> None:
    """0.55 - 0.5 is a little more than 5 pp in binary; the claim is about 5 pp."""
    value = 0.55 - 0.5
    assert value > 0.05
    assert decided("<=", value, value, 0.05) is PASS
    assert decided(">", value, value, 0.05) is FAIL


@pytest.mark.parametrize("threshold", [0.0, 0.05, -3.0, 1e6])
def test_what_is_more_than_rounding_is_not_taken_for_it(threshold: float) -> None:
    size = max(1.0, abs(threshold))
    for operator, sign in (("<=", 1.0), (">=", -1.0)):
        near, apart = threshold + sign * 1e-13 * size, threshold + sign * 1e-10 * size
        assert decided(operator, near, near, threshold) is PASS  # type: ignore[arg-type]
        assert decided(operator, apart, apart, threshold) is FAIL  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("operator", "low", "high", "n", "threshold", "verdict"),
    [
        (">=", 0.0, 0.0, 127, 0.5, UNDECIDED),
        ("<", 0.0, 0.0, 127, -0.5, UNDECIDED),
        (">=", 0.0, 0.0, 128, 0.5, FAIL),
        (">", 0.0, 0.0, 2, 0.0, FAIL),
        ("<=", 0.0, 0.0, 2, 0.5, PASS),
        (">=", -1.0, 0.0, 2, 0.5, FAIL),
        (">=", 0.1, 0.1, 2, 0.5, FAIL),
    ],
)
def test_never_in_few_runs_fails_no_claim_but_one_about_nothing(
    operator: str, low: float, high: float, n: int, threshold: float, verdict: Verdict
) -> None:
    seen = Estimate((low + high) / 2.0, low, high, n)
    assert verdict_of(operator, seen, threshold) is verdict  # type: ignore[arg-type]
    assert verdict_of(operator, replace(seen, thin=True), threshold) is UNDECIDED  # type: ignore[arg-type]


def asking(write: Callable[..., Path], *claims: str, settings: str = "") -> Scenario:
    """The small firm with these claims about `caring`."""
    text = "".join(f'\n[[expect]]\npolicy = "caring"\n{claim}\n' for claim in claims)
    return load(str(write(WORLD.replace("replications = 3", f"replications = 4{settings}") + text)))


def run(scenario: Scenario, **further: object) -> Trial:
    """The trial of all its claims, to the end."""
    asked = resolved_claims(scenario, everywhere=False)
    names = tuple(dict.fromkeys(each.metric for each in asked))
    states = trial(
        Sample(scenario, names),
        asked,
        engine_for=lambda _: "simpy",
        jobs=1,
        **further,  # type: ignore[arg-type]
    )
    return list(states)[-1]


Draw = Callable[[str, int], float]


def drawing(monkeypatch: pytest.MonkeyPatch, draw: Draw, events: int = 10) -> list[MeasureTask]:
    """Let a policy measure in a replication what `draw` says; what was run is noted."""
    done: list[MeasureTask] = []

    def work(tasks: list[MeasureTask], *_: object) -> list[Result]:
        done.extend(tasks)
        return [
            Result(
                task.policy,
                task.replication,
                tuple(draw(task.policy, task.replication) for _ in task.metrics),
                (),
                (),
                events,
            )
            for task in tasks
        ]

    monkeypatch.setattr(sequential, "perform_all", work)
    return done


def ahead_by(difference: float, noise: float, seed: int = 1) -> Draw:
    """Policies that share most of their luck; `caring` is ahead by a difference with some noise."""

    def draw(policy: str, replication: int) -> float:
        common = Random(seed * 100_003 + replication).gauss(50, 20)
        own = Random((seed * 100_003 + replication) * 7 + len(policy)).gauss(0, noise)
        return common + (difference + own if policy == "caring" else 0.0)

    return draw


class TestLooking:
    """Replications double until a claim is decided, and no further."""

    def test_a_clear_claim_is_decided_at_the_first_look(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawing(monkeypatch, ahead_by(8.0, 1.0))
        found = run(asking(write, 'claim = "churned vs plain >= 2"'))
        (one,) = found.judgements
        assert (one.verdict, one.estimate.n, one.looks, found.done) == (PASS, 4, 1, 4)

    @pytest.mark.parametrize(("most", "looks"), [(640, 2), (8, 2), (4, 1)])
    def test_a_clear_failure_is_one_at_two_looks_or_at_the_last(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, most: int, looks: int
    ) -> None:
        drawing(monkeypatch, ahead_by(8.0, 1.0))
        claim = f'claim = "churned vs plain <= 2"\nmax_replications = {most}'
        (one,) = run(asking(write, claim)).judgements
        assert (one.verdict, one.estimate.n, one.looks) == (FAIL, 4 * looks, looks)

    def test_a_failure_that_the_next_look_takes_back_is_none(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Four runs that have not met the far end: their own interval leaves out the truth."""
        gains = [4.9, 5.0, 5.1, 5.0, -90.0, 5.0, 5.0, 5.0]
        drawing(
            monkeypatch,
            lambda policy, number: gains[number] if policy == "caring" else number / 1000.0,
        )
        claim = 'claim = "churned vs plain <= 1"\nmax_replications = 8'
        (one,) = run(asking(write, claim)).judgements
        assert (one.verdict, one.looks) == (UNDECIDED, 2)
        (alone,) = run(asking(write, claim.replace("8", "4"))).judgements
        assert (alone.verdict, alone.looks) == (FAIL, 1)

    def test_a_close_claim_is_looked_at_again(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawing(monkeypatch, ahead_by(5.0, 4.0))
        (one,) = run(asking(write, 'claim = "churned vs plain >= 4"')).judgements
        assert one.verdict is PASS
        assert one.estimate.n == one.claim.looks[one.looks - 1]
        assert one.looks > 1

    def test_policies_run_on_only_for_claims_that_are_open(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawing(monkeypatch, ahead_by(5.0, 4.0))
        scenario = asking(
            write,
            'claim = "churned vs plain >= 4.9"\nmax_replications = 64',
            'claim = "churned vs staffed >= -90"',
        )
        found = run(scenario)
        assert found.sample.done("staffed") == 4
        assert found.sample.done("caring") == found.sample.done("plain") == 64
        assert (found.wanted, found.done) == (64, 64)

    def test_company_changes_no_verdict(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A claim is judged at its own looks, whatever else is asked in the same file."""
        drawing(monkeypatch, ahead_by(5.0, 4.0))
        claims = (
            'claim = "churned vs plain >= 4.2"\nmax_replications = 24',
            'claim = "churned vs staffed >= 4.9"\nmax_replications = 6',
            'claim = "churned >= 40"\nmax_replications = 640',
            'claim = "churned vs plain <= 5.1"\nmax_replications = 100',
        )
        together = run(asking(write, *claims)).judgements
        for claim, among in zip(claims, together, strict=True):
            (alone,) = run(asking(write, claim)).judgements
            assert (alone.verdict, alone.estimate, alone.looks) == (
                among.verdict, among.estimate, among.looks,
            )  # fmt: skip
        assert len({each.looks for each in together}) > 1

    def test_nothing_is_run_twice(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done = drawing(monkeypatch, ahead_by(5.0, 4.0))
        run(asking(write, 'claim = "churned vs plain >= 4.9"\nmax_replications = 32'))
        keys = [(task.policy, task.replication) for task in done]
        assert len(keys) == len(set(keys)) == 64

    def test_the_end_of_all_looks_is_undecided_with_what_it_would_take(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawing(monkeypatch, ahead_by(5.0, 4.0))
        (one,) = run(
            asking(write, 'claim = "churned vs plain >= 4.5"\nmax_replications = 8')
        ).judgements
        assert one.verdict is UNDECIDED
        assert one.reason == "luck could still turn it after 8 replications"
        assert one.needed is not None
        assert one.needed > 8

    @pytest.mark.parametrize(
        ("ahead", "noise", "bounds"),
        [(5.0, 4.0, (4.5,)), (-5.0, 4.0, (-4.5,)), (1.0, 9.0, (-4.5, 4.5))],
    )
    def test_within_takes_what_brings_the_nearer_bound_out_or_both_around_it(
        self,
        write: Callable[..., Path],
        monkeypatch: pytest.MonkeyPatch,
        ahead: float,
        noise: float,
        bounds: tuple[float, ...],
    ) -> None:
        draw = ahead_by(ahead, noise)
        drawing(monkeypatch, draw)
        claim = 'claim = "churned within 4.5 of plain"\nmax_replications = 8'
        (one,) = run(asking(write, claim)).judgements
        assert one.verdict is UNDECIDED
        seen = [draw("caring", number) - draw("plain", number) for number in range(8)]
        confidence = one.claim.confidence
        needed = [replications_needed(seen, bound, confidence) for bound in bounds]
        assert one.needed == max(each or 0 for each in needed)

    @pytest.mark.parametrize("setting", ["\nmax_replications = 1", "\nmax_replications = 2"])
    def test_few_replications_are_told_from_none(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, setting: str
    ) -> None:
        """One replication says nothing about luck, two say something."""
        drawing(monkeypatch, lambda policy, _: float(policy == "caring"))
        (one,) = run(asking(write, 'claim = "churned vs plain >= 0.5"' + setting)).judgements
        if setting.endswith("1"):
            assert one.verdict is UNDECIDED
            assert one.reason == "one replication tells nothing about luck"
        else:
            assert one.verdict is PASS
            drawing(monkeypatch, ahead_by(5.0, 4.0))
            (open_,) = run(asking(write, 'claim = "churned vs plain >= 0.5"' + setting)).judgements
            assert open_.reason == "luck could still turn it after 2 replications"

    def test_what_does_not_exist_is_undecided_with_the_reason(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawing(monkeypatch, lambda *_: nan)
        (one,) = run(asking(write, 'claim = "wait_mean < 5 min"\nmax_replications = 8')).judgements
        assert (one.verdict, one.estimate.n) == (UNDECIDED, 0)
        assert one.reason.startswith("wait_mean does not exist: no ")

    def test_a_spent_budget_leaves_claims_undecided_and_never_wrong(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        claims = ('claim = "churned vs plain >= 4.9"', 'claim = "churned vs plain >= 2"')
        drawing(monkeypatch, ahead_by(8.0, 1.0))
        close, clear = run(asking(write, *claims), max_events=100).judgements
        assert (clear.verdict, clear.estimate.n) == (PASS, 4)
        assert (close.verdict, close.reason, close.estimate.n) == (UNDECIDED, SPENT, 4)
        for allowed, runs in ((79, 1), (80, 4)):
            (one,) = run(asking(write, claims[0]), max_events=allowed).judgements
            assert (one.reason, one.estimate.n) == (SPENT, runs)
        for each in run(asking(write, *claims), max_events=79).judgements:
            assert (each.verdict, each.reason, each.estimate.n) == (UNDECIDED, SPENT, 1)

    def test_an_engine_is_chosen_for_the_runs_that_are_still_to_come(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Two policies, looks at 4, 8 and 16 replications."""
        drawing(monkeypatch, ahead_by(5.0, 4.0))
        scenario = asking(write, 'claim = "churned vs plain >= 4.5"\nmax_replications = 16')
        asked, told = resolved_claims(scenario, everywhere=False), []

        def engine_for(runs: int) -> str:
            told.append(runs)
            return "simpy"

        list(trial(Sample(scenario, ("churned",)), asked, engine_for=engine_for, jobs=1))
        assert told == [8, 8, 16]

    def test_lost_work_leaves_what_was_decided_before(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draw = ahead_by(8.0, 1.0)
        drawing(monkeypatch, draw)
        whole = sequential.perform_all

        def work(tasks: list[MeasureTask], *rest: object) -> list[Result]:
            if any(task.replication >= 4 for task in tasks):
                raise LostWorkError("gave up")
            return whole(tasks, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(sequential, "perform_all", work)
        scenario = asking(
            write, 'claim = "churned vs plain >= 4.9"', 'claim = "churned vs plain >= 2"'
        )
        asked = resolved_claims(scenario, everywhere=False)
        states = trial(Sample(scenario, ("churned",)), asked, engine_for=lambda _: "simpy")
        next(states)
        state = next(states)
        with pytest.raises(LostWorkError):
            next(states)
        close, clear = state.ended("work was lost").judgements
        assert (clear.verdict, close.verdict) == (PASS, UNDECIDED)
        assert close.reason == "work was lost"


class TestAlike:
    """A policy against itself, under its own or another name."""

    @pytest.mark.parametrize(
        ("claim", "verdict"),
        [
            ("retention vs caring >= 0", PASS),
            ("retention vs caring > 0", FAIL),
            ("retention vs caring <= 0 pp", PASS),
            ("retention within 0 pp of caring", PASS),
            ("wait_mean vs again >= 0 min", PASS),
            ("wait_mean vs again < 0", FAIL),
            ("profit within 0 of again", PASS),
        ],
    )
    def test_no_difference_is_exactly_zero(
        self, write: Callable[..., Path], claim: str, verdict: Verdict
    ) -> None:
        text = WORLD + '\n[policies.again]\nincludes = ["caring"]\n'
        text += f'\n[[expect]]\npolicy = "caring"\nclaim = "{claim}"\n'
        scenario = changed(
            load(str(write(text))), "population.customers=20", "run.days=20 d", "run.replications=2"
        )
        (one,) = run(scenario).judgements
        assert (one.estimate.mean, one.estimate.low, one.estimate.high) == (0.0, 0.0, 0.0)
        assert (one.verdict, one.looks) == (verdict, 1)


EXPERIMENTS = 400


def failing(asked: list[ResolvedClaim], scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many of many experiments fail a claim that is true, exactly at its threshold."""
    count = 0
    for seed in range(EXPERIMENTS):
        drawing(monkeypatch, ahead_by(5.0, 3.0, seed))
        states = trial(Sample(scenario, ("churned",)), asked, engine_for=lambda _: "simpy")
        (one,) = list(states)[-1].judgements
        count += one.verdict is FAIL
    return count


class TestHonesty:
    """Claims that are true exactly at their threshold, again and again with other luck."""

    CLAIM = 'claim = "churned vs plain >= 5"\nmax_replications = 32'

    def test_false_failures_are_rarer_than_promised(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Four looks at 95 %: fails wrongly in less than 5 of 100, however often one looks."""
        scenario = asking(write, self.CLAIM)
        asked = resolved_claims(scenario, everywhere=False)
        assert asked[0].looks == (4, 8, 16, 32)
        assert failing(asked, scenario, monkeypatch) < 0.05 * EXPERIMENTS

    def test_intervals_that_share_no_error_would_fail_too_often(
        self, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The same looks with plain 90 % intervals, which promise one false failure in 20: the
        proof that the test above can fail."""
        from dataclasses import replace

        scenario = asking(write, self.CLAIM)
        asked = [
            replace(each, confidence=0.90) for each in resolved_claims(scenario, everywhere=False)
        ]
        assert failing(asked, scenario, monkeypatch) > 0.07 * EXPERIMENTS

    @pytest.mark.parametrize(("confidence", "count"), [(0.95, 5), (0.95, 20), (0.80, 8)])
    def test_intervals_hold_the_truth_as_often_as_they_say(
        self, confidence: float, count: int
    ) -> None:
        """Never less often; where nothing is skewed not much more often, for all the bending. Three
        standard errors of the share itself are allowed for."""
        times, chance = 3000, Random(42)
        held = 0
        for _ in range(times):
            found = estimate([chance.gauss(7.0, 3.0) for _ in range(count)], confidence)
            held += found.low <= 7.0 <= found.high
        spread = 3 * (confidence * (1 - confidence) / times) ** 0.5
        assert confidence - spread <= held / times <= confidence + 0.03 + spread

    def test_differences_of_real_runs_are_covered_too(self, firm: Scenario) -> None:
        """Eighty groups of six runs of a real world; the truth is the mean of all 480."""
        if not is_there():
            pytest.skip("the compiled engine cannot run here")
        names = ["retention", "come_back_rate", "wait_mean", "profit"]
        found = measure(firm, ["plain", "caring"], names, replications=480, engine="compiled")
        seen = found.observations
        for metric in names:
            pairs = zip(seen["caring"][metric], seen["plain"][metric], strict=True)
            apart = [one - other for one, other in pairs]
            truth = estimate(apart).mean
            groups = [estimate(apart[at : at + 6]) for at in range(0, 480, 6)]
            held = sum(group.low <= truth <= group.high for group in groups)
            assert 72 <= held <= 80, metric


def test_looks_of_a_family_share_the_error_of_all(write: Callable[..., Path]) -> None:
    scenario = asking(
        write,
        'claim = "churned vs plain >= 4"\nfamily = "both"\nmax_replications = 16',
        'claim = "retention >= 10 %"\nfamily = "both"\nmax_replications = 4\nconfidence = 0.9',
        'claim = "retention >= 20 %"\nmax_replications = 4',
    )
    first, second, alone = resolved_claims(scenario, everywhere=False)
    assert first.confidence == pytest.approx(shared(0.95, 2 * 3))
    assert second.confidence == pytest.approx(shared(0.90, 2))
    assert alone.confidence == pytest.approx(0.95)


@given(st.integers(2, 50), st.integers(2, 2000))
def test_more_looks_never_make_a_single_interval_less_sure(first: int, most: int) -> None:
    plans = [sequential.planned(first, most * factor) for factor in (1, 2, 4)]
    sure = [shared(0.95, len(plan)) for plan in plans]
    assert all(one <= other for one, other in pairwise(sure))


@pytest.mark.parametrize(
    ("verdict", "level", "on_undecided", "counts"),
    [
        ("pass", "error", "fail", "pass"), ("fail", "error", "pass", "fail"),
        ("undecided", "error", "undecided", "undecided"), ("undecided", "error", "fail", "fail"),
        ("undecided", "error", "warn", "warn"), ("undecided", "error", "pass", "pass"),
        ("fail", "warn", "undecided", "warn"), ("undecided", "warn", "fail", "warn"),
        ("pass", "warn", "undecided", "pass"),
    ],
)  # fmt: skip
def test_what_a_verdict_counts_as(
    write: Callable[..., Path], verdict: str, level: str, on_undecided: str, counts: str
) -> None:
    scenario = asking(
        write, f'claim = "churned > 1"\nlevel = "{level}"\non_undecided = "{on_undecided}"'
    )
    (question,) = resolved_claims(scenario, everywhere=False)
    found = Judgement(question, Verdict(verdict), estimate([1.0, 2.0]))
    assert found.counts_as == counts


@pytest.mark.parametrize(
    ("verdict", "level", "on_undecided", "fail_on", "counts"),
    [
        ("fail", "warn", "undecided", "warn", "fail"), ("undecided", "warn", "fail", "warn", "fail"),
        ("undecided", "error", "warn", "warn", "fail"), ("pass", "warn", "warn", "warn", "pass"),
        ("undecided", "error", "undecided", "undecided", "fail"),
        ("undecided", "error", "warn", "undecided", "warn"),
        ("undecided", "error", "pass", "undecided", "pass"),
        ("undecided", "error", "undecided", "warn", "undecided"),
    ],
)  # fmt: skip
def test_what_is_made_to_fail_counts_as_failed(
    write: Callable[..., Path],
    verdict: str,
    level: str,
    on_undecided: str,
    fail_on: str,
    counts: str,
) -> None:
    scenario = asking(
        write, f'claim = "churned > 1"\nlevel = "{level}"\non_undecided = "{on_undecided}"'
    )
    (claim,) = resolved_claims(scenario, everywhere=False, fail_on=frozenset({fail_on}))
    assert Judgement(claim, Verdict(verdict), estimate([1.0, 2.0])).counts_as == counts
