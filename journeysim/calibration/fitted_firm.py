"""Fitted firm: everything a calibration found, as reports show it."""

from __future__ import annotations

from dataclasses import dataclass

from journeysim.calibration.cells.understood import Understood
from journeysim.calibration.checking import Check
from journeysim.calibration.contacts import Contacts
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.targets import TargetFit
from journeysim.scenario.scenario import Scenario


@dataclass(frozen=True)
class FittedFirm:
    """A calibration, the files it was read from, and how the fitted firm compares."""

    calibration: Calibration
    sources: tuple[Understood, ...] = ()
    contacts: tuple[Contacts, ...] = ()
    check: Check | None = None
    target_fits: tuple[TargetFit, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was fitted."""
        return self.calibration.scenario.with_values(self.calibration.values, "calibrate")
