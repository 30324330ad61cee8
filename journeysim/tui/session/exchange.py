"""Exchange: what the simulator is asked for, and what of its answers is on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from journeysim.engine.choice import COMPILED
from journeysim.experiment.break_even import BreakEven
from journeysim.experiment.draws import Draws
from journeysim.scenario.scenario import Scenario
from journeysim.tui.protocol import (
    Answer,
    Aside,
    Counted,
    Drawn,
    DrawsRequest,
    Failed,
    LedgerRequest,
    Position,
    RunRequest,
    RunSpec,
    RunUpdate,
    Turns,
    TurnsRequest,
    opening,
)
from journeysim.tui.run_cache import Configuration, RunCache
from journeysim.tui.simulator import Listener, Simulator
from journeysim.tui.solving import Solved, SolveRequest

Pair = tuple[Configuration, Configuration]
"""*You* and the baseline, in one world and with one luck."""


class Exchange:
    """Orders that repeat nothing, and the pair on the screen.

    further: runs that a screen wants beside; requested: what is still to come, None before the
    first request; drafted: the pair that dials in motion stood for when they were last asked about;
    answered_by: the engine of the last answer; drawn: policies over chance and assumptions, by what was
    asked; turns: what would turn a choice, likewise; ledgers: whom a policy keeps, likewise; solved: what a dial
    has to be, likewise; aside: which of these was asked last.
    """

    def __init__(self, simulator: Simulator, replications: int) -> None:
        self.simulator = simulator
        self.replications = replications
        self.cache = RunCache()
        self.further: tuple[RunSpec, ...] = ()
        self.answered_by = ""
        self.drawn: dict[DrawsRequest, Draws] = {}
        self.turns: dict[TurnsRequest, BreakEven | None] = {}
        self.ledgers: dict[LedgerRequest, Counted] = {}
        self.solved: dict[SolveRequest, Solved] = {}
        self.aside: Aside | None = None
        self.requested: list[RunSpec] | None = None
        self.drafted: Pair | None = None
        self.shown: Pair | None = None
        self.position: Position | None = None

    async def open(self, scenario: Scenario, engine: str, listener: Listener) -> None:
        """Start the simulator, or start it again."""
        self.requested = self.position = self.aside = None
        await self.simulator.open(listener)
        self.simulator.send(opening(scenario, engine))

    def request(self, pair: Pair, others: Sequence[Configuration], is_draft: bool) -> None:
        """Ask for what is missing of these, if that is not what was asked for already.

        others: of which the first run will do.
        """
        you, base = pair
        wanted: list[RunSpec] = []
        for replication in range(self.replications):
            for configuration in [base] if you == base else [base, you]:
                wanted += self.cache.missing(configuration, replication, replication == 0)
            if replication == 0:
                for configuration in others:
                    wanted += self.cache.missing(configuration, 0, True)
                wanted += self.further
        if wanted != self.requested:
            self.requested = wanted
            self.drafted = pair if is_draft else None
            self.simulator.send(RunRequest(wanted))

    def draws(self, request: DrawsRequest) -> Draws | None:
        """What was drawn; asked for if it is not there yet."""
        if request not in self.drawn:
            self._ask_aside(request)
        return self.drawn.get(request)

    def turning(self, request: TurnsRequest) -> BreakEven | None:
        """The assumption that was found; looked for if that has not been done yet."""
        if request not in self.turns:
            self._ask_aside(request)
        return self.turns.get(request)

    def ledger(self, request: LedgerRequest) -> Counted | None:
        """Whom a policy keeps and drives away; counted if that has not been done yet."""
        if request not in self.ledgers:
            self._ask_aside(request)
        return self.ledgers.get(request)

    def solving(self, request: SolveRequest) -> Solved | None:
        """What a dial has to be; looked for if that has not been done yet."""
        if request not in self.solved:
            self._ask_aside(request)
        return self.solved.get(request)

    def _ask_aside(self, request: Aside) -> None:
        if request != self.aside:
            self.aside = request
            self.simulator.send(request)

    def stand(self, position: Position) -> None:
        """Say where the screen stands, if that is not what was said."""
        if position != self.position:
            self.position = position
            self.simulator.send(position)

    def take(self, update: RunUpdate | Answer | Failed) -> str:
        """Keep what came; what is answered is wanted no more. What there is to say of a failure."""
        if isinstance(update, Drawn):
            self.drawn[update.request] = Draws(update.assumed, update.kept, _kept(update))
            return ""
        if isinstance(update, Turns):
            self.turns[update.request] = update.turns
            return ""
        if isinstance(update, Counted):
            self.ledgers[update.request] = update
            return ""
        if isinstance(update, Solved):
            self.solved[update.request] = update
            return ""
        if isinstance(update, Failed):
            self.cache.fail(update.key, update.why)
            return update.why
        self.answered_by = update.engine
        self.cache.take(update)
        if update.whole:
            self.requested = None if self.requested is None else _others(self.requested, update)
            self.further = tuple(_others(self.further, update))
        return ""

    def draft_is_answered(self, day: int, stopped: bool) -> Pair | None:
        """The pair last asked about while dials turn, if it can be shown now; it is shown then."""
        pair = self.drafted
        if pair is None or not (stopped or self.is_known(pair, day)):
            return None
        self.shown, self.drafted = pair, None
        return pair

    def show(self, pair: Pair, day: int) -> None:
        """Show a pair once it is known; until then what there was, if that is a moment."""
        if self.shown is None or self.answered_by != COMPILED or self.is_known(pair, day):
            self.shown = pair

    def last(self, pair: Pair) -> int:
        """The last day known of both."""
        return min(runs.last for runs in map(self.cache.runs, pair))

    @property
    def is_waiting(self) -> bool:
        """Is anything requested that is not known yet?"""
        return self.requested is None or bool(self.requested)

    def is_known(self, pair: Pair, day: int) -> bool:
        """Are both known up to a day, or known to fail?"""
        return all(runs.last >= day or runs.fault for runs in map(self.cache.runs, pair))


def _kept(news: Drawn) -> dict[str, dict[str, tuple[float, ...]]]:
    return {
        policy: {name: tuple(values) for name, values in of.items()}
        for policy, of in news.observations.items()
    }


def _others(specs: Sequence[RunSpec], update: RunUpdate) -> list[RunSpec]:
    answered = update.key, update.replication
    return [spec for spec in specs if (spec.key, spec.replication) != answered]
