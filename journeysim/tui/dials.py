"""Dials: the knobs of a scenario that can be turned on the screen.

A dial counts in the unit its scenario wrote it in (per cent for shares), so that every value it
can take is one that people would write. Refuses knobs that hold no single number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from journeysim import units
from journeysim.errors import ScenarioError
from journeysim.knobs import Section, Spread
from journeysim.numerals import marked
from journeysim.scenario import describe
from journeysim.scenario.merging import Table, at, nested
from journeysim.scenario.scenario import Scenario, side_of
from journeysim.scenario.tables import Dial, Tables

DIGITS = 9


@dataclass(frozen=True)
class ScaledDial:
    """One knob with its range, in the unit shown.

    scale: shown numbers per number of the model; spread: the rest of the distribution whose mean
    this is, which is handed over whole.
    """

    key: str
    label: str
    side: Literal["lever", "world"]
    kind: str
    low: float
    high: float
    step: float
    unit: str
    scale: float
    spread: Table | None = field(default=None, hash=False)

    @property
    def path(self) -> tuple[str, ...]:
        """The knob's place in the tables."""
        return tuple(self.key.split("."))

    @property
    def decimals(self) -> int:
        """Digits behind the point that a step needs."""
        exponent = Decimal(repr(round(self.step, DIGITS))).normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    def value(self, values: Section) -> float:
        """The knob's value in these tables."""
        return self.shown(at(values.model_dump(by_alias=True), self.path))

    def shown(self, number: float) -> float:
        """A number of the model in the unit shown."""
        return round(float(number) * self.scale, DIGITS)

    def shown_of(self, written: float | str) -> float:
        """A value as a file writes it, in the unit shown."""
        return round(_number(self.kind, written) * self.scale, DIGITS)

    def nudged(self, value: float, steps: int) -> float:
        """The value some steps on, within the range."""
        return self._within(value + steps * self.step)

    def nearest(self, share: float) -> float:
        """The value at a share of the way from low to high."""
        steps = round(share * (self.high - self.low) / self.step)
        return self._within(self.low + steps * self.step)

    def even_values(self, most: int) -> list[float]:
        """Even values from low to high, at most so many, each on a step."""
        steps = round((self.high - self.low) / self.step)
        for parts in range(min(most - 1, steps), 0, -1):
            if steps % parts == 0:
                return [self.nearest(k / parts) for k in range(parts + 1)]
        return [self.low, self.high]

    def share(self, value: float) -> float:
        """How far a value lies from low to high, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def text(self, value: float) -> str:
        """A value with its unit, as people write it."""
        unit = self.unit.replace("per ", "/") if self.kind == "rate" else f" {self.unit}"
        return f"{self.number(value)}{unit}".rstrip()

    def number(self, value: float) -> str:
        """A value without its unit."""
        short = f"{value:.{self.decimals}f}"
        return marked(short if float(short) == round(value, DIGITS) else f"{value:.6g}")

    def setting(self, value: float) -> tuple[tuple[str, ...], Any]:
        """The knob set to a value: where a scenario file says it, and what."""
        path, written = self.path, self._written(value)
        if self.spread is not None:
            return path[:-1], {**self.spread, path[-1]: written}
        return path, written

    def typed_value(self, value: float) -> str:
        """A value as an option of the command line takes it."""
        return str(self._written(value))

    def table(self, value: float) -> Table:
        """The knob set to a value, as a table."""
        return nested(*self.setting(value))

    def typed(self, text: str, standing: float | None = None) -> float | None:
        """The value that somebody typed, within the range; None if it is no number. standing: where the
        dial stands, for a change such as `+1`."""
        try:
            return self._within((standing or 0.0) + float(text.replace(",", ".")))
        except ValueError:
            return None

    def _written(self, value: float) -> Any:
        if self.kind == "count":
            return round(value)
        if self.kind in ("duration", "rate"):
            return f"{value:.10g} {self.unit}"
        return value / self.scale

    def _within(self, value: float) -> float:
        return round(min(self.high, max(self.low, value)), DIGITS)


def dials_of(scenario: Scenario) -> tuple[ScaledDial, ...]:
    """The dials of a scenario, levers first. Raises ScenarioError."""
    dials = [_dial(scenario, entry) for entry in scenario.tables.dials]
    return tuple(sorted(dials, key=lambda dial: dial.side == "world"))


def _dial(scenario: Scenario, entry: Dial) -> ScaledDial:
    path = tuple(entry.key.split("."))
    spot = describe.place(Tables, path)
    if spot is not None and isinstance(spot.kind, type) and issubclass(spot.kind, Spread):
        path = (*path, "mean")
        spot = describe.place(Tables, path)
    standing = at(scenario.tables.model_dump(by_alias=True), path)
    if spot is None or spot.field is None or isinstance(standing, bool | str | dict | None):
        raise ScenarioError.single(scenario.name, entry.key, "holds no number that a dial can turn")
    kind = describe.unit_of(spot.field)
    unit, scale = _unit(kind, entry.step)
    low, high, step = (
        round(_number(kind, end) * scale, DIGITS) for end in (entry.low, entry.high, entry.step)
    )
    side: Literal["lever", "world"] = "lever" if side_of(path) == "lever" else "world"
    label = entry.label or path[-1].replace("_", " ")
    spread = None
    if spot.section is not None and issubclass(spot.section, Spread):
        spread = at(scenario.tables.model_dump(mode="json", by_alias=True), path[:-1])
    return ScaledDial(".".join(path), label, side, kind, low, high, step, unit, scale, spread)


def _number(kind: str, value: float | str) -> float:
    if kind == "duration":
        return units.days(value)
    if kind == "rate":
        return units.per_day(value)
    return units.share(value) if kind == "share" else float(value)


def _unit(kind: str, step: float | str) -> tuple[str, float]:
    """The unit a dial is shown in, and how many of it make one of the model's."""
    if kind == "share":
        return "%", 100.0
    if kind == "duration":
        name = str(step).strip().lstrip("+-0123456789._ ")
        return name, 1.0 / units.days(f"1 {name}")
    if kind == "rate":
        name = str(step).replace("per", "/").split("/")[-1].strip()
        return f"per {name}", units.days(f"1 {name}")
    return "", 1.0
