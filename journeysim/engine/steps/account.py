"""Account: writing what people carry with them: grievances, credit, trust, promises, knowledge.

Rules say what a state becomes; this file stores it, as of now. What would not change is not
written, so that an act without effect leaves no trace, not even in the last bit.
"""

from __future__ import annotations

from math import inf

from journeysim.causes import Cause
from journeysim.model import care as touches
from journeysim.model import experience as rules
from journeysim.model.care import Care
from journeysim.model.customer import Case, Customer, Dealings, TouchMemory
from journeysim.model.experience import Experience


def age(experience: Experience, person: Customer, now: float) -> None:
    """All feelings fade until now."""
    if person.felt_at == now:
        return
    if person.credit != 0.0:
        person.credit = rules.credit_now(experience, person, now)
    if person.bonus != 0.0:
        person.bonus = rules.bonus_now(experience, person, now)
    if person.trust != 0.0:
        person.trust = rules.trust_now(experience, person, now)
    if person.promise != 0.0:
        person.promise = rules.promise_now(experience, person, now)
    if person.aggrieved > 0:
        left = rules.debits_left(experience, person, now)
        for cause in range(person.aggrieved):
            person.debit[cause] = person.debit[cause] * left
    person.felt_at = now


def worsen(experience: Experience, person: Customer, cause: int, size: float, now: float) -> None:
    """A bad experience of some size: it fills the room that is left."""
    if size > 0.0:
        left = rules.room(rules.debits_now(experience, person, now))
        add(experience, person, cause, size * left, now)


def add(experience: Experience, person: Customer, cause: int, debit: float, now: float) -> None:
    """Change one cause's debit by an amount, never below nothing."""
    if debit != 0.0:
        age(experience, person, now)
        person.debit[cause] = max(0.0, person.debit[cause] + debit)
        person.aggrieved = max(person.aggrieved, cause + 1)


def shrink(experience: Experience, person: Customer, keep: float, now: float) -> None:
    """Every debit shrinks to this share, and with it what cases still remember of their hits."""
    if keep == 1.0 or person.aggrieved == 0:
        return
    age(experience, person, now)
    for cause in range(person.aggrieved):
        person.debit[cause] = person.debit[cause] * keep
    person.shrunk = person.shrunk + rules.shrinkage(keep)


def please(experience: Experience, person: Customer, credit: float, now: float) -> None:
    """A good experience: credit fills up towards one, the fuller the slower."""
    if credit > 0.0:
        age(experience, person, now)
        person.credit = person.credit + credit * (1.0 - person.credit)


def reduce_credit(experience: Experience, person: Customer, share: float, now: float) -> None:
    """Credit shrinks by a share."""
    if share > 0.0 and person.credit != 0.0:
        age(experience, person, now)
        person.credit = person.credit * (1.0 - share)


def trust(experience: Experience, person: Customer, gain: float, now: float) -> None:
    """Trust gained or, negative, lost; within -1 and 1."""
    if gain != 0.0:
        age(experience, person, now)
        person.trust = min(1.0, max(-1.0, person.trust + gain))


def promise(experience: Experience, person: Customer, made: float, now: float) -> None:
    """A promise raises what is expected, unless more is expected already."""
    if made > rules.promise_now(experience, person, now):
        age(experience, person, now)
        person.promise = made


def reward(experience: Experience, person: Customer, bonus: float, now: float) -> None:
    """The reported satisfaction that an excellent recovery leaves."""
    if bonus > 0.0:
        age(experience, person, now)
        person.bonus = person.bonus + bonus


def settle(experience: Experience, person: Customer, case: Case, given: float, now: float) -> None:
    """A failure is settled: this share of what is left of its hit is given back."""
    left = rules.hit_left(experience, person, case, now)
    add(experience, person, Cause.SILENT if case.silent != 0 else Cause.UNRESOLVED, -left, now)
    add(experience, person, Cause.RESIDUAL, left * (1.0 - given), now)
    case.open = 0


def learn(experience: Experience, person: Customer, knowledge: float) -> None:
    """The firm gets to know somebody better."""
    if knowledge > 0.0:
        person.known = rules.learnt(experience, knowledge, person.known)


def answer(
    experience: Experience, person: Customer, dealings: Dealings, grievance: float, now: float
) -> None:
    """A question has come to an end, well or badly: it goes into the average over all of them."""
    remembered = rules.questions_now(experience, dealings, now)
    person.asked_debit = rules.averaged(person.asked_debit, remembered, grievance)
    dealings.asked = remembered + 1.0
    dealings.asked_at = now
    person.asked_since = 1


def forgive_questions(
    experience: Experience, person: Customer, dealings: Dealings, now: float
) -> None:
    """A purchase since which nothing was asked forgives some, the less the more was asked before."""
    if person.asked_since == 0 and person.asked_debit != 0.0:
        remembered = rules.questions_now(experience, dealings, now)
        person.asked_debit = person.asked_debit * (1.0 - experience.forgiven / (1.0 + remembered))
    person.asked_since = 0


def recall(care: Care, memory: TouchMemory, now: float) -> float:
    """One more touch of a kind: what it counts for after those that are remembered."""
    count = touches.remembered(care, memory.count, now - memory.at)
    memory.count = count + 1.0
    memory.at = now
    return touches.once_again(care, count)


def recall_advice(care: Care, dealings: Dealings, advice: float, now: float) -> float:
    """Advice at one more sale, likewise."""
    count = touches.remembered(care, dealings.advised, now - dealings.advised_at)
    dealings.advised = count + advice
    dealings.advised_at = now
    return touches.once_again(care, count)


def forget(person: Customer) -> None:
    """What the firm has done to somebody is as if it had never been; grievances are shrunk apart."""
    person.credit = 0.0
    person.bonus = 0.0
    person.trust = 0.0
    person.promise = 0.0
    person.wake = 0.0
    person.woken = 0
    person.known = 0.0
    person.member = 0
    person.protected_until = 0.0
    person.failures = 0
    person.recovered = 0
    person.fresh_failure = 0
    person.asked_debit = 0.0
    person.asked_since = 0
    person.lost_booking = 0


def forget_dealings(dealings: Dealings) -> None:
    """Nor has it ever had to do with them beside."""
    dealings.burden = 0.0
    dealings.asked = 0.0
    dealings.discount = 0.0
    dealings.offer = 0.0
    dealings.advised = 0.0
    dealings.offered_extras = 0.0
    dealings.extra_sold_at = -inf


STEPS = (
    age, worsen, add, shrink, please, reduce_credit, trust, promise, reward, settle, learn, answer,
    forgive_questions, recall, recall_advice, forget,
    forget_dealings,
)  # fmt: skip
