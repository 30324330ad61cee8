"""World: a scenario and one policy turned, once, into plain numbers that any engine reads.

Every section becomes a record of floats and integers under the section's own attribute names, so
rules read a record and a section alike. Text is dropped (a label cannot reach an engine),
references become positions, audiences bit masks, spreads laws over one shared table of knots.
Lever rows are indexed [phase], or [phase][slot] in the base file's order; a policy's further
channels and touches follow, switched off in the phases before they appear.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from journeysim.model.care import Care, Touch
from journeysim.model.experience import Experience
from journeysim.model.leaving import Leaving
from journeysim.model.population import Population
from journeysim.model.price import Price
from journeysim.model.purchase import Purchase
from journeysim.model.sales import Sales
from journeysim.model.service import Service
from journeysim.model.survey import Survey
from journeysim.model.talk import Talk

NOWHERE = -1
"""The position of what is nowhere."""


def not_counted(basis: int) -> int:
    """What stands for a basis whose decisions do not count, below 0; of that, the basis again."""
    return -1 - basis


class EncodedPhase(NamedTuple):
    """One phase of a policy: the lever sections in force from a day on, and what follows from them.

    programme: running cost per day; customer_cost: the part of it that grows with each customer of
    day 0. skill: how far training at its level would lift people; trained, trained_at: how well they
    were trained when that was set, and when that was. turn, stage: how often the policy, and the world, have changed
    since day 0. basis: from which phase on decisions count together with those of this one, itself
    unless the world has changed and gone back since; `not_counted` of it where they do not tell of the
    world at the end, because what has changed will go back, or is felt still. Of touches, by position: set_off, those in force by what sets
    them off (`MOST_TOUCHES` places a trigger, ended by -1); interceptions likewise; begins, a
    number that changes when the touch does; set_ups, the cost of those that begin here.
    """

    day: float
    programme: float
    customer_cost: float
    skill: float
    trained: float
    trained_at: float
    turn: int
    stage: int
    basis: int
    price: Price
    sales: Sales
    service: Service
    care: Care
    set_off: Sequence[int]
    interceptions: Sequence[int]
    begins: Sequence[int]
    set_ups: Sequence[float]


class World(NamedTuple):
    """Everything an engine needs to know of a scenario under one policy.

    start: when the run begins, day 0 or a run-in before it; opening: the phase of day 0. usual_price:
    what customers are used to at the start: the price under the file's own levers, whatever the
    policy. rates: where any changes by date, a row (`model.problems.rate_at`) for each problem type, and
    one for prospects, else none. shop: when buying is possible, by quarter of the week, empty if always. weeks: the rows
    (`model.week`) of the profiles there are; openings: of the weeks in which somebody answers. channels, touches: [phase][slot].
    classes: of the customers of day 0, none where they are as newcomers; up_to: the upper end of a class's
    share. Beside its knobs a segment's record holds up_to (the upper end of its share),
    redirect (where each channel leads it), gap_days and basket_mean (means) and aged (the chance to
    leave of those who have been there for the tenure); a problem's luck (what names its draws) and
    week (which of `weeks` it follows, none where all hours are alike); a
    touch's record alike (the position of the first touch of its kind); a
    channel's record present, paid and opens by quarter of the week, mean_handling in days, agent_cost
    and (training and knowledge included) activity_cost of a day of one agent,
    open_days a week, and openings (where its rows begin in `openings`: flat, then by profile).
    """

    grid: float
    start: float
    opening: int
    max_customers: int
    usual_price: float
    population: Population
    purchase: Purchase
    leaving: Leaving
    experience: Experience
    talk: Talk
    classes: Sequence[Any]
    segments: Sequence[Any]
    problems: Sequence[Any]
    shop: Sequence[int]
    weeks: Sequence[Sequence[float]]
    openings: Sequence[Sequence[float]]
    rates: Sequence[Sequence[float]]
    phases: Sequence[EncodedPhase]
    channels: Sequence[Sequence[Any]]
    touches: Sequence[Sequence[Touch]]
    table: Sequence[float]


class Names(NamedTuple):
    """The names behind the positions: for logs, tables and screens, never for engines."""

    segments: tuple[str, ...]
    problems: tuple[str, ...]
    channels: tuple[str, ...]
    touches: tuple[str, ...]


class Encoded(NamedTuple):
    """A world with the names of what is in it, and how its customers answer a survey.

    later: the worlds that take its place, each with when it does (after day 0). They differ in
    sections, segments and problems alone.
    """

    world: World
    names: Names
    survey: Survey
    later: tuple[tuple[float, World], ...] = ()

    def world_on(self, day: float) -> World:
        """The world in force on a day, from the moment on in which it changes."""
        there = self.world
        for begins, world in self.later:
            if begins <= day:
                there = world
        return there

    def world_before(self, day: float) -> World:
        """The world in force until a day."""
        there = self.world
        for begins, world in self.later:
            if begins < day:
                there = world
        return there
