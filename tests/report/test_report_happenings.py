"""Happenings in words: every kind of event can be said, and says what it is about."""

from __future__ import annotations

import pytest

from journeysim.causes import CAUSES, Cause
from journeysim.events import FIRST, IN_TIME, KINDS, WARM, EventType, Meaning, Refers, Row
from journeysim.report.happenings import happening
from journeysim.scenario.world import Names

NAMES = Names(("regular",), ("flat_tyre",), ("phone",), ("reminder",))


def said(kind: EventType, **values: float) -> str:
    return happening(Row(0.0, kind, 0, 0, 0, 0, 0, 0, 0.0, 0.0)._replace(**values), NAMES, "EUR")


@pytest.mark.parametrize("meaning", KINDS, ids=[each.kind.name for each in KINDS])
def test_every_kind_is_said_in_its_own_words(meaning: Meaning) -> None:
    if meaning.kind in (EventType.CAUSE, EventType.JOINED):
        return
    text = said(meaning.kind)
    assert text.startswith(meaning.text)
    assert "_" not in text
    if meaning.slot.refers is Refers.PROBLEM:
        assert "flat tyre" in text
    if meaning.slot.refers is Refers.TOUCH:
        assert "reminder" in text


def test_every_cause_has_words() -> None:
    assert all(said(EventType.LEFT, slot=cause).endswith(CAUSES[cause].life) for cause in Cause)
    assert said(EventType.CAUSE, slot=3, value=0.254) == "... 0.25 by waiting"


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("is a customer", EventType.JOINED, {"number": 0}),
        ("became a customer", EventType.JOINED, {"number": 2}),
        ("bought (230 EUR)", EventType.PURCHASE, {"value": 230.0}),
        ("was answered: flat tyre (12.0 min)", EventType.ANSWERED, {"value": 12 / 1440}),
        ("was answered: flat tyre (at once)", EventType.ANSWERED, {}),
        ("got a goodwill amount: flat tyre (6 EUR)", EventType.GOODWILL, {"money": -6.0}),
        ("left for good: mostly waiting", EventType.LEFT, {"slot": 3}),
        ("was reached by a touch: reminder (one too many)", EventType.TOUCHED, {"attempt": 1}),
        (
            "the contact ended and the matter is settled: flat tyre (warm)",
            EventType.RESOLVED,
            {"marks": WARM | IN_TIME | FIRST},
        ),
        (
            "the contact ended and the matter is open: flat tyre "
            "(cold, after too long a wait, told again)",
            EventType.UNRESOLVED,
            {},
        ),
    ],
)
def test_how_it_went_is_said(text: str, kind: EventType, values: dict[str, float]) -> None:
    assert said(kind, **values) == text
