"""Volumes: what contacts of all kinds say a simulated firm must show: how many, who hangs up, how soon.

Figures come as targets in the order in which they matter: knobs are moved to those for which one is left
that nobody told, and the rest stand in the mirror.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, fsum
from typing import NamedTuple

from journeysim import units
from journeysim.calibration.contacts import Contacts
from journeysim.calibration.interval_report import IntervalReport
from journeysim.calibration.search import Target
from journeysim.calibration.search_directions import (
    ASKING,
    CASES,
    NAMELESS,
    PATIENCE,
    QUESTIONS,
    leading_to,
    of_channel,
)
from journeysim.experiment.verify.formulas import erlang_a
from journeysim.model.hours import QUARTERS, QUARTERS_A_DAY, quarters
from journeysim.scenario.merging import Table, nested
from journeysim.scenario.scenario import Scenario

WEEK = 7.0
_CONTACTS = 4_000
_LEAST_DAYS, _MOST_DAYS = 28.0, 364.0
_MOST_AGENTS = 400
_AT_ONCE = units.in_minutes(1.0 / 60.0)


class ChannelVolume(NamedTuple):
    """What a channel's data say. mean_wait in days; per_year: contacts per customer and year; at_once: the
    share answered within a second, if the data tell; patience: do they tell it?"""

    channel: str
    per_year: float
    abandonment: float
    hung_up: float
    level: float | None
    mean_wait: float | None
    name: str
    at_once: float | None = None
    patience: bool = False


def of_contacts(
    contacts: Contacts, channel: str, years: float, target_wait: float
) -> ChannelVolume:
    """The volume of a log of contacts over so many customer-years."""
    return ChannelVolume(
        channel, contacts.contacts / years, contacts.abandonment, contacts.abandoned,
        contacts.service_level(target_wait), contacts.mean_wait, contacts.understood.name,
        contacts.service_level(_AT_ONCE), contacts.patience is not None,
    )  # fmt: skip


def of_report(report: IntervalReport, channel: str, years: float) -> ChannelVolume:
    """The volume of an interval report."""
    return ChannelVolume(
        channel, report.offered / years, report.abandonment, report.abandoned, report.level,
        report.mean_wait, report.understood.name, None, report.patience is not None,
    )  # fmt: skip


def figures(volumes: Sequence[ChannelVolume], only_channel: bool) -> list[Target]:
    """The figures that the data give a firm to show, those that matter most first.

    only_channel: the scenario has no other channel, so that no channel need be named.
    """
    targets: list[Target] = []
    for each in volumes:
        dot = "" if only_channel else f".{each.channel}"
        text = f"{each.per_year:.4g}"
        targets.append(Target(f"contacts_per_customer{dot}", each.per_year, text, "data"))
        if each.hung_up >= 5 and 0.0 < each.abandonment < 1.0:
            text = f"{100 * each.abandonment:.2f} %"
            targets.append(Target(f"abandonment{dot}", each.abandonment, text, "data"))
    for each in volumes:
        dot = "" if only_channel else f".{each.channel}"
        if each.level is not None and 0.0 < each.level < 1.0:
            text = f"{100 * each.level:.1f} %"
            targets.append(Target(f"service_level{dot}", each.level, text, "data"))
        if each.mean_wait is not None:
            minutes = units.minutes(each.mean_wait)
            targets.append(Target(f"wait_mean{dot}", minutes, f"{minutes:.3g} min", "data"))
    return targets


def givens(
    scenario: Scenario, volumes: Sequence[ChannelVolume], only_channel: bool, tickets: bool
) -> list[str]:
    """The words of search directions whose knobs the data tell, or that have none here.

    tickets: a helpdesk tells how often problems and questions come, of channels too.
    """
    ways = []
    for each in volumes:
        only = None if only_channel else each.channel
        ways += [of_channel(PATIENCE, only)] if each.patience else []
        ways += [of_channel(words, only) for words in (QUESTIONS, CASES)] if tickets else []
        leading = leading_to(scenario, each.channel)
        if not any(name.startswith(ASKING) for name in leading):
            ways.append(of_channel(NAMELESS, only))
    return ways


def staffed(scenario: Scenario, volume: ChannelVolume) -> Table:
    """People on shift to begin the search with, by the Erlang-A form for the share who hang up."""
    channel = scenario.tables.service.channels[volume.channel]
    open_days = fsum(quarters(channel.hours)) / QUARTERS * WEEK
    customers = scenario.tables.population.customers
    a_day = volume.per_year * customers / 365.0 * WEEK / max(open_days, 1.0 / QUARTERS_A_DAY)
    talk = channel.handling.distribution().mean()
    patience = channel.patience.mean
    load = a_day * talk
    if not load > 0.0 or patience is None or load > _MOST_AGENTS:
        return nested(("service", "channels", volume.channel, "agents"), max(1, ceil(load)))
    low = 0
    for agents in range(1, _MOST_AGENTS):
        low = agents
        if erlang_a(a_day, 1.0 / talk, agents, 1.0 / patience)[1] <= volume.abandonment:
            break
    return nested(("service", "channels", volume.channel, "agents"), low)


def days_to_simulate(scenario: Scenario, volumes: Sequence[ChannelVolume]) -> float:
    """Days that hold enough contacts to tell shares, in whole weeks."""
    per_day = fsum(each.per_year for each in volumes) * scenario.tables.population.customers / 365.0
    wanted = _CONTACTS / per_day if per_day > 0.0 else _MOST_DAYS
    days = WEEK * ceil(min(max(wanted, _LEAST_DAYS), _MOST_DAYS) / WEEK)
    return min(days, scenario.tables.run.days)
