"""Small worlds in which nearly everything happens, run once, for all tests of metrics."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeysim.engine.des.loop import Simulation
from journeysim.engine.log import Outcome
from journeysim.scenario.encoding import encode
from journeysim.scenario.scenario import load

RICH = """
schema = 2
title = "everything happens"
[population]
customers = 250
prospects = "0.6 per d"
conversion = 0.6
tenure = "100 d"
[segments.loyal]
share = 0.5
[segments.fickle]
share = 0.5
gap = { mean = "20 d" }
chance = 0.1
channels = { chat = "desk" }
[purchase]
gap = { mean = "25 d" }
elsewhere = 0.1
cross_sell_value = 20
[problems.breakdown]
rate = "3 per year"
earns = 12
loses = 7
[problems.mistake]
per_purchase = 0.1
channel = "chat"
[problems.billing]
kind = "request"
rate = "6 per year"
channel = "phone"
[problems.advice]
kind = "request"
per_prospect = 0.5
channel = "phone"
[talk]
referral = 0.04
hit = 0.00005
[sales]
push = -0.5
[price]
points = 0.02
[service]
goodwill = 5
refund = 0.5
cross_sell = 0.2
programme = "2000 per year"
target_wait = "2 min"
[service.channels.desk]
agents = 1
handling = { mean = "90 min", sigma = 0.9 }
patience = { kind = "exponential", mean = "60 min" }
escalates_to = "second"
escalation = 0.4
[service.channels.phone]
agents = 1
hours = "mon-sat 09:00-13:00"
shifts = [{ hours = "mon 09:00-11:00", agents = 1 }]
shrinkage = 0.1
handling = { mean = "30 min", sigma = 0.9 }
patience = "never"
call_back = true
self_service = 0.3
overflow_to = "desk"
overflow_at = 1
[service.channels.chat]
agents = 1
handling = { mean = "20 min", sigma = 0.9 }
switch_to = "desk"
switch = 0.3
[service.channels.second]
agents = 1
hours = "always"
[care.touches.check_in]
like = "check_in"
channel = "chat"
cost = 0.5
set_up = 100
reach = 0.5
[care.touches.update]
like = "update"
every = "10 d"
capacity = 5
cost = 0.1
[care.touches.ownership]
like = "ownership"
channel = "second"
[care.touches.reminder]
like = "reminder"
channel = "desk"
staff = "20 min"
every = "30 d"
expires = "1 d"
protects = { breakdown = 0.5 }
discount = 0.05
[policies.pushy.sales]
push = 0.8
[[policies.pushy.changes]]
at = "50 d"
service = { programme = "5000 per year", channels = { chat = { agents = 2 } } }
"""

QUIET = """
schema = 2
title = "nothing happens"
[population]
customers = 0
[service.channels.desk]
agents = 0
pay = "0 per h"
"""

DAYS = 150.0


@pytest.fixture(scope="session")
def outcome_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Outcome]:
    """Run a scenario written as text: `outcome_of(text, policy, days, warmup)`."""

    def simulated(
        text: str, policy: str = "baseline", days: float = DAYS, warmup: float = 0.0
    ) -> Outcome:
        path = tmp_path_factory.mktemp("world") / "world.toml"
        path.write_text(text)
        encoded = encode(load(str(path)), policy)
        return Simulation(encoded, seed=3, replication=0).outcome(days, warmup)

    return simulated


@pytest.fixture(scope="session")
def run(outcome_of: Callable[..., Outcome]) -> Outcome:
    """The rich world without a warm-up."""
    return outcome_of(RICH)


@pytest.fixture(scope="session")
def warm(outcome_of: Callable[..., Outcome]) -> Outcome:
    """The rich world, sold pushily, changed on day 50, its warm-up ending on a Monday noon."""
    return outcome_of(RICH, "pushy", warmup=42.52)


@pytest.fixture(scope="session")
def quiet(outcome_of: Callable[..., Outcome]) -> Outcome:
    """A world without customers."""
    return outcome_of(QUIET, days=30.0)


@pytest.fixture(params=["run", "warm"])
def outcome(request: pytest.FixtureRequest) -> Outcome:
    """Both rich worlds, one after the other."""
    found: Outcome = request.getfixturevalue(request.param)
    return found
