"""`import journeysim as js`: light until it is used, and the same as the command line."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

import journeysim as js
from journeysim.cli.commands import DOES
from journeysim.errors import ScenarioError, UsageError
from journeysim.experiment.sensitivity import tornado

ROOT = Path(__file__).resolve().parent.parent.parent

SMALL: dict[str, Any] = {"customers": 15, "days": 20, "replications": 2, "engine": "simpy"}
TYPED = ("--customers", "15", "--days", "20", "--replications", "2", "--engine", "simpy")
FEW: dict[str, Any] = {"customers": 15, "days": 20, "engine": "simpy"}

SAME: dict[str, tuple[tuple[str, ...], Callable[[], Any]]] = {
    "run": (("run", "firm.toml", *TYPED), lambda: js.run("firm.toml", **SMALL)),
    "run by segment": (
        ("run", "firm.toml", "--policy", "plain", "--by", "segment", *TYPED),
        lambda: js.run("firm.toml", policy="plain", by="segment", **SMALL),
    ),
    "compare": (("compare", "firm.toml", *TYPED), lambda: js.compare("firm.toml", **SMALL)),
    "compare on, with settings": (
        (
            "compare", "firm.toml", "--policy", "caring", "--baseline", "plain", "--seed", "7",
            "--max-replications", "4", "--customers", "15", "--days", "20", "--engine", "simpy",
            "--set", "service.channels.phone.agents=2", "--set", "run.replications=2",
            "--at", "10 d", "service.channels.phone.agents=1",
        ),
        lambda: js.compare(
            "firm.toml", policy=["caring"], baseline="plain", seed=7, max_replications=4,
            set={"service.channels.phone.agents": 2, "run.replications": np.int64(2)},
            at={"10 d": {"service.channels.phone.agents": 1}}, **FEW,
        ),
    ),
    "twins": (
        ("twins", "firm.toml", "plain", "staffed", "--by", "segment", *TYPED),
        lambda: js.twins("firm.toml", "plain", "staffed", by="segment", **SMALL),
    ),
    "one customer's twins": (
        ("twins", "firm.toml", "plain", "staffed", "--customer", "3", *TYPED),
        lambda: js.twins("firm.toml", "plain", "staffed", customer="3", **SMALL),
    ),
    "explain": (
        ("explain", "firm.toml", "plain", "caring", "--metric", "retention", *TYPED),
        lambda: js.explain("firm.toml", "plain", "caring", metric="retention", **SMALL),
    ),
    "sensitivity": (
        ("sensitivity", "firm.toml", "--policy", "caring", "--top", "1", *TYPED),
        lambda: js.sensitivity("firm.toml", policy="caring", top=1, **SMALL),
    ),
    "solve": (
        (
            "solve", "firm.toml", "--find", "service.channels.phone.agents", "--for",
            "abandonment <= 30 %", "--from", "1", "--to", "3", *TYPED,
        ),
        lambda: js.solve(
            "firm.toml", find="service.channels.phone.agents", claim="abandonment <= 30 %",
            lowest=1, highest=3, **SMALL,
        ),
    ),
    "pilot": (
        ("pilot", "firm.toml", "caring", "--arm", "5", "--lasts", "15", *TYPED),
        lambda: js.pilot("firm.toml", "caring", arm=5, lasts=15, **SMALL),
    ),
    "optimize": (
        (
            "optimize", "firm.toml", "--levers", "care.touches.reminder.reach=0:0.5", "--steps",
            "2", *TYPED[:4], "--replications", "4", "--engine", "simpy",
        ),
        lambda: js.optimize(
            "firm.toml", levers="care.touches.reminder.reach=0:0.5", steps=2, replications=4, **FEW
        ),
    ),
    "check": (
        ("check", "claiming.toml", *TYPED),
        lambda: js.check("claiming.toml", **SMALL),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_a_function_finds_and_prints_what_its_command_does(
    name: str, typed: Callable[..., str]
) -> None:
    words, ask = SAME[name]
    found = ask()
    assert found.document() == typed(*words, "--json")
    assert f"{found}\n" == typed(*words)


@pytest.fixture(autouse=True)
def two_assumed_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sensitivity moves two numbers, at both doors, instead of all."""
    every = tornado.knobs
    monkeypatch.setattr(tornado, "knobs", lambda *asked: every(*asked)[:2])


IMPORTED = """
import sys, time
before = set(sys.modules)
begun = time.process_time()
import journeysim
took = time.process_time() - begun
new = {name.split(".")[0] for name in set(sys.modules) - before}
ours = sorted(name for name in sys.modules if name.startswith("journeysim"))
print(took, sorted(new - sys.stdlib_module_names), ours, sep="|")
"""


