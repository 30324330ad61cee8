"""What each lever of service does, seen in one line of callers who have the same luck throughout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from mechanisms import cases, lived, value

from journeysim.engine.log import Array, Outcome
from journeysim.events import WARM, EventType
from journeysim.scenario.scenario import Scenario, load

LINE = """
schema = 2
[run]
days = "20 d"
[population]
customers = 200
[purchase]
gap = "never"
basket = 80
cross_sell_value = 10
[problems.call]
kind = "request"
rate = "0.5 per d"
contact_after = "0 d"
retries = 0
[service.channels.phone]
agents = 1
hours = "always"
handling = { kind = "exponential", mean = "12 min" }
patience = { kind = "exponential", mean = "15 min" }
redial = 0
resolution = 1
warmth = 0.5
[service.channels.chat]
agents = 1
hours = "always"
handling = { kind = "exponential", mean = "12 min" }
patience = "never"
resolution = 1
"""

FAILURES = (
    'problems.call.kind="failure"',
    "problems.call.complains=1",
    "service.channels.phone.agents=50",
)
"""Callers with a grievance, and nobody has to wait."""

AMPLE = ("service.channels.phone.agents=50",)
"""Nobody has to wait."""


@pytest.fixture
def line(write: Callable[..., Path]) -> Scenario:
    return load(str(write(LINE)))


def test_more_agents_shorten_the_mean_wait_and_fewer_hang_up(line: Scenario) -> None:
    few, many = lived(line), lived(line, "service.channels.phone.agents=2")
    assert value(many, "wait_mean") < 0.5 * value(few, "wait_mean")
    assert value(many, "abandonment") < 0.5 * value(few, "abandonment")


def test_shrinkage_takes_agents_away_but_not_from_the_pay(line: Scenario) -> None:
    """Present = paid x (1 - shrinkage) over a week; waits grow as if people were missing."""
    whole = lived(line, "service.channels.phone.agents=3")
    shrunk = lived(line, "service.channels.phone.agents=3", "service.channels.phone.shrinkage=0.3")
    assert value(shrunk, "service_cost") == pytest.approx(value(whole, "service_cost"))
    assert value(shrunk, "wait_mean") > value(whole, "wait_mean")
    staffed = shrunk.log.of(EventType.STAFFED)
    phone = staffed[staffed["slot"] == 0]
    until = np.append(phone["time"][1:], 14.0).clip(max=14.0)
    present = float(np.sum(phone["number"] * (until - phone["time"].clip(max=14.0))))
    assert present == pytest.approx(14.0 * 3 * 0.7, rel=1e-3)


def test_a_shift_brings_agents_when_it_says(line: Scenario) -> None:
    run = lived(line, 'service.channels.phone.shifts=[{hours="tue 10:00-12:00", agents=2}]')
    staffed = run.log.of(EventType.STAFFED)
    phone = staffed[staffed["slot"] == 0]
    found = list(zip(phone["time"].tolist(), phone["number"].tolist(), strict=True))
    assert found[:3] == [(0.0, 1), (1.0 + 10 / 24, 3), (1.5, 1)]
    assert [time for time, _ in found[3:5]] == [8.0 + 10 / 24, 8.5]


def test_overflow_moves_those_who_find_a_long_line(line: Scenario) -> None:
    """From so many waiting on, the next goes to the other line; shorter ones stay."""
    overflow = 'service.channels.phone.overflow_to="chat"'
    run = lived(line, overflow, "service.channels.phone.overflow_at=2")
    moved = run.log.of(EventType.OVERFLOWED)
    assert len(moved) > 50
    assert set(moved["place"].tolist()) == {1}
    assert value(run, "abandonment.phone") < value(lived(line), "abandonment.phone")
    in_line, found = 0, []
    for row in run.log.rows.tolist():
        kind, place = row[8], row[7]
        if kind == EventType.CONTACT:
            found.append(in_line)
            in_line += 1
        elif kind == EventType.OVERFLOWED:
            in_line -= 1
            assert in_line == 2
        elif place == 0 and kind in (EventType.ANSWERED, EventType.ABANDONED):
            in_line -= 1
    assert max(found) == 2


def test_nobody_is_passed_over_to_a_closed_line(line: Scenario) -> None:
    """Who is still in line there at closing time comes again; nobody else does."""
    run = lived(
        line, 'service.channels.phone.overflow_to="chat"', "service.channels.phone.overflow_at=1",
        'service.channels.chat.hours="mon-sun 10:00-16:00"',
    )  # fmt: skip
    hours = run.log.of(EventType.OVERFLOWED)["time"] % 1.0 * 24.0
    assert len(hours) > 20
    assert 10.0 <= hours.min() <= hours.max() < 16.0
    assert value(run, "contacts") == pytest.approx(value(lived(line), "contacts"), rel=0.01)


CALL_BACK = (
    "service.channels.phone.call_back=true", 'service.channels.phone.call_back_from="0 d"',
    "service.call_back_accepted=1", "service.call_back_unanswered=0",
)  # fmt: skip
"""Everybody who would wait is called back, and answers."""


def test_whoever_is_called_back_does_not_hang_up(line: Scenario) -> None:
    offered = CALL_BACK
    run = lived(line, *offered)
    assert value(lived(line), "abandonment") > 0.1
    assert value(run, "abandonment") == 0.0
    back = run.log.of(EventType.CALLED_BACK)
    assert len(back) > 500
    assert back["value"].min() > 0.0
    answered = run.log.of(EventType.ANSWERED)
    assert set(answered["value"].tolist()) == {0.0}, "they do not stand in line"


def test_call_back_is_offered_from_an_expected_wait_on(line: Scenario) -> None:
    """Nobody ahead: (0 + 1) x 12 min / 1 agent is less than 13 min; one ahead: 24 min is more."""
    offered = (*CALL_BACK, 'service.channels.phone.call_back_from="13 min"')
    run = lived(line, *offered)
    assert 0.0 < value(run, "abandonment") < value(lived(line), "abandonment")
    assert len(run.log.of(EventType.CALLED_BACK)) > 100


def test_some_who_are_called_back_do_not_answer_as_if_they_had_hung_up(line: Scenario) -> None:
    """A quarter of the calls back are in vain; the others take a minute longer each."""
    run = lived(line, *CALL_BACK, "service.call_back_unanswered=0.25")
    reached, missed = run.log.of(EventType.CALLED_BACK), run.log.of(EventType.ABANDONED)
    assert len(missed) == pytest.approx(0.25 * (len(reached) + len(missed)), rel=0.15)
    assert not cases(missed) & cases(run.log.of(EventType.ANSWERED)), "redial is 0"
    slow = lived(line, *CALL_BACK, 'service.call_back_time="1 h"')
    ended = [each.log.of(EventType.RESOLVED)[:50] for each in (slow, lived(line, *CALL_BACK))]
    assert ended[0]["value"].mean() > ended[1]["value"].mean() + 0.5 / 24


def test_self_service_keeps_matters_from_becoming_contacts(line: Scenario) -> None:
    succeeds = "problems.call.self_solved=0.5"
    half = lived(line, "service.channels.phone.self_service=0.5", succeeds)
    whole = lived(line, "service.channels.phone.self_service=1", "problems.call.self_solved=1")
    requests = len(half.log.of(EventType.REQUEST))
    assert len(half.log.of(EventType.SELF_SERVED)) == pytest.approx(0.25 * requests, rel=0.15)
    assert len(half.log.of(EventType.CONTACT)) + len(half.log.of(EventType.SELF_SERVED)) == requests
    assert len(whole.log.of(EventType.CONTACT)) == 0
    assert value(half, "wait_mean") < value(lived(line), "wait_mean")


def test_a_try_in_vain_makes_the_talk_longer_and_leaves_a_grievance(line: Scenario) -> None:
    """Of the steered half, 14 % succeed, two fifths would have tried unasked, three are forced;
    the others' talks are three minutes longer; a tenth is paid for each success."""
    steered = lived(line, "service.channels.phone.self_service=0.5", *AMPLE)
    plain = lived(line, *AMPLE)
    vain, found = steered.log.of(EventType.SELF_FAILED), steered.log.of(EventType.SELF_SERVED)
    tries = len(vain) + len(found)
    assert len(found) == pytest.approx(0.14 * tries, rel=0.2)
    assert vain["value"].mean() == pytest.approx(0.6, abs=0.05)
    talks = [
        {(row[3], row[4]): row[1] for row in each.log.of(EventType.RESOLVED).tolist()}
        for each in (steered, plain)
    ]
    for case, talk in talks[0].items():
        more = 3.0 if case in cases(vain) else 0.0
        assert (talk - talks[1].get(case, talk)) * 1440.0 == pytest.approx(more, abs=1e-6)
    assert set(found["money"].tolist()) == {-0.1}
    assert value(steered, "satisfaction") < value(plain, "satisfaction")


