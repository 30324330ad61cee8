"""Service: the channels people turn to, the agents who answer, and how well they do it.

Rules give resolution, warmth and handling under discretion, training and knowledge of the
customer; what a contact leaves behind is in `experience`. Times in days, pay per day of one agent.
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
from journeysim.portable import exp

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
        source="mean: usual industry figure, assumed; shape: lognormal(4.78, .95), bank 1999, "
        "Brown et al. 2005",
        doc="Time of one contact.",
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
        source="SQM Group: average 67-72 %, best above 80 %",
        doc="Share of contacts in which the matter is settled.",
    )
    warmth: Share = knob(
        0.45, ge=0, le=1, plausible=(0.1, 0.7), doc="Share of contacts felt as warm."
    )
    pay: PerDay = knob(
        "26 per h", ge=0, le="1000000 per h", plausible=("14 per h", "60 per h"), doc="Cost of one agent."
    )  # fmt: skip
    discipline: Literal["first_come", "severity", "value"] = knob(
        "first_come", doc="Who is next: the longest waiting, the worst off, the most valuable."
    )
    overflow_to: Text | None = knob(
        None, reference="channels", doc="Where people go when this line is long."
    )
    overflow_at: Count = knob(
        1_000_000, ge=1, plausible=(3, 20), doc="People in line at which the next is passed over."
    )
    call_back: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 0.6), doc="Share who accept to be called back instead."
    )
    call_back_from: Days = knob(
        "5 min", ge=0, plausible=("2 min", "15 min"), doc="Expected wait at which it is offered."
    )
    self_service: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 0.5), doc="Share who first try to help themselves here."
    )
    self_service_success: Share = knob(
        0.5,
        ge=0,
        le=1,
        plausible=(0.2, 0.8),
        side="world",
        observable=True,
        doc="Share of them who succeed.",
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
    discretion: Share = knob(
        0.0, ge=0, le=1, plausible=(0, 1), doc="From working by the script to full discretion."
    )
    training: Share = knob(0.0, ge=0, le=1, plausible=(0, 1), doc="Effort put into training.")
    knowledge: Share = knob(
        0.0,
        ge=0,
        le=1,
        plausible=(0, 1),
        doc="Share of what is learnt about customers that is kept.",
    )
    complaint_ease: Number = knob(
        1.0,
        ge=0,
        le=20,
        plausible=(0.3, 2),
        source="1; easier channels double complaints, TARP via Goodman",
        doc="How easy it is made to complain, relative.",
    )
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
    training_cost: PerDay = knob(
        "0 per year",
        ge=0,
        plausible=("0 per year", "4000 per year"),
        doc="Full training, per agent.",
    )
    training_ramp: Days = knob(
        "60 d", gt=0, le="3650 d", plausible=("15 d", "180 d"), side="world",
        doc="Time in which training takes hold (63 % of it).",
    )  # fmt: skip
    discretion_time: Number = knob(
        0.05,
        ge=0,
        le=5,
        plausible=(0, 0.25),
        side="world",
        doc="Extra handling time under full discretion.",
    )
    discretion_resolution: Share = knob(
        0.07,
        ge=0,
        le=1,
        plausible=(0.0, 0.1),
        side="world",
        source="assumed (+.05 to +.10); no published effect on churn",
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
    channels: dict[Name, Channel] = knob({}, doc="The ways to reach the firm.")


def trained(before: float, level: float, ramp: float, since: float) -> float:
    """How far training has taken hold, since days after it was set to this level."""
    return before + (level - before) * (1.0 - exp(-since / ramp))


def resolution(
    service: Service, channel: Channel, factor: float, training: float, known: float
) -> float:
    """The chance that a contact settles the matter."""
    skill = (
        channel.resolution
        + service.discretion_resolution * service.discretion
        + service.training_resolution * training
        + service.knowledge_resolution * known
    )
    return min(1.0, skill * factor)


def warmth(service: Service, channel: Channel, training: float) -> float:
    """The chance that a contact is felt as warm."""
    warm = channel.warmth + service.discretion_warmth * service.discretion
    return min(1.0, warm + service.training_warmth * training)


def divided_attention(channel: Channel, talks: int, agents: int) -> float:
    """How much longer a talk takes that begins as one of so many, shared evenly by the agents."""
    if channel.concurrency == 1:
        return 1.0
    return 1.0 + channel.concurrency_time * max(0.0, talks / agents - 1.0)


def handling_factor(service: Service) -> float:
    """What discretion does to the handling time."""
    return 1.0 + service.discretion_time * service.discretion


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


RULES = (trained, resolution, warmth, divided_attention, handling_factor, priority, expected_wait)
