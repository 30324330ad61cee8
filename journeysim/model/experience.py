"""Experience: credit, grievances, trust and expectation, and how they fade, add up and are repaid.

Satisfaction is not one number: good experiences leave credit, bad ones a debit per cause; good
fades within months, bad within a year. Everything is of one; reported satisfaction is derived.
Rules return what a state would become; engines write it. Nothing here knows of labels or levers.
"""

from __future__ import annotations

from journeysim.knobs import Days, Number, Section, Share, knob
from journeysim.model.customer import FORCED, Case, Customer, Dealings
from journeysim.portable import exp, halved, log

LEAST_KEPT = 1e-300
LOG_OF_NOTHING = -800.0

TAKEN_WELL = 1.5
"""Mean baskets of goodwill up to which more of it does no harm; assumed."""

SUSPICION = 0.3
"""Share of goodwill's effect that each mean basket beyond takes away; assumed."""

_HALF = "fitted to extra leaving after failures, TARP via Goodman"


class Experience(Section):
    """How people take what happens to them."""

    neutral: Share = knob(
        0.7, ge=0, le=1, plausible=(0.6, 0.8), doc="Reported satisfaction when nothing happened."
    )
    half_life_good: Days = knob(
        "90 d",
        gt=0,
        le="36500 d",
        plausible=("30 d", "365 d"),
        source="effects of proactive contact reported over about three months, assumed half-life",
        doc="Time in which half of a credit fades.",
    )
    half_life_bad: Days = knob(
        "365 d", gt=0, le="36500 d", plausible=("180 d", "730 d"), doc="The same for grievances."
    )
    half_life_trust: Days = knob(
        "365 d", gt=0, le="36500 d", plausible=("180 d", "730 d"), doc="The same for trust."
    )
    forgiven: Share = knob(
        0.5,
        ge=0,
        le=1,
        plausible=(0.25, 0.75),
        source="assumed; sign from Knox & van Oest 2014: survivors soon return to normal",
        doc="Share of every grievance forgiven at a purchase without a new failure.",
    )
    trust_softens: Number = knob(
        0.3, ge=0, le=1, plausible=(0, 0.6), doc="Share of a failure's hit that full trust takes."
    )
    trust_lost: Number = knob(
        0.3, ge=0, le=5, plausible=(0, 0.6), doc="Trust lost per unit of severity."
    )
    trust_returned: Share = knob(
        0.8, ge=0, le=1, plausible=(0.4, 1.0), doc="Share of it that a warm settlement returns."
    )
    unreachable: Days = knob(
        "7 d", gt=0, le="365 d", plausible=("3 d", "14 d"),
        doc="A failure that finds no open channel for so long is carried in silence.",
    )  # fmt: skip
    unheard_factor: Number = knob(
        1.25, ge=1, le=5, plausible=(1.0, 1.5), doc="How much more it then hurts."
    )
    recovery_at_once: Share = knob(
        0.69,
        ge=0,
        le=1,
        plausible=(0.5, 0.85),
        source=_HALF,
        doc="Given back when settled at once.",
    )
    recovery_slow: Share = knob(
        0.45, ge=0, le=1, plausible=(0.25, 0.6), source=_HALF, doc="Given back when settled late."
    )
    recovery_half_time: Days = knob(
        "2 d", gt=0, le="365 d", plausible=("0.5 d", "7 d"), doc="How soon at once becomes late."
    )
    recovery_cold: Share = knob(
        0.5,
        ge=0,
        le=1,
        plausible=(0.25, 1.0),
        source="assumed; direction: interaction matters, Orsingher et al. 2010",
        doc="What a grudging settlement gives back, relative to a warm one.",
    )
    recovery_intercepted: Share = knob(
        0.85, ge=0, le=1, plausible=(0.6, 1.0), doc="Given back when noticed and fixed unasked."
    )
    recovery_healed: Share = knob(
        0.45, ge=0, le=1, plausible=(0.2, 0.7), doc="Given back when it goes away by itself."
    )
    recovery_refund: Share = knob(
        0.3, ge=0, le=1, plausible=(0.1, 0.6), doc="Given back by a refund for what stays unsolved."
    )
    goodwill_most: Share = knob(
        0.15,
        ge=0,
        le=1,
        plausible=(0.08, 0.2),
        source="assumed; paying more than the loss adds little or harms: Haesevoets et al. 2017",
        doc="What goodwill adds to what is given back, at most.",
    )
    goodwill_scale: Number = knob(
        0.3,
        gt=0,
        le=10,
        plausible=(0.15, 0.6),
        source="assumed; diminishing returns: Haesevoets et al. 2017",
        doc="Mean baskets of goodwill that add two thirds of that.",
    )
    recovery_most: Share = knob(
        0.9, ge=0, le=1, plausible=(0.8, 1.0), doc="More than this no settlement gives back."
    )
    unresolved: Share = knob(
        0.08,
        ge=0,
        le=1,
        plausible=(0.04, 0.15),
        source=_HALF + "; below what silence costs, at every severity",
        doc="Debit of an unresolved contact about a failure of the usual severity.",
    )
    effort: Share = knob(
        0.06,
        ge=0,
        le=1,
        plausible=(0.03, 0.1),
        source="SQM Group: 14-20 points of satisfaction per repeat call; odds x1.5 assumed",
        doc="Debit of having to explain such a failure again.",
    )
    passed_on: Share = knob(
        0.03, ge=0, le=1, plausible=(0.0, 0.09), doc="Debit of being passed along to another line."
    )
    cold: Share = knob(0.02, ge=0, le=1, plausible=(0.0, 0.05), doc="Debit of a cold contact.")
    tolerance: Days = knob(
        "5 min", gt=0, le="1 d", plausible=("2 min", "10 min"), doc="A wait that bothers nobody."
    )
    waiting: Share = knob(
        0.03, ge=0, le=1, plausible=(0.0, 0.06), doc="Debit per tolerated wait beyond the first."
    )
    waiting_most: Share = knob(
        0.15, ge=0, le=1, plausible=(0.05, 0.3), doc="A wait debits no more than this."
    )
    abandonment: Share = knob(
        0.06, ge=0, le=1, plausible=(0.0, 0.12), doc="Debit of hanging up unanswered."
    )
    usual_severity: Share = knob(
        0.45,
        gt=0,
        le=1,
        plausible=(0.3, 0.6),
        source="major failures, fitted to TARP via Goodman",
        doc="Severity at which cold, waiting, hanging up, effort and unresolved debit as stated; "
        "in proportion at others.",
    )
    asked_again: Share = knob(
        0.05,
        ge=0,
        le=1,
        plausible=(0.03, 0.08),
        source="SQM Group: 9 instead of 5 % mean to leave after a second call; half of the excess",
        doc="Grievance of a question that took a second talk.",
    )
    never_answered: Share = knob(
        0.12,
        ge=0,
        le=1,
        plausible=(0.08, 0.17),
        source="SQM Group: 25 instead of 5 % mean to leave; half of the excess",
        doc="Grievance of a question that was never settled.",
    )
    question_waited: Share = knob(
        0.03,
        ge=0,
        le=1,
        plausible=(0.01, 0.05),
        doc="On top where the wait was longer than tolerated, or ended by hanging up.",
    )
    question_cold: Share = knob(
        0.01, ge=0, le=1, plausible=(0.0, 0.03), doc="On top where a talk about it was cold."
    )
    self_service_failed: Share = knob(
        0.005,
        ge=0,
        le=1,
        plausible=(0.0, 0.02),
        doc="Grievance of trying in vain to help oneself; of a failure in proportion to its severity.",
    )
    self_service_forced: Share = knob(
        0.02,
        ge=0,
        le=1,
        plausible=(0.0, 0.05),
        doc="The same of those who would not have tried unless they were made to.",
    )
    questions_half_life: Days = knob(
        "365 d",
        gt=0,
        le="36500 d",
        plausible=("180 d", "730 d"),
        doc="Time in which half of the questions are forgotten over which people average.",
    )
    warm_request: Share = knob(
        0.05,
        ge=0,
        le=1,
        plausible=(0.0, 0.1),
        doc="Credit of the first question answered warmly and in time; less of each further one.",
    )
    reported_bonus: Share = knob(
        0.05,
        ge=0,
        le=1,
        plausible=(0.0, 0.1),
        source="satisfaction, not repurchase, rises: de Matos et al. 2007; first failure only: "
        "Maxham & Netemeyer 2002",
        doc="Reported satisfaction after an excellent first recovery.",
    )
    ideal_burden: Number = knob(
        3.5,
        gt=0,
        le=100,
        plausible=(2, 6),
        source="fitted to a peak near 3 touches a quarter, Godfrey, Seiders & Voss 2011",
        doc="Fading number of touches at which one more does nothing.",
    )
    burden_time: Days = knob(
        "90 d", gt=0, le="3650 d", plausible=("30 d", "180 d"), doc="How long a touch weighs."
    )
    overcontact: Share = knob(
        0.015, ge=0, le=1, plausible=(0.0, 0.03), doc="Debit of one touch far too many."
    )
    overcontact_most: Share = knob(
        0.12, gt=0, le=1, plausible=(0.05, 0.25), doc="Over-contact debits no more than this."
    )
    touch_effect: Number = knob(
        1.0, ge=0, le=10, plausible=(0.3, 1.5), doc="How strongly people take to touches, relative."
    )
    prevention_effect: Number = knob(
        1.0, ge=0, le=10, plausible=(0.3, 1.2), doc="How well protection protects, relative."
    )
    wake_effect: Number = knob(
        1.0,
        ge=0,
        le=10,
        plausible=(0.0, 1.5),
        source="1 at the sizes of Ascarza, Iyengar & Schleicher 2016",
        doc="How strongly a touch reminds people that they could leave, relative.",
    )
    offer_spread: Number = knob(
        0.4,
        ge=0,
        le=3,
        plausible=(0.2, 0.6),
        source="assumed; +56 % churn (Ascarza et al. 2016) lies inside",
        doc="Standard deviation between people of how a discount is taken beside its price, in the "
        "log hazard.",
    )
    promise_hurts: Number = knob(
        0.3, ge=0, le=5, plausible=(0, 0.6), doc="A failure's extra hit under a full overpromise."
    )
    promise_hurries: Share = knob(
        0.3, ge=0, le=0.95, plausible=(0, 0.6), doc="Share of the tolerated wait it takes away."
    )
    half_life_promise: Days = knob(
        "120 d", gt=0, le="36500 d", plausible=("30 d", "365 d"), doc="How fast promises fade."
    )
    community_factor: Number = knob(
        1.5,
        ge=1,
        le=10,
        plausible=(1.0, 2.0),
        doc="How much longer credit lasts in a member of the community.",
    )
    learning: Share = knob(
        0.25,
        ge=0,
        le=1,
        plausible=(0.1, 0.5),
        doc="Share of what is unknown that a contact or purchase can teach about a customer.",
    )


