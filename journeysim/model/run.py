"""Run: how long, how often and with which luck a world is simulated. Has no rules."""

from __future__ import annotations

from journeysim.knobs import Count, Days, Name, Section, Text, knob


class Run(Section):
    """The frame of an experiment; nothing here says anything about customers."""

    days: Days = knob("365 d", gt=0, le="36500 d", doc="Length of the simulated time.")
    warmup: Days = knob(
        "0 d", ge=0, doc="Time at the start that metrics leave out, until queues have settled."
    )
    replications: Count = knob(
        8, ge=1, le=100_000, doc="Independent repetitions, each with its own luck."
    )
    seed: Count = knob(1, ge=0, lt=2**31, doc="The luck of the whole experiment.")
    baseline: Name | None = knob(None, doc="The policy that others are compared with.")
    start_date: Text = knob("2026-01-05", doc="The calendar date of day 0, a Monday, in exports.")
    max_customers: Count = knob(
        2_000_000, ge=1, le=20_000_000, doc="More customers than this end the run with an error."
    )
    grid: Days = knob(
        "0 d",
        ge=0,
        le="30 d",
        doc="Force all times up to multiples of this; 0 for none. Makes ties abound, for tests.",
    )


RULES = ()
