"""Pilot: what a field test would show before it is run, and what knowing would be worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rich.console import Console

from journeysim.errors import UsageError
from journeysim.experiment.assumptions import drawn_values, unknowns
from journeysim.experiment.decisions.arms import arms
from journeysim.experiment.decisions.field_test import FieldTest
from journeysim.experiment.decisions.information import (
    LEAST_DRAWS,
    InformationWorth,
    information_worth,
)
from journeysim.experiment.decisions.trials import (
    SHARES,
    size_of_test,
    smallest_test,
    trials,
)
from journeysim.experiment.draws import draw_worlds
from journeysim.experiment.estimate import variance
from journeysim.experiment.headline import headline
from journeysim.experiment.replicate import MeasureTask, perform_all
from journeysim.report import pilot as report
from journeysim.report.to_json import envelope
from journeysim.scenario.scenario import Scenario
from journeysim.study.allowed import fewer, runs_allowed
from journeysim.study.columns import Array
from journeysim.study.findings import Lived, Reading
from journeysim.study.limits import INDICATORS
from journeysim.study.measure import announce, engine_for
from journeysim.study.pilot_ask import AskPilot, words_of
from journeysim.study.progress import SILENT, Progress

WORTH = "total_value"
"""What knowing is worth is counted in: money within the run, and customers still there."""

LONGER = 4
"""How many times the scenario's replications are lived, unasked."""

FEWEST_TREATED = 400
"""The smallest share that is lived treats about so many; smaller tests are taken for as small."""

_SIZES = 8
_DAYS = 6


EXIT_CODES = {True: 0, False: 1, None: 3}
"""What a script may conclude from whether a test tells as often as is wanted."""


def exit_code_of(result: FieldTest) -> int:
    """How the command ends."""
    return EXIT_CODES[result.tells]


