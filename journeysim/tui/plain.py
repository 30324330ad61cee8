"""Plain: the run as text, one line a simulated week; for screen readers, logs and CI.

No cursor is moved and no colour used. The days are those of the first run, the last line is over
all paired runs.
"""

from __future__ import annotations

import sys
from typing import TextIO

from journeysim.experiment.family import paired_difference, usual
from journeysim.scenario.scenario import Scenario
from journeysim.tui import wording
from journeysim.tui.view import LineSeries
from journeysim.tui.worker.runs import SteppedRun, engine_now

WEEK = 7


def tell(scenario: Scenario, policy: str | None, engine: str, out: TextIO | None = None) -> int:
    """Write the run to standard output; the exit code."""
    stream = out or sys.stdout
    name, against = scenario.policy(policy or scenario.baseline), scenario.baseline
    now = engine_now(engine)
    label, other = scenario.label(name), scenario.label(against)
    alone = name == against
    currency = scenario.tables.money.currency
    runs: dict[str, list[LineSeries]] = {name: [], against: []}

    def lived(which: str, replication: int) -> LineSeries:
        seed = scenario.tables.run.seed
        run = SteppedRun(scenario, scenario.phases(which), seed, replication, now, events=False)
        run.advance(run.horizon)
        return LineSeries(which, run.recording().days)

    print(f"{scenario.tables.title or scenario.name}: {scenario.tables.question}", file=stream)
    for which in runs:
        runs[which].append(lived(which, 0))
    you, base = runs[name][0], runs[against][0]
    for day in [*range(WEEK, you.last, WEEK), you.last]:
        line = f"day {day}: {label} retains {wording.percent(you.retention[day])}"
        if not alone:
            gap = float(you.retention[day] - base.retention[day])
            line += (
                f", {other} {wording.percent(base.retention[day])}, {wording.signed_points(gap)}"
            )
        line += f"; profit {wording.money(you.on('profit', day))} {currency}"
        line += f", waits {wording.minutes(you.on('wait_p95', day))}, said nothing {wording.count(you.on('silent', day))}"
        print(line, file=stream, flush=True)
    if alone:
        return 0
    for replication in range(1, scenario.tables.run.replications):
        for which in runs:
            runs[which].append(lived(which, replication))
    day = you.last
    ends = {which: [track.observed("retention", day)[0] for track in runs[which]] for which in runs}
    lead = paired_difference(
        ends[name], ends[against], "retention", usual(scenario, against, exactly=True)
    )
    luck = wording.by_chance(lead)
    words = f"{wording.signed(lead.mean)}{luck} points ({wording.paired(lead.n)})"
    print(
        f"day {day}: {label} against {other}: {words}; {wording.more_stay(lead.mean)}", file=stream
    )
    return 0
