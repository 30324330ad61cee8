"""Debriefing: what happened beside what was expected, in sentences; the same on the screen and in plain text."""

from __future__ import annotations

from collections.abc import Sequence

from journeysim.experiment.estimate import Estimate
from journeysim.report.statement import EARNED
from journeysim.tui import wording
from journeysim.tui.guessing import Guess, direction_of, nearest, right_direction
from journeysim.tui.view import View
from journeysim.tui.why import fates, fates_in_words
from journeysim.tui.wording import OF


def happened(view: View) -> list[str]:
    """What a policy came to: people, whom it kept and whom it drove away, and money."""
    day, base = view.horizon, view.baseline.label
    lead = view.difference("retention", day)
    truth = round(OF * lead.mean)
    than = f"than under “{base}”" if truth else f"as under “{base}”"
    runs = wording.paired(max(1, lead.n))
    lines = [f"By day {day}, {wording.more_stay(lead.mean)} {than} ({runs})."]
    if lead.n > 1 and truth and not lead.settled:
        lines.append("That is too close to call: chance alone could do it.")
    counts = fates(view, day) if view.forked else None
    if counts is not None and (counts.kept or counts.lost):
        lines.append(fates_in_words(counts))
    money = view.worth(EARNED)
    if view.forked and money is not None and money.mean:
        sure = ", too close to call" if wording.is_open(money) else ""
        lines.append(
            f"Money: {wording.signed_money(money.mean)} {view.currency} in all, with the worth of the "
            f"customers still here{sure}."
        )
    return lines


def verdicts(guesses: Sequence[Guess], earlier: Sequence[Guess], lead: Estimate) -> list[str]:
    """Who came nearest, how many had the direction right, and what talking moved."""
    truth = round(OF * lead.mean)
    near = nearest(guesses, truth)
    if not near:
        return []
    names = ", ".join(guess.name for guess in near[:5])
    off = wording.count(abs(near[0].people - truth))
    because = f" “{near[0].reason}”" if near[0].reason else ""
    lines = [f"Nearest: {names} ({off} of {wording.count(OF)} off).{because}"]
    right, true = right_direction(guesses, lead), direction_of(lead)
    lines.append(f"{right} of {len(guesses)} had the direction right: {true}.")
    if earlier:
        before = right_direction(earlier, lead)
        lines.append(f"Before talking {before} of {len(earlier)} had it right.")
        moved = f"{_mean(earlier)} before, {_mean(guesses)} after talking"
        lines.append(f"On average you said {moved}; it was {_signed(truth)}.")
    return lines


def _mean(guesses: Sequence[Guess]) -> str:
    return _signed(round(wording.mean([guess.people for guess in guesses])))


def _signed(people: int) -> str:
    return f"{'+' if people > 0 else ''}{wording.count(people)}"
