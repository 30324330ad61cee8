"""Costs: what turning a dial costs a year, in money and in the time of those who answer; of the first run.

What one dial costs is the difference to the same plan without it, over the days since it was turned.
"""

from __future__ import annotations

from journeysim.report.to_toml import literal
from journeysim.scenario.merging import at, leaves
from journeysim.tui import wording
from journeysim.tui.dials import ScaledDial
from journeysim.tui.figures import FIGURES
from journeysim.tui.recording import WORK, WORTH, Recording
from journeysim.tui.run_cache import Configuration
from journeysim.tui.session.session import Session

_YEAR, _HOURS = 365.0, 24.0
_MOST = 6


def of_dial(session: Session, dial: ScaledDial) -> str:
    """What a dial costs a year, in words; "" where it was not turned or that is not known."""
    plan = session.decisions.plan
    days = [change.day for change in plan.changes if change.dial == dial and change.is_lever]
    if not days or session.display.secret or min(days) >= session.horizon:
        return ""
    own = session.decisions
    runs = session.exchange.cache.runs
    one = runs(own.configuration(plan)).whole.get(0)
    less = plan.without(dial)
    other = runs(own.configuration(less)).whole.get(0)
    if not less.levers and own.policy == session.against:
        other = runs(Configuration(session.against, (), plan.world, own.seed)).whole.get(0)
    if one is None or other is None:
        return ""
    return between(one, other, (session.horizon - min(days)) / _YEAR)


def between(one: Recording, other: Recording, years: float) -> str:
    """What one run costs more than another a year: money, and hours of work where they are known."""
    column = FIGURES.index("cost")
    money = float(one.days[-1, column] - other.days[-1, column]) / years
    words = f"{wording.signed_money(money)}/year"
    place = WORTH.index(WORK)
    if len(one.worth) > place and len(other.worth) > place:
        hours = float(one.worth[place] - other.worth[place]) * _HOURS / years
        words = f"{wording.signed_money(money)}, {wording.signed_money(hours)} h/year"
    return words


def unseen(session: Session) -> tuple[str, ...]:
    """What *you* do on the screen's day otherwise than the baseline and no dial shows, in words."""
    shown = {dial.path for dial in session.dials.dials.values()}
    day = session.playback.day
    ours, theirs = (
        levers.model_dump(mode="json", by_alias=True)
        for levers in (session.dials.levers(day), session.dials.levers_of_baseline(day))
    )
    words = []
    for path, value in leaves(ours):
        if path not in shown and at(theirs, path) != value:
            name = " ".join(part.replace("_", " ") for part in path[-2:])
            written = value if isinstance(value, str) else literal(value)
            words.append(f"{name} {written}")
    more = len(words) - _MOST
    return (*words[:_MOST], f"{more} more") if more > 0 else tuple(words)
