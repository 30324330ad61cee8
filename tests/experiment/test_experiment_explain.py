"""Explaining a difference: the parts add up, and hybrids of two policies begin and end as they do."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import WORLD, changed, outcome, world

from journeysim.engine.choice import COMPILED, is_there
from journeysim.engine.log import Outcome
from journeysim.engine.running import run
from journeysim.errors import UsageError
from journeysim.events import EventType
from journeysim.experiment.coalitions import LeverGroup, coalitions, groups
from journeysim.experiment.explain import (
    MOST_BETWEEN,
    MOST_EXACT,
    Taken,
    coalitions_needed,
    explain,
    explanation,
    orders_of,
    shares,
)
from journeysim.experiment.twins import Reason, measure_twins
from journeysim.scenario.scenario import Scenario, load


def named(count: int) -> tuple[LeverGroup, ...]:
    return tuple(LeverGroup(("care", "touches", f"t{number}")) for number in range(count))


def parts(count: int, worths: Mapping[Taken, float]) -> dict[str, float]:
    """What each of some groups adds, when sets of them are worth this much."""
    among = named(count)
    seen = {taken: (value,) for taken, value in worths.items()}
    found = explanation("retention", among, orders_of(among, 1), seen)
    return {part.group.path[-1]: part.estimate.mean for part in found.parts}


def test_levers_that_do_not_touch_each_other_get_what_each_adds() -> None:
    sizes = {"t0": 5.0, "t1": -2.0, "t2": 0.5}
    worths = {
        taken: fsum(sizes[group.path[-1]] for group in taken)
        for taken in coalitions_needed(named(3), None)
    }
    assert parts(3, worths) == pytest.approx(sizes)


def test_what_two_levers_only_do_together_is_halved() -> None:
    one, other, _ = among = named(3)
    worths = {
        taken: 8.0 if {one, other} <= taken else 0.0 for taken in coalitions_needed(among, None)
    }
    assert parts(3, worths) == pytest.approx({"t0": 4.0, "t1": 4.0, "t2": 0.0})


def test_a_known_game_has_its_known_parts() -> None:
    """One seller, two buyers: the market game of Shapley and Shubik, 2/3, 1/6, 1/6."""
    seller, *buyers = among = named(3)
    worths = {
        taken: 6.0 if seller in taken and any(each in taken for each in buyers) else 0.0
        for taken in coalitions_needed(among, None)
    }
    assert parts(3, worths) == pytest.approx({"t0": 4.0, "t1": 1.0, "t2": 1.0})


@given(data=st.data(), count=st.integers(1, MOST_EXACT + 2))
@settings(max_examples=25)
def test_the_parts_add_up_in_every_replication(data: st.DataObject, count: int) -> None:
    among = named(count)
    orders = orders_of(among, 1)
    needed = coalitions_needed(among, orders)
    number = st.floats(-1e6, 1e6)
    drawn = data.draw(
        st.lists(st.tuples(number, number), min_size=len(needed), max_size=len(needed))
    )
    worths = dict(zip(needed, drawn, strict=True))
    found = explanation("retention", among, orders, worths)
    for replication in (0, 1):
        whole = worths[frozenset(among)][replication] - worths[frozenset()][replication]
        total = fsum(part.by_replication[replication] for part in found.parts)
        assert total == pytest.approx(whole, abs=1e-6)
    for part in found.parts:
        slack = 1e-6
        assert part.least - slack <= part.estimate.mean <= part.most + slack


def test_weights_are_a_mean_over_orders() -> None:
    for count in (1, 3, MOST_EXACT, MOST_EXACT + 1, 12):
        among = named(count)
        orders = orders_of(among, 1)
        for group, steps in shares(among, orders).items():
            assert fsum(weight for _, weight in steps) == pytest.approx(1.0)
            assert not any(group in without for without, _ in steps)
        for each in orders or ():
            assert sorted(each) == sorted(among)
            assert each[::-1] in orders


def test_the_number_of_hybrids_is_bounded() -> None:
    for count in range(15):
        among = named(count)
        needed = coalitions_needed(among, orders_of(among, 1))
        assert len(set(needed)) == len(needed)
        assert len(needed) <= MOST_BETWEEN + 2 * count + 2
        if count <= MOST_EXACT:
            assert len(needed) == 2**count


def same_bits(one: Outcome, other: Outcome) -> bool:
    """The same to the last bit, but for rows that say a dated change was read that altered nothing.

    The sums of people's decisions begin anew with every dated change, so they are left out too.
    """
    rows = [each.log.rows[each.log.column("kind") != EventType.POLICY] for each in (one, other)]
    counted = ("period", "decisions", "aggrieved_leaving", "multiplied")
    columns = [name for name in one.people.dtype.names or () if not name.startswith(counted)]
    return rows[0].tobytes() == rows[1].tobytes() and all(
        one.people[name].tobytes() == other.people[name].tobytes() for name in columns
    )


def ends(scenario: Scenario, before: str, after: str) -> None:
    """Hybrids of nothing and of everything are the two policies, to the last bit."""
    among = groups(scenario, before, after)
    none, every = frozenset[LeverGroup](), frozenset(among)
    made = coalitions(scenario, before, after, among, [none, every])
    for taken, policy in ((none, before), (every, after)):
        hybrid = run(made.scenario, made.names[taken], 0)
        assert same_bits(hybrid, run(scenario, policy, 0)), policy


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("workshop", "reactive", "personal"),
        ("workshop", "neither", "proactive_equal"),
        ("contracts", "call_likely", "loyalty"),
        ("counter", "silent", "spreading"),
        ("laptops", "pushy", "attentive_care"),
        ("cards", "script", "empowered"),
        ("label", "neglect", "care_label"),
    ],
)
def test_hybrids_begin_and_end_as_the_two_policies(name: str, before: str, after: str) -> None:
    small = ["population.customers=80", "run.days=200 d"]
    ends(world(name, *small), before, after)
    ends(world(name, *small), after, before)


DATED = """
[policies.early]
care.touches.reminder = { reach = 0.6 }
sales.push = 0.4
[[policies.early.changes]]
at = "40 d"
care.touches.reminder = { reach = 0.1 }
service.channels.phone = { agents = 3 }
[[policies.early.changes]]
at = "1 month"
service = { discretion = 0.7 }

