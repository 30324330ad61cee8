"""Fitted firm: everything a calibration found, as reports show it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from journeysim.calibration.cells.understood import Understood
from journeysim.calibration.checking import FAR_OFF, OFF, Check
from journeysim.calibration.contacts import Contacts
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.forecast import words
from journeysim.calibration.interval_report import IntervalReport
from journeysim.calibration.mirror import MirrorRow
from journeysim.calibration.targets import TargetFit
from journeysim.scenario.scenario import Scenario


@dataclass(frozen=True)
class FittedFirm:
    """A calibration, the files it was read from, and how the fitted firm compares.

    forecast: repeat purchases of the second half of the data as the first half has them, minus one.
    """

    calibration: Calibration
    sources: tuple[Understood, ...] = ()
    contacts: tuple[Contacts, ...] = ()
    check: Check | None = None
    reports: tuple[IntervalReport, ...] = ()
    target_fits: tuple[TargetFit, ...] = ()
    mirror: tuple[MirrorRow, ...] = ()
    forecast: float | None = None

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was fitted."""
        return self.calibration.scenario.with_values(self.calibration.values, "calibrate")

    @property
    def is_off(self) -> bool:
        """Is a figure that was aimed at, or the forecast, off beyond its tolerance?"""
        missed = any(row.aimed and row.ok is False for row in self.mirror)
        missed = missed or any(each.rest and each.is_far for each in self.target_fits)
        return missed or abs(self.misses) > FAR_OFF

    @property
    def misses(self) -> float:
        """By how much the first half of the purchases misses the second, relative: by simulation where that
        was asked for, else by the closed form; 0 where neither tells."""
        off = self.check.outside if self.check is not None else self.forecast
        return 0.0 if off is None or isnan(off) else off

    @property
    def warning(self) -> str:
        """What a forecast that misses by more than a tenth may mean; "" for one that does not."""
        return words(self.misses) if abs(self.misses) > OFF else ""
