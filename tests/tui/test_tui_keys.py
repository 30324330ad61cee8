"""Keys do what the help says. No simulation runs: days come from a formula."""

from __future__ import annotations

import pytest
from scripted import Scripted, Stage, on_stage

from journeysim.tui.view import Phase
from journeysim.tui.widgets.slider import Slider
from journeysim.tui.wire import Here, Open, Want

REACH = "care.touches.reminder.reach"


def test_it_starts_paused_on_day_0_with_the_first_dial_chosen() -> None:
    async def act(stage: Stage) -> None:
        view = stage.screen.view()
        assert (view.phase, view.day, view.horizon) == (Phase.PAUSED, 0, 365)
        assert stage.app.focused is stage.screen.query(Slider).first()
        assert isinstance(stage.source.orders[0], Open)

    on_stage(act)


def test_space_runs_and_pauses() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("space")
        assert stage.screen.view().phase is Phase.RUNNING
        await stage.wait(5.0)
        assert stage.screen.view().day == 20
        await stage.press("space")
        await stage.wait(5.0)
        assert (stage.screen.view().phase, stage.screen.view().day) == (Phase.PAUSED, 20)

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
    async def act(stage: Stage) -> None:
        await stage.press(*keys)
        assert stage.screen.view().day == day

    on_stage(act)


def test_plus_and_minus_change_the_speed_within_its_bounds() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("plus")
        assert stage.play.speed == 8
        await stage.press(*["minus"] * 4)
        assert stage.play.speed == 1
        stage.play.hurry(99)
        assert stage.play.speed == 64

    on_stage(act)


def test_a_run_ends_at_the_horizon() -> None:
    async def act(stage: Stage) -> None:
        stage.play.hurry(99)
        await stage.press("space")
        await stage.wait(7.0)
        assert (stage.screen.view().phase, stage.screen.view().day) == (Phase.FINISHED, 365)
        await stage.press("space")
        assert "last day" in "\n".join(stage.lines())

    on_stage(act)


def test_a_dial_moves_at_once_and_acts_when_it_has_come_to_rest() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("greater_than_sign", "right", "right", "shift+right")
        assert stage.screen.view().readings[0].value == 35.0
        assert stage.play.plan.changes == ()
        await stage.wait(0.4)
        (change,) = stage.play.plan.changes
        assert (change.day, change.before, change.after) == (7, 0.0, 35.0)
        levers = [(7.0, {"care": {"touches": {"reminder": {"reach": 0.35}}}})]
        assert stage.source.asked[-1].levers == levers

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
    async def act(stage: Stage) -> None:
        await stage.press(*keys)
        assert stage.screen.view().readings[0].value == value

    on_stage(act)


def test_j_k_and_tab_go_from_dial_to_dial() -> None:
    async def act(stage: Stage) -> None:
        sliders = list(stage.screen.query(Slider))
        await stage.press("j")
        assert stage.app.focused is sliders[1]
        await stage.press("tab")
        assert stage.app.focused is sliders[2]
        await stage.press("k")
        assert stage.app.focused is sliders[1]

    on_stage(act)


def test_the_mouse_turns_a_dial() -> None:
    async def act(stage: Stage) -> None:
        slider = stage.screen.query(Slider).first()
        await stage.pilot.click(slider, offset=(slider.content_size.width - 1, 1))
        assert stage.screen.view().readings[0].value == 100.0
        await stage.pilot.mouse_down(slider, offset=(1, 1))
        await stage.pilot.hover(slider, offset=(slider.content_size.width // 2, 1))
        await stage.pilot.mouse_up(slider)
        assert stage.screen.view().readings[0].value in (45.0, 50.0, 55.0)

    on_stage(act)


def test_u_takes_the_last_change_back() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("right")
        await stage.wait(0.4)
        await stage.press("greater_than_sign", "j", "right")
        await stage.wait(0.4)
        assert [change.day for change in stage.play.plan.changes] == [0, 7]
        await stage.press("u")
        assert [change.day for change in stage.play.plan.changes] == [0]
        await stage.press("u")
        assert not stage.screen.view().forked
        await stage.press("u")
        assert "nothing to undo" in "\n".join(stage.lines())

    on_stage(act)


def test_a_world_dial_moves_both_lines_from_day_0_and_opens_no_gap() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("greater_than_sign", "k", "right")
        await stage.wait(0.4)
        world = {"problems": {"breakdown": {"rate": "1.4 per year"}}}
        assert {str(ask.world) for ask in stage.source.asked} == {"{}", str(world)}
        view = stage.screen.view()
        assert not view.forked
        assert view.baseline.life.days is view.you.life.days
        assert view.lead(365) == 0.0
        assert "both lines" in stage.text
        assert "Exactly 0" in stage.text

    on_stage(act)


def test_another_policy_forks_from_the_start() -> None:
    async def act(stage: Stage) -> None:
        view = stage.screen.view()
        assert view.forked
        assert (view.readings[0].value, view.readings[0].baseline) == (80.0, 0.0)

    on_stage(act, policy="caring")


def test_a_dead_simulation_keeps_its_last_day_and_r_restarts_it() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("right")
        await stage.wait(0.4)
        await stage.press("greater_than_sign")
        stage.source.die("out of memory")
        await stage.wait(0.1)
        shown = "\n".join(stage.lines())
        assert "The simulation stopped: out of memory" in shown
        assert "day   7 / 365" in shown
        await stage.press("r")
        assert stage.source.opened == 2
        assert [type(order) for order in stage.source.orders[-3:]] == [Open, Want, Here]
        assert stage.play.plan.changes
        assert "The simulation stopped" not in stage.text

    on_stage(act)


def test_before_the_first_day_it_says_that_it_is_starting() -> None:
    async def act(stage: Stage) -> None:
        shown = "\n".join(stage.lines())
        assert "STARTING" in shown
        assert "moving in" in shown

    on_stage(act, source=Scripted(silent=True))


def test_the_help_opens_over_a_paused_world_and_closes() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("space", "question_mark")
        assert stage.screen.view().phase is Phase.PAUSED
        assert "run or pause" in stage.text
        await stage.press("escape")
        assert stage.app.screen is stage.screen

    on_stage(act)


def test_q_quits_and_closes_the_source() -> None:
    source = Scripted()

    async def act(stage: Stage) -> None:
        await stage.press("q")
        assert not stage.app.is_running or stage.app._exit

    on_stage(act, source=source)
    assert source.closed == 1


def test_any_resize_at_any_time_shows_something() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("end")
        await stage.wait(0.4)
        for width, height in ((30, 8), (80, 24), (160, 20), (200, 50), (10, 3)):
            await stage.pilot.resize_terminal(width, height)
            await stage.pilot.pause()
            assert len(stage.lines()) == height

    on_stage(act, size=(40, 12))


def test_no_color_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(stage: Stage) -> None:
        await stage.press("end", "greater_than_sign")
        await stage.wait(0.4)
        assert "you" in "\n".join(stage.lines())

    on_stage(act)
