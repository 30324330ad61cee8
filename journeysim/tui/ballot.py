"""Ballot: what has been guessed of one change, vote by vote, and what is being written; kept from the first
letter on, and on disk from the moment it is locked, where a file is named."""

from __future__ import annotations

from journeysim.tui.guesses_file import GuessesFile
from journeysim.tui.guessing import Guess

VOTES = ("before talking", "after talking")
"""What the first vote is called, and every later one."""


class Ballot:
    """votes: the guesses that are locked, those of each vote; draft: what stands in the fields of the
    card, by field; revealed: was the answer shown? A ballot whose answer was shown takes no more
    guesses. expected: how many people there are, 0 if nobody said."""

    def __init__(
        self,
        guesses: tuple[Guess, ...] = (),
        expected: int = 0,
        file: GuessesFile | None = None,
    ) -> None:
        self.votes: list[tuple[Guess, ...]] = [guesses]
        self.file, self.expected = file, expected
        self.draft: dict[str, str] = {}
        self.revealed = False
        if file is not None:
            self._take_up(file, guesses)

    def _take_up(self, file: GuessesFile, guesses: tuple[Guess, ...]) -> None:
        """Go on where a file ends that was left before the answer was shown."""
        votes = file.unanswered()
        if votes:
            self.votes = votes
        else:
            for guess in guesses:
                file.add(VOTES[0], guess)

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """Those of the vote that is on."""
        return self.votes[-1]

    @property
    def earlier(self) -> tuple[Guess, ...]:
        """Those of the vote before, none if this is the first."""
        return self.votes[-2] if len(self.votes) > 1 else ()

    @property
    def vote(self) -> str:
        """What the vote that is on is called."""
        return VOTES[min(len(self.votes), len(VOTES)) - 1]

    @property
    def fault(self) -> str:
        """Why guesses cannot be kept on disk, "" if they can."""
        return "" if self.file is None else self.file.fault

    def vote_again(self) -> None:
        """Begin another vote, if anybody has guessed in this one."""
        if self.guesses:
            self.votes.append(())

    @property
    def stands(self) -> bool:
        """Has nobody guessed in this vote, though somebody did in the one before?"""
        return not self.guesses and bool(self.earlier)

    def let_stand(self) -> None:
        """Go on with the vote before: nobody has changed a mind in this one."""
        if self.stands:
            self.votes.pop()

    def put(self, guess: Guess) -> None:
        """Lock a guess. Two may have one name, so that none takes the place of another."""
        self.votes[-1] = (*self.guesses, guess)
        if self.file is not None:
            self.file.add(self.vote, guess)

    def reveal(self, people: float) -> None:
        """The answer is shown: so many people of 1,000."""
        self.revealed = True
        if self.file is not None:
            self.file.answer(people)
