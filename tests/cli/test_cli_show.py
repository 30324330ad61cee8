"""show, knobs, schema, list, validate: what a scenario says, and what there is to say."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import WORLD

from journeysim.scenario import shipped
from journeysim.scenario.json_schema import json_schema
from journeysim.scenario.scenario import load

Command = Callable[..., tuple[int, str, str]]


def only_what_is_next(err: str) -> bool:
    """Is nothing said but the one line about what comes next?"""
    return err.startswith("next: journeysim ") and err.count("\n") == 1


def shown(journeysim: Command, *arguments: str) -> dict[str, tuple[str, str]]:
    """What `show` prints: key -> (value, origin)."""
    code, out, err = journeysim("show", *arguments)
    assert code == 0
    assert only_what_is_next(err)
    found = {}
    for line in out.splitlines():
        said, _, origin = line.rpartition("  # ")
        key, _, value = said.partition(" = ")
        found[key] = (value.strip(), origin)
    return found


def line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


class TestOrigins:
    """Every value with the place where it was said."""

    def test_a_value_of_the_file_is_shown_with_its_line(self, journeysim: Command) -> None:
        found = shown(journeysim, "firm.toml")
        where = f"firm.toml:{line(WORLD, 'severity = 0.4')}"
        assert found["problems.breakdown.severity"] == ("0.4", where)
        assert found["run.days"] == ('"120 d"', f"firm.toml:{line(WORLD, 'days = ')}")

    def test_a_part_of_an_inline_table_is_shown_with_the_line_of_the_table(
        self, journeysim: Command
    ) -> None:
        where = f"firm.toml:{line(WORLD, 'gap = ')}"
        assert shown(journeysim, "firm.toml")["purchase.gap.mean"] == ('"20 d"', where)

    def test_a_setting_is_shown_as_one_and_only_what_it_sets(self, journeysim: Command) -> None:
        found = shown(journeysim, "firm.toml", "--set", "purchase.gap.mean=9 d")
        assert found["purchase.gap.mean"] == ('"9 d"', "--set")
        assert found["purchase.gap.kind"][1] == f"firm.toml:{line(WORLD, 'gap = ')}"

    def test_a_value_of_the_extended_file_is_shown_with_that_file(
        self, journeysim: Command, folder: Path
    ) -> None:
        (folder / "child.toml").write_text(
            'schema = 2\nextends = "firm.toml"\ntitle = "A child"\n', encoding="utf-8"
        )
        found = shown(journeysim, "child.toml")
        assert found["title"] == ('"A child"', "child.toml:3")
        assert found["talk.referral"][1] == f"firm.toml:{line(WORLD, 'referral = ')}"

    def test_a_value_of_a_world_is_shown_with_the_world(self, journeysim: Command) -> None:
        found = shown(journeysim, "firm.toml", "--world", "patient")
        assert found["service.channels.phone.patience.mean"] == ('"20 min"', "world patient")

    def test_defaults_are_shown_when_all_is_asked_for(self, journeysim: Command) -> None:
        assert "run.seed" not in shown(journeysim, "firm.toml")
        found = shown(journeysim, "firm.toml", "--all")
        assert found["run.seed"] == ("1", "default")
        assert found["experience.neutral"] == ("0.7", "default")

    def test_what_the_catalogue_says_of_a_touch_is_shown_as_such(self, journeysim: Command) -> None:
        found = shown(journeysim, "firm.toml", "--all")
        assert found["care.touches.check_in.credit"] == ("0.055", "like check_in")
        assert found["care.touches.check_in.cost"] == ("0.0", "default")

    def test_a_policy_is_shown_with_its_own_lines_those_it_includes_and_its_dates(
        self, journeysim: Command, folder: Path
    ) -> None:
        text = WORLD + (
            '\n[policies.both]\nincludes = ["caring", "staffed"]\nservice.knowledge = 0.5\n'
            '[[policies.both.changes]]\nat = "9 d"\nservice.knowledge = 0.75\n'
        )
        (folder / "firm.toml").write_text(text, encoding="utf-8")
        found = shown(journeysim, "firm.toml", "--policy", "both", "--set", "service.goodwill=3")
        caring, staffed = line(text, "care.touches.reminder = {"), line(text, "agents = 2, talk")
        assert found["care.touches.reminder.reach"] == ("0.8", f"firm.toml:{caring}")
        assert found["service.channels.phone.agents"] == ("2", f"firm.toml:{staffed}")
        assert found["service.channels.phone.hours"][1] == f"firm.toml:{line(text, 'hours = ')}"
        assert found["service.knowledge"] == ("0.5", f"firm.toml:{line(text, 'knowledge = 0.5')}")
        assert found["service.goodwill"] == ("3.0", "--set")
        later = {key: value for key, value in found.items() if key.startswith("from day 9: ")}
        where = f"firm.toml:{line(text, 'knowledge = 0.75')}"
        assert later == {"from day 9: service.knowledge": ("0.75", where)}

    def test_a_policy_that_says_nothing_shows_the_files_own_levers(
        self, journeysim: Command
    ) -> None:
        assert shown(journeysim, "firm.toml", "--policy", "plain") == shown(
            journeysim, "firm.toml", "--policy", "baseline"
        )

    def test_every_value_shown_reads_back_as_toml(self, journeysim: Command) -> None:
        for key, (value, _) in shown(journeysim, "firm.toml", "--all").items():
            assert "value" in tomllib.loads(f"value = {value}"), key


class TestFrozen:
    """One self-contained file: what --frozen writes is the scenario, whole."""

    def test_it_loads_to_the_same_scenario(self, journeysim: Command, folder: Path) -> None:
        code, out, _ = journeysim("show", "firm.toml", "--frozen")
        (folder / "frozen.toml").write_text(out, encoding="utf-8")
        assert code == 0
        assert load("frozen.toml").sha256 == load("firm.toml").sha256

    def test_a_file_is_written_on_request_and_nothing_else(
        self, journeysim: Command, folder: Path
    ) -> None:
        code, out, err = journeysim("show", "firm.toml", "--frozen", "-o", "frozen.toml")
        assert (code, out) == (0, "")
        assert only_what_is_next(err)
        assert load("frozen.toml").sha256 == load("firm.toml").sha256
        assert sorted(path.name for path in folder.iterdir()) == ["firm.toml", "frozen.toml"]

    def test_world_and_settings_are_frozen_in(self, journeysim: Command, folder: Path) -> None:
        arguments = ("--world", "patient", "--set", "purchase.margin=0.25", "--frozen")
        journeysim("show", "firm.toml", *arguments, "-o", "frozen.toml")
        again = load("frozen.toml")
        there = load("firm.toml", world="patient", settings=["purchase.margin=0.25"])
        assert again.tables == there.tables
        assert again.world is None

    def test_it_needs_no_other_file(self, journeysim: Command, folder: Path) -> None:
        (folder / "child.toml").write_text(
            'schema = 2\nextends = "firm.toml"\ntalk.referral = 0.5\n', encoding="utf-8"
        )
        journeysim("show", "child.toml", "--frozen", "-o", "frozen.toml")
        before = load("child.toml").sha256
        (folder / "firm.toml").unlink()
        assert load("frozen.toml").sha256 == before

    def test_every_knob_in_force_stands_in_it(self, journeysim: Command, folder: Path) -> None:
        """So that a default that moves in a later version moves nothing in this file."""
        journeysim("show", "firm.toml", "--frozen", "-o", "frozen.toml")
        found = shown(journeysim, "frozen.toml", "--all")
        left = {key for key, (_, origin) in found.items() if origin == "default"}
        assert not {key for key in left if found[key][0] not in ("{}", "[]", '""')}


class TestKnobs:
    """Every knob with unit, bounds, default, meaning and source."""

    def test_a_pattern_chooses(self, journeysim: Command) -> None:
        code, out, _ = journeysim("knobs", "--json", "experience.half_life")
        found = json.loads(out)
        assert code == 0
        assert {row["key"] for row in found} == {
            "experience.half_life_bad",
            "experience.half_life_good",
            "experience.half_life_promise",
            "experience.half_life_trust",
        }

    def test_a_knob_tells_its_story(self, journeysim: Command) -> None:
        (row,) = json.loads(journeysim("knobs", "--json", "talk.hit")[1])
        assert row | {"doc": "", "source": ""} == {
            "key": "talk.hit", "side": "world", "unit": "number", "default": "0",
            "allowed": "at least 0, at most 1", "plausible": "0 to 0.0001",
            "doc": "", "source": "",
        }  # fmt: skip
        assert row["doc"].startswith("Change of the log reputation")
        assert row["source"]

    def test_the_same_knobs_are_told_to_people(self, journeysim: Command) -> None:
        rows = json.loads(journeysim("knobs", "--json")[1])
        out = journeysim("knobs")[1]
        assert len(rows) > 150
        assert all(row["key"] in out for row in rows)

    def test_sides_are_those_that_policies_and_worlds_are_held_to(
        self, journeysim: Command
    ) -> None:
        side = {row["key"]: row["side"] for row in json.loads(journeysim("knobs", "--json")[1])}
        assert side["service.channels.NAME.agents"] == "lever"
        assert side["service.channels.NAME.patience"] == "world"
        assert side["purchase.margin"] == "world"
        assert side["run.seed"] == "frame"


def test_schema_prints_the_schema_and_nothing_else(journeysim: Command) -> None:
    code, out, err = journeysim("schema")
    assert code == 0
    assert only_what_is_next(err)
    assert json.loads(out) == json_schema()
    assert out.isascii()


def test_validate_is_silent_about_what_is_in_order(journeysim: Command) -> None:
    """Of what comes along only the name that is nothing but a name is worth a line, once a label."""
    others = [name for name in shipped.names() if name != "come_back"]
    code, out, err = journeysim("validate", "firm.toml", *others)
    assert (code, out) == (0, "")
    assert only_what_is_next(err)
    code, out, err = journeysim("validate", "come_back")
    assert (code, out) == (0, "")
    assert [line.split(": ")[1] for line in err.splitlines() if "does exactly what" in line] == [
        "policies.neglect_care_label",
        "policies.care_label",
    ]


def test_list_names_every_shipped_scenario_with_its_question(journeysim: Command) -> None:
    code, out, err = journeysim("list")
    assert code == 0
    assert only_what_is_next(err)
    for name in shipped.names():
        scenario = load(name)
        assert name in out
        assert all(policy in out for policy in scenario.policies)
        assert scenario.tables.question.split()[0] in out


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_list_breaks_no_name(
    journeysim: Command, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    words = set(journeysim("list")[1].replace(",", " ").split())
    for name in shipped.names():
        assert {name, *load(name).policies, *load(name).worlds} <= words