[policies.late]
includes = ["early"]
care.touches.reminder = { like = "reminder", every = "30 d" }
[[policies.late.changes]]
at = "80 d"
care.touches.new = { like = "thank_you", reach = 0.9 }
sales = { push = -0.5 }
"""


def dated(tmp_path: Path, *changes: tuple[str, str]) -> Scenario:
    path = tmp_path / "dated.toml"
    path.write_text(WORLD + DATED, encoding="utf-8")
    return load(str(path), dated=changes, settings=["service.channels.phone.resolution=0.9"])


@pytest.mark.parametrize("before", ["plain", "early", "late", "staffed"])
def test_dated_changes_go_with_their_group(tmp_path: Path, before: str) -> None:
    at_the_terminal = (
        ("60 d", "service.channels.phone.agents=2"),
        ("9 d", "care.touches.check_in.reach=0.2"),
    )
    for scenario in (dated(tmp_path), dated(tmp_path, *at_the_terminal)):
        for after in ("early", "late"):
            if before != after:
                ends(scenario, before, after)


def test_a_group_that_is_taken_moves_on_its_days(tmp_path: Path) -> None:
    scenario = dated(tmp_path)
    among = groups(scenario, "plain", "early")
    assert [group.name for group in among] == [
        "care.touches.reminder", "service.channels.phone", "sales", "service",
    ]  # fmt: skip
    phone = next(group for group in among if group.path[-1] == "phone")
    made = coalitions(scenario, "plain", "early", among, [frozenset({phone})])
    phases = made.scenario.phases("hybrid_0")
    assert [phase.day for phase in phases] == [0.0, 40.0]
    assert [phase.levers.service.channels["phone"].agents for phase in phases] == [1, 3]
    assert {phase.levers.care.touches["reminder"].reach for phase in phases} == {0.0}


TEAM = """
[policies.team]
service.channels.team = { agents = 2, hours = "mon-fri 09:00-17:00" }
service.channels.chat = { agents = 1, overflow_to = "back", overflow_at = 2 }
service.channels.back = { agents = 1 }
care.touches.check_in = { reach = 0.9, channel = "team" }
care.touches.reminder = { reach = 0.3 }
"""


def test_a_touch_comes_with_the_team_that_only_its_policy_has(tmp_path: Path) -> None:
    path = tmp_path / "team.toml"
    path.write_text(WORLD + TEAM, encoding="utf-8")
    scenario = load(str(path), settings=["run.days=60 d", "population.customers=60"])
    among = groups(scenario, "plain", "team")
    assert [group.name for group in among] == [
        "care.touches.check_in+service.channels.team",
        "care.touches.reminder",
        "service.channels.back+service.channels.chat",
    ]
    assert among[0].label == "touch check in with channel team"
    ends(scenario, "plain", "team")
    ends(scenario, "team", "plain")
    found = explain(scenario, "plain", "team", ("touches",), replications=1, jobs=1)
    parts = {part.group.path[-1]: part.estimate.mean for part in found.explanations[0].parts}
    assert parts["check_in"] > 0.0 < parts["reminder"]
    assert parts["back"] == 0.0


def test_policies_that_set_the_same_differ_in_nothing(firm: Scenario) -> None:
    labelled = changed(firm, 'policies.staffed.label="three at the phone"')
    assert groups(labelled, "staffed", "staffed") == ()
    said = changed(firm, "policies.plain.service.channels.phone.agents=1")
    assert groups(said, "plain", "baseline") == ()
    found = explain(changed(said, "run.days=20 d"), "plain", "baseline", replications=2, jobs=1)
    assert found.coalitions == 1
    assert found.explanations[0].parts == ()
    assert found.explanations[0].whole.mean == 0.0


def test_a_difference_is_shared_over_the_levers_that_make_it(firm: Scenario) -> None:
    """The whole is what the policies' own runs differ by; a lever that does nothing gets nothing."""
    small = changed(
        firm, "population.customers=80", "run.days=90 d",
        "policies.caring.care.touches.check_in.reach=0",
        "policies.caring.care.touches.check_in.cost=5",
    )  # fmt: skip
    found = explain(small, "plain", "caring", ("touches", "profit"), replications=2, jobs=1)
    assert [group.path[-1] for group in found.groups] == ["check_in", "reminder"]
    touches = found.explanations[0]
    reached = [
        sum(outcome(small, policy, number).log.column("kind") == EventType.TOUCHED)
        for policy in ("caring", "plain")
        for number in (0, 1)
    ]
    assert touches.whole.mean == (sum(reached[:2]) - sum(reached[2:])) / 2
    parts = {part.group.path[-1]: part for part in touches.parts}
    assert parts["check_in"].by_replication == (0.0, 0.0)
    assert parts["reminder"].estimate.mean == touches.whole.mean


