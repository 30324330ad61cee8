"""Page: a report as one HTML file; the same contents give the same bytes."""

from __future__ import annotations

import re
from importlib import metadata
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from journeysim.calibration.sheet import told_firm
from journeysim.experiment.curves import PROFIT, RETENTION
from journeysim.numerals import numeral, spelled, style_of
from journeysim.report import decision as decisions
from journeysim.report import layout, tables, twin_words, words
from journeysim.report.dated import happenings
from journeysim.report.figures import scale
from journeysim.report.html import brief, grid, people, sections
from journeysim.report.html.acceptability import acceptability
from journeysim.report.html.answers import answer_sections
from journeysim.report.html.assumed import assumptions
from journeysim.report.html.contents import Contents
from journeysim.report.html.policies import policy_levers
from journeysim.report.mirror import MirrorLine, mirror_lines
from journeysim.report.unbooked import not_in_the_books

if TYPE_CHECKING:
    from jinja2 import Environment

_STRONG = re.compile(r"\*([^*\n]+)\*")
_CODE = re.compile(r"`([^`\n]+)`")


def report(contents: Contents) -> str:
    """The full report."""
    experiment = contents.experiment
    recommendation = decisions.decision(experiment, contents.focus, contents.baseline)
    told_apart = _days_told_apart(contents)
    return _rendered(
        "report.html",
        contents,
        recommendation,
        policies=policy_levers(experiment.scenario, experiment.policies, contents.baseline),
        dated=happenings(experiment.scenario),
        glances=_at_a_glance(contents),
        reasons=sections.reasons(contents),
        curves=sections.retention(contents) if told_apart else None,
        kept=sections.at_the_end(contents, "retention", "share"),
        earned=sections.at_the_end(contents, "profit", "money"),
        leads=sections.ahead(contents, RETENTION) if told_apart else [],
        cash=sections.ahead(contents, PROFIT) if told_apart else [],
        causes=sections.why_they_left(contents),
        outcomes=grid.against(experiment, contents.baseline, tables.OUTCOMES),
        statement=grid.against(experiment, contents.baseline, tables.MONEY),
        unbooked=not_in_the_books(experiment, contents.baseline),
        worth=grid.against(experiment, contents.baseline, tables.WORTH),
        service=grid.against(experiment, contents.baseline, tables.SERVICE),
        mechanisms=grid.against(experiment, contents.baseline, tables.MECHANISMS),
        **_twins(contents),
        believed=_believed(contents),
        plausible=_plausible(contents),
        acceptable=acceptability(contents),
        answers=answer_sections(experiment.scenario, contents.answers),
        mirror=_mirror(contents),
        assumed=assumptions(experiment.scenario),
    )


def _mirror(contents: Contents) -> list[MirrorLine]:
    """The figures of a firm's owner beside those of the firm as it is today; none where nobody told any."""
    experiment = contents.experiment
    scenario = experiment.scenario
    if scenario.baseline not in experiment.policies:
        return []
    seen = experiment.observations[scenario.baseline]
    return mirror_lines(told_firm.rows(told_firm.told_figures(scenario), seen))


def _twins(contents: Contents) -> dict[str, object]:
    """Whom it kept and drove away, and which lever did it."""
    twins, explained = contents.twins, contents.explained
    return {
        "twins": twin_words.sentences(twins) if twins else [],
        "why": people.why(twins) if twins else None,
        "whose": people.whose_doing(twins) if twins else [],
        "by_segment": people.by_segment(twins) if twins else [],
        "levers": people.explained(contents),
        "basis": people.basis(explained) if explained else "",
    }


def one_sheet(contents: Contents) -> str:
    """The brief: one page of paper."""
    experiment = contents.experiment
    recommendation = decisions.decision(experiment, contents.focus, contents.baseline)
    told_apart = _days_told_apart(contents)
    pair = (contents.baseline, contents.focus)
    return _rendered(
        "brief.html",
        contents,
        recommendation,
        pair=policy_levers(experiment.scenario, pair, contents.baseline),
        cash=sections.ahead(contents, PROFIT, contents.focus)[0] if told_apart else None,
        range=sections.where_it_holds(contents, "profit", "money") if told_apart else None,
        turns_title=brief.title(contents.turns),
        turns=[brief.point(contents, turn) for turn in contents.turns],
        together=brief.together(contents),
        first=brief.first(contents, contents.swings),
    )


