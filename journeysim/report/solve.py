"""Solve: the value that a claim takes, in a sentence to forward, as a table, and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from journeysim import metrics
from journeysim.experiment.deciding import Verdict
from journeysim.experiment.decisions.ladder import Ladder
from journeysim.experiment.decisions.solving import JudgedValue, SearchEnd, SolvedKnob
from journeysim.experiment.estimate import Estimate
from journeysim.experiment.verdicts import SPENT
from journeysim.numerals import numeral
from journeysim.report.figures import Scale, by_chance, scale
from journeysim.report.knob_text import dial_label, in_largest_unit, whole_duration
from journeysim.report.to_json import about
from journeysim.report.words import counted, more, named
from journeysim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from rich.console import Console

MOST_ROWS = 12
"""Of the values looked at, without `--full`."""

_VERDICTS = {
    Verdict.PASS: "holds",
    Verdict.FAIL: "does not hold",
    Verdict.UNDECIDED: "too close to call",
}


def sentences(scenario: Scenario, policy: str, rungs: Ladder, solution: SolvedKnob) -> list[str]:
    """What came of it; the first of them can be forwarded as it stands."""
    return [
        _first(scenario, policy, rungs, solution),
        *_crossing(rungs, solution),
        *_shape(scenario, policy, rungs, solution),
        *_spent(solution),
    ]


def _first(scenario: Scenario, policy: str, rungs: Ladder, solution: SolvedKnob) -> str:
    best, claim = solution.best, solution.search.text
    where = "" if policy == scenario.baseline else f" under {named(scenario.label(policy))}"
    knob, value = _named(scenario, rungs), value_text(rungs, best.value)
    shown = _figure(scenario, solution, best)
    low, high = (value_text(rungs, end) for end in (rungs.values[0], rungs.values[-1]))
    if solution.status is SearchEnd.IMPOSSIBLE:
        return (
            f"No {knob}{where} from {low} to {high} brings {claim}: nearest comes {value}, where it is "
            f"{shown}."
        )
    if best.judgement.verdict is not Verdict.PASS:
        needed = more(best.judgement.needed, best.judgement.estimate.n)
        return (
            f"Chance does not tell whether any {knob} from {low} to {high}{where} is enough for {claim}: "
            f"nearest comes {value}, where it is {shown}; {needed}."
        )
    limit = {"smallest": "at least ", "largest": "at most ", None: ""}[solution.side]
    start = f"For {claim}, {knob}{where} has to be {limit}{value}: there it is {shown}"
    if not solution.neighbours:
        end = {"smallest": "the lowest", "largest": "the highest", None: "one"}[solution.side]
        return f"{start}, and that is {end} looked at."
    beside = solution.neighbours[-1 if not solution.search.whole else 0]
    at = f"at {value_text(rungs, beside.value)} it is {_figure(scenario, solution, beside)}"
    if beside.judgement.verdict is Verdict.FAIL:
        return f"{start}; {at}."
    needed = more(beside.judgement.needed, beside.judgement.estimate.n)
    return f"{start}; {at}, which is too close to call ({needed})."


def _crossing(rungs: Ladder, solution: SolvedKnob) -> list[str]:
    """Where the mean crosses, and between what chance leaves it."""
    if solution.crossing is None or not solution.neighbours:
        return []
    ends = sorted((solution.best.value, solution.neighbours[-1].value))
    low, high = (value_text(rungs, end) for end in ends)
    at = rungs.knob.shown(solution.crossing)
    return [
        f"On average it turns over at {at}; by chance that may be anywhere from {low} to {high}."
    ]


def _shape(scenario: Scenario, policy: str, rungs: Ladder, solution: SolvedKnob) -> list[str]:
    """What the figure does over the range, where that is not what one would think."""
    if solution.idle:
        label = named(scenario.label(policy))
        return [f"{rungs.knob.key} moves it by nothing at all: does {label} use it?"]
    if solution.monotone or not solution.held:
        return []
    parts = [
        value_text(rungs, first)
        if first == last
        else f"{value_text(rungs, first)} to {value_text(rungs, last)}"
        for first, last in _runs(solution)
    ]
    return [
        f"It does not go one way only: of {len(solution.looked)} values looked at it holds on average "
        f"at {', '.join(parts)}."
    ]


def _spent(solution: SolvedKnob) -> list[str]:
    """What was not looked at to the end, and why."""
    reasons = [each.judgement.reason for each in (solution.best, *solution.neighbours)]
    return [f"It was not looked at to the end: {SPENT}."] if SPENT in reasons else []


def _runs(solution: SolvedKnob) -> list[tuple[float, float]]:
    """The values where it holds on average, as stretches of neighbours among those looked at."""
    held, stretches = set(solution.held), []
    begun: float | None = None
    before = 0.0
    for value, _ in (*solution.looked, (float("inf"), 0.0)):
        if value in held and begun is None:
            begun = value
        elif value not in held and begun is not None:
            stretches.append((begun, before))
            begun = None
        before = value
    return stretches


def value_text(rungs: Ladder, value: float) -> str:
    """A value of a knob as it is written, a duration in the largest unit in which it is whole."""
    return in_largest_unit(value, rungs.knob.unit)


def plain_text(rungs: Ladder, value: float) -> str:
    """A duration as it is typed, in the largest unit in which it is whole; "" for anything else."""
    whole = whole_duration(value) if rungs.knob.unit == "duration" else None
    return "" if whole is None else f"{whole[0]} {whole[1]}"


def _named(scenario: Scenario, rungs: Ladder) -> str:
    """A knob by what its dial is called, and by its key."""
    key = rungs.knob.key
    label = dial_label(scenario, key)
    return f"“{label}” ({key})" if label else key


def _scale(scenario: Scenario, solution: SolvedKnob, estimate: Estimate) -> Scale:
    """How the claim's figure is written: a difference of shares in points."""
    unit = metrics.find(solution.search.claim.metric).metric.unit
    own = scale([estimate.mean], unit, scenario.tables.money.currency)
    is_difference = solution.search.claim.against is not None
    return own._replace(decimals=2, unit="points") if is_difference and unit == "share" else own


