"""`twins`: who was saved, lost, unchanged by a policy, and why; one life side by side."""

from __future__ import annotations

import click

from journeysim.cli.options import Options, sharing

DIVISIONS = ("segment", "risk", "score", "value", "tenure", "cohort")
"""What the ledger can be divided by, said here so that `--help` need not load it."""


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--customer", "key", metavar="KEY",
    help="One customer's two lives: 1234, their second friend 1234.2, or r3-1234 in replication 3.",
)  # fmt: skip
@click.option(
    "--pick",
    type=click.Choice(["saved", "lost"]),
    help="The clearest example of somebody saved or lost.",
)
@sharing(without=("policies", "assumptions", "store"), divisions=DIVISIONS)
def command(
    source: str, before: str, after: str, key: str | None, pick: str | None, options: Options
) -> None:
    """Who is saved and who is lost by policy B against policy A, and why.

    Every customer lives under both policies with the same luck, so that the effect of a policy is a
    list of people. SCENARIO is a file or the name of a shipped scenario.

    \b
    Examples:
      journeysim twins car_service_centre neither integrated
      journeysim twins subscription nothing tariff --by risk
      journeysim twins subscription nothing call_all --pick lost
      journeysim twins car_service_centre neither integrated --customer 163
    """
    from journeysim.cli.next_step import suggest
    from journeysim.cli.output import check_target, deliver
    from journeysim.study import twins
    from journeysim.study.findings import findings_of

    ask = twins.AskTwins(**options.asked, before=before, after=after, customer=key, pick=pick)
    scenarios = options.scenarios(source)
    twins.refuse_what_does_not_fit(ask, len(scenarios))
    check_target(options, scenarios)
    if twins.is_one_customer(ask):
        lives = findings_of(twins.lives, twins.LIVES_READING, scenarios, ask, options.progress)
        deliver(lives, options)
        picks: list[str] = []
    else:
        ledgers = findings_of(twins.twins, twins.READING, scenarios, ask, options.progress)
        deliver(ledgers, options)
        picks = twins.picks(ledgers[0])
    pair = {"source": source, "before": before, "after": after}
    if picks:
        suggest("twins", options, **pair, pick=picks[0])
    else:
        suggest("twins, one life", options, **pair)
