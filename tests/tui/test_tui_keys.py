"""Keys do what the help says. No simulation runs: days come from a formula."""

from __future__ import annotations

import pytest
from scripted import Driver, Scripted, on_stage

from journeysim.tui.protocol import Open, Position, RunRequest
from journeysim.tui.view import PlayState
from journeysim.tui.widgets.slider import Slider

REACH = "care.touches.reminder.reach"


def test_it_starts_paused_on_day_0_with_the_first_dial_chosen() -> None:
    async def act(driver: Driver) -> None:
        view = driver.screen.view()
        assert (view.state, view.day, view.horizon) == (PlayState.PAUSED, 0, 365)
        assert driver.app.focused is driver.screen.query(Slider).first()
        assert isinstance(driver.source.orders[0], Open)

    on_stage(act)


def test_space_runs_and_pauses() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("space")
        assert driver.screen.view().state is PlayState.RUNNING
        await driver.wait(5.0)
        assert driver.screen.view().day == 20
        await driver.press("space")
        await driver.wait(5.0)
        assert (driver.screen.view().state, driver.screen.view().day) == (PlayState.PAUSED, 20)

    on_stage(act)


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (["full_stop"], 1),
        (["greater_than_sign"], 7),
        (["greater_than_sign", "full_stop"], 8),
        (["greater_than_sign", "comma"], 6),
        (["greater_than_sign", "greater_than_sign", "less_than_sign"], 7),
        (["full_stop", "less_than_sign"], 0),
        (["greater_than_sign", "ctrl+home"], 0),
    ],
)
def test_steps_go_on_and_back_by_days_and_weeks(keys: list[str], day: int) -> None:
    async def act(driver: Driver) -> None:
        await driver.press(*keys)
        assert driver.screen.view().day == day

    on_stage(act)


def test_plus_and_minus_change_the_speed_within_its_bounds() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("plus")
        assert driver.session.playback.speed == 8
        await driver.press(*["minus"] * 4)
        assert driver.session.playback.speed == 1
        driver.session.hurry(99)
        assert driver.session.playback.speed == 64

    on_stage(act)


def test_a_run_ends_at_the_horizon() -> None:
    async def act(driver: Driver) -> None:
        driver.session.hurry(99)
        await driver.press("space")
        await driver.wait(7.0)
        assert (driver.screen.view().state, driver.screen.view().day) == (PlayState.FINISHED, 365)
        await driver.press("space")
        assert "last day" in "\n".join(driver.lines())

    on_stage(act)


def test_a_dial_moves_at_once_and_acts_when_it_has_come_to_rest() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("greater_than_sign", "right", "right", "shift+right")
        assert driver.screen.view().readings[0].value == 35.0
        assert driver.session.decisions.plan.changes == ()
        await driver.wait(0.4)
        (change,) = driver.session.decisions.plan.changes
        assert (change.day, change.before, change.after) == (7, 0.0, 35.0)
        levers = [(7.0, {"care": {"touches": {"reminder": {"reach": 0.35}}}})]
        assert driver.source.asked[-1].levers == levers

    on_stage(act)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["l"], 5.0),
        (["end"], 100.0),
        (["end", "h"], 95.0),
        (["end", "home"], 0.0),
        (["end", "backspace"], 0.0),
        (["left"], 0.0),
        (["4", "0", "enter"], 40.0),
        (["4", "2", "full_stop", "5", "enter"], 42.5),
        (["9", "9", "9", "enter"], 100.0),
        (["4", "0", "escape", "right"], 5.0),
        (["4", "backspace", "7", "enter"], 7.0),
    ],
)
def test_keys_of_a_dial(keys: list[str], value: float) -> None:
    async def act(driver: Driver) -> None:
        await driver.press(*keys)
        assert driver.screen.view().readings[0].value == value

    on_stage(act)


def test_j_k_and_tab_go_from_dial_to_dial() -> None:
    async def act(driver: Driver) -> None:
        sliders = list(driver.screen.query(Slider))
        await driver.press("j")
        assert driver.app.focused is sliders[1]
        await driver.press("tab")
        assert driver.app.focused is sliders[2]
        await driver.press("k")
        assert driver.app.focused is sliders[1]

    on_stage(act)