def test_what_is_settled_at_the_first_contact_needs_no_second(line: Scenario) -> None:
    """Same luck: whatever a weaker desk settles at once, a stronger one settles at once, too."""
    ample = ("service.channels.phone.agents=50", "problems.call.retries=1")
    runs = [lived(line, *ample, f"service.channels.phone.resolution={r}") for r in (0.5, 0.8)]
    settled = [
        cases(rows[rows["attempt"] == 0]) for rows in (r.log.of(EventType.RESOLVED) for r in runs)
    ]
    assert settled[0] < settled[1]
    assert value(runs[0], "first_contact_resolution") == pytest.approx(0.5, abs=0.04)
    assert value(runs[1], "first_contact_resolution") == pytest.approx(0.8, abs=0.04)
    assert value(runs[1], "contacts") < 0.75 * value(runs[0], "contacts")


def test_each_attempt_and_each_outcome_has_luck_of_its_own(line: Scenario) -> None:
    """Settled or not has nothing to do with warm or not, nor with the attempt before."""
    ample = ("service.channels.phone.agents=50", 'problems.call.retry_after="1 min"')
    run = lived(line, *ample, "problems.call.retries=1", "service.channels.phone.resolution=0.5")
    talks = run.log.of(EventType.RESOLVED, EventType.UNRESOLVED)
    settled, warm = talks["kind"] == EventType.RESOLVED, talks["marks"] & WARM != 0
    assert abs(np.corrcoef(settled, warm)[0, 1]) < 0.06
    for attempt in (0, 1, 2):
        assert np.mean(settled[talks["attempt"] == attempt]) == pytest.approx(0.5, abs=0.06)


