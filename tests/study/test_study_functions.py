"""What a command finds out is a pure function: a scenario and a question in, a frozen answer out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from worlds import WORLD

from journeysim.cli.commands import DOES
from journeysim.errors import UsageError
from journeysim.experiment.bench import Bench, Size
from journeysim.experiment.sensitivity import tornado
from journeysim.experiment.viewpoints import Viewpoint, ViewpointClaim
from journeysim.scenario.scenario import Scenario, load
from journeysim.study.ask import Ask, Frame
from journeysim.study.bench import AskBench
from journeysim.study.calibrate_ask import asked as asked_calibrate
from journeysim.study.check_plan import plan
from journeysim.study.claims import AskClaims
from journeysim.study.explain import AskExplain
from journeysim.study.init import sheet_of
from journeysim.study.log import AskLog
from journeysim.study.optimize_ask import AskOptimize, TypedLever
from journeysim.study.pilot_ask import AskPilot
from journeysim.study.report import AskReport
from journeysim.study.sensitivity import AskSensitivity
from journeysim.study.solve import AskSolve
from journeysim.study.twins import AskTwins
from journeysim.study.verify import AskVerify, worlds_of

STUDY = Path(import_module("journeysim.study").__file__ or "").parent

FEW: dict[str, Any] = {"engine": "simpy", "jobs": 1, "replications": 2}
PAIR = {"before": "plain", "after": "caring"}

ASKS: dict[str, Ask] = {
    "run": Ask(**FEW),
    "compare": Ask(**FEW, baseline="plain"),
    "explain": AskExplain(**FEW, **PAIR, metrics=("retention",)),
    "twins": AskTwins(**FEW, **PAIR),
    "sensitivity": AskSensitivity(**FEW, policies=("caring",), top=1),
    "report": AskReport(**FEW, policies=("caring",)),
    "log": AskLog(**FEW),
    "solve": AskSolve(
        **FEW, find="service.channels.phone.agents", claim="abandonment <= 90 %", low="1", high="2"
    ),
    "pilot": AskPilot(**FEW, policy="caring", baseline="plain", arm=5, lasts=10.0, draws=0),
    "optimize": AskOptimize(
        **FEW | {"replications": 4},
        levers=(TypedLever("service.channels.phone.agents", "1", "2"),),
        steps=2,
    ),
}
"""A question for each study of a scenario's policies."""


