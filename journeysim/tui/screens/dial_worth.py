"""What a dial is worth: one dial from end to end: whom each value keeps, what it costs a year, and where it
stops paying."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.experiment.estimate import Estimate
from journeysim.experiment.family import paired_difference
from journeysim.metrics.retention import retained
from journeysim.tui import wording
from journeysim.tui.costs import between
from journeysim.tui.dials import ScaledDial
from journeysim.tui.in_all import money_between, place_of_money
from journeysim.tui.overlays.overlay import Overlay
from journeysim.tui.protocol import RunSpec
from journeysim.tui.run_cache import Configuration
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.style import Palette
from journeysim.tui.widgets.both_ways import both_ways
from journeysim.tui.wording import OF

MOST = 9
"""Values of a dial at most."""

_MARGIN, _GAP = 4, 3
_SHORTEST, _LONGEST = 8, 40
"""Characters of a bar."""

_YEAR = 365.0


class ValueWorth(NamedTuple):
    """One value of a dial against the baseline: people, what it costs a year, and money in all."""

    value: float
    people: Estimate
    costs: str
    money: Estimate | None


class _Line(NamedTuple):
    """A row of the table in words; means, inks: of people and of money, for their bars."""

    value: str
    people: str
    costs: str
    money: str
    mark: str
    means: tuple[float, float] = (0.0, 0.0)
    inks: Sequence[str] = ("", "")


def _table(
    lines: Sequence[_Line], heads: tuple[str, str, str, str], width: int, palette: Palette
) -> Text:
    """The rows below their heads, each as wide as it must be; bars beside people and money where there
    is room for them."""
    widest = [max((head, *(line[at] for line in lines)), key=len) for at, head in enumerate(heads)]
    wide = [len(cell) for cell in widest]
    room = (
        width - sum(map(len, widest)) - 3 * _GAP - max(len(line.mark) for line in lines)
    ) // 2 - _GAP
    long = min(_LONGEST, room) if room >= _SHORTEST else 0
    ends = [(min(each), max(each)) for each in zip(*(line.means for line in lines), strict=True)]
    gap, blank = " " * _GAP, " " * (long + _GAP if long else 0)
    text = Text(no_wrap=True)
    value, people, costs, money = (f"{head:>{wide[at]}}" for at, head in enumerate(heads))
    text.append(f"{value}{gap}{people}{blank}{gap}{costs}{gap}{money}\n", palette.quiet)
    for line in lines:
        now = Style(color=palette.you if "now" in line.mark else palette.text, bold=bool(line.mark))
        inks = [Style(color=ink or palette.quiet, bold=True) for ink in line.inks]
        bars = [
            f"{gap}{both_ways(mean, *ends[at], long)}" if long else ""
            for at, mean in enumerate(line.means)
        ]
        text.append(f"{line.value:>{wide[0]}}", now)
        text.append(f"{gap}{line.people:>{wide[1]}}{bars[0]}", inks[0])
        text.append(f"{gap}{line.costs:>{wide[2]}}", palette.text)
        text.append(f"{gap}{line.money:>{wide[3]}}{bars[1]}", inks[1])
        text.append(f"{line.mark}\n", palette.you if "now" in line.mark else palette.better)
    return text


class DialWorthScreen(Overlay):
    """A row a value; the rows fill in as runs arrive."""

    NAME = "Worth"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,tab", "dial(1)", "Next dial", key_display="→"),
        Binding("left,h", "dial(-1)", "The one before", key_display="←"),
        Binding("d", "leave", "Back", show=False),
    ]

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        session = stage.session
        dials = session.dials.dials.values()
        self.dials = [d for d in dials if d.side == "lever" and session.display.allows(d.key)]
        turned = [change.dial for change in session.decisions.plan.changes if change.is_lever]
        self.at = self.dials.index(turned[-1]) if turned and turned[-1] in self.dials else 0

    @property
    def dial(self) -> ScaledDial:
        """The dial that is shown."""
        return self.dials[self.at]

    def _configuration(self, value: float) -> Configuration:
        """The policy played, with this dial alone at a value from day 0 on."""
        own = self.stage.session.decisions
        return Configuration(own.policy, ((0.0, self.dial.table(value)),), own.plan.world, own.seed)

    @property
    def _base(self) -> Configuration:
        own = self.stage.session.decisions
        return Configuration(self.stage.session.against, (), own.plan.world, own.seed)

    def ask(self) -> None:
        """Every value, one replication after the other."""
        exchange = self.stage.session.exchange
        specs: list[RunSpec] = []
        for replication in range(exchange.replications):
            for each in (self._base, *map(self._configuration, self._values())):
                missing = exchange.cache.missing(each, replication, False)
                specs += [spec for spec in missing if spec not in specs]
        exchange.further = tuple(specs)
        self.stage.session.request()

    def _values(self) -> list[float]:
        return self.dial.even_values(MOST)

    def worth(self, value: float) -> ValueWorth | None:
        """What is known of a value; None while no pair is there."""
        session = self.stage.session
        runs = session.exchange.cache.runs
        own, base = runs(self._configuration(value)).whole, runs(self._base).whole
        known = [index for index in own if index in base]
        if not known:
            return None
        ours, theirs = (
            [retained(each[index].left, session.horizon) for index in known] for each in (own, base)
        )
        costs = between(own[known[0]], base[known[0]], session.horizon / _YEAR)
        money = money_between(own, base, known, place_of_money(session.scenario))
        return ValueWorth(value, paired_difference(ours, theirs, "retention"), costs, money)

    def heading(self) -> tuple[str, ...]:
        """Which dial, in which policy, against what."""
        session = self.stage.session
        label = session.scenario.label
        own, base = label(session.decisions.policy), label(session.against)
        words = f"{self.dial.label}: what it costs, and where it stops paying"
        return words, f"{own}, against {base}"

    def text(self) -> Text:
        """The table, and what it comes to in a sentence."""
        palette, width = self.palette, self.size.width - _MARGIN
        rows = [self.worth(value) for value in self._values()]
        known = [row for row in rows if row is not None]
        text = _table(self._rows(rows), self._heads(), width, palette)
        text.append(f"\n{verdict(known, self.dial)}\n", Style(color=palette.strong, bold=True))
        text.append(
            "Each value alone, from day 0 on. In all: profit, customers still here, who joins, pay that goes on.\n"
            "Costs: service and care, and hours of those who answer, of the first run. Grey: too close to call.",
            palette.quiet,
        )
        return text

    def _heads(self) -> tuple[str, str, str, str]:
        currency = self.stage.session.scenario.tables.money.currency
        return "value", f"people of {wording.count(OF)}", "costs a year", f"{currency} in all"

    def _rows(self, rows: list[ValueWorth | None]) -> list[_Line]:
        """The rows in words."""
        palette, dial = self.palette, self.dial
        best = best_of([row for row in rows if row is not None])
        lines = []
        for value, row in zip(self._values(), rows, strict=True):
            mark = "  ◀ pays most" if row is not None and row is best else ""
            mark += "  ● now" if value == self.stage.session.value(dial) else ""
            if row is None:
                lines.append(_Line(dial.text(value), "running ...", "", "", mark))
                continue
            count = round(OF * row.people.mean)
            people = f"{f'{count:+d}' if count else '0'}{_half(row.people, OF)}"
            inks = [wording.colour_of(row.people, palette), palette.quiet]
            money = ""
            if row.money is not None:
                own = wording.money_scale(
                    row.money.mean, (row.money.half,) if row.people.n > 1 else ()
                )
                chance = f" ± {own.plain(row.money.half)}" if wording.is_known(row.money) else ""
                money = wording.amount(row.money.mean, own, sign=True) + chance
                inks[1] = wording.colour_of(row.money, palette, 0)
            means = row.people.mean, row.money.mean if row.money else 0.0
            lines.append(_Line(dial.text(value), people, row.costs, money, mark, means, inks))
        return lines

    def action_dial(self, by: int) -> None:
        """Another dial."""
        self.at = (self.at + by) % len(self.dials)
        self.ask()
        self.refresh_text()


def _half(estimate: Estimate, scale: float) -> str:
    return f" ± {wording.count(scale * estimate.half)}" if wording.is_known(estimate) else ""


def best_of(rows: list[ValueWorth]) -> ValueWorth | None:
    """The value that earns most, if that is more than nothing."""
    paid = [row for row in rows if row.money is not None]
    best = max(paid, key=lambda row: row.money.mean if row.money else 0.0, default=None)
    return best if best is not None and best.money and best.money.mean > 0.0 else None


def verdict(rows: list[ValueWorth], dial: ScaledDial) -> str:
    """Where it pays most, and from where on it does not pay any more, as far as chance lets one say."""
    best = best_of(rows)
    if not rows:
        return "Nothing is known yet."
    if best is None or best.money is None:
        return "It pays nowhere on this dial."
    sure = "" if best.money.settled else " (too close to call)"
    words = f"It pays most at {dial.text(best.value)}{sure}"
    after = [row for row in rows if row.value > best.value and row.money and row.money.mean < 0.0]
    if after:
        return f"{words}; from {dial.text(after[0].value)} on it does not pay any more."
    last = rows[-1].money
    if best.value < rows[-1].value and last is not None:
        return f"{words}; beyond that each step brings less than it costs."
    return f"{words}, the end of the dial."


def _open(stage: Stage) -> None:
    screen = DialWorthScreen(stage)
    if screen.dials:
        stage.show(screen)


SCREEN = screen_key(
    "worth", "d", "what a dial costs, and where it stops paying", _open, Group.ASKING, "Worth",
    tells=True,
)  # fmt: skip
