"""Metrics computed row by row, without arrays, as plainly as their definitions read."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

from journeysim.engine.log import Outcome
from journeysim.events import FIRST, IN_TIME, WARM, EventType, Row


class Seen(NamedTuple):
    """The rows after the warm-up, all rows, and the run they come from."""

    rows: list[Row]
    whole: list[Row]
    outcome: Outcome

    def of(self, *kinds: EventType) -> list[Row]:
        return [row for row in self.rows if row.kind in kinds]

    def count(self, *kinds: EventType) -> int:
        return len(self.of(*kinds))

    def money(self, *kinds: EventType) -> float:
        return sum(row.money for row in self.of(*kinds))


def seen(outcome: Outcome, segment: str = "", channel: str = "") -> Seen:
    """The log as rows, of one segment's people or in one channel if wanted."""
    names = outcome.encoded.names
    columns = [outcome.log.column(name).tolist() for name in Row._fields]
    whole = [Row(*values) for values in zip(*columns, strict=True)]
    if segment:
        position = names.segments.index(segment)
        people = outcome.people["segment"]
        whole = [row for row in whole if row.customer >= 0 and people[row.customer] == position]
    if channel:
        for number, row in enumerate(whole):
            if row.kind == EventType.OVERFLOWED:
                asked = whole[number - 1]
                assert asked.kind == EventType.CONTACT
                assert asked[:1] + asked[2:6] == row[:1] + row[2:6]
                whole[number - 1] = asked._replace(place=row.place)
        position = names.channels.index(channel)
        whole = [
            row
            for row in whole
            if (row.slot if row.kind == EventType.STAFFED else row.place) == position
        ]
    return Seen([row for row in whole if row.time >= outcome.warmup], whole, outcome)


def lives(log: Seen) -> dict[int, tuple[bool, float, float]]:
    """Of each customer: there on day 0? joined when? left when (infinite: stays)?"""
    left = {row.customer: row.time for row in log.whole if row.kind == EventType.LEFT}
    return {
        row.customer: (row.number == 0, row.time, left.get(row.customer, math.inf))
        for row in log.whole
        if row.kind == EventType.JOINED
    }


def share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def retention(log: Seen, day: float = math.inf) -> float:
    started = [left for first, _, left in lives(log).values() if first]
    return share(sum(left >= day for left in started), len(started))


def customer_years(log: Seen) -> float:
    days = 0.0
    for _, joined, left in lives(log).values():
        begun = max(joined, log.outcome.warmup)
        days += max(0.0, min(left, log.outcome.horizon) - begun)
    return days / 365


def come_back_rate(log: Seen) -> float:
    back = sum(row.number > 0 for row in log.of(EventType.PURCHASE))
    return share(back, back + log.count(EventType.ELSEWHERE, EventType.LEFT))


def share_of_wallet(log: Seen) -> float:
    here = sum(row.value for row in log.of(EventType.PURCHASE) if row.number > 0)
    return share(here, here + sum(row.value for row in log.of(EventType.ELSEWHERE)))


def silent_problems(log: Seen) -> float:
    silent: set[tuple[int, int, int]] = set()
    for row in log.of(EventType.SILENT, EventType.FOUND):  # in the order they happened
        case = (row.customer, row.slot, row.number)
        (silent.add if row.kind == EventType.SILENT else silent.discard)(case)
    return share(len(silent), log.count(EventType.FAILURE))


def talks(log: Seen) -> dict[tuple[int, int, int], list[Row]]:
    """The ends of talks by case, of cases whose first talk is among them."""
    found: dict[tuple[int, int, int], list[Row]] = defaultdict(list)
    for row in log.of(EventType.RESOLVED, EventType.UNRESOLVED):
        found[row.customer, row.slot, row.number].append(row)
    return {key: ends for key, ends in found.items() if any(row.marks & FIRST for row in ends)}


def first_contact_resolution(log: Seen) -> float:
    first = [row for ends in talks(log).values() for row in ends if row.marks & FIRST]
    return share(sum(row.kind == EventType.RESOLVED for row in first), len(first))


def repeat_contacts(log: Seen) -> float:
    cases = talks(log)
    return share(sum(len(ends) > 1 for ends in cases.values()), len(cases))


def good(log: Seen) -> list[Row]:
    return [row for row in log.of(EventType.RESOLVED) if row.marks & WARM and row.marks & IN_TIME]


