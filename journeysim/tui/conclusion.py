"""Conclusion: what the policies on the screen come to, in the words in which a comparison ends.

Takes the runs that the screen has anyway, asks for draws of chance and assumptions once all of them
are there, and then for the assumption that would turn it; until then by chance alone, which the lines
say themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from journeysim.engine.choice import SIMPY
from journeysim.experiment.assumptions import unknowns
from journeysim.experiment.break_even import LOOKED_AT, BreakEven
from journeysim.experiment.compare import Experiment
from journeysim.experiment.draws import BUDGET, Draws, affordable
from journeysim.experiment.headline import headline
from journeysim.numerals import spelled, style_of
from journeysim.report.closing import closing_lines, in_focus
from journeysim.report.statement import EARNED, PARTS, WITHIN, judged_by
from journeysim.study.advice import search_of
from journeysim.tui.command import played, policy_name, settings_of
from journeysim.tui.protocol import DrawsRequest, TurnsRequest
from journeysim.tui.recording import WORTH, Recording
from journeysim.tui.run_cache import Configuration
from journeysim.tui.session.session import Session
from journeysim.tui.view import LineSeries


def conclusion(session: Session) -> tuple[str, ...]:
    """At most three lines about all policies, *you* with changes among them; none before each has two
    paired runs."""
    you, cache = played(session), session.exchange.cache
    seed, world = session.decisions.seed, session.decisions.plan.world
    configurations = {
        name: Configuration(name, (), world, seed) for name in session.scenario.policies
    }
    if session.decisions.plan.levers:
        configurations[policy_name(you)] = session.pair[0]
    runs = {name: cache.runs(each).whole for name, each in configurations.items()}
    count = min(map(_first, runs.values()))
    if count < 2 or len(runs) < 2:
        return ()
    settings = (*settings_of(you), f"run.seed={seed}")
    scenario = session.scenario.with_settings(settings)
    metric, day = headline(scenario)
    observations = {}
    for name, known in runs.items():
        days = tuple(known[index].days for index in range(count))
        series = LineSeries("", days[0], days)
        worth = zip(*(known[index].worth.tolist() for index in range(count)), strict=True)
        observations[name] = {
            metric: series.observed("retention", int(day)),
            WITHIN: series.observed("profit", session.horizon),
            **dict(zip(WORTH, worth, strict=False)),
        }
    whole_worth = all(EARNED in each for each in observations.values())
    experiment = Experiment(
        scenario=scenario,
        policies=tuple(runs),
        metrics=(metric, *((EARNED, WITHIN, *PARTS) if whole_worth else (WITHIN,))),
        replications=count,
        observations=observations,
        cash={},
        active={},
        events=sum(
            int(cache.runs(each).events.get(index, 0))
            for each in configurations.values()
            for index in range(count)
        ),
    )
    assumed = len(unknowns(scenario))
    whole = assumed > 0 and count >= session.exchange.replications
    about = in_focus(experiment, session.against)
    draws = _draws(session, experiment, about, settings) if whole else None
    turns = _turns(session, experiment, about, settings, draws) if draws is not None else None
    lines = closing_lines(
        experiment, session.against, draws, turns, assumed, about, looked_at=LOOKED_AT
    )
    return tuple(spelled(line, style_of(scenario)) for line in lines)


def _draws(
    session: Session, experiment: Experiment, about: str, settings: tuple[str, ...]
) -> Draws | None:
    """The pair that the lines are about over chance and assumptions, as `compare` draws it; None
    while it is not there, or where it would take long."""
    pair = (session.against, about)
    count = affordable(experiment, len(pair), BUDGET[session.exchange.answered_by or SIMPY])
    if not count:
        return None
    wanted = (experiment.headline.metric, judged_by(experiment), WITHIN)
    return session.exchange.draws(DrawsRequest(settings, pair, wanted, count))


def _turns(
    session: Session,
    experiment: Experiment,
    about: str,
    settings: tuple[str, ...],
    draws: Draws,
) -> BreakEven | None:
    """The assumption that would turn it, as `compare` looks for it; None while it is not found."""
    search = search_of(experiment, (about, session.against), draws)
    return None if search is None else session.exchange.turning(TurnsRequest(settings, search))


def state_of(session: Session) -> tuple[object, ...]:
    """What the lines depend on; while it stays the same, so do they."""
    exchange, decisions = session.exchange, session.decisions
    names = session.scenario.policies
    world, seed = decisions.plan.world, decisions.seed
    runs = [exchange.cache.runs(Configuration(name, (), world, seed)).paired for name in names]
    pair = session.pair[0]
    own = exchange.cache.runs(pair).paired
    return (*runs, own, pair.name, exchange.answered_by, len(exchange.drawn), len(exchange.turns))


def _first(runs: Mapping[int, Recording]) -> int:
    """How many runs there are from the first on, without a gap."""
    count = 0
    while count in runs:
        count += 1
    return count
