"""Showing: what is being played, as a view. Looks at everything, changes nothing."""

from __future__ import annotations

import numpy as np

from journeysim.engine.choice import COMPILED
from journeysim.tui.dials import Dial
from journeysim.tui.figures import FIGURES
from journeysim.tui.library import Shelf
from journeysim.tui.play import Play, in_force
from journeysim.tui.view import Array, Ghost, Reading, Track, View

_NOTHING: Array = np.empty((0, len(FIGURES)))


def view_of(play: Play) -> View:
    """This moment, frozen."""
    shelf, base = map(play.library.shelf, play.seen)
    paired = min(shelf.paired, base.paired)
    shown = [d for d in play.dials.values() if play.allowed is None or d.key in play.allowed]
    return View(
        title=play.scenario.tables.title or play.scenario.name.replace("_", " "),
        phase=play.phase,
        day=play.day,
        horizon=play.horizon,
        speed=play.speed,
        pace=play.pace,
        seed=play.course.seed,
        currency=play.scenario.tables.money.currency,
        you=_track(play, "you", shelf, paired),
        baseline=_track(play, play.scenario.label(play.against), base, paired),
        forked=play.forked,
        readings=tuple(_reading(play, dial) for dial in shown),
        changes=play.plan.changes,
        names=play.names,
        wanted=play.wanted,
        branch=play.branch.name if len(play.course.branches) > 1 else "",
        ghosts=() if play.secret else tuple(_ghosts(play)),
        marks=play.marks,
        secret=play.secret,
        swapped=play.swapped,
        zoomed=play.zoomed,
        engine="" if play.answered_by == COMPILED else play.answered_by,
        notice=play.fault or play.notice,
    )


def _track(play: Play, label: str, shelf: Shelf, paired: int) -> Track:
    whole = tuple(shelf.whole[index] for index in range(paired))
    runs = tuple(frames.days for frames in whole)
    days = shelf.first.days if shelf.first else _NOTHING
    if play.secret:
        known = play.day + 1
        days, runs = days[:known], tuple(run[:known] for run in runs)
    return Track(label, days, runs, shelf.first, whole)


def _reading(play: Play, dial: Dial) -> Reading:
    at_rest = play.world if dial.side == "world" else in_force(play.base_levers, play.asked)
    return Reading(dial, play.shown(dial), at_rest[dial.key])


def _ghosts(play: Play) -> list[Ghost]:
    found = []
    for branch in play.others:
        shelf = play.library.shelf(play.line_of(branch))
        if 0 in shelf.whole:
            found.append(Ghost(branch.name, Track("", shelf.whole[0].days).retention))
    return found
