"""Dials count in the unit they are written in; plans are frozen and say what a file would say."""

from __future__ import annotations

import pytest
from scripted import garage

from journeysim.errors import ScenarioError
from journeysim.numerals import spelled
from journeysim.tui.dials import Dial, dials_of
from journeysim.tui.plan import Plan

DIALS = {dial.label: dial for dial in dials_of(garage())}
REACH = DIALS["Reminder reach"]
BREAKDOWNS = DIALS["Breakdowns"]


def minutes() -> Dial:
    """A dial of the world that turns the mean of a spread."""
    update = {
        "key": "service.channels.desk.handling.mean", "label": "Minutes per contact",
        "low": "5 min", "high": "60 min", "step": "5 min",
    }  # fmt: skip
    scenario = garage()
    entry = scenario.tables.dials[0].model_copy(update=update)
    tables = scenario.tables.model_copy(update={"dials": [entry]})
    object.__setattr__(scenario, "tables", tables)
    return dials_of(scenario)[0]


HANDLING = minutes()


@pytest.mark.parametrize(
    ("label", "value", "text", "written"),
    [
        ("Reminder reach", 60.0, "60 %", 0.6),
        ("People at the desk", 3.0, "3", 3),
        ("Time for a talk", 1.2, "1.2", 1.2),
        ("Minutes per contact", 30.0, "30 min", "30 min"),
        ("Breakdowns", 1.4, "1.4/year", "1.4 per year"),
    ],
)
def test_a_dial_writes_what_a_file_would(
    label: str, value: float, text: str, written: object
) -> None:
    dial = (DIALS | {HANDLING.label: HANDLING})[label]
    assert spelled(dial.text(value)) == text
    table: object = dial.table(value)
    for key in dial.path:
        table = table[key]  # type: ignore[index]
    assert table == written


def test_a_dial_reads_back_what_it_writes() -> None:
    for dial in DIALS.values():
        for value in (dial.low, dial.nudged(dial.low, 1), dial.high):
            turned = garage().with_values(dial.table(value), "a test")
            assert dial.value(turned.tables) == value


def test_turning_a_mean_leaves_the_kind_of_spread_alone() -> None:
    turned = garage().with_values(HANDLING.table(40.0), "a test")
    handling = turned.tables.service.channels["desk"].handling
    assert (handling.kind, handling.sigma) == ("lognormal", 0.9)


def test_a_dial_stays_within_its_ends_and_on_its_steps() -> None:
    assert REACH.nudged(100.0, 5) == 100.0
    assert REACH.nudged(0.0, -1) == 0.0
    assert REACH.nearest(0.512) == 50.0
    assert BREAKDOWNS.nudged(1.2, 1) == 1.4
    assert (REACH.share(-20.0), REACH.share(50.0), REACH.share(300.0)) == (0.0, 0.5, 1.0)


def test_levers_come_before_the_world() -> None:
    assert [dial.side for dial in dials_of(garage())] == ["lever"] * 4 + ["world"]


def test_a_knob_without_a_number_is_refused() -> None:
    scenario = garage()
    entry = scenario.tables.dials[0].model_copy(update={"key": "service.channels.desk.hours"})
    tables = scenario.tables.model_copy(update={"dials": [entry]})
    object.__setattr__(scenario, "tables", tables)
    with pytest.raises(ScenarioError, match="no number"):
        dials_of(scenario)


def test_turning_again_on_the_same_day_is_one_change() -> None:
    plan = Plan().turned(9, REACH, 0.0, 5.0).turned(9, REACH, 5.0, 60.0)
    assert [(c.day, c.before, c.after) for c in plan.changes] == [(9, 0.0, 60.0)]
    assert plan.turned(9, REACH, 60.0, 0.0) == Plan()
    assert len(plan.turned(10, REACH, 60.0, 0.0).changes) == 2


def test_undoing_gives_the_plan_before() -> None:
    one = Plan().turned(9, REACH, 0.0, 5.0)
    two = one.turned(12, HANDLING, 25.0, 20.0)
    assert two.undone() == one
    assert one.undone() == Plan() == Plan().undone()


def test_a_world_dial_is_no_dated_change() -> None:
    plan = Plan().turned(20, BREAKDOWNS, 1.2, 2.0)
    assert plan.levers == ()
    assert plan.world == {"problems": {"breakdown": {"rate": "2 per year"}}}
