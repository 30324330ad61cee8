"""`claims`: five meanings of customer care, put to the test in three worlds."""

from __future__ import annotations

import click

from journeysim.cli.options import Options, sharing


@click.command()
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1)
@click.option("--markdown", "as_markdown", is_flag=True, help="The scoreboard as a Markdown table.")
@sharing(
    "replications",
    "seed",
    "engine",
    "jobs",
    "as_json",
    "json_file",
    "quiet",
    "no_color",
    "store",
    "cluster",
    "insecure",
)
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
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver, write_file
    from journeysim.errors import UsageError
    from journeysim.scenario import shipped
    from journeysim.study.claims import READING, AskClaims, claims
    from journeysim.study.findings import Findings

    if as_markdown and options.as_json:
        raise UsageError("--markdown and --json: ask for one of them")
    check_target(options, [])
    ask = AskClaims(**options.asked, scenarios=scenarios, seed=options.seed)
    findings = Findings((claims(ask, options.progress),), options.engine, READING)
    if as_markdown:
        write_file(findings, options)
        click.echo(findings[0].markdown, nl=False)
    else:
        deliver(findings, options)
    suggest("claims", options, source=scenarios[0] if scenarios else shipped.names()[0])
