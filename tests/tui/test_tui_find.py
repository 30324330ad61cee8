"""What a dial would have to be: asked of the worker, in the words of `solve`; the screen and its keys."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import pytest
from engines import QUICK
from scripted import Driver, Scripted, garage, on_stage
from worlds import world, world_file

from journeysim.cli.main import main
from journeysim.report.solve import sentences
from journeysim.study.solve import AskSolve, solve
from journeysim.tui.claims import MOST, claims_of
from journeysim.tui.command import solve_command, solve_request
from journeysim.tui.direct import opened
from journeysim.tui.plain import asking
from journeysim.tui.protocol import News, opening
from journeysim.tui.screens.find import FindScreen
from journeysim.tui.session.launch import Launch
from journeysim.tui.session.session import Session
from journeysim.tui.solving import Solved, SolveRequest
from journeysim.tui.wire import line_of, news_of, order_of
from journeysim.tui.worker.scheduler import Scheduler

AGENTS = "service.channels.desk.agents"
SMALL = ("population.customers=150", 'run.days="120 d"', "run.replications=4")


def request(**more: str) -> SolveRequest:
    asked = {"policy": "caring", "find": AGENTS, "claim": "abandonment <= 20 %",
             "low": "1", "high": "4", "step": "1"} | more  # fmt: skip
    return SolveRequest(settings=("run.seed=3",), **asked)  # type: ignore[arg-type]


def worked(order: SolveRequest) -> Solved:
    """What a worker makes of an order, after every slice that it takes."""
    scheduler = Scheduler()
    scheduler.take(opening(world("garage", *SMALL), QUICK))
    scheduler.take(order)
    while not scheduler.is_idle:
        news = scheduler.work()
        if news is not None:
            assert isinstance(news, Solved)
            return news
    raise AssertionError("nothing came of it")


def test_the_worker_says_what_solve_says() -> None:
    answer = worked(request())
    study = solve(
        world("garage", *SMALL, "run.seed=3"),
        AskSolve(policies=("caring",), engine=QUICK, jobs=1, find=AGENTS,
                 claim="abandonment <= 20 %", low="1", high="4", step="1"),
    )  # fmt: skip
    said = sentences(study.scenario, study.policy, study.ladder, study.solution)
    assert answer.sentences == tuple(said)
    assert answer.value == study.solution.best.value
    assert [row.value for row in answer.rows] == [value for value, _ in study.solution.looked]
    assert {row.verdict for row in answer.rows} >= {"pass"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"claim": "joy >= 3"}, "joy"),
        ({"find": "service.channels.desk.agentz"}, "did you mean"),
        ({"policy": "nobody"}, "nobody"),
    ],
)
def test_what_cannot_be_asked_comes_back_as_its_reason(more: dict[str, str], words: str) -> None:
    answer = worked(request(**more))
    assert words in answer.fault
    assert (answer.sentences, answer.rows, answer.value) == ((), (), None)


def test_orders_and_news_come_through_the_wire_as_they_were() -> None:
    order = request(side="largest")
    assert order_of(line_of(order)) == order
    answer = worked(request())
    assert news_of(line_of(answer)) == answer


def test_what_is_asked_next_takes_the_place_of_what_was() -> None:
    scheduler = Scheduler()
    scheduler.take(opening(world("garage", *SMALL), QUICK))
    scheduler.take(request(claim="retention >= 50 %"))
    scheduler.work()
    scheduler.take(request())
    came: list[News] = []
    while not scheduler.is_idle:
        if (news := scheduler.work()) is not None:
            came.append(news)
    (only,) = came
    assert isinstance(only, Solved)
    assert only.request.claim == "abandonment <= 20 %"


def asked(driver: Driver) -> list[SolveRequest]:
    return [order for order in driver.source.orders if isinstance(order, SolveRequest)]


def test_the_key_on_a_dial_asks_about_that_dial() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("j", "f")
        assert isinstance(driver.app.screen, FindScreen)
        assert "Check-in reach: what would it take?" in driver.text
        (first,) = asked(driver)
        assert first.find == "care.touches.check_in.reach"
        assert first.claim == "whole_value vs today >= 0"
        assert "▸ it pays in the long run" in driver.text
        assert "has to be at least 0.5." in " ".join(driver.text.split())
        await driver.press("down")
        assert asked(driver)[-1].claim == "retention vs today >= +1 pp"
        await driver.press("left")
        assert asked(driver)[-1].find == "care.touches.reminder.reach"
        await driver.press("end")
        assert asked(driver)[-1].side == "largest"
        assert "the highest that does" in driver.text
        count = len(asked(driver))
        await driver.press("end", "up", "right")
        assert len(asked(driver)) > count
        await driver.press("f")
        assert driver.app.screen is driver.screen

    for size in ((120, 40), (80, 24)):
        on_stage(act, size=size)


def test_enter_sets_the_dial_to_the_answer() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("f", "enter")
        await driver.wait(0.4)
        assert driver.app.screen is driver.screen
        assert driver.screen.view().readings[0].value == 50.0

    on_stage(act)


def test_a_claim_may_be_typed() -> None:
    async def act(driver: Driver) -> None:
        await driver.press("f", "up")
        assert "enter: type a claim" in driver.text
        await driver.press("enter", *"wait_mean", "space", *"<=", "space", *"2", "enter")
        await driver.rest()
        assert asked(driver)[-1].claim == "wait_mean <= 2"
        assert "▸ wait_mean <= 2" in driver.text

    on_stage(act)


def test_a_reason_why_not_is_shown_and_nothing_is_set() -> None:
    class Refusing(Scripted):
        def send(self, order: object) -> None:
            if isinstance(order, SolveRequest):
                self.orders.append(order)
                self.listener([Solved(order, fault="costs do not tell: say --smallest")])
            else:
                super().send(order)  # type: ignore[arg-type]

    async def act(driver: Driver) -> None:
        await driver.press("f")
        assert "costs do not tell" in driver.text
        await driver.press("enter")
        assert isinstance(driver.app.screen, FindScreen)

    on_stage(act, source=Refusing())


def test_the_command_that_is_copied_gives_the_same_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Levers turned by hand are left out, the world is as it was made."""
    scenario = world("garage", *SMALL)
    session = Session(scenario, "caring", Scripted(), launch=Launch("garage.toml"))
    dial = session.dials.dials[AGENTS]
    order = solve_request(session, dial, "abandonment <= 20 %", "")
    words = shlex.split(solve_command(session, order))
    words[words.index("garage.toml")] = world_file("garage")
    sets = [word for setting in SMALL for word in ("--set", setting)]
    main([*words[1:], *sets, "--engine", QUICK, "--jobs", "1"])
    shown = " ".join(capsys.readouterr().out.split())
    answer = worked(order)
    assert _plain(answer.sentences)[0] in shown