def test_the_mouse_turns_a_dial() -> None:
    async def act(driver: Driver) -> None:
        slider = driver.screen.query(Slider).first()
        await driver.pilot.click(slider, offset=(slider.content_size.width - 1, 1))
        assert driver.screen.view().readings[0].value == 100.0
        await driver.pilot.mouse_down(slider, offset=(1, 1))
        await driver.pilot.hover(slider, offset=(slider.content_size.width // 2, 1))
        await driver.pilot.mouse_up(slider)
        assert driver.screen.view().readings[0].value in (45.0, 50.0, 55.0)

    on_stage(act)


def test_u_takes_the_last_change_back() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("right")
        await driver.wait(0.4)
        await driver.press("greater_than_sign", "j", "right")
        await driver.wait(0.4)
        assert [change.day for change in driver.session.decisions.plan.changes] == [0, 7]
        await driver.press("u")
        assert [change.day for change in driver.session.decisions.plan.changes] == [0]
        await driver.press("u")
        assert not driver.screen.view().forked
        await driver.press("u")
        assert "nothing to undo" in "\n".join(driver.lines())

    on_stage(act)


def test_a_world_dial_moves_both_lines_from_day_0_and_opens_no_gap() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("greater_than_sign", "k", "right")
        await driver.wait(0.4)
        world = {"problems": {"breakdown": {"rate": "1.4 per year"}}}
        assert {str(ask.world) for ask in driver.source.asked} == {"{}", str(world)}
        view = driver.screen.view()
        assert not view.forked
        assert view.baseline.first.days is view.you.first.days
        assert view.lead(365) == 0.0
        assert "both lines" in driver.text

    on_stage(act)


def test_another_policy_forks_from_the_start() -> None:
    async def act(driver: Driver) -> None:
        view = driver.screen.view()
        assert view.forked
        assert (view.readings[0].value, view.readings[0].baseline) == (80.0, 0.0)

    on_stage(act, policy="caring")


def test_a_dead_simulation_keeps_its_last_day_and_r_restarts_it() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("right")
        await driver.wait(0.4)
        await driver.press("greater_than_sign")
        driver.source.die("out of memory")
        await driver.wait(0.1)
        shown = "\n".join(driver.lines())
        assert "The simulation stopped: out of memory" in shown
        assert "day   7 / 365" in shown
        await driver.press("r")
        assert driver.source.opened == 2
        assert [type(order) for order in driver.source.orders[-3:]] == [Open, RunRequest, Position]
        assert driver.session.decisions.plan.changes
        assert "The simulation stopped" not in driver.text

    on_stage(act)


def test_before_the_first_day_it_says_that_it_is_starting() -> None:
    async def act(driver: Driver) -> None:
        shown = "\n".join(driver.lines())
        assert "STARTING" in shown
        assert "moving in" in shown

    on_stage(act, source=Scripted(silent=True))


def test_the_help_opens_over_a_paused_world_and_closes() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("space", "question_mark")
        assert driver.screen.view().state is PlayState.PAUSED
        assert "run or pause" in driver.text
        await driver.press("escape")
        assert driver.app.screen is driver.screen

    on_stage(act)


def test_q_quits_and_closes_the_source() -> None:
    source = Scripted()

    async def act(driver: Driver) -> None:
        await driver.press("q")
        assert not driver.app.is_running or driver.app._exit

    on_stage(act, source=source)
    assert source.closed == 1


def test_any_resize_at_any_time_shows_something() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("end")
        await driver.wait(0.4)
        for width, height in ((30, 8), (80, 24), (160, 20), (200, 50), (10, 3)):
            await driver.pilot.resize_terminal(width, height)
            await driver.pilot.pause()
            assert len(driver.lines()) == height

    on_stage(act, size=(40, 12))


def test_no_color_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(driver: Driver) -> None:
        await driver.press("end", "greater_than_sign")
        await driver.wait(0.4)
        assert "you" in "\n".join(driver.lines())

    on_stage(act)


def test_what_is_said_in_a_line_steers_nothing() -> None:
    async def act(driver: Driver) -> None:
        driver.screen.say("Wrote a\x1b[2Jb\u202ec\u200bd.csv")
        await driver.rest()
        assert "Wrote a\\x1b[2Jb\\u202ec\\u200bd.csv" in driver.text

    on_stage(act)
