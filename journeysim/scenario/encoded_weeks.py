"""Encoded weeks: when in the week each problem comes up, each distinct profile written once."""

from __future__ import annotations

from typing import Any

from journeysim.model import week
from journeysim.model.problems import Problem
from journeysim.scenario.encoder import Encoder
from journeysim.scenario.world import NOWHERE


class EncodedWeeks:
    """The profiles met so far, in the order in which they were."""

    def __init__(self) -> None:
        self._places: dict[tuple[float, ...], int] = {}

    def problem(self, encoder: Encoder, problem: Problem, luck: int) -> Any:
        """The record of a problem: its numbers, what names its draws, which profile it follows."""
        weights = weights_of(problem)
        place = NOWHERE
        if not week.is_flat(weights):
            place = self._places.setdefault(weights, len(self._places))
        plain = problem.model_copy(update={"by_weekday": [], "by_hour": []})
        return encoder.record(plain, luck=luck, week=place)

    def rows(self) -> tuple[tuple[float, ...], ...]:
        """The row of each profile."""
        return tuple(map(week.row_of, self._places))


def weights_of(problem: Problem) -> tuple[float, ...]:
    """The weights of the week's quarters for a problem: its own where it has them."""
    usual = problem.profile == week.USUAL
    days = problem.by_weekday or (week.USUAL_DAYS if usual else (1.0,) * len(week.USUAL_DAYS))
    hours = problem.by_hour or (week.USUAL_HOURS if usual else (1.0,) * len(week.USUAL_HOURS))
    return week.quarter_weights(days, hours)