def good_service_customers(log: Seen) -> float:
    people = {row.customer for row in log.of(EventType.CONTACT)}
    return share(len(people & {row.customer for row in good(log)}), len(people))


def waits(log: Seen) -> list[float]:
    """Minutes of all contacts whose wait has ended."""
    ended = log.of(EventType.ANSWERED, EventType.ABANDONED, EventType.TURNED_AWAY)
    return sorted(row.value * 1440 for row in ended)


def wait_p95(log: Seen) -> float:
    ordered = waits(log)
    place = 0.95 * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def cut_off(log: Seen) -> tuple[list[Row], list[Row]]:
    """What the horizon found going on: contacts in line, and answers whose talk runs on."""
    line: dict[tuple[int, ...], Row] = {}
    talk: dict[tuple[int, ...], Row] = {}
    for row in log.whole:
        name = (row.customer, row.slot, row.number, row.attempt)
        if row.kind == EventType.CONTACT:
            line[name] = row
        elif row.kind == EventType.ANSWERED:
            talk[name] = row
        if row.kind in (EventType.RESOLVED, EventType.UNRESOLVED, EventType.CUT_SHORT):
            talk.pop(name, None)
        if row.kind in (
            EventType.ANSWERED,
            EventType.ABANDONED,
            EventType.TURNED_AWAY,
            EventType.CUT_SHORT,
        ):
            line.pop(name, None)
    late = [row for row in line.values() if row.time >= log.outcome.warmup]
    return late, list(talk.values())


def wait_probability(log: Seen) -> float:
    waited = sum(
        row.value > 0
        for row in log.of(EventType.ANSWERED, EventType.ABANDONED, EventType.TURNED_AWAY)
    )
    waited += log.count(EventType.CALLED_BACK) + len(cut_off(log)[0])
    return share(waited, log.count(EventType.CONTACT))


def service_level(log: Seen) -> float:
    target = log.outcome.encoded.world.phases[0].service.target_wait
    back = {(row.time, row.customer, row.slot, row.number) for row in log.of(EventType.CALLED_BACK)}
    soon = [
        row
        for row in log.of(EventType.ANSWERED)
        if row.value <= target and (row.time, row.customer, row.slot, row.number) not in back
    ]
    return share(len(soon), log.count(EventType.CONTACT))


def stepped(log: Seen, kind: EventType, column: str) -> dict[int, float]:
    """The time integral of what changes in steps, by slot, carried into the warm-up's end."""
    start, end = log.outcome.warmup, log.outcome.horizon
    since: dict[int, tuple[float, float]] = {}
    sums: dict[int, float] = defaultdict(float)
    for row in log.whole:
        if row.kind == kind:
            time, level = since.get(row.slot, (start, 0.0))
            sums[row.slot] += level * (max(row.time, start) - max(time, start))
            since[row.slot] = (row.time, getattr(row, column))
    for slot, (time, level) in since.items():
        sums[slot] += level * (end - max(time, start))
    return sums


def work(log: Seen) -> tuple[dict[int, float], dict[int, float]]:
    """Days of talks and of care work by channel, between the warm-up and the horizon."""
    talking: dict[int, float] = defaultdict(float)
    caring: dict[int, float] = defaultdict(float)
    for row in log.whole:
        if row.kind in (EventType.RESOLVED, EventType.UNRESOLVED, EventType.CUT_SHORT):
            talking[row.place] += min(row.value, max(0.0, row.time - log.outcome.warmup))
        elif row.kind in (EventType.TOUCH_STARTED, EventType.INTERCEPTED):
            begin = max(row.time, log.outcome.warmup)
            finish = min(row.time + row.value, log.outcome.horizon)
            caring[row.place] += max(0.0, finish - begin)
    for row in cut_off(log)[1]:
        talking[row.place] += log.outcome.horizon - max(row.time, log.outcome.warmup)
    return talking, caring


def occupancy(log: Seen) -> float:
    talking, caring = work(log)
    busy = sum(talking.values()) + sum(caring.values())
    return share(busy, sum(stepped(log, EventType.STAFFED, "number").values()))


def care_pay(log: Seen) -> float:
    talking, caring = work(log)
    paid = stepped(log, EventType.STAFFED, "value")
    return sum(
        paid[place] * caring[place] / (caring[place] + talking[place])
        for place in paid
        if caring[place] > 0
    )


