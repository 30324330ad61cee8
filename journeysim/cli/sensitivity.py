"""`sensitivity`: which assumed number would turn a verdict."""

from __future__ import annotations

from typing import Literal

import click

from journeysim.cli.numbers import Whole
from journeysim.cli.options import Options, sharing
from journeysim.study.limits import MOST_SHOWN

THE_OTHER = click.option(
    "--policy", "policies", multiple=True, metavar="NAME",
    help="The policy that is compared. [default: the last named]",
)  # fmt: skip


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.option("--baseline", metavar="NAME", help="The policy that the other is compared with.")
@click.option(
    "--metric", default="retention", metavar="NAME", show_default=True,
    help="What the verdict is about.",
)  # fmt: skip
@click.option(
    "--top",
    type=Whole(1, MOST_SHOWN),
    default=8,
    metavar="N",
    show_default=True,
    help="How many of the strongest numbers to show.",
)
@click.option(
    "--knob",
    "keys",
    multiple=True,
    metavar="KEY",
    help="Look at this knob too, though a firm could look it up (repeatable).",
)
@click.option(
    "--method",
    type=click.Choice(["tornado", "morris", "sobol"]),
    default="tornado",
    show_default=True,
    help="Also move the strongest all at once (SALib).",
)
@sharing(without=("assumptions", "by", "max_events"), instead={"policies": THE_OTHER})
def command(
    source: str,
    baseline: str | None,
    metric: str,
    top: int,
    keys: tuple[str, ...],
    method: Literal["tornado", "morris", "sobol"],
    options: Options,
) -> None:
    """Say which assumed numbers would turn a verdict, and where they would turn it.

    Compares one policy (--policy; default: the last named) with the baseline while one assumed knob
    after the other goes to the ends of its plausible range, with the same luck everywhere.

    \b
    Examples:
      journeysim sensitivity car_service_centre --policy integrated
      journeysim sensitivity card_issuer --policy empowered --metric profit --top 5
      journeysim sensitivity car_service_centre --policy integrated --knob problems.breakdown.rate
    """
    from dataclasses import replace

    from journeysim.cli.next_step import page_of, suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.errors import UsageError
    from journeysim.study.findings import findings_of
    from journeysim.study.sensitivity import READING, AskSensitivity, sensitivity

    scenarios = options.scenarios(source)
    if len(scenarios) > 1:
        raise UsageError("sensitivity looks at one world; name it with --world")
    check_target(options, scenarios)
    ask = AskSensitivity(**options.asked, metric=metric, top=top, knobs=keys, method=method)
    ask = replace(ask, baseline=baseline)
    findings = findings_of(sensitivity, READING, scenarios, ask, options.progress)
    deliver(findings, options)
    contrast = findings[0].tornado.contrast
    suggest(
        "sensitivity", options, source=source, page=page_of(source, "brief"),
        before=contrast.baseline, after=contrast.policy,
    )  # fmt: skip
