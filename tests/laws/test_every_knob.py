"""Every knob moves something: no documented number may change nothing.

All knobs of the model are enumerated from its sections, so a new one is here by itself. Each is
turned to the ends of its plausible range, or to the values written here, in a small world in which
nearly everything happens, or in a context written here for it; and each turn changes the log, the
customers or a metric. A knob that nobody has given a value or a context in which it matters fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import isnan
from typing import Any

import pytest
from worlds import outcome, world

from journeysim import metrics
from journeysim.engine.log import Outcome
from journeysim.scenario import describe
from journeysim.scenario.merging import at
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import BASELINE, LEVER_SECTIONS, WORLD_SECTIONS, Tables

ONLY_TEXT = (".about", "money.currency", "money.numbers")
"""Knobs that are words for people: that these change nothing is a law of its own."""

NAMES = {
    "segments": "loyal",
    "problems": "breakdown",
    "channels": "desk",
    "touches": "reminder",
}
"""Which entry of a table stands for all of them, unless `PLACES` says otherwise."""

PLACES = {
    "segments.NAME.share": "segments",
    "population.classes.N.weight": "population.classes",
    "population.classes.N.tenure": "population.classes",
    "population.classes.N.frequency": "population.classes",
    "population.classes.N.chance": "population.classes",
    "population.classes.N.first_decision": "population.classes",
    "problems.NAME.per_purchase": "problems.mistake.per_purchase",
    "problems.NAME.per_prospect": "problems.advice.per_prospect",
    "problems.NAME.delay": "problems.mistake.delay",
    "problems.NAME.books": "problems.question.books",
    "problems.NAME.prevented_by_advice": "problems.mistake.prevented_by_advice",
    "service.channels.NAME.shifts.N.hours": "service.channels.desk.shifts",
    "service.channels.NAME.shifts.N.agents": "service.channels.desk.shifts",
    "service.channels.NAME.overflow_to": "service.channels.phone.overflow_to",
    "service.channels.NAME.overflow_at": "service.channels.phone.overflow_at",
    "service.channels.NAME.call_back": "service.channels.phone.call_back",
    "service.channels.NAME.call_back_from": "service.channels.phone.call_back_from",
    "problems.NAME.self_solved": "problems.question.self_solved",
    "care.touches.NAME.like": "care.touches.thanks.like",
    "care.touches.NAME.delay": "care.touches.thanks.delay",
    "care.touches.NAME.nth": "care.touches.club.nth",
    "care.touches.NAME.on": "care.touches.letter.on",
    "care.touches.NAME.intercepts": "care.touches.ownership.intercepts",
}
"""Knobs that matter in another entry than the usual one."""


def _classes(more: str, weight: str = "1") -> str:
    """Two classes of customers, the first with this too."""
    usual = "frequency = 1.5, chance = 0.1"
    first = f"weight = {weight}, {usual if '=' not in more else ', '.join(_over(usual, more))}"
    return f"[{{ {first} }}, {{ weight = 1, frequency = 0.5, chance = 0.02 }}]"


def _over(usual: str, more: str) -> list[str]:
    key = more.split(" = ")[0]
    return [each for each in usual.split(", ") if not each.startswith(key)] + [more]


VALUES = {
    "population.classes.N.weight": [_classes("", "3")],
    "population.classes.N.tenure": [_classes("tenure = '300 d'")],
    "population.classes.N.frequency": [_classes("frequency = 1.4")],
    "population.classes.N.chance": [_classes("chance = 0.2")],
    "population.classes.N.first_decision": [_classes("first_decision = 3")],
    "experience.unreachable": ['"3 d"'],  # a week of hours leaves no line closed for longer than 7
    "survey.recent": ['"0 d"', '"30 d"'],  # who left in a run of 60 days
    "population.customers": ["0", "1", "61"],
    "population.start": ['"fresh"'],
    "population.prospects": ['"0 per d"', '"2 per d"'],
    "population.weekdays": ["[1, 1, 1, 1, 1, 0, 0]"],
    "population.season": ["[0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"],
    "segments.NAME.share": ["{ regular = { share = 0.5 }, loyal = { share = 0.5 } }"],
    "segments.NAME.chance": ["0.2"],
    "segments.NAME.gap": ['"9 d"', '"never"'],
    "segments.NAME.frequency": ["2"],
    "segments.NAME.basket": ["60"],
    "segments.NAME.margin": ["0.3"],
    "segments.NAME.cross_sell_value": ["30"],
    "segments.NAME.channels": ['{ phone = "second" }'],
    "purchase.gap": ['"10 d"', '"never"'],
    "purchase.hours": ['"always"', '"mon 09:00-10:00"'],
    "purchase.frequency": ["1", "{ kind = 'gamma', mean = 1, shape = 1 }"],
    "purchase.basket": ["50"],
    "leaving.chance": ["0.05", "0"],
    "problems.NAME.kind": ['"request"'],
    "problems.NAME.delay": ['"2 d"'],
    "problems.NAME.contact_after": ['"2 h"', '"never"'],
    "problems.NAME.channel": ['"second"'],
    "problems.NAME.profile": ['"usual"'],
    "problems.NAME.by_weekday": ["[1, 1, 1, 1, 1, 0, 0]"],
    "problems.NAME.by_hour": [f"{[1] * 23 + [0]}"],
    "problems.NAME.heals_after": ['"1 d"'],
    "problems.NAME.retry_after": ['"1 d"'],
    "talk.referral_delay": ['"1 d"', '"never"'],
    "price.sensitivity": ["1", "{ kind = 'gamma', mean = 1, shape = 1 }"],
    "sales.return_after": ['"2 d"'],
    "sales.channel": ['"second"'],
    "service.channels.NAME.hours": ['"always"', '"never"', '"mon-fri 08:00-17:45"'],
    "service.channels.NAME.shifts.N.hours": ["[{ hours = 'mon 14:00-16:00', agents = 1 }]"],
    "service.channels.NAME.shifts.N.agents": ["[{ hours = 'mon 09:00-11:00', agents = -1 }]"],
    "service.channels.NAME.handling": ['"60 min"', '"5 min"'],
    "service.channels.NAME.patience": ['"40 min"', '"never"'],
    "service.channels.NAME.asynchronous": ["true"],
    "service.channels.NAME.call_back": ["false"],
    "service.channels.NAME.concurrency": ["2"],
    "service.channels.NAME.discipline": ['"severity"', '"value"'],
    "service.channels.NAME.overflow_to": ['"second"'],
    "service.channels.NAME.switch_to": ['"second"'],
    "service.channels.NAME.escalates_to": ['"phone"'],
    "care.touches.NAME.like": ['"tips"'],
    "care.touches.NAME.trigger": [
        '"purchase"',
        '"joining"',
        '"resolution"',
        '"problem"',
        '"silence"',
        '"nth_purchase"',
        '"date"',
    ],
    "care.touches.NAME.luck": ["1"],
    "care.touches.NAME.audience.segments": ['["loyal"]'],
    "care.touches.NAME.audience.satisfaction_from": ["0.7"],
    "care.touches.NAME.audience.satisfaction_below": ["0.7"],
    "care.touches.NAME.audience.trust_from": ["0.01"],
    "care.touches.NAME.audience.trust_below": ["0"],
    "care.touches.NAME.audience.tenure_from": ['"110 d"'],
    "care.touches.NAME.audience.tenure_below": ['"110 d"'],
    "care.touches.NAME.audience.worth_from": ["700"],
    "care.touches.NAME.audience.worth_below": ["700"],
    "care.touches.NAME.audience.risk_from": ["0.05"],
    "care.touches.NAME.audience.risk_below": ["0.05"],
    "care.touches.NAME.channel": ['"second"'],
    "care.touches.NAME.protects": ["{ mistake = 0.9 }"],
    "care.touches.NAME.intercepts": ["false"],
}
"""What a knob without a plausible range is turned to, as TOML."""

PUSHY = ("sales.push=1",)
BUSY = (
    'run.days="3 d"',
    'problems.question.rate="6 per d"',
    'problems.question.contact_after="0 d"',
    'service.channels.phone.handling.mean="6 min"',
    'service.channels.phone.call_back_from="8 min"',
)
ANSWERED = (*BUSY, "service.channels.phone.agents=7", 'service.training_ramp="1 d"')
DEARER = ("price.level=1.1", "price.points=0.05")
CROWDED = ('care.touches.reminder.every="2 d"', "care.touches.reminder.capacity=100")

BOOKED = ('problems.question.rate="30 per year"', "service.channels.phone.deterred=1")
UNHEARD = ('service.channels.desk.hours="never"',)
OFTEN = ("population.customers=400",)
EXTRAS = ("service.cross_sell=1", "care.touches.reminder.cross_sell=1")

CONTEXTS = {
    **dict.fromkeys(
        (key for key in PLACES if key.startswith("population.classes")),
        (f"population.classes={_classes('')}",),
    ),
    "purchase.elsewhere_response": OFTEN,
    "talk.referral_slope": OFTEN,
    "talk.praise_slope": OFTEN,
    "price.elsewhere_response": ("purchase.elsewhere=0.4", "price.level=1.5"),
    "service.channels.NAME.asynchronous": ('service.channels.desk.patience="never"',),
    "service.channels.NAME.concurrency_time": ("service.channels.desk.concurrency=3",),
    "service.channels.NAME.discipline": ('problems.breakdown.rate="60 per year"',),
    "price.redeemed": DEARER,
    "price.conversion_response": (*DEARER, 'population.prospects="5 per d"'),
    "sales.push_conversion": PUSHY,
    "sales.push_basket": PUSHY,
    "sales.push_returns": PUSHY,
    "sales.return_after": PUSHY,
    "sales.push_debit": PUSHY,
    "sales.push_trust": PUSHY,
    "sales.push_promise": PUSHY,
    "experience.promise_hurts": PUSHY,
    "experience.promise_hurries": PUSHY,
    "experience.half_life_promise": PUSHY,
    "sales.channel": ('service.channels.second.pay="60 per h"',),
    "sales.extra_accepted": (*OFTEN, *EXTRAS),
    "sales.extra_pause": (
        *EXTRAS,
        'run.days="400 d"',
        "sales.extra_accepted=1",
        'sales.extra_memory="1 d"',
    ),
    "care.protects_most": ("care.touches.reminder.protects.breakdown=1",),
    "population.newcomer_time": ("population.newcomer_problems=3",),
    "leaving.newcomer_fades": ("leaving.newcomer_hazard=3", 'population.prospects="3 per d"'),
    "population.unanswered_loss": ("problems.advice.retries=0", 'population.prospects="3 per d"'),
    "sales.advice_conversion": ("sales.push=-1", 'population.prospects="5 per d"'),
    "service.target_wait": (
        *ANSWERED,
        "service.channels.phone.overflow_at=100",
        "population.customers=300",
        "service.channels.phone.agents=14",
    ),
    "problems.NAME.heals": OFTEN,
    "problems.NAME.books": BOOKED,
    "purchase.booked_elsewhere": (*BOOKED, "problems.question.books=1"),
    "experience.unreachable": ('service.channels.desk.hours="mon 09:00-10:00"',),
    "experience.unheard_factor": UNHEARD,
    "talk.public": UNHEARD,
    "talk.public_factor": (*UNHEARD, "talk.public=1"),
    "experience.passed_on": OFTEN,
    "service.discretion_given": ("service.goodwill=0",),
    "service.settling_rate": OFTEN,
    "service.novice_resolution": (*ANSWERED, "service.channels.phone.wage=0.5"),
    "service.discretion_resolution": ANSWERED,
    "service.training_resolution": ANSWERED,
    "service.knowledge_resolution": ANSWERED,
    "service.channels.NAME.overflow_to": BUSY,
    "service.channels.NAME.overflow_at": BUSY,
    "service.channels.NAME.call_back": BUSY,
    "service.call_back_unanswered": (*BUSY, "service.call_back_accepted=1"),
    "service.channels.NAME.call_back_from": BUSY,
    "service.channels.NAME.switch": ("service.channels.desk.resolution=0.3",),
    "care.touches.NAME.expires": (*CROWDED, 'care.touches.reminder.staff="4 h"'),
    "experience.overcontact": CROWDED,
    "experience.overcontact_most": CROWDED,
    "experience.recovery_most": ("service.goodwill=50", "experience.goodwill_most=0.5"),
    "care.risk_noise": ("care.touches.reminder.audience.risk_from=0.05",),
}
"""What else is set for a knob that the world as it is does not let matter."""


def _knobs() -> Iterator[tuple[str, Any]]:
    """Every knob of the model's sections, with NAME and N for the keys of tables and lists."""
    for key, field in describe.knobs_of(Tables):
        if key.split(".")[0] in (*WORLD_SECTIONS, *LEVER_SECTIONS):
            if not key.endswith(ONLY_TEXT):
                yield key, field


