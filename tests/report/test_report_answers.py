"""Answers on a page: a document's sentences, numbers as their owner writes them, and nothing obeyed."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from worlds import world

from journeysim.report.html.answers import answer_sections
from journeysim.report.html.decisions import as_file, over_the_range, ticks
from journeysim.report.saved import PlacedAnswer, saved_answer
from journeysim.scenario.claims import claim
from journeysim.scenario.scenario import Scenario

HEAD: dict[str, Any] = {
    "tool": "journeysim", "schema_version": 1, "versions": {"journeysim": "0.0.1"}, "name": "garage",
    "sha256": "0" * 64, "world": None, "days": 365.0, "customers": 800, "replications": 4,
    "asked": ["--levers", "x"],
    "sentences": ["It brings 1,234.5 k EUR.", "<script>alert(1)</script> {{ 7*7 }} \u202e"],
}  # fmt: skip

NOTHING = {"mean": None, "low": None, "high": None}


def seen(mean: float) -> dict[str, float]:
    return {"mean": mean, "low": mean - 0.001, "high": mean + 0.001}


def setting(value: float, kept: Any, worth: Any) -> dict[str, Any]:
    return {"values": [value], "kept": kept, "worth": worth, "cost": 1234.0, "within": True,
            "left": False, "runs": 8}  # fmt: skip


MIX = {
    "levers": [{"key": "service.channels.desk.agents", "unit": "count", "values": [1.0, 2.0, 3.0]}],
    "best": 1, "left": [1, None], "frontier": [1, 2],
    "points": [
        setting(1.0, seen(-0.01), seen(-9e9)), setting(2.0, seen(0.002), seen(12_340.0)),
        setting(3.0, seen(0.015), seen(-56_000.0)),
    ],
}  # fmt: skip

SEARCH = {
    "find": "service.channels.desk.agents", "for": "retention vs wait_and_see >= +0.5 pp",
    "value": 2.0, "unit": "count", "estimate": 0.006, "low": 0.0052, "high": 0.007,
    "neighbours": [{"value": 1.0, "verdict": "fail", "estimate": 0.001, "low": 0.0, "high": 0.002}],
    "nearest": None,
    "evaluations": [{"value": 1.0, "mean": 0.001}, {"value": 2.0, "mean": 0.006}, {"value": 6.0, "mean": None}],
}  # fmt: skip

SIZE = {"arm": 400, "day": 365.0, "right": 0.8, "wrong": 0.0, "none": 0.2, "low": 0.7, "high": 0.9}
TEST = {"power": 0.8, "test": SIZE, "sizes": [{**SIZE, "arm": 50, "right": 0.1}, SIZE]}
WEEK = {
    "agents": [0] * 100 + [3] * 68, "erlang_a": [4] * 168, "today": [1] * 168,
    "agent_hours": {"fewest": 204.0, "erlang_a": 672.0, "today": 168.0},
}  # fmt: skip

PARTS: dict[str, dict[str, Any]] = {
    "optimize": {"optimize": MIX}, "pilot": {"pilot": TEST}, "solve": {"solve": SEARCH},
    "shifts": {"shifts": WEEK, "solve": {"find": "x.shifts"}},
}  # fmt: skip


def placed(name: str, **more: Any) -> PlacedAnswer:
    written = json.dumps(HEAD | PARTS[name] | more).encode()
    return PlacedAnswer("a.json", written, saved_answer(written, "a.json"), None, "journeysim x")


@pytest.fixture
def firm() -> Scenario:
    return world("garage")


@pytest.mark.parametrize("name", PARTS)
def test_every_kind_has_a_picture_that_is_sound_and_says_what_it_shows(
    firm: Scenario, name: str
) -> None:
    (section,) = answer_sections(firm, [placed(name)])
    root = ElementTree.fromstring(as_file(firm, section.picture.chart))
    assert root.get("role") == "img"
    assert len(root.get("aria-label") or "") > 40
    assert section.table.rows
    assert {len(row) for row in section.table.rows} == {len(section.table.headings)}
    assert section.note.startswith("Made by journeysim 0.0.1. ")


def test_two_pictures_of_one_kind_share_no_name(firm: Scenario) -> None:
    one, two = answer_sections(firm, [placed("pilot"), placed("pilot")])
    names = [set(re.findall("#[pm][0-9a-f]{10}", each.picture.chart)) for each in (one, two)]
    assert names[0]
    assert not names[0] & names[1]


def test_what_is_hidden_in_a_text_is_shown(firm: Scenario) -> None:
    (section,) = answer_sections(firm, [placed("pilot")])
    assert section.others == ["<script>alert(1)</script> {{ 7*7 }} \\u202e"]


def test_the_best_the_frontier_and_what_is_not_known_are_in_the_table(firm: Scenario) -> None:
    (section,) = answer_sections(firm, [placed("optimize")])
    headings = section.table.headings
    assert headings[:4] == ["", "People at the desk", "money in all, k EUR", "more kept of 1,000"]
    assert [row[:4] for row in section.table.rows] == [
        ["best", "2", "+12.3", "+2"], ["frontier", "3", "-56.0", "+15"],
    ]  # fmt: skip
    (empty,) = answer_sections(
        firm, [placed("optimize", optimize=MIX | {"points": [setting(1.0, NOTHING, NOTHING)] * 3})]
    )
    assert [row[2:4] for row in empty.table.rows] == [["-", "-"], ["-", "-"]]


def test_what_holds_and_what_fails_is_said_beside_its_value(firm: Scenario) -> None:
    (section,) = answer_sections(firm, [placed("solve")])
    assert section.title == "What it takes: People at the desk"
    assert [[row[0], row[2]] for row in section.table.rows] == [
        ["1", "does not hold"], ["2", "holds"], ["6", ""],
    ]  # fmt: skip
    assert "points" in section.table.headings[1]
    search = placed("solve").saved.solve
    assert search is not None
    drawing = over_the_range(firm, search, claim(search.claim))
    assert "People" not in drawing
    assert "service.channels.desk.agents" in unescape(drawing)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"best": 9}, "names a setting that is not there"),
        ({"frontier": [0, 3]}, "names a setting that is not there"),
        ({"points": [setting(1.0, seen(0.0), seen(0.0)) | {"values": [1.0, 2.0]}] * 3}, "other levers"),
    ],
)  # fmt: skip
def test_places_that_are_none_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(Exception, match=words):
        placed("optimize", optimize=MIX | change)


def test_ticks_leave_room_for_their_words() -> None:
    assert ticks([1.0, 2.0, 3.0, 50.0, 100.0], 2.0) == [2.0, 50.0, 100.0]
    assert ticks([], None) == []
    assert ticks([3.0], 3.0) == [3.0]
