"""View builder: what is being played, as a view. Looks at everything, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from journeysim.engine.choice import COMPILED
from journeysim.tui.command import family_of
from journeysim.tui.dials import ScaledDial
from journeysim.tui.figures import FIGURES
from journeysim.tui.run_cache import CachedRuns
from journeysim.tui.session.session import Session
from journeysim.tui.view import Array, DialReading, LineSeries, OtherBranch, PlayState, View

_NOTHING: Array = np.empty((0, len(FIGURES)))


def view_of(session: Session) -> View:
    """This moment, frozen."""
    scenario, display, decisions = session.scenario, session.display, session.decisions
    own, base = map(session.exchange.cache.runs, session.shown)
    paired = min(own.paired, base.paired)
    engine = session.exchange.answered_by
    return View(
        title=scenario.tables.title or scenario.name.replace("_", " "),
        state=state_of(session),
        day=session.day,
        horizon=session.horizon,
        speed=session.playback.speed,
        pace=session.playback.pace,
        seed=decisions.seed,
        currency=scenario.tables.money.currency,
        you=_series(session, "you", own, paired),
        baseline=_series(session, scenario.label(session.against), base, paired),
        forked=session.is_forked,
        readings=tuple(
            _reading(session, dial)
            for dial in session.dials.dials.values()
            if display.allows(dial.key)
        ),
        changes=decisions.plan.changes,
        names=session.dials.names,
        wanted=session.exchange.replications,
        branch=decisions.branch.name if len(decisions.course.branches) > 1 else "",
        others=() if display.secret else tuple(_others(session)),
        marks=display.marks,
        secret=display.secret,
        swapped=display.swapped,
        zoomed=display.zoomed,
        family=family_of(session),
        engine="" if engine == COMPILED else engine,
        notice=session.fault or session.notice,
    )


def state_of(session: Session) -> PlayState:
    """What is going on."""
    if session.fault:
        return PlayState.DIED
    if session.last < 0 and not session.decisions.plan.changes:
        return PlayState.STARTING
    if session.day >= session.horizon:
        return PlayState.FINISHED
    return PlayState.RUNNING if session.playback.running else PlayState.PAUSED


def _series(session: Session, label: str, cached: CachedRuns, paired: int) -> LineSeries:
    whole = tuple(cached.whole[index] for index in range(paired))
    runs = tuple(recording.days for recording in whole)
    days = cached.first.days if cached.first else _NOTHING
    if session.display.secret:
        known = session.day + 1
        days, runs = days[:known], tuple(run[:known] for run in runs)
    return LineSeries(label, days, runs, cached.first, whole)


def _reading(session: Session, dial: ScaledDial) -> DialReading:
    return DialReading(
        dial, session.value(dial), session.dials.baseline(dial, session.playback.day)
    )


def _others(session: Session) -> Iterator[OtherBranch]:
    for branch in session.decisions.others:
        cached = session.exchange.cache.runs(session.decisions.configuration(branch.plan))
        if 0 in cached.whole:
            yield OtherBranch(branch.name, LineSeries("", cached.whole[0].days).retention)
