"""Save: the branch on the screen as a policy in a file of its own."""

from __future__ import annotations

from pathlib import Path

from journeysim.errors import JourneysimError
from journeysim.tui.overlays.prompt import Prompt
from journeysim.tui.saving import save
from journeysim.tui.stage import Group, Stage, screen_key

WORDS = (
    "Writes a new scenario file with every value in force and this branch as a policy, named "
    "as the file. The scenario you play is not touched."
)


def _open(stage: Stage) -> None:
    session = stage.session

    def take(text: str | None) -> None:
        if text is None:
            return
        path = Path(text)
        try:
            save(
                session.scenario, session.decisions.policy, session.decisions.plan, path.stem, path
            )
        except JourneysimError as error:
            stage.say(str(error))
        else:
            stage.say(f"Saved {path}: journeysim compare {path} --policy {path.stem}")

    stage.show(Prompt("Save this branch as a policy", WORDS, "my_policy.toml"), take)


SCREEN = screen_key(
    "save", "ctrl+s", "save this branch as a policy in a file", _open, Group.READING
)
