"""Time, speed, branches, luck and words, without a screen."""

from __future__ import annotations

import asyncio
import math
import re
import shlex
from itertools import pairwise

import pytest
from scripted import RUNS, Scripted, garage

from journeysim.numerals import spelled
from journeysim.tui import run_cache, wording
from journeysim.tui.command import command_of
from journeysim.tui.headline import large
from journeysim.tui.panels.header import header
from journeysim.tui.panels.retention import fork
from journeysim.tui.session.playback import speed_for
from journeysim.tui.session.session import Session
from journeysim.tui.view_builder import view_of
from journeysim.tui.widgets.scale import lead_ticks

REACH = "care.touches.reminder.reach"
BREAKDOWNS = "problems.breakdown.rate"


def opened(source: Scripted, policy: str | None = None) -> Session:
    played = Session(garage(), policy, source)
    asyncio.run(played.open())
    return played


def turned(day: int, steps: int = 3, source: Scripted | None = None) -> Session:
    """A world in which a lever was turned on a day."""
    found = opened(source or Scripted())
    found.step(day)
    found.nudge(REACH, steps)
    found.settle()
    return found


def test_where_simulating_cannot_keep_up_the_header_says_so_and_no_day_is_shown_untold() -> None:
    source = Scripted(silent=True)
    slow = opened(source)
    slow.hurry(2)
    for known in range(8, 30):
        source.partial = known
        source.answer(source.asked[:1])
        if known == 8:
            slow.toggle()
        slow.tick(0.25)
        assert slow.day <= known
    assert "x16 (running x" in header(view_of(slow), 120).plain


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_header_fits(width: int) -> None:
    assert header(view_of(opened(Scripted())), width).cell_len <= width


@pytest.mark.parametrize(
    ("horizon", "speed"), [(30, 1), (365, 4), (730, 8), (1095, 16), (9999, 64)]
)
def test_long_runs_start_faster(horizon: int, speed: int) -> None:
    assert speed_for(horizon) == speed


def test_a_lever_turned_after_the_last_day_is_refused_in_words() -> None:
    ended = turned(365)
    assert ended.decisions.plan.changes == ()
    assert "a lever changes nothing" in view_of(ended).notice


def test_the_sentence_tells_today_and_the_end_apart() -> None:
    found = turned(65)
    found.step(100)
    view = view_of(found)
    drawn = fork(view, 120, 30)
    assert drawn is not None
    assert spelled(drawn.now).startswith("today +5.")
    people, money = large(view, 120)
    assert people.digits.startswith("+15")
    assert [spelled(line.text) for line in people.words][::2] == [
        "people of 1,000",
        "at 1 year: clear, 4 paired runs",
    ]
    whole, now, then = (
        float(spelled(text).replace("k", ""))
        for text in (money.digits, *re.findall(r"[+-]\S+(?= k)", money.words[1].text))
    )
    assert now == -9.0
    assert then > 0.0
    assert round(now + then, 1) == whole
    assert spelled(money.words[1].text).endswith("k still to come")
    assert spelled(money.words[-1].text) == "-3,000 profit so far"


def test_with_no_lever_moved_the_lead_is_exactly_zero_on_every_day() -> None:
    found = opened(Scripted())
    found.nudge(BREAKDOWNS, 3)
    found.settle()
    assert found.decisions.plan.world
    assert not view_of(found).forked
    assert not view_of(found).leads.mean.any()


def test_the_lead_is_the_mean_of_paired_runs_with_its_interval() -> None:
    view = view_of(turned(65))
    lead = view.leads
    found = view.difference("retention", 365)
    assert (lead.n, found.n) == (RUNS, RUNS)
    assert lead.mean[365] == pytest.approx(found.mean)
    assert lead.low[365] == pytest.approx(found.low)
    assert lead.high[365] == pytest.approx(found.high)
    assert math.isfinite(found.half)


def test_both_lines_always_have_the_same_luck() -> None:
    source = Scripted()
    found = opened(source, "caring")
    found.reshuffle()
    first = garage().tables.run.seed
    luck: dict[str, set[tuple[int, int]]] = {"caring": set(), "wait_and_see": set()}
    for ask in source.asked:
        luck[ask.policy].add((ask.seed, ask.replication))
    assert luck["caring"] == luck["wait_and_see"]
    assert luck["caring"] == {(seed, r) for seed in (first, first + 1) for r in range(RUNS)}


def test_other_luck_is_taken_back_like_any_decision() -> None:
    found = turned(65)
    seed = found.decisions.seed
    found.reshuffle()
    assert found.decisions.seed == seed + 1
    assert found.decisions.plan.changes
    found.undo()
    assert found.decisions.seed == seed


def test_what_is_known_is_not_asked_again() -> None:
    source = Scripted()
    found = turned(65, source=source)
    found.undo()
    count = len(source.asked)
    found.nudge(REACH, 3)
    found.settle()
    assert len(source.asked) == count