def test_more_than_six_groups_are_turned_in_some_orders(tmp_path: Path) -> None:
    touches = "".join(
        f'care.touches.t{number} = {{ like = "thank_you", reach = 0.5, luck = {number} }}\n'
        for number in range(MOST_EXACT + 1)
    )
    path = tmp_path / "many.toml"
    path.write_text(f"{WORLD}\n[policies.many]\n{touches}", encoding="utf-8")
    small = load(str(path), settings=["population.customers=10", "run.days=20 d"])
    found = explain(small, "plain", "many", ("touches",), replications=1, jobs=1)
    assert not found.exact
    assert found.orders % 2 == 0
    (touched,) = found.explanations
    assert fsum(part.estimate.mean for part in touched.parts) == pytest.approx(touched.whole.mean)


def test_what_cannot_be_measured_is_refused(firm: Scenario) -> None:
    with pytest.raises(UsageError, match="unknown metric 'retentoin'; did you mean 'retention'"):
        explain(firm, "plain", "caring", ("retentoin",))
    with pytest.raises(UsageError, match="no policy 'nobody'"):
        explain(firm, "nobody", "caring")


@pytest.mark.slow
def test_reasons_and_levers_tell_the_same_story() -> None:
    """What the twin ledger estimates from two lives lies near what reruns without a lever find."""
    if not is_there():
        pytest.skip("takes minutes without the compiled engine")
    scenario = world("workshop")
    policies = ("neither", "integrated")
    found = explain(scenario, *policies, ("retention",), replications=3, engine=COMPILED)
    twins = measure_twins(scenario, *policies, replications=3, engine=COMPILED)
    reasons = {each.name: each.net.mean for each in twins.effects(lambda book: book.reasons)}
    parts = {part.group.path[-1]: part.estimate.mean for part in found.explanations[0].parts}
    customers = twins.ledgers[0].customers
    for lever, names in (
        ("reminder", (Reason.PREVENTED, Reason.TOUCHES)),
        ("phone", (Reason.WAITS, Reason.SETTLED)),
    ):
        told = sum(reasons[name] for name in names)
        assert told == pytest.approx(customers * parts[lever], rel=0.25)
