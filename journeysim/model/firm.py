"""FirmFacts: what a firm says of itself, each figure as its owner told it.

Nothing here acts on a run: knobs do. The facts stay in the file so that the simulated firm can be
held against them at any time. What a text means is read where a firm's data are read.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

from journeysim.knobs import Facts, Name, Text, knob

Fact = Annotated[
    str | int | float | None,
    WithJsonSchema({"type": ["string", "number"]}),
]
"""A figure as it was told: a number, or a text with its unit; "?" is "don't know"."""


class FirmChannel(Facts):
    """One way in which customers turn to the firm, as the firm sees it."""

    kind: Text | None = knob(None, doc="phone, chat, e-mail or counter; unset: by its name.")
    hours: Text | None = knob(None, doc="Opening hours, such as 'mon-fri 08:00-18:00'.")
    contacts: Fact = knob(None, doc="Contacts, such as '10000 per month', repeats included.")
    talk: Fact = knob(None, doc="Work of one contact, such as '7 min', wrapping up included.")
    people: Fact = knob(None, doc="People at work at the same time while it is open.")
    staff: Fact = knob(None, doc="People employed (full-time equivalents), where that is known instead.")  # fmt: skip
    week: Fact = knob(None, doc="Hours one of them is paid for in a week, such as '37.5 h'.")
    shrinkage: Fact = knob(None, doc="Share of these in which they are not at work.")
    at_once: Fact = knob(None, doc="Talks one person holds at the same time (chat).")
    hang_up: Fact = knob(None, doc="Share of contacts given up while waiting, such as '8 %'.")
    service_level: Fact = knob(None, doc="Share answered in time, such as '80 % in 20 s'.")
    wait: Fact = knob(None, doc="Mean wait of all, such as '45 s'.")
    first_time: Fact = knob(None, doc="Share of matters settled in their first contact.")


class FirmProblem(Facts):
    """One thing that goes wrong for customers."""

    per_customer: Fact = knob(None, doc="How often, such as '0.3 per year'.")
    told: Fact = knob(None, doc="Share of which the firm hears.")
    channel: Name | None = knob(None, doc="Where it is told; unset: the first channel.")


class FirmTouch(Facts):
    """Something the firm does unasked today."""

    every: Fact = knob(None, doc="How often, such as '90 d' or 'monthly'.")
    reach: Fact = knob(None, doc="Share of customers who get and notice it.")
    cost: Fact = knob(None, doc="What one costs beside work.")
    work: Fact = knob(None, doc="Work of one, such as '4 min'.")


class FirmCosts(Facts):
    """What things cost the firm."""

    hour: Fact = knob(None, doc="An hour of somebody who answers customers, all in.")
    acquisition: Fact = knob(None, doc="What it costs to win one customer.")


class FirmFacts(Facts):
    """The facts of a firm, in its owner's words; every one may be left out."""

    name: Text = knob("", doc="What the firm is called.")
    kind: Text | None = knob(None, doc="shop, laptop, garage, burger, card, telecom or saas.")
    customers: Fact = knob(None, doc="Customers today.")
    new: Fact = knob(None, doc="New customers, such as '900 per month'.")
    churn: Fact = knob(None, doc="Share that leaves, such as '1.5 % per month'.")
    lost: Fact = knob(None, doc="The same as a number, such as '600 per month'.")
    stay: Fact = knob(None, doc="The same as those who stay, such as '83 % per year'.")
    renewals: Fact = knob(None, doc="The same as contracts renewed, such as '88 %'.")
    buys: Fact = knob(None, doc="How often a usual customer buys or is billed, such as 'monthly'.")
    spend: Fact = knob(None, doc="What is spent each time.")
    revenue_per_customer: Fact = knob(None, doc="The same by time, such as '29 per month'.")
    margin: Fact = knob(None, doc="Share of sales left before service and care are paid.")
    currency: Text | None = knob(None, doc="The name of its money, such as 'EUR'.")
    nps: Fact = knob(None, doc="Net promoter score, -100 to 100.")
    csat: Fact = knob(None, doc="Share of customers who say that they are satisfied.")
    channels: dict[Name, FirmChannel] = knob({}, doc="How customers turn to it.")
    problems: dict[Name, FirmProblem] = knob({}, doc="What goes wrong.")
    touches: dict[Name, FirmTouch] = knob({}, doc="What it does unasked.")
    costs: FirmCosts = knob({}, doc="What things cost.")
    doubted: list[Text] = knob([], doc="Facts that other facts contradict and that gave way.")
