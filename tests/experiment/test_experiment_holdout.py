"""A control group that care really never touches, and that differs by chance alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from worlds import WORLD, changed, outcome

from journeysim.engine.log import Outcome
from journeysim.errors import UsageError
from journeysim.events import EventType
from journeysim.experiment.holdout import held_out
from journeysim.scenario.scenario import Scenario, load

TOUCHING = (
    EventType.TOUCHED,
    EventType.TOUCH_STARTED,
    EventType.OFFERED,
    EventType.WOKEN,
    EventType.INTERCEPTED,
)


def in_control(found: Outcome) -> np.ndarray:
    names = found.encoded.names.segments
    held = [name.endswith("_held_out") for name in names]
    return np.array(held)[found.people["segment"]]


def test_those_held_out_are_never_touched_under_any_policy(firm: Scenario) -> None:
    scenario = held_out(changed(firm, "population.customers=400"), 0.25).scenario
    for policy in scenario.policies:
        found = outcome(scenario, policy)
        control = in_control(found)
        assert 0.18 < control.mean() < 0.32
        touched = found.log.of(*TOUCHING)["customer"]
        assert not control[touched].any()
        if policy == "caring":
            assert len(set(touched.tolist())) > 100


def test_the_same_people_are_held_out_under_every_policy(firm: Scenario) -> None:
    scenario = held_out(firm, 0.3).scenario
    one, other = (outcome(scenario, policy) for policy in ("plain", "caring"))
    group = dict(zip(one.people["key"].tolist(), in_control(one).tolist(), strict=True))
    theirs = dict(zip(other.people["key"].tolist(), in_control(other).tolist(), strict=True))
    both = group.keys() & theirs.keys()
    assert len(both) >= 150
    assert all(group[key] == theirs[key] for key in both)


def test_without_care_a_control_group_changes_nobody(firm: Scenario) -> None:
    """Under a policy without touches everybody lives the life they would have lived anyway."""
    plain = outcome(firm, "plain")
    split = outcome(held_out(firm, 0.2).scenario, "plain")
    columns = ["time", "customer", "kind", "value", "money", "number"]
    assert (plain.log.rows[columns] == split.log.rows[columns]).all()


def test_a_firm_without_segments_can_be_split(write: Callable[..., Path]) -> None:
    text = "schema = 2\n[care.touches.hello]\nlike = 'thank_you'\n"
    found = held_out(load(str(write(text))), 0.5)
    assert found.segments == (("everyone_held_out", "everyone"),)
    lived = outcome(changed(found.scenario, "run.days=200 d"), "baseline")
    touched = lived.log.of(EventType.TOUCHED)["customer"]
    assert len(touched) > 100
    assert not in_control(lived)[touched].any()


NARROW = """
[care.touches.check_in.audience]
segments = ["loyal"]
[policies.wide]
includes = ["caring"]
care.touches.check_in.audience.segments = []
care.touches.extra = { like = "tips" }
"""


def test_an_audience_stays_as_narrow_as_it_was(write: Callable[..., Path]) -> None:
    scenario = held_out(load(str(write(WORLD + NARROW))), 0.2).scenario
    caring = scenario.phases("caring")[0].levers.care.touches
    assert caring["check_in"].audience.segments == ["loyal"]
    assert caring["reminder"].audience.segments == ["regular", "loyal"]
    wide = scenario.phases("wide")[0].levers.care.touches
    assert wide["check_in"].audience.segments == ["regular", "loyal"]
    assert wide["extra"].audience.segments == ["regular", "loyal"]


def test_a_change_that_would_reach_everybody_is_refused(write: Callable[..., Path]) -> None:
    text = WORLD + '[[policies.plain.changes]]\nat = "9 d"\ncare.touches.late = { like = "tips" }\n'
    with pytest.raises(UsageError, match="a dated change of 'plain' means touch 'late'"):
        held_out(load(str(write(text))), 0.2)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_share_leaves_somebody_on_both_sides(firm: Scenario, share: float) -> None:
    with pytest.raises(UsageError, match=r"--holdout .* out of range"):
        held_out(firm, share)
