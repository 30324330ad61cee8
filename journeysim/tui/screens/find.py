"""Find: what would a dial have to be? One dial, a claim, and the value at which it begins to hold.

The search is that of `journeysim solve`, made by the simulating process while nothing else is wanted; y
copies the command that gives the same answer.
"""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar, Literal

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from journeysim.experiment.deciding import Verdict
from journeysim.tui.claims import OfferedClaim, claims_of
from journeysim.tui.command import solve_command, solve_request
from journeysim.tui.dials import ScaledDial
from journeysim.tui.overlays.overlay import Overlay
from journeysim.tui.overlays.prompt import Prompt
from journeysim.tui.solving import Solved, SolveRequest
from journeysim.tui.stage import Group, Stage, screen_key
from journeysim.tui.style import Palette

_OWN = "another claim ..."
_WORDS, _VALUE, _FIGURE = 34, 12, 18

Side = Literal["", "smallest", "largest"]


class FindScreen(Overlay):
    """A dial, the claims that may be asked of it, and the answer; enter sets the dial to it."""

    NAME = "Find"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,tab", "dial(1)", "Next dial", key_display="→"),
        Binding("left,h", "dial(-1)", "The dial before", show=False),
        Binding("down,j", "claim(1)", "Next claim", key_display="↓"),
        Binding("up,k", "claim(-1)", "The claim before", show=False),
        Binding("enter", "take", "Set the dial"),
        Binding("home", "side('smallest')", "The lowest that does", show=False),
        Binding("end", "side('largest')", "The highest that does", show=False),
        Binding("y", "copy", "Copy"),
        Binding("f", "leave", "Back", show=False),
    ]

    def __init__(self, stage: Stage, dial: str) -> None:
        super().__init__(stage)
        session = stage.session
        dials = session.dials.dials.values()
        self.dials = [each for each in dials if session.display.allows(each.key)]
        keys = [each.key for each in self.dials]
        self.at = keys.index(dial) if dial in keys else 0
        self.claims = [*claims_of(session), OfferedClaim(_OWN, "")]
        self.asked = 0
        self.side: Side = ""

    @property
    def dial(self) -> ScaledDial:
        """The dial that is turned."""
        return self.dials[self.at]

    def request(self) -> SolveRequest | None:
        """What is asked; None while no claim is chosen."""
        claim = self.claims[self.asked].claim
        return solve_request(self.stage.session, self.dial, claim, self.side) if claim else None

    def answer(self) -> Solved | None:
        """What came of it, if it is there; looked for if it is not."""
        request = self.request()
        return None if request is None else self.stage.session.exchange.solving(request)

    def heading(self) -> tuple[str, ...]:
        """Which dial, in which policy, against what."""
        session = self.stage.session
        label = session.scenario.label
        own, base = label(session.decisions.policy), label(session.against)
        whom = own if own == base else f"{own}, against {base}"
        return f"{self.dial.label}: what would it take?", whom

    def text(self) -> Text:
        """The question, the answer, and the values looked at."""
        palette, room = self.palette, self.room
        text = Text(no_wrap=True)
        end = {"": "", "smallest": ", the lowest that does", "largest": ", the highest that does"}
        text.append(f"‹ {self.dial.label} ›", Style(color=palette.you, bold=True))
        text.append(f"   so that{end[self.side]}\n\n", palette.quiet)
        for place, claim in enumerate(self.claims):
            chosen = place == self.asked
            style = Style(color=palette.strong if chosen else palette.quiet, bold=chosen)
            text.append(f"{'▸' if chosen else ' '} {claim.words:<{_WORDS}}", style)
            text.append(f"{claim.claim if claim.words != claim.claim else ''}\n", palette.quiet)
        text.append("\n")
        request = self.request()
        if request is None:
            return text.append("enter: type a claim, as in a scenario's [[expect]]", palette.quiet)
        answer = self.answer()
        if answer is None:
            text.append("looking, with the same luck at every value ...\n", palette.quiet)
        else:
            text.append_text(_answered(answer, self.dial, self._standing, palette, room))
        words = "Your other changes are left out, the world is as you have it. Chance only."
        return text.append_text(_wrapped(f"\n{words}", room, Style(color=palette.quiet)))

    @property
    def _standing(self) -> float:
        return self.stage.session.value(self.dial)

    def action_dial(self, by: int) -> None:
        """Another dial."""
        self.at, self.side = (self.at + by) % len(self.dials), ""
        self.refresh_text()

    def action_claim(self, by: int) -> None:
        """Another claim."""
        self.asked, self.side = (self.asked + by) % len(self.claims), ""
        self.refresh_text()

    def action_side(self, side: Side) -> None:
        """The lowest, or the highest, value that does."""
        self.side = "" if self.side == side else side
        self.refresh_text()

    def action_take(self) -> None:
        """Set the dial to the value found, from day 0 on; or type a claim."""
        if self.request() is None:
            words = "For instance: wait_p95 <= 5 min, or: retention vs today >= +1 pp"
            self.app.push_screen(Prompt("What is to hold?", words, ""), self._typed)
            return
        answer = self.answer()
        if answer is not None and answer.value is not None:
            session = self.stage.session
            session.step(-session.horizon)
            session.load([(self.dial.key, self.dial.shown(answer.value))])
            self.action_leave()

    def _typed(self, claim: str | None) -> None:
        if claim is not None:
            self.claims.insert(len(self.claims) - 1, OfferedClaim(claim, claim))
            self.asked = len(self.claims) - 2
        self.refresh_text()

    def action_copy(self) -> None:
        """Copy the command that gives the same answer."""
        request = self.request()
        if request is not None:
            self.stage.copy(solve_command(self.stage.session, request))
            self.notify("Copied.")


def _answered(
    answer: Solved, dial: ScaledDial, standing: float, palette: Palette, room: int
) -> Text:
    """The answer in sentences, the first one as it can be forwarded, and the values looked at."""
    text = Text(no_wrap=True)
    if answer.fault:
        return text.append_text(_wrapped(f"{answer.fault}\n", room, Style(color=palette.worse)))
    for place, sentence in enumerate(answer.sentences):
        style = Style(color=palette.strong if place == 0 else palette.text, bold=place == 0)
        text.append_text(_wrapped(f"{sentence}\n", room, style))
    text.append("\n")
    colours = {Verdict.PASS: palette.better, Verdict.FAIL: palette.worse}
    for row in answer.rows:
        is_answer = row.value == answer.value
        here = abs(dial.shown(row.value) - standing) < dial.step / 2.0
        verdict = Verdict(row.verdict) if row.verdict else None
        style = Style(color=palette.strong if is_answer else palette.text, bold=is_answer)
        text.append(f"{'▸' if is_answer else ' '} {row.text:>{_VALUE}}", style)
        text.append(f"{row.figure:>{_FIGURE}}   ", style)
        colour = palette.quiet if verdict is None else colours.get(verdict, palette.quiet)
        text.append(row.runs, colour).append("  ● now\n" if here else "\n", palette.you)
    return text


def _wrapped(words: str, room: int, style: Style) -> Text:
    """A text in lines of so many characters."""
    lines = [part for line in words.split("\n") for part in (wrap(line, room) or [""])]
    return Text("\n".join(lines), style)


def _open(stage: Stage) -> None:
    if stage.session.dials.dials:
        stage.show(FindScreen(stage, stage.dial_in_hand))


SCREEN = screen_key(
    "find", "f", "what a dial would have to be", _open, Group.ASKING, "Find", tells=True
)
