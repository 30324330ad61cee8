"""Calibrate ask: what a calibration is asked, as plain texts say it and as it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from journeysim import units
from journeysim.calibration.cells.layout import FileStyle
from journeysim.calibration.cells.options import ReadingOptions, until_from, where_from
from journeysim.calibration.contact_columns import ContactMapping
from journeysim.calibration.order_columns import OrderMapping
from journeysim.errors import UsageError


@dataclass(frozen=True)
class Files:
    """The files of a firm. data: of whatever kind; its header tells."""

    data: Path | None = None
    orders: Path | None = None
    renewals: Path | None = None
    calls: Path | None = None
    tickets: Path | None = None
    cases: Path | None = None

    def paths(self) -> list[Path]:
        """All of them."""
        every = (self.data, self.orders, self.renewals, self.calls, self.tickets, self.cases)
        return [path for path in every if path is not None]


@dataclass(frozen=True)
class CalibrateAsk:
    """What is to be fitted, to which files and figures, and how they are read.

    order_columns, contact_columns, type_column: which columns hold what; period: of a contract, and
    time_unit: of a table with a row a customer, in days; start: how many customers a table of shares
    began with; problems: (type in the data, name in the scenario); targets: figures as
    `METRIC=VALUE`; net: take what problems cause out of the chance to leave; fit_only: simulate nothing to
    reach the volume and abandonment of the data.
    """

    files: Files = Files()
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    order_columns: OrderMapping = field(default_factory=OrderMapping)
    contact_columns: ContactMapping = field(default_factory=ContactMapping)
    type_column: str | None = None
    model: str = "auto"
    period: float | None = None
    time_unit: float = 1.0
    start: float | None = None
    channel: str | None = None
    customers: float | None = None
    customer_years: float | None = None
    problems: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()
    net: bool = False
    fit_only: bool = False
    check: bool = False
    engine: str = "auto"


def asked(
    *,
    data: Path | None = None, orders: Path | None = None, renewals: Path | None = None,
    calls: Path | None = None, tickets: Path | None = None, cases: Path | None = None,
    customers: float | None = None, customer_years: float | None = None, model: str = "auto",
    period: str | None = None, start: float | None = None, time_unit: str = "1 d",
    channel: str | None = None, problems: Sequence[str] = (), customer: str | None = None,
    day: str | None = None, amount: str | None = None, arrival: str | None = None,
    wait: str | None = None, outcome: str | None = None, handling: str | None = None,
    caller: str | None = None, kind: str | None = None, where: str | None = None,
    until: str | None = None, nobody: str | None = None, answered: str | None = None,
    abandoned: str | None = None, neither: str | None = None, dates: str | None = None,
    decimal: str | None = None, unit: str | None = None, encoding: str | None = None,
    delimiter: str | None = None, skip: int | None = None, columns: str | None = None,
    sheet: str | None = None, allow_unreadable: str | None = None, targets: Sequence[str] = (),
    net: bool = False, fit_only: bool = False, check: bool = False, engine: str = "auto",
) -> CalibrateAsk:  # fmt: skip
    """What is asked, from texts as options say them. Raises UsageError for what makes no sense."""
    sign = {"tab": "\t", "\\t": "\t", "space": " ", "spaces": " "}.get(delimiter or "", delimiter)
    if sign is not None and (len(sign) != 1 or sign in '"\r\n'):
        raise UsageError(f"--delimiter {delimiter!r}: must be one sign, e.g. ';' or tab")
    reading = ReadingOptions(
        FileStyle(encoding, sign, skip, sheet, _names(columns)),
        decimal, dates, unit,
        None if until is None else until_from(until),
        frozenset(word.casefold() for word in _listed(nobody)),
        None if where is None else where_from(where),
        None if allow_unreadable is None else _share(allow_unreadable),
        _listed(answered), _listed(abandoned), _listed(neither),
    )  # fmt: skip
    length = _duration(time_unit, "--time-unit")
    return CalibrateAsk(
        Files(data, orders, renewals, calls, tickets, cases),
        reading,
        OrderMapping(customer, day, amount),
        ContactMapping(arrival, wait, outcome, handling, caller),
        kind, model, _duration(period, "--period"), 1.0 if length is None else length, start, channel,
        customers, customer_years, tuple(_pair(text) for text in problems), tuple(targets),
        net, fit_only, check, engine,
    )  # fmt: skip


def _names(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(name.strip() for name in text.split(","))


def _listed(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(word.strip() for word in text.split(",") if word.strip())


def _duration(text: str | None, option: str) -> float | None:
    try:
        days = None if text is None else units.days(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
    if days is not None and not days > 0.0:
        raise UsageError(f"{option} {text!r}: is out of range; allowed: more than 0")
    return days


def _share(text: str) -> float:
    try:
        share = units.share(text if "%" in text else float(text))
    except ValueError:
        share = -1.0
    if not 0.0 < share <= 1.0:
        raise UsageError(f"--allow-unreadable {text!r}: is no share such as 30%")
    return share


def _pair(text: str) -> tuple[str, str]:
    kind, equals, name = text.rpartition("=")
    if not equals:
        raise UsageError(f"--problem {text!r}: is not TYPE=NAME")
    return kind, name
