"""Whatever a file says, loading it ends in a scenario or in words about what is wrong with it."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import WORLD

from journeysim.errors import ScenarioError, UsageError
from journeysim.report.to_toml import toml
from journeysim.scenario.merging import at, leaves
from journeysim.scenario.scenario import load
from journeysim.shown import commands, hidden

FURTHER = """
[[expect]]
claim = "retention vs plain >= +1 pp"
policy = "caring"

[[policies.plain.changes]]
at = "30 d"
service.knowledge = 0.5

[[lessons]]
name = "first"
title = "A lesson"
dials = ["purchase.gap.mean"]
beats = [{ kind = "run", until = "30 d" }]
"""
VALID = tomllib.loads(WORLD + FURTHER)
PATHS = [path for path, _ in leaves(VALID)]
TABLES = sorted({path[:length] for path in PATHS for length in range(1, len(path))})

ODD = st.one_of(
    st.sampled_from(
        [
            "", " ", "never", "3 d", "-3 d", "0 d", "1e300 d", "1e-300 d", "1e999 d", "3 per year",
            "150 %", "-5 %", "phone", "loyal", "breakdown", "baseline", "lognormal", "request",
            "mon-fri 9-17", "always", "retention >= 1", "purchase.gap.mean", "\x00", "\x1b[31m",
            "x" * 300, "día", "[bold]", "..", "a\nb", "2026-01-05", "9999-12-31", "+1", "-1", "x2",
            "x0", "+10 pp", "+5 %", "by -1", "by +1 d", "+1 per year", "x1e308", "+1e308", "+٣",
            "::error::x", "##[error]x", "a\u202eb", "\u200b", "٣ d", "retention >= ٣ %",
        ]
    ),
    st.text(max_size=12),
    st.integers(-5, 5),
    st.sampled_from([10**9, -(10**9), 2**63, 10**400]),
    st.floats(),
    st.booleans(),
    st.sampled_from([date(2026, 1, 5), time(9, 30)]),
    st.sampled_from([[], {}, [1], ["x"], [[]], [{}], {"x": 1}, {"kind": "gamma"}]),
    st.sampled_from([{"kind": "lognormal", "mean": "3 d", "sigma": 40}, {"mean": "0 d"}]),
    st.sampled_from([{"kind": "beta", "a": 1e300, "b": 1e-300}, {"kind": "never"}]),
    st.sampled_from([{"kind": "empirical", "values": [], "weights": []}, {"kind": 3}]),
)  # fmt: skip
"""What people, and programs, write by mistake."""


@st.composite
def changed_values(draw: st.DrawFn) -> str:
    """The valid file with a few values, keys or tables dropped, replaced or added."""
    values = copy.deepcopy(VALID)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(PATHS + TABLES))
        kind = draw(st.sampled_from(["replace", "replace", "replace", "drop", "add"]))
        if kind == "add":
            path = (*path, draw(st.sampled_from(["x", "kind", "mean", "share", "includes"])))
        table = at(values, path[:-1])
        if not isinstance(table, dict):
            continue
        if kind == "drop":
            table.pop(path[-1], None)
        else:
            table[path[-1]] = copy.deepcopy(draw(ODD))
    return toml(values)


@st.composite
def changed_text(draw: st.DrawFn) -> str:
    """The valid file with pieces of text cut out, doubled or put in."""
    text = WORLD + FURTHER
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        piece = draw(
            st.one_of(
                st.sampled_from(
                    [
                        "", text[start:end] * 2, "[run]\n", "[[run]]\n", "= 3\n", "\n[a.b.c]\n",
                        'x = """\n', "{", "]", "#", "\r", "extends = '.'\n", "a.b = 1\n", "nan",
                    ]
                ),
                st.text(max_size=10),
            )
        )  # fmt: skip
        text = text[:start] + piece + text[end:]
    return text


def complaint(path: Path, *settings_: str) -> str | None:
    """What is said against a file; None if it loads. Any other error is the test's."""
    try:
        load(str(path), settings=settings_)
    except ScenarioError as error:
        lines = [str(fault) for fault in error.faults]
    except UsageError as error:
        return str(error)
    else:
        return None
    assert not any(hidden(line) or commands(line) for line in lines), lines
    return "\n".join(lines)


def loads_or_is_told_why(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    words = complaint(path)
    assert words is None or words.strip()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "firm.toml"


many = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def test_the_file_that_is_changed_is_valid(place: Path) -> None:
    place.write_text(toml(copy.deepcopy(VALID)), encoding="utf-8")
    assert load(str(place)).policies == ("plain", "caring", "staffed")


@many
@given(text=changed_values())
def test_odd_values_end_in_a_scenario_or_in_words(place: Path, text: str) -> None:
    loads_or_is_told_why(place, text)


@many
@given(text=changed_text())
def test_odd_text_ends_in_a_scenario_or_in_words(place: Path, text: str) -> None:
    loads_or_is_told_why(place, text)


@many
@given(
    settings_=st.lists(
        st.builds(
            "{}={}".format,
            st.one_of(
                st.sampled_from([".".join(path) for path in PATHS + TABLES]), st.text(max_size=9)
            ),
            st.one_of(ODD.map(str), st.sampled_from(["[", "{", '"', "{a=1}", "1 2", "= 3"])),
        ),
        max_size=3,
    )
)
def test_odd_settings_end_in_a_scenario_or_in_words(place: Path, settings_: list[str]) -> None:
    place.write_text(WORLD + FURTHER, encoding="utf-8")
    words = complaint(place, *settings_)
    assert words is None or words.strip()


@many
@given(
    drop=st.lists(
        st.one_of(
            st.sampled_from(["*", "*.*", "policies.*", "*.*.phone", "schema", "a..b", "expect.0"]),
            st.sampled_from([".".join(path) for path in PATHS + TABLES]),
            st.text(max_size=9),
        ),
        max_size=3,
    ),
    text=changed_values(),
)
def test_odd_drops_end_in_a_scenario_or_in_words(place: Path, drop: list[str], text: str) -> None:
    place.write_text(WORLD + FURTHER, encoding="utf-8")
    lead = f"extends = {place.name!r}\n" + toml({"drop": drop})
    loads_or_is_told_why(place.with_name("child.toml"), lead + text)


def test_a_scenario_that_loads_can_be_written_and_read_again(
    write: Callable[..., Path],
) -> None:
    """The frame of the fuzzing itself: what the writer writes, the reader reads."""
    again = load(str(write(toml(copy.deepcopy(VALID)))))
    assert again.tables == load(str(write(WORLD + FURTHER, "plain.toml"))).tables
