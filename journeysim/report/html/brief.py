"""Brief: one sheet for people who decide: the decision, the money, the range of worlds, what would
turn it over, and what to measure first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journeysim.experiment.break_even import BreakEven, Swing
from journeysim.experiment.compare import Experiment
from journeysim.knobs import ASSUMED
from journeysim.report.figures import figure
from journeysim.report.html.contents import Contents
from journeysim.report.knob_text import crossed, field_of, roughly
from journeysim.report.statement import EARNED
from journeysim.scenario import describe

HOW = {
    "population": "Count who looks in and who buys.",
    "segments": "Sort the customer list.",
    "purchase": "Read it from the order history.",
    "leaving": "Compare, in the firm’s own records, who came back after a failure and who did not.",
    "problems": "Ask a sample of customers what went wrong, whether or not they ever complained.",
    "experience": "Try it on a part of the customers drawn by lot, and compare with the rest.",
    "talk": "Ask newcomers who sent them.",
    "price": "Ask another price of a part of the customers drawn by lot, for long enough to get used to it.",
    "sales": "Try it with some of the sellers, drawn by lot.",
    "service": "Measure it on the line: before, during and after a trial of some weeks.",
    "care": "Compare the score with who really left.",
}
"""How a firm finds out about a section's numbers."""


class TurningPoint(NamedTuple):
    """One number that matters: what it is, what it does to the decision, what it rests on."""

    meaning: str
    says: str
    basis: str
    how: str


def title(turns: Sequence[BreakEven]) -> str:
    """What the list of numbers is called; it must not promise more than it holds."""
    count = sum(break_even.at is not None for break_even in turns)
    if not turns:
        return "No assumed number is in force"
    if count == 0:
        return "No single assumption overturns it; these come nearest"
    heading = f"{_NUMBERS[count]} would overturn it"
    rest = len(turns) - count
    return (
        heading
        if not rest
        else f"{heading}; {'a third comes' if rest == 1 else 'two more come'} nearest"
    )


_NUMBERS = {1: "One assumption", 2: "Two assumptions", 3: "Three assumptions"}


def point(contents: Contents, break_even: BreakEven) -> TurningPoint:
    """A number in words."""
    swing = break_even.swing
    field = field_of(swing.path)
    unit = describe.unit_of(field)
    extra = field.json_schema_extra
    source = extra.get("source", ASSUMED) if isinstance(extra, dict) else ASSUMED
    gains = swing.at_value >= 0
    policy, baseline = contents.names
    if break_even.crossing is None:
        worst = roughly(swing.worst, unit)
        does = f"Even at {worst} {policy} still earns {_money(contents, abs(swing.at_worst))} "
        does += f"{'more' if gains else 'less'} than {baseline}."
    else:
        where = "Below" if break_even.crossing.at < swing.value else "Above"
        does = f"{where} {crossed(break_even.crossing, unit, swing.value)} {policy} earns "
        does += f"{'less' if gains else 'more'} than {baseline}."
    meaning = f"{field.description or swing.key}"
    basis = (
        f"Now {roughly(swing.value, unit)}, plausible {roughly(swing.low, unit)} to "
        f"{roughly(swing.high, unit)}; {swing.key}; source: {source}."
    )
    return TurningPoint(_subject(swing, meaning), does, basis, HOW[swing.path[0]])


def together(contents: Contents) -> str:
    """In which named worlds several numbers together turn it over; "" where there is none."""
    stands = _ahead(contents, contents.experiment)
    turning = [
        (world, ahead)
        for world in contents.worlds
        if (ahead := _ahead(contents, world.experiment)) * stands < 0
    ]
    policy, baseline = contents.names
    return " ".join(
        f"Several together do: in the world “{world.name.replace('_', ' ')}” ({world.about}) {policy} "
        f"earns {_money(contents, abs(ahead))} {'more' if ahead > 0 else 'less'} than {baseline}."
        for world, ahead in turning
    )


def _ahead(contents: Contents, experiment: Experiment) -> float:
    return experiment.difference(contents.focus, contents.baseline, EARNED).estimate.mean


def first(contents: Contents, swings: Sequence[Swing]) -> TurningPoint | None:
    """The number whose plausible range leaves least of the decision."""
    if not swings:
        return None
    swing = swings[0]
    made = point(contents, BreakEven(swing, None))
    unit = describe.unit_of(field_of(swing.path))
    says = (
        f"Between {roughly(swing.low, unit)} and {roughly(swing.high, unit)} the money ahead runs "
        f"from {_signed(contents, swing.at_low)} to {_signed(contents, swing.at_high)}, more than "
        "any other number can take away."
    )
    return made._replace(says=says)


def _subject(swing: Swing, meaning: str) -> str:
    """What a number is; where several things have one of its kind, which of them is meant."""
    names = [part for part in swing.path[1:-1] if part != "channels"]
    whose = f" ({', '.join(name.replace('_', ' ') for name in names)})" if names else ""
    return f"{meaning.rstrip('.')}{whose}."


def _money(contents: Contents, value: float) -> str:
    return figure(value, "money", contents.experiment.scenario.tables.money.currency)


def _signed(contents: Contents, value: float) -> str:
    return ("+" if value > 0 else "") + _money(contents, value)
