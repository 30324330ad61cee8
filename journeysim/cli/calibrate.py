"""`calibrate`: fits a scenario to a firm's own data, or to figures that the firm knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from journeysim.cli.exits import Exit
from journeysim.cli.numbers import Real
from journeysim.study.limits import DATES, MODELS, UNITS

_FILE = click.Path(path_type=Path)

_OPTIONS = (
    click.option("-o", "target", type=_FILE, required=True, metavar="FILE.toml", help="Where the calibrated scenario goes."),
    click.option("--orders", type=_FILE, metavar="FILE", help="A log of purchases, or a row a customer."),
    click.option("--renewals", type=_FILE, metavar="FILE", help="Contracts: survivors, cohorts, tenure, start and end, or payments."),
    click.option("--calls", "--contacts", "calls", type=_FILE, metavar="FILE", help="A log of contacts, or an interval report of telephony."),
    click.option("--tickets", type=_FILE, metavar="FILE", help="An export of a helpdesk."),
    click.option("--cases", type=_FILE, metavar="FILE", help="Problems and questions: a type a row."),
    click.option("--customers", type=Real(), metavar="N", help="How many customers the calls and tickets came from (default: told by orders or renewals)."),
    click.option("--customer-years", type=Real(), metavar="N", help="Over how many customers times years the cases came."),
    click.option("--model", type=click.Choice(MODELS), default="auto", show_default=True, help="Repeat buying, or contracts that are renewed."),
    click.option("--period", metavar="TIME", help="Of a contract, e.g. '1 year'."),
    click.option("--start", type=Real(), metavar="N", help="How many customers shares of survivors are of."),
    click.option("--time-unit", metavar="TIME", default="1 d", show_default=True, help="Of the times in a table with a row a customer."),
    click.option("--channel", metavar="NAME", help="The channel of these contacts (default: as the data say, or the first)."),
    click.option("--problem", "problems", multiple=True, metavar="TYPE=NAME", help="Which type is which of the scenario (repeatable)."),
    click.option("--customer", metavar="COLUMN", help="Who bought."),
    click.option("--date", "day", metavar="COLUMN", help="When."),
    click.option("--amount", metavar="COLUMN", help="For how much; QUANTITY*PRICE multiplies two columns."),
    click.option("--arrival", metavar="COLUMN", help="Of contacts: when they came."),
    click.option("--wait", metavar="COLUMN", help="Of contacts: how long they waited."),
    click.option("--outcome", metavar="COLUMN", help="Of contacts: answered or abandoned."),
    click.option("--handling", metavar="COLUMN", help="Of contacts: how long the talk took."),
    click.option("--caller", metavar="COLUMN", help="Of contacts: who it was."),
    click.option("--type", "kind", metavar="COLUMN", help="Of cases and tickets: what it was."),
    click.option("--where", metavar="COLUMN=VALUE", help="Only rows of which this is true."),
    click.option("--until", metavar="DATE", help="The last day observed, year-month-day (default: the last in the file)."),
    click.option("--nobody", metavar="WORD,..", help="Words that stand for no customer."),
    click.option("--answered", metavar="WORD,..", help="Words of an outcome that mean answered."),
    click.option("--abandoned", metavar="WORD,..", help="Words that mean hung up."),
    click.option("--neither", metavar="WORD,..", help="Words that mean neither, such as voicemail."),
    click.option("--dates", type=click.Choice(DATES), help="How dates are written, where that is not plain."),
    click.option("--decimal", type=click.Choice([".", ","]), help="The sign before decimals, where that is not plain."),
    click.option("--unit", type=click.Choice(UNITS), help="Of waits and talks, if their columns do not say it."),
    click.option("--encoding", metavar="NAME", help="Of the files, e.g. cp1252 (default: UTF-8)."),
    click.option("--delimiter", metavar="SIGN", help="Between cells (default: told by the lines)."),
    click.option("--skip", type=click.IntRange(0, 10_000), metavar="N", help="Lines above the header."),
    click.option("--columns", metavar="NAME,..", help="Names of the columns, where the file has no header."),
    click.option("--sheet", metavar="NAME", help="Of a workbook."),
    click.option("--allow-unreadable", metavar="SHARE", help="Go on without rows that cannot be read, up to this share."),
    click.option("--target", "targets", multiple=True, metavar="METRIC=VALUE", help="A figure that the baseline must show (repeatable)."),
    click.option("--net", is_flag=True, help="Take what the scenario's problems cause out of the fitted chance to leave."),
    click.option("--fit-only", is_flag=True, help="Do not move knobs until volume and hanging up are as in the data."),
    click.option("--check", is_flag=True, help="Simulate the fitted world beside the real one, in and out of the sample."),
    click.option("--svg", type=_FILE, metavar="FILE", help="Draw that as a picture."),
    click.option("--engine", type=click.Choice(["auto", "simpy", "compiled"]), default="auto", show_default=True, help="What runs worlds."),
    click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output."),
    click.option("--quiet", "-q", is_flag=True, help="No remarks."),
    click.option("--no-color", is_flag=True, help="No colours."),
)  # fmt: skip


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command()
@click.argument("source", metavar="SCENARIO")
@click.argument("data", metavar="DATA", type=_FILE, required=False)
@_options
def command(source: str, data: Path | None, **given: Any) -> int:
    """Fit SCENARIO to a firm's own data and write it to FILE.toml.

    DATA is a log of purchases, a row a customer, or about renewals; its header tells. Files are CSV or
    workbooks, several may be given, and how each was understood is said. What was fitted stands in the
    file with its interval and source; what the data cannot tell stays assumed, and is listed. With
    --target, knobs nobody can look up are moved until the simulated baseline shows the figures.

    \b
    Examples:
      journeysim calibrate laptop_shop orders.csv -o mine.toml --check
      journeysim calibrate subscription --renewals contracts.csv --period '1 year' -o mine.toml
      journeysim calibrate card_issuer --orders orders.xlsx --calls calls.csv --tickets tickets.csv -o mine.toml
      journeysim calibrate mine.toml --target retention=82% --target abandonment=6% -o ours.toml
    """
    from journeysim.cli.console import Spoken
    from journeysim.cli.messages import remark
    from journeysim.cli.next_step import suggest
    from journeysim.cli.options import Options
    from journeysim.report import calibrated
    from journeysim.report.files import refuse_overwriting, write_text
    from journeysim.report.text.page import console as output
    from journeysim.scenario.scenario import load
    from journeysim.study.calibrate import calibrate
    from journeysim.study.calibrate_ask import asked
    from journeysim.study.own_firm import OwnFirm

    scenario = load(source)
    target, svg, as_json, quiet, no_color = (
        given.pop(name) for name in ("target", "svg", "as_json", "quiet", "no_color")
    )
    ask = asked(data=data, **given)
    if svg is not None:
        ask = replace(ask, check=True)
    for path in filter(None, (target, svg)):
        refuse_overwriting(path, [*scenario.document.files, *ask.files.paths()])

    def heard(file: Any) -> None:
        remark(f"{file.name}: {file.rows:,} rows", quiet)
        for note in file.notes():
            remark(f"  {note}", quiet)
        for fault in file.faults():
            remark(f"warning: {file.name}: {fault}")

    result = calibrate(scenario, ask, Spoken(quiet), heard)
    write_text(target, calibrated.file_text(result, target))
    if result.check is not None and svg is not None:
        write_text(svg, calibrated.check_svg(result.check))
    remark(f"written to {target}", quiet)
    if result.warning:
        remark(f"warning: {result.warning}")
    code = Exit.FAIL if result.is_off else Exit.PASS
    if as_json:
        click.echo(OwnFirm(result, ask.engine).document(), nl=False)
    else:
        calibrated.print_result(output(no_color), result)
    suggest("calibrate", Options(as_json=as_json, quiet=quiet), source=target)
    return code