def credit_now(experience: Experience, customer: Customer, now: float) -> float:
    """The credit as it has faded until now."""
    if customer.credit == 0.0 or customer.felt_at == now:
        return customer.credit
    half_life = experience.half_life_good
    if customer.member != 0:
        half_life = half_life * experience.community_factor
    return customer.credit * halved(now - customer.felt_at, half_life)


def bonus_now(experience: Experience, customer: Customer, now: float) -> float:
    """The reported bonus of an excellent recovery, faded until now."""
    if customer.bonus == 0.0 or customer.felt_at == now:
        return customer.bonus
    return customer.bonus * halved(now - customer.felt_at, experience.half_life_good)


def debits_left(experience: Experience, customer: Customer, now: float) -> float:
    """The share of every grievance that has not faded until now."""
    if customer.aggrieved == 0 or customer.felt_at == now:
        return 1.0
    return halved(now - customer.felt_at, experience.half_life_bad)


def debit_now(experience: Experience, customer: Customer, cause: int, now: float) -> float:
    """One cause's grievance, faded until now."""
    return customer.debit[cause] * debits_left(experience, customer, now)


def debits_now(experience: Experience, customer: Customer, now: float) -> float:
    """All grievances together: those that fade, and the one over questions, which is an average."""
    total = 0.0
    for cause in range(customer.aggrieved):
        total = total + customer.debit[cause]
    return total * debits_left(experience, customer, now) + customer.asked_debit


