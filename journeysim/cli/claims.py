"""`claims`: five meanings of customer care, put to the test in three worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from journeysim.cli.options import Options, sharing

if TYPE_CHECKING:
    from journeysim.experiment.claims import RunOptions
    from journeysim.experiment.viewpoints import Viewpoint


@click.command()
@click.argument("scenarios", metavar="[SCENARIO]...", nargs=-1)
@click.option("--markdown", "as_markdown", is_flag=True, help="The scoreboard as a Markdown table.")
@sharing("replications", "seed", "engine", "jobs", "as_json", "json_file", "quiet", "no_color")
def command(scenarios: tuple[str, ...], as_markdown: bool, options: Options) -> None:
    """The scoreboard: what people mean by customer care, and in which world they are right.

    Each meaning is one lever of the same model. Its claims are judged in the world of its author, in
    that of the evidence, and in the least favourable one; and the number is sought at which a claim
    turns over. Several hundred runs; name a shipped SCENARIO to see only its claims.

    \b
    Examples:
      journeysim claims
      journeysim claims come_back burger_counter
      journeysim claims --markdown
    """
    from journeysim.cli.messages import remark
    from journeysim.errors import UsageError
    from journeysim.experiment.claims import judged
    from journeysim.report import scoreboard
    from journeysim.report.files import refuse_overwriting, write_text

    if as_markdown and options.as_json:
        raise UsageError("--markdown and --json: ask for one of them")
    if options.replications == 1:
        raise UsageError("--replications 1: a verdict needs at least 2")
    target = options.json_file
    if target is not None:
        refuse_overwriting(target, [])
    viewpoints = _positions(scenarios)
    count = sum(len(viewpoint.claims) for viewpoint in viewpoints)
    remark(f"{count} claims in three worlds each", options.quiet)
    scores = judged(viewpoints, _how(options))
    if options.as_json or target is not None:
        text = _document(scoreboard.document(viewpoints, scores), options)
        if target is not None:
            write_text(target, text)
        if options.as_json:
            click.echo(text, nl=False)
            return
    if as_markdown:
        click.echo(scoreboard.markdown(viewpoints, scores), nl=False)
        return
    from rich.markup import escape

    from journeysim.report.text.page import console as output

    console = output(options.no_color)
    for viewpoint, table in scoreboard.tables(viewpoints, scores):
        console.print(f"[bold]Care is {escape(viewpoint.care)}.[/] {escape(viewpoint.thesis)}")
        console.print(f"[dim]The lever: {escape(viewpoint.lever)}.[/]")
        console.print(table)
        console.print()
    console.print(f"[dim]{escape(scoreboard.LEGEND.replace('*', ''))}[/]")


def _positions(scenarios: tuple[str, ...]) -> tuple[Viewpoint, ...]:
    """The positions with the claims about these scenarios, or all of them. Raises UsageError."""
    from dataclasses import replace

    from journeysim.errors import UsageError
    from journeysim.experiment.viewpoints import VIEWPOINTS

    known = {claim.scenario for viewpoint in VIEWPOINTS for claim in viewpoint.claims}
    if unknown := [name for name in scenarios if name not in known]:
        raise UsageError(f"no claims about {unknown[0]!r}; known: {', '.join(sorted(known))}")
    wanted = known if not scenarios else set(scenarios)
    found = (
        replace(
            viewpoint, claims=tuple(each for each in viewpoint.claims if each.scenario in wanted)
        )
        for viewpoint in VIEWPOINTS
    )
    return tuple(viewpoint for viewpoint in found if viewpoint.claims)


def _how(options: Options) -> RunOptions:
    """How to measure: the engine that answers first, one remark a scenario and world."""
    from journeysim.cli.messages import remark
    from journeysim.engine import choice
    from journeysim.experiment.claims import RunOptions
    from journeysim.scenario.scenario import Scenario

    def chosen(scenario: Scenario, runs: int) -> str:
        remark(f"{scenario.name} in world {scenario.world}: {runs} runs", options.quiet)
        return choice.chosen(options.engine, [scenario], runs, options.jobs)

    return RunOptions(chosen, options.replications, options.seed, options.jobs)


def _document(viewpoints: list[dict[str, object]], options: Options) -> str:
    from journeysim.cli.exits import Exit
    from journeysim.report.to_json import document, text

    whole = document([], engine=options.engine, exit_code=Exit.PASS)
    del whole["scenarios"]
    return text(whole | {"seed": options.seed, "positions": viewpoints})
