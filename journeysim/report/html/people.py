"""People: the twin ledger and the explanation on a page: whom the policy kept and drove away, and
which lever did it."""

from __future__ import annotations

from typing import NamedTuple

from journeysim import metrics
from journeysim.experiment.explain import Explained, Explanation
from journeysim.experiment.twins import REASON_WORDS, NetEffect, Reason, Side, Twins
from journeysim.report.figures import Scale, scale
from journeysim.report.html.bars import Fates, WaterfallStep, diverging, waterfall
from journeysim.report.html.contents import Contents
from journeysim.report.html.sections import Picture
from journeysim.report.layout import Cell
from journeysim.report.twin_words import SIDES_SAID, people


class PeopleRow(NamedTuple):
    """Kept, driven away and their difference by something."""

    label: str
    saved: str
    lost: str
    net: Cell


def why(twins: Twins) -> Picture | None:
    """What weighed most for those kept and those driven away; None where there are neither."""
    effects = [
        (REASON_WORDS[Reason(each.name)], each)
        for each in twins.effects(lambda ledger: ledger.reasons)
        if each.saved.mean or each.lost.mean
    ]
    if not effects:
        return None
    effects.sort(key=lambda each: -(each[1].saved.mean + each[1].lost.mean))
    rows = [
        Fates(
            (words.saved if each.saved.mean else words.lost)[1],
            each.saved.mean,
            each.lost.mean,
            (people(each.saved.mean), people(each.lost.mean)),
        )
        for words, each in effects
    ]
    listed = "; ".join(
        f"{row.label}: {row.texts[0]} kept, {row.texts[1]} driven away" for row in rows
    )
    caption = "What weighed most, an estimate from both lives of everybody; mean of a run." + (
        " Hatched: driven away by its opposite." if any(row.lost for row in rows) else ""
    )
    return Picture(
        diverging("reasons", f"Kept and driven away by reason. {listed}.", rows), caption
    )


def whose_doing(twins: Twins) -> list[PeopleRow]:
    """Directly, through others, and together: the first two add up to the third."""
    rows = [
        _row(SIDES_SAID[Side(each.name)], each)
        for each in twins.sides()
        if each.saved.mean or each.lost.mean
    ]
    total = NetEffect(
        "together",
        twins.estimate(lambda each: each.saved),
        twins.estimate(lambda each: each.lost),
        twins.estimate(lambda each: each.net),
    )
    return [*rows, _row(total.name, total)]


def by_segment(twins: Twins) -> list[PeopleRow]:
    """Kept and driven away in each segment, where there are several."""
    effects = twins.effects(
        lambda ledger: [each for each in ledger.shares if each.division == "segment"]
    )
    return [_row(each.name.replace("_", " "), each) for each in effects] if len(effects) > 1 else []


def _row(label: str, effect: NetEffect) -> PeopleRow:
    net = effect.net
    style = ("green" if net.mean > 0 else "red") if net.settled else ""
    unsettled = net.low == net.low and not net.settled and net.low != net.high
    own = Scale(1.0, 1, "")
    half = "" if net.low == net.high else own.half(net.half)
    return PeopleRow(
        label,
        people(effect.saved.mean),
        people(effect.lost.mean),
        Cell(own.signed(net.mean), half, unsettled, style),
    )


def explained(contents: Contents) -> list[Picture]:
    """Each explained metric as steps that add up to the whole; one lever alone has no steps."""
    explained = contents.explained
    if explained is None or len(explained.groups) < 2:
        return []
    return [_steps(contents, explained, each) for each in explained.explanations]


def _steps(contents: Contents, explained: Explained, explanation: Explanation) -> Picture:
    unit = metrics.find(explanation.metric).metric.unit
    currency = contents.experiment.scenario.tables.money.currency
    means = [explanation.whole.mean, *(part.estimate.mean for part in explanation.parts)]
    own = scale(means, unit, currency)
    steps = [
        WaterfallStep(
            part.group.label, part.estimate.mean, _said(part.estimate.mean, part.estimate.half, own)
        )
        for part in explanation.parts
    ]
    whole = explanation.whole
    total = WaterfallStep("together", whole.mean, _said(whole.mean, whole.half, own))
    shown = own.unit.replace("%", "points")
    listed = "; ".join(f"{step.label} {step.text}" for step in (*steps, total))
    says = (
        f"Which lever did it: {explanation.metric} of {contents.names[0]} against "
        f"{contents.names[1]}, {shown}: {listed}."
    )
    caption = f"{explanation.metric.capitalize()}, {shown}, by lever. ± is chance, 95 %."
    return Picture(waterfall(f"levers-{explanation.metric}", says, steps, total, own), caption)


def _said(mean: float, half: float, own: Scale) -> str:
    return f"{own.signed(mean)} {own.half(half) if mean else ''}".strip()


def basis(explained: Explained) -> str:
    """What the steps are averaged over."""
    if explained.exact:
        return "averaged over all orders in which the levers could be turned"
    return f"averaged over {explained.orders} orders in which the levers could be turned"
