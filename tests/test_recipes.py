"""Recipes: what is added in one or two files is complete, or a test says what is missing and where.

| to add | write | and these say what was forgotten |
| --- | --- | --- |
| a care touch | `model/care.py`: CATALOGUE | here; tests/scenario/test_scenario_coverage.py |
| a knob | one field in `model/<section>.py`, read by a rule | here; tests/laws/test_every_knob.py |
| a metric | a function and a line of METRICS in `metrics/<family>.py` | here; tests/metrics |
| an export | `report/to_x.py`, a line of FORMATS | here; tests/report/test_report_formats.py |
| an event kind | `events.py`: EventType, KINDS; a step that records it | here; tests/reference |
| a command | `study/x.py`, `cli/x.py`, a line of COMMANDS | here; tests/api |
| a panel, a screen | `tui/panels/x.py`, `tui/screens/x.py` | tests/tui/test_tui_house.py |
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import numpy as np
import pytest
from worlds import outcome, world, world_file

import journeysim
from journeysim import metrics
from journeysim.cli.commands import DOES
from journeysim.engine.des.loop import Simulation
from journeysim.engine.log import Outcome
from journeysim.errors import ScenarioError
from journeysim.events import HOLDING, KINDS, EventType, Refers, holding
from journeysim.metrics import catalogue
from journeysim.metrics.metric import Better
from journeysim.model.care import CATALOGUE, MOST_NOTICED
from journeysim.report.formats import FORMATS
from journeysim.scenario import describe
from journeysim.scenario.encoding import encode_phases
from journeysim.scenario.scenario import load
from journeysim.scenario.tables import BASELINE, Tables

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "journeysim"


def line_of(file: str, text: str) -> str:
    """Where a text stands in the package, as `file:line`."""
    lines = (PACKAGE / file).read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, 1) if text in line]
    return f"journeysim/{file}:{found[-1] if found else 1}"


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The public functions of a file."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


# A care touch.


FEW = 0.05
"""A touch of the catalogue reaches more of the customers than this in half a year, or it is idle."""


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_touch_of_the_catalogue_reaches_more_than_a_few(name: str) -> None:
    where = line_of("model/care.py", f'"{name}": {{')
    small = ("population.customers=50", 'population.prospects="0.3 per d"', 'run.days="200 d"')
    reach = MOST_NOTICED if CATALOGUE[name].get("intercepts") else 1
    touch = (f"care.touches.tried.like={name}", f"care.touches.tried.reach={reach}")
    try:
        firm = world("firm", *small, 'purchase.gap.mean="50 d"', *touch)
    except ScenarioError as error:
        pytest.fail(f"{where}: CATALOGUE: {name!r} is no touch: {error}")
    lived = outcome(firm, BASELINE)
    place, rows = lived.encoded.names.touches.index("tried"), lived.log.rows
    touched = np.isin(rows["kind"], holding("slot", Refers.TOUCH)) & (rows["slot"] == place)
    touched |= np.isin(rows["kind"], holding("attempt", Refers.TOUCH)) & (rows["attempt"] == place)
    reached = np.unique(rows["customer"][touched & (rows["customer"] >= 0)])
    assert len(reached) > FEW * len(lived.people), (
        f"{where}: CATALOGUE: {name!r} reaches {len(reached)} of {len(lived.people)} customers in "
        f"{firm.tables.run.days:g} days: give it a trigger that comes about, and a delay or every "
        "that is shorter"
    )


# A knob.


KNOBS = {
    key: field
    for key, field in describe.knobs_of(Tables)
    if "." in key
    and key.split(".")[0] not in ("policies", "worlds", "changes", "dials", "expect", "lessons")
}


@cache
def names_read(room: str = ".") -> frozenset[str]:
    """Every attribute that some file of the package, or of a room of it, reads."""
    return frozenset(
        node.attr
        for path in (PACKAGE / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    )


@pytest.mark.parametrize("key", KNOBS)
def test_a_knob_is_complete(key: str) -> None:
    section, name = key.split(".")[0], key.rpartition(".")[2]
    file = next(
        (file for file in (f"model/{section}.py", "model/problems.py", "model/population.py")
         if (PACKAGE / file).exists() and f"    {name}: " in (PACKAGE / file).read_text("utf-8")),
        "model",
    )  # fmt: skip
    where = line_of(file, f"    {name}: ") if file != "model" else f"journeysim/model: {key}"
    field: Any = KNOBS[key]
    assert field.description, f"{where}: {key}: say what it is: doc=..."
    assert (field.json_schema_extra or {}).get("source"), (
        f"{where}: {key}: say where its default comes from: source=... (or 'assumed')"
    )
    assert name in names_read(), f"{where}: {key}: no rule reads it: use section.{name} in a rule"
    number = describe.unit_of(field) in ("duration", "rate", "share", "number", "count")
    assert not number or field.default is None or describe.bounds(field), (
        f"{where}: {key}: nothing bounds it: say what can be: ge=..., le=..."
    )


MODEL = [path for path in sorted((PACKAGE / "model").glob("*.py")) if path.stem != "__init__"]


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.stem)
def test_every_rule_has_its_mirror(path: Path) -> None:
    """A rule of `model/x.py` is called in `tests/model/test_model_x.py`."""
    rules = getattr(import_module(f"journeysim.model.{path.stem}"), "RULES", ())
    if not rules:
        return
    mirror = ROOT / "tests" / "model" / f"test_model_{path.stem}.py"
    assert mirror.exists(), f"write tests/model/{mirror.name}: a table for each of its rules"
    called = names_in(mirror)
    for rule in rules:
        assert rule.__name__ in called, (
            f"{line_of(f'model/{path.name}', f'def {rule.__name__}(')}: tests/model/{mirror.name} never "
            f"calls {rule.__name__}: add a table of what goes in and comes out"
        )


def names_in(path: Path) -> set[str]:
    """Every name that a file uses."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


