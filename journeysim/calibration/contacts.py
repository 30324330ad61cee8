"""Contacts: a log of calls or chats read into handling time, patience, redialling and when they come.

Who was answered never shows how long they would have waited: patience is fitted to censored waits.
Source: Brown et al., Statistical analysis of a telephone call center, J. American Statistical
Association 100, 2005: lognormal handling, censored patience.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from journeysim.calibration import dates, tables
from journeysim.calibration.amounts import decimal_sign, number
from journeysim.calibration.likelihood import REACH
from journeysim.calibration.tables import Form, Refusal, Refusals
from journeysim.errors import UsageError
from journeysim.units import DAYS_IN

Array = npt.NDArray[Any]

ARRIVAL = ("arrival", "arrivaltime", "arrived", "date", "time", "timestamp", "start", "datetime", "created", "createdat")  # fmt: skip
WAIT = ("wait", "waittime", "waiting", "waitingtime", "qtime", "queuetime", "waits", "waitseconds", "waitminutes", "waitmin", "waitsec")  # fmt: skip
OUTCOME = ("outcome", "result", "status", "abandoned", "disposition")
HANDLING = ("handling", "handlingtime", "handletime", "aht", "sertime", "servicetime", "talktime", "duration", "handlings", "handlingseconds", "handlingminutes", "handlingmin", "handlingsec")  # fmt: skip
CUSTOMER = ("customer", "customerid", "caller", "callerid", "client", "clientid", "userid")

GONE = frozenset({"abandoned", "abandon", "hangup", "hang", "hungup", "lost", "missed", "noanswer", "aband", "true", "1", "yes"})  # fmt: skip
SERVED = frozenset({"served", "answered", "agent", "handled", "resolved", "completed", "ok", "false", "0", "no"})  # fmt: skip
REDIAL_WITHIN = 1.0 / 24.0
LEAST = 10
_SAMPLE = 5000


class Columns(NamedTuple):
    """Which columns hold what (None: guessed), and the unit of wait and handling."""

    arrival: str | None = None
    wait: str | None = None
    outcome: str | None = None
    handling: str | None = None
    customer: str | None = None
    unit: str | None = None
    order: str | None = None


class Contacts(NamedTuple):
    """What a log of contacts says. Times in days; intervals are 95 %, None where there are too few.

    handling: (mean, sigma of the logarithm); patience: its mean; redial: share who call again
    within the hour after hanging up, of those known; by_hour, by_weekday: counts.
    """

    rows: int
    refused: tuple[Refusal, ...]
    answered: int
    abandoned: int
    handling: tuple[float, float] | None
    handling_interval: tuple[float, float] | None
    patience: float | None
    patience_interval: tuple[float, float] | None
    redial: float | None
    redial_interval: tuple[float, float] | None
    by_hour: tuple[int, ...]
    by_weekday: tuple[int, ...]
    unit: str
    days: float
    sha256: str
    name: str


def read(path: Path, columns: Columns, form: Form) -> Contacts:
    """What the log of contacts in a file says. Raises UsageError where it is none."""
    refused = Refusals()
    waits: list[float] = []
    handled: list[float] = []
    gone: list[bool] = []
    moments: list[float] = []
    callers: list[str] = []
    with tables.lines_of(path, form) as lines:
        at = _places(path, lines.header, columns)
        sample = list(islice(lines.rows, _SAMPLE))
        unit = columns.unit or _unit(path, lines.header, at, sample)
        scale = DAYS_IN[unit]
        order = columns.order or _order(path, sample, at["arrival"])
        decimal = form.decimal or decimal_sign(
            [row[at["wait"]] for _, row in sample if len(row) > at["wait"]]
        )
        width = 1 + max(place for place in at.values() if place is not None)
        rows = 0
        for batch in (sample, lines.rows):
            for line, row in batch:
                rows += 1
                found = _contact(row, at, width, order, decimal)
                if isinstance(found, str):
                    refused.add(found, line)
                    continue
                moment, wait, work, hung_up = found
                moments.append(moment)
                waits.append(wait * scale)
                handled.append(work * scale)
                gone.append(hung_up)
                callers.append(row[at["customer"]].strip() if at["customer"] is not None else "")
    if not moments:
        why = "; ".join(f"{each.times:,} x {each.reason}" for each in refused.listed())
        raise UsageError(f"{path}: no row can be used ({why})")
    when, left = np.array(moments), np.array(gone)
    work = np.array(handled)[~left]
    patience, patience_interval = _patience(np.array(waits), left)
    redial, redial_interval = _redial(when, left, callers)
    handling, handling_interval = _handling(work[work > 0])
    hours = np.floor(when % 1.0 * 24.0 + 1e-9).astype(int)
    weekdays = (np.floor(when).astype(int) - 1) % 7
    return Contacts(
        rows, refused.listed(), int((~left).sum()), int(left.sum()),
        handling, handling_interval, patience, patience_interval, redial, redial_interval,
        tuple(np.bincount(hours % 24, minlength=24).tolist()),
        tuple(np.bincount(weekdays, minlength=7).tolist()),
        unit, float(when.max() - when.min()), tables.digest(path), path.name,
    )  # fmt: skip


def _places(path: Path, header: tuple[str, ...], columns: Columns) -> dict[str, Any]:
    """The positions of the columns; the customer's is optional."""
    return {
        "arrival": tables.column(path, header, columns.arrival, ARRIVAL, "--arrival"),
        "wait": tables.column(path, header, columns.wait, WAIT, "--wait"),
        "outcome": tables.column(path, header, columns.outcome, OUTCOME, "--outcome"),
        "handling": tables.column(path, header, columns.handling, HANDLING, "--handling"),
        "customer": tables.column(path, header, columns.customer, (), "--caller")
        if columns.customer is not None
        else tables.guessed(header, CUSTOMER),
    }


