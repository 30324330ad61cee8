"""Service: the channels people turn to, the agents who answer, and how well they do it.

Levers are what the firm decides and pays for; what people, machines and the labour market make of
it is the world's. Rules about those who answer are in `agents`; what a contact leaves behind is in
`experience`. Times in days, money per day.
"""

from __future__ import annotations

from typing import Any, Literal

from journeysim.knobs import (
    Count,
    Days,
    DurationSpread,
    Name,
    Number,
    PerDay,
    Prose,
    Section,
    Share,
    Text,
    knob,
)
from journeysim.model.hours import Hours
from journeysim.portable import exp, log

FIRST_COME, BY_SEVERITY, BY_VALUE = 0, 1, 2
"""Queue disciplines, as encoded."""


MOST_AGENTS = 100_000  # of one channel, for firms of millions of customers


class Shift(Section):
    """Agents at some hours beside the channel's regular ones."""

    hours: Hours = knob(doc="When, e.g. 'mon-fri 12:00-14:00'.")
    agents: Count = knob(
        ge=-MOST_AGENTS, le=MOST_AGENTS, doc="How many more (or, negative, fewer) agents then."
    )


class Channel(Section):
    """One way to reach the firm: a line of waiting people and a pool of agents."""

    about: Prose = knob("", doc="What it is, in words.")
    agents: Count = knob(
        2, ge=0, le=MOST_AGENTS, plausible=(1, 20), doc="Agents on duty while the channel is open."
    )
    hours: Hours = knob("mon-fri 08:00-18:00", doc="Opening hours.")
    shifts: list[Shift] = knob([], doc="More or fewer agents at some of these hours.")
    shrinkage: Share = knob(
        0.0,
        ge=0,
        le=0.9,
        plausible=(0.0, 0.35),
        doc="Share of paid time in which an agent is not at work (breaks, meetings, illness).",
    )
    handling: DurationSpread = knob(
        {"kind": "lognormal", "mean": "6 min", "sigma": 0.95},
        side="world",
        source="mean: usual industry figure, assumed; shape: lognormal(4.78, .95), bank 1999, "
        "Brown et al. 2005",
        observable=True,
        doc="Time that one contact takes at the usual pace, by agents paid as the market pays.",
    )
    patience: DurationSpread = knob(
        {"kind": "exponential", "mean": "6 min"},
        side="world",
        source="exponential, mean 350 s (210-800 by type): bank 1999, Brown et al. 2005",
        doc="How long people wait before they hang up; 'never' hang up.",
    )
    redial: Share = knob(
        0.5,
        ge=0,
        le=1,
        plausible=(0.3, 0.7),
        side="world",
        source="48 % call again within the hour after hanging up: bank 1999, Brown et al. 2005 data",
        observable=True,
        doc="Share who try again soon after hanging up.",
    )
    redial_within: Days = knob(
        "1 h", gt=0, le="30 d", plausible=("30 min", "1 d"), side="world", doc="How soon they do."
    )
    deterred: Share = knob(
        0.1,
        ge=0,
        le=1,
        plausible=(0.05, 0.25),
        side="world",
        doc="Share who never try again when they find it closed.",
    )
    closed_lag: Number = knob(
        1.0,
        ge=0,
        le=100,
        plausible=(0.6, 1.4),
        side="world",
        source="assumed; with usual demand it gives Monday 1.2-1.4 of a mean weekday, as reported",
        doc="Open days (a mean) until those try again who found it closed or were turned away.",
    )
    asynchronous: bool = knob(
        False,
        doc="People write, at any hour, and what waits at closing time waits on (e-mail, letters).",
    )
    tolerance: Days = knob(
        "0 d",
        ge=0,
        le="30 d",
        plausible=("0 d", "2 d"),
        side="world",
        observable=True,
        doc="A wait that bothers nobody here; 0: as `experience.tolerance`.",
    )
    target_wait: Days = knob(
        "0 d",
        ge=0,
        le="30 d",
        plausible=("0 d", "1 d"),
        doc="Answered within this counts for the service level here; 0: as `service.target_wait`.",
    )
    concurrency: Count = knob(
        1, ge=1, le=20, plausible=(1, 4), doc="Talks an agent may hold at once (chat)."
    )
    concurrency_time: Number = knob(
        0.5,
        ge=0,
        le=5,
        plausible=(0.2, 0.8),
        side="world",
        source="assumed; longer talks under multitasking: Goes et al. 2018 (from memory)",
        doc="How much longer a talk takes for each further one its agent has in hand.",
    )
    resolution: Share = knob(
        0.7,
        ge=0,
        le=1,
        plausible=(0.55, 0.85),
        side="world",
        source="SQM Group: average 67-72 %, best above 80 %",
        observable=True,
        doc="Share of contacts in which the matter is settled, before any lever.",
    )
    warmth: Share = knob(
        0.45,
        ge=0,
        le=1,
        plausible=(0.1, 0.7),
        side="world",
        observable=True,
        doc="Share of contacts felt as warm, before any lever.",
    )
    pay: PerDay = knob(
        "26 per h",
        ge=0,
        le="1000000 per h",
        plausible=("14 per h", "60 per h"),
        side="world",
        observable=True,
        doc="What the market pays for an agent, all in: usual training and replacing included.",
    )
    wage: Number = knob(
        1.0,
        ge=0.5,
        le=3,
        plausible=(0.7, 1.3),
        doc="What the firm pays, relative to the market: whoever pays less loses agents sooner.",
    )
    talk_time: Number = knob(
        1.0,
        ge=0.5,
        le=2,
        plausible=(0.7, 1.3),
        doc="Time that agents take for a contact, relative: haste settles less and is colder.",
    )
    reserve: Count = knob(
        0,
        ge=0,
        le=MOST_AGENTS,
        plausible=(1, 3),
        doc="Care work begins only while more than so many callers could still be taken.",
    )
    discipline: Literal["first_come", "severity", "value"] = knob(
        "first_come", doc="Who is next: the longest waiting, the worst off, the most valuable."
    )
    overflow_to: Text | None = knob(
        None, reference="channels", doc="Where people go when this line is long."
    )
    overflow_at: Count = knob(
        1_000_000, ge=1, plausible=(3, 20), doc="People in line at which the next is passed over."
    )
    call_back: bool = knob(False, doc="Offer to call back those who would wait long.")
    call_back_from: Days = knob(
        "5 min", ge=0, plausible=("2 min", "15 min"), doc="Expected wait at which it is offered."
    )
    self_service: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 0.5), doc="Share who are steered to help themselves first."
    )
    switch_to: Text | None = knob(
        None, reference="channels", doc="Where people try next time, if not here again."
    )
    switch: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0, 0.5),
        side="world",
        observable=True,
        doc="Share who then change the channel.",
    )
    escalates_to: Text | None = knob(
        None, reference="channels", doc="The second line for what is not settled here."
    )
    escalation: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 0.6), doc="Share of unsettled contacts passed on to it."
    )


