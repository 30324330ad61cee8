"""Claims and lessons: they read as such, and the policies, worlds and dials they name exist.

Which metrics there are is asked where claims are judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from journeysim.errors import Fault
from journeysim.scenario.checks.draft import Draft, known
from journeysim.scenario.claims import claim
from journeysim.scenario.tables import BASELINE


def faults_of_expect(draft: Draft) -> Iterator[Fault]:
    """Faults of [[expect]] in claims, policies and worlds."""
    tables = draft.tables
    for index, expect in enumerate(tables.expect):
        here = ("expect", str(index))
        try:
            parts = claim(expect.claim)
        except ValueError as error:
            yield draft.document.fault((*here, "claim"), str(error))
            continue
        for key, name in (("claim", parts.against), ("policy", expect.policy)):
            if name not in (None, BASELINE, *tables.policies):
                what = f"no policy {name!r}; {known(tables.policies)}"
                yield draft.document.fault((*here, key), what)
        for world in expect.worlds:
            if world not in tables.worlds:
                what = f"no world {world!r}; {known(tables.worlds)}"
                yield draft.document.fault((*here, "worlds"), what)


def faults_of_lessons(draft: Draft) -> Iterator[Fault]:
    """Faults of [[lessons]] in names and dials."""
    keys = [dial.key for dial in draft.tables.dials]
    names = [lesson.name for lesson in draft.tables.lessons]
    for index, lesson in enumerate(draft.tables.lessons):
        here = ("lessons", str(index))
        if names.count(lesson.name) > 1:
            yield draft.document.fault((*here, "name"), f"{lesson.name!r} stands twice")
        if len(lesson.dials) > 3:
            yield draft.document.fault((*here, "dials"), "a lesson has three dials at most")
        for key in lesson.dials:
            if key not in keys:
                yield draft.document.fault((*here, "dials"), f"no dial {key!r}; {known(keys)}")
        for place, beat in enumerate(lesson.beats):
            spot = (*here, "beats", str(place))
            for key in beat.turn:
                if key not in lesson.dials:
                    what = f"{key!r} is no dial of this lesson; {known(lesson.dials)}"
                    yield draft.document.fault((*spot, "turn"), what)
            if beat.world and beat.world not in draft.tables.worlds:
                what = f"no world {beat.world!r}; {known(draft.tables.worlds)}"
                yield draft.document.fault((*spot, "world"), what)
            elif beat.world and draft.tables.worlds[beat.world].changes:
                what = f"{beat.world!r} changes by date, which no beat can go on in"
                yield draft.document.fault((*spot, "world"), what)
