"""The shipped scenarios in every room: each can be played, frozen and doubted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from worlds import same_world

from journeysim.experiment.assumptions import plausible_world, unknowns
from journeysim.report.to_toml import frozen
from journeysim.scenario import describe, shipped
from journeysim.scenario.scenario import load, side_of
from journeysim.scenario.tables import BASELINE, Tables
from journeysim.tui.dials import dials_of

Write = Callable[..., Path]


def said_of(path: tuple[str, ...]) -> dict[str, Any]:
    """What the section class says of the knob at a path."""
    found = describe.place(Tables, path)
    assert found is not None
    assert found.field is not None
    extra = found.field.json_schema_extra
    assert isinstance(extra, dict)
    return extra


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_dial_can_be_turned(name: str) -> None:
    scenario = load(name)
    for dial in dials_of(scenario):
        if dial.side == "lever":
            scenario.phases(scenario.baseline, [(1.0, dial.table(dial.high))])
        else:
            scenario.with_values(dial.table(dial.high), "a test")


@pytest.mark.parametrize("name", shipped.names())
def test_a_frozen_shipped_scenario_is_the_same_world_to_the_last_bit(
    write: Write, name: str
) -> None:
    plain = load(name)
    again = load(str(write(frozen(plain), f"{name}.toml")))
    assert again.sha256 == plain.sha256
    assert same_world(plain, again, BASELINE, *plain.policies)


@pytest.mark.parametrize("name", shipped.names())
def test_a_shipped_scenario_can_be_frozen_in_each_of_its_worlds(write: Write, name: str) -> None:
    for world in load(name).worlds:
        there = load(name, world=world)
        again = load(str(write(frozen(there), f"{name}.toml")))
        assert again.sha256 == there.sha256
        assert same_world(there, again, BASELINE)


@pytest.mark.parametrize("name", shipped.names())
def test_unknown_is_only_what_belongs_to_the_world_and_no_firm_can_look_up(name: str) -> None:
    found = unknowns(load(name))
    assert found
    for path, low, value, high in found:
        extra = said_of(path)
        assert side_of(path) == "world", path
        assert "plausible" in extra, path
        assert not extra.get("observable"), path
        assert low <= value <= high, path
        assert low < high, path


@pytest.mark.parametrize("name", shipped.names())
def test_every_plausible_world_of_a_shipped_scenario_is_a_valid_one(name: str) -> None:
    for number in range(3):
        assert plausible_world(load(name), number).name == name
