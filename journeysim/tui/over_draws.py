"""Over draws: the lead over chance and assumptions together, where the comparison has drawn them."""

from __future__ import annotations

from journeysim.tui import wording
from journeysim.tui.command import played, policy_name, settings_of
from journeysim.tui.session.session import Session
from journeysim.tui.wording import OF


def over_draws(session: Session) -> str:
    """What *you* come to over the draws that are there: people, and in how many draws more stay; "" where
    none were drawn of this pair, or nothing may be told."""
    if session.display.secret or not session.is_forked or not session.exchange.drawn:
        return ""
    you = played(session)
    name, settings = policy_name(you), (*settings_of(you), f"run.seed={you.seed}")
    for request, draws in session.exchange.drawn.items():
        if request.settings == settings and request.policies == (session.against, name):
            low, high = (round(OF * end) for end in draws.range(name, session.against, draws.kept))
            day = draws.kept.partition("@")[2].rstrip("d")
            when = f" on day {day}" if day else ""
            better = draws.better_in(name, session.against, draws.kept)
            sign = wording.count
            return (
                f"{low:+d} to {high:+d}{when} over {sign(draws.assumed)} assumptions, "
                f"more in {better} of {draws.count}"
            )
    return ""