@dataclass
class Listening:
    """Whoever waits for a study, and keeps what is said."""

    said: list[str] = field(default_factory=list)
    counted: list[tuple[int, int]] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def confirm(self, text: str) -> None:
        raise AssertionError(f"so little work needs no question: {text}")

    @contextmanager
    def counting(self, what: str) -> Iterator[Callable[[int, int], None]]:
        yield lambda done, total: self.counted.append((done, total))


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """The small firm, smaller still, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    every = tornado.knobs
    monkeypatch.setattr(tornado, "knobs", lambda *asked: every(*asked)[:2])
    (tmp_path / "firm.toml").write_text(WORLD, encoding="utf-8")
    small = ("population.customers=15", "run.days=20 d", "run.replications=2")
    return load("firm.toml", settings=small)


def study(name: str) -> Callable[..., Any]:
    """The function of a command."""
    function: Callable[..., Any] = getattr(import_module(f"journeysim.study.{name}"), name)
    return function


@pytest.mark.parametrize("name", ASKS)
def test_a_study_answers_a_question_and_does_nothing_else(
    firm: Scenario, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """It prints nothing, writes nothing, asks nobody; what it has to say it tells whoever waits."""
    waiting = Listening()
    found = study(name)(firm, ASKS[name], waiting)
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in Path.cwd().iterdir()] == ["firm.toml"]
    if name != "log":
        assert any("firm" in each or "plain" in each for each in waiting.said)
        done, total = waiting.counted[-1]
        assert 0 < done <= total
    with pytest.raises(FrozenInstanceError):
        setattr(found, fields(found)[0].name, None)


@pytest.mark.parametrize("name", [name for name in ASKS if name not in ("report", "log")])
def test_the_same_question_has_the_same_answer(firm: Scenario, name: str) -> None:
    reading = import_module(f"journeysim.study.{name}").READING
    first, again = (study(name)(firm, ASKS[name]) for _ in range(2))
    assert reading.document([first], "simpy") == reading.document([again], "simpy")


def test_a_report_has_the_same_bytes_again(firm: Scenario) -> None:
    assert study("report")(firm, ASKS["report"]).html == study("report")(firm, ASKS["report"]).html


@pytest.mark.parametrize("name", ["run", "compare", "report", "log"])
def test_a_policy_that_is_not_there_is_refused_before_anything_runs(
    firm: Scenario, name: str
) -> None:
    waiting = Listening()
    ask = type(ASKS[name])(**FEW, policies=("nobody",))
    with pytest.raises(UsageError, match="no policy 'nobody'"):
        study(name)(firm, ask, waiting)
    assert not waiting.counted


def test_a_check_judges_what_was_planned(firm: Scenario, tmp_path: Path) -> None:
    claim = '\n[[expect]]\nclaim = "retention vs plain >= -99 pp"\npolicy = "caring"\n'
    (tmp_path / "claiming.toml").write_text(WORLD + claim, encoding="utf-8")
    frame = Frame(days="20", customers=40)
    ask = Ask(engine="simpy", jobs=1)
    checking = import_module("journeysim.study.check")
    terms = checking.PLAIN
    (suite,) = plan(["claiming.toml"], frame, ask, terms)
    assert [each.policies for each in suite.claims] == [("caring", "plain")]
    steps = list(checking.checking([suite], ask, terms))
    assert steps[0].outcome.value == "undecided", "nothing has run yet"
    assert steps[-1].outcome.value == "pass"
    assert checking.check(["claiming.toml"], frame, ask).document() == steps[-1].document()


def test_a_calibration_writes_nothing_and_leaves_its_scenario_as_it_was(
    firm: Scenario, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [
        "customer,date",
        *(f"c{n % 23},2025-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(60)),
    ]
    (tmp_path / "orders.csv").write_text("\n".join(rows), encoding="utf-8")
    before = firm.sha256
    ask = asked_calibrate(orders=tmp_path / "orders.csv", model="bgnbd", engine="simpy")
    fitted = study("calibrate")(firm, ask)
    assert capfd.readouterr() == ("", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firm.toml", "orders.csv"]
    assert firm.sha256 == before != fitted.scenario.sha256
    with pytest.raises(FrozenInstanceError):
        fitted.check = None


CLAIM = ViewpointClaim("caring keeps more", "firm.toml", "caring", "plain", "retention")
VIEWPOINT = Viewpoint("touches", "Who is thought of stays.", "touches", (CLAIM,))
WORLDS = "".join(
    f'\n[worlds.{name}]\nabout = "as it is"\nsource = "assumed"\n'
    for name in ("evidence", "as_the_author_says", "least_favourable")
)
SMALL_FIRM = WORLD.replace("customers = 150", "customers = 15").replace("120 d", "20 d") + WORLDS
FRIENDS = """
schema = 2
extends = "known_answers/referrals.toml"
run.days = "20 d"
population.customers = 15
"""


def benched(announce: Callable[[str], None], *, largest: int, full: bool, peers: bool) -> Bench:
    """What a bench would have measured, at once."""
    announce(f"{largest} customers, {full}")
    return Bench(
        {"compiled_vs_simpy": 9.0}, (), (Size("simpy", largest, 1.0, 0.9, 1.1, 3, 7, 40.0),), 1.0
    )


APART: dict[str, Callable[[Listening], Any]] = {
    "claims": lambda waiting: study("claims")(AskClaims(**FEW), waiting),
    "verify": lambda waiting: study("verify")(
        worlds_of(["friends.toml"], ["run.replications=2"]), AskVerify("simpy", 1), waiting
    ),
    "bench": lambda waiting: study("bench")(AskBench(1_000), waiting),
    "init": lambda waiting: study("init")(
        sheet_of({"kind": "garage", "customers": 30, "new": 0, "stay": 75}),
        engine="simpy",
        progress=waiting,
    ),
}
"""The studies that are asked about no scenario of one's own."""

ELSEWHERE = {"check", "calibrate", "mirror", "validate", "show", "knobs", "store", "board"}
"""Studies with tests of their own, here or beside their command."""


def test_every_study_of_a_command_is_walked_here() -> None:
    studies = {name for name in DOES if (STUDY / f"{name}.py").exists()}
    missing = studies - ASKS.keys() - APART.keys() - ELSEWHERE
    assert not missing, f"{missing}: add a question to ASKS or APART in {Path(__file__).name}"


@pytest.mark.parametrize("name", APART)
def test_a_study_of_no_scenario_does_nothing_else_either(
    firm: Scenario,
    name: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "firm.toml").write_text(SMALL_FIRM, encoding="utf-8")
    (tmp_path / "friends.toml").write_text(FRIENDS, encoding="utf-8")
    monkeypatch.setattr("journeysim.study.claims.VIEWPOINTS", (VIEWPOINT,))
    monkeypatch.setattr("journeysim.study.bench.measure", benched)
    waiting = Listening()
    found = APART[name](waiting)
    assert capfd.readouterr() == ("", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firm.toml", "friends.toml"]
    assert waiting.said or waiting.counted, "whoever waits is told"
    with pytest.raises(FrozenInstanceError):
        setattr(found, fields(found)[0].name, None)
    if name != "init":
        reading = import_module(f"journeysim.study.{name}").READING
        again = APART[name](Listening())
        assert reading.document([found], "simpy") == reading.document([again], "simpy")
        assert len({len(column) for column in reading.columns([found]).values()}) == 1
