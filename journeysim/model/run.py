"""Run: how long, how often and with which luck a world is simulated. Has no rules for engines."""

from __future__ import annotations

from journeysim.knobs import Count, Days, Name, Section, Text, knob
from journeysim.model.population import Population

MOST_CUSTOMERS = 20_000_000
LEAST_BOUND = 20_000
TIMES_EXPECTED = 20
"""How many times more customers than anybody expected are taken for a mistake."""


class Run(Section):
    """The frame of an experiment; nothing here says anything about customers."""

    days: Days = knob("365 d", gt=0, le="36500 d", doc="Length of the simulated time.")
    warmup: Days = knob(
        "0 d", ge=0, doc="Time at the start that metrics leave out, until queues have settled."
    )
    run_in: Days = knob(
        "0 d",
        ge=0,
        le="3650 d",
        plausible=("0 d", "728 d"),
        source="assumed; at least four mean gaps, and whole weeks, so that day 0 stays a Monday",
        doc="Time before day 0, under the file's own levers, in which what nobody can tell settles: "
        "grievances, credit, trust, queues, clocks. Who is there on day 0 stays as told.",
    )
    replications: Count = knob(
        8, ge=1, le=100_000, doc="Independent repetitions, each with its own luck."
    )
    one_in: Count = knob(
        1,
        ge=1,
        le=32,
        doc="Of so many customers one is simulated wherever policies are measured, the lines in slow "
        "motion, so that as many wait and hang up; totals are the whole firm's. 1 for everybody.",
    )
    seed: Count = knob(1, ge=0, lt=2**31, doc="The luck of the whole experiment.")
    baseline: Name | None = knob(None, doc="The policy that others are compared with.")
    start_date: Text = knob("2026-01-05", doc="The calendar date of day 0, a Monday, in exports.")
    max_customers: Count | None = knob(
        None,
        ge=1,
        le=MOST_CUSTOMERS,
        doc="More customers than this end the run with an error; without it, twenty times as many as "
        "are there and expected.",
    )
    grid: Days = knob(
        "0 d",
        ge=0,
        le="30 d",
        doc="Force all times up to multiples of this; 0 for none. Makes ties abound, for tests.",
    )


def most_customers(run: Run, population: Population) -> int:
    """How many customers a run may have: as set, else far more than there are and come by themselves.

    Where every customer brings more than one, their number grows without end; this ends it.
    """
    if run.max_customers is not None:
        return run.max_customers
    coming = run.days * population.prospects * population.conversion
    expected = TIMES_EXPECTED * (population.customers + coming)
    return int(min(MOST_CUSTOMERS, max(LEAST_BOUND, expected)))


RULES = ()
