"""The run-in: what nobody can tell of the customers of day 0 settles, and who they are stays as told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from worlds import outcome, quick_outcome, world

from journeysim.engine import running
from journeysim.engine.choice import COMPILED, is_there
from journeysim.engine.des.loop import Simulation
from journeysim.engine.opening import opening_of
from journeysim.engine.steps import people
from journeysim.engine.steps.dealings import dealings_with
from journeysim.errors import ScenarioError
from journeysim.events import EventType
from journeysim.metrics import find
from journeysim.model.customer import Customer, Dealings
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import Scenario, load

Write = Callable[..., Path]

TRAITS = ("segment", "base_hazard", "joined_at", "risk_score", "worth")
SHORT = ("population.customers=200", "population.prospects=0 per d", 'run.days="90 d"')


def firm(run_in: str, *more: str) -> Scenario:
    return world("workshop", *SHORT, f'run.run_in="{run_in}"', *more)


def test_who_is_there_on_day_0_is_who_was_told() -> None:
    """Number, kinds, tenure and chances are the same with a run-in and without."""
    cold, warm = (outcome(firm(run_in), "neither") for run_in in ("0 d", "364 d"))
    for run in (cold, warm):
        joined = run.log.rows[run.log.rows["kind"] == EventType.JOINED]
        assert int(np.count_nonzero(joined["number"] == 0)) == 200
        assert (joined["time"][joined["number"] == 0] == 0.0).all()
    for trait in TRAITS:
        assert (cold.people[trait][:200] == warm.people[trait][:200]).all(), trait


def test_what_they_feel_has_settled() -> None:
    """Without a run-in nobody has a grievance on day 0; after it the first days look like the last."""
    cold, warm = (outcome(firm(run_in, 'run.days="1 d"'), "neither") for run_in in ("0 d", "728 d"))
    felt = [find("satisfaction").value(run) for run in (cold, warm)]
    assert felt[0] == pytest.approx(0.7, abs=0.005)
    assert felt[1] < 0.66


def test_the_first_month_is_not_the_one_in_which_fewest_leave() -> None:
    """Law: after the run-in the hazard of leaving does not begin low and rise."""

    def leave(run_in: str) -> list[int]:
        scenario = world(
            "workshop", "population.customers=4000", 'population.prospects="0 per d"',
            'run.days="360 d"', f'run.run_in="{run_in}"',
        )  # fmt: skip
        rows = quick_outcome(scenario, "neither").log.rows
        gone = rows["time"][rows["kind"] == EventType.LEFT]
        return np.histogram(gone, bins=12, range=(0.0, 360.0))[0].tolist()  # type: ignore[no-any-return]

    cold, warm = leave("0 d"), leave("728 d")
    assert cold[0] == min(cold)
    assert warm[0] > min(warm)
    assert sum(warm[:3]) > sum(warm[-3:])


def test_the_run_in_is_a_time_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody leaves, as much happens in a year before day 0 as in the one after it."""
    seen: Counter[tuple[bool, int]] = Counter()

    def counted(self: Simulation, kind: int, *more: object) -> None:
        seen[self.clock() < 0.0, kind] += 1

    monkeypatch.setattr(Simulation, "record", counted)
    scenario = firm("364 d", 'run.days="364 d"', "leaving.grievance_scale=0", "leaving.chance=0")
    Simulation(encode(scenario, "neither"), 1, 0).run_to(364.0)
    for kind in (EventType.FAILURE, EventType.REQUEST, EventType.CONTACT, EventType.ANSWERED):
        assert seen[True, kind] == pytest.approx(seen[False, kind], rel=0.2), kind


def test_no_policy_reaches_back_before_day_0() -> None:
    """What stands on day 0 is the same under every policy, and under every baseline."""

    def stands(scenario: Scenario, policy: str) -> bytes:
        run = Simulation(encode(scenario, policy), 1, 0)
        run.run_to(0.0)
        return repr([run.people, run.stations, run.cases]).encode()

    plain = firm("56 d")
    other = firm("56 d", 'run.baseline="integrated"')
    assert stands(plain, "neither") == stands(plain, "integrated") == stands(other, "proactive")


def test_the_file_s_own_levers_rule_before_day_0() -> None:
    """A garage with nobody at the phone has unhappier customers on day 0, also for a better policy."""
    usual = outcome(firm("364 d", 'run.days="1 d"'), "reactive")
    alone = outcome(firm("364 d", 'run.days="1 d"', "service.channels.phone.agents=0"), "reactive")
    assert find("satisfaction").value(alone) < find("satisfaction").value(usual) - 0.01


