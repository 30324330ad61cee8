"""Laws that hold for every customer, without exception."""

from __future__ import annotations

from collections import Counter
from math import fsum

import numpy as np
import pytest
from mechanisms import leaving_times
from worlds import changed, outcome

from journeysim.engine.log import Outcome
from journeysim.events import EventType
from journeysim.scenario.scenario import Scenario, load


def same_bits(one: Outcome, other: Outcome) -> bool:
    """Do two runs agree in every event and every person, to the last bit?"""
    return bool(
        one.log.rows.tobytes() == other.log.rows.tobytes()
        and one.people.tobytes() == other.people.tobytes()
    )


@pytest.mark.parametrize("policy", ["plain", "caring", "staffed"])
def test_the_same_run_twice_gives_the_same_bits(firm: Scenario, policy: str) -> None:
    assert same_bits(outcome(firm, policy), outcome(firm, policy))


def test_another_replication_is_another_luck(firm: Scenario) -> None:
    assert not same_bits(outcome(firm, "plain", 0), outcome(firm, "plain", 1))


def test_a_label_changes_nothing(firm: Scenario) -> None:
    named = changed(firm, 'policies.plain.label="customer care"', 'policies.plain.about="x"')
    assert same_bits(outcome(firm, "plain"), outcome(named, "plain"))
    assert same_bits(outcome(firm, "plain"), outcome(firm, "baseline"))


@pytest.mark.parametrize(
    "settings",
    [
        ("care.touches.spare.like=thank_you", "care.touches.spare.reach=0"),
        ("care.touches.spare.like=ownership", "care.touches.spare.reach=0"),
        ("care.touches.spare.like=service_call", "care.touches.spare.reach=0"),
        ("care.touches.spare.like=exclusive_offer", "care.touches.spare.reach=0"),
        ("care.touches.check_in.luck=5",),
        ("service.channels.spare.agents=0", 'service.channels.spare.hours="never"'),
    ],
)
def test_a_zero_dose_changes_nobodys_life(firm: Scenario, settings: tuple[str, ...]) -> None:
    assert same_bits(outcome(firm, "plain"), outcome(changed(firm, *settings), "plain"))


def lives(run: Outcome) -> list[tuple[object, ...]]:
    """What customers lived through, touches themselves left out."""
    ignored = {EventType.TOUCHED, EventType.STAFFED}
    return [row for row in run.log.rows.tolist() if row[8] not in ignored]


def test_an_executed_touch_without_effects_changes_nobodys_life(firm: Scenario) -> None:
    empty = changed(
        firm,
        'care.touches.empty.trigger="period"',
        'care.touches.empty.every="7 d"',
        "care.touches.empty.burden=0",
    )
    with_touch = outcome(empty, "plain")
    assert len(with_touch.log.of(EventType.TOUCHED)) > 500
    assert lives(with_touch) == lives(outcome(firm, "plain"))


def test_an_unused_channel_changes_nobodys_life(firm: Scenario) -> None:
    spare = changed(firm, "service.channels.spare.agents=3")
    assert lives(outcome(spare, "plain")) == lives(outcome(firm, "plain"))


def test_the_order_of_policies_and_touches_changes_nothing(firm: Scenario) -> None:
    both = ("care.touches.a.like=thank_you", "care.touches.b.like=tips")
    one, other = changed(firm, *both), changed(firm, *reversed(both))
    assert len(outcome(one, "plain").log) == len(outcome(other, "plain").log)


@pytest.mark.parametrize("policy", ["plain", "caring", "staffed"])
def test_customers_are_conserved_at_every_moment(firm: Scenario, policy: str) -> None:
    run = outcome(changed(firm, 'population.prospects="2 per d"'), policy)
    active: set[int] = set()
    for row in run.log.rows.tolist():
        kind, person = row[8], row[3]
        if kind == EventType.JOINED:
            assert person not in active
            active.add(person)
        elif kind == EventType.LEFT:
            active.remove(person)
    there = np.isfinite(run.people["satisfaction"])
    assert set(np.flatnonzero(there).tolist()) == active


@pytest.mark.parametrize("policy", ["plain", "caring", "staffed"])
def test_the_causes_of_a_leaving_add_up_to_its_threshold(firm: Scenario, policy: str) -> None:
    pushy = changed(firm, "sales.push=1", "care.touches.reminder.wake=2")
    rows = outcome(pushy, policy).log.rows
    left = {row["customer"]: row["value"] for row in rows[rows["kind"] == EventType.LEFT]}
    parts: dict[int, list[float]] = {}
    for row in rows[rows["kind"] == EventType.CAUSE]:
        parts.setdefault(row["customer"], []).append(float(row["value"]))
    assert left
    for person, threshold in left.items():
        assert min(parts[person]) >= 0.0
        assert fsum(parts[person]) == pytest.approx(threshold, rel=1e-9)


def test_nothing_happens_to_those_who_have_left(firm: Scenario) -> None:
    allowed = {EventType.CAUSE, EventType.RETURNED}
    gone: set[int] = set()
    for row in outcome(changed(firm, "sales.push=1"), "caring").log.rows.tolist():
        kind, person = row[8], row[3]
        assert person not in gone or kind in allowed, EventType(kind).name
        if kind == EventType.LEFT:
            gone.add(person)


def test_time_never_goes_back(firm: Scenario) -> None:
    times = outcome(firm, "caring").log.column("time")
    assert np.all(np.diff(times) >= 0)


