"""Twins: the ledger adds up to what the metrics say, whoever counts and however it is divided."""

from __future__ import annotations

from functools import cache
from math import inf
from pathlib import Path

import pytest
from worlds import WORLD, changed, outcome, world, world_file

from journeysim import metrics
from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.engine.log import Outcome
from journeysim.engine.running import run
from journeysim.errors import ExperimentError, UsageError
from journeysim.events import EventType
from journeysim.experiment.twins import (
    DIVISIONS,
    Ledger,
    LifeOutcome,
    Reason,
    Side,
    Way,
    divergence,
    ledger,
    life_outcomes,
    measure_twins,
    pairs,
)
from journeysim.experiment.twins.lives import find_lives, telling_lives, two_lives
from journeysim.experiment.twins.results import ALIKE
from journeysim.scenario.scenario import Scenario, load

FIRMS = (
    ("workshop", "neither", "integrated"),
    ("contracts", "nothing", "tariff"),
    ("contracts", "nothing", "call_all"),
    ("counter", "ownership", "ownership_thin"),
    ("laptops", "pushy", "attentive_care"),
    ("cards", "script", "empowered"),
    ("label", "neglect", "care_label"),
)
"""Worlds and policies in which everything that can part lives does."""


@cache
def lived(name: str, policy: str) -> Outcome:
    """A frozen world, smaller and shorter."""
    settings = ["population.customers=250", "run.days=300 d"]
    return run(world(name, *settings), policy, 0, SIMPY)


BY_LETTER = ("care.touches.reminder.staff=0 min", "care.touches.reminder.cost=1000")
"""A reminder at which nobody works, and as much put into it as can be felt."""


@pytest.fixture(params=FIRMS, ids=["-".join(each) for each in FIRMS])
def two(request: pytest.FixtureRequest) -> tuple[Outcome, Outcome]:
    """Two policies of a frozen world, in the same replication."""
    name, before, after = request.param
    return lived(name, before), lived(name, after)


def kept(one: Outcome) -> int:
    """Customers of day 0 who are still there, as the retention metric counts them."""
    found = metrics.evaluate(one, [metrics.find("retention")])["retention"]
    started = one.log.of(EventType.JOINED)
    return round(found * int((started["number"] == 0).sum()))


def test_saved_minus_lost_is_the_difference_in_customers_kept(
    two: tuple[Outcome, Outcome],
) -> None:
    book = ledger(*two)
    assert book.saved - book.lost == kept(two[1]) - kept(two[0])
    assert book.saved + book.lost + book.stays + book.leaves == book.customers
    assert len(book.people) == book.saved + book.lost


def test_those_who_joined_later_add_up_to_the_difference_in_active_customers(
    two: tuple[Outcome, Outcome],
) -> None:
    found = pairs(*two)
    became = life_outcomes(found)
    gained = sum((life == LifeOutcome.SAVED) - (life == LifeOutcome.LOST) for life in became)
    for index, life in enumerate(became):
        gained += life == LifeOutcome.ONLY_AFTER and found.left_after[index] == inf
        gained -= life == LifeOutcome.ONLY_BEFORE and found.left_before[index] == inf
    active = [metrics.evaluate(each, [metrics.find("active")])["active"] for each in two]
    assert gained == active[1] - active[0]


def test_every_way_of_dividing_adds_up_to_the_whole(two: tuple[Outcome, Outcome]) -> None:
    book = ledger(*two)
    whole = (book.saved, book.lost)
    direct, others = book.side(Side.DIRECT), book.side(Side.OTHERS)
    assert (direct.saved + others.saved, direct.lost + others.lost) == whole
    for each in book.people:
        assert sum(part.share for part in each.attribution.portions) == 1.0
    for side in Side:
        parts = book.side(side, alone=True), book.side(side, alone=False)
        assert sum(each.saved for each in parts) == book.side(side).saved
    for tallies in (book.ways, book.reasons):
        assert (sum(each.saved for each in tallies), sum(each.lost for each in tallies)) == whole
    for division in DIVISIONS:
        shares = [each for each in book.shares if each.division == division]
        shares = [each for each in shares if each.name != metrics.COHORTS[1]]
        assert (sum(each.saved for each in shares), sum(each.lost for each in shares)) == whole
        assert sum(each.customers for each in shares) == book.customers


