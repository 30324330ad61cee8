"""Calibrate buyers: what a file of purchases, customers or contracts tells of who comes and who stays."""

from __future__ import annotations

from pathlib import Path

from journeysim.calibration import (
    bgnbd,
    checking,
    contracts,
    exposure,
    fitting,
    forecast,
    posteriors,
    purchases,
    sbg,
    spending,
    standing,
    summaries,
)
from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.histories import Histories, Purchases, histories
from journeysim.errors import UsageError
from journeysim.study.calibrate_ask import CalibrateAsk
from journeysim.study.calibrate_firm import FirmSoFar


def learn_buyers(firm: FirmSoFar, path: Path, role: str, ask: CalibrateAsk) -> None:
    """What a file of purchases or renewals tells, by what kind of file it is. Raises UsageError."""
    header = DataTable(path, ask.reading.file).header
    mapped = any(ask.order_columns)
    kind = None if mapped else contracts.kind_of(header)
    if not mapped and summaries.is_one(header):
        _from_table(firm, path, ask)
    elif role == "renewals" and kind is not None:
        _from_contracts(firm, path, kind, ask)
    else:
        asked = "sbg" if role == "renewals" and ask.model == "auto" else ask.model
        _from_log(firm, path, asked, ask)


def _from_table(firm: FirmSoFar, path: Path, ask: CalibrateAsk) -> None:
    if ask.check:
        raise UsageError(f"{path}: --check needs a log of purchases, not a summary")
    table = summaries.read(path, ask.reading, ask.time_unit)
    firm.hear(table.understood)
    model = bgnbd.fit(table.histories)
    firm.model = model
    firm.calibration = fitting.with_bgnbd(firm.calibration, model)
    _standing(firm, model, table.histories)


def _from_contracts(firm: FirmSoFar, path: Path, kind: str, ask: CalibrateAsk) -> None:
    if ask.check:
        raise UsageError(f"{path}: --check needs a log of purchases, not a summary")
    if ask.period is None:
        raise UsageError(f"{path}: how long is a period? Say --period '1 year' or so")
    table = contracts.read(path, ask.reading, kind, ask.period, ask.start)
    firm.hear(table.understood)
    model = sbg.fit(table.survivals, ask.period)
    firm.model = model
    firm.calibration = fitting.with_sbg(firm.calibration, model)
    if table.running is not None:
        running = posteriors.of_contracts(model, table.survivals.running)
        firm.calibration = standing.with_contracts(firm.calibration, running)
    firm.exposure = table.exposure or firm.exposure


def _from_log(firm: FirmSoFar, path: Path, asked: str, ask: CalibrateAsk) -> None:
    """What a log of purchases tells."""
    log = purchases.read(path, ask.order_columns, ask.reading)
    firm.hear(log.understood)
    gap, variation = sbg.regularity(log)
    if asked == "sbg" or (asked == "auto" and variation < sbg.REGULAR):
        if ask.check:
            raise UsageError("--check compares repeat buying; it knows no contracts yet")
        period = ask.period or gap
        paid = sbg.from_payments(log, period)
        contract = sbg.fit(paid, period)
        firm.model = contract
        firm.calibration = fitting.with_sbg(firm.calibration, contract)
        running = posteriors.of_contracts(contract, paid.running)
        firm.calibration = standing.with_contracts(firm.calibration, running)
        firm.calibration = _newcomers(firm, log, histories(log))
        a_day = 1.0
    else:
        a_day = _repeat_buying(firm, log, ask)
    amounts = spending.fit(log.amount, log.who, a_day)
    if amounts is not None:
        firm.calibration = fitting.with_spending(firm.calibration, amounts)


def _standing(firm: FirmSoFar, model: BgNbd, known: Histories) -> None:
    """Who is there at the end of histories, as the model was fitted to them."""
    elsewhere = firm.calibration.scenario.tables.purchase.elsewhere
    there = posteriors.of_buyers(model, known, elsewhere)
    active = float(bgnbd.active(model, known).sum())
    firm.calibration = standing.with_population(firm.calibration, there, active)


def _newcomers(firm: FirmSoFar, log: Purchases, known: Histories) -> Calibration:
    return standing.with_newcomers(firm.calibration, known.first, log.first_day, log.last_day)


def _repeat_buying(firm: FirmSoFar, log: Purchases, ask: CalibrateAsk) -> float:
    """Who buys again and who has left; gives the purchases that a day of purchase holds."""
    known = histories(log)
    model = bgnbd.fit(known, whole_days=True)
    firm.model = model
    firm.calibration = fitting.with_bgnbd(firm.calibration, model)
    _standing(firm, model, bgnbd.visible(known))
    firm.calibration = _newcomers(firm, log, known)
    firm.exposure = exposure.of_buyers(model, known, float(log.last_day))
    firm.forecast = forecast.outside(log, model)
    if firm.forecast is not None and abs(firm.forecast) > checking.OFF:
        firm.calibration = firm.calibration.with_more((), {}, [forecast.words(firm.forecast)])
    if ask.check:
        firm.check = checking.check(log, ask.engine)
    return spending.purchases_a_day(model, known)