def care_cost(log: Seen) -> float:
    return care_pay(log) - log.money(EventType.TOUCHED, EventType.INTERCEPTED, EventType.WATCHED)


def service_cost(log: Seen) -> float:
    paid = stepped(log, EventType.STAFFED, "value")
    return sum(paid.values()) - care_pay(log)


def programmes(log: Seen) -> float:
    running = stepped(log, EventType.PROGRAMME, "value")
    return sum(running.values()) - log.money(EventType.SET_UP)


def profit(log: Seen) -> float:
    """Every row's money, less what the firm pays by the day."""
    paid = stepped(log, EventType.STAFFED, "value") | {-1: 0.0}
    programme = stepped(log, EventType.PROGRAMME, "value")
    booked = sum(row.money for row in log.rows)
    return booked - sum(paid.values()) - sum(programme.values())


def discounted_profit(log: Seen) -> float:
    """The same, each amount and each moment of pay at its worth on day 0."""
    rate = math.log(1.1) / 365
    start, end = log.outcome.warmup, log.outcome.horizon
    booked = sum(row.money * math.exp(-rate * row.time) for row in log.rows)
    levels: dict[tuple[int, int], tuple[float, float]] = {}
    spent = 0.0
    stops = [(kind, slot, end, 0.0) for kind, slot in _running(log)]
    changes = [(row.kind, row.slot, row.time, row.value) for row in log.whole if row.kind in _PAID]
    for kind, slot, time, level in changes + stops:
        since, before = levels.get((kind, slot), (start, 0.0))
        first, last = (math.exp(-rate * max(start, each)) for each in (since, time))
        spent += before * (first - last) / rate
        levels[kind, slot] = (time, level)
    return booked - spent


_PAID = (EventType.STAFFED, EventType.PROGRAMME)


def _running(log: Seen) -> set[tuple[int, int]]:
    return {(row.kind, row.slot) for row in log.whole if row.kind in _PAID}


def revenue(log: Seen) -> float:
    signs = {EventType.PURCHASE: 1, EventType.CROSS_SOLD: 1, EventType.RETURNED: -1}
    return sum(signs.get(EventType(row.kind), 0) * row.value for row in log.rows)


MARGIN = (
    EventType.PURCHASE,
    EventType.CROSS_SOLD,
    EventType.RETURNED,
    EventType.RESOLVED,
    EventType.SELF_SERVED,
    EventType.GAVE_UP,
)


def lifetime_value(log: Seen) -> float:
    started = {customer for customer, life in lives(log).items() if life[0]}
    money = [
        row.money * 1.1 ** (-row.time / 365)
        for row in log.whole
        if row.kind in MARGIN and row.customer in started
    ]
    return share(sum(money), len(started))


def feeling(column: str) -> Callable[[Seen], float]:
    def mean(log: Seen) -> float:
        stay = [customer for customer, life in lives(log).items() if life[2] == math.inf]
        return share(sum(log.outcome.people[column][customer] for customer in stay), len(stay))

    return mean


def answers(log: Seen) -> list[NormalDist]:
    """What each who was a customer lately would answer, before it is rounded to 0 to 10."""
    horizon, survey = log.outcome.horizon, log.outcome.encoded.survey
    recent = [who for who, life in lives(log).items() if life[2] > horizon - survey.recent]
    felt = [log.outcome.people[who] for who in recent]
    lifts = [survey.credit * one["credit"] + one["bonus"] - one["grievances"] for one in felt]
    return [NormalDist(survey.neutral + 10 * float(lift), survey.spread) for lift in lifts]


def nps(log: Seen) -> float:
    asked = answers(log)
    net = [1 - one.cdf(8.5) - one.cdf(6.5) for one in asked]
    return share(100 * math.fsum(net), len(asked))


def satisfaction_index(log: Seen) -> float:
    asked = answers(log)
    means = [sum(1 - one.cdf(answer - 0.5) for answer in range(1, 11)) for one in asked]
    return 100 * (share(math.fsum(means), len(asked)) - 1) / 9


def heard(log: Seen, good: bool) -> float:
    told = [row for row in log.rows if row.kind == EventType.TOLD]
    return math.fsum(row.value for row in told if (row.slot > 0) == good)