def imported() -> tuple[float, str, str]:
    """How long an import takes in a fresh process, in seconds of a core; what it loads of others."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED], cwd=ROOT, capture_output=True, text=True
    )
    took, new, ours = done.stdout.strip().split("|")
    return float(took), new, ours


def test_importing_loads_nothing_but_the_front_door() -> None:
    _, new, ours = imported()
    assert new == "['journeysim']"
    assert ours == "['journeysim']"


def test_importing_takes_less_than_50_ms() -> None:
    assert min(imported()[0] for _ in range(5)) < 0.050


def test_every_public_name_is_found_once_it_is_used() -> None:
    assert sorted(js.__all__) == dir(js)
    for name in js.__all__:
        assert callable(getattr(js, name)), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        js.nothing  # noqa: B018


def test_rooms_of_the_same_name_hide_no_function() -> None:
    for room in ("report", "knobs"):
        import_module(f"journeysim.{room}")
        assert inspect.isfunction(getattr(js, room)), room


OUTPUTS = {
    "as_json", "json_file", "quiet", "no_color", "target", "as_markdown", "full",
    "junit", "summary", "save_baseline", "help", "svg", "questions", "example",
    "shard", "sarif", "record",
}  # fmt: skip
"""Options that say where to or how much is written: what a function returns is read as one likes."""

EXECUTORS = {"cluster", "insecure"}
"""Options for what is handed over as an `executor`."""

PYTHONS = {"executor", "progress"}
"""What a command line cannot hand over."""

NO_FUNCTION = {"play", "lesson", "list"}
"""The screen, what `scenarios` lists, what only prepares."""


def keywords(name: str, command: click.Command) -> dict[str, Any]:
    """The options of a command as keywords, with their defaults."""
    given = {}
    for parameter in command.params:
        if parameter.name in EXECUTORS:
            continue
        if parameter.name in OUTPUTS and not (name == "bench" and parameter.name == "full"):
            continue
        if isinstance(parameter, click.Option):
            long = max(parameter.opts, key=len).removeprefix("--").replace("-", "_")
            given[long] = parameter.default
    return given


@pytest.mark.parametrize("name", [name for name in DOES if name not in NO_FUNCTION])
def test_the_keywords_of_a_function_are_the_options_of_its_command(name: str) -> None:
    command = import_module(f"journeysim.cli.{name}").command
    function = getattr(js, name)
    options = keywords(name, command)
    parameters = inspect.signature(function).parameters.values()
    kinds = [each for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY]
    assert {each.name for each in kinds} - PYTHONS == set(options)
    positional = len(list(parameters)) - len(kinds)
    assert positional == sum(isinstance(each, click.Argument) for each in command.params)
    for each in kinds:
        default = options.get(each.name)
        if isinstance(default, str | int | float) and not isinstance(default, bool):
            expected = 1 if each.name == "jobs" else default
            assert each.default == expected, f"{name}: {each.name}"


def test_every_function_is_a_command_or_reads_scenarios() -> None:
    assert set(js.__all__) - DOES.keys() == {
        "load", "scenarios", "JourneysimError", "Cluster",
    }  # fmt: skip


def test_a_loaded_scenario_is_asked_like_its_file(folder: Path) -> None:
    loaded = js.load("firm.toml", set={"service.channels.phone.agents": 2}, seed=5)
    (folder / "firm.toml").write_text("nothing that could be read again", encoding="utf-8")
    again = js.run(loaded, policy="plain", **SMALL)
    assert again[0].experiment.scenario.tables.run.seed == 5
    assert again[0].experiment.scenario.tables.service.channels["phone"].agents == 2
    assert again[0].experiment.scenario.tables.run.days == 20


def test_columns_are_tidy_and_hold_every_observation(folder: Path) -> None:
    found = js.compare("firm.toml", **SMALL)
    columns = found.columns()
    assert list(columns) == ["world", "policy", "replication", "metric", "value"]
    assert len({len(column) for column in columns.values()}) == 1
    for policy, metric in (("plain", "retention"), ("caring", "profit")):
        rows = (columns["policy"] == policy) & (columns["metric"] == metric)
        assert columns["replication"][rows].tolist() == [0, 1]
        seen = json.loads(found.document())["scenarios"][0]["policies"][policy]["metrics"][metric]
        assert columns["value"][rows].mean() == pytest.approx(seen["mean"])


def test_levers_add_up_in_columns(folder: Path) -> None:
    found = js.explain("firm.toml", "plain", "caring", metric="retention", **SMALL)
    columns = found.columns()
    (whole,) = (each.whole for each in found[0].explanations)
    assert columns["value"].sum() / 2 == pytest.approx(whole.mean)
    assert set(columns["baseline"]) == {"plain"}


def test_the_log_is_what_the_log_command_writes(folder: Path, typed: Callable[..., str]) -> None:
    typed("log", "firm.toml", *TYPED[:4], "--engine", "simpy", "--policy", "plain", "-o", "a.csv")
    log = js.log("firm.toml", policy="plain", **FEW)
    lines = (folder / "a.csv").read_text(encoding="utf-8").splitlines()
    assert ",".join(log.log.dtype.names or ()) == lines[0]
    assert len(log.log) == len(lines) - 1
    assert log.write(folder / "b.csv") == len(log.log)
    assert (folder / "b.csv").read_bytes() == (folder / "a.csv").read_bytes()
    found = js.run("firm.toml", policy="plain", **SMALL)
    assert (found.log == log.log).all()


def test_a_report_is_the_page_that_the_command_writes(
    folder: Path, typed: Callable[..., str]
) -> None:
    typed("report", "firm.toml", "--policy", "caring", *TYPED, "-o", "page.html")
    page = js.report("firm.toml", policy="caring", **SMALL)
    assert page.html == (folder / "page.html").read_text(encoding="utf-8")
    assert page._repr_html_() == page.html


def test_a_shared_report_is_made_again_from_python(folder: Path) -> None:
    js.report("firm.toml", policy="caring", share=True, **SMALL).write("it.zip")
    assert js.report("it.zip", again=True, engine="simpy").differs == ()
    loaded = js.load("firm.toml", world="patient")
    with pytest.raises(UsageError, match="load it without one"):
        js.report(loaded, share=True, **SMALL)
    with pytest.raises(UsageError, match="takes the path"):
        js.report(loaded, again=True)


def test_an_executor_and_jobs_change_no_number(folder: Path) -> None:
    alone = js.run("firm.toml", policy="plain", **SMALL).document()
    with ThreadPoolExecutor(2) as threads:
        assert js.run("firm.toml", policy="plain", executor=threads, **SMALL).document() == alone


def test_a_notebook_shows_names_as_text(folder: Path) -> None:
    world = (folder / "firm.toml").read_text(encoding="utf-8")
    title = re.sub(r"(?m)^title = .*$", 'title = "<script>alert(1)</script>"', world)
    (folder / "named.toml").write_text(title, encoding="utf-8")
    shown = js.run("named.toml", policy="plain", **SMALL)._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_xarray_is_asked_for_where_it_is_not_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(UsageError, match="to_xarray needs xarray"):
        js.run("firm.toml", policy="plain", **SMALL).to_xarray()


@pytest.mark.parametrize(
    ("keyword", "value", "words"),
    [
        ("replications", 0, "replications=0: is out of range; allowed: from 1 to 100,000"),
        ("replications", 2.5, "replications=2.5: is not a whole number"),
        ("replications", True, "replications=True: is not a whole number"),
        ("seed", -1, "seed=-1: is out of range"),
        ("jobs", 0, "jobs=0: is out of range"),
        ("jobs", "many", "jobs='many': is not a whole number"),
        ("engine", "fast", "engine='fast': is not one of auto, simpy, compiled"),
        ("by", "age", "by='age': is not one of segment"),
        ("policy", "none", "no policy 'none'"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(
    folder: Path, keyword: str, value: object, words: str
) -> None:
    with pytest.raises(UsageError) as refused:
        js.run("firm.toml", **{keyword: value})
    assert words in str(refused.value)


def test_a_number_is_a_value_and_a_text_with_a_sign_a_change(folder: Path) -> None:
    key = "service.channels.phone.agents"
    with pytest.raises(UsageError, match=r"agents=-1: is out of range; to change it .* '-1'"):
        js.load("firm.toml", set={key: -1})
    with pytest.raises(UsageError, match="out of range"):
        js.load("firm.toml", set={f"policies.caring.{key}": np.int64(-1)})
    with pytest.raises(UsageError, match="out of range"):
        js.load("firm.toml", at={"5 d": {key: -0.5}})
    before = js.load("firm.toml", set={key: 3}).tables.service.channels["phone"].agents
    after = js.load("firm.toml", set={key: 3} | {f"{key} ": "-1"})
    assert after.tables.service.channels["phone"].agents == before - 1


def test_faults_of_a_scenario_come_all_at_once(folder: Path) -> None:
    (folder / "wrong.toml").write_text("schema = 2\n[run]\ndays = 3\nsead = 1\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        js.load("wrong.toml")
    assert len(refused.value.faults) == len(js.validate("wrong.toml", "firm.toml")) == 2


def test_scenarios_are_listed_and_shown(typed: Callable[..., str]) -> None:
    assert "firm" not in js.scenarios()
    assert all(js.load(name).name == name for name in js.scenarios()[:1])
    assert js.show("firm.toml", frozen=True).startswith("schema")
    assert json.loads(json.dumps(js.schema()))["type"] == "object"
    assert any(row["key"] == "leaving.chance" for row in js.knobs("leaving"))
