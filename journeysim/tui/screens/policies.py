"""Policies: those of the scenario, to play another one."""

from __future__ import annotations

from journeysim.tui.overlays.choice import ChoiceCard, ChoiceItem
from journeysim.tui.stage import Group, Stage, screen_key

AS_WRITTEN = "the levers as the file sets them"
"""What there is to say of a policy that the file says nothing of."""


def _open(stage: Stage) -> None:
    session = stage.session
    scenario = session.scenario
    about = {name: policy.about for name, policy in scenario.tables.policies.items()}
    items = [
        ChoiceItem(
            name, "", f"{about.get(name, AS_WRITTEN)} (--policy {name})", scenario.label(name)
        )
        for name in scenario.policies
    ]
    names = [item.name for item in items]
    at = names.index(session.decisions.policy) if session.decisions.policy in names else 0

    def choose(name: str | None) -> None:
        if name is not None and name != session.decisions.policy:
            session.choose(name)
            against = scenario.label(session.against)
            session.notice = f"You play {scenario.label(name)} now, against {against}."
            stage.look()

    stage.show(ChoiceCard("Policies of this scenario", items, stage.palette, at), choose)


SCREEN = screen_key("policy", "i", "play another policy of this scenario", _open, Group.CHOICE)
