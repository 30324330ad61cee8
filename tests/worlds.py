"""Small worlds for tests, and ways to run them."""

from __future__ import annotations

from journeysim.engine.des.loop import Simulation
from journeysim.engine.log import Outcome
from journeysim.scenario.scenario import Scenario
from journeysim.scenario.world import encode

WORLD = """
schema = 1
title = "A small firm"

[run]
days = "120 d"
replications = 3

[population]
customers = 150

[segments.regular]
share = 0.7
chance = { kind = "beta", a = 1.5, b = 20 }

[segments.loyal]
share = 0.3
chance = { kind = "beta", a = 1.0, b = 60 }
problem_factor = 1.2

[purchase]
gap = { kind = "exponential", mean = "20 d" }
frequency = { kind = "gamma", mean = 1, shape = 3 }
cross_sell_value = 10

[talk]
referral = 0.03
hit = 0.0001

[problems.breakdown]
rate = "4 per year"
severity = 0.4
complains = 0.6

[problems.mistake]
per_purchase = 0.1
delay = { kind = "exponential", mean = "4 d" }
severity = 0.2
complains = 0.3
prevented_by_advice = 0.3

[problems.question]
kind = "request"
rate = "6 per year"
contact_after = { kind = "exponential", mean = "2 h" }

[service.channels.phone]
agents = 1
hours = "mon-fri 09:00-12:00"
handling = { kind = "lognormal", mean = "12 min", sigma = 0.8 }
patience = { kind = "exponential", mean = "8 min" }

[care.touches.reminder]
like = "reminder"
every = "40 d"
reach = 0
protects = { breakdown = 0.5 }

[care.touches.check_in]
like = "check_in"
reach = 0

[policies.plain]
label = "plain"

[policies.caring]
label = "caring"
care.touches.reminder = { reach = 0.8 }
care.touches.check_in = { reach = 0.5 }

[policies.staffed]
service.channels.phone = { agents = 2, resolution = 0.85 }

[worlds.patient]
about = "people wait longer"
source = "assumed"
service.channels.phone = { patience = { kind = "exponential", mean = "20 min" } }

[[dials]]
key = "care.touches.reminder.reach"
label = "Reminder"
low = 0
high = 1
step = 0.05

[[dials]]
key = "purchase.gap.mean"
label = "Gap"
low = "10 d"
high = "60 d"
step = "5 d"
"""


def outcome(scenario: Scenario, policy: str, replication: int = 0) -> Outcome:
    """One run of a policy."""
    frame = scenario.tables.run
    simulation = Simulation(encode(scenario, policy), frame.seed, replication)
    return simulation.outcome(frame.days, frame.warmup)


def changed(scenario: Scenario, *settings: str) -> Scenario:
    """The scenario with settings laid over it."""
    return scenario.with_settings(settings)