def test_escalation_passes_unsettled_matters_to_the_second_line_at_once(line: Scenario) -> None:
    run = lived(
        line,
        "service.channels.phone.resolution=0",
        'service.channels.phone.escalates_to="chat"',
        "service.channels.phone.escalation=1",
    )
    passed = run.log.of(EventType.ESCALATED)
    assert len(passed) > 500
    assert set(passed["place"].tolist()) == {1}
    ended = run.log.of(EventType.UNRESOLVED)
    assert passed["time"].tolist() == ended["time"].tolist()
    second = run.log.of(EventType.CONTACT)
    second = second[second["place"] == 1]
    assert second["time"].tolist() == passed["time"].tolist()
    assert set(second["attempt"].tolist()) == {1}
    assert not run.log.of(EventType.GAVE_UP)["attempt"].any()


def test_refunds_pay_back_a_share_of_a_basket_for_failures_given_up(line: Scenario) -> None:
    hopeless = (*FAILURES, "service.channels.phone.resolution=0")
    run = lived(line, *hopeless, "service.refund=0.5", "service.refund_share=0.25")
    refunded, given_up = run.log.of(EventType.REFUNDED), run.log.of(EventType.GAVE_UP)
    assert cases(refunded) < cases(given_up)
    assert len(refunded) == pytest.approx(0.5 * len(given_up), rel=0.1)
    assert set(refunded["value"].tolist()) == {20.0}
    assert value(run, "refunds") == 20.0 * len(refunded)
    assert value(run, "satisfaction") > value(lived(line, *hopeless), "satisfaction")


