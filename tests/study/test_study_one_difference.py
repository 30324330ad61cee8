"""One difference, one interval: whoever asks the same question reads the same digits."""

from __future__ import annotations

import io
from typing import Any

from worlds import world

from journeysim.experiment.contrast import Contrast
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.family import usual
from journeysim.experiment.sensitivity.tornado import differences
from journeysim.scenario.scenario import Scenario
from journeysim.study.ask import Ask
from journeysim.study.compare import compare
from journeysim.study.explain import AskExplain, explain
from journeysim.study.report import AskReport, report
from journeysim.tui.plain import tell

POLICY, BASELINE = "caring", "plain"
RUNS: dict[str, Any] = {"replications": 6, "engine": "simpy", "jobs": 1}


def firm() -> Scenario:
    return world("firm", "run.replications=6", "population.customers=30", "run.days=60 d")


def compared(metric: str) -> Estimate:
    found = compare(firm(), Ask(baseline=BASELINE, **RUNS)).experiment
    return found.difference(POLICY, BASELINE, metric).estimate


def test_every_study_says_the_same_of_a_difference() -> None:
    for metric in ("retention", "profit"):
        asked = AskExplain(before=BASELINE, after=POLICY, metrics=(metric,), **RUNS)
        (explanation,) = explain(firm(), asked).explanations
        assert explanation.whole == compared(metric)
        asked_of = Contrast(
            firm(), POLICY, BASELINE, metric, jobs=1, family=usual(firm(), BASELINE, exactly=True)
        )
        assert differences(asked_of, [None], 6) == [compared(metric)]
    paper = report(firm(), AskReport(baseline=BASELINE, focus=POLICY, **RUNS)).contents
    assert paper.experiment.difference(POLICY, BASELINE, "profit").estimate == compared("profit")
    assert paper.explained is not None
    (kept, _) = paper.explained.explanations
    assert kept.whole == compared("retention")


def test_the_screen_says_the_same() -> None:
    found, out = compared("retention"), io.StringIO()
    tell(firm(), POLICY, "simpy", out)
    assert f"{100.0 * found.mean:+.1f} ± {100.0 * found.half:.1f} points" in out.getvalue()
