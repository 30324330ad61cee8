"""Words: what was found, in sentences."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.experiment.assumptions import Plausible
from journeysim.experiment.compare import Best, Experiment, best
from journeysim.experiment.estimate import Estimate
from journeysim.report import words
from journeysim.scenario.scenario import Scenario, load

METRIC = "retention"


@pytest.mark.parametrize(
    ("mean", "text"),
    [
        (0.0154, "keeps 15 more of 1,000 customers"),
        (-0.0096, "loses 10 more of 1,000 customers"),
        (0.0004, "keeps as many customers"),
        (-0.0004, "keeps as many customers"),
        (0.0, "keeps as many customers"),
    ],
)
def test_nobody_keeps_a_negative_number_of_people(mean: float, text: str) -> None:
    assert words.people_moved(Estimate(mean, mean, mean, 4)) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [(365, "a year"), (730, "2 years"), (1, "a day"), (90, "90 days"), (0.5, "0.5 days"),
     (1000, "1,000 days")],
)  # fmt: skip
def test_a_span_is_said_as_people_say_it(days: float, text: str) -> None:
    assert words.span(days) == text


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            Estimate(0.0171, 0.0021, 0.0333, 6),
            "Of 1,000 customers, reactive keeps 17 more than neither after a year, "
            "give or take 16 by chance.",
        ),
        (
            Estimate(-0.0171, -0.0333, -0.0021, 6),
            "Of 1,000 customers, reactive keeps 17 fewer than neither after a year, "
            "give or take 16 by chance.",
        ),
        (
            Estimate(0.03, -0.046, 0.106, 6),
            "Of 1,000 customers, reactive against neither is too close to call after a year: "
            "-46 to +106 by chance.",
        ),
        (
            Estimate(0.0, 0.0, 0.0, 6),
            "Of 1,000 customers, reactive keeps exactly the same people as neither after a year.",
        ),
        (
            Estimate(-0.0301, nan, nan, 1),
            "Of 1,000 customers, reactive keeps 30 fewer than neither after a year "
            "(one run: chance unknown).",
        ),
        (
            Estimate(nan, nan, nan, 0),
            "Of 1,000 customers, there is nobody to compare reactive and neither by.",
        ),
        (
            Estimate(0.0002, 0.0001, 0.0003, 6),
            "Of 1,000 customers, reactive keeps less than 1 more than neither after a year.",
        ),
        (
            Estimate(-0.0004, -0.0012, -0.00001, 6),
            "Of 1,000 customers, reactive keeps less than 1 fewer than neither after a year, give or take 1 by chance.",
        ),
        (
            Estimate(0.0001, -0.0002, 0.0004, 6),
            "Of 1,000 customers, reactive against neither is too close to call after a year: "
            "less than 1 either way by chance.",
        ),
    ],
    ids=[
        "clear",
        "clear the other way",
        "too close",
        "identical",
        "one run",
        "nobody",
        "tiny",
        "tiny with chance",
        "tiny and too close",
    ],  # fmt: skip,
)
def test_a_difference_is_said_with_what_chance_allows(found: Estimate, sentence: str) -> None:
    assert words.people(found, "reactive", "neither", "a year") == sentence


def test_a_label_that_would_break_a_sentence_stands_in_quotes() -> None:
    said = words.people(Estimate(0, 0, 0, 2), "neglect, called care", "neglect", "a year")
    assert "“neglect, called care” keeps exactly the same people as neglect" in said


@pytest.fixture
def firm_of_five(write: Callable[..., Path]) -> Scenario:
    text = WORLD + '\n[policies.both]\nlabel = "both, at once"\n[policies.again]\n'
    return load(str(write(text)))


def experiment(
    scenario: Scenario,
    observed: dict[str, tuple[float, ...]],
    cash: dict[str, tuple[float, ...]] | None = None,
) -> Experiment:
    return Experiment(
        scenario=scenario,
        policies=tuple(observed),
        metrics=(METRIC,),
        replications=len(next(iter(observed.values()))),
        observations={policy: {METRIC: values} for policy, values in observed.items()},
        cash={policy: (curve,) for policy, curve in (cash or {}).items()},
        active={},
        events=0,
    )


class TestSeveral:
    """Several policies against one baseline: a line each, none repeats the others."""

    def test_each_is_said_against_the_baseline(self, firm_of_five: Scenario) -> None:
        found = experiment(
            firm_of_five,
            {
                "plain": (0.50, 0.50, 0.50),
                "caring": (0.60, 0.61, 0.59),
                "both": (0.4, 0.6, 0.5),
                "again": (0.50, 0.50, 0.50),
            },
        )
        lines = words.kept(found, "plain", METRIC, 365)
        assert lines == [
            "Of 1,000 customers after a year, against plain:",
            "  caring         keeps 100 more, give or take 44 by chance",
            "  both, at once  too close to call: -442 to +442 by chance",
            "  again          keeps exactly the same people",
        ]

    def test_one_alone_is_a_sentence(self, firm_of_five: Scenario) -> None:
        found = experiment(firm_of_five, {"plain": (0.5,), "caring": (0.6,)})
        (line,) = words.kept(found, "plain", METRIC, 365)
        assert line.startswith("Of 1,000 customers, caring keeps 100 more than plain")

    def test_one_run_of_several_knows_no_chance(self, firm_of_five: Scenario) -> None:
        found = experiment(firm_of_five, {"plain": (0.5,), "caring": (0.6,), "both": (nan,)})
        lines = words.kept(found, "plain", METRIC, 365)
        assert lines[0].endswith("against plain:")
        assert lines[1:] == [
            "  caring         keeps 100 more (one run: chance unknown)",
            "  both, at once  nobody to compare by",
        ]


class TestOpen:
    """What chance could still turn, and what would tell."""

    def test_each_open_policy_says_what_it_would_take(self, firm_of_five: Scenario) -> None:
        """Mean 0.005, spread 0.088, four comparisons: (2.498 * 0.0881 / 0.005)^2 = 1,937 runs."""
        found = experiment(
            firm_of_five,
            {
                "plain": (0.50, 0.50, 0.50, 0.50),
                "caring": (0.60, 0.61, 0.59, 0.60),
                "both": (0.4, 0.6, 0.55, 0.47),
                "again": (0.50, 0.50, 0.50, 0.50),
                "staffed": (0.4, 0.6, 0.5, 0.5),
            },
        )
        assert words.open_questions(found, "plain", METRIC, 365) == [
            "Too close to call after a year, against plain: “both, at once” (about 2,000 more "
            "simulated runs would tell) and staffed (no number of simulated runs within reach would "
            "tell), as it looks now."
        ]

    def test_nothing_open_is_not_said(self, firm_of_five: Scenario) -> None:
        found = experiment(firm_of_five, {"plain": (0.5, 0.5), "caring": (0.6, 0.6)})
        assert words.open_questions(found, "plain", METRIC, 365) == []

    def test_one_run_settles_nothing(self, firm_of_five: Scenario) -> None:
        found = experiment(firm_of_five, {"plain": (0.5,), "caring": (0.6,)})
        (line,) = words.open_questions(found, "plain", METRIC, 365)
        assert line.startswith("One run tells nothing about chance")

    @pytest.mark.parametrize(
        ("needed", "said"),
        [
            (None, "no number of simulated runs"),
            (9, "about 1 more simulated run"),
            (1234, "about 1,300 more simulated runs"),
        ],
    )
    def test_runs_are_rounded_up_to_two_figures(self, needed: int | None, said: str) -> None:
        assert words.more(needed, 8).startswith(said)


class TestSaved:
    """What the same luck for everybody is worth."""

    def test_it_is_the_ratio_of_the_variances(self, firm_of_five: Scenario) -> None:
        """Both sides spread alike; their difference has a hundredth of one's variance: 200 times."""
        luck = tuple(float(number % 4) for number in range(12))
        own = (1.1, 0.9) * 6
        sides = {
            "plain": luck,
            "caring": tuple(one + other for one, other in zip(luck, own, strict=True)),
        }
        found = experiment(firm_of_five, sides)
        gain = found.gain("caring", "plain", METRIC)
        assert gain == pytest.approx(2 * 1.25 / 0.01, rel=0.1)
        (line,) = words.saved(found, "plain", METRIC)
        assert line.startswith(
            "Everybody lives every policy with the same luck: 12 paired runs told as"
        )

    def test_nothing_is_said_where_luck_plays_no_part_or_runs_are_few(
        self, firm_of_five: Scenario
    ) -> None:
        same = experiment(firm_of_five, {"plain": (0.5,) * 12, "caring": (0.6,) * 12})
        assert words.saved(same, "plain", METRIC) == []
        few = experiment(firm_of_five, {"plain": (0.5, 0.6), "caring": (0.6, 0.71)})
        assert words.saved(few, "plain", METRIC) == []


