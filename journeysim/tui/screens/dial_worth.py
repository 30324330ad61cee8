"""What a dial is worth: one dial from end to end: whom each value keeps, what it costs a year, and where it
stops paying."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.experiment.estimate import ANYTHING, Estimate, difference
from journeysim.experiment.family import paired_difference
from journeysim.metrics.retention import retained
from journeysim.tui import wording
from journeysim.tui.costs import between
from journeysim.tui.dials import ScaledDial
from journeysim.tui.overlays.overlay import Overlay
from journeysim.tui.protocol import RunSpec
from journeysim.tui.recording import WORTH
from journeysim.tui.run_cache import Configuration
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.wording import OF

MOST = 9
"""Values of a dial at most."""

_TOTAL = WORTH.index("total_value")
_YEAR = 365.0


class ValueWorth(NamedTuple):
    """One value of a dial against the baseline: people, what it costs a year, and money in all."""

    value: float
    people: Estimate
    costs: str
    money: Estimate | None


class DialWorthScreen(Overlay):
    """A row a value; the rows fill in as runs arrive."""

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
        return values_of(self.dial)

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
        money = None
        if all(len(each[index].worth) > _TOTAL for each in (own, base) for index in known):
            mine, other = ([float(each[i].worth[_TOTAL]) for i in known] for each in (own, base))
            money = difference(mine, other, 0.95, ANYTHING)
        return ValueWorth(value, paired_difference(ours, theirs, "retention"), costs, money)

    def heading(self) -> str:
        """Which dial, in which policy, against what."""
        session = self.stage.session
        label = session.scenario.label
        own, base = label(session.decisions.policy), label(session.against)
        return (
            f"{self.dial.label}: what it costs, and where it stops paying   {own}, against {base}"
        )

    def text(self) -> Text:
        """The table, and what it comes to in a sentence."""
        palette, dial = self.palette, self.dial
        currency = self.stage.session.scenario.tables.money.currency
        rows = [self.worth(value) for value in self._values()]
        known = [row for row in rows if row is not None]
        text = Text(no_wrap=True)
        head = f"{'value':>10}{f'people of {wording.count(OF)}':>22}{'costs a year':>26}"
        text.append(f"{head}{f'{currency} in all':>26}\n", palette.quiet)
        best = best_of(known)
        for value, row in zip(self._values(), rows, strict=True):
            now = value == self.stage.session.value(dial)
            style = Style(color=palette.you if now else palette.text, bold=now)
            text.append(f"{dial.text(value):>10}", style)
            if row is None:
                text.append("   running ...\n", palette.quiet)
                continue
            count = round(OF * row.people.mean)
            people = f"{f'{count:+d}' if count else '0'}{_half(row.people, OF)}"
            colour = wording.colour_of(row.people, palette)
            text.append(f"{people:>22}", Style(color=colour, bold=True))
            text.append(f"{row.costs:>26}", palette.text)
            if row.money is not None:
                own = wording.money_scale(
                    row.money.mean, (row.money.half,) if row.people.n > 1 else ()
                )
                amount = wording.amount(row.money.mean, own, sign=True)
                chance = f" ± {own.plain(row.money.half)}" if wording.is_known(row.money) else ""
                money = Style(color=wording.colour_of(row.money, palette, 0), bold=True)
                text.append(f"{amount + chance:>26}", money)
            text.append("  ◀ pays most" if row is best else "", palette.better)
            text.append("  ● now\n" if now else "\n", palette.you)
        text.append(f"\n{verdict(known, dial)}\n", Style(color=palette.strong, bold=True))
        text.append(
            "Each value alone, from day 0 on. In all: profit, and the worth of the customers still here.\n"
            "Costs: service and care, and hours of those who answer, of the first run. Grey: too close to call.",
            palette.quiet,
        )
        return text

    def action_dial(self, by: int) -> None:
        """Another dial."""
        self.at = (self.at + by) % len(self.dials)
        self.ask()
        self.refresh_text()


def _half(estimate: Estimate, scale: float) -> str:
    return f" ± {wording.count(scale * estimate.half)}" if wording.is_known(estimate) else ""


def values_of(dial: ScaledDial) -> list[float]:
    """Even values from low to high, each on a step."""
    steps = round((dial.high - dial.low) / dial.step)
    for parts in range(min(MOST - 1, steps), 0, -1):
        if steps % parts == 0:
            return [dial.nearest(k / parts) for k in range(parts + 1)]
    return [dial.low, dial.high]


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