def questions_now(experience: Experience, dealings: Dealings, now: float) -> float:
    """How many questions people still remember."""
    if dealings.asked == 0.0:
        return 0.0
    return dealings.asked * halved(now - dealings.asked_at, experience.questions_half_life)


def vain_try(experience: Experience, tried: int) -> float:
    """What a failed try to help oneself was like; tried: as its case says."""
    if tried == FORCED:
        return experience.self_service_forced
    return experience.self_service_failed if tried != 0 else 0.0


def question_grievance(
    experience: Experience, settled: int, talks: int, waited: int, cold: int, tried: int
) -> float:
    """What one question was like: 0 where it was settled at once, warmly and in time."""
    grievance = 0.0
    if settled == 0:
        grievance = experience.never_answered
    elif talks > 1:
        grievance = experience.asked_again
    if waited != 0:
        grievance = grievance + experience.question_waited
    if cold != 0:
        grievance = grievance + experience.question_cold
    if tried != 0:
        grievance = grievance + vain_try(experience, tried)
    return grievance


def averaged(average: float, questions: float, grievance: float) -> float:
    """The average grievance over questions after one more. A first one counts in full."""
    return average + (grievance - average) / (1.0 + questions)


def weight_of(experience: Experience, severity: float) -> float:
    """How much of a stated debit an act of service leaves, by the failure it is about."""
    return severity / experience.usual_severity


