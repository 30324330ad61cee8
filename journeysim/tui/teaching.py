"""Teaching: predicting before seeing, and lessons beat by beat, on the main screen.

From the first beat of a lesson to its reveal nothing tells the answer: no lead, no future under
*you*, no screen that compares, and time waits until the guesses are in.
"""

from __future__ import annotations

from journeysim.scenario.tables import Beat, Lesson
from journeysim.tui.ballot import Ballot
from journeysim.tui.classroom import ALONE, Classroom, LessonProgress
from journeysim.tui.guesses_file import GuessesFile, fresh
from journeysim.tui.guessing import Guess
from journeysim.tui.lessons import KINDS
from journeysim.tui.plan import Plan
from journeysim.tui.screens.predict import PredictScreen, debrief
from journeysim.tui.stage import Group, Key, Stage
from journeysim.tui.why import fates, fates_in_words
from journeysim.tui.wording import OF

_SECONDS = 12.0
_SAYS = {"reveal": "Watch; your guesses stand at the right edge (◇)."}
"""What is said in a beat that says nothing itself."""

HIDDEN = "Hidden until the reveal; enter goes on."
WAITS = "Time waits until the guesses are in; enter goes on."
ENDS = "esc again ends the lesson and shows everything; enter goes on."
"""What a key that is refused says, and what the first esc does."""

_MOVES_NO_TIME = ("undo", "faster", "slower")


