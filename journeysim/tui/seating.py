"""Seating: what the forty seats show at a moment: one room or both, who is spoken of, and what is said.

As the user has it, or as the demo's script has it; pure functions of view and reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from journeysim.experiment.twins.reasons import Reason
from journeysim.tui import demo, wording
from journeysim.tui.demo import Act, DemoMoment
from journeysim.tui.demo_cards import dial_card, title_card
from journeysim.tui.seats import SEAT_WORDS, Seat, TwinOutcome, differing, seats, twin_words
from journeysim.tui.view import View
from journeysim.tui.why import fates
from journeysim.tui.widgets.chairs import Room

EMPTY = "Turn a dial or choose another policy (esc, then i); then the same people live again."

_BOTH = (Act.BOTH, Act.PEOPLE, Act.MONEY)


@dataclass(frozen=True)
class Seating:
    """rooms: one or two; numbers: how many of the large numbers are shown; card: what stands in the
    place of the rooms, None if they are seen."""

    rooms: tuple[Room, ...]
    caption: str
    numbers: int = 0
    card: Text | None = None


@dataclass(frozen=True)
class TwoRooms:
    """Both rooms on a day, and whose lives differ. reasons: what made the difference, by customer."""

    view: View
    label: str
    mine: tuple[Seat, ...]
    theirs: tuple[Seat, ...]
    reasons: Mapping[str, str]

    @property
    def differing(self) -> list[Seat]:
        """Who is kept, then who is driven away."""
        return differing(self.mine)

    def words(self, seat: Seat) -> str:
        """What becomes of one of them, and why: a line for each life."""
        base = self.view.baseline.first
        assert base is not None
        reason = self.reasons.get(str(seat.customer), "")
        words = twin_words(seat, reason, base, self.view.baseline.label)
        return words.replace(". ", ".\n", 1)

    def _word(self, seat: Seat) -> str:
        """What kept somebody, in a word."""
        reason = self.reasons.get(str(seat.customer), "")
        return SEAT_WORDS[Reason(reason)] if reason else "stays"

    def rooms(self, told: int, chosen: int = 0) -> tuple[Room, Room]:
        """The baseline's room, and yours, in which so many of the differing lives are told."""
        lives = self.differing
        words = tuple(
            (seat.number, self._word(seat)) for seat in lives if self.reasons
        )  # none while they are counted
        untold = frozenset(seat.number for seat in lives[told:])
        plain = tuple(
            Seat(s.number, s.customer, s.state, s.cause, TwinOutcome.SAME) for s in self.theirs
        )
        return (
            Room(self.view.baseline.label, True, plain, chosen=chosen),
            Room(self.label, False, self.mine, untold, chosen, words),
        )


def lives_of(view: View, label: str, reasons: Mapping[str, str]) -> TwoRooms | None:
    """The forty today; None while they are not known."""
    own, base, day = view.you.first, view.baseline.first, view.lived
    if own is None or base is None or day < 0:
        return None
    return TwoRooms(
        view, label, tuple(seats(own, base, day)), tuple(seats(base, own, day)), reasons
    )


def by_hand(lives: TwoRooms, flipped: bool | None, spoken_of: int) -> Seating:
    """As the user has it: both rooms on the last day, else yours. flipped: False for your room alone,
    True for the baseline's, None for either as the day has it; spoken_of: which of the lives that
    differ is told, from 1 on, 0 for none."""
    view, differ = lives.view, lives.differing
    is_last = view.compares and view.lived >= view.horizon
    seat = differ[(spoken_of - 1) % len(differ)] if spoken_of and differ else None
    base, you = lives.rooms(len(differ), seat.number if seat else 0)
    rooms = (base, you) if is_last and flipped is None else (base,) if flipped else (you,)
    everybody = f"Of all {_everybody(view)} customers"
    if not view.forked:
        caption = EMPTY
    elif seat is not None:
        caption = lives.words(seat)
    elif is_last:
        each = "   ← → tells of each." if differ else ""
        caption = f"{demo.outcome_words(differ)}{each}\n{everybody}{_rarer(lives)}:"
    else:
        lead = view.difference("retention", view.lived)
        caption = f"{everybody}: {wording.more_stay(lead.mean)} today ({wording.paired(lead.n)})."
    return Seating(rooms, caption, 2 if is_last else 0)


def by_script(
    lives: TwoRooms, moment: DemoMoment, question: str, about: str, width: int
) -> Seating:  # fmt: skip
    """As the demo has it. question: of the scenario; about: what the file says of your policy."""
    view, act, differ = lives.view, moment.scene.act, lives.differing
    count = moment.told(len(differ))
    chosen = differ[count - 1].number if count and moment.speaks else 0
    base, you = lives.rooms(count, chosen)
    rooms = (base, you) if act in _BOTH else (base,) if act is Act.BASELINE else (you,)
    card = None
    if act is Act.TITLE:
        card = title_card(view, question, width)
    elif act is Act.DIAL:
        card = dial_card(view, lives.label, about, moment.turned, width)
    numbers = {Act.PEOPLE: 1, Act.MONEY: 2}.get(act, 0)
    if numbers:
        caption = f"And not just these forty: of all {_everybody(view)} customers{_rarer(lives)}:"
    elif act is Act.BOTH:
        caption = _told(lives, moment, count)
    else:
        caption = demo.caption(moment, view, (lives.mine, lives.theirs), lives.label)
    return Seating(rooms, caption, numbers, card)


def _told(lives: TwoRooms, moment: DemoMoment, count: int) -> str:
    if count == 0:
        return "The last day. The same forty people, the same luck, two policies."
    differ = lives.differing
    return lives.words(differ[count - 1]) if moment.speaks else demo.outcome_words(differ)


def _everybody(view: View) -> str:
    return wording.count(view.you.on("started", 0))


def _rarer(lives: TwoRooms) -> str:
    """Whom the policy drove away, where none of them has a seat: seats are drawn, never chosen."""
    counts = fates(lives.view, lives.view.horizon)
    none_here: Sequence[Seat] = [s for s in lives.mine if s.twin is TwinOutcome.LOST]
    if counts is None or not counts.lost or none_here:
        return ""
    return f" ({counts.lost} of {wording.count(wording.OF)} driven away, none of these forty)"
