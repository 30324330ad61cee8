"""Wire: an order or a piece of news as one JSON object a line, and back.

Numbers come back to the last bit. What is not understood is refused with ValueError.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, get_args

from journeysim.experiment.break_even import BreakEven, Crossing, Swing
from journeysim.experiment.estimate import Estimate
from journeysim.scenario.merging import Table
from journeysim.study.advice import TurnSearch
from journeysim.study.ask import Frame
from journeysim.tui.protocol import (
    Counted,
    Drawn,
    DrawsRequest,
    ExportRequest,
    Kind,
    LedgerRequest,
    News,
    Order,
    RunRequest,
    RunSpec,
    Turns,
    TurnsRequest,
)
from journeysim.tui.solving import Solved, SolveRequest, SolveRow

_MESSAGES: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Order) + get_args(News)}


def line_of(message: Order | News) -> bytes:
    """One order or piece of news as a line."""
    fields = {"is": type(message).__name__} | asdict(message)
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def order_of(line: bytes | str) -> Order:
    """The order that a line holds. Raises ValueError."""
    message = _read(line)
    if not isinstance(message, Order):
        raise ValueError("is no order")
    return message


def news_of(line: bytes | str) -> News:
    """The news that a line holds. Raises ValueError."""
    message = _read(line)
    if not isinstance(message, News):
        raise ValueError("is no news")
    return message


def _read(line: bytes | str) -> Any:
    fields = json.loads(line)
    try:
        kind = _MESSAGES[fields.pop("is")]
        if kind is RunRequest:
            return RunRequest([RunSpec(**spec) for spec in fields["runs"]])
        if kind is DrawsRequest:
            return _draws(fields)
        if kind is Drawn:
            return Drawn(**fields | {"request": _draws(fields["request"])})
        if kind is TurnsRequest:
            return _request(fields)
        if kind is Turns:
            return Turns(_request(fields["request"]), _break_even(fields["turns"]))
        if kind is LedgerRequest:
            return _ledger(fields)
        if kind is Counted:
            return Counted(**fields | {"request": _ledger(fields["request"])})
        if kind is SolveRequest:
            return _solve(fields)
        if kind is Solved:
            rows = tuple(SolveRow(**row) for row in fields["rows"])
            lists = {"rows": rows, "sentences": tuple(fields["sentences"])}
            return Solved(**fields | lists | {"request": _solve(fields["request"])})
        if kind is ExportRequest:
            return ExportRequest(**fields | {"kind": Kind(fields["kind"]), "frame": _frame(fields)})
        return kind(**fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is not understood: {error}") from None


def _draws(fields: Table) -> DrawsRequest:
    lists = {key: tuple(fields[key]) for key in ("settings", "policies", "metrics")}
    return DrawsRequest(**fields | lists)


def _ledger(fields: Table) -> LedgerRequest:
    before, after = fields["policies"]
    return LedgerRequest(tuple(fields["settings"]), (before, after), fields["replications"])


def _solve(fields: Table) -> SolveRequest:
    return SolveRequest(**fields | {"settings": tuple(fields["settings"])})


def _request(fields: Table) -> TurnsRequest:
    search = fields["search"]
    policy, baseline = search["pair"]
    asked = TurnSearch(
        (policy, baseline),
        search["metric"],
        tuple(map(tuple, search["among"])),
        Estimate(**search["stands"]),
        tuple(search["plain"]),
    )
    return TurnsRequest(tuple(fields["settings"]), asked)


def _break_even(fields: Table | None) -> BreakEven | None:
    if fields is None:
        return None
    swing, place = fields["swing"], fields["crossing"]
    path = tuple(swing["path"])
    return BreakEven(Swing(**swing | {"path": path}), None if place is None else Crossing(*place))


def _frame(fields: Table) -> Frame:
    frame = dict(fields["frame"])
    frame["settings"] = tuple(frame["settings"])
    frame["dated"] = tuple((day, setting) for day, setting in frame["dated"])
    return Frame(**frame)
