"""Fitted firm: everything a calibration found, as reports show it."""

from __future__ import annotations

from dataclasses import dataclass

from journeysim.calibration.cells.understood import Understood
from journeysim.calibration.checking import Check
from journeysim.calibration.contacts import Contacts
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.interval_report import IntervalReport
from journeysim.calibration.mirror import MirrorRow
from journeysim.calibration.targets import TargetFit
from journeysim.scenario.scenario import Scenario


@dataclass(frozen=True)
class FittedFirm:
    """A calibration, the files it was read from, and how the fitted firm compares."""

    calibration: Calibration
    sources: tuple[Understood, ...] = ()
    contacts: tuple[Contacts, ...] = ()
    check: Check | None = None
    reports: tuple[IntervalReport, ...] = ()
    target_fits: tuple[TargetFit, ...] = ()
    mirror: tuple[MirrorRow, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was fitted."""
        return self.calibration.scenario.with_values(self.calibration.values, "calibrate")

    @property
    def is_off(self) -> bool:
        """Is a figure that was aimed at, or the forecast, off beyond its tolerance?"""
        missed = any(row.aimed and row.ok is False for row in self.mirror)
        return missed or (self.check is not None and self.check.is_far_off)