class TestBest:
    """Which is best, and whether that is settled."""

    def said(self, found: Experiment) -> str:
        leader = best(found, METRIC)
        assert leader is not None
        return words.best(found, leader, "retention after a year", "share")

    def test_settled(self, firm_of_five: Scenario) -> None:
        found = experiment(firm_of_five, {"plain": (0.50, 0.51), "both": (0.60, 0.61)})
        assert self.said(found) == ("Best retention after a year: “both, at once” (60.5 %); clear.")

    def test_not_settled_names_the_rivals(self, firm_of_five: Scenario) -> None:
        found = experiment(
            firm_of_five, {"plain": (0.5, 0.7), "caring": (0.7, 0.6), "both": (0.6, 0.6)}
        )
        assert self.said(found) == (
            "Best retention after a year: caring (65.0 %); "
            "too close to call against plain and “both, at once”."
        )

    def test_those_that_do_exactly_as_well_share_the_place(self, firm_of_five: Scenario) -> None:
        found = experiment(
            firm_of_five, {"plain": (0.5, 0.51), "caring": (0.7, 0.71), "again": (0.7, 0.71)}
        )
        assert self.said(found) == (
            "Best retention after a year: caring and again alike (70.5 %); clear."
        )

    def test_all_alike_settles_nothing(self, firm_of_five: Scenario) -> None:
        found = experiment(firm_of_five, {"plain": (0.5, 0.6), "again": (0.5, 0.6)})
        assert self.said(found) == "Best retention after a year: plain and again alike (55.0 %)."

    def test_alone_is_best_of_one(self, firm_of_five: Scenario) -> None:
        found = experiment(firm_of_five, {"plain": (0.5, 0.6)})
        assert self.said(found) == "Best retention after a year: plain (55.0 %)."

    def test_money_is_said_in_its_currency(self, firm_of_five: Scenario) -> None:
        found = experiment(firm_of_five, {"plain": (1234.0, 1234.0)})
        said = words.best(found, Best(METRIC, "plain", ()), "profit", "money")
        assert said == "Best profit: plain (1,234 EUR)."


