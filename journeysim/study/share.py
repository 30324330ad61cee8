"""Share: a report that can be passed on and made again, and whether it comes out the same.

The page is made of the very scenario that goes along, which has every value in force: nothing of the
folder it came from is needed, and a default that moves in a later version moves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from journeysim.errors import UsageError
from journeysim.report import archive, shared
from journeysim.report.saved import PlacedAnswer
from journeysim.report.shared import Asked
from journeysim.report.to_toml import frozen
from journeysim.scenario.merging import Path as KeyPath
from journeysim.scenario.merging import at
from journeysim.scenario.scenario import Scenario, load_whole, world_table
from journeysim.scenario.settings import setting
from journeysim.shown import shown
from journeysim.study.answers import AnswerFile, moved, placed
from journeysim.study.ask import Frame, in_every_world
from journeysim.study.progress import SILENT, Progress
from journeysim.study.report import AskReport, Report, command_again, report, the_one

_PLAIN = re.compile(r"\w[\w .+-]{0,98}\w|\w")
"""A name that is one file in every folder."""


def share(
    source: str | Scenario, frame: Frame, ask: AskReport, progress: Progress = SILENT
) -> Report:
    """A report whose `write` makes a zip, with all that is needed to make it again.

    Raises UsageError where there is nothing to compare, or where what was set cannot be written
    into one file.
    """
    asked_for = the_one(frame.scenarios(source), frame.world)
    name = asked_for.name if _PLAIN.fullmatch(asked_for.name) else "scenario"
    written = _as_one_file(source, frame, asked_for).encode()
    left = Frame(world=frame.world, replications=frame.replications, dated=frame.dated)
    scenario = _loaded(written, name, left)
    _refuse_other(asked_for, scenario)
    answers = _along(ask.answers, scenario, name, left)
    ask = replace(ask, answers=answers)
    command = command_again(f"{name}.toml", left, ask)
    made = report(scenario, replace(ask, command=command), progress)
    along = {each.file: each.written for each in answers}
    files = shared.files(scenario, written, made.html.encode(), command, _asked(left, ask), along)
    return replace(made, files=files)


def again(path: Path, ask: AskReport, progress: Progress = SILENT) -> tuple[shared.Record, Report]:
    """A shared report made again, and what it was made of: `.differs` says what came out otherwise.

    path: the zip, or the folder it was unpacked to. ask: how to run; what to find out stands in the
    file. Raises UsageError for what is no shared report.
    """
    record = shared.record_of(_part(path, shared.RECORD), str(path))
    written = _part(path, record.scenario)
    asked = record.asked
    left = Frame(world=asked.world, replications=asked.replications, dated=asked.dated)
    scenario = _loaded(written, record.scenario.removesuffix(".toml"), left)
    fields = asked.model_dump(exclude={"world", "dated", "answers"})
    there = [AnswerFile(name, _part(path, name)) for name in asked.answers]
    answers = placed(scenario, record.scenario, left, there)
    made = report(
        scenario, replace(ask, **fields, answers=answers, command=record.command), progress
    )
    return record, replace(made, differs=tuple(_differences(path, record, made.html.encode())))


def _along(
    answers: Sequence[PlacedAnswer], scenario: Scenario, name: str, left: Frame
) -> tuple[PlacedAnswer, ...]:
    """The answers as they go along, said of the one file. Raises UsageError for a name that is taken."""
    taken = (shared.PAGE, shared.NOTE, shared.RECORD, f"{name}.toml")
    for each in answers:
        if each.file in taken or shown(each.file) != each.file:
            raise UsageError(f"--with {each.file}: cannot go along under this name; rename it")
    within = {each.world: each for each in in_every_world(scenario)} if answers else {}
    whose = [scenario if each.world is None else within[each.world] for each in answers]
    files = [moved(each, one) for each, one in zip(answers, whose, strict=True)]
    return placed(scenario, f"{name}.toml", left, files)


def _part(path: Path, name: str) -> bytes:
    written = archive.read(path, name)
    if written is None:
        raise UsageError(f"{path}: is no shared report: there is no {name} in it")
    return written


def _differences(path: Path, record: shared.Record, page: bytes) -> Iterator[str]:
    """What is not as it was shared, for people."""
    for name, digest in sorted(record.files.items()):
        there = archive.read(path, name)
        if there is None:
            yield f"{name} is missing"
        elif shared.digest(there) != digest:
            yield f"{name} was changed since"
    if shared.digest(page) == record.files.get(shared.PAGE):
        return
    now = shared.versions()
    if now != record.versions:
        yield f"made by {shared.told(record.versions)}; this is {shared.told(now)}"
    before = archive.read(path, shared.PAGE)
    yield f"the page comes out otherwise{_lines_apart(before, page) if before else ''}"


def _lines_apart(before: bytes, now: bytes) -> str:
    ours, theirs = now.splitlines(), before.splitlines()
    apart = sum(one != other for one, other in zip(ours, theirs, strict=False))
    apart += abs(len(ours) - len(theirs))
    return f": {apart} of {max(len(ours), len(theirs))} lines" if apart else ""


def _as_one_file(source: str | Scenario, frame: Frame, asked_for: Scenario) -> str:
    """The scenario with all that was set in it, and none of its named worlds chosen.

    What is set beats what named worlds say: where they say the same knob, it is set in them, too.
    """
    named = {name: world_table(asked_for.document, name) for name in asked_for.worlds}
    loaded = source.loading if isinstance(source, Scenario) else None
    set_before = loaded.settings if loaded else ()
    inside = [
        f"worlds.{name}.{text}"
        for text in (*set_before, *frame.settings)
        for name, table in named.items()
        if _is_said(table, setting(text)[0])
    ]
    settings = (*frame.settings, *inside)
    plain = replace(frame, world=None, dated=(), settings=settings)
    if isinstance(source, Scenario) and source.world is not None:
        raise UsageError(
            f"{source.name}: lives in world {source.world!r}; load it without one, and name the "
            "world when it is shared"
        )
    return frozen(the_one(plain.scenarios(source), None))


def _is_said(table: dict[str, object], path: KeyPath) -> bool:
    """Does a named world say a knob, or some of it?"""
    return at(table, path) is not None or any(
        at(table, path[:length]) is not None and not isinstance(at(table, path[:length]), dict)
        for length in range(1, len(path))
    )


def _loaded(written: bytes, name: str, left: Frame) -> Scenario:
    return the_one(left.scenarios(load_whole(written, f"{name}.toml")), left.world)


def _refuse_other(asked_for: Scenario, scenario: Scenario) -> None:
    """Raise UsageError where the one file does not say what was asked for, here or in some world."""
    ours, theirs = ([each, *in_every_world(each)] for each in (asked_for, scenario))
    if list(map(_in_force, ours)) != list(map(_in_force, theirs)):
        raise UsageError(
            f"{asked_for.name}: what is set beside the file cannot be written into one file; "
            "write it into the scenario, or leave it out"
        )


def _in_force(scenario: Scenario) -> tuple[object, ...]:
    """What a run lives in: not what named worlds would make of it."""
    return scenario.tables.model_copy(update={"worlds": {}}), scenario.dated


def _asked(left: Frame, ask: AskReport) -> Asked:
    return Asked(
        policies=ask.policies, baseline=ask.baseline, focus=ask.focus, brief=ask.brief,
        assumptions=ask.assumptions, replications=ask.replications, max_events=ask.max_events,
        world=left.world, dated=left.dated, answers=tuple(each.file for each in ask.answers),
    )  # fmt: skip


def refuse_asking(frame: Frame, ask: AskReport, share: bool = False) -> None:
    """Raise UsageError where more is asked of a shared report than to be made again."""
    if share or frame.words() or ask != AskReport(engine=ask.engine, jobs=ask.jobs):
        raise UsageError("--again asks what the shared report was asked; it takes nothing but -o")
