"""Every key of the playing screen and what it opens, with keys and with the mouse."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scripted import Scripted, Stage, frames, on_stage
from textual.widgets import Input, OptionList

from journeysim.tui import demo
from journeysim.tui.keys import KEYS, printed, read
from journeysim.tui.screens.room import Chairs, Room
from journeysim.tui.seats import State, Twin, lit, seats
from journeysim.tui.view import Phase
from journeysim.tui.widgets.chart import Chart
from journeysim.tui.widgets.slider import Slider
from journeysim.tui.wire import Ask, Want, run_of

TURNED = ("shift+right", "shift+right")


async def turn(stage: Stage, day: int = 30) -> None:
    """A lever turned on a day."""
    await stage.go_to(day)
    await stage.press(*TURNED)
    await stage.wait(0.4)


def test_every_key_does_something_that_the_screen_knows() -> None:
    async def act(stage: Stage) -> None:
        for key in KEYS:
            action = key.action.partition("(")[0]
            place = stage.app if action.startswith("app.") else stage.screen
            assert hasattr(place, f"action_{action.removeprefix('app.')}"), key.name

    on_stage(act)


def test_w_answers_in_sentences() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("w")
        assert "Nothing to explain" in stage.text
        await stage.press("escape")
        await turn(stage)
        await stage.press("w")
        assert "Of 1,000 customers" in stage.text
        assert "leave under wait and see" in stage.text
        await stage.press("escape")
        assert stage.app.screen is stage.screen

    on_stage(act)


def test_help_is_searched_and_done() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("question_mark", *"week on")
        assert "one week back" not in stage.text
        await stage.press("enter")
        await stage.pilot.pause()
        assert stage.app.screen is stage.screen
        assert stage.screen.view().day == 7

    on_stage(act)


def test_the_palette_finds_and_does() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("ctrl+p")
        await stage.pilot.pause()
        assert stage.app.screen is not stage.screen
        await stage.press("escape")

    on_stage(act)


def test_branches_are_begun_and_switched_by_keys() -> None:
    async def act(stage: Stage) -> None:
        await turn(stage, 96)
        await stage.go_to(200)
        await stage.go_to(50)
        await stage.press("right")
        await stage.wait(0.4)
        assert stage.screen.view().branch == "B"
        assert "branch A" in stage.text
        await stage.press("B")
        assert stage.screen.view().branch == "A"
        await stage.press("b")
        assert stage.screen.view().branch == "C"
        await stage.press("u")
        assert stage.screen.view().branch == "A"

    on_stage(act)


def test_other_luck_keeps_every_decision() -> None:
    async def act(stage: Stage) -> None:
        await turn(stage)
        await stage.press("n")
        assert "seed 8" in stage.text
        assert stage.play.plan.changes
        await stage.press("N")
        assert "seed 7" in stage.text

    on_stage(act)


def test_y_copies_the_command() -> None:
    async def act(stage: Stage) -> None:
        await turn(stage)
        await stage.press("y")
        assert stage.app.clipboard == stage.play.command()
        assert 'at = "30 d", care = { touches = { reminder = { reach = 0.5' in stage.app.clipboard

    on_stage(act)


def test_the_words_service_and_care_change_places_and_no_digit_moves() -> None:
    async def act(stage: Stage) -> None:
        await turn(stage)
        before = "".join(c for line in stage.lines() for c in line if c.isdigit())
        assert "Service+care cost" in stage.text
        await stage.press("L")
        assert "Care+service cost" in stage.text
        await stage.press("escape")
        assert "".join(c for line in stage.lines() for c in line if c.isdigit()) == before

    on_stage(act)


def test_the_axis_zooms_in_and_out() -> None:
    async def act(stage: Stage) -> None:
        await stage.go_to(90)
        before = stage.text
        await stage.press("z")
        assert "100 %" not in stage.text
        await stage.press("z")
        assert stage.text == before

    on_stage(act)


PANELS = {
    "f3": "Customers retained",
    "f4": "Lead over",
    "f5": "using",
    "f6": "Events",
    "f7": "Your changes",
    "f8": "Queues",
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_any_panel_can_be_seen_alone(size: tuple[int, int]) -> None:
    async def act(stage: Stage) -> None:
        await turn(stage)
        for key, title in PANELS.items():
            await stage.press(key)
            if not stage.screen.maximised:
                await stage.press("m")
            await stage.wait(0.2)
            assert title.casefold() in stage.text.casefold(), key
            assert "LEVERS" not in stage.text, key
            await stage.press("escape")
            assert "LEVERS" in stage.text, key

    on_stage(act, size=size)


def test_f2_goes_to_the_dials() -> None:
    async def act(stage: Stage) -> None:
        stage.app.set_focus(None)
        await stage.press("f2")
        assert isinstance(stage.app.focused, Slider)

    on_stage(act)


def test_themes_go_round() -> None:
    async def act(stage: Stage) -> None:
        seen = [stage.app.theme]
        for _ in range(4):
            await stage.press("t")
            seen.append(stage.app.theme)
        assert seen[0] == seen[4]
        assert len(set(seen)) == 4

    on_stage(act)


def test_the_mouse_runs_asks_why_and_points_at_days() -> None:
    async def act(stage: Stage) -> None:
        await stage.pilot.click("Header")
        assert stage.screen.view().phase is Phase.RUNNING
        await stage.pilot.click("Header")
        assert stage.screen.view().phase is Phase.PAUSED
        chart = stage.screen.query(Chart).first()
        await stage.pilot.click(chart, offset=(6, 3))
        assert stage.screen.view().day == 0
        await stage.pilot.click(chart, offset=(chart.size.width // 2, 3))
        assert 100 < stage.screen.view().day < 365
        await stage.pilot.click("Figures")
        assert "Nothing to explain" in stage.text
        await stage.press("escape")
        await stage.pilot.click("Ticker")
        assert stage.screen.chosen == "Ticker"

    on_stage(act)


def test_seats_go_dark_and_show_whose_life_differs() -> None:
    async def act(stage: Stage) -> None:
        await stage.go_to(300)
        await stage.press("v")
        room = stage.app.screen
        assert isinstance(room, Room)
        view = stage.screen.view()
        own, base = view.you.life, view.baseline.life
        assert own is not None
        assert base is not None
        mine, theirs = lit(seats(own, base, 300)), lit(seats(base, own, 300))
        assert mine > theirs
        assert f"{mine} of 40 still here" in stage.text
        assert "★" in stage.text.split("\n", 2)[2]
        await stage.press("f")
        assert f"{theirs} of 40 still here" in stage.text
        await stage.press("f")
        await stage.pilot.click(room.query_one(Chairs), offset=(3, 1))
        assert "Seat 1: same customer, other policy" in stage.text
        await stage.press("escape", "less_than_sign")
        assert "40 of 40" in stage.text
        await stage.press("full_stop")
        assert stage.play.asked == 7
        await stage.press("escape")
        assert stage.app.screen is stage.screen

    on_stage(act, policy="caring")


def test_the_demo_lasts_ninety_seconds_and_ends_on_the_last_day() -> None:
    assert demo.LENGTH == 90.0

    async def act(stage: Stage) -> None:
        room = Room(stage.screen, scripted=True)
        await stage.app.push_screen(room)
        said = set()
        for _ in range(46):
            stage.clock.now += 2.0
            room.look()
            await stage.pilot.pause()
            said.add(str(room.query_one("#caption").visual))
        assert len(said) >= len(demo.SCENES)
        assert stage.play.day == stage.play.horizon
        assert not room.scripted
        assert "of 800 customers" in "".join(said)

    on_stage(act, policy="caring")


def test_twins_show_the_ledger_and_two_lives() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("g")
        assert "saved: leave under wait and see" in stage.text
        assert "same in both lives" in stage.text
        await stage.press("down", "down", "escape")
        assert stage.app.screen is stage.screen

    on_stage(act, policy="caring")


def test_compare_puts_all_policies_side_by_side() -> None:
    async def act(stage: Stage) -> None:
        await turn(stage)
        await stage.press("c")
        await stage.pilot.pause()
        assert "4 of 4 paired runs" in stage.text
        assert "you, with your changes" in stage.text
        assert "keeps most" in stage.text
        await stage.press("escape")
        assert stage.play.further == ()

    on_stage(act)


def test_a_sweep_fills_in_and_a_cell_is_loaded() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("s")
        await stage.pilot.pause()
        assert "3 paired runs a cell" in stage.text
        assert stage.text.count("◆ now") == 2
        assert "= baseline" in stage.text or "no break-even" in stage.text
        await stage.press("right", "right", "up", "enter")
        await stage.wait(0.3)
        assert stage.app.screen is stage.screen
        changes = {change.dial.label: change for change in stage.play.plan.changes}
        assert set(changes) == {"Reminder reach", "Check-in reach"}
        assert all(change.day == 0 for change in changes.values())

    on_stage(act)


def test_a_sweep_draws_a_line_where_the_sign_turns() -> None:
    class Backfiring(Scripted):
        """The more a lever is turned beyond its middle, the more customers leave."""

        def answer(self, asks: list[Ask]) -> None:
            for ask in asks:
                found = frames(ask, self.horizon)
                if ask.levers and "'reach': 1.0" in str(ask.levers):
                    found = found._replace(left=np.full_like(found.left, 10.0))
                self.hear([run_of(ask, found, True, "compiled")])

    async def act(stage: Stage) -> None:
        await stage.press("s")
        assert "break-even: more stay on one side" in stage.text
        assert set("━┃┏┓┗┛╸╻") & set(stage.text)

    on_stage(act, source=Backfiring())


def test_a_sweep_says_how_many_runs_are_still_to_come() -> None:
    async def act(stage: Stage) -> None:
        stage.source.silent = True
        await stage.press("s")
        assert " 0 of " in stage.lines()[0]
        assert "···" in stage.text
        want = stage.source.orders[-1]
        assert isinstance(want, Want)
        stage.source.answer(want.asks[: len(want.asks) // 2])
        stage.app.screen.look()  # type: ignore[attr-defined]
        await stage.rest()
        assert "···" not in stage.text
        assert "paired runs" in stage.lines()[0]
        assert "3 paired runs a cell" not in stage.text

    on_stage(act)


def test_a_sweep_takes_other_dials_the_worlds_too() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("s", "x", "y")
        assert "People at the desk" in stage.text
        assert "Minutes per contact" in stage.text
        await stage.press("y")
        assert "Breakdowns" in stage.text
        assert {ask.policy for ask in stage.source.asked} == {"wait_and_see"}

    on_stage(act)


def test_causes_are_shown_for_both_lines() -> None:
    async def act(stage: Stage) -> None:
        await turn(stage)
        await stage.press("x")
        assert "reasons outside the firm" in stage.text
        assert "over a grievance" in stage.text
        await stage.press("x")
        assert stage.app.screen is stage.screen

    on_stage(act)


def test_every_number_in_force_is_listed_and_can_be_found() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("a")
        assert "Every number in force" in stage.text
        await stage.press(*"breakdown.rate")
        assert "problems.breakdown.rate" in stage.text
        assert "1.2 per year" in stage.text
        assert "population.customers" not in stage.text
        await stage.press("escape")
        assert stage.app.screen is stage.screen

    on_stage(act)


def test_another_policy_is_chosen_from_a_list() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("i", "down", "enter")
        await stage.pilot.pause()
        assert stage.play.policy == "caring"
        assert stage.screen.view().forked

    on_stage(act)


def test_another_scenario_is_chosen_from_a_list() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("o")
        assert "What there is to play" in stage.text
        assert stage.app.screen.query_one(OptionList).option_count >= 6
        await stage.press("enter")
        await stage.app.workers.wait_for_complete()
        await stage.pilot.pause()
        assert stage.app.play.scenario.name == "come_back"
        assert stage.source.closed == 1

    on_stage(act)


def test_a_branch_is_saved_and_a_picture_written_and_nothing_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(stage: Stage) -> None:
        await turn(stage)
        await stage.press("ctrl+s")
        assert stage.app.screen.query_one(Input).value == "my_policy.toml"
        await stage.press("enter")
        assert "Saved my_policy.toml" in stage.text
        await stage.press("ctrl+s", "enter")
        assert "nothing is overwritten" in stage.text
        await stage.press("ctrl+e", "enter")
        assert "Wrote journeysim.svg" in stage.text

    on_stage(act)
    assert "[policies.my_policy" in (tmp_path / "my_policy.toml").read_text(encoding="utf-8")
    assert (tmp_path / "journeysim.svg").read_text(encoding="utf-8").startswith("<svg")


def test_keys_are_remapped_and_printed_keys_are_the_defaults(tmp_path: Path) -> None:
    from journeysim.errors import ScenarioError
    from journeysim.tui.app import Look

    path = tmp_path / "keys.toml"
    path.write_text(printed(), encoding="utf-8")
    assert read(path) == {key.name: key.keys for key in KEYS}
    path.write_text('week = "9"\nrum = "x"\nday = 3\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read(path)
    assert [fault.key for fault in caught.value.faults] == ["rum", "day"]

    async def act(stage: Stage) -> None:
        await stage.press("f12")
        assert stage.screen.view().day == 7
        await stage.press("greater_than_sign")
        assert stage.screen.view().day == 7

    on_stage(act, look=Look(keys=(("week", "f12"),)))


def test_seats_are_the_same_people_and_differ_as_the_ledgers_say() -> None:
    from scripted import frames

    from journeysim.tui.wire import Ask

    base = frames(Ask(1, "wait_and_see", [], {}, 7, 0, True), 365)
    own = frames(Ask(2, "caring", [], {}, 7, 0, True), 365)
    mine, theirs = seats(own, base, 300), seats(base, own, 300)
    assert [seat.customer for seat in mine] == [seat.customer for seat in theirs]
    saved = [seat for seat in mine if seat.twin is Twin.SAVED]
    assert lit(mine) - lit(theirs) == len(saved)
    assert all((seat.state is State.LEFT) == bool(seat.cause) for seat in mine + theirs)
    assert all(seat.state is not State.LEFT for seat in saved)


def test_a_slow_start_shows_what_is_known_so_far() -> None:
    async def act(stage: Stage) -> None:
        await stage.go_to(365)
        view = stage.screen.view()
        assert (view.day, view.baseline.last) == (40, 40)
        assert "slow engine" in stage.text

    on_stage(act, source=Scripted(partial=40))
