"""Opening: what each key opens over the playing screen, by name; each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeysim.tui.app import PlayApp
    from journeysim.tui.play import Play
    from journeysim.tui.screens.playing import Playing


def open_over(app: PlayApp, what: str, playing: Playing) -> None:
    """Open it."""
    _OPENERS[what](app, playing)


def _help(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.help import Help

    def do(action: str | None) -> None:
        if action is not None:
            playing.call_after_refresh(playing.run_action, action)

    app.push_screen(Help(app.palette), do)


def _why(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.card import Card, rows
    from journeysim.tui.why import sentences, title

    view = playing.view()
    app.push_screen(Card(title(view), rows(sentences(view), app.palette)))


def _seats(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.room import Room

    app.push_screen(Room(playing))


def _demo(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.room import Room

    app.push_screen(Room(playing, scripted=True))


def _twins(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.twins import Twins

    app.push_screen(Twins(playing))


def _policy(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.choice import Choice, Entry

    scenario, play = playing.play.scenario, playing.play
    entries = [
        Entry(name, scenario.label(name), scenario.tables.policies[name].about)
        if name in scenario.tables.policies
        else Entry(name, scenario.label(name), "the levers as the file sets them")
        for name in scenario.policies
    ]
    names = [entry.name for entry in entries]
    at = names.index(play.policy) if play.policy in names else 0

    def choose(name: str | None) -> None:
        if name is not None and name != play.policy:
            play.choose(name)
            play.notice = (
                f"You play {scenario.label(name)} now, against {scenario.label(play.against)}."
            )
            playing.look()

    app.push_screen(Choice("Policies of this scenario", entries, app.palette, at), choose)


def _open(app: PlayApp, playing: Playing) -> None:
    from journeysim.scenario import shipped
    from journeysim.scenario.scenario import load
    from journeysim.tui.screens.choice import Choice, Entry

    entries = []
    for name in shipped.names():
        tables = load(name).tables
        entries.append(Entry(name, tables.question, tables.story.strip()))
    names = [entry.name for entry in entries]
    at = names.index(playing.play.scenario.name) if playing.play.scenario.name in names else 0

    def choose(name: str | None) -> None:
        if name is not None and name != playing.play.scenario.name:
            app.run_worker(app.play_other(load(name)))

    app.push_screen(Choice("What there is to play", entries, app.palette, at), choose)


def _save(app: PlayApp, playing: Playing) -> None:
    from journeysim.errors import JourneysimError
    from journeysim.tui.saving import save
    from journeysim.tui.screens.ask import Ask

    play = playing.play
    words = (
        "Writes a new scenario file with every value in force and this branch as a policy, named "
        "as the file. The scenario you play is not touched."
    )

    def take(text: str | None) -> None:
        if text is None:
            return
        path = Path(text)
        try:
            save(play.scenario, play.policy, play.plan, path.stem, path)
        except JourneysimError as error:
            playing.say(str(error))
        else:
            playing.say(f"Saved {path}: journeysim compare {path} --policy {path.stem}")

    app.push_screen(Ask("Save this branch as a policy", words, "my_policy.toml"), take)


def _picture(app: PlayApp, playing: Playing) -> None:
    from journeysim.report.files import write_text
    from journeysim.tui.screens.ask import Ask

    picture = app.export_screenshot(title=app.title)

    def take(text: str | None) -> None:
        if text is not None:
            _write(playing, Path(text), lambda path: write_text(path, picture))

    app.push_screen(Ask("Export a picture", "An SVG file of this screen.", "journeysim.svg"), take)


def _log(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.exporting import LOG_ENDINGS, log_words

    words = f"What happens to whom under your policy, first run: {', '.join(LOG_ENDINGS)}."
    _export(app, playing, ("Export the event log", words), ".csv", LOG_ENDINGS, log_words)


def _report(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.exporting import REPORT_ENDINGS, report_words

    if not playing.play.forked:
        playing.say("Nothing to report: you are the baseline. Turn a dial or choose a policy (i).")
        return
    words = "One page about your policy against the baseline: .html. It takes a moment."
    _export(app, playing, ("Export a report", words), ".html", REPORT_ENDINGS, report_words)


def _export(
    app: PlayApp,
    playing: Playing,
    said: tuple[str, str],
    ending: str,
    endings: tuple[str, ...],
    command: Callable[[Play, Path], list[str]],
) -> None:
    """Ask for a name, and let the command line write the file."""
    from journeysim.tui.exporting import done
    from journeysim.tui.screens.ask import Ask

    play = playing.play

    async def write(path: Path) -> None:
        playing.say(f"Writing {path} ...")
        fault = await done(command(play, path))
        playing.say(f"{path} was not written: {fault}" if fault else f"Wrote {path}")

    def take(text: str | None) -> None:
        if text is None:
            return
        path = Path(text)
        if not path.name.endswith(endings):
            playing.say(f"{path}: unknown kind of file; write {', '.join(endings)}")
        elif path.exists():
            playing.say(f"{path} is there already; nothing is overwritten")
        else:
            playing.run_worker(write(path))

    who = "you" if play.plan.levers else play.policy
    name = f"{play.scenario.name}_{who}_seed{play.course.seed}{ending}"
    app.push_screen(Ask(*said, name), take)


def _predict(app: PlayApp, playing: Playing) -> None:
    playing.teacher.predict("")


def _lessons(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.choice import Choice, Entry

    lessons = playing.play.scenario.tables.lessons
    if not lessons:
        playing.say("This scenario has no lesson; [[lessons]] in its file would be one.")
        return
    entries = [Entry(each.name, each.title, each.question) for each in lessons]

    def choose(name: str | None) -> None:
        for lesson in lessons:
            if lesson.name == name:
                playing.teacher.begin(lesson)

    app.push_screen(Choice("Lessons of this scenario", entries, app.palette), choose)


def _compare(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.compare import Compare

    app.push_screen(Compare(playing))


def _sweep(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.sweep import Sweep

    if playing.play.dials:
        app.push_screen(Sweep(playing))


def _causes(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.causes import Causes

    app.push_screen(Causes(playing))


def _assumptions(app: PlayApp, playing: Playing) -> None:
    from journeysim.tui.screens.assumptions import Assumptions

    app.push_screen(Assumptions(playing))


def _write(playing: Playing, path: Path, write: Callable[[Path], None]) -> None:
    """Write a new file, or say why not."""
    from journeysim.errors import JourneysimError

    try:
        if path.exists():
            playing.say(f"{path} is there already; nothing is overwritten")
            return
        write(path)
    except JourneysimError as error:
        playing.say(str(error))
    else:
        playing.say(f"Wrote {path}")


_OPENERS = {
    "help": _help,
    "why": _why,
    "seats": _seats,
    "demo": _demo,
    "twins": _twins,
    "policy": _policy,
    "open": _open,
    "save": _save,
    "picture": _picture,
    "log": _log,
    "report": _report,
    "predict": _predict,
    "lessons": _lessons,
    "compare": _compare,
    "sweep": _sweep,
    "causes": _causes,
    "assumptions": _assumptions,
}
"""What can be opened, by name."""
