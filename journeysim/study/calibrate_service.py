"""Calibrate service: what files of calls, tickets and cases tell of problems and of those who answer."""

from __future__ import annotations

from pathlib import Path

from journeysim.calibration import (
    contact_fitting,
    contact_log,
    counts,
    exposure,
    interval_columns,
    interval_report,
    problem_fitting,
    standing,
    tickets,
    volumes,
)
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.search_directions import ASKING, leading_to
from journeysim.calibration.volumes import ChannelVolume
from journeysim.errors import UsageError
from journeysim.study.calibrate_ask import CalibrateAsk
from journeysim.study.calibrate_firm import FirmSoFar

_FEW = 0.05


def learn_customers(firm: FirmSoFar, ask: CalibrateAsk) -> None:
    """How many customers calls and tickets come from, where that is said."""
    if ask.customers is not None:
        if not ask.customers >= 1.0:
            raise UsageError("--customers: is out of range; allowed: at least 1")
        firm.exposure = exposure.of_number(ask.customers)
        firm.calibration = standing.with_customers(firm.calibration, ask.customers)


def _years(firm: FirmSoFar, first: float, days: float, what: str) -> float:
    """Customer-years over days that begin on one; says whose customers they are."""
    if firm.exposure is not None:
        return firm.exposure.years(first, first + days)
    customers = firm.scenario.tables.population.customers
    note = f"{what}: taken to come from the scenario's {customers:,} customers; say --customers N if there are others"
    firm.calibration = firm.calibration.with_more((), {}, [note])
    return max(1e-9, customers * days / exposure.YEAR)


def learn_calls(firm: FirmSoFar, path: Path, ask: CalibrateAsk) -> None:
    """Contacts, one by one or as sums over intervals."""
    if interval_columns.is_report(DataTable(path, ask.reading.file)):
        (report,) = interval_report.read(path, ask.reading)
        firm.hear(report.understood)
        firm.reports.append(report)
        channel = contact_fitting.first_channel(firm.calibration, ask.channel)
        firm.calibration = contact_fitting.with_report(firm.calibration, report, channel)
        years = _years(firm, report.first_day, report.days, path.name)
        volume = volumes.of_report(report, channel, years)
        _without_ticket(firm, volume)
        _volume(firm, volume)
        return
    read = contact_log.read(path, ask.contact_columns, ask.reading, split=ask.channel is None)
    firm.hear(read[0].understood)
    for each in read:
        known = firm.scenario.tables.service.channels
        channel = contact_fitting.channel_for(firm.calibration, each, ask.channel)
        firm.calibration = contact_fitting.with_contacts(firm.calibration, each, channel)
        firm.contacts.append(each)
        years = _years(firm, each.first_day, each.days, path.name)
        target_wait = firm.scenario.tables.service.target_wait
        volume = volumes.of_contacts(each, channel, years, target_wait)
        if channel not in known or not leading_to(firm.scenario, channel):
            firm.calibration = contact_fitting.with_asking(
                firm.calibration, channel, volume.per_year, f"what people turn to {channel} for"
            )
        else:
            _without_ticket(firm, volume)
        _volume(firm, volume)


def _without_ticket(firm: FirmSoFar, volume: ChannelVolume) -> None:
    """Contacts beyond those that tickets explain become a request of their own."""
    if firm.tickets is None:
        return
    rest, per_ticket = volume.per_year - firm.tickets, firm.tickets
    firm.tickets = max(0.0, -rest)
    if rest <= _FEW * volume.per_year:
        return
    note = (
        f"{volume.name}: {volume.per_year:.3g} contacts a customer and year, and tickets tell {per_ticket:.3g}: the rest "
        f"leaves no ticket, or calls again; it becomes problems.{ASKING}{volume.channel}"
    )
    firm.calibration = contact_fitting.with_asking(
        firm.calibration, volume.channel, rest, "what people call for that leaves no ticket"
    ).with_more((), {}, [note])


def _volume(firm: FirmSoFar, volume: ChannelVolume) -> None:
    """Keep a channel's volume, and put people on shift to begin with."""
    firm.volumes.append(volume)
    staff = volumes.staffed(firm.scenario, volume)
    firm.calibration = firm.calibration.with_more((), staff)


def learn_tickets(firm: FirmSoFar, path: Path, ask: CalibrateAsk) -> None:
    """Cases by type, from a helpdesk's export."""
    read = tickets.read(path, ask.reading, ask.type_column)
    firm.hear(read.understood)
    years = ask.customer_years or _years(firm, read.first_day, read.days, path.name)
    rates = counts.Counts(counts.rates_of(read.types, years), years, read.understood)
    firm.tickets = read.types.total() / years
    firm.calibration = problem_fitting.with_rates(firm.calibration, rates, dict(ask.problems), True)
    channels = firm.scenario.tables.service.channels
    channel = ask.channel or next(iter(channels), None)
    firm.calibration = problem_fitting.with_tickets(firm.calibration, read, channel)


def learn_cases(firm: FirmSoFar, path: Path, ask: CalibrateAsk) -> None:
    """Cases by type, from a table of them. Raises UsageError."""
    if ask.customer_years is None:
        raise UsageError(
            "--cases needs --customer-years: over how many customers times years they came"
        )
    counted = counts.read(path, ask.customer_years, ask.reading, ask.type_column)
    firm.hear(counted.understood)
    firm.calibration = problem_fitting.with_rates(
        firm.calibration, counted, dict(ask.problems), False
    )
