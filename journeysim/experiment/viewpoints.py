"""Viewpoints: five meanings of "customer care" against "customer service", each with the claims that
follow from it and the number it hangs on. Says what is claimed, never what comes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AUTHOR = "as_the_author_says"
EVIDENCE = "evidence"
WORST = "least_favourable"
WORLDS = (AUTHOR, EVIDENCE, WORST)
"""The worlds in which every claim is judged: the author's own, the evidence's, the least friendly."""


@dataclass(frozen=True)
class ViewpointClaim:
    """A claim about two policies of a scenario.

    says: "more" (the first has more of the metric) or "same" (to the last bit). knob: the assumed
    number on which the claim hangs most plainly, "" where it hangs on none.
    """

    text: str
    scenario: str
    policy: str
    against: str
    metric: str
    knob: str = ""
    says: Literal["more", "same"] = "more"


@dataclass(frozen=True)
class Viewpoint:
    """What somebody means by care.

    care: the meaning, to follow "care is"; thesis: the viewpoint in a sentence; lever: what is turned
    in the model, in neutral words.
    """

    care: str
    thesis: str
    lever: str
    claims: tuple[ViewpointClaim, ...]


VIEWPOINTS = (
    Viewpoint(
        "only a name",
        "The name makes no difference; only coming back counts.",
        "none for the name; for the process: staffing, wage, time for a talk and a call after a purchase",
        (
            ViewpointClaim(
                "the same process under either name keeps the same people",
                "come_back", "care_label", "service_label", "retention", says="same",
            ),
            ViewpointClaim(
                "it even earns the same",
                "come_back", "care_label", "service_label", "profit", says="same",
            ),
            ViewpointClaim(
                "what is done, under any name, brings people back",
                "come_back", "service_label", "neglect", "come_back_rate", "leaving.grievance_scale",
            ),
        ),
    ),
    Viewpoint(
        "the encounter",
        "Service is after the sale, care is during the encounter; the unhappy do not return.",
        "the manner of selling: pushy, plain or attentive",
        (
            ViewpointClaim(
                "an attentive sale keeps more people than a pushy one",
                "laptop_shop", "attentive", "pushy", "retention", "leaving.grievance_scale",
            ),
            ViewpointClaim(
                "and earns more",
                "laptop_shop", "attentive", "pushy", "profit", "sales.push_conversion",
            ),
            ViewpointClaim(
                "an attentive sale earns more than a plain one",
                "laptop_shop", "attentive", "plain", "profit", "sales.advice_credit",
            ),
        ),
    ),
    Viewpoint(
        "proactive",
        "Service is reactive and transactional, care proactive and relational; both together are best.",
        "touches that nobody asked for: reminders, advice, recommendations",
        (
            ViewpointClaim(
                "reminders keep more people than doing nothing",
                "car_service_centre", "proactive", "neither", "retention", "experience.touch_effect",
            ),
            ViewpointClaim(
                "both together keep more than answering well alone",
                "car_service_centre", "integrated", "reactive", "retention", "experience.touch_effect",
            ),
            ViewpointClaim(
                "and are worth more",
                "car_service_centre", "integrated", "reactive", "total_value", "experience.touch_effect",
            ),
            ViewpointClaim(
                "recommending a better tariff unasked keeps people",
                "subscription", "tariff", "nothing", "retention", "experience.wake_effect",
            ),
        ),
    ),
    Viewpoint(
        "ownership",
        "Somebody overhears the problem and puts it right before the customer complains.",
        "noticing and mending unasked, by warm people, instead of a grudging correct fix on demand",
        (
            ViewpointClaim(
                "ownership keeps more people than a grudging fix",
                "burger_counter", "ownership", "grudging", "retention", "problems.wrong_order.severity",
            ),
            ViewpointClaim(
                "and earns more",
                "burger_counter", "ownership", "grudging", "profit", "problems.wrong_order.severity",
            ),
        ),
    ),
    Viewpoint(
        "discretion",
        "Service is a cost line worked from a script, care an opportunity worked by empowered people.",
        "discretion, training and knowledge of the customer in every contact, at their cost in time",
        (
            ViewpointClaim(
                "empowered people keep more customers than a script",
                "card_issuer", "empowered", "script", "retention", "service.discretion_warmth",
            ),
            ViewpointClaim(
                "and earn more",
                "card_issuer", "empowered", "script", "total_value", "service.discretion_warmth",
            ),
            ViewpointClaim(
                "even with the extra agent that their longer talks take",
                "card_issuer", "empowered_5", "script", "total_value", "service.discretion_warmth",
            ),
            ViewpointClaim(
                "cutting an agent from the script loses more than it saves",
                "card_issuer", "script", "script_3", "total_value", "experience.question_waited",
            ),
        ),
    ),
)  # fmt: skip
"""The viewpoints in teaching order; the field's own words for them stand in the scenarios' texts."""