def test_requests_are_never_refunded(line: Scenario) -> None:
    run = lived(line, "service.channels.phone.resolution=0", "service.refund=1")
    assert len(run.log.of(EventType.GAVE_UP)) > 500
    assert len(run.log.of(EventType.REFUNDED)) == 0


def test_those_who_switch_try_the_other_channel_next(line: Scenario) -> None:
    run = lived(
        line,
        "service.channels.phone.redial=1",
        'service.channels.phone.switch_to="chat"',
        "service.channels.phone.switch=1",
    )
    hung_up, contacts = run.log.of(EventType.ABANDONED), run.log.of(EventType.CONTACT)
    again = contacts[contacts["attempt"] == 1]
    assert len(again) > 200
    assert set(contacts[contacts["attempt"] == 0]["place"].tolist()) == {0}
    assert set(again["place"].tolist()) == {1}
    assert cases(again) <= cases(hung_up)


def test_people_redial_soon_after_hanging_up(line: Scenario) -> None:
    run = lived(
        line, "service.channels.phone.redial=1", 'service.channels.phone.redial_within="2 h"'
    )
    ended = {}
    delays = []
    for row in run.log.rows.tolist():
        case = (row[3], row[4])
        if row[8] == EventType.ABANDONED:
            ended[case] = row[0]
        elif row[8] == EventType.CONTACT and row[6] > 0:
            delays.append(row[0] - ended[case])
    assert len(delays) > 200
    assert min(delays) > 0.0
    assert max(delays) <= 2 / 24
    assert np.mean(delays) == pytest.approx(1 / 24, rel=0.15)


TWO_KINDS = """
[problems.severe]
rate = "0.25 per d"
severity = 0.9
severity_spread = 0
complains = 1
contact_after = "0 d"
retries = 0
[problems.mild]
rate = "0.25 per d"
severity = 0.1
severity_spread = 0
complains = 1
contact_after = "0 d"
retries = 0
"""


def mean_wait(run: Outcome, chosen: Callable[[Array], Array]) -> float:
    rows = run.log.of(EventType.ANSWERED)
    return float(rows["value"][chosen(rows)].mean())


def test_by_severity_the_worst_off_wait_less(write: Callable[..., Path]) -> None:
    """The severe pass the mild: shorter for them, longer for the others, the work being the same."""
    scenario = load(str(write(LINE + TWO_KINDS)))
    patient = ('problems.call.rate="0 per d"', 'service.channels.phone.patience="never"')
    fair = lived(scenario, *patient)
    urgent = lived(scenario, *patient, 'service.channels.phone.discipline="severity"')

    def severe(rows: Array) -> Array:
        return rows["slot"] == 1

    def mild(rows: Array) -> Array:
        return rows["slot"] == 2

    assert mean_wait(urgent, severe) < 0.5 * mean_wait(fair, severe)
    assert mean_wait(urgent, mild) > 1.2 * mean_wait(fair, mild)


def test_by_value_the_most_valuable_wait_less(write: Callable[..., Path]) -> None:
    rich = '[segments.rich]\nshare = 0.5\nbasket = 900\ngap = "5000 d"\n'
    poor = '[segments.poor]\nshare = 0.5\nbasket = 9\ngap = "5000 d"\n'
    scenario = load(str(write(LINE + rich + poor)))
    patient = 'service.channels.phone.patience="never"'
    fair = lived(scenario, patient)
    choosy = lived(scenario, patient, 'service.channels.phone.discipline="value"')

    def of_segment(segment: int) -> Callable[[Array], Array]:
        of = choosy.people["segment"]
        return lambda rows: of[rows["customer"]] == segment

    assert mean_wait(choosy, of_segment(0)) < 0.5 * mean_wait(fair, of_segment(0))
    assert mean_wait(choosy, of_segment(1)) > 1.2 * mean_wait(fair, of_segment(1))