class Service(Section):
    """How the firm answers those who turn to it."""

    target_wait: Days = knob(
        "20 s",
        gt=0,
        le="30 d",
        plausible=("10 s", "60 s"),
        source="the usual 80/20 rule, assumed",
        doc="Answered within this counts for the service level.",
    )
    discretion: Number = knob(
        0.0,
        ge=0,
        plausible=(0, 200),
        doc="Amount up to which agents decide alone; 0: they work by the script.",
    )
    training: Days = knob(
        "0 h", ge=0, le="80 d", plausible=("0 h", "80 h"), doc="Hours of training of each agent in a year."
    )  # fmt: skip
    knowledge: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0, 1),
        doc="How deeply the firm keeps what is learnt about customers.",
    )
    complaint_ease: Number = knob(
        1.0,
        ge=0.5,
        le=2,
        plausible=(0.5, 2),
        source="1; easier channels double complaints, TARP via Goodman",
        doc="How easy it is made to complain, relative.",
    )
    self_service_investment: Number = knob(
        0.0, ge=0, plausible=(20_000, 200_000), doc="Money put into self-service, to make it succeed."
    )  # fmt: skip
    goodwill: Number = knob(
        0.0, ge=0, plausible=(0, 20), doc="Amount given with every settled failure."
    )
    refund: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 1), doc="Share of given-up failures that are refunded."
    )
    refund_share: Share = knob(
        1.0, ge=0, le=1, plausible=(0.2, 1), doc="Share of a mean basket paid back in a refund."
    )
    cross_sell: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 1), doc="Share of talks that try to sell an extra if warm."
    )
    programme: PerDay = knob(
        "0 per year",
        ge=0,
        plausible=("0 per year", "100000 per year"),
        doc="Running programme cost.",
    )
    training_ramp: Days = knob(
        "60 d", gt=0, le="3650 d", plausible=("15 d", "180 d"), side="world",
        doc="Time in which training takes hold (63 % of it).",
    )  # fmt: skip
    discretion_scale: Number = knob(
        0.3, gt=0, le=100, plausible=(0.15, 0.6), side="world",
        doc="Limit, in mean baskets of the customer, that is two thirds of full discretion.",
    )  # fmt: skip
    discretion_given: Share = knob(
        0.5, ge=0, le=1, plausible=(0.2, 0.8), side="world",
        doc="Share of the limit that agents give with a settled failure, unless goodwill is more.",
    )  # fmt: skip
    discretion_time: Number = knob(
        0.08,
        ge=0,
        le=5,
        plausible=(0, 0.25),
        side="world",
        doc="Extra handling time under full discretion.",
    )
    discretion_resolution: Share = knob(
        0.05,
        ge=0,
        le=1,
        plausible=(0.0, 0.1),
        side="world",
        source="assumed; no published effect on churn",
        doc="Extra resolution under full discretion.",
    )
    discretion_warmth: Share = knob(
        0.2,
        ge=0,
        le=1,
        plausible=(0, 0.45),
        side="world",
        doc="Extra warmth under full discretion.",
    )
    training_scale: Days = knob(
        "40 h", gt=0, le="365 d", plausible=("20 h", "80 h"), side="world",
        source="assumed; returns fall: De Grip & Sauermann",
        doc="Hours a year that are two thirds of full training.",
    )  # fmt: skip
    training_fee: PerDay = knob(
        "12 per h", ge=0, plausible=("5 per h", "40 per h"), side="world", observable=True,
        doc="Cost of an hour of training of one agent, beside the pay.",
    )  # fmt: skip
    training_time: Share = knob(
        0.06, ge=0, le=0.9, plausible=(0, 0.12), side="world",
        source="assumed; about 10 % after a week: De Grip & Sauermann 2012 (from memory)",
        doc="Share of the handling time that full training saves.",
    )  # fmt: skip
    training_resolution: Share = knob(
        0.06,
        ge=0,
        le=1,
        plausible=(0, 0.12),
        side="world",
        doc="Extra resolution by full training.",
    )
    training_warmth: Share = knob(
        0.15, ge=0, le=1, plausible=(0, 0.3), side="world", doc="Extra warmth by full training."
    )
    knowledge_resolution: Share = knob(
        0.05,
        ge=0,
        le=1,
        plausible=(0, 0.1),
        side="world",
        doc="Extra resolution for the well known.",
    )
    knowledge_agent_cost: PerDay = knob(
        "1200 per year", ge=0, plausible=("400 per year", "2500 per year"), side="world",
        observable=True, doc="Cost of keeping all that is learnt, for each full-time agent.",
    )  # fmt: skip
    knowledge_customer_cost: PerDay = knob(
        "0.8 per year", ge=0, plausible=("0.2 per year", "3 per year"), side="world",
        observable=True, doc="The same for each customer of day 0.",
    )  # fmt: skip
    settling_rate: Number = knob(
        1.74, gt=0, le=20, plausible=(1, 3), side="world",
        doc="How fast a matter is settled in the course of a talk, per usual talk time.",
    )  # fmt: skip
    attrition: PerDay = knob(
        "0.3 per year", ge=0, le="12 per year", plausible=("0.2 per year", "0.45 per year"), side="world",
        observable=True, doc="Agents who leave at the market's wage.",
    )  # fmt: skip
    attrition_response: Number = knob(
        3.5, ge=0, le=20, plausible=(2, 5), side="world",
        source="elasticity of leaving: Emanuel & Harrington 2020 (from memory)",
        doc="How strongly a higher wage keeps agents (an elasticity).",
    )  # fmt: skip
    wage_response: Number = knob(
        0.8, ge=0, le=5, plausible=(0.3, 1.2), side="world",
        source="elasticity of output: Emanuel & Harrington 2020 (from memory)",
        doc="How much faster agents work for a higher wage (an elasticity).",
    )  # fmt: skip
    replacement: Number = knob(
        8000.0, ge=0, plausible=(3000, 18000), side="world", observable=True,
        doc="Cost of replacing a full-time agent.",
    )  # fmt: skip
    novice_time: Number = knob(
        0.4, ge=0, le=10, plausible=(0.2, 0.6), side="world",
        source="assumed; De Grip, Sauermann & Sieben 2016",
        doc="How much longer a talk with a novice takes.",
    )  # fmt: skip
    novice_resolution: Share = knob(
        0.06, ge=0, le=1, plausible=(0.02, 0.12), side="world",
        source="assumed; De Grip, Sauermann & Sieben 2016", doc="How much less novices settle.",
    )  # fmt: skip
    novice_ramp: Days = knob(
        "120 d", gt=0, le="3650 d", plausible=("60 d", "240 d"), side="world",
        source="assumed; De Grip, Sauermann & Sieben 2016", doc="How long an agent is a novice.",
    )  # fmt: skip
    call_back_accepted: Share = knob(
        0.375, ge=0, le=1, plausible=(0.2, 0.6), side="world", observable=True,
        source="Hathaway, Emadi & Deshpande 2020", doc="Share who accept to be called back.",
    )  # fmt: skip
    call_back_unanswered: Share = knob(
        0.07, ge=0, le=1, plausible=(0.03, 0.15), side="world", observable=True,
        source="Hathaway, Emadi & Deshpande 2020",
        doc="Share of them who do not answer then; as if they had hung up.",
    )  # fmt: skip
    call_back_time: Days = knob(
        "1 min", ge=0, le="1 d", plausible=("30 s", "3 min"), side="world",
        doc="How much longer a talk takes that is a call back.",
    )  # fmt: skip
    self_service_ceiling: Share = knob(
        0.4, ge=0, le=1, plausible=(0.25, 0.6), side="world",
        doc="Share of tries that succeed where no money is spared.",
    )  # fmt: skip
    self_service_scale: Number = knob(
        80_000.0, gt=0, plausible=(40_000, 160_000), side="world",
        doc="Investment that goes two thirds of the way to that.",
    )  # fmt: skip
    self_service_life: Days = knob(
        "4 year", gt=0, le="36500 d", plausible=("3 year", "6 year"), side="world",
        observable=True, doc="Time over which the investment is written off.",
    )  # fmt: skip
    self_service_choice: Share = knob(
        0.2, ge=0, le=1, plausible=(0.1, 0.4), side="world",
        doc="Share who would choose to help themselves; steering more forces the others.",
    )  # fmt: skip
    self_service_time: Days = knob(
        "3 min", ge=0, le="1 d", plausible=("1 min", "6 min"), side="world",
        doc="How much longer the first talk takes after a failed try.",
    )  # fmt: skip
    self_service_cost: Number = knob(
        0.1, ge=0, plausible=(0.05, 0.5), side="world", observable=True,
        source="assumed; Gartner 2019: about .10 USD a self-service contact",
        doc="Cost of each try that succeeds.",
    )  # fmt: skip
    ease_cost: PerDay = knob(
        "0.2 per year", ge=0, plausible=("0.05 per year", "0.5 per year"), side="world",
        doc="Cost for each customer of day 0 of making it twice as easy to complain.",
    )  # fmt: skip
    channels: dict[Name, Channel] = knob({}, doc="The ways to reach the firm.")


