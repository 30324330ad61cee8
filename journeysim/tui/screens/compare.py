"""Compare: all policies of the scenario side by side, each paired with the baseline."""

from __future__ import annotations

from math import isfinite

from rich.style import Style
from rich.text import Text

from journeysim.experiment.estimate import CONFIDENCE, Estimate, difference, shared
from journeysim.tui import wording
from journeysim.tui.library import Line
from journeysim.tui.overlays.overlay import Overlay
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.view import Track

_LABEL = 24
_WIDE = 92


class Compare(Overlay):
    """A row a policy, filling in as runs arrive."""

    def heading(self) -> str:
        """What is compared with what."""
        session = self.stage.session
        known = min(session.library.shelf(line).paired for _, line in self._lines())
        base = session.scenario.label(session.against)
        runs = f"{known} of {session.wanted} paired runs"
        return f"Policies against {base} on day {session.horizon}   {runs}"

    def _lines(self) -> list[tuple[str, Line]]:
        session = self.stage.session
        seed, world = session.course.seed, session.plan.world
        found = [
            (session.scenario.label(name), Line(name, (), world, seed))
            for name in session.scenario.policies
        ]
        if session.plan.levers:
            found.append(("you, with your changes", session.line))
        return found

    def ask(self) -> None:
        """Every policy in every replication."""
        session = self.stage.session
        asks = []
        for replication in range(session.wanted):
            for _, line in self._lines():
                asks += session.library.asks(line, replication, told=replication == 0)
        session.further = tuple(asks)
        session.send()

    def _track(self, line: Line, runs: int) -> Track:
        shelf = self.stage.session.library.shelf(line)
        found = tuple(shelf.whole[index].days for index in range(runs))
        return Track("", found[0], found)

    def text(self) -> Text:
        """The table, and a bar for each lead on one scale."""
        session, palette = self.stage.session, self.palette
        day, base_line = session.horizon, session.base_line
        others = max(1, sum(line != base_line for _, line in self._lines()))
        leads: dict[str, Estimate] = {}
        tracks: dict[str, tuple[Track, Track]] = {}
        for label, line in self._lines():
            runs = min(session.library.shelf(line).paired, session.library.shelf(base_line).paired)
            if runs:
                own, base = self._track(line, runs), self._track(base_line, runs)
                tracks[label] = own, base
                if line != base_line:
                    ours, theirs = own.observed("retention", day), base.observed("retention", day)
                    leads[label] = difference(ours, theirs, shared(CONFIDENCE, others))
        text = Text(no_wrap=True)
        wide = self.room >= _WIDE
        head = f"{'':<{_LABEL}}{'retained':>9}{'lead, points':>16}{'profit':>11}"
        head += f"{'cost':>11}{'waits':>10}{'silent':>8}" if wide else ""
        text.append(head + "\n\n", palette.quiet)
        for label, line in self._lines():
            name = wording.named(label, session.swapped)[: _LABEL - 1]
            if label not in tracks:
                text.append(f"{name:<{_LABEL}}", palette.quiet).append(
                    "   running ...\n\n", palette.faint
                )
                continue
            own, base = tracks[label]
            colour = palette.baseline if line == base_line else palette.text
            text.append(f"{name:<{_LABEL}}", Style(color=colour, bold=True))
            shown = _mean(own, "retention", day)
            text.append(f"{wording.percent(shown):>9}", palette.strong)
            text.append_text(self._lead(leads.get(label)))
            profit = _mean(own, "profit", day) - (
                0 if line == base_line else _mean(base, "profit", day)
            )
            sign = "" if line == base_line else "+" if profit >= 0 else ""
            text.append(f"{sign + wording.money(profit):>11}", palette.text)
            if wide:
                text.append(f"{wording.money(_mean(own, 'cost', day)):>11}", palette.quiet)
                text.append(f"{wording.minutes(_mean(own, 'wait_p95', day)):>10}", palette.quiet)
                text.append(f"{_mean(own, 'silent', day):>8,.0f}", palette.quiet)
            text.append("\n")
            text.append_text(self._bar(leads, label, line == base_line))
        text.append(
            "±: holds for all rows together   profit: of the baseline, then more or less\n",
            palette.quiet,
        )
        if wide:
            text.append(
                "cost: service and care   waits: 95 % within   silent: on the last day\n",
                palette.quiet,
            )
        return text.append_text(self._best(leads))

    def _lead(self, lead: Estimate | None) -> Text:
        palette = self.palette
        if lead is None:
            return Text("baseline".rjust(16), palette.baseline)
        words = wording.signed(lead.mean)
        if isfinite(lead.half):
            words += f" ± {100.0 * lead.half:.1f}"
        colour = palette.better if lead.mean > 0 else palette.worse
        if not lead.settled:
            colour = palette.quiet
        return Text(words.rjust(16), Style(color=colour, bold=True))

    def _bar(self, leads: dict[str, Estimate], label: str, is_base: bool) -> Text:
        """The interval of a lead on a scale that all share; zero is the baseline."""
        palette, width = self.palette, max(20, self.room - _LABEL - 4)
        ends = [0.0]
        for lead in leads.values():
            half = lead.half if isfinite(lead.half) else 0.0
            ends += [lead.mean - half, lead.mean + half]
        low, high = min(ends), max(ends)
        span = (high - low) or 1.0

        def at(value: float) -> int:
            return round((value - low) / span * (width - 1))

        text = Text(" " * _LABEL)
        signs = [(" ", palette.faint)] * width
        signs[at(0.0)] = ("│", palette.baseline)
        own = leads.get(label)
        if own is not None and not is_base:
            colour = palette.better if own.mean > 0 else palette.worse
            half = own.half if isfinite(own.half) else 0.0
            for place in range(at(own.mean - half), at(own.mean + half) + 1):
                signs[place] = ("━", colour)
            signs[at(own.mean)] = ("●" if own.settled else "○", colour)
        for sign, colour in signs:
            text.append(sign, colour)
        return text.append("\n\n")

    def _best(self, leads: dict[str, Estimate]) -> Text:
        palette = self.palette
        if not leads or any(lead.n < 2 for lead in leads.values()):
            return Text()
        first = max(leads, key=lambda label: leads[label].mean)
        base = self.stage.session.scenario.label(self.stage.session.against)
        if leads[first].mean <= 0:
            return Text(f"None keeps more than {base}.", palette.strong)
        settled = "" if leads[first].settled else ", but that is not settled"
        return Text(
            f"{first} keeps most: {wording.more_stay(leads[first].mean)} than {base}{settled}.",
            palette.strong,
        )


def _mean(track: Track, figure: str, day: int) -> float:
    found = track.observed(figure, day)
    return sum(found) / len(found)


def _open(stage: Stage) -> None:
    stage.show(Compare(stage))


SCREEN = screen_key("compare", "c", "all policies side by side", _open, Group.ASKING, "Compare")