def test_the_net_of_every_part_is_its_difference_in_retention(
    two: tuple[Outcome, Outcome],
) -> None:
    for part in ledger(*two).shares:
        if part.name in (*metrics.COHORTS, ALIKE) or not part.customers:
            continue
        metric = metrics.find(f"retention[{part.division}={part.name}]")
        before, after = (metrics.evaluate(each, [metric])[metric.name] for each in two)
        assert part.net / part.customers == pytest.approx(after - before, abs=1e-12)


def test_what_was_spent_on_people_adds_up_to_the_firm(two: tuple[Outcome, Outcome]) -> None:
    book = ledger(*two)
    assert sum(each.touches_before for each in book.spent) == book.touches_before
    assert sum(each.touches_after for each in book.spent) == book.touches_after
    reached = two[1].log.of(EventType.TOUCHED, EventType.INTERCEPTED)
    assert book.touches_after == len(reached)
    cost, watched = sum(each.cost_after for each in book.spent), two[1].log.of(EventType.WATCHED)
    assert cost == pytest.approx(-float(reached["money"].sum() + watched["money"].sum()))
    parts = ("profit", "margin", "service_cost", "care_cost", "goodwill", "refunds", "sales_cost")
    for one, profit, spending in (
        (two[0], book.profit_before, book.spending_before),
        (two[1], book.profit_after, book.spending_after),
    ):
        found = metrics.evaluate(one, [metrics.find(name) for name in parts])
        assert profit == found["profit"]
        assert spending == pytest.approx(found["margin"] - found["profit"])


def test_the_other_way_round_the_saved_are_the_lost(two: tuple[Outcome, Outcome]) -> None:
    there, back = ledger(*two), ledger(*reversed(two))
    assert (there.saved, there.lost) == (back.lost, back.saved)
    assert {each.key for each in there.people} == {each.key for each in back.people}
    for one, other in zip(there.ways, back.ways, strict=True):
        assert (one.saved, one.lost) == (other.lost, other.saved)
    for one, other in zip(there.reasons, back.reasons, strict=True):
        assert (one.saved, one.lost) == (other.lost, other.saved)


def test_lives_are_the_same_before_they_part_and_differ_where_they_do(
    two: tuple[Outcome, Outcome],
) -> None:
    found = pairs(*two)
    for index in range(0, len(found), 7):
        lives = two_lives(found, index)
        if lives.divergence is None:
            assert not any(
                line.before or line.after for line in lives.lines if not _backstage(line)
            )
            continue
        first = next(line for line in lives.lines if not line.same and not _backstage(line))
        assert first.time == lives.divergence.day
        assert all(row.time <= lives.divergence.day for row in lives.shared)


def _backstage(line: object) -> bool:
    from journeysim.experiment.twins.pairs import BACKSTAGE

    rows = [row for row in (line.before, line.after) if row is not None]  # type: ignore[attr-defined]
    return all(row.kind in BACKSTAGE for row in rows)


class TestOnesOwnTwin:
    """A policy against itself, or against its own copy by another name, parts nobody."""

    def test_nobody_parts_from_themselves(self, firm: Scenario) -> None:
        one = outcome(firm, "caring")
        book = ledger(one, one)
        assert (book.saved, book.lost, book.diverged) == (0, 0, 0)
        assert book.sooner == book.later == 0

    def test_a_label_parts_nobody(self) -> None:
        settings = ["population.customers=300", "run.days=250 d"]
        label = world("label", *settings)
        for one, other in (("service_label", "care_label"), ("neglect", "neglect_care_label")):
            book = ledger(run(label, one, 0), run(label, other, 0))
            assert book.diverged == book.saved == book.lost == 0

    def test_a_touch_that_reaches_nobody_and_costs_parts_nobody(self, firm: Scenario) -> None:
        dearer = changed(
            firm,
            "care.touches.another.like=thank_you",
            "care.touches.another.reach=0",
            "care.touches.reminder.set_up=77",
            "service.channels.letterbox.agents=1",
        )
        book = ledger(outcome(firm, "caring"), outcome(dearer, "caring"))
        assert book.diverged == 0
        assert book.spending_after > book.spending_before


