"""Claims: what one may want of a dial: the usual ones first, in plain words, then those of the file."""

from __future__ import annotations

from typing import NamedTuple

from journeysim.experiment.decisions.in_all import money_in_all
from journeysim.study.solve import TODAY
from journeysim.tui.session.session import Session

MOST = 8
"""Claims that are offered."""


class OfferedClaim(NamedTuple):
    """A claim in plain words, and as `[[expect]]` says it."""

    words: str
    claim: str


def claims_of(session: Session) -> list[OfferedClaim]:
    """What may be asked of the policy in play: that it pays, keeps people, or answers well."""
    scenario, policy = session.scenario, session.decisions.policy
    money = money_in_all(scenario)
    claims = [
        OfferedClaim("it pays in the long run", f"{money} vs {TODAY} >= 0"),
        OfferedClaim("10 more of 1,000 stay", f"retention vs {TODAY} >= +1 pp"),
    ]
    channels = [
        name
        for name, channel in scenario.phases(policy)[0].levers.service.channels.items()
        if not channel.asynchronous
    ]
    for name in channels:
        inside, at = (f".{name}", f", {name}") if len(channels) > 1 else ("", "")
        claims += [
            OfferedClaim(f"80 % are answered in time{at}", f"service_level{inside} >= 80 %"),
            OfferedClaim(f"at most 5 % hang up{at}", f"abandonment{inside} <= 5 %"),
        ]
    known = {each.claim for each in claims}
    expected = [each.claim for each in scenario.tables.expect if each.policy == policy]
    own = [OfferedClaim(each, each) for each in dict.fromkeys(expected) if each not in known]
    return [*claims, *own][:MOST]
