"""The scenarios that come with the package: found anywhere, valid, and known to editors."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from worlds import WORLD

from journeysim.experiment.resolved_claims import faults_of_claims
from journeysim.scenario import shipped
from journeysim.scenario.json_schema import json_schema
from journeysim.scenario.scenario import load


@pytest.mark.parametrize("name", shipped.names())
def test_a_shipped_scenario_is_valid_in_each_of_its_worlds(name: str) -> None:
    plain = load(name)
    assert plain.tables.title
    assert plain.tables.question.endswith("?")
    for world in (None, *plain.worlds):
        scenario = load(name, world=world)
        assert scenario.world == world
        assert not faults_of_claims(scenario, scenario.tables.run.days)


def test_shipped_scenarios_come_in_the_order_in_which_they_teach() -> None:
    assert shipped.names()[: len(shipped.ORDER)] == shipped.ORDER
    assert shipped.DEFAULT in shipped.names()


def test_a_shipped_scenario_is_named_without_its_path(tmp_path: Path) -> None:
    """Messages and documents must not say where a package is installed."""
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert load("come_back").document.sources[0].name == "scenarios/come_back.toml"
    finally:
        os.chdir(here)


def test_a_file_of_ones_own_comes_before_a_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "come_back").write_text(WORLD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load("come_back").tables.title == "A small firm"


@pytest.mark.parametrize("inside", [True, False], ids=["in a wheel", "in a checkout"])
def test_the_folder_is_found_inside_the_package_or_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    package = tmp_path / "somewhere" / "journeysim"
    (package / "scenario").mkdir(parents=True)
    scenarios = (package if inside else package.parent) / "scenarios"
    scenarios.mkdir()
    (scenarios / "mine.toml").write_text(WORLD, encoding="utf-8")
    monkeypatch.setattr(shipped, "__file__", str(package / "scenario" / "shipped.py"))
    assert shipped.folder() == scenarios
    assert shipped.names() == ("mine",)
    assert shipped.path_of("mine") == scenarios / "mine.toml"
    assert shipped.path_of("../scenarios/mine") is None


@pytest.fixture(scope="module")
def validator() -> Any:
    """What an editor checks a file with."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


class TestSchema:
    """The JSON Schema accepts what the loader accepts, and knows a misspelt key."""

    @pytest.mark.parametrize("name", shipped.names())
    def test_it_accepts_every_shipped_scenario(self, validator: Any, name: str) -> None:
        path = shipped.path_of(name)
        assert path is not None
        validator.validate(tomllib.loads(path.read_text(encoding="utf-8")))

    @pytest.mark.parametrize(
        "text",
        [
            WORLD,
            'schema = 2\nextends = "base.toml"\n',
            'schema = 2\npurchase = { gap = "9 d", basket = 40 }\n',
            'schema = 2\npurchase.gap.mean = "9 d"\n',
            'schema = 2\nservice.channels.phone.patience = "never"\n',
            'schema = 2\n[[policies.a.changes]]\nat = "9 d"\nservice.knowledge = "50 %"\n',
            'schema = 2\npolicies.a.service = { knowledge = "+10 pp", target_wait = "x2" }\n',
            'schema = 2\npolicies.a.sales.push = "by +0.5"\n',
            'schema = 2\nextends = "base.toml"\ndrop = ["policies.*", "expect"]\n',
        ],
    )
    def test_it_accepts_short_forms_and_parts(
        self, validator: Any, text: str, write: Callable[..., Path]
    ) -> None:
        validator.validate(tomllib.loads(text))
        if "extends" not in text:
            load(str(write(text)))

    @pytest.mark.parametrize(
        "text",
        [
            "schema = 1\n",
            "schema = 2\nrun.dayz = 3\n",
            "schema = 2\nrun.days = 3\n",
            "schema = 2\npurchase.margin = 1.5\n",
            "schema = 2\npolicies.a.service.knowledg = 0.5\n",
            "schema = 2\npolicies.a.service.channels.phone.agnts = 1\n",
            "schema = 2\nworlds.a.leaving.paradx = 0.5\n",
            'schema = 2\npurchase.gap = { kind = "gama" }\n',
            "schema = 2\npopulation.customers = 1.5\n",
            'schema = 2\nservice.channels.phone.agents = "+1"\n',
            'schema = 2\npolicies.a.sales.push = "+0.5"\n',
            'schema = 2\npolicies.a.service.knowledge = "more"\n',
            'schema = 2\ndrop = "expect"\n',
        ],
    )
    def test_it_refuses_what_the_loader_refuses(
        self, validator: Any, text: str, write: Callable[..., Path]
    ) -> None:
        assert list(validator.iter_errors(tomllib.loads(text)))
        with pytest.raises(Exception, match=r"firm\.toml"):
            load(str(write(text)))

    def test_defaults_and_ranges_are_written_as_in_a_file(self) -> None:
        definitions = json_schema()["$defs"]
        assert definitions["Run"]["properties"]["days"]["default"] == "365 d"
        rate = definitions["Problem"]["properties"]["rate"]
        assert rate["default"] == "0 per year"
        assert rate["plausible"] == ["0.03 per year", "3 per year"]

    def test_nothing_is_null_because_toml_has_no_word_for_it(self) -> None:
        def nulls(value: Any) -> bool:
            if isinstance(value, dict):
                return value.get("type") == "null" or any(map(nulls, value.values()))
            return any(map(nulls, value)) if isinstance(value, list) else value is None

        assert not nulls(json_schema())