def trust_now(experience: Experience, customer: Customer, now: float) -> float:
    """Trust, faded towards neutral until now."""
    if customer.trust == 0.0 or customer.felt_at == now:
        return customer.trust
    return customer.trust * halved(now - customer.felt_at, experience.half_life_trust)


def promise_now(experience: Experience, customer: Customer, now: float) -> float:
    """How much more than the usual the customer was led to expect, faded until now."""
    if customer.promise == 0.0 or customer.felt_at == now:
        return customer.promise
    return customer.promise * halved(now - customer.felt_at, experience.half_life_promise)


def lift_now(experience: Experience, customer: Customer, now: float) -> float:
    """Satisfaction above neutral, unclipped: credit and bonus less grievances."""
    good = credit_now(experience, customer, now) + bonus_now(experience, customer, now)
    return good - debits_now(experience, customer, now)


def satisfaction_now(experience: Experience, customer: Customer, now: float) -> float:
    """Satisfaction as a survey would report it, 0 to 1."""
    return min(1.0, max(0.0, experience.neutral + lift_now(experience, customer, now)))


def room(debits: float) -> float:
    """How much grievance still fits: the worse the account, the less one more adds."""
    return max(0.0, 1.0 - debits)


def failure_hit(
    experience: Experience, severity: float, trust: float, promise: float, debits: float
) -> float:
    """The debit a failure leaves: softened by trust, sharpened by what was promised."""
    softened = severity * (1.0 - experience.trust_softens * trust)
    return softened * (1.0 + experience.promise_hurts * promise) * room(debits)