class TestWhoseDoing:
    """Where the only lever is known, so is whose doing it was."""

    def test_more_agents_reach_people_through_others_alone(self, firm: Scenario) -> None:
        busy = changed(firm, "service.channels.phone.handling.mean=40 min", "run.days=300 d")
        book = ledger(
            outcome(busy, "plain"),
            outcome(changed(busy, "service.channels.phone.agents=3"), "plain"),
        )
        assert book.saved > 0
        assert book.side(Side.DIRECT) == ("direct", 0, 0)
        assert book.side(Side.OTHERS, alone=True).saved == book.saved
        assert {each.name for each in book.ways if each.saved or each.lost} == {Way.WAIT}
        assert {each.name for each in book.reasons if each.saved} <= {Reason.WAITS, Reason.SETTLED}

    def test_what_follows_from_a_shorter_wait_is_nobodys_further_doing(
        self, firm: Scenario
    ) -> None:
        """Touches that a settled problem sets off come at other times; no lever moved them."""
        busy = changed(
            firm, "service.channels.phone.handling.mean=40 min", "run.days=300 d",
            "care.touches.follow.like=follow_up", "care.touches.follow.staff=0 min",
        )  # fmt: skip
        book = ledger(
            outcome(busy, "plain"),
            outcome(changed(busy, "service.channels.phone.agents=3"), "plain"),
        )
        assert book.saved > 0
        assert book.side(Side.OTHERS, alone=True).saved == book.saved

    def test_protection_that_was_not_needed_is_not_noticed(self, firm: Scenario) -> None:
        """Where both policies prevent a failure, how strongly they do parts nobody."""
        letters = [*BY_LETTER, "care.touches.reminder.reach=1", "care.protects_most=1"]
        weak = changed(firm, *letters, "care.touches.reminder.protects.breakdown=0.5")
        strong = changed(firm, *letters, "care.touches.reminder.protects.breakdown=0.9")
        found = pairs(outcome(weak, "plain"), outcome(strong, "plain"))
        diverged = [part for each in range(len(found)) if (part := divergence(found, each))]
        assert any(part.way == Way.PREVENTION for part in diverged)
        failed = found.lives_before.outcome.log.of(EventType.FAILURE)["time"].tolist()
        for part in diverged:
            if part.way == Way.PREVENTION:
                assert part.day in failed

    @pytest.mark.parametrize(
        ("lever", "way"),
        [
            ("service.complaint_ease=1.4", Way.VOICE),
            ("sales.push=0.7", Way.SALE),
            ("sales.push=-0.7", Way.SALE),
            ("service.channels.phone.resolution=0.95", Way.HANDLING),
            ("service.channels.phone.warmth=0.95", Way.HANDLING),
            ("service.channels.phone.self_service=0.5", Way.HANDLING),
            ("service.goodwill=5", Way.HANDLING),
            ('service.channels.phone.hours="mon-fri 13:00-16:00"', Way.HOURS),
            ("care.touches.reminder.reach=0.9", Way.TOUCH),
            ('care.touches.own={like="ownership", reach=0.3}', Way.INTERCEPTION),
        ],
    )
    def test_a_lever_parts_lives_in_its_own_way_where_nobody_waits(
        self, firm: Scenario, lever: str, way: Way
    ) -> None:
        roomy = changed(firm, "service.channels.phone.agents=200")
        found = pairs(outcome(roomy, "plain"), outcome(changed(roomy, lever), "plain"))
        diverged = [
            part
            for index in range(len(found))
            if found.started[index] and (part := divergence(found, index))
        ]
        assert {part.way for part in diverged} == {way}

    @pytest.mark.parametrize("lever", ["price.level=1.1", "price.points=0.1"])
    def test_a_price_parts_lives_at_the_sale_or_before_it(self, firm: Scenario, lever: str) -> None:
        """Who leaves over it leaves without a row that tells why: that is a lever without an event."""
        roomy = changed(firm, "service.channels.phone.agents=200")
        found = pairs(outcome(roomy, "plain"), outcome(changed(roomy, lever), "plain"))
        ways = [
            part.way
            for index in range(len(found))
            if found.started[index] and (part := divergence(found, index))
        ]
        assert set(ways) <= {Way.SALE, Way.UNSEEN}
        assert ways.count(Way.SALE) > 0.8 * len(ways)

    def test_longer_opening_hours_reach_people_through_others_alone(self, firm: Scenario) -> None:
        longer = changed(firm, 'service.channels.phone.hours="mon-fri 08:00-18:00"')
        book = ledger(outcome(firm, "plain"), outcome(longer, "plain"))
        assert book.diverged > 0
        assert book.side(Side.DIRECT) == ("direct", 0, 0)

    def test_a_touch_without_work_that_prevents_nothing_is_done_to_them(
        self, firm: Scenario
    ) -> None:
        letters = [
            "care.touches.reminder.reach=1", *BY_LETTER,
            "care.touches.reminder.credit=0.4", "care.touches.reminder.protects.breakdown=0",
            "run.days=300 d",
        ]  # fmt: skip
        silent = ["problems.breakdown.complains=0", "problems.mistake.complains=0",
                  "problems.question.rate=0 per year"]  # fmt: skip
        quiet = changed(firm, *silent, "run.days=300 d")
        book = ledger(outcome(quiet, "plain"), outcome(changed(quiet, *letters), "plain"))
        assert book.saved > 0
        assert book.side(Side.DIRECT, alone=True).saved == book.saved
        assert book.side(Side.OTHERS) == ("others", 0, 0)
        assert [each.name for each in book.reasons if each.saved] == [Reason.TOUCHES]

    def test_protection_saves_by_what_it_prevents(self, firm: Scenario) -> None:
        quiet = changed(
            firm, "run.days=300 d", "problems.question.rate=0 per year",
            "problems.mistake.per_purchase=0", "problems.breakdown.complains=0",
            "problems.breakdown.severity=0.7",
        )  # fmt: skip
        shield = [
            "care.touches.reminder.reach=1", *BY_LETTER, "care.protects_most=1",
            "care.touches.reminder.credit=0", "care.touches.reminder.trust=0",
            "care.touches.reminder.burden=0", "care.touches.reminder.protects.breakdown=0.9",
        ]  # fmt: skip
        book = ledger(outcome(quiet, "plain"), outcome(changed(quiet, *shield), "plain"))
        assert book.saved > 0
        assert [each.name for each in book.reasons if each.saved] == [Reason.PREVENTED]

    def test_a_discount_counts_as_long_as_it_ran_though_later_ones_run_shorter(
        self, firm: Scenario
    ) -> None:
        """The levers of the day count, not those of the last change."""
        quiet = [
            "run.days=300 d", "problems.question.rate=0 per year", "problems.breakdown.rate=0 per year",
            "problems.mistake.per_purchase=0", "experience.offer_spread=0",
            'leaving.chance={ kind = "beta", a = 2, b = 20 }',
        ]  # fmt: skip
        offers = [
            "care.touches.reminder.reach=1", "care.touches.reminder.staff=0 min",
            "care.touches.reminder.credit=0", "care.touches.reminder.trust=0",
            "care.touches.reminder.burden=0", "care.touches.reminder.protects.breakdown=0",
            "care.touches.reminder.discount=0.9", "care.touches.reminder.lasts=40 d",
            "price.market_response=2",
        ]  # fmt: skip
        dated = [("299 d", "care.touches.reminder.lasts=1 min")]
        plain = load(world_file("firm"), settings=quiet)
        offering = load(world_file("firm"), settings=[*quiet, *offers], dated=dated)
        book = ledger(outcome(plain, "plain"), outcome(offering, "plain"))
        assert book.saved > 10
        assert [each.name for each in book.reasons if each.saved] == [Reason.PRICE]

    def test_a_touch_nobody_found_time_for_is_a_matter_of_capacity(self, firm: Scenario) -> None:
        few = changed(firm, "care.touches.check_in.capacity=1")
        found = pairs(outcome(firm, "caring"), outcome(few, "caring"))
        first = {part.way for index in range(len(found)) if (part := divergence(found, index))}
        assert Way.CAPACITY in first
        assert Way.TOUCH not in first


