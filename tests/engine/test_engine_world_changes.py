"""Dated changes of the world: they act from their midnight to their end, under every policy alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from engines import GRIDS, both
from worlds import WORLD, outcome, quick_outcome

from journeysim.engine.log import Array, Outcome
from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.model.talk import reputation
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario, load

Living = Callable[..., Outcome]

KINDS = (
    "problems.breakdown.rate=x8",
    "problems.breakdown.rate=0 per d",
    "problems.mistake.per_purchase=x3",
    "problems.breakdown.severity=+30 pp",
    "price.market=x0.7",
    "population.prospects=2 per d",
    "leaving.ease=x1.5",
    "purchase.margin=-5 pp",
    "service.channels.phone.patience.mean=1 min",
)
"""What may happen to the small firm, each seen in its log."""

COMING = ("population.prospects=1 per d", "population.conversion=0.5")


@pytest.fixture
def file(write: Callable[..., Path]) -> Callable[..., Scenario]:
    """The small firm with text behind its file, settings, and changes as (day, setting)."""

    def made(text: str = "", *settings: str, at: tuple[tuple[str, str], ...] = ()) -> Scenario:
        return load(str(write(WORLD + text)), settings=settings, dated=at)

    return made


@pytest.fixture
def living(file: Callable[..., Scenario]) -> Living:
    """Run it, changed by date."""

    def run(
        *dated: tuple[str, str], settings: tuple[str, ...] = (), policy: str = "plain"
    ) -> Outcome:
        return outcome(file("", *settings, at=dated), policy)

    return run


def before(run: Outcome, day: float) -> bytes:
    rows: Array = run.log.rows
    return rows[rows["time"] < day].tobytes()


def count(run: Outcome, kind: EventType, start: float, end: float, slot: int | None = None) -> int:
    rows = run.log.of(kind)
    within = (rows["time"] >= start) & (rows["time"] < end)
    return int(np.count_nonzero(within & (slot is None or rows["slot"] == slot)))


@pytest.mark.parametrize("setting", KINDS)
def test_nothing_differs_before_the_day_and_something_after(living: Living, setting: str) -> None:
    plain, later = living(), living(("40 d", setting))
    assert before(plain, 40.0) == before(later, 40.0)
    changes = later.log.of(EventType.WORLD)
    assert changes["time"].tolist() == [40.0]
    assert changes["number"].tolist() == [1]
    assert len(later.log.of(EventType.POLICY)) == 0
    after = [run.log.rows[run.log.rows["kind"] != EventType.WORLD] for run in (plain, later)]
    assert after[0].tobytes() != after[1].tobytes()


@pytest.mark.parametrize(
    "setting", [kind for kind in KINDS if "=x" not in kind and "pp" not in kind]
    + ["price.market=0.8", "leaving.ease=1.3", "talk.scandal=-0.4"],
)  # fmt: skip
def test_a_change_on_day_0_is_as_if_written_into_the_world(living: Living, setting: str) -> None:
    written, dated = living(settings=(*COMING, setting)), living(("0 d", setting), settings=COMING)
    assert written.log.rows.tobytes() == dated.log.rows.tobytes()
    assert written.people.tobytes() == dated.people.tobytes()


@pytest.mark.parametrize("setting", KINDS)
def test_a_change_after_the_end_changes_nothing(living: Living, setting: str) -> None:
    assert living(("500 d", setting)).log.rows.tobytes() == living().log.rows.tobytes()


def test_a_change_that_changes_nothing_is_noted_and_changes_nobodys_life(living: Living) -> None:
    plain, noted = living(), living(("40 d", "price.market=1"))
    rows = noted.log.rows
    assert rows[rows["kind"] != EventType.WORLD].tobytes() == plain.log.rows.tobytes()


OUTAGE = """
[[changes]]
about = "an outage"
at = "30 d"
until = "40 d"
problems.breakdown.rate = "x8"
price.market = "x0.9"
service.channels.phone.pay = "x2"
"""


def test_at_its_end_all_is_as_it_was(file: Callable[..., Scenario]) -> None:
    encoded = encode(file(OUTAGE), "plain")
    assert [phase.price.market for phase in encoded.world.phases] == [1.0, 0.9, 1.0]
    pay = [row[0].pay for row in encoded.world.channels]
    assert pay == pytest.approx([pay[0], 2.0 * pay[0], pay[0]])
    (_, during), (_, afterwards) = encoded.later
    assert during.problems[0].rate == pytest.approx(8.0 * encoded.world.problems[0].rate)
    assert afterwards.problems == encoded.world.problems
    assert afterwards.phases == encoded.world.phases


def test_a_rate_counts_for_as_long_as_it_is_in_force(file: Callable[..., Scenario]) -> None:
    many = (
        "population.customers=800",
        "leaving.chance=0",
        "leaving.grievance_scale=0",
        "price.market_response=0",
    )
    plain, struck = outcome(file("", *many), "plain"), outcome(file(OUTAGE, *many), "plain")
    usual, then = (count(run, EventType.FAILURE, 30, 40, slot=0) for run in (plain, struck))
    assert then / usual == pytest.approx(8.0, rel=0.25)
    usual, then = (count(run, EventType.FAILURE, 50, 120, slot=0) for run in (plain, struck))
    assert then / usual == pytest.approx(1.0, abs=0.15)


def test_a_rate_that_changes_keeps_to_the_hours_of_the_week(file: Callable[..., Scenario]) -> None:
    weekdays = "problems.breakdown.by_weekday=[1, 1, 1, 1, 1, 0, 0]"
    run = outcome(file(OUTAGE, weekdays, "population.customers=800"), "plain")
    rows = run.log.of(EventType.FAILURE)
    times = rows["time"][rows["slot"] == 0]
    assert not np.any(times % 7.0 >= 5.0)
    assert 0.7 < count(run, EventType.FAILURE, 30, 40, slot=0) / (800 * 8 * 10 * 4 / 365) < 1.1


def test_the_nth_of_a_stream_is_the_same_whenever_it_comes(living: Living) -> None:
    """A failure keeps its severity and its number, so that lives stay comparable."""
    plain, struck = living(), living(("40 d", "problems.breakdown.rate=x3"))
    known: dict[tuple[int, int], float] = {}
    for run in (plain, struck):
        rows = run.log.of(EventType.FAILURE)
        for row in rows[rows["slot"] == 0]:
            key = (int(row["customer"]), int(row["number"]))
            assert known.setdefault(key, float(row["value"])) == float(row["value"])


def test_what_never_came_may_begin_and_end(file: Callable[..., Scenario]) -> None:
    text = """
