"""Calibrate: a scenario fitted to a firm's own files and figures, with what stays assumed.

Reads every file given, lays what each tells over the scenario, moves what nobody can look up until
the simulated firm shows the figures, and says how far it is off. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from journeysim.calibration import (
    bgnbd,
    checking,
    churn_adjustment,
    contact_columns,
    contact_log,
    contracts,
    counts,
    exposure,
    fitting,
    forecast,
    interval_columns,
    interval_report,
    purchases,
    sbg,
    service_fitting,
    spending,
    summaries,
    targets,
    tickets,
    volumes,
)
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.understood import Understood
from journeysim.calibration.checking import Check
from journeysim.calibration.contacts import Contacts
from journeysim.calibration.exposure import Exposure
from journeysim.calibration.fitted_firm import FittedFirm
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.histories import histories
from journeysim.calibration.interval_report import IntervalReport
from journeysim.calibration.mirror import mirror
from journeysim.calibration.sbg import Sbg
from journeysim.calibration.search import Target
from journeysim.calibration.search_directions import CASES, PATIENCE, QUESTIONS
from journeysim.calibration.targets import TargetFit
from journeysim.calibration.volumes import ChannelVolume, days_to_simulate
from journeysim.errors import UsageError
from journeysim.scenario.scenario import Scenario
from journeysim.study.calibrate_ask import CalibrateAsk, Files
from journeysim.study.progress import SILENT, Progress


class _Learnt(NamedTuple):
    """What a file of purchases or renewals told."""

    calibration: Calibration
    source: Understood
    model: BgNbd | Sbg
    check: Check | None = None
    exposure: Exposure | None = None


@dataclass
class _Firm:
    """What was learnt so far. exposure: of its customers, if a file tells it."""

    calibration: Calibration
    sources: list[Understood] = field(default_factory=list)
    contacts: list[Contacts] = field(default_factory=list)
    reports: list[IntervalReport] = field(default_factory=list)
    volumes: list[ChannelVolume] = field(default_factory=list)
    exposure: Exposure | None = None
    model: BgNbd | Sbg | None = None
    check: Check | None = None
    fits: list[TargetFit] = field(default_factory=list)

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was learnt so far."""
        return self.calibration.scenario.with_values(self.calibration.values, "calibrate")


def calibrate(scenario: Scenario, ask: CalibrateAsk, progress: Progress = SILENT) -> FittedFirm:
    """The scenario fitted to what is asked. Raises UsageError where something cannot be read or fitted."""
    files = _sorted_out(ask.files, ask.reading)
    aims = [targets.target(text) for text in ask.targets]
    if not files.paths() and not aims:
        raise UsageError("nothing to fit: give DATA.csv, --orders, --calls, --tickets, --renewals, --cases or --target")  # fmt: skip
    if ask.check and files.orders is None:
        raise UsageError("--check and --svg need a log of purchases (DATA.csv or --orders)")
    firm = _Firm(Calibration(scenario))
    for path, role in ((files.orders, "orders"), (files.renewals, "renewals")):
        if path is not None:
            _take(firm, _learnt(firm.calibration, path, role, ask))
    _customers(firm, ask)
    if files.tickets is not None:
        _tickets(firm, files.tickets, ask)
    if files.cases is not None:
        _cases(firm, files.cases, ask)
    if files.calls is not None:
        _calls(firm, files.calls, ask)
    if ask.net:
        _net(firm, ask, progress)
    shown = _targets(firm, aims, ask, progress, files)
    days = days_to_simulate(firm.scenario, firm.volumes) if firm.volumes and not aims else None
    aimed = [each.target.metric for each in firm.fits]
    figures = [
        *(each.target for each in firm.fits if "@" not in each.target.metric or aims),
        *shown,
    ]
    return FittedFirm(
        firm.calibration,
        tuple(firm.sources),
        tuple(firm.contacts),
        firm.check,
        tuple(firm.reports),
        tuple(firm.fits),
        mirror(
            firm.scenario,
            figures if firm.volumes and not ask.fit_only else [],
            aimed,
            ask.engine,
            days,
        ),
    )


def _sorted_out(files: Files, reading: ReadingOptions) -> Files:
    """The files by what they hold; what `data` holds is told by its header. Raises UsageError."""
    if files.data is None:
        return files
    role = _role(DataTable(files.data, reading.file))
    if getattr(files, role) is not None:
        raise UsageError(
            f"{files.data}: holds {role}, and --{role} names another file; give one of them"
        )
    return replace(files, **{"data": None, role: files.data})