def test_quarters_hold_a_quarter_each_and_those_who_are_alike_stand_together(
    firm: Scenario,
) -> None:
    book = ledger(outcome(firm, "plain"), outcome(firm, "caring"))
    shares = {each.name: each.customers for each in book.shares if each.division == "risk"}
    assert list(shares) == list(metrics.QUARTERS)
    assert all(abs(each - book.customers / 4) < 2 for each in shares.values())
    even = changed(firm, "purchase.frequency=1")
    book = ledger(outcome(even, "plain"), outcome(even, "caring"))
    (share,) = (each for each in book.shares if each.division == "value")
    assert (share.name, share.customers) == (ALIKE, book.customers)


class TestLives:
    """One customer's two lives."""

    def test_a_life_is_found_by_its_key_and_by_a_friends(self, firm: Scenario) -> None:
        two = outcome(firm, "plain"), outcome(firm, "caring")
        assert find_lives(*two, "17").key == "17"
        friend = next(
            two[0].path(row)
            for row in two[0].log.of(EventType.JOINED)["customer"].tolist()
            if "." in two[0].path(row)
        )
        assert find_lives(*two, friend).key == friend

    def test_nobody_has_an_unknown_key(self, firm: Scenario) -> None:
        one = outcome(firm, "plain")
        with pytest.raises(UsageError, match=r"no customer '4711\.3'"):
            find_lives(one, one, "4711.3")

    def test_the_telling_example_is_one_of_the_saved(self, two: tuple[Outcome, Outcome]) -> None:
        book = ledger(*two)
        for life in (LifeOutcome.SAVED, LifeOutcome.LOST):
            lives = telling_lives(*two, life)
            keys = {each.key for each in book.people if each.outcome == life}
            assert (lives is None) == (not keys)
            if lives is not None:
                assert lives.key in keys
                assert lives.attribution == next(
                    x.attribution for x in book.people if x.key == lives.key
                )

    def test_different_luck_makes_no_twins(self, firm: Scenario) -> None:
        with pytest.raises(ExperimentError, match="same replication"):
            pairs(outcome(firm, "plain", 0), outcome(firm, "plain", 1))


