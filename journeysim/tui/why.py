"""Why: the numbers of a view in sentences: who stays because of you, who leaves, and over what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

import numpy as np

from journeysim.causes import Cause
from journeysim.experiment.twins.reasons import REASON_WORDS, Reason
from journeysim.report.figures import as_printed, scale
from journeysim.tui import wording
from journeysim.tui.protocol import Counted
from journeysim.tui.view import View
from journeysim.tui.wording import OF

NOTHING = "Nothing to explain: with no lever moved you are the baseline, customer by customer."


@dataclass(frozen=True)
class FateCounts:
    """What becomes of 1,000 customers of day 0 under both policies by a day, in whole people.

    They add up: kept - lost is the lead that stands everywhere else. outside: of those who leave
    either way, those whom nothing that the firm did drove away.
    """

    kept: int
    lost: int
    leave: int
    outside: int
    runs: int

    @property
    def stay(self) -> int:
        """Still there in both lives."""
        return OF - self.kept - self.lost - self.leave


def fates(view: View, day: int) -> FateCounts | None:
    """The fates by a day over all paired runs, the first run's where no other is known; None where
    there are no customers."""
    pairs = list(zip(view.you.whole, view.baseline.whole, strict=False))
    if not pairs and view.you.first is not None and view.baseline.first is not None:
        pairs = [(view.you.first, view.baseline.first)]
    people = sum(len(one.left) for one, _ in pairs)
    if not people:
        return None
    lost = leave = outside = 0
    for you, base in pairs:
        mine, theirs = you.left < day, base.left < day
        lost += int(np.count_nonzero(mine & ~theirs))
        leave += int(np.count_nonzero(mine & theirs))
        nothing = (you.causes == Cause.COMPETITION) & (base.causes == Cause.COMPETITION)
        outside += int(np.count_nonzero(mine & theirs & nothing))
    lead = round(OF * view.lead(day))
    driven = max(round(OF * lost / people), -lead)
    return FateCounts(
        lead + driven, driven, round(OF * leave / people), round(OF * outside / people), len(pairs)
    )


def fates_in_words(counts: FateCounts) -> str:
    """Both counts, in words: `24 kept by it, 3 driven away by it.`"""
    return f"{counts.kept} kept by it, {counts.lost} driven away by it."


def shared_out(weights: Mapping[str, float], whole: int) -> dict[str, int]:
    """Whole people for each weight, greatest first, that add up to so many; nobody is left out."""
    total = fsum(weights.values())
    if not whole or total <= 0.0:
        return {}
    exact = {name: whole * weight / total for name, weight in weights.items()}
    counts = {name: int(share) for name, share in exact.items()}
    missing = whole - sum(counts.values())
    for name in sorted(exact, key=lambda each: counts[each] - exact[each])[:missing]:
        counts[name] += 1
    return {name: counts[name] for name in sorted(counts, key=lambda each: -counts[each])}


def reasons(weights: Mapping[str, float], whole: int, lost: bool, most: int = 4) -> str:
    """So many people by the reasons that weighed, in words; the parts add up, with others where more
    weighed than are named."""
    counts = {name: count for name, count in shared_out(weights, whole).items() if count}
    named = list(counts.items())[:most]
    words = []
    for name, count in named:
        one, several = REASON_WORDS[Reason(name)][1 if lost else 0]
        words.append(f"{count} {one if count == 1 else several}")
    others = sum(counts.values()) - sum(count for _, count in named)
    if others:
        words.append(f"{others} by other things")
    return ", ".join(words)


def title(view: View) -> str:
    """Which day and how many runs the sentences are of."""
    if not view.compares or view.lived < 1:
        return "Why"
    day = view.horizon if view.is_known else view.lived
    luck = f", mean of {wording.paired(len(view.you.runs))}" if len(view.you.runs) > 1 else ""
    return f"Why, by day {day}{luck}"


def sentences(view: View, counted: Counted | None = None) -> list[tuple[str, str]]:
    """(number, why) for each headline number on the last day that may be told; counted: what made
    the difference, life by life, once it is known."""
    if not view.forked:
        return [("All of them", NOTHING)]
    day = view.horizon if view.is_known else view.lived
    if day < 1 or view.secret:
        return [("Not yet", "Run the world first, or lock the guesses: nothing is known yet.")]
    return [
        ("Retained", _retained(view, day, counted)),
        ("Profit", _profit(view, day)),
        ("Waits", _waits(view, day)),
        ("Silence", _silence(view, day)),
    ]


def _retained(view: View, day: int, counted: Counted | None) -> str:
    counts = fates(view, day)
    if counts is None:
        return "There were no customers on day 0."
    name = f"“{view.baseline.label}”"
    text = (
        f"Of {wording.count(OF)} customers, {counts.kept} {_are(counts.kept)} kept by your policy (gone by day {day} "
        f"under {name}) and {counts.lost} {_are(counts.lost)} driven away by it (still here under "
        f"{name}): {wording.more_stay((counts.kept - counts.lost) / OF)} "
        f"({wording.paired(counts.runs)})."
    )
    if counted is None and (counts.kept or counts.lost):
        text += " What made the difference in these lives is being counted ..."
    elif counted is not None:
        if kept := reasons(counted.saved, counts.kept, lost=False):
            text += f" What kept those {counts.kept}: {kept}."
        if lost := reasons(counted.lost, counts.lost, lost=True):
            text += f" What drove {'that one' if counts.lost == 1 else f'those {counts.lost}'} away: {lost}."
    text += f" {counts.leave} leave under both"
    text += f", {counts.outside} of them for reasons outside the firm" if counts.outside else ""
    return f"{text}; {counts.stay} stay under both."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _profit(view: View, day: int) -> str:
    gap, cost = _gap(view, "profit", day), _gap(view, "cost", day)
    own = scale((gap, cost, gap + cost), "money", view.currency)
    rest, less = as_printed((gap + cost, -cost), gap, own)
    earned, spent, brought = (f"{own.plain(abs(each))} {own.unit}" for each in (gap, less, rest))
    return (
        f"By day {day} you earn {earned} {'more' if gap >= 0 else 'less'} than under "
        f"“{view.baseline.label}”: service and care cost {spent} {'more' if cost >= 0 else 'less'}; what "
        f"customers bring, less goodwill and refunds, is {brought} {'more' if rest >= 0 else 'less'}."
    )


def _waits(view: View, day: int) -> str:
    own, other = view.you.mean("wait_p95", day), view.baseline.mean("wait_p95", day)
    contacts = _gap(view, "contacts", day)
    lost = _gap(view, "lost_patience", day)
    return (
        f"95 of 100 waits end within {wording.minutes(own)}, under “{view.baseline.label}” within "
        f"{wording.minutes(other)}: {wording.count(abs(contacts))} {_more(contacts)} contacts, "
        f"and {wording.count(abs(lost))} {_more(lost)} that end by hanging up."
    )


def _silence(view: View, day: int) -> str:
    parts = [
        f"{wording.count(abs(_gap(view, figure, day)))} {_more(_gap(view, figure, day))} {words}"
        for figure, words in (
            ("failures", "problems happened"),
            ("prevented", "were prevented"),
            ("intercepted", "were put right unasked"),
            ("silenced", "were kept silent"),
            ("found", "came out because somebody asked"),
        )
        if np.rint(_gap(view, figure, day))
    ]
    return f"Against “{view.baseline.label}”, " + (", ".join(parts) or "nothing differs") + "."


def _gap(view: View, figure: str, day: int) -> float:
    return view.you.mean(figure, day) - view.baseline.mean(figure, day)


def _more(number: float) -> str:
    return "more" if number >= 0 else "fewer"
