"""`twins`: who was saved, lost, unchanged by a policy, and why; one life side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from journeysim.cli.options import Options, sharing

if TYPE_CHECKING:
    from journeysim.experiment.twins import Twins
    from journeysim.scenario.scenario import Scenario

DIVISIONS = ("segment", "risk", "score", "value", "tenure", "cohort")
"""What the ledger can be divided by, said here so that `--help` need not load it."""
"""How the ledger can be divided."""


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
@sharing(without=("policies", "assumptions"), divisions=DIVISIONS)
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
    from journeysim.cli.output import check_target
    from journeysim.errors import UsageError

    if key is not None and pick is not None:
        raise UsageError("--customer names one customer, --pick looks for one: give one of them")
    scenarios = options.scenarios(source)
    check_target(options, scenarios)
    policies = (scenarios[0].policy(before), scenarios[0].policy(after))
    if key is None and pick is None:
        _ledgers(scenarios, policies, options)
    elif len(scenarios) > 1:
        raise UsageError("one customer lives in one world; name it with --world")
    elif options.by is not None:
        raise UsageError("--by divides the ledger, not one customer's life")
    else:
        _lives(scenarios[0], policies, key, pick, options)


def _ledgers(scenarios: list[Scenario], policies: tuple[str, str], options: Options) -> None:
    from journeysim.cli.output import write_document
    from journeysim.report.to_json_twins import twins_document

    found = [
        (_measured(each, policies, options), each.tables.run.replications) for each in scenarios
    ]
    if write_document(lambda: twins_document(found, engine=options.engine), options):
        return
    for index, (twins, _) in enumerate(found):
        if index:
            click.echo()
        _print(twins, options)


def _measured(scenario: Scenario, policies: tuple[str, str], options: Options) -> Twins:
    """The ledgers the options ask for, with progress; fewer where --max-events says so."""
    from journeysim.cli.console import progress
    from journeysim.experiment.twins import measure_twins
    from journeysim.study.measure import affordable, announce, engine_for

    count = scenario.tables.run.replications
    engine = engine_for(scenario, 2 * count, options.ask, options.progress)
    announce(scenario, 2, count, engine, options.progress)

    def measure(replications: int, told: object = None) -> Twins:
        return measure_twins(
            scenario, *policies, replications=replications, jobs=options.jobs, engine=engine,
            progress=told,  # type: ignore[arg-type]
        )  # fmt: skip

    with progress(scenario.name, options.quiet) as told:
        if options.max_events is not None:
            count = affordable(count, measure(1).ledgers[0].events, options.ask, options.progress)
        return measure(count, told)


def _print(twins: Twins, options: Options) -> None:
    from journeysim.cli.console import output
    from journeysim.cli.output import head, print_tables
    from journeysim.report import twin_tables, twin_words

    console = output(options.no_color)
    head(console, twins.scenario, len(twins.ledgers))
    console.print()
    for index, line in enumerate(twin_words.sentences(twins)):
        console.print(line, style="" if index else "bold", markup=False)
    for title, tables in (
        ("What became of them", twin_tables.fates(twins, console.width)),
        ("Why", twin_tables.reasons(twins, console.width)),
        ("Whose doing that was", twin_tables.sides(twins, console.width)),
        ("Over what their lives part first", twin_tables.ways(twins, console.width)),
        (
            "Whom the money went to, later customers included",
            twin_tables.spent(twins, console.width),
        ),
    ):
        print_tables(console, title, tables)
    if options.by is not None:
        tables = twin_tables.division(twins, options.by, console.width)
        print_tables(console, f"By {options.by}", tables)
    if len(twins.ledgers) > 1:
        console.print(
            "\n[dim]Means a run; a person counts for each of their reasons as it weighed. "
            "? not settled: luck could turn it.[/]"
        )


def _lives(
    scenario: Scenario,
    policies: tuple[str, str],
    key: str | None,
    pick: str | None,
    options: Options,
) -> None:
    from datetime import date

    from journeysim.cli.console import output
    from journeysim.cli.output import head, write_document
    from journeysim.errors import UsageError
    from journeysim.experiment.twins import Fate
    from journeysim.experiment.twins.lives import find_lives, live_twice, telling_lives
    from journeysim.report import twin_lives
    from journeysim.report.to_json_twins import lives_document
    from journeysim.study.measure import engine_for

    replication, path = (0, None) if key is None else _key(key)
    outcomes = live_twice(
        scenario, policies, replication, engine_for(scenario, 2, options.ask, options.progress)
    )
    lives = telling_lives(*outcomes, Fate(pick)) if pick else find_lives(*outcomes, path or "")
    if lives is None:
        raise UsageError(f"nobody is {pick} by {policies[1]} against {policies[0]}")
    if write_document(
        lambda: lives_document(scenario, policies, lives, engine=options.engine), options
    ):
        return
    console = output(options.no_color)
    tables = scenario.tables
    labels = scenario.label(policies[0]), scenario.label(policies[1])
    head(console, scenario, None)
    console.print(f"\n{twin_lives.title(lives)}", style="bold", markup=False)
    for line in twin_lives.sentences(lives, *labels, tables.run.days):
        console.print(line, markup=False)
    console.print()
    start = date.fromisoformat(tables.run.start_date)
    console.print(twin_lives.table(lives, *labels, start, tables.money.currency, console.width))


def _key(text: str) -> tuple[int, str]:
    """A KEY, in replication 0 or in the one it names: (replication, path)."""
    import re

    from journeysim.errors import UsageError

    found = re.fullmatch(r"(?:r(\d{1,6})-)?(\d{1,9}(?:\.\d{1,9})*)", text, re.ASCII)
    if found is None:
        raise UsageError(f"{text!r} is no KEY; write 1234, 1234.2 (a friend) or r3-1234")
    return int(found[1] or 0), found[2]
