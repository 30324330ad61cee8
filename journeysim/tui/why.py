"""Why: the numbers of a view in sentences: who stays because of you, who leaves, and over what."""

from __future__ import annotations

from collections import Counter
from math import fsum

import numpy as np

from journeysim.causes import CAUSES
from journeysim.tui import wording
from journeysim.tui.recording import Recording
from journeysim.tui.view import LineSeries, View

NOTHING = "Nothing to explain: with no lever moved you are the baseline, customer by customer."


def kept(you: Recording, base: Recording, day: float) -> tuple[Counter[int], Counter[int]]:
    """Customers of day 0 who stay to a day only under you, by why they leave under the baseline;
    and who stay only there, by why they leave under you."""
    saved = (base.left < day) & (you.left >= day)
    lost = (you.left < day) & (base.left >= day)
    return Counter(base.causes[saved].tolist()), Counter(you.causes[lost].tolist())


def title(view: View) -> str:
    """Which day and how many runs the sentences are of."""
    if not view.compares or view.lived < 1:
        return "Why"
    day = view.horizon if view.is_known else view.lived
    luck = f", mean of {wording.paired(len(view.you.runs))}" if len(view.you.runs) > 1 else ""
    return f"Why, by day {day}{luck}"


def sentences(view: View) -> list[tuple[str, str]]:
    """(number, why) for each headline number on the last day that may be told."""
    if not view.forked:
        return [("All of them", NOTHING)]
    day = view.horizon if view.is_known else view.lived
    if day < 1 or view.secret:
        return [("Not yet", "Run the world first, or lock the guesses: nothing is known yet.")]
    return [
        ("Retained", _retained(view, day)),
        ("Profit", _profit(view, day)),
        ("Waits", _waits(view, day)),
        ("Silence", _silence(view, day)),
    ]


def _retained(view: View, day: int) -> str:
    pairs = list(zip(view.you.whole, view.baseline.whole, strict=False))
    if not pairs and view.you.first is not None and view.baseline.first is not None:
        pairs = [(view.you.first, view.baseline.first)]
    saved: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    people = 0
    for one, two in pairs:
        stay, go = kept(one, two, float(day))
        saved, lost, people = saved + stay, lost + go, people + len(one.left)
    if not people:
        return "There were no customers on day 0."
    share = 1000.0 / people
    gone, come = saved.total() * share, lost.total() * share
    name = view.baseline.label
    text = (
        f"Of 1,000 customers, {gone:.0f} still here on day {day} leave under {name}, and "
        f"{come:.0f} who stay there have left: {wording.more_stay((gone - come) / 1000.0)} "
        f"({wording.paired(len(pairs))})."
    )
    if saved:
        text += f" What drives those {gone:.0f} away under {name}: {_listed(saved, share)}."
    if lost:
        text += f" What drove your {come:.0f} away: {_listed(lost, share)}."
    return text


def _listed(causes: Counter[int], share: float) -> str:
    named = [
        f"{count * share:.0f} {CAUSES[cause].screen}"
        for cause, count in causes.most_common(4)
        if cause >= 0 and count * share >= 0.5
    ]
    return ", ".join(named) or "a few, each by something else"


def _profit(view: View, day: int) -> str:
    gap = _gap(view, "profit", day)
    cost = _gap(view, "cost", day)
    rest = gap + cost
    currency = view.currency
    return (
        f"By day {day} you earn {wording.money(abs(gap))} {currency} {'more' if gap >= 0 else 'less'} "
        f"than {view.baseline.label}: service and care cost {wording.money(abs(cost))} "
        f"{'more' if cost >= 0 else 'less'}; what customers bring, less goodwill and refunds, is "
        f"{wording.money(abs(rest))} {'more' if rest >= 0 else 'less'}."
    )


def _waits(view: View, day: int) -> str:
    own, other = mean(view.you, "wait_p95", day), mean(view.baseline, "wait_p95", day)
    contacts = _gap(view, "contacts", day)
    lost = _gap(view, "lost_patience", day)
    return (
        f"95 of 100 waits end within {wording.minutes(own)}, under {view.baseline.label} within "
        f"{wording.minutes(other)}: {wording.count(abs(contacts))} {_more(contacts)} contacts, "
        f"{wording.count(abs(lost))} {_more(lost)} of them lost patience."
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
    return f"Against {view.baseline.label}, " + (", ".join(parts) or "nothing differs") + "."


def _gap(view: View, figure: str, day: int) -> float:
    return mean(view.you, figure, day) - mean(view.baseline, figure, day)


def mean(track: LineSeries, figure: str, day: int) -> float:
    """The mean over the runs, as the command line reckons it."""
    values = track.observed(figure, day)
    return fsum(values) / len(values)


def _more(number: float) -> str:
    return "more" if number >= 0 else "fewer"
