"""Survey: how everybody feels at the horizon, a small kernel of its own."""

from __future__ import annotations

from typing import Any

from journeysim.model import experience as feelings

MOODS = ("satisfaction", "trust", "burden")
"""What is asked of people, in the order of a row of answers."""


def survey(taste: Any, people: Any, horizon: float, answers: Any) -> None:
    """Fill in the answers of those still active; answers: shape (people, 3)."""
    for row in range(len(answers)):
        person = people[row]
        if person.active != 0:
            answers[row, 0] = feelings.satisfaction_now(taste, person, horizon)
            answers[row, 1] = feelings.trust_now(taste, person, horizon)
            answers[row, 2] = feelings.burden_now(taste, person, horizon)
