"""Felt: a customer's account with what each feeling comes from, while it is kept again.

Holds a customer as the engine does; the engine's own account changes it, and what changed is booked
to the case, touch or sale that did it. Knows no rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from math import fsum
from typing import Any, NamedTuple

from journeysim.causes import GRIEVANCES, Cause
from journeysim.distributions import normal_quantile, quantile
from journeysim.engine.steps import account
from journeysim.events import Row
from journeysim.experiment.twins.pairs import Lives
from journeysim.model import care, problems
from journeysim.model import experience as feelings
from journeysim.model import price as prices
from journeysim.model.customer import Case, Customer, Dealings, TouchMemory
from journeysim.portable import halved
from journeysim.streams import Purpose, uniform


class Origin(StrEnum):
    """What a feeling comes from where it is no case."""

    BEFORE = "before"
    TOUCH = "touch"
    SALE = "sale"
    SERVICE = "service"


CaseKey = tuple[int, int]
"""Problem type and candidate number."""

Source = CaseKey | Origin
Amounts = dict[Source, float]


FADING = tuple(Cause)[:GRIEVANCES]
"""Grievances that fade and are forgiven together."""

FELT = (*FADING, Cause.QUESTIONS)
"""All grievances; the one over questions is an average, which only questions and purchases move."""


_WHOLE = 1.0, 1.0, 1.0
"""What is left of debits, credit and trust where no time has gone by."""


@dataclass
class Feelings:
    """An account by what it comes from: debits by cause, credit, trust, as of one day.

    repaid: what touches have taken off the debits, faded likewise; offer: the log hazard ratio of
    how the discount that runs is taken, 0 for none; price: what the price adds to the log hazard.
    """

    debits: dict[Cause, Amounts] = field(default_factory=lambda: {cause: {} for cause in FELT})
    repaid: dict[Cause, Amounts] = field(default_factory=lambda: {cause: {} for cause in FELT})
    credit: Amounts = field(default_factory=dict)
    trust: Amounts = field(default_factory=dict)
    offer: float = 0.0
    price: float = 0.0


class Decision(NamedTuple):
    """A decision about leaving: the day, the account, and each cause's part of the hazard.

    hazard: as much of it as counted, where there is any; total: all of it, the base hazard too.
    """

    day: float
    feelings: Feelings
    hazard: dict[Cause, float]
    total: float


class FeltLife:
    """One customer's state as their life is lived again; see `replay.lived`."""

    def __init__(self, lives: Lives, row: int) -> None:
        encoded = lives.outcome.encoded
        self.encoded, self.now = encoded, 0.0
        own = encoded.names.touches
        self.touch_places = [own.index(name) if name in own else -1 for name in lives.names.touches]
        channels = encoded.names.channels
        self.channel_places = [
            channels.index(name) if name in channels else -1 for name in lives.names.channels
        ]
        people = lives.outcome.people
        key = int(people["key"][row])
        opening = lives.opening()
        there = opening.customer(row) if opening else None
        self.person = there or Customer(
            key=key,
            base_hazard=float(people["base_hazard"][row]),
            segment=int(people["segment"][row]),
            joined_at=float(people["joined_at"][row]),
            reference_price=self.world.usual_price,
        )
        self.person.decides_from = int(people["decides_from"][row])
        self.dealings = opening.dealings_with(row) if opening and there else Dealings()
        self.memories = (
            opening.remembered(row) if opening and there else [TouchMemory() for _ in own]
        )
        self.threshold = float("inf")
        self.cases: dict[CaseKey, Case] = opening.open_cases(row) if opening and there else {}
        self.at = Feelings()
        self.since = self.person.felt_at
        self.decisions: list[Decision] = []
        self.waits: dict[CaseKey, float] = {}
        self.given: dict[CaseKey, float] = {}
        if there:
            self._felt_before()

    @property
    def world(self) -> Any:
        """The world in force now; a change comes first in its moment."""
        return self.encoded.world_on(self.now)

    def _felt_before(self) -> None:
        """What is felt on day 0: of cases still open as theirs, the rest as what was before."""
        taste, person = self.world.experience, self.person
        for key, case in self.cases.items():
            cause = Cause.SILENT if case.silent else Cause.UNRESOLVED
            left = feelings.hit_left(taste, person, case, person.felt_at)
            if left > 0.0:
                self.at.debits[cause][key] = left
        for cause in FADING:
            _settle(self.at.debits[cause], person.debit[cause], Origin.BEFORE)
        _settle(self.at.debits[Cause.QUESTIONS], person.asked_debit, Origin.BEFORE)
        _settle(self.at.credit, person.credit, Origin.BEFORE)
        _settle(self.at.trust, person.trust, Origin.BEFORE)

    def felt(self, day: float) -> Feelings:
        """The account as it has faded until a day."""
        left, good, trust = self._faded(day)
        return Feelings(
            {cause: _scaled(each, _fade(cause, left)) for cause, each in self.at.debits.items()},
            {cause: _scaled(each, _fade(cause, left)) for cause, each in self.at.repaid.items()},
            _scaled(self.at.credit, good),
            _scaled(self.at.trust, trust),
            self.dealings.offer if day < self.person.discount_until else 0.0,
            self.log_price(day),
        )

    def log_price(self, day: float) -> float:
        """What the price of a day adds to the log hazard."""
        price, person, paid = self._price_on(day), self.person, self._index_on(day)
        gap = prices.market_gap(price, paid)
        surprise = prices.surprise(price, paid, person.reference_price)
        if gap == 0.0 and surprise == 0.0:
            return 0.0
        u = uniform(person.key, Purpose.SENSITIVITY)
        sensitivity = quantile(price.sensitivity, self.world.table, u)
        return prices.log_hazard(price, sensitivity, gap, surprise)

    def begin_discount(self, discount: float, lasts: float) -> None:
        """A discount runs from now on, and is taken in this customer's own way."""
        person, dealings, taste = self.person, self.dealings, self.world.experience
        dealings.discount, person.discount_until = discount, self.now + lasts
        own = normal_quantile(uniform(person.key, Purpose.OFFER))
        dealings.offer = care.offer_response(taste, discount, own)

    def get_used_to_price(self, first: bool) -> None:
        """The price of now is paid."""
        person, paid = self.person, self._index_on(self.now)
        before = paid if first else person.reference_price
        person.reference_price = prices.reference_after(self._price_on(self.now), before, paid)

    def _price_on(self, day: float) -> Any:
        return self.world.phases[self._phase_on(day)].price

    def _index_on(self, day: float) -> float:
        """The price index for this customer on a day."""
        discount = self.dealings.discount if day < self.person.discount_until else 0.0
        return prices.price_index(self._price_on(day), discount)

    def _faded(self, day: float) -> tuple[float, float, float]:
        """What share of debits, credit and trust is left on a day."""
        taste, person = self.world.experience, self.person
        good = 1.0
        if person.credit != 0.0:
            good = feelings.credit_now(taste, person, day) / person.credit
        return (
            feelings.debits_left(taste, person, day),
            good,
            halved(day - person.felt_at, taste.half_life_trust),
        )

    def act(self, source: Source | None, change: Callable[..., None], *args: Any) -> None:
        """Let the account change, and note what the change comes from; None: it shrinks as it is."""
        person = self.person
        left, good, trust = _WHOLE if person.felt_at == self.now else self._faded(self.now)
        change(self.world.experience, person, *args, self.now)
        held = FADING[: person.aggrieved]
        if person.felt_at != self.since:
            self.since = person.felt_at
            for cause in held:
                _scale(self.at.debits[cause], left)
                _scale(self.at.repaid[cause], left)
            _scale(self.at.credit, good)
            _scale(self.at.trust, trust)
        for cause in held:
            _settle(self.at.debits[cause], person.debit[cause], source)
        _settle(self.at.debits[Cause.QUESTIONS], person.asked_debit, source)
        _settle(self.at.credit, person.credit, source)
        _settle(self.at.trust, person.trust, source)

    def repay(self, share: float) -> None:
        """A touch takes a share off every debit."""
        before = self.felt(self.now).debits
        self.act(None, account.shrink, 1.0 - share)
        for cause in FADING:
            repaid = self.at.repaid[cause]
            for source, amount in before[cause].items():
                repaid[source] = repaid.get(source, 0.0) + share * amount

    def answer(self, key: CaseKey, settled: int) -> None:
        """A question is over: what it was like joins the average, of which the others keep less."""
        taste, case = self.world.experience, self.cases.get(key) or Case()
        remembered = feelings.questions_now(taste, self.dealings, self.now)
        _scale(self.at.debits[Cause.QUESTIONS], remembered / (1.0 + remembered))
        grievance = feelings.question_grievance(
            taste, settled, case.served, case.kept_waiting, case.cold, case.tried
        )
        self.act(key, account.answer, self.dealings, grievance)

    @property
    def phase(self) -> int:
        """Which phase of the policy is in force now; a change comes first in its moment."""
        return self._phase_on(self.now)

    def _phase_on(self, day: float) -> int:
        phases = self.world.phases
        place = len(phases) - 1
        while place > 0 and phases[place].day > day:
            place -= 1
        return place

    def tolerated(self, place: int) -> float:
        """The wait in days that bothers nobody in a channel, by its place in the rows."""
        channel = self.world.channels[self.phase][self.channel_places[place]]
        experience = self.world.experience
        promise = feelings.promise_now(experience, self.person, self.now)
        return feelings.tolerated_wait(experience, channel.tolerance, promise)

    @property
    def service(self) -> Any:
        """The service levers in force now."""
        return self.world.phases[self.phase].service

    def case(self, row: Row) -> Case:
        """The case a row is about."""
        return self.cases.setdefault((row.slot, row.number), Case())

    def weight(self, row: Row) -> float:
        """How much of a stated debit an act leaves at once, as `steps.endings.weight` says."""
        if self.asked(row):
            return 0.0
        return feelings.weight_of(self.world.experience, self.case(row).severity)

    def asked(self, row: Row) -> bool:
        """Is the row about a question?"""
        return problems.is_request(self.world.problems[row.slot])


def _fade(cause: Cause, left: float) -> float:
    return left if cause in FADING else 1.0


def _scaled(amounts: Amounts, share: float) -> Amounts:
    return {source: amount * share for source, amount in amounts.items()}


def _scale(amounts: Amounts, share: float) -> None:
    for source in amounts:
        amounts[source] *= share


def _settle(amounts: Amounts, total: float, source: Source | None) -> None:
    """Make amounts add up to a total: what is new comes from the source, or all shrink alike."""
    known = fsum(amounts.values())
    if source is not None:
        if total != known:
            amounts[source] = amounts.get(source, 0.0) + total - known
    elif known != 0.0:
        _scale(amounts, total / known)