def _role(table: DataTable) -> str:
    """What a table is about, by its header and whether it counts."""
    header = table.header
    if summaries.is_one(header):
        return "orders"
    if interval_columns.is_report(table):
        return "calls"
    if contracts.kind_of(header) is not None:
        return "renewals"
    if tickets.is_one(header):
        return "tickets"
    return "calls" if contact_columns.is_one(header) else "orders"


def _take(firm: _Firm, learnt: _Learnt) -> None:
    firm.calibration, firm.model = learnt.calibration, learnt.model
    firm.sources.append(learnt.source)
    firm.check = learnt.check or firm.check
    firm.exposure = learnt.exposure or firm.exposure


def _learnt(calibration: Calibration, path: Path, role: str, ask: CalibrateAsk) -> _Learnt:
    """What a file of purchases or renewals tells, by what kind of file it is."""
    header = DataTable(path, ask.reading.file).header
    mapped = any(ask.order_columns)
    kind = None if mapped else contracts.kind_of(header)
    if not mapped and summaries.is_one(header):
        return _from_table(calibration, path, ask)
    if role == "renewals" and kind is not None:
        return _from_contracts(calibration, path, kind, ask)
    return _from_log(
        calibration, path, "sbg" if role == "renewals" and ask.model == "auto" else ask.model, ask
    )


def _from_table(calibration: Calibration, path: Path, ask: CalibrateAsk) -> _Learnt:
    if ask.check:
        raise UsageError(f"{path}: --check needs a log of purchases, not a summary")
    table = summaries.read(path, ask.reading, ask.time_unit)
    model = bgnbd.fit(table.histories)
    return _Learnt(fitting.with_bgnbd(calibration, model), table.understood, model)


def _from_contracts(calibration: Calibration, path: Path, kind: str, ask: CalibrateAsk) -> _Learnt:
    if ask.check:
        raise UsageError(f"{path}: --check needs a log of purchases, not a summary")
    if ask.period is None:
        raise UsageError(f"{path}: how long is a period? Say --period '1 year' or so")
    table = contracts.read(path, ask.reading, kind, ask.period, ask.start)
    model = sbg.fit(table.survivals, ask.period)
    calibration = fitting.with_sbg(calibration, model)
    if table.running is not None:
        calibration = fitting.with_contracts(calibration, table.running)
    return _Learnt(calibration, table.understood, model, None, table.exposure)


def _from_log(calibration: Calibration, path: Path, asked: str, ask: CalibrateAsk) -> _Learnt:
    """What a log of purchases tells."""
    log = purchases.read(path, ask.order_columns, ask.reading)
    gap, variation = sbg.regularity(log)
    found: Check | None = None
    a_day, there = 1.0, None
    if asked == "sbg" or (asked == "auto" and variation < sbg.REGULAR):
        if ask.check:
            raise UsageError("--check compares repeat buying; it knows no contracts yet")
        period = ask.period or gap
        contract = sbg.fit(sbg.from_payments(log, period), period)
        calibration = fitting.with_sbg(calibration, contract)
        model: BgNbd | Sbg = contract
    else:
        known = histories(log)
        bought = bgnbd.fit(known, whole_days=True)
        model = bought
        a_day = spending.purchases_a_day(bought, known)
        calibration = fitting.with_bgnbd(calibration, bought)
        calibration = fitting.with_population(calibration, bought, known, log.last_day)
        there = exposure.of_buyers(bought, known, float(log.last_day))
        off = forecast.outside(log, bought)
        missed = None if off is None else forecast.words(off)
        calibration = calibration.with_more((), {}, [] if missed is None else [missed])
        if ask.check:
            found = checking.check(log, ask.engine)
    amounts = spending.fit(log.amount, log.who, a_day)
    if amounts is not None:
        calibration = fitting.with_spending(calibration, amounts)
    return _Learnt(calibration, log.understood, model, found, there)


def _customers(firm: _Firm, ask: CalibrateAsk) -> None:
    """How many customers calls and tickets come from, where that is said."""
    if ask.customers is not None:
        if not ask.customers >= 1.0:
            raise UsageError("--customers: is out of range; allowed: at least 1")
        firm.exposure = exposure.of_number(ask.customers)
        firm.calibration = fitting.with_customers(firm.calibration, ask.customers)


