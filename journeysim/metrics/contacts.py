"""Contacts: how many turn to the firm, and how their matters end.

A contact passed over from a long line to another channel counts there, where it waited.
"""

from __future__ import annotations

import numpy as np

from journeysim.engine.log import Array
from journeysim.events import FIRST, IN_TIME, WARM, EventType
from journeysim.metrics.metric import Metric, ratio
from journeysim.metrics.observed import Observed
from journeysim.metrics.problems import case_keys
from journeysim.metrics.retention import MONTHS, customer_years


def contacts(observed: Observed) -> float:
    """Attempts to reach the firm while it is open, prospects' included."""
    return float(observed.count(EventType.CONTACT))


def contacts_rate(observed: Observed) -> float:
    """Contacts per 100 years of customers' time."""
    return ratio(100.0 * contacts(observed), customer_years(observed))


def contacts_per_customer(observed: Observed) -> float:
    """Contacts per year of customers' time."""
    return ratio(contacts(observed), customer_years(observed))


def contacts_per_month(observed: Observed) -> float:
    """Contacts per month of customers' time."""
    return ratio(contacts(observed), MONTHS * customer_years(observed))


def first_contact_resolution(observed: Observed) -> float:
    """Cases settled in their first talk, over cases with a first talk."""
    settled = _marked(observed.rows(EventType.RESOLVED), FIRST)
    open_still = _marked(observed.rows(EventType.UNRESOLVED), FIRST)
    return ratio(len(settled), len(settled) + len(open_still))


def repeat_contacts(observed: Observed) -> float:
    """Cases with a second talk, over cases with a first one."""
    ends = [observed.rows(kind) for kind in (EventType.RESOLVED, EventType.UNRESOLVED)]
    first = np.concatenate([case_keys(_marked(rows, FIRST)) for rows in ends])
    later = [case_keys(rows.compress((rows["marks"] & FIRST) == 0)) for rows in ends]
    again = np.intersect1d(np.concatenate(later), first)
    return ratio(len(again), len(first))


def good_service(observed: Observed) -> float:
    """Contacts that settled the matter, warmly and within the tolerated wait, over contacts."""
    return ratio(len(_good(observed)), observed.count(EventType.CONTACT))


def csat(observed: Observed) -> float:
    """Talks that settled the matter, warmly and within the tolerated wait, over talks: what people
    say who are asked after a talk. Who hung up is not asked."""
    talks = observed.count(EventType.RESOLVED) + observed.count(EventType.UNRESOLVED)
    return ratio(len(_good(observed)), talks)


def good_service_customers(observed: Observed) -> float:
    """People with at least one such contact, over people with a contact."""
    turned = np.zeros(len(observed.records.outcome.people), dtype=bool)
    well = np.zeros_like(turned)
    turned[observed.rows(EventType.CONTACT)["customer"]] = True
    well[_good(observed)["customer"]] = True
    return ratio(int(np.count_nonzero(well & turned)), int(np.count_nonzero(turned)))


def escalations(observed: Observed) -> float:
    """Contacts passed on to another line, counted there."""
    return float(observed.count(EventType.ESCALATED))


def overflowed(observed: Observed) -> float:
    """Contacts passed over from a long line, counted where they went."""
    return float(observed.count(EventType.OVERFLOWED))


def self_served(observed: Observed) -> float:
    """Matters that people settled without an agent; they are no contacts."""
    return float(observed.count(EventType.SELF_SERVED))


def _marked(rows: Array, marks: int) -> Array:
    """The rows that carry all of these marks."""
    return rows.compress((rows["marks"] & marks) == marks)


def _good(observed: Observed) -> Array:
    return _marked(observed.rows(EventType.RESOLVED), WARM | IN_TIME)


METRICS = (
    Metric("contacts", "count", "", "people turning to the firm", "", contacts, by_channel=True),
    Metric(
        "contacts_rate",
        "per 100 customer-years",
        "",
        "contacts per 100 years of customers' time",
        "time of customers",
        contacts_rate,
        by_channel=True,
    ),
    Metric(
        "contacts_per_customer",
        "per customer-year",
        "",
        "contacts per year of customers' time",
        "time of customers",
        contacts_per_customer,
        by_channel=True,
    ),
    Metric(
        "contacts_per_month",
        "per customer-month",
        "",
        "contacts per month of customers' time",
        "time of customers",
        contacts_per_month,
        by_channel=True,
    ),
    Metric(
        "first_contact_resolution",
        "share",
        "higher",
        "cases settled in their first talk",
        "cases with a talk",
        first_contact_resolution,
        by_channel=True,
    ),
    Metric(
        "repeat_contacts",
        "share",
        "lower",
        "cases that needed a second talk",
        "cases with a talk",
        repeat_contacts,
        by_channel=True,
    ),
    Metric(
        "good_service",
        "share",
        "higher",
        "contacts that settled the matter, warmly and within the tolerated wait",
        "contacts",
        good_service,
        by_channel=True,
    ),
    Metric(
        "csat",
        "share",
        "higher",
        "customer satisfaction after talks: those that settled the matter, warmly and within the "
        "tolerated wait",
        "talks",
        csat,
        by_channel=True,
    ),
    Metric(
        "good_service_customers",
        "share",
        "higher",
        "people who had good service at least once",
        "people with a contact",
        good_service_customers,
        by_channel=True,
    ),
    Metric(
        "escalations", "count", "", "contacts passed on to a line", "", escalations, by_channel=True
    ),
    Metric(
        "overflowed",
        "count",
        "",
        "contacts passed over to a line because another was long",
        "",
        overflowed,
        by_channel=True,
    ),
    Metric(
        "self_served",
        "count",
        "",
        "matters settled without an agent",
        "",
        self_served,
        by_channel=True,
    ),
)
"""The metrics of this family."""