def leeway(service: Service, basket: float) -> float:
    """How free an agent is, 0 to 1, for a customer of this mean basket."""
    if service.discretion == 0.0 or basket <= 0.0:
        return 0.0
    return 1.0 - exp(-(service.discretion / basket) / service.discretion_scale)


def goodwill(service: Service) -> float:
    """The amount given with a settled failure: what is the rule, or what free agents give."""
    return max(service.goodwill, service.discretion_given * service.discretion)


def kept(service: Service) -> float:
    """Share of what is learnt about customers that is kept: the deeper, the less more depth adds."""
    if service.knowledge == 0.0:
        return 0.0
    return 1.0 - exp(-2.0 * service.knowledge)


def self_solved(service: Service, share: float) -> float:
    """The chance that somebody who tries finds the answer alone; share: without investment."""
    if service.self_service_investment == 0.0:
        return share
    bought = 1.0 - exp(-service.self_service_investment / service.self_service_scale)
    return share + max(0.0, service.self_service_ceiling - share) * bought


def customer_cost(service: Service) -> float:
    """What knowing a customer, and hearing complaints with ease, cost a day for each of them."""
    cost = service.knowledge_customer_cost * service.knowledge
    if service.complaint_ease > 1.0:
        cost = cost + service.ease_cost * log(service.complaint_ease) / log(2.0)
    return cost


def write_off(service: Service) -> float:
    """What the investment in self-service costs a day."""
    return service.self_service_investment / service.self_service_life


def priority(discipline: Any, severity: float, worth: float) -> float:
    """Who goes first: the smaller, and the earlier among equals."""
    if discipline == BY_SEVERITY:
        return -severity
    if discipline == BY_VALUE:
        return -worth
    return 0.0


def expected_wait(ahead: int, agents: int, handling: float) -> float:
    """A rough wait in days for whoever joins a line of so many: what an announcement would say."""
    return (ahead + 1) * handling / max(1, agents)


RULES = (
    leeway, goodwill, kept, self_solved, customer_cost, write_off, priority, expected_wait,
)  # fmt: skip
