"""Compare: all policies of the scenario side by side, each paired with the baseline."""

from __future__ import annotations

from math import fsum, isfinite
from textwrap import wrap
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.experiment.estimate import Estimate
from journeysim.experiment.family import paired_difference
from journeysim.tui import wording
from journeysim.tui.command import family_of
from journeysim.tui.conclusion import conclusion, state_of
from journeysim.tui.overlays.overlay import Overlay
from journeysim.tui.protocol import RunSpec
from journeysim.tui.run_cache import Configuration
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.view import LEAST_RUNS, LineSeries

_LABEL = 24
_WIDE = 92


class CompareScreen(Overlay):
    """A row a policy, filling in as runs arrive."""

    NAME = "Compare"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "leave", "Back", show=False)]

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._state: tuple[object, ...] = ()
        self._lines: tuple[str, ...] = ()

    def heading(self) -> tuple[str, ...]:
        """What is compared with what."""
        session = self.stage.session
        known = min(
            session.exchange.cache.runs(configuration).paired for _, configuration in self._rows()
        )
        base = session.scenario.label(session.against)
        runs = f"{known} of {session.exchange.replications} paired runs"
        return f"all policies against {base}, day {session.horizon}", runs

    def _rows(self) -> list[tuple[str, Configuration]]:
        session = self.stage.session
        seed, world = session.decisions.seed, session.decisions.plan.world
        rows = [
            (session.scenario.label(name), Configuration(name, (), world, seed))
            for name in session.scenario.policies
        ]
        if session.decisions.plan.levers:
            rows.append(("you, with your changes", session.pair[0]))
        return rows

    def ask(self) -> None:
        """Every policy in every replication."""
        session, exchange = self.stage.session, self.stage.session.exchange
        specs: list[RunSpec] = []
        for replication in range(exchange.replications):
            for _, configuration in self._rows():
                specs += exchange.cache.missing(configuration, replication, replication == 0)
        exchange.further = tuple(specs)
        session.request()

    def _series(self, configuration: Configuration, count: int) -> LineSeries:
        whole = self.stage.session.exchange.cache.runs(configuration).whole
        runs = tuple(whole[index].days for index in range(count))
        return LineSeries("", runs[0], runs)

    def text(self) -> Text:
        """The table, and a bar for each lead on one scale."""
        session, palette = self.stage.session, self.palette
        day, base_configuration, cache = session.horizon, session.pair[1], session.exchange.cache
        family, least = family_of(session), min(LEAST_RUNS, session.exchange.replications)
        leads: dict[str, Estimate] = {}
        series: dict[str, tuple[LineSeries, LineSeries]] = {}
        for label, configuration in self._rows():
            runs = min(cache.runs(configuration).paired, cache.runs(base_configuration).paired)
            if runs:
                own, base = (
                    self._series(configuration, runs),
                    self._series(base_configuration, runs),
                )
                series[label] = own, base
                if configuration != base_configuration and runs >= least:
                    ours, theirs = own.observed("retention", day), base.observed("retention", day)
                    leads[label] = paired_difference(ours, theirs, "retention", family)
        text = Text(no_wrap=True)
        wide = self.room >= _WIDE
        head = f"{'':<{_LABEL}}{'retained':>9}{'lead, points':>16}{'profit':>11}"
        head += f"{'cost':>11}{'waits':>10}{'said nothing':>14}" if wide else ""
        text.append(head + "\n\n", palette.quiet)
        for label, configuration in self._rows():
            name = wording.named(label, session.display.swapped)[: _LABEL - 1]
            if label not in series:
                text.append(f"{name:<{_LABEL}}", palette.quiet).append(
                    "   running ...\n\n", palette.faint
                )
                continue
            own, base = series[label]
            colour = palette.baseline if configuration == base_configuration else palette.text
            text.append(f"{name:<{_LABEL}}", Style(color=colour, bold=True))
            shown = _mean(own, "retention", day)
            text.append(f"{wording.percent(shown):>9}", palette.strong)
            text.append_text(self._lead(leads.get(label), configuration == base_configuration))
            profit = _mean(own, "profit", day) - (
                0 if configuration == base_configuration else _mean(base, "profit", day)
            )
            sign = "" if configuration == base_configuration else "+" if profit >= 0 else ""
            text.append(f"{sign + wording.money(profit):>11}", palette.text)
            if wide:
                text.append(f"{wording.money(_mean(own, 'cost', day)):>11}", palette.quiet)
                text.append(f"{wording.minutes(_mean(own, 'wait_p95', day)):>10}", palette.quiet)
                text.append(f"{wording.count(_mean(own, 'silent', day)):>14}", palette.quiet)
            text.append("\n")
            text.append_text(self._bar(leads, label, configuration == base_configuration))
        text.append(
            "± holds for all rows together   profit: of the baseline, then more or less\n",
            palette.quiet,
        )
        if wide:
            text.append(
                "cost: service and care   waits: 95 % within   said nothing: unhappy, on the last day\n",
                palette.quiet,
            )
        return text.append_text(self._conclusion())

    def _lead(self, lead: Estimate | None, is_base: bool) -> Text:
        palette = self.palette
        if is_base:
            return Text("baseline".rjust(16), palette.baseline)
        if lead is None:
            return Text("more runs ...".rjust(16), palette.quiet)
        words = f" {wording.signed(lead.mean)}{wording.by_chance(lead)}"
        colour = wording.colour_of(lead, palette)
        return Text(words.rjust(16), Style(color=colour, bold=True))

    def _bar(self, leads: dict[str, Estimate], label: str, is_base: bool) -> Text:
        """The interval of a lead on a scale that all share; zero is the baseline."""
        palette, width = self.palette, max(20, self.room - _LABEL - 4)
        ends = [0.0]
        for lead in leads.values():
            ends += _ends(lead)
        low, high = min(ends), max(ends)
        span = (high - low) or 1.0

        def at(value: float) -> int:
            return round((value - low) / span * (width - 1))

        text = Text(" " * _LABEL)
        signs = [(" ", palette.faint)] * width
        signs[at(0.0)] = ("│", palette.baseline)
        own = leads.get(label)
        if own is not None and not is_base:
            colour = wording.colour_of(own, palette)
            start, end = _ends(own)
            for place in range(at(start), at(end) + 1):
                signs[place] = ("━", colour)
            signs[at(own.mean)] = ("●" if own.settled else "○", colour)
        for sign, colour in signs:
            text.append(sign, colour)
        return text.append("\n\n")

    def _conclusion(self) -> Text:
        """What it comes to, as a comparison on paper ends, in as many lines as it takes."""
        text, state = Text(), state_of(self.stage.session)
        if state != self._state:
            self._state, self._lines = state, conclusion(self.stage.session)
        for index, line in enumerate(self._lines):
            style = Style(color=self.palette.strong, bold=index == 0)
            for part in wrap(line, max(40, self.room)):
                text.append(f"{part}\n", style)
        return text


def _ends(lead: Estimate) -> tuple[float, float]:
    """How far chance reaches down and up, which need not be equally far."""
    return (lead.low, lead.high) if isfinite(lead.half) else (lead.mean, lead.mean)


def _mean(series: LineSeries, figure: str, day: int) -> float:
    values = series.observed(figure, day)
    return fsum(values) / len(values)


def _open(stage: Stage) -> None:
    stage.show(CompareScreen(stage))


SCREEN = screen_key(
    "compare", "c", "all policies side by side", _open, Group.ASKING, "Compare", tells=True
)
