"""Twins in words: whole numbers that add up, whatever rounding does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from worlds import changed, outcome

from journeysim.experiment.twins import KeptLost, Ledger, LifeOutcome, Portion, Reason, Side, ledger
from journeysim.experiment.twins.reasons import portions
from journeysim.report.twin_words import in_words, people
from journeysim.scenario.scenario import Scenario


def test_the_saved_are_told_by_their_reasons(firm: Scenario) -> None:
    busy = changed(firm, "service.channels.phone.handling.mean=60 min", "run.days=300 d")
    book = ledger(
        outcome(busy, "plain"), outcome(changed(busy, "service.channels.phone.agents=3"), "plain")
    )
    text = in_words(book, LifeOutcome.SAVED)
    number, *parts = (int(each) for each in re.findall(r"\d+", text))
    assert number == book.saved > 1
    assert sum(parts) == number
    assert "shorter wait" in text
    assert in_words(book, LifeOutcome.LOST).startswith(f"{book.lost} driven away by it")


@given(
    weights=st.lists(
        st.dictionaries(
            st.tuples(st.sampled_from(Reason), st.sampled_from(Side)),
            st.floats(1e-9, 1e3),
            min_size=1,
        ),
        max_size=30,
    )
)
def test_whole_numbers_add_up_however_people_are_shared(
    weights: list[dict[tuple[Reason, Side], float]],
) -> None:
    shared = [portions(each) for each in weights]
    for person in shared:
        assert sum(each.share for each in person) == 1.0
        assert all(0.0 <= each.share <= 1.0 for each in person)
        assert person[0].share >= max(each.share for each in person)
    reasons = tuple(
        KeptLost(reason, sum(_share(person, reason) for person in shared), 0.0) for reason in Reason
    )
    assert sum(each.saved for each in reasons) == len(shared)
    text = in_words(_book(len(shared), reasons), LifeOutcome.SAVED)
    number, *parts = (int(each) for each in re.findall(r"\d+", text))
    assert number == len(shared)
    assert sum(parts) == number


def _share(person: tuple[Portion, ...], reason: Reason) -> float:
    return sum(each.share for each in person if each.reason == reason)


def _book(saved: int, reasons: tuple[KeptLost, ...]) -> Ledger:
    return Ledger(
        0, saved, saved, 0, 0, 0, 0, 0, saved, (), reasons, (), (), 0, 0, 0.0, 0.0, 0.0, 0.0, 0, ()
    )


def test_people_are_whole_where_they_are() -> None:
    assert [people(number) for number in (0.0, 7.0, 7.25, 123.4, 1234.0)] == [
        "0", "7", "7.2", "123", "1,234",
    ]  # fmt: skip
