"""Pages: what the reference consists of, in its order."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from journeysim.reference import commands, events, knobs, log, metrics, python, triggers


class Page(NamedTuple):
    """One page: the name of its file, its title, and what makes its text."""

    name: str
    title: str
    text: Callable[[], str]


PAGES = (
    Page("commands.md", "Commands and exit codes", commands.page),
    Page("python.md", "Python functions", python.page),
    Page("metrics.md", "Metrics", metrics.page),
    Page("knobs.md", "Knobs", knobs.page),
    Page("triggers.md", "Triggers and the catalogue of touches", triggers.page),
    Page("events.md", "Events and causes", events.page),
    Page("log.md", "Columns of the event log", log.page),
)
"""Every page of docs/reference."""
