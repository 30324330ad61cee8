"""Problem fitting: what tickets and cases say about problems and questions, as knobs over a scenario.

A type that the data name and the scenario has not becomes a problem of its own. Shares and sizes that no
data tell stay assumed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from journeysim.calibration.contacts import wilson
from journeysim.calibration.counts import Counts, Rate
from journeysim.calibration.fitting import Calibration, Fitted, four
from journeysim.calibration.tickets import Tickets
from journeysim.errors import UsageError
from journeysim.model.problems import Problem
from journeysim.scenario.merging import Table, merged, nested

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_ASKS = re.compile(
    r"question|query|enquir|inquir|request|how[ _-]?to|info|advice|account|address|invoice|frage|anfrage|auskunft|demande|renseign|pregunta|consulta|domanda|richiesta|vraag",
    re.IGNORECASE,
)


def plain_name(text: str) -> str:
    """A name of the language for what data call something: `Flat tyre!` is flat_tyre."""
    name = _NOT_A_NAME.sub("_", text.casefold()).strip("_")[:40]
    return name if name[:1].isalpha() else f"type_{name}" if name else "other"


def with_tickets(calibration: Calibration, tickets: Tickets, channel: str | None) -> Calibration:
    """The share of contacts settled, where reopens tell it; satisfaction and replies are only said."""
    fitted: list[Fitted] = []
    values: Table = {}
    notes: list[str] = []
    if tickets.settled is not None and channel is not None:
        share = tickets.settled[0] / tickets.settled[1]
        key = ("service", "channels", channel, "resolution")
        values = nested(key, four(min(share, 0.999)))
        fitted.append(
            Fitted(
                "settled at first",
                share,
                tickets.settled_interval(),
                "share",
                "tickets never opened again; Wilson",
                ".".join(key),
            )
        )
    if tickets.satisfied is not None:
        good, rated = tickets.satisfied
        fitted.append(
            Fitted(
                "satisfied", good / rated, wilson(good, rated), "share", "of rated tickets; Wilson"
            )
        )
    if tickets.reply is not None:
        notes.append(
            f"the first reply takes {tickets.reply * 24.0:.3g} h (median); it is said, not fitted"
        )
    if tickets.channels:
        whole = tickets.channels.total()
        shown = ", ".join(
            f"{name} {100 * n / whole:.0f} %" for name, n in tickets.channels.most_common(6)
        )
        notes.append(f"tickets come by {shown}")
    return calibration.with_more(fitted, values, notes)


def with_rates(
    calibration: Calibration, counts: Counts, names: Mapping[str, str], create: bool
) -> Calibration:
    """The rates of types of problems. names: of the data, to those of the scenario.

    create: types that the scenario has not become problems of their own.
    """
    known = calibration.scenario.tables.problems
    fitted: list[Fitted] = []
    values: Table = {}
    notes: list[str] = []
    for each in counts.rates:
        name = names.get(each.type, each.type if each.type in known else plain_name(each.type))
        if name not in known:
            if not create:
                notes.append(
                    f"{each.type!r}: {each.cases:g} cases of a type that the scenario has not"
                )
                continue
            values = merged(values, nested(("problems", name), _new_problem(each)))
            kind = values["problems"][name]["kind"]
            notes.append(
                f"problems.{name}: new, from the data; taken for a {kind} by its name (`kind` says it)"
            )
        key = f"problems.{name}.rate"
        if name in known and not _by_rate(known[name]):
            values = merged(
                values, nested(("problems", name), {"per_purchase": 0.0, "per_prospect": 0.0})
            )
            notes.append(
                f"{key}: counted by customer and year from now on; in the scenario it comes with purchases"
            )
        share = _share_heard(known.get(name), values.get("problems", {}).get(name, {}).get("kind"))
        rate = each.rate / share if create else each.rate
        ends = each.interval if not create else (each.interval[0] / share, each.interval[1] / share)
        values = merged(values, nested(("problems", name, "rate"), f"{four(rate):g} per year"))
        source = "counted; exact Poisson interval"
        if create and share < 1.0:
            source += f"; over the {100 * share:.0f} % of which the firm hears"
        fitted.append(Fitted(name, rate, ends, "per customer-year", source, key))
    if create and fitted:
        gone = _without(known, values, names)
        values = merged(values, gone)
        notes += [
            f"problems.{name}: no ticket is of that type, so it does not occur; if one of another name means it, "
            f"say --problem 'TYPE={name}'"
            for name in gone.get("problems", {})
        ]
    if not fitted:
        raise UsageError(
            f"{counts.understood.name}: no type is a problem of the scenario ({', '.join(known) or 'none'}); "
            "say which is which with --problem TYPE=NAME"
        )
    return calibration.with_more(fitted, values, notes)


def _without(known: Mapping[str, Problem], values: Table, names: Mapping[str, str]) -> Table:
    """The scenario's problems that the data do not name, as not occurring."""
    data_names = set(values.get("problems", {})) | set(names.values())
    none: Table = {
        name: {"rate": "0 per year", "per_purchase": 0.0, "per_prospect": 0.0}
        for name in known
        if name not in data_names
    }
    return {"problems": none} if none else {}


def _new_problem(rate: Rate) -> Table:
    kind = "request" if _ASKS.search(rate.type) else "failure"
    return {"kind": kind, "about": rate.type[:80]}


def _share_heard(problem: Problem | None, kind: str | None) -> float:
    """The share of a problem's cases of which the firm hears: of a failure those who complain."""
    if problem is None:
        return 1.0 if kind == "request" else Problem().complains
    return 1.0 if problem.kind == "request" else max(0.01, problem.complains)


def _by_rate(problem: Problem) -> bool:
    return problem.per_purchase == 0.0 and problem.per_prospect == 0.0