KNOBS = dict(_knobs())


def _place(key: str) -> str:
    """The path of a knob in the world of this test."""
    if key in PLACES:
        return PLACES[key]
    table, _, rest = key.partition(".NAME.")
    return f"{table}.{NAMES[table.split('.')[-1]]}.{rest}" if rest else table


@cache
def _world(context: tuple[str, ...] = ()) -> Scenario:
    return world("everything_happens", *context)


@cache
def _life(context: tuple[str, ...]) -> Outcome:
    return outcome(_world(context), BASELINE)


def _values(key: str) -> list[str]:
    """The values to turn a knob to, as they would be written in a file."""
    if key in VALUES:
        return VALUES[key]
    field = KNOBS[key]
    extra = field.json_schema_extra or {}
    assert "plausible" in extra, f"{key}: give it a plausible range, or a value in VALUES"
    unit = describe.unit_of(field)
    context = _world(CONTEXTS.get(key, ()))
    stands = at(context.tables.model_dump(by_alias=True), tuple(_place(key).split(".")))
    ends = [end for end in extra["plausible"] if float(end) != stands]
    if unit in ("duration", "rate"):
        return [f'"{describe.in_unit(float(end), unit)}"' for end in ends]
    return [f"{int(end) if unit == 'count' else float(end)}" for end in ends]


