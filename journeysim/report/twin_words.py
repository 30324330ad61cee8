"""Twin words: what a ledger of twins says, in sentences. Decides nothing."""

from __future__ import annotations

from math import isnan

from journeysim.experiment.estimate import Estimate
from journeysim.experiment.twins import REASON_WORDS, Ledger, LifeOutcome, Reason, Side, Twins
from journeysim.numerals import numeral
from journeysim.report.figures import figure
from journeysim.report.words import counted, named, span

OUTCOME_WORDS = {
    LifeOutcome.SAVED: "kept by it",
    LifeOutcome.LOST: "driven away by it",
    LifeOutcome.STAYS: "stay either way",
    LifeOutcome.LEAVES: "leave either way",
    LifeOutcome.ONLY_BEFORE: "would have joined",
    LifeOutcome.ONLY_AFTER: "joined because of it",
}
"""What became of people under the second policy, in words."""

SIDES_SAID = {Side.DIRECT: "done to them", Side.OTHERS: "reaching them through others"}
"""Whose doing it was, in words."""


def people(number: float) -> str:
    """A number of people: whole where it is exact or large, else with a decimal."""
    whole = number == round(number) or abs(number) >= 100.0
    return numeral(number, ",.0f") if whole else numeral(number, ",.1f")


def sentences(twins: Twins) -> list[str]:
    """Whom it kept and drove away, why, whose lives are the same, and what it cost."""
    return [_who(twins), *_attribution(twins), _same(twins), *_cost(twins)]


def because(reason: Reason, outcome: LifeOutcome, number: float) -> str:
    """A number of people and what weighed most for them: `19 problems prevented`."""
    one, several = (
        REASON_WORDS[reason].lost if outcome == LifeOutcome.LOST else REASON_WORDS[reason].saved
    )
    return f"{people(number)} {one if number == 1 else several}"


def in_words(ledger: Ledger, outcome: LifeOutcome) -> str:
    """One run's kept or driven away in whole numbers that add up: `31 kept by it: 19 problems
    prevented ...`.

    Each person is shared over their reasons, so the numbers are rounded; what rounding leaves goes
    to those it took most from. outcome: SAVED or LOST.
    """
    number = ledger.lost if outcome == LifeOutcome.LOST else ledger.saved
    shares = {
        Reason(each.name): each.lost if outcome == LifeOutcome.LOST else each.saved
        for each in ledger.reasons
    }
    whole = {reason: int(share) for reason, share in shares.items()}
    left = sorted(shares, key=lambda each: whole[each] - shares[each])
    for reason in left[: number - sum(whole.values())]:
        whole[reason] += 1
    reasons = sorted((each for each in whole if whole[each]), key=lambda each: -whole[each])
    text = ", ".join(because(reason, outcome, whole[reason]) for reason in reasons)
    return f"{numeral(number)} {OUTCOME_WORDS[outcome]}{f': {text}' if text else ''}"


def _who(twins: Twins) -> str:
    label = twins.scenario.label
    before, after = named(label(twins.before)), named(label(twins.after))
    start = f"Of {counted(twins.ledgers[0].customers, 'customer')} after "
    start += f"{span(twins.scenario.tables.run.days)}, {after} against {before}:"
    if not any(each.saved or each.lost for each in twins.ledgers):
        return f"{start} it keeps nobody and drives nobody away; the same people stay."
    saved = twins.estimate(lambda each: each.saved).mean
    lost = twins.estimate(lambda each: each.lost).mean
    net = twins.estimate(lambda each: each.net)
    return f"{start} {people(saved)} kept by it, {people(lost)} driven away by it; {_net(net)}."


def _net(net: Estimate) -> str:
    """Customers kept on top, with what chance allows."""
    kept = f"{people(abs(net.mean))} {'fewer' if net.mean < 0 else 'more'} stay"
    if isnan(net.low):
        return f"{kept} (one run: chance unknown)"
    if not net.settled and net.low < net.high:
        return f"{kept}: too close to call ({numeral(net.low, '+,.0f')} to {numeral(net.high, '+,.0f')} by chance)"
    return f"{kept}, give or take {people(round(net.half, 1))} by chance"


def _attribution(twins: Twins) -> list[str]:
    """Why they were kept and driven away, the greatest first; each person is shared over their reasons."""
    lines = []
    effects = twins.effects(lambda each: each.reasons)
    for outcome, start in (
        (LifeOutcome.SAVED, "Why kept"),
        (LifeOutcome.LOST, "Why driven away"),
    ):
        means = [
            (
                effect.saved.mean if outcome == LifeOutcome.SAVED else effect.lost.mean,
                Reason(effect.name),
            )
            for effect in effects
        ]
        means = [each for each in means if each[0] >= 0.05]
        means.sort(key=lambda each: -each[0])
        if means:
            text = ", ".join(because(reason, outcome, number) for number, reason in means)
            lines.append(f"{start}: {text}.")
    return lines


def _same(twins: Twins) -> str:
    """How many lives are the same to the last event."""
    customers = twins.ledgers[0].customers
    same = customers - twins.estimate(lambda each: each.diverged).mean
    if same == customers:
        return "Not one life differs in a single event."
    if same == 0.0:
        return "Every life differs in something, most of them not in whether they stay."
    return f"{people(same)} lives are the same to the last event."


def _cost(twins: Twins) -> list[str]:
    """What the policy costs for each customer kept, and who the touches went to."""
    currency = twins.scenario.tables.money.currency
    kept = twins.estimate(lambda each: each.net)
    net = kept.mean if kept.settled else 0.0
    spent = twins.estimate(lambda each: each.spending_after - each.spending_before).mean
    lines = []
    if spent:
        way = "rises" if spent > 0 else "falls"
        line = f"Spending {way} by {figure(abs(spent), 'money', currency)}"
        if net > 0.0 < spent:
            line += f": {figure(spent / net, 'money', currency)} for each customer kept"
        lines.append(f"{line}.")
    touches = twins.estimate(lambda each: each.touches_after).mean
    if touches:
        each = f" ({people(touches / net)} for each customer kept)" if net > 0.0 else ""
        lines.append(f"Of {numeral(touches, ',.0f')} touches{each} {_went(twins)}.")
    return lines


def _went(twins: Twins) -> str:
    """Whom the touches of the second policy reached, in per cent."""
    parts = []
    for outcome, who in (
        (LifeOutcome.STAYS, "who stay either way"),
        (LifeOutcome.LEAVES, "who leave either way"),
        (LifeOutcome.SAVED, "whom it kept"),
        (LifeOutcome.LOST, "whom it drove away"),
        (LifeOutcome.ONLY_AFTER, "who joined because of it"),
    ):
        share = touch_share(twins, outcome)
        if share >= 0.0005:
            parts.append(f"{numeral(100.0 * share, '.1f')} % went to people {who}")
    first, *rest = parts
    return ", ".join([first, *(part.replace("went to people", "to those") for part in rest)])


def touch_share(twins: Twins, outcome: LifeOutcome) -> float:
    """The share of the second policy's touches that reached people of this outcome; 0 without any."""
    every = sum(each.touches_after for ledger in twins.ledgers for each in ledger.spent)
    own = sum(
        each.touches_after
        for ledger in twins.ledgers
        for each in ledger.spent
        if each.outcome == outcome
    )
    return own / every if every else 0.0