def test_the_log_begins_with_day_0_and_says_all_that_stands() -> None:
    rows = outcome(firm("56 d"), "proactive").log.rows
    first = rows[rows["time"] == 0.0]
    assert rows["time"].min() == 0.0
    assert {EventType.STAFFED, EventType.JOINED} <= {EventType(kind) for kind in first["kind"]}
    assert EventType.POLICY not in rows["kind"]


def test_a_touch_dated_in_the_file_counts_from_day_0() -> None:
    dated = ('care.touches.reminder.trigger="date"', 'care.touches.reminder.on="10 d"')
    rows = outcome(
        firm("56 d", *dated, 'care.touches.reminder.staff="0 min"'), "proactive"
    ).log.rows
    touched = rows["time"][rows["kind"] == EventType.TOUCHED]
    assert set(touched.tolist()) == {10.0}


def test_where_nothing_happens_the_chance_to_leave_is_the_told_one(write: Write) -> None:
    """Whoever would leave before day 0 makes room for somebody alike: nobody is left out, none added."""
    text = (
        "schema = 2\n[run]\ndays = '300 d'\nrun_in = '280 d'\n[population]\ncustomers = 20000\n"
        "[purchase]\ngap = { mean = '30 d' }\n[leaving]\nchance = 0.1\n"
    )
    kept = find("retention").value(quick_outcome(load(str(write(text))), "baseline"))
    assert kept == pytest.approx(exp(-10.0 * 0.1), abs=0.01)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[run]\nrun_in = '365 d'\n", "must be whole weeks, such as '364 d'"),
        (
            "[run]\nrun_in = '364 d'\n[population]\nstart = 'fresh'\n",
            "has no meaning where all customers of day 0 have just joined (population.start)",
        ),
    ],
)
def test_a_run_in_that_cannot_be_is_refused(write: Write, text: str, what: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(str(write("schema = 2\n" + text)))
    assert what in str(caught.value)


TRAITS_AND_CLOCKS = {
    "key", "row", "segment", "active", "occasions", "decides_from", "purchases", "frequency",
    "base_hazard", "threshold", "last_seen", "due", "parent", "ordinal", "looking", "referrals", "lives",
    "dealings",
    "joined_at", "risk_score", "worth", "reference_price",
    "period", "decisions", "aggrieved_leaving", "multiplied",
    "decisions_before", "aggrieved_leaving_before", "multiplied_before",
}  # fmt: skip
"""What somebody alike has in common with whom they take the place of, or is counted of both."""

WITHOUT_A_CAUSE = {"felt_at", "shrunk", "aggrieved", "burden_at", "asked_at", "discount_until",
                   "advised_at", "offered_at"}  # fmt: skip
"""What says nothing while there is nothing that it would be about."""


def test_somebody_alike_begins_with_a_clean_slate() -> None:
    """Whatever fields a customer has: each is new, or named here with the reason."""
    run = Simulation(encode(firm("56 d"), "neither"), 1, 0)
    run.run_to(-20.0)
    person = run.people[3]
    held, places = dealings_with(run, person), {"key", "row", "segment", "first_silent", "parent"}
    states: tuple[tuple[Any, Any], ...] = ((person, Customer()), (held, Dealings()))
    for state, new in states:
        for field in fields(new):
            value = getattr(new, field.name)
            if field.name not in places | {"aggrieved", "dealings"}:
                setattr(state, field.name, [7.0] * len(value) if isinstance(value, list) else 7)
    person.aggrieved = len(person.debit)
    people.begin_anew(run, person)
    for state, new in states:
        for field in fields(new):
            if field.name not in TRAITS_AND_CLOCKS | WITHOUT_A_CAUSE:
                assert getattr(state, field.name) == getattr(new, field.name), field.name
    assert person.lives == 8


def test_a_run_in_is_remembered_by_everything_it_depends_on() -> None:
    """The same customers and luck in a firm where people come more often: another day 0."""
    often = firm("56 d", 'run.days="1 d"', 'segments.careful.gap="20 d"')
    known = [
        opening_of(outcome(each, "neither")) for each in (firm("56 d", 'run.days="1 d"'), often)
    ]
    assert all(known)
    bought = [sum(person.purchases for person in each.people) for each in known if each]
    assert bought[1] > 2 * bought[0]


def test_a_run_in_can_be_interrupted() -> None:
    if not is_there():
        pytest.skip("the compiled engine cannot run here")
    stop = np.ones(1, dtype=np.int64)
    with pytest.raises(KeyboardInterrupt):
        running.run(firm("56 d"), "neither", 7, COMPILED, stop)
    stop[0] = 0
    assert len(running.run(firm("56 d"), "neither", 7, COMPILED, stop).log)
