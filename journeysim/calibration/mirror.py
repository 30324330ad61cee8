"""Mirror: a firm's own figures beside those of the simulated firm, with how far each may be off."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, isnan
from typing import NamedTuple

from journeysim import metrics
from journeysim.calibration.sampling import A_LINE, sampled
from journeysim.calibration.search import REPLICATIONS, Target, may_be_off
from journeysim.calibration.volumes import ChannelVolume
from journeysim.engine import choice
from journeysim.experiment.compare import measure
from journeysim.experiment.estimate import estimate
from journeysim.scenario.scenario import Scenario

_MANY = 0.1


class MirrorRow(NamedTuple):
    """One figure. low, high: of the simulated one, by chance; source: told, data or fitted; aimed: were
    knobs moved to show it? rest: what keeps it away, where no knob was left to move for it; words: the
    figure as its owner wrote it."""

    key: str
    target: float
    simulated: float
    low: float
    high: float
    tolerance: float
    unit: str
    source: str
    aimed: bool
    rest: str = ""
    words: str = ""

    @property
    def off(self) -> float:
        """Simulated minus target."""
        return self.simulated - self.target

    @property
    def ok(self) -> bool | None:
        """Is it near enough? None where chance does not tell."""
        if isnan(self.simulated):
            return None
        if abs(self.off) <= self.tolerance:
            return True
        reaches = (
            self.low <= self.target + self.tolerance and self.high >= self.target - self.tolerance
        )
        return None if reaches else False


def mirror(
    scenario: Scenario,
    figures: Sequence[Target],
    aimed: Sequence[str],
    engine: str,
    days: float | None,
    volumes: Sequence[ChannelVolume] = (),
) -> tuple[MirrorRow, ...]:
    """The figures beside what the scenario's baseline shows over so many days.

    volumes: what the data say of channels, to tell what keeps their waits away.
    """
    if not figures:
        return ()
    if days is not None and days < scenario.tables.run.days:
        scenario = scenario.with_values({"run": {"days": f"{days:g} d"}}, "mirror")
    scenario = sampled(scenario, A_LINE)[0]
    channels = {each.channel: each for each in volumes}
    waits = tuple(f"wait_probability.{name}" for name in channels)
    names = tuple(dict.fromkeys((*(each.metric for each in figures), *waits)))
    chosen = choice.chosen(engine, [scenario], REPLICATIONS, None)
    jobs = choice.processes(chosen, scenario, REPLICATIONS, None)
    seen = measure(
        scenario, (scenario.baseline,), names, replications=REPLICATIONS, jobs=jobs, engine=chosen
    ).observations[scenario.baseline]
    rows = []
    for each in figures:
        row = _row(each, seen[each.metric], each.metric in aimed)
        volume = channels.get(each.metric.partition(".")[2] or next(iter(channels), ""))
        if row.ok is False and not row.aimed and volume is not None:
            waiting = seen[f"wait_probability.{volume.channel}"]
            row = row._replace(rest=_what_keeps_away(row, volume, fsum(waiting) / len(waiting)))
        rows.append(row)
    return tuple(rows)


def _what_keeps_away(row: MirrorRow, volume: ChannelVolume, waiting: float) -> str:
    """Why a channel's waits are not as in the data. waiting: the simulated share who wait at all."""
    if row.key.partition(".")[0] not in ("service_level", "wait_mean"):
        return "its knobs are told by these data"
    why = (
        f"people on shift are set so that {100 * volume.abandonment:.1f} % hang up, and patience is told by these data, "
        "so that no knob is left"
    )
    if volume.at_once is not None and 1.0 - waiting > volume.at_once + _MANY:
        return (
            f"{why}; simulated, {100 * (1.0 - waiting):.0f} % are answered at once, in your data "
            f"{100 * volume.at_once:.0f} %: a greeting or the ringing may count as waiting there (take it off), or "
            "people take other work first"
        )
    return f"{why}; contacts come evenly over the opening hours here, and perhaps in waves at yours"


def _row(figure: Target, seen: Sequence[float], aimed: bool) -> MirrorRow:
    unit = metrics.find(figure.metric).metric.unit
    tolerance = may_be_off(figure)
    mean = fsum(seen) / len(seen)
    interval = None if any(isnan(value) for value in seen) else estimate(seen)
    low, high = (mean, mean) if interval is None else (interval.low, interval.high)
    return MirrorRow(
        figure.metric, figure.value, mean, low, high, tolerance, unit, figure.source, aimed
    )