class Teacher:
    """What is hidden, who has guessed, and where the lesson stands."""

    def __init__(self, stage: Stage, room: Classroom = ALONE) -> None:
        self.stage, self.room = stage, room
        self.ballot = self._new_ballot(room.guesses)
        self.lesson: Lesson | None = None
        self.at = 0
        self.revealing = False
        self.by_beat = self.turned = False
        self.plan = Plan()
        self.card: PredictScreen | None = None

    def _new_ballot(self, guesses: tuple[Guess, ...] = ()) -> Ballot:
        path = self.room.file
        file = None if path is None else GuessesFile(fresh(path))
        return Ballot(guesses, self.room.people, file)

    @property
    def beat(self) -> Beat | None:
        """The beat that is on."""
        if self.lesson is None or self.at >= len(self.lesson.beats):
            return None
        return self.lesson.beats[self.at]

    @property
    def is_hiding(self) -> bool:
        """Is a lesson on whose answer is still kept?"""
        return self.lesson is not None and self.stage.session.display.secret

    @property
    def holds_time(self) -> bool:
        """Does time wait for guesses?"""
        return self.is_hiding and not self.revealing and not self.ballot.guesses

    def refusal(self, key: Key) -> str:
        """Why a key does nothing now; "" if it does what it does."""
        if key.tells and self.stage.session.display.secret:
            return HIDDEN
        moves_time = key.group is Group.TIME and key.name not in _MOVES_NO_TIME
        return WAITS if moves_time and self.holds_time else ""

    # Predict, then reveal.

    def predict(self, question: str, by_beat: bool = False) -> None:
        """Pause, hide the future, and ask."""
        stage = self.stage
        session = stage.session
        if session.day >= session.horizon and self.lesson is None:
            stage.say("Everything is known already; < or ctrl+home goes back, then predict.")
            return
        session.settle()
        if self.ballot.revealed:
            self.ballot = self._new_ballot()
        self.by_beat = by_beat
        session.display.guessed, session.display.expected = (
            len(self.ballot.guesses),
            self.ballot.expected,
        )
        session.playback.running, session.display.secret, session.display.marks = False, True, ()
        stage.refresh_view()
        self.card = PredictScreen(stage.view(), question, self.ballot, self._tell)
        stage.show(self.card, self._locked)

    def _locked(self, is_locked: bool | None) -> None:
        session, self.card = self.stage.session, None
        session.display.guessed = len(self.ballot.guesses)
        if not is_locked:
            session.display.secret = self._is_to_be_revealed
            self.at -= self.by_beat  # enter asks again
            self.stage.refresh_view()
        elif self.by_beat:
            self.advance()
        else:
            self._reveal(session.horizon)

    @property
    def _is_to_be_revealed(self) -> bool:
        """Does the lesson still keep its answer?"""
        beats = self.lesson.beats[max(0, self.at) :] if self.lesson is not None else []
        return any(beat.kind == "reveal" for beat in beats)

    def _reveal(self, until: int) -> None:
        """Run to a day with the guesses at the edge; what lies behind it stays hidden till then."""
        session = self.stage.session
        session.display.secret, self.revealing = True, True
        session.display.marks = tuple(guess.people for guess in self.ballot.guesses)
        session.display.earlier = tuple(guess.people for guess in self.ballot.earlier)
        session.playback.speed = max(1, min(64, round((until - session.day) / _SECONDS)))
        session.run_until(until)
        self.stage.look()

    def look(self) -> None:
        """Has the run come to where it is to be revealed? A card that is open learns what is known by now."""
        session = self.stage.session
        if self.card is not None:
            self.card.learn(self.stage.view)
        if self.revealing and not session.playback.running:
            self.revealing, session.display.secret, session.changed = False, False, True
            self.ballot.reveal(round(OF * self.stage.view().lead(session.horizon)))
            if self.lesson is None or self.beat is None or self.beat.kind != "reveal":
                self.debrief("")
            else:
                self.advance()

    def debrief(self, question: str) -> None:
        """Show what was expected beside what happened."""
        self.stage.refresh_view()
        view = self.stage.view()
        self.stage.show(debrief(view, self.ballot, question))

    # Lessons.

    def begin(self, lesson: Lesson) -> None:
        """Begin a lesson on day 0 with its dials alone; what it asks for is hidden from here on."""
        session = self.stage.session
        session.choose(session.against)
        session.step(-session.horizon)
        session.display.allowed = tuple(lesson.dials) or None
        self.lesson, self.at, self.revealing, self.turned = lesson, -1, False, False
        session.display.secret, session.display.marks = self._is_to_be_revealed, ()
        session.notice = ""
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

    def _has_voted(self) -> bool:
        """Was there a vote before this one?"""
        beats = self.lesson.beats[: self.at] if self.lesson is not None else []
        return any(beat.kind == "predict" for beat in beats)

    def _turn(self, beat: Beat) -> bool:
        """Turn the dials of a beat, unless somebody has turned one in it; were they turned now?"""
        session = self.stage.session
        session.settle()
        if not beat.turn or self.turned or session.decisions.plan != self.plan:
            return False
        if session.day >= session.horizon:
            session.step(-session.horizon)
        dials = session.dials.dials
        keys = {key: key if key in dials else f"{key}.mean" for key in beat.turn}
        session.load([(keys[key], dials[keys[key]].shown_of(to)) for key, to in beat.turn.items()])
        turned = ", ".join(
            f"{dials[keys[key]].label} {dials[keys[key]].text(dials[keys[key]].shown_of(to))}"
            for key, to in beat.turn.items()
        )
        self.stage.say(f"Turned for you: {turned}. Enter goes on.")
        return session.decisions.plan != self.plan

    def advance(self) -> None:
        """The next beat; first what this one turns, if nobody has."""
        if self.lesson is None:
            return
        session = self.stage.session
        if session.playback.running:
            return
        if self.beat is not None and self._turn(self.beat):
            self.turned = True
            return
        self.at, self.turned = self.at + 1, False
        session.settle()
        session.notice = ""
        self.plan = session.decisions.plan
        beat = self.beat
        if beat is None:
            self._tell(over=True)
            self.end()
            self.stage.say("The lesson is over: play on as you like.")
            return
        if self.ballot.revealed and (beat.kind == "world" or beat.turn):
            session.display.marks = session.display.earlier = ()  # they were of another question
        until = session.horizon if beat.until is None else round(beat.until)
        if beat.kind == "world":
            session.believe(beat.world)
        if beat.kind == "predict":
            if self._has_voted():
                self.ballot.vote_again()
            self.predict(beat.text or self.lesson.question, by_beat=True)
        elif beat.kind == "run":
            session.run_until(until)
        elif beat.kind == "reveal":
            self._reveal(until)
        elif beat.kind == "debrief":
            self.debrief(beat.text)
        self._tell()
        self.stage.refresh_view()

    def _tell(self, over: bool = False) -> None:
        """Let whoever looks on know how far it has come."""
        if self.room.tells is not None:
            self.room.tells(
                LessonProgress(self.at, len(self.ballot.guesses), self.ballot.expected, over)
            )

    @property
    def words(self) -> str:
        """What the lesson says now, "" without one."""
        beat = self.beat
        if self.lesson is None or beat is None:
            return ""
        place = f"{self.lesson.title}, {self.at + 1} of {len(self.lesson.beats)}"
        words = beat.text or _SAYS.get(beat.kind, "")
        on = "" if self.stage.session.playback.running else "  [enter goes on]"
        return f"{place}  {KINDS[beat.kind]}: {words}{self._outcome(beat)}{on}"

    def _outcome(self, beat: Beat) -> str:
        """What a beat after the reveal comes to, once it is known: who stays because of it, and who does
        not."""
        view = self.stage.view()
        is_another = beat.kind == "world" or self.turned
        if not (is_another and self.ballot.revealed and view.is_known and view.forked):
            return ""
        counts = fates(view, view.horizon)
        return "" if counts is None else f" Now {fates_in_words(counts)}"
