"""Every key of the playing screen and what it opens, with keys and with the mouse."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scripted import Driver, Scripted, on_stage, recording
from textual.widgets import Input, OptionList, Static

from journeysim.tui import demo
from journeysim.tui.command import command_of
from journeysim.tui.navigation import KEYS, printed, read
from journeysim.tui.overlays.choice import flowing
from journeysim.tui.protocol import Counted, LedgerRequest, RunRequest, RunSpec, update_of
from journeysim.tui.screens.seats import SeatsScreen
from journeysim.tui.screens.why import WhyCard
from journeysim.tui.seats import State, TwinOutcome, lit, seats
from journeysim.tui.style import NIGHT
from journeysim.tui.view import PlayState
from journeysim.tui.widgets.chairs import Chairs
from journeysim.tui.widgets.chart import Chart
from journeysim.tui.widgets.slider import Slider

TURNED = ("shift+right", "shift+right")


async def turn(driver: Driver, day: int = 30) -> None:
    """A lever turned on a day."""
    await driver.go_to(day)
    await driver.press(*TURNED)
    await driver.wait(0.4)


def test_every_key_does_something_and_whatever_it_opens_can_be_left() -> None:
    async def act(driver: Driver) -> None:
        await turn(driver)
        for key in KEYS:
            if key.name in ("suspend", "quit"):
                continue
            await driver.screen.do(key.name)
            await driver.rest()
            if driver.app.screen is not driver.screen:
                await driver.press("escape")
            assert driver.app.screen is driver.screen, key.name

    on_stage(act)


def test_w_answers_in_sentences() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("w")
        assert "Nothing to explain" in driver.text
        await driver.press("escape")
        await turn(driver)
        await driver.press("w")
        assert "Of 1,000 customers" in driver.text
        card = driver.app.screen
        assert isinstance(card, WhyCard)
        assert "driven away by it" in card.text.plain
        assert "is being counted" in card.text.plain
        (asked,) = [o for o in driver.source.orders if isinstance(o, LedgerRequest)]
        saved, lost = {"settled": 6.5, "waits": 1.5}, {"dose": 0.4}
        driver.source.listener([Counted(asked, 4 * 800, saved, lost)])
        card.look()
        assert "What kept those" in str(card.query_one(Static).visual)
        await driver.press("escape")
        assert driver.app.screen is driver.screen

    on_stage(act)


def test_help_is_searched_and_done() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("question_mark", *"week on")
        assert "one week back" not in driver.text
        await driver.press("enter")
        await driver.pilot.pause()
        assert driver.app.screen is driver.screen
        assert driver.screen.view().day == 7

    on_stage(act)


def test_the_palette_finds_and_does() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("ctrl+p", *"event log")
        assert "export the event log" in driver.text
        await driver.press("enter")
        assert "Export the event log" in driver.text
        await driver.press("escape")

    on_stage(act)


def test_branches_are_begun_and_switched_by_keys() -> None:
    async def act(driver: Driver) -> None:
        await turn(driver, 96)
        await driver.go_to(200)
        await driver.go_to(50)
        await driver.press("right")
        await driver.wait(0.4)
        assert driver.screen.view().branch == "B"
        assert "branch A" in driver.text
        await driver.press("B")
        assert driver.screen.view().branch == "A"
        await driver.press("b")
        assert driver.screen.view().branch == "C"
        await driver.press("u")
        assert driver.screen.view().branch == "A"

    on_stage(act)


def test_other_luck_keeps_every_decision() -> None:
    async def act(driver: Driver) -> None:
        await turn(driver)
        await driver.press("n")
        assert "seed 8" in driver.text
        assert driver.session.decisions.plan.changes
        await driver.press("N")
        assert "seed 7" in driver.text

    on_stage(act)


def test_y_copies_the_command() -> None:
    async def act(driver: Driver) -> None:
        await turn(driver)
        await driver.press("y")
        assert driver.app.clipboard == command_of(driver.session)
        assert 'at = "30 d", care = { touches = { reminder = { reach = 0.5' in driver.app.clipboard

    on_stage(act)


def test_the_words_service_and_care_change_places_and_no_digit_moves() -> None:
    async def act(driver: Driver) -> None:
        await turn(driver)
        before = "".join(c for line in driver.lines() for c in line if c.isdigit())
        assert "Service + care" in driver.text
        await driver.press("L")
        assert "Care + service" in driver.text
        await driver.press("escape")
        assert "".join(c for line in driver.lines() for c in line if c.isdigit()) == before

    on_stage(act)


def test_the_axis_zooms_in_and_out() -> None:
    async def act(driver: Driver) -> None:
        await driver.go_to(90)
        before = driver.text
        await driver.press("z")
        assert "100 %" not in driver.text
        await driver.press("z")
        assert driver.text == before

    on_stage(act)


PANELS = {
    "f3": "axis from",
    "f4": "Lead over",
    "f5": "using",
    "f6": "Events",
    "f7": "Your changes",
    "f8": "Queues",
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_any_panel_can_be_seen_alone(size: tuple[int, int]) -> None:
    async def act(driver: Driver) -> None:
        await turn(driver)
        for key, title in PANELS.items():
            await driver.press(key)
            if not driver.screen.arrangement.maximised:
                await driver.press("m")
            await driver.wait(0.2)
            assert title.casefold() in driver.text.casefold(), key
            assert " Dials " not in driver.text.replace("↑↓←→ Dials", ""), key
            await driver.press("escape")
            assert "─ Dials " in driver.text, key

    on_stage(act, size=size)


def test_f2_goes_to_the_dials() -> None:
    async def act(driver: Driver) -> None:
        driver.app.set_focus(None)
        await driver.press("f2")
        assert isinstance(driver.app.focused, Slider)

    on_stage(act)


def test_themes_go_round() -> None:
    async def act(driver: Driver) -> None:
        seen = [driver.app.theme]
        for _ in range(4):
            await driver.press("t")
            seen.append(driver.app.theme)
        assert seen[0] == seen[4]
        assert len(set(seen)) == 4

    on_stage(act)


def test_the_mouse_runs_asks_why_and_points_at_days() -> None:
    async def act(driver: Driver) -> None:
        await driver.pilot.click("Header")
        assert driver.screen.view().state is PlayState.RUNNING
        await driver.pilot.click("Header")
        assert driver.screen.view().state is PlayState.PAUSED
        chart = driver.screen.query(Chart).first()
        await driver.pilot.click(chart, offset=(6, 3))
        assert driver.screen.view().day == 0
        await driver.pilot.click(chart, offset=(chart.size.width // 2, 3))
        assert 100 < driver.screen.view().day < 365
        await driver.pilot.click("Figures")
        assert "Nothing to explain" in driver.text
        await driver.press("escape")
        await driver.pilot.click("Strip", offset=(3, 0))
        assert driver.screen.arrangement.tab == "Queues"
        assert "lost patience" in driver.text
        await driver.pilot.click("KeyBar", offset=(3, 0))
        assert driver.screen.view().state is PlayState.RUNNING

    on_stage(act)


def test_seats_go_dark_and_show_whose_life_differs() -> None:
    async def act(driver: Driver) -> None:
        await driver.go_to(300)
        await driver.press("v")
        room = driver.app.screen
        assert isinstance(room, SeatsScreen)
        view = driver.screen.view()
        own, base = view.you.first, view.baseline.first
        assert own is not None
        assert base is not None
        mine, theirs = lit(seats(own, base, 300)), lit(seats(base, own, 300))
        assert mine > theirs
        assert f"{mine} of 40 still here" in driver.text
        assert "★" in driver.text.split("\n", 2)[2]
        await driver.press("tab")
        assert f"{theirs} of 40 still here" in driver.text
        await driver.press("tab")
        await driver.pilot.click(room.query_one(Chairs), offset=(3, 1))
        assert "Seat 1: same customer, other policy" in driver.text
        await driver.press("escape", "ctrl+home")
        assert "40 of 40" in driver.text
        await driver.press("greater_than_sign", "full_stop")
        assert driver.session.playback.day == 8
        await driver.press("escape")
        assert driver.app.screen is driver.screen

    on_stage(act, policy="caring")


def test_the_demo_lasts_ninety_seconds_and_ends_on_the_last_day() -> None:
    assert demo.LENGTH == 90.0

    async def act(driver: Driver) -> None:
        room = SeatsScreen(driver.screen, scripted=True)
        await driver.app.push_screen(room)
        said = set()
        for _ in range(46):
            driver.clock.now += 2.0
            room.look()
            await driver.pilot.pause()
            said.add(str(room.query_one("#caption").visual))
        assert len(said) >= len(demo.SCENES)
        assert driver.session.day == driver.session.horizon
        assert not room.scripted
        assert "of all 800 customers" in "".join(said)

    on_stage(act, policy="caring")


def test_twins_show_the_ledger_and_two_lives() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("g")
        assert "kept: leave under wait and see" in driver.text
        assert "same in both lives" in driver.text
        await driver.press("down", "down", "escape")
        assert driver.app.screen is driver.screen

    on_stage(act, policy="caring")


def test_compare_puts_all_policies_side_by_side() -> None:
    async def act(driver: Driver) -> None:
        await turn(driver)
        await driver.press("c")
        await driver.pilot.pause()
        assert "4 of 4 paired runs" in driver.text
        assert "you, with your changes" in driver.text
        assert "Choose " in driver.text or "No clear choice" in driver.text
        assert "Chance only; " in driver.text
        await driver.press("escape")
        assert driver.session.exchange.further == ()

    on_stage(act)


def test_a_sweep_fills_in_and_a_cell_is_loaded() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("s")
        await driver.pilot.pause()
        assert "3 paired runs each" in driver.text
        assert driver.text.count("◆ now") == 2
        assert "= baseline" in driver.text or "no break-even" in driver.text
        await driver.press("right", "right", "up", "enter")
        await driver.wait(0.3)
        assert driver.app.screen is driver.screen
        changes = {change.dial.label: change for change in driver.session.decisions.plan.changes}
        assert set(changes) == {"Reminder reach", "Check-in reach"}
        assert all(change.day == 0 for change in changes.values())

    on_stage(act)


def test_a_sweep_draws_a_line_where_the_sign_turns() -> None:
    class Backfiring(Scripted):
        """The more a lever is turned beyond its middle, the more customers leave."""

        def answer(self, asks: list[RunSpec]) -> None:
            for ask in asks:
                found = recording(ask, self.horizon)
                if ask.levers and "'reach': 1.0" in str(ask.levers):
                    found = found._replace(left=np.full_like(found.left, 10.0))
                self.listener([update_of(ask, found, True, "compiled")])

    async def act(driver: Driver) -> None:
        await driver.press("s")
        assert "break-even: more stay on one side" in driver.text
        assert set("━┃┏┓┗┛╸╻") & set(driver.text)

    on_stage(act, source=Backfiring())


def test_a_sweep_says_how_many_runs_are_still_to_come() -> None:
    async def act(driver: Driver) -> None:
        driver.source.silent = True
        await driver.press("s")
        assert " 0 of " in driver.lines()[0]
        assert "···" in driver.text
        want = driver.source.orders[-1]
        assert isinstance(want, RunRequest)
        driver.source.answer(want.runs[: len(want.runs) // 2])
        driver.app.screen.look()  # type: ignore[attr-defined]
        await driver.rest()
        assert "···" not in driver.text
        assert "paired runs" in driver.lines()[0]
        assert "3 paired runs each" not in driver.text

    on_stage(act)


def test_a_sweep_takes_other_dials_the_worlds_too() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("s", "tab", "shift+tab")
        assert "People at the desk" in driver.text
        assert "Time for a talk" in driver.text
        await driver.press("shift+tab")
        assert "Breakdowns" in driver.text
        assert {ask.policy for ask in driver.source.asked} == {"wait_and_see"}

    on_stage(act)


def test_causes_are_shown_for_both_lines() -> None:
    async def act(driver: Driver) -> None:
        await turn(driver)
        await driver.press("x")
        assert "reasons outside the firm" in driver.text
        assert "over a grievance" in driver.text
        await driver.press("x")
        assert driver.app.screen is driver.screen

    on_stage(act)


def test_every_number_in_force_is_listed_and_can_be_found() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("a")
        assert "381 in force" in driver.text
        await driver.press(*"breakdown.rate")
        assert "problems.breakdown.rate" in driver.text
        assert "1.2 per year" in driver.text
        assert "population.customers" not in driver.text
        await driver.press("escape")
        assert driver.app.screen is driver.screen

    on_stage(act)


def test_another_policy_is_chosen_from_a_list() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("i", "down", "enter")
        await driver.pilot.pause()
        assert driver.session.decisions.policy == "caring"
        assert driver.screen.view().forked

    on_stage(act)


def test_another_scenario_is_chosen_from_a_list() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("o")
        assert "What there is to play" in driver.text
        assert driver.app.screen.query_one(OptionList).option_count >= 6
        await driver.press("enter")
        await driver.app.workers.wait_for_complete()
        await driver.pilot.pause()
        assert driver.app.session.scenario.name == "come_back"
        assert driver.source.closed == 1

    on_stage(act)


def test_a_branch_is_saved_and_a_picture_written_and_nothing_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(driver: Driver) -> None:
        await turn(driver)
        await driver.press("ctrl+s")
        assert driver.app.screen.query_one(Input).value == "my_policy.toml"
        await driver.press("enter")
        assert "Saved my_policy.toml" in driver.text
        await driver.press("ctrl+s", "enter")
        assert "nothing is overwritten" in driver.text
        await driver.press("ctrl+e", "enter")
        assert "Wrote journeysim.svg" in driver.text

    on_stage(act)
    assert "[policies.my_policy" in (tmp_path / "my_policy.toml").read_text(encoding="utf-8")
    assert (tmp_path / "journeysim.svg").read_text(encoding="utf-8").startswith("<svg")


def test_keys_are_remapped_and_printed_keys_are_the_defaults(tmp_path: Path) -> None:
    from journeysim.errors import ScenarioError
    from journeysim.tui.app import Appearance

    path = tmp_path / "keys.toml"
    path.write_text(printed(), encoding="utf-8")
    assert read(path) == {key.name: key.keys for key in KEYS if key.keys}
    path.write_text('week = "9"\nrum = "x"\nday = 3\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read(path)
    assert [fault.key for fault in caught.value.faults] == ["rum", "day"]

    async def act(driver: Driver) -> None:
        await driver.press("f12")
        assert driver.screen.view().day == 7
        await driver.press("greater_than_sign")
        assert driver.screen.view().day == 7

    on_stage(act, look=Appearance(keys=(("week", "f12"),)))


def test_seats_are_the_same_people_and_differ_as_the_ledgers_say() -> None:
    from scripted import recording

    from journeysim.tui.protocol import RunSpec

    base = recording(RunSpec(1, "wait_and_see", [], {}, 7, 0, True), 365)
    own = recording(RunSpec(2, "caring", [], {}, 7, 0, True), 365)
    mine, theirs = seats(own, base, 300), seats(base, own, 300)
    assert [seat.customer for seat in mine] == [seat.customer for seat in theirs]
    saved = [seat for seat in mine if seat.twin is TwinOutcome.SAVED]
    assert lit(mine) - lit(theirs) == len(saved)
    assert all((seat.state is State.LEFT) == (seat.cause is not None) for seat in mine + theirs)
    assert all(seat.state is not State.LEFT for seat in saved)


def test_a_slow_start_shows_what_is_known_so_far() -> None:
    async def act(driver: Driver) -> None:
        await driver.go_to(365)
        view = driver.screen.view()
        assert (view.day, view.baseline.last) == (40, 40)
        assert "slow engine" in driver.text

    on_stage(act, source=Scripted(partial=40))


@pytest.mark.parametrize("key", ["v", "c", "s", "x", "g", "d"])
def test_every_room_says_where_it_is_and_what_its_keys_do(key: str) -> None:
    async def act(driver: Driver) -> None:
        await turn(driver)
        await driver.press(key)
        room = driver.app.screen
        assert driver.app.title in driver.text.split("\n")[0] or key == "g"
        theme = driver.app.theme
        await driver.press("t")
        assert driver.app.theme != theme
        await driver.press("question_mark")
        assert "Keys of this screen" in driver.text
        assert "back" in driver.text
        await driver.press("escape")
        assert driver.app.screen is room
        await driver.press(key)
        assert driver.app.screen is driver.screen

    on_stage(act)


def test_stories_are_set_as_text() -> None:
    text = flowing("A *pushy* shop,\nof `leaving`.\n\nAnd 2 * 3 * 4.", NIGHT)
    assert text.plain == "A pushy shop, of leaving.\n\nAnd 2 * 3 * 4."
    assert [str(span.style) for span in text.spans] == ["italic", "bold"]


def test_the_first_screen_says_in_one_line_what_this_is() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("o")
        assert "A flight simulator for keeping customers" in driver.text
        assert "*" not in driver.text

    for size in ((80, 24), (120, 40)):
        on_stage(act, size=size)