def _plain(lines: Sequence[str]) -> list[str]:
    from journeysim.numerals import PLAIN, spelled

    return [" ".join(spelled(line, PLAIN).split()) for line in lines]


def test_usual_claims_come_first_and_are_few() -> None:
    async def act(driver: Driver) -> None:
        claims = claims_of(driver.session)
        assert [each.claim for each in claims[:2]] == [
            "whole_value vs today >= 0", "retention vs today >= +1 pp",
        ]  # fmt: skip
        assert len({each.claim for each in claims}) == len(claims) <= MOST

    on_stage(act)


def test_in_plain_text_the_commands_are_named() -> None:
    session = Session(garage(), "caring", Scripted(), launch=Launch("garage.toml"))
    lines = list(asking(session))
    assert any(
        line.endswith("--levers care.touches.reminder.reach,care.touches.check_in.reach")
        for line in lines
    )
    assert any("journeysim solve garage.toml" in line for line in lines)


def test_in_plain_text_a_dial_is_answered_where_that_takes_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = opened(garage(), "caring", QUICK)
    lines = list(asking(session))
    place = next(n for n, line in enumerate(lines) if "journeysim solve " in line)
    (solved,) = session.exchange.solved.values()
    assert solved.sentences
    assert tuple(lines[place + 1 : place + 1 + len(solved.sentences)]) == solved.sentences
    monkeypatch.setattr("journeysim.tui.plain.FEW_ROWS", 10)
    asked = list(asking(opened(garage(), "caring", QUICK)))
    assert asked == [line for line in lines if line not in solved.sentences]