def _years(firm: _Firm, first: float, days: float, what: str) -> float:
    """Customer-years over days that begin on one; says whose customers they are."""
    if firm.exposure is not None:
        return firm.exposure.years(first, first + days)
    customers = firm.scenario.tables.population.customers
    note = f"{what}: taken to come from the scenario's {customers:,} customers; say --customers N if there are others"
    firm.calibration = firm.calibration.with_more((), {}, [note])
    return max(1e-9, customers * days / exposure.YEAR)


def _calls(firm: _Firm, path: Path, ask: CalibrateAsk) -> None:
    """Contacts, one by one or as sums over intervals."""
    if interval_columns.is_report(DataTable(path, ask.reading.file)):
        (report,) = interval_report.read(path, ask.reading)
        firm.sources.append(report.understood)
        firm.reports.append(report)
        channel = service_fitting.first_channel(firm.calibration, ask.channel)
        firm.calibration = service_fitting.with_report(firm.calibration, report, channel)
        years = _years(firm, report.first_day, report.days, path.name)
        _volume(firm, volumes.of_report(report, channel, years))
        return
    read = contact_log.read(path, ask.contact_columns, ask.reading, split=ask.channel is None)
    firm.sources.append(read[0].understood)
    for each in read:
        known = firm.scenario.tables.service.channels
        channel = service_fitting.channel_for(firm.calibration, each, ask.channel)
        firm.calibration = service_fitting.with_contacts(firm.calibration, each, channel)
        firm.contacts.append(each)
        years = _years(firm, each.first_day, each.days, path.name)
        target_wait = firm.scenario.tables.service.target_wait
        volume = volumes.of_contacts(each, channel, years, target_wait)
        if channel not in known:
            firm.calibration = service_fitting.with_asking(
                firm.calibration, channel, volume.per_year
            )
        _volume(firm, volume)


def _volume(firm: _Firm, volume: ChannelVolume) -> None:
    """Keep a channel's volume, and put people on shift to begin with."""
    firm.volumes.append(volume)
    staff = volumes.staffed(firm.scenario, volume)
    firm.calibration = firm.calibration.with_more((), staff)


def _tickets(firm: _Firm, path: Path, ask: CalibrateAsk) -> None:
    """Cases by type, from a helpdesk's export."""
    found = tickets.read(path, ask.reading, ask.type_column)
    firm.sources.append(found.understood)
    years = ask.customer_years or _years(firm, found.first_day, found.days, path.name)
    rates = counts.Counts(counts.rates_of(found.types, years), years, found.understood)
    firm.calibration = service_fitting.with_rates(firm.calibration, rates, dict(ask.problems), True)
    channels = firm.scenario.tables.service.channels
    channel = ask.channel or next(iter(channels), None)
    firm.calibration = service_fitting.with_tickets(firm.calibration, found, channel)


def _cases(firm: _Firm, path: Path, ask: CalibrateAsk) -> None:
    if ask.customer_years is None:
        raise UsageError(
            "--cases needs --customer-years: over how many customers times years they came"
        )
    found = counts.read(path, ask.customer_years, ask.reading, ask.type_column)
    firm.sources.append(found.understood)
    firm.calibration = service_fitting.with_rates(
        firm.calibration, found, dict(ask.problems), False
    )


def _net(firm: _Firm, ask: CalibrateAsk, progress: Progress) -> None:
    if firm.model is None:
        raise UsageError("--net needs DATA.csv, from which leaving is fitted")
    with progress.counting("newcomers") as counter:
        firm.calibration, fits = churn_adjustment.net(
            firm.calibration, firm.model, engine=ask.engine, progress=counter
        )
    firm.fits += fits


def _targets(
    firm: _Firm, aims: Sequence[Target], ask: CalibrateAsk, progress: Progress, files: Files
) -> list[Target]:
    """Move knobs to the figures that are told and those of the data; what is only compared comes back."""
    channels = firm.scenario.tables.service.channels
    told_by_data, shown = volumes.figures(firm.volumes, len(channels) == 1)
    if ask.fit_only:
        told_by_data = shown = []
    said = {each.metric for each in aims}
    every = [*aims, *(each for each in told_by_data if each.metric not in said)]
    if not every:
        return shown
    known = [PATIENCE] if firm.contacts or firm.reports else []
    if files.tickets is not None:
        known += [QUESTIONS, CASES]
    days = days_to_simulate(firm.scenario, firm.volumes) if firm.volumes and not aims else None
    with progress.counting("moving knobs") as counter:
        firm.calibration, fits = targets.fit_targets(
            firm.calibration, every, engine=ask.engine, progress=counter, days=days, told=known
        )
    firm.fits += fits
    return shown
