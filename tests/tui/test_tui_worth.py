"""What a dial costs, where it stops paying, and what is in force that no dial shows."""

from __future__ import annotations

import numpy as np
import pytest
from scripted import Driver, Scripted, garage, on_stage, recording
from test_tui_teaching import taught

from journeysim.engine.choice import COMPILED, SIMPY
from journeysim.engine.log import Outcome
from journeysim.engine.running import run
from journeysim.events import EventType
from journeysim.experiment.estimate import Estimate
from journeysim.metrics import evaluate, find
from journeysim.metrics.observed import Observed
from journeysim.metrics.records import Records
from journeysim.metrics.staffing import busy
from journeysim.numerals import spelled
from journeysim.tui.figures import FIGURES
from journeysim.tui.protocol import RunSpec, update_of
from journeysim.tui.recording import WORK, WORTH
from journeysim.tui.screens.dial_worth import MOST, ValueWorth, best_of, verdict
from journeysim.tui.view_builder import view_of
from journeysim.tui.worker.runs import SteppedRun


def measure(outcome: Outcome, name: str) -> float:
    rate = garage().tables.money.discount_rate
    return evaluate(outcome, [find(name)], rate)[name]


@pytest.mark.parametrize("engine", [SIMPY, COMPILED])
def test_work_is_what_the_metrics_say_of_the_same_run(engine: str) -> None:
    scenario = garage().with_values({"run": {"days": "120 d"}}, "a test")
    phases = scenario.phases("caring")
    stepped = SteppedRun(scenario, phases, scenario.tables.run.seed, 0, engine, events=False)
    for _ in range(12):
        stepped.advance(10)
    outcome = run(scenario, "caring", 0, SIMPY)
    parts = busy(Observed(Records(outcome), outcome.horizon))
    whole = sum(float(part.talks + part.care) for part in parts)
    worth = stepped.recording().worth
    assert len(worth) == len(WORTH)
    assert worth[WORTH.index(WORK)] == pytest.approx(whole, rel=1e-9)
    assert whole > 0.0
    assert len(outcome.log.of(EventType.LOST_PROSPECT)) > 0
    for name in ("total_value", "whole_value"):
        assert worth[WORTH.index(name)] == measure(outcome, name), "to the last digit"


def test_a_turned_dial_says_what_it_costs_a_year_and_each_its_own() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("end")
        await driver.wait(0.4)
        first, second = driver.screen.view().readings[:2]
        assert spelled(first.costs).startswith("+10.9 k, +66 h/year")
        assert second.costs == ""
        assert "+10.9 k, +66 h/year" in driver.text
        await driver.press("j", "end")
        await driver.wait(0.4)
        assert all(reading.costs for reading in driver.screen.view().readings[:2])
        less = [spec.levers for spec in driver.source.asked if len(spec.levers) == 1]
        assert any("check_in" in str(levers) and "reminder" not in str(levers) for levers in less)
        await driver.press("p")
        assert not any(reading.costs for reading in driver.screen.view().readings)

    on_stage(act)


def test_what_no_dial_shows_is_said_beside_the_dials() -> None:
    async def act(driver: Driver) -> None:
        scenario = driver.session.scenario
        assert view_of(driver.session).unseen == ("tips reach 0.6",)
        assert "besides: tips reach 0.6" in driver.text
        driver.session.choose(scenario.baseline)
        driver.screen.look()
        await driver.rest()
        assert "besides" not in driver.text

    tips = {"care": {"touches": {"tips": {"like": "tips", "reach": 0.0}}}}
    calling = {"policies": {"calling": {"care": {"touches": {"tips": {"reach": 0.6}}}}}}
    scenario = garage().with_values(tips, "a test").with_values(calling, "a test")
    for size in ((120, 40), (80, 24)):
        on_stage(act, policy="calling", scenario=scenario, size=size)


def test_a_number_and_a_sign_change_a_dial_by_so_much() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("4", "0", "enter")
        await driver.press("1", "0")
        assert "10_ enter, or + -" in driver.text
        await driver.press("plus")
        assert driver.screen.view().readings[0].value == 50.0
        await driver.press("5", "minus")
        assert driver.screen.view().readings[0].value == 45.0
        speed = driver.session.playback.speed
        await driver.press("plus")
        assert driver.session.playback.speed > speed

    on_stage(act)


class Costly(Scripted):
    """A lever keeps people, and costs more and more."""

    def answer(self, specs: list[RunSpec]) -> None:
        for spec in specs:
            found = recording(spec, self.horizon)
            reach = spec.levers[-1][1]["care"]["touches"] if spec.levers else {}
            share = float(next(iter(reach.values()))["reach"]) if reach else 0.0
            money = 40_000.0 * share - 60_000.0 * share**2 + spec.replication
            worth = np.array([0.0, 0.0, 0.0, money, 1.0])
            days = found.days.copy()
            days[-1, FIGURES.index("cost")] += 1000.0 * share
            whole = found._replace(worth=worth, days=days)
            self.listener([update_of(spec, whole, True, "compiled")])


def test_a_dial_from_end_to_end_says_where_it_stops_paying() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("d")
        assert "Reminder reach: what it costs, and where it stops paying" in driver.text
        assert "It pays most at 40 %; from 80 % on it does not pay any more." in driver.text
        assert "◀ pays most" in driver.text
        await driver.press("right")
        assert "Check-in reach: what it costs" in driver.text
        await driver.press("escape")
        assert driver.app.screen is driver.screen
        assert driver.session.exchange.further == ()

    for size in ((120, 40), (80, 24)):
        on_stage(act, source=Costly(), size=size)


def test_verdicts_say_what_chance_lets_them() -> None:
    dial = next(iter(taught().tables.dials))
    assert dial is not None
    sure, unsure = (Estimate(9.0, 1.0, 17.0, 4), Estimate(9.0, -1.0, 19.0, 4))

    async def act(driver: Driver) -> None:
        own = driver.session.dials.dials["care.touches.reminder.reach"]
        flat = Estimate(0.0, 0.0, 0.0, 4)
        row = ValueWorth(100.0, sure, "", sure)
        assert verdict([row], own) == "It pays most at 100 %, the end of the dial."
        assert "(too close to call)" in verdict([row._replace(money=unsure)], own)
        assert verdict([row._replace(money=flat)], own) == "It pays nowhere on this dial."
        assert best_of([]) is None
        assert own.even_values(MOST)[0] == own.low
        assert own.even_values(MOST)[-1] == own.high

    on_stage(act)
