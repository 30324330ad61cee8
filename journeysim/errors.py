"""Errors: one family, raised at the border, turned into exit codes by the command line alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journeysim.shown import shown


class JourneysimError(Exception):
    """Anything journeysim refuses or cannot do, in words meant for the person who asked."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input: where it stands, what is wrong, what would be right.

    As text it is one line, whatever was written in the file.

    where: `file:line`, `--set` or a file's name; key: dotted path, or "" for the whole file.
    """

    where: str
    key: str
    what: str

    def __str__(self) -> str:
        return shown(": ".join(part for part in (self.where, self.key, self.what) if part))


class ScenarioError(JourneysimError):
    """A scenario, policy, world or option that cannot be used; carries every fault at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Fault, ...]]]:
        """Pickled by its faults, so that it comes out of another process as it went in."""
        return type(self), (self.faults,)

    @classmethod
    def single(cls, where: str, key: str, what: str) -> ScenarioError:
        """A scenario error with one fault."""
        return cls([Fault(where, key, what)])


class UsageError(JourneysimError):
    """A command or call that asks for something that does not exist."""


class EngineError(JourneysimError):
    """A run that cannot go on, e.g. more customers than `run.max_customers` allows."""


class LostWorkError(JourneysimError):
    """Replications that could not be finished, whatever was tried."""


class WorkLimitError(LostWorkError):
    """A run that takes more events than were allowed."""


class OutputError(LostWorkError):
    """An output that broke off while it was written; what was to be in it is lost."""


class ExperimentError(JourneysimError):
    """A statistic asked of too few or unsuitable observations."""
