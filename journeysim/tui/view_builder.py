"""View builder: what is being played, as a view. Looks at everything, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from journeysim.engine.choice import COMPILED
from journeysim.numerals import style_of
from journeysim.scenario.scenario import Scenario
from journeysim.tui.command import family_of
from journeysim.tui.costs import of_dial as costs_of
from journeysim.tui.costs import unseen
from journeysim.tui.dials import ScaledDial
from journeysim.tui.figures import FIGURES
from journeysim.tui.over_draws import over_draws
from journeysim.tui.run_cache import CachedRuns, Configuration
from journeysim.tui.session import idle
from journeysim.tui.session.session import Session
from journeysim.tui.view import Array, DialReading, LineSeries, OtherBranch, PlayState, View
from journeysim.tui.wording import OF

_NOTHING: Array = np.empty((0, len(FIGURES)))


def view_of(session: Session) -> View:
    """This moment, frozen."""
    scenario, display, decisions = session.scenario, session.display, session.decisions
    own, base = map(session.exchange.cache.runs, session.shown)
    paired = min(own.paired, base.paired)
    engine = session.exchange.answered_by
    you = _series(session, "you", own, paired, hidden=display.secret)
    baseline = _series(session, scenario.label(session.against), base, paired)
    is_to_guess = display.secret and not display.marks
    given = float(baseline.retention[-1]) if baseline.last == session.horizon else None
    return View(
        title=_title(scenario),
        state=state_of(session),
        day=session.day,
        horizon=session.horizon,
        speed=session.playback.speed,
        pace=session.playback.pace,
        seed=decisions.seed,
        currency=scenario.tables.money.currency,
        you=you,
        baseline=baseline,
        forked=session.is_forked,
        readings=tuple(
            _reading(session, dial)
            for dial in session.dials.dials.values()
            if display.allows(dial.key)
        ),
        changes=decisions.plan.changes,
        names=session.dials.names,
        unseen=unseen(session) if session.is_forked else (),
        assumed=over_draws(session),
        wanted=session.exchange.replications,
        branch=decisions.branch.name if len(decisions.course.branches) > 1 else "",
        others=() if display.secret else tuple(_others(session)),
        policy=scenario.label(decisions.policy),
        world=decisions.plan.lived_in.name.replace("_", " "),
        given=given,
        lowest=min(
            float(you.retention.min(initial=1.0)) if is_to_guess else _lowest(own, paired),
            _lowest(base, paired),
        ),
        former=_former(session),
        guessed=display.guessed,
        expected=display.expected,
        marks=tuple((given or 0.0) + people / OF for people in display.marks),
        earlier=tuple((given or 0.0) + people / OF for people in display.earlier),
        secret=display.secret,
        swapped=display.swapped,
        zoomed=display.zoomed,
        family=family_of(session),
        numbers=style_of(scenario),
        engine="" if engine == COMPILED else engine,
        notice=session.fault or session.notice,
    )


def _title(scenario: Scenario) -> str:
    """What is played; how many a customer stands for where a firm is played in small."""
    name, times = (
        scenario.tables.title or scenario.name.replace("_", " "),
        scenario.tables.run.one_in,
    )
    return name if times == 1 else f"{name}, 1 in {times}"


def state_of(session: Session) -> PlayState:
    """What is going on."""
    if session.fault:
        return PlayState.DIED
    if session.last < 0 and not session.decisions.plan.changes:
        return PlayState.STARTING
    if session.day >= session.horizon:
        return PlayState.FINISHED
    return PlayState.RUNNING if session.playback.running else PlayState.PAUSED


def _series(
    session: Session, label: str, cached: CachedRuns, paired: int, hidden: bool = False
) -> LineSeries:
    """A line; hidden: nothing of it is told but what has been lived."""
    whole = tuple(cached.whole[index] for index in range(paired))
    runs = tuple(recording.days for recording in whole)
    days = cached.first.days if cached.first else _NOTHING
    if hidden:
        known = session.day + 1
        days, runs = days[:known], tuple(run[:known] for run in runs)
    return LineSeries(label, days, runs, cached.first, whole)


def _lowest(cached: CachedRuns, paired: int) -> float:
    """The least share that a line comes to, in what is known of it."""
    days = cached.first.days if cached.first else _NOTHING
    runs = tuple(cached.whole[index].days for index in range(paired))
    return float(LineSeries("", days, runs).retention.min(initial=1.0))


def _former(session: Session) -> Array | None:
    """The baseline's line in the world as the file describes it, if another one is on the screen."""
    if not session.plan.world:
        return None
    configuration = Configuration(session.against, (), {}, session.decisions.seed)
    cached = session.exchange.cache.runs(configuration)
    if not cached.paired:
        return None
    runs = tuple(cached.whole[index].days for index in range(cached.paired))
    return LineSeries("", runs[0], runs).retention


def _reading(session: Session, dial: ScaledDial) -> DialReading:
    baseline = session.dials.baseline(dial, session.playback.day)
    idle, costs = _idle(session, dial), costs_of(session, dial)
    return DialReading(dial, session.value(dial), baseline, idle, costs)


def _idle(session: Session, dial: ScaledDial) -> str:
    """Why a dial moves nothing here: by the policy in force, or by what its last turn did."""
    day, plan = session.playback.day, session.decisions.plan
    reach = session.dials.dials.get(".".join((*dial.path[:3], "reach")))
    standing = session.value(reach) if reach is not None and len(dial.path) > 3 else None
    by_policy = idle.of_policy(dial, session.dials.levers(day), day, standing)
    if by_policy or session.turning or not plan.changes or plan.changes[-1].dial != dial:
        return by_policy
    if session.display.secret or not plan.changes[-1].is_lever:
        return ""
    runs = session.exchange.cache.runs
    configurations = map(session.decisions.configuration, (plan.undone(), plan))
    return idle.of_runs(*map(runs, configurations))


def _others(session: Session) -> Iterator[OtherBranch]:
    for branch in session.decisions.others:
        cached = session.exchange.cache.runs(session.decisions.configuration(branch.plan))
        if 0 in cached.whole:
            yield OtherBranch(branch.name, LineSeries("", cached.whole[0].days).retention)
