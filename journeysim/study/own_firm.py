"""Own firm: a scenario made of a firm's own data, figures or answers, and how it is read.

What `calibrate` and `init` come to: printed, as a document, as columns, as a scenario file, or as a
scenario to go on with. Reading it runs nothing again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from journeysim.calibration.fitted_firm import FittedFirm
from journeysim.calibration.fitting import Fitted
from journeysim.report import calibrated, to_json
from journeysim.report.files import write_text
from journeysim.scenario.scenario import Scenario
from journeysim.study.columns import Array
from journeysim.study.rendering import html_of, text_of


@dataclass(frozen=True, repr=False)
class OwnFirm:
    """A firm of one's own. engine: the one asked for.

    missed: figures that it does not show, in words; unknown: questions without an answer, for which
    usual numbers stand in.
    """

    firm: FittedFirm
    engine: str = "auto"
    missed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The firm as a scenario, to be compared and checked like a loaded one."""
        return self.firm.scenario

    @property
    def fitted(self) -> tuple[Fitted, ...]:
        """What was told, each with its interval and source."""
        return self.firm.calibration.fitted

    @property
    def assumed(self) -> Sequence[str]:
        """The knobs that nothing told."""
        return self.firm.calibration.assumed()

    def show(self, page: Console, full: bool = False) -> None:
        """Print it as the command does."""
        calibrated.print_result(page, self.firm)

    def __str__(self) -> str:
        """What the command prints."""
        return text_of(self.show).rstrip("\n")

    def __repr__(self) -> str:
        """What it is, in a line."""
        return f"<OwnFirm: {len(self.fitted)} fitted, {len(self.assumed)} knobs assumed>"

    def _repr_html_(self) -> str:
        """What the command prints, for a notebook."""
        return html_of(self.show)

    def document(self) -> str:
        """The JSON document, byte for byte as `calibrate --json` writes it."""
        return to_json.text(self.data())

    def data(self) -> dict[str, Any]:
        """The same as a dict."""
        seed = self.firm.calibration.scenario.tables.run.seed
        head = to_json.envelope(seed=seed, engine=self.engine, exit_code=int(self.firm.is_off))
        return head | calibrated.document(self.firm)

    def columns(self) -> dict[str, Array]:
        """What was told, one thing a row: name, key, value, low, high, unit, source."""
        ends = [each.interval or (np.nan, np.nan) for each in self.fitted]
        return {
            "name": _texts(each.name for each in self.fitted),
            "key": _texts(each.key for each in self.fitted),
            "value": np.array([each.value for each in self.fitted], dtype=np.float64),
            "low": np.array([low for low, _ in ends], dtype=np.float64),
            "high": np.array([high for _, high in ends], dtype=np.float64),
            "unit": _texts(each.unit for each in self.fitted),
            "source": _texts(each.source for each in self.fitted),
        }

    def write(self, path: Path | str) -> None:
        """Write the scenario file. Raises UsageError where that cannot be done."""
        target = Path(path)
        write_text(target, calibrated.file_text(self.firm, target))


def _texts(values: Any) -> Array:
    return np.array(list(values), dtype=str)