def tolerated_wait(experience: Experience, here: float, promise: float) -> float:
    """The wait in days that bothers nobody, shorter after a big promise.

    here: a channel's own tolerance, 0 if it has none.
    """
    tolerance = here if here > 0.0 else experience.tolerance
    return tolerance * (1.0 - experience.promise_hurries * min(1.0, promise))


def waiting_debit(experience: Experience, wait: float, tolerated: float) -> float:
    """The debit of a wait in days: nothing when tolerated, then in proportion, up to a limit."""
    if wait <= tolerated:
        return 0.0
    return min(experience.waiting_most, experience.waiting * (wait - tolerated) / tolerated)


def goodwill_bonus(experience: Experience, amount: float, basket: float) -> float:
    """What an amount of goodwill adds to the share given back; basket: the customer's mean one.

    A little says that the firm is sorry; a few baskets look like guilt or a mistake.
    """
    if amount <= 0.0 or basket <= 0.0:
        return 0.0
    baskets = amount / basket
    taken_well = max(0.0, 1.0 - SUSPICION * max(0.0, baskets - TAKEN_WELL))
    return experience.goodwill_most * (1.0 - exp(-baskets / experience.goodwill_scale)) * taken_well


def recovery(experience: Experience, delay: float, warm: int, bonus: float) -> float:
    """The share of a failure's hit that its settlement gives back.

    delay: days from the failure to the settlement; bonus: what goodwill adds.
    """
    speed = experience.recovery_at_once - experience.recovery_slow
    given = experience.recovery_slow + speed * halved(delay, experience.recovery_half_time)
    if warm == 0:
        return min(experience.recovery_most, (given + bonus) * experience.recovery_cold)
    return min(experience.recovery_most, given + bonus)


def hit_left(experience: Experience, customer: Customer, case: Case, now: float) -> float:
    """What is left of the hit a case recorded, shrunk by all that shrank its debit."""
    if case.hit == 0.0:
        return 0.0
    faded = case.hit * halved(now - case.hit_at, experience.half_life_bad)
    if customer.shrunk == case.hit_shrunk:
        return faded
    return faded * exp(customer.shrunk - case.hit_shrunk)


def shrinkage(keep: float) -> float:
    """The log of a share that is kept; nothing kept is as little as no number can tell.

    Logs add up for as long as a customer lives, where a product would have become zero.
    """
    return log(keep) if keep > LEAST_KEPT else LOG_OF_NOTHING


def burden_now(experience: Experience, dealings: Dealings, now: float) -> float:
    """The touches of the last months, fading."""
    if dealings.burden == 0.0:
        return 0.0
    return dealings.burden * exp(-(now - dealings.burden_at) / experience.burden_time)


def welcome(experience: Experience, burden: float) -> float:
    """How a touch is taken: 1 gladly, 0 indifferently, down to -1 as a nuisance."""
    return max(-1.0, 1.0 - burden / experience.ideal_burden)


def overcontact_debit(experience: Experience, welcome: float, debit: float) -> float:
    """What an unwelcome touch adds to the over-contact debit, given what stands there."""
    left = max(0.0, 1.0 - debit / experience.overcontact_most)
    return experience.overcontact * -welcome * left


def learnt(experience: Experience, knowledge: float, known: float) -> float:
    """How well the customer is known after one more contact or purchase."""
    return known + knowledge * experience.learning * (1.0 - known)


RULES = (
    credit_now,
    bonus_now,
    debits_left,
    debit_now,
    debits_now,
    questions_now,
    vain_try,
    question_grievance,
    averaged,
    weight_of,
    trust_now,
    promise_now,
    lift_now,
    satisfaction_now,
    room,
    failure_hit,
    tolerated_wait,
    waiting_debit,
    goodwill_bonus,
    recovery,
    hit_left,
    shrinkage,
    burden_now,
    welcome,
    overcontact_debit,
    learnt,
)
