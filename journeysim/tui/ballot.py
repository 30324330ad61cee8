"""Ballot: what has been guessed of one change, and what is being written; kept from the first letter on."""

from __future__ import annotations

from journeysim.tui.guessing import Guess


class Ballot:
    """guesses: those that are locked; draft: what stands in the fields of the card, by field;
    revealed: was the answer shown? A ballot whose answer was shown takes no more guesses."""

    def __init__(self, guesses: tuple[Guess, ...] = ()) -> None:
        self.guesses = guesses
        self.draft: dict[str, str] = {}
        self.revealed = False

    def put(self, guess: Guess) -> None:
        """Lock a guess."""
        self.guesses += (guess,)