def test_training_takes_hold_along_its_ramp(line: Scenario) -> None:
    """Settled: training_resolution x (1 - exp(-t / ramp)), nothing at first, 63 % after a ramp."""
    run = lived(
        line,
        "service.channels.phone.agents=50",
        "service.channels.phone.resolution=0",
        'service.training="1900 h"',
        "service.training_resolution=1",
        'service.training_ramp="5 d"',
    )
    talks = run.log.of(EventType.RESOLVED, EventType.UNRESOLVED)
    for day in (0, 5, 15):
        then = talks[np.floor(talks["time"]) == day]
        expected = 1.0 - np.exp(-(day + 0.5) / 5.0)
        assert np.mean(then["kind"] == EventType.RESOLVED) == pytest.approx(expected, abs=0.12)


def test_discretion_takes_longer_settles_more_and_is_warmer(line: Scenario) -> None:
    ample = ("service.channels.phone.agents=50", "service.channels.phone.resolution=0.6")
    script = lived(line, *ample)
    free = lived(line, *ample, "service.discretion=1e4", "service.discretion_time=0.25")
    talks = [run.log.of(EventType.RESOLVED, EventType.UNRESOLVED) for run in (script, free)]
    longer = talks[1]["value"].sum() / talks[0]["value"].sum()
    assert longer == pytest.approx(1.25, rel=0.02)
    assert cases(script.log.of(EventType.RESOLVED)) < cases(free.log.of(EventType.RESOLVED))
    warm = [float(np.mean(rows["marks"] & WARM != 0)) for rows in talks]
    assert warm[0] == pytest.approx(0.5, abs=0.04)
    assert warm[1] == pytest.approx(0.7, abs=0.04)


def test_knowing_the_customer_settles_more(line: Scenario) -> None:
    ample = ("service.channels.phone.agents=50", "service.channels.phone.resolution=0.5")
    known = ("service.knowledge=1", "service.knowledge_resolution=0.5")
    run, before = lived(line, *ample, *known), lived(line, *ample)
    assert cases(before.log.of(EventType.RESOLVED)) < cases(run.log.of(EventType.RESOLVED))


def test_easier_complaining_makes_more_problems_heard(line: Scenario) -> None:
    base = (*FAILURES, "problems.call.complains=0.3")
    heard = [
        cases(lived(line, *base, f"service.complaint_ease={ease}").log.of(EventType.CONTACT))
        for ease in (0.5, 1, 2)
    ]
    assert heard[0] < heard[1] < heard[2]
    assert len(heard[2]) == pytest.approx(2 * len(heard[1]), rel=0.1)


def test_hard_complaining_drives_some_into_the_open(line: Scenario) -> None:
    """Of those who would have complained, a share tells everybody: three times as many each."""
    base = (
        *FAILURES,
        "problems.call.complains=0.6",
        "talk.telling=0",
        "talk.public=0.5",
        "talk.told_bad=10",
    )
    hard = lived(line, *base, "service.complaint_ease=0.5")
    hushed = len(hard.log.of(EventType.FAILURE)) * 0.3
    told = hard.log.of(EventType.TOLD)
    assert len(told) == pytest.approx(0.5 * hushed, rel=0.15)
    assert set(told["value"].tolist()) == {30.0}
    assert len(lived(line, *base).log.of(EventType.TOLD)) == 0


CARE = """
[care.touches.visit]
trigger = "period"
every = "1 d"
reach = 1
staff = "10 min"
channel = "phone"
"""


