"""Encoded weeks: when in the week each problem comes up and each channel has somebody to answer.

Each distinct profile is written once, and so is each distinct week of a channel, in every profile.
"""

from __future__ import annotations

from functools import lru_cache
from operator import mul
from typing import Any

from journeysim.model import week
from journeysim.model.hours import QUARTERS, QUARTERS_A_DAY
from journeysim.model.problems import Problem
from journeysim.model.service import Channel, Service
from journeysim.scenario.encoded_phases import following
from journeysim.scenario.encoded_phases import week as week_of
from journeysim.scenario.encoder import Encoder
from journeysim.scenario.world import NOWHERE


class EncodedWeeks:
    """The profiles and weeks met so far, in their order: first all problems, then channels."""

    def __init__(self) -> None:
        self._places: dict[tuple[float, ...], int] = {}
        self._openings: dict[tuple[float, ...], int] = {}

    def problem(self, encoder: Encoder, problem: Problem, luck: int) -> Any:
        """The record of a problem: its numbers, what names its draws, which profile it follows."""
        weights = weights_of(problem)
        place = NOWHERE
        if not week.is_flat(weights):
            place = self._places.setdefault(weights, len(self._places))
        plain = problem.model_copy(update={"by_weekday": [], "by_hour": []})
        return encoder.record(plain, luck=luck, week=place)

    def channel(self, encoder: Encoder, service: Service, channel: Channel) -> Any:
        """The record of a channel: its numbers, its staffing, and where its openings begin."""
        staffing = week_of(channel)
        there, days = _answered(staffing["opens"], staffing["present"])
        place = self._openings.setdefault(there, len(self._openings)) if days else 0
        begins = place * (1 + len(self._places))
        more = following(service, channel)
        return encoder.record(channel, **staffing, **more, open_days=days, openings=begins)

    def openings(self) -> tuple[tuple[float, ...], ...]:
        """For each week of somebody being there, the row of it flat and of it in each profile.

        Where a profile does not count any of its quarters, they count as if it were flat.
        """
        rows = []
        for there in self._openings:
            rows.append(week.row_of(there))
            for weights in self._places:
                counted = tuple(map(mul, there, weights))
                rows.append(week.row_of(counted if any(counted) else there))
        return tuple(rows)

    def rows(self) -> tuple[tuple[float, ...], ...]:
        """The row of each profile."""
        return tuple(map(week.row_of, self._places))


def weights_of(problem: Problem) -> tuple[float, ...]:
    """The weights of the week's quarters for a problem: its own where it has them."""
    usual = problem.profile == week.USUAL
    days = problem.by_weekday or (week.USUAL_DAYS if usual else (1.0,) * len(week.USUAL_DAYS))
    hours = problem.by_hour or (week.USUAL_HOURS if usual else (1.0,) * len(week.USUAL_HOURS))
    return _weights(tuple(days), tuple(hours))


@lru_cache(maxsize=64)
def _weights(days: tuple[float, ...], hours: tuple[float, ...]) -> tuple[float, ...]:
    return week.quarter_weights(days, hours)


@lru_cache(maxsize=64)
def _answered(opens: tuple[int, ...], present: tuple[int, ...]) -> tuple[tuple[float, ...], int]:
    """The quarters of the week in which somebody is there to answer, and on how many days any is."""
    there = tuple(float(here and some > 0) for here, some in zip(opens, present, strict=True))
    days = range(0, QUARTERS, QUARTERS_A_DAY)
    return there, sum(any(there[day : day + QUARTERS_A_DAY]) for day in days)
