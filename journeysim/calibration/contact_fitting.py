"""Contact fitting: what calls and chats say about a channel, as knobs that go over a scenario.

A channel that the data name and the scenario has not becomes a channel of its own. Of sums over intervals
only means are taken; how talks vary stays assumed.
"""

from __future__ import annotations

from journeysim import units
from journeysim.calibration.contacts import Contacts, wilson
from journeysim.calibration.fitting import Calibration, Fitted, Interval, four
from journeysim.calibration.interval_report import IntervalReport
from journeysim.calibration.patience import Patience
from journeysim.calibration.problem_fitting import plain_name
from journeysim.calibration.search_directions import ASKING
from journeysim.errors import UsageError
from journeysim.scenario.merging import Table, merged, nested

EVEN = (
    "contacts come evenly over the opening hours in this language; their profile is kept beside it"
)


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


def with_asking(calibration: Calibration, channel: str, per_year: float, about: str) -> Calibration:
    """What brings people to a channel for which the data name no reason, as a request of its own."""
    name = f"{ASKING}{channel}"[:40]
    asking: Table = {
        "kind": "request", "about": about, "channel": channel, "rate": f"{four(per_year):g} per year",
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


def _minutes(value: float) -> str:
    return f"{four(units.minutes(value)):g} min"


def _in_minutes(ends: Interval) -> Interval:
    return None if ends is None else (units.minutes(ends[0]), units.minutes(ends[1]))
