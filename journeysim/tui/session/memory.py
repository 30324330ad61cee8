"""Memory: the decisions of a session on disk, its way back included, so that a restart loses none of them.

Kept by scenario and by what was set in it when it was opened. What no longer fits the scenario is
forgotten as a whole.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from journeysim.errors import JourneysimError
from journeysim.report.files import write_text
from journeysim.tui.plan import Branch, Course, DialChange, Plan
from journeysim.tui.session.decisions import Decisions
from journeysim.tui.session.dial_values import lived_world
from journeysim.tui.session.session import Session
from journeysim.tui.state_folder import state_folder

_MOST_BACK = 50
"""Steps of the way back that are kept."""


def memory_file(session: Session) -> Path:
    """Where the decisions of this scenario, opened like this, are kept."""
    document, launch = session.scenario.document, session.launch
    opened = json.dumps([str(document.path), document.name, repr(launch.frame), session.against])
    return state_folder() / "sessions" / f"{hashlib.sha256(opened.encode()).hexdigest()[:24]}.json"


def keep(session: Session) -> None:
    """Write down what was decided; nowhere to write is no fault."""
    own = session.decisions
    data = {
        "policy": own.policy,
        "day": session.playback.day,
        "course": _course(own.course),
        "history": [_course(each) for each in own.history[-_MOST_BACK:]],
    }
    with suppress(OSError):
        path = memory_file(session)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_text(path, json.dumps(data))


def kept(session: Session) -> str:
    """What was left here the last time, in words; "" for nothing that is worth taking up."""
    data = _read(session)
    decisions = None if data is None else _decisions(session, data)
    if data is None or decisions is None:
        return ""
    count = len(decisions.plan.changes)
    if not count and decisions.policy == session.against:
        return ""
    label = session.scenario.label(decisions.policy)
    changes = f" + {count} change{'' if count == 1 else 's'}" if count else ""
    return f"{label}{changes}, day {int(data['day'])}"


def take_up(session: Session) -> bool:
    """Go on where it was left; False, and nothing changed, where that does not fit any more."""
    data = _read(session)
    decisions = None if data is None else _decisions(session, data)
    if data is None or decisions is None:
        return False
    before = session.decisions
    try:
        session.decisions = decisions
        session.playback.step(int(data["day"]) - session.playback.day)
        session.resume()
    except JourneysimError:
        session.decisions = before
        session.resume()
        return False
    return True


def _read(session: Session) -> dict[str, Any] | None:
    try:
        data = json.loads(memory_file(session).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _course(course: Course) -> dict[str, Any]:
    branches = [
        {
            "name": branch.name,
            "far": branch.far,
            "world": branch.plan.lived_in.name,
            "changes": [[c.day, c.dial.key, c.before, c.after] for c in branch.plan.changes],
        }
        for branch in course.branches
    ]
    return {"branches": branches, "active": course.active, "seed": course.seed}


def _decisions(session: Session, data: dict[str, Any]) -> Decisions | None:
    """The decisions that were kept; None where they do not fit the scenario."""
    try:
        policy = session.scenario.policy(str(data["policy"]))
        own = Decisions(policy, 0)
        own.course = _course_of(session, data["course"])
        own.history = [_course_of(session, each) for each in data["history"]]
        session.scenario.phases(policy, own.plan.levers)
        int(data["day"])
    except (JourneysimError, KeyError, TypeError, ValueError, IndexError):
        return None
    return own


def _course_of(session: Session, data: dict[str, Any]) -> Course:
    branches = []
    for each in data["branches"]:
        changes = tuple(
            DialChange(int(day), session.dials.dials[str(key)], float(before), float(after))
            for day, key, before, after in each["changes"]
        )
        world = str(each["world"])
        if world and world not in session.scenario.worlds:
            raise ValueError(world)
        plan = Plan(changes, lived_world(session.scenario, world))
        branches.append(Branch(str(each["name"]), plan, int(each["far"])))
    active, seed = int(data["active"]), int(data["seed"])
    if not 0 <= active < len(branches):
        raise IndexError(active)
    return Course(tuple(branches), active, seed)
