"""Lives: one customer's two lives side by side: what is the same, then each to its end.

Nothing here knows words; see `report.happenings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from journeysim.engine.log import Outcome
from journeysim.engine.running import run
from journeysim.errors import UsageError
from journeysim.events import Row
from journeysim.experiment.twins.counting import attribution_of, ledger, life_outcomes
from journeysim.experiment.twins.divergence import Divergence, divergence
from journeysim.experiment.twins.pairs import BACKSTAGE, Lives, Pairs, felt, pairs
from journeysim.experiment.twins.reasons import Attribution
from journeysim.experiment.twins.results import Ledger, LifeOutcome
from journeysim.scenario.in_small import refuse_days_in_small
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.world import Names


class Moment(NamedTuple):
    """What happens in the two lives at one moment; None where nothing does. The same in both: same."""

    time: float
    before: Row | None
    after: Row | None
    same: bool


@dataclass(frozen=True)
class TwoLives:
    """One customer under two policies.

    divergence: where the lives part, None if they never do; attribution: what weighed most, for the saved
    and the lost; shared: what happens before, the same in both; lines: from the divergence on, in
    order; names: what the positions in the rows mean; left_before, left_after: days, infinite for
    those who stay, NaN for those who never were customers there.
    """

    key: str
    replication: int
    segment: str
    outcome: LifeOutcome
    left_before: float
    left_after: float
    divergence: Divergence | None
    attribution: Attribution | None
    shared: tuple[Row, ...]
    lines: tuple[Moment, ...]
    names: Names


def two_lives(entries: Pairs, index: int) -> TwoLives:
    """The two lives of one entry."""
    outcome = life_outcomes(entries)[index]
    sides = (
        (entries.lives_before, int(entries.before[index])),
        (entries.lives_after, int(entries.after[index])),
    )
    same = int(entries.same[index])
    shared, ours = _split(*sides[0], same)
    _, theirs = _split(*sides[1], same)
    saved_or_lost = outcome in (LifeOutcome.SAVED, LifeOutcome.LOST)
    return TwoLives(
        key=entries.path(index),
        replication=entries.lives_before.outcome.replication,
        segment=entries.names.segments[int(entries.segment[index])],
        outcome=outcome,
        left_before=float(entries.left_before[index]),
        left_after=float(entries.left_after[index]),
        divergence=divergence(entries, index),
        attribution=attribution_of(entries, index, outcome) if saved_or_lost else None,
        shared=shared,
        lines=tuple(_lines(ours, theirs)),
        names=entries.names,
    )


def _split(lives: Lives, row: int, same: int) -> tuple[tuple[Row, ...], list[Row]]:
    """The first felt rows of a life, and all rows after them."""
    rows = lives.of(row)
    noticed = [place for place, each in enumerate(rows) if each.kind not in BACKSTAGE]
    end = noticed[same - 1] + 1 if same else 0
    return tuple(rows[place] for place in noticed[:same]), rows[end:]


def _lines(ours: Sequence[Row], theirs: Sequence[Row]) -> list[Moment]:
    """Two sequences of rows merged by time; what happens alike in both stands in one line."""
    lines: list[Moment] = []
    one = other = 0
    while one < len(ours) or other < len(theirs):
        here = ours[one] if one < len(ours) else None
        there = theirs[other] if other < len(theirs) else None
        if here is not None and there is not None and here.time == there.time:
            lines.append(Moment(here.time, here, there, felt(here) == felt(there)))
            one, other = one + 1, other + 1
        elif there is None or (here is not None and here.time < there.time):
            assert here is not None
            lines.append(Moment(here.time, here, None, False))
            one += 1
        else:
            lines.append(Moment(there.time, None, there, False))
            other += 1
    return lines


def find_lives(before: Outcome, after: Outcome, key: str) -> TwoLives:
    """The two lives of the customer with this KEY. Raises UsageError if there is none."""
    entries = pairs(before, after)
    index = entries.find(key)
    if index is None:
        raise UsageError(
            f"no customer {key!r} under either policy; KEYs are 1 to "
            f"{int(entries.started.sum())} on day 0, 1234.2 is the second friend 1234 brought"
        )
    return two_lives(entries, index)


def telling_lives(before: Outcome, after: Outcome, outcome: LifeOutcome) -> TwoLives | None:
    """The clearest example of somebody saved or lost; None if there is nobody.

    Of those with the commonest reason the one whose life goes on shortest after they part, in
    events: the chain of causes that is quickest to read.
    """
    book, entries = ledger(before, after), pairs(before, after)
    return _clearest(book, entries, outcome)


def _clearest(book: Ledger, entries: Pairs, outcome: LifeOutcome) -> TwoLives | None:
    people = [each for each in book.people if each.outcome == outcome]
    if not people:
        return None
    common = Counter(each.attribution.reason for each in people).most_common(1)[0][0]
    wanted = {each.key for each in people if each.attribution.reason == common}
    best: tuple[int, int] = (10**9, -1)
    for index in range(len(entries)):
        if entries.path(index) in wanted:
            lives = entries.lives_before if outcome == LifeOutcome.SAVED else entries.lives_after
            row = int((entries.before if outcome == LifeOutcome.SAVED else entries.after)[index])
            length = int(lives.first_felt[row + 1] - lives.first_felt[row] - entries.same[index])
            best = min(best, (length, index))
    return two_lives(entries, best[1])


def live_twice(
    scenario: Scenario, policies: tuple[str, str], replication: int, engine: str
) -> tuple[Outcome, Outcome]:
    """The outcomes of two policies in one replication. Raises UsageError for unknown policies,
    and where one customer stands for many."""
    refuse_days_in_small(scenario)
    before, after = (
        run(scenario, scenario.policy(policy), replication, engine) for policy in policies
    )
    return before, after