def _contact(
    row: list[str], at: dict[str, Any], width: int, order: str, decimal: str
) -> tuple[float, float, float, bool] | str:
    """(arrival, wait, handling, hung up) of a row, or why it is refused."""
    if len(row) < width:
        return "too few cells"
    moment = dates.moment_in(order, row[at["arrival"]])
    if moment is None:
        return f"no date in the order {order}"
    left = _left(row[at["outcome"]])
    if left is None:
        return "an outcome that is neither answered nor abandoned"
    wait, work = number(row[at["wait"]], decimal), number(row[at["handling"]] or "0", decimal)
    if wait is None or wait < 0.0:
        return "no wait"
    if work is None or work < 0.0 or (work == 0.0 and not left):
        return "no handling time though it was answered"
    return moment[0] + moment[1], wait, work, left


def _left(text: str) -> bool | None:
    plain = "".join(letter for letter in text.lower() if letter.isalnum())
    return True if plain in GONE else False if plain in SERVED else None


def _order(path: Path, sample: list[tuple[int, list[str]]], at: int) -> str:
    try:
        return dates.order_of(row[at] for _, row in sample if at < len(row) and row[at].strip())
    except dates.Unclear as error:
        raise UsageError(f"{path}: {error}") from None


def _unit(path: Path, header: tuple[str, ...], at: dict[str, Any], sample: Any) -> str:
    """The unit a column's name says; without one it has to be said."""
    for name in (header[at["handling"]].lower(), header[at["wait"]].lower()):
        if name.endswith(("_s", "_sec", "_secs", "_seconds", "seconds", "(s)", "sec")):
            return "s"
        if name.endswith(("_min", "_mins", "_minutes", "minutes", "(min)", "min")):
            return "min"
    raise UsageError(
        f"{path}: are waits and handling in seconds or minutes? Say --unit s or --unit min"
    )


def _handling(work: Array) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Lognormal by maximum likelihood: the mean and sigma, and the mean's interval (Cox's method)."""
    if len(work) < LEAST:
        return None, None
    logs = np.log(work)
    middle, variance = float(logs.mean()), float(logs.var())
    spread = REACH * float(np.sqrt(variance / len(work) + variance * variance / (2 * len(work))))
    mean = float(np.exp(middle + variance / 2.0))
    ends = (mean * float(np.exp(-spread)), mean * float(np.exp(spread)))
    return (mean, float(np.sqrt(variance))), ends


def _patience(waits: Array, left: Array) -> tuple[float | None, tuple[float, float] | None]:
    """Exponential patience with those answered as censored: total wait over those who hung up."""
    gone = int(left.sum())
    if gone < LEAST:
        return None, None
    mean = float(waits.sum()) / gone
    spread = float(np.exp(REACH / gone**0.5))
    return mean, (mean / spread, mean * spread)


def _redial(
    when: Array, left: Array, callers: list[str]
) -> tuple[float | None, tuple[float, float] | None]:
    """The share who call again within the hour after hanging up, of those whose hour is over."""
    known = Counter(callers)
    if not any(name for name in known):
        return None, None
    by_caller: dict[str, list[float]] = {}
    for moment, name in zip(when.tolist(), callers, strict=True):
        by_caller.setdefault(name, []).append(moment)
    for moments in by_caller.values():
        moments.sort()
    end, again, asked = float(when.max()), 0, 0
    for moment, gone, name in zip(when.tolist(), left.tolist(), callers, strict=True):
        if not gone or not name or moment > end - REDIAL_WITHIN:
            continue
        asked += 1
        later = np.searchsorted(by_caller[name], moment, side="right")
        again += bool(
            later < len(by_caller[name]) and by_caller[name][later] <= moment + REDIAL_WITHIN
        )
    if asked < LEAST:
        return None, None
    return again / asked, wilson(again, asked)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share. Source: E. B. Wilson 1927."""
    share, z2 = hits / of, REACH * REACH
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = REACH / (1 + z2 / of) * ((share * (1 - share) + z2 / (4 * of)) / of) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
