"""Calibrate: a scenario fitted to a firm's own files and figures, with what stays assumed.

Reads every file given, lays what each tells over the scenario, moves what nobody can look up until
the simulated firm shows the figures, and says how far it is off. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from journeysim import metrics
from journeysim.calibration import (
    churn_adjustment,
    contact_columns,
    contracts,
    interval_columns,
    summaries,
    targets,
    tickets,
    volumes,
)
from journeysim.calibration.cells.files import DataTable
from journeysim.calibration.cells.options import ReadingOptions
from journeysim.calibration.fitted_firm import FittedFirm
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.mirror import MirrorRow, mirror
from journeysim.calibration.search import Target
from journeysim.calibration.search_directions import QUESTIONS, chosen, free_way
from journeysim.calibration.sheet import told_firm
from journeysim.calibration.volumes import days_to_simulate
from journeysim.errors import UsageError
from journeysim.scenario.scenario import Scenario
from journeysim.study.calibrate_ask import CalibrateAsk, Files
from journeysim.study.calibrate_buyers import learn_buyers
from journeysim.study.calibrate_firm import FirmSoFar, Heard
from journeysim.study.calibrate_service import (
    learn_calls,
    learn_cases,
    learn_customers,
    learn_tickets,
)
from journeysim.study.mirror import mirror as reflection
from journeysim.study.progress import SILENT, Progress


def calibrate(
    scenario: Scenario,
    ask: CalibrateAsk,
    progress: Progress = SILENT,
    heard: Heard = lambda file: None,
) -> FittedFirm:
    """The scenario fitted to what is asked. Raises UsageError where something cannot be read or fitted.

    heard: is told of every file as it was understood, before anything is fitted to it.
    """
    files = _sorted_out(ask.files, ask.reading)
    aims = [targets.target(text) for text in ask.targets]
    if not files.paths() and not aims:
        raise UsageError("nothing to fit: give DATA.csv, --orders, --calls, --tickets, --renewals, --cases or --target")  # fmt: skip
    if ask.check and files.orders is None:
        raise UsageError("--check and --svg need a log of purchases (DATA.csv or --orders)")
    firm = FirmSoFar(Calibration(scenario), heard)
    for path, role in ((files.orders, "orders"), (files.renewals, "renewals")):
        if path is not None:
            learn_buyers(firm, path, role, ask)
    learn_customers(firm, ask)
    if files.tickets is not None:
        learn_tickets(firm, files.tickets, ask)
    if files.cases is not None:
        learn_cases(firm, files.cases, ask)
    if files.calls is not None:
        learn_calls(firm, files.calls, ask)
    if ask.net:
        _net(firm, ask, progress)
    shown = _targets(firm, aims, ask, progress, files)
    aimed = [each.target.metric for each in firm.fits]
    figures = [
        *(each.target for each in firm.fits if "@" not in each.target.metric or aims),
        *shown,
    ]
    as_told = _as_told(firm, ask, progress)
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
            _days(firm, aims),
            firm.volumes,
        )
        + as_told,
        firm.forecast,
    )


def _as_told(firm: FirmSoFar, ask: CalibrateAsk, progress: Progress) -> tuple[MirrorRow, ...]:
    """The figures of the scenario's own [firm] section beside those of the fitted firm."""
    if ask.fit_only or not told_firm.tells(firm.scenario):
        return ()
    return reflection(firm.scenario, ask.engine, None, progress).rows


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


def _net(firm: FirmSoFar, ask: CalibrateAsk, progress: Progress) -> None:
    if firm.model is None:
        raise UsageError("--net needs DATA.csv, from which leaving is fitted")
    with progress.counting("newcomers") as counter:
        firm.calibration, fits = churn_adjustment.net(
            firm.calibration, firm.model, engine=ask.engine, progress=counter
        )
    firm.fits += fits


def _targets(
    firm: FirmSoFar, aims: Sequence[Target], ask: CalibrateAsk, progress: Progress, files: Files
) -> list[Target]:
    """Move knobs to figures that are told and to those of the data; what is only compared comes back."""
    only = len(firm.scenario.tables.service.channels) == 1
    data = [] if ask.fit_only else volumes.figures(firm.volumes, only)
    known = volumes.givens(firm.scenario, firm.volumes, only, files.tickets is not None)
    every, shown = _with_a_knob(aims, data, known)
    before, days = firm.calibration, _days(firm, aims)
    while every:
        with progress.counting("moving knobs") as counter:
            firm.calibration, fits = targets.fit_targets(
                before, every, engine=ask.engine, progress=counter, days=days, givens=known
            )
        stuck = [each.words for each in fits if each.rest and each.words.startswith(QUESTIONS)]
        if not stuck or len(_with_a_knob(aims, data, known + stuck)[0]) < len(every):
            firm.fits += fits
            break
        known += stuck
    return shown


def _with_a_knob(
    aims: Sequence[Target], data: Sequence[Target], told: Sequence[str]
) -> tuple[list[Target], list[Target]]:
    """Figures for which a knob is left, those that are told first, and figures of data without one."""
    every, shown = list(aims), list[Target]()
    ways = chosen([metrics.find(each.metric) for each in aims], told)
    aimed_at = {each.metric for each in aims}
    for each in data:
        way = free_way(metrics.find(each.metric), ways, told)
        if each.metric in aimed_at:
            continue
        if way is None:
            shown.append(each)
        else:
            every.append(each)
            ways.append(way)
    return every, shown


def _days(firm: FirmSoFar, aims: Sequence[Target]) -> float | None:
    """Over how many days figures of data are shown; None, the scenario's own, where others are told."""
    return days_to_simulate(firm.scenario, firm.volumes) if firm.volumes and not aims else None