[[changes]]
at = "30 d"
until = "60 d"
population.prospects = "2 per d"
"""
    joined = outcome(file(text), "plain").log.of(EventType.JOINED)
    prospects = joined["time"][joined["number"] == 1]
    assert 30.0 <= prospects.min() <= prospects.max() < 60.0
    assert len(prospects) == pytest.approx(60, abs=24)


def test_a_scandal_breaks_once_and_is_forgotten(living: Living) -> None:
    quiet = ("talk.hit=0", *COMING)
    struck = living(("40 d", "talk.scandal=-0.4"), settings=quiet)
    assert living(settings=quiet).reputation == 1.0
    assert struck.reputation == pytest.approx(reputation(-0.4 * 0.5 ** (80.0 / 365.0), 0.0))


def test_a_cheaper_market_takes_people_while_it_lasts(file: Callable[..., Scenario]) -> None:
    """Law: leaving rises with the gap, and settles where it was when the gap is gone."""
    text = """
[[changes]]
at = "30 d"
until = "60 d"
price.market = 0.6
"""
    many = ("population.customers=800", "price.market_response=2", "talk.referral=0")
    plain, struck = outcome(file("", *many), "plain"), outcome(file(text, *many), "plain")
    during = [count(run, EventType.LEFT, 30, 60) for run in (plain, struck)]
    after = [count(run, EventType.LEFT, 60, 120) for run in (plain, struck)]
    assert during[1] > 1.5 * during[0]
    assert after[1] < 1.1 * after[0]


def test_every_policy_lives_in_the_same_changed_world(file: Callable[..., Scenario]) -> None:
    """What a policy sets by itself stays its own; wages rise from what it pays."""
    better = "[policies.better]\nservice.channels.phone.wage = 2\n" + OUTAGE
    scenario = file(better, "service.replacement=0")
    pays = {
        policy: [row[0].agent_cost * 1.0 for row in encode(scenario, policy).world.channels]
        for policy in ("plain", "better")
    }
    assert pays["better"] == pytest.approx([1248.0, 2496.0, 1248.0])
    assert pays["plain"][1] == pytest.approx(2.0 * pays["plain"][0])


def test_a_policy_and_the_world_may_change_on_one_day(living: Living) -> None:
    run = living(("40 d", "price.market=0.9"), ("40 d", "sales.push=1"), ("50 d", "sales.push=0"))
    assert run.log.of(EventType.WORLD)["time"].tolist() == [40.0]
    assert run.log.of(EventType.POLICY)["number"].tolist() == [1, 2]


def test_the_run_in_knows_the_world_of_day_0(file: Callable[..., Scenario]) -> None:
    """What changes later leaves the time before as it was; what stands on day 0 stood before."""
    settled = ("run.run_in=56 d", *COMING)
    plain = outcome(file("", *settled), "plain")
    later = outcome(file("", *settled, at=(("1 d", "problems.breakdown.rate=x5"),)), "plain")
    assert before(plain, 1.0) == before(later, 1.0)
    rate = "problems.breakdown.rate=20 per year"
    written = outcome(file("", *settled, rate), "plain")
    dated = outcome(file("", *settled, at=(("0 d", rate),)), "plain")
    assert written.log.rows.tobytes() == dated.log.rows.tobytes()


def test_equity_is_reckoned_in_the_world_of_the_end(file: Callable[..., Scenario]) -> None:
    """A campaign that is over costs who left; one that lasts costs who will leave, too."""
    text = "[[changes]]\nat = '60 d'\nprice.market = 0.7\n"
    over = outcome(file(text + "until = '80 d'\n"), "plain")
    lasts = outcome(file(text), "plain")
    assert over.world.phases == lasts.world._replace(phases=over.world.phases).phases
    assert find("equity").value(over) > 1.2 * find("equity").value(lasts)


def passing(knob: str, start: int, end: int) -> str:
    return f"\n[[changes]]\nat = '{start} d'\nuntil = '{end} d'\n{knob}\n"


CHEAP, TROUBLE = "price.market = 0.8", "problems.breakdown.rate = 'x9'"


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("", [0]),
        (passing(CHEAP, 30, 40), [0, -1, 0]),
        (passing(CHEAP, 30, 500), [0, 1]),
        (passing(CHEAP, 30, 40) + passing(CHEAP, 50, 60), [0, -1, 0, -1, 0]),
        (passing(CHEAP, 20, 80) + passing("leaving.ease = 2", 30, 500), [0, 1, 2, 3]),
        (passing(TROUBLE, 30, 40), [0, -1, 0]),
        (passing(TROUBLE, 100, 101), [0, -1, -1]),
        (passing("talk.scandal = -0.3", 30, 500), [0, 0]),
    ],
)
def test_decisions_count_by_the_world_in_which_a_run_ends(
    file: Callable[..., Scenario], text: str, bases: list[int]
) -> None:
    """What has gone back does not tell of it, nor for a while trouble after ninety quiet days."""
    phases = encode(file(text), "plain").world.phases
    assert [phase.basis for phase in phases] == bases


def test_trouble_that_has_passed_costs_those_who_left(file: Callable[..., Scenario]) -> None:
    """Law: those who left are missed; who is still there is worth a little less for what they carry.

    Played on for ten years, they bring 20 % less than as many would without the trouble.
    """
    many = ("population.customers=3000", "talk.referral=0", "run.run_in=364 d",
            "service.channels.phone.agents=20")  # fmt: skip
    struck = passing("problems.breakdown.rate = '70 per year'", 95, 98)
    worth, there = [], []
    for scenario in (file("", *many), file(struck, *many)):
        run = quick_outcome(scenario, "plain")
        worth.append(find("equity").value(run))
        there.append(find("active").value(run))
    assert there[1] < 0.93 * there[0]
    each = worth[1] / worth[0] / (there[1] / there[0])
    assert 0.75 < each < 0.95


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("run_in", ["0 d", "28 d"])
def test_both_engines_change_alike(file: Callable[..., Scenario], grid: str, run_in: str) -> None:
    text = OUTAGE + "talk.scandal = -0.3\nleaving.ease = 1.4\npopulation.prospects = '3 per d'\n"
    more = (("55.3 d", "problems.mistake.severity=+10 pp"), ("90 d", "problems.question.rate=x2"))
    frame = (f"run.grid={grid}", f"run.run_in={run_in}", "problems.question.profile=usual")
    assert both(file(text, *frame, *COMING, at=more), "caring") == ""
