"""Service fitting: what contacts and cases say about channels and problems, as knobs over a scenario.

What the data name and the scenario has not becomes a channel or problem of its own. Shares and sizes
that no data tell stay assumed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from journeysim import units
from journeysim.calibration.contacts import Contacts, wilson
from journeysim.calibration.counts import Counts, Rate
from journeysim.calibration.fitting import Calibration, Fitted, Interval, four
from journeysim.calibration.interval_report import IntervalReport
from journeysim.calibration.patience import Patience
from journeysim.calibration.tickets import Tickets
from journeysim.errors import UsageError
from journeysim.model.problems import Problem
from journeysim.scenario.merging import Table, merged, nested

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_ASKS = re.compile(
    r"question|query|enquir|inquir|request|how[ _-]?to|info|advice|account|address|invoice|frage|anfrage|auskunft|demande|renseign|pregunta|consulta|domanda|richiesta|vraag",
    re.IGNORECASE,
)
EVEN = (
    "contacts come evenly over the opening hours in this language; their profile is kept beside it"
)


def plain_name(text: str) -> str:
    """A name of the language for what data call something: `Flat tyre!` is flat_tyre."""
    name = _NOT_A_NAME.sub("_", text.casefold()).strip("_")[:40]
    return name if name[:1].isalpha() else f"type_{name}" if name else "other"


def channel_for(calibration: Calibration, contacts: Contacts, asked: str | None) -> str:
    """The channel of contacts: the one asked for, that of the same name, a new one, or the first."""
    if asked is None and contacts.channel:
        return plain_name(contacts.channel)
    return first_channel(calibration, asked)


def first_channel(calibration: Calibration, asked: str | None) -> str:
    """The channel asked for, or the scenario's first. Raises UsageError where there is none."""
    known = calibration.scenario.tables.service.channels
    if asked is not None and asked not in known:
        raise UsageError(f"no channel {asked!r}; known: {', '.join(known) or 'none'}")
    if not known:
        raise UsageError("the scenario has no channel that contacts could go to")
    return asked or next(iter(known))


def with_contacts(calibration: Calibration, contacts: Contacts, channel: str) -> Calibration:
    """Talks, patience, redialling and opening hours of a channel."""
    here = ("service", "channels", channel)
    key = ".".join(here)
    fitted: list[Fitted] = []
    values: Table = {}
    notes = [EVEN]
    if channel not in calibration.scenario.tables.service.channels:
        about = f"as {contacts.understood.name} calls it: {contacts.channel}"
        values = merged(values, nested((*here, "about"), about[:80]))
        notes.append(f"channel {channel!r} is not in the scenario and comes from the data")
    if contacts.handling is not None:
        mean, sigma = contacts.handling
        spread = {"kind": "lognormal", "mean": _minutes(mean), "sigma": four(sigma)}
        values = merged(values, nested((*here, "handling"), spread))
        ends = _in_minutes(contacts.handling_interval)
        source = "lognormal by maximum likelihood"
        fitted.append(
            Fitted("handling", units.minutes(mean), ends, "minutes", source, f"{key}.handling")
        )
    if contacts.patience is not None:
        spread, law = _patience(contacts.patience)
        values = merged(values, nested((*here, "patience"), spread))
        ends = _in_minutes(contacts.patience.interval)
        minutes = units.minutes(contacts.patience.mean)
        fitted.append(Fitted("patience", minutes, ends, "minutes", law, f"{key}.patience"))
        notes += _patience_notes(contacts.patience)
    if contacts.redial is not None:
        values = merged(values, nested((*here, "redial"), four(contacts.redial)))
        source = "share who call again within the hour; Wilson"
        fitted.append(Fitted("call again after hanging up", contacts.redial, contacts.redial_interval, "share", source, f"{key}.redial"))  # fmt: skip
    hours = contacts.profile.opening_hours()
    if hours is not None:
        values = merged(values, nested((*here, "hours"), hours))
        notes.append(f"{key}.hours: {hours}, when contacts come")
    if not fitted:
        raise UsageError(f"{contacts.understood.name}: too few contacts to learn anything from")
    return calibration.with_more(fitted, values, notes)