def _same_metrics(one: Scenario, other: Scenario, ours: Outcome, theirs: Outcome) -> bool:
    asked = metrics.default_requests(ours.encoded.names, ours.horizon)
    rates = (one.tables.money.discount_rate, other.tables.money.discount_rate)
    before = metrics.evaluate(ours, asked, rates[0])
    after = metrics.evaluate(theirs, asked, rates[1])
    return all(
        after[name] == value or (isnan(value) and isnan(after[name]))
        for name, value in before.items()
    )


def _differs(context: tuple[str, ...], setting: str) -> bool:
    """Does a setting change anything that comes out?"""
    plain = _world(context)
    turned = plain.with_settings([setting])
    before, after = _life(context), outcome(turned, BASELINE)
    if before.log.rows.tobytes() != after.log.rows.tobytes():
        return True
    if before.people.tobytes() != after.people.tobytes() or before.reputation != after.reputation:
        return True
    return not _same_metrics(plain, turned, before, after)


def test_everything_here_is_about_a_knob_there_is() -> None:
    for table in (PLACES, VALUES, CONTEXTS):
        assert table.keys() <= KNOBS.keys(), table.keys() - KNOBS.keys()


def test_the_whole_model_is_swept() -> None:
    assert {key.split(".")[0] for key in KNOBS} == {*WORLD_SECTIONS, *LEVER_SECTIONS}
    assert len(KNOBS) > 190


@pytest.mark.parametrize("key", KNOBS)
def test_every_knob_moves_something(key: str) -> None:
    """Turned to any of these values in a context where it matters, it changes what comes out."""
    context, values = CONTEXTS.get(key, ()), _values(key)
    assert values, f"{key}: give it a value in VALUES that it does not have here"
    for value in values:
        setting = f"{_place(key)}={value}"
        assert _differs(context, setting), (
            f"{setting} changes nothing: let a rule in model/{key.split('.')[0]}.py read it, or give it "
            "a context in which it matters (CONTEXTS above)"
        )
