"""Teaching: predicting before seeing, and lessons beat by beat, on the playing screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeysim.scenario.tables import Beat, Lesson
from journeysim.tui.guessing import Guess
from journeysim.tui.lessons import KINDS

if TYPE_CHECKING:
    from journeysim.tui.screens.playing import Playing

_SECONDS = 12.0
_SAYS = {"reveal": "Watch; your guesses stand at the right edge (◇)."}
"""What is said in a beat that says nothing itself."""


class Teacher:
    """What is hidden, who has guessed, and where the lesson stands."""

    def __init__(self, playing: Playing, guesses: tuple[Guess, ...] = ()) -> None:
        self.playing = playing
        self.guesses = guesses
        self.lesson: Lesson | None = None
        self.at = 0
        self.revealing = False
        self.asked = ""

    @property
    def beat(self) -> Beat | None:
        """The beat that is on."""
        if self.lesson is None or self.at >= len(self.lesson.beats):
            return None
        return self.lesson.beats[self.at]

    # Predict, then reveal.

    def predict(self, question: str) -> None:
        """Pause, hide the future, and ask."""
        from journeysim.tui.screens.predict import Predict

        playing = self.playing
        play = playing.play
        if play.day >= play.horizon and self.lesson is None:
            playing.say("Everything is known already; < or ctrl+home goes back, then predict.")
            return
        play.settle()
        play.running, play.secret, play.marks = False, True, ()
        self.asked = question
        playing.refresh_view()
        playing.app.push_screen(Predict(playing.view(), question, self.guesses), self._locked)

    def _locked(self, guesses: tuple[Guess, ...] | None) -> None:
        play = self.playing.play
        if guesses is None:
            play.secret = False
            self.at -= self.lesson is not None  # enter asks again
            self.playing.refresh_view()
            return
        self.guesses = guesses
        if self.lesson is not None:
            self.advance()
            return
        self._reveal(play.horizon)

    def _reveal(self, until: int) -> None:
        """Run to a day with the guesses at the edge; what lies behind it stays hidden till then."""
        play = self.playing.play
        play.secret, self.revealing = True, True
        play.marks = tuple(dict.fromkeys(guess.share for guess in self.guesses))
        play.speed = max(1, min(64, round((until - play.day) / _SECONDS)))
        play.run_until(until)
        self.playing.look()

    def look(self) -> None:
        """Has the run come to where it is to be revealed?"""
        play = self.playing.play
        if self.revealing and not play.running:
            self.revealing, play.secret, play.changed = False, False, True
            if self.lesson is None:
                self.debrief("")
            else:
                self.advance()

    def debrief(self, question: str) -> None:
        """Show what was expected beside what happened."""
        from journeysim.tui.screens.predict import debrief

        self.playing.refresh_view()
        view = self.playing.view()
        self.playing.app.push_screen(debrief(view, self.guesses, question))

    # Lessons.

    def begin(self, lesson: Lesson) -> None:
        """Begin a lesson on day 0 with its dials alone."""
        play = self.playing.play
        play.choose(play.against)
        play.step(-play.horizon)
        play.allowed = tuple(lesson.dials) or None
        play.secret, play.marks, play.notice = False, (), ""
        self.lesson, self.at, self.revealing = lesson, -1, False
        self.playing.refresh_view()
        self.advance()

    def end(self) -> None:
        """Leave the lesson; everything may be turned again."""
        play = self.playing.play
        self.lesson, self.revealing = None, False
        play.allowed, play.secret, play.marks = None, False, ()
        self.playing.refresh_view()

    def advance(self) -> None:
        """The next beat."""
        if self.lesson is None:
            return
        play = self.playing.play
        if play.running:
            return
        self.at += 1
        beat = self.beat
        if beat is None:
            self.end()
            self.playing.say("The lesson is over: play on as you like.")
            return
        until = play.horizon if beat.until is None else round(beat.until)
        if beat.kind == "predict":
            self.predict(beat.text or self.lesson.question)
        elif beat.kind == "run":
            play.run_until(until)
        elif beat.kind == "reveal":
            self._reveal(until)
        elif beat.kind == "debrief":
            self.debrief(beat.text)
        self.playing.refresh_view()

    @property
    def words(self) -> str:
        """What the lesson says now, "" without one."""
        beat = self.beat
        if self.lesson is None or beat is None:
            return ""
        place = f"{self.lesson.title}, {self.at + 1} of {len(self.lesson.beats)}"
        told = beat.text or _SAYS.get(beat.kind, "")
        on = "" if self.playing.play.running else "  [enter goes on]"
        return f"{place}  {KINDS[beat.kind]}: {told}{on}"