def test_touches_that_only_one_policy_knows_keep_their_names(tmp_path: Path) -> None:
    """Positions in lists differ between the two worlds; names do not."""
    text = WORLD + (
        "\n[policies.one]\ncare.touches.aaa = { like = 'thank_you', reach = 0.6 }\n"
        "\n[policies.other]\ncare.touches.bbb = { like = 'thank_you', reach = 0.6, luck = 7 }\n"
    )
    path = tmp_path / "two.toml"
    path.write_text(text, encoding="utf-8")
    world = load(str(path))
    one, other = outcome(world, "one"), outcome(world, "other")
    for found in (pairs(one, other), pairs(other, one)):
        parts = [divergence(found, index) for index in range(len(found))]
        assert {"aaa", "bbb"} <= {part.about for part in parts if part is not None}


def books(scenario: Scenario, engine: str, jobs: int) -> tuple[Ledger, ...]:
    found = measure_twins(scenario, "plain", "caring", jobs=jobs, engine=engine)
    return found.ledgers


def test_the_ledger_is_the_same_for_any_number_of_jobs(firm: Scenario) -> None:
    small = changed(firm, "population.customers=40", "run.days=60 d")
    assert books(small, SIMPY, 1) == books(small, SIMPY, 2)


@pytest.mark.slow
def test_the_ledger_is_the_same_from_both_engines(firm: Scenario) -> None:
    assert books(firm, SIMPY, 1) == books(firm, COMPILED, 1) == books(firm, COMPILED, 2)


def test_an_unknown_policy_is_refused(firm: Scenario) -> None:
    with pytest.raises(UsageError, match="no policy 'nobody'"):
        measure_twins(firm, "plain", "nobody")
