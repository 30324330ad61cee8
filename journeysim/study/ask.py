"""Ask: what is asked of a scenario, by whatever door the question came.

An Ask says which policies, how often, by which engine; a Frame says which worlds of a file are
meant, and what is set in them. Both are plain data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journeysim.engine.choice import Jobs
from journeysim.errors import UsageError
from journeysim.experiment.resolved_claims import refuse_unknown_metrics
from journeysim.scenario.phases import DATED
from journeysim.scenario.scenario import Scenario, again, load
from journeysim.scenario.world_changes import CHANGES

ALL = "all"
"""The name that stands for every named world."""


@dataclass(frozen=True)
class Ask:
    """What a study is to find out; every study reads what concerns it.

    policies: those named, none for every named one. replications: exactly so many, instead of the
    scenario's; max_replications: go on up to so many until it is settled. by: what to divide by.
    jobs: worker processes, None for one a core. advised: is it to be said what a comparison comes to,
    which takes draws of plausible worlds? brief: are only the figures of a short answer wanted?
    """

    policies: tuple[str, ...] = ()
    baseline: str | None = None
    replications: int | None = None
    max_replications: int | None = None
    assumptions: bool = False
    by: str | None = None
    engine: str = "auto"
    jobs: Jobs = None
    max_events: int | None = None
    advised: bool = True
    brief: bool = False

    def chosen(self, scenario: Scenario) -> tuple[str, ...]:
        """The policies asked for, each once, or every named one. Raises UsageError."""
        asked = tuple(dict.fromkeys(scenario.policy(name) for name in self.policies))
        return asked or scenario.policies

    def words(self) -> list[str]:
        """What of it a command line says of any command, but what changes no byte."""
        words: list[str] = []
        for policy in self.policies:
            words += ["--policy", policy]
        return [
            *words,
            *flags(
                ("--baseline", self.baseline),
                ("--replications", self.replications),
                ("--max-replications", self.max_replications),
                ("--max-events", self.max_events),
                ("--assumptions", self.assumptions),
            ),
        ]

    def base(self, scenario: Scenario) -> str:
        """The baseline asked for, or the scenario's own. Raises UsageError."""
        return scenario.policy(self.baseline or scenario.baseline)


@dataclass(frozen=True)
class Frame:
    """Which worlds of a scenario file are meant, and what is set there, as texts.

    world: a named one, `all`, or None for the file's own; settings: `KEY=VALUE`; dated: (day,
    `KEY=VALUE`) for every policy.
    """

    world: str | None = None
    replications: int | None = None
    seed: int | None = None
    days: str | None = None
    customers: int | None = None
    settings: tuple[str, ...] = ()
    dated: tuple[tuple[str, str], ...] = ()

    def scenarios(self, source: str | Scenario) -> list[Scenario]:
        """The scenario in the world, or all the worlds, that are meant.

        source: a path, the name of a shipped scenario, or one that is loaded, over which this is
        laid. Raises ScenarioError with every fault, UsageError for what does not fit.
        """
        worlds: Sequence[str | None] = (self.world,)
        if self.world == ALL:
            worlds = source.worlds if isinstance(source, Scenario) else load(source).worlds
            if not worlds:
                name = source.name if isinstance(source, Scenario) else source
                raise UsageError(f"{name}: has no named worlds")
        scenarios = [self._in_world(source, world) for world in worlds]
        for scenario in scenarios:
            refuse_unknown_metrics(scenario)
            _refuse_too_late(scenario)
        return scenarios

    def _in_world(self, source: str | Scenario, world: str | None) -> Scenario:
        settings, dated = self.settings, self.dated
        if isinstance(source, Scenario):
            return again(
                source, world=world, settings=settings, options=self.options(), dated=dated
            )
        return load(source, world=world, settings=settings, options=self.options(), dated=dated)

    def options(self) -> list[tuple[str, str]]:
        """What is said about the run's frame: (option, `KEY=VALUE`)."""
        words: list[tuple[str, str]] = []
        if self.replications is not None:
            words.append(("--replications", f"run.replications={self.replications}"))
        if self.seed is not None:
            words.append(("--seed", f"run.seed={self.seed}"))
        if self.days is not None:
            days = f"{self.days} d" if is_number(self.days) else self.days
            words.append(("--days", f"run.days={days}"))
        if self.customers is not None:
            words.append(("--customers", f"population.customers={self.customers}"))
        return words

    def words(self) -> list[str]:
        """The same as a command line says it."""
        words: list[str] = []
        for flag, given in (
            ("--replications", self.replications),
            ("--seed", self.seed),
            ("--days", self.days),
            ("--customers", self.customers),
            ("--world", self.world),
        ):
            words += [] if given is None else [flag, str(given)]
        for setting in self.settings:
            words += ["--set", setting]
        for day, setting in self.dated:
            words += ["--at", day, setting]
        return words


def flags(*given: tuple[str, object]) -> list[str]:
    """Options as a command line says them; None and False say nothing, True the flag alone."""
    words: list[str] = []
    for flag, value in given:
        if value is not None and value is not False:
            words += [flag] if value is True else [flag, str(value)]
    return words


def in_every_world(scenario: Scenario) -> list[Scenario]:
    """A scenario in each of its named worlds, in the order of the file."""
    return Frame(world=ALL).scenarios(scenario) if scenario.worlds else []


def _refuse_too_late(scenario: Scenario) -> None:
    """Raise UsageError for a lever to be turned when everything is over."""
    days = scenario.tables.run.days
    typed = [place for place, _ in enumerate(scenario.tables.changes)
            if scenario.document.where((CHANGES, str(place), "at")) == DATED]  # fmt: skip
    late = [scenario.tables.changes[place].at for place in typed]
    for day in (*(day for day, _ in scenario.dated), *late):
        if day >= days:
            raise UsageError(f"--at '{day:g} d': is not before the end, day {days:g}; see --days")


def is_number(text: str) -> bool:
    """Is this a number alone, without a unit?"""
    try:
        float(text)
    except ValueError:
        return False
    return True
