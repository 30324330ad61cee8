"""Plain lesson: a lesson as text and questions, beat by beat; for screen readers, pipes and rooms without a
terminal.

As on the screen nothing tells the answer before the reveal, and every guess is kept as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journeysim.numerals import spelled, style_of
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.tables import Beat, Lesson
from journeysim.tui.ballot import Ballot
from journeysim.tui.classroom import ALONE, Classroom, LessonProgress
from journeysim.tui.debriefing import happened, verdicts
from journeysim.tui.direct import opened
from journeysim.tui.guesses_file import GuessesFile, fresh
from journeysim.tui.guessing import DIRECTIONS, direction_named, guessed, histogram, people_of
from journeysim.tui.headline import guesses_in
from journeysim.tui.lessons import KINDS
from journeysim.tui.plain import reasons, weeks
from journeysim.tui.session.session import Session
from journeysim.tui.view_builder import view_of
from journeysim.tui.wording import OF

Ask = Callable[[str], str | None]
"""Puts a question; the line that answers it, None where nobody answers any more."""

_QUARTER = 91


class PlainLesson:
    """A lesson that is told and asked in lines."""

    def __init__(
        self,
        scenario: Scenario,
        lesson: Lesson,
        say: Callable[[str], None],
        ask: Ask,
        room: Classroom = ALONE,
        engine: str = "auto",
    ) -> None:
        self.scenario, self.lesson, self.room = scenario, lesson, room
        self.session: Session = opened(scenario, scenario.baseline, engine)
        self.ask = ask
        style = style_of(scenario)
        self.say: Callable[[str], None] = lambda text: say(spelled(text, style))
        file = None if room.file is None else GuessesFile(fresh(room.file))
        self.ballot = Ballot(room.guesses, room.people, file)
        self.votes = 0

    def teach(self) -> int:
        """Go through all beats; the exit code."""
        lesson = self.lesson
        self.say(f"{lesson.title}\n{lesson.question}")
        for number, beat in enumerate(lesson.beats, 1):
            self._tell(number - 1)
            words = f": {beat.text}" if beat.text else ""
            self.say(f"\n{number} of {len(lesson.beats)}  {KINDS[beat.kind]}{words}")
            for line in self._beat(beat):
                self.say(line)
            if beat.kind in ("say", "world", "debrief") and number < len(lesson.beats):
                self.ask("[enter goes on] ")
        self._tell(len(lesson.beats), over=True)
        self.say("\nThe lesson is over.")
        return 0

    def _tell(self, beat: int, over: bool = False) -> None:
        if self.room.tells is not None:
            count = len(self.ballot.guesses)
            self.room.tells(LessonProgress(beat, count, self.ballot.expected, over))

    def _beat(self, beat: Beat) -> Iterator[str]:
        session, secret = self.session, not self.ballot.revealed
        if beat.turn:
            yield from self._turned(beat)
        if beat.kind == "predict":
            yield from self._vote()
        elif beat.kind == "world":
            session.believe(beat.world)
            yield from happened(view_of(session))
        elif beat.kind == "run":
            session.run_until(round(beat.until or session.horizon))
            yield "What it does stays hidden until the reveal."
        elif beat.kind == "reveal":
            yield from self._reveal()
        elif beat.kind == "debrief":
            yield from reasons(session)
        elif beat.turn and not secret:
            yield from happened(view_of(session))

    def _turned(self, beat: Beat) -> Iterator[str]:
        session = self.session
        dials = session.dials.dials
        keys = {key: key if key in dials else f"{key}.mean" for key in beat.turn}
        values = {keys[key]: dials[keys[key]].shown_of(to) for key, to in beat.turn.items()}
        session.step(-session.horizon)
        session.load(list(values.items()))
        for key, value in values.items():
            yield f"Turned: {dials[key].label} to {dials[key].text(value)}, from day 0 on."

    def _vote(self) -> Iterator[str]:
        if self.votes:
            self.ballot.vote_again()
        self.votes += 1
        view = view_of(self.session)
        if view.given is not None:
            stay = round(OF * view.given)
            yield f"Under “{view.baseline.label}” {stay} of 1,000 are still here on the last day."
        yield f"The vote {self.ballot.vote}. An empty name ends it."
        while name := (self.ask("Whose guess? ") or "").strip():
            way = direction_named(self.ask("More, same or fewer stay? ") or "")
            if way is None:
                yield f"A direction, please: {', '.join(DIRECTIONS)}."
                continue
            people = 0.0
            if way != DIRECTIONS[1]:
                count = people_of(self.ask(f"How many of {OF}? ") or "")
                if count is None:
                    yield f"A number from 0 to {OF}, please."
                    continue
                people = count
            reason = (self.ask("Because? ") or "").strip()
            self.ballot.put(guessed(name, way, people, reason))
            self._tell(self.lesson.beats.index(self._on), False)
        yield f"{guesses_in(len(self.ballot.guesses), self.ballot.expected)}, hidden until the reveal."
        if self.ballot.fault:
            yield f"Guesses are not kept on disk: {self.ballot.fault}"

    @property
    def _on(self) -> Beat:
        votes = [beat for beat in self.lesson.beats if beat.kind == "predict"]
        return votes[min(self.votes, len(votes)) - 1]

    def _reveal(self) -> Iterator[str]:
        session = self.session
        session.step(session.horizon - session.playback.day)
        view = view_of(session)
        yield from weeks(view, range(_QUARTER, view.horizon, _QUARTER))
        yield from happened(view)
        lead = view.difference("retention", view.horizon)
        truth = round(OF * lead.mean)
        self.ballot.reveal(truth)
        guesses = self.ballot.guesses or self.ballot.earlier
        earlier = self.ballot.earlier if self.ballot.guesses else ()
        if guesses:
            for name, count, is_true in histogram(guesses, truth):
                yield f"{name:>14}: {count}{'  <- what happened' if is_true else ''}"
        yield from verdicts(guesses, earlier, lead)
