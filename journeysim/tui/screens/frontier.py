"""Frontier: every setting of two dials, people kept upwards, money of the firm as a whole to the right.

The room beside the sweep: the same dials, the same runs, the same keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.experiment.decisions.frontier import unbeaten
from journeysim.experiment.estimate import Estimate
from journeysim.tui import wording
from journeysim.tui.overlays.on_two_dials import OnTwoDials
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.two_dials import TwoDials
from journeysim.tui.wording import OF

ON, OPEN, OTHER, BASE, HERE, MOST = "●", "○", "·", "T", "◆", "★"
_LEFT, _AROUND, _LOWEST = 8, 16, 6
_WIDE = 100


class FrontierPoint(NamedTuple):
    """A setting that is known: its place in the grid, people and money against the baseline."""

    place: tuple[int, int]
    people: Estimate
    money: Estimate

    @property
    def is_clear(self) -> bool:
        """Are both told from nothing?"""
        return self.people.settled and self.money.settled


class FrontierScreen(OnTwoDials):
    """A point for each pair of values."""

    NAME = "People and money"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "beside('sweep')", "Map of leads"),
        Binding("S", "leave", "Back", show=False),
    ]

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, levers_only=True)

    def points(self) -> list[FrontierPoint]:
        """What is known so far."""
        known = []
        for place in self.grid.places:
            people, money = self.grid.lead(*place), self.grid.money(*place)
            if people is not None and money is not None:
                known.append(FrontierPoint(place, people, money))
        return known

    def heading(self) -> tuple[str, ...]:
        """Which dials, against what, and how far it is."""
        session = self.stage.session
        base = session.scenario.label(session.against)
        return f"against {base}, day {session.horizon}", self.progress

    def text(self) -> Text:
        """The points on their axes, the setting in hand and what it comes to in words."""
        palette, points = self.palette, self.points()
        names = " and ".join(dict.fromkeys(dial.label for dial, _ in self.grid.setting(0, 0)))
        text = Text(no_wrap=True)
        head = Style(color=palette.strong, bold=True)
        text.append(f"↑ more people of {wording.count(OF)}   {names}\n", head)
        if not points:
            return text.append("running ...\n", palette.quiet)
        front = unbeaten([(each.money.mean, each.people.mean) for each in points])
        text.append_text(self._chart(points, front))
        text.append_text(self._in_hand(points, front))
        text.append(f"{verdict(self.grid, points, front)}\n", head)
        return text.append_text(self._legend())

    def _chart(self, points: list[FrontierPoint], front: tuple[int, ...]) -> Text:
        palette = self.palette
        wide = max(24, min(100, self.room - _LEFT - 4))
        high = max(_LOWEST, self.app.size.height - _AROUND)
        xs = [0.0, *(each.money.mean for each in points)]
        ys = [0.0, *(OF * each.people.mean for each in points)]
        (left, right), (low, top) = _ends(xs), _ends(ys)
        cells: dict[tuple[int, int], tuple[str, Style]] = {}

        def put(x: float, y: float, sign: str, style: Style) -> None:
            column = round((x - left) / (right - left) * (wide - 1))
            cells[round((top - y) / (top - low) * (high - 1)), column] = (sign, style)

        here = tuple(self.grid.cursor)
        for x, y, sign, colour, chosen in _signs(points, front, here):
            style = Style(color=getattr(palette, colour), bold=sign != OTHER, reverse=chosen)
            put(x, y, sign, style)
        zero = round((top - 0.0) / (top - low) * (high - 1))
        text = Text(no_wrap=True)
        for row in range(high):
            label = {0: top, high - 1: low, zero: 0.0}.get(row)
            shown = "" if label is None else _people(label)
            text.append(f"{shown:>{_LEFT - 2}} ", palette.quiet).append("│", palette.faint)
            for column in range(wide):
                sign, style = cells.get((row, column), (" ", Style()))
                text.append(sign, style)
            text.append("\n")
        text.append(f"{' ' * (_LEFT - 1)}└{'─' * wide}\n", palette.faint)
        own = wording.money_scale(right, (left,))
        ends = [wording.amount(end, own, sign=True) for end in (left, right)]
        currency = self.stage.session.scenario.tables.money.currency
        text.append(
            f"{' ' * _LEFT}{ends[0]}{f'{ends[1]} {currency} in all →':>{wide - len(ends[0])}}\n",
            palette.quiet,
        )
        return text

    def _in_hand(self, points: list[FrontierPoint], front: tuple[int, ...]) -> Text:
        palette, here = self.palette, (self.grid.cursor[0], self.grid.cursor[1])
        text = Text("▌▐ ", Style(color=palette.strong, bold=True))
        text.append(f"{self.grid.words(*here)}: ", palette.text)
        at = next((n for n, each in enumerate(points) if each.place == here), None)
        if at is None:
            return text.append("running ...\n", palette.quiet)
        each = points[at]
        if not any((each.people.mean, each.people.half, each.money.mean, each.money.half)):
            return text.append("as the baseline has it\n", palette.quiet)
        strong = Style(color=palette.strong, bold=True)
        text.append(
            f"{_more(each.people)}, ",
            strong,
        )
        own = wording.money_scale(each.money.mean, (each.money.half,) if each.money.n > 1 else ())
        half = f" ± {own.plain(each.money.half)}" if wording.is_known(each.money) else ""
        text.append(f"{wording.amount(each.money.mean, own, sign=True)}{half}", strong)
        ends = [(points[place].money.mean, points[place].people.mean) for place in front]
        is_on = (each.money.mean, each.people.mean) in ends
        where = "on the frontier" if is_on else "another is ahead in both"
        unsure = "" if each.is_clear else "; too close to call"
        return text.append(f" ({where}{unsure})\n", palette.quiet)

    def _legend(self) -> Text:
        words = (
            f"{ON} frontier, {OPEN} too close to call   {MOST} pays most   {OTHER} others   {HERE} the dials   "
            f"{BASE} baseline\nIn all: the run, customers still here, who joins later, and all pay that goes on. "
            "journeysim optimize tells which settings cannot be told apart."
        )
        return Text(words, self.palette.quiet)


def _signs(
    points: list[FrontierPoint], front: tuple[int, ...], here: tuple[int, ...]
) -> Iterator[tuple[float, float, str, str, bool]]:
    """Where each sign lies, what is most worth seeing last: money, people, sign, colour, is it in hand?"""
    on, best = set(front), front[-1]
    for place, each in enumerate(points):
        if place not in on:
            yield each.money.mean, OF * each.people.mean, OTHER, "quiet", each.place == here
    yield 0.0, 0.0, BASE, "baseline", False
    for place in front:
        each = points[place]
        sign = ON if each.is_clear else OPEN
        sign = MOST if place == best else sign
        yield (
            each.money.mean,
            OF * each.people.mean,
            sign,
            "you" if each.is_clear else "quiet",
            False,
        )
    chosen = next((each for each in points if each.place == here), None)
    if chosen is not None:
        yield chosen.money.mean, OF * chosen.people.mean, HERE, "strong", True


def verdict(grid: TwoDials, points: list[FrontierPoint], front: tuple[int, ...]) -> str:
    """What the picture comes to, as far as chance lets one say."""
    rest = len(grid.places) - len(points)
    waiting = f" ({rest} still running)" if rest else ""
    best = points[front[-1]]
    where = grid.words(*best.place)
    if best.money.mean <= 0.0:
        return f"No setting pays{waiting}: money is most as the baseline has it."
    sure = "" if best.money.settled else ", too close to call"
    one = "is" if len(front) == 1 else "are"
    return f"It pays most at {where}{sure}; {len(front)} of {len(points)} {one} on the frontier{waiting}."


def _people(value: float) -> str:
    count = round(value)
    return f"{count:+d}" if count else "0"


def _more(people: Estimate) -> str:
    """How many more or fewer stay, and how far chance may carry that."""
    count, chance = round(OF * people.mean), _chance(OF * people.half, people)
    more = "more" if count > 0 else "fewer"
    return f"{wording.count(abs(count))}{chance} {more} stay" if count else f"as many{chance} stay"


def _chance(half: float, estimate: Estimate) -> str:
    return f" ± {wording.count(half)}" if wording.is_known(estimate) else ""


def _ends(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _open(stage: Stage) -> None:
    screen = FrontierScreen(stage)
    if screen.grid.keys:
        stage.show(screen)
    else:
        stage.say("There is no lever among these dials.")


SCREEN = screen_key(
    "frontier", "S", "two dials, people against money", _open, Group.ASKING, tells=True
)
