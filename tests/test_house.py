"""The house: imports point down only, every knob has its story, no file grows out of hand."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from journeysim.engine.log import PERSON, ROW
from journeysim.events import KINDS, EventType, PlannedEvent
from journeysim.scenario import describe, shipped
from journeysim.scenario.tables import Tables

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "journeysim"
TESTS = ROOT / "tests"

FLOORS = {
    "errors": 0, "shown": 0, "units": 0, "portable": 0, "special": 0, "distributions": 0, "streams": 0,
    "events": 0, "causes": 0, "knobs": 0, "numerals": 0,
    "model": 1,
    "scenario": 2,
    "engine": 3,
    "metrics": 4,
    "experiment": 5,
    "calibration": 6,
    "report": 7,
    "study": 8,
    "cli": 9, "tui": 9, "api": 9, "__main__": 9,
    "reference": 10,
}  # fmt: skip

REASONS = {
    "model/experience.py": "one section: its knobs with their sources fill most of it",
    "model/care.py": "one section with its catalogue",
    "model/service.py": "the knobs of a channel and of the service around it, with their sources",
    "events.py": "the table of all kinds",
    "experiment/verify/answers.py": "every form beside its closed form",
}
"""Files over 300 lines, each with the reason."""


ABOUT_SHIPPED = {
    "calibration/test_calibration_firm.py": "a firm's files are fitted to a scenario named as a user names it",
    "test_house.py": "names what it looks for",
    "scenario/test_scenario_shipped.py": "they are found, valid and known to editors",
    "scenario/test_scenario_shipped_rooms.py": "they can be played, frozen and doubted",
    "engine/test_compiled_shipped.py": "they are the same on both engines",
    "engine/test_engine_carriers.py": "they are the same on every carrier of the kernel",
    "engine/test_kernel.py": "no number of theirs is none",
    "scenario/test_scenario_shipped_lessons.py": "their lessons",
    "scenario/test_scenario_coverage.py": "they use what the model offers",
    "experiment/test_experiment_places.py": "a name found from anywhere, no figures",
    "study/test_study_revisions.py": "a name extended, no figures",
    "scenario/test_scenario_faults.py": "a name misspelt, no figures",
    "scenario/test_scenario_precedence.py": "a name extended, no figures",
    "experiment/test_experiment_claims.py": "the scoreboard of their claims",
    "experiment/test_experiment_shipped_claims.py": "their expectations",
    "calibration/test_calibration_posteriors.py": "the shipped world whose answer is what known customers buy",
    "experiment/test_experiment_solving.py": "a shipped world whose answers are known",
    "experiment/test_experiment_shifts.py": "a shipped world whose answers are known",
    "known_answers/test_known_answers.py": "the shipped worlds whose answers are known",
    "laws/test_shipped_firms.py": "they are ordinary firms",
    "cli/test_cli_calibrate.py": "a name fitted from anywhere, figures of the data only",
    "cli/test_cli_claims.py": "the scoreboard as a command",
    "cli/test_cli_packaging.py": "they come with a wheel",
    "cli/test_cli_show.py": "they are listed",
    "tui/test_tui_screens.py": "a name chosen from the list, no figures",
}
"""Tests that may speak of shipped scenarios, each with the reason. All others use tests/worlds."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def floor_of(path: Path) -> int | None:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return None if first == "__init__" else FLOORS[first]


