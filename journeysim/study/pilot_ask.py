"""Pilot ask: what is asked of a field test, as it is typed and as a study takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from journeysim import units
from journeysim.errors import UsageError
from journeysim.experiment.decisions.trials import ERROR
from journeysim.study.ask import Ask, flags, is_number
from journeysim.study.limits import INDICATORS

POWER = 0.8
"""The chance of a right verdict that is asked of a test."""

DRAWS = 120
"""Draws of the assumed figures, with `--assumptions`."""


@dataclass(frozen=True)
class AskPilot(Ask):
    """Which policy is tried; so many in either arm (None: the fewest that tell), for so many days.

    metric: what the test goes by; power: the chance of a right verdict that is wanted; draws: of the
    assumed figures, where those are asked about.
    """

    policy: str = ""
    arm: int | None = None
    lasts: float | None = None
    metric: str = INDICATORS[0]
    power: float = POWER
    draws: int = DRAWS


def pilot_asked(
    options: dict[str, Any],
    *,
    policy: str,
    baseline: str | None,
    arm: int | None,
    lasts: str | None,
    metric: str,
    power: str | float,
    draws: int,
) -> AskPilot:
    """The question as it is typed. Raises UsageError."""
    try:
        days = None if lasts is None else float(lasts) if is_number(lasts) else units.days(lasts)
    except ValueError as error:
        raise UsageError(f"--lasts {lasts}: {error}") from None
    try:
        wanted = units.share(power)
    except ValueError as error:
        raise UsageError(f"--power {power}: {error}") from None
    if not ERROR < wanted < 1.0:
        raise UsageError(
            f"--power {power}: is out of range; allowed: more than 5 %, less than 100 %"
        )
    return AskPilot(
        **options, baseline=baseline, policy=policy, arm=arm, lasts=days, metric=metric,
        power=wanted, draws=draws,
    )  # fmt: skip


def words_of(ask: AskPilot) -> list[str]:
    """The question as a command line says it, the policy first."""
    named = (
        ("--arm", ask.arm),
        ("--lasts", None if ask.lasts is None else f"{ask.lasts:.12g} d"),
        ("--metric", None if ask.metric == INDICATORS[0] else ask.metric),
        ("--power", None if ask.power == POWER else f"{ask.power:.12g}"),
        ("--draws", ask.draws if ask.assumptions and ask.draws != DRAWS else None),
    )
    return [ask.policy, *flags(*named), *ask.words()]
