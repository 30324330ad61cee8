"""Causes: one table, in order, with every wording of each."""

from __future__ import annotations

import pytest

from journeysim.causes import CAUSE_COUNT, CAUSE_NAMES, CAUSES, GRIEVANCES, Cause


def test_every_cause_stands_in_the_table_in_order() -> None:
    assert [each.cause for each in CAUSES] == list(Cause), "causes.py: CAUSES: one line a cause"
    assert tuple(cause.name.lower() for cause in Cause) == CAUSE_NAMES
    assert len(Cause) == CAUSE_COUNT


def test_grievances_come_first() -> None:
    """The engine keeps a debit for each grievance, by position."""
    assert [each.grievance for each in CAUSES] == [place < GRIEVANCES for place in Cause]
    assert [each.cause for each in CAUSES] == list(Cause)


@pytest.mark.parametrize("wording", ["seat", "screen", "life", "page"])
def test_no_two_causes_are_said_alike(wording: str) -> None:
    words = [getattr(each, wording) for each in CAUSES]
    assert all(words)
    assert len(set(words)) == len(words)


def test_a_cause_fits_on_a_seat() -> None:
    assert max(len(each.seat) for each in CAUSES) <= 9