ISOLATED = """
schema = 2
[run]
days = "400 d"
[population]
customers = 300
[purchase]
gap = { kind = "exponential", mean = "20 d" }
[leaving]
chance = { kind = "beta", a = 1, b = 40 }
[problems.base]
rate = "1 per year"
complains = 0.5
[problems.further]
rate = "0 per year"
complains = 0.5
[service.channels.phone]
agents = 900
hours = "always"
handling = "5 min"
patience = "never"
"""


def test_a_further_failure_never_makes_an_isolated_customer_leave_later(write: object) -> None:
    base = load(str(write(ISOLATED)))  # type: ignore[operator]
    more = changed(base, 'problems.further.rate="2 per year"')
    earlier = 0
    for replication in range(3):
        before = leaving_times(outcome(base, "baseline", replication))
        after = leaving_times(outcome(more, "baseline", replication))
        for person, when in before.items():
            assert after[person] <= when
            earlier += after[person] < when
    assert earlier > 20


QUEUE = """
schema = 2
[run]
days = "20 d"
[population]
customers = 200
[purchase]
gap = "never"
[problems.call]
kind = "request"
rate = "1 per d"
contact_after = "0 d"
retries = 0
[service.channels.phone]
agents = 2
hours = "always"
handling = { kind = "exponential", mean = "12 min" }
patience = "never"
resolution = 1
"""


def waits(run: Outcome) -> dict[tuple[int, int], float]:
    rows = run.log.of(EventType.ANSWERED)
    keys = zip(rows["customer"].tolist(), rows["number"].tolist(), strict=True)
    return dict(zip(keys, rows["value"].tolist(), strict=True))


def test_more_agents_lengthen_nobodys_wait_in_a_plain_line(write: object) -> None:
    base = load(str(write(QUEUE)))  # type: ignore[operator]
    few = waits(outcome(base, "baseline"))
    many = waits(outcome(changed(base, "service.channels.phone.agents=3"), "baseline"))
    assert len(few) > 3000
    assert all(many[key] <= wait for key, wait in few.items() if key in many)
    assert sum(many[key] < wait for key, wait in few.items() if key in many) > 500


def test_a_resolved_problem_hurts_less_than_an_unresolved_one(write: object) -> None:
    base = load(str(write(ISOLATED)))  # type: ignore[operator]
    heard = changed(base, "problems.base.complains=1", "problems.base.retries=0")
    good = leaving_times(outcome(changed(heard, "service.channels.phone.resolution=1"), "baseline"))
    bad = leaving_times(outcome(changed(heard, "service.channels.phone.resolution=0"), "baseline"))
    assert all(good.get(person, 1e9) >= when for person, when in bad.items() if person in good)
    assert len(bad) > len(good)


def test_every_referred_person_is_the_same_in_both_worlds(firm: Scenario) -> None:
    talk = changed(firm, "talk.referral=0.2")
    keys = []
    for policy in ("plain", "caring"):
        people = outcome(talk, policy).people
        keys.append({int(p["key"]): (int(p["ordinal"]), float(p["base_hazard"])) for p in people})
    shared = keys[0].keys() & keys[1].keys()
    assert len(shared) > 150
    assert all(keys[0][key] == keys[1][key] for key in shared)
    assert keys[0].keys() ^ keys[1].keys()


def test_a_run_stepped_day_by_day_is_the_run_in_one_go(firm: Scenario) -> None:
    from journeysim.engine.des.loop import Simulation
    from journeysim.scenario.encoding import encode

    simulation = Simulation(encode(firm, "caring"), firm.tables.run.seed, 0)
    for day in range(120):
        simulation.run_to(float(day))
    assert same_bits(simulation.outcome(120.0), outcome(firm, "caring"))


def test_a_live_change_is_the_same_as_a_dated_one(firm: Scenario) -> None:
    from journeysim.engine.des.loop import Simulation
    from journeysim.scenario.encoding import encode, encode_phases
    from journeysim.scenario.scenario import load as load_

    levers = {
        "care": {"touches": {"reminder": {"reach": 0.9}, "late": {"like": "thank_you"}}},
        "service": {"channels": {"chat": {"agents": 1}, "phone": {"agents": 2}}},
    }
    simulation = Simulation(encode(firm, "plain"), firm.tables.run.seed, 0)
    simulation.run_to(40.5)
    simulation.change(encode_phases(firm, firm.phases("plain", [(41.0, levers)])))
    live = simulation.outcome(120.0)
    dated = load_(
        str(firm.document.path),
        dated=[
            ("41 d", "care.touches.reminder.reach=0.9"),
            ("41 d", "care.touches.late.like=thank_you"),
            ("41 d", "service.channels.chat.agents=1"),
            ("41 d", "service.channels.phone.agents=2"),
        ],
    )
    whole = outcome(dated, "plain")
    assert Counter(live.log.column("kind").tolist())[EventType.POLICY] == 1
    assert same_bits(live, whole)


def test_forced_ties_keep_every_law(firm: Scenario) -> None:
    coarse = changed(firm, 'run.grid="6 h"', 'population.prospects="1 per d"')
    run = outcome(coarse, "caring")
    times = run.log.column("time")
    assert np.all(times * 4 == np.floor(times * 4))
    assert same_bits(run, outcome(coarse, "caring"))
