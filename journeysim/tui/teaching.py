"""Teaching: predicting before seeing, and lessons beat by beat, on the main screen."""

from __future__ import annotations

from journeysim.scenario.tables import Beat, Lesson
from journeysim.tui.guessing import Guess
from journeysim.tui.lessons import KINDS
from journeysim.tui.screens.predict import PredictScreen, debrief
from journeysim.tui.stage import Stage

_SECONDS = 12.0
_SAYS = {"reveal": "Watch; your guesses stand at the right edge (◇)."}
"""What is said in a beat that says nothing itself."""


class Teacher:
    """What is hidden, who has guessed, and where the lesson stands."""

    def __init__(self, stage: Stage, guesses: tuple[Guess, ...] = ()) -> None:
        self.stage = stage
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
        stage = self.stage
        session = stage.session
        if session.day >= session.horizon and self.lesson is None:
            stage.say("Everything is known already; < or ctrl+home goes back, then predict.")
            return
        session.settle()
        session.playback.running, session.display.secret, session.display.marks = False, True, ()
        self.asked = question
        stage.refresh_view()
        stage.show(PredictScreen(stage.view(), question, self.guesses), self._locked)

    def _locked(self, guesses: tuple[Guess, ...] | None) -> None:
        session = self.stage.session
        if guesses is None:
            session.display.secret = False
            self.at -= self.lesson is not None  # enter asks again
            self.stage.refresh_view()
            return
        self.guesses = guesses
        if self.lesson is not None:
            self.advance()
            return
        self._reveal(session.horizon)

    def _reveal(self, until: int) -> None:
        """Run to a day with the guesses at the edge; what lies behind it stays hidden till then."""
        session = self.stage.session
        session.display.secret, self.revealing = True, True
        session.display.marks = tuple(dict.fromkeys(guess.share for guess in self.guesses))
        session.playback.speed = max(1, min(64, round((until - session.day) / _SECONDS)))
        session.run_until(until)
        self.stage.look()

    def look(self) -> None:
        """Has the run come to where it is to be revealed?"""
        session = self.stage.session
        if self.revealing and not session.playback.running:
            self.revealing, session.display.secret, session.changed = False, False, True
            if self.lesson is None:
                self.debrief("")
            else:
                self.advance()

    def debrief(self, question: str) -> None:
        """Show what was expected beside what happened."""
        self.stage.refresh_view()
        view = self.stage.view()
        self.stage.show(debrief(view, self.guesses, question))

    # Lessons.

    def begin(self, lesson: Lesson) -> None:
        """Begin a lesson on day 0 with its dials alone."""
        session = self.stage.session
        session.choose(session.against)
        session.step(-session.horizon)
        session.display.allowed = tuple(lesson.dials) or None
        session.display.secret, session.display.marks, session.notice = False, (), ""
        self.lesson, self.at, self.revealing = lesson, -1, False
        self.stage.refresh_view()
        self.advance()

    def end(self) -> None:
        """Leave the lesson, if one is on; everything may be turned again."""
        if self.lesson is None:
            return
        session = self.stage.session
        self.lesson, self.revealing = None, False
        session.display.allowed, session.display.secret, session.display.marks = None, False, ()
        self.stage.refresh_view()

    def advance(self) -> None:
        """The next beat."""
        if self.lesson is None:
            return
        session = self.stage.session
        if session.playback.running:
            return
        self.at += 1
        beat = self.beat
        if beat is None:
            self.end()
            self.stage.say("The lesson is over: play on as you like.")
            return
        until = session.horizon if beat.until is None else round(beat.until)
        if beat.kind == "predict":
            self.predict(beat.text or self.lesson.question)
        elif beat.kind == "run":
            session.run_until(until)
        elif beat.kind == "reveal":
            self._reveal(until)
        elif beat.kind == "debrief":
            self.debrief(beat.text)
        self.stage.refresh_view()

    @property
    def words(self) -> str:
        """What the lesson says now, "" without one."""
        beat = self.beat
        if self.lesson is None or beat is None:
            return ""
        place = f"{self.lesson.title}, {self.at + 1} of {len(self.lesson.beats)}"
        words = beat.text or _SAYS.get(beat.kind, "")
        on = "" if self.stage.session.playback.running else "  [enter goes on]"
        return f"{place}  {KINDS[beat.kind]}: {words}{on}"