# A metric.


def families() -> list[ModuleType]:
    """The files of metrics that have a tuple METRICS of their own."""
    modules = [value for value in vars(catalogue).values() if isinstance(value, ModuleType)]
    return [module for module in modules if hasattr(module, "METRICS")]


def test_every_family_of_metrics_is_in_the_catalogue() -> None:
    known = {Path(str(module.__file__)).name for module in families()}
    for path in sorted((PACKAGE / "metrics").glob("*.py")):
        has_own = "\nMETRICS = (" in path.read_text(encoding="utf-8")
        assert not has_own or path.name in known, (
            f"{line_of('metrics/catalogue.py', 'METRICS: tuple')}: add *{path.stem}.METRICS"
        )
    listed = {metric.name for metric in metrics.METRICS}
    for module in families():
        missing = [metric.name for metric in module.METRICS if metric.name not in listed]
        assert not missing, f"metrics/catalogue.py: METRICS: add *{module.__name__}.METRICS"


def test_every_function_of_what_was_observed_is_a_metric() -> None:
    """A public function from Observed to a number stands in a line of METRICS beside it."""
    for module in families():
        path = Path(str(module.__file__))
        text = path.read_text(encoding="utf-8")
        lines = text[text.index("\nMETRICS = (") :]
        for function in functions(path):
            arguments = [argument.arg for argument in function.args.args]
            if arguments == ["observed"] and ast.unparse(function.returns or function) == "float":
                assert re.search(rf"[\s,=]{function.name}[\s,)]", lines), (
                    f"journeysim/metrics/{path.name}:{function.lineno}: {function.name} is measured "
                    f"by nobody: add Metric({function.name!r}, ...) to METRICS at the end of the file"
                )


@pytest.mark.parametrize("metric", metrics.METRICS, ids=lambda metric: metric.name)
def test_a_metric_says_what_it_is(metric: metrics.Metric) -> None:
    assert metric.doc, f"{metric.name}: say in a few words what it is: doc"
    directions = get_args(Better)
    assert metric.better in directions, f"{metric.name}: better is one of {directions}"
    if metric.needs_cause:
        return
    found = metrics.find(metric.name).value(crowded())
    assert metric.of or not np.isnan(found), (
        f"{metric.name} is NaN in a world where everything happens: name its denominator in `of`"
    )


# An export.


def test_every_writer_of_logs_is_a_format() -> None:
    """A `report/to_x.py` that writes exports is chosen by the ending of a file's name."""
    writers = {each.writer for each in FORMATS}
    for path in sorted((PACKAGE / "report").glob("to_*.py")):
        writes = any(
            function.name == "write" and "Export" in ast.unparse(function.args)
            for function in functions(path)
        )
        assert not writes or path.stem in writers, (
            f"{line_of('report/formats.py', 'FORMATS = (')}: {path.name} is offered to nobody: "
            f"add Format('.ending', 'what it is', {path.stem!r}) to FORMATS"
        )


# A kind of event.

CROWDED = (
    "population.customers=100", 'run.days="50 d"', "leaving.chance=0.2",
    "problems.breakdown.rate=60 per year", "problems.question.rate=90 per year",
    "service.channels.phone.overflow_at=1", "service.channels.phone.hours=mon-sat 09:00-10:00",
    "care.touches.ownership.reach=0.3", "sales.push_returns=0.5", "price.points=0.05",
)  # fmt: skip
"""The world in which everything happens, so crowded that it happens within fifty days."""


@cache
def crowded() -> Outcome:
    """One run of it; half-way, selling begins to push, and soon the world changes."""
    change = ("30 d", "leaving.ease=1.1")
    scenario = load(world_file("everything_happens"), settings=CROWDED, dated=[change])
    phases = scenario.phases(BASELINE, [(25.0, {"sales": {"push": 1}})])
    return Simulation(encode_phases(scenario, phases), 1, 0).outcome(50.0, 0.0)


