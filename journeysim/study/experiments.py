"""Experiments: how measured policies are read, by `run` and by `compare` alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from rich.console import Console

from journeysim.experiment.compare import Experiment
from journeysim.report.to_json import Finding, document
from journeysim.study.columns import observed, tidy
from journeysim.study.findings import Lived, Reading


class Measured(Protocol):
    """Policies measured in one world, and what of it goes into a document."""

    @property
    def experiment(self) -> Experiment:
        """What was measured."""

    @property
    def finding(self) -> Finding:
        """What goes into a document."""


Part = TypeVar("Part", bound=Measured)


def reading(show: Callable[[Console, Part, bool], None]) -> Reading[Part]:
    """How such a part is read. show: prints it, at full length if so asked."""
    return Reading(
        show=show,
        document=lambda parts, engine: document(
            [each.finding for each in parts], engine=engine, exit_code=0
        ),
        columns=lambda parts: tidy(
            series for each in parts for series in observed(each.experiment)
        ),
        lived=lambda part: Lived(part.experiment.scenario, part.experiment.policies),
    )
