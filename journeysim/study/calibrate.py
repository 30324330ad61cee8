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
    contact_log,
    contracts,
    counts,
    fitting,
    purchases,
    sbg,
    service_fitting,
    spending,
    summaries,
    targets,
)
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.cells.understood import Understood
from journeysim.calibration.checking import Check
from journeysim.calibration.contacts import Contacts
from journeysim.calibration.fitted_firm import FittedFirm
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.histories import histories
from journeysim.calibration.sbg import Sbg
from journeysim.calibration.targets import Target, TargetFit
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


@dataclass
class _Firm:
    """What was learnt so far."""

    calibration: Calibration
    sources: list[Understood] = field(default_factory=list)
    contacts: list[Contacts] = field(default_factory=list)
    model: BgNbd | Sbg | None = None
    check: Check | None = None
    fits: list[TargetFit] = field(default_factory=list)


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
    if files.calls is not None:
        _calls(firm, files.calls, ask)
    if files.cases is not None:
        _cases(firm, files.cases, ask)
    if ask.net:
        _net(firm, ask, progress)
    _targets(firm, aims, ask, progress)
    result = FittedFirm(
        firm.calibration, tuple(firm.sources), tuple(firm.contacts), firm.check, tuple(firm.fits)
    )
    assert result.scenario
    return result


def _sorted_out(files: Files, reading: ReadingOptions) -> Files:
    """The files by what they hold; what `data` holds is told by its header. Raises UsageError."""
    if files.data is None:
        return files
    header = DataTable(files.data, reading.file).header
    role = "orders"
    if not summaries.is_one(header) and contracts.kind_of(header) is not None:
        role = "renewals"
    if getattr(files, role) is not None:
        raise UsageError(
            f"{files.data}: holds {role}, and --{role} names another file; give one of them"
        )
    return replace(files, **{"data": None, role: files.data})


def _take(firm: _Firm, learnt: _Learnt) -> None:
    firm.calibration, firm.model = learnt.calibration, learnt.model
    firm.sources.append(learnt.source)
    firm.check = learnt.check or firm.check


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
    return _Learnt(fitting.with_sbg(calibration, model), table.understood, model)


def _from_log(calibration: Calibration, path: Path, asked: str, ask: CalibrateAsk) -> _Learnt:
    """What a log of purchases tells."""
    log = purchases.read(path, ask.order_columns, ask.reading)
    gap, variation = sbg.regularity(log)
    found: Check | None = None
    a_day = 1.0
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
        if ask.check:
            found = checking.check(log, ask.engine)
    amounts = spending.fit(log.amount, log.who, a_day)
    if amounts is not None:
        calibration = fitting.with_spending(calibration, amounts)
    return _Learnt(calibration, log.understood, model, found)


def _calls(firm: _Firm, path: Path, ask: CalibrateAsk) -> None:
    read = contact_log.read(path, ask.contact_columns, ask.reading, split=ask.channel is None)
    firm.sources.append(read[0].understood)
    for each in read:
        channel = service_fitting.channel_for(firm.calibration, each, ask.channel)
        firm.calibration = service_fitting.with_contacts(firm.calibration, each, channel)
        firm.contacts.append(each)


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


def _targets(firm: _Firm, aims: Sequence[Target], ask: CalibrateAsk, progress: Progress) -> None:
    if not aims:
        return
    with progress.counting("moving knobs") as counter:
        firm.calibration, fits = targets.fit_targets(
            firm.calibration, aims, engine=ask.engine, progress=counter
        )
    firm.fits += fits
