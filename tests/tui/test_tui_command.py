"""What is copied from the screen gives the numbers on the screen, to the last digit."""

from __future__ import annotations

import asyncio
import json
import shlex
from pathlib import Path

import pytest

from journeysim.cli.main import main
from journeysim.engine.choice import SIMPY
from journeysim.experiment.estimate import estimate
from journeysim.scenario.scenario import load
from journeysim.tui.command import Origin
from journeysim.tui.desk import Desk
from journeysim.tui.play import Play
from journeysim.tui.saving import save
from journeysim.tui.showing import view_of
from journeysim.tui.source import Hear
from journeysim.tui.wire import Order

GARAGE = str(Path(__file__).resolve().parent / "garage.toml")
SMALL = ("population.customers=120", "run.days=90 d")


class AtOnce:
    """A source that simulates in this process, and has done it when it returns."""

    def __init__(self) -> None:
        self.desk = Desk(clock=lambda: 0.0)
        self.hear: Hear = lambda news: None

    async def open(self, hear: Hear) -> None:
        self.hear = hear

    def send(self, order: Order) -> None:
        self.desk.take(order)
        found = []
        while not self.desk.is_idle:
            news = self.desk.work()
            if news is not None:
                found.append(news)
        self.hear(found)

    async def close(self) -> None:
        return


@pytest.fixture(scope="module")
def played() -> Play:
    """Two levers and a world dial turned on different days, with other luck, in three runs."""
    settings = (*SMALL, "run.replications=3")
    scenario = load(GARAGE, settings=settings)
    options = tuple(word for setting in SMALL for word in ("--set", setting))
    play = Play(scenario, None, AtOnce(), None, SIMPY, Origin(GARAGE, options))
    asyncio.run(play.open())
    play.step(20)
    play.load([("care.touches.reminder.reach", 60.0)])
    play.step(25)
    play.load([("service.channels.desk.handling.mean", 15.0)])
    play.load([("problems.breakdown.rate", 2.0)])
    play.reshuffle()
    return play


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, float]]:
    assert main(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    (scenario,) = document["scenarios"]
    (policy,) = scenario["policies"].values()
    return policy["metrics"]  # type: ignore[no-any-return]


def test_the_copied_command_gives_the_same_digits(
    played: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(played.command())
    assert words.count("--at") == 2
    said = told([*words[1:], "--json", "--engine", "simpy", "--jobs", "1", "--quiet"], capsys)
    you = view_of(played).you
    for figure, metric in (
        ("retention", "retention"),
        ("profit", "profit"),
        ("wait_p95", "wait_p95"),
    ):
        shown = estimate(you.observed(figure, 90))
        assert (shown.mean, shown.low, shown.high) == tuple(
            said[metric][end] for end in ("mean", "low", "high")
        ), figure
    cost = estimate(you.observed("cost", 90)).mean
    assert cost == pytest.approx(said["service_cost"]["mean"] + said["care_cost"]["mean"])


def test_the_baseline_beside_it_is_the_command_without_the_levers(
    played: Play, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(played.command())
    while "--at" in words:
        place = words.index("--at")
        del words[place : place + 3]
    said = told([*words[1:], "--json", "--engine", "simpy", "--jobs", "1", "--quiet"], capsys)
    view = view_of(played)
    base = estimate(view.baseline.observed("retention", 90)).mean
    assert base == said["retention"]["mean"]
    lead = view.difference("retention", 90).mean
    assert lead == pytest.approx(estimate(view.you.observed("retention", 90)).mean - base)


def test_a_saved_branch_is_a_policy_that_gives_the_same_digits(
    played: Play, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    before = Path(GARAGE).read_bytes()
    save(played.scenario, played.policy, played.plan, "mine", path)
    assert Path(GARAGE).read_bytes() == before
    seed = str(played.course.seed)
    words = ["run", str(path), "--policy", "mine", "--seed", seed, "--replications", "3"]
    said = told([*words, "--json", "--engine", "simpy", "--jobs", "1", "--quiet"], capsys)
    shown = estimate(view_of(played).you.observed("retention", 90)).mean
    assert shown == said["retention"]["mean"]


@pytest.mark.parametrize(
    ("name", "what"), [("caring", "already"), ("My policy", "is no name"), ("baseline", "already")]
)
def test_a_branch_is_not_saved_under_a_wrong_name(
    played: Play, tmp_path: Path, name: str, what: str
) -> None:
    from journeysim.errors import UsageError

    with pytest.raises(UsageError, match=what):
        save(played.scenario, played.policy, played.plan, name, tmp_path / "x.toml")
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(played: Play, tmp_path: Path) -> None:
    from journeysim.errors import UsageError

    path = tmp_path / "there.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="nothing is overwritten"):
        save(played.scenario, played.policy, played.plan, "other", path)
    assert path.read_text(encoding="utf-8") == "mine"