def test_going_back_and_turning_a_dial_makes_a_branch_and_keeps_the_other() -> None:
    found = turned(96)
    found.step(100)
    found.step(-150)
    found.nudge(REACH, 5)
    found.settle()
    view = view_of(found)
    assert (view.branch, [ghost.name for ghost in view.others]) == ("B", ["A"])
    assert [(c.day, c.after) for c in view.changes] == [(46, 25.0)]
    found.switch()
    assert [(c.day, c.after) for c in found.decisions.plan.changes] == [(96, 15.0)]
    found.switch()
    found.undo()
    assert [branch.name for branch in found.decisions.course.branches] == ["A"]


def test_going_back_without_a_change_leaves_everything_as_it_was() -> None:
    found = turned(96)
    found.step(100)
    before = view_of(found).you.days.tobytes()
    found.step(-190)
    assert view_of(found).you.days.tobytes() == before
    assert view_of(found).branch == ""


def test_a_branch_begun_here_keeps_what_was_decided_so_far() -> None:
    found = turned(30)
    found.step(30)
    found.fork()
    assert found.decisions.branch.name == "B"
    found.nudge(REACH, -3)
    found.settle()
    assert [c.day for c in found.decisions.plan.changes] == [30, 60]
    assert [len(branch.plan.changes) for branch in found.decisions.course.branches] == [1, 2]


def test_running_to_a_day_stops_there() -> None:
    found = opened(Scripted())
    found.run_until(20)
    for _ in range(100):
        found.tick(0.25)
    assert (found.day, found.playback.running) == (20, False)


def test_a_secret_future_is_nowhere_in_the_view() -> None:
    found = turned(65)
    found.step(10)
    found.display.secret = True
    view = view_of(found)
    assert view.you.last == 75
    assert all(len(run) == 76 for run in view.you.runs)
    assert view.given == pytest.approx(view.baseline.retention[-1])
    assert not view.compares
    (asked,) = large(view, 120)
    assert asked.digits == "?"
    assert "Hidden until" in asked.words[-1].text


def test_the_axis_tells_nothing_of_a_secret_future() -> None:
    """Where *you* will fall below the baseline, an axis that made room for it would say so."""
    scenario = garage().with_values({"run": {"baseline": "caring"}}, "a test")
    found = Session(scenario, "wait_and_see", Scripted())
    asyncio.run(found.open())
    found.step(30)
    whole = float(view_of(found).you.retention.min())
    assert whole < view_of(found).baseline.retention.min()
    assert view_of(found).lowest == whole
    found.display.secret = True
    assert view_of(found).lowest == view_of(found).baseline.retention.min()


def test_the_command_names_every_decision() -> None:
    found = turned(65, steps=12)
    found.nudge(BREAKDOWNS, 1)
    found.settle()
    words = shlex.split(command_of(found))
    assert words[:5] == ["journeysim", "compare", "garage", "--baseline", "wait_and_see"]
    assert "--policy" not in words
    assert any(word.startswith("policies.you=") for word in words)
    you, world = (words[at + 1] for at, word in enumerate(words) if word == "--set")
    assert 'at = "65 d"' in you
    assert "reach = 0.6" in you
    assert world == f'{BREAKDOWNS}="1.4 per year"'
    assert words[words.index("--replications") + 1] == str(RUNS)
    assert words[words.index("--seed") + 1] == str(found.decisions.seed)


def test_a_dead_line_says_why_and_the_world_goes_on() -> None:
    from journeysim.tui.protocol import Failed

    found = turned(65)
    key = found.exchange.cache.runs(found.pair[0]).key
    found.hear([Failed(key, "day 70: more than 9 customers")])
    assert "more than 9 customers" in view_of(found).notice


@pytest.mark.parametrize("rows", [3, 4, 5, 8])
@pytest.mark.parametrize(("low", "high"), [(0.0, 0.06), (-0.03, 0.001), (-0.4, 0.5), (0.0, 0.001)])
def test_ticks_of_a_lead_are_even_and_hold_zero_and_the_range(
    low: float, high: float, rows: int
) -> None:
    ticks = lead_ticks(low, high, rows)
    assert 0.0 in ticks
    little = 0.1 * (high - low)
    assert ticks[-1] >= high - little
    assert ticks[0] <= low + little
    gaps = {round(b - a, 9) for a, b in pairwise(ticks)}
    assert len(gaps) == 1
    assert len(ticks) <= rows


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (wording.percent(0.8184), "81.8 %"),
        (wording.signed_points(0.031), "+3.1 points"),
        (wording.signed_points(-0.0001), "0.0 points"),
        (wording.more_stay(0.031), "31 of 1,000 more stay"),
        (wording.more_stay(-0.002), "2 of 1,000 fewer stay"),
        (wording.more_stay(0.0004), "as many stay"),
        (wording.money(9870.4), "9,870"),
        (wording.money(-141_400.0), "-141.4 k"),
        (wording.minutes(0.8), "48 s"),
        (wording.minutes(120.0), "2.0 h"),
        (wording.minutes(float("nan")), "-"),
        (wording.paired(1), "1 paired run"),
        (wording.named("Service+care cost", True), "Care+service cost"),
        (wording.named("In service", True), "In care"),
    ],
)
def test_numbers_are_written_as_people_write_them(written: str, expected: str) -> None:
    assert spelled(written) == expected