def pilot(scenario: Scenario, ask: AskPilot, progress: Progress = SILENT) -> FieldTest:
    """Live a test before it is run. Raises UsageError for what cannot be tested."""
    policy, base = scenario.policy(ask.policy), ask.base(scenario)
    if policy == base:
        raise UsageError(f"{policy} is the baseline; name another policy, or another --baseline")
    if ask.metric not in INDICATORS:
        raise UsageError(f"a test goes by one of {', '.join(INDICATORS)}")
    horizon = scenario.tables.run.days
    last = ask.lasts if ask.lasts is not None else float(round(headline(scenario).day))
    if not 1.0 <= last <= horizon:
        raise UsageError(f"--lasts {last:g} d: the run ends on day {horizon:g}; see --days")
    days = tuple(
        float(round(last * part / _DAYS)) for part in range(1, _DAYS + 1) if last * part >= _DAYS
    )
    people = scenario.tables.population.customers
    least = min(SHARES[0], max(0.05, FEWEST_TREATED / max(1, people)))
    shares = (least, *(share for share in SHARES if share > least))
    both = [arms(scenario, policy, base, share) for share in shares]
    count = scenario.tables.run.replications * (1 if ask.replications is not None else LONGER)
    if count < 2:
        raise UsageError("a test is lived at least twice: --replications 2 or more")
    engine = engine_for(scenario, (len(both) + 2) * count, ask, progress)
    alike = 2 * (ask.draws + _alike(scenario)) if ask.assumptions else 0
    least = 2 * (len(both) + 2) + alike
    allowed = runs_allowed(scenario, policy, ask, engine, least, "to look at a test")
    count = fewer(count, (allowed - alike) / (len(both) + 2), 2, progress)
    announce(scenario, len(both) + 2, count, engine, ask, progress)
    with progress.counting("tests") as counter:
        seen = trials(
            scenario, both, (policy, base), shares, days, count,
            engine=engine, jobs=ask.jobs, progress=counter,
        )  # fmt: skip
    place = INDICATORS.index(ask.metric)
    most = int(seen.people // 2)
    if most < 2:
        raise UsageError("there are too few customers for two groups")
    if ask.arm is not None and not 2 <= ask.arm <= most:
        raise UsageError(
            f"--arm {ask.arm}: is out of range; allowed: 2 to {most}, half of all customers"
        )
    better = seen.brought(place, -1).mean >= 0.0
    smallest = smallest_test(seen, place, -1, better, ask.power)
    arm = ask.arm or smallest or most
    worth = _worth(scenario, (policy, base), ask, progress) if ask.assumptions else None
    return FieldTest(
        scenario=scenario,
        policy=policy,
        baseline=base,
        indicator=place,
        power=ask.power,
        is_asked=ask.arm is not None,
        both=both[-1],
        trials=seen,
        chosen=size_of_test(seen, arm, place, -1, better),
        smallest=smallest,
        sizes=tuple(size_of_test(seen, each, place, -1, better) for each in _sizes(most, arm)),
        days=tuple(
            tuple(
                size_of_test(seen, arm, each, day, seen.brought(each, day).mean >= 0.0)
                for each in range(len(INDICATORS))
            )
            for day in range(len(days))
        ),
        worth=worth,
        assumed=len(unknowns(scenario)),
    )


def _alike(scenario: Scenario) -> int:
    """Runs of one world that tell how far luck carries a draw."""
    return max(8, LONGER * scenario.tables.run.replications)


def _sizes(most: int, arm: int) -> list[int]:
    """Sizes from few to half of all customers, each about as many times the one before."""
    first = min(50, most)
    steps = [first * (most / first) ** (part / (_SIZES - 1)) for part in range(_SIZES)]
    rounded = {round(each, -len(str(int(each))) + 2) for each in steps[:-1]}
    return sorted({int(each) for each in rounded if each <= most} | {most, arm})


def _worth(
    scenario: Scenario, policies: tuple[str, str], ask: AskPilot, progress: Progress
) -> InformationWorth:
    """What knowing the assumed figures is worth. Raises UsageError for too few draws."""
    if ask.draws < LEAST_DRAWS:
        raise UsageError(
            f"--draws {ask.draws}: fewer than {LEAST_DRAWS} tell nothing of single figures"
        )
    progress.say(f"assumptions: {ask.draws} draws of all assumed figures, chance included")
    alike = range(_alike(scenario))
    engine = engine_for(scenario, 2 * (ask.draws + len(alike)), ask, progress)
    with progress.counting("draws") as counter:
        draws = draw_worlds(
            scenario, policies, (WORTH,), ask.draws, jobs=ask.jobs, progress=counter, engine=engine
        )
        tasks = [
            MeasureTask(scenario, policy, number, (WORTH,), engine, None, False)
            for number in alike
            for policy in policies
        ]
        values = [each.values[0] for each in perform_all(tasks, ask.jobs, counter)]
    luck = variance([one - other for one, other in zip(values[::2], values[1::2], strict=True)])
    ours, theirs = (draws.observations[policy][WORTH] for policy in policies)
    ahead = np.subtract(ours, theirs)
    paths = [path for path, *_ in unknowns(scenario)]
    return information_worth(paths, np.array(drawn_values(scenario, ask.draws)), ahead, luck)


def _show(page: Console, result: FieldTest, full: bool) -> None:
    report.print_pilot(page, result, full)


def _document(results: Sequence[FieldTest], engine: str) -> dict[str, Any]:
    (each,) = results
    seed = each.scenario.tables.run.seed
    head = envelope(seed=seed, engine=engine, exit_code=exit_code_of(each))
    return head | report.document(each)


def _columns(results: Sequence[FieldTest]) -> dict[str, Array]:
    """A row a size: customers in either arm, and the chances of a right, a wrong and no verdict."""
    sizes = [size for each in results for size in each.sizes]
    return {
        "arm": np.array([size.arm for size in sizes]),
        "right": np.array([size.chances.right for size in sizes]),
        "wrong": np.array([size.chances.wrong for size in sizes]),
        "none": np.array([size.chances.none for size in sizes]),
    }


def _lived(result: FieldTest) -> Lived:
    return Lived(result.scenario, (result.baseline, result.policy))


READING: Reading[FieldTest] = Reading(
    show=_show, document=_document, columns=_columns, lived=_lived, asked=words_of
)
"""How a pilot is read."""
