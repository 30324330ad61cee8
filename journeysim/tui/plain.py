"""Plain: the run as text, one line a simulated week; for screen readers, logs and CI.

No cursor is moved and no colour used. The days are those of the first run, the last lines are over
all paired runs: what it came to, who guessed how near, and why.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from typing import TextIO

from journeysim.engine.choice import rows_lived
from journeysim.numerals import spelled, style_of
from journeysim.scenario.scenario import Scenario
from journeysim.tui import wording
from journeysim.tui.claims import claims_of
from journeysim.tui.command import ledger_request, solve_command, solve_request
from journeysim.tui.debriefing import verdicts
from journeysim.tui.direct import opened
from journeysim.tui.guessing import Guess
from journeysim.tui.session.session import Session
from journeysim.tui.view import LineSeries, View
from journeysim.tui.view_builder import view_of
from journeysim.tui.why import sentences

WEEK = 7

FEW_ROWS = 500_000
"""Rows of a run up to which a dial is looked at unasked: some eighty such runs."""


def tell(
    scenario: Scenario,
    policy: str | None,
    engine: str,
    out: TextIO | None = None,
    guesses: Sequence[Guess] = (),
) -> int:
    """Write the run to standard output; the exit code. guesses: held beside what happened."""
    stream, style = out or sys.stdout, style_of(scenario)
    session = opened(scenario, policy, engine)
    view = view_of(session)
    title = f"{scenario.tables.title or scenario.name}: {scenario.tables.question}"
    days = (*weeks(view, range(WEEK, view.horizon, WEEK)), *ending(session, guesses))
    for line in (title, *days, *asking(session)):
        print(spelled(line, style), file=stream, flush=True)
    return 0


def weeks(view: View, days: Sequence[int]) -> Iterator[str]:
    """A line for each of some days, and for the last one."""
    you, base = view.you, view.baseline
    name = view.policy if not view.changes else "you"
    for day in [*days, view.horizon]:
        verb = "retain" if view.changes else "retains"
        line = f"day {day}: {name} {verb} {wording.percent(_retained(you, day))}"
        if view.forked:
            gap = _retained(you, day) - _retained(base, day)
            line += f", {base.label} {wording.percent(_retained(base, day))}"
            line += f", {wording.signed_points(gap)}"
        line += f"; profit {wording.money(you.on('profit', day))} {view.currency}"
        line += f", waits {wording.minutes(you.on('wait_p95', day))}"
        yield f"{line}, said nothing {wording.count(you.on('silent', day))}"


def _retained(series: LineSeries, day: int) -> float:
    """The share still there in the first run."""
    return LineSeries("", series.days).on("stayed", day) / max(1.0, series.on("started", day))


def ending(session: Session, guesses: Sequence[Guess] = ()) -> Iterator[str]:
    """What it came to over all paired runs, who guessed how near, and why; nothing of one line alone."""
    session.step(session.horizon - session.playback.day)
    view = view_of(session)
    if not view.forked:
        return
    lead = view.difference("retention", view.horizon)
    words = (
        f"{wording.signed(lead.mean)}{wording.by_chance(lead)} points ({wording.paired(lead.n)})"
    )
    name = view.policy if not view.changes else "you"
    stay = wording.more_stay(lead.mean)
    yield f"day {view.horizon}: {name} against {view.baseline.label}: {words}; {stay}"
    yield from verdicts(guesses, (), lead)
    yield from reasons(session)


def asking(session: Session) -> Iterator[str]:
    """What the rooms on dials answer: what a dial would have to be, where that takes seconds; people
    against money as a command."""
    levers = [dial for dial in session.dials.dials.values() if dial.side == "lever"]
    if not levers:
        return
    claim = claims_of(session)[0]
    lever = levers[0]
    is_off = session.value(lever) <= lever.low  # where it holds as it stands, how far may one go?
    request = solve_request(session, lever, claim.claim, "largest" if is_off else "")
    yield f"What would {lever.label} have to be, so that {claim.words}? {solve_command(session, request)}"
    if rows_lived(session.scenario) <= FEW_ROWS:
        session.exchange.solving(request)
        solved = session.exchange.solved.get(request)
        if solved is not None:
            yield from (solved.fault,) if solved.fault else solved.sentences
    keys = ",".join(dial.key for dial in levers[:2])
    words = ["journeysim", "optimize", session.launch.source, "--levers", keys]
    yield f"People or money? {shlex.join(words)}"


def reasons(session: Session) -> Iterator[str]:
    """Why, in sentences, as the screen says it."""
    view = view_of(session)
    request = ledger_request(session, len(view.you.whole))
    counted = None if request is None else session.exchange.ledger(request)
    counted = session.exchange.ledgers.get(request) if request is not None else counted
    for name, text in sentences(view, counted):
        yield f"{name}: {text}"
