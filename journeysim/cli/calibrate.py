"""`calibrate`: fits a scenario to a firm's own data, or to figures that the firm knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from journeysim.cli.exits import Exit
from journeysim.cli.numbers import Real

if TYPE_CHECKING:
    from journeysim.calibration.bgnbd import BgNbd
    from journeysim.calibration.checking import Check
    from journeysim.calibration.fitting import Calibration
    from journeysim.calibration.purchases import Purchases
    from journeysim.calibration.sbg import Sbg
    from journeysim.calibration.tables import Form
    from journeysim.calibration.targets import Target, TargetFit
    from journeysim.report.calibrated import Source

ORDERS = ("year-month-day", "day-month-year", "month-day-year")
_FILE = click.Path(path_type=Path)

_OPTIONS = (
    click.option("-o", "target", type=_FILE, required=True, metavar="FILE.toml", help="Where the calibrated scenario goes."),
    click.option("--model", type=click.Choice(["auto", "bgnbd", "sbg"]), default="auto", show_default=True, help="Repeat buying, or contracts that are renewed."),
    click.option("--customer", metavar="COLUMN", help="Who bought."),
    click.option("--date", "day", metavar="COLUMN", help="When."),
    click.option("--amount", metavar="COLUMN", help="For how much."),
    click.option("--where", metavar="COLUMN=VALUE", help="Only rows of which this is true."),
    click.option("--dates", type=click.Choice(ORDERS), help="How dates are written, where that is not plain."),
    click.option("--period", metavar="TIME", help="Of a contract, e.g. '1 year'."),
    click.option("--time-unit", metavar="TIME", default="1 d", show_default=True, help="Of the times in a table with a row a customer."),
    click.option("--contacts", type=_FILE, metavar="CSV", help="A log of contacts: arrival, wait, outcome, handling."),
    click.option("--channel", metavar="NAME", help="The channel of these contacts (default: the first)."),
    click.option("--unit", type=click.Choice(["s", "min"]), help="Of waits and handling, if their columns do not say it."),
    click.option("--cases", type=_FILE, metavar="CSV", help="A log of problems and questions: a type a row."),
    click.option("--customer-years", type=Real(), metavar="N", help="Over how many customers times years the cases came."),
    click.option("--problem", "problems", multiple=True, metavar="TYPE=NAME", help="Which type is which of the scenario (repeatable)."),
    click.option("--arrival", metavar="COLUMN", help="Of contacts: when they came."),
    click.option("--wait", metavar="COLUMN", help="Of contacts: how long they waited."),
    click.option("--outcome", metavar="COLUMN", help="Of contacts: answered or abandoned."),
    click.option("--handling", metavar="COLUMN", help="Of contacts: how long the talk took."),
    click.option("--caller", metavar="COLUMN", help="Of contacts: who it was."),
    click.option("--type", "kind", metavar="COLUMN", help="Of cases: what it was."),
    click.option("--encoding", metavar="NAME", help="Of the files, e.g. cp1252 (default: UTF-8)."),
    click.option("--delimiter", metavar="SIGN", help="Between cells (default: guessed)."),
    click.option("--decimal", type=click.Choice([".", ","]), help="Before decimals (default: guessed)."),
    click.option("--target", "targets", multiple=True, metavar="METRIC=VALUE", help="A figure that the baseline must show (repeatable)."),
    click.option("--net", is_flag=True, help="Take what the scenario's problems cause out of the fitted chance to leave."),
    click.option("--check", is_flag=True, help="Simulate the fitted world beside the real one, in and out of the sample."),
    click.option("--svg", type=_FILE, metavar="FILE", help="Draw that as a picture."),
    click.option("--engine", type=click.Choice(["auto", "simpy", "compiled"]), default="auto", show_default=True, help="What runs worlds."),
    click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output."),
    click.option("--quiet", "-q", is_flag=True, help="No remarks."),
    click.option("--no-color", is_flag=True, help="No colours."),
)  # fmt: skip


class Asked(NamedTuple):
    """The options as given."""

    target: Path
    model: str
    customer: str | None
    day: str | None
    amount: str | None
    where: str | None
    dates: str | None
    period: str | None
    time_unit: str
    contacts: Path | None
    channel: str | None
    unit: str | None
    cases: Path | None
    customer_years: float | None
    problems: tuple[str, ...]
    arrival: str | None
    wait: str | None
    outcome: str | None
    handling: str | None
    caller: str | None
    kind: str | None
    encoding: str | None
    delimiter: str | None
    decimal: str | None
    targets: tuple[str, ...]
    net: bool
    check: bool
    svg: Path | None
    engine: str
    as_json: bool
    quiet: bool
    no_color: bool


class Learnt(NamedTuple):
    """What the main file told."""

    calibration: Calibration
    source: Source
    model: BgNbd | Sbg
    check: Check | None


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.argument("data", metavar="[DATA.csv]", type=_FILE, required=False)
@_options
def command(source: str, data: Path | None, **given: Any) -> int:
    """Fit SCENARIO to a firm's own data and write it to FILE.toml.

    DATA is a log of purchases (customer, date, amount), a row a customer (frequency, recency, T), or
    a row a renewal (period, survivors). What was fitted stands in the file with its interval and
    source; what the data cannot tell stays assumed, and is listed. With --target, knobs nobody can
    look up are moved until the simulated baseline shows the figures a firm knows.

    \b
    Examples:
      journeysim calibrate laptop_shop orders.csv -o mine.toml --check
      journeysim calibrate subscription payments.csv --model sbg -o mine.toml
      journeysim calibrate card_issuer --contacts calls.csv --unit s -o mine.toml
      journeysim calibrate mine.toml --target retention=82% --target abandonment=6% -o ours.toml
    """
    from journeysim.calibration.fitting import Calibration
    from journeysim.calibration.tables import Form
    from journeysim.cli.messages import remark
    from journeysim.errors import UsageError
    from journeysim.report import calibrated
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.text.page import console as output
    from journeysim.report.to_json import envelope, text
    from journeysim.scenario.scenario import load

    asked = Asked(**given)
    scenario = load(source)
    inputs = [path for path in (data, asked.contacts, asked.cases) if path is not None]
    if not inputs and not asked.targets:
        raise UsageError("nothing to fit: give DATA.csv, --contacts, --cases or --target")
    if (asked.check or asked.svg is not None) and data is None:
        raise UsageError("--check and --svg need DATA.csv, a log of purchases")
    for path in filter(None, (asked.target, asked.svg)):
        refuse_overwriting(path, [*scenario.document.files, *inputs])
    delimiter = {"tab": "\t", "\\t": "\t"}.get(asked.delimiter or "", asked.delimiter)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise UsageError(f"--delimiter {asked.delimiter!r}: must be one sign, e.g. ';' or tab")
    form = Form(asked.encoding, delimiter, asked.decimal)
    calibration, sources = Calibration(scenario), list[calibrated.Source]()
    found: Check | None = None
    console = output(asked.no_color)
    shown: list[Callable[[], None]] = []
    model: BgNbd | Sbg | None = None
    if data is not None:
        calibration, read, model, found = _learnt(calibration, data, asked, form)
        sources.append(read)
    if asked.contacts is not None:
        calibration = _from_contacts(calibration, asked, form, sources, console, shown)
    if asked.cases is not None:
        calibration = _from_cases(calibration, asked, form, sources)
    moved: list[TargetFit] = []
    if asked.net:
        if model is None:
            raise UsageError("--net needs DATA.csv, from which leaving is fitted")
        calibration, moved = _net(calibration, model, asked)
    if asked.targets:
        from journeysim.calibration import targets

        aims = [targets.target(text) for text in asked.targets]
        calibration, further = _reached(calibration, aims, asked)
        moved = [*moved, *further]
    scenario.with_values(calibration.values, "calibrate")
    write_text(asked.target, calibrated.file_text(calibration, asked.target, sources))
    if found is not None and asked.svg is not None:
        write_text(asked.svg, calibrated.check_svg(found))
    remark(f"written to {asked.target}", asked.quiet)
    if asked.as_json:
        head = envelope(seed=scenario.tables.run.seed, engine=asked.engine, exit_code=Exit.PASS)
        click.echo(text(head | calibrated.document(calibration, sources, found)), nl=False)
        return Exit.PASS
    if sources:
        calibrated.print_calibration(console, calibration, sources)
    for show in shown:
        show()
    if found is not None:
        calibrated.print_check(console, found)
    if moved:
        from journeysim.report.target_fit import print_target_fit

        print_target_fit(console, moved)
    return Exit.PASS


def _learnt(calibration: Calibration, data: Path, asked: Asked, form: Form) -> Learnt:
    """What the main file tells, by what kind of file it is."""
    from journeysim import units
    from journeysim.calibration import bgnbd, fitting, sbg, summaries
    from journeysim.errors import UsageError
    from journeysim.report.calibrated import Source

    mapped = asked.customer or asked.day or asked.amount or asked.where
    kind = "log" if mapped else summaries.kind_of(data, form)
    if kind == "log":
        return _from_log(calibration, data, asked, form)
    if asked.check or asked.svg:
        raise UsageError(f"{data}: --check needs a log of purchases, not a summary")
    try:
        unit = units.days(asked.time_unit)
        period = None if asked.period is None else units.days(asked.period)
    except ValueError as error:
        raise UsageError(f"--time-unit, --period: {error}") from None
    if kind == "customers":
        read = summaries.customers(data, form, unit)
        assert read.histories is not None
        bought = bgnbd.fit(read.histories)
        model: BgNbd | Sbg = bought
        calibration = fitting.with_bgnbd(calibration, bought)
    else:
        if period is None:
            raise UsageError(f"{data}: how long is a period? Say --period '1 year' or so")
        read = summaries.survivors(data, form)
        survivals = sbg.from_survivors(read.survivors)
        model = sbg.fit(survivals, period)
        calibration = fitting.with_sbg(calibration, model)
    source = Source(read.name, read.sha256, read.rows, read.refused, "")
    return Learnt(calibration, source, model, None)


def _from_log(calibration: Calibration, data: Path, asked: Asked, form: Form) -> Learnt:
    """What a log of purchases tells."""
    from journeysim import units
    from journeysim.calibration import bgnbd, checking, fitting, purchases, sbg, spending
    from journeysim.errors import UsageError

    where = None
    if asked.where is not None:
        column, equals, value = asked.where.partition("=")
        if not equals or not column:
            raise UsageError(f"--where {asked.where!r}: is not COLUMN=VALUE")
        where = (column, value)
    mapping = purchases.Mapping(asked.customer, asked.day, asked.amount, where, asked.dates)
    log = purchases.read(data, mapping, form)
    gap, variation = sbg.regularity(log)
    contracts = asked.model == "sbg" or (asked.model == "auto" and variation < sbg.REGULAR)
    found: Check | None = None
    if contracts:
        if asked.check or asked.svg:
            raise UsageError("--check compares repeat buying; it knows no contracts yet")
        try:
            period = gap if asked.period is None else units.days(asked.period)
        except ValueError as error:
            raise UsageError(f"--period: {error}") from None
        contract = sbg.fit(sbg.from_payments(log, period), period)
        calibration = fitting.with_sbg(calibration, contract)
        model: BgNbd | Sbg = contract
    else:
        known = purchases.histories(log)
        fitted = bgnbd.fit(known, whole_days=True)
        model = fitted
        calibration = fitting.with_bgnbd(calibration, fitted)
        calibration = fitting.with_population(calibration, fitted, known, log.last_day)
        if asked.check or asked.svg is not None:
            found = checking.check(log, asked.engine)
    amounts = spending.fit(log.amount)
    if amounts is not None:
        calibration = fitting.with_spending(calibration, amounts)
    calibration = calibration.with_more((), {}, _remarks(log))
    return Learnt(calibration, _source(log), model, found)


def _remarks(log: Purchases) -> list[str]:
    """What the reader should know about how the log was read."""
    notes = [
        f"columns: customer {log.columns[0]!r}, date {log.columns[1]!r}, amount {log.columns[2] or 'none'!r}"
    ]
    used = log.rows - log.left_out - sum(each.times for each in log.refused)
    if log.left_out:
        notes.append(f"{log.left_out:,} rows left out, which are no purchases")
    if used > len(log.who):
        notes.append(f"{used - len(log.who):,} further purchases of the same customer on the same day count with the first")  # fmt: skip
    if log.identical:
        notes.append(
            f"{log.identical:,} rows repeat another one in customer, day and amount; they are counted"
        )
    notes.append("who bought before the data begin is taken for new at the first purchase in them")
    return notes


def _source(log: Purchases) -> Source:
    from journeysim.report.calibrated import Source

    first, last = date.fromordinal(log.first_day), date.fromordinal(log.last_day)
    span = f", {log.customers:,} customers, {len(log.who):,} days of purchase, {first} to {last}"
    return Source(log.name, log.sha256, log.rows, log.refused, span)


def _from_contacts(
    calibration: Calibration,
    asked: Asked,
    form: Form,
    sources: list[Source],
    console: Any,
    shown: list[Callable[[], None]],
) -> Calibration:
    from journeysim.calibration import contacts, fitting
    from journeysim.errors import UsageError
    from journeysim.report.calibrated import Source, print_contacts

    assert asked.contacts is not None
    channels = calibration.scenario.tables.service.channels
    if not channels:
        raise UsageError("the scenario has no channel that contacts could go to")
    found = contacts.read(
        asked.contacts,
        contacts.Columns(
            asked.arrival,
            asked.wait,
            asked.outcome,
            asked.handling,
            asked.caller,
            asked.unit,
            asked.dates,
        ),
        form,
    )
    span = f", {found.days:,.0f} days"
    sources.append(Source(found.name, found.sha256, found.rows, found.refused, span))
    shown.append(lambda: print_contacts(console, found))
    return fitting.with_contacts(calibration, found, asked.channel or next(iter(channels)))


def _from_cases(
    calibration: Calibration, asked: Asked, form: Form, sources: list[Source]
) -> Calibration:
    from journeysim.calibration import counts, fitting
    from journeysim.errors import UsageError
    from journeysim.report.calibrated import Source

    assert asked.cases is not None
    if asked.customer_years is None:
        raise UsageError(
            "--cases needs --customer-years: over how many customers times years they came"
        )
    names = {}
    for text in asked.problems:
        kind, equals, name = text.rpartition("=")
        if not equals:
            raise UsageError(f"--problem {text!r}: is not TYPE=NAME")
        names[kind] = name
    found = counts.read(asked.cases, asked.customer_years, form, asked.kind)
    span = f", {found.years:,g} customer-years"
    sources.append(Source(found.name, found.sha256, found.rows, found.refused, span))
    return fitting.with_counts(calibration, found, names)


def _reached(
    calibration: Calibration, aims: list[Target], asked: Asked
) -> tuple[Calibration, list[TargetFit]]:
    from journeysim.calibration import targets
    from journeysim.cli.console import progress

    with progress("moving knobs", asked.quiet) as told:
        return targets.fit_targets(calibration, aims, engine=asked.engine, progress=told)


def _net(
    calibration: Calibration, model: BgNbd | Sbg, asked: Asked
) -> tuple[Calibration, list[TargetFit]]:
    from journeysim.calibration.churn_adjustment import net
    from journeysim.cli.console import progress

    with progress("newcomers", asked.quiet) as told:
        return net(calibration, model, engine=asked.engine, progress=told)
