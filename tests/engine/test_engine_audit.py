"""An audit: the log of a run read row by row, as an accountant would, with nothing else known.

A world in which everything happens is replayed from its rows alone. Every contact has a beginning
and one end, every wait its length, every agent one thing to do at a time, every line its order.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from worlds import outcome, world

from journeysim.engine.log import Outcome
from journeysim.events import HOLDING, EventType, Refers, holding
from journeysim.scenario.tables import BASELINE

TIME, VALUE, MONEY, WHO, NUMBER, SLOT, ATTEMPT, PLACE, KIND, MARKS = range(10)

CROWDS = (
    (),
    ("sales.push=1", "service.channels.desk.call_back=true"),
    ('run.grid="1 h"',),
    ("service.channels.desk.discipline=severity", "service.channels.phone.discipline=value"),
    ("service.channels.second.agents=0", 'service.channels.second.hours="mon-fri 08:00-12:00"'),
)


@pytest.fixture(scope="module", params=CROWDS, ids=["plain", "pushy", "ties", "priorities", "bare"])
def run(request: pytest.FixtureRequest) -> Outcome:
    return outcome(world("everything_happens", *request.param), BASELINE)


WAIT_ENDS = (EventType.ANSWERED, EventType.ABANDONED, EventType.TURNED_AWAY)
TALK_ENDS = (EventType.RESOLVED, EventType.UNRESOLVED)


def test_every_contact_begins_once_and_ends_once(run: Outcome) -> None:
    """closed -> contact -> (passed over) -> answered -> settled or not; or hung up, turned away."""
    doing: dict[tuple[int, int, int], str] = {}
    for row in run.log.rows.tolist():
        kind, case = row[KIND], (row[WHO], row[SLOT], row[NUMBER])
        now = doing.get(case, "away")
        if kind == EventType.CONTACT:
            assert now == "away"
            doing[case] = "in line"
        elif kind == EventType.OVERFLOWED:
            assert now == "in line"
        elif kind in WAIT_ENDS:
            assert now == "in line"
            doing[case] = "in talk" if kind == EventType.ANSWERED else "away"
        elif kind in TALK_ENDS:
            assert now == "in talk"
            doing[case] = "away"
        elif kind == EventType.CUT_SHORT:
            assert now in ("in line", "in talk")
            doing[case] = "away"
        elif kind in (
            EventType.GAVE_UP,
            EventType.HEALED,
            EventType.SELF_SERVED,
            EventType.ESCALATED,
        ):
            assert now == "away"


def test_waits_and_talks_are_as_long_as_the_rows_say(run: Outcome) -> None:
    since: dict[tuple[int, int, int], float] = {}
    back: set[tuple[int, int, int]] = set()
    for row in run.log.rows.tolist():
        kind, case = row[KIND], (row[WHO], row[SLOT], row[NUMBER])
        if kind == EventType.CONTACT:
            since[case] = row[TIME]
        elif kind == EventType.CALLED_BACK:
            assert row[VALUE] == row[TIME] - since[case]
            back.add(case)
        elif kind in WAIT_ENDS:
            assert row[VALUE] == (0.0 if case in back else row[TIME] - since[case])
            back.discard(case)
            since[case] = row[TIME]
        elif kind in TALK_ENDS:
            assert row[VALUE] == row[TIME] - since[case]


def test_an_agent_does_one_thing_at_a_time_and_only_at_work(run: Outcome) -> None:
    """Whatever is begun is begun by somebody free: fewer at it than at work."""
    present: Counter[int] = Counter()
    busy: Counter[int] = Counter()
    done: dict[int, list[float]] = {}
    begun = 0
    for row in run.log.rows.tolist():
        kind, place, now = row[KIND], row[PLACE], row[TIME]
        for line, ends in done.items():
            busy[line] -= sum(end < now for end in ends)
            done[line] = [end for end in ends if end >= now]
        if kind == EventType.STAFFED:
            present[row[SLOT]] = row[NUMBER]
        elif kind in (EventType.ANSWERED, EventType.TOUCH_STARTED, EventType.INTERCEPTED):
            ending_now = sum(end == now for end in done.get(place, []))
            assert busy[place] - ending_now < present[place]
            busy[place] += 1
            begun += 1
            if kind != EventType.ANSWERED:
                end = now + row[VALUE]
                if run.encoded.world.grid > 0.0:
                    end = np.ceil(end / run.encoded.world.grid) * run.encoded.world.grid
                done.setdefault(place, []).append(float(end))
        elif kind in TALK_ENDS or (kind == EventType.CUT_SHORT and row[VALUE] > 0.0):
            busy[place] -= 1
    assert begun > 200


def test_lines_are_served_first_come_first_served_within_a_priority(run: Outcome) -> None:
    """Nobody is answered while somebody of the same or a better priority has waited longer."""
    world, people = run.encoded.world, run.people
    severity: dict[tuple[int, int, int], float] = {}
    lines: dict[int, list[tuple[float, int, tuple[int, int, int]]]] = {}
    arrivals = answered = 0
    for row in run.log.rows.tolist():
        kind, place, case = row[KIND], row[PLACE], (row[WHO], row[SLOT], row[NUMBER])
        if kind == EventType.FAILURE:
            severity[case] = row[VALUE]
        elif kind in (EventType.CONTACT, EventType.OVERFLOWED):
            for line in lines.values():
                line[:] = [entry for entry in line if entry[2] != case]
            discipline = world.channels[0][place].discipline
            worth = float(people["worth"][row[WHO]])
            priority = (0.0, -severity.get(case, 0.0), -worth)[discipline]
            arrivals += 1
            lines.setdefault(place, []).append((priority, arrivals, case))
        elif kind in (*WAIT_ENDS, EventType.CUT_SHORT):
            line = lines.setdefault(place, [])
            if kind == EventType.ANSWERED and row[TIME] and line:
                assert min(line)[2] == case
                answered += 1
            line[:] = [entry for entry in line if entry[2] != case]
    assert answered > 100


def test_what_is_said_of_a_case_fits_its_kind(run: Outcome) -> None:
    """Failures alone are silent, healed, found, prevented by care, refunded or made good."""
    kinds = run.encoded.world.problems
    only_failures = (
        EventType.FAILURE, EventType.SILENT, EventType.HEALED, EventType.FOUND, EventType.REFUNDED, EventType.GOODWILL,
        EventType.INTERCEPTED, EventType.INTERCEPT_MISSED,
    )  # fmt: skip
    for kind in only_failures:
        rows = run.log.of(kind)
        assert {kinds[slot].kind for slot in rows["slot"].tolist()} <= {0}, kind.name
    assert {kinds[slot].kind for slot in run.log.of(EventType.REQUEST)["slot"].tolist()} == {1}


def silenced_later(run: Outcome) -> set[tuple[int, int, int]]:
    """Cases carried in silence because nobody at the firm could be told."""
    failed = {(row[3], row[5], row[4]): row[0] for row in run.log.of(EventType.FAILURE).tolist()}
    silent = [((row[3], row[5], row[4]), row[0]) for row in run.log.of(EventType.SILENT).tolist()]
    return {case for case, time in silent if time > failed[case]}


def test_every_failure_is_noticed_or_complained_of_or_silent(run: Outcome) -> None:
    def cases(*kinds: EventType) -> set[tuple[int, int, int]]:
        rows = run.log.of(*kinds)
        columns = (rows[name].tolist() for name in ("customer", "slot", "number"))
        return set(zip(*columns, strict=True))

    failed, silent, noticed = (
        cases(EventType.FAILURE),
        cases(EventType.SILENT),
        cases(EventType.INTERCEPTED),
    )
    assert not silent & noticed
    assert silent | noticed <= failed
    assert cases(EventType.HEALED) | cases(EventType.FOUND) <= silent
    found, unheard = cases(EventType.FOUND), silenced_later(run)
    assert cases(EventType.HEALED) & found <= unheard
    ended = cases(EventType.RESOLVED, EventType.GAVE_UP, EventType.SELF_SERVED)
    turned = cases(EventType.CONTACT) | cases(EventType.GAVE_UP, EventType.SELF_SERVED)
    assert ended <= turned
    assert turned & silent <= found | unheard
    assert not cases(EventType.RESOLVED) & cases(EventType.GAVE_UP)


@pytest.mark.parametrize("column", HOLDING)
def test_columns_hold_only_what_the_dictionary_says(run: Outcome, column: str) -> None:
    """What a kind does not use is 0."""
    rows = run.log.rows[np.isin(run.log.rows["kind"], holding(column, Refers.NOTHING))]
    wrong = {EventType(kind).name for kind in rows["kind"][rows[column] != 0].tolist()}
    assert not wrong, f"events.py: KINDS: say what {column} of {sorted(wrong)} refers to"