def _days_told_apart(contents: Contents) -> bool:
    """Are there days to draw, and people on them?"""
    experiment = contents.experiment
    return experiment.scenario.tables.run.days >= 2 and not isnan(
        experiment.estimate(contents.baseline, "retention").mean
    )


class Glance(NamedTuple):
    """One policy in a line: people kept, money, and since when it pays."""

    policy: str
    label: str
    people: tuple[str, str]
    money: tuple[str, str]
    payback: tuple[str, str]


def _at_a_glance(contents: Contents) -> list[Glance]:
    experiment = contents.experiment
    recommendations = [
        decisions.decision(experiment, policy, contents.baseline) for policy in contents.others
    ]
    return [
        Glance(
            each.policy,
            experiment.scenario.label(each.policy),
            decisions.people(each),
            decisions.money(each, experiment),
            decisions.payback(each, experiment),
        )
        for each in recommendations
    ]


class Believed(NamedTuple):
    """What the policies lead to in the named worlds: a row a policy, two cells a world."""

    units: tuple[str, str]
    rows: list[tuple[str, list[layout.Cell]]]


def _believed(contents: Contents) -> Believed:
    """Retention and profit against the baseline of the same world, on one scale over all worlds."""
    units, columns = [], []
    for metric, unit in (("retention", "share"), ("profit", "money")):
        differences = [
            [
                world.experiment.difference(policy, contents.baseline, metric).estimate
                for policy in contents.others
            ]
            for world in contents.worlds
        ]
        currency = contents.experiment.scenario.tables.money.currency
        own = scale((each.mean for one in differences for each in one), unit, currency)
        row = tables.MetricRow(metric, metric, own, own, "higher")
        units.append(own.unit.replace("%", "points"))
        columns.append([[row.difference(each) for each in one] for one in differences])
    rows = [
        (
            contents.experiment.scenario.label(policy),
            [
                columns[metric][world][index]
                for world in range(len(contents.worlds))
                for metric in (0, 1)
            ],
        )
        for index, policy in enumerate(contents.others)
    ]
    return Believed((units[0], units[1]), rows)


def _plausible(contents: Contents) -> list[sections.Picture]:
    if len(contents.plausible) < 2 or not _days_told_apart(contents):
        return []
    return [
        sections.where_it_holds(contents, contents.experiment.headline.metric, "share"),
        sections.where_it_holds(contents, "profit", "money"),
    ]


def _rendered(
    template: str, contents: Contents, recommendation: decisions.Recommendation, **further: object
) -> str:
    experiment = contents.experiment
    frame = experiment.scenario.tables
    rendered = (
        _environment()
        .get_template(template)
        .render(
            contents=contents,
            experiment=experiment,
            scenario=experiment.scenario,
            frame=frame,
            title=frame.title or experiment.scenario.name,
            version=metadata.version("journeysim"),
            headline=contents.closing[0] if contents.closing else "",
            closing=contents.closing[1:],
            after=words.span(experiment.headline.day),
            people=decisions.people(recommendation),
            money=decisions.money(recommendation, experiment),
            payback=decisions.payback(recommendation, experiment),
            each=decisions.each_kept(recommendation, experiment),
            alike=decisions.alike(recommendation, experiment),
            runs=decisions.runs(experiment),
            customers=words.simulated(frame.population.customers, frame.run.one_in),
            horizon=words.span(frame.run.days),
            days=words.counted_days(frame.run.days),
            **further,
        )
    )
    return spelled(rendered, style_of(experiment.scenario))


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("journeysim.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["prose"] = prose
    environment.filters["numeral"] = lambda value: numeral(value, ",g")
    environment.filters["judged"] = grid.judged
    environment.filters["spoken"] = lambda text: text.replace("_", " ")
    return environment


def prose(text: str) -> Markup:
    """A scenario's text as paragraphs; its *stress* and `names` are marked, nothing else is."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", text.strip()):
        shown = str(escape(" ".join(block.split())))
        shown = _STRONG.sub(r"<em>\1</em>", shown)
        shown = _CODE.sub(r"<code>\1</code>", shown)
        paragraphs.append(f"<p>{shown}</p>")
    return Markup("\n".join(paragraphs))