def test_a_reserve_keeps_hands_free_for_callers(write: Callable[..., Path]) -> None:
    """Care work begins only beside a free agent, so callers wait less and more of it expires."""
    scenario = load(str(write(LINE + CARE)))
    three = ("service.channels.phone.agents=3", 'care.touches.visit.expires="2 d"')
    greedy, kept = (
        lived(scenario, *three),
        lived(scenario, *three, "service.channels.phone.reserve=1"),
    )
    assert value(kept, "wait_mean") < value(greedy, "wait_mean")
    busy = 0
    for row in kept.log.rows[kept.log.rows["place"] == 0].tolist():
        if row[8] == EventType.TOUCH_STARTED:
            assert busy <= 1
        busy += row[8] in (EventType.ANSWERED, EventType.TOUCH_STARTED)
        busy -= row[8] in (EventType.RESOLVED, EventType.UNRESOLVED, EventType.TOUCHED)
    assert (
        0 < len(kept.log.of(EventType.TOUCH_STARTED)) < len(greedy.log.of(EventType.TOUCH_STARTED))
    )
    assert (
        len(lived(scenario, *three, "service.channels.phone.reserve=3").log.of(EventType.TOUCHED))
        == 0
    )


def test_goodwill_is_paid_for_every_settled_failure(line: Scenario) -> None:
    run = lived(line, *FAILURES, "service.goodwill=5")
    settled = run.log.of(EventType.RESOLVED)
    assert len(settled) > 1000
    assert cases(run.log.of(EventType.GOODWILL)) == cases(settled)
    assert value(run, "goodwill") == 5.0 * len(settled)


def test_warm_contacts_sell_extras(line: Scenario) -> None:
    """One attempt at the end of each, bought by its share of people and by nobody again too soon."""
    run = lived(line, "service.cross_sell=1", "sales.extra_accepted=0.3")
    settled = run.log.of(EventType.RESOLVED)
    warm = settled[settled["marks"] & WARM != 0]
    tried = run.log.of(EventType.CROSS_SOLD, EventType.DECLINED)
    assert tried["time"].tolist() == warm["time"].tolist()
    first = tried[np.unique(tried["customer"], return_index=True)[1]]
    bought = np.mean(first["kind"] == EventType.CROSS_SOLD)
    assert bought == pytest.approx(0.3, abs=3.0 * (0.21 / len(first)) ** 0.5)
    sold = run.log.of(EventType.CROSS_SOLD)
    assert set(sold["value"].tolist()) == {10.0}
    for person in np.unique(sold["customer"]):
        assert all(np.diff(sold["time"][sold["customer"] == person]) >= 180.0)


def test_a_site_serves_its_own_segment(write: Callable[..., Path]) -> None:
    """A segment that names its channels is a site of its own; the others never meet it there."""
    here = "[segments.here]\nshare = 0.5\n"
    there = '[segments.there]\nshare = 0.5\nchannels = { phone = "chat" }\n'
    run = lived(load(str(write(LINE + here + there))))
    contacts = run.log.of(EventType.CONTACT)
    segment = run.people["segment"][contacts["customer"]]
    assert contacts["place"].tolist() == segment.tolist()
    assert 0 < segment.sum() < len(segment)


def test_a_wait_within_what_is_tolerated_leaves_no_grievance(line: Scenario) -> None:
    """Long waits debit, an average over all questions; a tolerance beyond every wait makes the same waits harmless."""
    waits = ('service.channels.phone.patience="never"', "service.channels.phone.warmth=1")
    touchy = lived(line, *waits, "experience.warm_request=0")
    calm = lived(line, *waits, "experience.warm_request=0", 'experience.tolerance="1 d"')
    assert touchy.log.rows["time"].tolist() == calm.log.rows["time"].tolist()
    assert np.nanmax(calm.people["satisfaction"]) == np.nanmin(calm.people["satisfaction"]) == 0.7
    always = 0.7 - line.tables.experience.question_waited
    assert np.nanmin(touchy.people["satisfaction"]) == pytest.approx(always)
