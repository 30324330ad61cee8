"""Questions: what `init` asks, in a strategist's words, and where on the sheet each answer stands.

"don't know" is an answer. Asks nobody itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from journeysim.calibration import answers
from journeysim.calibration.sheet import facts, picture, sectors
from journeysim.errors import UsageError
from journeysim.scenario.merging import Path, Table, merged, nested

PROBLEM = "trouble"
PHONE = picture.PHONE
_CHANNELS = {
    "phone": PHONE,
    "chat": "chat",
    "e-mail": "mail",
    "email": "mail",
    "mail": "mail",
    "counter": "counter",
}
"""What people call a channel, and its name on the sheet."""


class Question(NamedTuple):
    """One question. path: of the fact below [firm]; wording: an answer that is a bare number as the sheet
    says it."""

    key: str
    path: Path
    text: str
    example: str
    wording: str = "{}"


QUESTIONS = (
    Question("name", ("name",), "What is your firm called?", "Northlink"),
    Question("kind", ("kind",), f"What is most like it: {', '.join(sectors.SECTORS)}?", "garage"),
    Question("customers", ("customers",), "How many customers do you have?", "3000"),
    Question("new", ("new",), "How many new customers come in a month?", "25", "{} per month"),
    Question("stay", ("stay",), "Of 100 customers, how many are still there a year later?", "82", "{} % per year"),
    Question("every", ("buys",), "How often does a usual customer buy, or is billed?", "every 30 days, 4 per year, monthly"),
    Question("spend", ("spend",), "How much does a customer spend at once?", "45"),
    Question("margin", ("margin",), "Of 100 in sales, how much is left before service and care are paid?", "40", "{} %"),
    Question("channels", ("channels",), "How do customers reach you: by phone, chat, e-mail, at a counter?", "phone, e-mail"),
    Question("hours", ("channels", "phone", "hours"), "When can customers reach you?", "mon-fri 08:00-18:00"),
    Question("contacts", ("channels", "phone", "contacts"), "How many contacts come in a month, repeats included?", "900", "{} per month"),
    Question("contact", ("channels", "phone", "talk"), "How long does one take, wrapping up included?", "6 min"),
    Question("staff", ("channels", "phone", "staff"), "How many people are employed to answer them?", "5"),
    Question("agents", ("channels", "phone", "people"), "Or, if you know that: how many are at work at the same time?", "3"),
    Question("hang_up", ("channels", "phone", "hang_up"), "Of 100 who call or write, how many give up waiting?", "6", "{} %"),
    Question("first_time", ("channels", "phone", "first_time"), "Of 100 matters, how many are settled at the first contact?", "70", "{} %"),
    Question("trouble", ("problems", PROBLEM, "per_customer"), "How many times a year does something go wrong for a usual customer?", "0.5", "{} per year"),
    Question("tell", ("problems", PROBLEM, "told"), "Of 100 for whom something goes wrong, how many tell you?", "40", "{} %"),
    Question("nps", ("nps",), "What is your net promoter score?", "30"),
    Question("hour", ("costs", "hour"), "What does an hour of somebody who answers cost, all in?", "27"),
    Question("currency", ("currency",), "What is your money called?", "EUR"),
)  # fmt: skip
"""Every question, in the order in which it is asked."""

_TEXTS = ("name", "kind", "currency", "hours")
_BY_KEY = {question.key: question for question in QUESTIONS}


def answered(question: Question, text: str) -> Table:
    """The sheet with one answer, empty for "don't know". Raises ValueError in words."""
    if text.strip().lower() in answers.NOTHING:
        return {}
    if question.key == "kind":
        return nested(question.path, sectors.kind_of(text))
    if question.key == "channels":
        return {"channels": _channels(text)}
    if question.key in ("name", "currency"):
        return nested(question.path, text.strip())
    table = nested(question.path, _worded(question, text))
    sheet = facts.read(table, lambda path: question.key)
    if question.path not in sheet.known and question.key != "hours":
        raise ValueError(f"something such as {question.example}")
    return table


def _channels(text: str) -> Table:
    """The channels that somebody names, each with its kind. Raises ValueError in words."""
    words = [word.strip().lower() for word in re.split(r",|;| and ", text) if word.strip()]
    if any(word not in _CHANNELS for word in words):
        raise ValueError(f"some of {', '.join(picture.CHANNEL_KINDS)}, with commas between")
    return {
        _CHANNELS[word]: {"kind": picture.MAIL if _CHANNELS[word] == "mail" else word}
        for word in words
    }


def at_channel(question: Question, channel: str, several: bool) -> Question:
    """A question about the phone, asked of another channel; several: is it to say which?"""
    text = question.text
    if several:
        text = f"By {channel}: {text[:1].lower()}{text[1:]}"
    return question._replace(path=("channels", channel, question.path[-1]), text=text)


def is_of_channel(question: Question) -> bool:
    """Is it asked of each channel?"""
    return question.path[0] == "channels" and len(question.path) > 1


def _worded(question: Question, text: str) -> str:
    """An answer as the sheet says it: with what goes without saying in the question."""
    bare = text.strip()
    wording = question.wording
    if wording == "{}" or "per" in bare.split():
        return text
    if "%" in bare:
        wording = wording.replace(" %", "")
    return type(text)(wording.format(bare))


def sheet_of(table: Mapping[str, Any], name: str) -> Table:
    """The [firm] section that answers by key are. Raises UsageError naming what is no question."""
    sheet: Table = {}
    if isinstance(named := table.get("channels"), str):
        try:
            sheet = answered(_BY_KEY["channels"], named)
        except ValueError as error:
            raise UsageError(
                f"{name}: channels: {named[:40]!r} cannot be read; expected {error}"
            ) from None
    first = next(iter(sheet.get("channels", ())), PHONE)
    for key, value in table.items():
        question = _BY_KEY.get(key)
        if question is None:
            raise UsageError(f"{name}: {key}: unknown question; known: {', '.join(_BY_KEY)}")
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise UsageError(f"{name}: {key}: must be a number or text in quotes")
        text = value if isinstance(value, str) else answers.Literal(value)
        if text.strip().lower() in answers.NOTHING or key == "channels":
            continue
        if is_of_channel(question):
            question = at_channel(question, first, False)
        wording: Any = text if key in _TEXTS else _worded(question, text)
        sheet = merged(sheet, nested(question.path, wording))
    return sheet


def key_of(path: Path) -> str:
    """The question whose answer stands at a path; "" if none asks for it."""
    if len(path) == 3 and path[0] == "channels":
        path = ("channels", PHONE, path[2])
    return next((question.key for question in QUESTIONS if question.path == path), "")


def asked_of(ask: Callable[[Question], Table]) -> Table:
    """The sheet, every question asked one by one, those about a channel of each; who writes hangs up on
    nobody."""
    sheet: Table = {}
    before = list(takewhile(lambda each: not is_of_channel(each), QUESTIONS))
    for question in before:
        sheet = merged(sheet, ask(question))
    channels: Table = sheet.get("channels") or {PHONE: {"kind": PHONE}}
    for name, channel in channels.items():
        for question in filter(is_of_channel, QUESTIONS):
            if channel["kind"] != picture.MAIL or question.key != "hang_up":
                sheet = merged(sheet, ask(at_channel(question, name, len(channels) > 1)))
    for question in QUESTIONS[len(before) :]:
        if not is_of_channel(question):
            sheet = merged(sheet, ask(question))
    return sheet
