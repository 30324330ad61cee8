"""Page: a report as one HTML file; the same contents give the same bytes."""

from __future__ import annotations

import re
from importlib import metadata
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from journeysim.experiment.curves import PROFIT, RETENTION
from journeysim.report import decision as decisions
from journeysim.report import tables, words
from journeysim.report.figures import scale
from journeysim.report.html import grid, sections
from journeysim.report.html.assumed import assumptions
from journeysim.report.html.contents import Contents
from journeysim.report.html.policies import told

if TYPE_CHECKING:
    from jinja2 import Environment

_STRONG = re.compile(r"\*([^*\n]+)\*")
_CODE = re.compile(r"`([^`\n]+)`")


def report(contents: Contents) -> str:
    """The full report."""
    experiment = contents.experiment
    found = decisions.decision(experiment, contents.focus, contents.baseline)
    return _rendered(
        "report.html",
        contents,
        found,
        policies=told(experiment.scenario, experiment.policies, contents.baseline),
        sentences=_sentences(contents),
        curves=sections.retention(contents),
        kept=sections.at_the_end(contents, "retention", "share"),
        earned=sections.at_the_end(contents, "profit", "money"),
        leads=sections.ahead(contents, RETENTION),
        cash=sections.ahead(contents, PROFIT) if any(experiment.cash[contents.baseline]) else [],
        causes=sections.why_they_left(contents),
        outcomes=grid.against(experiment, contents.baseline, tables.OUTCOMES),
        service=grid.against(experiment, contents.baseline, tables.SERVICE),
        mechanisms=grid.against(experiment, contents.baseline, tables.MECHANISMS),
        believed=_believed(contents),
        plausible=_plausible(contents),
        assumed=assumptions(experiment.scenario),
    )


def _sentences(contents: Contents) -> list[str]:
    """What was found about all policies, in the words of the terminal."""
    experiment = contents.experiment
    days = experiment.scenario.tables.run.days
    lines = words.kept(experiment, contents.baseline, "retention", days)
    lines.append(words.earned(experiment, contents.baseline))
    return lines


def _believed(contents: Contents) -> list[dict[str, Any]]:
    """What each policy leads to in each named world, against the baseline there."""
    found = []
    for world in contents.worlds:
        here = [policy for policy in contents.others if policy in world.experiment.policies]
        cells = {}
        for metric, unit in (("retention", "share"), ("profit", "money")):
            estimates = [
                world.experiment.difference(policy, contents.baseline, metric, len(here)).estimate
                for policy in here
            ]
            currency = world.experiment.scenario.tables.money.currency
            own = scale((each.mean for each in estimates), unit, currency)
            row = tables.Row(metric, metric, own, "higher")
            cells[metric] = [row.difference(each) for each in estimates]
            cells[f"{metric} unit"] = own.unit.replace("%", "points")  # type: ignore[assignment]
        labels = [contents.experiment.scenario.label(policy) for policy in here]
        rows = list(zip(labels, cells["retention"], cells["profit"], strict=True))
        units = (cells["retention unit"], cells["profit unit"])
        found.append({"world": world, "rows": rows, "units": units})
    return found


def _plausible(contents: Contents) -> list[sections.Picture]:
    if len(contents.plausible) < 2:
        return []
    return [
        sections.where_it_holds(contents, "retention", "share"),
        sections.where_it_holds(contents, "profit", "money"),
    ]


def _rendered(
    template: str, contents: Contents, found: decisions.Decision, **further: object
) -> str:
    experiment = contents.experiment
    frame = experiment.scenario.tables
    return (
        _environment()
        .get_template(template)
        .render(
            contents=contents,
            experiment=experiment,
            scenario=experiment.scenario,
            frame=frame,
            title=frame.title or experiment.scenario.name,
            version=metadata.version("journeysim"),
            headline=decisions.headline(found, experiment),
            people=decisions.people(found),
            money=decisions.money(found, experiment),
            payback=decisions.payback(found, experiment),
            each=decisions.each_kept(found, experiment),
            runs=decisions.runs(experiment),
            customers=words.counted(frame.population.customers, "customer"),
            horizon=words.span(frame.run.days),
            days=words.counted_days(frame.run.days),
            **further,
        )
    )


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
    return Markup("\n".join(paragraphs))  # noqa: S704 - every character of the text is escaped