@cache
def imports(path: Path) -> list[str]:
    """The journeysim modules a file imports at run time (type checking left out)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for name, block in ast.iter_fields(node):
            if name == "body" and isinstance(block, list):
                block[:] = [item for item in block if not _only_for_types(item)]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names]
    return found


def _only_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down_only(path: Path) -> None:
    here = floor_of(path)
    if here is None:
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "journeysim" and len(parts) > 1 and parts[1] in FLOORS:
            assert FLOORS[parts[1]] <= here, f"{path.name} imports {name}"


ROOMS_BELOW = ("journeysim.experiment", "journeysim.calibration")


def test_a_door_asks_a_study_and_reaches_no_deeper() -> None:
    reaching = {
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "cli").rglob("*.py")
        if any(name.startswith(ROOMS_BELOW) for name in imports(path))
    }
    assert not reaching


OPEN_THE_SCREEN = {"cli/play.py", "cli/lesson.py"}
"""The two commands that do so."""


def test_doors_do_not_lead_into_each_other() -> None:
    for path in modules():
        inside = path.relative_to(PACKAGE).as_posix()
        names = imports(path)
        if inside.startswith("tui/"):
            assert not any(name.startswith("journeysim.cli") for name in names), inside
        if inside.startswith("cli/") and inside not in OPEN_THE_SCREEN:
            assert not any(name.startswith("journeysim.tui") for name in names), inside


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("simpy", ("engine/des",)),
        ("textual", ("tui",)),
        ("click", ("cli",)),
        ("numba", ("engine/build",)),
        ("llvmlite", ("engine/build",)),
        ("wasmtime", ("engine/compiled",)),
        ("matplotlib", ("report",)),
        ("scipy", ("calibration",)),
        ("python_calamine", ("calibration/cells/workbooks",)),
        ("duckdb", ("report/to_parquet",)),
        ("SALib", ("experiment/sensitivity",)),
        ("distributed", ("experiment/cluster",)),
        ("dask", ("experiment/cluster",)),
    ],
)
def test_each_library_has_its_door(library: str, rooms: tuple[str, ...]) -> None:
    for path in modules():
        if any(name.split(".")[0] == library for name in imports(path)):
            inside = path.relative_to(PACKAGE).as_posix()
            assert inside.startswith(rooms), f"{inside} imports {library}"


def test_every_module_opens_with_its_promise() -> None:
    for path in modules():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_every_public_function_and_class_says_what_it_is() -> None:
    for path in modules():
        if path.relative_to(PACKAGE).as_posix() == "engine/compiled/hooks.py":
            continue  # each function stands in for the one of the same name in steps/hooks.py
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name}"


def test_files_over_300_lines_have_a_reason() -> None:
    long = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        if len(path.read_text(encoding="utf-8").splitlines()) > 300
    }
    assert long <= REASONS.keys(), long - REASONS.keys()
    assert long >= REASONS.keys(), f"no reason is needed any more: {REASONS.keys() - long}"


SAME_NAMES: dict[str, str] = {}
"""Public class names that mean two things, each with the reason: none."""


def test_no_public_class_name_means_two_things_without_a_reason() -> None:
    where: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, []).append(path.relative_to(PACKAGE).as_posix())
    twice = {name: files for name, files in where.items() if len(files) > 1}
    assert not {name: twice[name] for name in twice.keys() - SAME_NAMES.keys()}
    assert not SAME_NAMES.keys() - twice.keys(), "these names stand once now: drop the excuse"


VERBS = {"found", "told", "said"}
"""Names that tell what happened to a value, where a noun would tell what it is."""


def test_values_are_named_for_what_they_are() -> None:
    verbs = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {node.id}"
        for path in modules()
        if path != PACKAGE / "model" / "firm.py"  # keys of a firm sheet, as owners say them
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in VERBS
    ]
    assert not verbs, verbs


def test_no_files_import_each_other_in_a_circle() -> None:
    """Imports inside functions count: what needs them is one room with a wall through it."""
    graph = {_module(path): _imported(path) for path in modules()}
    left = dict(graph)
    while ends := [name for name, needs in left.items() if not needs & left.keys() - {name}]:
        for name in ends:
            del left[name]
    while starts := [
        name for name in left if not any(name in left[other] for other in left if other != name)
    ]:
        for name in starts:
            del left[name]
    assert not left, sorted(left)


def _module(path: Path) -> str:
    parts = ("journeysim", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def _imported(path: Path) -> set[str]:
    """The package's own modules that a file imports, but for the package itself."""
    every = {_module(each) for each in modules()}
    found = set()
    for name in imports(path):
        while name and name not in every:
            name = name.rpartition(".")[0]
        found.add(name)
    return found - {"", "journeysim", _module(path)}


