"""Twins: who a policy keeps and drives away, customer by customer; or one customer's two lives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from journeysim.errors import UsageError
from journeysim.experiment.twins import LifeOutcome, Twins, measure_twins
from journeysim.experiment.twins.lives import TwoLives, find_lives, live_twice, telling_lives
from journeysim.report.text.twins import print_lives, print_twins
from journeysim.report.to_json_twins import lives_document, twins_document
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.columns import Series, tidy
from journeysim.study.findings import Lived, Reading
from journeysim.study.measure import announce, engine_for, replications_allowed
from journeysim.study.progress import SILENT, Counter, Progress

PEOPLE = ("customers", "saved", "lost", "net", "stays", "leaves", "sooner", "later", "parted")
"""The counts of a ledger that columns hold."""


@dataclass(frozen=True)
class AskTwins(Ask):
    """Which policies people live under; customer, pick: the one person to look at, if any."""

    before: str = ""
    after: str = ""
    customer: str | None = None
    pick: str | None = None


@dataclass(frozen=True)
class TwinLedgers:
    """The ledgers of two policies in one world; by: what they are split by when shown."""

    twins: Twins
    by: str | None = None


@dataclass(frozen=True)
class CustomerLives:
    """One customer's lives under two policies."""

    scenario: Scenario
    policies: tuple[str, str]
    lives: TwoLives


def twins(scenario: Scenario, ask: AskTwins, progress: Progress = SILENT) -> TwinLedgers:
    """The ledgers of two policies; fewer replications where max_events says so.

    Raises UsageError.
    """
    pair = (scenario.policy(ask.before), scenario.policy(ask.after))
    count = scenario.tables.run.replications
    engine = engine_for(scenario, 2 * count, ask, progress)
    announce(scenario, 2, count, engine, ask, progress)

    def measure(replications: int, counter: Counter | None = None) -> Twins:
        return measure_twins(
            scenario, *pair,
            replications=replications, jobs=ask.jobs, engine=engine, progress=counter,
            max_events=ask.max_events,
        )  # fmt: skip

    with progress.counting(scenario.name) as counter:
        if ask.max_events is not None:
            count = replications_allowed(count, measure(1).ledgers[0].events, ask, progress)
        return TwinLedgers(measure(count, counter), ask.by)


def lives(scenario: Scenario, ask: AskTwins, progress: Progress = SILENT) -> CustomerLives:
    """The two lives of the customer that is named, or of the clearest example. Raises UsageError."""
    pair = (scenario.policy(ask.before), scenario.policy(ask.after))
    replication, path = (0, "") if ask.customer is None else _key(ask.customer)
    engine = engine_for(scenario, 2, ask, progress)
    outcomes = live_twice(scenario, pair, replication, engine)
    if ask.pick is None:
        return CustomerLives(scenario, pair, find_lives(*outcomes, path))
    telling = telling_lives(*outcomes, LifeOutcome(ask.pick))
    if telling is None:
        raise UsageError(f"nobody is {ask.pick} by {pair[1]} against {pair[0]}")
    return CustomerLives(scenario, pair, telling)


def refuse_what_does_not_fit(ask: AskTwins, worlds: int) -> None:
    """Raise UsageError for one customer in several worlds, split, or named twice."""
    if ask.customer is not None and ask.pick is not None:
        raise UsageError("--customer names one customer, --pick looks for one: give one of them")
    if not is_one_customer(ask):
        return
    if worlds > 1:
        raise UsageError("one customer lives in one world; name it with --world")
    if ask.by is not None:
        raise UsageError("--by divides the ledger, not one customer's life")


def picks(result: TwinLedgers) -> list[str]:
    """Of which outcomes the first replication holds an example that can be told: saved, lost."""
    if result.twins.scenario.tables.run.one_in > 1:
        return []
    ledger = result.twins.ledgers[0]
    return [each.value for each in (LifeOutcome.SAVED, LifeOutcome.LOST) if getattr(ledger, each)]


def is_one_customer(ask: AskTwins) -> bool:
    """Is it about one customer instead of all of them?"""
    return ask.customer is not None or ask.pick is not None


def _key(text: str) -> tuple[int, str]:
    """A KEY, in replication 0 or in the one it names: (replication, path)."""
    match = re.fullmatch(r"(?:r(\d{1,6})-)?(\d{1,9}(?:\.\d{1,9})*)", text, re.ASCII)
    if match is None:
        raise UsageError(f"{text!r} is no KEY; write 1234, 1234.2 (a friend) or r3-1234")
    return int(match[1] or 0), match[2]


def _show(page: Console, result: TwinLedgers, full: bool) -> None:
    print_twins(page, result.twins, result.by)


def _document(results: Sequence[TwinLedgers], engine: str) -> dict[str, Any]:
    wanted = [(each.twins, each.twins.scenario.tables.run.replications) for each in results]
    return twins_document(wanted, engine=engine)


def _series(result: TwinLedgers) -> Iterator[Series]:
    """The people of each ledger, counted."""
    pair = result.twins
    for name in PEOPLE:
        values = [float(getattr(ledger, name)) for ledger in pair.ledgers]
        yield Series(pair.scenario.world, pair.after, name, values, {"baseline": pair.before})


READING: Reading[TwinLedgers] = Reading(
    show=_show,
    document=_document,
    columns=lambda results: tidy(series for each in results for series in _series(each)),
    lived=lambda result: Lived(result.twins.scenario, (result.twins.before, result.twins.after)),
)
"""How ledgers are read."""


def _show_lives(page: Console, result: CustomerLives, full: bool) -> None:
    print_lives(page, result.scenario, result.policies, result.lives)


def _lives_document(results: Sequence[CustomerLives], engine: str) -> dict[str, Any]:
    (each,) = results
    return lives_document(each.scenario, each.policies, each.lives, engine=engine)


LIVES_READING: Reading[CustomerLives] = Reading(
    show=_show_lives,
    document=_lives_document,
    columns=lambda results: tidy(()),
    lived=lambda result: Lived(result.scenario, result.policies),
)
"""How one customer's two lives are read."""