class TestEarned:
    """From which day on each policy has earned more than the baseline."""

    def said(self, scenario: Scenario, **cash: tuple[float, ...]) -> str:
        return words.earned(experiment(scenario, dict.fromkeys(cash, (0.5,)), cash), "plain")

    def test_those_who_are_ahead_come_first_and_fates_are_told_together(
        self, firm_of_five: Scenario
    ) -> None:
        said = self.said(
            firm_of_five,
            plain=(0.0, 0.0, 0.0),
            caring=(-9.0, -9.0, -9.0),
            both=(-1.0, -1.0, -1.0),
            staffed=(-1.0, 5.0, 5.0),
        )
        assert said == (
            "In money, against plain: staffed is ahead from day 2 on; "
            "caring and “both, at once” do not earn their cost within 120 days."
        )

    def test_never_behind_and_the_same_are_not_the_same(self, firm_of_five: Scenario) -> None:
        said = self.said(
            firm_of_five, plain=(0.0, 0.0), caring=(1.0, 2.0), again=(0.0, 0.0), both=(1.0, 1.0)
        )
        assert said == (
            "In money, against plain: caring and “both, at once” are never behind; "
            "again earns exactly the same."
        )

    def test_a_run_shorter_than_a_day_has_no_days(self, firm_of_five: Scenario) -> None:
        assert self.said(firm_of_five, plain=(), caring=()) == (
            "In money: the run is too short to tell days apart."
        )


class TestIgnorance:
    """What we do not know, apart from luck."""

    def test_it_is_said_in_people_and_in_worlds(self) -> None:
        said = words.ignorance(Plausible(0.05, -0.02, 0.12, 0.875, 40), "caring", "plain")
        assert said == (
            "Over 40 plausible worlds, caring against plain: better in 35 of 40; "
            "-20 to +120 of 1,000 customers (chance taken out)."
        )

    def test_too_few_worlds_say_nothing(self) -> None:
        said = words.ignorance(Plausible(nan, nan, nan, nan, 1), "caring", "plain")
        assert said == "Too few plausible worlds to compare caring and plain in."
