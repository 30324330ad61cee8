"""Former: the language before, and what to write in place of what it had.

Nothing is read as it was meant before: a file of the language before is refused with its lines to
change, and a key that is gone says what took its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from journeysim.errors import Fault
from journeysim.scenario.document import Source
from journeysim.scenario.merging import Path, Table, leaves

SCHEMA = 2
"""The version of the language that is read."""

REPLACED: dict[str, str] = {
    "care.touches.*.offer": "an offer is a 'discount', and 'wake' where it unsettles",
    "care.touches.*.offer_lasts": "an offer runs as long as its 'discount': 'lasts'",
    "sales.advice_cost": "advice takes time: world knob sales.advice_time, paid as the people of "
    "'sales.channel' are",
    "service.knowledge_touch": "what is known lets a 'personal' touch reach more and weigh less: world "
    "knobs care.personal_reach, personal_burden",
    "service.goodwill_bonus": "'goodwill' acts by its amount; how, is the world's: "
    "experience.goodwill_most and goodwill_scale",
    "experience.request_weight": "questions have a grievance of their own: experience.asked_again, "
    "never_answered, question_waited, question_cold",
    "experience.given_up_request": "write experience.never_answered",
    "service.training_cost": "training costs its hours, at the agents' pay and service.training_fee",
    "service.channels.*.self_service_success": "problems.NAME.self_solved, which "
    "service.self_service_investment raises",
}
"""Keys that are gone, each with what is written instead; * stands for any name."""

REREAD: dict[str, str] = {
    "service.training": "hours a year of each agent, such as '40 h'",
    "service.discretion": "the amount up to which agents decide alone",
    "service.channels.*.call_back": "true or false; how many accept is service.call_back_accepted",
}
"""Keys that mean something else than in the language before, each with what they mean now."""

MOVED_BY: dict[str, str] = {
    "service.channels.*.resolution": "training, discretion, knowledge and a channel's talk_time",
    "service.channels.*.warmth": "training, discretion and a channel's talk_time",
    "service.channels.*.handling": "training and a channel's talk_time and wage",
    "service.channels.*.pay": "a channel's wage, relative to it",
}
"""Knobs of the world that were levers, each with the levers that move what comes of it."""


def replacement(path: Path) -> str | None:
    """What is written instead of a key that is gone; None of any other.

    path: as written in a file, in a policy, a dated change or a world as well.
    """
    return _matching(REPLACED, path)


def moved_by(path: Path) -> str | None:
    """The levers that move what comes of a world knob that was a lever; None of any other."""
    return _matching(MOVED_BY, path)


def _matching(table: dict[str, str], path: Path) -> str | None:
    inside = within(path)
    for pattern, what in table.items():
        parts = pattern.split(".")
        if len(inside) >= len(parts) and all(
            part in ("*", key) for part, key in zip(parts, inside, strict=False)
        ):
            return what
    return None


def within(path: Path) -> Path:
    """The path of a knob within the policy, the dated change or the world that says it."""
    if path[0] in ("policies", "worlds") and path[2:3] == ("changes",):
        return path[4:]
    if path[0] == "changes":
        return path[2:]
    return path[2:] if path[0] in ("policies", "worlds") else path


def faults_of_former(values: Table, source: Source) -> Iterator[Fault]:
    """The lines to change in one file of the language before; none in a file of this one."""
    version: Any = values.get("schema")
    if version is True or not isinstance(version, int) or not 0 < version < SCHEMA:
        return
    rest = [path for path, _ in leaves({key: values[key] for key in values if key != "schema"})]
    gone = [
        Fault(source.where(path), ".".join(path), f"{how}: {what}")
        for table, how in ((REPLACED, "is gone"), (REREAD, "means something else now"))
        for path in rest
        if (what := _matching(table, path)) is not None
    ]
    more = " and change the lines below" if gone else ", the rest stands"
    what = f"is {version}, the language of 0.1; write 'schema = {SCHEMA}'{more}"
    yield Fault(source.where(("schema",)), "schema", what)
    yield from gone
