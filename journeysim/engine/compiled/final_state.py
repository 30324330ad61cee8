"""Final state: how everybody feels at the horizon, a small kernel of its own."""

from __future__ import annotations

from typing import Any, NamedTuple

from journeysim.engine.state import NOBODY
from journeysim.model import experience as feelings

MOODS = ("satisfaction", "trust", "burden", "grievances", "credit", "bonus")
"""What is asked of people, in the order of a row of answers."""


class Felt(NamedTuple):
    """Who is asked, by which rules, and where the answers go: shape (people, 6)."""

    experience: Any
    people: Any
    dealings: Any
    moods: Any


def survey(asked: Any, horizon: float) -> int:
    """Fill in the moods of everybody, of those who left as they were then. Returns how many."""
    experience, moods = asked.experience, asked.moods
    for row in range(len(moods)):
        person = asked.people[row]
        last = horizon if person.active != 0 else person.felt_at
        moods[row, 3] = feelings.debits_now(experience, person, last)
        moods[row, 4] = feelings.credit_now(experience, person, last)
        moods[row, 5] = feelings.bonus_now(experience, person, last)
        if person.active != 0:
            moods[row, 0] = feelings.satisfaction_now(experience, person, horizon)
            moods[row, 1] = feelings.trust_now(experience, person, horizon)
            moods[row, 2] = 0.0
            if person.dealings != NOBODY:
                dealings = asked.dealings[person.dealings]
                moods[row, 2] = feelings.burden_now(experience, dealings, horizon)
    return len(moods)
