"""Closing: so what? What a comparison advises, in at most three lines.

The same lines end `compare` and open the brief and the screen: choose one, keep today's, or no clear
choice; what it keeps and earns; the one assumption that would turn it. Where people and money point
to different policies, the first line says so. Adds no number of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from journeysim.experiment.break_even import BreakEven
from journeysim.experiment.compare import Experiment
from journeysim.experiment.draws import Draws
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.headline import first_decision
from journeysim.numerals import numeral
from journeysim.report.figures import Scale, by_chance, figure, scale
from journeysim.report.knob_text import crossed, field_of, roughly
from journeysim.report.statement import EARNED, judged_by, parts_said
from journeysim.report.words import PEOPLE, counted, ends, joined, named, span
from journeysim.scenario import describe


class Standing(StrEnum):
    """On which side of nothing a difference lies, for all that chance allows."""

    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"
    SAME = "same"
    UNKNOWN = "unknown"


def side(difference: Estimate) -> Standing:
    """On which side a difference lies; one run tells nothing."""
    if isnan(difference.mean) or isnan(difference.low):
        return Standing.UNKNOWN
    if difference.low == difference.high == 0.0:
        return Standing.SAME
    if not difference.settled:
        return Standing.OPEN
    return Standing.BETTER if difference.mean > 0.0 else Standing.WORSE


class Advice(StrEnum):
    """What a comparison comes to."""

    CHOOSE = "choose"
    KEEP = "keep"
    NO_CLEAR_CHOICE = "no clear choice"


@dataclass(frozen=True)
class Choice:
    """What is advised, about which policy, and why in a clause.

    kept: the paired difference in retention on the headline's day; earned: in money (`judged_by`);
    both of `policy` against the baseline.
    """

    advice: Advice
    policy: str
    baseline: str
    because: str
    kept: Estimate
    earned: Estimate


def in_focus(experiment: Experiment, baseline: str) -> str:
    """The policy that a comparison is about: the one that earns most if that is clearly more than the
    baseline earns, else the one that keeps most people. Needs a second policy."""
    others = [policy for policy in experiment.policies if policy != baseline]
    pairs = {policy: _pair(experiment, policy, baseline) for policy in others}
    richest = max(others, key=lambda policy: _or_least(pairs[policy][1].mean))
    if side(pairs[richest][1]) is Standing.BETTER:
        return richest
    return max(others, key=lambda policy: _or_least(pairs[policy][0].mean))


def choice(experiment: Experiment, baseline: str, focus: str | None = None) -> Choice:
    """What a comparison advises about a policy, `in_focus` unless it is named."""
    focus = focus or in_focus(experiment, baseline)
    kept, earned = _pair(experiment, focus, baseline)
    advice, because = _ADVICE.get((side(kept), side(earned)), _ONE_RUN)
    if isnan(kept.mean):
        because = "there is nobody to compare {it} and {other} by"
    if (first := first_decision(experiment.scenario)) >= experiment.headline.day:
        advice, because = (
            Advice.NO_CLEAR_CHOICE,
            f"nobody decides before day {numeral(first, ',.0f')}",
        )
    label = experiment.scenario.label
    because = because.format(it=named(label(focus)), other=named(label(baseline)))
    if advice is Advice.CHOOSE:
        because = "; ".join(filter(None, (because, *_beside(experiment, focus, baseline))))
    return Choice(advice, focus, baseline, because, kept, earned)


_ONE_RUN = (Advice.NO_CLEAR_CHOICE, "one run tells nothing about chance")

_ADVICE = {
    (Standing.BETTER, Standing.BETTER): (Advice.CHOOSE, ""),
    (Standing.BETTER, Standing.SAME): (Advice.CHOOSE, "it keeps more people for the same money"),
    (Standing.SAME, Standing.BETTER): (Advice.CHOOSE, "it earns more with the same people"),
    (Standing.OPEN, Standing.BETTER): (
        Advice.CHOOSE,
        "it earns more; whether it keeps more people is too close to call",
    ),
    (Standing.WORSE, Standing.BETTER): (
        Advice.NO_CLEAR_CHOICE,
        "{it} earns more, {other} keeps more people",
    ),
    (Standing.BETTER, Standing.WORSE): (
        Advice.NO_CLEAR_CHOICE,
        "{it} keeps more people, {other} earns more",
    ),
    (Standing.BETTER, Standing.OPEN): (
        Advice.NO_CLEAR_CHOICE,
        "{it} keeps more people; whether it pays is too close to call",
    ),
    (Standing.OPEN, Standing.OPEN): (
        Advice.NO_CLEAR_CHOICE,
        "people and money are too close to call",
    ),
    (Standing.SAME, Standing.OPEN): (Advice.NO_CLEAR_CHOICE, "the money is too close to call"),
    (Standing.OPEN, Standing.SAME): (Advice.NO_CLEAR_CHOICE, "who stays is too close to call"),
    (Standing.OPEN, Standing.WORSE): (
        Advice.KEEP,
        "all else costs money, and that it keeps people is too close to call",
    ),
    (Standing.WORSE, Standing.OPEN): (
        Advice.KEEP,
        "nothing else keeps more people, or clearly earns more",
    ),
    (Standing.WORSE, Standing.WORSE): (Advice.KEEP, "nothing else keeps more people or earns more"),
    (Standing.SAME, Standing.WORSE): (
        Advice.KEEP,
        "all else costs money and keeps the same people",
    ),
    (Standing.WORSE, Standing.SAME): (Advice.KEEP, "all else loses people for the same money"),
    (Standing.SAME, Standing.SAME): (Advice.KEEP, "nothing else changes anything"),
}
"""What people kept and money earned, against the baseline, come to."""


def _pair(experiment: Experiment, policy: str, baseline: str) -> tuple[Estimate, Estimate]:
    """The differences in people kept and in money earned."""
    metric, _ = experiment.headline
    kept, earned = (
        experiment.difference(policy, baseline, name).estimate
        for name in (metric, judged_by(experiment))
    )
    return kept, earned


def _or_least(value: float) -> float:
    return float("-inf") if isnan(value) else value


def _beside(experiment: Experiment, chosen: str, baseline: str) -> Iterator[str]:
    """Which others keep more people than the chosen policy, and which earn about as much."""
    others = [policy for policy in experiment.policies if policy not in (chosen, baseline)]
    against = {policy: _pair(experiment, policy, chosen) for policy in others}
    label = experiment.scenario.label
    more = {each for each in others if side(against[each][0]) is Standing.BETTER}
    close = {each for each in others if side(against[each][1]) in (Standing.OPEN, Standing.SAME)}
    for policies, one, several in (
        (more & close, "keeps more people and earns about as much", "keep more people and earn about as much"),
        (more - close, "keeps more people", "keep more people"),
        (close - more, "earns about as much", "earn about as much"),
    ):  # fmt: skip
        names = [named(label(each)) for each in others if each in policies]
        if names:
            yield f"{joined(names)} {one if len(names) == 1 else several}"


def closing_lines(
    experiment: Experiment,
    baseline: str,
    draws: Draws | None = None,
    turns: BreakEven | None = None,
    assumed: int | None = None,
    focus: str | None = None,
    looked_at: int | None = None,
) -> tuple[str, ...]:
    """So what? At most three lines, each a sentence or two; none where there is nothing to choose.

    experiment: holds the headline metric (`compare.headline`) and total value, or profit. draws: the same policies
    over chance and assumptions (`draws.draw_worlds`), None if they were not drawn; assumed: how many
    figures are assumed, said where they were not drawn. turns: the assumed number that turns the
    choice over soonest or comes nearest (`break_even.break_evens`), None if none was looked for. focus: see `choice`;
    looked_at: among how many numbers it was looked for, None for all.
    """
    if len(experiment.policies) < 2:
        return ()
    decision = choice(experiment, baseline, focus)
    if isnan(decision.kept.mean):
        return (_first(experiment, decision),)
    lines = [_first(experiment, decision), _second(experiment, decision, draws, assumed)]
    if turns is not None:
        lines.append(_third(turns, looked_at))
    return tuple(lines)


def _first(experiment: Experiment, decision: Choice) -> str:
    label = experiment.scenario.label
    because = f": {decision.because}" if decision.because else ""
    if decision.advice is Advice.CHOOSE:
        return f"Choose {named(label(decision.policy))}{because}."
    if decision.advice is Advice.KEEP:
        return f"Keep {named(label(decision.baseline))}{because}."
    return f"No clear choice{because}."


def _second(
    experiment: Experiment, decision: Choice, draws: Draws | None, assumed: int | None
) -> str:
    """What it keeps and earns, by chance; then over chance and assumptions together."""
    scenario = experiment.scenario
    _, day = experiment.headline
    currency, days = scenario.tables.money.currency, scenario.tables.run.days
    own = scale([decision.earned.mean], "money", currency)
    name = (
        "It"
        if decision.advice is Advice.CHOOSE
        else capital(named(scenario.label(decision.policy)))
    )
    people = _by_chance(decision.kept, _OF_PEOPLE, ("more", "fewer"))
    money = _by_chance(decision.earned, own, ("more", "less"))
    line = f"{name} keeps {people} of {numeral(PEOPLE)} customers after {span(day)} and "
    if judged_by(experiment) == EARNED:
        pair = (decision.policy, decision.baseline)
        line += f"is worth {money}{parts_said(experiment, pair, decision.earned.mean, own)}."
    else:
        line += f"earns {money} within {span(days)}." if days != day else f"earns {money}."
    if draws is not None and draws.count:
        return f"{line} {_over_draws(scenario.label(decision.baseline), draws, decision, judged_by(experiment), currency)}"
    if assumed:
        return f"{line} Chance only; {counted(assumed, 'assumed figure')} not counted."
    return line


_OF_PEOPLE = Scale(PEOPLE, 0, "")


def _by_chance(difference: Estimate, own: Scale, words: tuple[str, str]) -> str:
    """A difference as it is said: `64 more, give or take 4 by chance`."""
    if isnan(difference.mean):
        return "what nobody can tell"
    shown = f"{own.plain(abs(difference.mean))} {own.unit}".strip()
    if own == _OF_PEOPLE and not round(PEOPLE * difference.mean):
        shown = "less than 1"
    more = f"{shown} {words[0] if difference.mean >= 0.0 else words[1]}"
    if isnan(difference.low):
        return f"{more} (one run: chance unknown)"
    if difference.low == difference.high:
        same = "exactly as many" if words[1] == "fewer" else "exactly as much"
        return same if difference.mean == 0.0 else more
    open_ = "" if difference.settled else ": too close to call"
    return f"{more} ({by_chance(difference.mean, difference.low, difference.high, own)}{open_})"


def _over_draws(baseline: str, draws: Draws, decision: Choice, metric: str, currency: str) -> str:
    pair = decision.policy, decision.baseline
    count = len(draws.differences(*pair, metric))
    people = ends(*draws.range(*pair, draws.kept), " people")
    tenth = draws.tenth(*pair, metric)
    worst = f"{'costs' if tenth < 0.0 else 'still earns'} {figure(abs(tenth), 'money', currency)}"
    return (
        f"Over {count} draws of chance and {counted(draws.assumed, 'assumed figure')}: {people}, more money than "
        f"{named(baseline)} in {draws.better_in(*pair, metric)} of {count}; the worst tenth {worst}."
    )


def _third(turns: BreakEven, looked_at: int | None) -> str:
    """The one assumption that would turn it, or that no single one does."""
    swing = turns.swing
    unit = describe.unit_of(field_of(swing.path))
    if turns.crossing is None:
        none = "No single assumption turns"
        if looked_at is not None:
            none = f"None of the {looked_at} assumptions that seem to move it most turns"
        return (
            f"{none} it within its plausible range; {swing.key} at {roughly(swing.worst, unit)} comes "
            "nearest."
        )
    where = "below" if turns.crossing.at < swing.value else "above"
    return (
        f"It would turn with {swing.key} {where} {crossed(turns.crossing, unit, swing.value)} "
        f"(taken: {roughly(swing.value, unit)})."
    )


def capital(name: str) -> str:
    """A name at the beginning of a sentence."""
    return name[:1].upper() + name[1:]