def test_a_dials_future_is_asked_for_while_it_turns_and_kept_when_it_rests() -> None:
    source = Scripted()
    found = opened(source)
    found.step(65)
    found.nudge(REACH, 3)
    assert not found.decisions.plan.changes
    assert source.asked[-1].levers == [(65.0, found.dials.dials[REACH].table(15.0))]
    assert view_of(found).forked
    count = len(source.asked)
    found.tick(0.31)
    assert [(c.day, c.after) for c in found.decisions.plan.changes] == [(65, 15.0)]
    assert len(source.asked) == count
    assert view_of(found).is_known


def test_a_change_acts_from_the_day_on_which_the_dial_was_first_touched() -> None:
    found = opened(Scripted())
    found.step(65)
    found.hurry(3)
    found.toggle()
    for _ in range(4):
        found.nudge(REACH, 1)
        found.tick(0.2)
    assert found.playback.day > 70
    found.tick(0.2)
    assert [(c.day, c.after) for c in found.decisions.plan.changes] == [(65, 20.0)]


def test_while_a_dial_turns_one_future_is_asked_for_at_a_time_and_the_last_comes_in_the_end() -> (
    None
):
    source = Scripted()
    found = opened(source)
    found.step(65)
    source.silent = True
    begun = len(source.requests)
    for _ in range(5):
        found.nudge(REACH, 1)
    assert [want.runs[0].levers for want in source.requests[begun:]] == [
        [(65.0, found.dials.dials[REACH].table(5.0))]
    ]
    before = view_of(found)
    assert not before.forked
    source.answer(source.requests[-1].runs)
    assert view_of(found).forked
    assert found.shown != (found.pair[0], found.pair[1])
    assert source.asked[-1].levers == [(65.0, found.dials.dials[REACH].table(25.0))]
    source.answer(source.requests[-1].runs)
    assert found.shown == (found.pair[0], found.pair[1])


def test_a_turn_taken_back_leaves_what_was_there() -> None:
    found = opened(Scripted())
    found.step(65)
    found.nudge(REACH, 3)
    found.undo()
    found.tick(1.0)
    assert not found.decisions.plan.changes
    assert found.turning.draft is None
    assert not view_of(found).forked


def test_the_line_before_stays_on_the_screen_until_the_new_one_is_known_as_far_as_the_day() -> None:
    source = Scripted()
    found = turned(65, source=source)
    found.step(100)
    source.silent = True
    found.nudge(REACH, 1)
    found.settle()
    assert found.day == 165
    assert len(view_of(found).you.days) == 366
    source.partial, source.slow = 90, "compiled"
    source.answer(source.requests[-1].runs)
    assert found.day == 165
    source.partial = 200
    source.answer(source.requests[-1].runs)
    assert found.day == 165
    assert len(view_of(found).you.days) == 201


def test_the_source_knows_where_the_screen_stands() -> None:
    source = Scripted()
    found = turned(65, source=source)
    found.step(20)
    found.tick(0.1)
    here = source.positions[-1]
    assert (here.day, here.levers, here.replications) == (
        85,
        list(found.decisions.plan.levers),
        RUNS,
    )
    found.nudge(REACH, 1)
    found.playback.running = True
    found.tick(0.2)
    assert source.positions[-1].day == 85
    assert source.positions[-1].levers == list(here.levers)
    found.tick(0.2)
    assert len(source.positions[-1].levers) == 2
    found.step(365)
    found.tick(0.1)
    assert source.positions[-1].day == 0


def test_the_longest_unused_runs_are_forgotten_when_they_take_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run_cache, "MOST_BYTES", 8e6)
    found = opened(Scripted())
    first, own = found.pair[1], 0
    for day in range(2, 60):
        found.step(day - found.playback.day)
        found.nudge(REACH, 1)
        found.settle()
        own = found.exchange.cache.runs(found.pair[0]).taken
    kept = len(found.exchange.cache._by_name)
    assert kept > run_cache.LEAST_KEPT
    assert kept * own <= 8e6
    assert len(found.exchange.cache._by_key) == kept
    assert view_of(found).is_known
    assert found.exchange.cache.runs(first).paired == RUNS
