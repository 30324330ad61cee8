"""Firm in the making: what a calibration has learnt so far, file by file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from journeysim.calibration.bgnbd import BgNbd
from journeysim.calibration.cells.understood import Understood
from journeysim.calibration.checking import Check
from journeysim.calibration.contacts import Contacts
from journeysim.calibration.exposure import Exposure
from journeysim.calibration.fitting import Calibration
from journeysim.calibration.interval_report import IntervalReport
from journeysim.calibration.sbg import Sbg
from journeysim.calibration.targets import TargetFit
from journeysim.calibration.volumes import ChannelVolume
from journeysim.scenario.scenario import Scenario

Heard = Callable[[Understood], None]
"""Is told of every file as soon as it is read, before anything is fitted to it."""


@dataclass
class FirmSoFar:
    """What was learnt so far. exposure: of its customers, if a file tells it; forecast: how far the first
    half of its purchases misses the second, relative, if both are long enough; tickets: a customer and
    year, if a helpdesk tells them."""

    calibration: Calibration
    heard: Heard
    sources: list[Understood] = field(default_factory=list)
    contacts: list[Contacts] = field(default_factory=list)
    reports: list[IntervalReport] = field(default_factory=list)
    volumes: list[ChannelVolume] = field(default_factory=list)
    exposure: Exposure | None = None
    model: BgNbd | Sbg | None = None
    check: Check | None = None
    forecast: float | None = None
    tickets: float | None = None
    fits: list[TargetFit] = field(default_factory=list)

    @property
    def scenario(self) -> Scenario:
        """The scenario with what was learnt so far."""
        return self.calibration.scenario.with_values(self.calibration.values, "calibrate")

    def hear(self, file: Understood) -> None:
        """One more file was read."""
        self.sources.append(file)
        self.heard(file)