def test_only_tests_about_shipped_scenarios_speak_of_them() -> None:
    """So that a change of a shipped scenario's figures moves no other test and no golden file."""
    names = "|".join(shipped.names())
    speaks = re.compile(rf"(?<!\w)({names})(?!\w)|import [^\n]*\bshipped")
    speaking = {
        path.relative_to(TESTS).as_posix()
        for path in [*TESTS.rglob("*.py"), *TESTS.rglob("*.toml")]
        if speaks.search(path.read_text(encoding="utf-8"))
    }
    more = sorted(speaking - ABOUT_SHIPPED.keys())
    assert not more, f"{more}: take a world of tests/worlds, or say why in ABOUT_SHIPPED"
    assert not ABOUT_SHIPPED.keys() - speaking, "ABOUT_SHIPPED names files that no longer do"


KNOBS = [
    (key, field)
    for key, field in describe.knobs_of(Tables)
    if "." in key
    and key.split(".")[0] not in ("policies", "worlds", "changes", "dials", "expect", "lessons")
]


@pytest.mark.parametrize(("key", "field"), KNOBS, ids=[key for key, _ in KNOBS])
def test_every_knob_tells_its_story(key: str, field: object) -> None:
    assert field.description  # type: ignore[attr-defined]
    assert field.json_schema_extra["source"]  # type: ignore[attr-defined]


def test_plausible_ranges_lie_within_the_bounds_and_hold_the_default() -> None:
    for key, field in KNOBS:
        extra = field.json_schema_extra or {}
        if "plausible" not in extra:  # type: ignore[operator]
            continue
        low, high = extra["plausible"]  # type: ignore[index]
        assert low < high, key
        limits = describe.bounds(field)
        assert limits.get("ge", low) <= low, key
        assert limits.get("le", high) >= high, key


FRAME = ("run.", "population.start", "population.weekdays", "population.season")


def test_every_number_that_shapes_the_world_has_a_plausible_range() -> None:
    exempt = ("audience", "luck", "shifts", "redial_within", "burden_time")
    for key, field in KNOBS:
        unit = describe.unit_of(field)
        number = unit in ("duration", "rate", "share", "number", "count")
        if not number or key.startswith(FRAME) or any(word in key for word in exempt):
            continue
        if field.default is None:
            continue
        assert "plausible" in (field.json_schema_extra or {}), (  # type: ignore[operator]
            f"{key}: give it plausible=(low, high) in model/{key.split('.')[0]}.py, what a firm may have"
        )


def test_every_kind_of_event_is_explained_once_and_in_order() -> None:
    assert [meaning.kind for meaning in KINDS] == list(EventType)
    assert sorted(PlannedEvent) == list(PlannedEvent)


def test_no_field_hides_an_attribute_of_a_numpy_record() -> None:
    hidden = set(dir(np.recarray)) | set(dir(np.record))
    names = {name for _, section in _sections() for name in section}
    assert not (set(ROW.names or ()) | set(PERSON.names or ())) & hidden
    assert not names & hidden, names & hidden


def _sections() -> list[tuple[str, set[str]]]:
    found: dict[str, set[str]] = {}
    for key, _ in KNOBS:
        section, _, name = key.rpartition(".")
        found.setdefault(section, set()).add(name)
    return list(found.items())


ONLY_UNIX = ("fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "termios", "tty")


def test_no_file_needs_unix_to_be_imported() -> None:
    """Inside a function, where somebody catches ImportError, it may be asked for."""
    needing = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in modules()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if (isinstance(node, ast.Import) and any(each.name in ONLY_UNIX for each in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in ONLY_UNIX)
    ]
    assert not needing, needing


HEAVY = ("textual", "scipy", "matplotlib", "simpy", "numpy", "pydantic", "wasmtime", "rich")


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from journeysim.cli.main import main; main(['--help']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0
    assert done.stderr.strip() == "[]"


def test_a_run_loads_neither_screen_nor_plots() -> None:
    code = (
        "import sys, journeysim.cli.run, journeysim.cli.compare; "
        "from journeysim.study.measure import measured; "
        "print([n for n in ('textual', 'matplotlib', 'scipy', 'numba') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