@pytest.mark.parametrize("kind", EventType, ids=lambda kind: kind.name)
def test_an_event_says_what_its_columns_hold(kind: EventType) -> None:
    listed = [meaning.kind for meaning in KINDS]
    before = EventType(kind - 1).name if kind > 1 else "KINDS = ("
    assert kind in listed, (
        f"{line_of('events.py', f'EventType.{before},')}: KINDS: add a Meaning(EventType.{kind.name}, "
        "'what happened', ...) after this one, with what each of its columns refers to"
    )
    assert listed.index(kind) == kind - 1, f"events.py: KINDS: {kind.name} is out of order"
    assert kind.name in names_read("engine"), (
        f"no step in journeysim/engine/steps records EventType.{kind.name}: record(sim, ...) it there"
    )
    rows = crowded().log.rows[crowded().log.rows["kind"] == kind]
    assert len(rows), (
        f"{kind.name} never happens in the world in which everything happens: let it happen in "
        "tests/worlds/everything_happens.toml, or by a setting of CROWDED in tests/test_recipes.py"
    )
    names, where = crowded().encoded.names, line_of("events.py", f"EventType.{kind.name},")
    positions = {
        Refers.SEGMENT: names.segments,
        Refers.PROBLEM: names.problems,
        Refers.TOUCH: names.touches,
        Refers.CHANNEL: names.channels,
    }
    for column in HOLDING:
        refers = KINDS[kind - 1].holds(column).refers
        if refers is Refers.NOTHING:
            assert not rows[column].any(), (
                f"{where}: KINDS: {kind.name} holds something in {column}: say what it refers to, "
                f"as in {column}=Holds(Refers.TOUCH)"
            )
        elif refers in positions:
            assert rows[column].max() < len(positions[refers]), (
                f"{where}: KINDS: {column} of {kind.name} refers to no {refers.words}"
            )


# A command.

WITHOUT_STUDY = {
    "play": "the screen",
    "lesson": "the screen, or a sheet on paper",
    "list": "names what there is",
    "schema": "prints what the scenario language is",
}
"""Commands that find nothing out, each with what it does instead."""

NOT_IN_PYTHON = WITHOUT_STUDY.keys() - {"schema"}
"""Commands that no function of `import journeysim` stands for."""


def test_every_command_file_has_its_line() -> None:
    for path in sorted((PACKAGE / "cli").glob("*.py")):
        if any(function.name == "command" for function in functions(path)):
            assert path.stem in DOES, (
                f"{line_of('cli/commands.py', 'COMMANDS = (')}: nobody can call {path.stem}: add "
                f"Command({path.stem!r}, HEADING, 'What it does, in one line.') to COMMANDS"
            )


@pytest.mark.parametrize("name", list(DOES))
def test_a_command_is_complete(name: str) -> None:
    door = PACKAGE / "cli" / f"{name}.py"
    assert door.exists(), f"cli/commands.py: COMMANDS names {name}: write journeysim/cli/{name}.py"
    text = door.read_text(encoding="utf-8")
    assert "Example" in text, f"journeysim/cli/{name}.py: show an example at the end of its help"
    assert "suggest(" in text, (
        f"journeysim/cli/{name}.py: end with suggest({name!r}, ...), the line of NEXT in commands.py"
    )
    if name not in WITHOUT_STUDY:
        assert (PACKAGE / "study" / f"{name}.py").exists(), (
            f"what {name} finds out is a function in journeysim/study/{name}.py: move it there, or "
            "say in WITHOUT_STUDY what it does instead"
        )
        assert "journeysim.study" in text, f"journeysim/cli/{name}.py: call journeysim.study.{name}"
    if name not in NOT_IN_PYTHON:
        assert name in journeysim.__all__, (
            f"{line_of('__init__.py', '_ROOMS = {')}: add {name!r} to _ROOMS, with a function of the "
            "same options in journeysim/api/, or say in NOT_IN_PYTHON why not"
        )
    assert f"`{name}`" in COMMANDS_TOLD or f"journeysim {name}" in COMMANDS_TOLD, (
        f"README.md: name `journeysim {name}` in the table of commands"
    )


def test_type_checkers_see_what_is_found_when_it_is_used() -> None:
    """Imports for type checkers alone name what `_ROOMS` names, from the same rooms."""
    seen = {
        alias.asname: (node.module or "").removeprefix("journeysim.")
        for node in ast.walk(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname is not None
    }
    for name, room in journeysim._ROOMS.items():
        assert seen.get(name) == room, (
            f"{line_of('__init__.py', 'if TYPE_CHECKING:')}: type checkers do not know {name}: add "
            f"from journeysim.{room} import {name} as {name}"
        )
    assert seen.keys() == journeysim._ROOMS.keys(), "__init__.py: imports what _ROOMS does not name"


COMMANDS_TOLD = (ROOT / "README.md").read_text(encoding="utf-8")