def with_report(calibration: Calibration, report: IntervalReport, channel: str) -> Calibration:
    """Talks, patience and opening hours of a channel, from sums over intervals."""
    known = calibration.scenario.tables.service.channels
    here = ("service", "channels", channel)
    key = ".".join(here)
    fitted: list[Fitted] = []
    values: Table = {}
    notes = [EVEN]
    if report.handling is not None:
        sigma = known[channel].handling.sigma if channel in known else None
        spread: Table = {
            "kind": "lognormal",
            "mean": _minutes(report.handling),
            "sigma": sigma or 0.95,
        }
        values = merged(values, nested((*here, "handling"), spread))
        source = "mean of the intervals, weighted by calls answered; how it varies is assumed"
        minutes = units.minutes(report.handling)
        fitted.append(Fitted("handling", minutes, None, "minutes", source, f"{key}.handling"))
    if report.patience is not None:
        spread = {"kind": "exponential", "mean": _minutes(report.patience)}
        values = merged(values, nested((*here, "patience"), spread))
        source = "mean wait over the share who hang up, as for an exponential"
        minutes = units.minutes(report.patience)
        fitted.append(Fitted("patience", minutes, None, "minutes", source, f"{key}.patience"))
        notes.append(
            "patience is from sums: if the mean wait leaves out those who hung up, it is too short"
        )
    hours = report.profile.opening_hours()
    if hours is not None:
        values = merged(values, nested((*here, "hours"), hours))
        notes.append(f"{key}.hours: {hours}, when contacts come")
    fitted.append(
        Fitted(
            "hang up",
            report.abandonment,
            wilson(round(report.abandoned), max(1, round(report.offered))),
            "share",
            "counted; Wilson",
        )
    )
    return calibration.with_more(fitted, values, notes)


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


def with_asking(calibration: Calibration, channel: str, per_year: float) -> Calibration:
    """What brings people to a channel that no problem of the scenario leads to."""
    name = f"contact_by_{channel}"[:40]
    asking: Table = {
        "kind": "request", "about": f"what people turn to {channel} for", "channel": channel,
        "rate": f"{four(per_year):g} per year",
    }  # fmt: skip
    key = f"problems.{name}.rate"
    fitted = [Fitted(name, per_year, None, "per customer-year", "counted", key)]
    return calibration.with_more(fitted, nested(("problems", name), asking))


def _patience(law: Patience) -> tuple[Table, str]:
    if law.shape is None:
        return {
            "kind": "exponential",
            "mean": _minutes(law.mean),
        }, "exponential, those answered censored"
    spread: Table = {"kind": "weibull", "mean": _minutes(law.mean), "shape": four(law.shape)}
    return spread, "Weibull, those answered censored (an exponential does not fit)"


def _patience_notes(law: Patience) -> list[str]:
    """What must be known of a law of patience: whether it fits, and how much of it was seen."""
    notes = []
    if law.shape is not None:
        notes.append(
            f"patience is no exponential: that would have a mean of {units.minutes(law.exponential_mean):.1f} min and lie "
            f"{100 * law.exponential_off:.0f} points off the shares who really still wait (Kaplan-Meier); a Weibull "
            f"of mean {units.minutes(law.mean):.1f} min and shape {law.shape:.2f} is {100 * law.off:.0f} points off"
        )
    if not law.fits:
        notes.append(
            f"patience fits no law here: {100 * law.off:.0f} points off the shares who really still wait "
            "(Kaplan-Meier); perhaps several kinds of callers, or an announcement at some moment"
        )
    if law.seen < 0.5:
        notes.append(
            f"waits show the first {100 * law.seen:.0f} % of patience, up to {units.minutes(law.longest):.1f} min; the mean "
            "is what the law makes of it, and longer waits than that are a guess"
        )
    return notes


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
        told = _told(known.get(name), values.get("problems", {}).get(name, {}).get("kind"))
        rate = each.rate / told if create else each.rate
        ends = each.interval if not create else (each.interval[0] / told, each.interval[1] / told)
        values = merged(values, nested(("problems", name, "rate"), f"{four(rate):g} per year"))
        source = "counted; exact Poisson interval"
        if create and told < 1.0:
            source += f"; over the {100 * told:.0f} % of which the firm hears"
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
    told = set(values.get("problems", {})) | set(names.values())
    none: Table = {
        name: {"rate": "0 per year", "per_purchase": 0.0, "per_prospect": 0.0}
        for name in known
        if name not in told
    }
    return {"problems": none} if none else {}


def _new_problem(rate: Rate) -> Table:
    kind = "request" if _ASKS.search(rate.type) else "failure"
    return {"kind": kind, "about": rate.type[:80]}


def _told(problem: Problem | None, kind: str | None) -> float:
    """The share of a problem's cases of which the firm hears: of a failure those who complain."""
    if problem is None:
        return 1.0 if kind == "request" else Problem().complains
    return 1.0 if problem.kind == "request" else max(0.01, problem.complains)


def _by_rate(problem: Problem) -> bool:
    return problem.per_purchase == 0.0 and problem.per_prospect == 0.0


def _minutes(value: float) -> str:
    return f"{four(units.minutes(value)):g} min"


def _in_minutes(ends: Interval) -> Interval:
    return None if ends is None else (units.minutes(ends[0]), units.minutes(ends[1]))
