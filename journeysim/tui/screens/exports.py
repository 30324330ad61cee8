"""Exports: a picture of the screen, the event log of your policy, a report on it; as new files."""

from __future__ import annotations

from pathlib import Path

from journeysim.errors import JourneysimError
from journeysim.report.files import write_text
from journeysim.report.formats import ENDINGS, PAGES
from journeysim.tui.exporting import export_of, fault_of, refusal
from journeysim.tui.overlays.prompt import Prompt
from journeysim.tui.protocol import Kind
from journeysim.tui.stage import Group, Stage, screen_key


def _picture(stage: Stage) -> None:
    picture = stage.picture()

    def take(text: str | None) -> None:
        if text is None:
            return
        path = Path(text)
        refused = refusal(path)
        try:
            if not refused:
                write_text(path, picture)
        except JourneysimError as error:
            refused = str(error)
        stage.say(refused or f"Wrote {path}")

    stage.show(Prompt("Export a picture", "An SVG file of this screen.", "journeysim.svg"), take)


def _log(stage: Stage) -> None:
    words = f"What happens to whom under your policy, first run: {', '.join(ENDINGS)}."
    _export(stage, ("Export the event log", words), ENDINGS, Kind.LOG)


def _report(stage: Stage) -> None:
    if not stage.session.is_forked:
        stage.say("Nothing to report: you are the baseline. Turn a dial or choose a policy (i).")
        return
    words = "One page about your policy against the baseline: .html. It takes a moment."
    _export(stage, ("Export a report", words), PAGES, Kind.REPORT)


def _export(stage: Stage, words: tuple[str, str], endings: tuple[str, ...], kind: Kind) -> None:
    """Ask for a name, and let a worker write the file."""
    session = stage.session

    async def write(path: Path) -> None:
        stage.say(f"Writing {path} ...")
        fault = await fault_of(export_of(session, kind, path))
        stage.say(f"{path} was not written: {fault}" if fault else f"Wrote {path}")

    def take(text: str | None) -> None:
        if text is None:
            return
        path = Path(text)
        refused = refusal(path, endings)
        if refused:
            stage.say(refused)
        else:
            stage.run(write(path))

    who = "you" if session.decisions.plan.levers else session.decisions.policy
    name = f"{session.scenario.name}_{who}_seed{session.decisions.seed}{endings[0]}"
    stage.show(Prompt(*words, name), take)


PICTURE = screen_key("picture", "ctrl+e", "export a picture (SVG)", _picture, Group.HANDLING)
LOG = screen_key(
    "log",
    "",
    "export the event log",
    _log,
    Group.LEAVING,
    about="every event of the first run: CSV, XES or Parquet",
    tells=True,
)
REPORT = screen_key(
    "report",
    "",
    "export a report",
    _report,
    Group.LEAVING,
    about="your policy against the baseline: one HTML page",
    tells=True,
)
