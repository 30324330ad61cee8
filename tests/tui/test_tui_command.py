"""What is copied from the screen gives the numbers on the screen, to the last digit."""

from __future__ import annotations

import asyncio
import json
import shlex
from math import fsum
from pathlib import Path
from typing import Any

import pytest
from worlds import world_file

from journeysim import metrics
from journeysim.cli.main import main
from journeysim.engine.choice import SIMPY
from journeysim.experiment.estimate import estimate
from journeysim.scenario.scenario import load
from journeysim.study.ask import Frame
from journeysim.tui.command import Launch, Played, command_of, reproducing
from journeysim.tui.panels.kpis import value
from journeysim.tui.plan import Plan
from journeysim.tui.protocol import RunOrder
from journeysim.tui.saving import save
from journeysim.tui.session.session import Session
from journeysim.tui.simulator import Listener
from journeysim.tui.view_builder import view_of
from journeysim.tui.worker.scheduler import Scheduler

GARAGE = world_file("garage")
SMALL = ("population.customers=120", "run.days=90 d")


class AtOnce:
    """A source that simulates in this process, and has done it when it returns."""

    def __init__(self) -> None:
        self.scheduler = Scheduler(clock=lambda: 0.0)
        self.listener: Listener = lambda news: None

    async def open(self, listener: Listener) -> None:
        self.listener = listener

    def send(self, order: RunOrder) -> None:
        self.scheduler.take(order)
        found = []
        while not self.scheduler.is_idle:
            news = self.scheduler.work()
            if news is not None:
                found.append(news)
        self.listener(found)

    async def close(self) -> None:
        return


@pytest.fixture(scope="module")
def played() -> Session:
    """Two levers and a world dial turned on different days, with other luck, in three runs."""
    settings = (*SMALL, "run.replications=3")
    scenario = load(GARAGE, settings=settings)
    launch = Launch(GARAGE, Frame(settings=SMALL))
    play = Session(scenario, None, AtOnce(), None, SIMPY, launch)
    asyncio.run(play.open())
    play.step(20)
    play.load([("care.touches.reminder.reach", 60.0)])
    play.step(25)
    play.load([("service.channels.desk.talk_time", 0.7)])
    play.load([("problems.breakdown.rate", 2.0)])
    play.reshuffle()
    return play


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What a copied command says."""
    extra = ["--json", "--engine", "simpy", "--jobs", "1", "--quiet"]
    assert main([*words[1:], *extra]) == 0
    (scenario,) = json.loads(capsys.readouterr().out)["scenarios"]
    return scenario  # type: ignore[no-any-return]


def test_the_copied_command_gives_both_lines_and_the_lead_to_the_last_digit(
    played: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(command_of(played))
    assert words[1] == "compare"
    said = told(words, capsys)
    view = view_of(played)
    ours, theirs = said["policies"]["you"], said["policies"]["wait_and_see"]
    for track, policy in ((view.you, ours), (view.baseline, theirs)):
        for metric in ("retention", "profit", "wait_p95"):
            within = metrics.find(metric).metric.range
            shown = estimate(track.observed(metric, 90), within=within)
            found = tuple(policy["metrics"][metric][end] for end in ("mean", "low", "high"))
            assert (shown.mean, shown.low, shown.high) == found, metric
        cost = estimate(track.observed("cost", 90)).mean
        names = ("service_cost", "care_cost", "programmes")
        assert cost == pytest.approx(fsum(policy["metrics"][name]["mean"] for name in names))
    lead = view.difference("retention", 90)
    (found,) = [
        each
        for each in said["differences"]
        if (each["metric"], each["policy"]) == ("retention", "you")
    ]
    assert (lead.mean, lead.low, lead.high, lead.n) == tuple(
        found[end] for end in ("mean", "low", "high", "n")
    )
    assert lead.mean != 0.0


def test_the_figures_on_the_screen_are_those_of_the_command(
    played: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(command_of(played))
    policies = told(words, capsys)["policies"]
    view = view_of(played)
    for track, name in ((view.you, "you"), (view.baseline, "wait_and_see")):
        for metric in ("retention", "profit", "wait_p95"):
            mean = policies[name]["metrics"][metric]["mean"]
            assert value(track, metric, 90) == pytest.approx(mean, rel=1e-12)


def test_untouched_the_command_runs_the_one_line_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    scenario = load(GARAGE, settings=SMALL)
    seen = Played(scenario, "wait_and_see", "wait_and_see", Plan(), 5)
    words = shlex.split(reproducing(Launch(GARAGE), seen, 0))
    assert words[1:] == [
        "run",
        GARAGE,
        "--policy",
        "wait_and_see",
        "--seed",
        "5",
        "--replications",
        "1",
    ]


def test_another_policy_is_compared_by_its_own_name() -> None:
    scenario = load(GARAGE)
    words = shlex.split(
        reproducing(Launch(GARAGE), Played(scenario, "caring", "wait_and_see", Plan(), 1), 4)
    )
    assert words[1] == "compare"
    assert "--policy" not in words
    assert "--set" not in words


def test_a_saved_branch_is_a_policy_that_gives_the_same_digits(
    played: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    before = Path(GARAGE).read_bytes()
    save(played.scenario, played.decisions.policy, played.decisions.plan, "mine", path)
    assert Path(GARAGE).read_bytes() == before
    seed = str(played.decisions.seed)
    words = ["run", str(path), "--policy", "mine", "--seed", seed, "--replications", "3"]
    (said,) = told(["journeysim", *words], capsys)["policies"].values()
    shown = estimate(view_of(played).you.observed("retention", 90)).mean
    assert shown == said["metrics"]["retention"]["mean"]


@pytest.mark.parametrize(
    ("name", "what"), [("caring", "already"), ("My policy", "is no name"), ("baseline", "already")]
)
def test_a_branch_is_not_saved_under_a_wrong_name(
    played: Session, tmp_path: Path, name: str, what: str
) -> None:
    from journeysim.errors import UsageError

    with pytest.raises(UsageError, match=what):
        save(
            played.scenario,
            played.decisions.policy,
            played.decisions.plan,
            name,
            tmp_path / "x.toml",
        )
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(played: Session, tmp_path: Path) -> None:
    from journeysim.errors import UsageError

    path = tmp_path / "there.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="nothing is overwritten"):
        save(played.scenario, played.decisions.policy, played.decisions.plan, "other", path)
    assert path.read_text(encoding="utf-8") == "mine"
