"""What the model offers is used: every catalogue touch and every lever stands in some scenario."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from journeysim.model.care import CATALOGUE
from journeysim.scenario import describe, shipped
from journeysim.scenario.merging import leaves
from journeysim.scenario.tables import Levers

ROOT = Path(__file__).resolve().parents[2]


def files() -> list[dict[str, object]]:
    return [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in shipped.folder().glob("*.toml")
    ]


def used_keys() -> set[str]:
    """The last parts of every path that some shipped file sets, and of what the catalogue sets."""
    found = {key for entry in CATALOGUE.values() for key in entry}
    for table in files():
        for path, _ in leaves(table):
            found |= set(path)
    return found


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_touch_of_the_catalogue_is_in_a_scenario(name: str) -> None:
    assert any(
        path[-1] == "like" and value == name for table in files() for path, value in leaves(table)
    ), f"no shipped scenario has a touch with like = {name!r}: put it into a file of scenarios/"


PLAIN = {"about", "luck", "satisfaction_from", "satisfaction_below", "trust_from", "trust_below",
         "tenure_below", "worth_from", "worth_below", "risk_below", "target_wait", "call_back_from",
         "redial_within"}  # fmt: skip
"""Levers that are finer settings of one that is used, or only describe."""

AWAITED = {"asynchronous", "concurrency", "self_service_investment"}
"""Levers of messages, chats and machines, which no shipped firm has yet."""

LEVERS = sorted(
    {
        key.rpartition(".")[2]
        for key, field in describe.knobs_of(Levers)
        if (field.json_schema_extra or {}).get("side") != "world"  # type: ignore[union-attr]
    }
    - PLAIN
    - AWAITED
)


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_is_in_a_scenario(lever: str) -> None:
    assert lever in used_keys(), (
        f"no shipped scenario turns {lever!r}: turn it in a file of scenarios/, or add it to PLAIN here"
    )


def test_each_scenario_tells_its_question_its_sources_and_where_its_lesson_fails() -> None:
    for table in files():
        story = str(table["story"])
        assert table["title"]
        assert str(table["question"]).endswith("?")
        assert "Where the lesson fails" in story
        assert "assumed" in story
        worlds = table["worlds"]
        assert isinstance(worlds, dict)
        assert set(worlds) == {"evidence", "as_the_author_says", "least_favourable"}
        assert all(world["about"] and world["source"] for world in worlds.values())


def test_the_schema_in_the_docs_is_the_one_the_command_prints() -> None:
    from click.testing import CliRunner

    from journeysim.cli.schema import command

    printed = CliRunner().invoke(command).stdout
    kept = (ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8")
    assert kept == printed, "write it anew: journeysim schema > docs/scenario.schema.json"
