"""Catalogue: every metric there is, family by family, and those that tables show first."""

from __future__ import annotations

from journeysim.metrics import (
    care,
    contacts,
    experience,
    problems,
    retention,
    service,
    value,
    worth,
)
from journeysim.metrics.metric import Metric

METRICS: tuple[Metric, ...] = (
    *retention.METRICS,
    *problems.METRICS,
    *contacts.METRICS,
    *service.METRICS,
    *care.METRICS,
    *value.METRICS,
    *worth.METRICS,
    *experience.METRICS,
)
"""Every metric, in the order of tables."""

HEADLINE = (
    "retention",
    "come_back_rate",
    "churned",
    "problems_rate",
    "contacts_per_customer",
    "first_contact_resolution",
    "good_service",
    "wait_mean",
    "abandonment",
    "occupancy",
    "touches",
    "satisfaction",
    "trust",
    "revenue",
    "service_cost",
    "care_cost",
    "profit",
)
"""The metrics of short tables, in their order."""

BY_CHANNEL = ("contacts", "wait_mean", "wait_p95", "abandonment", "service_level", "occupancy")
"""The metrics asked of each channel unasked, where there are several."""
