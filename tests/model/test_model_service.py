"""Service: how many matters are settled, how warmly, how long it takes, and who is next."""

from __future__ import annotations

import pytest

from journeysim.model.service import (
    BY_SEVERITY,
    BY_VALUE,
    FIRST_COME,
    Channel,
    Service,
    divided_attention,
    expected_wait,
    handling_factor,
    priority,
    resolution,
    trained,
    warmth,
)

PLAIN = Service()
FREE = Service(discretion=1.0)
PHONE = Channel()


@pytest.mark.parametrize(
    ("before", "level", "since", "now"),
    [
        (0.0, 1.0, 0.0, 0.0),
        (0.0, 1.0, 60.0, 0.6321206),
        (0.0, 1.0, 1e6, 1.0),
        (0.8, 0.0, 60.0, 0.2943036),
        (0.5, 0.5, 9.0, 0.5),
    ],
)
def test_training_takes_hold_and_wears_off(
    before: float, level: float, since: float, now: float
) -> None:
    """before + (level - before) (1 - exp(-t / 60 d))."""
    assert trained(before, level, 60.0, since) == pytest.approx(now)


@pytest.mark.parametrize(
    ("house", "factor", "training", "known", "chance"),
    [
        (PLAIN, 1.0, 0.0, 0.0, 0.70),
        (FREE, 1.0, 0.0, 0.0, 0.77),
        (PLAIN, 1.0, 1.0, 0.0, 0.76),
        (PLAIN, 1.0, 0.0, 1.0, 0.75),
        (FREE, 1.0, 1.0, 1.0, 0.88),
        (FREE, 0.5, 1.0, 1.0, 0.44),
        (FREE, 2.0, 1.0, 1.0, 1.0),
    ],
)
def test_resolution_adds_discretion_training_and_knowledge(
    house: Service, factor: float, training: float, known: float, chance: float
) -> None:
    """(0.70 + 0.07 discretion + 0.06 training + 0.05 known) x factor, at most one."""
    assert resolution(house, PHONE, factor, training, known) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("house", "training", "chance"), [(PLAIN, 0.0, 0.45), (FREE, 0.0, 0.65), (FREE, 1.0, 0.80)]
)
def test_warmth_adds_discretion_and_training(
    house: Service, training: float, chance: float
) -> None:
    assert warmth(house, PHONE, training) == pytest.approx(chance)
    assert warmth(Service(discretion=1, discretion_warmth=1), PHONE, 0.0) == 1.0


def test_discretion_takes_time() -> None:
    assert handling_factor(PLAIN) == 1.0
    assert handling_factor(FREE) == pytest.approx(1.05)


def test_who_goes_first_depends_on_the_discipline() -> None:
    """Smaller goes first."""
    assert priority(FIRST_COME, 0.9, 500.0) == priority(FIRST_COME, 0.1, 5.0)
    assert priority(BY_SEVERITY, 0.9, 5.0) < priority(BY_SEVERITY, 0.1, 500.0)
    assert priority(BY_VALUE, 0.1, 500.0) < priority(BY_VALUE, 0.9, 5.0)


@pytest.mark.parametrize(
    ("ahead", "agents", "minutes"), [(0, 1, 6.0), (3, 1, 24.0), (3, 2, 12.0), (0, 0, 6.0)]
)
def test_an_announced_wait_is_rough(ahead: int, agents: int, minutes: float) -> None:
    """(ahead + 1) x mean handling / agents."""
    assert expected_wait(ahead, agents, 6.0) == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("at_once", "talks", "agents", "longer"),
    [
        (1, 1, 1, 1.0),
        (1, 3, 2, 1.0),
        (3, 2, 2, 1.0),
        (3, 3, 2, 1.25),
        (3, 6, 2, 2.0),
        (2, 1, 2, 1.0),
    ],
)
def test_a_talk_takes_longer_the_more_its_agent_has_in_hand(
    at_once: int, talks: int, agents: int, longer: float
) -> None:
    """Half as long again for each further talk of an agent, shared evenly; never for one at a time."""
    channel = Channel(concurrency=at_once, concurrency_time=0.5)
    assert divided_attention(channel, talks, agents) == pytest.approx(longer)
