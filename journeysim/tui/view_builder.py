"""View builder: what is being played, as a view. Looks at everything, changes nothing."""

from __future__ import annotations

import numpy as np

from journeysim.engine.choice import COMPILED
from journeysim.tui.dials import Dial
from journeysim.tui.figures import FIGURES
from journeysim.tui.library import Shelf
from journeysim.tui.session import Session, in_force
from journeysim.tui.view import Array, Ghost, Reading, Track, View

_NOTHING: Array = np.empty((0, len(FIGURES)))


def view_of(session: Session) -> View:
    """This moment, frozen."""
    shelf, base = map(session.library.shelf, session.seen)
    paired = min(shelf.paired, base.paired)
    shown = [
        d for d in session.dials.values() if session.allowed is None or d.key in session.allowed
    ]
    return View(
        title=session.scenario.tables.title or session.scenario.name.replace("_", " "),
        phase=session.phase,
        day=session.day,
        horizon=session.horizon,
        speed=session.speed,
        pace=session.pace,
        seed=session.course.seed,
        currency=session.scenario.tables.money.currency,
        you=_track(session, "you", shelf, paired),
        baseline=_track(session, session.scenario.label(session.against), base, paired),
        forked=session.forked,
        readings=tuple(_reading(session, dial) for dial in shown),
        changes=session.plan.changes,
        names=session.names,
        wanted=session.wanted,
        branch=session.branch.name if len(session.course.branches) > 1 else "",
        ghosts=() if session.secret else tuple(_ghosts(session)),
        marks=session.marks,
        secret=session.secret,
        swapped=session.swapped,
        zoomed=session.zoomed,
        engine="" if session.answered_by == COMPILED else session.answered_by,
        notice=session.fault or session.notice,
    )


def _track(session: Session, label: str, shelf: Shelf, paired: int) -> Track:
    whole = tuple(shelf.whole[index] for index in range(paired))
    runs = tuple(frames.days for frames in whole)
    days = shelf.first.days if shelf.first else _NOTHING
    if session.secret:
        known = session.day + 1
        days, runs = days[:known], tuple(run[:known] for run in runs)
    return Track(label, days, runs, shelf.first, whole)


def _reading(session: Session, dial: Dial) -> Reading:
    at_rest = (
        session.world if dial.side == "world" else in_force(session.base_levers, session.asked)
    )
    return Reading(dial, session.shown(dial), at_rest[dial.key])


def _ghosts(session: Session) -> list[Ghost]:
    found = []
    for branch in session.others:
        shelf = session.library.shelf(session.line_of(branch))
        if 0 in shelf.whole:
            found.append(Ghost(branch.name, Track("", shelf.whole[0].days).retention))
    return found
