"""Triggers: what can set a touch off, and the touches of the catalogue."""

from __future__ import annotations

from typing import Any

from journeysim.model.care import CATALOGUE, TRIGGERS
from journeysim.reference.markdown import MADE, code, table
from journeysim.report.to_toml import literal

TRIGGER_WORDS = {
    "purchase": "a purchase",
    "joining": "becoming a customer, with the first purchase; not by those who are there on day 0",
    "resolution": "a failure that was settled",
    "problem": "a failure; with `intercepts` it is noticed and put right before a word is said",
    "silence": "neither purchase nor settled matter for as long as `every` says",
    "period": "time: every `every`, from a moment of each customer's own on",
    "nth_purchase": "every third purchase, or whichever `nth` says",
    "date": "the day that `on` says, the same for everybody",
}
"""What each trigger waits for."""


def page() -> str:
    """The page of triggers and of the catalogue."""
    triggers = table(
        ("`trigger`", "a touch is set off by"),
        [(code(each), TRIGGER_WORDS[each]) for each in TRIGGERS],
    )
    catalogue = table(
        ("`like`", "is", "sets"),
        [(code(name), entry["about"], _settings(entry)) for name, entry in CATALOGUE.items()],
    )
    return (
        f"{MADE}# Triggers\n\nThe touch comes `delay` later.\n\n{triggers}\n"
        "## The catalogue\n\nA touch that says `like` starts from an entry and may set everything anew; "
        f"keys that neither sets are at their defaults ([knobs](knobs.md)).\n\n{catalogue}"
    )


def _settings(entry: dict[str, Any]) -> str:
    return code(
        ", ".join(f"{key} = {literal(value)}" for key, value in entry.items() if key != "about")
    )