def _figure(scenario: Scenario, solution: SolvedKnob, judged: JudgedValue) -> str:
    """What the claim is about at a value, with its interval."""
    estimate = judged.judgement.estimate
    own = _scale(scenario, solution, estimate)
    is_difference = solution.search.claim.against is not None
    mean = own.signed(estimate.mean) if is_difference else own.plain(estimate.mean)
    text = f"{mean} {own.unit}".strip()
    if estimate.low != estimate.low or estimate.low == estimate.high:
        return text
    return f"{text}, {by_chance(estimate.mean, estimate.low, estimate.high, own)}"


def print_solution(
    page: Console,
    scenario: Scenario,
    policy: str,
    rungs: Ladder,
    solution: SolvedKnob,
    assumed: int,
    full: bool,
) -> None:
    """The sentences, then the values looked at."""
    first, *others = sentences(scenario, policy, rungs, solution)
    page.print(escape(first), style="bold")
    for line in others:
        page.print(escape(line))
    page.print()
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(rungs.knob.key, justify="right")
    table.add_column(solution.search.claim.metric, justify="right")
    table.add_column("")
    for row in looked_at(scenario, rungs, solution, full):
        table.add_row(Text(row.text), row.figure, row.runs)
    page.print(table)
    page.print(
        f"[dim]{len(solution.looked)} values looked at with the same luck, the rest of the range not; "
        f"chance only, {numeral(assumed)} assumed figures not counted[/]"
    )


class LookedAt(NamedTuple):
    """A value that was looked at, in words too; the claim's figure there; what was said, by how many
    runs; was it judged, and does it hold?"""

    value: float
    text: str
    figure: str
    runs: str
    verdict: str


def looked_at(
    scenario: Scenario, rungs: Ladder, solution: SolvedKnob, full: bool = False
) -> list[LookedAt]:
    """The values looked at, upwards; without `full` the nearest to the answer."""
    judged = {each.value: each.judgement for each in (solution.best, *solution.neighbours)}
    rows = []
    for value, mean in _rows(solution, full):
        here = judged.get(value)
        estimate = here.estimate if here else Estimate(mean, mean, mean, 0)
        own = _scale(scenario, solution, estimate)
        shown = f"{own.plain(estimate.mean)} {own.unit}".strip()
        count = counted(estimate.n if here else solution.search.looks[0], "run")
        runs = f"{_VERDICTS[here.verdict]}, {count}" if here else count
        verdict = here.verdict.value if here else ""
        rows.append(LookedAt(value, value_text(rungs, value), shown, runs, verdict))
    return rows


def _rows(solution: SolvedKnob, full: bool) -> list[tuple[float, float]]:
    """The values looked at; the nearest to the answer where they are many."""
    if full or len(solution.looked) <= MOST_ROWS:
        return list(solution.looked)
    near = sorted(solution.looked, key=lambda row: abs(row[0] - solution.best.value))
    return sorted(near[:MOST_ROWS])


def document(
    scenario: Scenario, policy: str, rungs: Ladder, solution: SolvedKnob
) -> dict[str, Any]:
    """The same for programs; values in the unit that is named."""
    claim = solution.search.claim
    held = solution.best.judgement.verdict is Verdict.PASS
    estimate = solution.best.judgement.estimate
    return about(scenario) | {
        "replications": scenario.tables.run.replications,
        "policy": policy,
        "solve": {
            "find": rungs.knob.key,
            "for": solution.search.text,
            "status": solution.status.value,
            "side": solution.side,
            "value": solution.best.value if held else None,
            "unit": rungs.knob.unit,
            **_estimate(estimate),
            "metric": claim.metric,
            "metric_unit": metrics.find(claim.metric).metric.unit,
            "neighbours": [_judged(each) for each in solution.neighbours],
            "nearest": None if held else _judged(solution.best),
            "monotone": solution.monotone,
            "crossing": solution.crossing,
            "evaluations": [
                {"value": value, "mean": _known(mean)} for value, mean in solution.looked
            ],
        },
        "sentences": sentences(scenario, policy, rungs, solution),
    }


def _judged(judged: JudgedValue) -> dict[str, Any]:
    verdict = {"value": judged.value, "verdict": judged.judgement.verdict.value}
    return verdict | _estimate(judged.judgement.estimate)


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "estimate": _known(estimate.mean),
        "low": _known(estimate.low),
        "high": _known(estimate.high),
        "n": estimate.n,
    }


def _known(value: float) -> float | None:
    return None if value != value else value
