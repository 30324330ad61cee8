"""Exports: files about what is on the screen, made by the studies that the commands call.

So they are the very bytes that the commands give. A file appears whole or not at all.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from journeysim.errors import JourneysimError
from journeysim.tui.protocol import Exported, ExportRequest, Kind


def exported(order: ExportRequest) -> Exported:
    """Write the file that is asked for; says why not where that cannot be done."""
    write = {Kind.LOG: _write_log, Kind.REPORT: _write_report}[order.kind]
    try:
        write(order, Path(order.path))
    except JourneysimError as error:
        return Exported(order.path, str(error))
    return Exported(order.path)


def _write_log(order: ExportRequest, path: Path) -> None:
    from journeysim.study.log import AskLog, log, refuse_target

    (scenario,) = order.frame.scenarios(order.source)
    refuse_target(path, scenario, truth=False)
    log(scenario, AskLog((order.policy,), engine=order.engine)).write(path)


def _write_report(order: ExportRequest, path: Path) -> None:
    from journeysim.report.files import refuse_overwriting
    from journeysim.study.report import AskReport, command_again, report

    frame = replace(order.frame, replications=order.replications)
    (scenario,) = frame.scenarios(order.source)
    refuse_overwriting(path, scenario.document.files)
    ask = AskReport(
        (order.policy,), order.baseline, order.replications, engine=order.engine, focus=order.policy
    )
    ask = replace(ask, command=command_again(order.source, frame, ask))
    report(scenario, ask).write(path)
