"""The frontier of two dials: what it shows is what the sweep's runs tell, with the sweep's keys."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scripted import Driver, Scripted, on_stage, recording

from journeysim.experiment.decisions.frontier import unbeaten
from journeysim.tui.protocol import RunSpec, update_of
from journeysim.tui.screens.frontier import FrontierScreen
from journeysim.tui.screens.sweep import SweepScreen
from journeysim.tui.two_dials import RUNS, TwoDials


@pytest.mark.parametrize(
    ("both", "left"),
    [
        ([(1.0, 1.0)], (0,)),
        ([(1.0, 3.0), (2.0, 2.0), (3.0, 1.0)], (0, 1, 2)),
        ([(1.0, 1.0), (2.0, 2.0), (0.0, 3.0)], (2, 1)),
        ([(1.0, 1.0), (1.0, 1.0)], (0,)),
        ([(2.0, 1.0), (1.0, 1.0)], (0,)),
        ([], ()),
    ],
)
def test_what_another_beats_in_both_is_on_no_frontier(
    both: list[tuple[float, float]], left: tuple[int, ...]
) -> None:
    assert unbeaten(both) == left


class Costly(Scripted):
    """Each lever keeps people; the first pays up to a half, the second never."""

    def answer(self, specs: list[RunSpec]) -> None:
        for spec in specs:
            found = recording(spec, self.horizon)
            touches = spec.levers[-1][1]["care"]["touches"] if spec.levers else {}
            reach = {name: float(touch["reach"]) for name, touch in touches.items()}
            one, two = reach.get("reminder", 0.0), reach.get("check_in", 0.0)
            money = 40_000.0 * (one - one**2) - 9000.0 * two + 10.0 * spec.replication
            left = found.left.copy()
            stay = round(300.0 * (one + two)) + spec.replication
            left[np.flatnonzero(np.isfinite(left))[:stay]] = np.inf
            whole = found._replace(worth=np.array([0.0, 0.0, 0.0, money, 1.0]), left=left)
            self.listener([update_of(spec, whole, True, "compiled")])


def shown(driver: Driver) -> str:
    return " ".join(driver.text.split())


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_frontier_says_what_pays_most_and_how_many_are_on_it(size: tuple[int, int]) -> None:
    async def act(driver: Driver) -> None:
        await driver.press("S")
        assert isinstance(driver.app.screen, FrontierScreen)
        text = shown(driver)
        assert "It pays most at Reminder reach 60 %, Check-in reach 0 %" in text
        grid = driver.app.screen.grid
        points = driver.app.screen.points()
        assert len(points) == len(grid.places)
        both = [(each.money.mean, each.people.mean) for each in points]
        on = len(unbeaten(both))
        assert f"{on} of {len(points)} are on the frontier" in text
        assert "★" in driver.text
        assert "◆" in driver.text
        assert "▌▐ Reminder reach 0 %, Check-in reach 0 %: " in text

    on_stage(act, source=Costly(), size=size)


def test_arrows_move_and_enter_loads_as_in_the_sweep() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("S", "right", "up")
        screen = driver.app.screen
        assert isinstance(screen, FrontierScreen)
        grid = screen.grid
        assert grid.cursor == [1, 1]
        wanted = [value for _, value in grid.setting(1, 1)]
        assert re.search(r"▌▐ .*: \d+ .*more stay", driver.text)
        await driver.press("enter")
        await driver.wait(0.4)
        assert driver.app.screen is driver.screen
        assert [each.value for each in driver.screen.view().readings[:2]] == wanted

    on_stage(act, source=Costly())


def test_both_rooms_show_the_same_runs_of_the_same_dials() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("s", "tab")
        assert isinstance(driver.app.screen, SweepScreen)
        chosen = driver.app.screen.grid.chosen
        asked = len(driver.source.asked)
        assert asked >= RUNS
        await driver.press("S")
        screen = driver.app.screen
        assert isinstance(screen, FrontierScreen)
        kept = [screen.grid.keys[place] for place in screen.grid.chosen]
        assert kept == list(driver.session.display.two_dials)
        assert len(driver.source.asked) == asked, "nothing is run twice"
        await driver.press("s")
        assert isinstance(driver.app.screen, SweepScreen)
        assert driver.app.screen.grid.chosen == chosen
        await driver.press("s")
        assert driver.app.screen is driver.screen
        assert driver.session.exchange.further == ()

    on_stage(act)


def test_a_dial_of_the_world_is_on_no_frontier() -> None:
    async def act(driver: Driver) -> None:
        grid = TwoDials(driver.session, levers_only=True)
        assert all(driver.session.dials.dials[key].side == "lever" for key in grid.keys)
        assert len(TwoDials(driver.session).keys) > len(grid.keys)
        driver.session.display.allowed = ("problems.question.rate",)
        await driver.press("S")
        assert driver.app.screen is driver.screen
        assert "no lever" in driver.text

    on_stage(act)


def test_one_dial_alone_is_a_line_of_settings() -> None:
    async def act(driver: Driver) -> None:
        driver.session.display.allowed = ("care.touches.reminder.reach",)
        grid = TwoDials(driver.session, levers_only=True)
        assert len(grid.values[1]) == 1
        assert all(len(grid.setting(*place)) == 1 for place in grid.places)
        await driver.press("S")
        assert "Reminder reach" in driver.text

    on_stage(act, source=Costly())
